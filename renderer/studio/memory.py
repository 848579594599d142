"""What a studio knows from the last time: its port, and the key of its films' names.

Comes in: a project's folder. Goes out: values kept in its `.recit/`, which only this machine's
studio needs and nobody publishes: with them a window that was left open finds the studio, its film
and its own words again. What can't be kept is made anew. Keeps nothing that lets anybody in.
"""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from renderer.editing.edited_file import PRIVATE
from renderer.files.atomic import drafted

_FILE = "studio.json"
_MOST_BYTES = 4096
"""What is longer isn't ours."""
_PORTS = range(1024, 65536)
"""Those that anybody may listen on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is kept from one session to the next."""

    port: int = 0
    films: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    """Makes the names of films, which nobody guesses."""


def known(folder: Path) -> Memory:
    """What is remembered of the project at *folder*."""
    place = folder / PRIVATE / _FILE
    try:
        if place.parent.is_symlink() or place.is_symlink() or place.stat().st_size > _MOST_BYTES:
            return Memory()
        found = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Memory()
    found = found if isinstance(found, dict) else {}
    port, films = found.get("port"), found.get("films")
    if not isinstance(films, str) or len(films) != len(Memory().films):
        return Memory()
    return Memory(port=port if isinstance(port, int) and port in _PORTS else 0, films=films)


def remember(folder: Path, memory: Memory) -> None:
    """Keep *memory*; of a folder that holds no project nothing is kept."""
    place = folder / PRIVATE / _FILE
    if not (folder / "storyboards").is_dir() or place.parent.is_symlink() or place.is_symlink():
        return
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        if not (ignore := place.with_name(".gitignore")).exists():
            ignore.write_text("*\n", encoding="utf-8")
        with drafted(place) as draft:
            draft.write_text(json.dumps(asdict(memory)), encoding="utf-8")
            draft.chmod(0o600)
