"""Words of a map: set as their language sets them."""

from __future__ import annotations

import numpy as np

from renderer.frames.pixels import Size
from renderer.maps.label_ink import LetteredWord, set_parts, set_word
from renderer.maps.legend_and_scale_ink import face
from renderer.maps.style import MapFonts, MapStyle

STYLE = MapStyle(fonts=MapFonts().resolved())
SIZE = Size(1920, 1080)


def worded(text: str, language: str) -> LetteredWord:
    return set_word(text, face(STYLE, "place", SIZE), language)


def foot(word: LetteredWord) -> int:
    """The lowest row with ink, of the last letter: the right-hand quarter of the word."""
    columns = word.letters[:, -word.width // 4 :]
    return int(np.flatnonzero(columns.max(axis=1) > 128)[-1])


def test_an_ordinal_is_raised_in_a_french_name() -> None:
    french, plain = worded("2e", "fr"), worded("2e", "")
    assert french.width < plain.width
    assert foot(french) < foot(plain) - 3


def test_english_and_languageless_names_stay_on_the_line() -> None:
    assert np.array_equal(worded("2e", "en").letters, worded("2e", "").letters)


def test_french_names_get_their_apostrophe() -> None:
    typed, set_by_hand = worded("Porte d'Orléans", "fr"), worded("Porte d’Orléans", "fr")
    assert np.array_equal(typed.letters, set_by_hand.letters)


def test_lines_keep_their_places() -> None:
    one, two = worded("VIIe corps", "fr"), worded("VIIe corps\nVIIe corps", "fr")
    assert two.width == one.width
    assert two.height > 1.8 * one.height


def test_the_source_line_breaks_where_it_would_meet_the_other_corner() -> None:
    parts = ["Carte Récit, tracés simplifiés", "Fond : GSHHG, WDBII"]
    small = face(STYLE, "small", SIZE)
    wide, narrow = set_parts(parts, small, "fr", 1852), set_parts(parts, small, "fr", 1012)
    assert narrow.width < 0.45 * 1012 < wide.width
    assert narrow.height > 1.6 * wide.height


def test_lines_lean_to_the_side_of_the_frame_they_stand_on() -> None:
    def last_line(lean: float) -> tuple[int, int]:
        word = set_word("a long first line\nshort", face(STYLE, "small", SIZE), "fr", lean)
        inked = np.flatnonzero(word.letters[word.height * 2 // 3 :].max(axis=0) > 128)
        return int(inked[0]), word.width - int(inked[-1])

    assert last_line(0.0)[0] < 12 < last_line(0.0)[1]
    assert last_line(1.0)[1] < 12 < last_line(1.0)[0]
