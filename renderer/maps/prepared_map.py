"""A map of operations as pictures, frame by frame.

Comes in: a checked `OperationsMap`, a `MapStyle`, the slide's frames. Goes out: `PreparedMap`,
whose every frame is painted alike in any order. The ground is drawn once per view; what rests is
kept, and for each frame only what moves is drawn.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from renderer.frames.pixels import Plane, Rgb, Size
from renderer.maps.camera import Stop, ViewPath, flight_path, stops_of
from renderer.maps.canvas import MapInk, Shore, Sinking, lay_ink
from renderer.maps.custom_layers import Layers, boxes_of, read_layers, refuse_misplaced
from renderer.maps.fronts import Front, Trace
from renderer.maps.ground import all_land, draw_ground
from renderer.maps.ground_sources import Ground, load_ground, why_missing
from renderer.maps.inset import inset_missing
from renderer.maps.label_placement import Obstacle
from renderer.maps.labels import LabelGround, name_things
from renderer.maps.layer import Layer, Zoom, zoom_between
from renderer.maps.legend_and_scale import FurnitureRoom, furnish
from renderer.maps.overlays import MapSetting, Things, joined_handovers, layers_of
from renderer.maps.placed_label import Name
from renderer.maps.projection import fit_projection
from renderer.maps.style import MapStyle
from renderer.maps.symbols import PULSE_SECONDS, Pulse, Symbol, radius_of
from renderer.maps.terrain import Area
from renderer.maps.timing import Schedule
from renderer.maps.viewport import Rect, Viewport, disjoint, fit_view
from renderer.storyboard.map_data import MapView, OperationsMap
from renderer.timeline.moment_frames import Beats

# Units between the frame's edge and what stands in its corners, and between it and the view.
_MARGIN = 34
_LOOKS = 24  # at a moving view, to find where names have room
_LOOKS_A_SECOND = 3
"""The same while it moves, for names: one that a word brings comes as soon as it has room."""
# Ground beyond the frame, in shares of it, so that no cut edge is drawn.
_AROUND = 0.06
# Of a ground while it is drawn, for each of its pixels: 3 of them are kept.
_GROUND_BYTES = 10
# Pictures of what rests that are kept: one for each of two threads at work on a slide's parts.
_KEPT = 2
# Frames without a change after which they are let go of: what fades pauses for one or two.
_STILL = 25


class PreparedMap:
    """A map ready to be painted at any frame of its slide."""

    def __init__(
        self,
        *,
        board: OperationsMap,
        path: ViewPath,
        layers: Sequence[Layer],
        length: int,
        dropped: tuple[str, ...],
        shore: Shore | None = None,
        standing: int = 0,
    ) -> None:
        """Take the views and the layers from the bottom up; see `prepare_map`."""
        self.board = board
        self._shore = shore
        self.standing = standing
        """How many of the layers, from the top, stand in the frame and not on the map."""
        self.path = path
        self.length = length
        self.dropped = dropped
        """Names that found no room on the map, for a warning."""
        self._layers = tuple(layers)
        self._states = [
            tuple(
                self._ashore(number, layer.state(frame), frame)
                for number, layer in enumerate(self._layers)
            )
            for frame in range(length)
        ]
        self._pictures: OrderedDict[Hashable, Rgb] = OrderedDict()
        self._inks: dict[int, tuple[Hashable, tuple[MapInk, ...]]] = {}
        self._zoomed: tuple[float, Zoom] | None = None
        self.needs_land = any(isinstance(layer, Area | Front | Trace) for layer in layers)
        """Whether anything on it ends at the coast."""

    @property
    def size(self) -> Size:
        """Pixels of a frame."""
        return self.path.end.size

    @property
    def base(self) -> Rgb:
        """The ground of the first frame, with nothing on it. Not to be written on."""
        return self.path.ground(0)

    @property
    def names(self) -> tuple[Name, ...]:
        """The names that found room."""
        return tuple(layer for layer in self._layers if isinstance(layer, Name))

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Everything on the map, from the bottom up."""
        return self._layers

    def _ashore(self, number: int, state: Hashable, frame: int) -> Hashable:
        """*state* of a layer, and where the shore cuts it."""
        if state is None or self._shore is None or number >= self._shore.layers:
            return state
        return (state, self._shore.sunk(frame))

    def state(self, frame: int) -> Hashable:
        """All that *frame*'s pixels depend on: equal states, equal pixels."""
        return (self.path.share(frame), self._states[frame])

    def at_rest(self, frame: int) -> bool:
        """Whether the view stays where it is at *frame*."""
        return self.path.share(frame).is_integer()

    def rest_state(self, frame: int) -> Hashable:
        """What `rest` depends on at *frame*; the same for long stretches of a view that stays."""
        moving = self._moving(frame)
        resting = tuple(
            None if number in moving else state for number, state in enumerate(self._states[frame])
        )
        return (self.path.share(frame), resting)

    def rest(self, frame: int) -> Rgb:
        """Give the picture of all that does not move around *frame*. Not to be written on.

        It isn't kept, 7 MB at 1080p: whoever asks keeps its planes for as long as they are seen.
        """
        moving = self._moving(frame)
        later = self._states[min(frame + _STILL, self.length - 1)]
        if not moving and later == self._states[frame]:
            self._pictures.clear()  # of `piece`, which isn't asked for while nothing moves
        return self._drawn(frame, [n for n in range(len(self._layers)) if n not in moving])

    def changes(self, frame: int) -> tuple[Rect, ...]:
        """Disjoint rectangles outside which *frame* equals `rest(frame)`."""
        return disjoint(
            [drop.rect for number in self._moving(frame) for drop in self._ink(number, frame)]
        )

    def piece(self, frame: int, window: Rect) -> Rgb:
        """The pixels of *window*, a rectangle inside the frame, at *frame*; its own copy."""
        lowest = min(self._moving(frame), default=len(self._layers))
        under = self._under(frame, lowest)
        pixels = under[window.top : window.bottom, window.left : window.right].copy()
        for number in range(lowest, len(self._layers)):
            for drop in self._ink(number, frame):
                lay_ink(pixels, drop, window)
        return pixels

    @property
    def nbytes(self) -> int:
        """Memory of what is at hand: pictures that are kept, the ground, the inks."""
        # Asked for by one thread while another paints: what is kept changes meanwhile.
        pictures = sum(picture.nbytes for picture in tuple(self._pictures.values()))
        inks = sum(drop.nbytes for _, drops in tuple(self._inks.values()) for drop in drops)
        return pictures + self.path.nbytes + inks

    def let_go(self) -> None:
        """Keep nothing of its frames: none is painted for now. Its layers are as they were."""
        self._pictures.clear()
        self._inks.clear()
        self._zoomed = None
        self.path.let_go()

    def whole(self, frame: int) -> Rgb:
        """Give the picture of *frame* drawn all at once. Not to be written on."""
        return self._drawn(frame, range(len(self._layers)))

    def _moving(self, frame: int) -> frozenset[int]:
        """Layers that change just before or just after *frame*. In a moving view all rest on it."""
        if not self.at_rest(frame):
            return frozenset()
        here = self._states[frame]
        before = self._states[max(0, frame - 1)]
        after = self._states[min(self.length - 1, frame + 1)]
        return frozenset(
            number
            for number, state in enumerate(here)
            if state != before[number] or state != after[number]
        )

    def _under(self, frame: int, count: int) -> Rgb:
        """Give the ground with the lowest *count* layers on it, where the view rests; kept."""
        seen = self._states[frame][:count]
        if all(state is None for state in seen):
            return self.path.ground(frame)
        key = (self.path.share(frame), seen)
        if key not in self._pictures:
            self._pictures[key] = self._drawn(frame, range(count))
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return self._pictures[key]

    def _drawn(self, frame: int, shown: Sequence[int]) -> Rgb:
        """Draw the layers *shown* on the ground."""
        picture = self.path.ground(frame).copy()
        for number in shown:
            for drop in self._ink(number, frame):
                lay_ink(picture, drop)
        return picture

    def _ink(self, number: int, frame: int) -> tuple[MapInk, ...]:
        state = self._states[frame][number]
        if state is None:
            self._inks.pop(number, None)  # what has gone takes no memory
            return ()
        key = (self.path.share(frame), state)
        kept = self._inks.get(number)
        if kept is None or kept[0] != key:
            kept = (key, self.drops(number, frame, self.zoom(frame)))
            self._inks[number] = kept
        return kept[1]

    def drops(self, number: int, frame: int, zoom: Zoom) -> tuple[MapInk, ...]:
        """Give the ink of layer *number* at *frame*, as another view shows it; nothing is kept."""
        if self._states[frame][number] is None:
            return ()
        drops = self._layers[number].inks(frame, zoom)
        if self._shore and number < self._shore.layers:
            drops = self._shore.reached_by(drops, frame)
        return drops

    def zoom(self, frame: int) -> Zoom:
        """Give what takes pixels of the layout to pixels of *frame*."""
        share = self.path.share(frame)
        if self._zoomed is None or self._zoomed[0] != share:
            view = self.path.view(frame)
            land = self.path.land(frame) if self.needs_land else None
            self._zoomed = (share, zoom_between(self.path.end, view, land))
        return self._zoomed[1]


