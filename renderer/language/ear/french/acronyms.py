"""Capital letters: Roman numerals, acronyms spelled or said, initials, single letters.

Comes in: folded text and the place of a word with capitals. Goes out: `claim_capitals`, what is
said there. Letters are handed on by their French names ("dé-bé"), so that no engine has to guess:
espeak-ng 1.52 stops spelling acronyms in a text all in capitals ("FFI" alone gives "fi"), says
"emme" as "amme", and gTTS cuts a text at the points of "F.F.I.".
"""

from __future__ import annotations

import re

from renderer.language.ear.french.capitals import plain_word
from renderer.language.ear.french.cardinals import cardinal, ordinal, second
from renderer.language.ear.french.gender import counts_feminine, is_feminine
from renderer.language.ear.rules import Claim, listed_words, roman_value

LETTERS = {
    "A": "a", "B": "bé", "C": "cé", "D": "dé", "E": "e", "F": "èf", "G": "gé", "H": "ache",
    "I": "i", "J": "ji", "K": "ka", "L": "èl", "M": "èm", "N": "èn", "O": "o", "P": "pé",
    "Q": "ku", "R": "èr", "S": "èsse", "T": "té", "U": "u", "V": "vé", "W": "double-vé",
    "X": "ixe", "Y": "i-grec", "Z": "zède",
}  # fmt: skip
"""French names of the letters, spelled so that espeak-ng 1.52, piper (same front end) and gTTS read
them right; checked against espeak's phonemes."""

_WELL_SAID = re.compile(
    r"(?!.*(?:AA|II|UU|YY))(?:(?:[BCDFGKPTV]?[RL]|[BCDFGHJKLMNPQRSTVWXZ]|CH|PH|SH|TH|S[TPCK]R?|QU|[ST]W)?"
    r"[AEIOUY]{1,2}(?:[BCDFGKLMNPRSTXZ](?=[BCDFGHJKLMNPQRSTVWXZ]|$)|H$"
    r"|(?:[LMNR][BCDFGKPSTM]|[CPS]T|NG|R?CH|CK|SH|LL|SS|TT)$)?)+"
)
"""Syllables that French mouths: an onset, one or two vowels, one consonant to close, or two at the
end of the word."""


def spell(letters: str) -> str:
    """The names of *letters* (A to Z), hyphenated: "dé-bé"."""
    return "-".join(LETTERS[letter] for letter in letters)


def say_acronym(letters: str) -> str:
    """An unknown acronym: said as a word from four letters on if it has French syllables, else
    spelled. Seven letters and more are a word in capitals."""
    if len(letters) >= 7 or (len(letters) >= 4 and _WELL_SAID.fullmatch(letters)):
        return letters.lower()
    return spell(letters)


_UNSAYABLE = re.compile(r"[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz]{3,}")
_CUT_WORDS = re.compile(r"[A-Z][a-z]?[aeiou][A-Z][a-z]{0,2}")


def _say_mixed(word: str) -> str | None:
    """Letters of both sizes: "RPIMa", "SdKfz", "FlaK"; None for a name, "McNair"."""
    marine = re.fullmatch("([A-Z]{1,4})Ma", word)
    if marine:
        short = len(word) == 4 and _WELL_SAID.fullmatch(word.upper())
        return word.lower() if short else f"{spell(marine[1])}-ma"
    if is_unsayable(word) or (len(word) == 2 and word[1] not in "aeiouy"):
        return spell(word.upper())
    return word.lower() if _CUT_WORDS.fullmatch(word) else None


def is_unsayable(word: str) -> bool:
    """Whether *word* has three letters or more and no vowel, as no French word has."""
    return _UNSAYABLE.fullmatch(word) is not None


_TYPE = re.compile(r"(?:[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]|(?:le|[a-z])[A-Z]{2,3})(?= ?\d)")


def claim_type(text: str, start: int) -> Claim | None:
    """Letters before a number, no word: "Wn 62", "leFH 18"."""
    match = _TYPE.match(text, start)
    return Claim(start, match.end(), spell(match[0].upper()), "acronym") if match else None


