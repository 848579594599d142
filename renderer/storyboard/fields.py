"""What the value of one field may be: a number, yes or no, a colour, a rectangle, a duration, …

Comes in: the strings that `yaml_reader.py` gives, the lists of them, and the typed values of
recit.toml. Goes out: field types for every model of storyboards, maps, themes and projects. A type
is a `Reads`: how a value is read, which says what it wants with an example, and how JSON Schema
describes the same. Knows no model and no key.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from renderer.messages.catalogue import (  # not the package: imports stay one shorter
    deferred,
    tr,
    trn,
)
from renderer.messages.catalogue import number as grouped
from renderer.storyboard.calendar_days import impossible_days
from renderer.timebase import FRAME_RATES, SAMPLE_RATE

HEIGHTS = range(64, 4_321, 2)
"""Pixels of a frame's shorter side: even for 4:2:0; below 64 no word is read, 4320 is 8K."""

LONGEST_SECONDS = 86_400.0
"""A day; a longer film is a slip of the pen."""
LAST_SENTENCE = 9_999
"""Of a slide's narration: an hour's talk has some 600."""
YES = ("yes", "oui", "true", "vrai", "on")
NO = ("no", "non", "false", "faux", "off")
"""In capitals or not."""
_OLD_YES, _OLD_NO = ("1", "y", "t"), ("0", "n", "f")
"""What earlier versions took too, here or there."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+|\.)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_CLOCK = re.compile(
    r"(?:(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):)?(?P<seconds>\d{1,6}(?:[.,]\d+|\.)?)(?:\s*s)?"
)
_UP_TO_59 = "0{0,4}[0-5]?[0-9]"
_CLOCK_SCHEMA = (
    rf"^\s*([0-9]{{1,6}}|([0-9]{{1,2}}:0?[0-5]?[0-9]|[0-9]{{1,3}}):{_UP_TO_59})"
    r"([.,][0-9]+|\.)?\s*s?\s*$"
)
_SLUG = re.compile(r"^[a-z0-9]+([-_][a-z0-9]+)*$")
_DEVICES = frozenset(
    ("aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
_DURATION = deferred("for example 4, 1.5 or {clock} (minutes:seconds)")
EXAMPLE = deferred("for example {example}")


@dataclass(frozen=True, slots=True, eq=False)  # typing hashes metadata, and a schema has no hash
class Reads:
    """The metadata of a field type: ``Annotated[float, number_from(0.5, 2, "0.95")]``."""

    read: Callable[[Any], Any]
    """Gives the value; raises `wants` or `mistake`."""
    schema: dict[str, Any]
    """JSON Schema of what *read* takes."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read the value in place of whatever pydantic would do."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe it."""
        return dict(self.schema)


def wants(what: str, remedy: str, *, code: str) -> PydanticCustomError:
    """The mistake that a field says: "'hold' wants a duration", and an example."""
    said = tr("wants {what}", what=what)
    context = {"what": said, "wanted": what, "remedy": remedy, "code": code}
    return PydanticCustomError("wants", "{what}", context)


def mistake(what: str, remedy: str, *, code: str) -> PydanticCustomError:
    """A mistake said in full."""
    context = {"what": what, "remedy": remedy, "code": code}
    return PydanticCustomError("mistake", "{what}", context)


def any_case(words: Iterable[str]) -> str:
    """The pattern of one of *words*, in capitals or not: JSON Schema has no other way."""
    return "|".join(
        "".join(f"[{each}{each.upper()}]" if each.isalpha() else each for each in word)
        for word in words
    )


def text_schema(pattern: str, *, comment: str = "") -> dict[str, Any]:
    """JSON Schema of text that is *pattern*, blanks around it left out."""
    schema = {"type": "string", "pattern": rf"^\s*({pattern})\s*$"}
    return {**schema, "$comment": comment} if comment else schema


# Numbers.


def number_in(value: object) -> float | None:
    """The finite number that *value* is or reads as; None when it is none."""
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value.strip())
        return float(found.group().replace(",", ".")) if found and len(value) < 40 else None
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return None


def numeric(what: str = "a number", **limits: float) -> dict[str, Any]:
    """JSON Schema of a number within *limits*. French authors write 1,5, which YAML calls text."""
    text = text_schema(_NUMBER.pattern)
    low, high = limits.get("minimum", limits.get("exclusiveMinimum")), limits["maximum"]
    return {
        "anyOf": [{"type": "number", **limits}, text],
        "$comment": f"{what}, {low:g} to {high:g}",
    }


_A_NUMBER = deferred("a number from {low} to {high}")
_A_WHOLE_NUMBER = deferred("a whole number from {low} to {high}")


def number_from(low: float, high: float, example: str, what: str = _A_NUMBER) -> Reads:
    """A number from *low* to *high*; *what* it is, for `tr`, with these two."""

    def read(value: object) -> float:
        found = number_in(value)
        if found is None or not low <= found <= high:
            limits = tr(what, low=f"{low:g}", high=f"{high:g}")
            raise wants(limits, tr(EXAMPLE, example=example), code="value-out-of-range")
        return found

    return Reads(read, numeric(minimum=low, maximum=high))


def whole_from(low: int, high: int, example: str, what: str = _A_WHOLE_NUMBER) -> Reads:
    """A whole number from *low* to *high*; *what* it is, for `tr`, with these two."""

    def read(value: object) -> int:
        found = number_in(value)
        if found is None or not found.is_integer() or not low <= found <= high:
            limits = tr(what, low=grouped(low), high=grouped(high))
            raise wants(limits, tr(EXAMPLE, example=example), code="value-out-of-range")
        return int(found)

    return Reads(read, numeric("a whole number", minimum=low, maximum=high, multipleOf=1))


def _frame_height(value: object) -> int:
    found = number_in(value)
    if found is None or found not in HEIGHTS:
        raise wants(
            tr(
                "an even number of pixels from {low} to {high}",
                low=HEIGHTS[0],
                high=HEIGHTS[-1],
            ),
            tr("the shorter side: 1080, 720 or 2160"),
            code="value-out-of-range",
        )
    return int(found)


def _frame_rate(value: object) -> int:
    found = number_in(value)
    if found is None or found not in FRAME_RATES:
        raise wants(
            tr(
                "a whole number of frames a second, at most {most}, that divides {samples}",
                most=FRAME_RATES[-1],
                samples=grouped(SAMPLE_RATE),
            ),
            tr("24, 25, 30, 50 or 60; 25 is Europe's"),
            code="value-out-of-range",
        )
    return int(found)


FRAME_HEIGHT = Reads(
    _frame_height,
    numeric("a whole number", minimum=HEIGHTS[0], maximum=HEIGHTS[-1], multipleOf=HEIGHTS.step),
)
FRAME_RATE = Reads(_frame_rate, {"enum": [*FRAME_RATES]})
JOBS = whole_from(1, 1_024, "2", deferred("a number of jobs from {low} to {high}"))
"""More than any machine has cores: a slip of the pen."""


def seconds(value: object) -> float:
    """Seconds from ``4``, ``1.5``, ``1,5 s``, ``1:30`` or ``1:02:03``."""
    is_scalar = isinstance(value, str | int | float)
    found = _CLOCK.fullmatch(str(value).strip()) if is_scalar else None
    if found is None:
        raise wants(tr("a duration"), tr(_DURATION, clock="1:30"), code="value-unfit")
    total = float(found["seconds"].replace(",", "."))
    if found["minutes"] is not None:
        if total >= 60 or (found["hours"] is not None and int(found["minutes"]) >= 60):
            remedy = tr("minutes and seconds go up to 59: {clock} is 90 seconds", clock="1:30")
            raise wants(tr("a duration"), remedy, code="value-unfit")
        total += 60 * int(found["minutes"]) + 3600 * int(found["hours"] or 0)
    if total > LONGEST_SECONDS:
        what, remedy = tr("a duration of less than a day"), tr(_DURATION, clock="1:30")
        raise wants(what, remedy, code="value-out-of-range")
    return total


def _fractions(value: object, count: int) -> tuple[float, ...] | None:
    if not isinstance(value, list) or len(value) != count:
        return None
    found = [number_in(item) for item in value]
    inside = [item for item in found if item is not None and 0 <= item <= 1]
    return tuple(inside) if len(inside) == count else None


def point(value: object) -> tuple[float, float]:
    """``[x, y]``, each from 0 to 1."""
    found = _fractions(value, 2)
    if found is None:
        raise wants(
            tr("two numbers from 0 to 1"),
            tr(
                "[across, down] as parts of the picture: [0.5, 0.5] is its middle, [0, 0] its top"
                " left"
            ),
            code="value-out-of-range",
        )
    return found[0], found[1]


def rect(value: object) -> tuple[float, float, float, float]:
    """``[x, y, width, height]``, each from 0 to 1, inside the picture."""
    found = _fractions(value, 4)
    if found is None:
        raise wants(
            tr("four numbers from 0 to 1"),
            tr("[left, top, width, height] as parts of the picture: [0, 0, 1, 1] is all of it"),
            code="value-out-of-range",
        )
    left, top, width, height = found
    # A hair of tolerance: 0.1 + 0.9 is not always 1 in binary.
    if not (width > 0 and height > 0 and left + width <= 1 + 1e-9 and top + height <= 1 + 1e-9):
        raise wants(
            tr("a rectangle inside the picture"),
            tr("[left, top, width, height]: left + width and top + height are at most 1"),
            code="value-out-of-range",
        )
    return left, top, width, height


def number_list_schema(*items: dict[str, Any], comment: str) -> dict[str, Any]:
    """JSON Schema of a list of just these *items*."""
    size = {"minItems": len(items), "maxItems": len(items)}
    return {"type": "array", "items": list(items), **size, "$comment": comment}


_FRACTION = numeric(minimum=0, maximum=1)
_PART = numeric(exclusiveMinimum=0, maximum=1)


# Words.


def truth(value: object) -> bool:
    """Yes or no, in English or French."""
    word = str(value).strip().lower()
    if word in YES or word in _OLD_YES:
        return True
    if word in NO or word in _OLD_NO:
        return False
    raise wants(tr("yes or no"), tr("write yes or no; oui or non will do"), code="value-unfit")


def is_truth(value: object) -> bool:
    """Whether *value* is a word for yes or no."""
    return str(value).strip().lower() in (*YES, *NO, *_OLD_YES, *_OLD_NO)


def text_matching(pattern: str, what: str, example: str) -> Reads:
    """Text that *pattern* matches from end to end; *what* it is, and an *example*, for `tr`."""
    compiled = re.compile(pattern)

    def read(value: object) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value.strip()):
            raise wants(tr(what), tr(EXAMPLE, example=tr(example)), code="value-unfit")
        return value.strip()

    return Reads(read, _plain_scalars(pattern))


def _plain_scalars(pattern: str) -> dict[str, Any]:
    """JSON Schema of text like *pattern*, which without quotes may look like something else."""
    kinds = ["string"]
    if re.fullmatch(pattern, "true"):
        kinds.append("boolean")
    if re.fullmatch(pattern, "10"):
        kinds.append("number" if re.fullmatch(pattern, "1.5") else "integer")
    schema = text_schema(pattern.removeprefix("^").removesuffix("$"))
    return {**schema, "type": kinds, "minimum": 0} if len(kinds) > 1 else schema


def plain(value: object) -> str:
    """Text, without the blanks around it."""
    if not isinstance(value, str):
        remedy = tr("put it between double quotes, or on the lines below a '|'")
        raise wants(tr("text"), remedy, code="value-unfit")
    return value.strip()


def text_to(most: int, least: int = 0) -> Reads:
    """Text of *least* (0 or 1) to *most* letters."""

    def read(value: object) -> str:
        text = plain(value)
        if len(text) < least:
            remedy = tr(
                "it is empty: write what is shown, for example {example}", example="Cherbourg"
            )
            raise wants(tr("text"), remedy, code="value-empty")
        if len(text) > most:
            limit = tr("at most {limit} letters", limit=grouped(most))
            remedy = tr("it has {actual}: keep what viewers need", actual=grouped(len(text)))
            raise wants(limit, remedy, code="text-too-long")
        return text

    lengths = {"maxLength": most, **({"pattern": r"\S"} if least else {})}
    return Reads(read, {**_SCALARS, **lengths})


_SCALARS: dict[str, Any] = {"type": ["string", "number", "boolean"]}
"""Without quotes, text may look like a number or a truth."""


def colour(value: object) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255 each."""
    if not isinstance(value, str) or not re.fullmatch("#[0-9a-fA-F]{6}", value.strip()):
        remedy = tr(
            "six hexadecimal digits between quotes, such as {example} (unquoted, # is a comment)",
            example='"#8a2e20"',
        )
        raise wants(tr("a colour"), remedy, code="value-unfit")
    red, green, blue = bytes.fromhex(value.strip()[1:])
    return red, green, blue


