"""Painters: what is where in each frame."""

import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.clips.drawing import Darkroom
from renderer.clips.painter import OverlaidPainter, Painter, StillPainter, TimedOverlay
from renderer.clips.painter_factory import painter_for
from renderer.clips.photograph_painter import MovingPainter
from renderer.clips.segment_keys import SegmentRun
from renderer.clips.segment_painter import segment_painter
from renderer.clips.slide_parameters import Look
from renderer.clips.transition import TransitionPainter, TransitionSide
from renderer.errors import PictureError
from renderer.files.digest import file_digest
from renderer.frames.pixels import Overlay, Planes, Size
from renderer.frames.yuv import empty_planes, prepare_overlay, to_planes
from renderer.photographs.view_motion import progress, showing, view_at
from renderer.photographs.views import View, placed
from renderer.storyboard.board import (
    Callout,
    Card,
    CreditsPage,
    Image,
    Motion,
    TransitionKind,
    Visual,
)
from renderer.storyboard.map_data import MapView, OperationsMap
from renderer.timeline.moment_frames import Beats
from tests.clips.looks import SIZE, flat, look, noise, painted, pixels

FULL_HD = Size(1920, 1080)


def same(a: Planes, b: Planes) -> bool:
    return bool((pixels(a) == pixels(b)).all())


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A painter whose every frame tells its number."""

    length: int = 200
    base: int = 20
    asked: list[int] = field(default_factory=list)

    def state(self, frame: int) -> int:
        return frame

    def paint(self, frame: int, into: Planes) -> None:
        self.asked.append(frame)
        into.y[:], into.u[:], into.v[:] = self.base + frame, 128, 128


# --- stills and overlays -----------------------------------------------------------------------


def test_a_still_has_one_state_and_one_picture() -> None:
    planes = noise()
    painter = StillPainter(planes=planes, length=40)
    assert len({painter.state(frame) for frame in range(40)}) == 1
    assert same(painted(painter, 39), planes)


def test_overlays_are_seen_from_their_frame_on_and_only_then_change_the_state() -> None:
    white = np.full((4, 4, 4), 255, np.uint8)
    timed = [
        TimedOverlay(overlay=prepare_overlay(Overlay(left=2, top=2, rgba=white)), start=0),
        TimedOverlay(overlay=prepare_overlay(Overlay(left=20, top=2, rgba=white)), start=10),
    ]
    under = StillPainter(planes=flat(50), length=30)
    painter = OverlaidPainter(under=under, overlays=timed)
    assert painter.length == 30
    for frame in (0, 9, 10, 29):
        seen = painted(painter, frame)
        assert seen.y[3, 3] == 235
        assert seen.y[3, 21] == (235 if frame >= 10 else 50)
    states = [painter.state(frame) for frame in range(30)]
    assert len(set(states[:10])) == len(set(states[10:])) == 1
    assert states[9] != states[10]
    assert under.planes.y[3, 3] == 50, "the still itself is drawn on"


# --- motion ------------------------------------------------------------------------------------


def dot_planes(size: Size, at: tuple[float, float]) -> Planes:
    """A soft bright dot on grey, centred at *at* (continuous coordinates)."""
    planes = flat(64, size)
    x, y = np.meshgrid(np.arange(size.width) + 0.5, np.arange(size.height) + 0.5)
    dot = np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2 * 4.0**2))
    planes.y[:] = np.rint(64 + 160 * dot)
    return planes


def centroid(plane: Any, near: tuple[float, float]) -> tuple[float, float]:
    left, top = int(near[0]) - 20, int(near[1]) - 20
    weight = plane[top : top + 41, left : left + 41].astype(float) - 64
    x, y = np.meshgrid(np.arange(left, left + 41) + 0.5, np.arange(top, top + 41) + 0.5)
    total = weight.sum()
    return float((weight * x).sum() / total), float((weight * y).sum() / total)


WIDE = View(x=0, y=0, width=2160, height=1215)


def window(x: float, y: float, width: float = 1920) -> View:
    return View(x=x, y=y, width=width, height=width * 9 / 16)


MOTIONS = {
    "zoom in": (WIDE, window(100, 60, 1960)),
    "zoom out": (window(90, 50), WIDE),
    "pan": (window(0, 40), window(170, 40)),
    "pan upright": (window(40, 0), window(40, 97)),
}


@pytest.mark.parametrize("motion", MOTIONS)
def test_a_feature_stays_within_a_twentieth_of_a_pixel_of_its_path(motion: str) -> None:
    start, end = MOTIONS[motion]
    at = (1400.3, 700.8)
    length = 250
    painter = MovingPainter(
        source=dot_planes(Size(2160, 1216), at), size=FULL_HD, start=start, end=end, length=length
    )
    into = empty_planes(FULL_HD)
    off = []
    for frame in [*range(0, 30, 3), *range(60, 250, 9)]:
        view = view_at(start, end, progress(frame, length))
        ideal = (
            (at[0] - view.x) / view.width * FULL_HD.width,
            (at[1] - view.y) / view.height * FULL_HD.height,
        )
        painter.paint(frame, into)
        seen = centroid(into.y, ideal)
        off.append((seen[0] - ideal[0]) ** 2 + (seen[1] - ideal[1]) ** 2)
    assert math.sqrt(sum(off) / len(off)) <= 0.05


@pytest.mark.parametrize("motion", MOTIONS)
def test_colour_moves_with_its_luma(motion: str) -> None:
    start, end = MOTIONS[motion]
    source = dot_planes(Size(2160, 1216), (1400.3, 700.8))
    coloured = empty_planes(Size(2160, 1216))
    # The same dot in chroma, at chroma's own sites: 0.25 of its pixels left of the luma's.
    x, y = np.meshgrid(2 * np.arange(1080) + 0.5, 2 * np.arange(608) + 1.0)
    dot = np.exp(-((x - 1400.3) ** 2 + (y - 700.8) ** 2) / (2 * 8.0**2))
    coloured.y[:] = source.y
    coloured.u[:] = coloured.v[:] = np.rint(64 + 160 * dot)
    painter = MovingPainter(source=coloured, size=FULL_HD, start=start, end=end, length=100)
    into = empty_planes(FULL_HD)
    for frame in (0, 50, 99):
        painter.paint(frame, into)
        view = view_at(start, end, progress(frame, 100))
        ideal = (
            (1400.3 - view.x) / view.width * FULL_HD.width,
            (700.8 - view.y) / view.height * FULL_HD.height,
        )
        # In chroma's own continuous coordinates, sample c lies at luma 2c + 0.5, 2r + 1.
        for plane in (into.u, into.v):
            across, down = centroid(plane, (ideal[0] / 2, ideal[1] / 2))
            assert 2 * (across - 0.5) + 0.5 == pytest.approx(ideal[0], abs=0.1)
            assert 2 * (down - 0.5) + 1.0 == pytest.approx(ideal[1], abs=0.1)


def test_a_motion_begins_and_ends_with_its_views_and_never_jumps() -> None:
    start, end = MOTIONS["pan"]
    painter = MovingPainter(
        source=noise(Size(2160, 1216)), size=FULL_HD, start=start, end=end, length=60
    )
    states = [painter.state(frame) for frame in range(60)]
    assert states[0] == start
    assert isinstance(states[-1], View)
    assert states[-1].x == pytest.approx(end.x)
    assert len(set(states)) == 60


# --- photographs -------------------------------------------------------------------------------


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    path.write_bytes(b"not decoded here: the darkroom is handed in")
    return path


def photographed(
    picture: Path, rgb: Any, visual: dict[str, Any], shrink: bool = False, **fields: Any
) -> tuple[Painter, list[str]]:
    said: list[str] = []
    source = Size(rgb.shape[1], rgb.shape[0])

    def decode(_: Any, wanted: Size, _paper: Any) -> Any:
        assert wanted.width <= source.width
        if not shrink:
            return rgb
        import cv2

        return cv2.resize(rgb, tuple(wanted), interpolation=cv2.INTER_AREA)

    darkroom = Darkroom(decode=decode, probe=lambda *_: source, warn=said.append)
    image = Image(file=picture, name="photo.png", **visual)
    seen = look(visual=image, digests=(file_digest(picture),), **fields)
    return painter_for(seen, darkroom), said


@settings(max_examples=25, deadline=None)
@given(
    width=st.integers(80, 400),
    height=st.integers(80, 400),
    seed=st.text(max_size=3),
    length=st.integers(1, 400),
    frame_size=st.sampled_from([Size(64, 36), Size(36, 64), Size(64, 64)]),
    focus=st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_no_edge_of_a_covering_photograph_ever_shows(
    tmp_path_factory: pytest.TempPathFactory,
    width: int,
    height: int,
    seed: str,
    length: int,
    frame_size: Size,
    focus: tuple[float, float] | None,
) -> None:
    """What lies outside the picture would show where a view leaves it: none does."""
    image = Image(file=Path("/x"), name="x", focus=focus, fit="cover")
    way = showing(Size(width, height), frame_size, image, seed=seed, length=length, fps=25)
    start, end = way.start, way.end
    # White around a black picture: what would show is bright.
    margin = 16
    rgb = np.full((height + 2 * margin, width + 2 * margin, 3), 255, np.uint8)
    rgb[margin:-margin, margin:-margin] = 0
    around = Size(frame_size.width, frame_size.height)
    moved = [
        View(x=v.x + margin, y=v.y + margin, width=v.width, height=v.height) for v in (start, end)
    ]
    painter = MovingPainter(
        source=to_planes(rgb), size=around, start=moved[0], end=moved[1], length=length
    )
    for frame in {0, length // 3, length // 2, length - 1}:
        seen = painted(painter, frame, around)
        # A centre just inside a side mixes at most half of what is outside into its pixel when
        # the picture is enlarged; it never shows a whole pixel of it, nor in the second row.
        assert seen.y[1:-1, 1:-1].max() <= 16 + 220 * max(0.0, 1 - start.width / around.width)
        assert seen.y.max() <= 16 + 0.51 * 219


@pytest.mark.parametrize("fit", ["contain", "blur"])
def test_a_whole_picture_stands_on_its_surround_to_the_frames_edge(picture: Path, fit: str) -> None:
    rgb = np.zeros((300, 100, 3), np.uint8)
    rgb[:] = (255, 0, 0)
    painter, _ = photographed(picture, rgb, {"fit": fit}, size=Size(160, 90), length=50)
    for frame in (0, 25, 49):
        seen = painted(painter, frame, Size(160, 90))
        assert seen.v[22, 40] == 240, "the picture is in the middle"
        if fit == "contain":
            assert (seen.v[:, [0, -1]] <= 135).all(), "the theme's paper on both sides"
        else:
            assert (seen.v[:, [0, -1]] > 140).all()
            assert (seen.v[:, [0, -1]] < 230).all()


def test_a_picture_decoded_smaller_is_shown_at_the_same_place(picture: Path) -> None:
    rgb = np.zeros((900, 1600, 3), np.uint8)
    rgb[300:420, 800:960] = 255
    visual = {"motion": Motion(kind="given", start=(0, 0, 1, 1), end=(0.25, 0.25, 0.5, 0.5))}
    whole, _ = photographed(picture, rgb, visual, size=Size(160, 90))
    small, _ = photographed(picture, rgb, visual, shrink=True, size=Size(160, 90))
    for frame in (0, 30, 59):
        one, two = (painted(p, frame, Size(160, 90)).y.astype(float) for p in (whole, small))
        across = np.arange(160)
        places = [(each - 16).sum(axis=0) @ across / (each - 16).sum() for each in (one, two)]
        assert places[0] == pytest.approx(places[1], abs=0.35)


def test_a_picture_without_motion_is_painted_once_and_has_one_state(picture: Path) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (90, 160, 3), dtype=np.uint8)
    painter, _ = photographed(picture, rgb, {"motion": Motion(kind="none")})
    assert isinstance(painter, StillPainter)
    moving, _ = photographed(picture, rgb, {})
    assert len({moving.state(frame) for frame in range(60)}) == 60


def test_a_credit_and_the_drafts_mark_are_drawn_over_the_picture(picture: Path) -> None:
    rgb = np.full((360, 640, 3), 128, np.uint8)
    size = Size(640, 360)
    still = {"motion": Motion(kind="none")}
    bare = painted(photographed(picture, rgb, still, size=size)[0], 0, size)
    for field_ in ({"credit": "© ECPAD"}, {"draft": True}):
        drawn = painted(photographed(picture, rgb, still, size=size, **field_)[0], 0, size)
        assert not same(drawn, bare), field_


def test_a_draft_in_french_says_so_in_french(picture: Path) -> None:
    rgb = np.full((360, 640, 3), 128, np.uint8)
    size = Size(640, 360)
    french, english = (
        painted(photographed(picture, rgb, {}, size=size, draft=True, language=tag)[0], 0, size)
        for tag in ("fr", "en")
    )
    assert not same(french, english)


CIRCLE = Callout(kind="circle", at=(0.7, 0.5), size=(0.1, 0.1), sentence=2)


def test_a_picture_keeps_still_under_its_call_outs(picture: Path) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (900, 1600, 3), dtype=np.uint8)
    size = Size(320, 180)
    painter, _ = photographed(
        picture,
        rgb,
        {"callouts": (CIRCLE,), "motion": Motion()},
        size=size,
        beats=Beats(sentences=(10, 30)),
        length=60,
    )
    frames = [painted(painter, frame, size) for frame in (0, 29, 30, 59)]
    assert same(frames[0], frames[1])
    assert not same(frames[1], frames[2]), "the call-out appears at its sentence"
    assert same(frames[2], frames[3])
    changed = np.argwhere(frames[1].y != frames[2].y)
    assert abs(changed[:, 1].mean() - 0.7 * 320) < 4
    assert abs(changed[:, 0].mean() - 0.5 * 180) < 4
    assert len({painter.state(frame) for frame in range(60)}) == 2


@pytest.mark.parametrize("text", ["", "Le fort"])
def test_marks_move_with_the_picture_under_them(picture: Path, text: str) -> None:
    """Both by the same parts of a pixel: a dot under a circle stays in its middle."""
    rgb = np.zeros((900, 1600, 3), np.uint8)  # on black, what is drawn adds light and takes none
    size = Size(320, 180)
    motion = Motion(kind="given", start=(0, 0, 1, 1), end=(0.4, 0.3, 0.5, 0.5))
    given = {"callouts": (replace(CIRCLE, sentence=1, text=text),), "motion": motion}
    marked, _ = photographed(picture, rgb, given, size=size, length=78)
    bare, _ = photographed(picture, rgb, {"motion": motion}, size=size, length=78)
    middles = []
    for frame in range(78):
        ink = painted(marked, frame, size).y.astype(float) - painted(bare, frame, size).y
        rows, columns = (np.arange(n) + 0.5 for n in ink.shape)
        middles.append((ink.sum(axis=0) @ columns / ink.sum(), ink.sum(axis=1) @ rows / ink.sum()))
    first, last = View(x=0, y=0, width=1600, height=900), View(x=640, y=270, width=800, height=450)
    views = [view_at(first, last, progress(frame, 78)) for frame in range(78)]
    wanted = [placed(view, Size(1600, 900), size, (0.7, 0.5)) for view in views]
    away = np.array(middles) - np.array(wanted)
    if not text:
        assert np.sqrt((away**2).mean()) < 0.05
    assert np.abs(np.diff(away, axis=0, n=2)).max() < 0.3, "nothing trembles"
    assert len({marked.state(frame) for frame in range(78)}) == 78


def test_a_picture_that_changed_meanwhile_is_refused(picture: Path) -> None:
    darkroom = Darkroom(decode=lambda *_: None, probe=lambda *_: SIZE)  # type: ignore[arg-type]  # never asked
    seen = look(visual=Image(file=picture, name="photo.png"), digests=("0" * 64,))
    with pytest.raises(
        PictureError, match=r"photo\.png changed while the film was being made"
    ) as refused:
        painter_for(seen, darkroom)
    assert refused.value.code == "file-changed"


def test_a_small_scan_is_told(picture: Path) -> None:
    rgb = np.zeros((90, 160, 3), np.uint8)
    _, said = photographed(picture, rgb, {}, size=Size(640, 360))
    assert len(said) == 1
    assert "photo.png is 160 × 90 pixels" in said[0]


# --- transitions -------------------------------------------------------------------------------


def giving_way(kind: TransitionKind, length: int, **sides: Painter | None) -> TransitionPainter:
    before = sides.get("before", StillPainter(planes=flat(40), length=99))
    after = sides.get("after", StillPainter(planes=flat(200, chroma=180), length=99))
    return TransitionPainter(
        kind=kind,
        before=TransitionSide(painter=before),
        after=TransitionSide(painter=after),
        length=length,
        size=SIZE,
    )


@pytest.mark.parametrize("length", [1, 2, 13, 50])
def test_a_fade_goes_from_one_to_the_other_in_equal_steps(length: int) -> None:
    levels = [int(painted(giving_way("fade", length), n).y[0, 0]) for n in range(length)]
    steps = np.diff([40, *levels, 200])
    assert (steps > 0).all()
    assert steps.max() - steps.min() <= 1


def test_what_comes_with_a_word_is_half_there_within_a_few_frames_and_settles_gently() -> None:
    said = replace(giving_way("fade", 15), said=True)
    levels = [int(painted(said, n).y[0, 0]) for n in range(15)]
    assert levels[0] > 40 + 160 / 7
    assert levels[3] > 40 + 160 / 2
    assert (np.diff([40, *levels, 200]) >= 0).all()
    assert levels[-1] >= 198


@pytest.mark.parametrize("length", [2, 13, 50])
def test_a_fade_through_black_darkens_then_lightens(length: int) -> None:
    frames = [painted(giving_way("black", length), n) for n in range(length)]
    levels = [int(frame.y[0, 0]) for frame in frames]
    darkest = levels.index(min(levels))
    assert levels[darkest] <= 16 + 2 * 184 / (length + 1)
    assert (np.diff([40, *levels[: darkest + 1]]) <= 0).all()
    assert (np.diff([*levels[darkest:], 200]) >= 0).all()
    assert all(frame.u[0, 0] == 128 for frame in frames[:darkest])
    assert abs(levels[0] - 40) <= 2 * 24 / (length + 1) + 1


@pytest.mark.parametrize("length", [2, 13, 50])
def test_by_way_of_paper_neither_side_is_ever_seen_through_the_other(length: int) -> None:
    """The one side is brighter than the paper, the other darker."""
    both = {
        "before": StillPainter(planes=flat(200), length=99),
        "after": StillPainter(planes=flat(40), length=99),
    }
    fade = replace(giving_way("fade", length, **both), paper=flat(120))
    levels = [round(painted(fade, n).y.mean()) for n in range(length)]
    turned = [level > 120 for level in levels]
    assert turned == sorted(turned, reverse=True)
    assert (np.diff([200, *levels, 40]) < 0).all()
    assert min(abs(level - 120) for level in levels) <= 80 * 2 / (length + 1)


@pytest.mark.parametrize("length", [2, 13, 50])
def test_a_wipe_uncovers_the_new_picture_from_left_to_right(length: int) -> None:
    shares = []
    for number in range(length):
        frame = painted(giving_way("wipe", length), number)
        row = frame.y.mean(axis=0)
        assert (np.diff(row) <= 1).all(), "new on the left, old on the right"
        assert np.abs(frame.y - row).max() <= 2, "but for the noise, each row alike"
        shares.append(((row - 40) / 160).mean())
        chroma = ((frame.u[0].astype(int) - 128) / 52).mean()
        assert chroma == pytest.approx(shares[-1], abs=0.03)
    assert (np.diff([0, *shares, 1]) > 0).all()
    assert shares[0] <= 1.1 / (length + 1)
    assert shares[-1] >= 1 - 1.1 / (length + 1)


@pytest.mark.parametrize("kind", ["fade", "black", "wipe"])
def test_a_transition_writes_every_pixel_and_reads_its_sides_at_the_right_frames(
    kind: TransitionKind,
) -> None:
    leaving, arriving = Counting(), Counting(base=100)
    painter = TransitionPainter(
        kind=kind,
        before=TransitionSide(painter=leaving, offset=70),
        after=TransitionSide(painter=arriving, offset=0),
        length=9,
        size=SIZE,
    )
    for frame in range(9):
        seen = painted(painter, frame)
        assert seen.y.max() < 255
        assert seen.u.max() < 255
    assert leaving.asked == list(range(70, 79))[: len(leaving.asked)]
    assert set(arriving.asked) <= set(range(9))
    assert len({painter.state(frame) for frame in range(9)}) == 9


def test_black_at_the_ends_is_video_black() -> None:
    opening = giving_way("fade", 4, before=None)
    # Of the whole frame: each pixel has its noise.
    assert [round(painted(opening, n).y.mean()) for n in range(4)] == [53, 90, 126, 163]
    closing = giving_way("fade", 4, after=None)
    assert [int(painted(closing, n).u[0, 0]) for n in range(4)] == [128] * 4
    assert [round(painted(closing, n).y.mean()) for n in range(4)] == [35, 30, 26, 21]


# --- segments ----------------------------------------------------------------------------------


def test_a_segment_paints_its_runs_one_after_the_other() -> None:
    one, two = Counting(), Counting(base=120)
    looks: dict[str, Painter] = {"a": one, "b": two}
    picture = Image(file=Path("/x"), name="x")
    seen_a, seen_b = look(slide="a", visual=picture), look(slide="b", visual=picture)

    def painter_of(seen: Look) -> Painter:
        return looks[seen.slide]

    def run(length: int, *sides: tuple[Look | None, int], transition: str = "") -> SegmentRun:
        return SegmentRun(
            looks=tuple(side[0] for side in sides),
            keys=tuple(side[0].slide if side[0] else "" for side in sides),
            firsts=tuple(side[1] for side in sides),
            length=length,
            transition=transition,
        )

    painter = segment_painter(
        [
            run(5, (seen_a, 30)),
            run(3, (seen_a, 35), (seen_b, 0), transition="fade"),
            run(6, (seen_b, 3)),
        ],
        SIZE,
        painter_of,
    )
    levels = [int(painted(painter, frame).y[0, 0]) for frame in range(14)]
    assert levels[:5] == [50, 51, 52, 53, 54]
    assert levels[8:] == [123, 124, 125, 126, 127, 128]
    assert levels[4] < levels[5] < levels[6] < levels[7] < levels[8]
    assert one.asked == [*range(30, 38)]
    assert two.asked == [*range(9)]
    assert len({painter.state(frame) for frame in range(14)}) == 14


PHOTO = Image(file=Path("/x"), name="x")
MAP = OperationsMap(view=MapView(west=-2, east=-1, south=49, north=50))
CARD = Card(title="Cherbourg")


@pytest.mark.parametrize(
    ("before", "after", "dips"),
    [
        (CARD, MAP, True),
        (MAP, CARD, True),
        (CARD, CreditsPage(lines=()), True),
        (CARD, PHOTO, False),
        (PHOTO, MAP, False),
        (MAP, MAP, False),
    ],
)
def test_words_do_not_dissolve_through_words_where_there_is_paper(
    before: Visual, after: Visual, dips: bool
) -> None:
    """Both sides are brighter than the paper, and alike."""
    sides = tuple(look(slide=n, visual=one) for n, one in (("a", before), ("b", after)))
    run = SegmentRun(looks=sides, keys=("a", "b"), firsts=(0, 0), length=9, transition="fade")
    still = StillPainter(planes=flat(180), length=9)
    painter = segment_painter([run], SIZE, lambda _: still)
    darkest = min(painted(painter, n).y.mean() for n in range(9))
    assert (darkest < 90) == dips
    assert dips or darkest > 178


def test_the_lines_of_a_card_do_not_dip_as_they_come() -> None:
    sides = tuple(look(slide="a", shot=n, visual=CARD) for n in ("1", "2"))
    run = SegmentRun(looks=sides, keys=("1", "2"), firsts=(0, 0), length=9, transition="fade")
    still = StillPainter(planes=flat(180), length=9)
    painter = segment_painter([run], SIZE, lambda _: still)
    assert min(painted(painter, n).y.mean() for n in range(9)) > 178


def test_two_stills_in_one_segment_have_two_states() -> None:
    stills = {n: StillPainter(planes=flat(level), length=20) for n, level in (("a", 40), ("b", 90))}

    def painter_of(seen: Look) -> Painter:
        return stills[seen.slide]

    runs = [
        SegmentRun(looks=(look(slide=n),), keys=(n,), firsts=(0,), length=7) for n in ("a", "b")
    ]
    painter = segment_painter(runs, SIZE, painter_of)
    states = [painter.state(frame) for frame in range(14)]
    assert len(set(states[:7])) == len(set(states[7:])) == 1
    assert states[6] != states[7]
    assert [int(painted(painter, n).y[0, 0]) for n in (0, 6, 7, 13)] == [40, 40, 90, 90]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 59), min_size=1, max_size=12))
def test_frames_are_alike_in_any_order(order: list[int]) -> None:
    start, end = View(x=0, y=0, width=90, height=50.6), View(x=5, y=4, width=80, height=45)
    painter = MovingPainter(source=noise(Size(100, 60)), size=SIZE, start=start, end=end, length=60)
    once = {frame: pixels(painted(painter, frame)) for frame in sorted(set(order))}
    for frame in order:
        assert (pixels(painted(painter, frame)) == once[frame]).all()
