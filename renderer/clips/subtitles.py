"""Cues and captions as they are drawn, as data: part of the key of each segment they fall into.

    cues, what is lit of them, how they look ──shown_cues──▶ ShownCue, … ──within──▶ a segment's own

Comes in: cues in frames of the film, in order. Goes out: stretches of frames in which one bitmap
is seen. Draws nothing; can be hashed, pickled and sent to another machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.frames.pixels import Size
from renderer.store.cache import key_of
from renderer.subtitles.highlight import words_of

if TYPE_CHECKING:
    from renderer.subtitles.cues import Cue
    from renderer.subtitles.highlight import Lit


@dataclass(frozen=True, slots=True, kw_only=True)
class CueDress:
    """What all drawn cues of a film share."""

    size: Size
    language: str
    style: str
    """Name of the theme."""
    style_digest: str
    """Digest of how the theme draws subtitles, font bytes included."""
    themes: tuple[Path, ...] = ()
    """Folders in which the theme is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueLook:
    """One cue in one state: a bitmap."""

    lines: tuple[str, ...]
    lit: tuple[int, int]
    """Number of the first word that is lit, and of the one after the last."""
    dress: CueDress
    slide: str
    """Id of the slide that says it; for messages."""

    def recipe(self) -> dict[str, Any]:
        """JSON values of all that can change a pixel of it."""
        return {
            "lines": list(self.lines),
            "lit": list(self.lit),
            "size": list(self.dress.size),
            "language": self.dress.language,
            "style": self.dress.style_digest,
        }

    def key(self) -> str:
        """Names its pixels."""
        return key_of(self.recipe())


@dataclass(frozen=True, slots=True, kw_only=True)
class FadedCaption:
    """One caption, at one strength of its fade: a bitmap."""

    text: str
    """Typeset."""
    dress: CueDress
    """Its digest is of the whole theme."""
    slide: str
    """For messages."""
    foot: int = 0
    """Rows at the frame's foot that subtitles take."""
    percent: int = 100
    """Of its opacity, 1 to 100."""

    def recipe(self) -> dict[str, Any]:
        """JSON values of all that can change a pixel of it."""
        return {
            "caption": self.text,
            "foot": self.foot,
            "percent": self.percent,
            "size": list(self.dress.size),
            "language": self.dress.language,
            "style": self.dress.style_digest,
        }

    def key(self) -> str:
        """Names its pixels."""
        return key_of(self.recipe())


Bitmap = CueLook | FadedCaption


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCue:
    """A bitmap and the frames in which it is seen: of the film, or of a segment."""

    start: int
    end: int
    """Half-open."""
    look: Bitmap

    def recipe(self) -> dict[str, Any]:
        """JSON values of all that can change a pixel."""
        return {"start": self.start, "end": self.end, **self.look.recipe()}


def shown_cues(
    cues: Sequence[Cue], lit: Sequence[Sequence[Lit]], dress: CueDress
) -> tuple[ShownCue, ...]:
    """Every state of every cue, in order, none overlapping.

    Args:
        cues: of the film.
        lit: for each of them, what is lit of it.
        dress: how they look.
    """
    return tuple(
        shown for cue, runs in zip(cues, lit, strict=True) for shown in _states(cue, runs, dress)
    )


def _states(cue: Cue, runs: Sequence[Lit], dress: CueDress) -> Iterator[ShownCue]:
    plain = CueLook(
        lines=tuple(" ".join(words_of(line)) for line in cue.lines),
        lit=(0, 0),
        dress=dress,
        slide=cue.slide_id,
    )
    at = cue.start
    for run in runs:
        if run.start > at:
            yield ShownCue(start=at, end=run.start, look=plain)
        look = replace(plain, lit=(run.first, run.last))
        yield ShownCue(start=run.start, end=run.end, look=look)
        at = run.end
    if cue.end > at:
        yield ShownCue(start=at, end=cue.end, look=plain)


def within(cues: Sequence[ShownCue], start: int, end: int) -> tuple[ShownCue, ...]:
    """Those of *cues* seen in frames *start* to *end*, counted from *start*."""
    return tuple(
        ShownCue(start=max(cue.start, start) - start, end=min(cue.end, end) - start, look=cue.look)
        for cue in cues
        if cue.start < end and cue.end > start
    )
