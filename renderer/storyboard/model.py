"""What every model is made from: of storyboards, translations, maps, lexicons, themes, recit.toml.

A model's attributes bear the names of the board's fields, its aliases are the keys of the YAML,
and what an author left out is None: the board's dataclasses alone state the defaults. The types of
its fields are in `fields.py`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema


class Model(BaseModel):
    """A mapping of the storyboard. Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    becomes: ClassVar[type[Any] | None] = None
    """The dataclass that it becomes."""
    short_form: ClassVar[str | dict[str, Any] | None] = None
    """The key whose value may stand for the whole mapping; or JSON Schema of what may."""

    def given(self) -> dict[str, Any]:
        """What the author wrote, under the board's names."""
        values = self.__dict__
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def default(cls, name: str) -> Any:
        """The board's default of the field *name*; None where there is none."""
        for field in dataclasses.fields(cls.becomes) if cls.becomes else ():
            if field.name == name and field.default is not dataclasses.MISSING:
                return field.default
        return None

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        """Add the board's defaults and the short form to what pydantic knows."""
        schema = handler(core)
        inner = handler.resolve_ref_schema(schema)
        for name, field in cls.model_fields.items():
            described = inner.get("properties", {}).get(field.alias or name)
            default = cls.default(name)
            if described is not None:
                described.pop("default", None)
                if isinstance(default, str | int | float) and default != "":
                    described["default"] = default
        if cls.short_form is not None and "anyOf" not in inner:
            whole = dict(inner)
            brief = cls.short_form
            if isinstance(brief, str):
                brief = {**inner["properties"][brief]}
                brief.pop("description", None)
            inner.clear()
            inner.update(
                title=whole.pop("title"),
                description=whole.pop("description", ""),
                anyOf=[brief, whole],
            )
        return schema


def models_at(model: type[BaseModel], path: Iterable[str | int]) -> list[type[BaseModel]]:
    """What the mapping at *path* below *model* may be; of a list, what its items may be."""
    models = [model]
    for step in path:
        if isinstance(step, str):
            inner = [
                found
                for each in models
                for name, field in each.model_fields.items()
                if (field.alias or name) == step
                for found in _models_in(field.annotation)
            ]
            # A step that no model knows is a validator's own tag, or a key that authors choose.
            models = inner or models
    return models


def keys_of(model: type[BaseModel]) -> Iterator[str]:
    """Its keys as an author writes them, in order."""
    for name, field in model.model_fields.items():
        yield field.alias or name


def takes_one(model: type[BaseModel], path: Sequence[str | int]) -> bool:
    """Whether one item may stand for the list at *path* below *model*."""
    return any(
        isinstance(mark, OneOrMore)
        for each in models_at(model, path[:-1])
        for name, field in each.model_fields.items()
        if (field.alias or name) == path[-1]
        for mark in _marks_in(field.annotation, field.metadata)
    )


def _marks_in(annotation: Any, marks: Iterable[Any]) -> Iterator[Any]:
    yield from marks
    for inner in get_args(annotation):
        yield from _marks_in(inner, getattr(inner, "__metadata__", ()))


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def short(key: str) -> BeforeValidator:
    """Let plain text stand for a mapping with only *key*."""

    def widen(value: Any) -> Any:
        return {key: value} if isinstance(value, str) else value

    return BeforeValidator(widen)


class OneOrMore:
    """Let one item stand for a list of one."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Wrap what is no list into one, before the list is checked."""
        return core_schema.no_info_before_validator_function(_listed, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe both forms."""
        whole = handler(core)
        return {"anyOf": [whole, whole["items"]]}


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value
