"""`explain`: what a kind of problem means."""

from argparse import Namespace
from pathlib import Path

import pytest

from renderer.cli import explain
from renderer.errors import UsageError
from tests.production.projects import run


def test_explain_prints_what_a_code_means_in_the_readers_language() -> None:
    outcome = run("explain", "yaml-syntax", "--lang", "fr")
    assert outcome.out.startswith("yaml-syntax\n\nÀ partir de cet endroit")
    outcome = run("explain", "yaml-syntax")
    assert "can't be read as YAML" in outcome.out
    listed = run("explain", "--lang", "fr").out.splitlines()
    (line,) = (each for each in listed if each.startswith("yaml-syntax "))
    assert "À partir de cet endroit" in line
    assert all(each.endswith(".") and len(each.split()) > 2 for each in listed)
    assert (
        run("explain", "yaml-syntax", "--json").json["explanation"] == "docs/errors.md#yaml-syntax"
    )


def test_explain_knows_what_was_meant() -> None:
    outcome = run("explain", "yaml-sintax")
    assert outcome.code == 2
    assert "did you mean 'yaml-syntax'?" in outcome.err
    assert "lists them all" in run("explain", "zzz").err


def test_a_mistake_shows_its_code_and_where_it_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    path.write_text('version: 1\ntitle: "never closed\n', encoding="utf-8")
    (mistake,) = run("check", path, "--json", "--lang", "fr").json["storyboards"][0]["mistakes"]
    assert mistake["code"] == "yaml-syntax"
    assert mistake["severity"] == "mistake"
    assert mistake["explanation"] == "docs/fr/erreurs.md#yaml-syntax"
    assert run("explain", "no-such-code", "--json").code == 2


def test_a_name_that_nothing_has_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        explain.run(Namespace(code="no-such-code", json=False))
    assert refused.value.code == "explanation-unknown"
