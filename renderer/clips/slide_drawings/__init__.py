"""How each kind of slide is drawn: one module a kind, with the name of its row in `kinds.KINDS`.

Comes in: a `Visual`. Goes out: its `Drawing`. A kind's module is loaded when a film shows one.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from renderer.clips.drawing import Drawing
from renderer.storyboard.board import Visual

__all__ = ["drawing_of", "files_of"]


def drawing_of(visual: Visual) -> Drawing[Any]:
    """How *visual* is drawn."""
    return _drawing(visual.kind)


@cache
def _drawing(kind: str) -> Drawing[Any]:
    drawing: Drawing[Any] = import_module(f"renderer.clips.slide_drawings.{kind}").DRAWING
    return drawing


def files_of(visual: Visual, media: Path) -> tuple[Path, ...]:
    """The files whose bytes reach the pixels of *visual*."""
    files: tuple[Path, ...] = drawing_of(visual).files(visual, media)
    return files
