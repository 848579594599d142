"""Seconds become whole frames and whole samples."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.timebase import SAMPLE_RATE, Timebase, samples_in

RATES = (24, 25, 30, 48, 50, 60)
BASES = st.sampled_from([Timebase(fps=fps) for fps in RATES])


@pytest.mark.parametrize("fps", [0, -25, 7, 29, 23, 96_000])
def test_a_rate_whose_frames_are_no_whole_samples_is_refused(fps: int) -> None:
    with pytest.raises(ValueError, match="whole number of samples"):
        Timebase(fps=fps)


@given(BASES, st.integers(0, 10_000_000))
def test_frames_holding_samples_are_the_fewest_that_do(base: Timebase, samples: int) -> None:
    frames = base.frames_holding(samples)
    assert base.samples_at(frames) >= samples
    assert frames == 0 or base.samples_at(frames - 1) < samples


def test_one_sample_too_many_costs_one_more_frame() -> None:
    base = Timebase(fps=25)
    assert [base.frames_holding(n) for n in (0, 1, 1920, 1921)] == [0, 1, 1, 2]


@given(BASES, st.integers(0, 1_000_000))
def test_a_frame_written_as_seconds_comes_back(base: Timebase, frame: int) -> None:
    assert base.frames_in(base.seconds_at(frame)) == frame


@given(BASES, st.floats(0, 36_000))
def test_seconds_become_the_nearest_frame_and_sample(base: Timebase, seconds: float) -> None:
    assert abs(base.frames_in(seconds) - seconds * base.fps) <= 0.5
    assert abs(samples_in(seconds) - seconds * SAMPLE_RATE) <= 0.5


@given(BASES, st.integers(0, 20_000_000), st.sampled_from([".", ","]))
def test_a_timestamp_reads_back_within_a_millisecond(
    base: Timebase, frame: int, decimal: str
) -> None:
    read = re.fullmatch(
        r"(\d{2,}):([0-5]\d):([0-5]\d)([.,])(\d{3})", base.timestamp(frame, decimal)
    )
    assert read is not None
    hours, minutes, seconds, mark, milliseconds = read.groups()
    assert mark == decimal
    total = ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(milliseconds)
    assert abs(total - frame * 1000 / base.fps) <= 0.5


def test_rounding_up_never_writes_sixty_seconds() -> None:
    # 60 fps: frame 3599 lasts until 59.99 s; at 2000 fps frame 119999 is at 59.9995 s.
    assert Timebase(fps=2000).timestamp(119_999) == "00:01:00.000"
    assert Timebase(fps=25).timestamp(90_000) == "01:00:00.000"
