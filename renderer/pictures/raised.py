"""Which letters of a text are raised, as the French room finds them.

Comes in: text. Goes out: runs. Knows nothing of fonts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renderer.pictures.typeset import RunLike


@dataclass(frozen=True)
class _R:
    text: str
    raised: bool


def runs_of(text: str) -> Sequence[RunLike]:
    try:
        from renderer.french.typography import raised

        return raised(text)
    except ImportError:
        import re

        out = []
        last = 0
        for m in re.finditer(r"(?<=\d)(?:er|re|e|nd|nde|d|de)\b|(?<=[XVI])e\b", text):
            out += [_R(text[last : m.start()], False), _R(m.group(), True)]
            last = m.end()
        return [*out, _R(text[last:], False)]
