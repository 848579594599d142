"""One storyboard made whole: in each of its languages, then published in all of them together.

Comes in: a path, options, a witness. Goes out: a `MadeFilm`. What the command line, a batch and the
studio do alike when they make a film.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from renderer.errors import StoryboardError
from renderer.messages import tr, trn
from renderer.production.events import Witness
from renderer.production.options import Options
from renderer.production.prepare import Production, load_film, prepare_board, ready
from renderer.production.publication.destination import Destination, destination_of, without_address
from renderer.production.publication.release import Release, check_cache, check_place, finish_all
from renderer.production.render import Making, make_films, settle_inputs
from renderer.production.spending import refuse_costly
from renderer.production.workers import Workshop
from renderer.publish.verify import occupied
from renderer.storyboard.board import Editions, Lagging, Storyboard
from renderer.storyboard.slugs import claim_of_board


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One film, made and published."""

    production: Production
    making: Making
    release: Release
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFilm:
    """One film in those of its languages that could be made; at least one."""

    made: tuple[Made, ...]
    place: Destination
    lagging: tuple[Lagging, ...]
    cpu_seconds: float | None = None
    """Of this machine, for all languages; None: others worked on it, or it on something else."""

    @property
    def error(self) -> str:
        """The mistakes of what could not be made."""
        return "\n\n".join(str(problem) for one in self.lagging for problem in one.problems)

    @property
    def exit_code(self) -> int:
        """1: not all of it could be made."""
        return 1 if self.lagging else 0


def make_one(
    path: Path,
    options: Options,
    open_witness: Callable[[], Witness],
    workshop: Workshop | None = None,
    languages: Sequence[str] | None = None,
) -> MadeFilm:
    """Make one film in each of its languages, then publish them all.

    An edition whose translation lags behind the storyboard doesn't stop the others. The witness is
    opened once the storyboard is known to be right.

    Args:
        path: the storyboard.
        options: of every language; a voice named in them speaks the storyboard's own, or the only
            one asked for: no other can use its name.
        open_witness: gives what is told.
        workshop: where; None: one of its own.
        languages: in which; None: in all that the storyboard has.

    Raises:
        RecitError: one of them can't be made, or all lag; what was there stays, in every language.
    """
    began, worked = time.monotonic(), os.times()
    today = datetime.date.today()
    film = load_film(path, languages, allow_fetch=options.allow_fetch)
    boards = [
        board
        for board in (film.own, *film.translations)
        if not languages or board.language in languages
    ]
    if not boards:
        raise StoryboardError(film.problems)
    productions = [prepare_board(board, _options_for(board, boards, options)) for board in boards]
    place = destination_of(boards, productions)
    _refuse_place(film.own, productions, place)
    productions, lagging = _ready(film, productions, None if options.draft else today)
    refuse_costly(productions)
    seen = open_witness()
    for one in lagging:
        said = said_of(one, place)
        seen.warn(tr("the edition in {language} lags: {said}", language=one.language, said=said))
    if place.why:
        productions = [without_address(production) for production in productions]
    if place.remedy:
        told = tr("not published, {why}: {remedy}", why=place.why, remedy=place.remedy)
        seen.warn(told)
    makings = [
        make_films(production, seen, workshop, inputs)
        for production, inputs in zip(productions, settle_inputs(productions, seen), strict=True)
    ]
    releases = finish_all(makings, place.out, today, seen)
    seconds = time.monotonic() - began
    made = tuple(
        Made(production=making.production, making=making, release=release, seconds=seconds)
        for making, release in zip(makings, releases, strict=True)
    )
    # What a cluster's machines took isn't known here, nor what films made side by side share.
    alone = workshop is None and options.cluster is None
    spent = cpu_seconds(worked, os.times()) if alone else None
    return MadeFilm(made=made, place=place, lagging=lagging, cpu_seconds=spent)


def cpu_seconds(before: os.times_result, after: os.times_result) -> float:
    """What this process and those that it has ended took between two looks at the clock.

    Windows counts no processes that ended: there it is this one's alone.
    """
    return round(sum(after[:4]) - sum(before[:4]), 2)


def _refuse_place(board: Storyboard, productions: Sequence[Production], place: Destination) -> None:
    """Stop before any work when what is to be made couldn't be put in its place."""
    folders = [place.out / production.board.set_name for production in productions]
    free = productions[0].options.take_over
    if problems := [] if free else occupied(claim_of_board(board), folders):
        raise StoryboardError(problems)
    for production, folder in zip(productions, folders, strict=True):
        check_place(folder)
        check_cache(production.cache)


def _ready(
    film: Editions, productions: Sequence[Production], publishing: datetime.date | None
) -> tuple[list[Production], tuple[Lagging, ...]]:
    """Those that can be made, and the languages that alone can't.

    Raises:
        StoryboardError: the film's own language can't be made; with what is wrong in all.
    """
    own = [one for one in productions if not one.board.is_translation]
    if not own:
        return list(ready(productions, publishing=publishing)), film.lagging
    try:
        kept = list(ready(own, publishing=publishing))
    except StoryboardError:
        ready(productions, publishing=publishing)
        raise
    lagging = list(film.lagging)
    for one in productions:
        if not one.board.is_translation:
            continue
        try:
            kept += ready([one], publishing=publishing)
        except StoryboardError as error:
            lags = Lagging(
                board=film.own, language=one.board.language, problems=tuple(error.problems)
            )
            lagging.append(lags)
    return kept, tuple(lagging)


def said_of(one: Lagging, place: Destination) -> str:
    """What is wrong with an edition that wasn't made, and what is shown in its place."""
    folder = place.out / one.set_name
    if (folder / "manifest.json").is_file():
        return trn(
            "{count} mistake in its translation; {folder} stays as it is",
            "{count} mistakes in its translation; {folder} stays as it is",
            len(one.problems),
            folder=folder,
        )
    return trn(
        "{count} mistake in its translation; there is no set of it yet",
        "{count} mistakes in its translation; there is no set of it yet",
        len(one.problems),
    )


def _options_for(board: Storyboard, told: Sequence[Storyboard], options: Options) -> Options:
    """*options* for one language of several: without another's voice, or fetching once more."""
    own = len(told) == 1 or not board.is_translation
    return replace(
        options,
        voice_name=options.voice_name if own else "",
        refetch=options.refetch and board is told[0],
    )
