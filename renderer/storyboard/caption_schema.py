"""What is written on a picture, and how long it stays there, as a model.

Comes in: a mapping of strings, or plain text. Goes out: checked values. Opens no file.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from renderer.messages import tr
from renderer.storyboard.board import CaptionStay
from renderer.storyboard.fields import Reads, Text, any_case, number, numeric, text_schema, wants
from renderer.storyboard.model import Model

ALWAYS = "always"
_SHORTEST, _LONGEST = 1.0, 600.0
"""Seconds: less is a flash, and a slide of more than ten minutes has other faults."""


def _stay(value: object) -> CaptionStay:
    if isinstance(value, str) and value.strip().lower() == ALWAYS:
        return "always"
    found = number(value)
    if found is None or not _SHORTEST <= found <= _LONGEST:
        raise wants(
            tr(
                "a number of seconds from {low} to {high}, or {always}",
                low=f"{_SHORTEST:g}",
                high=f"{_LONGEST:g}",
                always=ALWAYS,
            ),
            tr("for example 8, or {always} for as long as the picture", always=ALWAYS),
            code="value-unfit",
        )
    return found


_STAY_SCHEMA: dict[str, Any] = {
    "anyOf": [
        numeric(minimum=_SHORTEST, maximum=_LONGEST),
        {"enum": [ALWAYS]},
        text_schema(any_case([ALWAYS])),
    ],
    "$comment": f"a number, {_SHORTEST:g} to {_LONGEST:g}, or {ALWAYS}",
}


class CaptionModel(Model):
    """What is written on the picture; plain text stands for its `text`."""

    short_form: ClassVar[str | dict[str, Any] | None] = "text"

    text: Text = Field(description="The words.")
    stay: Annotated[CaptionStay, Reads(_stay, _STAY_SCHEMA)] | None = Field(
        None,
        description="Seconds that it stays, from when the picture has arrived; `always`: until the "
        "next picture comes; else while it is read, at least 5 s.",
    )
