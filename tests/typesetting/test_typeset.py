import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.errors import PictureError
from renderer.language.eye.typography import lettered
from renderer.typesetting import drawable
from renderer.typesetting import shaping as pieces_module
from renderer.typesetting.fonts import bundled_face, missing_glyphs, superior_letters
from renderer.typesetting.line_breaks import Word, break_words
from renderer.typesetting.shaping import TextStyle
from renderer.typesetting.typeset import TextBox, ink, set_text

SERIF = bundled_face("Source Serif Pro")
SANS = bundled_face("Source Sans Pro")
STYLE = TextStyle(faces=(SERIF, SANS))
ITALIC = TextStyle(faces=(bundled_face("Source Serif Pro Black Italic"), SANS))


def room(width: float = 900, size: float = 48, floor: float = 30, lines: int = 3) -> TextBox:
    return TextBox(width=width, size=size, floor=floor, lines=lines, what="caption")


def lines_of(text: str, **where: float) -> list[str]:
    return [line.text for line in set_text(text, STYLE, room(**where)).lines]  # type: ignore[arg-type]


@pytest.mark.parametrize("style", [STYLE, ITALIC])
@pytest.mark.parametrize(
    "text", ["ÀÉÎÔÛ ÇŸ", "gjpqy ,;Q", "ffl f) jf", "Ẫ Ế Ộ", "ĘŞĢ", "f", "j", "« Où ? »", "|[{("]
)
@pytest.mark.parametrize("size", [11, 17, 48, 131])
def test_ink_never_touches_the_edge_of_its_raster(style: TextStyle, text: str, size: int) -> None:
    cover = ink(set_text(text, style, room(width=4000, size=size, floor=size))).cover
    assert cover.max() > 100
    assert not cover[[0, -1]].any()
    assert not cover[:, [0, -1]].any()


@given(
    text=st.text(
        st.characters(whitelist_categories=("Lu", "Ll", "Nd", "Po", "Zs"), max_codepoint=0x17F),
        min_size=1,
        max_size=80,
    ),
    width=st.integers(150, 1500),
)
@settings(max_examples=60, deadline=None)
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, width: int) -> None:
    if missing_glyphs(text, STYLE.faces):
        return
    try:
        done = set_text(text, STYLE, room(width=width, size=40, floor=20, lines=6))
    except PictureError as error:
        assert "doesn't fit" in str(error) or "wider than the picture" in str(error)  # noqa: PT017 (either end is right)
        return
    assert all(line.width <= width + 0.01 for line in done.lines)
    drawn = "".join(line.text for line in done.lines)
    kept = "".join(text.translate(drawable._LOOK_ALIKES).split())
    for unseen in drawable._UNSEEN:
        kept = kept.replace(unseen, "")
    assert "".join(drawn.split()) == "".join(kept.split())


def test_lines_are_balanced_and_no_word_stands_alone() -> None:
    text = "Le général von Schlieben se rend aux Américains avec sa garnison, à Cherbourg"
    lines = lines_of(text, width=1500)
    assert len(lines) == 2
    lengths = [len(line) for line in lines]
    assert max(lengths) - min(lengths) <= 14


def test_a_line_does_not_end_on_an_article() -> None:
    assert lines_of("De la Provence et de la Normandie jusqu’au Rhin", width=840) == [
        "De la Provence",
        "et de la Normandie jusqu’au Rhin",
    ]


def test_a_no_break_space_is_never_broken() -> None:
    text = "Vive\u00a0la\u00a0République\u202f! Vive\u00a0la\u00a0France\u202f!"
    assert lines_of(text, width=520) == [
        "Vive\u00a0la\u00a0République\u202f!",
        "Vive\u00a0la\u00a0France\u202f!",
    ]


def test_text_grows_smaller_down_to_the_floor_and_then_is_refused() -> None:
    text = "Les ports de la Manche sont libérés l’un après l’autre au cours de l’été 1944"
    assert set_text(text, STYLE, room(width=1200, lines=1, floor=20)).size < 48
    with pytest.raises(
        PictureError, match=r"the caption doesn't fit in 1 line .* Les ports"
    ) as refused:
        set_text(text, STYLE, room(width=1200, lines=1, floor=40))
    assert refused.value.code == "text-too-long"


def test_the_author_ends_lines_where_he_wants() -> None:
    assert lines_of("Cherbourg\n\nJuin 1944\n") == ["Cherbourg", "Juin 1944"]


