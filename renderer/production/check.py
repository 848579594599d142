"""What `check` says of one storyboard: its mistakes of YAML, then all that a render would refuse.

    Report ──check_film──▶ Checked (mistakes, warnings)

Comes in: what reading a storyboard found, and what is asked. Goes out: Problems in file order, of
the film in all its languages, each once. Speaks nothing, fetches nothing, draws nothing; opens
pictures, films and sounds unless it is told not to, and remembers in the cache which were fit.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from renderer.errors import Problem, in_file_order
from renderer.farm import usable_cores
from renderer.messages import tr
from renderer.narration.sentence_counts import with_sentences_counted
from renderer.production.embedded_rights import keep_readings, offered_alts, prefilled
from renderer.production.inspection import inspect, subject_of
from renderer.production.inspection.map_names import unnamed
from renderer.production.missing_resources import missing_voice
from renderer.rights.clearance import check_rights, rights_warnings
from renderer.rights.embedded import Embedded
from renderer.store import cache_folder
from renderer.store.cache import Cache
from renderer.storyboard.board import Slide, Storyboard, VoiceChoice
from renderer.storyboard.load import CheckReport
from renderer.storyboard.project_config import read_project
from renderer.storyboard.slide_kinds import kind_of, photographs_of, works_of
from renderer.storyboard.visuals import NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is asked of a check."""

    cache: Path | None = None
    opens_files: bool = True
    """Whether pictures, films and sounds are opened: without, a render may refuse what passes."""
    publishing: datetime.date | None = None
    """The day for which rights are asked; None: a draft is meant."""
    engine: str = ""
    """Speaks in place of the film's own voice; empty: none does."""
    rights: bool = False
    """Whether what should be looked at before publishing is told too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found."""

    mistakes: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    lagging: tuple[str, ...] = ()
    """The languages that alone have mistakes: the others can be made."""
    unopened: int = 0
    """Files that were not opened, because none was to be."""


def check_film(report: CheckReport, wishes: Wishes) -> Checked:
    """All that is wrong with the film of *report*, which read well, and what may be improved."""
    film = report.editions
    if film is None:
        return Checked(mistakes=report.problems, warnings=report.warnings)
    film = with_sentences_counted(film)
    warnings = [*report.warnings, *_code(film.own)]
    lagging = [one.language for one in film.lagging]
    own, noticed = _inspected(film.own, wishes)
    warnings += noticed
    mistakes = [*own, *film.problems]
    for board in film.translations:
        found, noticed = _inspected(board, wishes)
        warnings += noticed
        if alone := [problem for problem in found if problem not in own]:
            mistakes += alone
            lagging.append(board.language)
    boards = () if wishes.opens_files else (film.own, *film.translations)
    return Checked(
        mistakes=in_file_order(dict.fromkeys(mistakes)),
        warnings=in_file_order(dict.fromkeys(warnings)),
        lagging=() if own else tuple(lagging),
        unopened=len({file for board in boards for file in _files(board)}),
    )


def _inspected(board: Storyboard, wishes: Wishes) -> tuple[list[Problem], list[Problem]]:
    opens = wishes.opens_files
    cache = _cache(board, wishes)
    board, differences = _filled(board, cache, opens=opens)
    subject = subject_of(
        board,
        themes=(board.path.parent / "themes",),
        cache=cache,
        jobs=usable_cores(),
        opens_files=opens,
    )
    verdict = inspect(subject)
    owing = check_rights(board, wishes.publishing) if wishes.publishing is not None else ()
    project, _ = read_project(board.path)
    spoken = board
    if wishes.engine:
        spoken = replace(board, voice=VoiceChoice(engine=wishes.engine))
    mistakes = [*missing_voice(spoken, project), *owing, *verdict.mistakes]
    warnings = [*verdict.warnings]
    if opens:
        warnings += unnamed(subject)
    if wishes.rights:
        today = wishes.publishing or datetime.date.today()
        warnings += [*differences, *rights_warnings(board, today)]
    elif opens and any(_lacks_alt(slide) for slide in board.slides):
        warnings += offered_alts(board)
    return mistakes, warnings


def _filled(
    board: Storyboard, cache: Cache, *, opens: bool
) -> tuple[Storyboard, tuple[Problem, ...]]:
    """*board* with the rights that its pictures' files carry; without opening them, of those alone
    without which it isn't known whether rights are owed.
    """
    if opens:
        return _read(board, cache)
    owing = {problem.slide for problem in check_rights(board, datetime.date.today())}
    some = replace(board, slides=tuple(slide for slide in board.slides if slide.id in owing))
    some, differences = _read(some, cache)
    filled = {slide.id: slide for slide in some.slides}
    return replace(board, slides=tuple(filled.get(s.id, s) for s in board.slides)), differences


def _read(board: Storyboard, cache: Cache) -> tuple[Storyboard, tuple[Problem, ...]]:
    readings: dict[str, Embedded] = {}
    filled = prefilled(board, cache, readings)
    keep_readings(cache, readings)
    return filled


def _cache(board: Storyboard, wishes: Wishes) -> Cache:
    """Where what was found fit is remembered: a folder of this machine, never an address."""
    agreed = read_project(board.path)[0].run.cache
    return Cache(wishes.cache or (agreed if isinstance(agreed, Path) else cache_folder()))


def _lacks_alt(slide: Slide) -> bool:
    return any(not image.alt for image in photographs_of(slide.visual))


def _files(board: Storyboard) -> Iterator[Path]:
    yield from (music.file for _, music in board.pieces)
    for slide in board.slides:
        yield from (recording.file for recording in slide.recordings)
        yield from (work.file for work in works_of(slide.visual) if work.file != NOWHERE)


def _code(board: Storyboard) -> Iterator[Problem]:
    for slide in board.slides:
        kind = kind_of(slide.visual)
        if kind.code(slide.visual):
            yield Problem(
                code="code-not-allowed",
                mark=slide.mark(kind.key),
                what=tr("a clip runs code that came with the storyboard"),
                remedy=tr("render it with --allow-code, if you trust that code"),
                slide=slide.id,
            )
