"""``render``: storyboards become published films.

Comes in: parsed arguments. Goes out: paths on stdout, the rest on stderr. Several
storyboards are a batch: one pool, one display, and one that fails doesn't stop the rest.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from renderer.build.finish import Release
from renderer.build.options import Options, with_project_defaults
from renderer.build.production import Production
from renderer.build.render import Film, Making
from renderer.build.soundtrack import TOLERANCE, Soundtrack
from renderer.cli.arguments import options_of
from renderer.cli.batch import Ended, Made, make_all, make_one, print_table
from renderer.cli.progress import witness
from renderer.errors import PublishError, RecitError, UsageError, counted
from renderer.publish.swap import read_state, roll_back
from renderer.storyboard.load import load_languages
from renderer.storyboard.project import read_project

Languages = Sequence[str] | None
"""Codes; None: all that a storyboard has."""


def run(arguments: argparse.Namespace) -> int:
    """Render each storyboard, or roll it back; the exit code is the worst of theirs."""
    options = options_of(arguments)
    if options.refetch and (options.offline or not options.allow_fetch):
        raise UsageError("render: --refetch goes with --allow-fetch, and not with --offline")
    if len(arguments.storyboards) > 1 and not arguments.rollback:
        return _render_all(arguments, options)
    worst = 0
    told = []
    for path in arguments.storyboards:
        try:
            work = _roll_back if arguments.rollback else _render
            told.append(work(path, options, arguments.languages, as_json=arguments.json))
        except RecitError as error:
            if len(arguments.storyboards) == 1:
                raise
            print(error, file=sys.stderr)
            told.append({"storyboard": str(path), "error": str(error)})
            worst = max(worst, error.exit_code)
    if arguments.json:
        print(json.dumps(told[0] if len(told) == 1 else {"films": told}, ensure_ascii=False))
    return worst


def _render(path: Path, options: Options, languages: Languages, *, as_json: bool) -> dict[str, Any]:
    with ExitStack() as display:
        made = make_one(
            path, options, lambda: display.enter_context(witness()), languages=languages
        )
    for one in made:
        _summarise(one.production, one.making, one.release, one.seconds)
        if not as_json:
            print(one.release.film)
    return _told(made)


def _render_all(arguments: argparse.Namespace, options: Options) -> int:
    def tell(one: Ended) -> None:
        if not arguments.json:
            for film in one.films:
                print(film, flush=True)

    ended = make_all(
        arguments.storyboards,
        options,
        describe=_told,
        tell=tell,
        languages=arguments.languages,
    )
    print_table(ended)
    if arguments.json:
        print(json.dumps({"films": [one.told for one in ended]}, ensure_ascii=False))
    return max(one.exit_code for one in ended)


def _roll_back(
    path: Path, options: Options, languages: Languages, *, as_json: bool
) -> dict[str, Any]:
    boards = load_languages(path, languages, allow_fetch=True)  # only their places are asked
    told = [board for board in boards if not languages or board.language in languages]
    out = with_project_defaults(options, read_project(path)[0].run).out or told[0].root / "out"
    folders = [out / board.set_name for board in told]
    # A language that came with the last render has nothing to go back to, and stays.
    folders = [folder for folder in folders if _has_earlier(folder)] or folders[:1]
    if read_state(folders[0]) is None:
        raise PublishError(f"{folders[0]} holds no set to roll back: nothing was published there")
    for folder in folders:
        roll_back(folder)
        print(
            f"{folder} shows the earlier set again; --rollback once more undoes it",
            file=sys.stderr,
        )
        if not as_json:
            print(folder)
    rolled: dict[str, Any] = {"storyboard": str(path), "folder": str(folders[0])}
    if len(folders) > 1:
        rolled["translations"] = [str(folder) for folder in folders[1:]]
    return {**rolled, "rolled_back": True}


def _has_earlier(folder: Path) -> bool:
    state = read_state(folder)
    return state is not None and state.previous is not None


def _told(made: Sequence[Made]) -> dict[str, Any]:
    """JSON values of the first language, the others within it."""
    first, *others = [
        _as_json(one.production, one.making, one.release, one.seconds) for one in made
    ]
    return {**first, "translations": others} if others else first


def _summarise(production: Production, making: Making, release: Release, seconds: float) -> None:
    say = sys.stderr.write
    film = making.films[0]
    length = film.layout.timeline.timebase.seconds_at(film.layout.timeline.length)
    films = [*making.films, *(making.teaser.films if making.teaser else ())]
    made = sum(len(one.made) for one in films)
    segments = sum(len(one.segments) for one in films)
    size = film.layout.settings.size
    board = production.board
    say(f"\n{board.title}{f' ({board.language})' if board.languages else ''}\n")
    say(
        f"  length    {int(length // 60)} min {length % 60:04.1f} s,"
        f" {size.width}×{size.height}, {film.layout.settings.fps} frames a second\n"
    )
    say(f"  voice     {making.narration.voice}{_fallback(making)}\n")
    say(
        f"  sound     {film.soundtrack.loudness_lufs:.1f} LUFS"
        f"{_missed(film.soundtrack, production.board.film.loudness_lufs)},"
        f" true peak {film.soundtrack.true_peak_dbtp:.1f} dBTP,"
        f" gain {film.soundtrack.gain_db:+.1f} dB\n"
    )
    if making.teaser:
        say(f"  teaser    {_teaser(making.teaser)}\n")
    say(f"  sentences {making.narration.made} spoken, {making.narration.reused} reused\n")
    if production.web:
        say(f"  web       {_from_the_web(production)}\n")
    say(f"  segments  {made} made, {segments - made} reused\n")
    say(f"  time      {seconds:.1f} s\n")
    say(f"  where     {release.folder}{'' if release.changed else ' (nothing had changed)'}\n")
    say(f"  to embed  {release.snippet}\n")


def _from_the_web(production: Production) -> str:
    hosts = sorted({urlsplit(picture.url).hostname or "" for picture in production.web.values()})
    return f"{counted(len(production.web), 'picture')} of {', '.join(hosts)}, kept in the cache"


def _teaser(making: Making) -> str:
    timeline = making.films[0].layout.timeline
    slides = ", ".join(span.id for span in timeline.slides)
    return f"{timeline.timebase.seconds_at(timeline.length):.1f} s: {slides}"


def _missed(soundtrack: Soundtrack, asked: float) -> str:
    """Said of a film that can't be as loud as asked without passing the ceiling of its peaks."""
    if math.isinf(soundtrack.loudness_lufs) or abs(soundtrack.loudness_lufs - asked) <= TOLERANCE:
        return ""
    return f" ({asked:g} was asked: its peaks don't allow it)"


