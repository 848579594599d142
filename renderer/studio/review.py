"""What has changed in a film since it was published, for who reads it again.

Comes in: two sheets. Goes out: plain JSON: slides that came, went, moved or changed, and of each
its sentences and fields, before and after. Opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from renderer.language.eye.typography import typeset
from renderer.language.sentences import split_sentences
from renderer.studio.document import Sheet

_NOT_FIELDS = ("id", "narration")
_FILM = ("title", "subtitle", "description", "language", "style", "voice", "film", "music")


def compare(before: Sheet, after: Sheet) -> list[dict[str, Any]]:
    """What is different in *after*, in its order; what is gone, where it was."""
    old = dict(zip(before.ids, before.written, strict=True))
    new = dict(zip(after.ids, after.written, strict=True))
    kept = [name for name in before.ids if name in new]
    moved = _moved(kept, [name for name in after.ids if name in old])
    found = list(_film(before, after))
    for name in _merged(before.ids, after.ids):
        what = "added" if name not in old else "gone" if name not in new else "changed"
        fields = _fields(old.get(name, {}), new.get(name, {}))
        sentences = _sentences(
            str(old.get(name, {}).get("narration") or ""),
            str(new.get(name, {}).get("narration") or ""),
            after.language,
        )
        differs = bool(fields) or any(each["what"] != "same" for each in sentences)
        if what == "changed" and not differs:
            if name not in moved:
                continue
            what = "moved"
        found.append({"slide": name, "what": what, "fields": fields, "sentences": sentences})
    return found


def _film(before: Sheet, after: Sheet) -> Iterator[dict[str, Any]]:
    """What is said of the film as a whole; under no slide's name."""
    old, new = (sheet.tree.data if sheet.tree is not None else {} for sheet in (before, after))
    if isinstance(old, dict) and isinstance(new, dict):
        fields = _fields(
            {key: old[key] for key in _FILM if key in old},
            {key: new[key] for key in _FILM if key in new},
        )
        if fields:
            yield {"slide": "", "what": "changed", "fields": fields, "sentences": []}


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The names that don't stand in the same order, as few as will explain it."""
    same = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    steady = {name for block in same for name in old[block.a : block.a + block.size]}
    return set(new) - steady


def _merged(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """All names: those of *new*, and those that are gone, after what they came after."""
    merged = list(new)
    for number, name in enumerate(old):
        if name not in merged:
            before = next((each for each in reversed(old[:number]) if each in merged), None)
            merged.insert(merged.index(before) + 1 if before else 0, name)
    return merged


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    before, after = dict(_leaves(old, "")), dict(_leaves(new, ""))
    return [
        {"key": key, "before": before.get(key), "after": after.get(key)}
        for key in {**before, **after}
        if before.get(key) != after.get(key) and key.partition(".")[0] not in _NOT_FIELDS
    ]


def _leaves(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Each text below *value* with its dotted key."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{key}.{number}" if key else str(number))
    elif value is not None:
        yield key, str(value)


def _sentences(before: str, after: str, language: str) -> list[dict[str, Any]]:
    old, new = _typeset(before, language), _typeset(after, language)
    told: list[tuple[str, str | None, str | None]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            told += [("same", each, each) for each in old[a:b]]
            continue
        for one, other in zip_longest(old[a:b], new[c:d]):
            kind = "changed" if one and other else "gone" if one else "added"
            told.append((kind, one, other))
    return [
        {"index": index, "what": what, "before": one, "after": other}
        for index, (what, one, other) in enumerate(told)
    ]


def _typeset(narration: str, language: str) -> list[str]:
    return [typeset(each.written, language) for each in split_sentences(narration, language)]
