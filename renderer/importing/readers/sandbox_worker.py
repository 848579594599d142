"""What the process that reads documents does: `read` and `picture` behind a fence.

Comes in: requests of `decoding.sandbox_process`: a document's path; or a path and the key of one of
its pictures. Goes out: a `Document` as JSON, or a picture's bytes. Opens no other file than that,
but pictures that lie beside a saved page.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from renderer.decoding.limits import DecodeLimits
from renderer.decoding.placeholders import HEAD, placeholder
from renderer.decoding.sandbox_process import Answer, Reply
from renderer.importing.document import Document
from renderer.importing.readers.markup import TEXT_BYTES, read_markdown, read_page, read_plain
from renderer.importing.readers.opendocument import read_opendocument
from renderer.importing.readers.package import PICTURE_BYTES, DocumentError, Package
from renderer.importing.readers.presentation import read_presentation
from renderer.importing.readers.word import read_word
from renderer.messages import tr

_PACKAGES: Mapping[str, Callable[[Package], Document]] = {
    ".docx": read_word,
    ".odt": read_opendocument,
    ".odp": read_opendocument,
    ".pptx": read_presentation,
}
_TEXTS: Mapping[str, Callable[[bytes, str], Document]] = {
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain,
}
_LOCKS = ("~$", ".~lock.")
"""How names begin of what Word and LibreOffice keep beside a text while it is open."""
FORMATS = (*_PACKAGES, *_TEXTS)
"""Endings of the files that can be read."""


def load() -> Answer:
    """Import what the formats need while files may still be opened and memory taken."""
    import markdown_it  # noqa: F401 - loaded before limits hold

    return answer


def answer(request: dict[str, Any], _data: bytes, _limits: DecodeLimits) -> Iterator[Reply]:
    """The document at a path; or the picture of it that the request names."""
    path, name = Path(request["path"]), request["name"]
    try:
        if "key" in request:
            yield {}, (memoryview(picture(path, name, request["key"])),)
        else:
            yield {"document": read(path, name).as_json()}, ()
    except RecursionError as error:
        raise DocumentError(
            tr("{file} is damaged, or not what its name says: save it anew", file=name),
            code="document-damaged",
        ) from error


def read(path: Path, name: str) -> Document:
    """The document at *path*, read as its ending says.

    Raises:
        DocumentError: it can't be.
    """
    if name.startswith(_LOCKS):
        raise DocumentError(
            tr(
                "{file} is what an office program keeps beside a text that it has open, and holds"
                " none of it: import the text itself",
                file=name,
            ),
            code="document-unknown",
        )
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if found := placeholder(head):
        raise DocumentError(
            tr("{file} {found}", file=name, found=tr(found)), code="document-unknown"
        )
    ending = path.suffix.lower()
    ending = {".docm": ".docx", ".pptm": ".pptx"}.get(ending, ending)  # its macros are told
    if ending in _PACKAGES:
        return _PACKAGES[ending](Package(path, name))
    if ending in _TEXTS:
        with path.open("rb") as stream:
            return _TEXTS[ending](stream.read(TEXT_BYTES + 1), name)
    raise DocumentError(
        tr(
            "{file} can't be read: the formats are {formats}", file=name, formats=", ".join(FORMATS)
        ),
        code="document-unknown",
    )


def picture(path: Path, name: str, key: str) -> bytes:
    """The bytes of one of its pictures; empty where they aren't there.

    Raises:
        DocumentError: the document is damaged.
    """
    if path.suffix.lower() in _PACKAGES:
        return Package(path, name).read(key)
    if embedded := re.match(r"data:image/[\w.+-]+(;base64)?,", key):
        text = key[embedded.end() :]
        try:
            return base64.b64decode(text) if embedded[1] else unquote_to_bytes(text)
        except (binascii.Error, ValueError):
            return b""
    folder = path.resolve().parent
    try:
        beside = (folder / unquote(key.partition("?")[0].partition("#")[0])).resolve()
        if not beside.is_relative_to(folder) or not beside.is_file():
            return b""
        with beside.open("rb") as stream:
            data = stream.read(PICTURE_BYTES + 1)
    except (OSError, ValueError):
        return b""
    return data if len(data) <= PICTURE_BYTES else b""
