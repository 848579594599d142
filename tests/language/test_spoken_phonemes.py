"""What espeak-ng makes of the words it is given: phonemes are the proof that respellings help."""

from __future__ import annotations

import pytest

from renderer.language.ear.french.acronyms import LETTERS
from renderer.language.ear.french.names import ENTRIES
from renderer.language.ear.lexicon import lexicon_for
from renderer.language.ear.speech import speak
from renderer.language.sentence import Sentence
from renderer.voices.espeak import phonemes

LEXICON = lexicon_for()


def heard(*texts: str) -> list[str]:
    plain = [text.replace("ˈ", "").replace("ˌ", "").replace("ː", "") for text in phonemes(texts)]
    return ["".join(text.split()) for text in plain]


def said(written: str) -> str:
    return speak(Sentence(written=written), LEXICON).text


def test_letters_are_heard_by_their_french_names() -> None:
    names = {
        "A": "a", "B": "be", "C": "se", "D": "de", "E": "ə", "F": "ɛf", "G": "ʒe", "H": "aʃ",
        "I": "i", "J": "ʒi", "K": "ka", "L": "ɛl", "M": "ɛm", "N": "ɛn", "O": "o", "P": "pe",
        "Q": "ky", "R": "ɛʁ", "S": "ɛs", "T": "te", "U": "y", "V": "ve", "W": "dublve",
        "X": "iks", "Y": "iɡʁɛk", "Z": "zɛd",
    }  # fmt: skip
    assert dict(zip(LETTERS, heard(*LETTERS.values()), strict=True)) == names


def test_an_acronym_alone_in_capitals_is_still_spelled() -> None:
    assert heard(said("FFI"), said("STO"), said("FFI"))[:2] == ["ɛfɛfi", "ɛsteo"]


def test_no_entry_of_ours_is_read_by_english_rules() -> None:
    texts = [entry.say for entry in ENTRIES]
    english = [
        entry.write for entry, ipa in zip(ENTRIES, phonemes(texts), strict=True) if "(en)" in ipa
    ]
    assert english == []


def test_every_name_of_ours_is_heard_otherwise_than_it_would_have_been() -> None:
    names = [entry for entry in ENTRIES if not entry.write.isupper()]  # acronyms settle a choice
    before = heard(*(entry.write for entry in names))
    after = heard(*(entry.say for entry in names))
    assert [e.write for e, old, new in zip(names, before, after, strict=True) if old == new] == []


@pytest.mark.parametrize(
    ("written", "ipa"),
    [
        ("la 1re Armée", "la-pʁəmjɛʁaʁme"),
        ("la 2e DB", "la-døzjɛmdebe"),
        ("Rouen", "ʁwɑ̃"),
        ("Reims", "ʁɛ̃s"),
        ("à l'est", "alɛst"),
        ("le BCRA", "lə-beseɛʁa"),
        ("Utah Beach", "jutabitʃ"),
        ("Louis XIV", "lwikatɔʁz"),
        ("10 h 30", "dizœʁtʁɑ̃t"),
        ("etc.", "ɛtseteʁa"),
    ],
)
def test_the_classic_misreadings_are_gone(written: str, ipa: str) -> None:
    assert heard(said(written)) == [ipa]
