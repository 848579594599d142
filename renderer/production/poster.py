"""The still shown before the film plays, in the forms that pages and social networks take.

Comes in: a finished film's segments. Goes out: a JPEG, a WebP and an AVIF in the cache. Decodes one
frame of a segment instead of painting it, so that a run that draws nothing opens no picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.errors import EncodeError
from renderer.messages import tr
from renderer.production.layout import Layout
from renderer.production.versions import package_version
from renderer.publish.platforms import THUMBNAIL_PIXELS
from renderer.stopping import stop_point
from renderer.store.cache import Cache, key_of
from renderer.store.code import code_digest

if TYPE_CHECKING:
    from PIL.Image import Image

    from renderer.production.render import Film

POSTER = "poster"
"""The cache's name for posters."""
COVER_PIXELS = 640
"""Longer side of the cover, about 40 kB: it comes before the film, which can't start without it."""
_FORMS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "jpg": ("JPEG", {"quality": 90, "optimize": True}),
    "webp": ("WEBP", {"quality": 82, "method": 6}),
    "avif": ("AVIF", {"quality": 65, "speed": 6, "max_threads": 1}),
}
"""By suffix: Pillow's name and what its encoder is asked."""


def keep_posters(cache: Cache, film: Film) -> dict[str, Path]:
    """By suffix, the first slide: a title, as a rule, or the first photograph.

    It is taken where no subtitle is drawn over it.

    Raises:
        EncodeError: the frame can't be decoded, or a form can't be written here.
    """
    return {suffix: _kept(cache, film, form, asked) for suffix, (form, asked) in _FORMS.items()}


def keep_cover(cache: Cache, film: Film) -> Path:
    """The same picture, small, for the film's file itself.

    Raises:
        EncodeError: as `keep_posters`.
    """
    return _kept(cache, film, "JPEG", {"quality": 80, "optimize": True}, COVER_PIXELS)


def keep_thumbnail(cache: Cache, film: Film) -> Path:
    """The same picture as video platforms take it: no larger and no heavier than all of them allow.

    Raises:
        EncodeError: as `keep_posters`.
    """
    form, asked = _FORMS["jpg"]  # pure noise, square, takes 1.35 MB: all of them take that
    return _kept(cache, film, form, asked, THUMBNAIL_PIXELS)


def _kept(cache: Cache, film: Film, form: str, asked: Mapping[str, Any], longest: int = 0) -> Path:
    """The picture in one form, its longer side *longest* at most; 0: as large as the film."""
    frame = poster_frame(film.layout)
    number = next(n for n, task in enumerate(film.layout.tasks) if task.segment.end > frame)
    segment, local = film.segments[number], frame - film.layout.tasks[number].segment.start
    # Pillow's encoders write no other bytes from one run to the next, but from version to
    # version they may.
    key = key_of(
        {
            "segment": segment.key,
            "frame": local,
            "form": form,
            "asked": dict(asked),
            "longest": longest,
            "code": code_digest("renderer.encoding.encode", "renderer.frames.yuv"),
            "pillow": package_version("pillow"),
        }
    )

    def write(path: Path) -> None:
        _write(path, _frame(segment.path, local, longest), form, asked)

    return cache.find_or_keep(POSTER, key, write).path


def poster_frame(layout: Layout) -> int:
    """The frame nearest to the first slide's middle in which it is alone, without a drawn cue."""
    span = layout.timeline.slides[0]
    middle = (span.start + span.end) // 2
    if not layout.cues:
        return middle
    hidden = [(cue.start, cue.end) for cue in layout.cues]
    hidden += [(transition.start, transition.end) for transition in layout.timeline.transitions]
    free = (
        frame
        for frame in range(span.start, span.end)
        if not any(start <= frame < end for start, end in hidden if start < span.end)
    )
    return min(free, key=lambda frame: abs(frame - middle), default=middle)


def _write(path: Path, drawn: Image, form: str, asked: Mapping[str, Any]) -> None:
    try:
        drawn.save(path, form, **asked)
    except (KeyError, OSError) as error:
        told = tr("the poster can't be written as {form}: {why}", form=form, why=error)
        raise EncodeError(told, code="poster-unwritable") from error


def _frame(segment: Path, frame: int, longest: int) -> Image:
    import av
    from PIL.Image import fromarray

    from renderer.encoding.encode import planes_of
    from renderer.frames.yuv import to_rgb

    with av.open(str(segment), metadata_errors="replace") as container:
        for number, picture in enumerate(container.decode(video=0)):
            stop_point()
            if number == frame:
                drawn = fromarray(to_rgb(planes_of(picture)))
                if longest:
                    drawn.thumbnail((longest, longest))
                return drawn
    told = tr("frame {number} of a segment can't be decoded for the poster", number=frame)
    raise EncodeError(told, code="cache-damaged")
