"""A look becomes a painter: what its kind paints, with credit and marks over it.

Comes in: a `Look` and a way to decode pictures. Goes out: a painter of the slide's frames.
Knows nothing of the film around the slide, nor of codecs.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from renderer.clips.drawing import Darkroom
from renderer.clips.painter import OverlaidPainter, SeenOverlay, SlidePainter, TimedOverlay
from renderer.clips.slide_drawings import drawing_of, files_of
from renderer.clips.slide_parameters import Look
from renderer.clips.slow_zoom import drifting
from renderer.decoding.file_integrity import unchanged
from renderer.errors import PictureError
from renderer.frames.pixels import Overlay, Size
from renderer.frames.yuv import prepare_overlay
from renderer.language.registry import language_of
from renderer.pictures.credit_line import draw_credit, draw_mark
from renderer.storyboard.slide_kinds import kind_of
from renderer.themes.file import load_theme
from renderer.themes.theme import Theme


def painter_for(look: Look, darkroom: Darkroom) -> SlidePainter:
    """The painter of a whole slide: its picture with credit and marks over it; no caption.

    Raises:
        PictureError: a picture can't be used, or has changed since it was digested.
    """
    # More than once: a picture's header is read apart from its pixels, a team's code is imported.
    files = zip(files_of(look.visual, look.media), look.digests, strict=False)
    with unchanged(files, PictureError, getattr(look.visual, "name", "")):
        return _painter(look, load_theme(look.style, look.themes), darkroom)


def _painter(look: Look, theme: Theme, darkroom: Darkroom) -> SlidePainter:
    drawing = drawing_of(look.visual)
    under = _under(look, theme, darkroom)
    if look.shots:
        return under  # each of them bears what is laid over it
    overlays: list[SeenOverlay] = [
        TimedOverlay(overlay=prepare_overlay(overlay)) for overlay in _still_overlays(look, theme)
    ]
    overlays += drawing.marks(look.visual, look, theme, darkroom)
    return OverlaidPainter(under=under, overlays=tuple(overlays)) if overlays else under


def _under(look: Look, theme: Theme, darkroom: Darkroom) -> SlidePainter:
    """What the look's kind paints, drifting if it is to."""
    drawing = drawing_of(look.visual)

    def painted(size: Size, scale: float) -> SlidePainter:
        seen = replace(look, size=size, foot=round(look.foot * scale))
        painter: SlidePainter = drawing.painter(look.visual, seen, theme, darkroom)
        return painter

    if kind_of(look.visual).drifts(look.visual) and not look.shots:
        ground = partial(drawing.ground, theme) if drawing.ground else None
        return drifting(painted, look.size, look.lengths[1], ground)
    return painted(look.size, 1.0)


def _still_overlays(look: Look, theme: Theme) -> list[Overlay]:
    overlays = []
    if look.credit:
        overlays.append(draw_credit(look.credit, theme, look.size))
    if look.draft:
        overlays.append(draw_mark(language_of(look.language).draft, theme, look.size))
    return overlays
