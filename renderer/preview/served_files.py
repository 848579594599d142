"""Which files may be asked for, by ids that nobody can guess.

Comes in: folders of published sets. Goes out: files, each found by looking its set and name up in
a table. No path is ever joined with what a request says.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from renderer.errors import PublishError
from renderer.messages import tr
from renderer.publish.swap_and_rollback import MEDIA, read_state

KEPT = 4
"""Sets still served: the draft and the full film on show, and those a browser is leaving."""


def files_of_set(folder: Path, *, earlier: bool = False) -> dict[str, Path]:
    """Every name under which the set that *folder* shows, or the *earlier* one, is asked for.

    Raises:
        PublishError: there is no such set in *folder*.
    """
    state = read_state(folder)
    shown = state and (state.previous if earlier else state.current)
    if not shown:
        raise PublishError(tr("{folder} shows no set", folder=folder), code="set-missing")
    files = {name: folder / home for name, home in shown.items()}
    # Pages load media by the names of their homes; those never change content, so that a
    # page and its film always are of one set.
    media = [home for home in shown.values() if home.startswith(f"{MEDIA}/")]
    return files | {home: folder / home for home in media}


class ServedFiles:
    """The sets that may be looked at."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._sets: OrderedDict[str, Mapping[str, Path]] = OrderedDict()
        self._lock = Lock()

    def put(self, folder: Path, *, earlier: bool = False) -> str:
        """Serve the set that *folder* shows now, or the *earlier* one. The same set always gets the
        same id.

        Raises:
            PublishError: there is no such set in *folder*.
        """
        files = files_of_set(folder, earlier=earlier)
        noted = "\n".join(f"{name}\t{path}" for name, path in sorted(files.items()))
        known_as = hmac.new(self._secret, noted.encode(), hashlib.sha256).hexdigest()[:24]
        with self._lock:
            self._sets[known_as] = files
            self._sets.move_to_end(known_as)
            while len(self._sets) > KEPT:
                self._sets.popitem(last=False)
        return known_as

    def find(self, known_as: str, name: str) -> Path | None:
        """The file called *name* in a set; None when there is no such set, or no such name."""
        with self._lock:
            return self._sets.get(known_as, {}).get(name)
