"""What encoders are asked: the same quality at every size, in little memory."""

from pathlib import Path

import av
import pytest

from renderer.encoding.codec import AV1, H264, settings_for
from renderer.encoding.encode import encode_segment
from renderer.frames.pixels import Size
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
