"""Takes of different voices are comparable: one constant for each voice, none for a lone one."""

import numpy as np
import pytest
from numpy.typing import NDArray

from renderer.sound.loudness import Parts, matching_gains
from renderer.sound.track import PlacedSound, Track
from tests.sound.makers import RATE, as_int16, chords


def saying(*takes: NDArray[np.int16]) -> Parts:
    starts = [sum(map(len, takes[:number])) for number in range(len(takes) + 1)]
    sounds = [
        PlacedSound(start=start, length=len(pcm), read=lambda pcm=pcm: pcm)
        for start, pcm in zip(starts, takes, strict=False)
    ]
    return Parts(track=Track(sounds=sounds, length=starts[-1]), starts=starts[:-1])


def voice(seconds: float, level: float) -> Parts:
    pcm = as_int16(level * chords(seconds))
    return saying(pcm[: len(pcm) // 2], pcm[len(pcm) // 2 :])


def test_a_film_of_one_voice_is_left_as_it_is() -> None:
    assert matching_gains({"a": voice(3, 0.1)}) == {"a": 0.0}
    assert matching_gains({}) == {}


def test_the_voice_that_says_most_stays_and_the_others_are_matched_to_it() -> None:
    gains = matching_gains({"a": voice(4, 0.5), "b": voice(8, 0.25), "c": voice(5, 0.125)})
    assert gains["b"] == 0
    assert gains["a"] == pytest.approx(-6, abs=0.3)
    assert gains["c"] == pytest.approx(6, abs=0.3)


def test_a_voice_is_moved_12_db_at_most() -> None:
    gains = matching_gains({"a": voice(8, 1.0), "whisper": voice(4, 0.01)})
    assert gains["whisper"] == 12


@pytest.mark.parametrize("samples", [1, 4800, 19_000])
def test_a_voice_too_short_to_be_measured_is_left_alone(samples: int) -> None:
    short = np.full(samples, 900, np.int16)
    gains = matching_gains({"a": voice(8, 0.5), "b": saying(short)})
    assert gains == {"a": 0.0, "b": 0.0}


def test_a_silent_voice_is_left_alone() -> None:
    still = np.zeros(3 * RATE, np.int16)
    gains = matching_gains({"a": voice(8, 0.5), "b": saying(still)})
    assert gains["b"] == 0
