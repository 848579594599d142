"""A look becomes a painter: pictures are decoded, drawn and turned into planes here.

Comes in: a `Look` and a way to decode pictures. Goes out: a painter of the slide's frames.
Knows nothing of the film around the slide, nor of codecs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from renderer.clips.camera_move import MovingPainter
from renderer.clips.custom import team_painter
from renderer.clips.look import Look, files_of
from renderer.clips.painter import OverlaidPainter, SlidePainter, StillPainter, TimedOverlay
from renderer.decoding.fence import Fence
from renderer.decoding.pinned_file import unchanged
from renderer.errors import PictureError
from renderer.frames.pixels import Overlay, Rgb, Size
from renderer.frames.yuv import empty_planes, prepare_overlay, to_planes
from renderer.language.registry import language_of
from renderer.photographs.colour import Colour
from renderer.photographs.file import PictureFile
from renderer.photographs.framing import rescaled, shown_views, small_scan, wanted_size
from renderer.photographs.views import View, placed, stage
from renderer.pictures.callout import draw_callout
from renderer.pictures.caption import caption_reach, draw_caption, shade_above
from renderer.pictures.card import draw_card
from renderer.pictures.credit_line import draw_credit, draw_mark
from renderer.pictures.end_pages import draw_credits_page, draw_end_card
from renderer.storyboard.board import (
    Card,
    CreditsPage,
    EndCard,
    Footage,
    Image,
)
from renderer.storyboard.operations import OperationsMap
from renderer.themes.theme import Theme, load_theme

Decode = Callable[[PictureFile, Size, Colour], Rgb]
"""Decodes a picture to at least the size asked on both axes, never larger than it is, over a colour
where it is transparent."""
Probe = Callable[[Path, str], Size]
"""The upright size of a picture file, from its header; its name is for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Darkroom:
    """What painters are made with."""

    decode: Decode
    probe: Probe
    warn: Callable[[str], None] = lambda _: None
    """Is told what an author should know of a picture."""
    allow_code: bool = False
    films: Fence | None = None
    """Where footage is decoded; None: each stretch in a process of its own."""


def painter_for(look: Look, darkroom: Darkroom) -> SlidePainter:
    """The painter of a whole slide: its picture with caption, credit and marks over it.

    Raises:
        PictureError: a picture can't be used, or has changed since it was digested.
    """
    # More than once: a picture's header is read apart from its pixels, a team's code is imported.
    files = zip(files_of(look.visual, look.media), look.digests, strict=False)
    with unchanged(files, PictureError, getattr(look.visual, "name", "")):
        return _painter(look, load_theme(look.style, look.themes), darkroom)


def _painter(look: Look, theme: Theme, darkroom: Darkroom) -> SlidePainter:
    under = _picture_painter(look, theme, darkroom)
    overlays = [
        TimedOverlay(overlay=prepare_overlay(overlay)) for overlay in _still_overlays(look, theme)
    ]
    overlays += _callouts(look, theme, darkroom)
    return OverlaidPainter(under=under, overlays=tuple(overlays)) if overlays else under


def _still_overlays(look: Look, theme: Theme) -> list[Overlay]:
    overlays = []
    if look.caption:
        drawn = draw_caption(look.caption, theme, look.size, look.language, foot=look.foot)
        overlays.append(drawn)
    if look.credit:
        overlays.append(draw_credit(look.credit, theme, look.size))
    if look.draft:
        overlays.append(draw_mark(language_of(look.language).draft, theme, look.size))
    return overlays


def _picture_painter(look: Look, theme: Theme, darkroom: Darkroom) -> SlidePainter:
    visual = look.visual
    if isinstance(visual, Image):
        return _photograph(look, visual, theme, darkroom)
    if isinstance(visual, Card | CreditsPage | EndCard):
        drawn = _lettered_page(visual, look, theme)
        return StillPainter(planes=to_planes(drawn), length=look.length)
    if isinstance(visual, Footage):
        from renderer.clips.footage_painter import footage_painter

        return footage_painter(visual, look, darkroom.films)
    if isinstance(visual, OperationsMap):
        from renderer.clips.map_painter import map_painter

        return map_painter(visual, look, theme)
    return team_painter(visual, look, allowed=darkroom.allow_code)


def _lettered_page(visual: Card | CreditsPage | EndCard, look: Look, theme: Theme) -> Rgb:
    if not (look.foot and look.caption):
        return _page(visual, look, theme, look.foot)
    # Subtitles push the caption up, towards the middle of the page.
    reach = caption_reach(look.caption, theme, look.size, look.language, foot=look.foot)
    try:
        return _page(visual, look, theme, reach + shade_above(theme, look.size))
    except PictureError:  # a full page may stand in the caption's shade, if that makes it fit
        return _page(visual, look, theme, reach)


