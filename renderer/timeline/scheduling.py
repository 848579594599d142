"""Slides and their takes on one integer grid: who is seen and heard in which frame.

Comes in: a checked storyboard's slides and, per slide, its sentences with their takes. Goes out:
one `Timeline`: slides that touch, transitions centred on their joins, the shots of a slide that
dissolve into one another, sentences at exact samples, chapters, and the segments that are rendered
apart. Pure: knows no file, voice, pixel or codec, and holds no float.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from renderer.errors import PictureError, Problem, StoryboardError
from renderer.messages import tr
from renderer.messages.figures import decimal
from renderer.storyboard.board import Slide, Storyboard, Transition
from renderer.storyboard.slide_kinds import flies, kind_of, shots_of
from renderer.storyboard.visuals import Shot
from renderer.timebase import Timebase
from renderer.timeline.moment_frames import Beats, beats_of
from renderer.timeline.pauses import Margins, margins_of, spaced
from renderer.timeline.segments import Stretch, cut_into_segments
from renderer.timeline.spans import (
    Chapter,
    PlacedSentence,
    ShotSpan,
    SlideSpan,
    Timeline,
    TransitionSpan,
)

if TYPE_CHECKING:
    from renderer.narration.sentence import Utterances


def lay_out(board: Storyboard, utterances: Utterances) -> Timeline:
    """Give each slide the frames its narration needs, and join them.

    A slide lasts its lead, its narration with the pauses between sentences (`pauses`), and its
    hold, rounded up to whole frames; or its `length`; footage that nobody speaks over is seen for
    its stretch.
    Lengths are counted from join to join: a transition takes half its frames from either
    neighbour, so it never changes how long the film is.

    Args:
        board: the checked storyboard.
        utterances: each slide's sentences, by its id; none for a silent one.

    Raises:
        StoryboardError: a slide's `length` is shorter than its narration.
    """
    base = Timebase(fps=board.film.fps)
    margins = margins_of(board, utterances, base)
    lengths = _slide_lengths(board, utterances, margins, base)
    joins = [0]
    for length in lengths:
        joins.append(joins[-1] + length)
    transitions = _lay_transitions(board.slides, joins, base)
    sentences = tuple(_place_sentences(board, utterances, margins, joins, base))
    slides = _with_shots(
        board.slides, _lay_slides(board.slides, joins, transitions), transitions, sentences, base
    )
    return Timeline(
        timebase=base,
        slides=slides,
        transitions=transitions,
        sentences=sentences,
        chapters=_lay_chapters(board.slides, joins, _arrivals(transitions, sentences, base)),
        segments=cut_into_segments(_stretches(board.slides, slides, transitions), fps=base.fps),
    )


def _slide_lengths(
    board: Storyboard, utterances: Utterances, margins: Sequence[Margins], base: Timebase
) -> list[int]:
    lengths: list[int] = []
    problems: list[Problem] = []
    for number, slide in enumerate(board.slides):
        _, samples = spaced(board.voice_of(slide), utterances.get(slide.id, ()))
        narration = base.frames_holding(samples)
        lead = margins[number].lead
        length = lead + narration + margins[number].hold
        if not narration:
            length = _own_length(board.slides, number, base) or length
        if slide.length_seconds is not None:
            asked = base.frames_in(slide.length_seconds)
            if asked < lead + narration:
                problems.append(_too_short(slide, asked, lead + narration, base))
            length = asked
        lengths.append(max(1, length))
    if problems:
        raise StoryboardError(problems)
    return lengths


def _own_length(slides: Sequence[Slide], number: int, base: Timebase) -> int:
    """Frames from join to join of footage nobody speaks over; 0 of what has no length of its own.

    It is seen for as long as its stretch lasts: what the transitions show of it on the other side
    of the joins is part of that. Footage too short for the transitions asked, which are shortened
    then, is seen for as much less.
    """
    visual = slides[number].visual
    seconds = kind_of(visual).seconds(visual)
    if seconds is None:
        return 0
    stretch = base.frames_in(seconds)
    before = _asked(slides, number, base) // 2 if number else 0
    after = _asked(slides, number + 1, base) if number + 1 < len(slides) else 0
    return max(1, stretch - before - (after - after // 2))


def _asked(slides: Sequence[Slide], number: int, base: Timebase) -> int:
    """Frames of the transition by which a slide should arrive."""
    arrival = _arrival(slides, number)
    return 0 if arrival.kind == "cut" else base.frames_in(arrival.length_seconds)


def _arrival(slides: Sequence[Slide], number: int) -> Transition:
    """How a slide arrives: what should fly, and has no map before it or isn't one, fades."""
    asked = slides[number].transition
    return Transition() if asked.kind == "fly" and not flies(slides, number) else asked


def _too_short(slide: Slide, asked: int, needed: int, base: Timebase) -> Problem:
    return Problem(
        mark=slide.mark("length"),
        what=tr(
            "length is {asked} s, but the narration needs {needed} s",
            asked=decimal(base.seconds_at(asked), 1),
            needed=decimal(base.seconds_at(needed), 1),
        ),
        remedy=tr("leave 'length' out, or make it longer, or shorten the narration"),
        slide=slide.id,
        code="length-too-short",
    )


