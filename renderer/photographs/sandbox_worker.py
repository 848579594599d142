"""What the process that decodes pictures does: `photograph.decode_picture` behind a fence.

Comes in: requests of `decoding.sandbox_process`: a picture's bytes or its path. Goes out: pixels.
Imports Pillow and NumPy, and OpenCV for scans of a few kinds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from renderer.decoding.limits import DecodeLimits
from renderer.decoding.sandbox_process import Answer, Reply
from renderer.frames.pixels import Size
from renderer.photographs.file import PictureFile, mapped_picture
from renderer.photographs.formats import formats
from renderer.photographs.photograph import decode_file, decode_picture


def load() -> Answer:
    """Import what the formats need while files may still be opened and memory taken."""
    from PIL import Image

    Image.init()
    missing = [name for name in formats() if name not in Image.OPEN]
    if missing:
        # Wheels have them all; a Pillow built by hand may not.
        sys.stderr.write(f"this Pillow can't read {', '.join(missing)}\n")
    return answer


def answer(request: dict[str, Any], data: bytes, limits: DecodeLimits) -> Iterator[Reply]:
    """The picture in *data* or at a path, no larger than it is wanted."""
    name = request["name"]
    wanted, background = Size(*request["wanted"]), tuple(request["background"])
    most = limits.memory_bytes
    if "path" in request:
        named = PictureFile(name=name, path=Path(request["path"]), digest=request["digest"])
        with mapped_picture(named) as (file, mapped):
            decoded = decode_file(file, cast(bytes, mapped), name, wanted, background, most)
    else:
        decoded = decode_picture(data, name, wanted, background, most)
    notes = [each.as_json() for each in decoded.notes]
    yield {"shape": decoded.rgb.shape, "notes": notes}, (decoded.rgb.data,)
