"""All names of a film: what is to be settled, what is settled and by whom, what may be a name."""

from __future__ import annotations

from pathlib import Path

from renderer.narration.names import names_to_settle, settled_names
from renderer.storyboard.board import Storyboard
from renderer.storyboard.load import load_storyboard

FILM = """\
storyboard: 1
slug: essai
title: Un essai
description: Un film.
language: fr
pronounce: [{write: Vimont, say: Vimon}, {write: Rien, say: Rien}]
slides:
  - id: un
    card: {title: Le pont de Brévands}
    narration: Brévands brûle. Bientôt, Vimont tombe.
  - id: deux
    card: {title: Deux}
    pronounce: [{write: Ploutz, say: Plouts}]
    narration: Ploutz et le capitaine Quibel vont à Troarn, puis à Falaise. Vimont résiste.
"""


def board(folder: Path, text: str = FILM) -> Storyboard:
    path = folder / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    return load_storyboard(path)


def test_a_name_at_the_head_of_a_sentence_is_one_that_the_film_names_elsewhere(
    tmp_path: Path,
) -> None:
    film = board(tmp_path)
    assert [name.written for name in names_to_settle(film)] == ["Brévands", "Quibel"]


def test_what_only_stands_at_heads_of_sentences_may_be_a_name(tmp_path: Path) -> None:
    text = FILM.replace("Le pont de Brévands", "Un")
    found = names_to_settle(board(tmp_path, text), doubtful=True)
    assert "Brévands" in [name.written for name in found]
    assert {name.kind for name in found} == {"perhaps"}


def test_an_entry_of_a_slide_hides_no_other_name_of_its_sentence(tmp_path: Path) -> None:
    assert "Quibel" in [name.written for name in names_to_settle(board(tmp_path))]


def test_what_is_said_right_is_listed_with_where_it_stands_and_what_settles_it(
    tmp_path: Path,
) -> None:
    found = {name.written: name for name in settled_names(board(tmp_path))}
    assert (found["Vimont"].count, found["Vimont"].slides) == (2, ("un", "deux"))
    assert found["Vimont"].origin.startswith("essai.yaml:")
    assert (found["Ploutz"].slide, found["Ploutz"].count) == ("deux", 1)
    assert (found["Troarn"].said, found["Troarn"].origin) == ("Troarne", "built in")
    assert (found["Falaise"].said, found["Falaise"].origin) == ("Falaise", "")
    assert (found["Rien"].count, found["Rien"].slides) == (0, ())
    assert "Quibel" not in found
