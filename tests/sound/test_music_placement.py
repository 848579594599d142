"""Which music sounds where: from its slide on, until another, none, a silence, or the end."""

from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.sound.music_placement import Score, score_of
from renderer.storyboard.board import Music, Slide
from renderer.timeline import lay_out
from tests.timeline.boards import SECOND, board, slide


def music(name: str = "air.flac", **fields: Any) -> Music:
    return Music(file=Path("/media", name), name=name, **fields)


def scored(*slides: Slide, **fields: Any) -> Score:
    film = board(slides, **fields)
    return score_of(film, lay_out(film, {}))


def still(name: str, seconds: float = 10.0, **fields: Any) -> Slide:
    return slide(name, length_seconds=seconds, **fields)


def quiet(name: str, seconds: float = 60.0) -> Slide:
    return slide(name, length_seconds=seconds, silence_seconds=seconds)


def places(score: Score) -> list[tuple[str, float, float]]:
    return [(p.music.name, p.start / SECOND, p.end / SECOND) for p in score.passages]


def test_a_film_without_music_has_none() -> None:
    assert scored(still("a")) == Score(passages=(), silences=())


def test_the_films_music_sounds_from_its_first_sample_to_its_last() -> None:
    score = scored(still("a"), still("b"), music=music())
    assert places(score) == [("air.flac", 0, 20)]
    assert (score.passages[0].fade_in, score.passages[0].fade_out) == (2 * SECOND, 4 * SECOND)


def test_a_slides_music_starts_there_and_goes_on() -> None:
    score = scored(still("a"), still("b", music=music()), still("c"))
    assert places(score) == [("air.flac", 10, 30)]


def test_another_music_crosses_over_as_long_as_it_takes_to_rise() -> None:
    other = music("autre.flac", fade_in_seconds=3.0)
    score = scored(still("a"), still("b", music=other), still("c"), music=music())
    assert places(score) == [("air.flac", 0, 13), ("autre.flac", 10, 30)]
    assert score.passages[0].fade_out == score.passages[1].fade_in == 3 * SECOND


def test_a_crossing_ends_with_the_film_at_the_latest() -> None:
    other = music("autre.flac", fade_in_seconds=30.0)
    score = scored(still("a"), still("b", music=other), music=music())
    assert score.passages[0].end == 20 * SECOND


def test_none_ends_the_music_before_its_slide() -> None:
    score = scored(still("a"), still("b", music="none"), still("c", music=music()), music=music())
    assert places(score) == [("air.flac", 0, 10), ("air.flac", 20, 30)]
    assert score.passages[0].fade_out == 4 * SECOND


def test_the_first_slides_own_music_stands_for_the_films() -> None:
    assert places(scored(still("a", music=music("b.flac")), music=music())) == [("b.flac", 0, 10)]
    assert places(scored(still("a", music="none"), still("b"), music=music())) == []


def test_a_silence_is_as_long_as_its_slide_and_fades_as_its_music_does() -> None:
    score = scored(still("a"), quiet("s"), still("b"), music=music())
    (silence,) = score.silences
    assert (silence.start, silence.end) == (10 * SECOND, 70 * SECOND)
    assert (silence.fade_out, silence.fade_in) == (4 * SECOND, 2 * SECOND)
    assert places(score) == [("air.flac", 0, 80)]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 20), st.sampled_from([None, "none", "x", "y"]), st.booleans()),
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
def test_music_lies_inside_the_film_and_one_piece_at_a_time_but_for_crossings(
    drawn: list[tuple[int, str | None, bool]], whole: bool
) -> None:
    slides = [
        slide(
            f"s{number}",
            length_seconds=float(seconds),
            silence_seconds=float(seconds) if silent else None,
            music=name if name in (None, "none") else music(f"{name}.flac"),
        )
        for number, (seconds, name, silent) in enumerate(drawn)
    ]
    score = scored(*slides, music=music() if whole else None)
    film = sum(seconds for seconds, *_ in drawn) * SECOND
    for before, after in pairwise(score.passages):
        assert before.end <= after.start + after.fade_in
    for passage in score.passages:
        assert 0 <= passage.start < passage.end <= film
    assert len(score.silences) == sum(silent for *_, silent in drawn)
