"""A run of painted frames becomes one closed H.264 segment, verified."""

import hashlib
import sys
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.encoding.codec import H264, EncoderSettings, for_content, settings_for
from renderer.encoding.encode_video import encode_segment, verify_segment
from renderer.errors import EncodeError
from renderer.frames.pixels import Planes, Size
from tests.films import SETTINGS, frame_hashes, paint_moving, segment


def packets(path: Path) -> list[tuple[int, int, bool]]:
    """Presentation and decoding times in frames, and whether each starts a group."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        ticks = 1 / (stream.time_base * 25)
        return [
            (int(p.pts / ticks), int((p.dts or 0) / ticks), p.is_keyframe)
            for p in container.demux(stream)
            if p.pts is not None
        ]


@pytest.mark.parametrize("length", [1, 2, 3, 4, 11, 12, 13, 49, 50, 51, 60, 125])
def test_a_segment_holds_exactly_the_frames_asked(tmp_path: Path, length: int) -> None:
    path = segment(tmp_path / "s.mp4", length)
    assert len(frame_hashes(path)) == length
    times = packets(path)
    assert sorted(pts for pts, _, _ in times) == list(range(length))
    assert all(dts <= pts for pts, dts, _ in times)
    assert np.diff([dts for _, dts, _ in times]).tolist() == [1] * (length - 1)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(1, 90), st.sampled_from([24, 25, 30, 50]))
def test_any_length_at_any_rate_is_held(tmp_path: Path, length: int, fps: int) -> None:
    facts = encode_segment(
        tmp_path / "s.mp4", length, replace(SETTINGS, fps=fps), lambda n: n, paint_moving(1)
    )
    assert facts["frames"] == length


def test_a_stream_is_what_browsers_and_players_expect(tmp_path: Path) -> None:
    path = segment(tmp_path / "s.mp4", 130, settings=EncoderSettings(size=Size(320, 180), fps=25))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        context = stream.codec_context
        assert context.name == "h264"
        assert context.profile == "High"
        assert context.pix_fmt == "yuv420p"
        assert (context.width, context.height) == (320, 180)
        assert stream.average_rate == stream.base_rate == 25
        assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)
        assert context.color_range == 1, "limited"
        frame = next(container.decode(video=0))
        assert frame.color_range == 1
        assert frame.colorspace == 1
    times = packets(path)
    assert times[0][2], "the first picture can be shown alone"
    keys = [pts for pts, _, key in times if key]
    assert keys == [0], "the first of a segment, and no other"
    # Closed: nothing that is decoded after a key frame is shown before it.
    for place, (pts, _, key) in enumerate(times):
        if key:
            assert all(later > pts for later, _, _ in times[place + 1 :])


def test_every_segment_has_the_same_headers_whatever_it_shows_and_however_long(
    tmp_path: Path,
) -> None:
    found = set()
    for number, length in enumerate((1, 12, 60, 101)):
        path = tmp_path / f"{number}.mp4"
        found.add(
            encode_segment(path, length, SETTINGS, lambda n: n, paint_moving(number))["headers"]
        )
        with av.open(str(path)) as container:
            extradata = container.streams.video[0].codec_context.extradata or b""
        assert hashlib.sha256(extradata).hexdigest() in found
    smooth = for_content(
        settings_for(H264, SETTINGS.size, SETTINGS.fps, draft=False), is_smooth=True
    )
    assert smooth.is_smooth
    found.add(
        encode_segment(tmp_path / "s.mp4", 30, smooth, lambda n: n, paint_moving(9))["headers"]
    )
    assert len(found) == 1
    other = encode_segment(
        tmp_path / "o.mp4", 12, replace(SETTINGS, preset="ultrafast"), lambda n: n, paint_moving(0)
    )
    assert other["headers"] not in found


def test_the_same_frames_give_the_same_file(tmp_path: Path) -> None:
    one, two = segment(tmp_path / "1.mp4", 40, seed=3), segment(tmp_path / "2.mp4", 40, seed=3)
    assert frame_hashes(one) == frame_hashes(two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("crf", [1, 20])
def test_what_is_painted_is_what_is_seen_in_the_right_order(tmp_path: Path, crf: int) -> None:
    def paint(frame: int, into: Planes) -> None:
        into.y[:], into.u[:], into.v[:] = 20 + 3 * frame, 128 - frame, 128 + frame

    path = tmp_path / "s.mp4"
    encode_segment(path, 60, replace(SETTINGS, crf=crf), lambda n: n, paint)
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            planes = frame.to_ndarray()
            assert planes[:36].mean() == pytest.approx(20 + 3 * number, abs=1.5)
            assert planes[36:45].mean() == pytest.approx(128 - number, abs=1.5)
            assert planes[45:].mean() == pytest.approx(128 + number, abs=1.5)


@pytest.mark.parametrize("width", [64, 66, 90, 322])
def test_rows_longer_than_the_picture_do_not_leak(tmp_path: Path, width: int) -> None:
    """An encoder's rows are padded: planes are views on them, and every column is the picture's."""
    size = Size(width, 38)
    across = np.linspace(30, 220, width).round().astype(np.uint8)

    def paint(_: int, into: Planes) -> None:
        into.y[:], into.u[:], into.v[:] = across, 128, 128

    path = tmp_path / "s.mp4"
    encode_segment(path, 12, EncoderSettings(size=size, fps=25, crf=1), lambda _: 0, paint)
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0)).to_ndarray()
    assert np.abs(frame[:38].astype(int) - across).max() <= 3


def test_a_still_is_painted_once_and_again_only_when_its_state_changes(tmp_path: Path) -> None:
    asked = []

    def paint(frame: int, into: Planes) -> None:
        asked.append(frame)
        into.y[:], into.u[:], into.v[:] = 20 + frame, 128, 128

    encode_segment(tmp_path / "s.mp4", 60, SETTINGS, lambda n: (n >= 30, n >= 45), paint)
    assert asked == [0, 30, 45]
    with av.open(str(tmp_path / "s.mp4")) as container:
        levels = [f.to_ndarray()[:36].mean() for f in container.decode(video=0)]
    assert levels[:30] == pytest.approx([20] * 30, abs=1)
    assert levels[30:45] == pytest.approx([50] * 15, abs=1)
    assert levels[45:] == pytest.approx([65] * 15, abs=1)


# --- refusals ----------------------------------------------------------------------------------


def test_a_segment_with_a_frame_too_few_or_too_many_is_refused(tmp_path: Path) -> None:
    path = segment(tmp_path / "s.mp4", 20)
    for length in (19, 21):
        with pytest.raises(EncodeError, match=f"holds 20 frames of 64×36 instead of {length}"):
            verify_segment(path, length, SETTINGS)


def test_a_segment_of_another_size_is_refused(tmp_path: Path) -> None:
    path = segment(tmp_path / "s.mp4", 20)
    with pytest.raises(EncodeError, match="instead of 20 of 36×64"):
        verify_segment(path, 20, replace(SETTINGS, size=Size(36, 64)))


def test_a_segment_at_another_rate_is_refused(tmp_path: Path) -> None:
    path = segment(tmp_path / "s.mp4", 20)
    with pytest.raises(EncodeError, match="constant rate"):
        verify_segment(path, 20, replace(SETTINGS, fps=50))


def test_a_segment_without_its_colour_tags_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "untagged.mp4"
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=SETTINGS.fps)
        stream.width, stream.height = SETTINGS.size
        stream.pix_fmt = "yuv420p"
        frame = av.VideoFrame(*SETTINGS.size, "yuv420p")
        for number in range(20):
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(EncodeError, match="colours are tagged"):
        verify_segment(path, 20, SETTINGS)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.99])
def test_a_segment_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    path = segment(tmp_path / "s.mp4", 40)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(EncodeError, match="segment"):
        verify_segment(path, 40, SETTINGS)


def test_a_file_of_sound_alone_is_refused(tmp_path: Path) -> None:
    from renderer.encoding.aac import encode_sound

    encode_sound(tmp_path / "a.mp4", [np.zeros(4800, np.float32)])
    with pytest.raises(EncodeError, match="can't be read back"):
        verify_segment(tmp_path / "a.mp4", 20, SETTINGS)


def test_an_encoder_that_pyav_lacks_is_told_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EncoderSettings, "encoder", "libnone")
    with pytest.raises(EncodeError, match=r"without libnone: install its own wheel.*h264") as error:
        segment(tmp_path / "s.mp4", 5)
    assert error.value.code == "encoder-missing"


def test_a_folder_that_is_not_there_is_an_encoders_error(tmp_path: Path) -> None:
    with pytest.raises(EncodeError, match="encoder failed on 5 frames") as error:
        segment(tmp_path / "missing" / "s.mp4", 5)
    assert error.value.code == "encoding-failed"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_an_encoders_error(tmp_path: Path) -> None:
    (tmp_path / "s.mp4").symlink_to("/dev/full")
    with pytest.raises(EncodeError):
        segment(tmp_path / "s.mp4", 40)


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
@pytest.mark.parametrize("limit", [0, 100, 3000, 9000])
def test_a_disk_that_fills_at_any_byte_never_leaves_a_segment_that_passes(
    tmp_path: Path, limit: int
) -> None:
    import resource
    import signal

    whole = segment(tmp_path / "whole.mp4", 100)
    assert whole.stat().st_size > 10_000
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        with pytest.raises(EncodeError):
            segment(tmp_path / "s.mp4", 100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_painters_own_mistake_keeps_its_name(tmp_path: Path) -> None:
    def paint(frame: int, into: Planes) -> None:
        raise RuntimeError("the picture is gone")

    with pytest.raises(RuntimeError, match="picture is gone"):
        encode_segment(tmp_path / "s.mp4", 5, SETTINGS, lambda n: n, paint)
