"""Files that no author writes: refused or checked in little memory, and told in a few lines."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.storyboard.load import check
from renderer.storyboard.mistakes import MAX_MISTAKES
from renderer.storyboard.yaml_source import source_of

HEAD = "storyboard: 1\nslug: film\ntitle: Un film\ndescription: Un film.\nlanguage: fr\n"
MONSTERS = {
    "newlines": "\n" * 20_000_000,
    "carriage returns": HEAD + "\r\n" * 9_000_000,
    "comments": "#\n" * 9_000_000,
    "dashes in one line": "- " * 10_000_000,
    "dashes": "-\n" * 10_000_000,
    "one line": HEAD + "subtitle: " + "a" * 19_000_000,
    "unknown keys": HEAD + "".join(f"key{n}: x\n" for n in range(300_000)),
    "one key": HEAD + "key: x\n" * 300_000,
    "brackets": "[" * 1_000_000,
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: [{'*a,' * 9}*a]\n" for n in range(100_000)),
}
MOST_MEGABYTES = 350
"""Of the whole process: the interpreter and the schema take 60, a text of 20 MB twice or three
times as much, a tree of 100,000 keys 100."""


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc")
@pytest.mark.parametrize("kind", MONSTERS)
def test_a_monster_is_told_in_little_memory(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "film.yaml"
    path.write_bytes(MONSTERS[kind].encode())
    code = (
        "import sys; from renderer.cli import main; code = main(['check', sys.argv[1]]);"
        "peak = open('/proc/self/status').read().split('VmHWM:')[1].split()[0];"
        "print(peak); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr[-2000:]
    assert int(done.stdout.split()[-1]) < 1000 * MOST_MEGABYTES
    assert len(done.stderr) < 1_000_000
    assert "Traceback" not in done.stderr


def test_mistakes_beyond_what_anybody_reads_are_only_mentioned(tmp_path: Path) -> None:
    slides = "".join(
        f"  - {{id: s{n}, narration: Bonjour., image: {{file: n{n}.jpg, alt: Rien}}}}\n"
        for n in range(3 * MAX_MISTAKES)
    )
    path = tmp_path / "film.yaml"
    path.write_text(f"{HEAD}slides:\n{slides}", encoding="utf-8")
    told = [problem.what for problem in check(path).problems]
    assert len(told) == MAX_MISTAKES + 1
    assert told[-1] == "and more mistakes of this kind"


def test_ten_thousand_slides_are_no_monster(tmp_path: Path) -> None:
    slides = "".join(
        f"  - {{id: s{n}, narration: Bonjour., card: {{title: Un}}}}\n" for n in range(10_000)
    )
    path = tmp_path / "film.yaml"
    path.write_text(f"{HEAD}slides:\n{slides}", encoding="utf-8")
    assert not check(path).problems


@given(st.text("ab\n\r", max_size=60), st.integers(0, 60), st.integers(1, 8))
def test_a_mark_is_where_an_editor_would_put_it(text: str, offset: int, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("renderer.storyboard.yaml_source._BLOCK", block)
        source = source_of(text.encode(), Path("film.yaml"))
        text = source.text
        offset = min(offset, len(text))
        mark = source.mark(offset)
    ends = [found.end() for found in re.finditer(r"\r\n|\n|\r", text) if found.end() <= offset]
    start = ends[-1] if ends else 0
    assert mark.line == len(ends) + 1
    assert mark.column == offset - start + 1
    assert mark.excerpt == re.split(r"\r\n|\n|\r", text[start:])[0]
