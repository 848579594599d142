"""Whatever is edited in whatever way it is written: the reader reads it, and nothing else moves."""

from __future__ import annotations

import copy
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.editing.edited_file import EditedFile
from renderer.editing.edits import Duplicate, Insert, Move, Put, Remove, apply
from renderer.editing.journal import Note
from renderer.editing.splices import splice_between
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import source_of
from renderer.storyboard.yaml_tree import Span, Tree
from tests.editing.manuscripts import KEYS, SLIDE_KEYS, Hand

FILMS = sorted(Path("storyboards").glob("*.yaml"))
EDITS = 8
"""Of each storyboard, one after the other."""
COUNT = int(os.environ.get("RECIT_EDITS", "2080"))
"""How many edits in all: a minute of one core; `RECIT_EDITS=48000` takes a coffee break or two."""
MANY = settings(max_examples=max(1, COUNT // EDITS), deadline=None)
Placed = Put | Remove | Insert | Move | Duplicate
_COMMENT = re.compile(r"# c\d+:")


def read(text: str) -> Tree:
    tree, problems = read_tree(source_of(text.encode("utf-8"), Path("film.yaml")))
    assert not problems, problems
    return tree


def trimmed(data: Any) -> Any:
    """Without the blanks that the schema leaves out."""
    if isinstance(data, dict):
        return {key: trimmed(each) for key, each in data.items()}
    if isinstance(data, list):
        return [trimmed(each) for each in data]
    if not isinstance(data, str):
        return data
    return "\n".join(line.rstrip(" \t") for line in data.split("\n")).strip()


def places(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all that is written."""
    found = [path] if path else []
    steps = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for step, each in steps:
        found += places(each, (*path, step))
    return found


def held(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def some_edit(hand: Hand, data: Any) -> Placed:
    """One that can be made."""
    dice = hand.dice
    spots = places(data)
    lists = [path for path in spots if isinstance(held(data, path), list)]
    kind = dice.random()
    texts = [p for p in spots if not isinstance(held(data, p), dict | list)]
    if kind < 0.45 and texts:
        path = dice.choice(texts)
        old = held(data, path)
        if isinstance(old, str) and old.strip() and dice.random() < 0.6:
            words = old.split(" ")
            at = dice.randrange(len(words))
            words[at : at + dice.randint(0, 2)] = [hand.text(lines=False)] * dice.randint(0, 2)
            return Put(path=path, value=" ".join(words))
        return Put(path=path, value=hand.value(2))
    if kind < 0.6:
        mappings = [p for p in [(), *spots] if isinstance(held(data, p), dict)]
        path = dice.choice(mappings)
        key = dice.choice([*KEYS, *SLIDE_KEYS, "file", "ma clé: oui", "focus"])
        return Put(path=(*path, key), value=hand.value(2))
    if kind < 0.7 and lists:
        path = dice.choice([("slides",), *lists])
        value = {"id": "nouveau", "caption": hand.text()} if path == ("slides",) else hand.value(2)
        return Insert(path=(*path, dice.randint(0, len(held(data, path)))), value=value)
    items = [(*path, n) for path in lists for n in range(len(held(data, path)))]
    if kind < 0.8 and items:
        path = dice.choice(items)
        return Move(path=path, to=dice.randrange(len(held(data, path[:-1]))))
    if kind < 0.88 and items:
        return Duplicate(path=dice.choice(items))
    return Remove(path=dice.choice([p for p in spots if p not in (("slides",), ("slides", 0))]))


def meant(data: Any, edit: Placed) -> Any:
    """What the file is to say."""
    data = copy.deepcopy(data)
    above = held(data, tuple(edit.path[:-1]))
    step: Any = edit.path[-1]
    if isinstance(edit, Put):
        above[step] = edit.value
    elif isinstance(edit, Insert):
        above.insert(step, edit.value)
    elif isinstance(edit, Move):
        above.insert(edit.to, above.pop(step))
    elif isinstance(edit, Duplicate):
        item = copy.deepcopy(above[step])
        if isinstance(item, dict):
            if len(item) > 1:
                item.pop("chapter", None)
            if "id" in item:
                item["id"] = "?"
        above.insert(step + 1, item)
    else:
        path = list(edit.path)
        while True:
            above = held(data, tuple(path[:-1]))
            del above[path.pop()]
            if above or len(path) < 1 or isinstance(path[-1], int) or path == ["slides"]:
                break
    return data


def names_apart(data: Any, path: tuple[str | int, ...], was: Any) -> None:
    """A copy's id is its own; put '?' in its place."""
    item = held(data, path)
    if isinstance(item, dict) and "id" in item and isinstance(was, dict) and "id" in was:
        others = [
            each.get("id")
            for n, each in enumerate(held(data, path[:-1]))
            if n != path[-1] and isinstance(each, dict)
        ]
        assert item["id"] not in others
        item["id"] = "?"


def place(tree: Tree, path: tuple[str | int, ...]) -> Span:
    spot: Span | None = tree.place
    for step in path:
        assert spot is not None
        spot = spot.step(step)
    assert spot is not None
    return spot


def stays(text: str, after: str, edit: Placed) -> None:
    """What the edit doesn't speak of is as it was, to the character."""
    tree = read(text)
    bom = text[:1] == "\ufeff"
    first = splice_between(text, after)
    last = splice_between(text[::-1], after[::-1])
    ways = [(first.start, first.stop), (len(text) - last.stop, len(text) - last.start)]
    gone = text[first.start : first.stop]
    path = tuple(edit.path)
    if isinstance(edit, Insert | Duplicate):
        assert not gone or held(tree.data, path[:-1]) == [], gone
    elif isinstance(edit, Put) and gone:
        low, high = extent(tree, path)
        assert any(low <= start - bom and stop - bom <= high for start, stop in ways), gone
    elif isinstance(edit, Remove) and len(held(tree.data, path[:-1])) > 1:
        assert not first.text, first
    if _COMMENT.search(str(tree.data)):
        return  # what looks like a comment is in a text
    comments, left = _COMMENT.findall(text), _COMMENT.findall(after)
    if isinstance(edit, Put) and not isinstance(held_or(tree.data, path), dict | list):
        assert left == comments
    elif isinstance(edit, Move):
        assert sorted(left) == sorted(comments)
        assert sorted(pieces(after)) == sorted(pieces(text))
    elif isinstance(edit, Insert):
        assert left == comments


def extent(tree: Tree, path: tuple[str | int, ...]) -> tuple[int, int]:
    """The characters that a value at *path* may take the place of: its own, with blanks before."""
    if held_or(tree.data, path) is None and tree.at(path[:-1]) in ({}, None):
        path = path[:-1]
    try:
        spot = place(tree, path)
    except AssertionError:
        return 0, 0  # it is new: nothing gives way
    start = spot.key[1] if spot.key else spot.start
    before = tree.source.text[:start]
    stop = max(spot.whole()[1], start + 1)
    after = re.match(r"[ \t]+#[^\r\n]*", tree.source.text[stop:])
    if after:  # it stays behind the sign of a block text, whose lines come after it
        stop += after.end()
    return len(before.rstrip(" \r\n")) if not spot.key else start, stop


def pieces(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,\[\]{}]+", text) if word]


def held_or(data: Any, path: tuple[str | int, ...]) -> Any:
    try:
        return held(data, path)
    except (KeyError, IndexError, TypeError):
        return None


def holds(text: str, edit: Placed) -> str:
    """*edit* is made as it should be; what comes of it."""
    data = read(text).data
    after = apply(text, edit)
    now = read(after)
    said = copy.deepcopy(now.data)
    if isinstance(edit, Duplicate):
        *above, at = edit.path
        names_apart(said, (*above, int(at) + 1), held(data, tuple(edit.path)))
    assert trimmed(said) == trimmed(meant(data, edit)), edit
    stays(text, after, edit)
    assert (after[:1] == "\ufeff") == (text[:1] == "\ufeff")
    for end, others in (("\r\n", r"(?<!\r)\n|\r(?!\n)"), ("\r", r"\n")):
        if re.search(end, text) and not re.search(others, text):
            assert not re.search(others, after)
    if isinstance(edit, Put):
        assert apply(after, edit) == after
    return after


def edit_at_random(seed: int, text: str = "") -> None:
    hand = Hand(seed)
    text = text or hand.storyboard()
    assert apply(text, []) == text
    for _ in range(EDITS):
        data = read(text).data
        for path in places(data)[:3]:
            assert apply(text, Put(path=path, value=held(data, path))) == text
        text = holds(text, some_edit(hand, data))


@MANY
@given(seed=st.integers(0, 2**32))
def test_an_edit_of_any_storyboard_is_read_and_nothing_else_moves(seed: int) -> None:
    edit_at_random(seed)


@pytest.mark.parametrize("film", FILMS, ids=lambda path: path.stem)
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_films_are_edited_at_random(film: Path, seed: int) -> None:
    edit_at_random(seed, film.read_bytes().decode("utf-8"))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_all_that_was_edited_is_undone_to_the_byte_and_done_again(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    hand, root = Hand(seed), tmp_path_factory.mktemp("project")
    path = root / "film.yaml"
    path.write_bytes(hand.storyboard().encode("utf-8"))
    texts = [path.read_bytes()]
    for number in range(6):
        file = EditedFile(path, root)
        now = file.read()
        after = apply(now.text, some_edit(hand, read(now.text).data))
        file.save(after, based_on=now.digest, note=Note(at_ms=number))
        if path.read_bytes() != texts[-1]:
            texts.append(path.read_bytes())
    file = EditedFile(path, root)
    for text in reversed(texts[:-1]):
        assert file.undo(based_on=file.read().digest, note=Note(at_ms=10)) is not None
        assert path.read_bytes() == text
    assert file.undo(based_on=file.read().digest, note=Note(at_ms=10)) is None
    for text in texts[1:]:
        assert file.redo(based_on=file.read().digest, note=Note(at_ms=20)) is not None
        assert path.read_bytes() == text
