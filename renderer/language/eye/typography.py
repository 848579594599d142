"""Text for the eye, set by the rules of its language.

    text as typed ──typeset──▶ text to show

Comes in: any text: a caption, a cue, a title, a transcript. Goes out: the same letters and digits
in the same order, set as a printer would. Pure, and idempotent: setting twice is setting once.
Doesn't know fonts, lines or how anything is said.
"""

from __future__ import annotations

import re

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
