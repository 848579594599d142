"""Sentences in time, cut into cues."""

from dataclasses import replace
from itertools import pairwise, zip_longest
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.language.sentence import Spoken, SpokenWord
from renderer.narration.sentence import ScriptSentence, Utterance
from renderer.narration.take import Take
from renderer.subtitles.cues import (
    Cue,
    characters_per_second,
    cue_warnings,
    lay_cues,
)
from renderer.timebase import SAMPLE_RATE, Timebase
from renderer.timeline import PlacedSentence, lay_out
from renderer.voices.base import WordTime
from tests.timeline.boards import board, slide

BASE = Timebase(fps=25)
FRAME = BASE.samples_per_frame


def as_written(written: str) -> Spoken:
    """Every word said as it is written."""
    words: list[SpokenWord] = []
    at = 0
    for word in written.split():
        start = written.index(word, at)
        at = start + len(word)
        words.append(SpokenWord(start=start, end=at, written_start=start, written_end=at))
    return Spoken(written=written, text=written, words=tuple(words))


def said(
    written: str,
    start_seconds: float,
    end_seconds: float,
    *,
    slide_id: str = "a",
    index: int = 0,
    slide_end_seconds: float = 1000,
    spoken: Spoken | None = None,
    words: tuple[WordTime, ...] = (),
) -> PlacedSentence:
    start, end = (round(seconds * SAMPLE_RATE) for seconds in (start_seconds, end_seconds))
    return PlacedSentence(
        utterance=Utterance(
            sentence=ScriptSentence(
                slide_id=slide_id, index=index, spoken=spoken or as_written(written)
            ),
            take=Take(key="", path=Path(), length=end - start, words=words),
        ),
        slide=0,
        start=start,
        slide_end=BASE.frames_in(slide_end_seconds),
    )


def times(cues: tuple[Cue, ...]) -> list[tuple[int, int]]:
    return [(cue.start, cue.end) for cue in cues]


def test_a_sentence_is_shown_while_it_is_said() -> None:
    (cue,) = lay_cues([said("Une ville regarde la mer.", 1, 3.5)], BASE)
    assert (cue.start, cue.end, cue.lines) == (25, 88, ("Une ville regarde la mer.",))


def test_words_stay_through_a_short_pause_and_go_in_a_long_one() -> None:
    sentences = [
        said("Une ville regarde la mer.", 0, 2, index=0),
        said("Elle s'appelle Cherbourg.", 2.36, 4.36, index=1),
        said("Le port attend encore ici.", 6, 8, index=2),
    ]
    assert times(lay_cues(sentences, BASE)) == [(0, 57), (59, 112), (150, 205)]


def test_a_cue_stays_while_it_is_read_and_a_second_and_a_half_after_the_voice_at_most() -> None:
    hurried = said("Une ville entière regarde longtemps la mer.", 0, 2)
    assert times(lay_cues([hurried], BASE)) == [(0, 88)]
    at_ease = said("Une ville entière regarde longtemps la mer.", 0, 3)
    assert times(lay_cues([at_ease], BASE)) == [(0, 90)]
    with_time = said("Une ville regarde la mer.", 0, 3)
    assert times(lay_cues([with_time], BASE)) == [(0, 75)]


HURRIED = "Des hommes plongent, relèvent les épaves."  # 41 letters and spaces: 3.4 s at ease
CALM = "Jour et nuit."


def test_a_cue_said_too_fast_borrows_what_the_one_before_has_to_spare() -> None:
    pair = [said(CALM, 0, 3, index=0), said(HURRIED, 3.2, 6.2, index=1, slide_end_seconds=6.2)]
    first, second = lay_cues(pair, BASE)
    assert (first.end, second.start, second.end) == (67, 69, 155)  # 80 is when it is said
    assert characters_per_second(second, BASE) <= 12


