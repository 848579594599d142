"""How much decoding a file may cost, and the fences that hold a decoding process to it.

Comes in: nothing. Goes out: `DecodeLimits`, and what a child process calls to confine itself.
Knows nothing of pictures or sounds.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from types import ModuleType

MEBIBYTE = 1 << 20
"""Bytes, as systems count memory."""
WRITTEN_CAP = MEBIBYTE
"""Most that a decoding process may write to any file: the complaints of its codecs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodeLimits:
    """What one answer of a decoding process may take: a picture, or a block of sound."""

    memory_bytes: int = 2560 * MEBIBYTE
    """Address space of the decoding process; a 20,000 × 15,000 TIFF in colour needs 1.3 GB."""
    cpu_seconds: int = 60
    wall_seconds: float = 90.0


def confine(limits: DecodeLimits) -> bool:
    """Hold this process, for good, to *limits*. False where the system has no such limits.

    Windows has none, and macOS refuses RLIMIT_AS; the wall limit, kept by the parent, still holds.
    """
    resource = _resource()
    if resource is None:
        return False
    held = True
    for kind, amount in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, WRITTEN_CAP),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            amount = min(amount, hard)
        try:
            resource.setrlimit(kind, (amount, amount))
        except (ValueError, OSError):
            held = False
    return held


def grant_cpu(seconds: int) -> None:
    """Let this process use *seconds* of processor from now on; then the system ends it."""
    resource = _resource()
    if resource is None:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    # Counted in whole seconds since the process began.
    ceiling = int(usage.ru_utime + usage.ru_stime) + seconds + 1
    if hard != resource.RLIM_INFINITY:
        ceiling = min(ceiling, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (ceiling, hard))


def _resource() -> ModuleType | None:
    """The standard module that Windows doesn't have."""
    try:
        return importlib.import_module("resource")
    except ImportError:
        return None
