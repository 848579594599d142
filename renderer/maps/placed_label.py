"""A name on the map, seated: its ink, and when a moving view leaves it room.

Comes in: a set word, its seat, the zooms of a moving view. Goes out: `Name` layers. Knows nothing
of how seats are found.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from renderer.maps.arrows import Arrow
from renderer.maps.canvas import Colour, MapInk, Stencil, coverage_ink
from renderer.maps.label_ink import LetteredWord
from renderer.maps.label_placement import Course, LabelRoom, Life, Seat, crosses, overlap
from renderer.maps.layer import FADE_STEPS, Fade, Turn, Zoom, turned
from renderer.maps.overlays import Things
from renderer.maps.symbols import radius_of
from renderer.maps.viewport import Pixels, Rect, around


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name on the map."""

    text: str
    word: LetteredWord
    anchor: tuple[float, float]
    """In the pixels of the layout."""
    seat: Seat
    clear: float
    """Pixels from the anchor at which its leading line starts."""
    fades: tuple[Fade, ...]
    """When it is seen. Several: the moving view leaves it no room in between."""
    turns: tuple[Turn, ...] = ()
    """When what it names changes hands, in order."""
    arrow: Arrow | None = None
    """What it names, where that is one."""
    nudge: tuple[float, float] = (0.0, 0.0)
    """Pixels of the frame by which it stands beside its seat."""

    @property
    def names(self) -> Hashable:
        """What it names: one thing has several names where views seat it apart."""
        return self.text, self.anchor

    def passed(self, zoom: Zoom) -> int:
        """Give the frame from which an arrow's head has passed its own name in a view; else 0."""
        if self.arrow is None:
            return 0
        rect = self.rect(zoom)
        middle = np.array([rect.left + rect.right, rect.top + rect.bottom]) / 2
        return self.arrow.passes((middle - [zoom.right, zoom.down]) / zoom.scale, zoom.scale)

    def state(self, frame: int) -> Hashable:
        """How much of it is seen, and in what colour."""
        seen = self._step(frame)
        return (seen, *(turn.step(frame) for turn in self.turns)) if seen else None

    def rect(self, zoom: Zoom) -> Rect:
        """Give the pixels it covers."""
        corner = self.corner(zoom)
        left, top = round(corner[0]), round(corner[1])
        return Rect(left, top, left + self.word.width, top + self.word.height)

    def corner(self, zoom: Zoom) -> tuple[float, float]:
        """Give its left and its top, between pixels where the view moves, whole where seated."""
        seat = np.array([self.seat.left, self.seat.top])
        rest = np.rint(self.anchor + seat) - self.anchor
        x, y = zoom.place(np.array([self.anchor]))[0] + rest + self.nudge
        return float(x), float(y)

    def inks(self, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give its leading line, halo and letters."""
        step = self._step(frame)
        if not step:
            return ()
        alpha = step / FADE_STEPS
        colour = self.colour(frame)
        left, top = self.corner(zoom)
        return (
            *self._leader_inks(zoom, colour, alpha),
            *self.word.inks(left, top, zoom.size, alpha, colour=colour),
        )

    def colour(self, frame: int) -> Colour:
        """Give the colour of its letters."""
        return turned(self.word.face.colour, self.turns, frame)

    def is_seen_between(self, first: int, last: int) -> bool:
        """Whether it is seen at one frame of these."""
        return any(fade.start <= last and fade.end > first for fade in self.fades)

    def _step(self, frame: int) -> int:
        return max((fade.step(frame) for fade in self.fades), default=0)

    def leader(self, zoom: Zoom) -> Pixels:
        """Give the line from its anchor to the nearest point of its rectangle."""
        anchor, corner = zoom.place(np.array([self.anchor]))[0], np.array(self.corner(zoom))
        near: Pixels = np.clip(
            anchor, corner, corner + np.array([self.word.width, self.word.height])
        )
        return np.stack([anchor, near])

    def _leader_inks(self, zoom: Zoom, colour: Colour, alpha: float) -> tuple[MapInk, ...]:
        if not self.seat.led:
            return ()
        anchor, nearest = self.leader(zoom)
        way = nearest - anchor
        length = float(np.hypot(*way))
        if length <= self.clear + 1:
            return ()
        line = np.stack([anchor + way / length * self.clear, nearest])
        thin = max(1.0, self.word.face.px / 18)
        window = around(line, 4).within(zoom.size)
        if window.width == 0 or window.height == 0:
            return ()
        halo, body = Stencil(window), Stencil(window)
        halo.stroke([line], thin + 2)
        body.stroke([line], thin)
        drops = (
            coverage_ink(window, halo.coverage(), self.word.face.halo, zoom.size, 0.8 * alpha),
            coverage_ink(window, body.coverage(), colour, zoom.size, alpha),
        )
        return tuple(drop for drop in drops if drop is not None)


def names_through_views(
    names: Sequence[Name],
    room: LabelRoom,
    zooms: Sequence[tuple[int, Zoom]],
    things: Things,
    elsewhere: Collection[tuple[Hashable, Life]] = (),
) -> list[Name]:
    """Show each name only while the moving view leaves it room; the first named goes first.

    Args:
        names: as they are seated.
        room: the frame, and what is taken of it at every view.
        zooms: frames at which the view is looked at.
        things: what is on the map.
        elsewhere: which names (`Name.names`) have another seat, and when.
    """
    shown: list[list[bool]] = []
    looks = [at for at, _ in zooms]
    around_look = list(zip([0, *looks], [*looks[1:], looks[-1] + 1], strict=False))
    for name in names:
        seen: list[bool] = []
        for step, (at, zoom) in enumerate(zooms):
            before, after = around_look[step]
            others = [
                names[other]
                for other in range(len(shown))
                # One that has gone, or is yet to come, keeps none away.
                if shown[other][step] and names[other].is_seen_between(before, after)
            ]
            gone = any(own == name.names and overlap(life, (at, at + 1)) for own, life in elsewhere)
            seen.append(not gone and has_room(name, at, zoom, room, others, things))
        shown.append(seen)
    return [
        replace(name, fades=seen_stretches(name.fades[0], seen, [at for at, _ in zooms]))
        for name, seen in zip(names, shown, strict=True)
    ]


def has_room(
    name: Name, at: int, zoom: Zoom, room: LabelRoom, others: Sequence[Name], things: Things
) -> bool:
    """Whether a view leaves *name* room beside *others* and what is seen at frame *at*."""
    rect = name.rect(zoom)
    # From where it starts: a name must not be there for the moment before its arrow has grown.
    arrows = [arrow for arrow in things.arrows if arrow.fade.start <= at < arrow.fade.end]
    return (
        room.frame.holds(rect)
        and name.passed(zoom) <= at
        and not any(
            rect.meets(other.rect) and overlap(other.life, (at, at + 1)) for other in room.obstacles
        )
        and not any(_names_clash(name, other, zoom, room.gap) for other in others)
        and not _on_symbol(name, at, zoom, things)
        and not _on_head(rect, zoom, arrows)
        and not any(_comes_onto(name, arrow, zoom) for arrow in arrows)
    )


def _comes_onto(name: Name, arrow: Arrow, zoom: Zoom) -> bool:
    """Whether a view brings *name* onto an arrow that it stands beside where it was seated."""
    return _on_way(name, arrow, zoom) and not _on_way(name, arrow, Zoom(size=zoom.size))


def _on_way(name: Name, arrow: Arrow, zoom: Zoom) -> bool:
    """Whether *name* or its leading line stands on the ribbon of *arrow*."""
    points, radius = arrow.swept(zoom)
    way = Course(points=points, radius=radius / 2)
    led = name.seat.led and way.beside(name.leader(zoom))
    return bool(led or way.under(name.rect(zoom)))


def _names_clash(one: Name, two: Name, zoom: Zoom, gap: int) -> bool:
    first, second = one.rect(zoom), two.rect(zoom)
    if first.meets(second.grown(gap)):
        return True
    return any(
        name.seat.led and crosses(name.leader(zoom), rect)
        for name, rect in ((one, second), (two, first))
    )


def _on_symbol(name: Name, at: int, zoom: Zoom, things: Things) -> bool:
    rect = name.rect(zoom)
    for symbol in things.symbols:
        reach = radius_of(symbol.kind) * symbol.unit
        own = (float(symbol.at[0, 0]), float(symbol.at[0, 1])) == name.anchor
        seen = symbol.fade.start <= at < symbol.fade.end and not own
        if seen and reach and around(zoom.place(symbol.at), reach).meets(rect):
            return True
    return False


def _on_head(rect: Rect, zoom: Zoom, arrows: Sequence[Arrow]) -> bool:
    return any(arrow.head_in(zoom).meets(rect) for arrow in arrows)


def seen_stretches(fade: Fade, seen: Sequence[bool], frames: Sequence[int]) -> tuple[Fade, ...]:
    """Cut a fade to the stretches between looks at both of which the name has room.

    Those that the view leaves it too briefly to come and go in are left out.
    """
    open_spans: list[list[int]] = []
    for step in range(len(frames) - 1):
        if not (seen[step] and seen[step + 1]):
            continue
        if open_spans and open_spans[-1][1] == frames[step]:
            open_spans[-1][1] = frames[step + 1]
        else:
            open_spans.append([frames[step], frames[step + 1]])
    last = frames[-1]
    cut = []
    for start, end in open_spans:
        begins, ends = max(fade.start, start), fade.end if end >= last else min(fade.end, end)
        if ends - begins >= max(1, min(2 * fade.frames, fade.end - fade.start)):
            cut.append(Fade(start=begins, end=ends, frames=fade.frames))
    return tuple(cut)
