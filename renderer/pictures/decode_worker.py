"""The process that decodes other people's pictures: `photograph.decode` behind fences.

Comes in, on stdin: one request after another (a JSON line, then the file's bytes). Goes out, on
stdout: for each a JSON line, then the pixels. Ends when stdin does. Imports Pillow and NumPy only.
A codec that crashes, swells or never ends takes this process with it and nothing else.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from renderer.errors import PictureError
from renderer.pictures.limits import Limits, confine, grant_cpu
from renderer.pictures.photograph import FORMATS, decode
from renderer.pictures.pixels import Size

READY = b"ready\n"
"""The first line a worker writes, before it takes any request."""


def main(arguments: Sequence[str]) -> None:
    """Serve requests until there are no more; *arguments* are the limits, as one JSON object."""
    limits = Limits(**json.loads(arguments[0]))
    # Such signals reach the whole group, or all of a service; what becomes of this process is its
    # parent's business, whose end is the end of stdin.
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
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
    missing = [name for name in FORMATS if name not in Image.OPEN]
    if missing:
        # Wheels have them all; a Pillow built by hand may not.
        sys.stderr.write(f"this Pillow can't read {', '.join(missing)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
