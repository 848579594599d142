"""Which part of a file a request really asks for.

Comes in: a `Range` header as it was sent, and the file's size. Goes out: one that Starlette answers
as RFC 9110 wants, or nothing: then the whole file is the answer. Knows no file.

Starlette 1.10 refuses with 400 what a server has to ignore (another unit) or had better (a range of
no form), and with 416 a list of which only some can be had.
"""

from __future__ import annotations

import re

_SPAN = re.compile(r"([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18})")
"""First and last byte, or how many at the end. No file has 10¹⁸ bytes: longer numbers are noise."""


def understood(asked: str, size: int) -> str:
    """*asked* of a file of *size* bytes, without what can't be had; empty: to be ignored."""
    unit, _, listed = asked.partition("=")
    spans = [span.strip() for span in listed.split(",") if span.strip()]
    found = [_SPAN.fullmatch(span) for span in spans]
    if unit.strip().lower() != "bytes" or not spans or not all(map(_well_formed, found)):
        return ""
    to_be_had = [match[0] for match in found if match and _satisfiable(match, size)]
    return f"bytes={','.join(to_be_had or spans)}"


def _well_formed(span: re.Match[str] | None) -> bool:
    return span is not None and not (span[1] and span[2] and int(span[2]) < int(span[1]))


def _satisfiable(span: re.Match[str], size: int) -> bool:
    return int(span[1]) < size if span[1] else int(span[3]) > 0 and size > 0
