"""A storyboard file in, a checked board out, or every mistake in it.

    path ──read_source──▶ text ──read_tree──▶ strings ──StoryboardModel──▶ values ──build──▶ board

Comes in: a path. Goes out: `Storyboard`, or StoryboardError with one Problem per mistake, in file
order. A translation is laid over the tree, which is then checked and built like any other. Opens
the storyboard, its recit.toml, the translations and lexicons they name; nothing else.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from renderer.errors import Problem, StoryboardError, UsageError, in_file_order
from renderer.messages import tr
from renderer.storyboard.advice import warnings_of
from renderer.storyboard.board import Editions, Lagging
from renderer.storyboard.board_from_schema import Materials, build
from renderer.storyboard.checks import check_media, check_named_slides, check_slides
from renderer.storyboard.file_names import Folder
from renderer.storyboard.mistakes import VERSION_LINE, capped, problems_of
from renderer.storyboard.project_config import MEDIA, read_project
from renderer.storyboard.pronounce import Lexicons
from renderer.storyboard.schema import StoryboardModel
from renderer.storyboard.translation import Translations, own_language
from renderer.storyboard.translation_gaps import check_translation
from renderer.storyboard.translation_overlay import overlaid
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import read_source
from renderer.storyboard.yaml_tree import slide_items

if TYPE_CHECKING:
    from renderer.storyboard.board import Storyboard
    from renderer.storyboard.project_config import Project
    from renderer.storyboard.yaml_tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What `check` found. Problems stop a render, or that of an edition; warnings don't."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    storyboard: Storyboard | None
    """None when there are problems."""
    translations: tuple[Storyboard, ...] = ()
    """The film in its other languages, those that were asked for."""
    editions: Editions | None = None
    """What can be made, problems or not; None when the storyboard itself is wrong."""


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
    """The storyboard at *path* in its own language, then in others, none of which may lag.

    Args:
        path: its file.
        languages: which others; None: all. Its own may be among them. What isn't asked for isn't
            checked for completeness: a film can be worked on while its translations lag.
        allow_fetch: whether it may name pictures on the web; nothing is fetched here.

    Raises:
        UsageError: there is no such file, it can't be read, or it has no such language.
        StoryboardError: with every mistake found, in file order.
    """
    found = load_editions(path, languages, allow_fetch=allow_fetch)
    if found.lagging:
        raise StoryboardError(found.problems)
    return found.own, *found.translations


def board_of(
    tree: Tree, wanted: Container[int] | None = None, *, allow_fetch: bool = False
) -> Storyboard:
    """The board of a *tree* that was read already, in its own language; of some of its slides.

    Args:
        tree: a storyboard's.
        wanted: numbers of the slides: what is wrong with the others stops nothing, and costs no
            time. None: all.
        allow_fetch: whether it may name pictures on the web.

    Raises:
        StoryboardError: what is wanted, or the film around it, is wrong.
    """
    with _no_garbage():
        project, problems = read_project(tree.source.path)
        if not isinstance(tree.data, dict):
            raise StoryboardError([*problems, _without_keys(tree)])
        tree = tree if wanted is None else _some_slides(tree, wanted)
        base = _materials(tree, project, (own_language(tree, project),))
        model = _checked(base, problems, allow_fetch)
        if model is None or problems:
            raise StoryboardError(problems)
        return build(model, base)


def _some_slides(tree: Tree, wanted: Container[int]) -> Tree:
    """*tree* with the *wanted* slides alone, and without what names others: teaser, poster,
    translations.

    Raises:
        StoryboardError: none of them is there.
    """
    data, inner = tree.data, tree.place.inner
    slides = tree.at(("slides",))
    if not isinstance(data, dict) or not isinstance(inner, dict) or not isinstance(slides, list):
        raise StoryboardError([_without_keys(tree)])
    place = inner["slides"]
    spans = place.inner if isinstance(place.inner, list) else []
    kept = [number for number in range(len(slides)) if number in wanted]
    film = data.get("film")
    if isinstance(film, dict):
        film = {key: value for key, value in film.items() if key not in ("teaser", "poster")}
    rest = {key: value for key, value in data.items() if key != "languages"}
    return replace(
        tree,
        data={
            **rest,
            **({"film": film} if "film" in data else {}),
            "slides": [slides[number] for number in kept],
        },
        place=replace(
            tree.place,
            inner={**inner, "slides": replace(place, inner=[spans[number] for number in kept])},
        ),
    )


def load_editions(
    path: Path, languages: Sequence[str] | None = None, *, allow_fetch: bool = False
) -> Editions:
    """As `load_languages`; an edition whose translation has mistakes doesn't stop the others.

    Raises:
        UsageError: there is no such file, it can't be read, or it has no such language.
        StoryboardError: the storyboard itself is wrong; with every mistake found, in file order.
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


