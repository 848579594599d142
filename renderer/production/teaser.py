"""The teaser: some of the film's slides as a short film of its own, between two fades.

Comes in: a production and its sentences with their takes. Goes out: another production, of those
slides alone, which is laid out, drawn, cached and joined like any other. Draws nothing.

It shows whole slides, or at least whole sentences: a word is never cut. Which ones:

1. The author's own, in their order; else the film's first slide, then pictures, maps and footage
   that open a chapter, then the others, then cards. End credits and silences are left out.
2. Each in turn is taken whole if it fits in what is left.
3. Where that makes no two slides, or fills less than half: as many slides as fit with their first
   sentence, then each in turn with as many more of its sentences as fit. Such a slide is a cut of
   the film's own: its motion, its call-outs and its arrows are where they are in the film.
4. If not even one sentence fits, the shortest first one makes the teaser, longer than asked.
5. Slides that were chosen stand in the film's order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from renderer.clips.captions import shown_captions
from renderer.clips.segment_keys import tasks_of
from renderer.messages import tr
from renderer.messages.figures import decimal, short_figure
from renderer.narration.sentence import Utterance, Utterances
from renderer.production.film_structure import Layout, lay_film
from renderer.storyboard.board import (
    Music,
    Slide,
    Storyboard,
    Teaser,
    Transition,
)
from renderer.storyboard.slide_kinds import kind_of
from renderer.timebase import Timebase
from renderer.timeline import lay_out
from renderer.timeline.pauses import MOST

if TYPE_CHECKING:
    from renderer.production.prepare import Production

FADE_SECONDS = 0.5
"""From and to black, where the film itself cuts."""
_MUSIC_FADE_OUT_SECONDS = 1.0
"""At most: music that takes four seconds to go would hardly be heard."""

Spoken = Sequence[Sequence[Utterance]]
"""The sentences of each slide, by its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One slide of the teaser."""

    slide: int
    """Its number in the film."""
    sentences: int
    """How many of its first sentences are heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeaserPlan:
    """A teaser about to be made."""

    production: Production
    utterances: Utterances
    whole: Production
    """The same slides, none of them cut."""
    whole_utterances: Utterances
    warning: str
    """What an author should know of it; empty: nothing."""


def plan_teaser(production: Production, utterances: Utterances) -> TeaserPlan | None:
    """The teaser that the storyboard asks for; None: none, or nothing of it is being made."""
    board = production.board
    teaser = board.film.teaser
    if teaser is None or production.options.only:
        return None
    spoken = [utterances.get(slide.id, ()) for slide in board.slides]
    cuts, warning = choose(board, teaser, spoken)
    if not cuts:
        return None
    uncut = [replace(cut, sentences=len(spoken[cut.slide])) for cut in cuts]
    return TeaserPlan(
        production=replace(production, board=_board_of(board, spoken, cuts)),
        utterances=_said(board, spoken, cuts),
        whole=replace(production, board=_board_of(board, spoken, uncut)),
        whole_utterances=_said(board, spoken, uncut),
        warning=warning,
    )


def lay_teaser(plan: TeaserPlan, digests: Mapping[Path, str]) -> Layout:
    """Place everything, in the first of the film's shapes.

    A slide that is cut looks as it does in the film up to there: as long as it is whole.

    Raises:
        StoryboardError, PictureError: as `lay_film`.
    """
    shape = plan.production.board.film.formats[0]
    layout = lay_film(plan.production, plan.utterances, digests, shape)
    looks = lay_film(plan.whole, plan.whole_utterances, digests, shape).looks
    captions = shown_captions(looks, layout.captions)
    tasks = tasks_of(layout.timeline, looks, layout.cues, captions)
    return replace(layout, looks=looks, tasks=tasks)


def choose(board: Storyboard, teaser: Teaser, spoken: Spoken) -> tuple[tuple[Cut, ...], str]:
    """What the teaser shows, in its order; and what an author should know of the choice."""
    base = Timebase(fps=board.film.fps)
    room = base.frames_in(teaser.length_seconds)
    wishes = list(_wishes(board, teaser))
    if not wishes:
        return (), tr("there is no teaser: the film shows nothing that one could be made of")
    order = wishes if teaser.slides else list(range(len(board.slides)))

    def ordered(cuts: Sequence[Cut]) -> tuple[Cut, ...]:
        return tuple(sorted(cuts, key=lambda cut: order.index(cut.slide)))

    def length(cuts: Sequence[Cut]) -> int:
        own = ordered(cuts)
        return lay_out(_board_of(board, spoken, own), _said(board, spoken, own)).length

    def fits(cuts: Sequence[Cut]) -> bool:
        said = sum(s.length for c in cuts for s in spoken[c.slide][: c.sentences])
        return said <= base.samples_at(room) and length(cuts) <= room

    shortest = [_shortest(number, spoken) for number in wishes]
    cuts = _filled(shortest, spoken, fits, lambda cuts: 2 * length(cuts) >= room)
    if cuts:
        return ordered(cuts), _left_out(board, teaser, cuts)
    least = min(shortest, key=lambda cut: length([cut]))
    seconds = base.seconds_at(length([least]))
    return (least,), (
        tr(
            "the teaser lasts {seconds} s, not {wanted}: no sentence is shorter",
            seconds=decimal(float(seconds)),
            wanted=short_figure(teaser.length_seconds),
        )
    )


