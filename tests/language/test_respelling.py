"""Other spellings that a French reader says alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from renderer.voices.phonemes import french_spellings


def test_the_nearest_spelling_comes_first() -> None:
    assert next(french_spellings("Nancy")) == "Nanci"
    assert next(french_spellings("Béthune")) == "Bétune"


def test_an_i_after_th_stays_a_consonant() -> None:
    assert next(french_spellings("Thionville")) == "tyonville"


@given(st.text(max_size=20).filter(lambda word: " " not in word))
def test_each_spelling_is_given_once_and_is_another_word(word: str) -> None:
    spellings = list(french_spellings(word))
    assert word not in spellings
    assert len(spellings) == len(set(spellings))
