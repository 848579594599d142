"""The translations of a storyboard, found and read: those in its file, and translators' own files.

    storyboard's tree ──Translations.find──▶ Translation + Problems

Comes in: the tree of a storyboard, checked or not. Goes out: each language's words as a tree of its
own, with the places they were written at. A translator's file lies in `translations/` beside the
storyboard. Doesn't know what has to be translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from pydantic import ValidationError

from renderer.errors import Problem, StoryboardError, UsageError
from renderer.messages import tr
from renderer.storyboard.fields import LANGUAGE
from renderer.storyboard.file_names import BadNameError, Folder
from renderer.storyboard.mistakes import problems_of
from renderer.storyboard.schema import StoryboardModel, TranslationModel
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import read_source
from renderer.storyboard.yaml_tree import Tree

if TYPE_CHECKING:
    from renderer.storyboard.project_config import Project
    from renderer.storyboard.yaml_tree import Path

TRANSLATIONS = "translations"
"""The folder beside the storyboards that holds translators' files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A film's words in one other language, as written."""

    language: str
    tree: Tree
    """Its root is the mapping that holds title, words, slides, …"""
    file: str = ""
    """Name of the translator's file; empty: it stands in the storyboard."""

    def given(self, path: Path) -> str:
        """The text at *path*; empty when it is left out or holds something else."""
        found = self.tree.at(path)
        return found.strip() if isinstance(found, str) else ""

    def spot(self, path: Path) -> str:
        """How a remedy says where the text at *path* goes."""
        key = ".".join(str(step) for step in path)
        if self.file:
            return tr("'{key}' in {file}", key=key, file=f"{TRANSLATIONS}/{self.file}")
        return tr("'{key}' under '{parent}'", key=key, parent=f"languages: {self.language}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Translations:
    """Where the translations of one storyboard are looked for."""

    tree: Tree
    own: str
    """The storyboard's own language."""
    root: FilePath
    """The project's root, resolved."""

    def codes(self) -> tuple[str, ...]:
        """Every language that the storyboard names besides its own, in order."""
        return tuple(code for code in self._named() if _is_code(code) and code != self.own)

    def _named(self) -> tuple[str, ...]:
        written = self.tree.at(("languages",))
        return tuple(written) if isinstance(written, dict) else ()

    def check(self) -> Iterator[Problem]:
        """What no model sees: codes that are none, and the film's own language."""
        folders = {self.own.lower(): self.own}
        for code in self._named():
            mark = self.tree.key_mark(("languages", code))
            if not _is_code(code):
                what = tr("'{code}' is not a language code", code=code)
                remedy = tr("for example en, de or pt-BR")
            elif code == self.own:
                what = tr("'{code}' is the storyboard's own language", code=code)
                remedy = tr("its words stand in the slides themselves; name another language here")
            elif (other := folders.setdefault(code.lower(), code)) != code:
                # Their sets would share a folder where file systems fold case.
                what = tr(
                    "'{code}' is the language '{other}' in other letters", code=code, other=other
                )
                remedy = tr("name each language once")
            else:
                continue
            yield Problem(code="language-unfit", mark=mark, what=what, remedy=remedy)

    def find(self, code: str) -> tuple[Translation | None, list[Problem]]:
        """The translation into *code*, and the mistakes of its own file."""
        problems: list[Problem] = []
        path = ("languages", code)
        written = self.tree.at(path)
        if not isinstance(written, str):
            # Left empty, it is all still to be translated: its key is what stands in the file.
            source, place = self.tree.source, self.tree.nearest(path)
            whole = written if isinstance(written, dict) else {}
            tree = Tree(source=source, data=whole, place=place)
            return Translation(language=code, tree=tree), problems
        try:
            return self._from_file(code, written.strip(), problems), problems
        except BadNameError as error:
            mark = self.tree.mark(path)
            problems.append(
                Problem(code=error.code, mark=mark, what=error.what, remedy=error.remedy)
            )
        except UsageError as error:
            mark = self.tree.mark(path)
            problems.append(Problem(code=error.code, mark=mark, what=str(error)))
        except StoryboardError as error:
            problems += error.problems
        return None, problems

    def _from_file(self, code: str, name: str, problems: list[Problem]) -> Translation:
        typed = self.tree.source.path.parent / TRANSLATIONS
        base = typed.resolve()
        folder = Folder(base=base, root=self.root, shown=f"{base.parent.name}/{TRANSLATIONS}/")
        found = folder.find(name)
        path = typed / found.relative_to(base) if found.is_relative_to(base) else found
        tree, mistakes = read_tree(read_source(path))
        problems += mistakes
        if tree.data is None:
            tree = replace(tree, data={})
        try:
            TranslationModel.model_validate(tree.data)
        except ValidationError as error:
            problems += problems_of(tree, TranslationModel, error)
        if not isinstance(tree.data, dict):
            tree = replace(tree, data={})
        return Translation(language=code, tree=tree, file=name)


def own_language(tree: Tree, project: Project) -> str:
    """The language that the storyboard's own words are in."""
    written = tree.at(("language",))
    agreed = project.defaults.language if project.defaults else None
    default = str(StoryboardModel.default("language"))
    return written.strip() if isinstance(written, str) else agreed or default


def _is_code(code: str) -> bool:
    return bool(re.fullmatch(LANGUAGE, code))
