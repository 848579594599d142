"""Archive films behind a fence: what may be asked, and how a `Footage` travels there.

Comes in: a checked `Footage`. Goes out: a request's values. Loads no codec.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from renderer.decoding.file_integrity import FileState
from renderer.decoding.limits import MEBIBYTE, DecodeLimits
from renderer.decoding.sandbox import Fence, FencedWorker, Trade
from renderer.errors import PictureError
from renderer.frames.pixels import Planes, Size
from renderer.messages import deferred
from renderer.storyboard.board import Footage

FILMS = Trade(
    module="renderer.footage.sandbox_worker",
    error=PictureError,
    wall=deferred(
        "{file} took longer than {seconds} s to decode: save it anew, "
        "smaller or with more key frames"
    ),
    cpu=deferred(
        "{file} took more than {seconds} s of processor to decode: save it anew, "
        "smaller or with more key frames"
    ),
    crash=deferred(
        "{file} crashed the decoder ({how}): it is damaged or hostile; save it again with "
        "a film editor"
    ),
    start=deferred(
        "the process that decodes films can't start ({how}): install what requirements.txt "
        "lists, or see what 'doctor' says"
    ),
)
LIMITS = DecodeLimits(memory_bytes=1536 * MEBIBYTE, cpu_seconds=120, wall_seconds=180.0)
"""A picture of 8192 × 4608 in 10 bits takes 113 MB, and HEVC keeps seven. The time is that of one
picture: in a film without key frames it may come after an hour of others."""
OPEN_FILMS = 2
"""Kept open in each process: a slide's body and its transition are often painted at once."""
STROLL = Fraction(4)
"""Seconds within which decoding on is taken to be cheaper than seeking."""

_TRAVELLING = ("name", "start_seconds", "end_seconds", "speed", "fit", "sound")


def as_request(footage: Footage) -> dict[str, Any]:
    """What of *footage* its decoding depends on, as JSON values."""
    values = {name: getattr(footage, name) for name in _TRAVELLING}
    return {**values, "file": str(footage.file.absolute())}


def from_request(values: dict[str, Any]) -> Footage:
    """The footage that `as_request` made *values* of."""
    return Footage(**{**values, "file": Path(values["file"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageShot:
    """One stretch, fitted into one frame: what a film stays open for."""

    footage: Footage
    state: FileState
    size: Size
    ground: tuple[int, int, int]
    """sRGB colour around a picture that doesn't fill the frame."""

    def planes(self, fence: Fence, seconds: Fraction, *, is_last: bool) -> Planes:
        """The picture on screen at *seconds* of the file; *is_last*: the film may be closed.

        Raises:
            PictureError: the film can't be decoded there, or was changed meanwhile.
        """
        request = {
            "do": "planes",
            "footage": as_request(self.footage),
            "state": [self.state.inode, self.state.size, self.state.changed, self.state.noted],
            "size": self.size,
            "ground": self.ground,
            "seconds": str(seconds),
            "last": is_last,
        }

        def stands_before(worker: FencedWorker) -> bool:
            return any(
                which == self and place <= seconds < place + STROLL for which, place in worker.notes
            )

        with fence.worker(stands_before) as worker:
            _note(worker, None if is_last else (self, seconds))
            [(_, data)] = worker.ask(self.footage.name, request)
        return _planes_in(data, self.size)


def _note(worker: FencedWorker, shown: tuple[FootageShot, Fraction] | None) -> None:
    """Remember where its films stand, the last one used last; as it does itself."""
    if shown is None:
        return
    which, place = shown
    near = [n for n in worker.notes if n[0] == which and n[1] <= place < n[1] + STROLL]
    for one in near[-1:] or worker.notes[: max(0, len(worker.notes) + 1 - OPEN_FILMS)]:
        worker.notes.remove(one)
    worker.notes.append(shown)


def _planes_in(data: bytearray, size: Size) -> Planes:
    pixels = np.frombuffer(data, np.uint8)
    height, width = size.height // 2, size.width // 2
    luma, chroma = size.height * size.width, height * width
    return Planes(
        y=pixels[:luma].reshape(size.height, size.width),
        u=pixels[luma : luma + chroma].reshape(height, width),
        v=pixels[luma + chroma :].reshape(height, width),
    )
