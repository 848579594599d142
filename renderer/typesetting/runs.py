"""A text as an author typed it → the runs to draw: typography done, ordinals raised.

Comes in: text and its language. Goes out: runs. Knows nothing of fonts.
"""

from __future__ import annotations

from renderer.language.eye.superscripts import Run, raised
from renderer.language.eye.typography import typeset


def lettered(text: str, language: str = "fr") -> tuple[Run, ...]:
    """The runs of *text*. Text that already has its typography stays as it is."""
    return raised(typeset(text, language), language)
