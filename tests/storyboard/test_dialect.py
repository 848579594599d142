"""The whole schema speaks one way: every field of every model, found by walking them."""

from __future__ import annotations

import argparse
import json
import re
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from renderer.cli import values
from renderer.errors import Problem
from renderer.storyboard import board
from renderer.storyboard.fields import NO, YES
from renderer.storyboard.film_schema import FilmModel, SubtitlesModel
from renderer.storyboard.json_schema import schema
from renderer.storyboard.map_data import OperationsMap
from renderer.storyboard.map_schema import GroundModel, OperationsMapModel
from renderer.storyboard.mistakes import problems_of
from renderer.storyboard.model import Model
from renderer.storyboard.project_config_schema import ProjectModel, RunModel
from renderer.storyboard.pronounce import _Lexicon
from renderer.storyboard.schema import StoryboardModel, TranslationModel
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import source_of
from renderer.themes.file import ThemeFile
from tests.storyboard.draft7 import accepts

ROOTS = (StoryboardModel, TranslationModel, ProjectModel, ThemeFile, _Lexicon)
Field = tuple[type[Model], str]
"""A model, and the key of one of its fields."""


def inside(annotation: Any) -> Iterator[Any]:
    """Every type that *annotation* is made of."""
    yield annotation
    for inner in typing.get_args(annotation):
        yield from inside(inner)


def models(roots: tuple[type[Model], ...] = ROOTS) -> list[type[Model]]:
    """Every model that a file may be read with."""
    found: dict[type[Model], None] = dict.fromkeys(roots)
    waiting = list(roots)
    while waiting:
        for field in waiting.pop().model_fields.values():
            for kind in inside(field.annotation):
                if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found:
                    found[kind] = None
                    waiting.append(kind)
    return list(found)


def fields(roots: tuple[type[Model], ...] = ROOTS) -> list[Field]:
    return [
        (model, field.alias or name)
        for model in models(roots)
        for name, field in model.model_fields.items()
    ]


def is_yes_or_no(field: Field) -> bool:
    model, key = field
    kinds = {
        kind
        for name, each in model.model_fields.items()
        if (each.alias or name) == key
        for kind in inside(each.annotation)
    }
    return bool in kinds or field in ((FilmModel, "teaser"), (SubtitlesModel, "burn"))


def named(field: Field) -> str:
    return f"{field[0].__name__}.{field[1]}"


def refusals(model: type[Model], key: str, written: str) -> list[Problem]:
    """What is said of *key* when it alone is written, on the second line of a file."""
    text = f"# line 1\n{key}: {written}\n"
    tree, mistakes = read_tree(source_of(text.encode(), Path("film.yaml")))
    assert not mistakes
    try:
        model.model_validate(tree.data)
    except ValidationError as error:
        whole = problems_of(tree, model, error)
        # Whatever else the mapping needs is missing, and said so.
        missing = re.compile(rf"the file has no '(?!{key}')")
        return [each for each in whole if not missing.match(each.what)]
    return []


YES_OR_NO = [field for field in fields() if is_yes_or_no(field)]
WORDS = [spelled for word in (*YES, *NO) for spelled in (word, word.upper(), word.capitalize())]


def test_the_walk_meets_every_kind_of_file() -> None:
    names = {model.__name__ for model in models()}
    assert {"FilmModel", "FrontModel", "RunModel", "CardStyle", "PronunciationModel"} <= names
    assert len(YES_OR_NO) >= 14
    assert all(issubclass(model, Model) for model in models()), "one base for all"


@pytest.mark.parametrize("field", YES_OR_NO, ids=named)
def test_every_yes_or_no_takes_every_word_for_it(field: Field) -> None:
    for word in WORDS:
        assert refusals(*field, word) == [], word


@pytest.mark.parametrize("field", YES_OR_NO, ids=named)
def test_every_yes_or_no_refuses_another_word_alike(field: Field) -> None:
    (problem,) = refusals(*field, "peut-être")
    assert problem.remedy
    assert "yes" in problem.what or "yes" in problem.remedy


