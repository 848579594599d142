"""A draft that plays while it is made, from any slide on.

Comes in: a board, the first slide, a shape. Goes out: an MP4 in fragments, in the order in which
they are seen, to a file that is read while it grows. A few slides at a time are spoken, laid out
and drawn, with a neighbour on either side, so that each is as in the whole film: what comes first
is seen at once, however long the film. Voices and footage sound; music, whose level depends on the
whole film, doesn't.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import numpy as np

from renderer.encoding.assemble import send
from renderer.messages import tr
from renderer.narration.sentence import Utterances
from renderer.narration.speech import speak_all
from renderer.production.embedded_rights import keep_readings
from renderer.production.failure_lines import naming_lines
from renderer.production.film_sound.footage_sound import sounding_footage
from renderer.production.film_sound.mix import mix
from renderer.production.film_sound.sound_sources import Ingredients
from renderer.production.film_sound.soundtrack import placed_takes
from renderer.production.film_structure import SEGMENT, Layout, lay_film
from renderer.production.options import Options
from renderer.production.prepare import Production, picture_digests, prepare_board
from renderer.production.segment import make_segment
from renderer.production.workers import Workshop, open_workshop
from renderer.sound.loudness import levelled_blocks
from renderer.sound.music_placement import Score
from renderer.sound.track import Samples
from renderer.store.cache import Cache
from renderer.storyboard.board import Slide, Storyboard
from renderer.studio.progress import DRAFT, Progress
from renderer.timebase import Timebase
from renderer.voices.base import put_to_rest
from renderer.voices.registry import Choice

_GROWTH = (1, 2, 4, 8)
"""Slides of the first parts, and of all further ones: the first is to be seen at once, and a part
costs the layout of two slides more."""
_TAKES_LUFS = -23.0
"""To which all voices are brought (`voices/base.py`)."""
_PIECE = 1 << 16
"""Bytes of a draft that are read at a time."""
_AHEAD = 4
"""Segments handed out beyond the one that is waited for: the threads never wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStream:
    """What a draft is made with."""

    options: Options
    """Of a draft, for one shape."""
    choice: Choice
    cache: Cache
    progress: Progress

    def write(self, board: Storyboard, first: str, path: Path) -> None:
        """Make the film of *board* from slide *first* on into the file at *path*.

        Raises:
            RecitError: something of it can't be made; what comes before is there.
        """
        with (
            path.open("wb", buffering=0) as out,
            open_workshop(self.options.jobs or 1, self.options, self.progress.warn) as workshop,
        ):
            self.play(board, first, out, workshop)

    def play(self, board: Storyboard, first: str, out: IO[bytes], workshop: Workshop) -> None:
        """As `write`, to whatever takes bytes."""
        start = next(n for n, slide in enumerate(board.slides) if slide.id == first)
        self.progress.stage(tr(DRAFT), len(board.slides) - start)
        fps = self.options.fps or board.film.fps
        with naming_lines(board):
            send(out, self._runs(board, start, workshop), Timebase(fps=fps))

    def _spoken(self, production: Production) -> Utterances:
        try:
            return self._said(production)
        finally:
            for voice in production.others.values():  # the film's own stays awake
                put_to_rest(voice)

    def _said(self, production: Production) -> Utterances:
        return speak_all(
            production.script,
            self.choice.voice,
            self.cache,
            jobs=production.jobs,
            fallbacks=self.choice.fallbacks,
            recordings=production.recordings,
            others=production.others,
            rests=False,
        ).utterances

    def _runs(
        self, board: Storyboard, start: int, workshop: Workshop
    ) -> Iterator[tuple[Path, int, Samples]]:
        sizes = iter(_GROWTH)
        size = 1
        while start < len(board.slides):
            size = next(sizes, size)
            end = min(start + size, len(board.slides))
            part = self._laid(board, start, end)
            sound = _sound(part.production, part.layout)
            base = part.layout.timeline.timebase
            for number, path in self._segments(part, workshop):
                segment = part.layout.tasks[number].segment
                samples = slice(base.samples_at(segment.start), base.samples_at(segment.end))
                yield path, segment.length, sound[samples]
            self.progress.advance(end - start)
            start = end

    def _laid(self, board: Storyboard, start: int, end: int) -> _Part:
        before, after = max(0, start - 1), min(len(board.slides), end + 1)
        some = replace(
            board,
            slides=board.slides[before:after],
            music=None,
            film=replace(board.film, opening=board.film.opening and not before, credits=False),
        )
        production = prepare_board(some, self.options, choice=self.choice)
        keep_readings(production.cache, production.readings)
        layout = lay_film(
            production,
            self._spoken(production),
            picture_digests(production.board, lenient=True),
            self.options.formats[0],
        )
        spans = {span.id: span for span in layout.timeline.slides}
        arrivals = {gone.after: gone.end for gone in layout.timeline.transitions}
        numbers = {span.id: n for n, span in enumerate(layout.timeline.slides)}

        def arrived(slide: Slide) -> int:
            """When the transition to it is over: it belongs to the part of the slide before."""
            return arrivals.get(numbers[slide.id], spans[slide.id].start)

        first = arrived(board.slides[start]) if before < start else 0
        last = arrived(board.slides[end]) if end < after else layout.timeline.length
        return _Part(
            production=production,
            layout=layout,
            numbers=tuple(
                n
                for n, task in enumerate(layout.tasks)
                if first <= _middle(task.segment.start, task.segment.end) < last
            ),
        )

    def _segments(self, part: _Part, workshop: Workshop) -> Iterator[tuple[int, Path]]:
        """Each segment of the part, in order, as soon as it is there."""
        farm: Executor = workshop.farm
        cache, layout = part.production.cache, part.layout
        waiting = deque(part.numbers)
        made: deque[tuple[int, Callable[[], Path]]] = deque()
        while waiting or made:
            while waiting and len(made) < _AHEAD:
                number = waiting.popleft()
                if entry := cache.find(SEGMENT, layout.keys[number]):
                    made.append((number, lambda entry=entry: entry.path))  # type: ignore[misc]
                    continue
                future = farm.submit(make_segment, number, layout, cache, workshop.shelf)
                made.append((number, lambda future=future: future.result()[1].path))  # type: ignore[misc]
            self.progress.advance(0)
            number, path = made.popleft()
            yield number, path()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Some slides of the film, laid out with their neighbours."""

    production: Production
    layout: Layout
    numbers: tuple[int, ...]
    """Of the segments that are its own."""


def grown_part(path: Path, start: int) -> bytes:
    """What a draft that grows has from *start* on, a little of it."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read(_PIECE)
    except OSError:
        return b""  # not begun yet


def _middle(start: int, end: int) -> float:
    """Short segments are joined to what is beside them: what most of one shows, it belongs to."""
    return (start + end) / 2


def _sound(production: Production, layout: Layout) -> Samples:
    """All that sounds in a part, as loud as takes come: measuring takes longer than hearing."""
    timeline = layout.timeline
    track = mix(
        production.cache,
        Ingredients(
            takes=placed_takes(timeline),
            footage=sounding_footage(production.board, timeline),
            score=Score(passages=(), silences=()),
            music={},
            samples=timeline.samples,
        ),
    )
    blocks = list(levelled_blocks(track, production.board.film.loudness_lufs - _TAKES_LUFS))
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
