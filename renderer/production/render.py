"""A film made: spoken, laid out, drawn and encoded where needed, joined, verified.

Comes in: a `Production` and a witness. Goes out: one `Film` per shape, each a verified MP4 in a
folder of the caller's, not yet published. Says what was made and what was reused.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from renderer.clips.custom_source import clip_refusal
from renderer.clips.segment_keys import SegmentTask
from renderer.errors import VoiceError
from renderer.farm import finished
from renderer.messages import deferred, tr
from renderer.narration.speech import Narration, SpeechProgress, speak_all
from renderer.production.embedded_rights import keep_readings
from renderer.production.events import NARRATION, Witness
from renderer.production.failure_lines import naming_lines
from renderer.production.film_sound.soundtrack import Soundtrack, keep_soundtrack
from renderer.production.film_structure import SEGMENT, Layout, layouts_of
from renderer.production.inspection.framing import FRAMING
from renderer.production.inspection.sounds import stale_recordings, unfit_recording
from renderer.production.prepare import Production, picture_digests, with_end_credits
from renderer.production.publication.page_theme import page_theme
from renderer.production.spending import refuse_costly
from renderer.production.teaser import lay_teaser, plan_teaser
from renderer.production.workers import Workshop, open_workshop
from renderer.store.cache import Entry
from renderer.storyboard.slide_kinds import kind_of
from renderer.timeline import Timeline

_TAIL = 8
"""The last segments of a film are handed out longest first, so that the cores finish together. All
others go in the film's own order: a slide's parts and its transitions follow one another, so that
few pictures are at hand at a time."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the frames of one language are made from, settled before any of them is drawn."""

    narration: Narration
    digests: Mapping[Path, str]
    """Of its pictures, as they were before it was spoken: one that is saved meanwhile is told."""


def settle_inputs(productions: Sequence[Production], witness: Witness) -> list[Inputs]:
    """Every language of a film spoken, before any of it is drawn.

    A neural voice takes 400 MB while it speaks, and what draws and encodes 300: never both.

    Raises:
        VoiceError, UsageError: as `speak_missing`.
        PictureError: a picture can't be read, or a slide is code, and nobody has allowed it.
    """
    for production in productions:
        _refuse_code(production)
    digests = [picture_digests(production.board) for production in productions]
    return [
        Inputs(narration=speak_missing(production, witness), digests=seen)
        for production, seen in zip(productions, digests, strict=True)
    ]


def speak_missing(production: Production, witness: Witness) -> Narration:
    """Speak what has not been spoken yet.

    Raises:
        VoiceError: a sentence can't be spoken.
        UsageError: it would cost more than it may.
    """
    refuse_costly([production])

    def tell(progress: SpeechProgress) -> None:
        # Only now is it known how many takes there are: a sentence said twice is spoken once.
        if progress.done == 1:
            witness.stage(tr(NARRATION), progress.total)
        witness.advance()

    try:
        narration = speak_all(
            production.script,
            production.choice.voice,
            production.cache,
            jobs=production.jobs,
            progress=tell,
            fallbacks=production.choice.fallbacks,
            recordings=production.recordings,
            others=production.others,
        )
    except VoiceError as error:
        slide = next((each for each in production.board.slides if each.id == error.slide), None)
        if slide is None:
            raise
        raise unfit_recording(slide, error) from error
    for problem in stale_recordings(production.board, production.board.slides):
        witness.warn(str(problem))
    for reason in filter(None, (production.choice.fell_back, narration.fell_back)):
        witness.warn(tr("the film is spoken by {voice}: {why}", voice=narration.voice, why=reason))
    return narration


def as_spoken(production: Production, narration: Narration) -> Production:
    """*production* with credits that name the voice that is heard, be it the fallback."""
    if not narration.fell_back:
        return production
    return with_end_credits(production, narration.machines)


def make_films(
    production: Production,
    witness: Witness,
    workshop: Workshop | None = None,
    inputs: Inputs | None = None,
) -> Making:
    """Make every shape of the film in every codec, and its teaser, reusing what the cache holds.

    Args:
        production: what to make.
        witness: is told.
        workshop: where; None: one of its own, closed when the film is made.
        inputs: what `settle_inputs` gave; None: it is spoken now.

    Raises:
        RecitError: something can't be made; what was finished stays in the cache.
    """
    if workshop is None:
        with open_workshop(production.jobs, production.options, witness.warn) as own:
            return make_films(production, witness, own, inputs)
    began = time.monotonic()
    if inputs is None:
        (inputs,) = settle_inputs([production], witness)
    narration, digests = inputs.narration, inputs.digests
    _tell_framing(production, witness)
    keep_readings(production.cache, production.readings)
    maker = _Maker(production=production, narration=narration, workshop=workshop, witness=witness)
    # The page's letters take seconds of one core to be cut out of their fonts, where no film had
    # them yet, and wait for no picture: publishing then finds them in the cache.
    dress = workshop.farm.submit(page_theme, production)
    films = maker.films(layouts_of(production, narration.utterances, digests))
    dress.result()
    return Making(
        production=production,
        narration=narration,
        films=films,
        seconds=time.monotonic() - began,
        teaser=maker.teaser(digests),
    )


