"""A message that isn't told yet: it crosses a pipe, or lies in a cache, in no language.

Comes in: an English text with named places, and what stands in them. Goes out: JSON and back; the
text in the language of whoever reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from renderer.messages.catalogue import tr

Value = str | int
"""What stands in a place; it must mean the same in every language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingMessage:
    """One message. `str` of it is told in the reader's language."""

    text: str
    """In English, marked by `deferred` where it is written."""
    values: tuple[tuple[str, Value], ...] = ()
    """Each place and what stands there."""

    def __str__(self) -> str:
        return tr(self.text, **dict(self.values))

    def as_json(self) -> dict[str, Any]:
        """What `note_in` reads."""
        return {"text": self.text, "values": dict(self.values)}


def note(text: str, **values: Value) -> PendingMessage:
    """*text*, marked by `deferred`, and its *values*, to be told later."""
    return PendingMessage(text=text, values=tuple(values.items()))


def note_in(found: dict[str, Any]) -> PendingMessage:
    """What `Note.as_json` wrote.

    Raises:
        KeyError, AttributeError, TypeError: it is something else.
    """
    return PendingMessage(text=str(found["text"]), values=tuple(found["values"].items()))
