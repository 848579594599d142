"""A storyboard file in, a checked board out, or every mistake in it.

    path ──read_source──▶ text ──read_tree──▶ strings ──StoryboardModel──▶ values ──build──▶ board

Comes in: a path. Goes out: `Storyboard`, or StoryboardError with one Problem per mistake, in file
order. A translation is laid over the tree, which is then checked and built like any other. Opens
the storyboard, its recit.toml, the translations and lexicons they name; nothing else.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from renderer.errors import Problem, StoryboardError, UsageError
from renderer.storyboard.advice import warnings_of
from renderer.storyboard.board import Storyboard
from renderer.storyboard.build import Materials, build
from renderer.storyboard.checks import check_media, check_slides, check_teaser, slide_items
from renderer.storyboard.files import Folder
from renderer.storyboard.mistakes import capped, problems_of
from renderer.storyboard.overlay import overlaid
from renderer.storyboard.project import MEDIA, Project, read_project
from renderer.storyboard.pronounce import Lexicons
from renderer.storyboard.reader import read_tree
from renderer.storyboard.schema import StoryboardModel
from renderer.storyboard.source import read_source
from renderer.storyboard.translation import Translations
from renderer.storyboard.tree import Tree
from renderer.storyboard.untranslated import check_translation


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What `check` found. Problems stop a render; warnings don't."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    storyboard: Storyboard | None
    """None when there are problems."""
    translations: tuple[Storyboard, ...] = ()
    """The film in its other languages, those that were asked for."""


def load_storyboard(path: Path, *, allow_fetch: bool = False) -> Storyboard:
    """Read and check the storyboard at *path*, in its own language.

    *allow_fetch*: it may name pictures on the web. Nothing is fetched here.

    Raises:
        UsageError: there is no such file, or it can't be read.
        StoryboardError: with every mistake found, in file order.
    """
    return load_languages(path, (), allow_fetch=allow_fetch)[0]


def load_languages(
    path: Path, languages: Sequence[str] | None = None, *, allow_fetch: bool = False
) -> tuple[Storyboard, ...]:
    """The storyboard at *path* in its own language, then in others.

    Args:
        path: its file.
        languages: which others; None: all. Its own may be among them. What isn't asked for isn't
            checked for completeness: a film can be worked on while its translations lag.
        allow_fetch: whether it may name pictures on the web; nothing is fetched here.

    Raises:
        UsageError: there is no such file, it can't be read, or it has no such language.
        StoryboardError: with every mistake found, in file order.
    """
    with _no_garbage():
        return _load(path, languages, allow_fetch)


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


def _load(path: Path, languages: Sequence[str] | None, allow_fetch: bool) -> tuple[Storyboard, ...]:
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
    own = _own_language(tree, project)
    translations = Translations(tree=tree, own=own, root=project.root)
    wanted = _wanted(translations, languages)
    problems += translations.check()
    found_words, mistakes = translations.find(wanted)
    problems += mistakes
    base = _materials(tree, project, (own, *translations.codes()))
    others = [
        replace(base, tree=overlaid(tree, words), is_translation=True) for words in found_words
    ]
    for words in found_words:
        problems += check_translation(tree, words)
    models = [_checked(materials, problems, allow_fetch) for materials in (base, *others)]
    if problems:
        # What a translation shares with the storyboard is wrong once, however many there are.
        raise StoryboardError(list(dict.fromkeys(problems)))
    return tuple(
        build(model, materials)
        for model, materials in zip(models, (base, *others), strict=True)
        if model is not None
    )


def _checked(
    materials: Materials, problems: list[Problem], allow_fetch: bool
) -> StoryboardModel | None:
    """The model of a tree; its mistakes are added to *problems*."""
    tree = materials.tree
    model: StoryboardModel | None = None
    try:
        model = StoryboardModel.model_validate(tree.data)
    except ValidationError as error:
        problems += problems_of(tree, StoryboardModel, error)
    problems += capped(check_slides(tree))
    problems += capped(check_teaser(tree))
    problems += capped(check_media(tree, materials.media, allow_fetch=allow_fetch))
    problems += capped(_check_lexicons(materials))
    return model


def _own_language(tree: Tree, project: Project) -> str:
    written = tree.at(("language",))
    agreed = project.defaults.language if project.defaults else None
    default = str(StoryboardModel.default("language"))
    return written.strip() if isinstance(written, str) else agreed or default


def _wanted(translations: Translations, languages: Sequence[str] | None) -> list[str]:
    codes = list(translations.codes())
    if languages is None:
        return codes
    for code in languages:
        if code not in (translations.own, *codes):
            known = ", ".join([translations.own, *codes])
            raise UsageError(
                f"{translations.tree.source.path} has no language '{code}'; it has {known}:"
                " add it under 'languages:'"
            )
    return [code for code in codes if code in languages]


def check(
    path: Path, languages: Sequence[str] | None = None, *, allow_fetch: bool = False
) -> Report:
    """Check the storyboard at *path*: its mistakes, and what may be improved.

    Args:
        path: its file.
        languages: in which languages besides its own; None: in all that it names.
        allow_fetch: whether it may name pictures on the web.

    Raises:
        UsageError: there is no such file, it can't be read, or it has no such language.
    """
    try:
        storyboards = load_languages(path, languages, allow_fetch=allow_fetch)
    except StoryboardError as error:
        return Report(problems=error.problems, warnings=(), storyboard=None)
    warnings = dict.fromkeys(warning for each in storyboards for warning in warnings_of(each))
    return Report(
        problems=(),
        warnings=tuple(warnings),
        storyboard=storyboards[0],
        translations=storyboards[1:],
    )


def _materials(tree: Tree, project: Project, languages: tuple[str, ...]) -> Materials:
    folder = tree.source.path.parent
    return Materials(
        tree=tree,
        project=project,
        media=Folder(base=project.media, root=project.root, shown=f"{MEDIA}/"),
        lexicons=Lexicons(folder, project.root),
        project_lexicons=Lexicons(project.root, project.root),
        languages=languages,
    )


def _check_lexicons(materials: Materials) -> Iterator[Problem]:
    tree, agreed = materials.tree, materials.project.tree
    for lexicons, where in ((materials.project_lexicons, agreed), (materials.lexicons, tree)):
        yield from lexicons.check(where.at(("pronounce",)), where, ("pronounce",))
    for number, slide, _ in slide_items(tree):
        if "pronounce" in slide:
            path = ("slides", number, "pronounce")
            yield from materials.lexicons.check(slide["pronounce"], tree, path)
