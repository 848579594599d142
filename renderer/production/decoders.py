"""Where pictures are decoded while a film is made: a sandboxed worker, and the painters' shelf.

Comes in: a production, or a number of jobs. Goes out: a `Shelf`, for as long as the context lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from renderer.clips.drawing import Darkroom
from renderer.decoding.sandbox import open_fence
from renderer.farm.memory import give_back, give_back_large_blocks, small_pages
from renderer.farm.room import Room, room_for
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


@contextmanager
def open_darkroom(production: Production, witness: Witness) -> Iterator[Shelf]:
    """A shelf whose painters decode pictures out of process, for one production."""
    allow_code = production.options.allow_code
    with open_shelf(production.jobs, witness.warn, allow_code=allow_code) as shelf:
        yield shelf


@contextmanager
def open_shelf(
    jobs: int, warn: Callable[[str], None], *, allow_code: bool, room: Room | None = None
) -> Iterator[Shelf]:
    """A shelf with decoding processes for *jobs* segments at once, started when first needed.

    *room* is what its painters share with others; None: they have as much among themselves.
    """
    shared = room or room_for(jobs)
    give_back_large_blocks()
    # Segments side by side keep every core busy; OpenCV's own threads would only get in the way.
    cv2.setNumThreads(1)
    # A picture is decoded in a fraction of the time that its slide takes to encode: one process for
    # two segments under way is hardly waited for, and spares the 60 MB of another.
    decoders = -(-jobs // 2)
    with (
        small_pages(),
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

        @contextmanager
        def reserve(size: int) -> Iterator[None]:
            with shared.briefly(size):
                yield
                give_back()

        darkroom = Darkroom(
            decode=decode,
            probe=size_of,
            warn=warn,
            allow_code=allow_code,
            films=films,
            reserve=reserve,
        )
        yield Shelf(darkroom)
