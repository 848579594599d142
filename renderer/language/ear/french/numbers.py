"""Numbers that are neither dates, times, parts nor quantities: ordinals, ranges, references of
laws, telephone numbers, scores, and plain cardinals with their agreement.

Comes in: folded text. Goes out: `RANK_RULES`, tried where a number starts, before quantities, and
`NUMBER_RULES`, tried last; most particular first.
"""

from __future__ import annotations

import re

from renderer.language.cut_words import is_cut
from renderer.language.ear.french.cardinals import ordinal, say_decimal, say_digits, second
from renderer.language.ear.french.dates import MONTHS
from renderer.language.ear.french.fractions import FRACTION_RULES, is_war
from renderer.language.ear.french.gender import SHORT_NOUNS, counts_feminine
from renderer.language.ear.rules import (
    END,
    NUMBER,
    WHOLE,
    Rule,
    listed_words,
    split_number,
    whole_digits,
)

_ENGLISH = re.compile(
    r" (?:U\.?S\.? )?(?:Armou?red|Infantry|Airborne|Rangers?|Army|Battalion|Cavalry|Canadian|Field"
    r"|Bomb|Fighter|Tactical|Air|Engineers?|Marines?|Parachute|Medical|Signal|Special)(?!\w)"
)
_FEMININE_BEFORE = re.compile(r"(?:^|\W)(?:la|une|cette|sa|ma|leur) $", re.IGNORECASE)
_FEMININE_SUFFIX = listed_words(
    """
    re res ère ères ere eres de des nde ndes
    """
)
_ORDINAL_LIMIT = 9
"""Digits: a longer number is the reference of something, not an ordinal."""
_SUFFIX = "(?:ère|ere|ième|ieme|ème|éme|eme|er|re|è|e|nde|nd|de|d|st|rd|th)"
_LOUD_SUFFIX = r"(?:ÈRE|ERE|ÈME|EME|ER|RE|E|NDE|ND|DE)(?= [A-ZÀ-ÖØ-Þ]{2}| [A-Z]\.)"
"""In a text in capitals: "LA 2E D.B."; a letter at the end is a letter, "matricule 12E"."""
_APART = rf"(?:ème|éme|eme|ième|er(?= (?:{'|'.join(MONTHS)}|[A-Z]))|ère|è|e(?= [a-zéA-Z]{{3}}))"
"""Typed with a blank before it, "2 ème": only where it can be nothing else."""


def _ordinal(match: re.Match[str]) -> str | None:
    digits, suffix = whole_digits(match["number"]), (match["suffix"] or match["apart"]).lower()
    if len(digits) > _ORDINAL_LIMIT:
        return None
    number, plural = int(digits), suffix.endswith("s")
    feminine = suffix in _FEMININE_SUFFIX
    if number == 2 and suffix in {"d", "ds", "de", "des", "nd", "nds", "nde", "ndes"}:
        if not _ENGLISH.match(match.string, match.end()):
            return second(feminine=feminine, plural=plural)
        return ordinal(2)
    if suffix in {"e", "ème", "eme", "st"} and number == 1:
        before = match.string[max(0, match.start() - 8) : match.start()]
        feminine = bool(_FEMININE_BEFORE.search(before)) or counts_feminine(
            match.string, match.end()
        )
    return ordinal(number, feminine=feminine, plural=plural)


_RANKED = (
    r"divisions?|régiments?|bataillons?|arrondissements?|siècles?|classes?|armées?|corps|compagnies?"
    r"|escadrons?|[Rr]épublique|étage|anniversaire|régions?|brigades?|sections?|chasseurs|spahis"
    r"|cuirassiers|dragons|hussards|zouaves|tirailleurs|[Bb]ureau|rang|année|partie|édition|convoi"
    r"|prix|tour|colonne|chambre|groupes?|escadre|escadrille|batterie|flottille|[Rr]eich|[Ll]égion"
    r"|[Pp]anzer\w*|Infantry|Airborne|Armou?red|Army|Armée|Corps|Division|Régiment|Rgt|rgt|RI|DI|[Gg]énie"
    r"|cuirassier|dragon|hussard|zouave|génération|concours|congrès|session|jour|nuit|semaine"
    r"|mois|heure|vague|parallèle|demi-brigade|DB|BCA|BCP|légère|blindée|mécanique|degré"
    r"|coloniale|goum|tabor|Cies?|Bat|Btns?|Bns?|bis|ter|canton|circonscription|trimestre|semestre|secteur|[Cc]ommando"
)
_BEARING = r"(?:NE|NO|NW|SE|SO|SW|NNE|NNO|SSE|SSO|ENE|ESE|OSO|ONO)(?!\w)"


