"""Cues over segments: in the key of those they fall into, above whatever those show."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from renderer.clips.painter import Painter, StillPainter
from renderer.clips.segment_keys import SegmentRun, SegmentTask, segment_recipe, tasks_of
from renderer.clips.segment_painter import segment_painter
from renderer.clips.slide_parameters import Look
from renderer.clips.slide_setup import looks_of
from renderer.clips.subtitles import CueDress, CueLook, ShownCue, shown_cues, within
from renderer.frames.pixels import Planes, Size
from renderer.store.cache import key_of
from renderer.subtitles.cues import Cue
from renderer.subtitles.highlight import Lit
from renderer.themes.file import load_theme
from renderer.themes.margins import subtitle_rows
from tests.clips.looks import flat, look, painted, pixels
from tests.clips.test_segment_keys import DRESSING, five
from tests.timeline.boards import SECOND, board, said, timeline_of

SIZE = Size(512, 288)
DRESS = CueDress(
    size=SIZE, language="fr", style="sobre", style_digest=load_theme("sobre").subtitle_digest
)
ROWS = subtitle_rows(load_theme("sobre"), SIZE)


def cue(start: int, end: int, *lines: str) -> Cue:
    return Cue(start=start, end=end, lines=lines, slide_id="un", sentence=0, last_sentence=0)


def bitmap(*lines: str, lit: tuple[int, int] = (0, 0)) -> CueLook:
    return CueLook(lines=lines, lit=lit, dress=DRESS, slide="un")


def test_a_cue_is_seen_in_each_of_its_states_one_after_the_other() -> None:
    lit = (Lit(start=10, end=14, first=0, last=1), Lit(start=16, end=20, first=1, last=2))
    shown = shown_cues([cue(10, 25, "Une ville.")], [lit], DRESS)
    assert [(one.start, one.end, one.look.lit) for one in shown] == [
        (10, 14, (0, 1)),
        (14, 16, (0, 0)),
        (16, 20, (1, 2)),
        (20, 25, (0, 0)),
    ]


def test_a_segment_has_its_part_of_a_cue_in_its_own_frames() -> None:
    shown = shown_cues([cue(10, 30, "Un."), cue(30, 50, "Deux.")], [(), ()], DRESS)
    assert [(one.start, one.end) for one in within(shown, 20, 40)] == [(0, 10), (10, 20)]
    assert within(shown, 0, 10) == within(shown, 50, 60) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"start": 3},
        {"end": 8},
        {"look": bitmap("Autre")},
        {"look": bitmap("Une ville", lit=(1, 2))},
        {"look": bitmap("Une", "ville")},
        {"look": replace(bitmap("Une ville"), dress=replace(DRESS, style_digest="0" * 64))},
        {"look": replace(bitmap("Une ville"), dress=replace(DRESS, language="en"))},
        {"look": replace(bitmap("Une ville"), dress=replace(DRESS, size=Size(144, 256)))},
    ],
)
def test_whatever_can_change_a_pixel_of_a_cue_is_in_the_key(change: dict[str, object]) -> None:
    one = ShownCue(start=2, end=9, look=bitmap("Une ville"))
    assert segment_recipe([], [replace(one, **change)]) != segment_recipe([], [one])  # type: ignore[arg-type]


def test_where_themes_lie_and_who_says_it_is_not() -> None:
    one = ShownCue(start=2, end=9, look=bitmap("Une ville"))
    moved = replace(one.look, slide="deux", dress=replace(DRESS, themes=(Path("/t"),)))
    assert segment_recipe([], [replace(one, look=moved)]) == segment_recipe([], [one])


def tasks_with(*cues: Cue) -> list[SegmentTask]:
    storyboard = board(five())
    timeline = timeline_of(storyboard, [[said(4 * SECOND)] for _ in storyboard.slides])
    shown = shown_cues(cues, [()] * len(cues), DRESS)
    return list(tasks_of(timeline, looks_of(storyboard, timeline, DRESSING), shown))


def test_a_cue_is_in_the_keys_of_the_segments_it_falls_into_and_no_other() -> None:
    bare = tasks_with()
    second, third = bare[1].segment, bare[2].segment
    shown = tasks_with(cue(second.end - 5, second.end + 5, "Une ville."))
    differing = [
        number
        for number, (one, other) in enumerate(zip(bare, shown, strict=True))
        if key_of(one.recipe()) != key_of(other.recipe())
    ]
    assert differing == [1, 2]
    assert [(one.start, one.end) for one in shown[1].cues] == [(second.length - 5, second.length)]
    assert [(one.start, one.end) for one in shown[2].cues] == [(0, 5)]
    assert third.length > 5


def test_without_cues_a_segments_key_is_what_it_was() -> None:
    for task in tasks_with():
        assert task.recipe() == {"runs": [run.recipe() for run in task.runs]}


def test_a_task_with_cues_survives_a_journey() -> None:
    tasks = tasks_with(cue(3, 60, "Une ville."))
    assert pickle.loads(pickle.dumps(tasks)) == tasks


# --- painted -----------------------------------------------------------------------------------


def two_stills(*cues: ShownCue) -> Painter:
    stills = {
        name: StillPainter(planes=flat(level, SIZE), length=40)
        for name, level in (("a", 60), ("b", 120))
    }

    def painter_of(seen: Look) -> Painter:
        return stills[seen.slide]

    a, b = look(slide="a", size=SIZE), look(slide="b", size=SIZE)
    runs = [
        SegmentRun(looks=(a,), keys=("a",), firsts=(0,), length=10),
        SegmentRun(looks=(a, b), keys=("a", "b"), firsts=(0, 0), length=10, transition="fade"),
        SegmentRun(looks=(b,), keys=("b",), firsts=(0,), length=10),
    ]
    painter: Painter = segment_painter(runs, SIZE, painter_of, cues=cues)  # type: ignore[assignment]
    return painter


def lettered(planes: Planes) -> bool:
    """Whether there are letters, brighter than either still, in the rows of subtitles."""
    return bool((planes.y[ROWS.top : ROWS.bottom] > 200).any())


def test_a_cue_is_drawn_in_its_frames_above_slides_and_transition_alike() -> None:
    shown = ShownCue(start=5, end=15, look=bitmap("Une ville"))
    bare, under = two_stills(), two_stills(shown)
    for frame in range(30):
        plain, drawn = painted(bare, frame, SIZE), painted(under, frame, SIZE)
        assert lettered(drawn) == (5 <= frame < 15)
        if not 5 <= frame < 15:
            assert (pixels(plain) == pixels(drawn)).all()
        outside = np.r_[0 : ROWS.top // 2 * 2, ROWS.bottom + 1 : SIZE.height]
        assert (plain.y[outside] == drawn.y[outside]).all()


def test_letters_keep_their_strength_through_a_transition() -> None:
    shown = ShownCue(start=0, end=30, look=bitmap("Une ville"))
    painter = two_stills(shown)
    brightest = {int(painted(painter, frame, SIZE).y[ROWS.top :].max()) for frame in range(30)}
    assert max(brightest) - min(brightest) <= 2


def test_a_still_under_cues_is_painted_once_for_each_state() -> None:
    cues = shown_cues([cue(2, 8, "Une ville")], [(Lit(start=4, end=6, first=1, last=2),)], DRESS)
    painter = two_stills(*cues)
    states = [painter.state(frame) for frame in range(10)]
    assert [states.index(state) for state in states] == [0, 0, 2, 2, 4, 4, 6, 6, 0, 0]
