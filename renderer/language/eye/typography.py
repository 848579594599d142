"""French for the eye: spaces that don't break, quotes, apostrophes, dashes.

    text as typed ──typeset──▶ text to show

Comes in: any text: a caption, a cue, a title, a transcript. Goes out: the same letters and digits
in the same order, set as a French printer would. Pure, and idempotent: setting twice is setting
once. Doesn't know fonts, lines or how anything is said.

The rules are those of the *Lexique des règles typographiques en usage à l'Imprimerie nationale*,
as far as they can be decided without understanding the text: what is doubtful is left as typed.
"""

from __future__ import annotations

import re

from renderer.language.eye.quotes import curl_apostrophes, english_quotes, french_quotes
from renderer.language.eye.ties import MONTHS, NARROW, NO_BREAK, ties

_THIN = "\u2005\u2006\u2007\u2008\u2009\u200a"
"""Spaces that a typist takes for the narrow no-break one."""
_SP = f"[ {NO_BREAK}{NARROW}]"
_ANY_SPACE = f"[ {NO_BREAK}{NARROW}{_THIN}]"
_SPACE = re.compile(_SP)

_PROTECTED = re.compile(
    r"(?:https?|ftp|mailto):[^\s«»\"“”<>]+|www\.[^\s«»\"“”<>]+|[\w.+-]+@[\w.-]+"
)
_RUN_OF_SPACES = re.compile(rf"{_SP}{{2,}}")
_DOTS = re.compile(r"\.{3,}")
_UNIT_ON_NUMBER = re.compile(r"(?<=\d)(?=[%‰€£]|°[CF]\b)")
_TIGHT_NUMBERED = re.compile(r"(?<!\w)([Nn][°ºᵒ])(?=\d)")
_CLOCK = re.compile(rf"(?<![\w,.:])(\d|[01]\d|2[0-4])(?:{_SP}?h{_SP}?([0-5]\d)|h)(?![\w’])")
_RANGE = re.compile(
    r"(?<![\w\-–/.,])(\d{1,4})(?:-|" + _SP + "?–" + _SP + "?|" + _SP + "-" + _SP + ")"
    r"(\d{1,4})(?![\w\-–/]|[.,]\d)"
)
_FIRST_TO = re.compile(
    rf"(?<![\w–-])(1er|\d{{1,2}}{_SP}h(?:{_SP}\d\d)?){_SP}?[-–]{_SP}?"
    rf"(?=\d{{1,2}}{_SP}(?:h|{'|'.join(sorted(MONTHS))})(?!\w))"
)
"""What "1er - 2 août" and "10 h-18 h" begin with: the first of a month, an hour."""
_SPACED_HYPHENS = re.compile(rf"(?<![^\s«“(])-{{1,3}}(?={_SP}|$)", re.MULTILINE)
_ENGLISH_TIE = re.compile(
    r"(?<=\d) (?=(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|million|billion|km|kg|cm|mm|mph|am|pm|a\.m\.|p\.m\.)\b)"
    r"|(?<=\bNo\.) (?=\d)|(?<=\b(?:Mr|Dr|St)\.) (?=[A-Z])|(?<=\b(?:Mrs|Gen|Col)\.) (?=[A-Z])"
    r"|(?<=\bLt\.) (?=[A-Z])|(?<=\b[IVX]) (?=Corps\b)|(?<=[IVX][IVX]) (?=Corps\b)"
)
"""Spaces at which English doesn't break a line: a day and its month, a title and its name."""
_HIGH_MARK = re.compile(r"[;!?](?<![\s«“‘(\[{;!?].)(?![;!?]*-?[)(])")
_COLON = re.compile(r":(?<![\s«“(\[{:].)(?=[\s«»“”\"]|$)")
_OPEN_QUOTE = re.compile(r"«(?=\S)")
_CLOSE_QUOTE = re.compile(r"»(?<=\S»)(?<!«»)")


def typeset(text: str, language: str = "fr") -> str:
    """Set *text* for the eye; no letter and no digit changes.

    Args:
        text: any text, one line or several.
        language: BCP 47 tag. French has all the rules; English gets its own quotes, apostrophes
            and dashes; any other language is left as typed.

    Returns:
        The text with its typographic spaces, quotes and dashes. URLs and e-mail addresses, clock
        times and ratios ("10:30", "1:25") are left as they are.
    """
    name = language.partition("-")[0].lower()
    if name not in ("fr", "en") or not text:
        return text
    kept: list[str] = []
    stand_in = ""
    if "://" in text or "www." in text or "@" in text or "mailto:" in text:
        stand_in = _unused_character(text)
        text = _PROTECTED.sub(lambda found: _keep(found[0], kept, stand_in), text)
    text = _french(text) if name == "fr" else _english(text)
    for address in kept:
        text = text.replace(stand_in, address, 1)
    return text


def plain(text: str) -> str:
    """*text* with ordinary spaces only: for URLs, identifiers and search."""
    return re.sub(_ANY_SPACE, " ", text)


def _unused_character(text: str) -> str:
    """A private-use character that *text* doesn't hold."""
    present = set(text)
    return next(chr(code) for code in range(0xE000, 0x10FFFF) if chr(code) not in present)


