"""The sound of a stretch of archive film, kept: 48 kHz mono, as many samples as its frames last.

Comes in: a checked `Footage`, how many samples its slide is seen for, the cache. Goes out: an
entry of the cache holding raw s16le, levelled and faded, silent once the stretch has ended. It is
decoded behind a fence. Knows no timeline and no narration; a stretch of any length takes the same
memory.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from numpy.typing import NDArray

from renderer.decoding.file_integrity import unchanged
from renderer.decoding.sandbox import open_fence
from renderer.errors import PictureError
from renderer.footage.file import file_state
from renderer.footage.sandbox import FILMS, LIMITS, as_request
from renderer.store.cache import Cache, Entry, key_of
from renderer.store.code_digest import code_digest
from renderer.storyboard.board import Footage
from renderer.timebase import SAMPLE_RATE

LOG = logging.getLogger(__name__)
KIND = "footage-sound"
"""The cache's name for the sound of footage."""
LOW_DB = -18.0
"""What ``low`` takes away: under a voice, heard as a place and not as words."""
FADE = SAMPLE_RATE // 50
"""Samples (20 ms) of the shortest fade: enough for no click."""

Mono = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """For how long a stretch is heard, and how softly it comes and goes."""

    length: int
    """Samples at 48 kHz."""
    fade_in: int
    fade_out: int


def keep_footage_sound(footage: Footage, digest: str, heard: Heard, cache: Cache) -> Entry:
    """The stretch's sound in the cache, found or made now.

    Raises:
        PictureError: the film has no sound, or it can't be decoded.
    """
    key = sound_key(footage, digest, heard)

    def write(path: Path) -> dict[str, int]:
        file_state(footage)
        with unchanged([(footage.file, digest)], PictureError, footage.name):
            return _write(path, footage, heard)

    return cache.find_or_keep(KIND, key, write)


def sound_key(footage: Footage, digest: str, heard: Heard) -> str:
    """Names the samples: equal keys, equal sound."""
    return key_of(
        {
            "kind": KIND,
            "code": code_digest("renderer.footage.sound"),
            "av": av.__version__,
            "film": digest,
            "start": footage.start_seconds,
            "end": footage.end_seconds,
            "speed": footage.speed,
            "sound": footage.sound,
            "heard": [heard.length, heard.fade_in, heard.fade_out],
        }
    )


def read_footage_sound(entry: Entry) -> NDArray[np.int16]:
    """The samples of an entry, mapped from its file: a slice reads no more than itself."""
    return np.memmap(entry.path, dtype="<i2", mode="r")


def _write(path: Path, footage: Footage, heard: Heard) -> dict[str, int]:
    gain = 10 ** (LOW_DB / 20) if footage.sound == "low" else 1.0
    written = sounding = 0
    with path.open("wb") as stream, open_fence(FILMS, 1, LIMITS) as fence, fence.worker() as worker:
        request = {"do": "sound", "footage": as_request(footage), "most": heard.length}
        for reply, data in worker.ask(footage.name, request):
            for warning in reply.get("warnings", ()):
                LOG.warning("%s: %s", footage.name, warning)
            sounding = reply.get("sounding", sounding)
            kept = np.frombuffer(data, np.float32)[: sounding - written]
            _append(stream, kept * gain * _faded(written, len(kept), sounding, heard))
            written += len(kept)
        stream.truncate(2 * heard.length)
    return {"length": heard.length}


def _append(stream: BinaryIO, block: Mono) -> None:
    pcm = np.clip(np.rint(block * 32768.0), -32768, 32767).astype("<i2")
    stream.write(pcm.tobytes())


def _faded(start: int, length: int, whole: int, heard: Heard) -> Mono:
    """Gains of samples *start* to *start* + *length*: quarter sines, equal power when crossed."""
    at = np.arange(start, start + length, dtype=np.float32)
    rising = np.clip((at + 0.5) / max(1, heard.fade_in), 0.0, 1.0)
    falling = np.clip((whole - at - 0.5) / max(1, heard.fade_out), 0.0, 1.0)
    gains: Mono = np.sin(np.pi / 2 * rising) * np.sin(np.pi / 2 * falling)
    return gains.astype(np.float32)
