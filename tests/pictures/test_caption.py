import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.errors import PictureError
from renderer.frames.contrast import READABLE, contrast, over
from renderer.frames.pixels import Overlay, Size
from renderer.pictures import caption as module
from renderer.pictures.caption import draw_caption
from renderer.pictures.credit_line import draw_credit, draw_mark
from renderer.themes.file import load_theme
from renderer.themes.margins import caption_foot
from tests.pictures.drawing import SHAPES, checks, composed, flat, inside, same_as_golden

THEMES = ("sobre", "archives", "officiel")
SHORT = "6 juin 1944, Utah Beach"
LONG = "Le 25 août 1944, la 2e DB du général Leclerc entre dans Paris par la porte d’Orléans"
CREDIT = "U.S. Army Signal Corps / National Archives (111-SC-191219)"


def letters(overlay: Overlay, colour: tuple[int, int, int]) -> np.ndarray:
    """Where the overlay is fully ink, in its own pixels."""
    return (overlay.rgba[..., :3] == colour).all(axis=2) & (overlay.rgba[..., 3] == 255)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("size", SHAPES, ids=str)
@pytest.mark.parametrize("text", [SHORT, LONG])
def test_a_caption_is_readable_on_any_picture(name: str, size: Size, text: str) -> None:
    theme = load_theme(name)
    overlay = draw_caption(text, theme, size)
    assert inside(overlay, size)
    inked = letters(overlay, theme.caption.text)
    assert inked.any()
    rows, columns = np.where(inked)
    box = (slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
    ground = (overlay.rgba[..., :3] == theme.caption.ground).all(axis=2)[box]
    for picture in (flat(255, size), flat(0, size), flat(128, size), checks(size, 3)):
        drawn = composed(picture, overlay)
        high, wide = overlay.rgba.shape[:2]
        part = drawn[overlay.top : overlay.top + high, overlay.left : overlay.left + wide][box]
        for behind in np.unique(part[ground], axis=0):
            assert contrast(theme.caption.text, tuple(int(c) for c in behind)) >= READABLE


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("height", [360, 720, 1080, 2160])
def test_a_caption_looks_alike_at_every_size(name: str, height: int) -> None:
    size = Size(height * 16 // 9 // 2 * 2, height)
    overlay = draw_caption(LONG, load_theme(name), size)
    rows = np.where(letters(overlay, load_theme(name).caption.text).any(axis=1))[0]
    tall = (rows.max() - rows.min()) / height
    assert 0.03 < tall < 0.13
    below = size.height - (overlay.top + rows.max())
    assert below >= caption_foot(size)


@pytest.mark.parametrize("size", SHAPES, ids=str)
@pytest.mark.parametrize("name", THEMES)
def test_the_credit_keeps_clear_of_the_caption(name: str, size: Size) -> None:
    theme = load_theme(name)
    caption = draw_caption(LONG, theme, size)
    rows = np.where(letters(caption, theme.caption.text).any(axis=1))[0]
    credit = draw_credit(CREDIT, theme, size)
    assert inside(credit, size)
    assert credit.top > caption.top + rows.max()


@pytest.mark.parametrize("name", THEMES)
def test_the_credit_is_readable_on_any_picture(name: str) -> None:
    size = Size(1280, 720)
    theme = load_theme(name)
    light = max(theme.caption.text, theme.caption.ground)
    dark = min(theme.caption.text, theme.caption.ground)
    overlay = draw_credit(CREDIT, theme, size)
    rows, columns = np.where(letters(overlay, light))
    box = (slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
    least = overlay.rgba[..., 3][box].min()
    behind = over(dark, int(least), (255, 255, 255))
    assert contrast(light, behind) >= READABLE


def test_the_gradient_has_no_step_at_its_upper_edge() -> None:
    overlay = draw_caption(SHORT, load_theme("sobre"), Size(1280, 720))
    column = overlay.rgba[:, 5, 3].astype(int)
    assert column[0] <= 1
    assert np.abs(np.diff(column[: len(column) // 2])).max() <= 6


@pytest.mark.parametrize("name", THEMES)
def test_the_draft_mark_is_seen_and_inside_the_frame(name: str) -> None:
    for size in SHAPES:
        mark = draw_mark("Brouillon", load_theme(name), size)
        assert inside(mark, size)
        drawn = composed(flat(255, size), mark)
        assert (drawn != 255).any(axis=2).mean() > 0.005


@pytest.mark.parametrize("text", ["Brouillon", "Draft"])
@pytest.mark.parametrize("size", [Size(36, 64), Size(64, 36), Size(64, 114), Size(64, 64)])
def test_the_draft_mark_fits_the_smallest_frames(text: str, size: Size) -> None:
    for name in THEMES:
        assert inside(draw_mark(text, load_theme(name), size), size)


def test_typography_is_done_and_ordinals_rise() -> None:
    theme, size = load_theme("sobre"), Size(640, 360)
    typed = draw_caption('La 2e DB: "En avant!"', theme, size)
    typeset = draw_caption("La 2e DB\u00a0: «\u00a0En avant\u202f!\u00a0»", theme, size)
    assert np.array_equal(typed.rgba, typeset.rgba)
    english = draw_caption("La 2e DB", theme, size, language="en")
    assert not np.array_equal(english.rgba, draw_caption("La 2e DB", theme, size).rgba)


def test_a_caption_that_is_too_long_names_itself() -> None:
    with pytest.raises(PictureError, match=r"the caption doesn't fit in 2 lines.*Le 25 août"):
        draw_caption(LONG * 3, load_theme("sobre"), Size(640, 360))


@given(
    st.text(st.characters(blacklist_categories=()), max_size=60),
    st.sampled_from(SHAPES),
    st.sampled_from(THEMES),
)
@settings(max_examples=80, deadline=None)
def test_any_text_is_drawn_inside_the_frame_or_refused(text: str, size: Size, name: str) -> None:
    try:
        overlay = draw_caption(text, load_theme(name), size)
    except PictureError as error:
        assert str(error).startswith("the caption")  # noqa: PT017 (either end is right)
        return
    assert inside(overlay, size)
    assert overlay.rgba.dtype == np.uint8


def test_the_band_is_what_makes_the_caption_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    # The test above can fail: with half the band's strength white shows through.
    monkeypatch.setattr(module, "_LEAST_ALPHA", {"scrim": 90, "panel": 90, "strip": 90})
    monkeypatch.setattr(module, "readable_alpha", lambda *_: 90)
    with pytest.raises(AssertionError):
        test_a_caption_is_readable_on_any_picture("sobre", SHAPES[0], SHORT)


@pytest.mark.parametrize("name", THEMES)
def test_captions_look_as_they_did(name: str) -> None:
    size = Size(640, 360)
    theme = load_theme(name)
    picture = composed(flat(150, size), draw_caption(LONG, theme, size))
    picture = composed(picture, draw_credit(CREDIT, theme, size))
    same_as_golden(composed(picture, draw_mark("Brouillon", theme, size)), f"caption-{name}")
