"""Files that commands write for people: whole, or not at all.

Comes in: pictures and samples. Goes out: files under the name asked for, through a draft beside it.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from renderer.errors import UsageError
from renderer.files.atomic import drafted
from renderer.frames.pixels import Rgb
from renderer.messages import tr
from renderer.timebase import SAMPLE_RATE


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A name beside *path* to write to; renamed over *path* if nothing goes wrong.

    Raises:
        UsageError: *path* is a folder.
    """
    if path.is_dir():
        told = tr("{path} is a folder: name a file in it", path=path)
        raise UsageError(told, code="output-unfit")
    path.parent.mkdir(parents=True, exist_ok=True)
    with drafted(path) as draft:
        yield draft


def save_png(picture: Rgb, path: Path) -> None:
    """Write *picture* as PNG, whatever the file's extension."""
    from PIL import Image

    with draft_of(path) as draft:
        Image.fromarray(picture).save(draft, "PNG")


def save_wav(blocks: Iterator[NDArray[np.int16]], path: Path) -> None:
    """Write mono blocks as one 16-bit WAV file."""
    with draft_of(path) as draft, wave.open(str(draft), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        for block in blocks:
            out.writeframes(block.astype("<i2").tobytes())
