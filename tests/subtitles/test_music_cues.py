"""Music is told of where it sounds alone."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from renderer.subtitles.cues import Cue, cue_warnings, with_music
from renderer.timebase import Timebase

BASE = Timebase(fps=25)


def said(start: int, end: int) -> Cue:
    return Cue(start=start, end=end, lines=("Un.",), slide_id="a", sentence=0, last_sentence=0)


def told(cues: list[Cue], music: list[tuple[int, int]]) -> list[tuple[int, int]]:
    laid = with_music(cues, music, "[musique]", BASE, lambda _: "a")
    assert all(cue.lines == ("[musique]",) for cue in laid if cue.sounds == "music")
    return [(cue.start, cue.end) for cue in laid if cue.sounds == "music"]


def test_music_before_the_first_word_is_told_for_three_seconds_at_most() -> None:
    assert told([said(200, 250)], [(0, 400)]) == [(0, 75)]
    assert told([said(50, 90)], [(0, 90)]) == [(0, 48)]


def test_music_that_begins_under_the_voice_is_told_in_the_first_pause() -> None:
    assert told([said(0, 90), said(100, 150)], [(10, 400)]) == [(152, 227)]


def test_music_that_nobody_has_time_to_read_of_is_not_told() -> None:
    assert told([said(20, 90)], [(0, 90)]) == []


def test_a_piece_after_another_and_one_that_comes_back_are_told_again() -> None:
    assert told([said(100, 150)], [(0, 150), (200, 300)]) == [(0, 75), (200, 275)]


def test_nobody_is_told_that_music_is_read_too_fast() -> None:
    laid = with_music([], [(0, 26)], "[une musique très longue à dire]", BASE, lambda _: "a")
    assert cue_warnings(laid, BASE, 1.0) == ()


SPANS = st.lists(st.tuples(st.integers(3, 80), st.integers(1, 80)), max_size=6)


@given(SPANS, SPANS)
def test_music_never_meets_words(
    parts: list[tuple[int, int]], music: list[tuple[int, int]]
) -> None:
    def spans(of: list[tuple[int, int]]) -> list[tuple[int, int]]:
        at, found = 0, []
        for gap, length in of:
            found.append((at + gap, at + gap + length))
            at += gap + length
        return found

    cues = [said(*span) for span in spans(parts)]
    laid = with_music(cues, spans(music), "[musique]", BASE, lambda _: "a")
    assert [cue for cue in laid if cue.sounds == "voice"] == cues
    assert all(other.start - one.end >= 2 for one, other in pairwise(laid))
