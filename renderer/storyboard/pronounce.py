"""`pronounce:` entries: those written in place, and those of the lexicon files that are named.

Comes in: names of lexicon files as written. Goes out: `Pronunciation`s, or the mistakes in each
file at its own lines. A lexicon file is a YAML list of entries; it lies beside the storyboard or
in `lexiques/` there. Knows no rule of pronunciation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from renderer.errors import Problem, StoryboardError, UsageError
from renderer.messages import tr
from renderer.storyboard.board import Pronunciation
from renderer.storyboard.file_names import BadNameError, Folder
from renderer.storyboard.film_schema import PronunciationModel
from renderer.storyboard.mistakes import problems_of
from renderer.storyboard.model import Model
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import read_source
from renderer.storyboard.yaml_tree import Span, Tree

LEXICONS = "lexiques"
"""The folder beside the storyboards that lexicons are also looked for in."""


class _Lexicon(Model):
    """A lexicon file, which is a list, under a name for it."""

    entries: list[PronunciationModel] = Field(description="How names are said.")


class Lexicons:
    """The lexicon files of one run: each is looked for and read once."""

    def __init__(self, folder: Path, root: Path) -> None:
        """Look in *folder*, which lies in the project at *root*."""
        self._typed = folder
        resolved = folder.resolve()
        shown = tr(
            "{folder} or {other}",
            folder=f"{resolved.name}/",
            other=f"{resolved.name}/{LEXICONS}/",
        )
        self._beside = Folder(base=resolved, root=root, shown=shown)
        self._below = Folder(base=resolved / LEXICONS, root=root, shown=shown)
        self._read: dict[str, tuple[Pronunciation, ...]] = {}
        self._complained: set[str] = set()

    def check(self, written: object, tree: Tree, path: Sequence[str | int]) -> Iterable[Problem]:
        """Find and read every file that *written*, the `pronounce:` at *path*, names."""
        items = written if isinstance(written, list) else [written]
        for number, item in enumerate(items):
            if not isinstance(item, str):
                continue
            where = [*path, number] if isinstance(written, list) else path
            name = item.strip()
            if name in self._read or name in self._complained:
                continue
            try:
                self._read[name] = _entries(self._find(name), name)
            except BadNameError as error:
                # Said at each slide that names it: each of them needs the correction.
                yield Problem(
                    code=error.code, mark=tree.mark(where), what=error.what, remedy=error.remedy
                )
            except UsageError as error:
                self._complained.add(name)
                yield Problem(code=error.code, mark=tree.mark(where), what=str(error))
            except StoryboardError as error:
                self._complained.add(name)
                yield from error.problems

    def entries(
        self, written: Sequence[str | PronunciationModel], tree: Tree, path: Sequence[str | int]
    ) -> tuple[Pronunciation, ...]:
        """The entries of the checked `pronounce:` at *path*, in order."""
        found: list[Pronunciation] = []
        for number, item in enumerate(written):
            if isinstance(item, str):
                found += self._read[item]
            else:
                mark = tree.mark([*path, number])
                origin = f"{mark.path.name}:{mark.line}"
                found.append(Pronunciation(**item.given(), origin=origin))
        return tuple(found)

    def _find(self, name: str) -> Path:
        """The lexicon called *name*, below the folder as the user typed it."""
        try:
            found = self._beside.find(name)
        except BadNameError as error:
            try:
                found = self._below.find(name)
            except BadNameError as other:
                raise (other if other.is_near else error) from None
        base = self._beside.base
        return self._typed / found.relative_to(base) if found.is_relative_to(base) else found


def _entries(path: Path, name: str) -> tuple[Pronunciation, ...]:
    tree, problems = read_tree(read_source(path))
    if tree.data is None and not problems:
        return ()
    wrapped = Tree(
        source=tree.source,
        data={"entries": tree.data},
        place=Span(0, 0, None, {"entries": tree.place}),
    )
    try:
        lexicon = _Lexicon.model_validate(wrapped.data)
    except ValidationError as error:
        problems += problems_of(wrapped, _Lexicon, error)
        lexicon = _Lexicon(entries=[])
    if problems:
        raise StoryboardError(problems)
    return tuple(
        Pronunciation(**entry.given(), origin=f"{name}:{wrapped.mark(('entries', number)).line}")
        for number, entry in enumerate(lexicon.entries)
    )
