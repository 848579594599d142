from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pymdownx.slugs import slugify

from renderer.messages.catalogue import LANGUAGES, speaking
from renderer.storyboard import board
from renderer.storyboard.json_schema import (
    json_schema,
    schema,
    told_texts,
    translation_json_schema,
)
from renderer.storyboard.model import Model
from renderer.storyboard.reference import (
    DOCUMENTS,
    SCHEMA,
    TRANSLATION_SCHEMA,
    key_tables,
    with_tables,
)
from tests.messages.gather import gathered

ROOT = Path(__file__).parents[2]
REMEDY = "run: python -m renderer.storyboard.reference"


def parts(kind: type[Model] = Model) -> list[type[Model]]:
    return [each for inner in kind.__subclasses__() for each in [inner, *parts(inner)]]


def test_the_committed_schema_is_current() -> None:
    assert (ROOT / SCHEMA).read_text(encoding="utf-8") == json_schema(), REMEDY


def test_the_committed_schema_of_translations_is_current() -> None:
    committed = (ROOT / TRANSLATION_SCHEMA).read_text(encoding="utf-8")
    assert committed == translation_json_schema(), REMEDY
    references = set(re.findall(r'"#/definitions/([^"]+)"', committed))
    assert references <= set(json.loads(committed)["definitions"])


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_the_documentation_is_current(tongue: str) -> None:
    document = (ROOT / DOCUMENTS[tongue]).read_text(encoding="utf-8")
    with speaking(tongue):
        assert document == with_tables(document), REMEDY


def test_an_author_who_reads_french_completes_in_french() -> None:
    english = schema()
    with speaking("fr"):
        french = schema()
    slug = french["properties"]["slug"]
    assert slug["description"].startswith("Le nom du film dans les adresses")
    assert french["definitions"]["Rights"]["properties"]["reference"]["description"] == "Sa cote."
    assert untold(french) == untold(english)


def untold(node: Any) -> Any:
    """*node* without what only people read."""
    if isinstance(node, list):
        return [untold(each) for each in node]
    if not isinstance(node, dict):
        return node
    told = ("description", "$comment", "title")
    return {
        key: untold(value)
        for key, value in node.items()
        if not (key in told and isinstance(value, str))
    }


def test_what_a_schema_tells_is_in_the_catalogue() -> None:
    texts = told_texts()
    assert "The film's title." in texts
    assert set(texts) <= {text for _, text in gathered()}


def test_a_document_without_its_comment_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="keys: written by"):
        with_tables("# Nothing")


def test_every_key_is_described_and_in_the_tables() -> None:
    tables = key_tables()
    for part in parts():
        for name, field in part.model_fields.items():
            assert field.description, f"{part.__name__}.{name}"
            others = ("project_config_schema", "site_style", "pronounce", "themes.file")
            assert f"`{field.alias or name}`" in tables or part.__module__.endswith(others)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_link_of_the_tables_leads_to_a_heading(tongue: str) -> None:
    with speaking(tongue):
        tables = key_tables()
    headings = {
        slugify(case="lower")(line.removeprefix("### "), "-")
        for line in tables.splitlines()
        if line.startswith("### ")
    }
    assert set(re.findall(r"\]\(#([^)]*)\)", tables)) <= headings


def test_every_field_of_a_model_is_a_field_of_the_board() -> None:
    elsewhere = {"storyboard", "pause", "image", "map", "card", "footage", "clip", "pictures"}
    elsewhere |= {
        "centre",
        "km",
        "at",
        "sentence",
        "land",
        "lakes",
        "city",
        "recording",
    }  # other forms of a board's field
    for part in parts():
        if part.becomes is None:
            continue
        fields = {field.name for field in dataclasses.fields(part.becomes)}
        assert set(part.model_fields) - elsewhere <= fields, part.__name__


def test_the_defaults_are_the_boards() -> None:
    film = schema()["definitions"]["Film"]["properties"]
    assert film["size"]["default"] == board.FilmSettings().height
    assert film["hold"]["default"] == board.FilmSettings().hold_seconds
    assert schema()["properties"]["style"]["default"] == "sobre"


def test_every_reference_of_the_schema_resolves_and_stands_alone() -> None:
    definitions = schema()["definitions"]

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                assert set(node) == {"$ref"}, "Draft-7 ignores what stands beside a $ref"
                assert node["$ref"].removeprefix("#/definitions/") in definitions
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(schema())


def test_the_good_storyboard_uses_every_key_of_a_slide() -> None:
    text = (ROOT / "tests/storyboard/good/everything.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=yaml.CBaseLoader)
    used = {key for slide in loaded["slides"] for key in slide}
    known = set(schema()["definitions"]["Slide"]["properties"])
    assert known - used <= {"lead"}
    assert used <= known
    assert set(loaded) == set(schema()["properties"])


def test_the_schema_is_plain_json() -> None:
    assert json.loads(json_schema()) == schema()