def _with_degree(match: re.Match[str]) -> str:
    """ "17° arrondissement", "2° DB": in the old way, ° is the e of an ordinal."""
    number = int(whole_digits(match["number"]))
    before = match.string[max(0, match.start() - 8) : match.start()]
    feminine = _FEMININE_BEFORE.search(before) or counts_feminine(match.string, match.end())
    return ordinal(number, feminine=bool(feminine))


def _in_latin(match: re.Match[str]) -> str | None:
    after = match.string[match.end() : match.end() + 2]
    if after[:1] not in {"", " ", ",", ";", ":", ")", "."}:
        return None
    return {"1": "primo", "2": "secundo", "3": "tertio", "4": "quarto"}[match["number"]]


def _telephone(match: re.Match[str]) -> str:
    pairs = re.findall(r"\d\d", match["pairs"])
    prefix = "plus " + say_digits(match["country"]) + ", " if match["country"] else ""
    first = match["first"]
    return prefix + ", ".join(map(say_digits, [first, *pairs] if first else pairs))


_SINGULAR_NUMBER = re.compile(
    r"(?:n[°º] ?|n[ro]\.? |numéro |article |[Ll]oi |[Dd]écret |[Oo]rdonnance |inv\.? |inventaire "
    r"|réf\. ?:? ?|cliché |négatif |matricule |dossier |parcelle |délib(?:ération|\.) |arrêté )$",
    re.I,
)
_LAW = re.compile(
    r"(?<!\w)(?:[LRDA]\.? ?(?:\*)?|ISBN(?: :)? ?|ISSN(?: :)? ?|[Tt]él\.(?: ?:)? ?|cote "
    r"|[A-Z]{1,2} )$"
)
_LONG_REFERENCE = 3
"""Digits from which what follows the hyphen of "n° 92-123" is the law's own number."""


def _green_number(match: re.Match[str]) -> str:
    return ", ".join(map(say_digits, [match["green"].replace(" ", ""), *match["rest"].split()]))


def _is_reference(match: re.Match[str], ends: list[str]) -> bool:
    """Whether hyphens part the groups of a reference ("L. 123-4", "n° 45-2658"), not a range."""
    if "-" not in match[0] or " " in match[0]:
        return False
    before = match.string[max(0, match.start() - 14) : match.start()]
    if len(ends) == 2 and all(map(_is_year, ends)) and ends[0] < ends[1]:
        return False  # "le rugby à XV 1938-1939"
    if _LAW.search(before) or len(ends) > 3:
        return True
    grows = len(ends) == 2 and len(ends[0]) == len(ends[1]) and ends[0] < ends[1]
    return bool(_SINGULAR_NUMBER.search(before)) and not grows


def _say_group(digits: str) -> str:
    """A group of a reference: "036822" gives "zéro trente-six huit cent vingt-deux"."""
    if len(digits) > _LONG_REFERENCE and digits.startswith("0"):
        half = len(digits) // 2
        return f"{say_digits(digits[:half])} {say_digits(digits[half:])}"
    return _say(digits)


def _range(match: re.Match[str]) -> str:
    ends = re.split(r" ?[-–—] ?", match[0])
    if _is_reference(match, ends):
        return " ".join(map(_say_group, ends))
    if len(ends) == 2 and _MODEL.search(match.string, max(0, match.start() - 40), match.start()):
        return f"{_ranking(_say(ends[0]))} {_say(ends[1])}"
    if len(ends) == 2 and (is_war(ends[0], ends[1]) or _falls(match, *ends)):
        return f"{_ranking(_say(ends[0]))} {_say(ends[1])}"
    said = [_ranking(_say(end)) if _is_year(end) else _say(end) for end in ends[:-1]]
    feminine = not _is_year(ends[-1]) and counts_feminine(match.string, match.end())
    last = _say(ends[-1], feminine=feminine)
    last = _ranking(last) if _is_year(ends[-1]) else last
    return f"{said[0]} à {last}" if len(said) == 1 else ", ".join([*said, last])


