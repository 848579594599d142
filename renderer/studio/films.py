"""The films of a project: which there are, how each stands, what of it is public.

Comes in: a folder. Goes out: each storyboard in it as an open film, under a name that nobody can
guess; and, of each, what was published, when, and from which text. That text is kept in the
`.recit/` of the project, so that what has changed since can be told. No path ever comes from a
request.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from shutil import rmtree
from threading import RLock
from typing import Any

from renderer.editing.edited_file import PRIVATE
from renderer.editing.syntax_tree import BOM
from renderer.errors import PublishError, RecitError
from renderer.files.atomic import drafted
from renderer.files.digest import file_digest
from renderer.importing.imports import import_text
from renderer.messages import tr
from renderer.messages.catalogue import language
from renderer.preview.served_files import ServedFiles
from renderer.production.embedded_rights import prefilled
from renderer.publish.swap_and_rollback import last_published, read_state, roll_back
from renderer.publish.verify import read_manifest, verify_earlier
from renderer.rights.clearance import check_rights
from renderer.rights.credit_text import credit_line
from renderer.store.cache import Cache
from renderer.storyboard.board import Permission, Rights, Storyboard
from renderer.storyboard.project_config import MEDIA
from renderer.storyboard.slide_kinds import alts_of, keyed_works_of, kind_of
from renderer.storyboard.slugs import SlugClaim, claim_of, slug_of
from renderer.storyboard.yaml_tree import Marks
from renderer.studio.http import Refusal, page_problem, unknown
from renderer.studio.open_film import OpenFilm
from renderer.studio.uploads import FILM_FILES, MUSIC_FILES
from renderer.themes.file import theme_files

STORYBOARDS = "storyboards"
MOST_FILMS = 500
"""That are listed: each is read, and a list of more isn't one that anybody looks through."""
_LONGEST_TITLE = 200
"""Letters: what is longer was pasted by mistake."""
_LONGEST_NAME = 60
"""Letters of a document's name: of four bytes each, a disk takes them."""