def missing_ground(
    board: OperationsMap,
    style: MapStyle,
    size: Size,
    *,
    clear_bottom: int,
    media: Path,
    uncovered: int | None = None,
    beside: Sequence[MapView] = (),
    onward: tuple[OperationsMap, int] | None = None,
) -> str:
    """Why `prepare_map` would find no ground for the map, and the remedy; empty: it would.

    *uncovered* is what `clear_bottom` falls to when the caption leaves, None: it stays. *onward* is
    the map that the view flies on to, and that one's `clear_bottom`.

    Raises:
        PictureError: an extract is damaged.
    """
    views = _views(board, style, size, clear_bottom, beside)
    low = views if uncovered is None else _views(board, style, size, uncovered, beside)
    # Which frames there are doesn't matter: ground is drawn at stages of the way. It may settle
    # at any of its views, or go on from one low view to the next.
    settling = tuple(view for pair in zip(views, low, strict=True) for view in pair)
    seen: tuple[Viewport, ...] = ()
    for way in dict.fromkeys((settling, low)):
        stops = [Stop(view=view, leaves=0, arrives=1) for view in way[1:] if view != way[0]]
        seen += ViewPath(way[0], way[-1], 1, _draw_nothing, stops=stops).stage_views()
    grounds = [board.ground]
    if onward:
        after, clear = onward
        (then, *_) = _views(after, style, size, clear, beside)
        for last in dict.fromkeys((views[-1], low[-1])):
            seen += flight_path(last, then, 1, _draw_nothing).stage_views()
        grounds.append(after.ground)
    for view in dict.fromkeys(seen):
        for ground in dict.fromkeys(grounds):
            if why := why_missing(view.box(_AROUND), view.metres_a_pixel, ground, media):
                return why
    return inset_missing(low[-1], style.unit(size), media) if board.inset else ""


