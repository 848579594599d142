"""Whether a published folder still is what its manifest says, and whose film it shows.

Comes in: a folder; a storyboard's claim to it. Goes out: what is wrong with it, as plain sentences;
a Problem where another storyboard's set stands there, so that no film is replaced by another of the
same slug. Sets made before manifests named their storyboard are anybody's. Changes nothing; trusts
nothing it reads: a manifest from elsewhere can't make it look outside the folder, follow a link or
wait for a pipe.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.errors import Problem
from renderer.files.digest import file_digest
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.publish.metadata import json_digest
from renderer.publish.swap_and_rollback import (
    MEDIA,
    PRIVATE,
    State,
    is_member_name,
    read_state,
    wrong_home,
)
from renderer.storyboard.slugs import SlugClaim

_LEAF = re.compile(r"[^/\\\0]+")
_LOADED = re.compile(r'\b(?:src|href|poster)="(media/[^"#?]+)')
PAGES = ("embed.html", "page.html")
MANIFEST = "manifest.json"
_STATE = f"{PRIVATE}/state.json"
_LOCK = f"{PRIVATE}/lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One thing that is wrong with a set."""

    file: str
    """Relative to the folder."""
    what: str

    def __str__(self) -> str:
        return tr("{file}: {what}", file=self.file, what=self.what)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the set in *folder*; empty when there is none, or it was changed."""
    return _manifest_at(folder / MANIFEST)


def _manifest_at(path: Path) -> dict[str, Any]:
    try:
        result: Any = None if _is_odd(path) else json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(result) if _is_sound(result) else {}


def verify(folder: Path) -> tuple[Damage, ...]:
    """Check everything in *folder*: its set, the one before, what belongs to neither. Empty: whole.

    A copy of the set on a web server may leave the private folder behind.
    """
    shown = verify_shown(folder)
    named = {damage.file for damage in shown}
    if MANIFEST in named:
        return shown
    return (*shown, *(one for one in verify_earlier(folder) if one.file not in named))


def verify_shown(folder: Path) -> tuple[Damage, ...]:
    """Check each file of the set that *folder* shows against its manifest."""
    try:
        if _is_odd(folder / MANIFEST):
            return (Damage(file=MANIFEST, what=_is_odd(folder / MANIFEST)),)
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return (Damage(file=MANIFEST, what=tr("is missing; nothing was published here")),)
    except (OSError, ValueError) as error:
        why = reason_of(error) if isinstance(error, OSError) else error
        return (Damage(file=MANIFEST, what=tr("can't be read: {why}", why=why)),)
    if not _is_sound(manifest):
        return (Damage(file=MANIFEST, what=tr("was changed after it was published")),)
    # Two names may share one home, whose damage is told once.
    found = dict.fromkeys(_file_damage(folder, manifest))
    return (*found, *_page_damage(folder), *_state_damage(folder))


def verify_earlier(folder: Path) -> tuple[Damage, ...]:
    """What keeps the earlier set in *folder* from being shown again: `roll_back` is to refuse."""
    return (*_earlier_damage(folder), *_strays(folder))


def _is_sound(manifest: Any) -> bool:
    return (
        isinstance(manifest, dict)
        and manifest.get("digest") == json_digest(manifest)
        and all(isinstance(noted, dict) for noted in _files(manifest).values())
    )


def _files(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Stable name → what the manifest notes of the file."""
    files = manifest.get("files", {})
    return files if isinstance(files, dict) else {"": files}


def _homes(manifest: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(noted.get("home")) for name, noted in _files(manifest).items()}


def _file_damage(folder: Path, manifest: dict[str, Any]) -> Iterator[Damage]:
    places = (MEDIA, PRIVATE) if (folder / PRIVATE).is_dir() else (MEDIA,)
    for name, noted in sorted(_files(manifest).items()):
        home = str(noted.get("home", ""))
        place, _, leaf = home.partition("/")
        if not is_member_name(name) or place not in (MEDIA, PRIVATE) or not _is_leaf(leaf):
            what = tr("names a file outside the set: {file}", file=name)
            yield Damage(file=MANIFEST, what=what)
            continue
        wrong = _wrong(folder / name, noted)
        if wrong:
            yield Damage(file=name, what=wrong)
        apart = place in places and (wrong or not _is_same(folder / name, folder / home))
        if apart and (at_home := _wrong(folder / home, noted)):
            yield Damage(file=home, what=at_home)


def _wrong(path: Path, noted: dict[str, Any]) -> str:
    """What distinguishes *path* from the file that was published; empty: nothing."""
    try:
        if odd := _is_odd(path):
            return odd
        size = path.stat().st_size
        if size != noted.get("size"):
            return tr("holds {size} bytes, not {wanted}", size=size, wanted=noted.get("size"))
        return "" if file_digest(path) == noted.get("sha256") else tr("holds other bytes")
    except FileNotFoundError:
        return tr("is missing")
    except OSError as error:
        return tr("can't be read: {why}", why=reason_of(error))


