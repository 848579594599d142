"""A lexicon's phonemes travel with the words that they are said for."""

from __future__ import annotations

import pytest

from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.sentence import Sentence, Spoken
from renderer.storyboard.board import Pronunciation

ENTRIES = (
    Pronunciation(write="Utah", say="Youta", ipa="juta"),
    Pronunciation(write="Red Ball Express", say="Rède Bol Exprèsse", ipa="ʁɛd bol ɛkspʁɛs"),
    Pronunciation(write="Omaha", say="Omaha"),
)


def hinted(spoken: Spoken) -> list[tuple[str, str]]:
    return [(spoken.text[hint.start : hint.end], hint.ipa) for hint in spoken.hints]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Utah est prise.", [("Youta", "juta")]),
        ("« Utah », dit-il.", [("Youta", "juta")]),
        ("Le débarquement d'Utah-Nord, le 6 juin.", [("Youta", "juta")]),
        ("À Saint-Utah, en 1944.", [("Youta", "juta")]),
        (
            "Le Red Ball Express part d'Utah.",
            [("Rède Bol Exprèsse", "ʁɛd bol ɛkspʁɛs"), ("Youta", "juta")],
        ),
        ("Omaha tient.", []),
    ],
)
def test_a_hint_covers_what_is_said_for_its_entry(
    written: str, found: list[tuple[str, str]]
) -> None:
    assert hinted(speak(Sentence(written=written), lexicon_for(ENTRIES))) == found


def test_english_has_hints_too() -> None:
    lexicon = lexicon_for(ENTRIES, language="en")
    spoken = speak(Sentence(written="They reach Utah."), lexicon, "en")
    assert hinted(spoken) == [("Youta", "juta")]
