from __future__ import annotations

import datetime
import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from renderer.errors import PictureError
from renderer.language.dates import shown_date
from renderer.maps.arrows import ribbon
from renderer.maps.fronts import Front, align, between_lines
from renderer.maps.layer import FADE_STEPS, Fade
from renderer.maps.strokes import (
    dashed,
    encloses,
    even_points,
    lengths_along,
    normals,
    part_of_line,
    smooth_curve,
    thinned,
)
from renderer.maps.terrain import TerrainLine
from renderer.maps.timing import Schedule, eased
from renderer.storyboard.map_data import ClockPin, MapClock
from renderer.storyboard.moments import Moment
from renderer.timeline.moment_frames import Beats
from tests.maps.boards import prepared, read_map

points = st.lists(
    st.tuples(st.floats(0, 1000), st.floats(0, 1000)), min_size=2, max_size=12, unique=True
).map(np.array)
JUNE = datetime.datetime(1944, 6, 18)


def day(number: int) -> datetime.datetime:
    return JUNE.replace(day=number)


@given(line=points, count=st.integers(2, 80))
def test_resampling_keeps_the_ends_and_spreads_points_by_length(
    line: np.ndarray, count: int
) -> None:
    again = even_points(line, count)
    assert again.shape == (count, 2)
    np.testing.assert_allclose(again[[0, -1]], line[[0, -1]], atol=1e-6)
    steps = lengths_along(line)[-1] / (count - 1)
    # Straight from one point to the next is never longer than along the line.
    assert np.hypot(*np.diff(again, axis=0).T).max() <= steps + 1e-6


@given(before=points, after=points, share=st.floats(0, 1))
def test_a_front_between_two_dates_lies_between_its_lines(
    before: np.ndarray, after: np.ndarray, share: float
) -> None:
    first, second = align([before, after], 60)
    line = between_lines(first, second, share)
    assert (line >= np.minimum(first, second) - 1e-6).all()
    assert (line <= np.maximum(first, second) + 1e-6).all()


@given(before=points, after=points)
def test_a_front_is_exactly_its_dated_lines_at_their_dates(
    before: np.ndarray, after: np.ndarray
) -> None:
    first, second = align([before, after], 60)
    np.testing.assert_array_equal(between_lines(first, second, 0.0), first)
    np.testing.assert_allclose(between_lines(first, second, 1.0), second, atol=1e-9)


def test_a_line_written_the_other_way_round_is_turned() -> None:
    line = np.array([[0.0, 0.0], [100.0, 0.0]])
    first, second = align([line, line[::-1] + np.array([0, 10])], 5)
    np.testing.assert_allclose(second - first, [[0, 10]] * 5)


def test_a_front_does_not_pass_its_last_line() -> None:
    lines = align([np.array([[0.0, y], [100.0, y]]) for y in (0.0, 50.0, 60.0)])
    front = Front(
        lines=lines,
        frames=(0, 50, 100),
        leaves=(0, 50, 100),
        side="axis",
        colour=(1, 2, 3),
        halo=(4, 5, 6),
        unit=1.0,
        fade=Fade(start=0, end=999, frames=10),
    )
    heights = [front.line(frame)[0, 1] for frame in range(150)]
    assert heights == sorted(heights)
    assert heights[0] == 0
    assert heights[50] == pytest.approx(50)
    assert heights[-1] == 60


@given(line=points)
def test_a_smooth_course_goes_through_its_points_and_does_not_overshoot(line: np.ndarray) -> None:
    course = smooth_curve(line, 5.0)
    for point in line:
        assert np.hypot(*(course - point).T).min() < 5.1
    assert np.isfinite(course).all()


def test_the_left_hand_of_eastward_is_up_the_frame() -> None:
    np.testing.assert_allclose(normals(np.array([[0.0, 0.0], [10.0, 0.0]])), [[0, -1], [0, -1]])


