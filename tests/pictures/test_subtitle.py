from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from renderer.clips.map_painter import map_style
from renderer.errors import PictureError, StoryboardError
from renderer.frames.contrast import READABLE, Colour, worst_contrast
from renderer.frames.pixels import Overlay, Size
from renderer.maps.layer import Zoom
from renderer.maps.legend_and_scale import Clock, Fixed, Scale
from renderer.maps.prepared_map import prepare_map
from renderer.pictures.caption import caption_reach, draw_caption
from renderer.pictures.card import compose_card
from renderer.pictures.card_parts import place_stack
from renderer.pictures.credit_line import draw_credit
from renderer.pictures.end_credits import draw_credits_page, paginate_credits
from renderer.pictures.subtitle import draw_subtitle
from renderer.storyboard.board import Card, CreditsLine
from renderer.subtitles.cue_breaks import break_cues
from renderer.themes.file import load_theme
from renderer.themes.margins import SubtitleRows, subtitle_measure, subtitle_rows, subtitle_width
from renderer.themes.theme import Theme
from renderer.timeline.moment_frames import Beats
from tests.maps.boards import MEDIA, example
from tests.pictures.drawing import SHAPES, composed, flat, inside, same_as_golden

THEMES = ("sobre", "archives", "officiel")
BANDS = ("box", "lines", "outline")
LONG = "26 juin 1944. La garnison du fort du Roule se rend à la 79e division d'infanterie"
CUE = ("Le 26 juin, la garnison", "du fort se rend !")
CARDS = (
    Card(title="La bataille de Cherbourg", text="Juin 1944", author="Récit", date="1944"),
    Card(
        text="Paris outragé ! Paris brisé ! Paris martyrisé ! Mais Paris libéré ! " * 3,
        author="Charles de Gaulle",
        date="25 août 1944",
    ),
    Card(text="Une ville entière regarde la mer, et le port attend les navires alliés. " * 6),
)

everywhere = pytest.mark.parametrize("size", SHAPES, ids=str)
in_every_theme = pytest.mark.parametrize("name", THEMES)


def inked(overlay: Overlay, *colours: Colour) -> NDArray[np.bool_]:
    """Where an overlay has letters wholly of one of *colours*."""
    rgba = overlay.rgba
    opaque = rgba[..., 3] == 255
    found = [opaque & (rgba[..., :3] == colour).all(axis=2) for colour in colours]
    return np.asarray(np.logical_or.reduce(found))


def foot_of(overlay: Overlay) -> int:
    return overlay.top + overlay.rgba.shape[0]


# --- whose rows are whose ----------------------------------------------------------------------


@everywhere
@in_every_theme
def test_a_caption_stands_wholly_above_the_subtitles(name: str, size: Size) -> None:
    theme, rows = load_theme(name), subtitle_rows(load_theme(name), size)
    caption = draw_caption(LONG, theme, size, foot=rows.foot)
    letters = np.flatnonzero(inked(caption, theme.caption.text, theme.colours.accent).any(axis=1))
    assert caption.top + int(letters[-1]) < rows.top
    if theme.caption.band != "scrim":  # a scrim has no edge: it fades away under the subtitles
        assert foot_of(caption) <= rows.top
    assert inside(caption, size)
    reach = caption_reach(LONG, theme, size, foot=rows.foot)
    assert size.height - reach <= caption.top + int(letters[0])


@everywhere
@in_every_theme
def test_a_credit_line_stands_wholly_below_the_subtitles(name: str, size: Size) -> None:
    theme = load_theme(name)
    rows = subtitle_rows(theme, size)
    for credit in ("© ECPAD", "National Archives, Signal Corps, photographe inconnu " * 2):
        assert draw_credit(credit, theme, size).top >= rows.bottom


@everywhere
@in_every_theme
@pytest.mark.parametrize("card", CARDS, ids=("title", "quotation", "page"))
def test_a_card_and_its_caption_stand_wholly_above_the_subtitles(
    card: Card, name: str, size: Size
) -> None:
    theme = load_theme(name)
    rows = subtitle_rows(theme, size)
    for caption in ("", "Cherbourg, à la pointe du Cotentin"):
        foot = caption_reach(caption, theme, size, foot=rows.foot)
        placed = place_stack(compose_card(card, theme), theme, size, foot=foot)
        lowest = max(p.top + (p.text.height if p.text else p.height) for p in placed)
        assert lowest <= size.height - foot + 1
        assert min(part.top for part in placed) > 0


