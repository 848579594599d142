import numpy as np
import pytest

from renderer.errors import PictureError
from renderer.frames.pixels import Overlay, Size
from renderer.pictures.callout import draw_callout
from renderer.storyboard.board import Callout, Point
from renderer.themes.file import load_theme
from tests.pictures.drawing import checks, composed, flat, inside, same_as_golden

SIZE = Size(640, 360)
RECTANGLE = Callout(kind="rectangle", at=(0.1, 0.3), size=(0.2, 0.3))
CIRCLE = Callout(kind="circle", at=(0.5, 0.5), size=(0.1, 0.1))
ARROW = Callout(kind="arrow", at=(0.9, 0.6), start=(0.6, 0.3))
LABEL = Callout(kind="label", at=(0.5, 0.5), text="Fort du Roule")


def whole(point: Point) -> tuple[float, float]:
    return point[0] * SIZE.width, point[1] * SIZE.height


def drawn(callout: Callout, theme: str = "sobre", place=whole) -> Overlay:
    overlay = draw_callout(callout, load_theme(theme), SIZE, place)
    assert overlay is not None
    assert inside(overlay, SIZE)
    return overlay


def alpha_at(overlay: Overlay, x: float, y: float) -> int:
    column, row = int(x) - overlay.left, int(y) - overlay.top
    high, wide = overlay.rgba.shape[:2]
    return int(overlay.rgba[row, column, 3]) if 0 <= row < high and 0 <= column < wide else 0


def test_a_rectangle_is_drawn_on_its_edges_and_open_inside() -> None:
    overlay = drawn(RECTANGLE)
    for x, y in ((64, 150), (192, 150), (128, 108), (128, 216), (64, 108)):
        assert alpha_at(overlay, x, y) > 200, (x, y)
    assert alpha_at(overlay, 128, 162) == 0


def test_a_circle_s_size_is_its_radii() -> None:
    overlay = drawn(CIRCLE)
    for x, y in ((320 - 64, 180), (320 + 63, 180), (320, 180 - 36), (320, 180 + 35)):
        assert alpha_at(overlay, x, y) > 200, (x, y)
    assert alpha_at(overlay, 320, 180) == 0


def test_an_arrow_s_head_is_at_its_tip() -> None:
    rgba = drawn(ARROW)
    tip, tail = whole(ARROW.at), whole(ARROW.start or (0, 0))
    along = (np.asarray(tip) - tail) / np.hypot(*(np.asarray(tip) - tail))
    across = np.array([-along[1], along[0]])
    near_tip = np.asarray(tip) - along * 9 + across * 3.6
    near_tail = np.asarray(tail) + along * 9 + across * 3.6
    assert alpha_at(rgba, *near_tip) > 200
    assert alpha_at(rgba, *near_tail) < 200


@pytest.mark.parametrize("theme", ["sobre", "archives", "officiel"])
@pytest.mark.parametrize("callout", [RECTANGLE, CIRCLE, ARROW, LABEL])
def test_a_call_out_is_seen_on_black_on_white_and_on_checks(theme: str, callout: Callout) -> None:
    overlay = drawn(callout, theme)
    for picture in (flat(0, SIZE), flat(255, SIZE), checks(SIZE, 4)):
        change = np.abs(composed(picture, overlay).astype(int) - picture).max(axis=2)
        assert (change > 110).sum() > 150


def test_a_call_out_outside_the_frame_is_nothing_and_half_outside_is_cut() -> None:
    theme = load_theme("sobre")

    def away(point: Point) -> tuple[float, float]:
        return point[0] * SIZE.width - 5000, point[1] * SIZE.height

    def aside(point: Point) -> tuple[float, float]:
        return point[0] * SIZE.width - 128, point[1] * SIZE.height

    assert draw_callout(RECTANGLE, theme, SIZE, away) is None
    assert draw_callout(LABEL, theme, SIZE, away) is None
    cut = drawn(RECTANGLE, place=aside)
    assert cut.left == 0


def test_a_label_stays_whole_inside_the_frame() -> None:
    for corner in ((0.0, 0.0), (0.995, 0.0), (0.0, 0.995), (0.995, 0.995)):
        callout = Callout(kind="rectangle", at=corner, size=(0.001, 0.001), text="Gare maritime")
        whole_width = drawn(LABEL).rgba.shape[1]
        assert drawn(callout).rgba.shape[1] >= whole_width * 0.8


def test_a_moving_call_out_moves_by_parts_of_a_pixel() -> None:
    overlays = [
        drawn(RECTANGLE, place=lambda p, by=by: (p[0] * 640 + by, p[1] * 360))
        for by in (0.0, 0.25, 0.5)
    ]
    columns = []
    for overlay in overlays:
        row = composed(flat(0, SIZE), overlay)[162, :128, 0].astype(float)
        columns.append((row * np.arange(128)).sum() / row.sum())
    assert columns[1] - columns[0] == pytest.approx(0.25, abs=0.03)
    assert columns[2] - columns[0] == pytest.approx(0.5, abs=0.03)


def test_a_label_that_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(PictureError, match="the call-out needs characters") as refused:
        drawn(Callout(kind="label", at=(0.5, 0.5), text="北京"))
    assert refused.value.code == "glyph-missing"


def test_call_outs_look_as_they_did() -> None:
    picture = flat(120, SIZE)
    for callout in (
        Callout(kind="rectangle", at=(0.08, 0.3), size=(0.2, 0.3), text="Fort du Roule"),
        Callout(kind="circle", at=(0.5, 0.45), size=(0.08, 0.14), text="Gare maritime"),
        Callout(kind="arrow", at=(0.9, 0.8), start=(0.72, 0.4), text="La 79e division"),
        Callout(kind="label", at=(0.3, 0.85), text="Grande rade"),
    ):
        picture = composed(picture, drawn(callout))
    same_as_golden(picture, "callouts")
