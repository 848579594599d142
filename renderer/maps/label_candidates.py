"""The seats that a name of each sort would take: round a symbol, along a line, inside an area.

Comes in: the size of the set name and what it names, in pixels. Goes out: `Seat`s, cheapest what a
cartographer tries first. Knows nothing of other names.
"""

from __future__ import annotations

import cv2
import numpy as np

from renderer.maps.label_placement import Seat
from renderer.maps.strokes import leftward, lengths_along, point_at
from renderer.maps.viewport import Pixels, around
from renderer.storyboard.operations import LabelPlace

# Compass direction: rightward, downward, and its rank among cartographers (Imhof's order,
# "Positioning names on maps", 1975: right above the middle first, below and left last).
_ROUND: dict[LabelPlace, tuple[float, float, float]] = {
    "ne": (0.75, -0.75, 0.0),
    "e": (1.0, 0.0, 1.0),
    "se": (0.75, 0.75, 3.0),
    "n": (0.0, -1.0, 4.0),
    "nw": (-0.75, -0.75, 5.0),
    "w": (-1.0, 0.0, 6.0),
    "sw": (-0.75, 0.75, 7.0),
    "s": (0.0, 1.0, 8.0),
}
# Farther rings of seats, in heights of the name, with a line back to the symbol.
_LED = (1.2, 2.2, 3.4, 4.8, 6.5)
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)
# How far a name's middle stands from its line, as shares of its own extent; those that turn out
# to touch the line are dear, so a name nestles in a bend where it can.
_OFF = (0.55, 0.75, 1.0, 1.35, 1.9)
# Directions of led seats, in turns of 1/16; the upper right first.
_LED_TURNS = (15, 0, 1, 14, 2, 13, 3, 12, 11, 4, 10, 9, 5, 8, 7, 6)


def round_symbol(
    width: int, height: int, radius: float, gap: float, wanted: LabelPlace = "auto"
) -> tuple[Seat, ...]:
    """Give seats round a symbol of *radius*; the wanted direction first and by far."""
    seats = []
    for direction, (right, down, rank) in _ROUND.items():
        cost = rank if wanted in ("auto", direction) else rank + 60
        if direction == wanted:
            cost = -20.0
        seats.append(_toward(width, height, right, down, radius + gap, cost))
    for ring, reach in enumerate(_LED, start=1):
        for rank, turn in enumerate(_LED_TURNS):
            right, down = np.cos(turn * np.pi / 8), np.sin(turn * np.pi / 8)
            cost = 8.0 * ring + 4.0 * ring**2 + rank * 0.5
            distance = radius + gap + reach * height
            seat = _toward(width, height, float(right), float(down), distance, cost)
            seats.append(Seat(left=seat.left, top=seat.top, cost=cost, led=True))
    return tuple(seats)


def _toward(
    width: int, height: int, right: float, down: float, distance: float, cost: float
) -> Seat:
    """Seat whose nearest point lies *distance* from the anchor, in a direction."""
    x, y = right * distance, down * distance
    # Beside the symbol the name's middle is level with it; above and below it is centred on it.
    left = x - width / 2 + _side(right) * width / 2
    top = y - height / 2 + _side(down) * height / 2
    if 0.5 < abs(right) < 0.9:  # diagonal: the corner tucks in a little
        top -= np.sign(down) * height * 0.18
    return Seat(left=float(left), top=float(top), cost=cost)


def _side(share: float) -> float:
    return float(np.sign(share)) if abs(share) > 0.3 else share / 0.3


def round_point(width: int, height: int, step: float) -> tuple[Seat, ...]:
    """Give seats for a name that stands on its point (a sea, a region): there, or near."""
    seats = [Seat(left=-width / 2, top=-height / 2, cost=0.0)]
    for ring in range(1, 9):
        for turn in range(8):
            right, down = np.cos(turn * np.pi / 4), np.sin(turn * np.pi / 4)
            seats.append(
                Seat(
                    left=-width / 2 + float(right) * ring * step,
                    top=-height / 2 + float(down) * ring * step,
                    cost=5.0 * ring + turn * 0.1,
                )
            )
    return tuple(seats)


def along_line(
    line: Pixels, width: int, height: int, clear: float, prefer_left: bool = True
) -> tuple[tuple[float, float], tuple[Seat, ...]]:
    """Give the anchor, and seats on both sides of *line*, the middle first."""
    total = float(lengths_along(line)[-1])
    anchor = point_at(line, total / 2)
    seats = []
    for rank, share in enumerate(_ALONG):
        point = point_at(line, share * total)
        ahead = point_at(line, np.array([share * total - 2, share * total + 2]))
        aside = leftward(np.diff(ahead, axis=0))[0]
        for left_hand in (True, False):
            for ring, off in enumerate(_OFF):
                way = aside if left_hand else -aside
                extent = abs(way[0]) * width / 2 + abs(way[1]) * height / 2
                middle = point + way * (clear + extent * off) - anchor
                cost = 2.0 * rank + 5.0 * ring + (0.0 if left_hand == prefer_left else 1.5)
                seats.append(
                    Seat(
                        left=float(middle[0]) - width / 2,
                        top=float(middle[1]) - height / 2,
                        cost=cost,
                    )
                )
    return (float(anchor[0]), float(anchor[1])), tuple(seats)


def inside_ring(
    ring: Pixels, width: int, height: int
) -> tuple[tuple[float, float], tuple[Seat, ...]]:
    """Give the point of an area farthest from its edge, and seats there, around and outside."""
    rect = around(ring, 2)
    scale = max(1.0, max(rect.width, rect.height) / 400)
    small = np.rint((ring - (rect.left, rect.top)) / scale).astype(np.int32)
    mask = np.zeros((int(rect.height / scale) + 2, int(rect.width / scale) + 2), np.uint8)
    cv2.fillPoly(mask, [small], 1)
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    row, column = np.unravel_index(int(np.argmax(depth)), depth.shape)
    anchor = (rect.left + float(column) * scale, rect.top + float(row) * scale)
    outside = [
        Seat(
            left=(rect.left - anchor[0] + (rect.width - width) / 2)
            + right * (rect.width + width + 16) / 2,
            top=(rect.top - anchor[1] + (rect.height - height) / 2)
            + down * (rect.height + height + 16) / 2,
            cost=45.0 + rank,
        )
        for rank, (right, down) in enumerate(((0, -1), (0, 1), (1, 0), (-1, 0)))
    ]
    return anchor, (*round_point(width, height, height * 0.6), *outside)
