"""What holds for any text: nothing left that a voice stumbles over, nothing lost, no crash."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from renderer.language.ear.lexicon import Lexicon
from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.sentence import Override, Sentence, Spoken
from renderer.language.sentences import read_inline

LEXICON = lexicon_for()
PIECES = (
    [line.split("\t")[0] for path in sorted((Path(__file__).parent / "corpus").glob("*.tsv"))
     for line in path.read_text(encoding="utf-8").splitlines()]
)  # fmt: skip
ODD = [
    *"0123456789IVXLCDMehjJ.,;:!?…'’\"«»()[]{}|-–—/%°€$£²½ᵉ\u00a0\u202f \n\t\0\u200d",
    "M.", "Mme", "1re", "10 h", "FFI", "http://", "@", ".fr", "l'", "-->", "🎖️", "\ud800", "مرحبا",
    "हिन्दी", "二十", "Ⅷ", "ﬁ", "①", "٣", "e\u0301",
]  # fmt: skip

anything = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.lists(st.sampled_from(ODD), max_size=14).map("".join),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join),
    st.lists(st.sampled_from(PIECES + ODD), min_size=1, max_size=8).map("".join),
)


def assert_fit_for_a_voice(spoken: Spoken) -> None:
    text = spoken.text
    assert not [c for c in text if c.isdigit() or c in "\u00a0\u202f\u2009\u2060\ufeff«»“”’–—…()[]"]
    assert all(c == " " or not c.isspace() for c in text)
    assert text == " ".join(text.split())
    assert not [c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"}]
    # No abbreviation point: a point ends the text, or a clause before a capital (or a script
    # that has none).
    assert not re.search(r"\.(?! |$)", text)
    assert not [m for m in re.finditer(r"\. (\S)", text) if m[1].islower()]
    assert not re.search(r"[.,;:?!]{2}|^[.,;:?!]| [.,;:?!]", text)


def assert_spans_cover_what_is_written(spoken: Spoken) -> None:
    words = spoken.words
    assert [spoken.text[w.start : w.end] for w in words] == spoken.text.split()
    for word in words:
        assert 0 <= word.written_start <= word.written_end <= len(spoken.written)
    for before, after in pairwise(words):
        assert before.written_start <= after.written_start
        assert before.written_end <= after.written_end
    if words:
        covered = bytearray(len(spoken.written))
        for word in words:
            width = word.written_end - word.written_start
            covered[word.written_start : word.written_end] = b"\1" * width
        left = [c for c, seen in zip(spoken.written, covered, strict=True) if not seen]
        assert not [c for c in left if c.isalnum() or c in "«»!?.,;:()"]


@given(anything)
@settings(max_examples=1500, deadline=None)
@example("«\u202fLes voilà\u202f!\u202f» 🎖")
@example("\ud800\0-->\u202e{a|b}")
@example("9" * 5000)
@example("M." * 500)
@example("1/" * 500)
@example("0𒑚")  # a third, in cuneiform
def test_whatever_is_written_can_be_said_and_traced_back(written: str) -> None:
    spoken = speak(Sentence(written=written), LEXICON)
    assert spoken.written == written
    assert_fit_for_a_voice(spoken)
    assert_spans_cover_what_is_written(spoken)


@given(anything, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20), anything), max_size=3))
@settings(max_examples=400, deadline=None)
def test_an_inline_form_can_say_anything_of_anything(
    written: str, forms: list[tuple[int, int, str]]
) -> None:
    overrides = tuple(
        Override(start=min(s, len(written)), end=min(s + n, len(written)), said=said)
        for s, n, said in forms
    )
    spoken = speak(Sentence(written=written, overrides=overrides), LEXICON)
    assert_fit_for_a_voice(spoken)
    for before, after in pairwise(spoken.words):
        assert before.written_start <= after.written_start
        assert before.written_end <= after.written_end


@given(anything)
@settings(max_examples=300, deadline=None)
def test_another_language_is_said_as_written(written: str) -> None:
    spoken = speak(Sentence(written=written), Lexicon(), "de")
    assert not [c for c in spoken.text if c in "\u00a0\u202f—"]
    assert [spoken.text[w.start : w.end] for w in spoken.words] == spoken.text.split()


@given(st.text(alphabet="ab{}|\\ é", max_size=40))
@settings(max_examples=800, deadline=None)
def test_an_inline_form_leaves_what_is_shown_and_marks_where(raw: str) -> None:
    shown, overrides = read_inline(raw)
    assert all(0 <= o.start <= o.end <= len(shown) for o in overrides)
    assert all(a.end <= b.start for a, b in pairwise(overrides))
    if not set("{\\") & set(raw):
        assert (shown, overrides) == (raw, ())


@pytest.mark.parametrize(
    "written",
    ["a" * 10_000, "A" * 10_000, "é" * 10_000, "I" * 10_000, "a'" * 5000, "1 000 " * 2000,
     "(" * 10_000, "- " * 5000, "a.b" * 4000, "{" * 10_000, "x@" * 5000, "A." * 5000,
     "1-" * 5000, "1er " * 2000, "\u0301" * 5000, "FFI" * 3000, "aA" * 5000],
    ids=lambda written: f"{written[:6]}…",
)  # fmt: skip
def test_ten_thousand_of_anything_takes_no_time_to_speak_of(written: str) -> None:
    spoken = speak(Sentence(written=written), LEXICON)
    assert_spans_cover_what_is_written(spoken)
    read_inline(written)


def test_what_cannot_be_seen_parts_no_word() -> None:
    for hidden in ("\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u202a"):
        spoken = speak(Sentence(written=f"Ils dé{hidden}barquent à 1{hidden}0 h."), LEXICON)
        assert spoken.text == "Ils débarquent à dix heures."
        assert_spans_cover_what_is_written(spoken)


def test_plain_words_are_said_as_they_are() -> None:
    written = "Les voilà! Ils sont là, dit-il; l'aube se lève sur Sainte-Mère-Église: enfin?"
    spoken = speak(Sentence(written=written), LEXICON)
    assert spoken.text == written
    assert {word.rule for word in spoken.words} == {""}


def test_what_is_said_once_is_plain_enough_to_be_said_again() -> None:
    for written in PIECES:
        once = speak(Sentence(written=written), Lexicon()).text
        twice = speak(Sentence(written=once), Lexicon()).text
        if re.search(r"\b[A-Z]\b", once):
            continue
        assert twice == once


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("De 1 000-1 000.", "De mille mille."),
        ("De 3,5-3,5.", "De trois virgule cinq trois virgule cinq."),
        ("La guerre de 14-18.", "La guerre de quatorze dix-huit."),
    ],
)
def test_a_range_between_two_equal_numbers_is_said_however_they_are_written(
    written: str, said: str
) -> None:
    assert speak(Sentence(written=written), LEXICON).text == said