_ROMAN_ORDINAL = re.compile(
    r"([IVXL]+)(?:(ères|ère|ers|er|res|re|ièmes|ième|èmes|ème|émes|éme|emes|eme|es|è|e|de|d"
    r"|(?:nd|rd|st|th)(?= [A-Z]))"
    r"| (?=ème|eme|e siècle|è siècle)(ème|eme|e|è)"
    r"|([°º])(?=[ ,;:.)]|$))"
    r"(?![\w])(?!')"
)
_FORCES = re.compile(
    r"\.? (?:A\.?K|corps|armées?|Armées?|Army|Corps|régions?|Korps|(?:SS-)?\w*korps|Luftflotte"
    r"|Pz\.?-?K\.?|siècles?|[Rr]épublique|Reich|arrondissements?|dynastie|[Ll]égion|Bomber|Fighter|Air|Tactical"
    r"|[Ff]lotte|Marine|[Zz]one)(?!\w)"
)
_GERMAN = re.compile(r"\. (?:A\.?K(?!\w)|SS|Armee|Panzer|Flak|Flieger|Fallschirm|Luft)")
_REIGNS = listed_words(
    """
    Louis Charles Henri François Philippe Napoléon Pie Jean Paul Jean-Paul Benoît Grégoire
    Léon George Georges Édouard Edouard Guillaume Frédéric Frédéric-Guillaume Nicolas
    Alexandre Victor-Emmanuel Albert Léopold Richard Jacques Humbert Christian Haakon Gustave
    Alphonse Carol Boris Michel Othon Clément Innocent Urbain Baudouin Mohammed Hassan Farouk
    Pierre Ivan Ferdinand Joseph François-Joseph Constantin Olav Frederick Childéric Clotaire
    Dagobert Robert Hugues Élisabeth Elisabeth Elizabeth Catherine Isabelle Marie Christine
    Marguerite Wilhelmine Ramsès
    """
)
_QUEENS = listed_words(
    """
    Élisabeth Elisabeth Elizabeth Catherine Isabelle Marie Christine Marguerite Wilhelmine
    """
)
_NUMBERED = listed_words(
    """
    tome chapitre acte livre partie annexe titre volume scène phase type panzer mark mk classe
    groupe zone stalag oflag marlag tableau article paragraphe guerre mondiale carte planche
    figure plan vatican apollo tigre tiger section n° numéro division escadre dulag ilag
    frontstalag vol t liv ch sc ann pl fig art paris lyon lille pz pzkpfw an chap mod modèle fort
    ouvrage casemate batterie vitrine salle station cahier pièce lot quai variante niveau
    """
)
_BEFORE = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)\.? ?-?$")
_HEADING = re.compile(r" (?:L[ae]s? |[LD]'|Une? |D[eu]s? |[ÀA] |Aux? |En |Vers |Pour |Dans )")
_HEADING_DASH = re.compile(r" ?[–—-] ?[^\W\d_]")
_INITIALS = re.compile(r"[A-Z]\.(?:(?: ?|-)[A-Z]\.)*(?:-?[A-Z](?!\w))?")


def claim_roman(text: str, start: int, end: int) -> Claim | None:
    """A Roman numeral at *start*, when it is a number there: XIXe siècle, VII Corps, Louis XIV."""
    match = _ROMAN_ORDINAL.match(text, start)
    if match is not None:
        value = roman_value(match[1])
        suffix = match[2] or match[3] or ""
        if value is None or match[0] in {"Le", "Les", "Ie", "Ies", "Id", "Vers"}:
            return None
        feminine = suffix in {"re", "res", "ère", "ères", "de"} or (
            not suffix and counts_feminine(text, match.end())
        )
        if value == 2 and suffix in {"d", "de"}:
            return Claim(start, match.end(), second(feminine=feminine), "roman")
        said = ordinal(value, feminine=feminine, plural=suffix.endswith("s"))
        return Claim(start, match.end(), said, "roman")
    letters = text[start:end]
    value = roman_value(letters)
    if value is None or letters in _ALSO_NUMERALS:
        lettered = _lettered(text, start, end)
        if lettered is not None:
            return lettered
    if value is not None and set(letters) <= set("IVX") and re.match(r"/\d", text[end : end + 2]):
        return Claim(start, end, cardinal(value), "roman")  # "le I/8e RI"
    if value is not None and text[end : end + 2] == "./":
        return Claim(start, end + 2, cardinal(value), "roman")  # "le I./JG 2"
    if value is None or (text[end : end + 1] in {"'", "."} and len(letters) == 1):
        return None
    return _roman_in_context(text, start, end, value)


