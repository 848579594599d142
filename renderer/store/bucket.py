"""Entries as objects of a storage that fsspec reaches: S3, Google Cloud, a web server, memory.

Comes in: a URL, packed entries. Goes out: the same, whole or absent. Knows nothing of how entries
are packed. One object an entry, so that it appears at once.

Every storage raises kinds of errors of its own, from packages that only it imports; all of them
become `OutOfReach` here, so that nobody else has to know.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from renderer.errors import UsageError
from renderer.extras import install
from renderer.messages import tr
from renderer.store.cache import StoredFile

_AT_ONCE = 64 * 1024 * 1024
"""Bytes up to which an object is sent in one request: create-only without a race everywhere."""


class OutOfReach(Exception):
    """The storage can't be reached, or refuses us; the message says why."""


class Bucket:
    """A folder of a storage elsewhere. Any number of threads and machines may use it at once."""

    def __init__(self, url: str) -> None:
        """Raises UsageError: the URL, or the package that understands it, is missing."""
        self.url = url.rstrip("/") if not url.endswith("://") else url
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise UsageError(
                tr("--cache {address} needs fsspec: {how}", address=url, how=install("remote")),
                code="package-missing",
            ) from error
        if url.endswith("://") and not url.startswith("memory"):
            # Asked to open it, fsspec 2026.9 fails, and once more when it lets go of what it began.
            raise UsageError(
                tr("--cache {address} can't be used: it names no host or bucket", address=url),
                code="cache-address-unfit",
            )
        self._open = partial(url_to_fs, self.url)
        self._found: tuple[Any, str] | None = None
        try:
            self._found = self._open()
        except (ImportError, ValueError) as error:
            # ImportError's own message names the package: "Install s3fs to access S3".
            raise UsageError(
                tr("--cache {address} can't be used: {why}", address=url, why=error),
                code="cache-address-unfit",
            ) from error
        except Exception:
            # Some storages (ftp, sftp) connect when they are opened, each with errors of its own.
            # What is down now may answer later: it is tried again when something is wanted.
            self._found = None

    @property
    def _files(self) -> Any:
        return self._reached()[0]

    @property
    def _root(self) -> str:
        return self._reached()[1].rstrip("/")

    def _reached(self) -> tuple[Any, str]:
        if self._found is None:
            self._found = self._open()
        return self._found

    def fetch(self, kind: str, key: str, into: Path) -> bool:
        """Download an object; False when it is absent.

        Raises:
            OutOfReach: the storage failed.
        """
        with _in_reach():
            try:
                self._files.get_file(self._path(kind, key), str(into))
            except FileNotFoundError:
                return False
        return True

    def offer(self, kind: str, key: str, file: Path, *, replace: bool = False) -> bool:
        """Upload an object; False when somebody was first, unless it is to be replaced.

        Raises:
            OutOfReach: the storage failed.
        """
        mode = "overwrite" if replace else "create"
        with _in_reach():
            path = self._path(kind, key)
            try:
                try:
                    self._write(path, file, mode)
                except FileExistsError:
                    raise
                except Exception:
                    # Object storages have no folders, and looking for one is a round trip for each
                    # object; the others say that theirs is missing, each in its own way.
                    self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
                    self._write(path, file, mode)
            except FileExistsError:
                return False
        return True

    def _write(self, path: str, file: Path, mode: str) -> None:
        if file.stat().st_size <= _AT_ONCE:
            self._files.pipe_file(path, file.read_bytes(), mode=mode)
        else:
            self._files.put_file(str(file), path, mode=mode)

    def keys(self, kind: str, prefix: str) -> frozenset[str]:
        """Keys of a kind that begin with two digits, as they are now.

        Raises:
            OutOfReach: the storage failed.
        """
        with _in_reach():
            self._files.invalidate_cache()
            try:
                found = self._files.ls(f"{self._root}/{kind}/{prefix}", detail=False)
            except FileNotFoundError:
                return frozenset()
        return frozenset(str(path).rpartition("/")[2] for path in found)

    def objects(self) -> Iterator[StoredFile]:
        """Every object, in no order; used when it was last written, or 0 if nobody knows.

        Raises:
            OutOfReach: the storage failed.
        """
        with _in_reach():
            self._files.invalidate_cache()
            found: dict[str, dict[str, Any]] = self._files.find(self._root, detail=True)
        for path, told in found.items():
            places = path.split("/")
            if len(places) >= 3 and places[-2] == places[-1][:2]:
                yield StoredFile(
                    kind=places[-3],
                    key=places[-1],
                    size=int(told.get("size") or 0),
                    used=_changed(told),
                )

    def drop(self, kind: str, key: str) -> None:
        """Remove an object, if it is there.

        Raises:
            OutOfReach: the storage failed.
        """
        with _in_reach():
            try:
                self._files.rm_file(self._path(kind, key))
            except FileNotFoundError:
                return

    def _path(self, kind: str, key: str) -> str:
        return f"{self._root}/{kind}/{key[:2]}/{key}"


@contextmanager
def _in_reach() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # Not one kind of error is shared by all storages: s3fs lets botocore's through, gcsfs has
        # its own, http aiohttp's. What is wrong with an entry itself is told by its digest.
        raise OutOfReach(str(error) or type(error).__name__) from error


def _changed(told: dict[str, Any]) -> float:
    when: Any = told.get("LastModified") or told.get("mtime") or told.get("created")
    if hasattr(when, "timestamp"):
        return float(when.timestamp())
    return float(when) if isinstance(when, int | float) else 0.0
