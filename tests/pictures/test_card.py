import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.pictures.card import compose_card, draw_card
from renderer.pictures.card_parts import CardBlock, draw_paper, place_stack
from renderer.pictures.end_credits import (
    CreditsLine,
    draw_credits_page,
    draw_end_card,
    paginate_credits,
)
from renderer.storyboard.board import Card
from renderer.themes.file import load_theme
from tests.pictures.drawing import SHAPES, same_as_golden

THEMES = ("sobre", "archives", "officiel")
CARDS = {
    "title": (Card(title="La bataille de Cherbourg", text="Juin 1944"), ""),
    "chapter": (Card(title="Le débarquement"), "Le débarquement"),
    "date": (Card(date="6 juin 1944"), ""),
    "quotation": (
        Card(
            text="Paris outragé ! Paris brisé ! Paris martyrisé ! Mais Paris libéré ! Libéré par "
            "lui-même, libéré par son peuple avec le concours des armées de la France.",
            author="Charles de Gaulle",
            date="Hôtel de Ville de Paris, 25 août 1944",
        ),
        "",
    ),
    "text": (
        Card(
            text="Le port est détruit, les quais sont minés, l’eau est pleine d’épaves. Les "
            "ingénieurs estiment qu’il faudra trois semaines ; il en faudra davantage.\n\n"
            "Le 16 juillet, les premiers navires mouillent pourtant en grande rade.",
            date="Juillet 1944",
        ),
        "Le port",
    ),
    "dedication": (Card(text="À la mémoire de celles et ceux qui sont tombés ici."), ""),
}


def changed(picture: np.ndarray, name: str, size: Size) -> np.ndarray:
    """Where something is drawn on the theme's paper."""
    paper = draw_paper(load_theme(name), size)
    return (picture.astype(int) - paper).any(axis=2)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("size", SHAPES, ids=str)
@pytest.mark.parametrize("kind", CARDS)
def test_a_card_keeps_generous_margins(name: str, size: Size, kind: str) -> None:
    card, chapter = CARDS[kind]
    drawn = changed(draw_card(card, load_theme(name), size, chapter), name, size)
    rows, columns = np.where(drawn)
    assert columns.min() >= 0.07 * size.width
    assert columns.max() <= 0.93 * size.width
    assert rows.min() >= 0.08 * size.height
    assert rows.max() <= 0.92 * size.height


@pytest.mark.parametrize("kind", CARDS)
def test_a_centred_card_stands_in_the_middle(kind: str) -> None:
    size = Size(640, 360)
    card, chapter = CARDS[kind]
    if compose_card(card, load_theme("sobre"), chapter).align != "centre":
        pytest.skip("set from the left")
    rows, columns = np.where(
        changed(draw_card(card, load_theme("sobre"), size, chapter), "sobre", size)
    )
    assert abs((columns.min() + columns.max()) / 2 - 320) <= 3
    assert abs((rows.min() + rows.max()) / 2 - 180) <= 0.06 * 360


def test_left_hand_cards_hang_from_one_axis() -> None:
    theme, size = load_theme("archives"), Size(640, 360)
    lefts = set()
    for card, chapter in CARDS.values():
        placed = place_stack(compose_card(card, theme, chapter), theme, size)
        lefts.add(min(part.left for part in placed))
    assert len(lefts) == 1


def test_parts_never_overlap() -> None:
    for size in SHAPES:
        for card, chapter in CARDS.values():
            theme = load_theme("sobre")
            placed = [
                part
                for part in place_stack(compose_card(card, theme, chapter), theme, size)
                if part.text is None or part.text.lines[0].text != "«"
            ]
            for above, below in itertools.pairwise(placed):
                height = above.text.height if above.text else above.height
                assert above.top + height <= below.top + 0.01


@pytest.mark.parametrize(
    ("card", "chapter", "looks"),
    [
        (Card(title="A", text="B", date="C"), "", ["kicker", "title", "rule", "subtitle"]),
        (Card(title="A"), "A", ["rule", "chapter", "rule"]),
        (Card(title="A"), "B", ["rule", "chapter", "rule"]),
        (Card(date="C"), "", ["rule", "date", "rule"]),
        (Card(text="B", author="D", date="C"), "", ["quotation", "author", "note"]),
        (Card(text="B"), "", ["dedication"]),
        (Card(text="B\n\nE", date="C"), "", ["kicker", "text", "text"]),
        (Card(author="D"), "", ["author"]),
    ],
)
def test_the_fields_filled_decide_the_composition(
    card: Card, chapter: str, looks: list[str]
) -> None:
    parts = compose_card(card, load_theme("sobre"), chapter).parts
    assert [part.look if isinstance(part, CardBlock) else "rule" for part in parts] == looks


def test_a_title_that_is_broken_for_large_letters_is_one_line_above_a_quotation() -> None:
    broken, whole = (
        compose_card(Card(title=title, text="B", author="D"), load_theme("sobre"), "Le port")
        for title in ("Paris\nlibéré\u202f!", "Paris libéré\u202f!")
    )
    assert broken == whole


