"""Antialiased shapes as coverage, and colour laid on pixels through it.

Comes in: polygons and lines in pixels, and the rectangle to draw them in. Goes out: coverage
(0 to 255) and changed pixels. Everything is drawn at twice the size and reduced, so that edges
are smooth and equal on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.cancellation import stop_point
from renderer.frames.pixels import Plane, Rgb, Size
from renderer.maps.timing import eased
from renderer.maps.viewport import Pixels, Rect, around

Colour = tuple[int, int, int]
_FINE = 2
"""Times a pixel, across and down: shapes are filled twice as fine and averaged, so that edges are
smooth. Four would take four times the memory."""
# Rows that are looked at at a time: a whole land's pixels, numbered at once, took 40 bytes each.
_BAND = 64
# Pixels that are laid at a time, at 30 bytes each.
_LAID = 1 << 16
Packed: TypeAlias = NDArray[np.uint8]
"""Which of a stencil's fine pixels are meant, a bit each."""
_SHIFT = 4  # OpenCV takes fixed-point coordinates: sixteenths of a pixel


class Stencil:
    """Coverage of one rectangle of the frame, drawn at twice its size."""

    def __init__(self, rect: Rect) -> None:
        """Start with nothing covered. *rect* may reach outside the frame."""
        self.rect = rect
        self._fine: Plane = np.zeros((rect.height * _FINE, rect.width * _FINE), np.uint8)

    def fill(self, rings: Sequence[Pixels], value: int = 255) -> None:
        """Cover the inside of *rings*, even-odd."""
        if rings:
            cv2.fillPoly(
                self._fine, [self._fixed(ring) for ring in rings], value, cv2.LINE_AA, _SHIFT
            )

    def unite(self, polygons: Sequence[Sequence[Pixels]]) -> None:
        """Cover whatever is inside any of *polygons*, of each the inside of its rings, even-odd."""
        if len(polygons) == 1:
            self.fill(polygons[0])
            return
        for rings in polygons:
            seen = around(np.concatenate(rings), 1).within_rect(self.rect)
            if seen.width and seen.height:
                part = Stencil(seen)
                part.fill(rings)
                self._lay(part)

    def _lay(self, part: Stencil) -> None:
        left = (part.rect.left - self.rect.left) * _FINE
        top = (part.rect.top - self.rect.top) * _FINE
        height, width = part.fine.shape
        window = self._fine[top : top + height, left : left + width]
        np.maximum(window, part.fine, out=window)

    def inside(self, depth: float) -> Packed:
        """Give what lies deeper than *depth* pixels inside what is covered, eight pixels a byte."""
        radius = round(depth * _FINE)
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
        packed = np.empty((len(self._fine), -(-self._fine.shape[1] // 8)), np.uint8)
        for top in range(0, len(self._fine), _BAND):
            # What lies farther than the disc reaches changes no row of a band.
            first = max(0, top - radius)
            inner = cv2.erode(self._fine[first : top + _BAND + radius], disc)[top - first :]
            packed[top : top + _BAND] = np.packbits(inner[:_BAND] > 127, axis=1)
        return packed

    def uncover(self, inside: Packed) -> None:
        """Uncover what lies *inside* a stencil of the same rectangle."""
        for top in range(0, len(self._fine), _BAND):
            band = self._fine[top : top + _BAND]
            found = np.unpackbits(inside[top : top + _BAND], axis=1, count=band.shape[1])
            band[found.view(bool)] = 0

    def join(self, shapes: Sequence[Pixels], value: int = 255) -> None:
        """Cover the union of convex *shapes*."""
        if not shapes:
            return
        fixed = self._fixed(np.concatenate(shapes))
        ends = np.cumsum([len(shape) for shape in shapes])
        for part in np.split(fixed, ends[:-1]):
            cv2.fillConvexPoly(self._fine, part, value, cv2.LINE_AA, _SHIFT)

    def stroke(self, lines: Sequence[Pixels], width: float, *, closed: bool = False) -> None:
        """Cover lines *width* pixels broad, with round joints."""
        thickness = max(1, round(width * _FINE))
        fixed = [self._fixed(line) for line in lines if len(line) > 1]
        if fixed:
            cv2.polylines(self._fine, fixed, closed, 255, thickness, cv2.LINE_AA, _SHIFT)

    def disc(self, centre: tuple[float, float], radius: float, value: int = 255) -> None:
        """Cover a disc."""
        turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        ring = np.stack([np.cos(turn), np.sin(turn)], axis=1) * radius + centre
        cv2.fillPoly(self._fine, [self._fixed(ring)], value, cv2.LINE_AA, _SHIFT)

    def keep(self, other: Stencil) -> None:
        """Keep only what *other*, of the same rectangle, covers too."""
        np.minimum(self._fine, other._fine, out=self._fine)

    def coverage(self) -> Plane:
        """Give coverage at the frame's own size, 0 to 255, shape (rect.height, rect.width)."""
        stop_point()  # a whole map takes seconds
        size = (self.rect.width, self.rect.height)
        reduced: Plane = cv2.resize(self._fine, size, interpolation=cv2.INTER_AREA)
        return reduced

    def bands(self) -> Iterator[tuple[Rect, Plane]]:
        """Give `coverage` some rows at a time, each with its rectangle: no copy of a whole ground.

        A pixel is the mean of its own four, so that where a band begins changes none.
        """
        stop_point()
        left, first, right, end = self.rect
        for top in range(first, end, _BAND):
            place = Rect(left, top, right, min(top + _BAND, end))
            fine = self._fine[(top - first) * _FINE : (place.bottom - first) * _FINE]
            size = (place.width, place.height)
            yield place, cv2.resize(fine, size, interpolation=cv2.INTER_AREA)

    @property
    def fine(self) -> Plane:
        """Coverage at twice the size."""
        return self._fine

    def _fixed(self, points: Pixels) -> NDArray[np.int32]:
        # A pixel's centre is a whole number for OpenCV and a half for us.
        moved = (points - (self.rect.left, self.rect.top)) * _FINE - 0.5
        fixed: NDArray[np.int32] = np.rint(moved * (1 << _SHIFT)).astype(np.int32)
        return fixed


def lay(pixels: Rgb, rect: Rect, coverage: Plane, colour: Colour, alpha: float = 1.0) -> None:
    """Lay *colour* on *pixels* (the whole frame) through *coverage* of *rect*.

    What of the rectangle is off the frame is left out.
    """
    size = Size(pixels.shape[1], pixels.shape[0])
    for top in range(0, len(coverage), _BAND):
        band = coverage[top : top + _BAND]
        place = Rect(rect.left, rect.top + top, rect.right, rect.top + top + len(band))
        drop = coverage_ink(place, band, colour, size, alpha)
        if drop is not None:
            lay_ink(pixels, drop)


def lay_stencil(pixels: Rgb, stencil: Stencil, colour: Colour, alpha: float = 1.0) -> None:
    """`lay` what a stencil covers, without the whole of its coverage."""
    size = Size(pixels.shape[1], pixels.shape[0])
    for place, band in stencil.bands():
        drop = coverage_ink(place, band, colour, size, alpha)
        if drop is not None:
            lay_ink(pixels, drop)


def shade(coverage: Plane, bare: Colour, covered: Colour) -> Rgb:
    """Give a picture that goes from *bare* (0) to *covered* (255)."""
    share = np.arange(256)[:, None]
    table = (np.array(bare) * (255 - share) + np.array(covered) * share + 127) // 255
    shaded: Rgb = table.astype(np.uint8)[coverage]
    return shaded


@dataclass(frozen=True, slots=True, kw_only=True)
class MapInk:
    """One colour on some pixels of a frame.

    Only covered pixels are kept, so laying it is cheap; five bytes each, since a map keeps all its
    inks: with rows, columns and 32 bits of coverage beside them, one map's took 20 MB.
    """

    rect: Rect
    """Around every pixel it covers; wholly inside the frame."""
    width: int
    """Of the frame: pixels in a row."""
    where: NDArray[np.int32]
    """Row × the frame's width + column, rising."""
    cover: NDArray[np.uint8]
    """Coverage of each pixel, 1 to 255; shape (pixels,)."""
    colour: Colour

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return int(self.where.nbytes + self.cover.nbytes)


def coverage_ink(
    rect: Rect, coverage: Plane, colour: Colour, size: Size, alpha: float = 1.0
) -> MapInk | None:
    """Keep what *coverage* of *rect* covers inside the frame; None: nothing."""
    if alpha < 1:
        coverage = cv2.convertScaleAbs(coverage, alpha=alpha)
    seen = rect.within(size)
    if seen.width == 0 or seen.height == 0:
        return None
    window = coverage[
        seen.top - rect.top : seen.bottom - rect.top, seen.left - rect.left : seen.right - rect.left
    ]
    left, top, width, height = cv2.boundingRect(window)
    if width == 0:
        return None
    window = window[top : top + height, left : left + width]
    left, top = left + seen.left, top + seen.top
    tight = Rect(left, top, left + width, top + height)
    return MapInk(
        rect=tight,
        width=size.width,
        where=_numbers(window, tight, size.width),
        cover=window[window != 0],
        colour=colour,
    )


def _numbers(window: Plane, rect: Rect, width: int) -> NDArray[np.int32]:
    """Row × *width* + column of what *window*, which lies at *rect*, covers; a band at a time."""
    numbers = np.empty(cv2.countNonZero(window), np.int32)
    columns = np.arange(rect.left, rect.right, dtype=np.int32)
    done = 0
    for top in range(0, len(window), _BAND):
        band = window[top : top + _BAND]
        rows = np.arange(rect.top + top, rect.top + top + len(band), dtype=np.int32)
        found = (rows[:, None] * width + columns)[band != 0]
        numbers[done : done + len(found)] = found
        done += len(found)
    return numbers


def _sunk(drop: MapInk, first: int, last: int) -> MapInk | None:
    """Let *drop* fade from row *first* on, to nothing at *last*; None: nothing is left."""
    if drop.rect.bottom <= first:
        return drop
    share = np.clip((last - drop.where // drop.width) / max(1, last - first), 0, 1)
    cover = np.rint(drop.cover * share).astype(np.uint8)
    kept = np.flatnonzero(cover)
    if len(kept) == 0:
        return None
    rect = drop.rect
    return MapInk(
        rect=Rect(rect.left, rect.top, rect.right, min(rect.bottom, last)),
        width=drop.width,
        where=drop.where[kept],
        cover=cover[kept],
        colour=drop.colour,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sinking:
    """How what stands over a caption goes down when that has left."""

    start: int = 0
    end: int = 0
    """The frames in which it goes down."""
    rows: int = 0
    """By how many."""

    def at(self, frame: int) -> float:
        """Give the rows by which it has gone down at *frame*."""
        return self.rows * eased(frame, self.start, self.end)


def lowered(drop: MapInk, rows: float, height: int) -> MapInk:
    """Give *drop* that many *rows* lower: between two of them it is shared out, so that it glides.

    What goes down below a frame of that *height* is gone: on a contact sheet a legend is taller
    than the room it stands in.
    """
    whole = int(rows)
    rest = rows - whole
    rect, window = drop.rect, np.zeros((drop.rect.height + 1, drop.rect.width), np.float32)
    row, column = np.divmod(drop.where, drop.width)
    window[row - rect.top, column - rect.left] = drop.cover
    window[1:] = window[1:] * (1 - rest) + window[:-1] * rest
    window[0] *= 1 - rest
    top = rect.top + whole
    cover = np.rint(window[: max(0, height - top)]).astype(np.uint8)
    moved = Rect(rect.left, top, rect.right, top + len(cover))
    return MapInk(
        rect=moved,
        width=drop.width,
        where=_numbers(cover, moved, drop.width),
        cover=cover[cover != 0],
        colour=drop.colour,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shore:
    """The rows over a caption in which things end that run on beneath it, as at a map's edge."""

    layers: int
    """So many, from the bottom: things, not names."""
    first: int
    last: int
    sinking: Sinking = field(default_factory=Sinking)

    def sunk(self, frame: int) -> int:
        """Give the rows by which it has sunk at *frame*."""
        return round(self.sinking.at(frame))

    def reached_by(self, drops: tuple[MapInk, ...], frame: int) -> tuple[MapInk, ...]:
        """Give what is left of *drops* at *frame*."""
        down = self.sunk(frame)
        left = (_sunk(drop, self.first + down, self.last + down) for drop in drops)
        return tuple(drop for drop in left if drop is not None)


def lay_ink(pixels: Rgb, drop: MapInk, window: Rect | None = None) -> None:
    """Lay *drop* on *pixels*: the whole frame, or only that *window* of it."""
    where, cover = drop.where, drop.cover
    if window is not None:
        if not window.meets(drop.rect):
            return
        where, cover = _windowed(drop, window)
    flat = pixels.reshape(-1, 3)
    for start in range(0, len(where), _LAID):
        here = where[start : start + _LAID]
        under = flat[here].astype(np.int32)
        strength = cover[start : start + _LAID].astype(np.int32)[:, None]
        # under + (colour − under) · cover / 255, rounded: never below 0 before the division.
        under *= 255 - strength
        under += np.array(drop.colour, np.int32) * strength + 127
        under //= 255
        flat[here] = under.astype(np.uint8)


def _windowed(drop: MapInk, window: Rect) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Row × the window's width + column of the pixels inside *window*, and their coverage."""
    first, last = np.searchsorted(drop.where, (window.top * drop.width, window.bottom * drop.width))
    rows, columns = np.divmod(drop.where[first:last], drop.width)
    cover = drop.cover[first:last]
    if drop.rect.left < window.left or window.right < drop.rect.right:
        inside = (columns >= window.left) & (columns < window.right)
        rows, columns, cover = rows[inside], columns[inside], cover[inside]
    return (rows - window.top) * window.width + columns - window.left, cover
