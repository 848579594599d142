"""What is said of storyboards and themes is French to a French reader, whatever is wrong."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Message
from pydantic import ValidationError

from renderer.errors import PictureError, Problem, StoryboardError, UsageError
from renderer.messages.catalogue import speaking
from renderer.messages.os_errors import _REASONS, reason_of
from renderer.storyboard.load import check, load_storyboard
from renderer.storyboard.model import Model
from renderer.storyboard.pasted_characters import _BLANKS
from renderer.storyboard.syntax_errors import _SAYINGS, explain
from renderer.storyboard.yaml_source import source_of
from renderer.themes.file import load_theme
from tests.messages.english import english_in, keys
from tests.messages.gather import catalogue
from tests.messages.test_catalogue import forms
from tests.storyboard.corpus import project_for
from tests.storyboard.test_corpus import BAD
from tests.storyboard.test_dialect import Field, fields, named, refusals

OURS = ("renderer/storyboard/", "renderer/themes/", "renderer/errors.py", "renderer/messages/")
TOLD = {
    *("missing", "extra_forbidden", "wants", "mistake", "literal_error"),
    *("model_type", "dict_type", "list_type", "tuple_type", "too_short", "too_long"),
}
"""Pydantic's kinds that `mistakes.py` puts into words; all others would be "wants a list"."""
HEAD = "storyboard: 1\nslug: film\ntitle: Film\n"


@pytest.fixture(autouse=True)
def _in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECIT_LANG", "fr")


def english_of(problem: Problem) -> list[str]:
    if problem.slide:
        told = str(problem).replace("\u202f", "\u00a0")
        assert f"(vue «\u00a0{problem.slide}\u00a0»)" in told
    return english_in(f"{problem.what}; {problem.remedy}", keys())


def messages() -> list[tuple[str, str]]:
    """Pairs of French and English of these rooms."""

    def is_ours(message: Message) -> bool:
        return any(file.startswith(OURS) for file, _ in message.locations)

    return [
        pair
        for message in catalogue("fr")
        if message.id and is_ours(message)
        for pair in forms(message)
    ]


def test_english_is_noticed_in_nearly_every_message_and_never_in_french() -> None:
    pairs = messages()
    assert len(pairs) > 400
    assert [french for french, _ in pairs if english_in(french)] == []
    unnoticed = [english for _, english in pairs if not english_in(english)]
    assert not [text for text in unnoticed if len(text.split()) > 5]
    assert len(unnoticed) < len(pairs) / 10


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.stem)
def test_whatever_is_wrong_with_a_storyboard_is_said_in_french(case: Path, tmp_path: Path) -> None:
    report = check(project_for(tmp_path, case))
    assert report.problems
    found = {str(each): english_of(each) for each in (*report.problems, *report.warnings)}
    assert {text: words for text, words in found.items() if words} == {}


def test_an_untranslated_message_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(case for case in BAD if case.stem == "misspelt_keys")
    path = project_for(tmp_path, case)
    monkeypatch.setattr("renderer.storyboard.mistakes.tr", lambda text, **_: text)
    assert all(english_of(problem) for problem in check(path).problems[:2])


SAMPLES = ("mot", "[un, deux]", "{clef: valeur}", "[]", "{}", "-1", "999999", "[[1, 2, 3]]", "[{}]")


@pytest.mark.parametrize("field", fields(), ids=named)
def test_whatever_a_key_is_given_its_refusal_is_french(field: Field) -> None:
    told = [problem for sample in SAMPLES for problem in refusals(*field, sample)]
    assert [(each.what, each.remedy) for each in told if english_of(each)] == []
    assert all(problem.code for problem in told)


def kinds(model: type[Model], key: str, written: str) -> set[str]:
    """What pydantic calls that which is wrong with *key*."""
    try:
        model.model_validate({key: yaml.load(written, yaml.BaseLoader)})
    except ValidationError as error:
        return {each["type"] for each in error.errors()}
    return set()


@pytest.mark.parametrize("field", fields(), ids=named)
def test_every_kind_of_pydantics_that_a_file_meets_has_our_words(field: Field) -> None:
    for written in SAMPLES:
        assert kinds(*field, written) <= TOLD


