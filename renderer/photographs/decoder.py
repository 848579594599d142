"""Decoding pictures out of process: a few long-lived workers, each picture within its limits.

Comes in: `PictureBytes` and the size wanted. Goes out: `Decoded`, or a `PictureError` about that
picture, whatever it did to the process that opened it. Reads the rights in a file the same way.
Knows nothing of formats. Loads NumPy and Pillow with the first picture that is decoded.

    with open_decoder(jobs=2) as decode:
        decoded = decode(picture, wanted)
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.decoding.limits import DecodeLimits
from renderer.decoding.sandbox import Fence, Trade, open_fence
from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.messages import deferred
from renderer.messages.notes import note_in
from renderer.photographs.file import PictureBytes, PictureFile
from renderer.rights.embedded import Embedded, embedded_in

if TYPE_CHECKING:
    from renderer.photographs.colour import Colour
    from renderer.photographs.photograph import Decoded

PICTURES = Trade(
    module="renderer.photographs.sandbox_worker",
    error=PictureError,
    wall=deferred(
        "{file} took longer than {seconds} s to decode: save it again, smaller or as a JPEG"
    ),
    cpu=deferred(
        "{file} took more than {seconds} s of processor to decode: save it again, "
        "smaller or as a JPEG"
    ),
    crash=deferred(
        "{file} crashed the decoder ({how}): it is damaged or hostile; save it again with "
        "a picture editor"
    ),
    start=deferred(
        "the process that decodes pictures can't start ({how}): install what requirements.txt "
        "lists, or see what 'doctor' says"
    ),
)
RIGHTS = replace(PICTURES, module="renderer.photographs.rights_worker")


class Decoder:
    """Decodes behind a fence, and reads rights behind another; safe to call from threads."""

    def __init__(self, fence: Fence, rights: Fence) -> None:
        self.fence = fence
        self._rights = rights

    def __call__(
        self, picture: PictureBytes | PictureFile, wanted: Size, background: Colour | None = None
    ) -> Decoded:
        """`photograph.decode`, elsewhere. Waits for a free worker, which reads a file by itself.

        *background*: None: black.

        Raises:
            PictureError: as `photograph.decode`; or the picture crashed the decoder, or took more
                memory or time than `DecodeLimits` allows; or the decoder was closed.
        """
        # Only now: who finds in the cache that every picture is fit decodes none.
        import numpy as np

        from renderer.photographs.photograph import BLACK, Decoded

        request: dict[str, Any] = {"wanted": wanted, "background": background or BLACK}
        data = b""
        if isinstance(picture, PictureFile):
            request |= {"path": str(picture.path), "digest": picture.digest}
        else:
            data = picture.data
        with self.fence.worker() as worker:
            [(reply, pixels)] = worker.ask(picture.name, request, data)
        rgb = np.frombuffer(pixels, np.uint8).reshape(reply["shape"])
        return Decoded(rgb=rgb, name=picture.name, notes=tuple(map(note_in, reply["notes"])))

    def embedded(
        self, path: Path, name: str, language: str, sidecar: Path | None = None
    ) -> Embedded:
        """`embedded.read_embedded` of a file and its *sidecar*, elsewhere. Waits for a free worker.

        Raises:
            PictureError: the file isn't a picture or can't be read; or as `__call__`.
        """
        with self._rights.worker() as worker:
            request = {"path": str(path), "language": language, "sidecar": str(sidecar or "")}
            [(reply, _)] = worker.ask(name, request)
        return embedded_in(reply["rights"])


@contextlib.contextmanager
def open_decoder(jobs: int = 1, limits: DecodeLimits | None = None) -> Iterator[Decoder]:
    """A `Decoder` of *jobs* processes, and one that reads rights; all ended on leaving."""
    with open_fence(PICTURES, jobs, limits) as fence, open_fence(RIGHTS, 1, limits) as rights:
        yield Decoder(fence, rights)
