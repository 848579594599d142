"""``render``: storyboards become published films, or show what they showed before.

Comes in: parsed arguments. Goes out: paths on stdout, the rest on stderr. Several
storyboards are a batch: one pool, one display, and one that fails doesn't stop the rest.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from renderer.cli.batch import Ended, make_all, print_table, where_note
from renderer.cli.json_problems import error_json, problem_json
from renderer.cli.progress import witness
from renderer.cli.summary import summary, summary_row
from renderer.cli.values import options_of
from renderer.errors import PublishError, RecitError, StoryboardError, UsageError
from renderer.farm.cluster import leaves_this_machine
from renderer.messages import tr
from renderer.production.options import Options
from renderer.production.render import Film
from renderer.production.whole_film import Made, MadeFilm, make_one, said_of
from renderer.publish.swap_and_rollback import last_published, moment_after, read_state, roll_back
from renderer.publish.verify import occupied, read_manifest, verify_earlier
from renderer.storyboard.load import load_storyboard
from renderer.storyboard.project_config import read_project
from renderer.storyboard.slugs import SlugClaim, claim_of, rivals

Languages = Sequence[str] | None
"""Codes; None: all that a storyboard has."""


def run(arguments: argparse.Namespace) -> int:
    """Render each storyboard, or roll it back; the exit code is the worst of theirs."""
    options = options_of(arguments)
    if options.refetch and (options.offline or not options.allow_fetch):
        wrong = tr("render: --refetch goes with --allow-fetch, and not with --offline")
        raise UsageError(wrong, code="options-conflict")
    paths = _each_once(arguments.storyboards)
    _refuse_cluster_offline(paths, options)
    if arguments.rollback:
        if options.draft or options.only:
            wrong = tr("render: --rollback shows a whole earlier set: leave --draft and --only out")
            raise UsageError(wrong, code="options-conflict")
        return _roll_all_back(paths, options, arguments)
    if len(paths) > 1:
        return _render_all(paths, options, arguments)
    told, code = _render(paths[0], options, arguments.languages, as_json=arguments.json)
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False))
    return code


def _refuse_cluster_offline(paths: Sequence[Path], options: Options) -> None:
    """Before a workshop connects: it is open before the projects of a batch are read."""
    if options.cluster is None or not leaves_this_machine(options.cluster):
        return
    if options.offline or any(read_project(path)[0].run.offline for path in paths):
        raise UsageError(
            tr(
                "--cluster {address} leaves this machine, and --offline opens no socket: leave one"
                " of them (offline in recit.toml) out",
                address=options.cluster.address,
            ),
            code="options-conflict",
        )


def _each_once(paths: Sequence[Path]) -> list[Path]:
    """*paths* without those that lead to a file named before: it is made, or rolled back, once."""
    named: dict[Path, Path] = {}
    for path in paths:
        try:
            named.setdefault(path.resolve(), path)
        except (OSError, RuntimeError, ValueError):  # a loop of links, a NUL: told when it is read
            named.setdefault(path, path)
    return list(named.values())


def _render(
    path: Path, options: Options, languages: Languages, *, as_json: bool
) -> tuple[dict[str, Any], int]:
    with ExitStack() as display:
        film = make_one(
            path, options, lambda: display.enter_context(witness()), languages=languages
        )
    for one in film.made:
        where = f"{one.release.folder}{where_note(film, one)}"
        print(f"\n{summary(film, one, where)}", file=sys.stderr)
        if not as_json:
            print(one.release.film)
    for lagging in film.lagging:
        said = said_of(lagging, film.place)
        told = tr("{language}: {said}", language=lagging.language, said=said)
        print(summary_row(tr("lags"), told), file=sys.stderr)
    if film.error:
        print(f"\n{film.error}", file=sys.stderr)
    return described(film), film.exit_code


def _render_all(paths: Sequence[Path], options: Options, arguments: argparse.Namespace) -> int:
    def tell(one: Ended) -> None:
        if not arguments.json:
            for film in one.films:
                print(film, flush=True)

    ended = make_all(
        paths,
        options,
        describe=described,
        tell=tell,
        languages=arguments.languages,
    )
    print_table(ended)
    if arguments.json:
        print(json.dumps({"films": [one.told for one in ended]}, ensure_ascii=False))
    return max(one.exit_code for one in ended)


def _roll_all_back(paths: Sequence[Path], options: Options, arguments: argparse.Namespace) -> int:
    """Each in turn; one that can't be rolled back doesn't stop the rest."""
    refused = rivals(list(filter(None, map(claim_of, paths))), options.out)
    worst = 0
    told = []
    for path in paths:
        try:
            if path in refused:
                raise StoryboardError([refused[path]])
            told.append(_roll_back(path, options, arguments.languages, as_json=arguments.json))
        except RecitError as error:
            if len(paths) == 1:
                raise
            print(error, file=sys.stderr)
            told.append({"storyboard": str(path), **error_json(error, str(error))})
            worst = max(worst, error.exit_code)
    if arguments.json:
        print(json.dumps(told[0] if len(told) == 1 else {"films": told}, ensure_ascii=False))
    return worst


def _roll_back(
    path: Path, options: Options, languages: Languages, *, as_json: bool
) -> dict[str, Any]:
    claim = _claim(path, languages)
    folders = claim.folders(options.out, languages)
    if problems := [] if options.take_over else occupied(claim, folders):
        raise StoryboardError(problems)
    folders = last_published(folders) or folders[:1]
    if read_state(folders[0]) is None:
        raise PublishError(
            tr(
                "{folder} holds no set to roll back: nothing was published there", folder=folders[0]
            ),
            code="set-missing",
        )
    for folder in folders:  # all of them are looked at before any is shown
        if damages := verify_earlier(folder):
            lines = [tr("{folder}: {damage}", folder=folder, damage=one) for one in damages]
            lines.append(tr("nothing was rolled back: what is public stays"))
            raise PublishError("\n".join(lines), code="set-damaged")
    now = moment_after(claim.folders(options.out))
    for folder in folders:
        roll_back(folder, now)
        shown = tr(
            "{folder} shows the earlier set again; --rollback once more undoes it", folder=folder
        )
        print(shown, file=sys.stderr)
        if not as_json:
            print(folder)
    rolled: dict[str, Any] = {"storyboard": str(path), "folder": str(folders[0])}
    if len(folders) > 1:
        rolled["translations"] = [str(folder) for folder in folders[1:]]
    return {**rolled, "rolled_back": True}


def _claim(path: Path, languages: Languages) -> SlugClaim:
    """The sets of the storyboard at *path*, which need not be right in all else."""
    claim = claim_of(path)
    if claim is None:
        load_storyboard(path, allow_fetch=True)
        wrong = tr("{path} has no slug: there is no set of it to roll back", path=path)
        raise UsageError(wrong, code="key-missing")
    for code in languages or ():
        if code not in claim.languages:
            known = ", ".join(claim.languages)
            wrong = tr(
                "{path} has no language '{code}'; it has {known}", path=path, code=code, known=known
            )
            raise UsageError(wrong, code="language-missing")
    return claim


def described(film: MadeFilm) -> dict[str, Any]:
    """JSON values of the first language, the others within it."""
    first, *others = [_as_json(film, one) for one in film.made]
    lagging = [
        {
            "language": one.language,
            "folder": str(film.place.out / one.set_name),
            "mistakes": [problem_json(problem) for problem in one.problems],
        }
        for one in film.lagging
    ]
    first["cpu_seconds"] = film.cpu_seconds
    told = {**first, "translations": others} if others else first
    return {**told, "lagging": lagging} if lagging else told


def _as_json(film: MadeFilm, one: Made) -> dict[str, Any]:
    production, making, release = one.production, one.making, one.release
    return {
        "storyboard": str(production.board.path),
        "language": production.board.language,
        "folder": str(release.folder),
        "film": str(release.film),
        "changed": release.changed,
        "published": not film.place.why,
        "why": film.place.why,
        "voice": making.narration.voice,
        "other_voices": [
            {"voice": other.title, "slides": list(other.slides)}
            for other in making.narration.others
        ],
        "sent_to": making.narration.sent_to,
        "fell_back": making.production.choice.fell_back or making.narration.fell_back,
        "web": [
            {"url": web.url, "from": web.final_url, "date": web.date, "sha256": web.sha256}
            for web in production.web.values()
        ],
        "sentences": {"made": making.narration.made, "reused": making.narration.reused},
        "films": [_film_json(each) for each in making.films],
        "teaser": _teaser_json(making.teaser.films[0]) if making.teaser else None,
        "snippet": release.snippet,
        "numbers": read_manifest(release.folder).get("numbers", {}),
        "seconds": round(one.seconds, 2),
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
