"""How long making a film takes on this machine: as long as the last ones took.

Comes in: plans, and what was made. Goes out: the work that is ahead, in counts and in seconds: what
is told before it begins and while it goes on is reckoned from the same. What was measured is kept
in the project's `.recit/`, so that a studio that has just been opened knows it. Knows no page.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.editing.edited_file import PRIVATE
from renderer.files.atomic import drafted

if TYPE_CHECKING:
    from renderer.production.plan import Plan
    from renderer.production.render import Making

_FRAME_SECONDS = 0.18
"""Of one core, to draw a frame of 1080 lines and encode it in both codecs, with all that a first
film waits for: until one was measured here. H.264 alone takes 0.022 (`bench/`)."""
_WHATEVER_SIZE = 0.25
"""Share of a frame's time that doesn't depend on its size: 480 lines take 0.4 of 1080, not 0.2."""
_SENTENCE_SECONDS = {"espeak": 0.15, "hum": 0.05}
_NEURAL_SECONDS = 2.5
"""Of a sentence by any voice that isn't among those."""
_LEAST_SECONDS = 1.0
"""To join and publish a film of which nothing has to be made."""
_FEWEST = 100
"""Frames from which on a measure says more about frames than about starting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkAhead:
    """What has to be made before a film is published."""

    sentences: int = 0
    segments: int = 0
    frames: int = 0
    """Of these segments."""
    speaking: float = 0.0
    drawing: float = 0.0
    joining: float = 0.0
    """Seconds that each takes."""

    @property
    def seconds(self) -> float:
        """What all of it takes."""
        return round(self.speaking + self.drawing + self.joining, 1)

    def __add__(self, other: WorkAhead) -> WorkAhead:
        """The work of two languages."""
        return WorkAhead(
            sentences=self.sentences + other.sentences,
            segments=self.segments + other.segments,
            frames=self.frames + other.frames,
            speaking=self.speaking + other.speaking,
            drawing=self.drawing + other.drawing,
            joining=self.joining + other.joining,
        )


class Pace:
    """What frames took here, in seconds of the clock, all cores together."""

    def __init__(self, project: Path) -> None:
        self._place = project / PRIVATE / "pace.json"
        self._frame: float | None = None
        with suppress(OSError, ValueError, TypeError, KeyError):
            kept = float(json.loads(self._place.read_text(encoding="utf-8"))["frame_seconds"])
            self._frame = kept if 0 < kept < 60 else None

    def work(self, plan: Plan, engine: str, lines: int, jobs: int) -> WorkAhead:
        """What *plan* will take: speaking, then drawing and encoding, then joining."""
        spoken = sum(not sentence.reused for sentence in plan.sentences)
        lengths = [
            segment.length
            for shape in plan.shapes
            for segment in shape.segments
            if not segment.reused
        ]
        a_frame = _FRAME_SECONDS / max(1, jobs) if self._frame is None else self._frame
        return WorkAhead(
            sentences=spoken,
            segments=len(lengths),
            frames=sum(lengths),
            speaking=spoken * _SENTENCE_SECONDS.get(engine, _NEURAL_SECONDS),
            drawing=sum(lengths) * a_frame * _size(lines),
            joining=_LEAST_SECONDS,
        )

    def learn(self, making: Making) -> None:
        """Measure by what was just made."""
        frames = sum(
            film.layout.tasks[number].length for film in making.films for number in film.made
        )
        if frames < _FEWEST:
            return
        self._frame = making.seconds / frames / _size(making.production.board.film.height)
        with suppress(OSError):
            self._place.parent.mkdir(exist_ok=True)
            if not self._place.is_symlink():
                with drafted(self._place) as draft:
                    draft.write_text(json.dumps({"frame_seconds": self._frame}), encoding="utf-8")


def _size(lines: int) -> float:
    """Of a frame, against one of 1080 lines."""
    return _WHATEVER_SIZE + (1 - _WHATEVER_SIZE) * (lines / 1080) ** 2
