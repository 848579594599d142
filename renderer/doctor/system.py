"""A look at what the system allows: folders, room, limits, memory, the clock, the environment.

Comes in: the folders of a render. Goes out: `Check`s. Changes nothing and opens no socket.
"""

from __future__ import annotations

import datetime
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from renderer.errors import RecitError
from renderer.files.disk import lacking, nearest_folder
from renderer.messages import deferred, tr, trn
from renderer.messages.catalogue import number
from renderer.messages.figures import decimal
from renderer.messages.os_errors import reason_of
from renderer.production.draft_folders import DRAFTS, drafts_in

State = Literal["ok", "optional", "warning", "fatal"]
"""Optional: it isn't here, and only those who ask for it need it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at."""

    what: str
    state: State
    found: str
    remedy: str = ""


_LEAST_FREE = 2_000_000_000
"""Bytes: a 10-minute 1080p film with its segments takes about 1.2 GB."""
_LEAST_TEMPORARY = 50_000_000
"""Bytes: little passes through and none stays, so a folder with less is full, whatever filled
it."""
_LEAST_MEMORY = 1_500_000_000
"""Bytes: 1080p with two jobs takes 700 MB, and the decoder of large scans may take as much."""
_LEAST_ADDRESSES = 1_000_000_000
"""Bytes: in 700 MB a film of 64 pixels can't be made, and in 400 MB loading FFmpeg crashes."""
_LEAST_FILES = 128
"""Open files: many more than a render holds at once, and half of what any system allows."""
_FILES = deferred("{allowed} open files are allowed, a film of any length wants {least}")
_MEMORY = deferred("{allowed} bytes of memory are allowed, a film of any length wants {least}")
_SIZE = deferred("{allowed} bytes in a file are allowed, a film of any length wants {least}")
_SECONDS = deferred(
    "{allowed} seconds of processor are allowed, a film of any length wants {least}"
)
_RELEASED = datetime.date(2025, 1, 1)
"""What this needs was released later: a clock that is behind it, or 50 years ahead, is wrong."""
_CGROUP = Path("/sys/fs/cgroup")
_PROC = Path("/proc")


def folder(what: str, place: Path, least: int, *, named_by: str, make_room: str) -> Check:
    """Whether files can be written below *place*, which need not be there yet, and how many."""
    nearest = nearest_folder(place)
    try:
        with tempfile.TemporaryFile(dir=nearest) as trial:
            trial.write(b"r" * 4096)
    except OSError as error:
        return Check(
            what=what,
            state="fatal",
            found=tr("{folder} can't be written to: {why}", folder=nearest, why=reason_of(error)),
            remedy=tr("name another folder with {option}", option=named_by),
        )
    free = shutil.disk_usage(nearest).free
    roomy = free >= least
    return Check(
        what=what,
        state="ok" if roomy else "warning",
        found=tr("{place}, {size} GB free", place=place, size=decimal(free / 1e9)),
        remedy="" if roomy else make_room,
    )


def cache_and_output(cache: Path, out: Path) -> Iterator[Check]:
    """Where a render writes: what it keeps, what it publishes, what it throws away."""
    make_room = tr("make room, or see `clean --older-than 30 --yes`")
    yield folder(
        "cache", cache, _LEAST_FREE, named_by=tr("--cache, or RECIT_CACHE"), make_room=make_room
    )
    yield folder("output", out, _LEAST_FREE, named_by="--out", make_room=make_room)
    if drafts := drafts_in(out):
        found = trn(
            "{place}: {count}, {size} MB, not public",
            "{place}: {count}, {size} MB, not public",
            len(drafts),
            place=out / DRAFTS,
            size=decimal(sum(draft.size for draft in drafts) / 1e6),
        )
        yield Check(what="drafts", state="ok", found=found)
    yield from _abilities("cache", cache, locks=False)
    yield from _abilities("output", out, locks=True)
    try:
        scratch = Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        remedy = tr("set TMPDIR to a folder that can be written to")
        found = reason_of(error)
        yield Check(what="temporary files", state="fatal", found=found, remedy=remedy)
        return
    yield folder(
        "temporary files",
        scratch,
        _LEAST_TEMPORARY,
        named_by="TMPDIR",
        make_room=tr("make room there"),
    )


