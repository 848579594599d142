"""Lists, however they were typed: each item is a sentence of its own, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.importing.document import Block
from renderer.importing.imports import import_text
from renderer.importing.lists import ended, with_items
from renderer.language.sentences import split_sentences
from renderer.storyboard.load import load_storyboard
from tests.importing import offices

ITEMS = [
    ("deux bunkers", "deux bunkers."),
    ("deux bunkers ;", "deux bunkers."),
    ("deux bunkers ; et", "deux bunkers."),
    ("deux bunkers, ou ", "deux bunkers."),
    ("et maintenant ?", "et maintenant ?"),
    ("le bilan :", "le bilan :"),
    ("il dit « non »", "il dit « non »"),
    ("un fort (1856)", "un fort (1856)."),
    ("le port, et la rade", "le port, et la rade."),
]
"""Of a list, and as a voice is given them; the studio's page does the same to what is pasted."""


@pytest.mark.parametrize(("typed", "said"), ITEMS)
def test_an_item_ends_with_a_pause_of_its_own(typed: str, said: str) -> None:
    assert ended(typed) == said


def kinds(*texts: str) -> list[tuple[str, str]]:
    blocks = [Block(kind="paragraph", text=text, id=f"p{n}") for n, text in enumerate(texts)]
    return [(block.kind, block.text) for block in with_items(blocks)]


def test_items_typed_by_hand_are_items_and_who_speaks_alone_is_not() -> None:
    assert kinds("On voit : • un fort • une digue") == [
        ("paragraph", "On voit :"),
        ("item", "un fort"),
        ("item", "une digue"),
    ]
    assert kinds("- un fort", "- une digue") == [("item", "un fort"), ("item", "une digue")]
    assert kinds("▪ un fort") == [("item", "un fort")]
    assert kinds("– Halte !", "Il se tut.") == [
        ("paragraph", "– Halte !"),
        ("paragraph", "Il se tut."),
    ]
    assert kinds("Le 3 - 4 juin", "- un seul") == [
        ("paragraph", "Le 3 - 4 juin"),
        ("paragraph", "- un seul"),
    ]


DOCUMENTS = {
    "a.md": "# Le port\n\nOn y voit :\n\n- un fort\n- une digue ;\n- et un phare\n",
    "a.html": "<h1>Le port</h1><p>On y voit :<ul><li>un fort<li>une digue ;<li>et un phare</ul>",
    "b.html": "<h1>Le port</h1><p>On y voit :<br>- un fort<br>- une digue ;<br>- et un phare</p>",
    "c.html": "<h1>Le port</h1><p>On y voit :<p>• un fort<p>• une digue ;<p>• et un phare",
    "a.txt": "Le port\n\nOn y voit :\n- un fort\n- une digue ;\n- et un phare\n",
}


@pytest.mark.parametrize("name", [*DOCUMENTS, "a.docx"])
def test_each_item_is_a_sentence_of_its_own_in_every_format(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    if name == "a.docx":
        told = [
            ("", "On y voit :"),
            ("", "•\tun fort"),
            ("", "•\tune digue ;"),
            ("", "•\tet un phare"),
        ]
        offices.paragraphs(source, told, "Le port")
    else:
        source.write_text(DOCUMENTS[name], encoding="utf-8")
    (tmp_path / "storyboards").mkdir()
    place = tmp_path / "storyboards" / "film.yaml"
    import_text(source, place)
    board = load_storyboard(place)
    [narration] = [slide.narration for slide in board.slides if "fort" in slide.narration]
    written = [sentence.written for sentence in split_sentences(narration, "fr")]
    assert written[-4:] == ["On y voit :", "un fort.", "une digue.", "et un phare."]
