"""Archive film as slides: to the frame, in its true shape and colours, from any thread."""

import contextlib
import os
import random
import resource
import shutil
import signal
import struct
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.stream import Disposition
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from renderer.clips.footage_painter import FootagePainter, footage_painter
from renderer.clips.moviepy_clip import as_clip
from renderer.decoding.sandbox import Fence, open_fence
from renderer.errors import PictureError
from renderer.footage.file import open_film
from renderer.footage.frame import Fitter, shape_of
from renderer.footage.sandbox import FILMS, LIMITS
from renderer.frames.pixels import Rgb, Size
from renderer.frames.yuv import empty_planes, to_rgb
from renderer.storyboard.board import Fit, Footage
from tests.clips.films import (
    FRAME,
    Film,
    counting,
    footage_of,
    look_of,
    make_film,
    number_in,
    plain,
    shown,
)
from tests.decoding.makers import bomb, compressed_bomb

LINUX = Path("/proc")


@pytest.fixture(scope="module")
def newsreel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight seconds at 25 pictures a second, a key picture every 12, with B pictures."""
    return make_film(tmp_path_factory.mktemp("film") / "newsreel.mp4", counting(200))


SHARED: list[Fence] = []
"""One process for the painters of this module: starting one for each takes longer than the rest."""


@pytest.fixture(scope="module", autouse=True)
def shared() -> Iterator[None]:
    with open_fence(FILMS, 1, LIMITS) as fence:
        SHARED[:] = [fence]
        yield


def painter_of(
    path: Path, *, length: int = 200, size: Size = FRAME, **given: object
) -> FootagePainter:
    footage = footage_of(path, **given)
    return footage_painter(footage, look_of(footage, length=length, size=size), SHARED[0])


@pytest.mark.parametrize("rate", [Fraction(16), Fraction(24000, 1001), Fraction(30), Fraction(50)])
@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv"])
def test_any_rate_becomes_the_films_own(tmp_path: Path, rate: Fraction, ending: str) -> None:
    film = make_film(tmp_path / f"film.{ending}", counting(60), Film(rate=rate))
    painter = painter_of(film)

    told = [number_in(shown(painter, frame)) for frame in range(20)]

    assert told == [int(Fraction(frame, 25) * rate) for frame in range(20)]


def test_webm_is_read(tmp_path: Path) -> None:
    web = Film(codec="libvpx", options=(("g", "12"), ("crf", "10"), ("b", "2M")))
    painter = painter_of(make_film(tmp_path / "film.webm", counting(30), web))

    assert [number_in(shown(painter, frame)) for frame in (29, 3, 14)] == [29, 3, 14]


def test_a_variable_rate_shows_the_nearest_earlier_picture(tmp_path: Path) -> None:
    times = (0, 40, 500, 520, 1000)
    film = make_film(tmp_path / "vfr.mkv", counting(5), Film(times=times))
    painter = painter_of(film)

    told = [number_in(shown(painter, frame)) for frame in (0, 1, 2, 12, 13, 24, 25, 30)]

    assert told == [0, 1, 1, 1, 3, 3, 4, 4]


@settings(max_examples=25, deadline=None)
@given(frames=st.lists(st.integers(0, 149), min_size=1, max_size=6), start=st.integers(0, 49))
def test_any_frame_in_any_order_is_the_right_one(
    newsreel: Path, frames: list[int], start: int
) -> None:
    painter = painter_of(newsreel, start_seconds=start / 25)

    assert [number_in(shown(painter, frame)) for frame in frames] == [start + f for f in frames]
    painter.close()


def test_times_that_a_container_rounded_up_are_still_in_time(tmp_path: Path) -> None:
    """Matroska counts milliseconds: picture 4 of 60 a second comes at 67, not at 66.67."""
    footage = footage_of(make_film(tmp_path / "film.mkv", counting(60), Film(rate=Fraction(60))))
    painter = footage_painter(footage, look_of(footage, length=30, fps=30))

    assert [number_in(shown(painter, frame)) for frame in range(30)] == list(range(0, 60, 2))


def test_pictures_that_refer_across_key_pictures_are_the_same_after_a_seek(tmp_path: Path) -> None:
    """In an open group the pictures just before a key picture need what lies before it too."""
    dice = np.random.default_rng(5)
    noise = dice.integers(0, 255, (72, 400, 3), dtype=np.uint8)
    pictures = [noise[:, 2 * step : 2 * step + 128] for step in range(120)]
    grouped = "open-gop=1:bframes=3:b-adapt=0:keyint=12:min-keyint=12:scenecut=0"
    open_groups = Film(options=(("crf", "30"), ("x264-params", grouped)))
    film = make_film(tmp_path / "open.mkv", pictures, open_groups)
    strolling = painter_of(film)
    straight = [shown(strolling, frame).y for frame in range(120)]

    for frame in range(119, 30, -1):
        assert np.array_equal(shown(painter_of(film), frame).y, straight[frame]), frame


def test_speed_is_how_fast_time_passes_in_the_archive(newsreel: Path) -> None:
    for speed, told in ((0.5, [0, 0, 1, 5]), (2.0, [0, 2, 4, 20]), (0.1, [0, 0, 0, 1])):
        painter = painter_of(newsreel, speed=speed)
        assert [number_in(shown(painter, frame)) for frame in (0, 1, 2, 10)] == told


def test_after_its_end_a_stretch_keeps_its_last_picture(newsreel: Path) -> None:
    painter = painter_of(newsreel, start_seconds=2.0, end_seconds=3.0)

    assert [number_in(shown(painter, frame)) for frame in (0, 24, 25, 80)] == [50, 74, 74, 74]
    assert painter.state(25) == painter.state(80) != painter.state(24)


def test_after_its_last_picture_a_film_keeps_it(newsreel: Path) -> None:
    painter = painter_of(newsreel, start_seconds=7.6)

    assert [number_in(shown(painter, frame)) for frame in (9, 10, 60)] == [199, 199, 199]


def test_threads_paint_what_one_would(newsreel: Path) -> None:
    painter = painter_of(newsreel)
    frames = random.Random(7).sample(range(200), 60)

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(lambda frame: number_in(shown(painter, frame)), frames))

    assert told == frames


def holders(film: Path) -> int:
    """How often *film* is open, in this process and in all others."""
    count = 0
    for process in LINUX.glob("[0-9]*"):
        with contextlib.suppress(OSError):  # others', or gone by now
            count += sum(os.path.realpath(link) == str(film) for link in process.glob("fd/*"))
    return count


@pytest.mark.skipif(not LINUX.exists(), reason="counts open files as Linux shows them")
def test_no_file_stays_open(tmp_path: Path, newsreel: Path) -> None:
    film = tmp_path / "film.mp4"
    shutil.copy(newsreel, film)
    footage = footage_of(film)
    painters = [footage_painter(footage, look_of(footage, length=50)) for _ in range(3)]
    for painter in painters:
        shown(painter, 0)
    assert holders(film) == 3
    shown(painters[0], 49)
    assert holders(film) == 2
    painters[1].close()
    assert holders(film) == 1
    assert number_in(shown(painters[1], 7)) == 7
    del painters, painter
    assert holders(film) == 0


def test_it_is_a_moviepy_clip_too(newsreel: Path) -> None:
    footage = footage_of(newsreel, start_seconds=1.0)
    look = look_of(footage, length=30)
    clip = as_clip(footage_painter(footage, look), look.size, look.fps)

    assert (clip.size, clip.fps, len(list(clip.iter_frames()))) == ((128, 72), 25, 30)
    frame = shown(footage_painter(footage, look_of(footage, length=30)), 7)
    assert np.array_equal(clip.get_frame(7 / 25), to_rgb(frame))


# Shapes


def _half_lit(size: Size) -> list[Rgb]:
    """Left half white, right half dark grey."""
    rgb = np.full((size.height, size.width, 3), 60, np.uint8)
    rgb[:, : size.width // 2] = 235
    return [rgb] * 3


def _lit_box(painter: FootagePainter, size: Size = FRAME) -> tuple[int, int, int, int]:
    """left, top, right, bottom of what is brighter than the theme's ground."""
    lit = shown(painter, 0, size).y > 45
    columns, rows = np.flatnonzero(lit.any(axis=0)), np.flatnonzero(lit.any(axis=1))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def test_stretched_pixels_are_shown_in_their_true_shape(tmp_path: Path) -> None:
    square = Film(size=Size(96, 72))
    wide = Film(size=Size(72, 72), aspect=Fraction(4, 3))
    tall = Film(size=Size(96, 54), aspect=Fraction(3, 4))
    for number, film in enumerate((square, wide, tall)):
        path = make_film(tmp_path / f"{number}.mp4", _half_lit(film.size), film)
        left, top, right, bottom = _lit_box(painter_of(path))
        assert (top, bottom) == (0, 72)
        assert abs(left - 16) <= 1, film
        assert abs(right - 112) <= 1, film


