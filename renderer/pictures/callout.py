"""Call-outs: a rectangle, a circle, an arrow or a label that points at something in a picture.

    board.Callout + where its points fall ──draw_callout──▶ Overlay

Comes in: a call-out, and the mapping from fractions of the picture to pixels of the frame. Goes
out: an overlay, or None when it lies wholly outside the frame. Knows nothing of time or motion.
Lines are drawn from their exact distance to each pixel, so they don't tremble when they move.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.frames.contrast import readable_alpha
from renderer.frames.pixels import Overlay, Size
from renderer.language.eye.typography import lettered
from renderer.pictures.caption import RATIO
from renderer.storyboard.board import Callout, Point
from renderer.themes.theme import Theme, unit
from renderer.typesetting.ink import InkSheet
from renderer.typesetting.shaping import TextStyle
from renderer.typesetting.typeset import Ink, SetText, TextBox, ink, set_text

Place = Callable[[Point], tuple[float, float]]
"""Fractions of the picture → pixels of the frame, which may lie outside it."""

Field = NDArray[np.float64]

# In percent of the frame's shorter side.
_STROKE = 0.42
"""Some 4 pixels of 1080 lines: drawn over any picture, it is still a line and no bar."""
_HALO = 0.28
"""Of the other tone around a stroke: without it a light stroke is lost on a sky."""
_HEAD = 2.6
"""Of an arrow: six strokes broad, it points and isn't a bulge of the line."""
_TEXT = 2.9
"""Smaller than captions, which say more than a mark's few words."""
_LEAST_PIXELS = 10.0
"""Letters of fewer can't be read in any font, however small the film."""
_GAP = 1.1
"""Between a mark and its words: less than the letters' height, so that they belong together."""
_EDGE = 2.5
"""What words keep from the frame's edge, which televisions and players crop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """A line drawing: its bounds in frame pixels, and each pixel's distance to its lines."""

    left: float
    top: float
    right: float
    bottom: float
    distance: Callable[[Field, Field], Field]
    """Pixels from the nearest line's middle; negative within a filled part."""


def draw_callout(
    callout: Callout,
    theme: Theme,
    size: Size,
    place: Place,
    *,
    language: str = "fr",
    foot: int = 0,
) -> Overlay | None:
    """Draw *callout* where *place* puts its points, its words clear of *foot* rows at the foot.

    Returns:
        None when nothing of it falls within the frame.

    Raises:
        PictureError: its text can't be drawn or doesn't fit.
    """
    one = unit(size)
    stroke = max(1.5, _STROKE * one)
    halo = max(1.2, _HALO * one)
    shape = _shape(callout, place, _head(size))
    label = set_label(callout.text, theme, size, language) if callout.text else None
    at = _label_place(callout, place, shape, label, size, foot=foot) if label else (0, 0)
    boxes = []
    if shape is not None:
        reach = stroke / 2 + halo + 1
        boxes.append(
            (shape.left - reach, shape.top - reach, shape.right + reach, shape.bottom + reach)
        )
    if label is not None:
        pad = _pad(label)
        boxes.append(
            (
                at[0] - pad[0],
                at[1] - pad[1],
                at[0] + label.width + pad[0],
                at[1] + label.height + pad[1],
            )
        )
    bounds = _within(boxes, size)
    if bounds is None:
        return None
    left, top, right, bottom = bounds
    sheet = InkSheet(theme.caption.ground, np.zeros((bottom - top, right - left), np.uint8))
    if shape is not None:
        _stroke(sheet, shape, (left, top), (stroke, halo), theme)
    if label is not None:
        _lay_label(sheet, label, (at[0] - left, at[1] - top), theme)
    return Overlay(left=left, top=top, rgba=sheet.rgba())


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingCallout:
    """A call-out whose points move with the picture under them: its words are set once."""

    callout: Callout
    theme: Theme
    size: Size
    foot: int
    label: SetText | None
    drawn: Overlay | None
    """The words on their ground, with a pixel around them."""
    below: bool
    """Whether the words stand below the drawing, as there is no room above at some moment."""

    def overlays(self, place: Place) -> list[Overlay]:
        """Its lines and its words where *place* puts them now, between pixels."""
        found: list[Overlay] = []
        bare = replace(self.callout, text="")
        if lines := draw_callout(bare, self.theme, self.size, place, foot=self.foot):
            found.append(lines)
        if self.label is None or self.drawn is None:
            return found
        shape = _shape(self.callout, place, _head(self.size))
        x, y = _label_spot(
            self.callout, place, shape, self.label, self.size, foot=self.foot, below=self.below
        )
        left, top = math.floor(x), math.floor(y)
        moved = _shifted(self.drawn.rgba, x - left, y - top)
        if whole := _cropped(Overlay(left=left - 1, top=top - 1, rgba=moved), self.size):
            found.append(whole)
        return found


