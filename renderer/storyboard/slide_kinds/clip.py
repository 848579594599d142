"""A team's own moviepy clip. Nothing is known of what it shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from renderer.storyboard.labels import alt_text
from renderer.storyboard.slide_kinds.kind import Kind
from renderer.storyboard.visuals import TeamClip

if TYPE_CHECKING:
    from renderer.storyboard.file_names import Folder
    from renderer.storyboard.visuals_schema import ClipModel

_KEY = "clip"


def _build(model: ClipModel, _: Folder) -> TeamClip:
    return TeamClip(**model.given())


KIND: Kind[TeamClip] = Kind(
    key=_KEY,
    build=_build,
    is_still=lambda _: False,
    alt=lambda clip: clip.alt,
    texts=partial(alt_text, key=_KEY),
    code=lambda clip: clip.target,
    length_counts=lambda _: "always",  # it is told
)
