"""What the process that decodes pictures does: `photograph.decode` behind a fence.

Comes in: requests of `decoding.sandbox_process`: a picture's bytes or its path; or a path, to be
asked for the rights in that file. Goes out: pixels, or rights. Imports Pillow and NumPy, and OpenCV
for scans of a few kinds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from renderer.decoding.limits import DecodeLimits
from renderer.decoding.sandbox_process import Answer, Reply
from renderer.frames.pixels import Size
from renderer.photographs.file import PictureFile, mapped_picture, open_picture
from renderer.photographs.formats import formats
from renderer.photographs.not_a_picture import stranger
from renderer.photographs.photograph import decode, decode_file
from renderer.rights.embedded import NotAPictureError, read_embedded


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
    """The picture in *data* or at a path, no larger than it is wanted; or the rights in a file."""
    name = request["name"]
    if "language" in request:
        yield {"rights": _rights(Path(request["path"]), name, request["language"])}, ()
        return
    wanted, background = Size(*request["wanted"]), tuple(request["background"])
    most = limits.memory_bytes
    if "path" in request:
        named = PictureFile(name=name, path=Path(request["path"]), digest=request["digest"])
        with mapped_picture(named) as (file, mapped):
            decoded = decode_file(file, cast(bytes, mapped), name, wanted, background, most)
    else:
        decoded = decode(data, name, wanted, background, most)
    notes = [each.as_json() for each in decoded.notes]
    yield {"shape": decoded.rgb.shape, "notes": notes}, (decoded.rgb.data,)


def _rights(path: Path, name: str, language: str) -> dict[str, Any]:
    """What the picture says of itself. By its path, since of a large scan little is read."""
    with open_picture(path, name) as file:
        try:
            return asdict(read_embedded(file, language))
        except NotAPictureError as error:
            file.seek(0)
            raise stranger(file.read(1024), name) from error
