"""Where the sets of one film's languages stand, on the disk and on the web.

Comes in: a storyboard, the folder of finished sets, what is being made. Goes out: `Edition`s for a
page to link to, and a set's address.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from renderer.publish.publication import Edition
from renderer.storyboard.board import Storyboard


def editions(board: Storyboard, out: Path, told: Sequence[str]) -> tuple[Edition, ...]:
    """The languages that a page can link to: those *told* now, and those already below *out*."""
    there = tuple(
        Edition(language=language, folder=board.name_in(language))
        for language in board.languages
        if language in told or (out / board.name_in(language) / "manifest.json").is_file()
    )
    return there if len(there) > 1 else ()


def set_address(base_url: str, name: str) -> str:
    """The public address of the set called *name* below the project's own; empty: not stated."""
    return f"{base_url.rstrip('/')}/{name}/" if base_url else ""
