"""AV1 segments are made, checked and joined as H.264 ones are."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.encoding.aac import encode_sound
from renderer.encoding.assemble import verify_film
from renderer.encoding.codec import AV1, H264, browser_name, settings_for
from renderer.encoding.encode_video import encode_segment, planes_of, verify_segment
from renderer.errors import EncodeError
from renderer.frames.pixels import Size
from renderer.frames.yuv import empty_planes
from tests.encoding.test_assemble import BASE, LENGTHS, Parts, make
from tests.films import SETTINGS, frame_hashes, in_blocks, paint_moving, segment, tone

SMALL = settings_for(AV1, Size(64, 64), 25, draft=False)


def keys_of(path: Path) -> list[int]:
    """Numbers of the frames that can be shown without any other."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        packets = [p for p in container.demux(stream) if p.pts is not None]
        return [round(p.pts * stream.time_base * 25) for p in packets if p.is_keyframe]


@pytest.mark.parametrize("length", [1, 2, 7, 12, 13, 49, 50, 51, 125])
def test_a_segment_holds_exactly_the_frames_asked(tmp_path: Path, length: int) -> None:
    path = segment(tmp_path / "s.mp4", length, settings=SMALL)
    assert len(frame_hashes(path)) == length
    assert keys_of(path) == [0], "the first of a segment, and no other"


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(1, 90),
    st.sampled_from([24, 25, 30, 50]),
    st.sampled_from([Size(64, 64), Size(114, 64), Size(66, 118), Size(320, 180)]),
)
def test_any_length_rate_and_size_is_held(
    tmp_path: Path, length: int, fps: int, size: Size
) -> None:
    asked = replace(SMALL, fps=fps, size=size)
    facts = encode_segment(tmp_path / "s.mp4", length, asked, lambda n: n, paint_moving(1))
    assert facts["frames"] == length


def test_the_same_frames_give_the_same_bytes_alone_or_side_by_side(tmp_path: Path) -> None:
    def digest(number: int) -> str:
        path = segment(tmp_path / f"{number}.mp4", 60, settings=SMALL)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    alone = digest(0)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(digest, range(1, 9))) == {alone}


def test_every_segment_has_the_same_headers_whatever_it_shows_and_however_long(
    tmp_path: Path,
) -> None:
    def still(_: int) -> int:
        return 0

    facts = [
        encode_segment(tmp_path / "a.mp4", 12, SMALL, lambda n: n, paint_moving(1)),
        encode_segment(tmp_path / "b.mp4", 125, SMALL, lambda n: n, paint_moving(2)),
        encode_segment(tmp_path / "c.mp4", 60, SMALL, still, paint_moving(3)),
    ]
    assert len({fact["headers"] for fact in facts}) == 1


def test_what_is_decoded_resembles_what_was_painted(tmp_path: Path) -> None:
    paint, size = paint_moving(4), Size(320, 180)
    path = segment(tmp_path / "s.mp4", 30, seed=4, settings=replace(SMALL, size=size))
    wanted = empty_planes(size)
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            paint(number, wanted)
            error = planes_of(frame).y.astype(float) - wanted.y
            assert 10 * np.log10(255**2 / np.mean(error**2)) > 25, number


def test_a_segment_of_the_other_codec_is_refused(tmp_path: Path) -> None:
    path = segment(tmp_path / "s.mp4", 12, settings=SMALL)
    with pytest.raises(EncodeError, match="holds av1 instead of h264"):
        verify_segment(path, 12, replace(SETTINGS, size=SMALL.size))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    folder = tmp_path_factory.mktemp("parts")
    segments = [
        (segment(folder / f"{number}.mp4", length, seed=number, settings=SMALL), length)
        for number, length in enumerate(LENGTHS)
    ]
    sound = folder / "sound.mp4"
    encode_sound(sound, in_blocks(tone(BASE.samples_at(sum(LENGTHS)), 440, 0.3)))
    return Parts(segments=segments, sound=sound, frames=sum(LENGTHS))


def test_a_film_is_its_segments_frame_for_frame(tmp_path: Path, parts: Parts) -> None:
    film = make(tmp_path / "film.mp4", parts)
    facts = verify_film(film, parts.frames, BASE)
    assert facts.codecs == "av01.0.00M.08, mp4a.40.2"
    assert frame_hashes(film) == [h for path, _ in parts.segments for h in frame_hashes(path)]
    starts = np.cumsum([0, *LENGTHS[:-1]]).tolist()
    assert set(starts) <= set(keys_of(film))
    with av.open(str(film)) as container:
        assert [c["start"] * c["time_base"] * 25 for c in container.chapters()] == [0, 62]


