"""A map of operations as plain frozen data.

Comes in: values validated by the schema. Goes out: `OperationsMap`. Knows nothing of drawing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationsMap:
    """A `map:` slide."""

    alt: str = ""
