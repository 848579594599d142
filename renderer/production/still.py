"""Single frames of the film, exactly as they are before encoding, and the contact sheet.

Comes in: a production. Goes out: RGB pictures. Speaks what isn't spoken yet, encodes nothing.
"""

from __future__ import annotations

from renderer.clips.segment_painter import segment_painter
from renderer.errors import UsageError
from renderer.frames.pixels import Rgb
from renderer.frames.yuv import empty_planes, to_rgb
from renderer.messages import tr
from renderer.messages.figures import decimal, short_figure
from renderer.production.decoders import open_darkroom
from renderer.production.events import Witness
from renderer.production.failure_lines import naming_lines
from renderer.production.film_structure import Layout, lay_film
from renderer.production.painter_cache import Shelf
from renderer.production.prepare import Production, picture_digests
from renderer.production.render import as_spoken, speak_missing
from renderer.storyboard.slide_kinds import kind_of


def laid_out(production: Production, witness: Witness, shape: str = "") -> Layout:
    """The film's layout, once everything is spoken."""
    narration = speak_missing(production, witness)
    production = as_spoken(production, narration)
    return lay_film(
        production,
        narration.utterances,
        picture_digests(production.board, lenient=True),
        shape or production.board.film.formats[0],
    )


def frame_of_slide(layout: Layout, slide: str) -> int:
    """The frame nearest to a slide's middle in which its caption, if it has one, stands whole.

    Raises:
        UsageError: there is no such slide.
    """
    for number, span in enumerate(layout.timeline.slides):
        if span.id == slide:
            return _middle(layout, number)
    known = ", ".join(span.id for span in layout.timeline.slides)
    told = tr("there is no slide '{slide}'; the slides are {slides}", slide=slide, slides=known)
    raise UsageError(told, code="slide-unknown")


def frame_when_complete(layout: Layout, number: int) -> int:
    """The frame of slide *number* that shows most of it: the last before a map gives way.

    Anything else is as it is in the middle.
    """
    span = layout.timeline.slides[number]
    if not kind_of(layout.looks[number].visual).is_complete_at_end:
        return _middle(layout, number)
    leaves = (gone.start for gone in layout.timeline.transitions if gone.before == number)
    return max(span.start, min([*leaves, span.end]) - 1)


def _middle(layout: Layout, number: int) -> int:
    span = layout.timeline.slides[number]
    middle = (span.start + span.end) // 2
    for caption in layout.captions:
        if caption.slide == number:
            return min(max(middle, caption.start + caption.fade), caption.end - caption.fade - 1)
    return middle


def frame_at(layout: Layout, seconds: float) -> int:
    """The frame on screen at *seconds*.

    Raises:
        UsageError: the film is shorter.
    """
    frame = int(seconds * layout.timeline.timebase.fps)
    if not 0 <= frame < layout.timeline.length:
        lasts = layout.timeline.timebase.seconds_at(layout.timeline.length)
        told = tr(
            "the film lasts {length} s: there is no frame at {moment} s",
            length=decimal(float(lasts), 2),
            moment=short_figure(seconds),
        )
        raise UsageError(told, code="moment-out-of-range")
    return frame


def paint_frame(layout: Layout, frame: int, shelf: Shelf) -> Rgb:
    """The picture of *frame*: the same planes the encoder is given, as RGB."""
    task = next(t for t in layout.tasks if t.segment.start <= frame < t.segment.end)
    painter = segment_painter(
        task.runs,
        layout.settings.size,
        shelf.painter_of,
        cues=task.cues,
        overlay_of=shelf.overlay_of,
    )
    planes = empty_planes(layout.settings.size)
    painter.paint(frame - task.segment.start, planes)
    return to_rgb(planes)


def paint_frames(
    production: Production, layout: Layout, frames: list[int], witness: Witness
) -> list[Rgb]:
    """The pictures of *frames*, in order."""
    with naming_lines(production.board), open_darkroom(production, witness) as shelf:
        return [paint_frame(layout, frame, shelf) for frame in frames]
