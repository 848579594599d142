"""What lies in media/ and is used nowhere: pictures that others took the place of, and the like.

Comes in: a film by its name, names of files. Goes out: the list of what no text of the project
names; those that a person chose, set aside in its `trash/` as one step that can be undone. On doubt
a file is in use: its name in a comment counts, and nothing is offered while a text can't be read.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.archives.pick import SUFFIXES
from renderer.errors import RecitError
from renderer.messages import tr
from renderer.storyboard.project_config import MEDIA
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import read_source
from renderer.studio.http import Refusal, unknown
from renderer.studio.open_film import SET_ASIDE
from renderer.studio.trash import TRASH, put_film_back, set_aside, set_film_aside
from renderer.studio.uploads import FILM_FILES, MUSIC_FILES

if TYPE_CHECKING:
    from renderer.studio.actions import Actions

_PICTURES = frozenset({*SUFFIXES.values(), ".jpeg", ".tiff"})
_TEXTS = (".yaml", ".yml")
_OTHER_TEXTS = (".toml", ".py")
"""Settings of the project, and clips, which name files as they like."""
_NOT_OURS = frozenset({TRASH, MEDIA, "node_modules"})


class Leftovers:
    """What the pages of a studio may set aside."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions

    def listed(self, film: str) -> dict[str, Any]:
        """Every file of media/ that is used nowhere; and why none is told, if a text is wrong."""
        root = self._actions.films.open(film).root
        try:
            names = _unused(root)
        except _UnreadError as error:
            told = tr(
                "{file} has mistakes: until they are mended nobody knows what it uses",
                file=error.args[0],
            )
            return {"files": [], "why": told}
        files = []
        for name, path in names.items():
            with suppress(FileNotFoundError):  # somebody has just taken it away
                files.append({"name": name, "kind": _kind(path), "bytes": path.stat().st_size})
        return {"files": files, "why": ""}

    def set_aside(self, film: str, sent: Mapping[str, Any], who: str) -> dict[str, Any]:
        """Move files to the trash.

        Raises:
            Refusal: one of them is in use, or there is no such file.
        """
        open_film = self._actions.films.open(film)
        wanted = sent.get("names")
        names = wanted if isinstance(wanted, list) else []
        try:
            known = _unused(open_film.root)
        except _UnreadError:
            known = {}
        if not names or not all(isinstance(name, str) and name in known for name in names):
            told = tr("one of these files is in use by now: look at the list again")
            raise Refusal(422, "file-in-use", told)
        lot = set_aside(open_film.root, names)
        change = open_film.mark(f"{SET_ASIDE} {lot}", str(sent.get("digest")), who)
        open_film.log(who, {"set_aside": sorted(names)})
        news = {"kind": "film", "film": film, "digest": change["digest"]}
        self._actions.news.tell({**news, "by": who, "reason": "edit"})
        return {**change, "lot": f"{TRASH}/{lot}"}

    def discard(self, film: str, _: Mapping[str, Any], who: str) -> dict[str, Any]:
        """Move the text of a film to the trash; what was published of it stays.

        Raises:
            Refusal: there is no such film, or something is being made of it.
        """
        open_film = self._actions.films.open(film)
        jobs = (job for job in self._actions.jobs.all() if job.film == film)
        if any(job.state in ("waiting", "running") for job in jobs):
            told = tr("something is being made of this film: wait for it, or stop it")
            raise Refusal(409, "film-busy", told)
        lot = set_film_aside(open_film.root, open_film.path)
        open_film.log(who, {"discarded": f"{TRASH}/{lot}"})
        self._actions.news.tell({"kind": "films"})
        return {"lot": lot, "place": f"{TRASH}/{lot}"}

    def bring_back(self, film: str, sent: Mapping[str, Any], who: str) -> dict[str, Any]:
        """Move the text of a film back out of a lot of the trash."""
        open_film = self._actions.films.was_open(film)
        put_film_back(open_film.root, str(sent.get("lot")), open_film.path)
        self._actions.films.open(film).log(who, {"brought_back": str(sent.get("lot"))[:30]})
        self._actions.news.tell({"kind": "films"})
        return {}

    def small(self, film: str, name: str) -> bytes:
        """A picture of media/, as a small JPEG.

        Raises:
            Refusal: there is none of that name.
            PictureError: it can't be decoded.
        """
        path = dict(_files(self._actions.films.open(film).root)).get(name)
        if path is None or _kind(path) != "picture":
            raise unknown(tr("there is no such file"))
        return self._actions.preview.small(name, path)


ASIDE = {
    "set-aside": Leftovers.set_aside,
    "discard": Leftovers.discard,
    "bring-back": Leftovers.bring_back,
}
"""What a page may ask of the trash, by the end of its address."""


class _UnreadError(Exception):
    """A text that can't be read; its name."""


def _kind(path: Path) -> str:
    suffix = path.suffix.lower()
    return "film" if suffix in FILM_FILES else "sound" if suffix in MUSIC_FILES else "picture"


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Pictures, films and sounds in media/, links left out."""
    media = root / MEDIA
    if media.is_symlink():
        return
    for folder, folders, files in os.walk(media):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for file in sorted(files):
            path = Path(folder) / file
            fit = path.suffix.lower() in {*_PICTURES, *FILM_FILES, *MUSIC_FILES}
            if fit and not file.startswith(".") and not path.is_symlink():
                yield path.relative_to(media).as_posix(), path


def _unused(root: Path) -> dict[str, Path]:
    """The files whose names no text of the project holds, by name in media/.

    Raises:
        _UnreadError: a text can't be read.
    """
    files = dict(_files(root))
    said = _plain("\n".join(_all_said(root))) if files else ""
    return {name: path for name, path in files.items() if _plain(path.name) not in said}


def _plain(text: str) -> str:
    """As file systems compare names: some take capitals and small letters for one."""
    return unicodedata.normalize("NFC", text).casefold()


def _all_said(root: Path) -> Iterator[str]:
    """All texts of the project, as they are written and as YAML reads them."""
    for folder, folders, files in os.walk(root):
        if (Path(folder) / "pyvenv.cfg").exists():
            folders.clear()
            continue
        folders[:] = [e for e in folders if not e.startswith(".") and e not in _NOT_OURS]
        for file in files:
            path = Path(folder) / file
            suffix = path.suffix.lower()
            if suffix not in (*_TEXTS, *_OTHER_TEXTS):
                continue
            try:
                source = read_source(path)
                yield source.text
                if suffix in _TEXTS:
                    yield from _words(read_tree(source)[0].data)
            except RecitError as error:
                raise _UnreadError(path.relative_to(root).as_posix()) from error


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _words(key)
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
