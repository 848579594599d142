"""One preview from its first render to its end: at each save read, drafted, made whole.

Comes in: a storyboard's path, options, a port. Goes out: a `PreviewSession` whose address can be
opened and whose `run` follows the author's saves; mistakes are told, and the last good film is
kept. A preview is made by the same stages as the film that is published. `run` works in the thread
that calls it, so that an interrupt stops it as it stops a render: what was finished stays in the
cache. All of it (threads, socket, folder) ends with the block.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Literal, Protocol

from renderer.cancellation import stop_point
from renderer.errors import RecitError, StoryboardError
from renderer.messages import deferred, tr
from renderer.messages.os_errors import reason_of
from renderer.preview.access_control import Keys
from renderer.preview.app import preview_app
from renderer.preview.served_files import ServedFiles
from renderer.preview.server import answering, listening_socket
from renderer.preview.status import READING, Billboard, Superseded, Telling
from renderer.preview.watcher import (
    Watcher,
    Watchlist,
    only,
    watchlist_after_mistakes,
    watchlist_of,
)
from renderer.production.events import Witness
from renderer.production.options import DRAFT_HEIGHT, Options
from renderer.production.prepare import out_folder, prepare
from renderer.production.publication.release import finish, refuse_without_rights
from renderer.production.render import make_films
from renderer.rights.clearance import rights_warnings
from renderer.storyboard.load import CheckReport, check

SETTLE_SECONDS = 0.15
"""A save is followed by another within so long when an editor writes a file in two goes."""
_MISTAKES = {
    (False, False): deferred("There is a mistake"),
    (False, True): deferred("There is a mistake; the last good film stays on show"),
    (True, False): deferred("There are {count} mistakes"),
    (True, True): deferred("There are {count} mistakes; the last good film stays on show"),
}
"""Headlines by whether there are several, and by whether a film is on show."""
LOOK_EVERY_SECONDS = 1.0
"""How often the loop wakes with nothing to do: on Windows, only then is Ctrl-C heard."""


@dataclass(slots=True, kw_only=True)
class Studio:
    """Makes the film of one storyboard again and again."""

    storyboard: Path
    options: Options
    folder: Path
    """Where sets are made; the preview's own."""
    build: Builder
    watcher: Watcher
    billboard: Billboard
    showcase: ServedFiles
    ended: Event = field(default_factory=Event)
    _draft: str = ""
    """Id of the draft whose full film is on show, or is about to be."""

    def run(self) -> None:
        """Make the film now and after each save, until `end` is called."""
        files = self._turn(only(self.storyboard))
        while not self.ended.is_set():
            stop_point()
            if self.watcher.saved.wait(LOOK_EVERY_SECONDS) and not self.ended.is_set():
                files = self._turn(files)

    def end(self) -> None:
        """Stop soon: between two segments, when a film is being made."""
        self.ended.set()
        self.watcher.saved.set()

    def _turn(self, files: Watchlist) -> Watchlist:
        """Read and make what was saved. Returns what to watch until the next turn."""
        self._settle()
        self.billboard.post("reading", READING)
        try:
            language = self.options.language
            languages = [language] if language else []
            report = check(self.storyboard, languages, allow_fetch=self.options.allow_fetch)
        except (RecitError, OSError) as error:
            return self._refused(_told(error), files)
        if report.storyboard is None:
            return self._refused([str(problem) for problem in report.problems], files)
        files = watchlist_of((*report.translations, report.storyboard)[0])
        self.watcher.look_at(files)
        self._make_both(_warnings(report))
        return files

    def _settle(self) -> None:
        self.watcher.saved.clear()
        while not self.ended.is_set() and self.watcher.saved.wait(SETTLE_SECONDS):
            self.watcher.saved.clear()

    def _refused(self, mistakes: list[str], files: Watchlist) -> Watchlist:
        files = watchlist_after_mistakes(self.storyboard, files)
        self.watcher.look_at(files)
        headline = _MISTAKES[len(mistakes) > 1, bool(self.billboard.news.shown)]
        self.billboard.post("mistakes", headline, mistakes=mistakes, count=len(mistakes))
        return files

    def _make_both(self, warnings: list[str]) -> None:
        try:
            draft = self._make("draft", warnings)
            # A save that changed nothing need not go back to a draft for a while.
            if not (draft == self._draft and self.billboard.news.quality == "full"):
                self._draft = draft
                self.billboard.show(draft, "draft")
            if not self.options.draft:
                self.billboard.show(self._make("full", warnings), "full")
        except Superseded:
            return
        except (RecitError, OSError) as error:
            self._failed(error, warnings)
            return
        self.billboard.post("done", deferred("Up to date"), warnings=warnings)

    def _make(self, quality: Literal["draft", "full"], warnings: list[str]) -> str:
        options = (draft_options if quality == "draft" else full_of)(
            self.options, self.folder / quality
        )
        telling = Telling(
            quality=quality,
            billboard=self.billboard,
            unwanted=self.watcher.saved.is_set,
            warnings=warnings,
        )
        telling.stage("", 0)
        return self.showcase.put(self.build(self.storyboard, options, telling))

    def _failed(self, error: RecitError | OSError, warnings: list[str]) -> None:
        headline = deferred("The film can't be made")
        if self.billboard.news.shown:
            headline = deferred("The film can't be made; the last good film stays on show")
        if self.billboard.news.quality == "draft" and self.billboard.news.phase == "full":
            headline = deferred("This is the draft: the full film can't be made yet")
        self.billboard.post("mistakes", headline, mistakes=_told(error), warnings=warnings)


