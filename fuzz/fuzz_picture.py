"""Atheris target: any bytes are pixels or one PictureError, and their metadata never raises."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["renderer", "PIL"]):
    from renderer.errors import PictureError
    from renderer.frames.pixels import Size
    from renderer.photographs.photograph import decode_picture
    from renderer.rights.embedded import NotAPictureError, read_embedded

WANTED = Size(20, 20)
MEMORY = 64 << 20
"""Bytes that a picture may take here: a fuzzer's time is better spent on small ones."""


def judge(data: bytes) -> None:
    """What the renderer gets for *data*; anything wrong with it is raised."""
    try:
        decoded = decode_picture(data, "a.jpg", WANTED, memory_bytes=MEMORY)
    except PictureError as error:
        if not str(error).startswith("a.jpg "):
            raise AssertionError(f"the message doesn't name the file: {error}") from error
    else:
        if decoded.rgb.ndim != 3 or decoded.rgb.shape[2] != 3 or decoded.rgb.dtype != "uint8":
            raise AssertionError(f"no RGB: {decoded.rgb.shape} {decoded.rgb.dtype}")
    with contextlib.suppress(NotAPictureError):
        read_embedded(io.BytesIO(data), "fr")


def main() -> None:
    """Fuzz until libFuzzer's own options end it."""
    # Plug-ins are imported once, before the first input is timed.
    from PIL import Image

    Image.init()
    atheris.Setup(sys.argv, judge)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