_LETTERED = re.compile(r"([IVX]+)([A-HJ-UWYZ])(?!\w)")
_ALSO_NUMERALS = frozenset({"IC", "VC", "XC", "IL", "VL", "XL", "ID", "IM"})


def _lettered(text: str, start: int, end: int) -> Claim | None:
    """A number and a letter in one: "Stalag XIIA", "type VIIC"."""
    match = _LETTERED.match(text, start)
    before = _BEFORE.search(text, max(0, start - 30), start)
    value = roman_value(match[1]) if match else None
    if not match or not before or value is None or before[1].lower() not in _NUMBERED:
        return None
    return Claim(start, end, f"{cardinal(value)} {LETTERS[match[2]]}", "roman")


_AND_OTHERS = re.compile(r"(?:, [IVXL]+)*,? et (?:l[ea]s? |du |au )?[IVXL]+(?= )")
"""The numerals that share their noun with the one before: "les XX et XII Corps"."""
_AND_MORE = re.compile(r"(?: et | à | ou |, (?:[IVX]+, )*|-)([IVX]{2,})(?!\w)")
_AFTER_OTHERS = re.compile(r"([^\W\d_]+?)s? [IVX]+(?:, [IVX]+)*(?: à | et | ou |, |-)$")


def _is_listed(text: str, start: int, end: int, value: int) -> bool:
    """Whether one letter stands among numerals: "les tours I et II", "pièces V à X"."""
    after = _AND_MORE.match(text, end)
    before = _AFTER_OTHERS.search(text, max(0, start - 30), start)
    return bool(
        (after and (roman_value(after[1]) or 0) > value)
        or (before and before[1].lower() in _NUMBERED)
    )


def _roman_in_context(text: str, start: int, end: int, value: int) -> Claim | None:
    letters = text[start:end]
    only_small = set(letters) <= set("IVX") or (set(letters) <= set("LIVX") and len(letters) > 2)
    before = _BEFORE.search(text, max(0, start - 30), start)
    word = before[1] if before else ""
    if word.endswith("s") and word[:-1].lower() in _NUMBERED:
        word = word[:-1]
    numbered = word.lower() in _NUMBERED or word in {"p", "pp"}
    others = None if word in _REIGNS else _AND_OTHERS.match(text, end)
    force = _FORCES.match(text, others.end() if others else end)
    several = re.match(r"[-–]([IVX]+)(?!\w)", text[end : end + 8])
    last = roman_value(several[1]) if several else None
    if several and last and numbered:
        return Claim(start, end + several.end(), f"{cardinal(value)} à {cardinal(last)}", "roman")
    if numbered and (only_small or len(letters) > 1):
        return Claim(start, end, cardinal(value), "roman")
    if force and only_small and text[end : end + 1] in {" ", ".", ","}:
        noun = force[0].strip(". ")
        point = 1 if text[end] == "." and not others else 0
        said = ordinal(value, feminine=is_feminine(noun) or noun == "Army")
        return Claim(start, end + point, said, "roman")
    if word in _REIGNS:
        first = value == 1
        return Claim(
            start, end, ordinal(1, feminine=word in _QUEENS) if first else cardinal(value), "roman"
        )
    if len(letters) == 1 and _is_listed(text, start, end, value):
        return Claim(start, end, cardinal(value), "roman")
    long_year = len(letters) >= 4 and letters[0] == "M"
    if long_year or (only_small and len(letters) > 1):
        return Claim(start, end, cardinal(value), "roman")
    return None


