"""A text or a label of a storyboard, and where it stands: what a translation gives.

Comes in: plain data that may still hold mistakes. Goes out: `Text`s, which a translation gives
under a key of its own, and `Label`s, which it gives by the words themselves. Knows no language and
no kind of slide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from renderer.storyboard.yaml_tree import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that a translation gives under its own key."""

    path: Path
    """Where it stands, from the slide or the storyboard."""
    key: Path
    """Where a translation gives it, from the slide's or the film's own keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words on a picture, which a translation gives under `words:`."""

    path: Path
    text: str
    name: bool = False
    """Whether it is a proper name, which may stay as it is."""


def labels_in(holder: dict[str, Any], key: str, inner: str, path: Path) -> Iterator[Label]:
    """The text under *inner* of every item of the list under *key*; *holder* stands at *path*."""
    items = holder.get(key)
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict) and is_text(item.get(inner)):
            yield Label(path=(*path, key, number, inner), text=item[inner])


def label_at(holder: Any, path: Path) -> Iterator[Label]:
    """The text at *path* of *holder*, if there is one."""
    found = holder
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    if is_text(found):
        yield Label(path=path, text=found)


def alt_text(written: Any, key: str) -> Iterator[Text]:
    """The `alt` of what a slide shows under *key*."""
    if isinstance(written, dict) and is_text(written.get("alt")):
        yield Text(path=(key, "alt"), key=("alt",))


def is_text(value: Any) -> bool:
    """Whether *value* is words."""
    return isinstance(value, str) and bool(value.strip())
