"""How a team's own clip is drawn: by its own code, which is read here only for the key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from renderer.clips.custom_source import source_files
from renderer.clips.drawing import Darkroom, Drawing
from renderer.clips.slide_parameters import Look
from renderer.storyboard.board import TeamClip
from renderer.themes.theme import Theme

if TYPE_CHECKING:
    from renderer.clips.painter import SlidePainter


def _files(clip: TeamClip, media: Path) -> tuple[Path, ...]:
    return source_files(clip.target, media.parent)


def _painter(clip: TeamClip, look: Look, _: Theme, darkroom: Darkroom) -> SlidePainter:
    from renderer.clips.custom import team_painter

    return team_painter(clip, look, allowed=darkroom.allow_code)


DRAWING: Drawing[TeamClip] = Drawing(files=_files, painter=_painter)
