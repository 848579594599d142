"""What encoders are asked: the same quality at every size, in little memory."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from renderer.encoding.codec import AV1, H264, for_content, settings_for
from renderer.encoding.encode_video import encode_segment, planes_of
from renderer.frames.pixels import Planes, Size
from renderer.frames.yuv import noise_at
from tests.films import paint_moving

HD, SMALL, LARGE = Size(1920, 1080), Size(320, 180), Size(3840, 2160)


@pytest.mark.parametrize("size", [SMALL, HD], ids=str)
def test_what_a_shorter_look_ahead_costs_in_quality_is_given_back(size: Size) -> None:
    film, draft = (settings_for(H264, size, 25, draft=draft) for draft in (False, True))
    assert film.crf < draft.crf == settings_for(H264, LARGE, 25, draft=False).crf


def test_the_quality_of_av1_is_the_same_at_every_size() -> None:
    assert len({settings_for(AV1, size, 25, draft=False).crf for size in (SMALL, HD, LARGE)}) == 1


@pytest.mark.parametrize("draft", [False, True])
def test_no_frame_waits_for_more_than_one_that_is_shown_later(tmp_path: Path, draft: bool) -> None:
    """Each more that may wait is a whole frame more that encoder and player hold."""
    path = tmp_path / "s.mp4"
    settings = settings_for(H264, SMALL, 25, draft=draft)
    encode_segment(path, 75, settings, lambda n: n, paint_moving(3))
    with av.open(str(path)) as container:
        shown = [packet.pts for packet in container.demux(video=0) if packet.pts is not None]
    waiting = [sum(before > pts for before in shown[:n]) for n, pts in enumerate(shown)]
    assert max(waiting) <= 1


@pytest.mark.parametrize("is_smooth", [False, True])
@pytest.mark.parametrize("draft", [False, True])
def test_no_frame_is_held_to_learn_how_long_it_lasts(draft: bool, is_smooth: bool) -> None:
    film = for_content(settings_for(H264, SMALL, 25, draft=draft), is_smooth=is_smooth)
    options = film.options()
    params = options["x264-params"].split(":")
    params.remove("force-cfr=1")
    waiting, pictures = _encoded(options)
    longer, same = _encoded(options | {"x264-params": ":".join(params)})
    assert waiting == longer - 1
    assert pictures == same


def _encoded(options: dict[str, str]) -> tuple[int, list[bytes]]:
    """How many frames are given before the first packet comes, and the slices of 40."""
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height = SMALL
    context.pix_fmt, context.framerate, context.time_base = "yuv420p", 25, Fraction(1, 25)
    context.options = options
    frame, paint = av.VideoFrame(*SMALL, "yuv420p"), paint_moving(3)
    waiting, packets = 0, list[bytes]()
    for number in range(40):
        paint(number, planes_of(frame))
        frame.pts = number
        packets += map(bytes, context.encode(frame))
        waiting += not packets
    packets += map(bytes, context.encode(None))
    # Before the first slice stand the headers, which say that the rate is constant.
    return waiting, [packet.split(b"\0\0\1")[-1] for packet in packets]


def test_only_films_that_stay_have_their_smooth_tones_kept() -> None:
    film = for_content(settings_for(H264, HD, 25, draft=False), is_smooth=True)
    assert film.is_smooth
    for other in (settings_for(H264, HD, 25, draft=True), settings_for(AV1, HD, 25, draft=False)):
        assert for_content(other, is_smooth=True) == other
    assert for_content(film, is_smooth=False) == settings_for(H264, HD, 25, draft=False)


def test_a_dark_gradient_keeps_its_noise(tmp_path: Path) -> None:
    """Where all noise is taken away, the steps between two levels are seen as bands."""
    size, length = Size(640, 360), 25
    ground = np.linspace(40, 52, 640, dtype=np.float32) + noise_at(0, 0, 640, 360)
    luma = np.rint(ground).astype(np.uint8)

    def paint(_: int, into: Planes) -> None:
        into.y[:], into.u[:], into.v[:] = luma, 128, 128

    kept = {}
    for is_smooth in (False, True):
        path = tmp_path / f"{is_smooth}.mp4"
        settings = for_content(settings_for(H264, size, 25, draft=False), is_smooth=is_smooth)
        encode_segment(path, length, settings, lambda _: 0, paint)
        with av.open(str(path)) as container:
            *_, last = container.decode(video=0)
        seen = last.to_ndarray()[:360].astype(float)
        rows = np.abs(np.diff(seen, axis=1)).mean()
        kept[is_smooth] = rows / np.abs(np.diff(luma.astype(float), axis=1)).mean()
    assert kept[True] > 0.3
    assert kept[True] > 2 * kept[False]
