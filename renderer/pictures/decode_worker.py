"""The process that decodes other people's pictures: `photograph.decode` behind fences.

Comes in, on stdin: one request after another (a JSON line, then the file's bytes; or a path, to be
asked for the rights in that file). Goes out, on stdout: for each a JSON line, then the pixels. Ends
when stdin does. Imports Pillow and NumPy, and OpenCV for scans of a few kinds.
A codec that crashes, swells or never ends takes this process with it and nothing else.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from renderer.errors import PictureError
from renderer.pictures.embedded import NotAPictureError, read_embedded
from renderer.pictures.limits import Limits, confine, grant_cpu
from renderer.pictures.opening import formats
from renderer.pictures.photograph import decode
from renderer.pictures.picture_file import open_picture
from renderer.pictures.pixels import Size
from renderer.pictures.unreadable import what_it_is

READY = b"ready\n"
"""The first line a worker writes, before it takes any request."""


def main(arguments: Sequence[str]) -> None:
    """Serve requests until there are no more; *arguments* are the limits, as one JSON object."""
    limits = Limits(**json.loads(arguments[0]))
    # Ctrl-C reaches the whole group; what becomes of this process is its parent's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The replies keep the true stdout; whatever a codec prints there must not mix with them.
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    _load_codecs()
    confine(limits)
    # From here on time counts; importing, on a busy machine, takes seconds.
    _write(replies, memoryview(READY))
    with replies, os.fdopen(0, "rb", closefd=False) as requests:
        while line := requests.readline():
            request: dict[str, Any] = json.loads(line)
            grant_cpu(limits.cpu_seconds)
            if "path" in request:
                _write(replies, _line(_rights(request)))
            else:
                _answer(request, requests, replies, limits)


def _answer(request: dict[str, Any], requests: BinaryIO, replies: BinaryIO, limits: Limits) -> None:
    try:
        decoded = decode(
            requests.read(request["bytes"]),
            request["name"],
            Size(*request["wanted"]),
            tuple(request["background"]),
            limits.memory_bytes,
        )
    except PictureError as error:
        _write(replies, _line({"error": str(error)}))
        return
    _write(replies, _line({"shape": decoded.rgb.shape, "warnings": decoded.warnings}))
    _write(replies, decoded.rgb.data.cast("B"))


def _rights(request: dict[str, Any]) -> dict[str, Any]:
    """What the picture at a path says of itself. The path, since of a large scan little is read."""
    name = request["name"]
    try:
        with open_picture(Path(request["path"]), name) as file:
            try:
                embedded = read_embedded(file, request["language"])
            except NotAPictureError:
                file.seek(0)
                return {"error": f"{name} {what_it_is(file.read(1024))}"}
    except PictureError as error:
        return {"error": str(error)}
    return {"rights": asdict(embedded)}


def _line(reply: dict[str, Any]) -> memoryview:
    return memoryview(json.dumps(reply).encode("ascii") + b"\n")


def _write(pipe: BinaryIO, data: memoryview) -> None:
    """All of *data*; an unbuffered pipe may take only some of it at a time."""
    while data:
        data = data[pipe.write(data) :]


def _load_codecs() -> None:
    """Import what the formats need while files may still be opened and memory taken."""
    from PIL import Image

    Image.init()
    missing = [name for name in formats() if name not in Image.OPEN]
    if missing:
        # Wheels have them all; a Pillow built by hand may not.
        sys.stderr.write(f"this Pillow can't read {', '.join(missing)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
