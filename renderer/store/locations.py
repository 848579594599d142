"""From what ``--cache`` says to a `Cache`.

Comes in: a folder, or a URL that fsspec understands, and where a local tier may be. Goes out: a
`Cache`. Loads fsspec only for a URL.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from renderer.errors import UsageError
from renderer.messages import tr
from renderer.store.cache import Cache

_HERE = ("memory", "file", "local")
"""Storages of fsspec that are in this process or on this machine's disks."""
_DRIVE = re.compile(r"/[A-Za-z][:|](?:/|$)")


def is_remote(place: Path | str) -> bool:
    """Whether *place* is a URL rather than a folder."""
    return "://" in str(place) and not str(place).startswith("file://")


def folder_of(url: str, *, windows: bool) -> str:
    """The folder that a ``file://`` URL names (RFC 8089), as this system writes it.

    Raises:
        UsageError: it names another machine, which only Windows reaches so.
    """
    parts = urlsplit(url)
    host = "" if parts.netloc.lower() == "localhost" else parts.netloc
    path = unquote(parts.path)
    if windows:
        if host and not _DRIVE.match(f"/{host}"):
            return "\\\\" + host + path.replace("/", "\\")
        # file:///C:/… as it should be, file://C:/… and file:///C|/… as they are written
        path = f"/{host}{path}" if host else path
        if _DRIVE.match(path):
            path = f"{path[1]}:{path[3:] or '/'}"
        return path.replace("/", "\\")
    if host:
        raise UsageError(
            tr(
                "--cache {address}: mount the folder of {host} here, and name it by its path",
                address=url,
                host=host,
            ),
            code="cache-address-unfit",
        )
    return path


def open_cache(place: Path | str, local: Path, *, offline: bool = False) -> Cache:
    """The cache at *place*; storage that is elsewhere gets a tier of its own under *local*.

    Raises:
        UsageError: the URL can't be used, or a package for it is missing; or it leaves this machine
            and that is *offline*.
    """
    if offline and is_remote(place):
        # Each link of a chain ("simplecache::s3://…") is a storage of its own.
        away = [link for link in str(place).split("::") if link.partition("://")[0] not in _HERE]
        if away:
            raise UsageError(
                tr(
                    "--cache {address} leaves this machine, and --offline opens no socket:"
                    " name a folder, or leave --offline (offline in recit.toml) out",
                    address=place,
                ),
                code="network-forbidden",
            )
    if not is_remote(place):
        if str(place).startswith("file://"):
            return Cache(Path(folder_of(str(place), windows=os.name == "nt")))
        return Cache(Path(place))
    from renderer.store.bucket import Bucket
    from renderer.store.shared_cache import SharedCache

    bucket = Bucket(str(place))
    name = hashlib.sha256(bucket.url.encode()).hexdigest()[:16]
    return SharedCache(local / "shared" / name, bucket)


def cache_folder() -> Path:
    """Where takes and segments are kept: RECIT_CACHE, or the user's own cache folder.

    Raises:
        UsageError: RECIT_CACHE is an address.
    """
    if named := os.environ.get("RECIT_CACHE"):
        if "://" in named:
            raise UsageError(
                tr(
                    "RECIT_CACHE={address} is an address: let it name a folder, and give the"
                    " address on the command line: --cache",
                    address=named,
                ),
                code="cache-address-unfit",
            )
        return Path(named)
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or ""
    if Path(home).is_absolute():  # as XDG has it: one that isn't says nothing
        return Path(home) / "recit"
    try:
        return Path.home() / ".cache" / "recit"
    except RuntimeError:
        # No HOME and no entry in the user database: a container run under a bare number.
        return Path.cwd() / ".recit-cache"
