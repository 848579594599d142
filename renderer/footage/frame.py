"""One decoded picture of an archive film as planes of our frame: shape, turn and colours put right.

Comes in: decoded frames of any pixel form, aspect, rotation and colour matrix. Goes out: `Planes`
(BT.709, limited range). Knows no time and no file. Colour codes are those of ITU-T H.273.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
import cv2
import numpy as np
from av.filter import Graph
from av.sidedata.sidedata import Type as SideData
from av.video.frame import VideoFrame

from renderer.errors import PictureError
from renderer.frames.pixels import Plane, Planes, Rgb, Size
from renderer.frames.yuv import empty_planes, to_planes
from renderer.messages import tr
from renderer.photographs.views import rest_view
from renderer.storyboard.board import Fit

_MATRICES = {
    1: "bt709",
    4: "fcc",
    5: "bt601",
    6: "bt601",
    7: "smpte240m",
    9: "bt2020",
    10: "bt2020",
}
_WIDE = {9: "bt2020", 12: "smpte432"}
"""Primaries whose colours would be pale if they were taken for BT.709's: those of television's HDR
and of Apple's screens and telephones (Display P3)."""
_RGB, _UNKNOWN, _FULL_RANGE, _PQ = 0, 2, 2, 16
"""FFmpeg's numbers of colour spaces, of ranges and of curves (ISO/IEC 23091-2)."""
_SD_HEIGHT, _SD_WIDTH = 576, 1024
"""Up to this size, pictures that don't name their matrix are television's: BT.601."""
_SLIVER = 0.01
"""A surround narrower than this share of the frame is a rounding of the aspect: it is filled."""
_TURNS = {
    (1, 0, 0, 1): "",
    (-1, 0, 0, 1): "hflip",
    (1, 0, 0, -1): "vflip",
    (-1, 0, 0, -1): "hflip,vflip",
    (0, 1, -1, 0): "transpose=clock",
    (0, -1, 1, 0): "transpose=cclock",
    (0, 1, 1, 0): "transpose=cclock_flip",
    (0, -1, -1, 0): "transpose=clock_flip",
    (0, 0, 0, 0): "",
}
"""Filters that do what a display matrix (a, b, c, d; ISO/IEC 14496-12 §8.3.2) says: x to the right
becomes (a, b), y downwards (c, d). Nothing but zeros is a header left blank."""
_SKEW = 0.05
"""Of a matrix's largest number: so much (3 degrees) is rounding, more is another angle."""
_DARK = 0.55
"""Light left in a blurred surround, so that it doesn't compete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What decides how a picture is fitted: the same for all pictures of most films."""

    form: str
    size: Size
    """Stored pixels."""
    aspect: Fraction
    """Of one stored pixel."""
    turn: str
    """Filters that set it upright; empty when it is."""
    matrix: str
    full_range: bool
    primaries: str = ""
    """Of colours that have to be brought to BT.709's; empty: they are these, or close."""
    has_alpha: bool = False
    """Whether some of it may be transparent."""


def shape_of(frame: VideoFrame, aspect: Fraction | None, turn: str, name: str) -> Shape:
    """How *frame* was stored; *turn* is what `turn_of` said of its film.

    Raises:
        PictureError: its colours can't be told without a colourist's work.
    """
    if frame.color_trc == _PQ:
        raise PictureError(
            tr("{file} is HDR (PQ), and the film is not: save it as SDR, BT.709", file=name),
            code="footage-format-unfit",
        )
    return Shape(
        form=frame.format.name,
        size=Size(frame.width, frame.height),
        aspect=aspect if aspect and Fraction(1, 10) < aspect < 10 else Fraction(1),
        turn=turn,
        matrix=_matrix(frame, name),
        full_range=frame.color_range == _FULL_RANGE or frame.format.name.startswith("yuvj"),
        primaries=_WIDE.get(int(frame.color_primaries), ""),
        has_alpha=any(component.is_alpha for component in frame.format.components),
    )


