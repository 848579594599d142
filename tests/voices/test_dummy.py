from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.errors import VoiceError
from renderer.voices import dummy
from renderer.voices.base import VoiceSettings

VOICE = dummy.open_voice(VoiceSettings())


def test_it_hums_the_same_samples_everywhere() -> None:
    samples = VOICE.say("À l'aube du six juin.").samples
    digest = hashlib.sha256(samples.astype("<i2").tobytes()).hexdigest()
    assert digest[:16] == "b0e1e96b04fb9f2a"


@given(st.text(st.sampled_from("abcdé'-,. «»"), min_size=1, max_size=60))
def test_a_word_lasts_as_long_as_its_letters(text: str) -> None:
    if not any(map(str.isalnum, text)):
        with pytest.raises(VoiceError, match="nothing to hum") as error:
            VOICE.say(text)
        assert error.value.code == "voice-failed"
        return
    speech = VOICE.say(text)

    for word in speech.words:
        assert word.last - word.first == (word.end - word.start) * dummy.LETTER_SAMPLES
        assert np.any(speech.samples[word.first : word.last])
    for word, after in zip(speech.words, speech.words[1:], strict=False):
        assert after.first - word.last == dummy.LETTER_SAMPLES
        assert not np.any(speech.samples[word.last : after.first])
    assert speech.words[0].first == 0
    assert speech.words[-1].last == len(speech.samples)


def test_other_letters_hum_otherwise() -> None:
    said = {VOICE.say(word).samples.tobytes() for word in ("mer", "mur", "rem", "air")}
    assert len(said) == 4


def test_it_does_not_click() -> None:
    samples = VOICE.say("Le port de Cherbourg.").samples.astype(np.int32)
    assert np.abs(np.diff(samples)).max() < 1_000


def test_the_rate_is_part_of_the_identity() -> None:
    slow = dummy.open_voice(VoiceSettings(rate=0.5))
    assert slow.identity != VOICE.identity
    assert len(slow.say("mer").samples) == 2 * len(VOICE.say("mer").samples)
