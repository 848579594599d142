from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.voices.gtts_wire import split_by_sense


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Le port brûle. La ville tient.", ["Le port brûle.", "La ville tient."]),
        (
            "Le général commande le corps qui avance.",
            ["Le général commande", "le corps qui avance."],
        ),
        ("Ils marchent, la nuit venue.", ["Ils marchent,", "la nuit venue."]),
        ("Anticonstitutionnellement dit", ["Anticonstitutionnelle", "ment dit"]),
    ],
)
def test_a_text_is_parted_where_a_reader_breathes(text: str, pieces: list[str]) -> None:
    assert list(split_by_sense(text, 21)) == pieces


@given(
    st.text(st.sampled_from("abé ,.;'-  \u00a0\u202f\n"), max_size=400),
    st.integers(5, 100),
)
def test_pieces_are_short_and_lose_only_spaces(text: str, limit: int) -> None:
    pieces = split_by_sense(text, limit)

    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_ten_thousand_letters_without_a_space_are_parted() -> None:
    pieces = split_by_sense("a" * 10_000, 100)
    assert [len(piece) for piece in pieces] == [100] * 100
