"""Other spellings that a French reader says alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.language.ear.french import ear
from renderer.voices.french_spelling import by_family, french_spellings


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


def test_words_with_a_capital_that_name_nobody_are_spelled_as_they_are() -> None:
    words = set(ear.EAR.first_words) | set(ear.EAR.well_known)
    named = {
        "Reich",
        "Bayeux",
        "Calvados",
        "Montpellier",
        "Compagnie",
        "Abbaye",
        "Lorient",
        "Mayenne",
        "Vénétie",
        "Mer",
        # In the middle of a sentence, where a voice may take them for verbs or say their ends.
        "Champs",
        "Hauts",
        "Occident",
        "Orient",
        "Président",
    }  # said so, by their families
    assert {word for word in words if by_family(word) != word} <= named


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Saint-Aubin", "Saint-Taubin"),
        ("Saint-Hilaire", "Saint-Tilaire"),
        ("Saint-Lô", "Saint-Lô"),
        ("Sainte-Anne", "Sainte-Anne"),
        ("Le", "Le"),
        ("FFI", "FFI"),
        ("Ottmarsheim", "Ottmarsaillme"),
        ("Cambes-en-Plaine", "Cambe-en-Plaine"),
        ("l'Huelgoat", "l'Huelgouate"),
    ],
)
def test_a_name_is_spelled_by_its_family(name: str, spelled: str) -> None:
    assert by_family(name) == spelled


@given(st.text(max_size=30), st.booleans())
def test_any_text_has_a_spelling(word: str, first: bool) -> None:
    assert isinstance(by_family(word, first=first), str)
