"""A storyboard file in, a checked board out, or every mistake in it.

    path ──read_source──▶ text ──read_tree──▶ strings ──StoryboardModel──▶ values ──build──▶ board

Comes in: a path. Goes out: `Storyboard`, or StoryboardError with one Problem per mistake, in file
order. Opens the storyboard, its recit.toml and the lexicons they name; nothing else.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from renderer.errors import Problem, StoryboardError
from renderer.storyboard.advice import warnings_of
from renderer.storyboard.board import Storyboard
from renderer.storyboard.build import Materials, build
from renderer.storyboard.checks import check_media, check_slides, check_teaser, slide_items
from renderer.storyboard.files import Folder
from renderer.storyboard.mistakes import problems_of
from renderer.storyboard.project import MEDIA, Project, read_project
from renderer.storyboard.pronounce import Lexicons
from renderer.storyboard.reader import read_tree
from renderer.storyboard.schema import StoryboardModel
from renderer.storyboard.source import read_source
from renderer.storyboard.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What `check` found. Problems stop a render; warnings don't."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    storyboard: Storyboard | None
    """None when there are problems."""


def load_storyboard(path: Path, *, allow_fetch: bool = False) -> Storyboard:
    """Read and check the storyboard at *path*; *allow_fetch*: it may name pictures on the web.

    Nothing is fetched here.

    Raises:
        UsageError: there is no such file, or it can't be read.
        StoryboardError: with every mistake found, in file order.
    """
    with _no_garbage():
        return _load(path, allow_fetch)


@contextlib.contextmanager
def _no_garbage() -> Iterator[None]:
    """Put the cyclic collector off while a big tree grows: it would walk all of it, over and over.

    Nothing made here is garbage before the end. 10,000 slides: a third of the time (CPython 3.11).
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _load(path: Path, allow_fetch: bool) -> Storyboard:
    source = read_source(path)
    tree, problems = read_tree(source)
    project, found = read_project(path)
    problems += found
    if not isinstance(tree.data, dict):
        what = "an empty file" if tree.data is None else "not a storyboard: it has no keys"
        remedy = "start with 'storyboard: 1', then slug, title and slides"
        start = len(source.text) - len(source.text.lstrip())
        problems.append(Problem(mark=source.mark(start), what=what, remedy=remedy))
        raise StoryboardError(problems)
    materials = _materials(tree, project)
    model: StoryboardModel | None = None
    try:
        model = StoryboardModel.model_validate(tree.data)
    except ValidationError as error:
        problems += problems_of(tree, StoryboardModel, error)
    problems += check_slides(tree)
    problems += check_teaser(tree)
    problems += check_media(tree, materials.media, allow_fetch=allow_fetch)
    problems += _check_lexicons(materials)
    if problems or model is None:
        raise StoryboardError(problems)
    return build(model, materials)


def check(path: Path, *, allow_fetch: bool = False) -> Report:
    """Check the storyboard at *path*: its mistakes, and what may be improved.

    Raises:
        UsageError: there is no such file, or it can't be read.
    """
    try:
        storyboard = load_storyboard(path, allow_fetch=allow_fetch)
    except StoryboardError as error:
        return Report(problems=error.problems, warnings=(), storyboard=None)
    return Report(problems=(), warnings=warnings_of(storyboard), storyboard=storyboard)


def _materials(tree: Tree, project: Project) -> Materials:
    folder = tree.source.path.parent
    return Materials(
        tree=tree,
        project=project,
        media=Folder(base=project.media, root=project.root, shown=f"{MEDIA}/"),
        lexicons=Lexicons(folder, project.root),
        project_lexicons=Lexicons(project.root, project.root),
    )


def _check_lexicons(materials: Materials) -> Iterator[Problem]:
    tree, agreed = materials.tree, materials.project.tree
    for lexicons, where in ((materials.project_lexicons, agreed), (materials.lexicons, tree)):
        yield from lexicons.check(where.at(("pronounce",)), where, ("pronounce",))
    for number, slide, _ in slide_items(tree):
        if "pronounce" in slide:
            path = ("slides", number, "pronounce")
            yield from materials.lexicons.check(slide["pronounce"], tree, path)
