"""Notices that a file was saved on which a storyboard's film depends.

Comes in: a checked board, or only the storyboard's path while it has mistakes. Goes out: its
`Watchlist`, with signatures to compare; `saved`, an event. Opens no file. The operating system's
notices, through watchfiles, only say when to look: what counts is whether a file's signature
changed. So an editor that saves by renaming, a network drive that sends no notices, and a save
during a change of lists are all seen.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread

from watchfiles import watch

from renderer.clips.slide_drawings import files_of
from renderer.storyboard.board import Storyboard
from renderer.storyboard.project_config import CONFIG, MEDIA, find_root
from renderer.storyboard.pronounce import LEXICONS
from renderer.storyboard.translation import TRANSLATIONS

THEMES = "themes"
MOST_FOLDERS = 500
"""Folders of media that are looked through for a file that was missing."""
Signature = tuple[int, int, int] | None
"""Modification time, size and inode; None: there is no such file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """What to look at."""

    files: frozenset[Path]
    """A change of any of them matters, and so does its coming or going."""
    folders: frozenset[Path]
    """Whatever lies directly in one of them matters."""

    @property
    def places(self) -> frozenset[Path]:
        """The folders in which something can happen."""
        return frozenset({path.parent for path in self.files} | self.folders)

    def signatures(self) -> dict[Path, Signature]:
        """What everything on the list looks like now."""
        result = {path: _signature(path) for path in self.files}
        for folder in self.folders:
            result.update({path: _signature(path) for path in _plain_files(folder)})
        return result


def watchlist_of(board: Storyboard) -> Watchlist:
    """Storyboard, recit.toml, lexicons, the project's themes, and all media that *board* names."""
    files = {file for slide in board.slides for file in files_of(slide.visual, board.media)}
    files |= {recording.file for slide in board.slides for recording in slide.recordings}
    files |= {music.file for _, music in board.pieces}
    files |= _lexicons(board)
    return Watchlist(
        files=frozenset(files | _always(board.path)), folders=frozenset(_side_folders(board.path))
    )


def watchlist_after_mistakes(storyboard: Path, before: Watchlist) -> Watchlist:
    """*before*, and whatever could put a mistake right: a lexicon, a theme, a picture that comes.

    Args:
        storyboard: a file that can't be read as a storyboard now, or names what isn't there.
        before: the list of the last time that it could.
    """
    folders = set(_side_folders(storyboard)) | {storyboard.parent}
    folders |= set(_folders_below(find_root(storyboard) / MEDIA))
    return Watchlist(
        files=before.files | _always(storyboard), folders=before.folders | frozenset(folders)
    )


def only(storyboard: Path) -> Watchlist:
    """The storyboard itself: what is known before it has been read."""
    return Watchlist(files=frozenset(_always(storyboard)), folders=frozenset())


def files_changed(before: Mapping[Path, Signature], now: Mapping[Path, Signature]) -> bool:
    """Whether anything came, went or was written to."""
    return any(before.get(path) != now.get(path) for path in {*before, *now})


def _always(storyboard: Path) -> set[Path]:
    return {storyboard, find_root(storyboard) / CONFIG}


def _lexicons(board: Storyboard) -> set[Path]:
    """Wherever a lexicon that an entry says it comes from may lie."""
    entries = [*board.pronounce, *(entry for slide in board.slides for entry in slide.pronounce)]
    names = {entry.origin.rpartition(":")[0] for entry in entries} - {"", board.path.name}
    bases = (board.path.parent, board.root)
    return {place / name for base in bases for place in (base, base / LEXICONS) for name in names}


def _side_folders(storyboard: Path) -> Iterator[Path]:
    """Where lexicons, translations and themes (with their fonts and logos) are kept."""
    for folder in {storyboard.parent, find_root(storyboard)}:
        yield folder / LEXICONS
    yield storyboard.parent / TRANSLATIONS
    yield from _folders_below(storyboard.parent / THEMES)


def _folders_below(top: Path) -> Iterator[Path]:
    """*top* and the folders below it, hidden ones left out."""
    yield top
    found = 1
    for folder, names, _ in os.walk(top):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in names:
            if found >= MOST_FOLDERS:
                return
            found += 1
            yield Path(folder, name)


def _plain_files(folder: Path) -> Iterator[Path]:
    """What lies in *folder*, but for what editors hide there while they save."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.startswith(".") and not entry.name.endswith("~"):
                    yield Path(entry.path)
    except OSError:
        return  # not there, or not ours to read: nothing in it can matter


def _signature(path: Path) -> Signature:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


LOG = logging.getLogger(__name__)
LOOK_EVERY_MS = 1000
"""How often signatures are looked at without any notice."""
_STEP_MS = 100
"""A save is over when nothing more happened for so long."""
_GATHER_MS = 800
"""But a file that is written to all the time is looked at after so long."""


class Watcher:
    """Looks at a list of files from a thread of its own."""

    def __init__(self, first: Watchlist) -> None:
        self.saved = Event()
        self._lock = Lock()
        self._list = first
        self._seen = first.signatures()
        self._ended = Event()
        self._again = Event()

    def look_at(self, wanted: Watchlist) -> None:
        """Watch *wanted* from now on; what changed on the old list meanwhile still counts."""
        with self._lock:
            before, known = self._list, self._seen
            self._list, self._seen = wanted, {}
            for path, signature in wanted.signatures().items():
                came = path in known or path.parent in before.folders
                self._seen[path] = known.get(path) if came else signature
        if wanted.places != before.places:
            self._again.set()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Watch while the block runs."""
        thread = Thread(target=self._run, name="preview-watcher", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            self._again.set()
            thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._again.clear()
            places = [str(place) for place in self._list.places if place.is_dir()]
            # The end may have come before the event was cleared.
            if self._ended.is_set():
                return
            try:
                self._follow(places)
            except OSError as error:
                # Linux: no inotify watch left. macOS: a folder was removed at the wrong moment.
                LOG.debug("no notices of changes (%s): looking every second", error)
                self._look()
                self._again.wait(LOOK_EVERY_MS / 1000)

    def _follow(self, places: list[str]) -> None:
        for _ in watch(
            *places,
            watch_filter=None,
            debounce=_GATHER_MS,
            step=_STEP_MS,
            stop_event=self._again,
            rust_timeout=LOOK_EVERY_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=False,
            ignore_permission_denied=True,
        ):
            self._look()

    def _look(self) -> None:
        with self._lock:
            now = self._list.signatures()
            if not files_changed(self._seen, now):
                return
            self._seen = now
        self.saved.set()
