"""Notices that a file on the watch list was saved.

Comes in: a `Watchlist`. Goes out: `saved`, an event. The operating system's notices, through
watchfiles, only say when to look: what counts is whether a file's signature changed. So an editor
that saves by renaming, a network drive that sends no notices, and a save during a change of lists
are all seen.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from watchfiles import watch

from renderer.preview.watchlist import Watchlist, changed

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
            if not changed(self._seen, now):
                return
            self._seen = now
        self.saved.set()