def test_advice_is_french(tmp_path: Path) -> None:
    spoken = "six   " * 200
    path = tmp_path / "film.yaml"
    path.write_text(
        f"{HEAD}slides:\n  - {{id: a, card: A, narration: {spoken}}}\n"
        f"  - {{id: b, chapter: B, card: B, length: 1, narration: {spoken}}}\n"
        f"  - {{id: c, card: C, length: 1, caption: {'c' * 200}}}\n"
        '  - {id: d, clip: "a:b", length: 1, caption: "\u202eUtah"}\n'
        f"  - {{id: e, clip: {{target: 'a:b', alt: {'e' * 400}}}, length: 1}}\n"
        "  - id: f\n    card: F\n    length: 1\n    caption: le n° #5\n"
        "  - {id: g, card: G, length: 1, caption: Au coeur de la ville}\n",
        encoding="utf-8",
    )
    warnings = check(path).warnings
    assert len({warning.code for warning in warnings}) == 10
    assert [english_of(warning) for warning in warnings if english_of(warning)] == []


@pytest.mark.parametrize(
    "text",
    [
        "title: maison\n- a",
        "- a",
        "colours: {acent: bleu}",
        "colours:\n  accent: rouge",
        "caption: {place: droite, size: 40, lines: beaucoup}",
        "fonts: {text: ../x.otf}",
        "logo: logo.png",
        "theme: 2",
        'based_on: officiel\ncolours:\n  quiet: "#aaaaaa"',
        "map: {sides: {allies: bleu}}",
    ],
)
def test_whatever_is_wrong_with_a_theme_is_said_in_french(text: str, tmp_path: Path) -> None:
    (tmp_path / "essai.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StoryboardError) as caught:
        load_theme("essai", [tmp_path])
    assert [english_of(each) for each in caught.value.problems if english_of(each)] == []


def test_what_is_wrong_between_themes_is_said_in_french(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("based_on: b", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("based_on: a", encoding="utf-8")
    with pytest.raises(StoryboardError) as circle:
        load_theme("a", [tmp_path])
    assert [english_of(problem) for problem in circle.value.problems] == [[]]
    with pytest.raises(PictureError) as unknown:
        load_theme("c", [tmp_path])
    assert english_in(str(unknown.value)) == []
    assert "les thèmes sont" in str(unknown.value)


def test_every_complaint_of_libyaml_is_french() -> None:
    source = source_of(b"a: b\n", Path("film.yaml"))
    for saying in _SAYINGS:
        problem = explain(source, yaml.MarkedYAMLError(problem=saying.pattern))
        assert english_of(problem) == [], saying.pattern


@pytest.mark.parametrize("character", sorted(_BLANKS))
def test_every_blank_has_its_french_name(character: str, tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    path.write_text(f"{HEAD}slides:\n{character} - id: a\n", encoding="utf-8")
    problems = check(path).problems
    assert {"typography-unfit", "character-invisible"} & {problem.code for problem in problems}
    assert [english_of(each) for each in problems if english_of(each)] == []


@pytest.mark.parametrize(
    "config",
    [
        "[film\n",
        "a = 1\na = 2\n",
        "[a]\n[a]\n",
        "a = \n",
        "x = 1\ny\n",
        "a = [1\n",
        "a = {b = 1\n",
        'a = "b\n',
        'a = "b\\c"\n',
        "a = 1 b = 2\n",
        "= 1\n",
        "a = {b = 1, b = 2}\n",
        "a = 2030-02-31\n",
        "a = {b = 1}\na.c = 1\n",
        "[a]\nb = 1\n[a.b]\n",
        "a = yes\n",
        'a = "\x01"\n',
    ],
)
def test_what_is_wrong_with_recit_toml_is_said_in_french(config: str, tmp_path: Path) -> None:
    (tmp_path / "recit.toml").write_text(config, encoding="utf-8")
    path = tmp_path / "film.yaml"
    path.write_text(f"{HEAD}slides:\n  - {{id: a, card: A, length: 1}}\n", encoding="utf-8")
    problems = check(path).problems
    assert problems
    assert [(each.what, english_of(each)) for each in problems if english_of(each)] == []


@pytest.mark.parametrize("name", ["nulle-part.yaml", "", "a\0b", "x" * 300])
def test_why_a_file_cannot_be_read_is_french(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_storyboard(tmp_path / name)
    assert english_in(str(caught.value)) == []


def test_the_systems_reasons_have_our_words() -> None:
    for number in _REASONS:
        assert english_in(reason_of(OSError(number, "Whatever the system says"))) == []
    assert reason_of(OSError(errno.EBADF, "Bad file descriptor")) == "bad file descriptor"
    with speaking("en"):
        assert reason_of(OSError(errno.ENOENT, "")) == "no such file or directory"
        assert reason_of(OSError()) == "unknown reason"
