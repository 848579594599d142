"""What espeak-ng makes of the words it is given: phonemes are the proof that respellings help."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from renderer.language.ear.french.acronyms import LETTERS
from renderer.language.ear.french.names import ENTRIES
from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.sentence import Sentence
from renderer.voices.espeak import phonemes
from renderer.voices.phonemes import read_aloud, reader_of

LEXICON = lexicon_for()
NAMES = Path(__file__).with_name("names.tsv")
"""Names of the period and of French towns → their IPA, reasoned about in French; || parts what is
said in two ways."""


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
    names = [entry for entry in ENTRIES if entry.write == entry.say or not entry.write.isupper()]
    texts = [entry.say for entry in names]
    english = [
        entry.write for entry, ipa in zip(names, phonemes(texts), strict=True) if "(en)" in ipa
    ]
    assert english == []


def test_every_name_of_ours_is_heard_otherwise_than_it_would_have_been() -> None:
    written = {entry.write for entry in ENTRIES}
    names = [  # acronyms settle a choice, and "Eu égard" undoes "Eu"
        entry
        for entry in ENTRIES
        if not entry.write.isupper()
        and entry.write.partition(" ")[0] not in written - {entry.write}
    ]
    before = heard(*(entry.write for entry in names))
    after = heard(*(entry.say for entry in names))
    assert [e.write for e, old, new in zip(names, before, after, strict=True) if old == new] == []


def as_sounds(ipa: str) -> str:
    """*ipa* without what tells no French words apart, or what espeak hears in its own way: stress,
    open and close vowels, mute e, half vowels, s voiced before a consonant."""
    plain = re.sub(r"[ˈˌː. ‿-]", "", ipa)
    for sound, alike in (
        ("ɛ̃", "1"), ("œ̃", "1"), ("ɑ̃", "2"), ("ɔ̃", "3"), ("nj", "ɲ"), ("e", "ɛ"), ("o", "ɔ"),
        ("ø", "œ"), ("ɑ", "a"), ("ɥ", "y"), ("w", "u"), ("ŋ", "nɡ"), ("j", "i"), ("ə", ""),
        ("s", "z"), ("aɔ", "au"),
    ):  # fmt: skip
        plain = plain.replace(sound, alike)
    return re.sub(r"(.)\1", r"\1", plain)


def is_heard(sounds: str, wanted: str) -> bool:
    """Whether *wanted* is heard; a foreign "in" may come out as a French nasal vowel."""
    apart = sounds.replace("1", "in").replace("2", "an").replace("3", "ɔn")
    apart = re.sub(r"(.)\1", r"\1", apart)
    return wanted in {sounds, apart, apart.replace("in", "ɛn")}


def test_every_respelling_of_ours_is_heard_as_its_ipa() -> None:
    settled = [entry for entry in ENTRIES if entry.ipa and not entry.write.isupper()]
    assert len(settled) >= 500
    sounds = map(as_sounds, phonemes([entry.say for entry in settled]))
    off = [
        (entry.write, entry.say, entry.ipa, heard)
        for entry, heard in zip(settled, sounds, strict=True)
        if not is_heard(heard, as_sounds(entry.ipa))
    ]
    assert off == []


def test_ipa_is_written_in_french_sounds_alone() -> None:
    french = set("abdefijklmnopstuvwyzøœəɑɔɛɡɥɲŋʁʃʒ\u0303 ")
    assert {entry.write: entry.ipa for entry in ENTRIES if set(entry.ipa) - french} == {}


@pytest.mark.parametrize(
    ("written", "ipa"),
    [
        ("la prise de METZ", "mɛs"),
        ("les rues de TROYES", "tʁwa"),
        ("Robert DESNOS", "dɛsnos"),
        ("MARCHE DE CHAMBERY", "ʃɑ̃beʁi"),
        ("La statue du général KŒNIG", "køniɡ"),
    ],
)
def test_a_name_in_capitals_is_the_same_name(written: str, ipa: str) -> None:
    spoken = speak(Sentence(written=written), LEXICON)
    assert ipa in read_aloud(spoken.text, spoken.hints)[-1].ipa.replace("ˈ", "")


def test_a_word_in_capitals_is_no_name() -> None:
    assert speak(Sentence(written="EN GUISE DE PAIN, LE MENU"), LEXICON).hints == ()


def test_names_of_the_period_and_of_towns_are_said_as_a_french_reader_would() -> None:
    pairs = [line.split("\t") for line in NAMES.read_text(encoding="utf-8").splitlines()]
    text, starts, hints = "", [], []
    for written, _ in pairs:
        spoken = speak(Sentence(written=written), LEXICON)
        moved = (replace(h, start=h.start + len(text), end=h.end + len(text)) for h in spoken.hints)
        hints += moved
        starts.append(len(text))
        text += f"{spoken.text}. "  # a clause each: no liaison joins two names
    words = list(read_aloud(text, hints, voice=reader_of("fr")))
    off = []
    for (written, ipa), start, end in zip(pairs, starts, [*starts[1:], len(text)], strict=True):
        sounds = as_sounds("".join(word.ipa for word in words if start <= word.start < end))
        if sounds not in {as_sounds(way) for way in ipa.split(" || ")}:
            off.append((written, ipa, sounds))
    assert len(off) <= len(pairs) // 50, off  # 98 % of them


@pytest.mark.parametrize(
    ("written", "ipa"),
    [
        ("le Ju 88 tire", "lə-junkɛʁskatʁvɛ̃tyitiʁ"),
        ("le IIIe Reich", "lə-tʁwazjɛmʁajʃ"),
        ("Nancy", "nɑ̃si"),
        ("Le Mans", "lə-mɑ̃"),
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
