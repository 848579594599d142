"""An edit looks like a careful colleague's: in the style that is there, where the schema has it."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest

from renderer.editing.edits import (
    Duplicate,
    Edit,
    Insert,
    Move,
    Put,
    Remove,
    Rename,
    Replace,
    apply,
)
from renderer.editing.syntax_tree import Manuscript
from renderer.errors import StoryboardError
from renderer.storyboard.schema import TranslationModel
from tests.editing.test_random_edits import FILMS, read, trimmed

ENTRY = {"say": "Chlibène", "write": "Schlieben"}


def changed(text: str, *edits: Edit) -> list[str]:
    """The lines that went and came, as `git diff` shows them."""
    after = apply(text, edits)
    lines = list(difflib.unified_diff(text.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return [f"{line[0]} {line[1:]}".rstrip() for line in lines if line[0] in "-+"]


@pytest.mark.parametrize(
    ("written", "value", "becomes"),
    [
        ("a: mer", "terre", "a: terre"),
        ("a: mer  # au loin", "terre ferme", "a: terre ferme  # au loin"),
        ("a: 'l''été'", "l'hiver", "a: 'l''hiver'"),
        ('a: "L\\u00e9on va"', "Léon vient", 'a: "L\\u00e9on vient"'),
        ('a: "un\\ndeux"', "un\ntrois", 'a: "un\\ntrois"'),
        ("a: mer", "Utah: là", 'a: "Utah: là"'),
        ("a: mer", "n° #5", 'a: "n° #5"'),
        ("a: mer", 'dit "oui": là', "a: 'dit \"oui\": là'"),
        ("a: mer", "null", 'a: "null"'),
        ("a: mer", "", 'a: ""'),
        ("a: mer", " mer ", "a: mer"),
        ("a: mer", "mer haute ", "a: mer haute"),
        ('a: ""', "un\n\ndeux", "a: |\n  un\n\n  deux"),
        ('narration: ""', "Un.", "narration: |\n  Un."),
        ("a: 'mer'", "un\n\ndeux", "a: |\n  un\n\n  deux"),
        ("a: |\n  un  \n  deux\nb: 1", "un\ndeux\n", "a: |\n  un  \n  deux\nb: 1"),
        ("a: mer", "- mer", 'a: "- mer"'),
        ("a:", "mer", "a: mer"),
        ("a: ~  # rien", "mer", "a: mer  # rien"),
        ("a: mer", 1.5, "a: 1.5"),
        ("a: mer", True, "a: yes"),
        ("a: mer", None, "a: null"),
        ("a: mer", "un\n\ndeux", "a: |\n  un\n\n  deux"),
        ("a: mer  # c", "un\ndeux", "a: |  # c\n  un\n  deux"),
        ("a:  # c\nb: 1", "un\ndeux", "a: |  # c\n  un\n  deux\nb: 1"),
        ("{a: mer}", "un\ndeux", '{a: "un\\ndeux"}'),
        ("{a: mer}", "un, deux", '{a: "un, deux"}'),
        ("a: |\n    un deux\n\n    trois\nb: 1", "un deux\n\nquatre", None),
        ("a: |\n    un deux\n\n    trois\nb: 1", "un\n\ntrois", "a: |\n    un\n\n    trois\nb: 1"),
        ("a: |-\n  un\nb: 1", "deux\ntrois", "a: |-\n  deux\n  trois\nb: 1"),
        ("a: |+\n  un\n\n\nb: 1", "deux", "a: |+\n  deux\n\n\nb: 1"),
        ("a: |\n  un\nb: 1", "  deux", "a: |\n  deux\nb: 1"),
        ("a: |3\n    un\nb: 1", "deux", "a: |3\n    deux\nb: 1"),
        ("a: >\n  un deux\n  trois quatre\nb: 1", "un deux\ntrois cinq", None),
        (
            "a: >-\n  un deux\n  trois quatre",
            "un deux trois cinq",
            "a: >-\n  un deux\n  trois cinq",
        ),
        ("a: un\n  deux", "un trois", "a: un\n  trois"),
    ],
)
def test_a_text_keeps_its_style_or_takes_the_nearest(
    written: str, value: Any, becomes: str | None
) -> None:
    key = "narration" if written.startswith("narration") else "a"
    after = apply(written, Put(path=(key,), value=value))
    if becomes is not None:
        assert after == becomes
    found = read(after).at((key,))
    assert trimmed(found) == trimmed("yes" if value is True else value and str(value))


def test_a_long_folded_text_is_broken_where_it_grows() -> None:
    line = "mot " * 23
    text = f"a: >-\n  {line.strip()}\n  fin\n"
    after = apply(
        text, Put(path=("a",), value=f"{line}nouveau encore et encore un mot de plus fin")
    )
    assert after.splitlines() == [
        "a: >-",
        f"  {line.strip()}",
        "  nouveau encore et encore un mot de plus fin",
    ]


@pytest.mark.parametrize("film", FILMS, ids=lambda path: path.stem)
def test_a_film_that_is_opened_and_saved_is_the_same_to_the_byte(film: Path) -> None:
    data = film.read_bytes()
    text = data.decode("utf-8")
    tree = read(text)
    assert isinstance(tree.data, dict)
    everything = [Put(path=(key,), value=value) for key, value in tree.data.items()]
    assert apply(text, []).encode("utf-8") == data
    assert apply(text, everything).encode("utf-8") == data


BOARD = """\
# En-tête
storyboard: 1
slug: film