class Films:
    """The storyboards of one project."""

    def __init__(self, folder: Path, *, allow_fetch: bool, key: str = "") -> None:
        self.folder = folder.resolve()
        self._allow_fetch = allow_fetch
        self._secret = (key or secrets.token_hex(32)).encode()
        self._open_films: dict[str, OpenFilm] = {}
        self._lock = RLock()

    def paths(self) -> list[Path]:
        """Every storyboard, by name."""
        place = self.folder / STORYBOARDS
        place = place if place.is_dir() else self.folder
        found = (p for p in place.glob("*.yaml") if p.is_file() and not p.name.startswith("."))
        return sorted(path for path in found if self._is_inside(path))[:MOST_FILMS]

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.folder)

    def all(self) -> Iterator[tuple[str, OpenFilm]]:
        """Each film, and its name."""
        for path in self.paths():
            known_as = self._name(path)
            with self._lock:
                if known_as not in self._open_films:
                    self._open_films[known_as] = OpenFilm(path, allow_fetch=self._allow_fetch)
                open_film = self._open_films[known_as]
            yield known_as, open_film

    def open(self, known_as: str) -> OpenFilm:
        """The film of that name.

        Raises:
            Refusal: there is none.
        """
        with self._lock:
            if known_as not in self._open_films:
                dict(self.all())
            open_film = self._open_films.get(known_as)
        if open_film is None or not open_film.path.is_file():
            raise unknown(tr("there is no such film"))
        return open_film

    def was_open(self, known_as: str) -> OpenFilm:
        """The film of that name, even if its file has been moved away since.

        Raises:
            Refusal: this studio has seen none.
        """
        with self._lock:
            open_film = self._open_films.get(known_as)
        if open_film is None:
            raise unknown(tr("there is no such film"))
        return open_film

    def folder_shown_to(self, folder: Path | None, who: str) -> str:
        """*folder* as a person finds it: whole on their own machine; *who* comes to the studio from
        another one needn't know where the project lies."""
        if folder is None:
            return ""
        if not who:
            return str(folder.resolve())
        inside = folder.resolve().is_relative_to(self.folder)
        return folder.resolve().relative_to(self.folder).as_posix() if inside else folder.name

    def _name(self, path: Path) -> str:
        return hmac.new(self._secret, str(path).encode(), hashlib.sha256).hexdigest()[:24]

    def listed(self) -> list[dict[str, Any]]:
        """All films, as the first page shows them."""
        told = []
        for known_as, open_film in self.all():
            try:
                told.append(self._told(known_as, open_film))
            except RecitError:
                continue  # no file any more, or one that can't be read: not a film
        return told

    def _told(self, known_as: str, open_film: OpenFilm) -> dict[str, Any]:
        sheet = open_film.shown()
        data = sheet.tree.data if sheet.tree is not None else {}
        data = data if isinstance(data, dict) else {}
        folder = public_folder(open_film)
        manifest = read_manifest(folder) if folder else {}
        state = "mistakes" if open_film.sheet().problems else publication_state(open_film, folder)
        frames, fps = manifest.get("frames", 0), manifest.get("fps", 0)
        has_poster = folder is not None and (folder / "poster.jpg").is_file()
        return {
            "film": known_as,
            "file": open_film.path.relative_to(self.folder).as_posix(),
            "slug": str(data.get("slug") or ""),
            "title": open_film.title,
            "language": sheet.language,
            "slides": len(sheet.ids),
            "seconds": frames / fps if fps else None,
            "state": state,
            "mistakes": len(open_film.sheet().problems),
            "to_check": len(sheet.remarks),
            "poster": f"/api/films/{known_as}/poster" if has_poster else None,
        }

    def create(self, title: str) -> tuple[str, OpenFilm]:
        """A first storyboard that can be shown at once.

        Raises:
            Refusal: the title says nothing, or is no line of text.
        """
        title = " ".join(title.split())
        if not title or len(title) > _LONGEST_TITLE or not title.isprintable():
            raise Refusal(422, "title-unfit", tr("give the film a title, on one line"))
        place = self.folder / STORYBOARDS
        if place.is_symlink() or (self.folder / MEDIA).is_symlink():
            raise Refusal(422, "path-outside-project", tr("a folder leads out of the project"))
        place.mkdir(exist_ok=True)
        (self.folder / MEDIA).mkdir(exist_ok=True)
        taken = {path.stem for path in place.glob("*.yaml")}
        stem = slug_of(title)
        name = next(
            n for n in (stem, *(f"{stem}-{k}" for k in range(2, MOST_FILMS + 3))) if n not in taken
        )
        quoted, first = json.dumps(title, ensure_ascii=False), tr("opening")
        text = (
            f"storyboard: 1\nslug: {name}\ntitle: {quoted}\nlanguage: {language()}\n\n"
            f"slides:\n  - id: {first}\n    card: {{title: {quoted}}}\n    length: 4\n"
        )
        path = place / f"{name}.yaml"
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
        known_as = self._name(path)
        return known_as, self.open(known_as)

    def import_document(self, upload: Path, called: str, *, agreed: bool) -> dict[str, Any]:
        """Make a film of the document at *upload*, or bring its changes into the one it made: once
        somebody has *agreed*, who was told before which they are.

        Raises:
            RecitError: it can't be read, or another film has its name.
        """
        (self.folder / STORYBOARDS).mkdir(exist_ok=True)
        (self.folder / MEDIA).mkdir(exist_ok=True)
        room = upload.with_name(f"{upload.name}-in")
        room.mkdir()
        name = "".join(filter(str.isprintable, Path(called).name))[-_LONGEST_NAME:]
        try:
            document = upload.rename(room / (name.strip(". ") or "document"))
            outcome = import_text(document, project=self.folder, asks=not agreed)
        finally:
            rmtree(room)
        film = self._name(outcome.path)
        title = "" if outcome.is_new else self.open(film).title
        return {
            "film": film,
            "title": title,
            "report": asdict(outcome.report),
            "is_changed": outcome.is_changed,
            "asks": outcome.is_changed and not agreed,
        }