def _draw_nothing(view: Viewport) -> tuple[Rgb, Plane]:
    raise AssertionError(f"nothing is drawn of {view}")


def _room(style: MapStyle, size: Size, clear_bottom: int) -> Rect:
    """The part of the frame that holds the view."""
    margin = round(_MARGIN * style.unit(size))
    return Rect(margin, margin, size.width - margin, size.height - clear_bottom - margin)


def _views(
    board: OperationsMap, style: MapStyle, size: Size, clear_bottom: int, beside: Sequence[MapView]
) -> tuple[Viewport, ...]:
    """The views in order."""
    asked = board.all_views
    projection = fit_projection((*asked, *beside))
    room = _room(style, size, clear_bottom)
    return tuple(fit_view(view, projection, size, room) for view in asked)


def _path(
    board: OperationsMap,
    views: tuple[Sequence[Viewport], Sequence[Viewport]],
    schedule: Schedule,
    draw: Callable[[Viewport], tuple[Rgb, Plane]],
    free: tuple[int, int] | None,
    gone: int,
) -> ViewPath:
    """The way through *views*, given over the caption and without it; it has left at *gone*."""
    (start, *_), length, fps = views[0], schedule.length, schedule.fps
    if board.to is not None and not board.views:  # the slide's length decides
        end = views[2 * gone <= length][-1]
        stops = []
    else:
        stops = stops_of(board, views, schedule, free or (0, length), gone)
        end = stops[-1].view if stops else start
    path = ViewPath(start, end, length, draw, fps=fps, stops=stops, free=free)
    path.ground(length - 1)  # now, so that what is missing is said before anything is painted
    return path


