"""What libtiff complains of while a TIFF is decoded, and Pillow keeps quiet about.

Comes in: a TIFF and its compression. Goes out: complaints, as libtiff words them; none for a sound
file. Draws nothing.

libtiff (4.7) leaves the rest of a strip as it finds its memory when fax codes make no sense or a
JPEG within is smaller than announced, and only says so. Pillow 11.3 lets it write errors to the
process's stderr, silences its warnings and goes on: other pixels at each run. OpenCV passes all of
them on, so it decodes such files a second time.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from renderer.photographs.tiff import PACKBITS

FAX, JPEG = (2, 3, 4), 7
DOUBTED = (*FAX, JPEG, PACKBITS)
"""Compressions without a check sum, whose decoders warn of damage and go on."""
_WARNED = re.compile(r"TIFF_(?:Error|Warning) (.*\b(?:Fax|JPEG|PackBits)\w*: .*)")
_UNSUPPORTED = re.compile(
    r"(?i)not (?:configured|supported|implemented)|only supports|\bsorry\b|can ?not handle"
)
_WARNINGS = 3
"""OpenCV's level of messages, whatever OPENCV_LOG_LEVEL says."""


@contextmanager
def overhearing() -> Iterator[list[str]]:
    """What is written to the process's stderr, by C code as well; filled on leaving.

    For a process of one thread: everybody's stderr is gone meanwhile.
    """
    heard: list[str] = []
    sys.stderr.flush()
    stderr = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield heard
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            file.seek(0)
            heard += file.read().decode("utf-8", "replace").splitlines()


def second_opinion(data: bytes) -> str:
    """The first complaint that decoding the TIFF in *data* gives rise to; empty when none does."""
    import cv2  # a fifth of a second, that only scans of these kinds need

    level = cv2.utils.logging.setLogLevel(_WARNINGS)
    with overhearing() as heard:
        try:
            cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        except cv2.error:  # a kind that OpenCV can't read, or not in the memory left
            return ""
        finally:
            cv2.utils.logging.setLogLevel(level)
    return next((found[1] for line in heard if (found := _WARNED.search(line))), "")


def is_unsupported(complaint: str) -> bool:
    """Whether libtiff only can't read that kind, so that another copy would be no better."""
    return bool(_UNSUPPORTED.search(complaint))
