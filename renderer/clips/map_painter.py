"""A map of operations as a painter: only what moves is drawn and turned into planes again.

Comes in: a checked `OperationsMap`, a look, the theme. Goes out: a painter. Knows no codec.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock

from renderer.clips.drawing import Reserve, at_once
from renderer.clips.slide_parameters import Look
from renderer.clips.slow_zoom import EDGE_SHARE
from renderer.decoding.file_integrity import unchanged
from renderer.errors import PictureError
from renderer.frames.contrast import READABLE, contrast
from renderer.frames.pixels import Planes
from renderer.frames.yuv import copy_planes, to_planes
from renderer.language.eye.typography import typeset
from renderer.language.registry import language_of
from renderer.maps.prepared_map import PreparedMap, prepare_map
from renderer.maps.style import Colour, MapStyle, SideColours, fonts_of
from renderer.maps.viewport import Rect
from renderer.pictures.caption import caption_reach
from renderer.pictures.credit_line import draw_mark
from renderer.storyboard.map_data import OperationsMap
from renderer.themes.theme import Theme

_CHROMA_REACH = 2
"""Luma pixels around a changed one whose chroma it can reach: the 1-2-1 filter's, made even."""
_KEPT = 2
"""Resting planes at hand: two threads paint two parts of a slide, each at its own place."""


@dataclass(slots=True, kw_only=True, weakref_slot=True)
class MapPainter:
    """A prepared map on planes. Threads take turns: the map keeps what rests between frames."""

    prepared: PreparedMap
    length: int
    _lock: Lock = field(default_factory=Lock, repr=False)
    _rests: OrderedDict[Hashable, Planes] = field(default_factory=OrderedDict, repr=False)

    @property
    def nbytes(self) -> int:
        """Memory of what is at hand."""
        return self.prepared.nbytes + sum(rest.nbytes for rest in tuple(self._rests.values()))

    def state(self, frame: int) -> Hashable:
        """What is on the map, and where."""
        return self.prepared.state(frame)

    def paint(self, frame: int, into: Planes) -> None:
        """Copy what rests, and turn only the changed rectangles into planes."""
        with self._lock:
            copy_planes(self._resting(frame), into)
            for rect in self.prepared.changes(frame):
                _refresh(self.prepared, frame, into, rect)

    def let_go(self) -> None:
        """Keep nothing of its frames, for a flight draws its own."""
        with self._lock:
            self._rests.clear()
            self.prepared.let_go()

    def _resting(self, frame: int) -> Planes:
        if not self.prepared.at_rest(frame):
            return to_planes(self.prepared.rest(frame))
        state = self.prepared.rest_state(frame)
        if state not in self._rests:
            self._rests[state] = to_planes(self.prepared.rest(frame))
            while len(self._rests) > _KEPT:
                self._rests.popitem(last=False)
        self._rests.move_to_end(state)
        return self._rests[state]


def _refresh(prepared: PreparedMap, frame: int, planes: Planes, rect: Rect) -> None:
    """Turn *rect* of the frame into planes again, with what its chroma reaches."""
    width, height = prepared.size
    left = max(0, rect.left // 2 * 2 - _CHROMA_REACH)
    top = max(0, rect.top // 2 * 2)
    right = min(width, (rect.right + 1) // 2 * 2 + _CHROMA_REACH)
    bottom = min(height, (rect.bottom + 1) // 2 * 2)
    # One more pair of columns on each side for the filter, cut off again: the frame's own
    # neighbours count, not a repeated edge.
    outer = Rect(max(0, left - 2), top, min(width, right + 2), bottom)
    piece = to_planes(prepared.piece(frame, outer))
    skip, keep = left - outer.left, right - left
    planes.y[top:bottom, left:right] = piece.y[:, skip : skip + keep]
    for plane, part in ((planes.u, piece.u), (planes.v, piece.v)):
        plane[top // 2 : bottom // 2, left // 2 : right // 2] = part[
            :, skip // 2 : (skip + keep) // 2
        ]


def map_painter(
    board: OperationsMap,
    look: Look,
    theme: Theme,
    files: Sequence[Path],
    reserve: Reserve = at_once,
) -> MapPainter:
    """The painter of a map slide.

    *files* are those that `look.digests` are of; *reserve* is entered while a ground is drawn.

    Raises:
        PictureError: its ground, or a font, is missing.
    """
    arrived, lasts = look.lengths
    prepared = prepare_map(
        board,
        map_style(theme),
        look.size,
        beats=look.beats,
        length=lasts,
        media=look.media,
        fps=look.fps,
        language=look.language,
        clear_bottom=caption_reach(look.caption, theme, look.size, look.language, foot=look.foot),
        uncovered=(look.uncovered, look.foot) if look.uncovered else None,
        beside=look.flown.beside if look.flown else (),
        free=(look.flown.arrives, look.flown.leaves) if look.flown else (0, arrived),
        write=partial(typeset, language=look.language),
        reading=lambda: unchanged(zip(files, look.digests, strict=False), PictureError),
        marked=_marked(look, theme) if look.draft else None,
        reserve=reserve,
    )
    return MapPainter(prepared=prepared, length=lasts)


def _marked(look: Look, theme: Theme) -> Rect:
    """What a draft's mark takes of the map, wherever the map has drifted to under it."""
    width, height = look.size
    high, wide = draw_mark(language_of(look.language).draft, theme, look.size).rgba.shape[:2]
    return Rect(0, 0, wide + math.ceil(EDGE_SHARE * width), high + math.ceil(EDGE_SHARE * height))


def map_style(theme: Theme) -> MapStyle:
    """The theme's colours, as maps use them; what a theme doesn't name is mixed from its own."""
    palette = theme.map
    city = _between(palette.land, palette.label, 0.09)
    return MapStyle(
        sea=palette.sea,
        shallows=_between(palette.sea, palette.land, 0.3),
        land=palette.land,
        land_edge=palette.land_edge,
        city=city,
        river=palette.river,
        border=palette.border,
        grid=palette.grid,
        label=palette.label,
        water_label=_readable(palette.river, palette.label, (palette.sea, palette.land, city)),
        halo=_between(palette.land, palette.sea, 0.5),
        road=_between(palette.land, palette.label, 0.3),
        sides=SideColours(
            allies=palette.side("allies"),
            axis=palette.side("axis"),
            neutral=palette.side("neutral"),
        ),
        fonts=fonts_of(theme),
    )


def _readable(water: Colour, ink: Colour, grounds: Sequence[Colour]) -> Colour:
    """The colour nearest to *water*'s, on the way to *ink*, that can be read on every ground."""
    mixed = (_between(water, ink, share / 20) for share in range(7, 20))
    return next(
        (one for one in mixed if min(contrast(one, under) for under in grounds) >= READABLE), ink
    )


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
