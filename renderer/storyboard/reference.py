"""The tables of docs/storyboard.md and docs/fr/reference.md: every key, from the schema.

Comes in: the JSON Schema. Goes out: Markdown between two comment lines of each document, in its
language, and the committed copies of the schema. `python -m renderer.storyboard.reference` rewrites
all of them from the project's root. Knows no key by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import reduce
from pathlib import Path
from typing import Any

from renderer.messages import deferred, tr
from renderer.messages.catalogue import SOURCE, speaking
from renderer.storyboard.json_schema import json_schema, schema, translation_json_schema

DOCUMENTS = {"en": Path("docs/storyboard.md"), "fr": Path("docs/fr/reference.md")}
"""Language → the document whose tables are in it."""
SCHEMA = Path("schema/storyboard-1.json")
TRANSLATION_SCHEMA = Path("schema/translation-1.json")
BEGIN = "<!-- keys: written by `python -m renderer.storyboard.reference`; don't edit -->"
END = "<!-- /keys -->"

_DEFINITIONS = "#/definitions/"
_TYPES = {
    "string": deferred("text"),
    "number": deferred("a number"),
    "integer": deferred("a whole number"),
    "boolean": deferred("yes or no"),
    "object": deferred("keys"),
}


def key_tables() -> str:
    """One table for each kind of mapping in a storyboard, in the order of their first mention."""
    whole = schema()
    definitions = whole["definitions"]
    sections = [_section(tr("The storyboard"), whole)]
    for name in _mentioned(whole, definitions):
        sections.append(_section(_title(name), definitions[name]))
    return "\n\n".join(sections)


def with_tables(document: str) -> str:
    """*document* with its tables made anew.

    Raises:
        ValueError: it lacks one of the two comment lines.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"a document has no '{BEGIN}' … '{END}'")
    return f"{before}{BEGIN}\n\n{key_tables()}\n\n{END}{after}"


def write(root: Path) -> None:
    """Rewrite the documents' tables and the committed schemas of the project at *root*."""
    for tongue, name in DOCUMENTS.items():
        document = root / name
        with speaking(tongue):
            text = with_tables(document.read_text(encoding="utf-8"))
        document.write_text(text, encoding="utf-8")
    with speaking(SOURCE):
        (root / SCHEMA).write_text(json_schema(), encoding="utf-8")
        (root / TRANSLATION_SCHEMA).write_text(translation_json_schema(), encoding="utf-8")


def headings() -> tuple[str, ...]:
    """What the sections are called, in the language of the source: names of models in words."""
    with speaking(SOURCE):
        whole = schema()
    return tuple(_words(name) for name in _mentioned(whole, whole["definitions"]))


def _section(title: str, node: dict[str, Any]) -> str:
    keyed = _keyed(node)
    lines = [f"### {title}", "", node.get("description", ""), ""]
    shorts = [_form(each) for each in node.get("anyOf", ()) if each is not keyed]
    if shorts:
        lines += [tr("Short form: {forms}.", forms=_either(shorts)), ""]
    columns = (tr("key"), tr("holds"), tr("default"), tr("meaning"))
    lines += [f"| {' | '.join(columns)} |", "|---|---|---|---|"]
    required = set(keyed.get("required", ()))
    for key, inner in keyed["properties"].items():
        if key in required:
            default = tr("needed")
        else:
            default = f"`{_plain(inner['default'])}`" if "default" in inner else ""
        cells = (f"`{key}`", _form(inner), default, inner.get("description", ""))
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "&#124;").replace("<", "&lt;")


def _keyed(node: dict[str, Any]) -> dict[str, Any]:
    """The part of *node* that is a mapping with keys."""
    if "properties" in node:
        return node
    return next(each for each in node["anyOf"] if "properties" in each)


def _form(node: dict[str, Any]) -> str:
    """What a key holds, in words."""
    comment = node.get("$comment")
    if comment:
        return str(comment)
    if "$ref" in node:
        title = _title(node["$ref"].removeprefix(_DEFINITIONS))
        return f"[{title[:1].lower()}{title[1:]}](#{_anchor(title)})"
    choices = node.get("anyOf", ())
    if len(choices) == 2 and choices[0].get("items") == choices[1]:
        return tr("one or a list of: {form}", form=_form(choices[1]))
    for word in ("allOf", "anyOf", "oneOf"):
        if word in node:
            return _either(dict.fromkeys(_form(each) for each in node[word]))
    if "enum" in node:
        return _choices(node["enum"])
    if node.get("type") == "array":
        return _list_form(node)
    kinds = node.get("type", "object")
    if isinstance(kinds, list):
        return tr(_TYPES["string"])
    limits = [node.get("minimum"), node.get("maximum")]
    if kinds in ("number", "integer") and None not in limits:
        least, most = map(_plain, limits)
        return tr("{kind}, {least} to {most}", kind=tr(_TYPES[kinds]), least=least, most=most)
    return tr(_TYPES[kinds])


def _either(forms: Iterable[str]) -> str:
    return reduce(lambda one, other: tr("{one} or {other}", one=one, other=other), forms)


def _list_form(node: dict[str, Any]) -> str:
    items = node["items"]
    if isinstance(items, list):
        return f"[{', '.join(_form(each) for each in items)}]"
    return tr("a list of {form}", form=_form(items))


def _choices(values: list[Any]) -> str:
    if any(value is True for value in values):
        return tr(_TYPES["boolean"])
    words = list(dict.fromkeys(f"`{_plain(value)}`" for value in values))
    return ", ".join(words)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, int | float) else json.dumps(value)


def _title(name: str) -> str:
    """The heading of the section about *name*, in the reader's language."""
    return tr(_words(name))


def _anchor(title: str) -> str:
    """Where a link finds a heading: as GitHub and the site make it."""
    return "".join(c for c in title.lower() if c.isalnum() or c in " -_").replace(" ", "-")


def _words(name: str) -> str:
    """ "OperationsMap" as a heading: "Operations map"."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.strip().capitalize()


def _mentioned(node: Any, definitions: dict[str, Any]) -> Iterator[str]:
    """Names of definitions, each once, as a reader meets them."""
    seen: dict[str, None] = {}
    waiting = list(_references({key: node[key] for key in node if key != "definitions"}))
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen[name] = None
            waiting = [*_references(definitions[name]), *waiting]
    return iter(seen)


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix(_DEFINITIONS)
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


if __name__ == "__main__":
    write(Path.cwd())