def no_such_day(written: str, days: int) -> str:
    """That the day *written* doesn't exist, as its month has so many *days*."""
    why = trn("that month has {count} day", "that month has {count} days", days)
    return tr("there is no {day}: {why}", day=written, why=why)


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
    remedy = tr("year-month-day, for example {example}", example="2030-12-31")
    if impossible := impossible_days(text):
        raise mistake(no_such_day(*impossible[0]), remedy, code="date-unfit")
    raise wants(tr("a date"), remedy, code="date-unfit")


_WEB = r"https?://[^\s/?#@<>\"'\\]+([/?#][^\s<>\"]*)?"


def _slug(value: object) -> str:
    name = value.strip() if isinstance(value, str) else ""
    if is_slug(name):
        return name
    if name not in _DEVICES:
        ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
        better = re.sub("[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:64].rstrip("-")
        raise wants(
            tr("lower-case letters, digits and hyphens, at most 64"),
            tr(EXAMPLE, example=better or "debarquement"),
            code="value-unfit",
        )
    raise wants(
        tr("a name that isn't a device of Windows"),
        tr(EXAMPLE, example=f"{name}-film"),
        code="value-unfit",
    )


def is_slug(text: str) -> bool:
    """Whether *text* is a slug, and so safe as the name of a folder on any system."""
    return len(text) <= 64 and bool(_SLUG.fullmatch(text)) and text not in _DEVICES


TRUTH_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"enum": [True, False, 1, 0, "oui", "non", "yes", "no"]},
        text_schema(any_case((*YES, *NO, *_OLD_YES, *_OLD_NO))),
    ],
    "$comment": "yes or no",
}
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A language tag (BCP 47)."""

_SENTENCE_NUMBER = whole_from(
    1, LAST_SENTENCE, "2", deferred("the number of a sentence from {low} to {high}")
)
Language = Annotated[
    str, text_matching(LANGUAGE, deferred("a language code"), deferred("fr, en or fr-CA"))
]
Text = Annotated[str, Reads(plain, _SCALARS)]
Truth = Annotated[bool, Reads(truth, TRUTH_SCHEMA)]
Seconds = Annotated[
    float,
    Reads(
        seconds,
        {
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": LONGEST_SECONDS,
            "pattern": _CLOCK_SCHEMA,
            "$comment": "a duration",
        },
    ),
]
Point = Annotated[
    tuple[float, float],
    Reads(point, number_list_schema(_FRACTION, _FRACTION, comment="[across, down], 0 to 1")),
]
Rect = Annotated[
    tuple[float, float, float, float],
    Reads(
        rect,
        number_list_schema(
            _FRACTION, _FRACTION, _PART, _PART, comment="[left, top, width, height], 0 to 1"
        ),
    ),
]
SentenceNumber = Annotated[int, _SENTENCE_NUMBER]
Day = Annotated[
    datetime.date,
    Reads(
        day,
        text_schema("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", comment="year-month-day"),
    ),
]
Colour = Annotated[
    tuple[int, int, int],
    Reads(
        colour,
        text_schema("#[0-9a-fA-F]{6}", comment="a colour"),
    ),
]
_web_address = text_matching(_WEB, deferred("a web address"), "https://www.example.org/page")
WebAddress = Annotated[
    str, Reads(_web_address.read, {**_web_address.schema, "$comment": "a web address"})
]
FileName = Annotated[str, Reads(plain, {**_SCALARS, "pattern": r"\S", "$comment": "a file name"})]
"""Whether it can name a file, and there is one, is said where files are looked for."""
_slug_schema = _plain_scalars(_SLUG.pattern)
Slug = Annotated[
    str,
    Reads(
        _slug,
        {
            **_slug_schema,
            "maxLength": 64,
            "not": {"enum": sorted(_DEVICES)},
            "$comment": "letters a–z, digits, hyphens",
        },
    ),
]
