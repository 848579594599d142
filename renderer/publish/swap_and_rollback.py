"""A published set changes at once, or not at all.

Comes in: the bytes or the file of each member of a set, by its stable name. Goes out: a folder in
which every stable name shows one and the same set, and the set before it, kept for rollback.

    <folder>/film.mp4, embed.html, …      stable names, each a link to (or a copy of) its home
    <folder>/publication/youtube.txt, …   the same; a name may have one folder of its own
    <folder>/media/film.<digest>.mp4      homes of what pages load: never overwritten
    <folder>/.sets/embed.<digest>.html    homes of the documents
    <folder>/.sets/state.json             which homes make the current set, and the one before

Homes are written first; replacing `state.json` is the moment of publication; then the stable names
follow, `embed.html` last. Killed before: the old set, whole. Killed after: each page still loads
one set's media by their digests, and the next call brings every stable name up to the new state.
Knows nothing of films or HTML.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.cancellation import SLICE_SECONDS, Patience, stop_point, unbroken
from renderer.errors import PublishError
from renderer.files.atomic import copy_file, drafted, open_to_all, sweep, sync
from renderer.files.digest import file_digest
from renderer.messages import deferred, tr
from renderer.messages.os_errors import reason_of

PRIVATE = ".sets"
MEDIA = "media"
LAST = ("manifest.json", "page.html", "embed.html")
"""The stable names that change last, in this order."""
LOCK_SECONDS = 60.0
"""How long another render is waited for: a publication takes seconds, and who waits should know
why."""
_HELD_SECONDS = 20.0
"""How long somebody may take to close a film that they were asked to."""
_DIGITS = 16
"""Of a digest, in the name of a file: 64 bits, so that no two that a set ever had are alike by
chance."""
_HTTP_SECOND = 1_000_000_000
"""Nanoseconds: HTTP's dates count seconds."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_STORING = deferred("can't write {place}: {why}; what was shown before is untouched")
_PUBLISHING = deferred("can't publish into {place}: {why}; what was shown before is untouched")
_FINISHING = deferred(
    "can't finish publishing into {place}: {why}; each page shows one set, but some names are still"
    " of the old one; render again"
)
_ROLLING = deferred("can't roll {place} back: {why}; what was shown before is untouched")
_OPENING = deferred("can't write into {place}: {why}; what was shown before is untouched")