def _keep(address: str, kept: list[str], stand_in: str) -> str:
    """Put an address aside; the punctuation of the sentence around it isn't part of it."""
    bare = address.rstrip(".,;:!?…)]'’")
    kept.append(bare)
    return stand_in + address[len(bare) :]


def _english(text: str) -> str:
    text = _DOTS.sub("…", text) if "..." in text else text
    text = english_quotes(text)
    text = re.sub(r"(?<=\w) ?---? ?(?=\w)", "—", text) if "--" in text else text
    text = _RANGE.sub(_range, text) if "-" in text or "–" in text else text
    return _ENGLISH_TIE.sub(NO_BREAK, text)


def _french(text: str) -> str:
    text = _one_space(text)
    text = _DOTS.sub("…", text) if "..." in text else text
    text = curl_apostrophes(text) if "'" in text else text
    text = french_quotes(text)
    text = _numbers(text)
    text = _marks(text)
    if "\n" in text:
        return "\n".join(_line(line) for line in text.split("\n"))
    return _line(text)


def _one_space(text: str) -> str:
    """Thin spaces made narrow no-break ones, and one space where several were typed."""
    for thin in _THIN:
        text = text.replace(thin, NARROW)
    if "  " in text or NO_BREAK in text or NARROW in text:
        text = _RUN_OF_SPACES.sub(lambda run: run[0].strip(" ")[:1] or " ", text)
    return text


def _numbers(text: str) -> str:
    """Numbers and what touches them: "20%", "n°3", "10h30", "1939-1945"."""
    if "h" in text:
        text = _CLOCK.sub(_clock, text)
    if "-" in text or "–" in text:
        text = _RANGE.sub(_range, text)
        text = _FIRST_TO.sub(r"\1–", text)
    if "%" in text or "€" in text or "°" in text or "£" in text or "‰" in text:
        text = _UNIT_ON_NUMBER.sub(NO_BREAK, text)
        text = _TIGHT_NUMBERED.sub(rf"\1{NO_BREAK}", text)
    return text


def _marks(text: str) -> str:
    """The space before ; ! ? : » and after «."""
    for mark in ";!?":
        if mark in text:
            text = text.replace(" " + mark, NARROW + mark).replace(NO_BREAK + mark, NARROW + mark)
    if "»" in text:
        text = text.replace(" »", NO_BREAK + "»").replace(NARROW + "»", NO_BREAK + "»")
    text = _HIGH_MARK.sub(rf"{NARROW}\g<0>", text)
    if ":" in text:
        text = text.replace(" :", NO_BREAK + ":").replace(NARROW + ":", NO_BREAK + ":")
        text = _COLON.sub(NO_BREAK + ":", text).replace(":«", ": «")
    if "«" in text:
        text = text.replace("« ", "«" + NO_BREAK).replace("«" + NARROW, "«" + NO_BREAK)
        text = _OPEN_QUOTE.sub("«" + NO_BREAK, text)
    return _CLOSE_QUOTE.sub(NO_BREAK + "»", text) if "»" in text else text


def _line(line: str) -> str:
    """One line with its words tied and its dashes set."""
    if "-" in line:
        line = _SPACED_HYPHENS.sub("—", line)
    words = _SPACE.split(line)
    spaces = [tie or typed for tie, typed in zip(ties(words), _SPACE.findall(line), strict=True)]
    if "—" in line or "–" in line:
        _tie_dashes(words, spaces)
    set_line = [words[0]]
    for space, word in zip(spaces, words[1:], strict=True):
        set_line += (space, word)
    return "".join(set_line)


def _tie_dashes(words: list[str], spaces: list[str]) -> None:
    """An opening dash holds on to what follows it, a closing one to what comes before.

    So does one that parts the ends of a range ("août – septembre"): an en dash without its pair.
    """
    pair: list[int] = []
    for at, word in enumerate([*words, "."]):
        if word.rstrip(",;:.!?…)»”") not in ("—", "–"):
            if word.rstrip("»”")[-1:] in (".", "!", "?", "…"):
                _settle_dashes(words, spaces, pair)
                pair = []
        elif at == 0 or words[at - 1] in ("«", "“", "("):
            spaces[at : at + 1] = [NO_BREAK] * len(spaces[at : at + 1])  # a line of dialogue
        else:
            pair.append(at)


def _settle_dashes(words: list[str], spaces: list[str], dashes: list[int]) -> None:
    """Tie the dashes of one sentence, two by two."""
    for number, at in enumerate(dashes):
        is_alone = number % 2 == 0 and number == len(dashes) - 1
        closes = number % 2 == 1 or len(words[at]) > 1 or (is_alone and words[at] == "–")
        if closes or at == len(spaces):
            spaces[at - 1] = NO_BREAK
        else:
            spaces[at] = NO_BREAK


def _range(found: re.Match[str]) -> str:
    """ "1939-1945", "14-18", "1939-45" with an en dash; anything that doesn't grow stays."""
    first, last = found[1], found[2]
    same_length = first[-len(last) :] if len(last) < len(first) == 4 else first
    grows = int(same_length) < int(last) and len(same_length) <= len(last)
    return f"{first}–{last}" if grows else found[0]


def _clock(found: re.Match[str]) -> str:
    return f"{found[1]}{NO_BREAK}h" + (f"{NO_BREAK}{found[2]}" if found[2] else "")
