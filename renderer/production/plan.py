"""What a render would do: for each sentence and each segment, reused or made, and why.

Comes in: a `Production`. Goes out: a `Plan`. Speaks, draws and writes nothing. A sentence that
has not been spoken yet has no known length: its slide is laid out with an estimate, and its
segments count as made.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from renderer.clips.segment_keys import SegmentTask
from renderer.frames.pixels import SHAPES
from renderer.messages import tr
from renderer.narration.cost import Cost, costs_of
from renderer.narration.sentence import LETTERS_A_SECOND, Utterance, Utterances
from renderer.narration.take import find_takes
from renderer.narration.take_plan import PlannedTake
from renderer.production.film_structure import SEGMENT, Layout, layouts_of
from renderer.production.last_render import Ledger, ledger_path, read_ledger, why_made
from renderer.production.prepare import Production, picture_digests
from renderer.production.spending import planned_takes
from renderer.production.static_stretches import Unchanged, unchanged_in
from renderer.production.teaser import lay_teaser, plan_teaser
from renderer.timebase import SAMPLE_RATE


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
    last_options: tuple[str, ...] = ()
    """As with which the last render was made, where these are others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a render would do."""

    voice: str
    sentences: tuple[PlannedSentence, ...]
    shapes: tuple[ShapePlan, ...]
    other_voices: Mapping[str, str] = field(default_factory=dict)
    """Titles of the voices that slides ask for, by slide id."""
    sent: tuple[Cost, ...] = ()
    """What leaves the machine to be spoken, by voice; empty: nothing ever does."""
    unchanged: tuple[Unchanged, ...] = ()
    """Stretches of the film's first shape that show the same for too long."""


def plan_film(production: Production) -> Plan:
    """Compare what the film needs with what the cache holds.

    Raises:
        RecitError: the film couldn't be laid out at all.
    """
    wanted = planned_takes(production)
    utterances = spoken_or_estimated(production, wanted)
    digests = picture_digests(production.board)
    silent = frozenset(take.sentence.slide_id for take in wanted if not take.cached)
    shapes: list[ShapePlan] = []
    slow: tuple[Unchanged, ...] = ()
    for layout, name in _layouts(production, utterances, digests):
        slow = slow if shapes else unchanged_in(layout.timeline, layout.looks)
        before = read_ledger(ledger_path(production, layout.name))
        shapes.append(
            ShapePlan(
                shape=name,
                fps=layout.settings.fps,
                segments=tuple(_segments(production, layout, before, silent)),
                last_options=_last_options(production, layout, before),
            )
        )
    first = read_ledger(ledger_path(production, production.board.film.formats[0]))
    return Plan(
        voice=production.choice.voice.title,
        sentences=tuple(_sentence(take, first) for take in wanted if take.key),
        shapes=tuple(shapes),
        other_voices=_titles(production),
        sent=costs_of(wanted),
        unchanged=slow,
    )


def _last_options(production: Production, layout: Layout, before: Ledger) -> tuple[str, ...]:
    """The options as with which the last render was made, if others than these."""
    if before.looks:
        return tuple(_sized_as(layout, before))
    drafts = (production.options.draft, not production.options.draft)
    for is_draft, shape in itertools.product(drafts, SHAPES):
        options = replace(production.options, draft=is_draft)
        known = read_ledger(ledger_path(replace(production, options=options), shape))
        if known.looks:
            changed = [] if shape == layout.shape else [f"--format {shape}"]
            if is_draft and not production.options.draft:
                return (*changed, "--draft")
            return (*changed, *_sized_as(layout, known))
    return ()


def _sized_as(layout: Layout, before: Ledger) -> Iterator[str]:
    recipe = next(iter(before.looks.values()))
    size, fps = recipe.get("size"), recipe.get("fps")
    if size and min(size) != min(layout.settings.size):
        yield f"--height {min(size)}"
    if fps and fps != layout.settings.fps:
        yield f"--fps {fps}"


def _titles(production: Production) -> dict[str, str]:
    return {slide: voice.title for slide, voice in production.others.items()}


def _layouts(
    production: Production, utterances: Utterances, digests: Mapping[Path, str]
) -> Iterator[tuple[Layout, str]]:
    """Everything that is made of pictures, with its name: shapes, codecs, the teaser."""
    for layout in layouts_of(production, utterances, digests):
        yield layout, layout.name
    if teaser := plan_teaser(production, utterances):
        yield lay_teaser(teaser, digests), "teaser"


def spoken_or_estimated(production: Production, wanted: Sequence[PlannedTake]) -> Utterances:
    """Every sentence with its take, or with the time that it would last, more or less."""

    keys = [planned.key for planned in wanted if planned.key is not None and planned.cached]
    takes = find_takes(production.cache, keys, "")

    def utterance(planned: PlannedTake) -> Utterance:
        sentence = planned.sentence
        if planned.key is None:
            return Utterance(sentence=sentence, take=None)
        estimate = max(1, round(len(sentence.text) / LETTERS_A_SECOND * SAMPLE_RATE))
        return Utterance(sentence=sentence, take=takes.get(planned.key), estimate=estimate)

    by_slide = groupby(wanted, key=lambda planned: planned.sentence.slide_id)
    return {slide_id: tuple(map(utterance, group)) for slide_id, group in by_slide}


def _sentence(planned: PlannedTake, before: Ledger) -> PlannedSentence:
    sentence = planned.sentence
    return PlannedSentence(
        slide=sentence.slide_id,
        number=sentence.index + 1,
        written=sentence.written,
        reused=planned.cached,
        why="" if planned.cached else _why_spoken(before, planned),
    )


def _why_spoken(before: Ledger, planned: PlannedTake) -> str:
    known = before.sentences.get(f"{planned.sentence.slide_id}/{planned.sentence.index}")
    if not before.sentences:
        return tr("nothing was kept of an earlier render")
    if known is None:
        return tr("the sentence is new")
    if known == planned.key:
        return tr("its take is no longer in the cache")
    return tr("its words, or the voice, changed")


def _segments(
    production: Production, layout: Layout, before: Ledger, silent: frozenset[str]
) -> list[PlannedSegment]:
    planned = []
    held = production.cache.held(SEGMENT, layout.keys)
    for number, (task, key) in enumerate(zip(layout.tasks, layout.keys, strict=True)):
        unspoken = _unspoken(task, silent)
        reused = not unspoken and key in held
        why = ""
        if unspoken:
            why = tr("a sentence of '{slide}' is spoken anew", slide=unspoken)
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
