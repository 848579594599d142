from __future__ import annotations

import pytest

from renderer.storyboard.advice import misspelt
from renderer.storyboard.load import check
from tests.storyboard.conftest import Write

HEAD = "storyboard: 1\nslug: film\ntitle: Film\ndescription: Un film.\n"
RIGHTS = "rights: {author: Inconnu, license: CC0-1.0}"


def warnings(write: Write, slide: str, head: str = HEAD) -> list[str]:
    lines = "".join(f"    {line}\n" for line in slide.splitlines())
    report = check(write(f"{head}slides:\n  - id: a\n{lines}"))
    assert not report.problems
    assert report.storyboard is not None
    return [
        f"{each.mark.line}:{each.mark.column} [{each.code}] {each.what}" for each in report.warnings
    ]


def test_a_careful_storyboard_has_no_warning(write: Write) -> None:
    image = f"image: {{file: carte.jpg, alt: Une carte., {RIGHTS}}}"
    assert warnings(write, f"{image}\nnarration: À l'aube.\ncaption: Utah") == []


@pytest.mark.parametrize(
    ("slide", "said"),
    [
        (f"image: {{file: carte.jpg, {RIGHTS}}}\nlength: 4", "7:5 [alt-missing] no 'alt'"),
        (
            "image: {file: carte.jpg, alt: Carte}\nlength: 4",
            "7:5 [rights-missing] 'carte.jpg' has no rights",
        ),
        (
            "image: {file: carte.jpg, alt: Carte, rights: {author: X}}\nlength: 4",
            "7:5 [rights-missing] 'carte.jpg' has no licence",
        ),
        (
            f"clip: {{target: 'a:b', alt: X}}\nlength: 4\ncaption: {'a' * 121}",
            "9:14 [text-too-long] a caption of 121 characters",
        ),
        (
            f"card: Utah\nnarration: {'six   ' * 200}six.",
            "8:16 [narration-too-long] about 80 seconds of narration on one picture",
        ),
        (
            f"card: Utah\nlength: 2\nnarration: {'six   ' * 19}six.",
            "8:13 [length-too-short] about 8 seconds are needed to say the narration",
        ),
        (
            'clip: {target: "a:b", alt: X}\nlength: 4\ncaption: "\u202eUtah"',
            "9:14 [character-invisible] invisible characters that turn the direction of writing",
        ),
        ("clip: a:b\nlength: 4", "7:11 [alt-missing] no 'alt'"),
        (
            f"image: {{file: carte.jpg, alt: {'a' * 301}, {RIGHTS}}}\nlength: 4",
            "7:35 [text-too-long] an 'alt' of 301 characters",
        ),
    ],
)
def test_what_may_be_improved_is_said_at_its_place(write: Write, slide: str, said: str) -> None:
    assert warnings(write, slide) == [said]


def test_a_permission_stands_for_a_licence(write: Write) -> None:
    given = "{from: X, date: 2024-01-01, document: a letter}"
    rights = f"rights: {{author: X, permission: {given}}}"
    assert warnings(write, f"image: {{file: carte.jpg, alt: Carte, {rights}}}\nlength: 4") == []


def test_the_film_itself_is_looked_at(write: Write) -> None:
    bare = HEAD.replace("description: Un film.\n", "music: marche.mp3\n")
    assert warnings(write, "card: Utah\nlength: 4", bare) == [
        "3:8 [description-missing] the film has no description",
        "4:8 [rights-missing] the music has no rights",
    ]


def test_chapters_start_with_the_film(write: Write) -> None:
    first = "card: Utah\nlength: 4\n"
    text = HEAD + "slides:\n  - {id: a, card: A, length: 1}\n"
    text += "  - {id: b, chapter: Deux, card: B, length: 1}\n"
    (said,) = check(write(text)).warnings
    assert said.what == "the film has chapters, and its first slide is in none"
    assert said.code == "chapter-missing"
    assert warnings(write, first) == []


def test_slips_of_french_are_advised_on_once_for_each_text(write: Write) -> None:
    slide = "card: Utah\nlength: 9\nchapter: A l'aube du XXème.\nnarration: Le coeur. Le coeur ."
    assert warnings(write, slide) == [
        "9:14 [spelling-unfit] 'A l'', 'XXème' aren't set as in print",
        "10:16 [spelling-unfit] 'coeur', 'coeur .' aren't set as in print",
    ]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("Sur l'Ile de Sein.", "Île"),
        ("Aux Iles Chausey.", "Îles"),
        ("Au Moyen Age.", "Âge"),
        ("Ca va mal.", "Ça va"),
        ("Ca n'est rien.", "Ça n'"),
        ("Mr Roy parle.", "M."),
        ("Mr. et Mme Roy.", "M."),
        ("La fin , enfin.", "fin,"),
        ("En 1944 , il part.", "1944,"),
        ("L'Etat ment.", "État"),
        ("Des Epaves.", "Épaves"),
    ],
)
def test_accents_commas_and_titles_are_advised_on(typed: str, right: str) -> None:
    assert [mended for _, mended in misspelt(typed)] == [right]


@pytest.mark.parametrize(
    "text",
    [
        "L'Île de Ré, l'Iliade et Ilian.",
        "Ça va. Le calcium (Ca) manque. Ca et là.",
        "M. Roy, Mrs Roy, le MR 12 et la Mre.",
        "« Non », dit-il, à 3,5 km.",
        "Age of Empires, Agen, Amélie et le Dr. Etchegaray.",
        'Un "mot"... et - enfin - deux  blancs -- rien.',
    ],
)
def test_what_is_right_or_set_right_by_itself_is_not_advised_on(text: str) -> None:
    assert [*misspelt(text)] == []


def test_only_french_is_told_how_french_is_set(write: Write) -> None:
    english = HEAD.replace("title:", "language: en\ntitle:")
    assert warnings(write, "card: Utah\nlength: 4\nchapter: A la carte .", english) == []


def test_a_caption_under_words_alone_is_advised_against(write: Write) -> None:
    [said] = warnings(write, "card: La rade\nlength: 4\ncaption: La rade, aujourd'hui")
    assert said.startswith("9:14 [caption-without-picture] a caption on a card")