def _left_out(board: Storyboard, teaser: Teaser, cuts: Sequence[Cut]) -> str:
    shown = {board.slides[cut.slide].id for cut in cuts}
    missing = ", ".join(name for name in teaser.slides if name not in shown)
    return tr("there is no room in the teaser for {slides}", slides=missing) if missing else ""


def _shortest(number: int, spoken: Spoken) -> Cut:
    """The least that may be shown of a slide."""
    return Cut(slide=number, sentences=min(1, len(spoken[number])))


def _filled(
    shortest: Sequence[Cut],
    spoken: Spoken,
    fits: Callable[[Sequence[Cut]], bool],
    enough: Callable[[Sequence[Cut]], bool],
) -> list[Cut]:
    whole = _added([], [replace(cut, sentences=len(spoken[cut.slide])) for cut in shortest], fits)
    if len(whole) > 1 and enough(whole):
        return whole
    begun = _lengthened(_added(whole if len(whole) > 1 else [], shortest, fits), spoken, fits)
    return begun if len(begun) > len(whole) else whole


def _added(
    cuts: Sequence[Cut], more: Sequence[Cut], fits: Callable[[Sequence[Cut]], bool]
) -> list[Cut]:
    """*cuts*, and each of *more* that there is room for, once a slide."""
    found = list(cuts)
    for cut in more:
        if cut.slide not in {each.slide for each in found} and fits([*found, cut]):
            found.append(cut)
    return found


def _lengthened(
    cuts: Sequence[Cut], spoken: Spoken, fits: Callable[[Sequence[Cut]], bool]
) -> list[Cut]:
    """*cuts*, each in turn with as many more sentences as there is room for."""
    found = list(cuts)
    for number, cut in enumerate(cuts):
        for sentences in range(len(spoken[cut.slide]), cut.sentences, -1):
            longer = [*found[:number], replace(cut, sentences=sentences), *found[number + 1 :]]
            if fits(longer):
                found = longer
                break
    return found


def _wishes(board: Storyboard, teaser: Teaser) -> Iterator[int]:
    """Numbers of slides, the most wanted first."""
    if teaser.slides:
        numbers = {slide.id: number for number, slide in enumerate(board.slides)}
        yield from (numbers[name] for name in teaser.slides if name in numbers)
        return

    def rank(number: int) -> int:
        slide = board.slides[number]
        if number == 0:
            return 0
        if kind_of(slide.visual).alt(slide.visual) is None:  # words alone
            return 3
        return 1 if slide.chapter else 2

    able = (
        number
        for number, slide in enumerate(board.slides)
        if slide.silence_seconds is None and kind_of(slide.visual).is_authored
    )
    yield from sorted(able, key=rank)


def _said(board: Storyboard, spoken: Spoken, cuts: Sequence[Cut]) -> Utterances:
    return {board.slides[c.slide].id: tuple(spoken[c.slide][: c.sentences]) for c in cuts}


def _board_of(board: Storyboard, spoken: Spoken, cuts: Sequence[Cut]) -> Storyboard:
    """*board* with the slides of *cuts* alone, each with the chapter and the music it has there."""
    chapters, music = _running(board)
    slides = list[Slide]()
    sounding: Music | Literal["none"] | None = None
    before = -1
    for cut in cuts:
        slide = replace(board.slides[cut.slide], chapter=chapters[cut.slide])
        if slide.transition.kind == "fly" and cut.slide != before + 1:
            # `check` has looked for the ground of the film's own flights alone.
            slide = replace(slide, transition=Transition())
        before = cut.slide
        if cut.sentences < len(spoken[cut.slide]):
            slide = replace(slide, length_seconds=None)
        own = _quickly_fading(music[cut.slide])
        slides.append(replace(slide, music=own if own != sounding else None))
        sounding = own
    slides[0] = replace(slides[0], transition=_fade(slides[0].transition, opening=True))
    slides[-1] = _fading_out(slides[-1])
    return replace(board, slides=tuple(slides), music=None)


def _running(board: Storyboard) -> tuple[list[str], list[Music | Literal["none"]]]:
    """The chapter that each slide of the film is in, and what music sounds there."""
    chapters, music = list[str](), list[Music | Literal["none"]]()
    chapter = ""
    sounding: Music | Literal["none"] = board.music or "none"
    for slide in board.slides:
        chapter = slide.chapter or chapter
        sounding = slide.music or sounding
        chapters.append(chapter)
        music.append(sounding)
    return chapters, music


def _quickly_fading(music: Music | Literal["none"]) -> Music | Literal["none"]:
    if music == "none":
        return music
    return replace(
        music,
        fade_in_seconds=min(music.fade_in_seconds, FADE_SECONDS),
        fade_out_seconds=min(music.fade_out_seconds, _MUSIC_FADE_OUT_SECONDS),
    )


def _fade(transition: Transition, *, opening: bool) -> Transition:
    """A film's ends fade as long as the slide's own transition lasts, unless that is a cut."""
    if transition.kind == "cut" or not transition.length_seconds:
        return Transition(kind="fade", length_seconds=FADE_SECONDS)
    return replace(transition, kind="fade") if opening else transition


def _fading_out(slide: Slide) -> Slide:
    """The last slide, with time for the fade to black after its last word."""
    flies = slide.transition.kind == "fly"  # to here; it goes to black as by default
    transition = slide.transition if flies else _fade(slide.transition, opening=False)
    fades = FADE_SECONDS if flies else transition.length_seconds
    # A fifth more than the fade: by its last sentence a hold may be a fifth shorter.
    hold = max(slide.hold_seconds, fades / (1 - MOST / 1000))
    return replace(slide, transition=transition, hold_seconds=hold)