def turn_of(frame: VideoFrame, name: str) -> str:
    """Filters that set a film upright, told by one of its pictures; the same for all of them.

    Asked of every picture, memory would grow: a frame whose side data was looked at is held in a
    circle with it (PyAV 18.1) until Python's collector comes by.

    Raises:
        PictureError: it is turned by another angle than a right one.
    """
    # PyAV's stubs (18.1) say that it is asked by name; it is by type.
    found = frame.side_data.get(SideData.DISPLAYMATRIX)  # type: ignore[call-overload]
    if found is None:
        return ""
    a, b, _, c, d = (float(number) for number in np.frombuffer(found, np.int32)[:5])
    largest = max(map(abs, (a, b, c, d))) or 1.0
    signs = tuple(
        0 if abs(number) < _SKEW * largest else int(np.sign(number)) for number in (a, b, c, d)
    )
    if signs not in _TURNS:
        raise PictureError(
            tr(
                "{file} says that it is shown turned by an angle of its own, or skewed: save it "
                "upright with a film editor",
                file=name,
            ),
            code="footage-format-unfit",
        )
    return _TURNS[signs]


def _matrix(frame: VideoFrame, name: str) -> str:
    code = int(frame.colorspace)
    if code in _MATRICES:
        return _MATRICES[code]
    if code not in (_RGB, _UNKNOWN, 3):
        raise PictureError(
            tr(
                "the colours of {file} are coded in a rare way (H.273 matrix {matrix}): save it as "
                "BT.709",
                file=name,
                matrix=code,
            ),
            code="footage-format-unfit",
        )
    small = frame.height <= _SD_HEIGHT and frame.width <= _SD_WIDTH
    return "bt601" if small else "bt709"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a picture goes: what is cut out of it (stored pixels, upright) and where that lies."""

    crop: tuple[int, int, int, int]
    """left, top, width, height."""
    left: int
    top: int
    size: Size


def _place(shape: Shape, frame: Size, fit: Fit) -> _Place:
    stored, shown = shape.size, _display_size(shape)
    if _is_sideways(shape):
        stored = Size(stored.height, stored.width)
    inner = _inside(shown, frame)
    fills = inner.width / frame.width > 1 - _SLIVER and inner.height / frame.height > 1 - _SLIVER
    if fit != "cover" and not fills:
        return _Place(
            crop=(0, 0, *stored),
            left=(frame.width - inner.width) // 4 * 2,
            top=(frame.height - inner.height) // 4 * 2,
            size=inner,
        )
    view = rest_view(shown, frame, "cover")
    across, down = stored.width / shown.width, stored.height / shown.height
    width = min(stored.width, max(1, round(view.width * across)))
    height = min(stored.height, max(1, round(view.height * down)))
    left = min(round(view.x * across), stored.width - width)
    top = min(round(view.y * down), stored.height - height)
    return _Place(crop=(left, top, width, height), left=0, top=0, size=frame)


def _is_sideways(shape: Shape) -> bool:
    return shape.turn.startswith("transpose")


def _display_size(shape: Shape) -> Size:
    """Square pixels, upright; the longer way of a stretched pixel is stretched, none is lost."""
    width, height = shape.size
    if shape.aspect >= 1:
        width = max(1, round(width * shape.aspect))
    else:
        height = max(1, round(height / shape.aspect))
    return Size(height, width) if _is_sideways(shape) else Size(width, height)


def _inside(shown: Size, frame: Size) -> Size:
    scale = min(frame.width / shown.width, frame.height / shown.height)
    return Size(
        min(frame.width, max(2, round(shown.width * scale / 2) * 2)),
        min(frame.height, max(2, round(shown.height * scale / 2) * 2)),
    )


class Fitter:
    """Fits pictures into one frame; keeps the scaler of the last shape. For one thread."""

    def __init__(self, frame: Size, fit: Fit, ground: tuple[int, int, int]) -> None:
        self._frame = frame
        self._fit: Fit = fit
        self._ground = _flat(ground)
        self._shape: Shape | None = None

    def fitted(self, picture: VideoFrame, shape: Shape) -> Planes:
        """*picture* in a frame of its own.

        Raises:
            av.error.FFmpegError: it can't be scaled.
        """
        if shape != self._shape:
            self._place = _place(shape, self._frame, self._fit)
            self._graph = _scaler(shape, self._place, picture)
            self._shape = shape
        self._graph.push(picture)
        scaled = self._graph.pull()
        assert isinstance(scaled, VideoFrame)  # a video graph gives nothing else
        planes = empty_planes(self._frame)
        inner = _over(scaled, self._ground) if shape.has_alpha else _views(scaled)
        if self._place.size != self._frame:
            _surround(planes, inner, self._ground, blurred=self._fit == "blur")
        place = self._place
        for out, source, step in zip(_three(planes), _three(inner), (1, 2, 2), strict=True):
            left, top = place.left // step, place.top // step
            out[top : top + source.shape[0], left : left + source.shape[1]] = source
        return planes


def _scaler(shape: Shape, place: _Place, picture: VideoFrame) -> Graph:
    """Turn, cut, scale and convert in one go."""
    left, top, width, height = place.crop
    steps = [
        shape.turn,
        f"crop={width}:{height}:{left}:{top}:exact=1",
        f"scale={place.size.width}:{place.size.height}:flags=bicubic+accurate_rnd+full_chroma_inp"
        f":in_color_matrix={shape.matrix}:out_color_matrix=bt709"
        f":in_range={'pc' if shape.full_range else 'tv'}:out_range=tv",
        *(_narrowed(shape.primaries) if shape.primaries and not shape.has_alpha else ()),
        "format=yuva420p" if shape.has_alpha else "format=yuv420p",
    ]
    graph = Graph()
    graph.threads = 1
    last = graph.add_buffer(
        width=picture.width,
        height=picture.height,
        format=picture.format,
        time_base=picture.time_base or Fraction(1, av.time_base),
    )
    for step in ",".join(filter(None, steps)).split(","):
        name, _, arguments = step.partition("=")
        following = graph.add(name, arguments or None)
        last.link_to(following)
        last = following
    last.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def _narrowed(primaries: str) -> tuple[str, str]:
    """Steps from *primaries* to BT.709's, of pictures in its matrix and range already.

    The curve is taken for television's, as it was before HDR: HLG's lower half is that, which is
    why screens that don't know HLG show it well (ITU-R BT.2390), and none but this half fits here.
    """
    return (
        "format=yuv420p10",  # a step of 8 bits would be seen, where colours are stretched
        f"colorspace=all=bt709:iprimaries={primaries}:itrc=bt709:ispace=bt709:irange=tv",
    )


def _views(frame: VideoFrame) -> Planes:
    arrays = []
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        arrays.append(rows[:, : plane.width])
    return Planes(y=arrays[0], u=arrays[1], v=arrays[2])


def _over(frame: VideoFrame, ground: tuple[int, int, int]) -> Planes:
    """A transparent picture laid on the ground, as photographs are: what an animation doesn't
    cover is black in most files, and so are its letters.
    """
    held = frame.planes[3]
    rows = np.frombuffer(memoryview(held), np.uint8).reshape(held.height, held.line_size)
    seen = rows[:, : held.width]
    laid = []
    for plane, behind in zip(_three(_views(frame)), ground, strict=True):
        size = (plane.shape[1], plane.shape[0])
        share = cv2.resize(seen, size, interpolation=cv2.INTER_AREA).astype(np.uint16)
        mixed = (plane * share + behind * (255 - share) + 127) // 255
        laid.append(mixed.astype(np.uint8))
    return Planes(y=laid[0], u=laid[1], v=laid[2])


def _three(planes: Planes) -> tuple[Plane, Plane, Plane]:
    return planes.y, planes.u, planes.v


def _flat(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """*colour* (sRGB) as Y, U, V."""
    rgb: Rgb = np.full((2, 2, 3), colour, np.uint8)
    y, u, v = (int(plane[0, 0]) for plane in _three(to_planes(rgb)))
    return y, u, v


def _surround(out: Planes, inner: Planes, ground: tuple[int, int, int], *, blurred: bool) -> None:
    """What is seen around the picture: the theme's ground, or the picture far out of focus."""
    for number, (plane, source) in enumerate(zip(_three(out), _three(inner), strict=True)):
        if not blurred:
            plane[:] = ground[number]
            continue
        black = 128 if number else 16
        soft = _soft(source, plane.shape[1], plane.shape[0])
        dark = cv2.convertScaleAbs(soft, alpha=_DARK, beta=black * (1 - _DARK))
        cv2.resize(
            dark, (plane.shape[1], plane.shape[0]), dst=plane, interpolation=cv2.INTER_LINEAR
        )


def _soft(source: Plane, width: int, height: int) -> Plane:
    """*source* covering a small frame of *width* to *height*, blurred."""
    small_width = 160
    small_height = max(1, round(small_width * height / width))
    scale = max(small_width / source.shape[1], small_height / source.shape[0])
    size = (
        max(small_width, round(source.shape[1] * scale)),
        max(small_height, round(source.shape[0] * scale)),
    )
    small = cv2.resize(source, size, interpolation=cv2.INTER_AREA)
    left, top = (small.shape[1] - small_width) // 2, (small.shape[0] - small_height) // 2
    soft: Plane = cv2.GaussianBlur(
        small[top : top + small_height, left : left + small_width], (0, 0), 6.0
    )
    return soft