def moving_callout(
    callout: Callout,
    theme: Theme,
    size: Size,
    ends: tuple[Place, Place],
    *,
    language: str = "fr",
    foot: int = 0,
) -> MovingCallout:
    """*callout* ready to be drawn again and again, on the way from one of *ends* to the other.

    Raises:
        PictureError: as `draw_callout`.
    """
    label = set_label(callout.text, theme, size, language) if callout.text else None
    drawn = None
    if label is not None:
        pad_x, pad_y = _pad(label)
        wide, high = round(label.width) + 2 * pad_x + 2, round(label.height) + 2 * pad_y + 2
        sheet = InkSheet(theme.caption.ground, np.zeros((high, wide), np.uint8))
        _lay_label(sheet, label, (pad_x + 1, pad_y + 1), theme)
        drawn = Overlay(left=0, top=0, rgba=sheet.rgba())
    shapes = [_shape(callout, place, _head(size)) for place in ends]
    below = label is not None and any(
        shape is not None and _lacks_room_above(shape, label, size) for shape in shapes
    )
    return MovingCallout(
        callout=callout,
        theme=theme,
        size=size,
        foot=foot,
        label=label,
        drawn=drawn,
        below=below,
    )


def _lacks_room_above(shape: _Shape, label: SetText, size: Size) -> bool:
    one, high = unit(size), label.height + 2 * _pad(label)[1]
    return shape.top - high - _GAP * one < _EDGE * one


def joined(overlays: list[Overlay]) -> Overlay | None:
    """*overlays* as one, the later ones over the earlier; None: there are none."""
    if len(overlays) < 2:
        return overlays[0] if overlays else None
    left, top = min(o.left for o in overlays), min(o.top for o in overlays)
    right = max(o.left + o.rgba.shape[1] for o in overlays)
    bottom = max(o.top + o.rgba.shape[0] for o in overlays)
    out = np.zeros((bottom - top, right - left, 4), np.float32)
    out[..., :3] = overlays[0].rgba[0, 0, :3]
    for overlay in overlays:
        high, wide = overlay.rgba.shape[:2]
        y, x = overlay.top - top, overlay.left - left
        under, over = out[y : y + high, x : x + wide], overlay.rgba.astype(np.float32)
        alpha = over[..., 3:] / 255
        rest = under[..., 3:] / 255 * (1 - alpha)
        both = alpha + rest
        colour = over[..., :3] * alpha + under[..., :3] * rest
        np.divide(colour, both, out=colour, where=both > 0)
        under[..., :3] = np.where(both > 0, colour, under[..., :3])
        under[..., 3:] = both * 255
    return Overlay(left=left, top=top, rgba=np.rint(out).astype(np.uint8))


def _shifted(rgba: NDArray[np.uint8], right: float, down: float) -> NDArray[np.uint8]:
    """*rgba* moved by parts of a pixel; its outermost pixels are empty."""
    matrix = np.array([[1.0, 0.0, right], [0.0, 1.0, down]])
    size = (rgba.shape[1], rgba.shape[0])
    out = np.empty_like(rgba)
    # Colours are good beyond the words' ground too, where nothing covers.
    out[..., :3] = cv2.warpAffine(rgba[..., :3], matrix, size, borderMode=cv2.BORDER_REPLICATE)
    out[..., 3] = cv2.warpAffine(rgba[..., 3], matrix, size)
    return out


def _cropped(overlay: Overlay, size: Size) -> Overlay | None:
    """What of *overlay* lies in the frame; None: nothing."""
    high, wide = overlay.rgba.shape[:2]
    left, top = max(0, overlay.left), max(0, overlay.top)
    right, bottom = min(size.width, overlay.left + wide), min(size.height, overlay.top + high)
    if left >= right or top >= bottom:
        return None
    piece = overlay.rgba[
        top - overlay.top : bottom - overlay.top, left - overlay.left : right - overlay.left
    ]
    return Overlay(left=left, top=top, rgba=np.ascontiguousarray(piece))


def bounds_of(callout: Callout, place: Place, size: Size) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of its lines in a frame of *size*; of a label, its anchor."""
    shape = _shape(callout, place, _head(size))
    if shape is None:
        x, y = place(callout.at)
        return x, y, x, y
    return shape.left, shape.top, shape.right, shape.bottom


def _head(size: Size) -> float:
    """Length of an arrow's head."""
    return max(7.0, _HEAD * unit(size))


