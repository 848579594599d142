"""The still shown before the film plays, in the forms that pages and social networks take.

Comes in: a finished film's segments. Goes out: a JPEG, a WebP and an AVIF in the cache. Decodes one
frame of a segment instead of painting it, so that a run that draws nothing opens no picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from renderer.build.render import Film
from renderer.build.versions import drawing_fingerprint
from renderer.cache import Cache, key_of
from renderer.errors import EncodeError

POSTER = "poster"
"""The cache's name for posters."""
_FORMS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "jpg": ("JPEG", {"quality": 90, "optimize": True}),
    "webp": ("WEBP", {"quality": 82, "method": 6}),
    "avif": ("AVIF", {"quality": 65, "speed": 6, "max_threads": 1}),
}
"""By suffix: Pillow's name and what its encoder is asked."""


def keep_posters(cache: Cache, film: Film) -> dict[str, Path]:
    """By suffix, the middle of the first slide: a title, as a rule, or the first photograph.

    Raises:
        EncodeError: the frame can't be decoded, or a form can't be written here.
    """
    span = film.layout.timeline.slides[0]
    frame = (span.start + span.end) // 2
    number = next(n for n, task in enumerate(film.layout.tasks) if task.segment.end > frame)
    segment, local = film.segments[number], frame - film.layout.tasks[number].segment.start
    posters = {}
    for suffix, (form, asked) in _FORMS.items():
        # Pillow's encoders write no other bytes from one run to the next, but from version to
        # version they may.
        key = key_of(
            {
                "segment": segment.key,
                "frame": local,
                "form": form,
                "asked": dict(asked),
                "pillow": drawing_fingerprint()["pillow"],
            }
        )

        def write(path: Path, form: str = form, asked: Mapping[str, Any] = asked) -> None:
            _write(path, segment.path, local, form, asked)

        posters[suffix] = cache.find_or_keep(POSTER, key, write).path
    return posters


def _write(path: Path, segment: Path, frame: int, form: str, asked: Mapping[str, Any]) -> None:
    import av
    from PIL import Image

    from renderer.encode import planes_of
    from renderer.pictures.yuv import to_rgb

    with av.open(str(segment)) as container:
        for number, picture in enumerate(container.decode(video=0)):
            if number == frame:
                drawn = Image.fromarray(to_rgb(planes_of(picture)))
                try:
                    drawn.save(path, form, **asked)
                except (KeyError, OSError) as error:
                    raise EncodeError(f"the poster can't be written as {form}: {error}") from error
                return
    raise EncodeError(f"frame {frame} of a segment can't be decoded for the poster")