def test_it_borrows_half_a_second_at_most_and_from_the_silence_too() -> None:
    (alone,) = lay_cues([said(HURRIED, 2, 4, slide_end_seconds=4)], BASE)
    assert times((alone,)) == [(38, 100)]
    near_the_start = lay_cues([said(HURRIED, 0.2, 2.2, slide_end_seconds=2.2)], BASE)
    assert times(near_the_start) == [(0, 55)]


def test_one_that_has_none_to_spare_lends_none() -> None:
    pair = [said(HURRIED, 0, 3, index=0), said(HURRIED, 3, 6, index=1, slide_end_seconds=6)]
    first, second = lay_cues(pair, BASE)
    assert (first.start, second.start) == (0, 75)


def test_what_is_said_slowly_enough_comes_with_the_voice() -> None:
    pair = [said(CALM, 1, 4, index=0), said(CALM, 4.2, 7, index=1)]
    assert [cue.start for cue in lay_cues(pair, BASE)] == [25, 105]


def test_a_cue_never_comes_while_the_slide_before_is_seen() -> None:
    pair = [
        said(CALM, 0, 2, slide_end_seconds=4.8),
        said(HURRIED, 5, 7, slide_id="b", slide_end_seconds=7),
    ]
    assert [cue.start for cue in lay_cues(pair, BASE)] == [0, 122]


def test_a_cue_never_outlives_its_slide() -> None:
    sentences = [
        said("Une ville regarde la mer.", 0, 1.2, slide_end_seconds=1.4),
        said("Une autre attend encore.", 1.4, 3.4, slide_id="b"),
    ]
    assert times(lay_cues(sentences, BASE)) == [(0, 33), (35, 85)]


def test_a_last_cue_goes_with_its_slide() -> None:
    hurried = said("Une ville entière regarde longtemps la mer.", 0, 2, slide_end_seconds=2.2)
    assert times(lay_cues([hurried], BASE)) == [(0, 55)]


def test_a_cue_goes_two_frames_before_the_next_one_comes() -> None:
    sentences = [
        said("Une ville regarde la mer.", 0, 2, slide_end_seconds=2),
        said("Une autre attend encore.", 2.08, 4, slide_id="b"),
    ]
    first, second = lay_cues(sentences, BASE)
    assert (second.start, second.start - first.end) == (52, 2)


def test_pieces_of_a_sentence_follow_the_voices_word_times() -> None:
    written = "Pour prendre la ville, les Américains commencent par l'isoler, et vite, et bien sûr."
    spoken = as_written(written)
    times_ = tuple(
        WordTime(
            start=w.start, end=w.end, first=SAMPLE_RATE * n // 2, last=SAMPLE_RATE * (n + 1) // 2
        )
        for n, w in enumerate(spoken.words)
    )
    cues = lay_cues([said(written, 0, 7, spoken=spoken, words=times_)], BASE)
    assert len(cues) > 1
    for cue in cues[1:]:
        number = next(
            n
            for n, w in enumerate(spoken.words)
            if cue.text.replace("’", "'").startswith(written[w.start : w.end] + " ")
        )
        assert cue.start == round(number * 12.5)


def test_without_word_times_time_goes_by_as_spoken_letters_do() -> None:
    written = "En 1944, après de longs mois d'attente, les Alliés débarquent enfin sur nos plages."
    words = written.replace("1944,", "mille neuf cent quarante-quatre,").split(" ")
    text = " ".join(words)
    said_words: list[SpokenWord] = []
    at = written_at = 0
    for word in words:
        span = (3, 8) if word in ("mille", "neuf", "cent", "quarante-quatre,") else None
        start = written_at if span is None else span[0]
        end = start + len(word) if span is None else span[1]
        said_words.append(
            SpokenWord(start=at, end=at + len(word), written_start=start, written_end=end)
        )
        at += len(word) + 1
        written_at = end + 1 if span is None else 9
    spoken = Spoken(written=written, text=text, words=tuple(said_words))
    first, second = lay_cues([said(written, 0, 8, spoken=spoken)], BASE)
    shown_first = second.text.split(" ")[0].replace("’", "'")
    assert second.start == pytest.approx(200 * text.index(shown_first) / len(text), abs=1)
    assert first.end == second.start - 2


