"""Numbers with decimals, as the reader's language writes them: 8.5 s, 8,5 s.

Comes in: a number. Goes out: its digits, to stand in a message. Knows no unit.
"""

from __future__ import annotations

from renderer.messages.catalogue import SOURCE, language


def decimal(value: float, digits: int = 1, *, signed: bool = False) -> str:
    """*value* with so many *digits* after its point, or its comma; *signed*: with a plus, too."""
    written = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    return written if language() == SOURCE else written.replace(".", ",")


def short_figure(value: float) -> str:
    """*value* with the digits that it needs: 8, 0.5."""
    written = f"{value:g}"
    return written if language() == SOURCE else written.replace(".", ",")


def percent(share: float) -> str:
    """*share* of 1 in whole percents: 45%, in French 45 %."""
    return f"{share:.0%}" if language() == SOURCE else f"{share * 100:.0f}\u202f%"