@given(line=points, start=st.floats(0, 1), end=st.floats(0, 1))
def test_a_cut_is_as_long_as_asked(line: np.ndarray, start: float, end: float) -> None:
    total = float(lengths_along(line)[-1])
    low, high = sorted((start * total, end * total))
    assert lengths_along(part_of_line(line, low, high))[-1] == pytest.approx(high - low, abs=1e-3)


def test_dashes_alternate_and_end_with_the_line() -> None:
    dashes = list(dashed(np.array([[0.0, 0.0], [10.0, 0.0]]), (3, 2)))
    assert [tuple(dash[:, 0]) for dash in dashes] == [(0, 3), (5, 8)]


@given(line=points, share=st.floats(0.05, 1))
def test_an_arrow_ends_at_its_reach(line: np.ndarray, share: float) -> None:
    course = smooth_curve(line, 5.0)
    total = float(lengths_along(course)[-1])
    tip = ribbon(course, total, total * share, 20.0, 0.0)[-1][0]
    expected = np.array(
        [np.interp(total * share, lengths_along(course), course[:, axis]) for axis in (0, 1)]
    )
    np.testing.assert_allclose(tip, expected, atol=1e-6)


SCHEDULE = Schedule(
    beats=Beats(sentences=(10, 100, 200)),
    length=300,
    fps=25,
    clock=MapClock(
        start=day(18), end=day(27), pins=(ClockPin(date=day(22), at=Moment(sentence=2)),)
    ),
)


def test_the_clock_is_held_to_its_pins() -> None:
    assert SCHEDULE.frame_of(Moment(date=day(22))) == 100
    assert SCHEDULE.date_at(100) == day(22)
    assert SCHEDULE.date_at(0) == day(18)
    assert SCHEDULE.date_at(299) == day(27)


def test_a_pinned_date_holds_through_its_sentence() -> None:
    last = 200 - 10  # the second sentence ends with the pause before the third, at 200
    assert {SCHEDULE.date_at(frame) for frame in range(100, last + 1)} == {day(22)}
    assert SCHEDULE.date_at(200) > day(22)


def test_a_date_pinned_to_words_is_shown_from_them_to_their_sentence_s_end() -> None:
    held = replace(
        SCHEDULE,
        beats=Beats(sentences=(10, 100, 200), words=(("le 22 juin", 140),)),
        clock=MapClock(
            start=day(18),
            end=day(27),
            pins=(ClockPin(date=day(22), at=Moment(words="le 22 juin")),),
        ),
    )
    assert held.date_at(139) < day(22)
    assert {held.date_at(frame) for frame in range(140, 191)} == {day(22)}


def test_words_that_are_not_said_are_named() -> None:
    with pytest.raises(PictureError, match="'jamais' aren't in the narration") as error:
        SCHEDULE.frame_of(Moment(words="jamais"))
    assert error.value.code == "words-gone"


def test_the_clock_never_runs_back_and_dates_come_when_it_shows_them() -> None:
    dates = [SCHEDULE.date_at(frame) for frame in range(300)]
    assert dates == sorted(dates)
    for number in range(18, 28):
        frame = SCHEDULE.frame_of(Moment(date=day(number)))
        assert abs(SCHEDULE.date_at(frame) - day(number)) < datetime.timedelta(hours=3)


def test_the_last_day_has_its_share_of_the_slide() -> None:
    shown = [SCHEDULE.date_at(frame).day for frame in range(300)]
    assert shown.count(27) >= shown.count(25) - 1  # hold 22 June, then six days go by alike


def test_a_date_needs_a_clock() -> None:
    bare = Schedule(beats=Beats(sentences=(0,)), length=50, fps=25)
    with pytest.raises(PictureError, match="needs the map's clock") as refused:
        bare.frame_of(Moment(date=day(18)))
    assert refused.value.code == "map-clock-missing"


def test_a_clock_may_stand_still() -> None:
    schedule = Schedule(
        beats=Beats(sentences=(0,)), length=50, fps=25, clock=MapClock(start=day(18), end=day(18))
    )
    assert {schedule.date_at(frame).day for frame in range(50)} == {18}
    assert schedule.frame_of(Moment(date=day(18))) == 0