def _lay_transitions(
    slides: Sequence[Slide], joins: Sequence[int], base: Timebase
) -> tuple[TransitionSpan, ...]:
    """Fades from and to black at the ends, and one transition centred on each join but for cuts.

    A transition longer than its neighbours allow is shortened, so that each slide keeps at least
    one frame of its own.
    """
    laid: list[TransitionSpan] = []
    lengths = [end - start for start, end in pairwise(joins)]
    # One frame stays the slide's own; the others are shared between its two ends, the odd one
    # going to the arrival, which is the longer half of an odd transition.
    leaving = [(length - 1) // 2 for length in lengths]
    arriving = [length // 2 for length in lengths]
    for number in range(len(slides)):
        arrival = _arrival(slides, number)
        if arrival.kind == "cut":
            continue
        asked = base.frames_in(arrival.length_seconds)
        if number == 0:
            length = min(asked, arriving[0])
            start = 0
        else:
            length = min(asked, 2 * leaving[number - 1] + 1, 2 * arriving[number])
            start = joins[number] - length // 2
        if length:
            laid.append(
                TransitionSpan(
                    kind=arrival.kind if number else "fade",
                    start=start,
                    end=start + length,
                    before=number - 1 if number else None,
                    after=number,
                )
            )
    last = slides[-1].transition if slides[-1].transition.kind != "fly" else Transition()
    closing = min(base.frames_in(last.length_seconds), leaving[-1])
    if closing and last.kind != "cut":
        laid.append(
            TransitionSpan(
                kind="fade",
                start=joins[-1] - closing,
                end=joins[-1],
                before=len(slides) - 1,
                after=None,
            )
        )
    return tuple(laid)


def _lay_slides(
    slides: Sequence[Slide], joins: Sequence[int], transitions: Sequence[TransitionSpan]
) -> tuple[SlideSpan, ...]:
    arriving = {t.after: t for t in transitions if t.after is not None}
    leaving = {t.before: t for t in transitions if t.before is not None}
    return tuple(
        SlideSpan(
            id=slide.id,
            start=joins[number],
            end=joins[number + 1],
            clip_start=arriving[number].start if number in arriving else joins[number],
            clip_end=leaving[number].end if number in leaving else joins[number + 1],
        )
        for number, slide in enumerate(slides)
    )


def _with_shots(
    written: Sequence[Slide],
    spans: Sequence[SlideSpan],
    transitions: Sequence[TransitionSpan],
    sentences: Sequence[PlacedSentence],
    base: Timebase,
) -> tuple[SlideSpan, ...]:
    """*spans*, with the shots of the slides that have several."""
    bodies = _bodies(spans, transitions)
    laid = []
    for number, (slide, span) in enumerate(zip(written, spans, strict=True)):
        if not (shots := shots_of(slide.visual)):
            laid.append(span)
            continue
        said = [placed for placed in sentences if placed.slide == number]
        beats = beats_of((shot.at for shot in shots if shot.at), said, base)
        seen = (span.clip_start, span.clip_end)
        laid.append(replace(span, shots=lay_shots(shots, beats, bodies[number], seen, base)))
    return tuple(laid)


def _bodies(
    spans: Sequence[SlideSpan], transitions: Sequence[TransitionSpan]
) -> list[tuple[int, int]]:
    """The frames in which each slide is alone."""
    arrived = {t.after: t.end for t in transitions}
    leaves = {t.before: t.start for t in transitions}
    return [
        (arrived.get(number, span.start), leaves.get(number, span.end))
        for number, span in enumerate(spans)
    ]


def _place_sentences(
    board: Storyboard,
    utterances: Utterances,
    margins: Sequence[Margins],
    joins: Sequence[int],
    base: Timebase,
) -> Iterator[PlacedSentence]:
    for number, slide in enumerate(board.slides):
        laid, _ = spaced(board.voice_of(slide), utterances.get(slide.id, ()))
        first, end = base.samples_at(joins[number] + margins[number].lead), joins[number + 1]
        for start, each in laid:
            yield PlacedSentence(utterance=each, slide=number, start=first + start, slide_end=end)


def _arrivals(
    transitions: Sequence[TransitionSpan], sentences: Sequence[PlacedSentence], base: Timebase
) -> Mapping[int, int]:
    """By slide: the frame from which it alone is seen, or its first word's if that is earlier."""
    seen = {each.after: each.end for each in transitions if each.after is not None}
    for placed in sentences:
        if placed.slide in seen and placed.length:
            word = placed.start // base.samples_per_frame
            seen[placed.slide] = min(seen[placed.slide], word)
    return seen


def _lay_chapters(
    slides: Sequence[Slide], joins: Sequence[int], arrivals: Mapping[int, int]
) -> tuple[Chapter, ...]:
    """Chapters touch and cover the film; slides before the first named one belong to it.

    One begins once its first slide has arrived: who comes by a link doesn't land in a dissolve.
    """
    named = [number for number, slide in enumerate(slides) if slide.chapter]
    if not named:
        return ()
    starts = [0, *(arrivals.get(number, joins[number]) for number in named[1:]), joins[-1]]
    return tuple(
        Chapter(
            title=slides[number].chapter,
            start=start,
            end=end,
            slide=number if order else 0,
        )
        for order, (number, (start, end)) in enumerate(zip(named, pairwise(starts), strict=True))
    )


def _stretches(
    written: Sequence[Slide], slides: Sequence[SlideSpan], transitions: Sequence[TransitionSpan]
) -> list[Stretch]:
    """The film as bodies and transitions, in order, touching."""
    arriving: Mapping[int | None, TransitionSpan] = {t.after: t for t in transitions}
    leaving: Mapping[int | None, TransitionSpan] = {t.before: t for t in transitions}
    stretches: list[Stretch] = []
    bodies = _bodies(slides, transitions)
    for number, span in enumerate(slides):
        if arrival := arriving.get(number):
            stretches.append(_transition_stretch(arrival, slides))
        departure = leaving.get(number)
        start, end = bodies[number]
        if span.shots:
            shots = shots_of(written[number].visual)
            stretches += shot_stretches(number, shots, span.shots, (start, end))
        elif end > start:
            stretches.append(Stretch(start=start, end=end, slides=(number,)))
    if departure is not None and departure.after is None:
        stretches.append(_transition_stretch(departure, slides))
    return stretches


def _transition_stretch(transition: TransitionSpan, slides: Sequence[SlideSpan]) -> Stretch:
    leaves = slides[transition.before].shots if transition.before is not None else ()
    arrives = slides[transition.after].shots if transition.after is not None else ()
    return Stretch(
        start=transition.start,
        end=transition.end,
        slides=(transition.before, transition.after),
        shots=(leaves[-1].shot if leaves else 0, arrives[0].shot if arrives else 0),
        transition=transition.kind,
    )


DISSOLVE_SECONDS = 0.6
"""Of one shot into the next: seen as a change, not as a cut; shorter where they follow closely."""


def lay_shots(
    shots: Sequence[Shot],
    beats: Beats,
    body: tuple[int, int],
    seen: tuple[int, int],
    base: Timebase,
) -> tuple[ShotSpan, ...]:
    """Place *shots*, each from its moment on.

    One whose words aren't said, as in a teaser that is cut before them, is left out.

    Args:
        shots: in order.
        beats: when sentences and words are said, in frames of the film.
        body: the first frame in which the slide is alone, and the one after the last.
        seen: the first frame in which it is seen at all, and the one after the last.
        base: the film's.
    """
    first, last = body
    coming = [
        (number, at) for number, at in enumerate(_asked_beat(shots, beats, body)) if at is not None
    ]
    asked = [at for _, at in coming]
    dissolve = base.frames_in(DISSOLVE_SECONDS)
    starts: list[tuple[int, int]] = [(seen[0], seen[0])]
    for at, later in pairwise([*asked[1:], last]):
        start = min(max(at, first, starts[-1][1]), last)
        room = max(0, min(later, last) - start)
        starts.append((start, start + min(dissolve, room)))
    ends = [settled for _, settled in starts[1:]] + [seen[1]]
    return tuple(
        ShotSpan(
            shot=number,
            start=start,
            settled=settled,
            end=end,
            origin=start if shots[number].runs_apart else seen[0],
        )
        for (number, _), (start, settled), end in zip(coming, starts, ends, strict=True)
    )


def _asked_beat(shots: Sequence[Shot], beats: Beats, body: tuple[int, int]) -> list[int | None]:
    """The frame at which each shot should begin to come; None: it never does."""
    if all(shot.at is None for shot in shots):  # they share the slide
        first, last = body
        return [first + number * (last - first) // len(shots) for number in range(len(shots))]
    asked: list[int | None] = []
    for number, shot in enumerate(shots):
        if number == 0 or shot.at is None:
            asked.append(asked[-1] if asked else 0)
            continue
        try:
            asked.append(beats.frame_of(shot.at))
        except PictureError:
            asked.append(None)
    return asked


def shot_stretches(
    slide: int, shots: Sequence[Shot], spans: Sequence[ShotSpan], body: tuple[int, int]
) -> list[Stretch]:
    """The frames in which *slide* is alone as holds and dissolves, in order, touching."""
    found: list[Stretch] = []
    for before, span in zip((None, *spans), spans, strict=False):
        if before is not None and span.settled > span.start:
            found.append(
                Stretch(
                    start=span.start,
                    end=span.settled,
                    slides=(slide, slide),
                    shots=(before.shot, span.shot),
                    transition="fade",
                    runs_on=not shots[span.shot].runs_apart,
                )
            )
        after = next((later.start for later in spans if later.shot > span.shot), body[1])
        start, end = max(span.settled, body[0]), min(after, body[1])
        if end > start:
            found.append(
                Stretch(
                    start=start,
                    end=end,
                    slides=(slide,),
                    shots=(span.shot,),
                    runs_on=not shots[span.shot].runs_apart,
                )
            )
    return found