def media_choices(open_film: OpenFilm) -> dict[str, list[str]]:
    """The themes within the film's reach, and the films and music that lie in its media folder."""
    media = sorted(path.name for path in (open_film.root / MEDIA).glob("*"))
    return {
        "themes": sorted(theme_files((open_film.path.parent / "themes",))),
        "films": [name for name in media if name.lower().endswith(FILM_FILES)],
        "pieces": [name for name in media if name.lower().endswith(MUSIC_FILES)],
    }


def slug_claim(open_film: OpenFilm) -> SlugClaim | None:
    """The sets of the film; None: it has no slug."""
    return claim_of(open_film.path)


def public_folder(open_film: OpenFilm) -> Path | None:
    """Where its public set is, or will be."""
    found = slug_claim(open_film)
    return found.folders()[0] if found else None


def publication_state(open_film: OpenFilm, folder: Path | None) -> str:
    """Whether what is public is what the text says: "new", "ok" or "changed"."""
    state = read_state(folder) if folder else None
    if folder is None or state is None:
        return "new"
    published = text_of(open_film, folder)
    if published is not None:
        return "ok" if published == open_film.sheet().text else "changed"
    return "ok" if open_film.path.stat().st_mtime_ns <= state.at else "changed"


def keep_text(open_film: OpenFilm, text: str) -> None:
    """Remember of which text the set is that the public sees now; earlier ones but the last go."""
    folder = public_folder(open_film)
    state = read_state(folder) if folder else None
    if folder is None or state is None:
        return
    place = _texts(open_film)
    place.mkdir(parents=True, exist_ok=True)
    kept = {_manifest(folder, homes) for homes in (state.current, state.previous) if homes}
    with suppress(OSError):
        with drafted(place / f"{open_film.path.stem}.{_manifest(folder, state.current)}") as draft:
            draft.write_text(text, encoding="utf-8")
        for old in place.glob(f"{open_film.path.stem}.*"):
            if old.name.rpartition(".")[2] not in kept:
                old.unlink()


def text_read(board: Storyboard, otherwise: str) -> str:
    """The text that *board* was read from; where it doesn't say, *otherwise*."""
    if not isinstance(board.marks, Marks):
        return otherwise
    return BOM + board.marks.source.text if otherwise.startswith(BOM) else board.marks.source.text


def text_of(open_film: OpenFilm, folder: Path | None) -> str | None:
    """The text that the public set was made of; None: it isn't known."""
    state = read_state(folder) if folder else None
    return _kept_text(open_film, folder, state.current) if folder and state else None


def published_texts(open_film: OpenFilm) -> list[str]:
    """The texts of the set that is public and of the one before, as far as known, older first."""
    folder = public_folder(open_film)
    state = read_state(folder) if folder else None
    if folder is None or state is None:
        return []
    found = []
    for homes in filter(None, (state.current, state.previous)):
        text = _kept_text(open_film, folder, homes)
        if text is not None:
            path = _text_path(open_film, folder, homes)
            found.append((path.stat().st_mtime_ns, text))
    return [text for _, text in sorted(found)]


def _text_path(open_film: OpenFilm, folder: Path, homes: Mapping[str, str]) -> Path:
    return _texts(open_film) / f"{open_film.path.stem}.{_manifest(folder, homes)}"


def _kept_text(open_film: OpenFilm, folder: Path, homes: Mapping[str, str]) -> str | None:
    path = _text_path(open_film, folder, homes)
    try:
        return None if path.is_symlink() else path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _texts(open_film: OpenFilm) -> Path:
    return open_film.root / PRIVATE / "published"


def _manifest(folder: Path, homes: Mapping[str, str]) -> str:
    try:
        return file_digest(folder / homes["manifest.json"])[:24]
    except (OSError, KeyError):
        return "none"


