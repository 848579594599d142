"""Text for the eye, set by the rules of its language.

    text as typed ──typeset──▶ text to show ──raised──▶ Run, Run, …

Comes in: any text: a caption, a cue, a title, a transcript. Goes out: the same letters and digits
in the same order, set as a printer would; and the same in runs, those to draw small and high
marked (1ʳᵉ, XIXᵉ, nᵒ, Mᵐᵉ), never as Unicode's superscript letters, which voices and screen
readers spell. Pure, and idempotent: setting twice is setting once. Doesn't know fonts, lines or
how anything is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from renderer.language.eye.marks import NARROW, NO_BREAK, THIN
from renderer.language.registry import language_of

_ANY_SPACE = f"[ {NO_BREAK}{NARROW}{THIN}]"
_PROTECTED = re.compile(
    r"(?:https?|ftp|mailto):[^\s«»\"“”<>]+|www\.[^\s«»\"“”<>]+|[\w.+-]+@[\w.-]+"
)


def typeset(text: str, language: str = "fr") -> str:
    """Set *text* for the eye; no letter and no digit changes.

    Args:
        text: any text, one line or several.
        language: BCP 47 tag. A language without a module is left as typed.

    Returns:
        The text with its typographic spaces, quotes and dashes. URLs and e-mail addresses, clock
        times and ratios ("10:30", "1:25") are left as they are.
    """
    if not text:
        return text
    kept: list[str] = []
    stand_in = ""
    if "://" in text or "www." in text or "@" in text or "mailto:" in text:
        stand_in = _unused_character(text)
        text = _PROTECTED.sub(lambda found: _keep(found[0], kept, stand_in), text)
    text = language_of(language).eye.typeset(text)
    for address in kept:
        text = text.replace(stand_in, address, 1)
    return text


def plain_spaces(text: str) -> str:
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


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text drawn in one way."""

    text: str
    raised: bool = False
    """Whether it is drawn small and high."""


def raised(text: str, language: str = "fr") -> tuple[Run, ...]:
    """Cut *text* where letters rise and come down again.

    Args:
        text: any text. Joined, the runs give it back unchanged.
        language: BCP 47 tag; which letters rise is for it to say.

    Returns:
        Runs in order, none of them empty; no run for an empty text.
    """
    if not text:
        return ()
    pattern = language_of(language).eye.raised
    if pattern is None:
        return (Run(text),)
    runs: list[Run] = []
    at = 0
    for found in pattern.finditer(text):
        start, end = found.span(found.lastgroup or 0)
        if start > at:
            runs.append(Run(text[at:start]))
        runs.append(Run(text[start:end], raised=True))
        at = end
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)


def lettered(text: str, language: str = "fr") -> tuple[Run, ...]:
    """The runs of *text*. Text that already has its typography stays as it is."""
    return raised(typeset(text, language), language)
