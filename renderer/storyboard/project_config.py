"""The project a storyboard belongs to: its root, its media folder, its recit.toml.

Comes in: the path of a storyboard. Goes out: a `Project`, whose defaults the storyboard beats, or
the mistakes in recit.toml and in what its `[page]` names, each at its line. Opens no picture but
the logo, and no sound.

    [voice]   engine, name, rate, pause = {sentence, paragraph}     as in a storyboard
    [film]    size, fps, formats, transition, lead, hold, loudness   as in a storyboard
    language, style, pronounce                                       as in a storyboard
    [run]     out, cache, jobs, offline                              as on the command line
    [page]    base_url, publisher, invitation, license               for every film's page
              dress, header, footer, links, logo, stylesheet, …      what stands around the film
    [peertube] address, channel, privacy                             where publish puts films
    [archives] contact                                               told to those that are asked
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
import tomllib
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.errors import Problem
from renderer.messages import deferred, tr
from renderer.storyboard.board import THEMED, SiteDress
from renderer.storyboard.yaml_source import SourceText, read_source, source_of
from renderer.storyboard.yaml_tree import Span, Tree

if TYPE_CHECKING:
    from renderer.storyboard.project_config_schema import ProjectModel, RunModel

CONFIG = "recit.toml"
MEDIA = "media"
_ABOVE = ("home", "Users")
"""Folders at a disk's root that hold homes: Linux; macOS and Windows."""
_EVERYBODYS = stat.S_ISVTX | stat.S_IWOTH
"""Modes of a folder in which all users of a machine keep files of their own."""
_REPOSITORY = (".git", ".hg", ".svn")
"""What lies at a repository's top; .git is a file in a worktree and in a submodule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDefaults:
    """Defaults of the command line, as a project states them. None: not stated."""

    out: Path | None = None
    """Absolute folder that finished sets go to."""
    cache: Path | None = None
    """Absolute folder of the cache."""
    jobs: int | None = None
    offline: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDefaults:
    """What the pages of all films of a project say of who publishes them. Empty: not stated."""

    base_url: str = ""
    publisher: str = ""
    invitation: str = ""
    license: str = ""
    """Of the films themselves."""
    dress: SiteDress = THEMED


@dataclass(frozen=True, slots=True, kw_only=True)
class PeertubeDefaults:
    """Where a project's films are published beside its own pages. Empty: not stated."""

    address: str = ""
    channel: str = ""
    privacy: str = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A folder of storyboards and media, and what is agreed for all of its films."""

    root: Path
    """Absolute, symbolic links resolved."""
    config: Path | None = None
    """Its recit.toml, if it has one."""
    tree: Tree = field(repr=False)
    """Where its keys stand."""
    defaults: ProjectModel | None = None
    run: RunDefaults = RunDefaults()
    page: PageDefaults = PageDefaults()
    peertube: PeertubeDefaults = PeertubeDefaults()
    contact: str = ""
    """Told to archives that are asked for pictures."""

    @property
    def media(self) -> Path:
        """The folder that pictures, music and recordings are named relative to."""
        return self.root / MEDIA


def find_root(storyboard: Path) -> Path:
    """The nearest folder above *storyboard* that holds recit.toml or media/.

    Never a disk's root, where every Linux has /media, nor a home, nor a folder that everybody may
    write to (/tmp), nor anything above one, above a repository's top or on another file system.
    Where there is none, the storyboard's own folder: a film of cards needs neither.
    """
    folder = storyboard.resolve().parent
    if not folder.is_dir():
        return folder
    device = folder.stat().st_dev
    for candidate in (folder, *folder.parents):
        told = candidate.stat()
        if candidate.parent == candidate or told.st_dev != device:
            break
        if is_home(candidate) or told.st_mode & _EVERYBODYS == _EVERYBODYS:
            break
        if (candidate / CONFIG).is_file() or (candidate / MEDIA).is_dir():
            return candidate
        if any((candidate / name).exists() for name in _REPOSITORY):
            break
    return folder


def read_project(storyboard: Path) -> tuple[Project, list[Problem]]:
    """The project of *storyboard*, and the mistakes in its recit.toml.

    Raises:
        UsageError: recit.toml is there and can't be read.
        StoryboardError: it is not text.
    """
    root = find_root(storyboard)
    config = root / CONFIG
    if not config.is_file():
        return Project(root=root, tree=_tree(source_of(b"", config), {})), []
    return project_of(root, read_source(config))


def project_of(root: Path, source: SourceText) -> tuple[Project, list[Problem]]:
    """The project at *root* with *source* as its recit.toml, and the mistakes in that."""
    try:
        data = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        project = Project(root=root, config=source.path, tree=_tree(source, {}))
        return project, [_syntax(source, error)]
    return _checked(root, _tree(source, data))


def _tree(source: SourceText, data: dict[str, Any]) -> Tree:
    return Tree(source=source, data=data, place=_places(source, data))


def _checked(root: Path, tree: Tree) -> tuple[Project, list[Problem]]:
    # Only a project that has a recit.toml pays for these imports here.
    from pydantic import ValidationError

    from renderer.storyboard.mistakes import problems_of
    from renderer.storyboard.project_config_schema import ProjectModel
    from renderer.storyboard.site_style import read_dress

    config = tree.source.path
    try:
        model = ProjectModel.model_validate(tree.data)
    except ValidationError as error:
        problems = problems_of(tree, ProjectModel, error)
        return Project(root=root, config=config, tree=tree), problems
    problems = []
    run = RunDefaults()
    if model.run is not None:
        problems = _links_outside(root, tree, model.run)
        run = RunDefaults(
            out=root / model.run.out if model.run.out else None,
            cache=root / model.run.cache if model.run.cache else None,
            jobs=model.run.jobs,
            offline=model.run.offline,
        )
    page = PageDefaults()
    if model.page is not None:
        dress, more = read_dress(root, tree, model.page, model.language or "")
        problems += more
        page = PageDefaults(
            base_url=model.page.base_url or "",
            publisher=model.page.publisher or "",
            invitation=model.page.invitation or "",
            license=model.page.license or "",
            dress=dress,
        )
    return Project(
        root=root,
        config=config,
        tree=tree,
        defaults=model,
        run=run,
        page=page,
        peertube=PeertubeDefaults(**model.peertube.given())
        if model.peertube
        else PeertubeDefaults(),
        contact=(model.archives.contact if model.archives else None) or "",
    ), problems


def _links_outside(root: Path, tree: Tree, run: RunModel) -> list[Problem]:
    from renderer.storyboard.project_config_schema import FOLDER_REMEDY

    return [
        Problem(
            code="path-outside-project",
            mark=tree.mark(("run", key)),
            what=tr("'{name}' is a link out of the project", name=key),
            remedy=tr(FOLDER_REMEDY),
        )
        for key, name in (("out", run.out), ("cache", run.cache))
        # realpath: Path.resolve raises at a link to itself (Python 3.11 and 3.12).
        if name is not None and not Path(os.path.realpath(root / name)).is_relative_to(root)
    ]


def _syntax(source: SourceText, error: tomllib.TOMLDecodeError) -> Problem:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    offset = len(source.text)
    if found:
        offset = next(islice(source.line_starts(), int(found[1]) - 1, None)) + int(found[2]) - 1
    return Problem(
        code="toml-syntax",
        mark=source.mark(offset),
        what=tr("not TOML: {why}", why=_why(re.sub(r" \(at .*\)$", "", str(error)))),
        remedy=tr(
            "write key = value; text goes between double quotes: {example}",
            example='engine = "espeak"',
        ),
    )


_COMPLAINTS = (
    (r"Cannot declare (?P<name>.+) twice", deferred("cannot declare {name} twice")),
    (r"Cannot overwrite a value", deferred("cannot overwrite a value")),
    (r"Cannot mutate immutable namespace (?P<name>.+)", deferred("{name} was closed already")),
    (r"Cannot redefine namespace (?P<name>.+)", deferred("{name} was opened already")),
    (r"Duplicate inline table key (?P<name>.+)", deferred("{name} is written twice")),
    (r"Expected '='.*", deferred("there is no '=' after the key")),
    (r"Expected '\]+' at the end.*", deferred("a bracket is not closed")),
    (r"Expected newline.*", deferred("something follows on the same line")),
    (r"Illegal character (?P<name>.+)", deferred("illegal character {name}")),
    (r"Invalid initial character.*", deferred("a key can't begin so")),
    (r"Invalid statement", deferred("invalid statement")),
    (r"Invalid value", deferred("invalid value")),
    (r"Invalid date or datetime", deferred("no such date")),
    (r"Unclosed array", deferred("a list is not closed")),
    (r"Unclosed inline table", deferred("a '{{' is not closed")),
    (r"Unterminated string", deferred("a text is not closed")),
    (r"Unescaped '\\' in a string", deferred("a '\\' that means nothing")),
)
"""What tomllib says (CPython 3.11 to 3.14), and what we say."""


def _why(complaint: str) -> str:
    for pattern, said in _COMPLAINTS:
        if found := re.fullmatch(pattern, complaint):
            return tr(said, **{"name": "", **found.groupdict()})
    return complaint[:1].lower() + complaint[1:]


_HEADER = re.compile(r"^[ \t]*\[[ \t]*([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)[ \t]*\]", re.MULTILINE)
_KEY = re.compile(
    r"^[ \t]*(?P<key>[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)[ \t]*=[ \t]*(?P<value>[^\n\r]*)",
    re.MULTILINE,
)


def _places(source: SourceText, data: dict[str, Any]) -> Span:
    """Where the tables and keys stand. tomllib keeps no positions.

    A key inside an inline table is marked at the line of its parent.
    """
    top = Span(0, 0, None, {})
    table: tuple[str, ...] = ()
    for start in source.line_starts():
        if (header := _HEADER.match(source.text, start)) is not None:
            table = tuple(header[1].split("."))
            _set(top, table, Span(header.start(1), header.end(1), header.span(1), {}))
        elif (pair := _KEY.match(source.text, start)) is not None:
            path = (*table, *pair["key"].split("."))
            value = pair["value"].rstrip()
            begin = pair.start("value")
            leaf = Span(begin, begin + len(value), pair.span("key"))
            if _value(data, path) is not None:
                _set(top, path, leaf)
    return top


def _set(top: Span, path: tuple[str, ...], leaf: Span) -> None:
    place = top
    for name in path[:-1]:
        if not isinstance(place.inner, dict):
            return
        place = place.inner.setdefault(name, Span(leaf.start, leaf.end, leaf.key, {}))
    if isinstance(place.inner, dict):
        place.inner.setdefault(path[-1], leaf)


def _value(data: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(data, dict) or name not in data:
            return None
        data = data[name]
    return data


def is_home(folder: Path) -> bool:
    """Whether *folder* is a home, of whoever runs this or of anybody else, or holds them all.

    No project is that large, whatever lies in it.
    """
    above = (folder, folder.parent)
    if any(one.name in _ABOVE and one.parent == one.parent.parent for one in above):
        return True
    return any(_is(folder, home) for home in (*_own_homes(), *_of_its_owner(folder)))


def _own_homes() -> list[Path]:
    named = [Path(os.environ.get(name, "")) for name in ("HOME", "USERPROFILE")]
    with contextlib.suppress(RuntimeError):  # a container run under a bare number
        named.append(Path.home())
    return [home for home in named if home.is_absolute()]


def _of_its_owner(folder: Path) -> list[Path]:
    """The home of whoever owns *folder*: that of another user, or root's own under `sudo -E`."""
    if sys.platform == "win32":
        return []
    import pwd

    try:
        return [Path(pwd.getpwuid(folder.stat().st_uid).pw_dir)]
    except (KeyError, OSError):
        return []


def _is(folder: Path, home: Path) -> bool:
    try:
        return folder.samefile(home)
    except OSError:
        return False  # a home that isn't there