def versions(open_film: OpenFilm, showcase: ServedFiles) -> list[dict[str, Any]]:
    """The set that is public, and the one before it."""
    folder = public_folder(open_film)
    state = read_state(folder) if folder else None
    if folder is None or state is None:
        return []
    found = [(state.at, state.current, False)]
    if state.previous:
        found.append((state.previous_at, state.previous, True))
    told = []
    for at, homes, earlier in found:
        known_as = showcase.put(folder, earlier=earlier)
        try:
            manifest = json.loads((folder / homes["manifest.json"]).read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError):
            manifest = {}
        fps = manifest.get("fps") or 1
        with suppress(OSError):
            # Going back is a publication, too: the film is as old as the text kept with it.
            at = _text_path(open_film, folder, homes).stat().st_mtime_ns
        told.append(
            {
                "at_ms": at // 1_000_000,
                "current": not earlier,
                "page": f"/show/{known_as}/page.html",
                "embed": f"/show/{known_as}/embed.html",
                "film": f"/show/{known_as}/film.mp4",
                "poster": f"/show/{known_as}/poster.jpg",
                "slides": len(manifest.get("stretches", ())),
                "seconds": manifest.get("frames", 0) / fps,
            }
        )
    return told


def restore_previous(open_film: OpenFilm) -> None:
    """Show the sets before, in every language of the last publication.

    Raises:
        PublishError: there are none, or one isn't whole; then nothing has changed.
    """
    found = slug_claim(open_film)
    folders = last_published(found.folders()) if found else []
    if not folders:
        raise PublishError(
            tr("there is no earlier version to go back to"), code="earlier-set-missing"
        )
    damages = [str(damage) for folder in folders for damage in verify_earlier(folder)]
    if damages:
        raise PublishError("\n".join(damages), code="set-damaged")
    now = time.time_ns()
    for folder in folders:
        roll_back(folder, now)


def public_folders(open_film: OpenFilm) -> list[Path]:
    """Those of its sets that are public, in every language.

    Raises:
        Refusal: none is.
    """
    found = slug_claim(open_film)
    folders = [folder for folder in found.folders() if read_state(folder)] if found else []
    if not folders:
        raise Refusal(404, "not-found", tr("nothing is public yet"))
    return folders


def snippet_of(folder: Path | None) -> str | None:
    """What is pasted into a page to show the public set; None: nothing is public."""
    try:
        return (folder / "snippet.html").read_text(encoding="utf-8") if folder else None
    except (OSError, ValueError):
        return None


def rights_table(board: Storyboard, cache: Cache) -> list[dict[str, Any]]:
    """All that is shown and heard, with its rights as written, as found, and as credited."""
    filled, _ = prefilled(board, cache)
    problems = check_rights(filled, datetime.date.today())
    told = []
    for slide, full in zip(board.slides, filled.slides, strict=True):
        alts = dict(alts_of(slide.visual))
        pairs = zip(keyed_works_of(slide.visual), keyed_works_of(full.visual), strict=True)
        for (key, _, work), (_, _, known) in pairs:
            told.append(
                _rights_row(
                    slide.id,
                    [int(s) if s.isdecimal() else s for s in key.split(".")],
                    work.name,
                    kind_of(work).credited_as,
                    alts.get(key, getattr(work, "alt", "")),
                    (work.rights, known.rights),
                    [page_problem(p) for p in problems if p.slide == slide.id],
                )
            )
    for owner, music in board.pieces:
        owing = [page_problem(p) for p in problems if music.name in p.what]
        told.append(
            _rights_row(
                owner, ["music"], music.name, "music", "", (music.rights, music.rights), owing
            )
        )
    return told


def _rights_row(
    slide: str,
    path: list[str | int],
    name: str,
    kind: str,
    alt: str,
    rights: tuple[Rights | None, Rights | None],
    problems: list[dict[str, Any]],
) -> dict[str, Any]:
    written, found = rights
    return {
        "slide": slide,
        "path": path,
        "name": name,
        "kind": kind,
        "alt": alt,
        "rights": rights_json(written),
        "inferred": {k: v for k, v in rights_json(found).items() if k not in rights_json(written)},
        "credit": credit_line(found, "") if found else "",
        "problems": problems,
    }


def rights_json(rights: Rights | None) -> dict[str, str]:
    """What is said of them in words, under the storyboard's keys."""
    if rights is None:
        return {}
    return {
        key: str(value)
        for key in Rights.__dataclass_fields__
        if (value := getattr(rights, key)) and not isinstance(value, Permission)
    }
