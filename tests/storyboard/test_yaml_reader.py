from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from renderer.errors import StoryboardError
from renderer.storyboard.load import check, load_storyboard
from renderer.storyboard.yaml_reader import MAX_DEPTH, MAX_EVENTS, read_tree
from renderer.storyboard.yaml_source import EXCERPT, MAX_BYTES, source_of
from renderer.storyboard.yaml_tree import Data

PATH = Path("film.yaml")
OF_BYTES = ("encoding-unfit", "character-invisible", "file-too-large")
"""Codes of what is wrong before anything is read as YAML, or too much to read."""


def data(text: str) -> Data:
    tree, problems = read_tree(source_of(text.encode("utf-8"), PATH))
    assert not problems
    return tree.data


def refusal(content: bytes) -> str:
    """The only problem that reading *content* ends with."""
    with pytest.raises(StoryboardError, match=r"film\.yaml:\d+:\d+: ") as caught:
        read_tree(source_of(content, PATH))
    assert len(caught.value.problems) == 1
    problem = caught.value.problems[0]
    assert problem.code in ("yaml-syntax", *OF_BYTES)
    return f"{problem.mark.line}:{problem.mark.column} {problem.what}"


@pytest.mark.parametrize(
    "text", ["no", "1:30", "010", "1.10", "1_000", "2024-01-01", "0x1F", "1e3", ".inf", "=", "yes"]
)
def test_nothing_is_typed(text: str) -> None:
    assert data(f"a: {text}") == {"a": text}


@pytest.mark.parametrize("text", ["", "~", "null", "NULL"])
def test_what_is_left_empty_is_none(text: str) -> None:
    assert data(f"a: {text}\nb: '{text}'") == {"a": None, "b": text}


def test_a_byte_order_mark_is_dropped_and_does_not_shift_columns() -> None:
    assert data("\ufeffa: b") == {"a": "b"}
    assert refusal(b"\xef\xbb\xbfa: b: c") == "1:5 a ': ' that can't stand here"


def test_columns_count_characters() -> None:
    assert refusal("é😀: b: c".encode()) == "1:6 a ': ' that can't stand here"
    assert refusal("à: 1\r\né: b: c\r\n".encode()) == "2:5 a ': ' that can't stand here"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: 1\nb: été".encode("latin-1"), "2:4 byte 0xE9 ('é' in Windows-1252) is not UTF-8"),
        ("é: ".encode() + b"\xff", "1:4 byte 0xFF ('ÿ' in Windows-1252) is not UTF-8"),
        (b"a: \xed\xa0\x80", "1:4 byte 0xED ('í' in Windows-1252) is not UTF-8"),
        (b"a: \xc0\x80", "1:4 byte 0xC0 ('À' in Windows-1252) is not UTF-8"),
        ("a: é".encode("utf-16"), "1:1 the file is saved as UTF-16"),
        ("a: é".encode("utf-16-be"), "1:1 the file is saved as UTF-16"),
        ("a: é".encode("utf-16-le"), "1:1 the file is saved as UTF-16"),
        ("a: é".encode("utf-32"), "1:1 the file is saved as UTF-32"),
        (b"a: 1\nb: x\0y", "2:5 a NUL character (U+0000) is not text"),
        (b"a: \x07", "1:4 a control character (U+0007) is not text"),
        (b"a: \x1b[31m", "1:4 an escape character (U+001B) is not text"),
    ],
)
def test_what_is_not_text_is_refused_at_its_place(content: bytes, said: str) -> None:
    assert refusal(content) == said


def test_soft_line_breaks_of_word_processors_are_refused() -> None:
    assert refusal("a: b\u2028c".encode()).startswith("1:5 a line separator, the soft line break")
    assert refusal(b"a: b\x0bc").startswith("1:5 a vertical tab")


@pytest.mark.parametrize("bracket", ["[", "{", "[{", "- ", "? "])
def test_deep_nesting_is_refused_before_it_hurts(bracket: str) -> None:
    said = refusal((bracket * 200_000).encode())
    assert "levels deep" in said or "where a key should be" in said or "can't stand" in said


def test_nesting_at_the_limit_is_read() -> None:
    assert data("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert "levels deep" in refusal(("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).encode())


def test_an_alias_bomb_is_a_list_of_mistakes() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)
    )
    with pytest.raises(StoryboardError, match="an anchor") as caught:
        read_tree(source_of(bomb.encode(), PATH))
    assert len(caught.value.problems) == 50


