"""Documents behind a fence: what may be asked of the process that reads them.

Comes in: the path of somebody else's file. Goes out: its `Document`, its pictures one by one; or a
`DocumentError` about that file. Loads no reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.decoding.limits import MEBIBYTE, DecodeLimits
from renderer.decoding.sandbox import FencedWorker, Trade, open_fence
from renderer.errors import RecitError, UsageError
from renderer.importing.document import Document
from renderer.messages import deferred, tr


class SourceError(RecitError):
    """A document can't be imported."""


DOCUMENTS = Trade(
    module="renderer.importing.readers.sandbox_worker",
    error=SourceError,
    wall=deferred("{file} took longer than {seconds} s to read: save it anew, or in two files"),
    cpu=deferred(
        "{file} took more than {seconds} s of processor to read: save it anew, or in two files"
    ),
    crash=deferred("{file} crashed the reader ({how}): it is damaged or hostile; save it anew"),
    start=deferred(
        "the process that reads documents can't start ({how}): install what requirements.txt "
        "lists, or see what 'doctor' says"
    ),
)
LIMITS = DecodeLimits(memory_bytes=480 * MEBIBYTE, cpu_seconds=40, wall_seconds=60.0)
"""A book of a thousand pages takes 200 MB and 6 s."""
FILE_BYTES = 1_000_000_000
"""Larger files are films, whatever their names say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDocument:
    """One open document."""

    document: Document
    _path: Path
    _worker: FencedWorker

    def picture(self, key: str) -> bytes:
        """The bytes of the picture called *key*; empty where it can't be had."""
        try:
            request = {"path": str(self._path), "key": key}
            return bytes(b"".join(data for _, data in self._worker.ask(self._path.name, request)))
        except SourceError:
            return b""


@contextmanager
def open_document(path: Path) -> Iterator[OpenDocument]:
    """The document at *path*.

    Raises:
        UsageError: there is no such file.
        SourceError: it can't be read.
    """
    if not path.is_file():
        raise UsageError(
            tr("there is no file '{path}' to import", path=path), code="document-missing"
        )
    if path.stat().st_size > FILE_BYTES:
        raise SourceError(
            tr("{file} unpacks to more than a document should: it may be a trap", file=path.name),
            code="document-too-big",
        )
    with open_fence(DOCUMENTS, limits=LIMITS) as fence, fence.worker() as worker:
        told: dict[str, Any] = {}
        for reply, _ in worker.ask(path.name, {"path": str(path.resolve())}):
            told.update(reply)
        yield OpenDocument(
            document=Document.from_json(told["document"]), _path=path.resolve(), _worker=worker
        )
