"""Numbers as the reader writes them.

Comes in: numbers. Goes out: text to stand in a message. Knows nothing of what they count.
"""

from __future__ import annotations

from renderer.messages.catalogue import language

_POINT = {"en": ".", "fr": ","}


def decimal(value: float, digits: int) -> str:
    """*value* with so many *digits* after the reader's decimal sign: 1.50 or 1,50."""
    return f"{value:.{digits}f}".replace(".", _POINT[language()])


def short_decimal(value: float) -> str:
    """*value* with no more digits than it needs, six at the most: 90, 0.6 or 0,6."""
    return f"{value:g}".replace(".", _POINT[language()])
