"""What an import asks to be checked is read back from the file as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.importing.imports import import_text
from renderer.importing.remarks import remarked, remarks_of
from renderer.messages.catalogue import LANGUAGES, speaking
from tests.importing import offices

PATH = Path("a.yaml")
FILM = """\
# to check: a line was left out
storyboard: 1
slug: a
slides:
  - id: un
    # à voir\u00a0: écrit en français
    #   et long
    # une note à moi
    chapter: Premier
    narration: |
      Des mots.
      # to check: said aloud
      Encore.
  - id: deux
    card: {title: Deux}
    narration: Fin.
  # to check: of a slide between brackets
  - {id: trois, narration: Tout.}
languages: {}
"""


def test_remarks_are_found_in_any_of_our_languages_and_nothing_else_is_one() -> None:
    assert [(each.slide, each.why) for each in remarks_of(FILM)] == [
        (None, "a line was left out"),
        (0, "écrit en français et long"),
        (2, "of a slide between brackets"),
    ]


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("tongue", LANGUAGES)
def test_what_is_written_is_what_is_found_and_goes_without_a_trace(tongue: str, eol: str) -> None:
    text = FILM.replace("\n", eol)
    long = "une raison " * 30 + "qui finit par : « # to check: non »"
    proposal = "map:\n  view: {west: '1'}\n  alt: Carte.\n"
    with speaking(tongue):
        told = remarked(text, {"deux": [long, "\n" + proposal, "autre chose"]}, PATH)
    fresh = [each for each in remarks_of(told) if each.slide == 1]
    assert [each.why for each in fresh] == [long, "autre chose"]
    assert [each.proposal for each in fresh] == [proposal, ""]
    for each in reversed(fresh):
        told = told[: each.start] + told[each.stop :]
    assert told == text


def test_an_import_again_says_what_is_new_and_what_is_left(tmp_path: Path) -> None:
    (tmp_path / "storyboards").mkdir()
    place = tmp_path / "storyboards" / "a.yaml"
    source = tmp_path / "a.md"
    source.write_text(f"# Le port\n\n{offices.ASSAULT}\n\n8 €\n", encoding="utf-8")
    first = import_text(source, place).report
    text = place.read_text(encoding="utf-8")
    assert (first.to_check, first.still_to_check) == (len(remarks_of(text)), 0)
    again = import_text(source, place).report
    assert (again.to_check, again.still_to_check) == (0, first.to_check)
    [one, *_] = remarks_of(text)
    place.write_text(text[: one.start] + text[one.stop :], encoding="utf-8")
    added = (
        "\n\n## Après\n\nLe lendemain, une tout autre histoire commence ici, et elle est longue."
    )
    source.write_text(source.read_text(encoding="utf-8") + added, encoding="utf-8")
    third = import_text(source, place).report
    assert third.still_to_check == first.to_check - 1
    assert third.to_check > 0


PICTURES = {
    "two legends": (
        "<figure><img src='a.png' alt='Un fort'><figcaption>Le fort</figcaption>"
        "<figcaption>La digue</figcaption></figure>",
        "the caption is made of 2 legends",
    ),
    "several pictures": (
        "<img src='a.png' alt='Un fort'><figcaption>Le fort</figcaption>"
        "<img src='b.png' alt='Une digue'>",
        "stands beside several pictures",
    ),
    "a file's name": ("<img src='a.png' alt='IMG 2034.JPG'>", "only the name of a file"),
    "a machine's words": (
        "<img src='a.png' alt='Une image contenant ciel. Description générée automatiquement'>",
        "made by a machine",
    ),
}


@pytest.mark.parametrize("case", PICTURES)
def test_what_was_guessed_of_a_picture_says_where_it_came_from(tmp_path: Path, case: str) -> None:
    html, why = PICTURES[case]
    for name, colour in (("a.png", "red"), ("b.png", "blue")):
        (tmp_path / name).write_bytes(offices.picture(colour).getvalue())
    source = tmp_path / "a.html"
    source.write_text(f"<h1>Le port</h1><p>{offices.ASSAULT}</p>{html}", encoding="utf-8")
    (tmp_path / "storyboards").mkdir()
    place = tmp_path / "storyboards" / "a.yaml"
    import_text(source, place)
    told = [each.why for each in remarks_of(place.read_text(encoding="utf-8"))]
    assert any(why in each for each in told), told


def test_a_legend_under_its_one_picture_is_no_guess(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(offices.picture("red").getvalue())
    figure = "<figure><img src='a.png' alt='Un fort'><figcaption>Le fort</figcaption></figure>"
    source = tmp_path / "a.html"
    source.write_text(f"<h1>Le port</h1><p>{offices.ASSAULT}</p>{figure}", encoding="utf-8")
    (tmp_path / "storyboards").mkdir()
    place = tmp_path / "storyboards" / "a.yaml"
    import_text(source, place)
    text = place.read_text(encoding="utf-8")
    assert "caption: Le fort" in text
    assert "legend of the document" not in text
