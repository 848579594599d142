"""espeak says French names in French, and given phonemes; its word times stay those of the text."""

from __future__ import annotations

import numpy as np

from renderer.language.sentence import PhonemeHint
from renderer.voices.base import Speech, VoiceSettings, takes_phonemes
from renderer.voices.espeak import open_voice
from renderer.voices.espeak_french import in_french


def say(text: str, *hints: PhonemeHint) -> Speech:
    voice = open_voice(VoiceSettings())
    assert takes_phonemes(voice)
    return voice.say_with(text, hints)


def words(text: str, *hints: PhonemeHint) -> list[str]:
    return [text[word.start : word.end] for word in say(text, *hints).words]


def test_a_name_that_it_would_read_in_english_sounds_as_its_french_spelling() -> None:
    assert np.array_equal(
        say("Le port de Nancy est libre.").samples, say("Le port de Nanci est libre.").samples
    )


def test_word_times_are_those_of_the_text_that_was_given() -> None:
    text = "À « Thionville », chez Élisabeth, et à Vitry-sur-Seine."
    assert words(text) == ["À", "Thionville", "chez", "Élisabeth,", "et", "à", "Vitry-sur-Seine."]


def test_given_phonemes_are_spoken() -> None:
    text = "Le port de Nemours est libre."
    given = PhonemeHint(start=11, end=18, ipa="nɑ̃si")
    spoken = say(text, given)
    assert abs(len(spoken.samples) - len(say("Le port de Nanci est libre.").samples)) < 1_000
    assert [text[word.start : word.end] for word in spoken.words] == text.split()


def test_a_hint_of_several_words_is_timed_as_one() -> None:
    text = "Le Red Ball Express, enfin."
    given = PhonemeHint(start=3, end=19, ipa="ʁɛd bol ɛkspʁɛs")
    assert in_french(text, [given], "fr").text == "Le [[r'Edb'olEkspr'Es]], enfin."
    assert words(text, given) == ["Le", "Red Ball Express,", "enfin."]


def test_brackets_of_an_author_are_no_phonemes() -> None:
    assert words("Le port [[a]] est libre.")[-1] == "libre."
    assert len(words("Le port [[a]] est libre.")) == 5
