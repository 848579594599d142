"""What an edit makes of a file's data: what the reader has to read once it is made.

Comes in: plain data, a path into it, a value. Goes out: new data; the old is left as it was. Knows
no text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal

from renderer.storyboard.yaml_tree import Data, Step

_LINE_BLANKS = re.compile(r"[ \t]+$", re.MULTILINE)


def same(one: Any, other: Any) -> bool:
    """Whether both say the same, blanks that nobody sees left aside."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other or bare(one) == bare(other)
    return one is None and other is None


def bare(text: str) -> str:
    """*text* without blanks around it and at the ends of its lines: the schema leaves them out."""
    return _LINE_BLANKS.sub("", text).strip()


def with_value(data: Data, path: Sequence[Step], value: Data) -> Data:
    """*data* with *value* at *path*, whose parent is there."""
    return _with(data, path, lambda held, step: _set(held, step, value)) if path else value


def removed(data: Data, path: Sequence[Step]) -> Data:
    """*data* without what stands at *path*."""

    def leave_out(held: Any, step: Step) -> Data:
        if isinstance(held, dict):
            return {key: each for key, each in held.items() if key != step}
        return [each for number, each in enumerate(held) if number != step]

    return _with(data, path, leave_out)


def inserted(data: Data, path: Sequence[Step], value: Data) -> Data:
    """*data* with *value* before the item at *path*."""
    return _with(data, path, lambda held, at: [*held[:at], value, *held[at:]])


def with_item_moved(data: Data, path: Sequence[Step], to: int) -> Data:
    """*data* with the item at *path* as number *to* of its list."""

    def shift(held: Any, at: Step) -> Data:
        rest = [each for number, each in enumerate(held) if number != at]
        return [*rest[:to], held[at], *rest[to:]]

    return _with(data, path, shift)


def renamed(data: Data, path: Sequence[Step], name: str) -> Data:
    """*data* with the key at *path* called *name*."""

    def call(held: Any, step: Step) -> Data:
        return {name if key == step else key: each for key, each in held.items()}

    return _with(data, path, call)


def copied(data: Data, path: Sequence[Step]) -> Data:
    """*data* with the item at *path* twice."""
    held: Any = data
    for step in path:
        held = held[step]
    return inserted(data, [*path[:-1], int(path[-1]) + 1], held)


Change = Literal["changed", "removed", "inserted", "moved", "renamed", "copied"]
CHANGES: dict[Change, Callable[..., Data]] = {
    "changed": with_value,
    "removed": removed,
    "inserted": inserted,
    "moved": with_item_moved,
    "renamed": renamed,
    "copied": copied,
}
"""Each gets the data, a path, and what its edit says besides."""


def _set(held: Any, step: Step, value: Data) -> Data:
    if isinstance(held, list):
        return [value if number == step else each for number, each in enumerate(held)]
    return {**held, str(step): value}


def _with(data: Any, path: Sequence[Step], change: Callable[[Any, Step], Data]) -> Data:
    step = path[0]
    if len(path) == 1:
        return change(data, step)
    return _set(data, step, _with(data[step], path[1:], change))
