"""What the frame leaves out is told before the film is made, at its line, for each shape."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.production.projects import (
    RIGHTS,
    Outcome,
    Project,
    board_of,
    draw_photo,
    new_project,
    photo_slide,
    run,
)

PORTRAIT = (300, 400)


def project_of(tmp_path: Path, size: tuple[int, int] = PORTRAIT, **image: Any) -> Project:
    """A film of one photograph of *size* that covers the frame, or as *image* says."""
    shown = {"file": "un.jpg", "alt": "Un portrait.", "rights": RIGHTS, "fit": "cover", **image}
    film = {"formats": ["16:9", "9:16"], "size": 1080}
    project = new_project(tmp_path, board_of(photo_slide("portrait", image=shown), film=film))
    draw_photo(project.media / "un.jpg", size=size)
    return project


def check(project: Project) -> Outcome:
    return run("check", project.path, "--cache", project.cache)


def line_of(project: Project, said: str, what: str) -> str:
    """The line of the storyboard at which *what* is said."""
    told = re.search(rf"film\.yaml:(\d+):\d+: {what}", said)
    assert told, said
    return project.path.read_text(encoding="utf-8").splitlines()[int(told[1]) - 1].strip()


@pytest.mark.parametrize("command", ["check", "plan", "render"])
def test_a_portrait_in_a_wide_film_is_told_with_line_slide_shape_and_share(
    tmp_path: Path, command: str
) -> None:
    project = project_of(tmp_path)
    said = check(project) if command == "check" else project.make(command)
    assert said.code == 0
    told = r"'fit: cover' never shows more than a part of 'un\.jpg' \(16:9: (\d+)%\)"
    assert line_of(project, said.err, told) == "fit: cover"
    share = re.search(told, said.err)
    assert share
    # At rest 42 % (9/16 of 3/4); the pan of some seconds adds a little.
    assert 42 <= int(share[1]) <= 50
    assert "fit: contain" in said.err


def test_the_slide_is_named_for_programs(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    told = run("check", project.path, "--json", "--cache", project.cache).json
    (warning,) = (
        one
        for one in told["storyboards"][0]["warnings"]
        if "never shows more than" in one["message"]
    )
    assert warning["slide"] == "portrait"
    assert warning["line"] > 1
    assert warning["remedy"]


@pytest.mark.parametrize("fit", ["contain", "blur", "auto"])
def test_what_is_shown_whole_is_told_nothing_of(tmp_path: Path, fit: str) -> None:
    assert "never shows" not in check(project_of(tmp_path, fit=fit)).err


@pytest.mark.parametrize(
    ("size", "shapes"),
    [
        ((320, 240), {"9:16"}),  # 4:3, as most photographs
        ((300, 300), {"16:9", "9:16"}),
        ((1000, 240), {"16:9", "9:16"}),  # a panorama
        ((320, 180), {"9:16"}),
        ((180, 320), {"16:9"}),
    ],
    ids=lambda value: "+".join(map(str, sorted(value) if isinstance(value, set) else value)),
)
def test_each_shape_is_judged_by_itself(
    tmp_path: Path, size: tuple[int, int], shapes: set[str]
) -> None:
    said = check(project_of(tmp_path, size=size)).err
    assert set(re.findall(r"(\d+:\d+): \d+%", said)) == shapes


def test_a_draft_shows_a_small_picture_framed_as_its_film_does_and_says_so(tmp_path: Path) -> None:
    project = project_of(tmp_path, fit="auto", motion="none")
    out = tmp_path / "still.png"
    done = project.make("still", "--slide", "portrait", "--out", out)  # of 64 lines
    assert done.code == 0, done.err
    assert "un.jpg is 300 × 400 pixels, too few for the frame: it is shown smaller" in done.err
    with Image.open(out) as still:
        # One and a half times 300 of 1920 columns: the rest is the theme's paper.
        across = np.abs(np.asarray(still.convert("RGB"))[16].astype(int) - (26, 30, 36)).max(axis=1)
    assert int((across > 20).sum()) == pytest.approx(still.width * 450 / 1920, abs=5)


@pytest.mark.parametrize(
    ("size", "more", "told"),
    [
        ((60, 45), {}, "un.jpg is 60 × 45 pixels and is enlarged 42.7 times: it will look soft"),
        ((1200, 675), {}, r"un.jpg is 1200 × 675 pixels and is enlarged \d"),
        ((300, 200), {"fit": "auto"}, "un.jpg is 300 × 200 pixels, too few for the frame"),
        ((4000, 4000), {}, ""),
        (PORTRAIT, {"fit": "auto"}, "un.jpg is 300 × 400 pixels, too few for the frame"),
    ],
)
def test_a_picture_that_is_enlarged_is_told_before_it_is_drawn_and_once_for_all_shapes(
    tmp_path: Path, size: tuple[int, int], more: dict[str, Any], told: str
) -> None:
    said = check(project_of(tmp_path, size=size, motion="none", **more)).err
    assert len(re.findall("look soft|too few", said)) == bool(told)
    if told:
        assert line_of(project_of(tmp_path), said, told) == "file: un.jpg"


def test_who_says_what_is_passed_over_has_chosen_what_is_not_seen(tmp_path: Path) -> None:
    motion = {"from": [0, 0, 1, 0.4], "to": [0, 0.1, 1, 0.4]}
    said = check(project_of(tmp_path, motion=motion)).err
    assert "never shows" not in said
    assert "focus" not in said


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ([0, 0.6, 1, 0.3], r"the focus of 'un\.jpg' leaves the view \(seen in 16:9: \d+% of the"),
        ([0, 0.0, 1, 0.1], ""),
    ],
)
def test_a_focus_that_leaves_the_view_is_told_at_its_line(
    tmp_path: Path, end: list[float], told: str
) -> None:
    motion = {"from": [0, 0, 1, 0.4], "to": end}
    project = project_of(tmp_path, focus=[0.5, 0.2], motion=motion)
    said = check(project).err
    if told:
        assert line_of(project, said, told) == "focus:"
    else:
        assert "the focus" not in said


def test_a_focus_that_is_never_seen_is_told(tmp_path: Path) -> None:
    motion = {"from": [0, 0, 1, 0.3], "to": [0, 0.05, 1, 0.3]}
    project = project_of(tmp_path, focus=[0.5, 0.95], motion=motion)
    told = r"the focus of 'un\.jpg' is never seen \(16:9, 9:16\)"
    # Upright, the frame holds the whole picture's height: its focus is seen.
    told = told.replace(", 9:16", "") if "9:16)" not in check(project).err else told
    assert line_of(project, check(project).err, told) == "focus:"


@pytest.mark.parametrize("command", ["check", "plan", "render"])
def test_marks_that_the_frame_cuts_or_misses_are_told_at_their_lines(
    tmp_path: Path, command: str
) -> None:
    callouts = [
        {"kind": "circle", "at": [0.5, 0.45], "size": 0.05},
        {"kind": "arrow", "at": [0.5, 0.97], "from": [0.4, 0.99]},
        {"kind": "rectangle", "at": [0.2, 0.1], "size": [0.3, 0.3]},
    ]
    project = project_of(tmp_path, callouts=callouts, focus=[0.5, 0.4])
    said = (check(project) if command == "check" else project.make(command)).err
    outside = line_of(project, said, r"the arrow on 'un\.jpg' lies outside the frame \(16:9\)")
    cut = line_of(project, said, r"the rectangle on 'un\.jpg' is cut by the frame's edge \(")
    assert outside != cut
    assert "the circle" not in said


def test_a_mark_that_the_motion_leaves_behind_is_told_from_when_it_appears(tmp_path: Path) -> None:
    motion = {"from": [0, 0, 1, 0.5], "to": [0, 0.5, 1, 0.5]}
    low = {"kind": "circle", "at": [0.5, 0.65], "size": 0.03}
    project = project_of(tmp_path, motion=motion, callouts=[low | {"sentence": 2}])
    early = project_of(tmp_path / "early", motion=motion, callouts=[low])
    for each, cut in ((project, False), (early, True)):
        assert ("the circle on 'un.jpg' lies outside the frame" in check(each).err) == cut


def test_a_picture_that_can_not_be_read_is_refused_and_nothing_else_said_of_it(
    tmp_path: Path,
) -> None:
    project = project_of(tmp_path)
    (project.media / "un.jpg").write_bytes(b"<html>")
    said = check(project)
    assert said.code == 2
    assert "never shows" not in said.err
