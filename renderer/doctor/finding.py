"""What a look at the machine found.

Comes in: nothing. Goes out: the type that every look answers with. Knows no look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "optional", "warning", "fatal"]
"""Optional: it isn't here, and only those who ask for it need it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    what: str
    state: State
    found: str
    remedy: str = ""