def _abilities(what: str, place: Path, *, locks: bool) -> Iterator[Check]:
    """What the disk lacks; that it can't be written to has been said."""
    with suppress(OSError):
        for lack in lacking(place, locks=locks):
            state: State = "fatal" if lack.fatal else "warning"
            yield Check(what=what, state=state, found=lack.what, remedy=lack.remedy)


def refuse_tight_limits() -> None:
    """Stop before any work where codecs would be given no room: they crash, and say nothing.

    Raises:
        RecitError: how much is allowed, and how much it takes.
    """
    if sys.platform == "win32":
        return
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
    if allowed != resource.RLIM_INFINITY and allowed < _LEAST_ADDRESSES:
        raise RecitError(
            tr(
                "{allowed} MB of memory are allowed here, and the smallest film takes {least} MB"
                " of addresses: ulimit -v unlimited",
                allowed=number(round(allowed / 1e6)),
                least=number(round(_LEAST_ADDRESSES / 1e6)),
            ),
            code="memory-short",
        )


def limits() -> Iterator[Check]:
    """What `ulimit` holds a process to; Windows has no such limits."""
    if sys.platform == "win32":
        return
    import resource

    wanted: tuple[tuple[int, int, str, str, State], ...] = (
        (resource.RLIMIT_NOFILE, _LEAST_FILES, _FILES, "ulimit -n 1024", "fatal"),
        (resource.RLIMIT_AS, 2 * _LEAST_MEMORY, _MEMORY, "ulimit -v unlimited", "fatal"),
        (resource.RLIMIT_FSIZE, _LEAST_FREE, _SIZE, "ulimit -f unlimited", "warning"),
        (resource.RLIMIT_CPU, 3600, _SECONDS, "ulimit -t unlimited", "warning"),
    )
    tight = False
    for kind, least, told, remedy, state in wanted:
        allowed = resource.getrlimit(kind)[0]
        if allowed != resource.RLIM_INFINITY and allowed < least:
            tight = True
            found = tr(told, allowed=number(allowed), least=number(least))
            yield Check(what="limits", state=state, found=found, remedy=remedy)
    if not tight:
        yield Check(what="limits", state="ok", found=tr("none is tight (ulimit -n, -v, -f, -t)"))


def memory() -> Iterator[Check]:
    """What this machine, or this container, has; nothing where the system doesn't say."""
    known = [size for size in (_of_the_container(), _of_the_machine()) if size]
    if known:
        least = min(known)
        roomy = least >= _LEAST_MEMORY
        yield Check(
            what="memory",
            state="ok" if roomy else "warning",
            found=tr("{size} GB", size=decimal(least / 1e9)),
            remedy="" if roomy else tr("render with --jobs 1, or smaller: --height 720"),
        )


def _of_the_container() -> int:
    try:
        return int((_CGROUP / "memory.max").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _of_the_machine() -> int:
    try:
        lines = (_PROC / "meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemTotal:"))
    except (OSError, ValueError, StopIteration):
        return 0


def check_clock(today: datetime.date) -> Iterator[Check]:
    """A clock that is far off makes certificates and rights look out of date."""
    near = _RELEASED <= today < _RELEASED.replace(year=_RELEASED.year + 50)
    yield Check(
        what="clock",
        state="ok" if near else "warning",
        found=tr("today is {date}", date=today.isoformat()),
        remedy=""
        if near
        else tr("set it: certificates of the voice's service and dates of rights depend on it"),
    )


def environment() -> Iterator[Check]:
    """moviepy 2.2.1 would run what a `.env` above it names; we keep it from doing so."""
    named = [name for name in ("FFMPEG_BINARY", "IMAGEIO_FFMPEG_EXE") if os.environ.get(name)]
    if named:
        yield Check(
            what="environment",
            state="warning",
            found=tr(
                "{variables} name a program that moviepy would run", variables=", ".join(named)
            ),
            remedy=tr("unset them unless you set them on purpose: Récit needs no ffmpeg program"),
        )
    if found := planted():
        yield Check(
            what="environment",
            state="ok",
            found=tr(
                "{file} is neither read nor run by Récit; plain moviepy would read it", file=found
            ),
        )


def planted() -> Path | None:
    """The `.env` that `import moviepy` would read: the nearest above its own files."""
    spec = find_spec("moviepy")
    if spec is None or spec.origin is None:
        return None
    return next((p / ".env" for p in Path(spec.origin).parents if (p / ".env").is_file()), None)