def test_sentences_too_short_to_be_read_are_shown_together() -> None:
    sentences = [
        said("Non.", 0, 0.4, index=0),
        said("Jamais.", 0.75, 1.4, index=1),
        said("Le fort tient encore toute la nuit.", 1.75, 4, index=2),
    ]
    cues = lay_cues(sentences, BASE)
    assert [(cue.text, cue.sentence, cue.last_sentence) for cue in cues] == [
        ("Non. Jamais.", 0, 1),
        ("Le fort tient encore toute la nuit.", 2, 2),
    ]


def test_a_last_short_sentence_joins_the_one_before() -> None:
    sentences = [
        said("Le fort tient encore.", 0, 2, index=0, slide_end_seconds=3),
        said("Seul.", 2.35, 2.8, index=1, slide_end_seconds=3),
    ]
    assert [cue.text for cue in lay_cues(sentences, BASE)] == ["Le fort tient encore. Seul."]


def test_short_sentences_of_two_slides_stay_apart() -> None:
    sentences = [
        said("Non.", 0, 0.4, slide_end_seconds=0.6),
        said("Jamais.", 0.6, 1.0, slide_id="b", slide_end_seconds=1.2),
    ]
    cues = lay_cues(sentences, BASE)
    assert [cue.slide_id for cue in cues] == ["a", "b"]
    warning = cue_warnings(cues, BASE, 17)[0]
    assert "stays for 0.52 s only (at least 1.0)" in warning.what
    assert warning.code == "cue-too-short"


def test_a_slow_voice_gets_shorter_cues() -> None:
    written = (
        "Ils traversent le bocage, d'est en ouest, haie après haie, et rien ne les arrête plus."
    )
    cues = lay_cues([said(written, 0, 16)], BASE)
    assert len(cues) >= 3
    assert all(cue.end - cue.start <= 6.5 * 25 for cue in cues)


def test_reading_speed_is_reported_above_seventeen_characters_a_second() -> None:
    hurried = said("Les Alliés débarquent enfin en Normandie.", 0, 1.5, slide_end_seconds=2)
    cues = lay_cues([hurried], BASE)
    assert characters_per_second(cues[0], BASE) == pytest.approx(41 / 2, rel=0.05)
    (warning,) = cue_warnings(cues, BASE, 17)
    assert "sentence 1: the cue “Les Alliés" in warning.what
    assert warning.remedy == "shorten the sentence, or slow the voice"
    assert cue_warnings(cues, BASE, 21) == ()
    assert "characters a second (at most 17)" in warning.what
    assert warning.code == "cue-too-fast"


@pytest.mark.parametrize(("fps", "gap"), [(24, 2), (25, 2), (30, 2), (50, 4), (60, 5)])
def test_the_gap_between_two_cues_can_be_seen_at_any_rate(fps: int, gap: int) -> None:
    base = Timebase(fps=fps)
    sentences = [
        said("Une ville regarde la mer.", 0, 2, index=0),
        said("Elle s'appelle Cherbourg.", 2.2, 4.2, index=1),
    ]
    first, second = lay_cues(sentences, base)
    assert second.start - first.end == gap


def test_a_cue_stays_for_twelve_letters_a_second_in_french_and_fifteen_in_english() -> None:
    written = "Une ville regarde longtemps la mer"  # 34 letters and spaces
    one = said(written, 0, 2, slide_end_seconds=9)
    sentence = replace(one.utterance.sentence, language="en")
    other = replace(one, utterance=replace(one.utterance, sentence=sentence))
    assert times(lay_cues([one], BASE)) == [(0, 71)]
    assert times(lay_cues([other], BASE)) == [(0, 57)]


def test_calm_cues_give_no_warning() -> None:
    assert cue_warnings(lay_cues([said("Une ville regarde la mer.", 0, 3)], BASE), BASE, 17) == ()


