"""Numbers with the digits that they need, and percents, as the reader's language writes them.

Comes in: a number. Goes out: its digits, to stand in a message. Knows no unit.
"""

from __future__ import annotations

from renderer.messages.catalogue import SOURCE, language


def short(value: float) -> str:
    """*value* with the digits that it needs: 8, 0.5."""
    written = f"{value:g}"
    return written if language() == SOURCE else written.replace(".", ",")


def percent(share: float) -> str:
    """*share* of 1 in whole percents: 45%, in French 45 %."""
    return f"{share:.0%}" if language() == SOURCE else f"{share * 100:.0f}\u202f%"
