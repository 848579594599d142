"""Where pictures are decoded while a film is made: a sandboxed worker, and the painters' shelf.

Comes in: a production, or a number of jobs. Goes out: a `Shelf`, for as long as the context lasts.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from renderer.clips.drawing import Darkroom
from renderer.decoding.sandbox import open_fence
from renderer.footage.sandbox import FILMS, LIMITS
from renderer.frames.pixels import Rgb, Size
from renderer.photographs.colour import Colour
from renderer.photographs.decoder import open_decoder
from renderer.photographs.file import PictureFile
from renderer.photographs.photograph import probe
from renderer.production.events import Witness
from renderer.production.painter_cache import Shelf

if TYPE_CHECKING:
    from renderer.production.prepare import Production

LARGE = 4 << 20
"""Bytes: less than a 1080p frame in RGB or in x264's own form, more than the planes and strips
that painting a frame takes and frees 25 times a second (with 128 kB a render takes 1.3 times as
long)."""
_M_MMAP_THRESHOLD = -3
"""Of glibc's malloc.h."""
_SET_THP_DISABLE, _GET_THP_DISABLE = 41, 42
"""Of Linux's prctl.h."""


@contextmanager
def open_darkroom(production: Production, witness: Witness) -> Iterator[Shelf]:
    """A shelf whose painters decode pictures out of process, for one production."""
    allow_code = production.options.allow_code
    with open_shelf(production.jobs, witness.warn, allow_code=allow_code) as shelf:
        yield shelf


@contextmanager
def open_shelf(jobs: int, warn: Callable[[str], None], *, allow_code: bool) -> Iterator[Shelf]:
    """A shelf with decoding processes for *jobs* segments at once, started when first needed."""
    _give_back_large_blocks()
    # Segments side by side keep every core busy; OpenCV's own threads would only get in the way.
    cv2.setNumThreads(1)
    # A picture is decoded in a fraction of the time that its slide takes to encode: one process for
    # two segments under way is hardly waited for, and spares the 60 MB of another.
    decoders = -(-jobs // 2)
    with (
        _small_pages(),
        open_decoder(decoders) as decoder,
        open_fence(FILMS, jobs, LIMITS) as films,
    ):

        def decode(picture: PictureFile, wanted: Size, background: Colour) -> Rgb:
            decoded = decoder(picture, wanted, background)
            for warning in decoded.warnings:
                warn(warning)
            return decoded.rgb

        def size_of(file: Path, name: str) -> Size:
            return probe(file, name).size

        darkroom = Darkroom(
            decode=decode, probe=size_of, warn=warn, allow_code=allow_code, films=films
        )
        yield Shelf(darkroom)


def _give_back_large_blocks() -> None:
    """Have blocks of `LARGE` bytes and more returned to the system as soon as they are freed.

    glibc (2.36) raises the size from which it does so up to 32 MB as large blocks are freed; what
    x264 and map-makers free then stays in the heaps of two threads, in pieces: 677 MB instead of
    538 for the film on Cherbourg at 1080p, for the same time. Elsewhere there is no such call.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, LARGE)


@contextmanager
def _small_pages() -> Iterator[None]:
    """No pages of 2 MB in this process meanwhile, nor in those it starts.

    x264 asks for them and fills the last of each frame with nothing: 7 MB an encoder at 1080p, for
    the same time. Elsewhere there is no such call.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None) if os.name == "posix" else None
    nothing = ctypes.c_ulong(0)
    before = prctl(_GET_THP_DISABLE, *[nothing] * 4) if prctl else 1
    if prctl is None or before != 0:
        yield
        return
    prctl(_SET_THP_DISABLE, ctypes.c_ulong(1), *[nothing] * 3)
    try:
        yield
    finally:
        prctl(_SET_THP_DISABLE, *[nothing] * 4)
