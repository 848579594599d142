"""As much of JSON Schema, Draft 7, as Récit's own schemas use, for tests without a library for it.

A word that isn't here fails the test that meets it, so nothing is passed over in silence.
"""

from __future__ import annotations

import re
from typing import Any

_KINDS = {
    "string": str,
    "boolean": bool,
    "array": list,
    "object": dict,
}
_NOTES = {"$schema", "$comment", "title", "description", "default", "definitions"}


def accepts(node: dict[str, Any], value: Any, definitions: dict[str, Any]) -> bool:
    """Whether *value*, typed as YAML 1.2 types it, is what *node* describes."""
    return all(
        _judged(word, limit, node, value, definitions)
        for word, limit in node.items()
        if word not in _NOTES
    )


def _judged(
    word: str, limit: Any, node: dict[str, Any], value: Any, definitions: dict[str, Any]
) -> bool:
    def inner(each: dict[str, Any], item: Any) -> bool:
        return accepts(each, item, definitions)

    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if word == "$ref":
        return inner(definitions[limit.removeprefix("#/definitions/")], value)
    if word in ("anyOf", "oneOf", "allOf"):
        count = sum(inner(each, value) for each in limit)
        return {"anyOf": count > 0, "oneOf": count == 1, "allOf": count == len(limit)}[word]
    if word == "not":
        return not inner(limit, value)
    if word in ("enum", "const"):
        choices = limit if word == "enum" else [limit]
        return any(_same(value, each) for each in choices)
    if word == "type":
        return any(_is(value, kind) for kind in (limit if isinstance(limit, list) else [limit]))
    if word in ("minimum", "maximum", "exclusiveMinimum", "multipleOf"):
        return (
            not is_number
            or {
                "minimum": lambda: value >= limit,
                "maximum": lambda: value <= limit,
                "exclusiveMinimum": lambda: value > limit,
                "multipleOf": lambda: value % limit == 0,
            }[word]()
        )
    if word == "pattern":
        return not isinstance(value, str) or re.search(limit, value) is not None
    if word in ("minLength", "maxLength"):
        return not isinstance(value, str) or _fits(word, len(value), limit)
    if word in ("minItems", "maxItems"):
        return not isinstance(value, list) or _fits(word, len(value), limit)
    if word == "items":
        if not isinstance(value, list):
            return True
        kinds = limit if isinstance(limit, list) else [limit] * len(value)
        return all(inner(kind, item) for kind, item in zip(kinds, value, strict=False))
    if word in ("properties", "required", "additionalProperties", "propertyNames"):
        return not isinstance(value, dict) or _keyed(word, limit, node, value, definitions)
    raise AssertionError(f"no test knows '{word}' of JSON Schema: add it to {__name__}")


def _keyed(
    word: str, limit: Any, node: dict[str, Any], value: dict[str, Any], definitions: dict[str, Any]
) -> bool:
    known = node.get("properties", {})
    if word == "properties":
        return all(accepts(limit[key], value[key], definitions) for key in value if key in limit)
    if word == "required":
        return all(key in value for key in limit)
    if word == "propertyNames":
        return all(accepts(limit, key, definitions) for key in value)
    others = [value[key] for key in value if key not in known]
    if isinstance(limit, bool):
        return limit or not others
    return all(accepts(limit, other, definitions) for other in others)


def _same(value: Any, choice: Any) -> bool:
    """Draft 7 tells 1 from true, and 1 from no other 1."""
    return bool(value == choice) and isinstance(value, bool) == isinstance(choice, bool)


def _is(value: Any, kind: str) -> bool:
    if kind in ("number", "integer"):
        whole = kind == "number" or (isinstance(value, int | float) and value % 1 == 0)
        return isinstance(value, int | float) and not isinstance(value, bool) and whole
    return isinstance(value, _KINDS[kind])


def _fits(word: str, size: int, limit: int) -> bool:
    return size >= limit if word.startswith("min") else size <= limit
