"""A quiet room under the film: always the same, at its level, heard by nobody and missed by all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.sound.limiter import REACH
from renderer.sound.loudness import Parts, levelled_blocks, settle_gain
from renderer.sound.meter import measure
from renderer.sound.room_tone import LEVEL_DB, RoomTone
from renderer.sound.track import Track
from tests.sound.test_sound import RATE, clicking, speech_like, track, true_peak_db, whole


def with_room(of: Track) -> Track:
    return Track(sounds=of.sounds, length=of.length, room=RoomTone())


def tone(start: int, length: int) -> np.ndarray:
    block = np.zeros(length, np.float32)
    RoomTone().add_to(block, start)
    return block


@settings(max_examples=20, deadline=None)
@given(st.integers(-REACH, 3 << 20), st.integers(1, 5000), st.integers(0, 5000))
def test_any_cut_into_blocks_gives_the_same_room(start: int, length: int, cut: int) -> None:
    cut = min(cut, length)
    parts = [tone(start, cut), tone(start + cut, length - cut)]
    assert np.array_equal(np.concatenate(parts), tone(start, length))


def test_it_is_as_loud_as_a_quiet_room_everywhere_and_never_stops() -> None:
    seconds = tone(0, 22 * RATE).reshape(-1, RATE // 10)
    levels = 10 * np.log10((seconds.astype(np.float64) ** 2).mean(axis=1))
    assert levels.mean() == pytest.approx(LEVEL_DB, abs=0.5)
    assert levels.min() > LEVEL_DB - 4
    assert levels.max() < LEVEL_DB + 4


def test_its_loop_has_no_seam() -> None:
    across = tone((1 << 20) - 100, 200)
    assert np.abs(np.diff(across)).max() <= np.abs(np.diff(tone(0, RATE))).max()


def test_it_falls_towards_high_sounds_as_a_room_does() -> None:
    power = np.abs(np.fft.rfft(tone(0, 1 << 20))) ** 2
    hertz = np.fft.rfftfreq(1 << 20, 1 / RATE)

    def density(at: float) -> float:
        return float(10 * np.log10(power[(hertz > at / 1.2) & (hertz < at * 1.2)].mean()))

    assert density(200) - density(800) == pytest.approx(6, abs=3)
    assert density(1000) > density(4000) + 9
    assert density(20) < density(100)


def test_it_changes_neither_loudness_nor_the_ceiling() -> None:
    for samples in (speech_like(), clicking()):
        plain, roomy = track(samples), with_room(track(samples))
        gain, _ = settle_gain(Parts(track=roomy, starts=(0,)), -16.0)
        assert gain == settle_gain(Parts(track=plain, starts=(0,)), -16.0)[0]
        heard = [measure(levelled_blocks(of, gain)).integrated_lufs for of in (roomy, plain)]
        assert heard[0] == pytest.approx(heard[1], abs=0.1)
        assert true_peak_db(whole(levelled_blocks(roomy, gain))) <= -2.5 + 0.05


def test_no_gain_lifts_it() -> None:
    quiet = Track(sounds=(), length=2 * RATE, room=RoomTone())
    for gain in (0.0, 30.0):
        assert np.array_equal(whole(levelled_blocks(quiet, gain)), tone(0, 2 * RATE))
    assert measure(levelled_blocks(quiet, 0.0)).true_peak_dbtp < -40
