from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from renderer.errors import PictureError
from renderer.frames.pixels import Rgb, Size
from renderer.maps.canvas import MapInk
from renderer.maps.prepared_map import PreparedMap, prepare_map
from renderer.maps.style import MapStyle
from renderer.timeline.moment_frames import Beats
from tests.maps.boards import MEDIA, NAMES, example, prepared, read_map


def picture(ready: PreparedMap, frame: int) -> Rgb:
    whole = ready.rest(frame).copy()
    for rect in ready.changes(frame):
        whole[rect.top : rect.bottom, rect.left : rect.right] = ready.piece(frame, rect)
    return whole


@pytest.mark.parametrize("name", NAMES)
def test_frames_do_not_depend_on_the_order_they_are_painted_in(name: str) -> None:
    forward, backward = prepared(example(name)), prepared(example(name))
    frames = list(range(0, 125, 6))
    expected = {frame: picture(forward, frame) for frame in frames}
    for frame in reversed(frames):
        np.testing.assert_array_equal(picture(backward, frame), expected[frame])


@pytest.mark.parametrize("name", ["cherbourg-2-presqu-ile", "paris-plan"])
def test_equal_states_are_equal_pixels_and_pictures_change_with_them(name: str) -> None:
    ready = prepared(example(name))
    seen: dict[object, Rgb] = {}
    for frame in range(ready.length):
        state, now = ready.state(frame), picture(ready, frame)
        if state in seen:
            np.testing.assert_array_equal(now, seen[state])
        seen[state] = now
    assert len(seen) > 20


@pytest.mark.parametrize("name", NAMES)
def test_what_moves_stays_inside_the_rectangles_told(name: str) -> None:
    ready = prepared(example(name))
    for frame in range(0, 125, 4):
        changed = (ready.whole(frame) != ready.rest(frame)).any(axis=2)
        for rect in ready.changes(frame):
            changed[rect.top : rect.bottom, rect.left : rect.right] = False
        assert not changed.any()


def test_equal_rest_states_are_equal_rests() -> None:
    ready = prepared(example("cherbourg-3-assaut"))
    seen: dict[object, Rgb] = {}
    for frame in range(0, 125, 3):
        state = ready.rest_state(frame)
        if state in seen:
            np.testing.assert_array_equal(ready.rest(frame), seen[state])
        seen[state] = ready.rest(frame).copy()
    assert len(seen) < 30


def test_drawing_piece_by_piece_equals_drawing_all_at_once() -> None:
    ready = prepared(example("cherbourg-3-assaut"))
    for frame in (20, 45, 70, 110):
        np.testing.assert_array_equal(picture(ready, frame), ready.whole(frame))


