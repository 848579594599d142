"""Captions come when the picture has arrived, leave when they are read, and never meet."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.clips.captions import CaptionSpan, caption_spans, shown_captions
from renderer.clips.overlay_painter import drawn_overlay
from renderer.clips.segment_keys import tasks_of
from renderer.frames.pixels import Size
from renderer.frames.yuv import blend_overlay
from renderer.storyboard.board import CaptionStay, Transition
from renderer.themes.file import load_theme
from renderer.themes.margins import caption_bottom
from renderer.timeline import Timeline
from tests.clips.looks import flat, look
from tests.timeline.boards import CUT, RESTING, board, slide, timeline_of

FADE = Transition(kind="fade", length_seconds=0.8)
STAYS = st.none() | st.just("always") | st.floats(1, 20)


def film_of(seconds: list[float], transition: Transition = FADE) -> Timeline:
    slides = [
        slide(f"s{n}", visual=RESTING, length_seconds=each, transition=transition)
        for n, each in enumerate(seconds)
    ]
    return timeline_of(board(slides), [[] for _ in slides])


def spans_of(
    timeline: Timeline, stay: CaptionStay = None, caption: str = "Utah Beach"
) -> tuple[CaptionSpan, ...]:
    looks = [look(slide=span.id, caption=caption) for span in timeline.slides]
    return caption_spans(looks, timeline, {span.id: stay for span in timeline.slides})


def test_it_comes_after_the_dissolve_and_leaves_when_it_is_read() -> None:
    first, second = spans_of(film_of([10, 10]))
    # The dissolve is over at frame 260; five frames later it comes, and five seconds later it goes.
    assert (second.start, second.end, second.fade) == (265, 390, 6)
    assert (first.start, first.end) == (25, 150)


def test_a_long_caption_stays_longer_and_one_that_asks_for_it_always() -> None:
    timeline = film_of([20, 20])
    assert spans_of(timeline, caption="x" * 120)[0].end == 25 + 250
    assert spans_of(timeline, stay=8.0)[0].end == 25 + 200
    assert spans_of(timeline, stay="always")[0].end == 490  # where the next dissolve begins


def test_a_short_slide_has_its_caption_with_the_picture() -> None:
    (one,) = spans_of(film_of([1.0], CUT))
    assert (one.start, one.end) == (0, 25)


@given(st.lists(st.floats(0.1, 12), min_size=1, max_size=5), STAYS, st.sampled_from([FADE, CUT]))
def test_no_caption_is_seen_in_a_transition(
    seconds: list[float], stay: CaptionStay, transition: Transition
) -> None:
    timeline = film_of(seconds, transition)
    spans = spans_of(timeline, stay)
    assert [span.slide for span in spans] == list(range(len(seconds)))
    for span in spans:
        assert span.start < span.end
        assert span.end - span.start > 2 * span.fade
        assert all(t.end <= span.start or span.end <= t.start for t in timeline.transitions)
    looks = [look(slide=one.id, caption="Utah Beach") for one in timeline.slides]
    shown = shown_captions(looks, spans)
    assert all(a.end <= b.start for a, b in pairwise(shown))
    assert sum(each.end - each.start for each in shown) == sum(s.end - s.start for s in spans)


def test_its_fades_are_short_and_alike() -> None:
    (span,) = spans_of(film_of([10], CUT))
    percents = [one.look.percent for one in shown_captions([look(caption="Un")], [span])]
    assert percents == [14, 29, 43, 57, 71, 86, 100, 86, 71, 57, 43, 29, 14]


def test_a_still_slide_is_drawn_once_with_its_caption_and_once_without() -> None:
    timeline = film_of([30], CUT)
    looks = [look(slide="s0", visual=RESTING, digests=("0",), caption="Utah Beach")]
    tasks = tasks_of(timeline, looks, (), shown_captions(looks, spans_of(timeline)))
    recipes = [str(task.recipe()) for task in tasks]
    assert len(tasks) == 6
    # Coming and standing, leaving, and without it for the rest of the slide; the last are alike.
    assert len(set(recipes)) == 3


def test_a_fade_is_between_nothing_and_the_whole_caption() -> None:
    size = Size(640, 360)
    one = look(size=size, caption="Utah Beach", style_digest=load_theme("sobre").digest)
    (span,) = spans_of(film_of([10], CUT))
    shown = shown_captions([one], [span])
    levels = []
    for each in (shown[0], shown[3], shown[6]):
        planes = flat(200, size)
        blend_overlay(planes, drawn_overlay(each.look))
        levels.append(float(planes.y.mean()))
    assert 200 > levels[0] > levels[1] > levels[2]


@pytest.mark.parametrize(("size", "least"), [(Size(1920, 1080), 120), (Size(1280, 720), 80)])
def test_it_stands_over_a_browsers_controls(size: Size, least: int) -> None:
    assert caption_bottom(size) >= least
    tall: Any = Size(size.height, size.width)
    assert caption_bottom(tall) >= caption_bottom(size)


def test_a_caption_of_no_words_is_none() -> None:
    timeline = film_of([3])
    assert caption_spans([replace(look(slide="s0"), caption="")], timeline, {}) == ()
