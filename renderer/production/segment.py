"""One segment, painted and encoded into the cache.

Comes in: a layout and a segment's number. Goes out: its entry. Safe to run twice, or at once in
two places: the same key gives the same frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from renderer.clips.segment_painter import segment_painter
from renderer.encoding.encode_video import encode_segment
from renderer.farm.memory import give_back
from renderer.farm.room import Turns
from renderer.production.film_structure import SEGMENT, Layout
from renderer.production.painter_cache import Shelf
from renderer.store.cache import Cache, Entry


def make_next(turns: Turns[int], layout: Layout, cache: Cache, shelf: Shelf) -> tuple[int, Entry]:
    """The segment whose turn it is in *turns*; else as `make_segment`."""
    with turns.next() as number:
        return make_segment(number, layout, cache, shelf)


def make_segment(number: int, layout: Layout, cache: Cache, shelf: Shelf) -> tuple[int, Entry]:
    """Segment *number*, made and kept.

    Raises:
        PictureError: a picture of it can't be used.
        EncodeError: the codec failed.
    """
    try:
        return number, _kept(number, layout, cache, shelf)
    finally:
        give_back()  # now that the segment's painters are let go of


def _kept(number: int, layout: Layout, cache: Cache, shelf: Shelf) -> Entry:
    task = layout.tasks[number]
    settings = layout.settings_of(task)
    painter = segment_painter(
        task.runs,
        layout.settings.size,
        shelf.painter_of,
        cues=task.cues,
        overlay_of=shelf.overlay_of,
    )

    def write(path: Path) -> Mapping[str, Any]:
        return encode_segment(path, task.length, settings, painter.state, painter.paint)

    return cache.keep(SEGMENT, layout.keys[number], write)