_MODEL = re.compile(r"(?<!\w)(?:mle\.?|mod\.?|modèle) $")
_SCORE = re.compile(
    r"(?<!\w)(?:scores?|match|matchs|finale|bat|battu|gagn\w+|victoire|perd\w*|mène\w*|s'impos\w+"
    r"|l'emport\w+)(?: \w+){0,3} $"
)


def _falls(match: re.Match[str], first: str, last: str) -> bool:
    """ "le 15-2", "inv. 44-12", "don 1998-3": what doesn't grow is no range; "1944-45" does."""
    whole = first.isdigit() and last.isdigit() and 1 < len(first) < _LONG_REFERENCE
    score = _SCORE.search(match.string, max(0, match.start() - 40), match.start())
    part = _is_year(first) and last.isdigit() and len(last) == 1
    return first == last or part or bool(whole and int(first) > int(last) and not score)


def _points(match: re.Match[str]) -> str | None:
    """ "inv. 2004.12.1": every group is a number of its own."""
    groups = match[0].split(".")
    return " point ".join(_ranking(say_digits(group)) for group in groups)


def _is_year(written: str) -> bool:
    return re.fullmatch(r"1[1-9]\d\d|20\d\d", written) is not None


def _say(written: str, *, feminine: bool = False) -> str:
    whole, fraction = split_number(written)
    point = "point" if fraction and "." in written and "," not in written else "virgule"
    return say_decimal(whole, fraction, feminine=feminine, point=point)


_NUMBERED = re.compile(
    r"(?:page|numéro|chapitre|article|années?|an|ligne|en|depuis|dès|été|hiver|printemps|automne"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) $"
    r"|n[°o] ?$",
    re.IGNORECASE,
)


_OF_SO_MANY = re.compile(r" (?:des|de ces|de nos|de leurs|sur(?: les)?) \d[\d ]*(?= [a-zà-ÿ])")
_WOMEN = re.compile(r"(?<!\w)elles (?:ne )?(?:sont|étaient|furent|seront|restent)(?: que)? $", re.I)


def _is_short(word: str) -> bool:
    return is_cut(word) or word in SHORT_NOUNS


def _counts_several(match: re.Match[str]) -> bool:
    """Whether feminine things are counted: "21 tombes", "31 des 41 communes"; not "le LeO 451
    bombarde", whose next word is in the singular."""
    group = _OF_SO_MANY.match(match.string, match.end())
    at = group.end() if group else match.end()
    if not counts_feminine(match.string, at):
        return False
    word = _COUNTED.match(match.string, at)
    several = word is None or word[1].lower().endswith(("s", "x", "z")) or _is_short(word[1])
    return group is not None or match[0] == "1" or several


_COUNTED = re.compile(r" ?([^\W\d_]+(?:-[^\W\d_]+)*)")


def _is_of_women(match: re.Match[str]) -> bool:
    return _WOMEN.search(match.string, max(0, match.start() - 40), match.start()) is not None


def _cardinal(match: re.Match[str]) -> str:
    written = match[0]
    year = _is_year(written)
    feminine = not year and (_counts_several(match) or _is_of_women(match))
    words = _say(written, feminine=feminine)
    before = match.string[max(0, match.start() - 12) : match.start()]
    return _ranking(words) if _NUMBERED.search(before) else words


def _ranking(words: str) -> str:
    """Without the s of a count: page quatre-vingt, mille neuf cent."""
    return words[:-1] if words.endswith(("vingts", "cents")) else words


def _dotted(match: re.Match[str]) -> str:
    """ "inv. 2004.17.3": the parts of a reference."""
    return " point ".join(map(_say_group, match[0].split(".")))