Homes = dict[str, str]
"""Stable name → path of its home, relative to the folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of a set."""

    name: str
    """Its stable name: "captions.fr.vtt"."""
    home: str
    """Where its bytes live, relative to the folder: "media/captions.fr.0f3a….vtt"."""
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a folder shows, and what it showed before."""

    current: Mapping[str, str]
    previous: Mapping[str, str] | None = None
    at: int = 0
    """When the current set was shown, in ns: the sets of one run share it. 0: not known."""
    previous_at: int = 0


def store(folder: Path, name: str, content: bytes | Path, *, loaded_by_pages: bool) -> Member:
    """Put *content* into its home under *folder*; nothing that is shown changes.

    Args:
        folder: the set's folder.
        name: the stable name; the home is called after it.
        content: the bytes, or a finished file to link or copy.
        loaded_by_pages: whether pages load it by its digest (then it lives in `media/`).

    Raises:
        PublishError: the disk is full or refuses.
    """
    digest = file_digest(content) if isinstance(content, Path) else _digest(content)
    stem, _, suffix = name.replace("/", "-").rpartition(".")
    home = f"{MEDIA if loaded_by_pages else PRIVATE}/{stem}.{digest[:_DIGITS]}.{suffix}"
    path = folder / home
    with _disk_errors(_STORING, path):
        if not (_is_plain(path) and file_digest(path) == digest):
            path.parent.mkdir(parents=True, exist_ok=True)
            _put(content, path)
        return Member(name=name, home=home, sha256=digest, size=path.stat().st_size)


def publish(folder: Path, members: Mapping[str, Member], at: int = 0) -> bool:
    """Make *members* the set that *folder* shows since *at*. Returns whether anything changed.

    The set shown until now becomes the previous one. Publishing what is shown already changes
    nothing, and keeps the previous set as it was.

    Raises:
        PublishError: the disk refuses, or another render publishes here at this moment.
    """
    wanted = {name: members[name].home for name in sorted(members)}
    state = read_state(folder)
    changed = state is None or dict(state.current) != wanted
    with unbroken():
        with _disk_errors(_PUBLISHING, folder):
            if state is not None and changed:
                _settle(folder, state)
                _refuse_held(folder, [*state.current, *wanted])
                _write_state(
                    folder,
                    State(current=wanted, previous=state.current, at=at, previous_at=state.at),
                )
            elif changed:
                _write_state(folder, State(current=wanted, at=at))
        with _disk_errors(_FINISHING, folder):
            _settle(folder, _known_state(folder))
            _prune(folder)
    return changed


def roll_back(folder: Path, at: int | None = None) -> None:
    """Show the previous set again; the one shown until now becomes the previous one.

    Args:
        folder: the set's folder.
        at: the moment; None: as if the set shown until now had never been.

    Raises:
        PublishError: there is no previous set, it isn't as it was published, or the disk refuses.
    """
    with publishing(folder), _disk_errors(_ROLLING, folder):
        state = read_state(folder)
        if state is None or state.previous is None:
            raise PublishError(
                tr("{folder} holds no earlier set to go back to", folder=folder),
                code="earlier-set-missing",
            )
        for home in sorted(state.previous.values()):
            if wrong := wrong_home(folder / home):
                raise PublishError(
                    tr(
                        "the earlier set in {folder} is not whole: {file} {what}",
                        folder=folder,
                        file=home,
                        what=wrong,
                    ),
                    code="set-damaged",
                )
        since = state.previous_at if at is None else at
        back = State(current=state.previous, previous=state.current, at=since, previous_at=state.at)
        with unbroken():
            _refuse_held(folder, [*state.current, *state.previous])
            _write_state(folder, back)
            _settle(folder, _known_state(folder))


def wrong_home(path: Path) -> str:
    """What is wrong with a home, which is named after its bytes; empty: nothing."""
    try:
        if not os.path.lexists(path):
            return tr("is gone")
        if not _is_plain(path):
            return tr("is not a file")
        digest = file_digest(path)
    except OSError as error:
        return tr("can't be read: {why}", why=reason_of(error))
    named = path.name.split(".")[-2:-1] == [digest[:_DIGITS]]
    return "" if named else tr("holds other bytes than were published")


def read_state(folder: Path) -> State | None:
    """What *folder* shows; None when nothing was ever published there, or that can't be read."""
    try:
        noted = json.loads((folder / PRIVATE / "state.json").read_text(encoding="utf-8"))
        return State(
            current=_homes(noted["current"]),
            previous=_homes(noted["previous"]) or None,
            at=int(noted.get("at", 0)),
            previous_at=int(noted.get("previous_at", 0)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def last_published(folders: Sequence[Path]) -> list[Path]:
    """Those of *folders* that changed at the last publication and hold an earlier set.

    An edition that lagged then is not taken back further than the others, nor is one that came
    with it: that has nothing to go back to.
    """
    states = {folder: read_state(folder) for folder in folders}
    earlier = {folder: state.at for folder, state in states.items() if state and state.previous}
    return [folder for folder, at in earlier.items() if at == max(earlier.values())]


def moment_after(folders: Iterable[Path]) -> int:
    """Now, in ns; or later than the sets in *folders* were shown, where a clock was set back:
    which of them changed last is told by these moments.
    """
    states = filter(None, map(read_state, folders))
    return max(time.time_ns(), *(state.at + 1 for state in states), 0)


def _unsettled(folder: Path, state: State) -> list[str]:
    """Stable names that don't show their home's bytes yet, or any more."""
    return [
        name for name, home in state.current.items() if not _shows(folder / name, folder / home)
    ]


@contextmanager
def publishing(folder: Path) -> Iterator[None]:
    """Hold the folder against other renders. Raises PublishError after a minute's wait."""
    with _disk_errors(_OPENING, folder):
        (folder / PRIVATE).mkdir(parents=True, exist_ok=True)
    # Loaded only where a set is published: with asyncio, a tenth of what a `check` takes.
    from filelock import FileLock, Timeout

    lock = FileLock(folder / PRIVATE / "lock", timeout=SLICE_SECONDS)
    patience = Patience(LOCK_SECONDS)
    with _disk_errors(_OPENING, folder):
        while not lock.is_locked:
            stop_point()
            try:
                lock.acquire()
            except Timeout as error:
                if patience.is_over():
                    raise PublishError(
                        tr(
                            "another render is publishing into {folder}; try again when it is done",
                            folder=folder,
                        ),
                        code="folder-busy",
                    ) from error
    try:
        yield
    except BaseException:
        _put_away(folder)
        raise
    finally:
        lock.release()


def _refuse_held(folder: Path, names: Iterable[str]) -> None:
    """Windows: what a program has open can't be replaced; found before anything is.

    Raises:
        PublishError: somebody has one of *names* open, and doesn't let go.
    """
    if os.name != "nt":
        return
    patience = Patience(_HELD_SECONDS)
    while held := [name for name in dict.fromkeys(names) if _is_held(folder / name)]:
        if patience.is_over():
            raise PublishError(
                tr(
                    "{files} in {folder}: open in another program, a player perhaps; close it, and"
                    " render again; what was shown before is untouched",
                    files=", ".join(held),
                    folder=folder,
                ),
                code="folder-busy",
            )
        time.sleep(SLICE_SECONDS)


def _is_held(path: Path) -> bool:
    try:
        path.rename(path)  # refused as another name would be, and changes nothing
    except FileNotFoundError:
        return False
    except PermissionError:
        return True
    return False


def _settle(folder: Path, state: State) -> None:
    """Make each stable name show its home, the pages last; drop names the set no longer has."""
    late = {name: rank for rank, name in enumerate(LAST)}
    for name in sorted(_unsettled(folder, state), key=lambda name: (late.get(name, -1), name)):
        _make_room(folder, name)
        _put_later(folder / state.current[name], folder / name)
    for name in state.previous or {}:
        if name not in state.current:
            (folder / name).unlink(missing_ok=True)
    for name in sorted({n.partition("/")[0] for n in state.previous or {} if "/" in n}):
        with suppress(OSError):  # something of it is still shown, or isn't ours
            (folder / name).rmdir()
    shown = {folder / place for place in (*state.current, *state.current.values())}
    for path in shown | {path.parent for path in shown} - {folder / PRIVATE}:
        open_to_all(path)
    sync(folder)


def _put_later(home: Path, path: Path) -> None:
    """*home* at *path*, dated later than what stood there: a server that compares dates must see a
    change, though a rollback brings back older files, and a clock may have been set back.
    """
    stood = path.lstat().st_mtime_ns if os.path.lexists(path) else 0
    _put(home, path)
    now = max(time.time_ns(), stood + _HTTP_SECOND)
    os.utime(path, ns=(now, now))


def _make_room(folder: Path, name: str) -> None:
    """The folder that *name* stands in; a link in its place would lead out of the set."""
    parent = (folder / name).parent
    if parent != folder and (parent.is_symlink() or not parent.is_dir()):
        parent.unlink(missing_ok=True)
        parent.mkdir()


def _prune(folder: Path) -> None:
    """Remove homes that neither set needs, and what a killed run left half-written."""
    state = _known_state(folder)
    needed = {*state.current.values(), *(state.previous or {}).values()}
    kept = {f"{PRIVATE}/state.json", f"{PRIVATE}/lock"}
    for place in (MEDIA, PRIVATE):
        for path in sorted((folder / place).glob("*")):
            if path.is_file() and f"{place}/{path.name}" not in needed | kept:
                path.unlink(missing_ok=True)
    for within in {(folder / name).parent for name in state.current} | {folder}:
        sweep(within)


def _put_away(folder: Path) -> None:
    """Remove the homes of a set that came to nothing, and the folder that was made for it."""
    with unbroken(), suppress(OSError, PublishError):
        sweep(folder)
        if read_state(folder) is not None:
            _prune(folder)
        elif {path.name for path in folder.iterdir()} <= {MEDIA, PRIVATE} and not (
            folder / PRIVATE / "state.json"
        ).exists():
            shutil.rmtree(folder)


def _put(content: bytes | Path, path: Path) -> None:
    """*content* at *path*, whole, or *path* as it was. A file is linked where the disk can."""
    with drafted(path) as draft:
        if isinstance(content, bytes):
            draft.write_bytes(content)
            sync(draft)
        elif not _linked(content, draft):
            copy_file(content, draft)
            sync(draft)


def _linked(source: Path, draft: Path) -> bool:
    """Hard-link a home to a draft. A file from elsewhere is copied: its owner may rewrite it."""
    if source.parent.name not in (MEDIA, PRIVATE):
        return False
    try:
        os.link(source, draft)
    except OSError:
        return False
    return True


def _shows(path: Path, home: Path) -> bool:
    try:
        if not _is_plain(path):
            return False
        return path.samefile(home) or file_digest(path) == file_digest(home)
    except FileNotFoundError:
        return False


def _is_plain(path: Path) -> bool:
    """Whether a file is there, and neither a link to one nor a pipe that would be waited for."""
    return stat.S_ISREG(path.lstat().st_mode) if os.path.lexists(path) else False


def _write_state(folder: Path, state: State) -> None:
    noted = {
        "current": dict(state.current),
        "previous": dict(state.previous or {}),
        "at": state.at,
        "previous_at": state.previous_at,
    }
    sync(folder / PRIVATE)
    if (folder / MEDIA).is_dir():
        sync(folder / MEDIA)
    text = json.dumps(noted, indent=1, sort_keys=True)
    _put(text.encode("utf-8"), folder / PRIVATE / "state.json")
    sync(folder / PRIVATE)


def _known_state(folder: Path) -> State:
    state = read_state(folder)
    if state is None:
        raise PublishError(
            tr("{file} vanished while it was in use", file=folder / PRIVATE / "state.json"),
            code="set-damaged",
        )
    return state


def _homes(noted: Any) -> Homes:
    """Checked: a state file from elsewhere must not name files outside its folder."""
    homes = {str(name): str(home) for name, home in noted.items()}
    for name, home in homes.items():
        place, _, leaf = home.partition("/")
        inside = place in (MEDIA, PRIVATE) and "/" not in leaf and leaf not in ("", ".", "..")
        if not inside or "\\" in home or not is_member_name(name):
            raise ValueError(f"not a member of a set: {name} at {home}")
    return homes


def is_member_name(name: str) -> bool:
    """Whether *name* can be a stable one: a file's, or that of a file in a folder of the set."""
    parts = name.split("/")
    fit = all(part not in ("", ".", "..") and not {"\\", "\0"} & set(part) for part in parts)
    return fit and (len(parts) == 1 or (len(parts) == 2 and parts[0] not in (MEDIA, PRIVATE)))


@contextmanager
def _disk_errors(told: str, place: Path) -> Iterator[None]:
    """*told*, a deferred message of *place* and why, of what a disk refuses meanwhile."""
    try:
        yield
    except OSError as error:
        raise PublishError(
            tr(told, place=place, why=reason_of(error)),
            code="disk-full" if error.errno in _FULL else "writing-refused",
        ) from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