def prepare_map(
    board: OperationsMap,
    style: MapStyle,
    size: Size,
    *,
    beats: Beats,
    length: int,
    media: Path,
    fps: int = 25,
    language: str = "fr",
    clear_bottom: int = 0,
    uncovered: tuple[int, int] | None = None,
    beside: Sequence[MapView] = (),
    free: tuple[int, int] | None = None,
    write: Callable[[str], str] = str,
    reading: Callable[[], AbstractContextManager[None]] = nullcontext,
    bare: bool = False,
    marked: Rect | None = None,
    reserve: Callable[[int], AbstractContextManager[None]] = lambda _: nullcontext(),
) -> PreparedMap:
    """Make a map ready to be painted.

    Args:
        board: the map, checked.
        style: its looks.
        size: pixels of a frame.
        beats: when sentences and words are said, counted from the slide's first frame.
        length: frames of the slide, at least 1.
        media: the project's folder of extracts and GeoJSON.
        fps: frames a second, which sets how long things take to appear.
        language: of the date and the legend.
        clear_bottom: rows at the bottom of the frame that a caption takes; the map keeps clear.
        uncovered: the frame in which the caption has left, and the rows taken then; None: it stays.
        beside: views of other maps, seen on one plane with this one's.
        free: the frames between which its view may move; None: all.
        write: sets the typography of what is shown, when something else knows it.
        reading: entered while the ground's files are read, now or when a view needs them.
        bare: no ground is drawn, all of it is land: for who asks only where things stand.
        marked: what a draft's mark takes in the top left corner.
        reserve: entered, with the bytes that it takes, while a ground is read and drawn.

    Raises:
        PictureError: the ground, a font or a view can't be had, or a moment names no sentence.
    """
    style = replace(style, fonts=style.fonts.resolved())
    gone, foot = uncovered or (length, clear_bottom)
    over, whole = (_views(board, style, size, rows, beside) for rows in (clear_bottom, foot))
    with reading():
        own = read_layers(board.ground, media)
    refuse_misplaced(board.ground, own, boxes_of(board, size))
    sources: dict[str, None] = {}

    def draw(view: Viewport) -> tuple[Rgb, Plane]:
        if bare:
            return all_land(view)
        with reserve(view.size.width * view.size.height * _GROUND_BYTES), reading():
            ground = _ground_of(board, view, media, own)
            sources[ground.source] = None
            return draw_ground(ground.outlines, view, style, style.unit(size))

    beats = replace(beats, names=tuple((write(name), frame) for name, frame in beats.names))
    schedule = Schedule(beats=beats, length=length, fps=fps, clock=board.clock)
    path = _path(board, (over, whole), schedule, draw, free, gone)
    setting = _setting(path, style, schedule, language)
    things = layers_of(drawn := joined_handovers(written := _written(board, write)), setting)
    room, later = (_room(style, size, rows) for rows in (clear_bottom, foot))
    place = FurnitureRoom(
        room=room, path=path, looks=_looks(path), language=language, media=media, marked=marked,
        source=", ".join(filter(None, sources)), sinking=_sinking(path, gone, fps, room, later),
    )  # fmt: skip
    places = (place, later if path.end == whole[-1] else room)
    furniture = furnish(written, things, setting, place)
    return _prepared(drawn, things, setting, places, furniture, later.bottom if foot else size[1])


def _ground_of(board: OperationsMap, view: Viewport, media: Path, own: Layers) -> Ground:
    return load_ground(view.box(_AROUND), view.metres_a_pixel, board.ground, media, own)