@everywhere
@in_every_theme
def test_a_page_of_credits_still_fits_above_them(name: str, size: Size) -> None:
    theme = load_theme(name)
    lines = [CreditsLine(kind="entry", text=f"Archives nationales, cliché {n}") for n in range(40)]
    page = paginate_credits(lines, theme, *SHAPES)[0]
    rows = subtitle_rows(theme, size)
    # Pages are cut without subtitles, which only those of the last slide can reach.
    drawn = draw_credits_page(page, theme, size, foot=rows.foot)
    far = np.abs(drawn.astype(int) - np.median(drawn, axis=(0, 1))).max(axis=2) > 90
    middle = far[:, size.width // 5 : -size.width // 5]
    assert middle.any()
    assert not middle[rows.top : rows.bottom].any()


@everywhere
@in_every_theme
def test_clock_legend_scale_and_sources_of_a_map_stand_wholly_above_them(
    name: str, size: Size
) -> None:
    theme = load_theme(name)
    rows = subtitle_rows(theme, size)
    for caption in ("", "Cherbourg, à la pointe du Cotentin"):
        ready = prepare_map(
            example("cherbourg-2-presqu-ile"),
            map_style(theme),
            size,
            beats=Beats(sentences=(4, 20, 40, 60, 80)),
            length=100,
            media=MEDIA,
            clear_bottom=caption_reach(caption, theme, size, foot=rows.foot),
        )
        furniture = [layer for layer in ready.layers if isinstance(layer, Fixed | Clock | Scale)]
        drops = [ink for layer in furniture for ink in layer.inks(50, Zoom(size=size))]
        assert len(drops) > 5
        assert all(drop.rect.bottom <= size.height - rows.foot for drop in drops)


# --- a cue ------------------------------------------------------------------------------------


def within(overlay: Overlay, rows: SubtitleRows, theme: Theme, size: Size) -> bool:
    margin = (size.width - subtitle_measure(theme, size)) / 2 - theme.subtitle.size * 8
    wide = overlay.rgba.shape[1]
    return (
        rows.top <= overlay.top
        and foot_of(overlay) == rows.bottom
        and overlay.left >= margin
        and overlay.left + wide <= size.width - margin
    )


SENTENCES = st.lists(
    st.sampled_from(
        ["Non.", "le", "MMMM", "forteresse,", "21 000", "« Œuvre", "Oui ! »", "x" * 50, "W" * 40]
    ),
    min_size=1,
    max_size=16,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(SENTENCES, st.sampled_from(SHAPES), st.sampled_from(THEMES), st.sampled_from(BANDS))
def test_every_cue_lies_in_its_rows_and_loses_no_letter(
    written: str, size: Size, name: str, band: str
) -> None:
    theme = load_theme(name)
    theme = replace(theme, subtitle=replace(theme.subtitle, band=band))
    rows, width = subtitle_rows(theme, size), subtitle_width(theme, size)
    for piece in break_cues(written, "fr", 2 * width, width):
        drawn = draw_subtitle(piece.lines, theme, size)
        assert within(drawn, rows, theme, size)
        letters = inked(drawn, theme.subtitle.text)
        letters[1:-1, 1:-1] = False
        assert not letters.any(), "letters touch the edge"


@everywhere
@in_every_theme
def test_ordinary_cues_have_one_size(name: str, size: Size) -> None:
    theme = load_theme(name)
    width = subtitle_width(theme, size)
    heights = {
        (len(piece.lines), draw_subtitle(piece.lines, theme, size).rgba.shape[0])
        for piece in break_cues(LONG * 3, "fr", 2 * width, width)
    }
    assert len(heights) == len({lines for lines, _ in heights})


@in_every_theme
@pytest.mark.parametrize("band", BANDS)
def test_lighting_a_word_changes_its_colour_and_nothing_else(name: str, band: str) -> None:
    theme = load_theme(name)
    theme = replace(theme, subtitle=replace(theme.subtitle, band=band))
    size = SHAPES[1]
    plain = draw_subtitle(CUE, theme, size)
    lit = draw_subtitle(CUE, theme, size, lit=(2, 3))  # "juin,"
    assert (lit.left, lit.top, lit.rgba.shape) == (plain.left, plain.top, plain.rgba.shape)
    shining = inked(lit, theme.subtitle.highlight)
    assert shining.sum() > 20
    changed = (plain.rgba != lit.rgba).any(axis=2)
    rows, columns = np.nonzero(changed)
    around = np.zeros_like(changed)
    around[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] = True
    assert not (inked(lit, theme.subtitle.text) & around).any()
    assert rows.max() < plain.rgba.shape[0] / 2, "the word stands on the first line"
    assert not inked(plain, theme.subtitle.highlight).any()


def test_words_tied_by_a_no_break_space_are_lit_together() -> None:
    theme, size = load_theme("officiel"), SHAPES[0]
    cue = ("Sainte-Mère-Église a 10\u00a0000\u00a0habitants\u202f!",)
    drawn = [draw_subtitle(cue, theme, size, lit=(n, n + 1)) for n in range(4)]
    lit = [inked(overlay, theme.subtitle.highlight) for overlay in drawn]
    assert [bool(word.any()) for word in lit] == [True, True, True, False]
    columns = [np.flatnonzero(word.any(axis=0)) for word in lit[:3]]
    assert columns[0].max() < columns[1].min() <= columns[1].max() < columns[2].min()


@in_every_theme
@pytest.mark.parametrize("band", ["box", "lines"])
def test_both_colours_of_letters_are_readable_over_any_picture(name: str, band: str) -> None:
    theme = load_theme(name)
    theme = replace(theme, subtitle=replace(theme.subtitle, band=band))
    look = theme.subtitle
    alpha = int(draw_subtitle(CUE, theme, SHAPES[1]).rgba[0, :, 3].max())  # above all letters
    for colour in (look.text, look.highlight):
        assert worst_contrast(colour, look.ground, alpha) >= READABLE


def test_outlined_letters_have_their_ground_all_round_them() -> None:
    theme = load_theme("sobre")
    theme = replace(theme, subtitle=replace(theme.subtitle, band="outline"))
    drawn = draw_subtitle(CUE, theme, Size(1280, 720))
    letters = drawn.rgba[..., 3] > 0
    core = inked(drawn, theme.subtitle.text)
    for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
        beside = np.roll(core, step, axis)
        assert letters[beside].all()


def test_a_highlight_too_faint_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    text = 'theme: 1\ntitle: Pâle\nsubtitle:\n  highlight: "#202428"\n'
    (tmp_path / "pale.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StoryboardError, match=r"'subtitle\.highlight' #202428") as caught:
        load_theme("pale", [tmp_path])
    assert caught.value.problems[0].mark.line == 4


def test_a_themes_subtitles_have_a_digest_of_their_own(tmp_path: Path) -> None:
    text = 'theme: 1\ntitle: Autre\nsubtitle: {highlight: "#ffffff"}\n'
    (tmp_path / "autre.yaml").write_text(text, encoding="utf-8")
    mine, theirs = load_theme("autre", [tmp_path]), load_theme("sobre")
    assert mine.digest == theirs.digest, "films without drawn subtitles stay as they are"
    assert mine.subtitle_digest != theirs.subtitle_digest


def test_what_no_font_has_is_refused_as_a_subtitle() -> None:
    with pytest.raises(PictureError, match=r"^the subtitle needs characters"):
        draw_subtitle(("अ",), load_theme("sobre"), SHAPES[0])


@in_every_theme
def test_subtitles_look_as_they_did(name: str) -> None:
    theme, tall = load_theme(name), Size(360, 640)
    foot = subtitle_rows(theme, tall).foot
    caption = draw_caption("Cherbourg, 26 juin 1944", theme, tall, foot=foot)
    picture = composed(flat(140, tall), caption)
    picture = composed(picture, draw_credit("© ECPAD", theme, tall))
    picture = composed(picture, draw_subtitle(CUE, theme, tall, lit=(4, 5)))
    same_as_golden(picture[200:], f"subtitle-{name}")
