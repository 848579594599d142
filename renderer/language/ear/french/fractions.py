"""Fractions, and what a slash stands for between two numbers: 1/2 heure, 9/10e, 39/45, 15/20.

Comes in: folded text. Goes out: `PART_RULES`, which are tried before quantities; `FRACTION_RULES`,
which are tried after them; and `say_drawn_fraction`. Dates with a slash are not its business.
"""

from __future__ import annotations

import re

from renderer.language.ear.french.cardinals import cardinal, ordinal, say_digits
from renderer.language.ear.french.gender import is_feminine
from renderer.language.ear.french.units import UNITS, name_unit
from renderer.language.ear.rules import END, WHOLE, Rule, is_one, listed_words, whole_digits
from renderer.language.folding import FRACTIONS, SUPERSCRIPTS

_PORTIONS = {2: "demi", 3: "tiers", 4: "quart"}
_DRAWN = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8),
}  # fmt: skip
_LONGEST_ORDINAL = 9
"""Digits: what is counted in thousand millions has no ordinal that anybody says."""
_COUNTED = (
    r"heures?|minutes?|journées?|jours?|nuits?|semaines?|mois|années?|ans?|siècles?|lieues?|milles?"
    r"|kilomètres?|mètres?|tonnes?|litres?|kilos?|livres?|pages?|francs?|points?|tours?|pintes?"
    r"|douzaines?|millions?|milliards?|tasses?|rations?|pains?"
)
_MEASURES = r"km|m|cm|kg|g|t|l|ha|min|mn"
_HALVED = listed_words(
    """
    heure journée brigade section compagnie escadron litre tarif finale lune tour douzaine livre
    bouteille siècle kilo kilomètre lieue mesure ration boule pain page pension cercle pièce saison
    étage frère sœur solde produit ton vérité peloton bataillon régiment division botte charge
    million milliard
    """
)
"""What "demi-" is put before."""
_DETERMINED = re.compile(
    r"(?<!\w)(?:une?|la|le|les|cette|ce|chaque|sa|son|leurs?|ses|en|de|par|à|\d+e"
    r"|bon|bonne|petite?|gros|grosse) $",
    re.IGNORECASE,
)
_WITHOUT_ARTICLE = re.compile(r"(?<!\w)(?:en|de|par|à|d') ?$", re.IGNORECASE)
_UNIT = re.compile(
    r" (?:[A-Z]{2,6}(?!\w)|(?:[A-Z]\.){2}|régiment|bataillon|chasseurs|tirailleurs|zouaves)"
)
"""What makes "3/13e" the third battalion of a regiment."""
_OUT_OF_WHICH = frozenset({10, 20, 100})
"""What marks and shares are given out of."""
_STREET = re.compile(
    r",? (?:rue|r\.|avenue|av\.?|boulevard|bd|bld|quai|place|pl\.|impasse|allée|route|rte|cours"
    r"|chemin|faubourg|fg|passage|square)(?!\w)"
)
"""Two houses: "15/17, rue Foch"."""
_COUNTED_PLURAL = re.compile(r" (?!des |heures)[a-zà-öø-ÿœ]{4,}[sx](?!\w)")
_WARS = frozenset({("14", "18"), ("39", "45"), ("39", "40"), ("40", "44"), ("40", "45")})
_MODELS = frozenset({("24", "29"), ("27", "31"), ("34", "39"), ("07", "15"), ("16", "35")})
"""Arms that are named by two years: fusil-mitrailleur 24/29, fusil 07/15."""
_NAMED = re.compile(
    r"(?:(?<!\w)[A-Z]{2,5}|saison|hiver|guerre|[aA]nnées|classes?|[Gg]roupes?|escadrille|escadron|chasse|modèle"
    r"|mod\.) $"
)
"""What two numbers with a slash are the name of: GB 1/54, l'hiver 43/44."""