def _shape(callout: Callout, place: Place, head: float) -> _Shape | None:
    if callout.kind == "rectangle" and callout.size is not None:
        return _rectangle(place(callout.at), place(_beyond(callout)))
    if callout.kind == "circle" and callout.size is not None:
        return _ellipse(place(callout.at), place(_beyond(callout)))
    if callout.kind == "arrow" and callout.start is not None:
        return _arrow(place(callout.start), place(callout.at), head)
    return None


def _beyond(callout: Callout) -> Point:
    width, height = callout.size or (0.0, 0.0)
    return callout.at[0] + width, callout.at[1] + height


def _rectangle(one: tuple[float, float], other: tuple[float, float]) -> _Shape:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    middle = ((left + right) / 2, (top + bottom) / 2)
    half = ((right - left) / 2, (bottom - top) / 2)

    def distance(x: Field, y: Field) -> Field:
        across, down = np.abs(x - middle[0]) - half[0], np.abs(y - middle[1]) - half[1]
        outside = np.hypot(np.maximum(across, 0), np.maximum(down, 0))
        away: Field = np.abs(outside + np.minimum(np.maximum(across, down), 0))
        return away

    return _Shape(left=left, top=top, right=right, bottom=bottom, distance=distance)


def _ellipse(centre: tuple[float, float], corner: tuple[float, float]) -> _Shape:
    across = max(1.0, abs(corner[0] - centre[0]))
    down = max(1.0, abs(corner[1] - centre[1]))

    def distance(x: Field, y: Field) -> Field:
        # First-order distance to an ellipse: value over gradient, exact for a circle.
        u, v = (x - centre[0]) / across, (y - centre[1]) / down
        length = np.maximum(np.hypot(u, v), 1e-6)
        slope = np.maximum(np.hypot(u / across, v / down), 1e-9)
        away: Field = np.abs(length - 1) * length / slope
        return away

    return _Shape(
        left=centre[0] - across,
        top=centre[1] - down,
        right=centre[0] + across,
        bottom=centre[1] + down,
        distance=distance,
    )