def test_a_film_can_be_entered_at_any_segment(tmp_path: Path, parts: Parts) -> None:
    film = make(tmp_path / "film.mp4", parts)
    whole = frame_hashes(film)
    start = sum(LENGTHS[:3])
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        container.seek(round(start / 25 / stream.time_base), stream=stream)
        first = next(container.decode(stream))
        digest = hashlib.sha256(first.to_ndarray().tobytes()).hexdigest()
    assert first.pts is not None
    assert round(first.pts * stream.time_base * 25) == start
    assert digest == hashlib.sha256(_picture(film, start)).hexdigest()
    assert len(whole) == parts.frames


def _picture(film: Path, number: int) -> bytes:
    with av.open(str(film)) as container:
        frames = container.decode(video=0)
        return next(f for n, f in enumerate(frames) if n == number).to_ndarray().tobytes()


def test_segments_of_two_codecs_are_never_joined(tmp_path: Path, parts: Parts) -> None:
    other = segment(tmp_path / "h.mp4", 20, settings=replace(SETTINGS, size=SMALL.size))
    with pytest.raises(EncodeError, match="other settings"):
        make(tmp_path / "film.mp4", parts, segments=[parts.segments[0], (other, 20)])


def test_the_encoder_tells_nothing_on_stderr(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; import tests.encoding.test_av1 as t;"
        f"t.segment(Path({str(tmp_path / 's.mp4')!r}), 12, settings=t.SMALL)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.skipif(not hasattr(os, "sched_getscheduler"), reason="no such call here")
def test_the_encoder_puts_nothing_above_all_else_on_the_machine(tmp_path: Path) -> None:
    """Root may, and SVT-AV1 does; what is started later would inherit it."""
    code = (
        "import os, sys; from pathlib import Path; from renderer.encoding.encode_video import *\n"
        "from tests.encoding.test_av1 import SMALL; from tests.films import paint_moving\n"
        "seen, paint = set(), paint_moving(1)\n"
        "def look(n, planes):\n"
        "    tasks = Path('/proc/self/task').glob('*')\n"
        "    seen.update(os.sched_getscheduler(int(task.name)) for task in tasks)\n"
        "    paint(n, planes)\n"
        "encode_segment(Path(sys.argv[1]), 25, SMALL, lambda n: n, look)\n"
        "print(seen, os.sched_getscheduler(0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "s.mp4")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{{{os.SCHED_OTHER}}} {os.SCHED_OTHER}\n"


@pytest.mark.parametrize(
    ("codec", "box", "name"),
    [
        (H264, "01640028ffe1", "avc1.640028"),
        (H264, "0142c01e", "avc1.42c01e"),
        (AV1, "81000c00", "av01.0.00M.08"),
        (AV1, "81080c00", "av01.0.08M.08"),
        (AV1, "810dcc00", "av01.0.13H.10"),
        (AV1, "81446c00", "av01.2.04M.12"),
    ],
)
def test_browsers_are_told_profile_level_tier_and_depth(codec: str, box: str, name: str) -> None:
    assert browser_name(codec, bytes.fromhex(box)) == name


@pytest.mark.parametrize("codec", [H264, AV1])
@pytest.mark.parametrize("box", ["", "81", "00000000"])
def test_what_is_no_configuration_has_no_name(codec: str, box: str) -> None:
    with pytest.raises(ValueError, match="no decoder configuration"):
        browser_name(codec, bytes.fromhex(box))


@pytest.mark.parametrize(
    ("size", "level"), [(Size(1920, 1080), "08"), (Size(1280, 720), "05"), (Size(640, 360), "01")]
)
def test_the_level_is_that_of_the_frame_size(tmp_path: Path, size: Size, level: str) -> None:
    path = tmp_path / "s.mp4"
    encode_segment(path, 1, replace(SMALL, size=size), lambda n: n, lambda _n, _p: None)
    with av.open(str(path)) as container:
        configuration = bytes(container.streams.video[0].codec_context.extradata or b"")
    assert browser_name(AV1, configuration) == f"av01.0.{level}M.08"
