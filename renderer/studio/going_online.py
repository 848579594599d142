"""What brings published films onto a site: its address in recit.toml, the sets as one file to take.

Comes in: the project's folder and an address; the folders of public sets. Goes out: recit.toml with
that address and nothing else changed; the pieces of a ZIP. Publishes nothing, and asks no network.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from renderer.errors import StoryboardError
from renderer.files.atomic import drafted
from renderer.messages import tr
from renderer.preview.served_files import files_of_set
from renderer.storyboard.project_config import CONFIG, project_of
from renderer.storyboard.yaml_source import source_of
from renderer.studio.http import Refusal, refusal_of

_PIECE = 1 << 18
"""Bytes: a film of 100 MB is 400 turns, and ten visitors hold 3 MB."""
_LARGE = 1 << 31
"""Bytes of a file from which on a ZIP needs longer numbers: 4 GB, and far from it."""
_TABLE = re.compile(r"^[ \t]*\[[ \t]*page[ \t]*\][^\n]*(?:\n|\Z)", re.MULTILINE)
_NEXT = re.compile(r"^[ \t]*\[", re.MULTILINE)
_LINE = re.compile(r"^[ \t]*base_url[ \t]*=[^\n]*(?:\n|\Z)", re.MULTILINE)


def site_of(root: Path) -> dict[str, str]:
    """Where the films of the project at *root* are served; empty: nobody has said.

    Raises:
        Refusal: recit.toml can't be read.
    """
    page = _read(_text(root)).get("page")
    return {"address": str(page.get("base_url", "")) if isinstance(page, dict) else ""}


def keep_address(root: Path, sent: Mapping[str, Any]) -> dict[str, str]:
    """Write the address that was *sent* into recit.toml; empty, take it out.

    Raises:
        Refusal: it is no such address, or stands there in a form that only a person can change.
    """
    address = str(sent.get("address") or "").strip()
    text = _text(root)
    data, said = _read(text), site_of(root)
    if address == said["address"]:
        return said
    changed = _with(text, address)
    written = data.get("page")
    page = dict(written) if isinstance(written, dict) else {}
    page.pop("base_url", None)
    wanted = {**data, "page": {**page, "base_url": address} if address else page}
    if not _says(changed, wanted):
        told = tr("recit.toml has its address in a form of its own: change base_url there")
        raise Refusal(422, "edit-unfit", told)
    config = root / CONFIG
    known = {problem.what for problem in project_of(root, source_of(text.encode(), config))[1]}
    _, problems = project_of(root, source_of(changed.encode(), config))
    if fresh := [problem for problem in problems if problem.what not in known]:
        raise refusal_of(StoryboardError(fresh))
    with drafted(config) as draft:
        draft.write_bytes(changed.encode())
    return {"address": address}


def _says(text: str, wanted: Mapping[str, object]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def zipped(folders: Sequence[Path]) -> Iterator[bytes]:
    """The sets that *folders* show, piece by piece, each in a folder of its own name.

    All files are opened before the first piece goes: what is published meanwhile takes none away.

    Raises:
        PublishError: a folder shows no set.
        OSError: a file of one is missing.
    """
    pipe = _Pipe()
    with ExitStack() as opened, ZipFile(cast("IO[bytes]", pipe), "w", ZIP_STORED) as archive:
        files = [
            (f"{folder.name}/{name}", opened.enter_context(path.open("rb")), path.stat().st_size)
            for folder in folders
            for name, path in sorted(files_of_set(folder).items())
        ]
        for name, file, size in files:
            entry = ZipInfo(name)  # without a day: the same set is the same file
            with archive.open(entry, "w", force_zip64=size >= _LARGE) as taken:
                while piece := file.read(_PIECE):
                    taken.write(piece)
                    yield pipe.taken()
    yield pipe.taken()


class _Pipe:
    """What a ZIP is written into when nobody holds all of it."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, piece: bytes) -> int:
        self._held += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece, self._held = bytes(self._held), bytearray()
        return piece


def _text(root: Path) -> str:
    config = root / CONFIG
    try:
        return config.read_bytes().decode("utf-8") if config.is_file() else ""
    except (OSError, ValueError) as error:
        raise Refusal(422, "edit-unfit", tr("recit.toml can't be read: mend it first")) from error


def _read(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refusal(422, "edit-unfit", tr("recit.toml can't be read: mend it first")) from error


def _with(text: str, address: str) -> str:
    """*text* with that address under [page]; a comment beside the old one stays where it was."""
    end = "\r\n" if "\r\n" in text else "\n"
    line = f"base_url = {json.dumps(address, ensure_ascii=False)}"
    table = _TABLE.search(text)
    if table is None:
        above = text.rstrip() + 2 * end if text.strip() else ""
        return f"{above}[page]{end}{line}{end}" if address else text
    head, rest = text[: table.end()], text[table.end() :]
    head = head if head.endswith("\n") else head + end
    following = _NEXT.search(rest)
    body, tail = (rest[: following.start()], rest[following.start() :]) if following else (rest, "")
    old = _LINE.search(body)
    if old is None:
        return f"{head}{line}{end}{body}{tail}" if address else text
    note = re.search(r"[\"'][ \t]*(#[^\r\n]*)", old[0])
    if address:
        line += f"  {note[1]}" if note else ""
    else:
        line = note[1] if note else ""
    put = line + end if line else ""
    return head + body[: old.start()] + put + body[old.end() :] + tail