def test_ordinals_are_drawn_with_the_font_s_own_superior_letters() -> None:
    assert {"e", "r", "d"} <= superior_letters(SERIF)
    high = ink(set_text(lettered("2e"), STYLE, room()))
    flat = ink(set_text("2e", STYLE, room()))
    assert high.cover.shape[1] < flat.cover.shape[1]
    # The raised letter leaves the lower right of the raster empty; the flat one stands there.
    below = high.cover[high.cover.shape[0] // 2 :, high.cover.shape[1] * 3 // 4 :]
    assert not below.any()
    assert flat.cover[flat.cover.shape[0] // 2 :, flat.cover.shape[1] * 3 // 4 :].any()


def test_a_letter_without_a_superior_form_is_made_small_and_raised() -> None:
    done = set_text([type(lettered("x")[0])("2"), type(lettered("x")[0])("ß", True)], STYLE, room())
    pieces = done.lines[0].words[0][1]
    assert [piece.scale for piece in pieces] == [1.0, pieces_module._RAISED_SIZE]
    assert pieces[1].rise > 0


def test_the_fallback_face_draws_what_the_first_lacks() -> None:
    only_sans = next(c for c in "ⱢẞʃẔ℗⁊ᶃ↔∕☐♪✓" if not missing_glyphs(c, [SANS]))
    if missing_glyphs(only_sans, [SERIF]):
        pieces = set_text("a" + only_sans, STYLE, room()).lines[0].words[0][1]
        assert [piece.face for piece in pieces] == [SERIF, SANS]


def test_letterspacing_widens_a_word_by_its_gaps_and_no_more() -> None:
    plain = set_text("ROUEN", TextStyle(faces=(SERIF,), features=("-liga",)), room())
    spaced = set_text("ROUEN", TextStyle(faces=(SERIF,), tracking=0.1), room())
    assert spaced.width == pytest.approx(plain.width + 4 * 0.1 * 48, abs=0.1)


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        ("Rue 北京", r"北 \(U\+5317 CJK UNIFIED IDEOGRAPH-5317\), 京", "glyph-missing"),
        ("👩‍👩‍👧 famille", r"U\+1F469 WOMAN", "glyph-missing"),
        ("nul\0", r"U\+0000", "character-invisible"),
        ("\ud800", r"U\+D800", "character-invisible"),
        ("abc \u202edef", r"U\+202E", "character-invisible"),
        ("e" + "\u0301" * 60, "heaps more than 4 accents", "accents-heaped"),
        ("x" * 5000, "holds a word wider than the picture", "text-too-long"),
        ("x" * 10_000, "has 10000 characters", "text-too-long"),
        ("שלום", "needs characters that the theme's fonts don't have", "glyph-missing"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(text: str, said: str, code: str) -> None:
    with pytest.raises(PictureError, match=said) as caught:
        set_text(text, STYLE, room())
    assert caught.value.code == code
    assert len(str(caught.value)) < 600
    str(caught.value).encode()  # a message can always be printed


def test_right_to_left_text_without_fribidi_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawable, "can_draw_right_to_left", lambda: False)
    monkeypatch.setattr(drawable, "missing_glyphs", lambda _text, _faces: "")
    with pytest.raises(PictureError, match="FriBiDi") as refused:
        set_text("שלום", STYLE, room())
    assert refused.value.code == "right-to-left-unavailable"


def test_words_from_right_to_left_are_laid_from_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawable, "missing_glyphs", lambda _text, _faces: "")
    monkeypatch.setattr(drawable, "can_draw_right_to_left", lambda: True)
    (line,) = set_text("שלום 1944 עולם", STYLE, room()).lines
    assert [pieces[0].text for _, pieces in line.words] == ["עולם", "1944", "שלום"]


@pytest.mark.parametrize(
    "text", ["%s {{ x }} </script> -->", "C:\\x\u200dy", "soft\u00adhy", "a\tb"]
)
def test_odd_but_drawable_text_is_drawn(text: str) -> None:
    assert ink(set_text(text, STYLE, room())).cover.any()


def test_empty_text_makes_no_ink() -> None:
    assert not ink(set_text("  \n", STYLE, room())).cover.any()


def test_the_same_text_gives_the_same_ink() -> None:
    one, other = (ink(set_text("Sainte-Mère-Église", STYLE, room())) for _ in range(2))
    assert np.array_equal(one.cover, other.cover)


def test_the_basic_engine_draws_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import ImageFont

    for name in ("renderer.typesetting.shaping", "renderer.typesetting.fonts"):
        monkeypatch.setattr(f"{name}.layout_engine", lambda: ImageFont.Layout.BASIC)
    for cached in (pieces_module._advance, pieces_module.open_face, superior_letters):
        cached.cache_clear()
    style = TextStyle(faces=(SERIF,), tracking=0.1, features=("onum",))
    assert ink(set_text(lettered("La 2e DB"), style, room())).cover.any()
    for cached in (pieces_module._advance, pieces_module.open_face, superior_letters):
        cached.cache_clear()


@given(
    st.lists(st.floats(0.2, 12), min_size=1, max_size=60),
    st.floats(12, 40),
)
@settings(max_examples=150, deadline=None)
def test_lines_hold_every_word_once_in_as_few_lines_as_can_be(
    widths: list[float], measure: float
) -> None:
    words = [Word(text="mot", width=width, gap=0.3) for width in widths]
    lines = break_words(words, measure, 1000)
    assert lines is not None
    assert [index for line in lines for index in line] == list(range(len(words)))
    used, fewest = 0.0, 1
    for width in widths:
        if used and used + 0.3 + width > measure:
            fewest, used = fewest + 1, width
        else:
            used += width + (0.3 if used else 0)
    assert len(lines) == fewest
    for line in lines:
        total = sum(widths[i] for i in line) + 0.3 * (len(line) - 1)
        assert total <= measure + 1e-6