def _fallback(making: Making) -> str:
    reason = making.production.choice.fell_back or making.narration.fell_back
    return f" — NOT the voice asked for: {reason}" if reason else ""


def _as_json(
    production: Production, making: Making, release: Release, seconds: float
) -> dict[str, Any]:
    return {
        "storyboard": str(production.board.path),
        "language": production.board.language,
        "folder": str(release.folder),
        "film": str(release.film),
        "changed": release.changed,
        "voice": making.narration.voice,
        "fell_back": making.production.choice.fell_back or making.narration.fell_back,
        "web": [
            {"url": one.url, "from": one.final_url, "date": one.date, "sha256": one.sha256}
            for one in production.web.values()
        ],
        "sentences": {"made": making.narration.made, "reused": making.narration.reused},
        "films": [_film_json(film) for film in making.films],
        "teaser": _teaser_json(making.teaser.films[0]) if making.teaser else None,
        "snippet": release.snippet,
        "seconds": round(seconds, 2),
    }


def _film_json(film: Film) -> dict[str, Any]:
    return {
        "format": film.layout.shape,
        "codec": film.layout.settings.codec,
        "size": list(film.layout.settings.size),
        "fps": film.layout.settings.fps,
        "frames": film.layout.timeline.length,
        "segments": {"made": len(film.made), "reused": len(film.segments) - len(film.made)},
        "loudness_lufs": film.soundtrack.entry.facts["loudness_lufs"],
        "true_peak_dbtp": film.soundtrack.entry.facts["true_peak_dbtp"],
        "gain_db": film.soundtrack.gain_db,
    }


def _teaser_json(film: Film) -> dict[str, Any]:
    return {**_film_json(film), "slides": [span.id for span in film.layout.timeline.slides]}