_OUT_OF = re.compile(r"(?:séance|épisode|étape|page|feuille|volet|vue|photo|film) $", re.IGNORECASE)
"""What is one of so many: "séance 1/4"."""
_MODELLED = re.compile(r"(?<!\w)(?:mle\.?|mod\.?|modèle|type) $", re.IGNORECASE)
_SCALED = re.compile(r"(?:échelle|éch\.|maquette)(?: ?:| de| du| au)? $", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?<!\w)(?:n[°º] ?|(?:ordre|note|message|lettre|rapport|circulaire|décision|instruction"
    r"|dossier|affaire|jugement|arrêt|arrêté|avis|cote|réf\. ?:?|télégramme|pv) )$",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r" [A-Z][a-z]+s?(?!\w)")


def _is_battalion(match: re.Match[str], before: str) -> bool:
    """ "le 2/5 Leicesters": a battalion of a British regiment."""
    article = re.search(r"(?<!\w)(?:[lL]e|[dD]u|[aA]u|[lL]es|et|1st|2nd) $", before)
    return article is not None and _ENGLISH.match(match.string, match.end()) is not None


_THE_ONE = re.compile(
    r"(?<!\w)(?:une?|le|ce|du|chaque|dernier|premier)(?: (?:bon|bonne|petite?|gros|grosse))? $",
    re.I,
)


def say_drawn_fraction(match: re.Match[str]) -> str:
    """A fraction drawn as one character, "½"."""
    return _share(*_DRAWN[match[0]], match)


def _share(above: int, below: int, match: re.Match[str]) -> str:
    """A part of something: "un tiers", and "le tiers" behind its article."""
    one = above == 1 and _THE_ONE.search(match.string, max(0, match.start() - 40), match.start())
    return (_PORTIONS.get(below) or ordinal(below)) if one else _portion(above, below)


def is_war(first: str, last: str) -> bool:
    """Whether two written years name a war: 14 and 18."""
    return (first, last) in _WARS


def _portion(above: int, below: int) -> str:
    name = _PORTIONS.get(below) or ordinal(below)
    return f"{cardinal(above)} {name}{'s' if above > 1 and below != 3 else ''}"


def _scale(match: re.Match[str]) -> str | None:
    """ "1/25 000", and what is said to be a scale: "échelle 1:72"."""
    digits = whole_digits(match["below"])
    if len(digits) > _LONGEST_ORDINAL or int(digits) < 2:
        return None
    before = match.string[max(0, match.start() - 16) : match.start()]
    if not digits.endswith("000") and not _SCALED.search(before):
        return None
    return _portion(1, int(digits))


def _ranked(match: re.Match[str]) -> str | None:
    """ "9/10e", "1/25 000e"."""
    below = whole_digits(match["below"])
    if len(below) > _LONGEST_ORDINAL or int(below) < 2:
        return None
    before = match.string[max(0, match.start() - 16) : match.start()]
    if _UNIT.match(match.string, match.end()) or _is_battalion(match, before):
        return f"{cardinal(int(match['above']))} {ordinal(int(below))}"
    return _portion(int(match["above"]), int(below))


def _fraction(match: re.Match[str]) -> str:
    above, below = match["above"], match["below"]
    before = match.string[max(0, match.start() - 20) : match.start()]
    if _MODELLED.search(before):
        return f"{say_digits(above)} {say_digits(below)}"  # modèle 1886/93
    if _OUT_OF.search(before):
        return f"{say_digits(above)} sur {say_digits(below)}"
    if before.endswith("/") or _REFERENCE.search(before) or _is_battalion(match, before):
        return f"{say_digits(above)} {say_digits(below)}"  # a shelf mark: F/60/1670, "n° 2016/679"
    if (
        above.isdigit()
        and int(above) + 1 == int(below) > 2
        and _COUNTED_PLURAL.match(match.string, match.end())
    ):
        return f"{say_digits(above)} à {say_digits(below)}"  # 3/4 personnes
    several = int(above) > 1 and int(below) > 8 and int(below) not in _OUT_OF_WHICH
    if re.match(r" ans(?!\w)", match.string[match.end() : match.end() + 5]) or (
        several
        and int(above) < int(below)
        and len(below) < 4
        and _COUNTED_PLURAL.match(match.string, match.end())
    ):
        return f"{say_digits(above)} à {say_digits(below)}"  # 6/12 ans, 12/15 hommes
    if _STREET.match(match.string, match.end()):
        return f"{say_digits(above)} {say_digits(below)}"
    if match.string[match.end() : match.end() + 2].strip()[:1] in {"€", "$", "£"}:
        return f"{say_digits(above)} ou {say_digits(below)}"  # a full and a reduced price
    years = len(above) == 4 and len(below) in {2, 4}  # 1942/43: two years, not a part
    if (above, below) in _WARS | _MODELS or (_NAMED.search(before) and not years):
        return f"{say_digits(above)} {say_digits(below)}"
    small = len(above) < 3 and len(below) < 3 and not below.startswith("0")
    tenths = int(below) <= 10 and re.search(r"(?<!\w)(?:aux|les) $", before, re.I)
    if small and 0 < int(above) < int(below) and (int(above) == 1 or int(below) <= 8 or tenths):
        return _share(int(above), int(below), match)
    if years:
        return f"{say_digits(above)} à {say_digits(below)}"
    return f"{say_digits(above)} sur {say_digits(below)}"


def _mixed(match: re.Match[str]) -> str:
    whole = say_digits(whole_digits(match["number"]))
    return f"{whole} et {_part(match['sign'], feminine=False)}"


def _part(sign: str, *, feminine: bool) -> str:
    """What is left over: "demi", "demie", "un quart"."""
    above, below = _DRAWN[sign] if sign in _DRAWN else map(int, sign.split("/"))
    if (above, below) == (1, 2):
        return "demie" if feminine else "demi"
    return _portion(above, below)


def _measured(match: re.Match[str]) -> str:
    """ "2 ½ heures", "3 ans 1/2", "3 ½ km": the part is said after what is counted."""
    whole = whole_digits(match["number"])
    noun = match["noun"]
    if noun in UNITS:
        noun = name_unit(noun, plural=not is_one(whole, ""))
    feminine = is_feminine(noun)
    part = _part(match["sign"], feminine=feminine)
    return f"{say_digits(whole, feminine=feminine)} {noun} et {part}"


_SEVERAL = re.compile(r"(?<!\w)(?:les|des|aux) $", re.I)
_OF_ONE = re.compile(r"(?<!\w)(?:un|le|ce|du|au|chaque|dernier|premier|\d+e) $", re.I)


def _quarter(match: re.Match[str]) -> str:
    """ "attendre 1/4 d'heure", "le 1/4 d'heure", "tous les 1/4 d'h."."""
    if _SEVERAL.search(match.string, max(0, match.start() - 40), match.start()):
        return "quarts d'heure"
    return (
        "quart d'heure"
        if _OF_ONE.search(match.string, max(0, match.start() - 40), match.start())
        else "un quart d'heure"
    )


def _half(match: re.Match[str]) -> str | None:
    """ "1/2 heure", "la 13e 1/2 brigade"."""
    noun = match["noun"]
    if noun == "h":
        noun = (
            "heures"
            if _SEVERAL.search(match.string, max(0, match.start() - 40), match.start())
            else "heure"
        )
    singular = noun.removesuffix("s") if noun not in _HALVED else noun
    if singular not in _HALVED:
        return None
    return f"{_article(match, singular) if noun == singular else ''}demi-{noun}"


def _article(match: re.Match[str], noun: str) -> str:
    """What stands before half of *noun*: nothing where it has its article, "la 1/2 heure"."""
    before = match.string[max(0, match.start() - 14) : match.start()]
    if _DETERMINED.search(before) and not _WITHOUT_ARTICLE.search(before):
        return ""
    return "une " if is_feminine(noun) else "un "


def _part_of_a_unit(match: re.Match[str]) -> str | None:
    """ "1/2 l", "3/4 km": the unit is said after its part."""
    sign = match["sign"]
    above, below = _DRAWN[sign] if sign in _DRAWN else map(int, sign.split("/"))
    if above >= below:
        return None
    unit = name_unit(match["unit"], plural=False)
    if (above, below) == (1, 2):
        return f"{_article(match, unit)}demi-{unit}"
    return f"{_share(above, below, match)} de {unit}"


def _power(match: re.Match[str]) -> str:
    exponent = "".join(str(SUPERSCRIPTS.index(sign)) for sign in match["power"])
    base = say_digits(whole_digits(match["number"]))
    return f"{base} puissance {say_digits(exponent)}"


_FINE = {"mm": "millimètre", "s": "seconde", "sec": "seconde"}
_SIGN = rf"(?P<sign>[{FRACTIONS}]|[123]/[234](?![\d/]))"

PART_RULES = (
    Rule(
        name="number",
        pattern=re.compile(rf"(?P<number>{WHOLE}) ?{_SIGN} ?(?P<noun>{_COUNTED}|{_MEASURES}){END}"),
        say=_measured,
    ),
    Rule(
        name="number",
        pattern=re.compile(
            rf"(?P<number>{WHOLE}) ?(?P<noun>{_COUNTED}|{_MEASURES})\.? (?:et )?{_SIGN}"
        ),
        say=_measured,
    ),
    Rule(
        name="number",
        pattern=re.compile(r"(?:1/2|½)[ -](?P<noun>[a-zà-öø-ÿœ]+)(?!\w)"),
        say=_half,
    ),
    Rule(
        name="number",
        pattern=re.compile(r"(?:1/4|¼) (?:d')?h(?:eures?)?(?!\w)"),
        say=_quarter,
    ),
    Rule(
        name="number",
        pattern=re.compile(
            rf"(?P<sign>[{FRACTIONS}]|[1-7]/[2-8]) ?(?P<unit>km|kg|l|t|ha|m|cm|mm)(?![\w²³'])"
        ),
        say=_part_of_a_unit,
    ),
)


def _of_a_unit(match: re.Match[str]) -> str:
    """ "1/100 mm", "3/10 s"."""
    part = _portion(int(match["above"]), int(whole_digits(match["below"])))
    return f"{part} de {_FINE[match['unit']]}"


FRACTION_RULES = (
    Rule(
        name="number",
        pattern=re.compile(
            r"(?P<above>\d{1,2})/(?P<below>10|100|1 ?000) ?(?:de )?(?P<unit>mm|s|sec)(?!\w)"
        ),
        say=_of_a_unit,
    ),
    Rule(name="number", pattern=re.compile(rf"1[/:](?P<below>{WHOLE}){END}(?![ .]\d)"), say=_scale),
    Rule(
        name="number",
        pattern=re.compile(
            rf"(?P<above>\d{{1,3}})/(?P<below>{WHOLE})(?:i?[eè]mes?|es?|è){END}(?!')"
        ),
        say=_ranked,
    ),
    Rule(
        name="number",
        pattern=re.compile(r"(?P<above>\d{1,6})/(?P<below>\d{1,6})(?![\w/])"),
        say=_fraction,
    ),
    Rule(name="number", pattern=re.compile(rf"(?P<number>{WHOLE}) ?{_SIGN}"), say=_mixed),
    Rule(
        name="number",
        pattern=re.compile(rf"(?P<number>{WHOLE})(?P<power>[{SUPERSCRIPTS}]+)"),
        say=_power,
    ),
)
