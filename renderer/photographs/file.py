"""A picture's file, read once: what is hashed is what is decoded.

Comes in: a path. Goes out: `PictureBytes`, or a `PictureError` that says what the path really is;
how large a picture may be (what its decoding may cost is `decoding.limits`). Knows nothing of
formats.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from renderer.errors import PictureError
from renderer.messages import deferred, tr
from renderer.messages.catalogue import number
from renderer.messages.os_errors import reason_of

BYTE_CAP = 1 << 30
"""Largest picture file that is read (bytes)."""
PIXEL_CAP = 1_000_000_000
"""Most pixels that a header may announce: a 30,000 × 30,000 scan passes, a bomb doesn't."""


State = tuple[int, int, int]
"""Size, and when it and its entry last changed (nanoseconds)."""
_PIECE = 1 << 20
"""Bytes digested at a time."""
ATTEMPTS = 2
"""A picture that is being saved while it is read gets a second chance, no third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBytes:
    """A whole picture file, as it was at one moment."""

    name: str
    """What messages call it: as written in the storyboard."""
    data: bytes = field(repr=False)
    digest: str
    """sha256 of `data`, hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """A picture that is read only where it is decoded: a scan is hundreds of megabytes."""

    name: str
    """What messages call it: as written in the storyboard."""
    path: Path
    digest: str
    """sha256 of the file that is meant."""


@contextmanager
def mapped_picture(picture: PictureFile) -> Iterator[tuple[BinaryIO, mmap.mmap]]:
    """*picture* open for reading, and its bytes, of which only those that are looked at take room.

    Raises:
        PictureError: as `open_picture`; or it is another file than was digested, or becomes one.
    """
    with open_picture(picture.path, picture.name) as file:
        before = os.fstat(file.fileno())
        digest = hashlib.sha256()
        while piece := file.read(_PIECE):
            digest.update(piece)
        if digest.hexdigest() != picture.digest:
            raise _changed(picture.name)
        file.seek(0)
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield file, data
        if _state(os.fstat(file.fileno())) != _state(before):
            raise _changed(picture.name)


def _changed(name: str) -> PictureError:
    return PictureError(
        tr("{file} changed while the film was being made: render again", file=name),
        code="file-changed",
    )


def read_picture(path: Path, name: str = "") -> PictureBytes:
    """Read *path*, a regular file of at most 1 GiB, as it is at one moment.

    Raises:
        PictureError: it can't be read, isn't a file, is empty or too large, or keeps changing.
    """
    name = name or path.name
    for _ in range(ATTEMPTS):
        with open_picture(path, name) as file:
            before = os.fstat(file.fileno())
            data = _read(file, before.st_size, name)
            if data is not None and _state(before) == _state(os.fstat(file.fileno())):
                return PictureBytes(name=name, data=data, digest=hashlib.sha256(data).hexdigest())
    raise PictureError(
        tr("{file} changed while it was read: wait until it is saved, then start again", file=name),
        code="file-changed",
    )


def digest_of_file(path: Path, name: str = "") -> str:
    """SHA-256 of the picture at *path*, read once for each state of the file.

    Raises:
        PictureError: as `read_picture`.
    """
    name = name or path.name
    with open_picture(path, name) as file:
        facts = os.fstat(file.fileno())
    return _digest(path, name, (facts.st_ino, *_state(facts)))


@lru_cache(maxsize=4096)
def _digest(path: Path, name: str, state: tuple[int, ...]) -> str:  # noqa: ARG001 - another state, another digest
    digest = hashlib.sha256()
    with open_picture(path, name) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def picture_digest(path: Path, name: str = "") -> tuple[str, State]:
    """`digest_of_file`, and the state in which it was read."""
    name = name or path.name
    with open_picture(path, name) as file:
        state = _state(os.fstat(file.fileno()))
    return digest_of_file(path, name), state


def picture_state(path: Path) -> State | None:
    """What tells whether the file at *path* is still the same; None: there is none."""
    try:
        return _state(path.stat())
    except OSError:
        return None


@contextmanager
def open_picture(path: Path, name: str) -> Iterator[BinaryIO]:
    """*path* open for reading, known to be a regular, non-empty file of at most 1 GiB.

    Opening never waits: a pipe nobody writes to, or a device, is refused.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError as error:
        raise PictureError(
            tr("{file} is not there ({path}): check its name", file=name, path=path),
            code="file-missing",
        ) from error
    except PermissionError as error:
        raise PictureError(
            tr("{file} may not be read: change its permissions", file=name), code="file-unreadable"
        ) from error
    except (OSError, ValueError) as error:
        # A loop of links, a name that is too long, a NUL in it, a disk that fails.
        raise PictureError(
            tr("{file} can't be opened: {why}", file=name, why=reason_of(error)),
            code="file-unreadable",
        ) from error
    try:
        _check_kind(os.fstat(descriptor), name)
        # Not before: making a file object of a folder's descriptor fails, and leaks it.
        file = os.fdopen(descriptor, "rb", buffering=0)
    except BaseException:
        os.close(descriptor)
        raise
    with file:
        try:
            yield file
        except OSError as error:
            raise PictureError(
                tr("{file} can't be read: {why}", file=name, why=reason_of(error)),
                code="file-unreadable",
            ) from error


def _check_kind(facts: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise PictureError(tr(_kind(facts.st_mode), file=name), code="file-kind-unfit")
    if facts.st_size == 0:
        raise PictureError(
            tr("{file} is empty (0 bytes): copy it again from its source", file=name),
            code="file-empty",
        )
    if facts.st_size > BYTE_CAP:
        raise PictureError(
            tr(
                "{file} has {size} bytes, more than the {most} allowed: save a smaller copy",
                file=name,
                size=number(facts.st_size),
                most=number(BYTE_CAP),
            ),
            code="file-too-large",
        )


def _read(file: BinaryIO, size: int, name: str) -> bytes | None:
    """All of *file*, which had *size* bytes; None when it has other than that by now."""
    pieces: list[bytes] = []
    left = size
    try:
        while left and (piece := file.read(left)):
            pieces.append(piece)
            left -= len(piece)
    except MemoryError as error:
        raise PictureError(
            tr("{file} is too large for this machine's memory", file=name), code="picture-too-large"
        ) from error
    return None if left else b"".join(pieces)


def _state(facts: os.stat_result) -> State:
    return facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns


def _kind(mode: int) -> str:
    """What is said of something that isn't a file."""
    for test, said in (
        (stat.S_ISDIR, deferred("{file} is a folder, not a picture file")),
        (stat.S_ISFIFO, deferred("{file} is a pipe, not a picture file")),
        (stat.S_ISSOCK, deferred("{file} is a socket, not a picture file")),
    ):
        if test(mode):
            return said
    return deferred("{file} is a device, not a picture file")
