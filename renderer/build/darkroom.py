"""Where pictures are decoded while a film is made: a sandboxed worker, and the painters' shelf.

Comes in: a production, or a number of jobs. Goes out: a `Shelf`, for as long as the context lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2

from renderer.build.events import Witness
from renderer.build.production import Production
from renderer.build.shelf import Shelf
from renderer.clips.footage_fence import FILMS, LIMITS
from renderer.clips.painters import Darkroom
from renderer.decoding.fence import open_fence
from renderer.pictures.colour import Colour
from renderer.pictures.decoder import open_decoder
from renderer.pictures.photograph import probe
from renderer.pictures.picture_file import PictureBytes
from renderer.pictures.pixels import Rgb, Size


@contextmanager
def open_darkroom(production: Production, witness: Witness) -> Iterator[Shelf]:
    """A shelf whose painters decode pictures out of process, for one production."""
    allow_code = production.options.allow_code
    with open_shelf(production.jobs, witness.warn, allow_code=allow_code) as shelf:
        yield shelf


@contextmanager
def open_shelf(jobs: int, warn: Callable[[str], None], *, allow_code: bool) -> Iterator[Shelf]:
    """A shelf with up to *jobs* decoding processes of each kind, started when first needed."""
    # Segments side by side keep every core busy; OpenCV's own threads would only get in the way.
    cv2.setNumThreads(1)
    with open_decoder(jobs) as decoder, open_fence(FILMS, jobs, LIMITS) as films:

        def decode(picture: PictureBytes, wanted: Size, background: Colour) -> Rgb:
            decoded = decoder(picture, wanted, background)
            for warning in decoded.warnings:
                warn(warning)
            return decoded.rgb

        def size_of(file: Path, name: str) -> Size:
            return probe(file, name).size

        darkroom = Darkroom(
            decode=decode, probe=size_of, warn=warn, allow_code=allow_code, films=films
        )
        yield Shelf(darkroom, jobs)
