"""Roman numerals, well formed only.

Comes in: capital letters. Goes out: their value, or None when no Roman would have written them.
Knows nothing of whether they stand for a number where they are.
"""

from __future__ import annotations

import re

_FORM = re.compile(r"(?=.)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_value(letters: str) -> int | None:
    """The number that *letters* write, 1 to 3999; None when they are not a well-formed numeral."""
    if len(letters) > 15 or not _FORM.fullmatch(letters):
        return None
    values = [_VALUES[letter] for letter in letters]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
