"""Whether cues are drawn on the picture, as a model.

Comes in: a mapping of strings. Goes out: checked values under the board's names. Opens no file.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any, ClassVar

from pydantic import Field
from pydantic_core import PydanticCustomError

from renderer.messages import tr
from renderer.storyboard import board
from renderer.storyboard.board import SHAPES
from renderer.storyboard.fields import TRUTH_SCHEMA, Reads, truth, wants
from renderer.storyboard.model import Model


def _burn(value: object) -> tuple[str, ...]:
    """The shapes named; every one for yes, none for no."""
    named = value if isinstance(value, list) else [value]
    if named and all(isinstance(each, str) and each.strip() in SHAPES for each in named):
        return tuple(shape for shape in SHAPES if shape in {str(each).strip() for each in named})
    if isinstance(value, str | bool):
        with suppress(PydanticCustomError):
            return SHAPES if truth(value) else ()
    raise wants(
        tr("yes, no, or formats"),
        tr("for example yes, or a list of {formats}", formats=", ".join(SHAPES)),
        code="value-unfit",
    )


_BURN_SCHEMA: dict[str, Any] = {
    "anyOf": [
        TRUTH_SCHEMA,
        {"enum": [*SHAPES]},
        {"type": "array", "minItems": 1, "items": {"enum": [*SHAPES]}},
    ]
}


class SubtitlesModel(Model):
    """The cues, drawn on the picture for who watches without sound; beside it they always are."""

    becomes: ClassVar[type[Any] | None] = board.SubtitleSettings

    burn: Annotated[tuple[str, ...], Reads(_burn, _BURN_SCHEMA)] | None = Field(
        None,
        description="Whether the picture bears them: yes, in every format; no, as if left out; or "
        "in these formats.",
    )
    highlight: board.Highlight | None = Field(
        None,
        description="What is lit while it is said: none, the phrase (a line of it) or the word. "
        "A voice that gives no word times lights the whole cue.",
    )
