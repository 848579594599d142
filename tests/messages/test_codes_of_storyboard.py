"""Whatever the storyboard and the themes refuse has the code of its kind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import renderer

ROOMS = ("storyboard", "themes")
ROOT = Path(renderer.__file__).parent
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TOLD = {
    "Problem",
    "BadNameError",
    "UsageError",
    "PictureError",
    "wants",
    "mistake",
    "PydanticCustomError",
}
"""Whatever is said to an author. A StoryboardError has the codes of its problems."""


def without_code(tree: ast.AST) -> Iterator[str]:
    """Calls that tell a mistake, or pass one on, and name no code."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in TOLD and not any(word.arg == "code" for word in node.keywords):
            yield f"{node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_mistake_has_the_code_of_its_kind(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = list(without_code(tree))
    # `wants` and `mistake` themselves put the code into pydantic's context.
    assert [each for each in found if "PydanticCustomError" not in each] == []
    assert path.name == "fields.py" or found == []


def test_a_mistake_without_a_code_would_be_noticed() -> None:
    assert list(without_code(ast.parse("yield_(Problem(mark=mark, what=what))")))
    assert list(without_code(ast.parse("raise UsageError('no')")))
    assert not list(without_code(ast.parse("raise UsageError('no', code='a-b')")))
