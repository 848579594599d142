"""Slides and takes on one grid: nothing is lost, nothing overlaps, nothing is cut short."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.errors import StoryboardError
from renderer.narration.sentence import Utterance
from renderer.storyboard.board import FilmSettings, Storyboard, Transition, VoiceChoice
from renderer.timebase import Timebase
from renderer.timeline import SlideSpan, Timeline, cut_into_segments
from renderer.timeline.segments import Stretch
from tests.timeline.boards import CARD, CUT, MOVING, SECOND, board, films, said, slide, timeline_of

FEW = settings(max_examples=50, deadline=None)
Film = tuple[Storyboard, list[list[Utterance]]]


@FEW
@given(films())
def test_slides_touch_and_their_lengths_make_the_film(film: Film) -> None:
    timeline = timeline_of(*film)
    assert timeline.slides[0].start == 0
    assert all(a.end == b.start for a, b in pairwise(timeline.slides))
    assert all(span.length >= 1 for span in timeline.slides)
    assert sum(span.length for span in timeline.slides) == timeline.length
    assert timeline.samples == timeline.length * 48_000 // film[0].film.fps
    assert [span.id for span in timeline.slides] == [slide.id for slide in film[0].slides]


@FEW
@given(films())
def test_every_take_lies_inside_its_slide_and_after_the_one_before(film: Film) -> None:
    storyboard, spoken = film
    timeline = timeline_of(storyboard, spoken)
    assert [(placed.slide, placed.utterance) for placed in timeline.sentences] == [
        (number, one) for number, of_slide in enumerate(spoken) for one in of_slide
    ]
    assert timeline.heard == tuple(placed for placed in timeline.sentences if placed.utterance.take)
    for placed in timeline.sentences:
        span = timeline.slides[placed.slide]
        assert placed.slide_end == span.end
        assert timeline.timebase.samples_at(span.start) <= placed.start
        assert placed.end <= timeline.timebase.samples_at(span.end)
    assert all(a.end <= b.start for a, b in pairwise(timeline.sentences))


@FEW
@given(films())
def test_a_slide_lasts_its_lead_its_narration_its_hold_and_less_than_a_frame_more(
    film: Film,
) -> None:
    storyboard, spoken = film
    timeline = timeline_of(storyboard, spoken)
    base = timeline.timebase
    for number, slide_ in enumerate(storyboard.slides):
        placed = [p for p in timeline.sentences if p.slide == number and p.length]
        span = timeline.slides[number]
        if placed:
            lead = base.samples_at(base.frames_in(slide_.lead_seconds))
            hold = base.samples_at(base.frames_in(slide_.hold_seconds))
            assert placed[0].start == base.samples_at(span.start) + lead
            left = base.samples_at(span.end) - placed[-1].end - hold
            assert 0 <= left < base.samples_per_frame
        elif slide_.length_seconds is not None:
            assert span.length == max(1, base.frames_in(slide_.length_seconds))


@FEW
@given(films())
def test_pauses_are_the_sentences_own_or_the_storyboards(film: Film) -> None:
    storyboard, spoken = film
    timeline = timeline_of(storyboard, spoken)
    voice = storyboard.voice
    heard = [p for p in timeline.sentences if p.length]
    for a, b in pairwise(heard):
        if a.slide != b.slide:
            continue
        if a.utterance.pause is not None:
            expected = a.utterance.pause
        elif a.sentence.paragraph == b.sentence.paragraph:
            expected = round(voice.sentence_pause_seconds * 48_000)
        else:
            expected = round(voice.paragraph_pause_seconds * 48_000)
        assert b.start - a.end == expected


@FEW
@given(films())
def test_transitions_are_centred_and_leave_every_slide_a_frame_of_its_own(film: Film) -> None:
    storyboard, _ = film
    timeline = timeline_of(*film)
    assert all(a.end <= b.start for a, b in pairwise(timeline.transitions))
    for number, span in enumerate(timeline.slides):
        near = [t for t in timeline.transitions if number in (t.before, t.after)]
        own = span.length - sum(
            min(t.end, span.end) - max(t.start, span.start) for t in near if t.length
        )
        assert own >= 1
        assert span.clip_start == min([span.start, *(t.start for t in near if t.after == number)])
        assert span.clip_end == max([span.end, *(t.end for t in near if t.before == number)])
    for transition in timeline.transitions:
        assert transition.length >= 1
        if transition.before is None:
            assert (transition.start, transition.after, transition.kind) == (0, 0, "fade")
        elif transition.after is None:
            last = len(timeline.slides) - 1
            assert (transition.end, transition.before) == (timeline.length, last)
            assert transition.kind == "fade"
        else:
            join = timeline.slides[transition.after].start
            assert transition.after == transition.before + 1
            assert transition.start == join - transition.length // 2
            arriving = storyboard.slides[transition.after].transition
            assert transition.kind == arriving.kind != "cut"
            asked = timeline.timebase.frames_in(arriving.length_seconds)
            assert transition.length <= asked


@FEW
@given(films())
def test_a_transition_is_shortened_only_where_there_is_no_room(film: Film) -> None:
    storyboard, _ = film
    timeline = timeline_of(*film)
    laid = {t.after: t.length for t in timeline.transitions}
    for number in range(1, len(storyboard.slides)):
        asked = storyboard.slides[number].transition
        if asked.kind == "cut":
            assert number not in laid
            continue
        frames = timeline.timebase.frames_in(asked.length_seconds)
        smaller = min(timeline.slides[number - 1].length, timeline.slides[number].length)
        if frames < smaller:
            assert laid.get(number, 0) == frames
        else:
            assert laid.get(number, 0) >= min(frames, smaller) - 2


@FEW
@given(films())
def test_chapters_touch_and_cover_the_film_once_one_is_named(film: Film) -> None:
    storyboard, _ = film
    timeline = timeline_of(*film)
    named = [s.chapter for s in storyboard.slides if s.chapter]
    assert [chapter.title for chapter in timeline.chapters] == named
    if named:
        assert timeline.chapters[0].start == 0
        assert timeline.chapters[-1].end == timeline.length
        assert all(a.end == b.start for a, b in pairwise(timeline.chapters))
    for chapter in timeline.chapters[1:]:
        span = timeline.slides[chapter.slide]
        assert span.start <= chapter.start < span.end


@FEW
@given(films())
def test_a_link_to_a_chapter_lands_after_its_dissolve_and_before_its_first_word(film: Film) -> None:
    timeline = timeline_of(*film)
    arrivals = {t.after: t.end for t in timeline.transitions}
    for chapter in timeline.chapters[1:]:
        said_there = [p for p in timeline.heard if p.slide == chapter.slide]
        arrived = arrivals.get(chapter.slide, timeline.slides[chapter.slide].start)
        words = [p.start // timeline.timebase.samples_per_frame for p in said_there]
        assert chapter.start == min([arrived, *words])


@FEW
@given(films())
def test_segments_touch_cover_the_film_and_none_is_too_short_to_be_joined(film: Film) -> None:
    storyboard, _ = film
    timeline = timeline_of(*film)
    segments = timeline.segments
    assert segments[0].start == 0
    assert segments[-1].end == timeline.length
    assert all(a.end == b.start for a, b in pairwise(segments))
    assert all(segment.length >= 12 for segment in segments) or len(segments) == 1
    stretches = [stretch for segment in segments for stretch in segment.stretches]
    assert all(a.end == b.start for a, b in pairwise(stretches))
    fps = storyboard.film.fps
    for stretch in stretches:
        assert stretch.length >= 1
        if stretch.transition:
            assert len(stretch.slides) == 2
        else:
            assert stretch.length < 5 * fps + 12
            (number,) = stretch.slides
            assert number is not None


@FEW
@given(films())
def test_every_frame_shows_the_slides_that_are_seen_then(film: Film) -> None:
    timeline = timeline_of(*film)
    for segment in timeline.segments:
        for stretch in segment.stretches:
            for number in stretch.slides:
                if number is not None:
                    span = timeline.slides[number]
                    assert span.clip_start <= stretch.start < stretch.end <= span.clip_end
    for number, span in enumerate(timeline.slides):
        assert timeline.slide_at(span.start) == timeline.slide_at(span.end - 1) == number


@FEW
@given(films(), st.data())
def test_inserting_a_slide_with_cuts_around_it_moves_the_others_and_changes_nothing_else(
    film: Film, data: Any
) -> None:
    storyboard, spoken = film
    cut = [replace(s, transition=CUT) for s in storyboard.slides]
    before = timeline_of(replace(storyboard, slides=tuple(cut)), spoken)
    place = data.draw(st.integers(0, len(cut)))
    new = slide("nouveau", length_seconds=3.0)
    after = timeline_of(
        replace(storyboard, slides=(*cut[:place], new, *cut[place:])),
        [*spoken[:place], [], *spoken[place:]],
    )
    moved = 3 * storyboard.film.fps
    kept = [span for span in after.slides if span.id != "nouveau"]
    for number, (old, now) in enumerate(zip(before.slides, kept, strict=True)):
        shift = moved if number >= place else 0
        assert (now.start, now.end) == (old.start + shift, old.end + shift)
        assert now.clip_length == old.clip_length


def floats_in(value: Any) -> list[float]:
    if isinstance(value, float):
        return [value]
    if is_dataclass(value):
        return [f for each in fields(value) for f in floats_in(getattr(value, each.name))]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [f for each in value for f in floats_in(each)]
    return []


@FEW
@given(films())
def test_a_timeline_holds_no_float(film: Film) -> None:
    assert floats_in(timeline_of(*film)) == []


# --- by hand -----------------------------------------------------------------------------------


def test_a_film_worked_out_by_hand() -> None:
    """25 fps: 1920 samples a frame."""
    fade = Transition(kind="fade", length_seconds=0.5)  # 12.5 frames, to the even one: 12
    slides = [
        slide("a", chapter="Un", transition=fade, lead_seconds=0.4, hold_seconds=0.8),
        slide("b", transition=Transition(kind="wipe", length_seconds=1.0), length_seconds=4.0),
        slide("c", chapter="Deux", transition=fade, hold_seconds=0.2),
    ]
    voice = VoiceChoice(sentence_pause_seconds=0.35, paragraph_pause_seconds=0.8)
    spoken = [[said(SECOND), said(SECOND + 1), said(10, paragraph=1)], [], [said(1)]]
    timeline = timeline_of(board(slides, voice=voice), spoken)
    # Slide a has 10 frames of lead, 20 of hold, and between them 151,211 samples: 78.8 frames.
    assert [(s.start, s.end) for s in timeline.slides] == [(0, 109), (109, 209), (209, 215)]
    starts = [placed.start for placed in timeline.sentences]
    assert starts == [19_200, 84_000, 170_401, 209 * 1920]
    assert [(t.kind, t.start, t.end) for t in timeline.transitions] == [
        ("fade", 0, 12),
        ("wipe", 97, 122),
        ("fade", 206, 212),  # c has 6 frames: 3 in this one, 1 alone, 2 in the last
        ("fade", 213, 215),
    ]
    assert [(c.title, c.start, c.end, c.slide) for c in timeline.chapters] == [
        ("Un", 0, 209, 0),
        ("Deux", 209, 215, 2),
    ]


@pytest.mark.parametrize(("seconds", "fits"), [(2.36, False), (2.4, True), (10.0, True)])
def test_a_length_that_cuts_the_narration_short_is_a_mistake_at_its_line(
    seconds: float, fits: bool
) -> None:
    asked = board([slide("court", lead_seconds=0.4, hold_seconds=5.0, length_seconds=seconds)])
    spoken = [[said(2 * SECOND)]]
    if fits:
        assert timeline_of(asked, spoken).length == round(seconds * 25)
        return
    with pytest.raises(StoryboardError, match=r"film\.yaml:7:13: length is 2\.4 s") as caught:
        timeline_of(asked, spoken)
    (problem,) = caught.value.problems
    assert problem.slide == "court"
    assert "leave 'length' out" in problem.remedy
    assert problem.code == "length-too-short"


def test_every_length_that_is_too_short_is_told_at_once() -> None:
    slides = [slide(name, length_seconds=0.5) for name in ("a", "b", "c")]
    with pytest.raises(StoryboardError) as caught:
        timeline_of(board(slides), [[said()], [], [said()]])
    assert [problem.slide for problem in caught.value.problems] == ["a", "c"]


def test_one_sample_too_many_costs_one_more_frame() -> None:
    lengths = [
        timeline_of(board([slide()]), [[said(samples)]]).length for samples in (1920, 1921, 3840)
    ]
    assert lengths == [1, 2, 2]


def test_a_slide_of_one_frame_between_long_fades_is_still_seen() -> None:
    fade = Transition(kind="fade", length_seconds=2.0)
    slides = [
        slide(n, transition=fade, length_seconds=s) for n, s in (("a", 5), ("b", 0), ("c", 5))
    ]
    timeline = timeline_of(board(slides), [[], [], []])
    assert timeline.slides[1].length == 1
    assert timeline.slide_at(125) == 1


def test_slides_are_cut_every_five_seconds_from_their_beginning() -> None:
    for visual in (CARD, MOVING):
        laid = timeline_of(board([slide(visual=visual, length_seconds=24.44)]), [[]])
        assert [segment.length for segment in laid.segments] == [125] * 4 + [111]
        assert all(len(segment.stretches) == 1 for segment in laid.segments)


def test_a_slide_that_lasts_whole_parts_leaves_no_empty_one() -> None:
    laid = timeline_of(board([slide(length_seconds=10.0)]), [[]])
    stretches = [stretch for segment in laid.segments for stretch in segment.stretches]
    assert [(stretch.start, stretch.end) for stretch in stretches] == [(0, 125), (125, 250)]


def test_what_is_too_short_stays_with_its_neighbour() -> None:
    fade = Transition(kind="fade", length_seconds=0.2)
    laid = timeline_of(board([slide("a", transition=fade, length_seconds=4.0)] * 2), [[], []])
    assert sum(s.length for s in laid.segments) == 200
    assert all(segment.length >= 12 for segment in laid.segments)


def test_no_frame_lies_beyond_the_film() -> None:
    laid = timeline_of(board([slide(length_seconds=2.0)]), [[]])
    with pytest.raises(IndexError, match="frame 50 is outside"):
        laid.slide_at(50)


def test_spans_that_do_not_touch_are_refused() -> None:
    laid = timeline_of(
        board([slide("a", length_seconds=2.0), slide("b", length_seconds=2.0)]), [[], []]
    )
    broken: tuple[SlideSpan, ...] = (laid.slides[0], replace(laid.slides[1], start=51))
    with pytest.raises(ValueError, match="must touch"):
        replace(laid, slides=broken)
    with pytest.raises(ValueError, match="must touch"):
        Timeline(
            timebase=Timebase(), slides=(), transitions=(), sentences=(), chapters=(), segments=()
        )


def test_a_film_of_ten_thousand_slides_is_laid_out() -> None:
    slides = [slide(f"s{n}") for n in range(10_000)]
    laid = timeline_of(board(slides, film=FilmSettings(fps=25)), [[said()]] * 10_000)
    assert laid.length == 250_000
    assert len(laid.segments) == 10_000


def test_who_draws_from_a_timeline_loads_nothing_that_speaks() -> None:
    """A worker that draws, and the keys of what it draws, have no use for voices."""
    code = (
        "import sys, renderer.clips.segment_keys, renderer.subtitles.cues;"
        "print([m for m in sys.modules if m.startswith(('renderer.narration', 'renderer.voices'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_to_cut_gives_nothing() -> None:
    assert cut_into_segments([], fps=25) == ()


def test_shots_that_run_on_share_a_segment_as_long_as_a_key_frame_lasts() -> None:
    ends = [0, 50, 65, 90, 105, 200, 215, 240]
    card = [
        Stretch(
            start=a, end=b, slides=(1,) * (1 + n % 2), transition="fade" * (n % 2), runs_on=True
        )
        for n, (a, b) in enumerate(pairwise(ends))
    ]
    after = Stretch(start=240, end=260, slides=(1, 2), transition="fade")
    segments = cut_into_segments([*card, after], fps=25)
    assert [(each.start, each.end) for each in segments] == [
        (0, 105),
        (105, 215),
        (215, 240),
        (240, 260),
    ]
    apart = [replace(each, runs_on=False) for each in card]
    assert len(cut_into_segments([*apart, after], fps=25)) == 8
