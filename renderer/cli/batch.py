"""Many storyboards in one run: one pool, one display, a table at the end.

Comes in: paths and options. Goes out: what became of each film. Two films are under way at once,
so that the cores draw one while another is spoken, joined or published. One that fails doesn't stop
the rest.
"""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from renderer.build.events import Witness
from renderer.build.finish import (
    Release,
    check_cache,
    check_place,
    finish_all,
    refuse_without_rights,
)
from renderer.build.options import Options
from renderer.build.production import Production, load_film, out_folder, prepare_board
from renderer.build.render import Making, make_films
from renderer.build.workshop import Workshop, open_workshop
from renderer.cli.films_progress import films_display
from renderer.cli.telling import error_told, in_words
from renderer.errors import RecitError
from renderer.farm import finished, usable_cores
from renderer.stopping import pool
from renderer.storyboard.board import Storyboard

_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One film, made and published."""

    production: Production
    making: Making
    release: Release
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What became of one storyboard."""

    path: Path
    rows: tuple[tuple[str, ...], ...]
    """Its cells in the table, a row for each language."""
    films: tuple[Path, ...] = ()
    """One for each language; none: it failed."""
    told: dict[str, Any]
    """JSON values: all that a program may want to know of it."""
    error: str = ""
    exit_code: int = 0


def make_one(
    path: Path,
    options: Options,
    open_witness: Callable[[], Witness],
    workshop: Workshop | None = None,
    languages: Sequence[str] | None = None,
) -> tuple[Made, ...]:
    """Make one film in each of its languages, then publish them all.

    The witness is opened once the storyboard is known to be right.

    Args:
        path: the storyboard.
        options: of every language; a voice named in them speaks the storyboard's own, or the only
            one asked for: no other can use its name.
        open_witness: gives what is told.
        workshop: where; None: one of its own.
        languages: in which; None: in all that the storyboard has.

    Raises:
        RecitError: one of them can't be made; what was there stays, in every language.
    """
    began = time.monotonic()
    today = datetime.date.today()
    own, *others = load_film(path, languages, allow_fetch=options.allow_fetch)
    told = [board for board in (own, *others) if not languages or board.language in languages]
    productions = [prepare_board(board, _options_for(board, told, options)) for board in told]
    for production in productions:
        if not options.draft:
            refuse_without_rights(production.board, today)
        check_place(out_folder(production) / production.board.set_name)
        check_cache(production.cache)
    seen = open_witness()
    makings = [make_films(production, seen, workshop) for production in productions]
    releases = finish_all(makings, out_folder(productions[0]), today, seen)
    seconds = time.monotonic() - began
    return tuple(
        Made(production=making.production, making=making, release=release, seconds=seconds)
        for making, release in zip(makings, releases, strict=True)
    )


def _options_for(board: Storyboard, told: Sequence[Storyboard], options: Options) -> Options:
    """*options* for one language of several: without another's voice, or fetching once more."""
    own = len(told) == 1 or not board.is_translation
    return replace(
        options,
        voice_name=options.voice_name if own else "",
        refetch=options.refetch and board is told[0],
    )


def make_all(
    paths: Sequence[Path],
    options: Options,
    *,
    describe: Callable[[Sequence[Made]], dict[str, Any]],
    tell: Callable[[Ended], None],
    languages: Sequence[str] | None = None,
) -> list[Ended]:
    """Make every film; in the order of *paths*, whatever the order in which they ended.

    Args:
        paths: storyboards, each once.
        options: of all of them.
        describe: what is kept of a film that was made: the film itself isn't, so that memory
            doesn't grow with the batch.
        tell: called with each as it ends, from this thread.
        languages: of each; None: all that it has.

    Raises:
        UsageError, ClusterError: the cluster is refused, or can't be reached.
    """
    names = _names(paths)
    ended: dict[Path, Ended] = {}
    # Left by an interrupt, the films under way end first, and with them what they had asked for.
    with (
        films_display(len(paths)) as display,
        open_workshop(options.jobs or usable_cores(), options, display.warn) as workshop,
        pool(_AT_ONCE, "film") as films,
    ):

        def end(path: Path) -> Ended:
            def make() -> tuple[Made, ...]:
                film = names[path]
                return make_one(path, options, lambda: display.film(film), workshop, languages)

            return _ended(path, make, describe)

        for one in finished([films.submit(end, path) for path in names]):
            ended[one.path] = one
            display.done(names[one.path], _verdict(one))
            tell(one)
    return [ended[path] for path in names]


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """What the display calls each: the file's name, or more of its path where two are alike."""
    stems = [path.stem for path in dict.fromkeys(paths)]
    return {
        path: path.stem if stems.count(path.stem) == 1 else str(path.with_suffix(""))
        for path in dict.fromkeys(paths)
    }


def _ended(
    path: Path,
    make: Callable[[], tuple[Made, ...]],
    describe: Callable[[Sequence[Made]], dict[str, Any]],
) -> Ended:
    try:
        made = make()
    except RecitError as error:
        return _failed(path, error_told(error), error.exit_code)
    except Exception as error:
        # As for one film (`entry.main`): a full disk, too little memory.
        what = in_words(error)
        if not what:
            raise
        return _failed(path, what, 1)
    return Ended(
        path=path,
        rows=tuple(_row(path, one) for one in made),
        films=tuple(one.release.film for one in made),
        told=describe(made),
    )


def _failed(path: Path, error: str, exit_code: int) -> Ended:
    return Ended(
        path=path,
        rows=((path.stem, "", "", "", "", f"failed: {error.partition(chr(10))[0]}"),),
        told={"storyboard": str(path), "error": error},
        error=error,
        exit_code=exit_code,
    )


def _verdict(ended: Ended) -> str:
    return f"published in {ended.rows[0][4]}" if ended.films else "failed"


def print_table(ended: Sequence[Ended]) -> None:
    """Every mistake in full, then one row for each film, on stderr."""
    for one in ended:
        if one.error:
            print(f"\n{one.error}", file=sys.stderr)
    rows = [
        ("film", "length", "made", "reused", "time", ""),
        *(row for one in ended for row in one.rows),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    print(file=sys.stderr)
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(row[n].rjust(widths[n]) for n in range(1, 5)), row[5]]
        print("  ".join(cells).rstrip(), file=sys.stderr)
    failed = sum(1 for one in ended if not one.films)
    print(f"{len(ended) - failed} films, {failed} failed", file=sys.stderr)


def _row(path: Path, one: Made) -> tuple[str, ...]:
    timeline = one.making.films[0].layout.timeline
    made = sum(len(film.made) for film in one.making.films)
    whole = sum(len(film.segments) for film in one.making.films)
    board = one.production.board
    return (
        f"{path.stem} ({board.language})" if board.is_translation else path.stem,
        f"{timeline.timebase.seconds_at(timeline.length):.1f} s",
        str(made),
        str(whole - made),
        f"{one.seconds:.1f} s",
        f"{one.release.folder}{'' if one.release.changed else ' (nothing had changed)'}",
    )
