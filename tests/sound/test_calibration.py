"""Takes of different voices are comparable: one constant for each voice, none for a lone one."""

import numpy as np
import pytest

from renderer.sound.loudness import VoiceTakes, matching_gains
from tests.sound.makers import RATE, as_int16, chords


def voice(name: str, seconds: float, level: float) -> VoiceTakes:
    pcm = as_int16(level * chords(seconds))
    half = len(pcm) // 2
    return VoiceTakes(voice=name, length=len(pcm), reads=[lambda: pcm[:half], lambda: pcm[half:]])


def test_a_film_of_one_voice_is_left_as_it_is() -> None:
    assert matching_gains([voice("a", 3, 0.1)]) == {"a": 0.0}
    assert matching_gains([]) == {}


def test_the_voice_that_says_most_stays_and_the_others_are_matched_to_it() -> None:
    gains = matching_gains([voice("a", 4, 0.5), voice("b", 8, 0.25), voice("c", 5, 0.125)])
    assert gains["b"] == 0
    assert gains["a"] == pytest.approx(-6, abs=0.3)
    assert gains["c"] == pytest.approx(6, abs=0.3)


def test_a_voice_is_moved_12_db_at_most() -> None:
    gains = matching_gains([voice("a", 8, 1.0), voice("whisper", 4, 0.01)])
    assert gains["whisper"] == 12


@pytest.mark.parametrize("samples", [1, 4800, 19_000])
def test_a_voice_too_short_to_be_measured_is_left_alone(samples: int) -> None:
    short = np.full(samples, 900, np.int16)
    gains = matching_gains(
        [
            voice("a", 8, 0.5),
            VoiceTakes(voice="b", length=samples, reads=[lambda: short]),
        ]
    )
    assert gains == {"a": 0.0, "b": 0.0}


def test_a_silent_voice_is_left_alone() -> None:
    still = np.zeros(3 * RATE, np.int16)
    gains = matching_gains(
        [voice("a", 8, 0.5), VoiceTakes(voice="b", length=len(still), reads=[lambda: still])]
    )
    assert gains["b"] == 0
