"""Which folder a storyboard's finished sets go to, and which storyboards want the same one.

Comes in: paths of storyboards. Goes out: a `SlugClaim` for each, and a Problem for each that
another one gets in the way of. A storyboard may hold any other mistake. Looks at no finished set.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from renderer.errors import Mark, Problem, StoryboardError, UsageError
from renderer.messages import tr
from renderer.storyboard.board import Storyboard
from renderer.storyboard.fields import is_slug
from renderer.storyboard.project_config import Project, read_project
from renderer.storyboard.translation import Translations, own_language
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import read_source

_LONGEST = 60
"""Of a name made from words: with a number behind it, it still is one (64)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlugClaim:
    """A storyboard, and the sets that are made from it."""

    path: Path
    name: str
    """Its file's path from the project's root: the same wherever the project lies."""
    mark: Mark
    """Where its slug stands."""
    slug: str
    languages: tuple[str, ...]
    """Its own first."""
    out: Path
    """Where its sets go when nothing else is asked."""

    def folders(
        self, out: Path | None = None, languages: Sequence[str] | None = None
    ) -> list[Path]:
        """The folders of its sets, below *out* where that is asked, in *languages* or in all."""
        own = self.languages[0]
        return [
            (out or self.out) / (self.slug if language == own else f"{self.slug}.{language}")
            for language in self.languages
            if not languages or language in languages
        ]


def claim_of(path: Path) -> SlugClaim | None:
    """What the storyboard at *path* claims; None when it can't be read, or has no slug."""
    try:
        tree, _ = read_tree(read_source(path))
        project, _ = read_project(path)
    except (StoryboardError, UsageError):
        return None
    slug = tree.at(("slug",))
    if not isinstance(slug, str) or not is_slug(slug.strip()):
        return None
    own = own_language(tree, project)
    others = Translations(tree=tree, own=own, root=project.root).codes()
    mark = tree.mark(("slug",))
    return _claim(path, project, mark, slug=slug.strip(), languages=(own, *others))


def claim_of_board(board: Storyboard) -> SlugClaim:
    """What a checked storyboard claims."""
    project, _ = read_project(board.path)
    languages = board.languages or (board.language,)
    return _claim(board.path, project, board.marks["slug"], slug=board.slug, languages=languages)


def _claim(
    path: Path, project: Project, mark: Mark, *, slug: str, languages: tuple[str, ...]
) -> SlugClaim:
    return SlugClaim(
        path=path,
        name=name_in_project(path, project.root),
        mark=mark,
        slug=slug,
        languages=languages,
        out=project.run.out or project.root / "out",
    )


def name_in_project(path: Path, root: Path) -> str:
    """The path of a storyboard from its project's root: the same wherever the project lies."""
    whole = path.resolve()
    inside = whole.relative_to(root) if whole.is_relative_to(root) else Path(whole.name)
    # macOS may give decomposed what was written composed.
    return unicodedata.normalize("NFC", inside.as_posix())


def rivals(claims: Sequence[SlugClaim], out: Path | None = None) -> dict[Path, Problem]:
    """By its path, a Problem for each storyboard whose folder another one of *claims* has too.

    Args:
        claims: what they claim; the same file may be there under several names.
        out: the folder that all sets go to, where that is asked for.
    """
    problems = {}
    for claim in claims:
        folder = (out or claim.out).resolve() / claim.slug
        for other in claims:
            same = (out or other.out).resolve() / other.slug == folder
            if same and other.path.resolve() != claim.path.resolve():
                problems[claim.path] = Problem(
                    code="slug-taken",
                    mark=claim.mark,
                    what=tr(
                        "the slug '{slug}' is that of {place} too",
                        slug=claim.slug,
                        place=other.mark,
                    ),
                    remedy=tr(
                        "each film has a folder named after its slug: give one of them another"
                    ),
                )
                break
    return problems


def slug_of(words: str) -> str:
    """*words* as they may stand in an address; "film" where nothing of them may."""
    plain = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("æ", "ae"))
    letters = plain.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].strip("-") or "film"
    return slug if is_slug(slug) else f"{slug}-1"  # "con" is a device on Windows