def _tell_framing(production: Production, witness: Witness) -> None:
    """What is left out of pictures; whoever paints them tells the rest. Told in one language."""
    if production.board.is_translation:
        return
    for problem in production.noticed:
        if problem.code in FRAMING:
            witness.warn(str(problem))


def _refuse_code(production: Production) -> None:
    """Say so before anything is spoken, rather than when the slide's turn comes."""
    for slide in production.board.slides:
        code = kind_of(slide.visual).code(slide.visual)
        if code and not production.options.allow_code:
            raise clip_refusal(slide.id, code)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """One shape, in one codec, whose missing segments are handed out."""

    layout: Layout
    found: dict[int, Entry]
    """Segments at hand, by their number."""
    missing: tuple[int, ...]
    first_of: Mapping[str, int]
    """The one segment that is made for each key."""
    wanted: tuple[int, ...]
    """Segments to be made, in the order in which they are handed out."""
    sound: Future[Soundtrack]
    segments: tuple[Future[tuple[int, Entry]], ...]
    """Being made on this machine; none: on a cluster, or nothing is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """What all shapes of one film are made with."""

    production: Production
    narration: Narration
    workshop: Workshop
    witness: Witness
    what: str = ""
    """What is being made, when it isn't the film itself."""

    def teaser(self, digests: Mapping[Path, str]) -> Making | None:
        began = time.monotonic()
        plan = plan_teaser(self.production, self.narration.utterances)
        if plan is None:
            return None
        if plan.warning:
            self.witness.warn(plan.warning)
        production = plan.production
        maker = replace(self, production=production, what=deferred("teaser"))
        layout = lay_teaser(plan, digests)
        return Making(
            production=production,
            narration=self.narration,
            films=maker.films([layout]),
            seconds=time.monotonic() - began,
        )

    def films(self, layouts: Iterable[Layout]) -> tuple[Film, ...]:
        """All layouts: the last segments of one and the first of the next share the cores."""
        begun: list[_Begun] = []
        sounds: dict[Timeline, Future[Soundtrack]] = {}
        try:
            for layout in layouts:
                begun.append(self._begin(layout, sounds))
            return tuple(self._finish(one) for one in begun)
        except BaseException:
            for one in begun:
                for future in one.segments:
                    future.cancel()
            raise

    def _begin(self, layout: Layout, sounds: dict[Timeline, Future[Soundtrack]]) -> _Begun:
        cache, farm = self.production.cache, self.workshop.farm
        entries = cache.find_all(SEGMENT, layout.keys)
        found = {n: entries[key] for n, key in enumerate(layout.keys) if key in entries}
        missing = tuple(number for number in range(len(layout.tasks)) if number not in found)
        if layout.timeline not in sounds:  # what looks different sounds alike: one track for all
            sounds[layout.timeline] = farm.submit(keep_soundtrack, self.production, layout.timeline)
        # Two tasks of one film may have the same key: a still shown twice is made once.
        first_of = {layout.keys[number]: number for number in reversed(missing)}
        wanted = tuple(_handed_out(layout.tasks, sorted(first_of.values())))
        return _Begun(
            layout=layout,
            found=found,
            missing=missing,
            first_of=first_of,
            wanted=wanted,
            sound=sounds[layout.timeline],
            segments=self._handed_in(layout, wanted),
        )

    def _handed_in(
        self, layout: Layout, numbers: Sequence[int]
    ) -> tuple[Future[tuple[int, Entry]], ...]:
        """Segments to be made on this machine, handed to its threads."""
        if self.workshop.cluster is not None or not numbers:
            return ()
        # Codecs and OpenCV are loaded only when there is something to draw.
        from renderer.production.segment import make_next

        farm, shelf, cache = self.workshop.farm, self.workshop.shelf, self.production.cache
        turns = self.workshop.room.turns((n, layout.tasks[n].extra_bytes) for n in numbers)
        return tuple(farm.submit(make_next, turns, layout, cache, shelf) for _ in numbers)

    def _finish(self, begun: _Begun) -> Film:
        layout, missing = begun.layout, begun.missing
        frames = sum(layout.tasks[number].length for number in missing)
        shown = tr("pictures {name}", name=tr(self.what) if self.what else layout.name)
        self.witness.stage(shown, frames)
        made: dict[int, Entry] = {}
        with naming_lines(self.production.board):
            for number, entry in self._made(begun):
                made[number] = entry
                self.witness.advance(layout.tasks[number].length)
        found = begun.found
        found.update((n, made[begun.first_of[layout.keys[n]]]) for n in missing)
        return Film(
            layout=layout,
            segments=tuple(found[number] for number in range(len(layout.tasks))),
            soundtrack=begun.sound.result(),
            made=missing,
        )

    def _made(self, begun: _Begun) -> Iterator[tuple[int, Entry]]:
        workshop = self.workshop
        if workshop.cluster is not None and begun.wanted:
            from renderer.production.remote.segments import make_away

            numbers = iter(begun.wanted)
            yield from make_away(
                self.production, begun.layout, numbers, workshop.cluster, self.witness
            )
            return
        yield from finished(begun.segments)


def _handed_out(tasks: Sequence[SegmentTask], numbers: Sequence[int]) -> Iterator[int]:
    yield from numbers[:-_TAIL]
    yield from sorted(numbers[-_TAIL:], key=lambda number: -tasks[number].length)
