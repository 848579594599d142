"""One studio from its start to its end.

Comes in: a project's folder, options, where to listen. Goes out: a `Session` whose address can be
opened and whose `run` sees what others write. All of it (threads, socket, voices, folder) ends with
the block. What the next session wants to know, its port and the key of its films' names, is kept in
the project's `.recit/`.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from socket import socket
from threading import Event
from typing import TYPE_CHECKING

from renderer.cancellation import stop_point
from renderer.editing.edited_file import PRIVATE
from renderer.errors import RecitError, UsageError
from renderer.files.atomic import drafted
from renderer.messages import tr
from renderer.preview.access_control import Keys, Proxy
from renderer.preview.server import LOOPBACK, answering, listening_socket
from renderer.preview.watcher import Signature, Watchlist, watchlist_of
from renderer.production.options import Options
from renderer.studio.http import Refusal

if TYPE_CHECKING:
    from renderer.studio.actions import Actions

_FILE = "studio.json"
_MOST_BYTES = 4096
"""What is longer isn't ours."""
_PORTS = range(1024, 65536)
"""Those that anybody may listen on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSession:
    """What is kept from one session to the next."""

    port: int = 0
    films: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    """Makes the names of films, which nobody guesses."""


def read_session(folder: Path) -> SavedSession:
    """What is remembered of the project at *folder*."""
    place = folder / PRIVATE / _FILE
    try:
        if place.parent.is_symlink() or place.is_symlink() or place.stat().st_size > _MOST_BYTES:
            return SavedSession()
        found = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return SavedSession()
    found = found if isinstance(found, dict) else {}
    port, films = found.get("port"), found.get("films")
    if not isinstance(films, str) or len(films) != len(SavedSession().films):
        return SavedSession()
    return SavedSession(port=port if isinstance(port, int) and port in _PORTS else 0, films=films)


def keep_session(folder: Path, saved: SavedSession) -> None:
    """Keep *saved*; of a folder that holds no project nothing is kept."""
    place = folder / PRIVATE / _FILE
    if not (folder / "storyboards").is_dir() or place.parent.is_symlink() or place.is_symlink():
        return
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        if not (ignore := place.with_name(".gitignore")).exists():
            ignore.write_text("*\n", encoding="utf-8")
        with drafted(place) as draft:
            draft.write_text(json.dumps(asdict(saved)), encoding="utf-8")
            draft.chmod(0o600)


LOOK_EVERY_SECONDS = 0.5
"""How often the project's files are looked at: a save in an editor is seen at once."""
_PAGE = Path(__file__).parent / "page"
_LOOPBACKS = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A studio that answers."""

    keys: Keys
    actions: Actions
    address: str
    """What to open in a browser."""
    ended: Event = field(default_factory=Event)

    def run(self) -> None:
        """See what others write, in this thread, until interrupted or `end`."""
        seen: dict[str, tuple[str, dict[Path, Signature]]] = {}
        films: list[str] | None = None
        while not self.ended.wait(LOOK_EVERY_SECONDS):
            stop_point()
            names = [known_as for known_as, _ in self.actions.films.all()]
            if films is not None and names != films:
                self.actions.news.tell({"kind": "films"})
            films = names
            for known_as in names:
                self.look(known_as, seen)

    def end(self) -> None:
        """Let `run` return soon; may be called from any thread."""
        self.ended.set()

    def look(self, known_as: str, seen: dict[str, tuple[str, dict[Path, Signature]]]) -> None:
        """Tell of a film whose file, or whose pictures, somebody has changed."""
        try:
            open_film = self.actions.films.open(known_as)
            if not open_film.is_open:
                return
            board = open_film.shown().board
            files = watchlist_of(board) if board is not None else None
            wanted = files or Watchlist(files=frozenset({open_film.path}), folders=frozenset())
            now = wanted.signatures()
            # A page may have been given a text before the first look, and the file saved since.
            before, signed = seen.get(known_as, (open_film.opened, now))
            digest = open_film.sheet().digest
            beside = [
                path
                for path, known in signed.items()
                if path != open_film.path and path in now and now[path] != known
            ]
            if beside:
                open_film.read_again()
            if beside or digest not in (before, open_film.written):
                news = {"kind": "film", "film": known_as, "digest": digest, "by": ""}
                # The project's words may be the studio's own doing; a picture or a sound never is.
                names = sorted({p.name for p in beside if p.suffix not in (".yaml", ".toml")})
                self.actions.news.tell({**news, "reason": "disk", "beside": names})
            seen[known_as] = (digest, now)
        except (RecitError, Refusal):
            return  # it is being written, or gone: what it says next is compared with what it said


def _listening(kept: ExitStack, port: int, host: str, before: int) -> socket:
    """A socket at *port*; where that is left open at that of *before*, if nobody has it now."""
    if not port and before:
        with suppress(UsageError):
            return kept.enter_context(listening_socket(before, host))
    return kept.enter_context(listening_socket(port, host))


@contextmanager
def open_studio(
    folder: Path,
    options: Options,
    *,
    port: int = 0,
    host: str = LOOPBACK,
    proxy: Proxy | None = None,
) -> Iterator[Session]:
    """Listen while the block runs.

    Raises:
        UsageError: the port is taken, the folder is none, or it would listen to other machines
            without anybody who asks who they are.
    """
    from renderer.studio.actions import Actions
    from renderer.studio.api import studio_app  # codecs: only once a studio is opened

    if not folder.is_dir():
        told = tr("{folder} is no folder: name that of a project", folder=folder)
        raise UsageError(told, code="folder-expected")
    if host not in _LOOPBACKS and proxy is None:
        told = tr(
            "the studio listens to other machines only behind a proxy that asks who they are:"
            " add --trust-header NAME --proxy ADDRESS"
        )
        raise UsageError(told, code="proxy-missing")
    saved = read_session(folder)
    with ExitStack() as kept:
        listener = _listening(kept, port, host, saved.port)
        keys = Keys(port=listener.getsockname()[1], proxy=proxy)
        saved = replace(saved, port=keys.port)
        keep_session(folder, saved)
        kept.callback(
            keep_session, folder, saved
        )  # the first film may have made the project meanwhile
        actions = Actions(folder, options, kept, saved.films)
        with answering(studio_app(actions, keys, _PAGE), listener):
            address = keys.address if proxy is None else f"http://{host}:{keys.port}/"
            try:
                yield Session(keys=keys, actions=actions, address=address)
            finally:
                # Streams end by themselves, so that the server need not cut them off.
                actions.news.tell(None)
