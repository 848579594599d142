"""One preview from its first render to its end.

Comes in: a storyboard's path, options, a port. Goes out: a `Session` whose address can be opened
and whose `run` follows the author's saves. All of it (threads, socket, folder) ends with the block.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from renderer.preview.app import preview_app
from renderer.preview.builder import Builder, build_set
from renderer.preview.gate import Keys
from renderer.preview.news import Billboard
from renderer.preview.server import answering, listening_socket
from renderer.preview.showcase import Showcase
from renderer.preview.studio import Studio
from renderer.preview.watcher import Watcher
from renderer.preview.watchlist import only
from renderer.production.options import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
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
) -> Iterator[Session]:
    """Listen and watch while the block runs; films are made by `Session.run`.

    Raises:
        UsageError: the port is taken.
    """
    billboard, showcase, watcher = Billboard(), Showcase(), Watcher(only(storyboard))
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
                yield Session(keys=keys, billboard=billboard, studio=studio)
            finally:
                # Streams end by themselves, so that the server need not cut them off.
                billboard.close()