def _page(visual: Card | CreditsPage | EndCard, look: Look, theme: Theme, foot: int) -> Rgb:
    if isinstance(visual, CreditsPage):
        return draw_credits_page(visual.lines, theme, look.size, look.language, foot=foot)
    if isinstance(visual, EndCard):
        return draw_end_card(theme, look.size, visual.title, look.language, foot=foot)
    return draw_card(visual, theme, look.size, look.chapter, language=look.language, foot=foot)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A photograph ready to be shown: its planes, and the views in the planes' own pixels."""

    rgb: Rgb
    start: View
    end: View


def _photograph(look: Look, image: Image, theme: Theme, darkroom: Darkroom) -> SlidePainter:
    shown = _shown(look, image, theme, darkroom)
    moving = MovingPainter(
        source=to_planes(shown.rgb),
        size=look.size,
        start=shown.start,
        end=shown.end,
        length=look.length,
    )
    if shown.start != shown.end:
        return moving
    planes = empty_planes(look.size)
    moving.paint(0, planes)
    return StillPainter(planes=planes, length=look.length)


def _shown(look: Look, image: Image, theme: Theme, darkroom: Darkroom) -> _Shown:
    picture = PictureFile(name=image.name, path=image.file, digest=look.digests[0])
    source = darkroom.probe(image.file, image.name)
    start, end = _views(look, image, source)
    if small := small_scan(source, look.size, start, end, name=image.name):
        darkroom.warn(small)
    # What is transparent is the theme's paper, which `look.style_digest` puts into the key.
    wanted = wanted_size(source, look.size, start, end)
    rgb = darkroom.decode(picture, wanted, theme.colours.paper)
    decoded = Size(rgb.shape[1], rgb.shape[0])
    if image.fit == "cover":
        return _Shown(
            rgb=rgb,
            start=rescaled(start, source, decoded),
            end=rescaled(end, source, decoded),
        )
    room = stage(source, look.size, image.fit)
    staged = _on_stage(rgb, room, source, image.fit == "blur", theme)
    whole = Size(round(room.width), round(room.height))
    painted = Size(staged.shape[1], staged.shape[0])
    origin = (room.x, room.y)
    return _Shown(
        rgb=staged,
        start=rescaled(start, whole, painted, origin),
        end=rescaled(end, whole, painted, origin),
    )


def _views(look: Look, image: Image, source: Size) -> tuple[View, View]:
    return shown_views(source, look.size, image, seed=look.slide, length=look.length, fps=look.fps)


def _on_stage(rgb: Rgb, room: View, source: Size, blurred: bool, theme: Theme) -> Rgb:
    """The whole picture on its surround: the theme's ground, or itself, enlarged and blurred."""
    height, width = rgb.shape[:2]
    scale = width / source.width
    stage_width, stage_height = round(room.width * scale), round(room.height * scale)
    if blurred:
        out = _blurred_ground(rgb, stage_width, stage_height)
    else:
        out = np.empty((stage_height, stage_width, 3), np.uint8)
        out[:] = theme.colours.paper
    left, top = round(-room.x * scale), round(-room.y * scale)
    out[top : top + height, left : left + width] = rgb[: stage_height - top, : stage_width - left]
    return out


def _blurred_ground(rgb: Rgb, width: int, height: int) -> Rgb:
    """*rgb* covering the stage, far out of focus and darkened, so that it never competes."""
    small_width = 160
    small_height = max(1, round(small_width * height / width))
    scale = max(small_width / rgb.shape[1], small_height / rgb.shape[0])
    small = cv2.resize(
        rgb,
        (
            max(small_width, round(rgb.shape[1] * scale)),
            max(small_height, round(rgb.shape[0] * scale)),
        ),
        interpolation=cv2.INTER_AREA,
    )
    left, top = (small.shape[1] - small_width) // 2, (small.shape[0] - small_height) // 2
    small = small[top : top + small_height, left : left + small_width]
    soft = cv2.GaussianBlur(small, (0, 0), 6.0)
    dark = cv2.convertScaleAbs(soft, alpha=0.55)
    ground: Rgb = cv2.resize(dark, (width, height), interpolation=cv2.INTER_CUBIC)
    return ground


def _callouts(look: Look, theme: Theme, darkroom: Darkroom) -> list[TimedOverlay]:
    """Call-outs, each from its sentence on; a picture with call-outs keeps still under them."""
    image = look.visual
    if not isinstance(image, Image) or not image.callouts:
        return []
    source = darkroom.probe(image.file, image.name)
    place = partial(placed, _views(look, image, source)[0], source, look.size)
    timed = []
    for callout in image.callouts:
        start = 0
        if callout.sentence > 1 and look.sentences:
            start = look.sentences[min(callout.sentence, len(look.sentences)) - 1]
        drawn = draw_callout(
            callout, theme, look.size, place, language=look.language, foot=look.foot
        )
        if drawn is None:
            continue
        timed.append(TimedOverlay(overlay=prepare_overlay(drawn), start=start))
    return timed