def test_the_words_mean_what_they_say() -> None:
    for word in WORDS:
        meant = word.lower() in YES
        text = {"view": {"centre": [49.6, -1.6], "km": 40}, "ground": {"rivers": word}}
        chart: OperationsMap = OperationsMapModel.model_validate(
            {**text, "legend": word}
        ).to_board()
        assert (chart.legend, chart.ground.rivers) == (meant, meant)
        film = FilmModel.model_validate(
            {"credits": word, "teaser": word, "subtitles": {"burn": word}}
        )
        assert film.credits is meant
        assert film.teaser is not None
        assert (film.teaser.length_seconds is None) == meant
        assert film.subtitles is not None
        assert film.subtitles.burn == (board.SHAPES if meant else ())


NONSENSE = {
    "a list": "[n'importe, quoi]",
    "a list of lists": "[[1, 2], [3]]",
    "an empty list": "[]",
    "a mapping": "{nimporte: quoi}",
    "a word": "n'importe",
    "a number": "123456789",
    "a negative number": "-7.5",
    "an empty text": '""',
    "nothing": "",
}
PYDANTIC = re.compile(
    r"(?i:input|should be|validation|\bvalid\b|extra|permitted|field required|string should|"
    r"\d+ character|less than|greater than|instance|dict|tuple|literal|type=|value error)"
    r"|None|\[key\]"
)


@pytest.mark.parametrize("field", fields(), ids=named)
def test_every_field_refuses_nonsense_with_a_remedy_at_its_line(field: Field) -> None:
    refused = set[str]()
    for kind, written in NONSENSE.items():
        for problem in refusals(*field, written):
            refused.add(kind)
            assert problem.remedy, f"{kind}: {problem.what}"
            assert problem.mark.line == 2, f"{kind}: {problem.what}"
            for said in (problem.what, problem.remedy):
                assert not PYDANTIC.search(said), f"{kind}: {said}"
    assert refused & {"a list", "a mapping", "a word"}, "it takes anything"


@pytest.mark.parametrize("written", [*NONSENSE.values()])
def test_the_same_fault_is_said_in_the_same_words_wherever_it_stands(written: str) -> None:
    said = {
        (problem.what.replace(f"'{field[1]}'", "…"), problem.remedy)
        for field in YES_OR_NO
        if field[0] not in (GroundModel, SubtitlesModel) and field[1] != "teaser"
        for problem in refusals(*field, written)
        if " has no " not in problem.what
    }
    assert len(said) <= 1


# What an editor is told, and what Récit then reads.


def typed(text: str) -> Any:
    """A plain scalar as YAML 1.2's core schema types it, and an editor with it."""
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


ROOT = Path(__file__).parents[2]
WHOLE = [
    path
    for folder in ("storyboards", "tests/storyboard/good", "tests/storyboard/version1")
    for path in sorted((ROOT / folder).glob("*.yaml"))
]
SCHEMA = schema()
DEFINITIONS = SCHEMA["definitions"]
PLAUSIBLE = """
    1:30 0:07 1:75 100:00 1:75:00 90s 1,5 0,5 #8a2e20 2030-12-31 2030-13-01 fr fr-CA auto none cover
    fade 16:9 9:16 4:3 h264 av1 web city n allies road day today cotes.geojson cotes.shp aux word
    module:function a:b:c https://www.example.org/page http:// carte.jpg CC-BY-4.0 rectangle sobre
    ../sobre low
"""


def is_spelled_alike(text: str) -> bool:
    """Whether an editor sees all that the reader does: not of 2.0, -0, .5 or 01, which are numbers
    to it however they are spelled."""
    value = typed(text)
    return isinstance(value, str) or (str(value) == text and not text.endswith(".0"))


