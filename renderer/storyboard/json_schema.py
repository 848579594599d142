"""The storyboard's JSON Schema, which lets editors complete and check it as it is typed.

Comes in: the models. Goes out: Draft-7 JSON, the newest that yaml-language-server knows; what it
tells an author is in the reader's language. The committed copies, in English, are in `schema/`;
`python -m renderer.storyboard.reference` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from renderer.messages import tr
from renderer.messages.catalogue import SOURCE, language, speaking
from renderer.storyboard.model import Model
from renderer.storyboard.schema import StoryboardModel, TranslationModel
from renderer.storyboard.slide_kinds import AUTHORED

_PLACE_OF_DEFINITIONS = "#/definitions/"
_TOLD = ("description", "$comment")
"""What of a schema is for people: what a key is for, and what it holds."""


def json_schema() -> str:
    """The schema as text, ending with a line end; the same for the same version of Récit."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def schema() -> dict[str, Any]:
    """The schema as JSON values."""
    whole = _whole(StoryboardModel, tr("Récit storyboard, version 1"))
    whole["definitions"]["Slide"]["oneOf"] = [{"required": [key]} for key in AUTHORED]
    return whole


def translation_json_schema() -> str:
    """As `json_schema`, of a translator's own file."""
    return json.dumps(translation_schema(), ensure_ascii=False, indent=1) + "\n"


def translation_schema() -> dict[str, Any]:
    """As `schema`, of a translator's own file."""
    return _whole(TranslationModel, tr("A translation of a Récit storyboard, version 1"))


def told_texts() -> tuple[str, ...]:
    """What both schemas tell people, each text once, in the language of the source."""
    with speaking(SOURCE):
        return tuple(dict.fromkeys((*_texts(schema()), *_texts(translation_schema()))))


def _whole(model: type[Model], title: str) -> dict[str, Any]:
    raw = model.model_json_schema(ref_template=_PLACE_OF_DEFINITIONS + "{model}")
    definitions = raw.pop("$defs")
    whole: dict[str, Any] = _tidy(raw)
    tidy = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **whole,
        "title": title,
        "definitions": {_plain_name(name): _tidy(each) for name, each in definitions.items()},
    }
    return tidy if language() == SOURCE else _translated(tidy)


def _translated(node: Any) -> Any:
    if isinstance(node, list):
        return [_translated(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: tr(value) if key in _TOLD and isinstance(value, str) else _translated(value)
        for key, value in node.items()
    }


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        node = dict(enumerate(node))
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _TOLD and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)


def _tidy(node: Any) -> Any:
    """*node* as an author's editor should see it: YAML scalars, Draft-7 words, no noise."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    tidy = {
        key: {name: _tidy(each) for name, each in value.items()}
        if key == "properties"
        else _tidy(value)
        for key, value in node.items()
        if key not in ("title", "discriminator")
    }
    if "prefixItems" in tidy:
        tidy["items"] = tidy.pop("prefixItems")
    if "$ref" in tidy:
        name = _plain_name(str(tidy.pop("$ref")).removeprefix(_PLACE_OF_DEFINITIONS))
        reference = {"$ref": _PLACE_OF_DEFINITIONS + name}
        # Draft-7 ignores whatever stands beside a $ref.
        return {**tidy, "allOf": [reference]} if tidy else reference
    return _without_null(tidy)


def _without_null(node: dict[str, Any]) -> dict[str, Any]:
    """A key left empty counts as left out; editors need not offer it."""
    choices = [each for each in node.get("anyOf", ()) if each != {"type": "null"}]
    if not choices or len(choices) == len(node["anyOf"]):
        return node
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    if len(choices) > 1:
        return {**rest, "anyOf": choices}
    if "$ref" in choices[0]:
        return {**rest, "allOf": choices}
    return {**choices[0], **rest}


def _plain_name(name: str) -> str:
    return name.removesuffix("Model")