def claim_capitals(text: str, start: int, end: int) -> Claim | None:
    """What is said for the word of capitals from *start* to *end*, when it isn't read as written.

    None for words whose capitals are those of a name ("McNair") or of a sentence.
    """
    word = text[start:end]
    plain = plain_word(text, start, end)
    if plain is not None:
        return Claim(start, end, plain, "capitals")
    if not word.isascii():
        shouted = word.isupper() and len(word) > 1
        return Claim(start, end, word.lower(), "capitals") if shouted else None
    if len(word) == 1:
        return _claim_letter(text, start, end)
    plural = len(word) > 2 and word[-1] == "s"
    letters = word[:-1] if plural else word
    if not (letters.isupper() and letters.isalpha()):
        mixed = _say_mixed(word)
        return Claim(start, end, mixed, "acronym") if mixed else None
    return Claim(start, end, say_acronym(letters), "acronym")


def claim_initials(text: str, start: int, limit: int) -> Claim | None:
    """Initials with their points from *start*: "J.", "F. D.", "J.-P.", "F.F.I."."""
    match = _INITIALS.match(text, start, limit)
    if match is None:
        return None
    if text[start + 1 : start + 3] == "./":
        return None
    numbered = _numbered_letter(text, match)
    if numbered is not None:
        return numbered
    letters = re.sub(r"[^A-Z]", "", match[0])
    spaced = " " in match[0]
    said = " ".join(LETTERS[letter] for letter in letters) if spaced else spell(letters)
    return Claim(start, match.end(), said, "initial" if spaced or len(letters) == 1 else "acronym")


def _numbered_letter(text: str, match: re.Match[str]) -> Claim | None:
    """The last word of a sentence that is a Roman numeral: "… du tome I.", "… de George V."."""
    start = match.start()
    value = roman_value(match[0][0])
    if value is None or match.end() - start > 2:
        return None
    if _GERMAN.match(text, start + 1):
        return Claim(start, start + 2, ordinal(value), "roman")
    heads = match[0][0] in "IVX" and _HEADING_DASH.match(text, match.end())
    if start == 0 and (heads or _HEADING.match(text, match.end())):
        return Claim(start, start + 1, cardinal(value), "roman")
    if text[match.end() :].strip(' »")]'):
        return None
    return _roman_in_context(text, start, start + 1, value)


_A_MOMENT = re.compile(
    r"(?:(?<!\w)(?:à|de|au|dès|avant|vers|jour|heure|depuis|entre|et)|^|[(,:]) ?$", re.IGNORECASE
)
"""Where "H-2" is before the hour H, and not an aircraft: "un H-21"."""


def _claim_letter(text: str, start: int, end: int) -> Claim | None:
    letter = text[start]
    if start == 0 and letter in "IVX" and re.match(r"(?:\)| [–—-]) [^\W\d_]", text[end : end + 4]):
        return Claim(start, end, cardinal(roman_value(letter) or 0), "roman")
    if text[end : end + 1] == "'" or letter not in LETTERS or letter in "AOY":
        return None
    apart = re.match(r" [-–] (?=\d)", text[end : end + 4])
    if apart and letter in "JHD" and _A_MOMENT.search(text, max(0, start - 40), start):
        return Claim(start, end + 2, f"{LETTERS[letter]} moins", "letter")  # "à H - 2"
    sign = re.match(r"[-+–](?=\d)", text[end : end + 2])
    if sign and (
        letter == "J" or (letter == "H" and _A_MOMENT.search(text, max(0, start - 40), start))
    ):
        said = f"{LETTERS[letter]} {'plus' if sign[0] == '+' else 'moins'}"
        return Claim(start, end + 1, said, "letter")
    return Claim(start, end, LETTERS[letter], "letter")