SCALARS = st.one_of(
    st.sampled_from([*WORDS, *PLAUSIBLE.split(), "90 s", "sentence 2", "19 juin 1944"]),
    st.integers(-200, 10_000).map(str),
    st.integers(-2_000, 90_000).map(lambda n: f"{n / 10:.1f}").filter(is_spelled_alike),
    st.text("abcé -_.:/#01", min_size=1, max_size=8)
    .map(str.strip)
    .filter(bool)
    .filter(is_spelled_alike),
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=4),
    st.lists(st.floats(0, 1).map(lambda number: f"{number:.1f}"), min_size=2, max_size=4),
    st.lists(st.lists(st.floats(-90, 90).map(lambda n: f"{n:.1f}"), min_size=2, max_size=2)),
    st.just({"zz": "quoi"}),
)


def retyped(value: Any) -> Any:
    """What an editor sees where the reader sees text; keys left empty count as left out."""
    if isinstance(value, list):
        return [retyped(item) for item in value]
    if isinstance(value, dict):
        return {key: retyped(item) for key, item in value.items() if item is not None}
    return typed(value)


def described(field: Field) -> dict[str, Any]:
    model, key = field
    node = SCHEMA if model is StoryboardModel else DEFINITIONS[model.__name__.removesuffix("Model")]
    if "properties" not in node:
        node = next(each for each in node["anyOf"] if "properties" in each)
    found: dict[str, Any] = node["properties"][key]
    return found


UNSEEN = (
    "a view has",
    "a motion goes",
    "inside the picture",
    "less than a day",
    "of the calendar",
    "has no year",
    "when it comes",
    "an empty card",
)
"""Faults that JSON Schema has no words for: between keys, in sums, in days of a month."""


@pytest.mark.parametrize("field", fields((StoryboardModel,)), ids=named)
def test_an_editor_marks_what_the_reader_refuses_and_nothing_else(field: Field) -> None:
    node = described(field)

    @settings(max_examples=60, deadline=None)
    @given(VALUES)
    def agree(value: Any) -> None:
        model, key = field
        written = json.dumps(value, ensure_ascii=False)
        problems = refusals(model, key, written)
        told = accepts(node, retyped(value), DEFINITIONS)
        if told and problems:
            # Nor has it one for the size of a number that is text to YAML, as 1,5 is.
            unseen = any(word in each.what for each in problems for word in UNSEEN)
            assert unseen or "," in str(retyped(value)), (written, problems, node)
        else:
            assert told == (not problems), (written, problems, node)

    agree()


@pytest.mark.parametrize(
    ("option", "read", "key", "model"),
    [
        ("--height", values.height, "size", FilmModel),
        ("--fps", values.rate, "fps", FilmModel),
        ("--jobs", values.jobs, "jobs", RunModel),
    ],
)
@given(number=st.integers(-5, 6_000) | st.sampled_from([60, 64, 96, 100, 120, 125, 1_024, 4_320]))
def test_the_command_line_and_files_have_one_limit(
    option: str, read: Callable[[str], int], key: str, model: type[Model], number: int
) -> None:
    problems = refusals(model, key, str(number))
    if not problems:
        assert read(str(number)) == number
        return
    (problem,) = problems
    with pytest.raises(argparse.ArgumentTypeError) as caught:
        read(str(number))
    assert problem.what.removeprefix(f"'{key}' ") in str(caught.value), option
    assert problem.remedy in str(caught.value)


def test_120_frames_a_second_are_taken_everywhere() -> None:
    assert refusals(FilmModel, "fps", "120") == []
    assert values.rate("120") == 120
    assert refusals(FilmModel, "fps", "125") != []


def test_a_ground_that_is_neither_yes_no_nor_a_file_says_what_it_may_be() -> None:
    (problem,) = refusals(GroundModel, "rivers", "peut-être")
    assert problem.what == "'rivers' wants yes, no or a .geojson file, not 'peut-être'"
    assert "QGIS" in problem.remedy


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.name)
def test_an_editor_has_nothing_to_mark_in_a_good_storyboard(path: Path) -> None:
    tree, _ = read_tree(source_of(path.read_bytes(), path))
    assert accepts(SCHEMA, retyped(tree.data), DEFINITIONS)
