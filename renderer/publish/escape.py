"""Texts and addresses made safe to stand on someone else's page.

Comes in: any text an author typed. Goes out: the same text without characters that hide or reorder
others, addresses that cannot run script, JSON that cannot end its script element.
Escaping for HTML is the templates' own (autoescape). Knows no file.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlsplit

T = TypeVar("T")

# C0 and C1 controls but tab and line feed, bidirectional overrides and isolates (a name that
# reads backwards), line and paragraph separators, the byte order mark, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SCRIPT_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def plain_characters(text: str) -> str:
    """*text* without controls and bidirectional overrides; lone surrogates become U+FFFD."""
    return _SURROGATE.sub("\ufffd", _UNWANTED.sub("", text.replace("\r\n", "\n")))


def scrubbed(value: T) -> T:
    """*value* with `plain_characters` for each text: dataclasses, tuples, mappings, all the way."""
    made: Any = value
    if isinstance(value, str):
        made = plain_characters(value)
    elif isinstance(value, tuple):
        made = tuple(scrubbed(part) for part in value)
    elif isinstance(value, Mapping):
        made = {scrubbed(key): scrubbed(part) for key, part in value.items()}
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {
            part.name: scrubbed(getattr(value, part.name))
            for part in dataclasses.fields(value)
            if part.init
        }
        made = dataclasses.replace(value, **parts)
    return cast("T", made)


def safe_url(url: str) -> str:
    """*url* if it is https or relative, else "".

    Relative means relative: no scheme, no host ("//elsewhere"), no backslash that a browser would
    read as a slash. White space and controls never belong to an address.
    """
    if not url or re.search(r"[\s\x00-\x20\x7f\\]", url) or plain_characters(url) != url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme:
        return url if parts.scheme.lower() == "https" and host and "@" not in parts.netloc else ""
    # "javascript:" hides behind anything a browser still takes for a scheme: no colon before "/".
    return "" if url.startswith("//") or ":" in url.split("/")[0] else url


def url_path(name: str) -> str:
    """*name* as a path within an address, each odd character percent-encoded."""
    return quote(name, safe="/.-_~")


def anchor(slide_id: str) -> str:
    """A slide's id as the id of an HTML element: never empty, no white space."""
    return re.sub(r"\s+", "-", plain_characters(slide_id).strip()) or "slide"


def json_document(value: Any) -> bytes:
    """*value* as a UTF-8 JSON file: readable, stable, with a final line end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def json_in_script(value: Any) -> str:
    """*value* as JSON that may stand between <script> and </script>."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _SCRIPT_ESCAPES.items():
        text = text.replace(character, escape)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
