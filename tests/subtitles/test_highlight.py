"""What is lit of a cue, and when."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from renderer.language.sentence import Spoken, SpokenWord
from renderer.storyboard.board import Highlight
from renderer.subtitles.cues import Cue, lay_cues
from renderer.subtitles.highlight import Lit, light, words_of
from renderer.timeline import PlacedSentence
from renderer.voices.base import WordTime
from tests.subtitles.test_cues import BASE, FRAME, PLACED, laid_out, said

WRITTEN = "Le 6 juin, une ville regarde la mer."


def timed(placed: PlacedSentence) -> PlacedSentence:
    """*placed* with word times: every word as long as every other."""
    words = placed.sentence.spoken.words
    if not words:
        return placed
    step = placed.length // len(words)
    times = tuple(
        WordTime(start=word.start, end=word.end, first=number * step, last=(number + 1) * step)
        for number, word in enumerate(words)
    )
    take = replace(placed.utterance.take, words=times) if placed.utterance.take else None
    return replace(placed, utterance=replace(placed.utterance, take=take))


def shown(cue: Cue, lit: Lit) -> str:
    words = [word for line in cue.lines for word in words_of(line)]
    return " ".join(words[lit.first : lit.last])


def lights(
    sentences: list[PlacedSentence], highlight: Highlight, width: int = 40
) -> list[list[tuple[str, int, int]]]:
    cues = lay_cues(sentences, BASE, width)
    return [
        [(shown(cue, lit), lit.start, lit.end) for lit in runs]
        for cue, runs in zip(cues, light(cues, sentences, BASE, highlight), strict=True)
    ]


def test_each_word_is_lit_from_its_first_sound_to_the_next_words() -> None:
    sentence = timed(said(WRITTEN, 1, 5))  # eight words in four seconds
    (words,) = lights([sentence], "word")
    # « 6 juin » is tied by a no-break space
    assert [word for word, _, _ in words][:3] == ["Le", "6\u00a0juin,", "une"]
    assert words[0][1:] == (25, 38)
    assert words[1][1:] == (38, 62)
    assert words[-1] == ("mer.", 112, 125)


def test_a_word_of_several_spoken_ones_is_lit_for_all_of_them() -> None:
    text = "en mille neuf cent"
    spoken = Spoken(
        written="en 1900",
        text=text,
        words=(
            SpokenWord(start=0, end=2, written_start=0, written_end=2),
            SpokenWord(start=3, end=8, written_start=3, written_end=7, rule="number"),
            SpokenWord(start=9, end=13, written_start=3, written_end=7, rule="number"),
            SpokenWord(start=14, end=18, written_start=3, written_end=7, rule="number"),
        ),
    )
    (words,) = lights([timed(said("en 1900", 0, 4, spoken=spoken))], "word")
    assert words == [("en", 0, 25), ("1900", 25, 100)]


def test_a_phrase_is_a_line() -> None:
    sentence = timed(said(WRITTEN, 0, 4))
    (lines,) = lights([sentence], "phrase", width=20)
    assert [words for words, _, _ in lines] == ["Le 6\u00a0juin, une ville", "regarde la mer."]
    assert lines[0][2] == lines[1][1]
    assert (lines[0][1], lines[-1][2]) == (0, 100)


@pytest.mark.parametrize("highlight", ["word", "phrase"])
def test_without_word_times_the_whole_cue_is_lit_while_it_is_said(highlight: Highlight) -> None:
    (runs,) = lights([said("Une ville regarde la mer.", 1, 2.2)], highlight)
    assert runs == [("Une ville regarde la mer.", 25, 55)]  # the cue lingers until 67


def test_nothing_is_lit_in_the_pause_between_two_sentences_of_one_cue() -> None:
    one, other = timed(said("Oui.", 0, 0.4)), timed(said("Non.", 0.8, 1.2, index=1))
    (runs,) = lights([one, other], "word")
    assert runs == [("Oui.", 0, 10), ("Non.", 20, 30)]


def test_nothing_is_lit_unless_asked() -> None:
    assert lights([timed(said(WRITTEN, 0, 4))], "none") == [[]]


@settings(max_examples=120)
@given(PLACED)
def test_what_is_lit_is_in_its_cue_in_order_and_every_word_once(
    parts: list[tuple[str, int, int, bool]],
) -> None:
    sentences = [timed(sentence) for sentence in laid_out(parts)]
    for width in (40, 24):
        cues = lay_cues(sentences, BASE, width)
        for cue, runs in zip(cues, light(cues, sentences, BASE, "word"), strict=True):
            count = sum(len(words_of(line)) for line in cue.lines)
            for lit in runs:
                assert cue.start <= lit.start < lit.end <= cue.end
                assert 0 <= lit.first < lit.last <= count
            for one, other in pairwise(runs):
                assert one.end <= other.start
                assert one.last <= other.first


@settings(max_examples=80)
@given(PLACED)
def test_a_word_is_lit_within_a_frame_of_its_sound(
    parts: list[tuple[str, int, int, bool]],
) -> None:
    sentences = [timed(sentence) for sentence in laid_out(parts)]
    by_place = {(s.sentence.slide_id, s.sentence.index): s for s in sentences}
    cues = lay_cues(sentences, BASE)
    for cue, runs in zip(cues, light(cues, sentences, BASE, "word"), strict=True):
        sounds = [
            placed.start + word.first
            for n in range(cue.sentence, cue.last_sentence + 1)
            for placed in [by_place[cue.slide_id, n]]
            for word in placed.utterance.words
        ]
        if any("xxx" in word for word in words_of(cue.text)):
            continue  # cut in two: its second half is lit as letters go by
        for lit in runs[1:]:
            assert min(abs(lit.start - first / FRAME) for first in sounds) <= 1
