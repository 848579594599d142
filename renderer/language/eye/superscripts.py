"""Which letters of a text are drawn raised: 1ʳᵉ, XIXᵉ, nᵒ, Mᵐᵉ, as real superscripts.

    text ──raised──▶ Run, Run, …

Comes in: a text as shown, set or not. Goes out: the same letters in runs, those to draw small and
high marked. Doesn't know fonts; never writes Unicode's superscript letters, which voices and
screen readers spell.
"""

from __future__ import annotations

from dataclasses import dataclass

from renderer.language.registry import language_of


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
