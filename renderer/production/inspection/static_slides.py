"""Slides that show the same for too long, from an estimate: nothing is spoken yet.

Comes in: a `Subject`. Goes out: warnings at their lines; nothing stops a film. `plan --pace` tells
the same from the takes.
"""

from __future__ import annotations

from collections.abc import Iterator

from renderer.errors import Problem
from renderer.language.phrase_search import SpokenPassage, namings, passages
from renderer.language.sentences import split_sentences
from renderer.messages import tr
from renderer.production.inspection.subject import Subject, Verdict, place_of
from renderer.storyboard.advice import CHARACTERS_A_SECOND
from renderer.storyboard.board import Slide, Storyboard
from renderer.storyboard.slide_kinds import kind_of
from renderer.timeline.moment_frames import Beats

FPS = 10
"""Frames a second of the estimate."""


def inspect_pace(subject: Subject) -> Verdict:
    """Every slide that shows the same for too long."""
    found = (each for slide in subject.slides for each in _slow(slide, subject.board))
    return Verdict(warnings=tuple(found))


def _slow(slide: Slide, board: Storyboard) -> Iterator[Problem]:
    from renderer.production.static_stretches import (  # NumPy comes with maps
        LONG_SECONDS,
        rests,
        static_frames,
    )

    if slide.silence_seconds is not None or not rests(slide.visual):
        return
    # Sentences are no longer than what was typed: many slides are short by that alone.
    if _seconds(slide, board, len(slide.narration)) <= LONG_SECONDS:
        return
    seconds, beats = estimated(slide, board)
    if seconds <= LONG_SECONDS:
        return
    for start, end in static_frames(slide.visual, beats, round(seconds * FPS), FPS):
        yield Problem(
            code="pace-slow",
            mark=place_of(slide, kind_of(slide.visual).key),
            what=tr(
                "nothing changes for about {seconds} s, from {start} s on",
                seconds=round((end - start) / FPS),
                start=round(start / FPS),
            ),
            remedy=tr(
                "let something come while it is spoken of: '{key}', lines of a card, marks, a view",
                key="pictures",
            ),
            slide=slide.id,
        )


def estimated(slide: Slide, board: Storyboard) -> tuple[float, Beats]:
    """How long *slide* lasts, in seconds, and when sentences and named words come, at `FPS`."""
    written = [s.written for s in split_sentences(slide.narration, board.language)]
    seconds = _seconds(slide, board, sum(map(len, written)))
    return seconds, _beats(slide, written, board.voice_of(slide).rate)


def _seconds(slide: Slide, board: Storyboard, characters: int) -> float:
    spoken = characters / CHARACTERS_A_SECOND / board.voice_of(slide).rate
    return slide.length_seconds or spoken + slide.lead_seconds + slide.hold_seconds


def _beats(slide: Slide, written: list[str], rate: float) -> Beats:
    """As letters go by."""
    frames = FPS / CHARACTERS_A_SECOND / rate
    starts, gone = [], 0
    for sentence in written:
        starts.append(gone)
        gone += len(sentence)
    lead = round(slide.lead_seconds * FPS)

    def said_at(passage: SpokenPassage) -> int:
        return lead + round((starts[passage.sentence] + passage.offset) * frames)

    words, kind = [], kind_of(slide.visual)
    for named in kind.moments(slide.visual):
        if named.moment.words and (found := passages(named.moment.words, written)):
            words.append((named.moment.words, said_at(found[0])))
    return Beats(
        sentences=tuple(lead + round(start * frames) for start in starts),
        words=tuple(words),
        names=tuple(
            (name, said_at(one)) for name, one in namings(kind.named(slide.visual), written)
        ),
    )
