"""What a slide shows one after the other: shots, each giving way to the next while it is spoken of.

Comes in: nothing. Goes out: `Shot`s, which kinds make of what they show. Knows no frame.
"""

from __future__ import annotations

from dataclasses import dataclass

from renderer.storyboard.moments import Moment
from renderer.storyboard.visuals import Visual


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One of several that a slide shows."""

    name: str
    """Names it within its slide, wherever it comes there; it seeds its motion."""
    key: str
    """Of the slide, under which it was written."""
    visual: Visual
    at: Moment | None
    """When it begins to come; None: with the slide, or with the shot before it. Where none says
    it, they share the slide."""
    runs_apart: bool = True
    """Whether its motion begins when it comes; else it goes on from the slide's beginning."""