def test_cover_leaves_no_surround_and_cuts_evenly(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", _half_lit(Size(96, 96)), Film(size=Size(96, 96)))
    planes = shown(painter_of(path, fit="cover"), 0)

    assert planes.y.min() > 45
    assert planes.y[:, :60].min() > 180
    assert planes.y[:, 68:].max() < 90


def test_blur_surrounds_a_film_with_itself(tmp_path: Path) -> None:
    path = make_film(
        tmp_path / "film.mp4", plain((235, 30, 30), Size(40, 72)), Film(size=Size(40, 72))
    )
    rgb = to_rgb(shown(painter_of(path, fit="blur"), 0)).astype(int)

    inside, around = rgb[36, 64], rgb[36, 8]
    assert inside[0] > 220
    assert 90 < around[0] < 160
    assert around[0] > 3 * around[2]


@pytest.mark.parametrize("fit", ["contain", "cover", "blur"])
@pytest.mark.parametrize("size", [Size(97, 55), Size(33, 101), Size(131, 73)])
def test_odd_sizes_are_filled_to_the_last_pixel(tmp_path: Path, size: Size, fit: Fit) -> None:
    film = Film(size=size, form="yuv444p")
    path = make_film(tmp_path / "odd.mp4", plain((235, 235, 235), size), film)
    planes = empty_planes(FRAME)
    for plane in (planes.y, planes.u, planes.v):
        plane[:] = 3  # no legal value: what is left of it was never painted

    painter_of(path, fit=fit).paint(0, planes)

    assert min(planes.y.min(), planes.u.min(), planes.v.min()) > 3


@pytest.mark.parametrize(("degrees", "lit"), [(90, "top"), (180, "right"), (270, "bottom")])
def test_a_film_shot_sideways_is_set_upright(tmp_path: Path, degrees: int, lit: str) -> None:
    path = make_film(tmp_path / "phone.mp4", _half_lit(Size(96, 72)), Film(size=Size(96, 72)))
    _turn(path, degrees)
    y = shown(painter_of(path), 0).y
    left, top, right, bottom = _lit_box(painter_of(path))

    corners = {
        "top left": y[top + 4, left + 4],
        "top right": y[top + 4, right - 5],
        "bottom left": y[bottom - 5, left + 4],
        "bottom right": y[bottom - 5, right - 5],
    }
    assert (right - left > bottom - top) == (degrees == 180)
    assert {name for name, level in corners.items() if level > 150} == {
        name for name in corners if lit in name
    }


def _turn(path: Path, degrees: int) -> None:
    """Write a rotation matrix into the track header: *degrees* clockwise, as phones note it."""
    matrix = {
        90: (0, 1, 0, -1, 0, 0),
        180: (-1, 0, 0, 0, -1, 0),
        270: (0, -1, 0, 1, 0, 0),
    }[degrees]
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    a, b, u, c, d, v = (value * 65536 for value in matrix)
    data[at : at + 36] = struct.pack(">9i", a, b, u, c, d, v, 0, 0, 1 << 30)
    path.write_bytes(bytes(data))


# Colours


RED = (200, 40, 30)


@pytest.mark.parametrize(
    ("size", "tags", "form"),
    [
        (Size(64, 36), (), "yuv420p"),
        (Size(64, 36), (("colorspace", 5),), "yuv420p"),
        (Size(64, 36), (("colorspace", 1),), "yuv420p"),
        (Size(64, 36), (("colorspace", 1), ("color_range", 2)), "yuv420p"),
        (Size(64, 36), (("colorspace", 1), ("color_range", 2)), "yuvj420p"),
        (Size(64, 36), (("colorspace", 1), ("color_range", 2)), "yuv420p10le"),
        (Size(64, 36), (("colorspace", 6),), "yuv422p10le"),
        (Size(1280, 720), (("colorspace", 1),), "yuv420p"),
    ],
)
def test_colours_arrive_as_they_were(
    tmp_path: Path, size: Size, tags: tuple[tuple[str, int], ...], form: str
) -> None:
    film = Film(size=size, tags=tags, form=form)
    path = make_film(tmp_path / "red.mp4", plain(RED, size, 1), film)

    pixel = to_rgb(shown(painter_of(path), 0))[36, 64]

    assert np.abs(pixel.astype(int) - RED).max() <= 4


def _in_primaries(rgb: tuple[int, int, int], primaries: np.ndarray) -> tuple[int, int, int]:
    """The numbers that say in other primaries what *rgb* says in BT.709; television's curve."""
    share = np.array(rgb) / 255
    light = np.where(share < 0.081, share / 4.5, ((share + 0.099) / 1.099) ** (1 / 0.45))
    # BT.709's primaries in XYZ (ITU-R BT.709-6).
    ours = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    theirs = np.linalg.inv(primaries) @ ours @ light
    shown = np.where(theirs < 0.018, theirs * 4.5, 1.099 * np.abs(theirs) ** 0.45 - 0.099)
    red, green, blue = (int(number) for number in np.round(shown * 255))
    return red, green, blue


BT2020 = np.array([[0.6370, 0.1446, 0.1689], [0.2627, 0.6780, 0.0593], [0.0, 0.0281, 1.0610]])
P3 = np.array([[0.4866, 0.2657, 0.1982], [0.2290, 0.6917, 0.0793], [0.0, 0.0451, 1.0439]])
"""To XYZ (ITU-R BT.2020-2, SMPTE EG 432-1)."""


@pytest.mark.parametrize(
    ("primaries", "tags"),
    [
        (BT2020, (("colorspace", 9), ("color_primaries", 9), ("color_trc", 18))),
        (BT2020, (("colorspace", 9), ("color_primaries", 9), ("color_trc", 14))),
        (P3, (("colorspace", 1), ("color_primaries", 12), ("color_trc", 1))),
    ],
    ids=["HLG", "BT.2020", "Display P3"],
)
def test_wide_colours_are_as_strong_as_they_were(
    tmp_path: Path, primaries: np.ndarray, tags: tuple[tuple[str, int], ...]
) -> None:
    film = Film(size=Size(64, 36), tags=tags, form="yuv420p10le")
    for number, colour in enumerate((RED, (30, 140, 60), (128, 128, 128))):
        stored = _in_primaries(colour, primaries)
        path = make_film(tmp_path / f"{number}.mp4", plain(stored, Size(64, 36), 1), film)
        pixel = to_rgb(shown(painter_of(path), 0))[36, 64]
        assert np.abs(pixel.astype(int) - colour).max() <= 5, (colour, stored)


@pytest.mark.parametrize(
    ("name", "codec", "form"),
    [("a.mov", "prores_ks", "yuva444p10le"), ("b.mov", "qtrle", "argb"), ("c.mkv", "ffv1", "bgra")],
)
@pytest.mark.parametrize("paper", [(255, 255, 255), (200, 40, 30)])
def test_black_ink_on_nothing_lies_on_the_theme_s_paper(
    tmp_path: Path, name: str, codec: str, form: str, paper: tuple[int, int, int]
) -> None:
    """As motion designers export a drawing that moves: what is transparent is stored as black."""
    drawn = np.zeros((72, 128, 4), np.uint8)
    drawn[:, :32, 3] = 255
    drawn[:, 64:96, 3] = 128
    with av.open(str(tmp_path / name), "w") as container:
        stream: Any = container.add_stream(codec, rate=25)
        stream.width, stream.height = FRAME
        stream.pix_fmt = form
        for number in range(2):
            frame = av.VideoFrame.from_ndarray(drawn, "rgba").reformat(format=form)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    footage = footage_of(tmp_path / name)
    with open_film(footage) as film:
        picture = next(film.decode(video=0))
        shape = shape_of(picture, None, "", name)
        seen = to_rgb(Fitter(FRAME, "contain", paper).fitted(picture, shape)).astype(int)
    assert np.abs(seen[36, 16]).max() <= 4
    assert np.abs(seen[36, 48] - paper).max() <= 4
    assert np.abs(seen[36, 112] - paper).max() <= 4
    assert np.abs(seen[36, 80] - np.array(paper) / 2).max() <= 8


def test_colours_that_name_no_matrix_are_read_by_their_size(tmp_path: Path) -> None:
    """Standard definition is BT.601, high definition BT.709."""
    size = Size(1280, 720)
    untold = Film(size=size, tags=(("colorspace", 1),))
    path = make_film(tmp_path / "hd.mp4", plain(RED, size, 1), untold)
    bare = make_film(tmp_path / "bare.mp4", plain(RED, size, 1), Film(size=size))

    told, guessed = (to_rgb(shown(painter_of(p), 0))[36, 64].astype(int) for p in (path, bare))

    # *bare* was coded as BT.601 without saying so: read as BT.709 its red has another hue.
    assert np.abs(told - RED).max() <= 4
    assert np.abs(guessed - RED).max() > 8


def test_interlaced_pictures_lose_their_combs(tmp_path: Path) -> None:
    woven = Film(
        size=Size(128, 72),
        options=(("crf", "8"), ("g", "12"), ("x264-params", "tff=1:bframes=0")),
    )
    straight = Film(options=woven.options[:2])
    fields = [_bar(step) for step in range(24)]
    frames = []
    for number in range(12):
        frame = fields[2 * number].copy()
        frame[1::2] = fields[2 * number + 1][1::2]
        frames.append(frame)

    combed = shown(painter_of(make_film(tmp_path / "p.mp4", frames, straight)), 5).y.astype(int)
    whole = shown(painter_of(make_film(tmp_path / "i.mp4", frames, woven)), 5).y.astype(int)

    assert _combing(combed) > 9
    assert _combing(whole) < 3
    # Every way to the same picture gives the same pixels.
    again = painter_of(tmp_path / "i.mp4")
    shown(again, 11)
    assert np.array_equal(shown(again, 5).y, whole)


def _bar(step: int) -> Rgb:
    rgb = np.full((72, 128, 3), 30, np.uint8)
    rgb[:, 4 * step : 4 * step + 24] = 220
    return rgb


def _combing(luma: NDArray[np.int_]) -> float:
    """How much neighbouring rows differ while rows two apart agree, on average."""
    near = np.abs(luma[1:-1] - luma[:-2])
    return float(np.maximum(near - np.abs(luma[2:] - luma[:-2]), 0).mean())


# Refusals


def test_a_stretch_past_the_end_is_refused_with_the_films_length(newsreel: Path) -> None:
    with pytest.raises(
        PictureError, match=r"lasts 8.00 s, and its 'end' is at 9 s: give an earl"
    ) as refused:
        painter_of(newsreel, end_seconds=9.0)
    assert refused.value.code == "footage-stretch-unfit"
    with pytest.raises(
        PictureError, match=r"its 'start' is at 8 s: give an earlier 'start'"
    ) as refused:
        painter_of(newsreel, start_seconds=8.0)
    assert refused.value.code == "footage-stretch-unfit"
    painter_of(newsreel, end_seconds=8.05)  # as players round it


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("page.mp4", b"<!DOCTYPE html><html><body>404</body></html>" * 50, "is a web page"),
        ("list.mp4", b"ffconcat version 1.0\nfile newsreel.mp4\n", "is no film"),
        (
            "live.mp4",
            b"#EXTM3U\n#EXTINF:10,\nnewsreel.mp4\n",
            "is no film",
        ),
        ("void.mp4", b"", "is empty"),
        ("a.avi", b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(200), "is AVI, which isn't read: save"),
        ("a.flv", b"FLV\x01\x05" + bytes(200), "is FLV, which"),
        ("a.gif", b"GIF89a" + bytes(200), "is GIF, which"),
        ("a.mpg", b"\x00\x00\x01\xba" + bytes(200), "is MPEG, which"),
        ("a.ts", (b"G" + bytes(187)) * 3, "is MPEG-TS, which"),
        ("a.mts", b"abcd" + (b"G" + bytes(187)) * 3, "is MPEG-TS, which"),
        ("a.mov", b"version https://git-lfs.github.com/spec/v1\n", "is only a pointer of Git LFS"),
        ("noise.mkv", bytes(range(256)) * 64, "is no film"),
    ],
)
def test_what_is_no_film_is_refused(
    tmp_path: Path, newsreel: Path, name: str, data: bytes, said: str
) -> None:
    shutil.copy(newsreel, tmp_path / "newsreel.mp4")
    (tmp_path / name).write_bytes(data)

    with pytest.raises(PictureError, match=f"{name} {said}"):
        painter_of(tmp_path / name)


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")

    with pytest.raises(PictureError, match=r"pipe.mp4 is not a regular file") as refused:
        painter_of(tmp_path / "pipe.mp4")
    assert refused.value.code == "file-kind-unfit"
    with pytest.raises(PictureError, match=r"none.mp4 can't be read") as refused:
        painter_of(tmp_path / "none.mp4")
    assert refused.value.code == "file-missing"


