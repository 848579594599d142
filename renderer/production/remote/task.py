"""A segment made far from its storyboard: on any machine that reaches the same store.

Comes in: an `Errand`, a few kilobytes that name pictures by their bytes. Goes out: an `Outcome`:
the key under which the segment now lies in the store, never its bytes. Running one twice, or on two
machines at once, does no harm. Knows nothing of what carries errands about.

An author's mistake comes back as an outcome, and so does a machine's failure, which another machine
may not have. What escapes as an exception is a mistake of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from renderer.errors import ClusterError, EncodeError, PictureError, RecitError
from renderer.messages import tr
from renderer.production.film_structure import SEGMENT, segment_key
from renderer.production.library_versions import drawing_fingerprint
from renderer.production.remote.task_messages import Errand, Fitness, Outcome
from renderer.store import cache_folder, open_cache
from renderer.store.cache import Cache

TOKEN = "token"
"""The cache's name for the entry by which a worker proves that it sees the same store."""


def is_fit(store: str, token: str) -> Fitness:
    """Asked of every worker: what would it draw with, and does it see the store?"""
    return Fitness(
        drawing=drawing_fingerprint(),
        sees_store=store_at(store).find(TOKEN, token) is not None,
    )


def run_errand(errand: Errand) -> Outcome:
    """Make the segment, unless it is there, and say so."""
    cache = store_at(errand.store)
    try:
        if segment_key(errand.settings, errand.runs, errand.cues) != errand.key:
            told = tr("it has other versions than the machine that asked")
            raise ClusterError(told, code="cluster-unfit")
        if cache.find(SEGMENT, errand.key):
            return Outcome(number=errand.number, key=errand.key)
        return _made(errand, cache)
    except (EncodeError, OSError, MemoryError) as error:
        failed = str(error) or tr("there is not enough memory")
        return Outcome(number=errand.number, failed=failed, broken=True)
    except RecitError as error:
        unfit = isinstance(error, ClusterError)
        slide = error.slide if isinstance(error, PictureError) else ""
        return Outcome(
            number=errand.number, failed=str(error), code=error.code, slide=slide, unfit=unfit
        )


def store_at(place: str) -> Cache:
    """The store an errand names; what isn't a folder gets a tier in this machine's own cache."""
    return open_cache(place, cache_folder())


def _made(errand: Errand, cache: Cache) -> Outcome:
    # Codecs and OpenCV are loaded only where something is drawn.
    from renderer.clips.segment_painter import segment_painter
    from renderer.encoding.encode_video import encode_segment
    from renderer.production.remote.worker import open_workplace

    workplace = open_workplace(allow_code=errand.allow_code)
    painter = segment_painter(
        workplace.unpacked(errand, cache),
        errand.settings.size,
        workplace.shelf.painter_of,
        cues=workplace.subtitled(errand, cache),
        overlay_of=workplace.shelf.overlay_of,
    )

    def write(path: Path) -> Mapping[str, Any]:
        return encode_segment(path, errand.length, errand.settings, painter.state, painter.paint)

    cache.keep(SEGMENT, errand.key, write)
    return Outcome(number=errand.number, key=errand.key, warnings=workplace.warnings())
