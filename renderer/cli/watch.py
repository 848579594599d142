"""``watch``: all films of a folder made, and made again when what they show changes; for servers.

Comes in: parsed arguments. Goes out: a line on stdout for each film that is made or can't be, the
rest on stderr. Ctrl-C, or any signal that stops a command, is how it ends, so it ends with 0; with
``--once`` it ends by itself, with the worst of what a render of each would end with.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from renderer.cancellation import stop_point
from renderer.cli.batch import Ended, make_all, print_table
from renderer.cli.values import options_of
from renderer.errors import RecitError, UsageError
from renderer.messages import tr, trn
from renderer.preview.watcher import (
    Signature,
    Watcher,
    Watchlist,
    files_changed,
    only,
    watchlist_after_mistakes,
    watchlist_of,
)
from renderer.production.options import Options
from renderer.storyboard.load import check

_LOOK_SECONDS = 1.0
"""How often the loop wakes with nothing to do: on Windows, only then is Ctrl-C heard."""
_QUIET_SECONDS = 1.0
"""Changes are over when nothing more came for so long: a `git pull` writes many files."""
_RETRY_SECONDS = 600.0
"""A film that the machine failed (a full disk, a voice that didn't answer) is tried again then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A film as it was when it was last made, or could not be."""

    files: Watchlist
    signatures: Mapping[Path, Signature]
    again: float
    """When to try again, unless something changes before."""


@dataclass(slots=True, kw_only=True)
class _Films:
    """The films of one folder."""

    folder: Path
    options: Options
    as_json: bool
    seen: dict[Path, _Seen] = field(default_factory=dict)

    def everything(self) -> Watchlist:
        """What any of them depends on, and the folder, in which others may come."""
        lists = [one.files for one in self.seen.values()]
        return Watchlist(
            files=frozenset[Path]().union(*(one.files for one in lists)),
            folders=frozenset({self.folder}).union(*(one.folders for one in lists)),
        )

    def make_due(self) -> int:
        """Make those that changed; the worst of their exit codes."""
        here = sorted(self.folder.glob("*.yaml"))
        self.seen = {path: one for path, one in self.seen.items() if path in here}
        due = [path for path in here if self._is_due(path)]
        if not due:
            return 0
        from renderer.cli.render import described  # here: imports stay one shorter

        # What changes from here on, while they are made, makes them due again.
        lists = {path: self._watchlist(path) for path in due}
        before = {path: files.signatures() for path, files in lists.items()}
        ended = make_all(due, self.options, describe=described, tell=self._tell)
        print_table(ended)
        for one in ended:
            again = time.monotonic() + _RETRY_SECONDS if one.exit_code == 1 else math.inf
            self.seen[one.path] = _Seen(
                files=lists[one.path], signatures=before[one.path], again=again
            )
        return max(one.exit_code for one in ended)

    def _is_due(self, path: Path) -> bool:
        last = self.seen.get(path)
        return (
            last is None
            or time.monotonic() > last.again
            or files_changed(last.signatures, last.files.signatures())
        )

    def _watchlist(self, path: Path) -> Watchlist:
        last = self.seen.get(path)
        try:
            report = check(path, allow_fetch=self.options.allow_fetch)
        except (RecitError, OSError):
            report = None
        if report is None or report.storyboard is None:
            return watchlist_after_mistakes(path, last.files if last else only(path))
        return watchlist_of(report.storyboard)

    def _tell(self, one: Ended) -> None:
        if self.as_json:
            print(json.dumps(one.told, ensure_ascii=False), flush=True)
            return
        for film in one.films:
            print(film, flush=True)


def run(arguments: argparse.Namespace) -> int:
    """Make what changes until Ctrl-C; with ``--once``, what isn't up to date."""
    folder = arguments.folder
    if not folder.is_dir():
        told = tr("watch: there is no folder {folder}", folder=folder)
        raise UsageError(told, code="folder-expected")
    films = _Films(folder=folder, options=options_of(arguments), as_json=arguments.json)
    if arguments.once:
        return films.make_due()
    try:
        _follow(films)
    except KeyboardInterrupt:
        print(tr("the watch has ended; what was finished is kept"), file=sys.stderr)
    return 0


def _follow(films: _Films) -> None:
    watcher = Watcher(films.everything())
    with watcher.looking():
        while True:
            films.make_due()
            watcher.look_at(films.everything())
            count = len(films.seen)
            told = trn("watching {count} film", "watching {count} films", count)
            print(f"{told}: {films.folder}", file=sys.stderr, flush=True)
            _wait(watcher, min([one.again for one in films.seen.values()], default=math.inf))


def _wait(watcher: Watcher, until: float) -> None:
    """Return when something was saved and is quiet again, or it is *until*."""
    while not watcher.saved.wait(_LOOK_SECONDS) and time.monotonic() < until:
        stop_point()
    while watcher.saved.is_set():
        watcher.saved.clear()
        watcher.saved.wait(_QUIET_SECONDS)
        stop_point()
