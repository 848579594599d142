"""Words are found in a narration whatever its typography, and named when they are nearly there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.language.eye.typography import typeset
from renderer.language.phrase_search import nearest_words, passages

SENTENCES = (
    "Le 6 juin, les Alliés débarquent.",
    "Cherbourg peut offrir tout cela: des quais, l'eau profonde et le cœur d'un port.",
    "Le VIIe corps reçoit l'ordre de prendre Cherbourg.",
)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Cherbourg peut offrir", (1, 0)),
        ("cherbourg PEUT offrir", (1, 0)),
        ("l’eau profonde", (1, 44)),
        ("eau profonde", (1, 46)),
        ("tout cela : des quais", (1, 22)),
        ("le coeur", (1, 62)),
        ("VIIᵉ corps", (2, 3)),
        ("débarquent. Cherbourg peut", (0, 22)),
    ],
)
def test_words_are_found_whatever_their_typography(words: str, place: tuple[int, int]) -> None:
    found = passages(words, SENTENCES)[0]
    assert (found.sentence, found.offset) == place


def test_every_place_is_found_in_order() -> None:
    assert [place.sentence for place in passages("Cherbourg", SENTENCES)] == [1, 2]


@pytest.mark.parametrize("words", ["Cherb", "offrir Cherbourg", "debarquent", "…", ""])
def test_parts_of_words_other_orders_and_other_letters_are_not_found(words: str) -> None:
    assert passages(words, SENTENCES) == ()


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("Cherbourg pourrait offrir", "Cherbourg peut offrir"),
        ("les Allies debarquent", "les Alliés débarquent"),
        ("reçut l'ordre", "reçoit l'ordre"),
        ("une tempête de neige", ""),
    ],
)
def test_words_that_are_gone_name_the_nearest(words: str, near: str) -> None:
    assert nearest_words(words, SENTENCES) == near


@given(
    st.lists(
        st.sampled_from(
            ["Le", "6", "juin", "l'eau", "«", "port", "»", ":", "VIIe", "4", "000", "hommes"]
        ),
        min_size=2,
    )
)
def test_what_is_set_finds_what_was_typed(words: list[str]) -> None:
    text = " ".join(words)
    assert (passages(typeset(text), [text]) == ()) == (passages(text, [text]) == ())