def _arrow(tail: tuple[float, float], tip: tuple[float, float], head: float) -> _Shape:
    length = max(1e-6, math.dist(tail, tip))
    along = ((tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length)
    head = min(head, length * 0.8)
    wing = head * 0.46

    def distance(x: Field, y: Field) -> Field:
        # In the arrow's own axes: s from the tail towards the tip, t sideways.
        s = (x - tail[0]) * along[0] + (y - tail[1]) * along[1]
        t = np.abs((y - tail[1]) * along[0] - (x - tail[0]) * along[1])
        shaft = np.hypot(np.maximum(np.maximum(-s, s - (length - head * 0.7)), 0), t)
        lean = math.hypot(head, wing)
        flank = (t * head + (s - length) * wing) / lean
        filled = np.maximum(flank, (length - head) - s)
        return np.minimum(shaft, np.maximum(filled, -1e3))

    return _Shape(
        left=min(tail[0], tip[0]) - wing,
        top=min(tail[1], tip[1]) - wing,
        right=max(tail[0], tip[0]) + wing,
        bottom=max(tail[1], tip[1]) + wing,
        distance=distance,
    )


def _stroke(
    sheet: InkSheet,
    shape: _Shape,
    origin: tuple[int, int],
    widths: tuple[float, float],
    theme: Theme,
) -> None:
    """The lines in the caption's text colour, edged with its ground to stand out from anything."""
    stroke, halo = widths
    high, wide = sheet.rgba().shape[:2]
    x = np.arange(wide, dtype=np.float64)[None, :] + (origin[0] + 0.5)
    y = np.arange(high, dtype=np.float64)[:, None] + (origin[1] + 0.5)
    away = shape.distance(x, y)
    for reach, colour, strength in (
        (stroke / 2 + halo, theme.caption.ground, 0.85),
        (stroke / 2, theme.caption.text, 1.0),
    ):
        cover = _cover(reach - away) * (255 * strength)
        sheet.cover(np.rint(cover).astype(np.uint8), 0, 0, colour)


def _cover(depth: Field) -> Field:
    """How much of a pixel is covered whose middle lies *depth* pixels inside an edge.

    Weighted by a tent two pixels wide. By plain area (a box one pixel wide) a thin line's centre
    of light runs up to 0.08 px ahead of or behind the line: it would tremble as it moves.
    """
    inner = np.clip(depth, -1, 1)
    covered: Field = np.where(inner < 0, (1 + inner) ** 2 / 2, 1 - (1 - inner) ** 2 / 2)
    return covered


def set_label(text: str, theme: Theme, size: Size, language: str = "fr") -> SetText:
    """The words of a call-out.

    Raises:
        PictureError: as `draw_callout`.
    """
    wished = max(_TEXT * unit(size), _LEAST_PIXELS)
    return set_text(
        lettered(text, language),
        TextStyle(faces=theme.fonts.stack("label"), leading=1.28),
        TextBox(
            width=min(size.width * 0.46, 22 * wished),
            size=wished,
            # Of the frame, not of a letter that can be read: what fits a film fits its draft.
            floor=_TEXT * unit(size) * 0.75,
            lines=3,
            what="call-out",
        ),
        language,
    )


def _pad(label: SetText) -> tuple[int, int]:
    return round(0.55 * label.size), round(0.22 * label.size)


def _label_place(
    callout: Callout,
    place: Place,
    shape: _Shape | None,
    label: SetText,
    size: Size,
    *,
    foot: int,
) -> tuple[int, int]:
    """The whole pixel at which the words begin, inside their ground."""
    x, y = _label_spot(callout, place, shape, label, size, foot=foot)
    pad_x, pad_y = _pad(label)
    return round(x) + pad_x, round(y) + pad_y


def _label_spot(
    callout: Callout,
    place: Place,
    shape: _Shape | None,
    label: SetText,
    size: Size,
    *,
    foot: int,
    below: bool | None = None,
) -> tuple[float, float]:
    """Beside the drawing, on the side with room; pushed back into the frame at its edges.

    *below*: on which side it is to stand, whatever room there is now; None: on that with room.
    """
    one = unit(size)
    pad_x, pad_y = _pad(label)
    wide, high = label.width + 2 * pad_x, label.height + 2 * pad_y
    gap = _GAP * one
    if callout.kind == "arrow" and callout.start is not None:
        tail, tip = place(callout.start), place(callout.at)
        x = tail[0] - wide / 2
        y = tail[1] - high - gap if tail[1] < tip[1] else tail[1] + gap
        if abs(tail[0] - tip[0]) > abs(tail[1] - tip[1]):
            x = tail[0] - wide - gap if tail[0] < tip[0] else tail[0] + gap
            y = tail[1] - high / 2
    elif shape is not None:
        x = (shape.left + shape.right - wide) / 2
        y = shape.top - high - gap
        if below or (below is None and y < _EDGE * one):
            y = shape.bottom + gap
    else:
        anchor = place(callout.at)
        x, y = anchor[0] - wide / 2, anchor[1] - high / 2
    visible = _meets_frame(callout, place, shape, size)
    if visible:
        x = min(max(x, _EDGE * one), size.width - wide - _EDGE * one)
        y = min(max(y, _EDGE * one), size.height - foot - high - _EDGE * one)
    return x, y


def _meets_frame(callout: Callout, place: Place, shape: _Shape | None, size: Size) -> bool:
    x, y = place(callout.at)
    left, top, right, bottom = (
        (shape.left, shape.top, shape.right, shape.bottom) if shape else (x, y, x, y)
    )
    return right > 0 and bottom > 0 and left < size.width and top < size.height


def _lay_label(sheet: InkSheet, label: SetText, at: tuple[int, int], theme: Theme) -> None:
    look = theme.caption
    alpha = max(214, readable_alpha(look.text, look.ground, RATIO))
    pad_x, pad_y = _pad(label)
    high, wide = round(label.height) + 2 * pad_y, round(label.width) + 2 * pad_x
    panel = np.full((high, wide), alpha, np.uint8)
    sheet.cover(panel, at[0] - pad_x, at[1] - pad_y, look.ground)
    letters: Ink = ink(label)
    sheet.lay(letters, at[0], at[1], look.text)


def _within(
    boxes: list[tuple[float, float, float, float]], size: Size
) -> tuple[int, int, int, int] | None:
    """The whole pixels that hold every box, cut to the frame; None when none are left."""
    if not boxes:
        return None
    left = max(0, math.floor(min(box[0] for box in boxes)))
    top = max(0, math.floor(min(box[1] for box in boxes)))
    right = min(size.width, math.ceil(max(box[2] for box in boxes)))
    bottom = min(size.height, math.ceil(max(box[3] for box in boxes)))
    return (left, top, right, bottom) if left < right and top < bottom else None
