"""Whose set stands in a folder: no film is replaced by another storyboard's of the same slug.

Comes in: what a storyboard claims. Goes out: a Problem where a set of another one stands there.
Sets made before manifests named their storyboard are anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from renderer.errors import Problem
from renderer.messages import tr
from renderer.publish.verify import read_manifest
from renderer.storyboard.slugs import SlugClaim


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
