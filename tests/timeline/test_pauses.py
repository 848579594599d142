"""Pauses that vary with what has been said, and music that has its time alone."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.language.sentence import Spoken
from renderer.narration.sentence import Utterance
from renderer.storyboard.board import Music, Slide, VoiceChoice
from renderer.timeline.pauses import varied
from tests.timeline.boards import SECOND, board, said, slide, timeline_of

USUAL = 16_800
MUSIC = Music(file=Path("/media/air.flac"), name="air.flac")


def saying(written: str, **fields: int) -> Utterance:
    one = said(**fields)
    spoken = Spoken(written=written, text=written)
    return replace(one, sentence=replace(one.sentence, spoken=spoken))


@given(st.text(max_size=400), st.integers(0, 200_000))
def test_a_pause_is_a_fifth_longer_or_shorter_at_most(written: str, usual: int) -> None:
    assert 0.8 * usual - 1 <= varied(written, usual) <= 1.2 * usual
    assert varied(written, usual) == varied(written, usual)


def test_a_question_waits_and_a_colon_does_not() -> None:
    """Of many sentences alike but for their mark, so that what is uneven in each evens out."""
    names = [f"Qui tient encore le fort de la rade numéro {chr(97 + n)}" for n in range(26)]

    def mean(mark: str) -> float:
        return sum(varied(name + mark, USUAL) for name in names) / len(names)

    assert mean("\u202f?") > mean("\u202f!") > mean(".") > mean("\u00a0:")
    assert mean("…") > mean(".")
    assert mean("...") == pytest.approx(mean("…"), rel=0.03)


def test_a_long_sentence_asks_for_more_breath_than_a_short_one() -> None:
    assert varied("Cherbourg est pris.", USUAL) < varied("mot " * 30 + ".", USUAL)


def test_what_has_no_word_has_the_plain_pause() -> None:
    assert varied("…", USUAL) == varied("", USUAL) == USUAL


def test_sentences_of_a_slide_are_not_a_metronomes() -> None:
    written = ["Il se tait.", "La ville attend.", "Qui viendra ?", "Le port est vide, et la rade."]
    timeline = timeline_of(
        board([slide()], voice=VoiceChoice(sentence_pause_seconds=0.35)),
        [[saying(each) for each in written]],
    )
    heard = timeline.heard
    pauses = {b.start - a.end for a, b in pairwise(heard)}
    assert len(pauses) == 3


def test_a_recordings_own_pause_is_kept() -> None:
    timeline = timeline_of(board([slide()]), [[saying("Qui ?", pause=777), saying("Lui.")]])
    first, second = timeline.heard
    assert second.start - first.end == 777


def lengths(*slides: Slide, music: Music | None) -> tuple[int, int, int]:
    """Frames before the first word, after the last one, and in the film."""
    spoken = [[] if one.length_seconds else [said(SECOND)] for one in slides]
    timeline = timeline_of(board(slides, music=music), spoken)
    base, heard = timeline.timebase, timeline.heard
    return (
        heard[0].start // base.samples_per_frame,
        timeline.length - base.frames_holding(heard[-1].end),
        timeline.length,
    )


def test_music_has_two_seconds_before_the_first_word_and_after_the_last() -> None:
    assert lengths(slide("a"), slide("b"), music=MUSIC) == (50, 50, 150)
    assert lengths(slide("a"), slide("b"), music=None) == (0, 0, 50)


def test_a_title_and_credits_give_music_its_time_already() -> None:
    title, end = slide("titre", length_seconds=4.0), slide("fin", length_seconds=5.0)
    assert lengths(title, slide("a"), end, music=MUSIC) == (100, 125, 250)


def test_music_that_rises_at_once_waits_for_nobody() -> None:
    quick = replace(MUSIC, fade_in_seconds=0.4, fade_out_seconds=0.2)
    assert lengths(slide("a"), music=quick) == (10, 5, 40)


def test_music_that_ends_before_the_last_slide_asks_for_no_time_there() -> None:
    assert lengths(slide("a"), slide("b", music="none"), music=MUSIC)[1] == 0
    assert lengths(slide("a", music="none"), slide("b", music=MUSIC), music=MUSIC)[:2] == (0, 50)


def test_a_lead_and_a_hold_that_the_author_wrote_are_kept() -> None:
    one = slide("a", hold_seconds=0.2)
    written = replace(one, marks={**one.marks, "lead": one.marks[""], "hold": one.marks[""]})
    assert lengths(written, music=MUSIC) == (0, 5, 30)
