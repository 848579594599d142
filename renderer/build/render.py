"""A film made: spoken, laid out, drawn and encoded where needed, joined, verified.

Comes in: a `Production` and a witness. Goes out: one `Film` per shape, each a verified MP4 in a
folder of the caller's, not yet published. Says what was made and what was reused.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from renderer.build.blame import naming_lines
from renderer.build.events import Witness
from renderer.build.layout import SEGMENT, Layout, layouts_of, spoken_sentences
from renderer.build.production import Production, credited, picture_digests
from renderer.build.soundtrack import Soundtrack, keep_soundtrack
from renderer.build.teaser import lay_teaser, plan_teaser
from renderer.build.workshop import Workshop, open_workshop
from renderer.cache import Entry
from renderer.clips.tasks import SegmentTask
from renderer.clips.team_source import refusal
from renderer.farm import finished
from renderer.narration import Narration, Progress, speak_all
from renderer.storyboard.board import TeamClip
from renderer.timeline import SpokenSentence
from renderer.voices.staleness import fingerprint, is_stale

_WINDOW = 24
"""Segments that are handed out longest first, so that the cores finish together; consecutive ones,
so that a slide's picture is still at hand for its transitions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """One shape of a film in one codec, its segments and its sound at hand in the cache."""

    layout: Layout
    segments: tuple[Entry, ...]
    soundtrack: Soundtrack
    made: tuple[int, ...]
    """Numbers of the segments made now; the others were reused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What one run made of a production."""

    production: Production
    narration: Narration
    films: tuple[Film, ...]
    """The first is the one the page plays where it plays no other: H.264."""
    seconds: float
    """Time it took."""
    teaser: Making | None = None
    """A short film of some of the slides; it has one film of its own."""


def speak(production: Production, witness: Witness) -> Narration:
    """Speak what has not been spoken yet."""

    def tell(progress: Progress) -> None:
        # Only now is it known how many takes there are: a sentence said twice is spoken once.
        if progress.done == 1:
            witness.stage("narration", progress.total)
        witness.advance()

    narration = speak_all(
        production.script,
        production.choice.voice,
        production.cache,
        jobs=production.jobs,
        progress=tell,
        fallback=production.choice.fallback,
        recordings=production.recordings,
    )
    for slide in production.board.slides:
        recording = slide.recording
        if recording is not None and is_stale(recording.says, slide.narration):
            witness.warn(
                f"the recording {recording.name} of slide '{slide.id}' was made of other words:"
                f" record it again, then write says: {fingerprint(slide.narration)}"
            )
    for reason in filter(None, (production.choice.fell_back, narration.fell_back)):
        witness.warn(f"the film is spoken by {narration.voice}: {reason}")
    return narration


def as_spoken(production: Production, narration: Narration) -> Production:
    """*production* with credits that name the voice that is heard, be it the fallback."""
    if not narration.fell_back:
        return production
    return credited(production, narration.voice, synthetic=narration.synthetic)


def make_films(
    production: Production, witness: Witness, workshop: Workshop | None = None
) -> Making:
    """Make every shape of the film in every codec, and its teaser, reusing what the cache holds.

    Args:
        production: what to make.
        witness: is told.
        workshop: where; None: one of its own, closed when the film is made.

    Raises:
        RecitError: something can't be made; what was finished stays in the cache.
    """
    if workshop is None:
        with open_workshop(production.jobs, production.options, witness.warn) as own:
            return make_films(production, witness, own)
    began = time.monotonic()
    _refuse_code(production)
    digests = picture_digests(production.board)
    narration = speak(production, witness)
    spoken = spoken_sentences(production, narration)
    maker = _Maker(production=production, narration=narration, workshop=workshop, witness=witness)
    films = tuple(maker.film(layout) for layout in layouts_of(production, spoken, digests))
    return Making(
        production=production,
        narration=narration,
        films=films,
        seconds=time.monotonic() - began,
        teaser=maker.teaser(spoken, digests),
    )


def _refuse_code(production: Production) -> None:
    """Say so before anything is spoken, rather than when the slide's turn comes."""
    for slide in production.board.slides:
        if isinstance(slide.visual, TeamClip) and not production.options.allow_code:
            raise refusal(slide.id, slide.visual.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """What all shapes of one film are made with."""

    production: Production
    narration: Narration
    workshop: Workshop
    witness: Witness
    what: str = ""
    """What is being made, when it isn't the film itself."""

    def teaser(
        self, spoken: Sequence[Sequence[SpokenSentence]], digests: Mapping[Path, str]
    ) -> Making | None:
        began = time.monotonic()
        plan = plan_teaser(self.production, spoken)
        if plan is None:
            return None
        if plan.warning:
            self.witness.warn(plan.warning)
        production = plan.production
        maker = replace(self, production=production, what="teaser")
        layout = lay_teaser(plan, digests)
        return Making(
            production=production,
            narration=self.narration,
            films=(maker.film(layout),),
            seconds=time.monotonic() - began,
        )

    def film(self, layout: Layout) -> Film:
        cache = self.production.cache
        found: dict[int, Entry] = {}
        for number, key in enumerate(layout.keys):
            if entry := cache.find(SEGMENT, key):
                found[number] = entry
        missing = [number for number in range(len(layout.tasks)) if number not in found]
        frames = sum(layout.tasks[number].length for number in missing)
        self.witness.stage(f"pictures {self.what or layout.name}", frames)
        sound = self.workshop.farm.submit(
            keep_soundtrack, self.production, self.narration, layout.timeline
        )
        found.update(self._segments(layout, missing))
        return Film(
            layout=layout,
            segments=tuple(found[number] for number in range(len(layout.tasks))),
            soundtrack=sound.result(),
            made=tuple(missing),
        )

    def _segments(self, layout: Layout, missing: Sequence[int]) -> dict[int, Entry]:
        if not missing:
            return {}
        made: dict[int, Entry] = {}
        # Two tasks of one film may have the same key: a still shown twice is made once.
        first_of = {layout.keys[number]: number for number in reversed(missing)}
        handed_out = _handed_out(layout.tasks, sorted(first_of.values()))
        with naming_lines(self.production.board):
            for number, entry in self._made(layout, handed_out):
                made[number] = entry
                self.witness.advance(layout.tasks[number].length)
        return {number: made[first_of[layout.keys[number]]] for number in missing}

    def _made(self, layout: Layout, numbers: Iterator[int]) -> Iterator[tuple[int, Entry]]:
        workshop, cache = self.workshop, self.production.cache
        if workshop.cluster is not None:
            from renderer.build.away import check_workers, make_away

            check_workers(workshop.cluster, cache)
            yield from make_away(self.production, layout, numbers, workshop.cluster, self.witness)
            return
        # Codecs and OpenCV are loaded only when there is something to draw.
        from renderer.build.segment import make_segment

        shelf = workshop.shelf
        futures: list[Future[tuple[int, Entry]]] = [
            workshop.farm.submit(make_segment, number, layout, cache, shelf) for number in numbers
        ]
        yield from finished(futures)


def _handed_out(tasks: Sequence[SegmentTask], numbers: Sequence[int]) -> Iterator[int]:
    for start in range(0, len(numbers), _WINDOW):
        window = numbers[start : start + _WINDOW]
        yield from sorted(window, key=lambda number: -tasks[number].length)
