"""Rereading what changed: slide by slide, sentence by sentence."""

from __future__ import annotations

from renderer.production.review import FieldChange, SlideChange, compared
from tests.editing.test_random_edits import read

BEFORE = """\
title: La mer
slides:
  - id: un
    image: {file: a.jpg, alt: La  mer}
    narration: Une phrase. Une autre. Et encore.
  - id: deux
    caption: "Deux"
  - id: trois
    narration: Rien ne bouge.
  - id: quatre
    card: Fin
"""
AFTER = """\
title: L'océan
slides:
  - id: trois
    narration: |
      Rien ne
      bouge.
  - id: neuf
    caption: Neuf
  - id: un
    image: {file: b.jpg, alt: "La mer"}
    narration: Une phrase. Une tout autre. Et encore. Puis rien.
  - id: quatre
    card: Fin
"""


def changes() -> dict[str, SlideChange]:
    return {change.slide: change for change in compared(read(BEFORE), read(AFTER), "fr")}


def test_each_slide_is_new_gone_elsewhere_or_another_in_the_order_of_the_film() -> None:
    assert [(name, change.what) for name, change in changes().items()] == [
        ("", "changed"),
        ("trois", "moved"),
        ("neuf", "added"),
        ("un", "changed"),
        ("deux", "gone"),
    ]
    assert compared(read(BEFORE), read(BEFORE), "fr") == ()


def test_fields_say_what_they_said_and_say() -> None:
    assert changes()["un"].fields == (FieldChange(key="image.file", before="a.jpg", after="b.jpg"),)
    assert changes()["deux"].fields == (FieldChange(key="caption", before="Deux", after=None),)
    assert changes()[""].fields == (FieldChange(key="title", before="La mer", after="L'océan"),)


def test_sentences_stand_side_by_side() -> None:
    assert [
        (each.what, each.index_before, each.index, each.before, each.after)
        for each in changes()["un"].sentences
    ] == [
        ("same", 0, 0, "Une phrase.", "Une phrase."),
        ("changed", 1, 1, "Une autre.", "Une tout autre."),
        ("same", 2, 2, "Et encore.", "Et encore."),
        ("added", None, 3, None, "Puis rien."),
    ]
    assert changes()["trois"].sentences == ()


def test_a_film_full_of_mistakes_is_compared_too() -> None:
    for other in ("", "- 1\n", "slides: 3\n", "slides: [1, {id: []}, {id: un}, {id: un}]\n"):
        assert compared(read(BEFORE), read(other), "fr")
        assert compared(read(other), read(AFTER), "fr")
