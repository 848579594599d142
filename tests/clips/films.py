"""Small archive films, made by PyAV when a test asks for them: every picture tells its number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from renderer.clips.slide_parameters import Look
from renderer.frames.pixels import Planes, Rgb, Size
from renderer.frames.yuv import empty_planes
from renderer.storyboard.board import Footage
from renderer.timeline.moment_frames import Beats

FRAME = Size(128, 72)


@dataclass(frozen=True, kw_only=True)
class Film:
    """How a film is to be made."""

    rate: Fraction = Fraction(25)
    size: Size = FRAME
    codec: str = "libx264"
    form: str = "yuv420p"
    options: tuple[tuple[str, str], ...] = (("g", "12"), ("bf", "2"), ("crf", "12"))
    aspect: Fraction | None = None
    tags: tuple[tuple[str, int], ...] = ()
    """Attributes of the codec's context: colorspace, color_range, …"""
    times: tuple[int, ...] = ()
    """Milliseconds at which each picture comes, for a variable rate."""


def make_film(path: Path, pictures: Iterable[Rgb], film: Film | None = None) -> Path:
    """Write *pictures* to *path*; the container is told by its ending."""
    film = film or Film()
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(film.codec, rate=film.rate, options=dict(film.options))
        stream.width, stream.height = film.size
        stream.pix_fmt = film.form
        for name, value in film.tags:
            setattr(stream.codec_context, name, value)
        if film.aspect:
            stream.codec_context.sample_aspect_ratio = film.aspect
        if film.times:
            stream.codec_context.time_base = Fraction(1, 1000)
        for number, rgb in enumerate(pictures):
            frame = _converted(rgb, film)
            frame.pts = film.times[number] if film.times else number
            frame.time_base = Fraction(1, 1000) if film.times else 1 / film.rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _converted(rgb: Rgb, film: Film) -> VideoFrame:
    tags = dict(film.tags)
    return VideoReformatter().reformat(
        VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24"),
        format=film.form,
        dst_colorspace={1: 1, 5: 5, 6: 5, 9: 9}[tags.get("colorspace", 5)],
        dst_color_range=tags.get("color_range", 1),
    )


def counting(count: int, size: Size = FRAME) -> list[Rgb]:
    """Pictures whose number is written in black and white bars: `number_in` reads it back."""
    return [_barred(number, size) for number in range(count)]


def _barred(number: int, size: Size) -> Rgb:
    rgb = np.zeros((size.height, size.width, 3), np.uint8)
    for bit in range(8):
        if number >> bit & 1:
            rgb[:, bit * size.width // 8 : (bit + 1) * size.width // 8] = 235
    return rgb


def number_in(planes: Planes) -> int:
    """The number that a picture of `counting` tells, when it fills the frame."""
    height, width = planes.y.shape
    row = planes.y[height // 4 : 3 * height // 4].mean(axis=0)
    bits = [row[round((bit + 0.5) * width / 8)] > 126 for bit in range(8)]
    return sum(1 << bit for bit, lit in enumerate(bits) if lit)


def plain(colour: Sequence[int], size: Size = FRAME, count: int = 3) -> list[Rgb]:
    """The same colour *count* times."""
    return [np.full((size.height, size.width, 3), colour, np.uint8)] * count


def look_of(footage: Footage, *, length: int = 10, fps: int = 25, size: Size = FRAME) -> Look:
    """A look of *footage* without anything over it; its digest is not checked."""
    return Look(
        slide="archive",
        visual=footage,
        digests=(),
        caption="",
        credit="",
        chapter="",
        length=length,
        beats=Beats(),
        size=size,
        fps=fps,
        language="fr",
        style="sobre",
        style_digest="",
        draft=False,
        media=footage.file.parent,
    )


def footage_of(path: Path, **given: object) -> Footage:
    """*path* as a storyboard names it."""
    return Footage(file=path, name=path.name, **given)  # type: ignore[arg-type] # a test's own keys


def shown(painter: object, frame: int, size: Size = FRAME) -> Planes:
    """The planes that *painter* paints."""
    planes = empty_planes(size)
    painter.paint(frame, planes)  # type: ignore[attr-defined] # any painter
    return planes