slides:
  # L'ouverture
  - id: un
    chapter: Début
    image: carte.jpg   # de 1944
    caption: Un
    # hold: 2

  # La mer
  - id: deux
    map: {places: [{name: Utah, at: [1, 2]}]}
    narration: |
      La mer.

      Encore.

  - caption: sans nom
# fin
"""


def test_a_key_is_put_where_the_schema_has_it() -> None:
    assert changed(BOARD, Put(path=("slides", "deux", "caption"), value="La mer")) == [
        "+     caption: La mer"
    ]
    after = apply(BOARD, Put(path=("slides", "deux", "caption"), value="La mer"))
    assert "    caption: La mer\n    narration: |" in after
    assert changed(BOARD, Put(path=("title",), value="Film")) == ["+ title: Film"]
    assert "slug: film\ntitle: Film\n\nslides" in apply(BOARD, Put(path=("title",), value="Film"))
    assert apply(BOARD, Put(path=("slides", 2, "id"), value="trois")).count("  - id: trois\n") == 1


def test_a_short_form_becomes_a_long_one_when_it_is_given_a_key() -> None:
    assert changed(BOARD, Put(path=("slides", "un", "image", "focus"), value=[0.5, 0.25])) == [
        "-     image: carte.jpg   # de 1944",
        "+     image:",
        "+       file: carte.jpg   # de 1944",
        "+       focus: [0.5, 0.25]",
    ]
    flow = "slides: [{id: a, image: x.jpg}]\n"
    assert apply(flow, Put(path=("slides", "a", "image", "fit"), value="cover")) == (
        "slides: [{id: a, image: {file: x.jpg, fit: cover}}]\n"
    )
    block = "slides:\n  - card: |\n      Texte\n"
    assert "title: Titre\n      text: Texte" in apply(
        block, Put(path=("slides", 0, "card", "title"), value="Titre")
    )
    listed = "slides:\n  - sources:\n      - Archives\n"
    assert apply(listed, Put(path=("slides", 0, "sources", 0, "url"), value="https://a.fr")) == (
        "slides:\n  - sources:\n      - title: Archives\n        url: https://a.fr\n"
    )


def test_a_text_without_a_long_form_is_given_no_key() -> None:
    with pytest.raises(StoryboardError) as refused:
        apply(BOARD, Put(path=("slug", "nom"), value="x"))
    assert refused.value.problems[0].code == "edit-unfit"
    assert refused.value.problems[0].mark.line == 3


def test_comments_go_with_the_slide_that_they_stand_above_or_are_set_in_under() -> None:
    moved = apply(BOARD, Move(path=("slides", "un"), to=1))
    assert moved.index("# La mer") < moved.index("# L'ouverture") < moved.index("- id: un")
    assert moved.index("- id: un") < moved.index("# hold: 2") < moved.index("- caption")
    assert moved.startswith("# En-tête\nstoryboard: 1\n")
    assert moved.endswith("\n# fin\n")
    gone = apply(BOARD, Remove(path=("slides", "un")))
    assert "ouverture" not in gone
    assert "hold" not in gone
    assert "slides:\n  # La mer\n  - id: deux\n" in gone


def test_a_copy_stands_behind_its_slide_under_a_name_of_its_own() -> None:
    after = apply(BOARD, [Duplicate(path=("slides", "un")), Duplicate(path=("slides", "un"))])
    slides = read(after).at(("slides",))
    assert isinstance(slides, list)
    assert [slide.get("id") for slide in slides] == ["un", "un-3", "un-2", "deux", None]
    assert [slide.get("chapter") for slide in slides][:3] == ["Début", None, None]
    assert after.count("# hold: 2\n\n  # ") == 3  # a blank line apart, as the others are


def test_a_copy_takes_no_name_that_is_taken() -> None:
    assert "- id: mer\n" in apply(BOARD, Duplicate(path=("slides", "un"), name="mer"))
    with pytest.raises(StoryboardError, match="several are called 'deux'"):
        apply(BOARD, Duplicate(path=("slides", "un"), name="deux"))


def test_a_slide_without_an_id_is_called_by_its_number() -> None:
    assert changed(BOARD, Put(path=("slides", 2, "caption"), value="nommée")) == [
        "-   - caption: sans nom",
        "+   - caption: nommée",
    ]


def test_what_names_a_slide_in_the_file_follows_its_new_name() -> None:
    text = (
        "film: {teaser: {slides: [un, deux]}}\n"
        'languages:\n  en:\n    slides:\n      "un":  # one\n        caption: One\n'
        "slides:\n  - id: un  # le premier\n  - id: deux\n"
    )
    after = apply(text, Rename(path=("slides", "un"), name="début"))
    assert after == text.replace('"un"', "début").replace("un,", "début,").replace(
        "id: un", "id: début"
    )
    assert apply(after, Rename(path=("slides", 0), name="un")) == text.replace('"un"', "un")
    with pytest.raises(StoryboardError, match="several are called 'deux'"):
        apply(text, Rename(path=("slides", "un"), name="deux"))


def test_a_new_slide_is_written_as_the_schema_orders_it() -> None:
    new = {"narration": "Bonjour.", "card": {"text": "Là: ici", "title": "Titre"}, "id": "neuf"}
    assert changed(BOARD, Insert(path=("slides", 1), value=new)) == [
        "+   - id: neuf",
        "+     card:",
        "+       title: Titre",
        '+       text: "Là: ici"',
        "+     narration: |",
        "+       Bonjour.",
        "+",
    ]


def test_what_stands_between_brackets_stays_there() -> None:
    path = ("slides", "deux", "map", "places")
    added = apply(BOARD, Insert(path=(*path, 1), value={"at": [3, 4], "name": "Omaha, la plage"}))
    assert '[{name: Utah, at: [1, 2]}, {name: "Omaha, la plage", at: [3, 4]}]' in added
    assert apply(added, Remove(path=(*path, 1))) == BOARD
    assert "[{name: Utah, at: [1, 2], label: n}]" in apply(
        BOARD, Put(path=(*path, 0, "label"), value="n")
    )


@pytest.mark.parametrize(
    ("number", "becomes"),
    [
        (0, "a: [ # un\n  y, # deux\n  z # trois\n]\n"),
        (1, "a: [x, # un\n   # deux\n  z # trois\n]\n"),
        (2, "a: [x, # un\n  y, # deux\n   # trois\n]\n"),
    ],
)
def test_comments_between_brackets_stay(number: int, becomes: str) -> None:
    text = "a: [x, # un\n  y, # deux\n  z # trois\n]\n"
    assert apply(text, Remove(path=("a", number))) == becomes


def test_a_long_text_under_a_new_key_is_broken_into_lines() -> None:
    said = "Sur la plage : des soldats, des barges, la mer au loin. " * 4
    after = apply(BOARD, Put(path=("slides", "deux", "card", "text"), value=said))
    new = [line for line in after.splitlines() if line not in BOARD.splitlines()]
    assert new[:2] == ["    card:", "      text: >-"]
    assert [len(line) - len(line.lstrip()) for line in new[2:]] == [8, 8, 8]
    assert max(map(len, new)) <= 100
    assert read(after).at(("slides", 1, "card", "text")) == said.strip()


def test_a_slide_of_paragraphs_is_no_line_between_brackets() -> None:
    text = "slides:\n  - {id: a, card: A}\n"
    new = {"id": "b", "narration": "Un.\n\nDeux."}
    assert apply(text, Insert(path=("slides", 1), value={"id": "b", "card": "B"})) == (
        text + "  - {id: b, card: B}\n"
    )
    assert apply(text, Insert(path=("slides", 1), value=new)) == (
        text + "  - id: b\n    narration: |\n      Un.\n\n      Deux.\n"
    )


def test_a_dash_keeps_what_follows_a_first_key_that_goes() -> None:
    text = "slides:\n  - id: a\n    # la carte\n    image: b.jpg\n"
    assert apply(text, Remove(path=("slides", 0, "id"))) == (
        "slides:\n  - # la carte\n    image: b.jpg\n"
    )
    text = "slides:\n  - id: a\n    image: b.jpg\n"
    assert apply(text, Remove(path=("slides", 0, "id"))) == "slides:\n  - image: b.jpg\n"


def test_what_is_left_empty_goes_too() -> None:
    assert changed(BOARD, Remove(path=("slides", "deux", "map", "places", 0))) == [
        "-     map: {places: [{name: Utah, at: [1, 2]}]}"
    ]


def test_only_what_differs_of_a_list_is_touched() -> None:
    text = (
        "slides:\n  - map:\n      places:\n        - a  # un\n        - b\n        - c  # trois\n"
    )
    path = ("slides", 0, "map", "places")
    assert changed(text, Put(path=path, value=["a", "x", "y", "c"])) == [
        "-         - b",
        "+         - x",
        "+         - y",
    ]


def test_how_a_name_is_said_is_kept_for_the_slide_the_film_or_all_films() -> None:
    here = Insert(path=("slides", "un", "pronounce", 0), value=ENTRY)
    assert changed(BOARD, here) == [
        "+     pronounce:",
        "+       - {write: Schlieben, say: Chlibène}",
    ]
    film = apply("title: x\npronounce: lexique.yaml\n", Insert(path=("pronounce", 9), value=ENTRY))
    assert film.endswith("\npronounce: [lexique.yaml, {write: Schlieben, say: Chlibène}]\n")
    lexicon = "# Noms\n- {write: Utah, say: Iouta}\n"
    assert apply(lexicon, Insert(path=(9,), value=ENTRY)) == (
        lexicon + "- {say: Chlibène, write: Schlieben}\n"
    )
    for empty in ("# Noms\n", "# Noms\n[]\n"):
        assert read(apply(empty, Insert(path=(0,), value=ENTRY))).data == [ENTRY]


def test_a_translator_s_file_is_edited_in_its_own_order() -> None:
    text = "title: Film\nslides:\n  un:\n    narration: The sea.\n"
    after = apply(
        text,
        [
            Put(path=("slides", "un", "caption"), value="One"),
            Put(path=("slides", "deux", "alt"), value="A map"),
            Put(path=("words", "La Manche: nord"), value="The Channel"),
        ],
        model=TranslationModel,
    )
    assert after == (
        'title: Film\nwords:\n  "La Manche: nord": The Channel\nslides:\n  un:\n    caption: One\n'
        "    narration: The sea.\n  deux:\n    alt: A map\n"
    )
    assert read(after).at(("words", "La Manche: nord")) == "The Channel"


@pytest.mark.parametrize("eol", ["\r\n", "\r"])
def test_line_ends_the_byte_order_mark_and_a_missing_last_line_end_stay(eol: str) -> None:
    text = "\ufeff" + BOARD.rstrip().removesuffix("# fin").rstrip().replace("\n", eol)
    after = apply(
        text,
        [
            Put(path=("slides", "deux", "narration"), value="Un.\r\n\r\nDeux."),
            Put(path=("slides", 2, "image", "alt"), value="x"),
            Duplicate(path=("slides", "un")),
            Move(path=("slides", 3), to=0),
        ],
    )
    assert after.startswith("\ufeff# En-tête")
    assert not after.endswith(eol)
    assert eol == "\r" or after.count("\n") == after.count("\r\n") == after.count("\r")
    assert eol != "\r" or "\n" not in after


@pytest.mark.parametrize(
    "line", ["a: &x 1", "a: !!str 1", "b: *x", "a: 1\na: 2", "a: [1", "a: 1\n---\nb: 2"]
)
def test_what_no_storyboard_may_hold_is_told_at_its_line_and_not_edited(line: str) -> None:
    text = f"title: Film\n{line}\n"
    with pytest.raises(StoryboardError) as refused:
        apply(text, Put(path=("title",), value="x"))
    assert refused.value.problems[0].mark.line in (2, 3)
    assert apply(text, Replace(start=0, stop=5, text="slug")).startswith("slug: Film")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Put(path=("slides", "trois", "caption"), value="x"), "no 'trois'"),
        (Put(path=("slides", 7, "caption"), value="x"), "no item 7"),
        (Remove(path=("slides", "trois")), "no 'trois'"),
        (Put(path=("slides", -1, "caption"), value="x"), "no item -1"),
        (Put(path=("slides", 1.5, "caption"), value="x"), "no item 1.5"),  # type: ignore[arg-type]
        (Put(path=(0,), value="x"), "keys here, no list"),
        (Insert(path=(), value="x"), "keys here, no list"),
        (Insert(path=("title", "x"), value="x"), "keys here, no list"),
        (Insert(path=("slug", 0), value="x"), "keys here, no list"),
        (Insert(path=("slides", "deux", "map", 0), value="x"), "keys here, no list"),
        (Duplicate(path=("slides",)), "keys here, no list"),
        (Move(path=("slides", "un", "caption"), to=0), "keys here, no list"),
        (Move(path=("slides", 9), to=0), "no item 9"),
    ],
)
def test_what_is_no_longer_there_is_not_edited(edit: Edit, said: str) -> None:
    with pytest.raises(StoryboardError, match=said) as refused:
        apply(BOARD, edit)
    assert [problem.code for problem in refused.value.problems] == ["edit-unfit"]


def test_of_two_slides_with_one_name_none_is_chosen() -> None:
    text = "slides:\n- id: a\n- id: a\n"
    with pytest.raises(StoryboardError, match="several are called 'a'"):
        apply(text, Put(path=("slides", "a", "caption"), value="x"))
    assert "- id: a\n  caption: x\n" in apply(text, Put(path=("slides", 1, "caption"), value="x"))


@pytest.mark.parametrize("value", ["a\x00b", "a\u2028b", "\ud800", {"k": "\x07"}, ["\x1b[31m"]])
def test_what_is_no_text_is_not_written(value: Any) -> None:
    with pytest.raises(StoryboardError) as refused:
        apply(BOARD, Put(path=("slides", "un", "caption"), value=value))
    assert refused.value.problems[0].code == "character-invisible"
    assert refused.value.problems[0].mark.line == 10


@pytest.mark.parametrize(
    "value",
    [
        "</script><script>alert(1)</script>",
        "x\n    - id: injecté\n      caption: y",
        "x\nslides: []",
        "{{x}} %s ${x} `id`",
        "*a &b !c <<: d",
        "x' \" \\ \n---\n...\n",
        "<<<<<<< ours",
        "\u202egnol",
        "[" * 3_000,
        "x" * 200_000,
    ],
)
def test_no_text_becomes_anything_else_than_text(value: str) -> None:
    for path in (("slides", "un", "caption"), ("slides", "deux", "narration"), ("title",)):
        tree = read(apply(BOARD, Put(path=path, value=value)))
        slides = tree.at(("slides",))
        assert isinstance(slides, list)
        assert len(slides) == 3
        steps: tuple[str | int, ...] = path
        if len(path) > 1:
            steps = ("slides", ("un", "deux").index(path[1]), path[2])
        found = tree.at(steps)
        assert trimmed(found) == trimmed(value)
    places = ("slides", 1, "map", "places", 0)
    after = apply(BOARD, Insert(path=places, value={"name": value}))
    assert read(after).at((*places, "name")) == trimmed(value)


@pytest.mark.parametrize("value", [[[]], {"a": {}}])
def test_what_is_nested_without_end_is_refused(value: Any) -> None:
    inner = value
    for _ in range(20_000):
        inner = [inner] if isinstance(value, list) else {"a": inner}
    with pytest.raises(StoryboardError, match="levels deep"):
        apply(BOARD, Put(path=("slides", "un", "map"), value=inner))
    with pytest.raises(StoryboardError):
        apply(BOARD, Put(path=("slides", "un", *("a",) * 20_000), value="x"))


def test_a_text_that_no_storyboard_holds_is_refused_for_what_it_is() -> None:
    with pytest.raises(StoryboardError) as refused:
        apply(BOARD, Put(path=("title",), value="x" * 20_000_001))
    assert [problem.code for problem in refused.value.problems] == ["file-too-large"]


def test_a_front_that_is_dragged_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    line = [[f"{number}.5", "-1.175"] for number in range(40)]
    text = f"slides:\n- map:\n    line: [{', '.join(f'[{a}, {b}]' for a, b in line)}]  # est\n"
    readings: list[str] = []
    read_once = Manuscript.read

    def counted(whole: str, path: Path) -> Manuscript:
        readings.append(whole)
        return read_once(whole, path)

    monkeypatch.setattr("renderer.editing.edits.Manuscript.read", counted)
    moved = [[f"{number}.75", "-1.25"] for number in range(40)]
    after = apply(text, Put(path=("slides", 0, "map", "line"), value=moved))
    assert after == text.replace(".5,", ".75,").replace("-1.175", "-1.25")
    assert len(readings) == 2  # as it was, and as it is


def test_all_edits_are_made_or_none() -> None:
    edits: list[Edit] = [Put(path=("title",), value="x"), Remove(path=("slides", "trois"))]
    with pytest.raises(StoryboardError):
        apply(BOARD, edits)


def test_a_text_is_typed_letter_by_letter_as_if_it_had_been_written_at_once() -> None:
    said = 'Le 6 juin : « Là », dit-il.\n\nPuis #1, "rien" {de|dé} [plus].\nFin.'
    text = "slides:\n  - id: a\n    caption: Mer\n  - id: b\n"
    for count in range(1, len(said) + 1):
        text = apply(text, Put(path=("slides", "a", "narration"), value=said[:count]))
    lines = "".join(f"      {line}\n" if line else "\n" for line in said.split("\n"))
    assert text == (f"slides:\n  - id: a\n    caption: Mer\n    narration: |\n{lines}  - id: b\n")
    for count in range(len(said) - 1, 0, -1):
        text = apply(text, Put(path=("slides", "a", "narration"), value=said[:count]))
    assert text.endswith("    narration: |\n      L\n  - id: b\n")