def _is_odd(path: Path) -> str:
    """What *path* is, if it isn't a plain file. Raises OSError where there is nothing."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return tr("is a link: what it leads to may change")
    return "" if stat.S_ISREG(mode) else tr("is not a file")


def _page_damage(folder: Path) -> Iterator[Damage]:
    for page in PAGES:
        try:
            text = "" if _is_odd(folder / page) else (folder / page).read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue  # reported with the files
        for home in sorted(set(_LOADED.findall(text))):
            if not (folder / home).is_file():
                yield Damage(file=page, what=tr("loads {file}, which is missing", file=home))


def _state(folder: Path) -> State | None:
    """As `read_state`; nothing is read from what isn't a file."""
    try:
        return None if _is_odd(folder / _STATE) else read_state(folder)
    except OSError:
        return None


def _state_damage(folder: Path) -> Iterator[Damage]:
    """Whether the private folder, where there is one, tells of the set that is shown."""
    if not (folder / PRIVATE).is_dir():
        return
    state = _state(folder)
    if state is None:
        what = tr("is missing or damaged: there is no way back to an earlier set; render again")
        yield Damage(file=_STATE, what=what)
        return
    shown = _homes(read_manifest(folder))
    kept = dict(state.current)
    summary = kept.pop(MANIFEST, "")
    if summary and (wrong := wrong_home(folder / summary)):
        yield Damage(file=summary, what=wrong)
        return
    late = [name for name in {**kept, **shown} if kept.get(name) != shown.get(name)]
    if not summary or file_digest(folder / summary) != file_digest(folder / MANIFEST):
        late.append(MANIFEST)
    if late:
        what = tr("is not of the current set: publishing was cut short, render again to finish it")
        yield Damage(file=min(late), what=what)


def _earlier_damage(folder: Path) -> Iterator[Damage]:
    """What is wrong with the set before: each of its files is named after its digest."""
    state = _state(folder)
    previous = dict(state.previous or {}) if state is not None else {}
    for home in sorted(set(previous.values())):
        if wrong := wrong_home(folder / home):
            what = tr("{what}; the earlier set can't be shown again", what=wrong)
            yield Damage(file=home, what=what)
    summary = previous.pop(MANIFEST, "")
    listed = _homes(_manifest_at(folder / summary)) if summary else {}
    for name in sorted({**listed, **previous} if listed else {}):
        if listed.get(name) != previous.get(name):
            what = tr(
                "doesn't agree with {summary} on {file}; the earlier set can't be shown again",
                summary=summary,
                file=name,
            )
            yield Damage(file=_STATE, what=what)


def _strays(folder: Path) -> Iterator[Damage]:
    """Whatever lies in the folder and belongs to neither set."""
    known = {MANIFEST, MEDIA, PRIVATE, _STATE, _LOCK}
    shown = _homes(read_manifest(folder))
    places = sorted({n.partition("/")[0] for n in shown if "/" in n and is_member_name(n)})
    for name, home in shown.items():
        known |= {name, home, *places}
    if state := _state(folder):
        known |= {*state.current.values(), *(state.previous or {}).values()}
    for place in ("", MEDIA, PRIVATE, *places):
        within = folder / place
        if within.is_symlink() and place:
            yield Damage(file=place, what=tr("is a link: what it leads to may change"))
            continue
        for path in sorted(within.iterdir()) if within.is_dir() else ():
            name = path.relative_to(folder).as_posix()
            if name not in known:
                yield Damage(file=name, what=tr("is not of this set: take it away"))


def _is_same(one: Path, other: Path) -> bool:
    """Whether both names lead to one file, which then needs reading only once."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_leaf(name: str) -> bool:
    return bool(_LEAF.fullmatch(name)) and name not in (".", "..")


def occupied(claim: SlugClaim, folders: Iterable[Path]) -> list[Problem]:
    """A Problem for each other storyboard whose set stands in one of *folders*."""
    problems: dict[str, Problem] = {}
    for folder in folders:
        other = read_manifest(folder).get("storyboard")
        if isinstance(other, str) and other not in ("", claim.name):
            problems[other] = Problem(
                mark=claim.mark,
                what=tr(
                    "the slug '{slug}' is taken: {folder} shows the film of {other}",
                    slug=claim.slug,
                    folder=folder,
                    other=other,
                ),
                remedy=tr(
                    "give this film another slug; if {other} was moved or renamed to {name},"
                    " render once with --take-over",
                    other=other,
                    name=claim.name,
                ),
                code="slug-taken",
            )
    return list(problems.values())
