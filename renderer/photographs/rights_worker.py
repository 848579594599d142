"""What the process that reads the rights in pictures does: `embedded.read_embedded` behind a fence.

Comes in: requests of `decoding.sandbox_process`: a file's path. Goes out: what it says of itself.
Decodes nothing, so it needs neither Pillow nor NumPy and starts in half the time of a process that
does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from renderer.decoding.limits import DecodeLimits
from renderer.decoding.sandbox_process import Answer, Reply
from renderer.photographs.file import open_picture
from renderer.photographs.not_a_picture import stranger
from renderer.rights.embedded import SIDECAR_BYTES, NotAPictureError, read_embedded


def load() -> Answer:
    """Everything is imported by now."""
    return answer


def answer(request: dict[str, Any], _: bytes, __: DecodeLimits) -> Iterator[Reply]:
    """What the picture says of itself. By its path, since of a large scan little is read."""
    name, language, beside = request["name"], request["language"], b""
    if sidecar := request["sidecar"]:
        with open_picture(Path(sidecar), Path(sidecar).name) as file:
            beside = file.read(SIDECAR_BYTES)
    with open_picture(Path(request["path"]), name) as file:
        try:
            yield {"rights": asdict(read_embedded(file, language, beside))}, ()
        except NotAPictureError as error:
            file.seek(0)
            raise stranger(file.read(1024), name) from error
