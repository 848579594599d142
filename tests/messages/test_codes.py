"""Every kind of problem has a name, an explanation in each language, and a test that raises it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import renderer
from renderer.messages.catalogue import LANGUAGES
from renderer.messages.explanations import PAGES, explanations, page
from tests.production.projects import ROOT

SOURCE = Path(renderer.__file__).parent
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


def codes_in(tree: ast.AST) -> Iterator[str]:
    """Codes that a module gives: ``code="…"``, whoever takes it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "code":
            for value in ast.walk(node.value):
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                    yield value.value


def given() -> dict[str, str]:
    """Code → a module that gives it."""
    return {
        code: path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*.py"))
        for code in codes_in(ast.parse(path.read_text(encoding="utf-8")))
    }


def test_a_code_is_words_joined_by_hyphens() -> None:
    assert given()
    assert not [code for code in given() if not _CODE.fullmatch(code)]


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_code_is_explained_and_every_explanation_is_of_a_code(tongue: str) -> None:
    assert list(explanations(tongue)) == sorted(explanations(tongue))
    assert set(explanations(tongue)) == set(given())


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_an_explanation_has_a_wrong_example_and_a_right_one(tongue: str) -> None:
    for code, text in explanations(tongue).items():
        examples = re.findall(r"^```\w+\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
        assert len(examples) == 2, code
        assert examples[0] != examples[1], code
        assert len(text.split("```")[0].split()) >= 12, code


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_documentation_has_the_same_page(tongue: str) -> None:
    assert (ROOT / PAGES[tongue]).read_text(encoding="utf-8") == page(tongue), "run `make messages`"


def test_every_code_is_raised_by_a_test() -> None:
    tests = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "tests").rglob("*"))
        if path.suffix in {".py", ".yaml"} and path != Path(__file__)
    )
    asserted = set(re.findall(r"[a-z][a-z0-9-]+", tests))
    assert not sorted(set(given()) - asserted)