def test_what_is_not_said_is_not_shown() -> None:
    assert lay_cues([said("—", 1, 1), said("  ", 1, 2)], BASE) == ()


def test_a_ten_thousand_letter_word_said_in_a_second_loses_no_letter() -> None:
    cues = lay_cues([said("a" * 10_000, 0, 1)], BASE)
    assert "".join(line for cue in cues for line in cue.lines) == "a" * 10_000


def test_what_is_written_and_not_said_is_in_no_cue() -> None:
    """As of {Caen|}: it is among the film's sentences, and nobody hears it."""
    heard = said("Une ville regarde la mer.", 0, 2.01).utterance  # ends within a frame
    film = lay_out(board([slide(hold_seconds=2.0)]), {"un": (heard, replace(heard, take=None))})
    assert len(film.sentences) == 2
    assert [cue.text for cue in lay_cues(film.heard, BASE)] == ["Une ville regarde la mer."]


WORDS = st.lists(
    st.sampled_from(["Non.", "le", "port,", "forteresse", "et", "21 000", "«", "Oui !", "x" * 50]),
    min_size=1,
    max_size=25,
).map(" ".join)
PLACED = st.lists(
    st.tuples(WORDS, st.integers(1, 12 * 48_000), st.integers(0, 60_000), st.booleans()),
    max_size=8,
)


def laid_out(parts: list[tuple[str, int, int, bool]]) -> list[PlacedSentence]:
    """Sentences one after the other; a true flag starts another slide on the next frame."""
    sentences: list[PlacedSentence] = []
    at, slide, index = 0, 0, 0
    for written, length, pause, is_new in parts:
        if is_new:
            at, slide, index = BASE.frames_holding(at) * FRAME, slide + 1, 0
        sentences.append(
            said(
                written,
                at / SAMPLE_RATE,
                (at + length) / SAMPLE_RATE,
                slide_id=str(slide),
                index=index,
            )
        )
        at, index = at + length + pause, index + 1
    ends: dict[str, int] = {}
    for s, after in zip_longest(sentences, sentences[1:]):
        ends[s.sentence.slide_id] = (
            after.start // FRAME if after else BASE.frames_holding(s.end) + 20
        )
    return [replace(s, slide_end=ends[s.sentence.slide_id]) for s in sentences]


@settings(max_examples=150)
@given(PLACED)
def test_cues_keep_their_promises(parts: list[tuple[str, int, int, bool]]) -> None:
    sentences = laid_out(parts)
    cues = lay_cues(sentences, BASE)
    by_place = {(s.sentence.slide_id, s.sentence.index): s for s in sentences}

    for cue in cues:
        first = by_place[cue.slide_id, cue.sentence]
        last = by_place[cue.slide_id, cue.last_sentence]
        assert first.start // FRAME - 12 <= cue.start < cue.end <= first.slide_end
        assert cue.end <= BASE.frames_holding(last.end) + 38
        assert cue.end - cue.start <= 6.5 * 25
        assert all(0 < len(line) <= 40 for line in cue.lines)
    for one, other in pairwise(cues):
        gap = other.start - one.end
        assert gap >= 2 or one.end - one.start == 1
    shown: set[tuple[str, int]] = set()
    for cue in cues:
        if (cue.slide_id, cue.sentence) not in shown:
            said_at = by_place[cue.slide_id, cue.sentence].start // FRAME
            assert said_at - 12 <= cue.start <= said_at
        shown |= {(cue.slide_id, n) for n in range(cue.sentence, cue.last_sentence + 1)}


@settings(max_examples=100)
@given(PLACED)
def test_every_letter_said_is_shown_once(parts: list[tuple[str, int, int, bool]]) -> None:
    sentences = laid_out(parts)

    def letters(text: str) -> str:
        return "".join(filter(str.isalnum, text))

    shown = letters("".join(cue.text for cue in lay_cues(sentences, BASE)))
    assert shown == letters("".join(s.sentence.written for s in sentences))