def test_another_container_is_refused_whatever_its_name(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.avi", counting(10), Film(options=(("bf", "0"),)))

    with pytest.raises(PictureError, match="save it as MP4, MOV, WebM or MKV") as refused:
        painter_of(film.rename(tmp_path / "film.mp4"))
    assert refused.value.code == "footage-format-unfit"


def test_a_sound_file_is_no_film(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "sound.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    with pytest.raises(PictureError, match="no moving picture") as refused:
        painter_of(tmp_path / "sound.mp4")
    assert refused.value.code == "footage-format-unfit"


def test_a_film_cut_short_is_noticed_where_it_stops(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mkv", counting(200), Film(options=(("g", "12"),)))
    # In MKV the pictures come after the header, so that a cut file still opens.
    film.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    painter = painter_of(film)

    assert number_in(shown(painter, 20)) == 20
    with pytest.raises(PictureError, match=r"film.mkv (stops after|is damaged near)") as refused:
        shown(painter, 190)
    assert refused.value.code == "footage-damaged"


def test_a_damaged_film_is_an_error_about_it(tmp_path: Path, newsreel: Path) -> None:
    data = bytearray(newsreel.read_bytes())
    start = data.index(b"mdat") + 4
    data[start : start + 4000] = bytes(4000)
    (tmp_path / "hurt.mp4").write_bytes(bytes(data))

    with pytest.raises(
        PictureError, match=r"hurt.mp4 is damaged near 0.00 s .*copy it again"
    ) as refused:
        shown(painter_of(tmp_path / "hurt.mp4"), 0)
    assert refused.value.code == "footage-damaged"


def test_a_film_saved_over_during_the_render_stops_it(tmp_path: Path, newsreel: Path) -> None:
    film = tmp_path / "film.mp4"
    shutil.copy(newsreel, film)
    painter = painter_of(film)
    make_film(film, counting(50))

    with pytest.raises(
        PictureError, match=r"film.mp4 changed while the film was being made"
    ) as refused:
        shown(painter, 0)
    assert refused.value.code == "file-changed"


def test_the_digest_of_its_look_is_held(newsreel: Path) -> None:
    footage: Footage = footage_of(newsreel)
    with pytest.raises(PictureError, match="changed while the film was being made"):
        footage_painter(footage, replace(look_of(footage), digests=("0" * 64,)))


def test_how_long_a_slide_is_does_not_change_its_pictures(newsreel: Path) -> None:
    footage = footage_of(newsreel)

    assert look_of(footage, length=50).key() == look_of(footage, length=80).key()
    assert look_of(footage).key() != look_of(footage_of(newsreel, speed=0.5)).key()
    assert look_of(footage).key() == look_of(footage_of(newsreel, sound="keep")).key()


# Other people's files


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limits")
@pytest.mark.parametrize("name", ["stsz.mp4", "pair.mp4", "cmov.mov", "sound.mp4"])
def test_a_bomb_is_an_error_about_that_film_and_costs_this_process_nothing(
    tmp_path: Path, newsreel: Path, name: str
) -> None:
    bombs = {
        "stsz.mp4": lambda: bomb(samples=80_000_000),
        "pair.mp4": lambda: bomb(samples=80_000_000, tracks=2),
        "cmov.mov": lambda: compressed_bomb(1500),
        "sound.mp4": lambda: bomb(samples=80_000_000, sound=True),
    }
    (tmp_path / name).write_bytes(bombs[name]())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(PictureError, match=name):
        shown(painter_of(tmp_path / name), 0)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB
    assert number_in(shown(painter_of(newsreel), 7)) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_crash_of_the_decoder_is_an_error_about_that_film(newsreel: Path) -> None:
    footage = footage_of(newsreel)
    with open_fence(FILMS, 1, LIMITS) as fence:
        painter = footage_painter(footage, look_of(footage, length=50), fence)
        os.kill(fence.idle[-1].pid, signal.SIGSEGV)
        with pytest.raises(PictureError, match=r"newsreel.mp4 crashed the decoder") as caught:
            shown(painter, 0)
        assert caught.value.code == "decoding-failed"
        assert caught.value.slide == "archive"
        assert number_in(shown(painter, 3)) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_film_that_never_ends_to_decode_is_stopped(newsreel: Path) -> None:
    footage = footage_of(newsreel)
    with open_fence(FILMS, 1, replace(LIMITS, wall_seconds=3)) as fence:
        painter = footage_painter(footage, look_of(footage, length=50), fence)
        os.kill(fence.idle[-1].pid, signal.SIGSTOP)
        with pytest.raises(PictureError, match=r"newsreel.mp4 took longer than 3 s to decode"):
            shown(painter, 0)


ORIENTATIONS = {
    "identity": (1, 0, 0, 1),
    "hflip": (-1, 0, 0, 1),
    "vflip": (1, 0, 0, -1),
    "half": (-1, 0, 0, -1),
    "clock": (0, 1, -1, 0),
    "cclock": (0, -1, 1, 0),
    "transpose": (0, 1, 1, 0),
    "transverse": (0, -1, -1, 0),
}


def _quarters() -> Rgb:
    """Four corners of four brightnesses, in a square."""
    rgb = np.empty((72, 72, 3), np.uint8)
    for (down, across), level in (((0, 0), 60), ((0, 1), 110), ((1, 0), 160), ((1, 1), 220)):
        rgb[36 * down : 36 * down + 36, 36 * across : 36 * across + 36] = level
    return rgb


def _mapped(matrix: tuple[float, ...]) -> list[float]:
    """Where the corners of `_quarters` come by *matrix*, told by the standard's own formula."""
    a, b, c, d = matrix
    out = {}
    for (x, y), level in (((-1, -1), 60), ((1, -1), 110), ((-1, 1), 160), ((1, 1), 220)):
        out[a * x + c * y, b * x + d * y] = level
    return [out[place] for place in ((-1, -1), (1, -1), (-1, 1), (1, 1))]


def _with_matrix(path: Path, matrix: tuple[float, ...]) -> None:
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    a, b, c, d = (round(value * 65536) for value in matrix)
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("name", ORIENTATIONS)
@pytest.mark.parametrize("ending", ["mp4", "mov"])
def test_all_eight_orientations_are_shown_as_they_were_shot(
    tmp_path: Path, name: str, ending: str
) -> None:
    size = Size(72, 72)
    path = make_film(tmp_path / f"phone.{ending}", [_quarters()] * 3, Film(size=size))
    _with_matrix(path, ORIENTATIONS[name])
    footage = footage_of(path)
    look = look_of(footage, length=3, size=size)

    rgb = to_rgb(shown(footage_painter(footage, look, SHARED[0]), 0, size))

    corners = [int(rgb[y, x, 0]) for y in (18, 54) for x in (18, 54)]
    assert corners == pytest.approx(_mapped(ORIENTATIONS[name]), abs=6)


@pytest.mark.parametrize(
    "matrix", [(0.707, 0.707, -0.707, 0.707), (0.966, 0.259, -0.259, 0.966), (1, 0.3, 0, 1)]
)
def test_an_angle_of_its_own_is_told(tmp_path: Path, matrix: tuple[float, ...]) -> None:
    path = make_film(tmp_path / "tilted.mp4", counting(3))
    _with_matrix(path, matrix)

    with pytest.raises(
        PictureError, match=r"tilted.mp4 says that it is shown turned by an angle"
    ) as refused:
        shown(painter_of(path), 0)
    assert refused.value.code == "footage-format-unfit"


@pytest.mark.parametrize("ending", ["mov", "mp4", "mkv"])
def test_tags_in_an_encoding_of_their_own_are_no_obstacle(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"film.{ending}"
    with av.open(str(path), "w") as container:
        container.metadata["title"] = "T~moignage"
        stream: Any = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = *FRAME, "yuv420p"
        for rgb in counting(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, "rgb24")))
        container.mux(stream.encode(None))
    data = path.read_bytes()
    assert data.count(b"T~moignage") == 1
    path.write_bytes(data.replace(b"T~moignage", "Témoignage".encode("mac_roman")))

    assert number_in(shown(painter_of(path), 3)) == 3


def test_a_film_saved_over_while_it_is_shown_stops_the_slide(
    tmp_path: Path, newsreel: Path
) -> None:
    film = tmp_path / "film.mp4"
    shutil.copy(newsreel, film)
    painter = painter_of(film)
    shown(painter, 0)
    film.write_bytes(film.read_bytes())

    with pytest.raises(PictureError, match=r"film.mp4 changed while the film was being made"):
        shown(painter, 1)


def _tracks(path: Path, first: int, *, chosen: int) -> Path:
    """Two tracks of pictures: from 0 on and from *first* on; the one *chosen* is the default."""
    with av.open(str(path), "w") as film:
        streams: list[Any] = [film.add_stream("libx264", rate=25) for _ in range(2)]
        for number, stream in enumerate(streams):
            stream.width, stream.height = FRAME
            stream.pix_fmt = "yuv420p"
            stream.disposition = Disposition.default if number == chosen else Disposition(0)
        for stream, pictures in zip(streams, (counting(10), counting(30)[first:]), strict=True):
            for at, rgb in enumerate(pictures[:10]):
                frame = av.VideoFrame.from_ndarray(rgb, "rgb24")
                frame.pts = at
                film.mux(stream.encode(frame))
            film.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("chosen", "number"), [(0, 0), (1, 20)])
def test_of_two_tracks_the_one_that_players_show_is_shown(
    tmp_path: Path, chosen: int, number: int
) -> None:
    film = _tracks(tmp_path / "a.mkv", 20, chosen=chosen)
    assert number_in(shown(painter_of(film, length=10), 0)) == number


@pytest.mark.parametrize("offset", [0.0, 5.0, 36_000.0])
def test_a_film_whose_clock_goes_on_from_a_longer_one_is_whole(
    tmp_path: Path, offset: float
) -> None:
    """As a part of a recording that runs day and night has it."""
    path = tmp_path / "part.mkv"
    with (
        av.open(str(make_film(tmp_path / "whole.mp4", counting(50)))) as old,
        av.open(str(path), "w", options={"output_ts_offset": str(offset)}) as new,
    ):
        stream = new.add_stream_from_template(old.streams.video[0])
        for packet in old.demux(old.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                new.mux(packet)
    painter = painter_of(path, length=100)
    assert number_in(shown(painter, 99)) == 49
    with pytest.raises(PictureError, match=r"lasts 2\.00 s"):
        painter_of(path, start_seconds=30.0)


def _boxes(data: bytes) -> list[bytes]:
    boxes = []
    while data:
        size = int.from_bytes(data[:4], "big")
        boxes.append(data[:size])
        data = data[size:]
    return boxes


def test_a_poster_that_comes_before_the_film_is_not_shown_for_it(tmp_path: Path) -> None:
    """As programs write it that put what they know of a film before its tracks."""
    path = tmp_path / "affiche.mp4"
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=25)
        stream.width, stream.height = FRAME
        stream.pix_fmt = "yuv420p"
        cover: Any = container.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 64, 64, "yuvj420p"
        cover.disposition = Disposition.attached_pic
        grey = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 128, np.uint8), "rgb24")
        container.mux(cover.encode(grey.reformat(format="yuvj420p")))
        for number, rgb in enumerate(counting(20)[10:]):
            frame = av.VideoFrame.from_ndarray(rgb, "rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    whole = _boxes(path.read_bytes())
    place = next(number for number, box in enumerate(whole) if box[4:8] == b"moov")
    head, *inner = _boxes(whole[place][8:])
    inner.sort(key=lambda box: box[4:8] != b"udta")
    whole[place] = whole[place][:8] + head + b"".join(inner)
    path.write_bytes(b"".join(whole))
    with av.open(str(path)) as film:
        first = film.streams.video[0]
        assert first.disposition & Disposition.attached_pic, "or nothing is tested"
    assert number_in(shown(painter_of(path, length=10), 0)) == 10