def test_a_quotation_that_has_its_own_marks_gets_no_other() -> None:
    theme = load_theme("sobre")
    assert compose_card(Card(text="Vive Paris", author="X"), theme).mark
    assert not compose_card(Card(text="« Vive Paris »", author="X"), theme).mark


def test_a_long_text_is_set_smaller_and_a_book_is_refused() -> None:
    theme, size = load_theme("sobre"), Size(640, 360)
    page = "Les combats reprennent au matin, sous la pluie, dans les haies et les chemins creux. "
    draw_card(Card(text=page * 5), theme, size)
    with pytest.raises(PictureError, match=r"doesn't fit|more text than fits") as refused:
        draw_card(Card(text=page * 40), theme, size)
    assert refused.value.code == "text-too-long"
    with pytest.raises(PictureError, match="empty") as refused:
        draw_card(Card(), theme, size)
    assert refused.value.code == "card-empty"


@given(
    st.builds(
        Card,
        title=st.text(max_size=40),
        text=st.text(max_size=120),
        date=st.text(max_size=15),
        author=st.text(max_size=20),
    ),
    st.sampled_from(SHAPES),
)
@settings(max_examples=60, deadline=None)
def test_any_card_is_drawn_or_refused_in_words(card: Card, size: Size) -> None:
    try:
        picture = draw_card(card, load_theme("officiel"), size)
    except PictureError:
        return
    assert picture.shape == (size.height, size.width, 3)


def test_a_card_is_the_same_every_time_and_does_not_spoil_the_paper() -> None:
    theme, size = load_theme("archives"), Size(640, 360)
    before = draw_paper(theme, size)
    one = draw_card(CARDS["quotation"][0], theme, size)
    other = draw_card(CARDS["quotation"][0], theme, size)
    assert np.array_equal(one, other)
    assert np.array_equal(before, draw_paper(theme, size))


def test_the_paper_has_no_bands() -> None:
    paper = draw_paper(load_theme("sobre"), Size(1280, 720)).astype(float)
    # Over 16 × 16 pixels the grain averages out; a band would leave steps of a whole level.
    means = paper.reshape(45, 16, 80, 16, 3).mean(axis=(1, 3))
    assert np.abs(np.diff(means, axis=1)).max() < 0.9


LINES = [
    line
    for number in range(9)
    for line in (
        CreditsLine(text=f"Partie {number}", kind="heading"),
        CreditsLine(text="National Archives, Washington (111-SC-191219)"),
        CreditsLine(text="© ECPAD/Défense, DAT 724 L04"),
        CreditsLine(text="Les frontières sont celles d’aujourd’hui", kind="note"),
    )
]


@pytest.mark.parametrize("size", SHAPES, ids=str)
def test_credits_fill_pages_in_order_and_no_heading_ends_one(size: Size) -> None:
    theme = load_theme("sobre")
    pages = paginate_credits(LINES, theme, size)
    told: list[CreditsLine] = []
    for page in pages:  # one that starts within a part repeats its heading
        told += page[1:] if page[0].kind == "heading" and page[0] in told else page
    assert told == LINES
    assert 2 <= len(pages) <= 12
    for page in pages:
        assert page[-1].kind != "heading"
        assert draw_credits_page(page, theme, size).shape == (size.height, size.width, 3)


def test_a_page_without_credits_is_refused() -> None:
    with pytest.raises(PictureError, match="at least one line") as refused:
        draw_credits_page([], load_theme("sobre"), SHAPES[0])
    assert refused.value.code == "card-empty"
    assert paginate_credits([], load_theme("sobre"), SHAPES[0]) == ()


def test_the_end_card_shows_the_logo_and_the_notice(tmp_path) -> None:
    Image.new("RGBA", (200, 100), (255, 0, 0, 255)).save(tmp_path / "logo.png")
    (tmp_path / "maison.yaml").write_text(
        "based_on: officiel\nlogo: logo.png\nend: {notice: Tous droits réservés.}\n"
    )
    theme = load_theme("maison", [tmp_path])
    for size in SHAPES:
        picture = draw_end_card(theme, size, "La bataille de Cherbourg")
        red = (picture == (255, 0, 0)).all(axis=2)
        rows, columns = np.where(red)
        assert abs((columns.min() + columns.max() + 1) / 2 - size.width / 2) <= 1
        assert rows.min() > 0.1 * size.height
        text = (np.abs(picture.astype(int) - 255).max(axis=2) > 60) & ~red
        assert np.where(text[:, size.width // 4 :])[0].min() > rows.max()
    (tmp_path / "logo.png").write_bytes(b"GIF89a")
    with pytest.raises(PictureError, match=r"logo\.png can't be read") as refused:
        draw_end_card(load_theme("maison", [tmp_path]), SHAPES[0])
    assert refused.value.code == "file-unreadable"


@pytest.mark.parametrize("name", THEMES)
def test_cards_look_as_they_did(name: str) -> None:
    size = Size(320, 180)
    row = [draw_card(card, load_theme(name), size, chapter) for card, chapter in CARDS.values()]
    sheet = np.vstack([np.hstack(row[:3]), np.hstack(row[3:])])
    same_as_golden(sheet, f"cards-{name}")