def test_a_hundred_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    tracemalloc.start()
    try:
        report = check(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    (problem,) = report.problems
    assert (problem.what, problem.code) == ("the file is longer than 20 MB", "file-too-large")
    assert peak < 4 * MAX_BYTES


def test_the_longest_file_is_still_read() -> None:
    line = b"# " + b"x" * 97 + b"\n"
    text = b"a: b\n" + line * ((MAX_BYTES - 5) // len(line))
    assert read_tree(source_of(text, PATH))[0].data == {"a": "b"}


def test_too_many_keys_are_refused() -> None:
    assert "more than" in refusal(b"a: [" + b"x," * (MAX_EVENTS + 1) + b"]")


def test_a_very_long_line_is_shown_in_part() -> None:
    with pytest.raises(StoryboardError, match="can't stand here") as caught:
        read_tree(source_of(b"a: " + b"x" * 5000 + b": c" + b"y" * 5000, PATH))
    mark = caught.value.problems[0].mark
    assert mark.column == 5004
    assert len(mark.excerpt) == EXCERPT
    assert mark.excerpt[mark.column - 1 - mark.clipped] == ":"
    carets = str(caught.value.problems[0]).splitlines()[2]
    assert carets.index("^") == len("  1 | ") + mark.column - 1 - mark.clipped


def test_equals_signs_in_a_text_are_no_merge() -> None:
    assert data("a: |\n  =======\n  <<<<<<<\n") == {"a": "=======\n<<<<<<<\n"}


def test_a_repeated_key_keeps_the_first_value_and_its_whole_block_is_dropped() -> None:
    tree, problems = read_tree(source_of(b"a: {b: 1}\na: {c: [2, {d: 3}]}\ne: 4\n", PATH))
    assert tree.data == {"a": {"b": "1"}, "e": "4"}
    assert [problem.what for problem in problems] == ["'a' is written twice: here and at 1:1"]


def test_a_mistake_in_the_middle_does_not_hide_the_ones_before(tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    path.write_text("a: 1\na: 2\nb: c: d\n")
    with pytest.raises(StoryboardError, match="written twice") as caught:
        load_storyboard(path)
    assert [problem.mark.line for problem in caught.value.problems] == [2, 3]


REST = (
    "slug: essai\nlanguage: fr\nslides:\n  - id: un\n    card: {title: Un titre}\n    length: 4\n"
)


@pytest.mark.parametrize(
    ("written", "wrong", "right"),
    [
        ("amÃ©ricaines", "Ã©", "é"),
        ("l’Ã‰tat", "Ã‰", "É"),
        ("l’arméeâ€™", "â€™", "’"),
        ("NoÃ«l Ã\u00a0 Caen", "Ã«", "ë"),
        ("cÅ“ur", "Å“", "œ"),
    ],
)
def test_accents_saved_in_another_encoding_are_told_with_what_they_were(
    tmp_path: Path, written: str, wrong: str, right: str
) -> None:
    path = tmp_path / "film.yaml"
    text = f"storyboard: 1\ntitle: {written}\n{REST}"
    path.write_text(text, encoding="utf-8")
    [problem] = [each for each in check(path).warnings if each.code == "accents-damaged"]
    assert f"{wrong} stands for {right}" in problem.what


@pytest.mark.parametrize(
    "written", ["SÃO PAULO", "Â la carte", "ÂGE", "« Â »", "Île-de-Bréhat, âne"]
)
def test_letters_that_are_meant_so_are_left_alone(tmp_path: Path, written: str) -> None:
    path = tmp_path / "film.yaml"
    path.write_text(f"storyboard: 1\ntitle: {written}\n{REST}", encoding="utf-8")
    assert "accents-damaged" not in {each.code for each in check(path).warnings}


PLACES = """\
title: Film
film: {formats: ["16:9", '1:1'], hold: }
slides:  # toutes
- id: a
  narration: |
    Un.

    Deux.

- image:
    file: b.jpg

# fin
"""


@pytest.mark.parametrize(
    ("words", "path", "whole"),
    [
        ("title", ("title",), "Film"),
        ("16:9", ("film", "formats", 0), '"16:9"'),
        ("1:1", ("film", "formats", 1), "'1:1'"),
        ("formats", ("film", "formats"), "[\"16:9\", '1:1']"),
        ("hold", ("film", "hold"), ""),
        (", hold", ("film",), "{formats: [\"16:9\", '1:1'], hold: }"),
        ("Deux", ("slides", 0, "narration"), "|\n    Un.\n\n    Deux.\n\n"),
        ("image", ("slides", 1, "image"), "file: b.jpg"),
        ("b.jpg", ("slides", 1, "image", "file"), "b.jpg"),
        ("- image", ("slides",), None),
        ("fin", (), None),
    ],
)
def test_a_place_of_the_file_is_found_from_its_characters_and_ends_where_it_ends(
    words: str, path: tuple[str | int, ...], whole: str | None
) -> None:
    tree, _ = read_tree(source_of(PLACES.encode(), Path("film.yaml")))
    assert tree.path_at(PLACES.index(words)) == path
    if whole is not None:
        start, stop = tree.nearest(path).whole()
        assert PLACES[start:stop] == whole