def _load(path: Path, languages: Sequence[str] | None, allow_fetch: bool) -> Editions:
    source = read_source(path)
    tree, problems = read_tree(source)
    project, found = read_project(path)
    problems += found
    if not isinstance(tree.data, dict):
        raise StoryboardError([*problems, _without_keys(tree)])
    own = own_language(tree, project)
    translations = Translations(tree=tree, own=own, root=project.root)
    wanted = _wanted(translations, languages)
    problems += translations.check()
    base = _materials(tree, project, (own, *translations.codes()))
    own_problems: list[Problem] = []
    model = _checked(base, own_problems, allow_fetch)
    others = {code: _edition(base, translations, code, allow_fetch) for code in wanted}
    if own_problems and wanted:
        model, own_problems = _blamed(base, others, allow_fetch)
    problems += own_problems
    if model is None or problems:
        from renderer.storyboard.pasted_characters import slips_in, without_echoes

        problems = without_echoes(problems, slips_in(source))
        # What a translation shares with the storyboard is wrong once, however many there are.
        problems += [problem for other in others.values() for problem in other.problems]
        raise StoryboardError(problems)
    board = build(model, base)
    return Editions(
        own=board,
        translations=tuple(
            build(other.model, other.materials)
            for other in others.values()
            if other.model is not None and not other.problems
        ),
        lagging=tuple(
            Lagging(board=board, language=code, problems=in_file_order(other.problems))
            for code, other in others.items()
            if other.problems
        ),
    )


def _without_keys(tree: Tree) -> Problem:
    text = tree.source.text
    return Problem(
        code="file-without-keys",
        mark=tree.source.mark(len(text) - len(text.lstrip())),
        what=tr("an empty file") if tree.data is None else tr("not a storyboard: it has no keys"),
        remedy=tr("start with '{line}', then slug, title and slides", line=VERSION_LINE),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edition:
    """The film in another language, checked."""

    materials: Materials
    model: StoryboardModel | None
    problems: list[Problem]


def _edition(base: Materials, translations: Translations, code: str, allow_fetch: bool) -> _Edition:
    words, problems = translations.find(code)
    if words is None:
        return _Edition(materials=base, model=None, problems=problems)
    materials = replace(base, tree=overlaid(base.tree, words), is_translation=True)
    problems += check_translation(base.tree, words)
    model = _checked(materials, problems, allow_fetch)
    return _Edition(materials=materials, model=model, problems=problems)


def _blamed(
    base: Materials, others: Mapping[str, _Edition], allow_fetch: bool
) -> tuple[StoryboardModel | None, list[Problem]]:
    """The model of a storyboard without *others*, and its mistakes; to each of them its own."""

    def judged(kept: Container[str]) -> tuple[StoryboardModel | None, list[Problem]]:
        problems: list[Problem] = []
        tree = _told_in(base.tree, kept)
        return _checked(replace(base, tree=tree), problems, allow_fetch), problems

    written = base.tree.at(("languages",))
    codes = set(written) if isinstance(written, dict) else set()
    model, problems = judged(codes - others.keys())
    for code, other in others.items():
        other.problems.extend(found for found in judged({code})[1] if found not in problems)
    return model, problems


def _told_in(tree: Tree, codes: Container[str]) -> Tree:
    """*tree* without what it says in any other language than *codes*."""
    data = tree.data
    if not isinstance(data, dict) or not isinstance(data.get("languages"), dict):
        return tree
    words = {code: said for code, said in data["languages"].items() if code in codes}
    rest = {key: value for key, value in data.items() if key != "languages"}
    return replace(tree, data={**rest, "languages": words} if words else rest)


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
    problems += capped(check_named_slides(tree))
    problems += capped(check_media(tree, materials.media, allow_fetch=allow_fetch))
    problems += capped(_check_lexicons(materials))
    return model


def _wanted(translations: Translations, languages: Sequence[str] | None) -> list[str]:
    codes = list(translations.codes())
    if languages is None:
        return codes
    for code in languages:
        if code not in (translations.own, *codes):
            known = ", ".join([translations.own, *codes])
            raise UsageError(
                tr(
                    "{path} has no language '{code}'; it has {known}: add it under '{key}'",
                    path=translations.tree.source.path,
                    code=code,
                    known=known,
                    key="languages:",
                ),
                code="language-missing",
            )
    return [code for code in codes if code in languages]


def check(
    path: Path,
    languages: Sequence[str] | None = None,
    *,
    allow_fetch: bool = False,
    about_rights: bool = True,
) -> CheckReport:
    """Check the storyboard at *path*: its mistakes, and what may be improved.

    Args:
        path: its file.
        languages: in which languages besides its own; None: in all that it names.
        allow_fetch: whether it may name pictures on the web.
        about_rights: whether it is advised where rights are missing.

    Raises:
        UsageError: there is no such file, it can't be read, or it has no such language.
    """
    try:
        found = load_editions(path, languages, allow_fetch=allow_fetch)
    except StoryboardError as error:
        return CheckReport(problems=error.problems, warnings=(), storyboard=None)
    boards = (found.own, *found.translations)
    warnings = dict.fromkeys(
        warning for each in boards for warning in warnings_of(each, about_rights=about_rights)
    )
    return CheckReport(
        problems=found.problems,
        warnings=tuple(warnings),
        storyboard=None if found.lagging else found.own,
        translations=() if found.lagging else found.translations,
        editions=found,
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
