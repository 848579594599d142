"""What names a file by its content.

Comes in: a path. Goes out: SHA-256.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from renderer.cancellation import stop_point

_BLOCK_BYTES = 1 << 20
"""Read at once: large enough that nothing is waited for, small beside a film in memory."""


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        while block := stream.read(_BLOCK_BYTES):
            stop_point()
            digest.update(block)
    return digest.hexdigest()
