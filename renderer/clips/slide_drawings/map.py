"""How a map of operations is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from renderer.clips.drawing import Darkroom, Drawing, Refusals, Setting
from renderer.clips.slide_parameters import Look
from renderer.errors import PictureError
from renderer.maps.coast_extracts import extract_files
from renderer.storyboard.map_data import OperationsMap
from renderer.themes.theme import Theme

if TYPE_CHECKING:
    from renderer.clips.painter import SlidePainter


def _files(chart: OperationsMap, media: Path) -> tuple[Path, ...]:
    # Which extract is drawn is known only when it is: all that may be count.
    own = (media / name for _, name in chart.ground.files)
    return (*own, *extract_files(media))


def _painter(chart: OperationsMap, look: Look, theme: Theme, darkroom: Darkroom) -> SlidePainter:
    from renderer.clips.map_painter import map_painter

    return map_painter(chart, look, theme, _files(chart, look.media), darkroom.reserve)


def _refusals(chart: OperationsMap, setting: Setting) -> Refusals:
    from renderer.maps.style import fonts_of
    from renderer.maps.texts import drawable_runs, words_on

    for key, text, font in words_on(chart, fonts_of(setting.theme).resolved()):
        try:
            drawable_runs(text, font, setting.language)
        except PictureError as error:
            yield f"map.{key}", error


DRAWING: Drawing[OperationsMap] = Drawing(files=_files, painter=_painter, refusals=_refusals)