def test_an_advance_lasts_its_sentence_when_no_end_is_said() -> None:
    assert SCHEDULE.stretch(Moment(sentence=2), None) == (100, 200)
    assert SCHEDULE.stretch(None, Moment(date=day(22))) == (10, 100)
    start, end = SCHEDULE.stretch(Moment(sentence=3), None)
    assert start == 200
    assert 200 < end < 300


def test_a_sentence_that_is_not_there_is_named() -> None:
    with pytest.raises(PictureError, match="sentence 4 is named, but the narration has 3"):
        SCHEDULE.frame_of(Moment(sentence=4))


@given(start=st.integers(0, 100), length=st.integers(1, 100))
def test_easing_only_goes_forward(start: int, length: int) -> None:
    shares = [eased(frame, start, start + length) for frame in range(start + length + 5)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_what_is_there_from_the_start_does_not_fade_in() -> None:
    assert Fade(start=0, end=100, frames=10).step(0) == FADE_STEPS
    late = Fade(start=20, end=100, frames=10)
    assert [late.step(frame) for frame in (19, 20, 22, 29, 99, 100)] == [0, 2, 5, 8, 1, 0]


@pytest.mark.parametrize(
    ("shows", "language", "text"),
    [
        ("day", "fr", "1ᵉʳ août 1944"),
        ("hour", "fr", "1ᵉʳ août 1944, 21 h"),
        ("month", "fr", "Août 1944"),
        ("day", "en", "1 August 1944"),
        ("day", "pl", "1944-08-01"),
        ("nothing", "fr", ""),
    ],
)
def test_the_clock_speaks_the_storyboard_s_language(shows: str, language: str, text: str) -> None:
    date = datetime.datetime(1944, 8, 1, 21)
    shown = shown_date(date, shows, language)  # type: ignore[arg-type]  # the literals above
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == text


@given(x=st.floats(-50, 150), y=st.floats(-50, 150))
def test_a_ring_encloses_what_lies_inside_it(x: float, y: float) -> None:
    ring = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]])
    assume(min(abs(x), abs(y), abs(x - 100), abs(y - 100)) > 1e-6)
    assert encloses(ring, (x, y)) == (0 < x < 100 and 0 < y < 100)


def test_a_thinned_line_keeps_its_ends() -> None:
    line = np.stack([np.arange(8.0), np.zeros(8)], axis=1)
    assert thinned(line, 3)[:, 0].tolist() == [0, 3, 6, 7]
    assert thinned(line, 7)[:, 0].tolist() == [0, 7]
    assert thinned(line, 0) is line


@pytest.mark.parametrize("kind", ["lines", "fronts"])
def test_a_line_that_comes_draws_itself_from_end_to_end(kind: str) -> None:
    path = [[49.4, -1.9], [49.4, -1.2]]
    thing = {"path": path, "kind": "road"} if kind == "lines" else {"line": path, "side": "allies"}
    view = {"west": -2.0, "east": -1.1, "south": 49.2, "north": 49.6}
    when = {"from" if kind == "lines" else "at": "sentence 2"}
    ready = prepared(read_map({"view": view, kind: [thing | when]}), sentences=3)
    [drawn] = [layer for layer in ready.layers if isinstance(layer, TerrainLine | Front)]
    comes = drawn.fade.start
    reaches = [
        max((drop.rect.right for drop in drawn.inks(frame, ready.zoom(frame))), default=0)
        for frame in range(comes, comes + 30)
    ]
    assert reaches == sorted(reaches)
    last = reaches[-1]
    assert reaches[0] < 0.4 * last
    assert reaches[11] < 0.8 * last
    assert reaches[24:] == [last] * 6
    steps = [b - a for a, b in itertools.pairwise(filter(None, reaches))]
    assert max(steps) < 0.15 * last
