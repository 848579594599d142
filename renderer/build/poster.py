"""The still shown before the film plays.

Comes in: a finished film's segments. Goes out: a JPEG in the cache. Decodes one frame of a
segment instead of painting it, so that a run that draws nothing opens no picture.
"""

from __future__ import annotations

from pathlib import Path

from renderer.build.render import Film
from renderer.cache import Cache, key_of
from renderer.errors import EncodeError

POSTER = "poster"
"""The cache's name for posters."""
_QUALITY = 90


def keep_poster(cache: Cache, film: Film) -> Path:
    """The middle of the first slide: a title, as a rule, or the first photograph.

    Raises:
        EncodeError: the frame can't be decoded.
    """
    span = film.layout.timeline.slides[0]
    frame = (span.start + span.end) // 2
    number = next(n for n, task in enumerate(film.layout.tasks) if task.segment.end > frame)
    segment, local = film.segments[number], frame - film.layout.tasks[number].segment.start
    key = key_of({"segment": segment.key, "frame": local, "quality": _QUALITY})
    entry = cache.find_or_keep(POSTER, key, lambda path: _write(path, segment.path, local))
    return entry.path


def _write(path: Path, segment: Path, frame: int) -> None:
    import av
    from PIL import Image

    from renderer.encode import planes_of
    from renderer.pictures.yuv import to_rgb

    with av.open(str(segment)) as container:
        for number, picture in enumerate(container.decode(video=0)):
            if number == frame:
                drawn = to_rgb(planes_of(picture))
                Image.fromarray(drawn).save(path, "JPEG", quality=_QUALITY, optimize=True)
                return
    raise EncodeError(f"frame {frame} of a segment can't be decoded for the poster")