def _warnings(report: CheckReport) -> list[str]:
    """What may be improved, in the words and in the rights."""
    result = list(report.warnings)
    if report.storyboard is not None:
        result += rights_warnings(report.storyboard, datetime.date.today())
    return [str(problem) for problem in result]


def _told(error: RecitError | OSError) -> list[str]:
    if isinstance(error, StoryboardError):
        return [str(problem) for problem in error.problems]
    if isinstance(error, OSError) and error.filename:
        return [tr("{file}: {why}", file=error.filename, why=reason_of(error))]
    return [str(error)]


class Builder(Protocol):
    """Makes a set; the studio is given `build_set`, tests give it something faster."""

    def __call__(self, storyboard: Path, options: Options, witness: Witness) -> Path:
        """Make the set and say which folder shows it.

        Raises:
            RecitError: it can't be made; a set that was there stays.
        """
        ...


def build_set(storyboard: Path, options: Options, witness: Witness) -> Path:
    """Render *storyboard* and publish the set below ``options.out``.

    A draft needs no rights, and is marked on every frame. The full film needs all of them, as it
    would to be published.

    Raises:
        RecitError: it can't be made; a set that was there stays.
    """
    today = datetime.date.today()
    production = prepare(storyboard, options)
    if not options.draft:
        refuse_without_rights(production.board, today)
    for difference in production.differences:
        witness.warn(str(difference))
    making = make_films(production, witness)
    return finish(making, out_folder(production), today, witness).folder


def draft_options(options: Options, out: Path) -> Options:
    """*options* for the quick version."""
    height = None if options.height is None else min(options.height, DRAFT_HEIGHT)
    return replace(options, draft=True, height=height, out=out)


def full_of(options: Options, out: Path) -> Options:
    """*options* for the version as it would be published."""
    return replace(options, draft=False, out=out)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewSession:
    """A preview that answers."""

    keys: Keys
    billboard: Billboard
    studio: Studio

    @property
    def address(self) -> str:
        """What to open in a browser; whoever has it can look."""
        return self.keys.address

    def run(self) -> None:
        """Make the film now and at each save, in this thread, until interrupted or `end`."""
        self.studio.run()

    def end(self) -> None:
        """Let `run` return soon; may be called from any thread."""
        self.studio.end()


@contextmanager
def open_session(
    storyboard: Path, options: Options, port: int = 0, *, build: Builder = build_set
) -> Iterator[PreviewSession]:
    """Listen and watch while the block runs; films are made by `Session.run`.

    Raises:
        UsageError: the port is taken.
    """
    billboard, showcase, watcher = Billboard(), ServedFiles(), Watcher(only(storyboard))
    with (
        tempfile.TemporaryDirectory(prefix="recit-preview-") as folder,
        listening_socket(port) as listener,
    ):
        keys = Keys(port=listener.getsockname()[1])
        studio = Studio(
            storyboard=storyboard,
            options=options,
            folder=Path(folder),
            build=build,
            watcher=watcher,
            billboard=billboard,
            showcase=showcase,
        )
        app = preview_app(billboard, showcase, keys)
        with watcher.looking(), answering(app, listener):
            try:
                yield PreviewSession(keys=keys, billboard=billboard, studio=studio)
            finally:
                # Streams end by themselves, so that the server need not cut them off.
                billboard.close()