def _setting(path: ViewPath, style: MapStyle, schedule: Schedule, language: str) -> MapSetting:
    """Things are laid out in the last view; the closest one enlarges them."""
    scale = (end := path.end).metres_a_pixel
    closest = max(1.0, *(scale / view.metres_a_pixel for view in path.views))
    return MapSetting(view=end, style=style, schedule=schedule, language=language, closest=closest)


def _sinking(path: ViewPath, gone: int, fps: int, room: Rect, later: Rect) -> Sinking:
    """With the view, where that settles as the caption goes, at frame *gone*; or in a second."""
    settles = (stop.arrives for stop in path.stops if gone <= stop.leaves < gone + fps)
    return Sinking(start=gone, end=next(settles, gone + fps), rows=later.bottom - room.bottom)


def _prepared(
    board: OperationsMap,
    things: Things,
    setting: MapSetting,
    places: tuple[FurnitureRoom, Rect],
    furnished: tuple[tuple[Layer, ...], tuple[Obstacle, ...]],
    foot: int,
) -> PreparedMap:
    """Name everything on the furnished map; things end in some rows over the caption.

    *places* are the furniture's, and the part of the frame for names. *foot* is the row at which
    the frame ends once the caption has left.
    """
    place, room = places
    path = place.path
    furniture, taken = furnished
    ground = LabelGround(
        frame=room,
        taken=taken,
        caption=Obstacle(
            rect=Rect(0, place.room.bottom, *setting.view.size), life=(0, place.sinking.start)
        ),
        zooms=_looks(path, setting.schedule.fps // _LOOKS_A_SECOND),
        land=path.land,
    )
    naming = name_things(board, things, setting, ground)
    pulses = tuple(_pulses(board, naming.symbols, setting.schedule))
    drawn = replace(things, symbols=naming.symbols, pulses=pulses).layers()
    first, beach = place.room.bottom, place.room.left
    shore = Shore(
        layers=len(drawn),
        first=first,
        last=first + beach,
        sinking=replace(place.sinking, rows=foot - first),
    )
    return PreparedMap(
        board=board,
        path=path,
        layers=(*drawn, *reversed(naming.names), *furniture),
        length=path.length,
        dropped=naming.dropped,
        shore=shore if first + beach < setting.view.size.height else None,
        standing=len(furniture),
    )


def _pulses(board: OperationsMap, symbols: Sequence[Symbol], schedule: Schedule) -> Iterator[Pulse]:
    """What points out the places that are named."""
    for place, symbol in zip(board.places, symbols, strict=True):
        starts = tuple(frame for name, frame in schedule.beats.names if name == place.name)
        if starts and radius_of(symbol.kind):
            yield Pulse(symbol=symbol, starts=starts, frames=round(PULSE_SECONDS * schedule.fps))


def _looks(path: ViewPath, every: int = 0) -> list[tuple[int, Zoom]]:
    """Looks at a moving view, all through it; and one *every* so many frames of its moves."""
    if not path.moves:
        return []
    frames = {round(step * (path.length - 1) / _LOOKS) for step in range(_LOOKS + 1)}
    if every:
        for stop in path.stops:
            frames |= {*range(stop.leaves, stop.arrives, every), stop.arrives}
    seen = sorted(frame for frame in frames if 0 <= frame < path.length)
    return [(frame, zoom_between(path.end, path.view(frame))) for frame in seen]


def _written(board: OperationsMap, write: Callable[[str], str]) -> OperationsMap:
    """Set the typography of everything shown."""
    return replace(
        board,
        places=tuple(replace(place, name=write(place.name)) for place in board.places),
        arrows=tuple(replace(arrow, label=write(arrow.label)) for arrow in board.arrows),
        fronts=tuple(replace(front, label=write(front.label)) for front in board.fronts),
        areas=tuple(replace(area, name=write(area.name)) for area in board.areas),
        lines=tuple(replace(line, name=write(line.name)) for line in board.lines),
        side_names=tuple((side, write(name)) for side, name in board.side_names),
        credit=write(board.credit),
    )
