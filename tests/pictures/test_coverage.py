"""How much of a picture is ever seen, and whether its focus and its marks are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.frames.pixels import Size
from renderer.photographs.view_motion import progress, showing, view_at
from renderer.photographs.views import View, rest_view
from renderer.pictures.coverage import focus_share, kept_in, seen_share
from renderer.storyboard.board import Callout, Fit, Image, Motion

FRAMES = [Size(1920, 1080), Size(1080, 1920), Size(1080, 1080)]


def counted(source: Size, start: View, end: View, frames: int = 60) -> float:
    """The share of the source's pixels that lie within one of the views that are drawn."""
    seen = np.zeros((source.height, source.width), bool)
    for frame in range(frames):
        view = view_at(start, end, progress(frame, frames))
        top, left = max(0, round(view.y)), max(0, round(view.x))
        seen[top : round(view.y + view.height), left : round(view.x + view.width)] = True
    return float(seen.mean())


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(200, 500),
    height=st.integers(200, 500),
    frame=st.sampled_from(FRAMES),
    fit=st.sampled_from(["cover", "contain", "blur"]),
    seed=st.text(max_size=3),
    rects=st.none()
    | st.tuples(*(st.tuples(*(st.floats(0, 0.5), st.floats(0, 0.5)) * 2) for _ in range(2))),
)
def test_what_is_seen_over_a_motion_is_the_union_of_its_views(
    width: int, height: int, frame: Size, fit: Fit, seed: str, rects: object
) -> None:
    motion = Motion()
    if isinstance(rects, tuple):
        motion = Motion(kind="given", start=rects[0], end=rects[1])
    image = Image(file=Path("/x"), name="x", fit=fit, motion=motion)
    source = Size(width, height)
    way = showing(source, frame, image, seed=seed, length=250, fps=25)
    start, end = way.start, way.end
    # The hull is a little more than the pixels counted: at slanting edges, and by rounding.
    assert seen_share(source, start, end) == pytest.approx(counted(source, start, end), abs=0.04)


@pytest.mark.parametrize(("frame", "share"), [(FRAMES[0], 27 / 64), (FRAMES[2], 0.75)])
def test_a_portrait_at_rest_shows_what_its_shape_has_of_the_frames(
    frame: Size, share: float
) -> None:
    source = Size(3000, 4000)
    view = rest_view(source, frame, "cover")
    assert seen_share(source, view, view) == pytest.approx(share)
    whole = rest_view(source, frame, "contain")
    assert seen_share(source, whole, whole) == pytest.approx(1)


def test_a_focus_is_seen_while_the_view_holds_it() -> None:
    source = Size(1600, 900)
    left, right = (View(x=x, y=0, width=800, height=450) for x in (0, 800))
    assert focus_share(source, left, right, (0.9, 0.9)) == 0
    assert focus_share(source, left, left, (0.25, 0.25)) == 1
    # Its right edge comes to 1,200 half-way, where the motion is symmetrical.
    assert focus_share(source, left, right, (0.75, 0.2)) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("callout", "expected"),
    [
        (Callout(kind="circle", at=(0.5, 0.5), size=(0.1, 0.1)), "whole"),
        (Callout(kind="circle", at=(0.5, 0.6), size=(0.1, 0.1)), "cut"),
        (Callout(kind="circle", at=(0.5, 0.05), size=(0.02, 0.02)), "outside"),
        (Callout(kind="rectangle", at=(0.1, 0.0), size=(0.2, 0.5)), "cut"),
        (Callout(kind="rectangle", at=(0.1, 0.0), size=(0.2, 0.1)), "outside"),
        (Callout(kind="arrow", at=(0.5, 0.5), start=(0.2, 0.4)), "whole"),
        (Callout(kind="arrow", at=(0.5, 0.5), start=(0.5, 0.05)), "cut"),
        (Callout(kind="arrow", at=(0.5, 0.9), start=(0.4, 0.8)), "outside"),
        (Callout(kind="label", at=(0.5, 0.5), text="ici"), "whole"),
        (Callout(kind="label", at=(0.5, 0.01), text="ici"), "outside"),
    ],
)
def test_marks_are_whole_cut_or_outside(callout: Callout, expected: str) -> None:
    source, frame = Size(3000, 4000), FRAMES[0]
    view = rest_view(source, frame, "cover")
    assert kept_in(callout, view, source, frame) == expected
    assert kept_in(callout, rest_view(source, frame, "blur"), source, frame) == "whole"
