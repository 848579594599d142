"""French for the eye: spaces that don't break, quotes, apostrophes, dashes.

    text ──typeset_french──▶ text to show

Comes in: any text without addresses. Goes out: the same letters and digits in the same order, set
as a French printer would; setting twice is setting once.

The rules are those of the *Lexique des règles typographiques en usage à l'Imprimerie nationale*,
as far as they can be decided without understanding the text: what is doubtful is left as typed.
"""

from __future__ import annotations

import re

from renderer.language.eye.marks import (
    NARROW,
    NO_BREAK,
    SPACE,
    THIN,
    dash_ranges,
    one_sign_for_dots,
)
from renderer.language.eye.quotes import curl_apostrophes, french_quotes
from renderer.language.eye.ties import MONTHS, ties

_SP = "[ \u00a0\u202f]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŒŠŽ]"
_NAMED = rf"{_SP}(?:de{_SP}|d[’']|von{_SP})?{_CAPITAL}"
# Roman numerals in their usual form; alone, only I, V and X: "Le", "De", "Me", "Ce" are words.
_ROMAN = (
    r"(?=[IVX]|[LCDM][IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
    r"(?<=[IVXLCDM])"
)
FRENCH_RAISED = re.compile(
    rf"""
    (?<![\w.,]) (?: \d+ (?P<number>ers?|ères?|res?|[eè]mes?|es?|(?<=2)(?:nd|d)e?s?) (?!\w)
                  | {_ROMAN} (?P<roman>(?<=I)ers?|(?<=I)res?|[eè]mes?|es?) (?![\w’'])
                  | [Nn](?P<numero>os?)(?={_SP}\d)(?<![Nn]os)
                  | M(?P<lady>mes?|lles?|gr)(?!\w)
                  | [DP](?P<doctor>rs?)(?={_NAMED})
                  | M(?P<counsel>e)(?={_NAMED})
                  | [GM](?P<general>al)(?={_NAMED})
                  | C(?P<commander>dt|ne)(?={_NAMED})
                  | L(?P<lieutenant>t)(?={_NAMED})
                  | C(?P<company>ie)(?!\w) )
    | (?<=\d) {_SP}? (?:[kdchm]?m)(?P<power>[23])(?!\w)
    """,
    re.VERBOSE,
)
"""Which letters are drawn raised: 1ʳᵉ, XIXᵉ, nᵒ, Mᵐᵉ. The last group is what rises."""
_SPACE = re.compile(SPACE)
_RUN_OF_SPACES = re.compile(rf"{SPACE}{{2,}}")
_UNIT_ON_NUMBER = re.compile(r"(?<=\d)(?=[%‰€£]|°[CF]\b)")
_TIGHT_NUMBERED = re.compile(r"(?<!\w)([Nn][°ºᵒ])(?=\d)")
_CLOCK = re.compile(rf"(?<![\w,.:])(\d|[01]\d|2[0-4])(?:{SPACE}?h{SPACE}?([0-5]\d)|h)(?![\w’])")
_FIRST_TO = re.compile(
    rf"(?<![\w–-])(1er|\d{{1,2}}{SPACE}h(?:{SPACE}\d\d)?){SPACE}?[-–]{SPACE}?"
    rf"(?=\d{{1,2}}{SPACE}(?:h|{'|'.join(sorted(MONTHS))})(?!\w))"
)
"""What "1er - 2 août" and "10 h-18 h" begin with: the first of a month, an hour."""
_SPACED_HYPHENS = re.compile(rf"(?<![^\s«“(])-{{1,3}}(?={SPACE}|$)", re.MULTILINE)
_HIGH_MARK = re.compile(r"[;!?](?<![\s«“‘(\[{;!?].)(?![;!?]*-?[)(])")
_COLON = re.compile(r":(?<![\s«“(\[{:].)(?=[\s«»“”\"]|$)")
_OPEN_QUOTE = re.compile(r"«(?=\S)")
_CLOSE_QUOTE = re.compile(r"»(?<=\S»)(?<!«»)")


def typeset_french(text: str) -> str:
    """*text*, free of addresses, as a French printer sets it."""
    text = _one_space(text)
    text = one_sign_for_dots(text)
    text = curl_apostrophes(text) if "'" in text else text
    text = french_quotes(text)
    text = _numbers(text)
    text = _marks(text)
    if "\n" in text:
        return "\n".join(_line(line) for line in text.split("\n"))
    return _line(text)


def _one_space(text: str) -> str:
    """Thin spaces made narrow no-break ones, and one space where several were typed."""
    for thin in THIN:
        text = text.replace(thin, NARROW)
    if "  " in text or NO_BREAK in text or NARROW in text:
        text = _RUN_OF_SPACES.sub(lambda run: run[0].strip(" ")[:1] or " ", text)
    return text


def _numbers(text: str) -> str:
    """Numbers and what touches them: "20%", "n°3", "10h30", "1939-1945"."""
    if "h" in text:
        text = _CLOCK.sub(_clock, text)
    text = dash_ranges(text)
    if "-" in text or "–" in text:
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


def _clock(found: re.Match[str]) -> str:
    return f"{found[1]}{NO_BREAK}h" + (f"{NO_BREAK}{found[2]}" if found[2] else "")
