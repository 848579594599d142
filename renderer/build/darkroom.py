"""Where pictures are decoded while a film is made: a sandboxed worker, and the painters' shelf.

Comes in: a production. Goes out: a `Shelf`, for as long as the context lasts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2

from renderer.build.events import Witness
from renderer.build.production import Production
from renderer.build.shelf import Shelf
from renderer.clips.painters import Darkroom
from renderer.pictures.decoder import open_decoder
from renderer.pictures.photograph import probe
from renderer.pictures.picture_file import PictureBytes
from renderer.pictures.pixels import Rgb, Size


@contextmanager
def open_darkroom(production: Production, witness: Witness) -> Iterator[Shelf]:
    """A shelf whose painters decode pictures out of process."""
    # Segments side by side keep every core busy; OpenCV's own threads would only get in the way.
    cv2.setNumThreads(1)
    with open_decoder(production.jobs) as decoder:

        def decode(picture: PictureBytes, wanted: Size) -> Rgb:
            decoded = decoder(picture, wanted)
            for warning in decoded.warnings:
                witness.warn(warning)
            return decoded.rgb

        def size_of(file: Path, name: str) -> Size:
            return probe(file, name).size

        yield Shelf(
            Darkroom(
                decode=decode,
                probe=size_of,
                warn=witness.warn,
                allow_code=production.options.allow_code,
            )
        )
