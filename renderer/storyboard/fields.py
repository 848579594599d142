"""What the text of one field may mean: a duration, a number, a rectangle, a slug, …

Comes in: the strings that `reader.py` gives (and the numbers that `recit.toml` gives). Goes out:
annotated types for the models; each says what it wants with an example, and how JSON Schema
describes it. Knows no model.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable
from typing import Annotated

from pydantic import PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

LONGEST_SECONDS = 86_400.0
"""A day; a longer film is a slip of the pen."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)")
_CLOCK = re.compile(
    r"(?:(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):)?(?P<seconds>\d{1,6}(?:[.,]\d+)?)(?:\s*s)?"
)
_CLOCK_SCHEMA = r"^(([0-9]{1,2}:)?[0-9]{1,3}:)?[0-9]{1,6}([.,][0-9]+)?( ?s)?$"
_SLUG = re.compile(r"^[a-z0-9]+([-_][a-z0-9]+)*$")
_DEVICES = frozenset(
    ("aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
_DURATION = "for example 4, 1.5 or 1:30 (minutes:seconds)"


def wants(what: str, remedy: str) -> PydanticCustomError:
    """The mistake that a field says: "'hold' wants a duration", and an example."""
    return PydanticCustomError("wants", "{what}", {"what": f"wants {what}", "remedy": remedy})


def mistake(what: str, remedy: str) -> PydanticCustomError:
    """A mistake said in full."""
    return PydanticCustomError("mistake", "{what}", {"what": what, "remedy": remedy})


def number(value: object) -> float | None:
    """The finite number that *value* is or reads as; None when it is none."""
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value.strip())
        return float(found.group().replace(",", ".")) if found and len(value) < 40 else None
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return None


def seconds(value: object) -> float:
    """Seconds from ``4``, ``1.5``, ``1,5 s``, ``1:30`` or ``1:02:03``."""
    found = _CLOCK.fullmatch(str(value).strip()) if isinstance(value, str | int | float) else None
    if found is None:
        raise wants("a duration", _DURATION)
    total = float(found["seconds"].replace(",", "."))
    if found["minutes"] is not None:
        if total >= 60 or (found["hours"] is not None and int(found["minutes"]) >= 60):
            raise wants("a duration", "minutes and seconds go up to 59: 1:30 is 90 seconds")
        total += 60 * int(found["minutes"]) + 3600 * int(found["hours"] or 0)
    if total > LONGEST_SECONDS:
        raise wants("a duration of less than a day", _DURATION)
    return total


def within(low: float, high: float, what: str, example: str) -> Callable[[object], float]:
    """A validator: a number from *low* to *high*."""

    def check(value: object) -> float:
        found = number(value)
        if found is None or not low <= found <= high:
            raise wants(f"{what} from {low:g} to {high:g}", f"for example {example}")
        return found

    return check


def whole(low: int, high: int, what: str, example: str) -> Callable[[object], int]:
    """A validator: a whole number from *low* to *high*."""

    def check(value: object) -> int:
        found = number(value)
        if found is None or not found.is_integer() or not low <= found <= high:
            raise wants(f"{what} from {low} to {high}", f"for example {example}")
        return int(found)

    return check


def matching(pattern: str, what: str, example: str) -> Callable[[object], str]:
    """A validator: text that *pattern* matches from end to end."""
    compiled = re.compile(pattern)

    def check(value: object) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value.strip()):
            raise wants(what, f"for example {example}")
        return value.strip()

    return check


LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A language tag (BCP 47)."""
Language = Annotated[
    str,
    PlainValidator(matching(LANGUAGE, "a language code", "fr, en or fr-CA")),
    WithJsonSchema({"type": "string", "pattern": LANGUAGE}),
]


def _fractions(value: object, count: int) -> tuple[float, ...] | None:
    if not isinstance(value, list) or len(value) != count:
        return None
    found = [number(item) for item in value]
    inside = [item for item in found if item is not None and 0 <= item <= 1]
    return tuple(inside) if len(inside) == count else None


def point(value: object) -> tuple[float, float]:
    """``[x, y]``, each from 0 to 1."""
    found = _fractions(value, 2)
    if found is None:
        raise wants(
            "two numbers from 0 to 1",
            "[across, down] as parts of the picture: [0.5, 0.5] is its middle, [0, 0] its top left",
        )
    return found[0], found[1]


def rect(value: object) -> tuple[float, float, float, float]:
    """``[x, y, width, height]``, each from 0 to 1, inside the picture."""
    found = _fractions(value, 4)
    if found is None:
        raise wants(
            "four numbers from 0 to 1",
            "[left, top, width, height] as parts of the picture: [0, 0, 1, 1] is all of it",
        )
    left, top, width, height = found
    # A hair of tolerance: 0.1 + 0.9 is not always 1 in binary.
    if not (width > 0 and height > 0 and left + width <= 1 + 1e-9 and top + height <= 1 + 1e-9):
        raise wants(
            "a rectangle inside the picture",
            "[left, top, width, height]: left + width and top + height are at most 1",
        )
    return left, top, width, height


def day(value: object) -> datetime.date:
    """A date written year-month-day."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    text = value.strip() if isinstance(value, str) else ""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise wants("a date", "year-month-day, for example 2030-12-31")


def truth(value: object) -> bool:
    """Yes or no, in English or French."""
    word = str(value).strip().lower()
    if word in {"yes", "true", "on", "oui", "1"}:
        return True
    if word in {"no", "false", "off", "non", "0"}:
        return False
    raise wants("yes or no", "write yes or no")


def _web(value: object) -> str:
    address = value.strip() if isinstance(value, str) else ""
    if not re.fullmatch(r"https?://[^\s/?#@<>\"'\\]+(?:[/?#][^\s<>\"]*)?", address):
        raise wants("a web address", "for example https://www.example.org/page")
    return address


def _fraction_list(count: int) -> dict[str, object]:
    item = {"type": "number", "minimum": 0, "maximum": 1}
    return {"type": "array", "items": item, "minItems": count, "maxItems": count}


_SCALAR = ["string", "number", "boolean"]

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Seconds = Annotated[
    float,
    PlainValidator(seconds),
    WithJsonSchema(
        {
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": LONGEST_SECONDS,
            "pattern": _CLOCK_SCHEMA,
            "$comment": "a duration",
        }
    ),
]
Point = Annotated[
    tuple[float, float],
    PlainValidator(point),
    WithJsonSchema({**_fraction_list(2), "$comment": "[across, down], 0 to 1"}),
]
Rect = Annotated[
    tuple[float, float, float, float],
    PlainValidator(rect),
    WithJsonSchema({**_fraction_list(4), "$comment": "[left, top, width, height], 0 to 1"}),
]
Day = Annotated[
    datetime.date,
    PlainValidator(day),
    WithJsonSchema(
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "$comment": "year-month-day"}
    ),
]
Truth = Annotated[
    bool,
    PlainValidator(truth),
    WithJsonSchema({"type": "boolean"}),
]
WebAddress = Annotated[
    str,
    PlainValidator(_web),
    WithJsonSchema({"type": "string", "pattern": "^https?://", "$comment": "a web address"}),
]
FileName = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    WithJsonSchema({"type": "string", "minLength": 1, "$comment": "a file name"}),
]


def _slug(value: object) -> str:
    name = value.strip() if isinstance(value, str) else ""
    if is_slug(name):
        return name
    if name not in _DEVICES:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
        better = re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-")[:64].rstrip("-")
        raise wants(
            "lower-case letters, digits and hyphens, at most 64",
            f"for example {better or 'debarquement'}",
        )
    raise wants("a name that isn't a device of Windows", f"for example {name}-film")


def is_slug(text: str) -> bool:
    """Whether *text* is a slug, and so safe as the name of a folder on any system."""
    return len(text) <= 64 and bool(_SLUG.fullmatch(text)) and text not in _DEVICES


Slug = Annotated[
    str,
    PlainValidator(_slug),
    WithJsonSchema(
        {"type": _SCALAR, "pattern": _SLUG.pattern, "$comment": "letters a–z, digits, hyphens"}
    ),
]
