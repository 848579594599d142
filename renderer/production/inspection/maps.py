"""Every map of operations: the moments that it names exist.

Comes in: a `Subject`. Goes out: a mistake for each moment that the narration doesn't have, at its
own line. Draws nothing and looks for no ground.
"""

from __future__ import annotations

from collections.abc import Iterator

from renderer.errors import PictureError, Problem
from renderer.language.sentences import split_sentences
from renderer.production.inspection.subject import Subject, Verdict, place_of, problem_of
from renderer.storyboard.board import Slide
from renderer.storyboard.kinds import maps_of
from renderer.storyboard.operations import Moment, OperationsMap

_START, _END = ("from", "at", "date"), ("until", "to")
"""Keys under which a thing on a map may say when it comes, and when it goes."""


def inspect_maps(subject: Subject) -> Verdict:
    """Every moment that there is not."""
    return Verdict(
        mistakes=tuple(
            problem
            for slide in subject.slides
            for chart in maps_of(slide.visual)
            for problem in _problems(slide, chart, subject.board.language)
        )
    )


def _problems(slide: Slide, board: OperationsMap, language: str) -> Iterator[Problem]:
    from renderer.maps.timing import Schedule

    count = len(split_sentences(slide.narration, language))
    schedule = Schedule(
        sentence_frames=tuple(range(count)), length=count + 2, fps=1, clock=board.clock
    )
    for keys, moment in _moments(board):
        try:
            schedule.frame_of(moment)
        except PictureError as error:
            key = next((each for each in keys if f"map.{each}" in slide.marks), keys[0])
            yield problem_of(error, place_of(slide, f"map.{key}"), slide.id)


def _moments(board: OperationsMap) -> Iterator[tuple[tuple[str, ...], Moment]]:
    """Every moment that is named, with the keys under which it may stand."""
    for number, pin in enumerate(board.clock.pins if board.clock else ()):
        yield (f"clock.pins.{number}.sentence",), Moment(sentence=pin.sentence)
    for kind, number, start, end, gone in _things(board):
        at = f"{kind}.{number}"
        if start:
            yield tuple(f"{at}.{key}" for key in _START), start
        if end:
            yield (f"{at}.to",), end
        if gone:
            yield tuple(f"{at}.{key}" for key in _END), gone


def _things(
    board: OperationsMap,
) -> Iterator[tuple[str, int, Moment | None, Moment | None, Moment | None]]:
    """Each thing's list and number there, when it comes, when it has arrived, when it goes."""
    for number, place in enumerate(board.places):
        yield "places", number, place.appears, None, place.leaves
    for number, arrow in enumerate(board.arrows):
        yield "arrows", number, arrow.starts, arrow.ends, arrow.leaves
    for number, front in enumerate(board.fronts):
        yield "fronts", number, front.when, None, None
    for number, area in enumerate(board.areas):
        yield "areas", number, area.appears, None, area.leaves
    for number, line in enumerate(board.lines):
        yield "lines", number, line.appears, None, line.leaves