def test_another_process_paints_the_same_pixels() -> None:
    code = (
        "import hashlib\n"
        "from tests.maps.boards import example, prepared\n"
        "from tests.maps.test_prepared_map import picture\n"
        "ready = prepared(example('cherbourg-2-presqu-ile'))\n"
        "print(hashlib.sha256(picture(ready, 60).tobytes()).hexdigest())\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    here = picture(prepared(example("cherbourg-2-presqu-ile")), 60)
    assert done.stdout.strip() == hashlib.sha256(here.tobytes()).hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_the_example_maps_name_all_their_places(name: str) -> None:
    size = Size(1280, 720)
    dropped = set(prepared(example(name), size).dropped)
    # A sea may be left nameless where the furniture fills it; a place may not.
    waters = {place.name for place in example(name).places if place.kind in ("water", "region")}
    assert dropped <= waters


def test_an_arrow_grows_and_stops() -> None:
    board = read_map(
        {
            "view": {"west": "-2", "east": "-1", "south": "49.3", "north": "49.7"},
            "arrows": [
                {
                    "path": [["49.45", "-1.3"], ["49.6", "-1.6"]],
                    "from": "sentence 2",
                    "to": "sentence 4",
                }
            ],
        }
    )
    ready = prepared(board)
    before = picture(ready, 0).astype(int)
    inked = [
        int((np.abs(picture(ready, frame).astype(int) - before).sum(axis=2) > 60).sum())
        for frame in range(0, 125, 5)
    ]
    assert inked[:5] == [0] * 5
    assert inked == sorted(inked)
    assert inked[-1] == inked[-8] > 200


def test_a_caption_s_rows_are_left_free() -> None:
    board = example("cherbourg-3-assaut")
    ready = prepared(board, Size(640, 360))
    for label in ready.names:
        assert label.rect(ready.zoom(124)).bottom <= 360 - 44


def test_typography_is_set_on_everything_shown() -> None:
    ready = prepare_map(
        example("cherbourg-3-assaut"),
        MapStyle(),
        Size(640, 360),
        beats=Beats(sentences=(0, 10, 20, 30, 40)),
        length=60,
        media=MEDIA,
        write=str.upper,
    )
    assert {name.text for name in ready.names} >= {"CHERBOURG", "LANDFRONT", "4E DIVISION"}


def test_a_sentence_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(
        PictureError, match=r"sentence \d is named, but the narration has 2"
    ) as refused:
        prepared(example("cherbourg-3-assaut"), sentences=2)
    assert refused.value.code == "moment-unknown"


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    from renderer.maps.style import MapFonts

    style = MapStyle(fonts=MapFonts(place=tmp_path / "none.ttf"))
    with pytest.raises(PictureError, match=r"none\.ttf") as refused:
        prepare_map(
            example("cherbourg-2-presqu-ile"),
            style,
            Size(640, 360),
            beats=Beats(sentences=(0, 10, 20)),
            length=40,
            media=MEDIA,
        )
    assert refused.value.code == "font-unreadable"


def test_a_view_that_moves_ends_where_a_still_one_stands() -> None:
    board = example("strasbourg-approche")
    ready = prepared(board)
    assert ready.path.moves
    np.testing.assert_array_equal(ready.path.ground(124), ready.path.ground(123))
    near, far = ready.path.view(124), ready.path.view(0)
    assert far.metres_a_pixel > 4 * near.metres_a_pixel


def test_no_frame_of_a_moving_view_jumps() -> None:
    ready = prepared(example("strasbourg-approche"), Size(320, 180))
    last = ready.path.ground(0).astype(int)
    changes = []
    for frame in range(1, 125):
        now = ready.path.ground(frame).astype(int)
        changes.append(float(np.abs(now - last).mean()))
        last = now
    # A jump would stand out of its neighbours by far.
    for before, here, after in zip(changes, changes[1:], changes[2:], strict=False):
        assert here < 1.5 + 2.2 * max(before, after)


@pytest.mark.parametrize("name", ["cherbourg-3-assaut", "cherbourg-2-presqu-ile"])
def test_a_map_that_let_go_of_its_frames_takes_next_to_nothing_and_paints_them_alike(
    name: str,
) -> None:
    ready = prepared(example(name))
    expected = {frame: picture(ready, frame) for frame in (20, 60, 110)}
    assert ready.nbytes > 3 * ready.size.width * ready.size.height
    ready.let_go()
    assert ready.nbytes == 0
    for frame, pixels in expected.items():
        np.testing.assert_array_equal(picture(ready, frame), pixels)


def test_pictures_of_what_moved_are_not_kept_once_all_rests() -> None:
    ready = prepared(example("cherbourg-3-assaut"))
    frames = range(1, ready.length)
    moving = next(frame for frame in frames if ready.changes(frame) and ready.at_rest(frame))
    picture(ready, moving)
    took = ready.nbytes
    rests = ready.length - 1
    assert not ready.changes(rests)
    ready.rest(rests)
    assert ready.nbytes < took - 2 * ready.size.width * ready.size.height


def test_what_a_map_takes_is_counted_while_another_thread_paints_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready = prepared(example("cherbourg-3-assaut"))
    ready.whole(0)
    before = ready.nbytes

    def paints(_: MapInk) -> int:
        """What a thread may do between one ink and the next."""
        ready.whole(110)
        return 1

    monkeypatch.setattr(MapInk, "nbytes", property(paints))
    assert 0 < ready.nbytes < before


def test_an_arrow_that_is_drawn_in_one_point_first_is_painted() -> None:
    view = {"west": "-2.12", "east": "-1.03", "south": "49.26", "north": "49.72"}
    point = ["49.6", "-1.6"]
    arrows = [{"path": [point, point], "side": side} for side in ("allies", "axis", "neutral")]
    ready = prepared(read_map({"view": view, "alt": "Une carte.", "arrows": arrows}))
    assert ready.whole(ready.length - 1).shape == ready.base.shape