def _signed(match: re.Match[str]) -> str:
    said = "plus" if match["sign"] == "+" else "moins"
    return said if match["age"] is None else f"{said} de"


SIGN = Rule(
    name="number",
    pattern=re.compile(
        r"(?P<sign>[-+–—])(?:(?= de \d)|(?P<age>(?= ?\d+ ans(?!\w)))"
        r"|(?= ?\d))"
    ),
    say=_signed,
)
"""A sign before a number, itself before nothing else: the lexer sees to that."""

TELEPHONE = Rule(
    name="telephone",
    pattern=re.compile(
        r"(?:\+(?P<country>\d{1,3}) ?(?:\(0\) ?)?(?P<first>\d)|(?=0\d(?:[ .-]|\d{8}(?!\d))))"
        r"(?P<pairs>(?:[ .-]?\d\d){4,5})(?!\w|[ .-]\d)"
    ),
    say=_telephone,
)

_GERMAN = (
    r"(?:SS|Pz|Inf|Gren|Geb|Jg|Fsch|Fallsch|Lw|Luftw|VG|Armee|Panzer\w*|Infanterie\w*|Fallschirm\w*|Division|Luftwaffen\w*|Volks\w*|Flak\w*"
    r"|Flieger\w*|Jäger\w*|Grenadier\w*|Gebirgs\w*|I\.?D|P\.?D)"
)
_LISTED = r"(?<![^ ])(?:(?<=^)|(?<=[;:,(.] )|(?<=[(]))"
RANK_RULES = (
    Rule(
        name="ordinal",
        pattern=re.compile(
            rf"(?P<number>\d{{1,4}})[°º]"
            rf"(?=(?:(?:, \d{{1,3}}[°º])*,? et \d{{1,3}}[°º])? ?"
            rf"(?:(?:{_RANKED})(?!\w)|(?!{_BEARING})[A-Z]{{2,6}}(?!\w)))"
        ),
        say=_with_degree,
    ),
    Rule(
        name="ordinal",
        pattern=re.compile(
            rf"(?P<number>\d{{1,3}})\.(?=(?: (?:et|und) (?:l[ae] )?\d{{1,3}}\.)? ?{_GERMAN}(?!\w))"
        ),
        say=_with_degree,
    ),
    Rule(
        name="ordinal",
        pattern=re.compile(rf"{_LISTED}(?P<number>[1-4])°\)?(?= [^\W\d_]{{2}})"),
        say=_in_latin,
    ),
)

NUMBER_RULES = (
    TELEPHONE,
    Rule(
        name="telephone",
        pattern=re.compile(r"(?P<green>0 ?8\d\d)(?P<rest>(?: \d\d){3}|(?: \d{3}){2})(?! ?\d)"),
        say=_green_number,
    ),
    *FRACTION_RULES,
    Rule(
        name="number",
        pattern=re.compile(
            r"(?!\d{1,3}(?:\.\d{3})+(?![\d.]))\d{1,5}(?:\.\d{1,5}){2,}(?![\w-]|\.\d)"
        ),
        say=_points,
    ),
    Rule(
        name="ordinal",
        pattern=re.compile(
            rf"(?P<number>{WHOLE})(?:(?P<suffix>{_SUFFIX}s?|{_LOUD_SUFFIX})| (?P<apart>{_APART})s?)"
            rf"{END}(?!')"
        ),
        say=_ordinal,
    ),
    Rule(name="ordinal", pattern=re.compile(r"(?P<number>[1-4])[º°]"), say=_in_latin),
    Rule(
        name="range",
        pattern=re.compile(
            rf"[12]\d{{3}} ?[-–—] ?[12]\d{{3}}(?![\w-])|{NUMBER}(?:[-–—]{NUMBER})+{END}"
        ),
        say=_range,
    ),
    Rule(
        name="number",
        pattern=re.compile(rf"(?!{WHOLE}(?![\d.]))\d+(?:\.\d+){{2,}}(?!\w)"),
        say=_dotted,
    ),
    Rule(name="number", pattern=re.compile(NUMBER), say=_cardinal),
)
