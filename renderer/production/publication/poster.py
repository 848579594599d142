"""The still shown before the film plays, in the forms that pages and social networks take.

Comes in: a finished film's segments. Goes out: a JPEG, a WebP and an AVIF in the cache. Decodes
frames of segments instead of painting them, so that a run that draws nothing opens no picture.

Of which slide: the author's (`film: {poster: …}`); else photographs and footage come before maps,
and maps before cards; of those of the same rank, the one that can best be seen small: neither dark
nor pale, with contrasts, details and colour. Cards are alike, so their first is taken. What is
nearly black, white or grey throughout comes after everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.cancellation import stop_point
from renderer.errors import EncodeError
from renderer.messages import tr
from renderer.production.library_versions import package_version
from renderer.publish.platforms import THUMBNAIL_PIXELS
from renderer.store.cache import Cache, key_of
from renderer.store.code_digest import code_digest
from renderer.storyboard.slide_kinds import films_of, maps_of, photographs_of

if TYPE_CHECKING:
    from PIL.Image import Image

    from renderer.production.film_structure import Layout
    from renderer.production.render import Film
    from renderer.storyboard.board import Visual

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


_PICTURES, _MAPS, _CARDS, _UNFIT = range(4)
"""Ranks, best first."""
_LOOKED_AT = 320
"""Longer side of what is judged: about as large as a list of films shows it. The grain of old
photographs, which would pass for detail, is gone at that size."""
_DARK, _PALE, _FLAT = 24, 232, 12
"""Mean light (of 255) below and above which nothing can be told, and the least spread of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A frame that a slide would give."""

    slide: int
    task: int
    """Number of its segment."""
    frame: int
    """Of the segment."""
    rank: int


def poster_frame(cache: Cache, film: Film, wanted: str = "") -> Candidate:
    """The frame of the slide *wanted*, or of the best one, that stands for *film*.

    It is taken where nothing is drawn over it, if there is such a moment.

    Raises:
        EncodeError: a frame can't be decoded.
    """
    offered = candidates(film.layout, wanted)
    best = min(each.rank for each in offered)
    if len(offered) == 1 or best >= _CARDS:
        return next(each for each in offered if each.rank == best)
    marks = [_mark(cache, film, candidate) for candidate in offered]
    return offered[marks.index(max(marks))]


def keep_posters(
    cache: Cache, film: Film, chosen: Candidate, farm: Executor
) -> dict[str, Future[Path]]:
    """By suffix, the picture *chosen*, each form written by a thread of *farm*.

    Half a second of one core for WebP, and as much for AVIF, that joining needn't wait for. A frame
    that can't be decoded, or a form that can't be written here, is an `EncodeError`.
    """
    return {
        suffix: farm.submit(_kept, cache, film, chosen, form, asked)
        for suffix, (form, asked) in _FORMS.items()
    }


def keep_cover(cache: Cache, film: Film, chosen: Candidate) -> Path:
    """The same picture, small, for the film's file itself.

    Raises:
        EncodeError: the frame can't be decoded, or not be written.
    """
    asked = {"quality": 80, "optimize": True}
    return _kept(cache, film, chosen, "JPEG", asked, COVER_PIXELS)


def keep_thumbnail(cache: Cache, film: Film, chosen: Candidate) -> Path:
    """The same picture as video platforms take it: no larger and no heavier than all of them allow.

    Raises:
        EncodeError: as `keep_cover`.
    """
    form, asked = _FORMS["jpg"]  # pure noise, square, takes 1.35 MB: all of them take that
    return _kept(cache, film, chosen, form, asked, THUMBNAIL_PIXELS)


def _kept(
    cache: Cache,
    film: Film,
    chosen: Candidate,
    form: str,
    asked: Mapping[str, Any],
    longest: int = 0,
) -> Path:
    """The picture in one form, its longer side *longest* at most; 0: as large as the film."""
    segment = film.segments[chosen.task]
    # Pillow's encoders write no other bytes from one run to the next, but from version to
    # version they may.
    key = key_of(
        {
            "segment": segment.key,
            "frame": chosen.frame,
            "form": form,
            "asked": dict(asked),
            "longest": longest,
            "code": code_digest("renderer.encoding.encode_video", "renderer.frames.yuv"),
            "pillow": package_version("pillow"),
        }
    )

    def write(path: Path) -> None:
        _write(path, _frame(segment.path, chosen.frame, longest), form, asked)

    return cache.find_or_keep(POSTER, key, write).path


def _mark(cache: Cache, film: Film, candidate: Candidate) -> tuple[int, int]:
    """How good a poster it makes; the greatest is the best."""
    if candidate.rank >= _CARDS:
        return (-candidate.rank, 0)
    score = _score(cache, film, candidate)
    return (-candidate.rank if score else -_UNFIT, score)


def _score(cache: Cache, film: Film, candidate: Candidate) -> int:
    """How well its frame can be seen when it is small, remembered: after an edit only frames of
    the edited slide are decoded, each with those before it in its segment."""
    segment = film.segments[candidate.task]
    key = key_of(
        {
            "segment": segment.key,
            "frame": candidate.frame,
            "code": code_digest("renderer.production.publication.poster"),
        }
    )

    def seen() -> int:
        return visibility_of(_frame(segment.path, candidate.frame, _LOOKED_AT))

    def write(path: Path) -> dict[str, int]:
        path.write_bytes(b"")
        return {"score": seen()}

    kept = cache.find_or_keep(POSTER, key, write).facts.get("score")
    # Written by somebody else: looking again costs only time.
    return kept if isinstance(kept, int) else seen()


def candidates(layout: Layout, wanted: str = "") -> list[Candidate]:
    """A frame of each slide, or of the slide *wanted*, in film order.

    It stands in the segment that begins nearest to the slide's middle: segments of a slide alone
    begin after the dissolve, with a frame that is decoded without those before it.
    """
    found: list[Candidate] = []
    drawn = [(span.start, span.end) for span in layout.captions]
    drawn += [(cue.start, cue.end) for cue in layout.cues]
    for number, span in enumerate(layout.timeline.slides):
        middle = (span.start + span.end) // 2
        alone = [
            (abs(stretch.start - middle), index, stretch.start, stretch.end)
            for index, task in enumerate(layout.tasks)
            if task.segment.start < span.end and span.start < task.segment.end
            for stretch in task.segment.stretches
            if not stretch.transition and stretch.slides == (number,)
        ]
        if alone:
            _, index, start, end = min(alone)
            covered = [pair for pair in drawn if pair[0] < end and start < pair[1]]
            free = (f for f in range(start, end) if not any(a <= f < b for a, b in covered))
            found.append(
                Candidate(
                    slide=number,
                    task=index,
                    frame=next(free, (start + end) // 2) - layout.tasks[index].segment.start,
                    rank=_rank(layout.looks[number].visual),
                )
            )
    named = [each for each in found if layout.timeline.slides[each.slide].id == wanted]
    return named or found or [_whatever(layout)]


def _rank(visual: Visual) -> int:
    if photographs_of(visual) or films_of(visual):
        return _PICTURES
    return _MAPS if maps_of(visual) else _CARDS


def _whatever(layout: Layout) -> Candidate:
    """Of a film whose transitions leave no slide alone."""
    task = len(layout.tasks) // 2
    return Candidate(slide=0, task=task, frame=layout.tasks[task].length // 2, rank=_CARDS)


def visibility_of(picture: Image) -> int:
    """How well *picture* can be seen when it is small, in thousandths; 0: not at all.

    Weights: contrast first, since it is what makes shapes; light and detail next; colour only
    decides between pictures that are alike, or old photographs would never be chosen.
    """
    import cv2
    import numpy as np

    rgb = np.asarray(picture.convert("RGB"))
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    mean, spread = float(grey.mean()), float(grey.std())
    if not _DARK <= mean <= _PALE or spread < _FLAT:
        return 0
    light = 1 - abs(mean / 255 - 0.45) / 0.55
    detail = float(np.abs(cv2.Laplacian(grey, cv2.CV_32F)).mean())
    hue = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)[..., 1:].astype(np.float32) - 128
    colour = float(np.hypot(hue[..., 0], hue[..., 1]).mean())
    parts = (
        (0.35, spread / 64),  # 64: an even mix of all tones has 74
        (0.30, light),
        (0.25, detail / 20),  # 20: a photograph of a crowd, sharp, at this size
        (0.10, colour / 30),  # 30: a sunny landscape
    )
    return max(1, round(1000 * sum(weight * min(1.0, part) for weight, part in parts)))


def _write(path: Path, drawn: Image, form: str, asked: Mapping[str, Any]) -> None:
    try:
        drawn.save(path, form, **asked)
    except (KeyError, OSError) as error:
        told = tr("the poster can't be written as {form}: {why}", form=form, why=error)
        raise EncodeError(told, code="poster-unwritable") from error


def _frame(segment: Path, frame: int, longest: int) -> Image:
    import av
    from PIL.Image import fromarray

    from renderer.encoding.encode_video import planes_of
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
