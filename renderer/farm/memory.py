"""What this process holds of the system's memory: blocks that it freed are given back.

Comes in: nothing. Goes out: calls of glibc and of Linux; where there are none, nothing is done.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

LARGE = 4 << 20
"""Bytes: less than a 1080p frame in RGB or in x264's own form, more than the planes and strips
that painting a frame takes and frees 25 times a second (with 128 kB a render takes 1.3 times as
long)."""
_M_MMAP_THRESHOLD = -3
"""Of glibc's malloc.h."""
_SET_THP_DISABLE, _GET_THP_DISABLE = 41, 42
"""Of Linux's prctl.h."""


def give_back() -> None:
    """Return to the system what was freed and lies between blocks still in use.

    glibc (2.36) keeps it: 150 MB and more after a few segments, more for AV1. It takes
    milliseconds, and what is wanted again costs as much again: not for every frame.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


def give_back_large_blocks() -> None:
    """Have blocks of `LARGE` bytes and more returned to the system as soon as they are freed.

    glibc (2.36) raises the size from which it does so up to 32 MB as large blocks are freed; what
    x264 and map-makers free then stays in the heaps of two threads, in pieces: 677 MB instead of
    538 for the film on Cherbourg at 1080p, for the same time.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, LARGE)


@contextmanager
def small_pages() -> Iterator[None]:
    """No pages of 2 MB in this process meanwhile, nor in those it starts.

    x264 asks for them and fills the last of each frame with nothing: 7 MB an encoder at 1080p, for
    the same time.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None) if os.name == "posix" else None
    nothing = ctypes.c_ulong(0)
    before = prctl(_GET_THP_DISABLE, *[nothing] * 4) if prctl else 1
    if prctl is None or before != 0:
        yield
        return
    prctl(_SET_THP_DISABLE, ctypes.c_ulong(1), *[nothing] * 3)
    try:
        yield
    finally:
        prctl(_SET_THP_DISABLE, *[nothing] * 4)
