"""Many storyboards in one run: one pool, one display, a table at the end.

Comes in: paths and options. Goes out: what became of each film. Two films are under way at once,
so that the cores draw one while another is spoken, joined or published. One that fails doesn't stop
the rest.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.cancellation import pool
from renderer.cli.films_progress import films_display
from renderer.cli.json_problems import error_json
from renderer.cli.machine_errors import error_told, machine_error
from renderer.errors import RecitError, StoryboardError
from renderer.farm import finished, usable_cores
from renderer.messages import tr, trn
from renderer.messages.figures import decimal
from renderer.production.whole_film import make_one, said_of
from renderer.production.workers import open_workshop
from renderer.storyboard.slugs import claim_of, rivals

if TYPE_CHECKING:
    from renderer.production.options import Options
    from renderer.production.whole_film import Made, MadeFilm
    from renderer.storyboard.board import Lagging

_AT_ONCE = 2
"""Films: while the one waits for its voice or its disk, the other's segments fill the one pool.
Each holds its pictures in memory, so more of them cost more than they fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What became of one storyboard."""

    path: Path
    rows: tuple[tuple[str, ...], ...]
    """Its cells in the table, a row for each language."""
    films: tuple[Path, ...] = ()
    """One for each language; none: it failed."""
    published: bool = True
    """Or else a draft."""
    told: dict[str, Any]
    """JSON values: all that a program may want to know of it."""
    error: str = ""
    exit_code: int = 0


def make_all(
    paths: Sequence[Path],
    options: Options,
    *,
    describe: Callable[[MadeFilm], dict[str, Any]],
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
    claims = filter(None, map(claim_of, names))
    refused = rivals(list(claims), options.out)
    ended: dict[Path, Ended] = {}
    # Left by an interrupt, the films under way end first, and with them what they had asked for.
    with (
        films_display(len(paths)) as display,
        open_workshop(options.jobs or usable_cores(), options, display.warn) as workshop,
        pool(_AT_ONCE, "film") as films,
    ):

        def end(path: Path) -> Ended:
            def make() -> MadeFilm:
                if path in refused:
                    raise StoryboardError([refused[path]])
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
    make: Callable[[], MadeFilm],
    describe: Callable[[MadeFilm], dict[str, Any]],
) -> Ended:
    try:
        film = make()
    except RecitError as error:
        return _failed(path, error)
    except Exception as error:
        # As for one film (`entry.main`): a full disk, too little memory.
        refused = machine_error(error)
        if refused is None:
            raise
        return _failed(path, refused)
    return Ended(
        path=path,
        rows=(
            *(_row(path, film, one) for one in film.made),
            *(_lagging_row(path, film, one) for one in film.lagging),
        ),
        films=tuple(one.release.film for one in film.made),
        published=not film.place.why,
        told=describe(film),
        error=film.error,
        exit_code=film.exit_code,
    )


def _failed(path: Path, error: RecitError) -> Ended:
    told = error_told(error)
    verdict = tr("failed: {why}", why=told.partition("\n")[0])
    return Ended(
        path=path,
        rows=((path.stem, "", "", "", "", verdict),),
        told={"storyboard": str(path), **error_json(error, told)},
        error=told,
        exit_code=error.exit_code,
    )


def _verdict(ended: Ended) -> str:
    if not ended.films:
        return tr("failed")
    if ended.published:
        return tr("published in {time}", time=ended.rows[0][4])
    return tr("made in {time}", time=ended.rows[0][4])


def print_table(ended: Sequence[Ended]) -> None:
    """Every mistake in full, then one row for each film, on stderr."""
    for one in ended:
        if one.error:
            print(f"\n{one.error}", file=sys.stderr)
    rows = [
        (tr("film"), tr("length"), tr("made"), tr("reused"), tr("time"), ""),
        *(row for one in ended for row in one.rows),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    print(file=sys.stderr)
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(row[n].rjust(widths[n]) for n in range(1, 5)), row[5]]
        print("  ".join(cells).rstrip(), file=sys.stderr)
    print(_in_all(ended), file=sys.stderr)


def _in_all(ended: Sequence[Ended]) -> str:
    failed = sum(1 for one in ended if not one.films)
    lag = sum(1 for one in ended if one.films and one.exit_code)
    told = [
        trn("{count} film", "{count} films", len(ended) - failed),
        trn("{count} failed", "{count} failed", failed),
    ]
    if lag:
        told.append(
            trn(
                "{count} without all of its languages",
                "{count} without all of their languages",
                lag,
            )
        )
    return ", ".join(told)


def _lagging_row(path: Path, film: MadeFilm, one: Lagging) -> tuple[str, ...]:
    told = tr("lags: {said}", said=said_of(one, film.place))
    return (f"{path.stem} ({one.language})", "", "", "", "", told)


def where_note(film: MadeFilm, one: Made) -> str:
    """What is to be known of the folder in which a film was put."""
    if film.place.why and one.release.changed:
        note = tr("not published: {why}", why=film.place.why)
    elif film.place.why:
        note = tr("not published: {why}; nothing had changed", why=film.place.why)
    else:
        note = "" if one.release.changed else tr("nothing had changed")
    return f" ({note})" if note else ""


def _row(path: Path, film: MadeFilm, one: Made) -> tuple[str, ...]:
    timeline = one.making.films[0].layout.timeline
    made = sum(len(film.made) for film in one.making.films)
    whole = sum(len(film.segments) for film in one.making.films)
    board = one.production.board
    return (
        f"{path.stem} ({board.language})" if board.is_translation else path.stem,
        tr("{seconds} s", seconds=decimal(timeline.timebase.seconds_at(timeline.length))),
        str(made),
        str(whole - made),
        tr("{seconds} s", seconds=decimal(one.seconds)),
        f"{one.release.folder}{where_note(film, one)}",
    )
