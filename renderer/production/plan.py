"""What a render would do: for each sentence and each segment, reused or made, and why.

Comes in: a `Production`. Goes out: a `Plan`. Speaks, draws and writes nothing. A sentence that
has not been spoken yet has no known length: its slide is laid out with an estimate, and its
segments count as made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from renderer.clips.segment_tasks import SegmentTask
from renderer.narration.take import find_take
from renderer.narration.take_plan import PlannedTake, plan_takes
from renderer.production.last_render import Ledger, ledger_path, read_ledger, why_made
from renderer.production.layout import SEGMENT, Layout, layouts_of
from renderer.production.prepare import Production, picture_digests
from renderer.production.teaser import lay_teaser, plan_teaser
from renderer.timebase import SAMPLE_RATE
from renderer.timeline import SpokenSentence

_LETTERS_A_SECOND = 14.0
"""espeak-ng at its default rate says 14.5 written characters a second; rounded down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSentence:
    """One sentence, and whether it must be spoken."""

    slide: str
    number: int
    """1-based, in its slide."""
    written: str
    reused: bool
    why: str
    """Why it must be spoken; empty when it is reused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSegment:
    """One segment, and whether it must be rendered."""

    label: str
    start: int
    """First frame; an estimate from the first unspoken sentence on."""
    length: int
    reused: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapePlan:
    """The segments of one shape of the film in one codec, or of the teaser."""

    shape: str
    """ "16:9", "16:9 av1" or "teaser"."""
    fps: int
    segments: tuple[PlannedSegment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a render would do."""

    voice: str
    sentences: tuple[PlannedSentence, ...]
    shapes: tuple[ShapePlan, ...]


def plan_film(production: Production) -> Plan:
    """Compare what the film needs with what the cache holds.

    Raises:
        RecitError: the film couldn't be laid out at all.
    """
    wanted = plan_takes(
        production.script, production.choice.voice, production.cache, production.recordings
    )
    by_place = {(take.slide_id, take.sentence): take for take in wanted}
    spoken = _spoken_or_estimated(production, by_place)
    digests = picture_digests(production.board)
    silent = frozenset(take.slide_id for take in wanted if not take.cached)
    shapes = []
    for layout, name in _layouts(production, spoken, digests):
        before = read_ledger(ledger_path(production, layout.name))
        shapes.append(
            ShapePlan(
                shape=name,
                fps=layout.settings.fps,
                segments=tuple(_segments(production, layout, before, silent)),
            )
        )
    first = read_ledger(ledger_path(production, production.board.film.formats[0]))
    return Plan(
        voice=production.choice.voice.title,
        sentences=tuple(_sentences(production, by_place, first)),
        shapes=tuple(shapes),
    )


def _layouts(
    production: Production, spoken: Sequence[Sequence[SpokenSentence]], digests: Mapping[Path, str]
) -> Iterator[tuple[Layout, str]]:
    """Everything that is made of pictures, with its name: shapes, codecs, the teaser."""
    for layout in layouts_of(production, spoken, digests):
        yield layout, layout.name
    if teaser := plan_teaser(production, spoken):
        yield lay_teaser(teaser, digests), "teaser"


def _spoken_or_estimated(
    production: Production, wanted: Mapping[tuple[str, int], PlannedTake]
) -> list[list[SpokenSentence]]:
    return [
        [
            _sentence(production, wanted.get((slide.slide_id, index)), sentence.paragraph)
            for index, sentence in enumerate(slide.sentences)
        ]
        for slide in production.script
    ]


def _sentence(production: Production, wanted: PlannedTake | None, paragraph: int) -> SpokenSentence:
    if wanted is None:
        return SpokenSentence(length=0, paragraph=paragraph)
    take = find_take(production.cache, wanted.key, "") if wanted.cached else None
    if take is not None:
        return SpokenSentence(
            length=take.length, paragraph=paragraph, pause=take.pause, words=take.words
        )
    estimate = max(1, round(len(wanted.text) / _LETTERS_A_SECOND * SAMPLE_RATE))
    return SpokenSentence(length=estimate, paragraph=paragraph)


def _sentences(
    production: Production, wanted: Mapping[tuple[str, int], PlannedTake], before: Ledger
) -> list[PlannedSentence]:
    planned = []
    for slide in production.script:
        for index, sentence in enumerate(slide.sentences):
            take = wanted.get((slide.slide_id, index))
            if take is None:
                continue
            planned.append(
                PlannedSentence(
                    slide=slide.slide_id,
                    number=index + 1,
                    written=sentence.written,
                    reused=take.cached,
                    why="" if take.cached else _why_spoken(before, take),
                )
            )
    return planned


def _why_spoken(before: Ledger, take: PlannedTake) -> str:
    known = before.sentences.get(f"{take.slide_id}/{take.sentence}")
    if not before.sentences:
        return "nothing was kept of an earlier render"
    if known is None:
        return "the sentence is new"
    if known == take.key:
        return "its take is no longer in the cache"
    return "its words, or the voice, changed"


def _segments(
    production: Production, layout: Layout, before: Ledger, silent: frozenset[str]
) -> list[PlannedSegment]:
    planned = []
    for number, (task, key) in enumerate(zip(layout.tasks, layout.keys, strict=True)):
        unspoken = _unspoken(task, silent)
        reused = not unspoken and production.cache.holds(SEGMENT, key)
        why = ""
        if unspoken:
            why = f"a sentence of '{unspoken}' is spoken anew"
        elif not reused:
            why = why_made(before, layout, number)
        planned.append(
            PlannedSegment(
                label=task.label,
                start=task.segment.start,
                length=task.length,
                reused=reused,
                why=why,
            )
        )
    return planned


def _unspoken(task: SegmentTask, silent: frozenset[str]) -> str:
    """The first slide in the segment whose length isn't known and would change its pixels."""
    looks: Sequence[str] = [
        look.slide
        for run in task.runs
        for look in run.looks
        if look is not None and not (look.is_still and run.transition and not look.foot)
    ]
    return next((slide for slide in looks if slide in silent), "")
