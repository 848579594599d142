"""Fields in which something is to be said: titles, chapters, what stands for a picture.

Comes in: a value of YAML. Goes out: the type of a field, which refuses signs alone: a dash, dots or
what nobody sees would be read out as nothing, and be an empty heading, link or alternative text.
"""

from __future__ import annotations

from typing import Annotated

from renderer.messages import tr
from renderer.storyboard.fields import Reads, plain, text_to, wants

_TYPES = ["string", "number", "boolean"]
"""Without quotes, words may look like a number or a truth."""
_WORDS = r"[^\s!-/:-@\[-`{-©«-±´¶-¸»¿×÷\u2000-\u206f\ufeff]"
"""Something besides signs, for an editor: those of keyboards, and what nobody sees. The reader
refuses all that is neither letter nor digit, which JSON Schema can't say without Unicode's classes.
"""
_SCHEMA = {"type": _TYPES, "pattern": f"^$|{_WORDS}"}
_ALT = text_to(1000)


def _in_words(text: str) -> str:
    if text and not any(map(str.isalnum, text)):
        remedy = tr("it has signs alone: write words, or leave it out")
        raise wants(tr("words"), remedy, code="value-empty")
    return text


def _title(value: object) -> str:
    text = _in_words(plain(value))
    if not text:
        remedy = tr("it is empty: write what the film is called")
        raise wants(tr("words"), remedy, code="value-empty")
    return text


Wording = Annotated[str, Reads(lambda value: _in_words(plain(value)), _SCHEMA)]
FilmTitle = Annotated[str, Reads(_title, {"type": _TYPES, "pattern": _WORDS})]
MapWording = Annotated[
    str, Reads(lambda value: _in_words(_ALT.read(value)), {**_ALT.schema, **_SCHEMA})
]
"""What a map shows, in no more letters than somebody would listen to."""
