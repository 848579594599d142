"""A piece of music or an ambience, decoded once: its samples in the cache and where it sounds.

Comes in: a file. Goes out: raw s16le, and facts: where the sound starts and ends in it, how loud
it is. Knows nothing of the film. Samples are mapped from the file, never loaded whole.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.errors import SoundError
from renderer.sound.loudness import measure
from renderer.sound.reading import file_blocks
from renderer.sound.track import BLOCK, Samples
from renderer.timebase import SAMPLE_RATE

with warnings.catch_warnings():
    # pydub 0.25.1 warns that it found no ffmpeg, and about its own regular expressions.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.silence import detect_leading_silence

SHORTEST = SAMPLE_RATE // 10
"""Samples: less than 0.1 s is a click, and can't be looped."""
LONGEST_SECONDS = 7_200
"""Two hours in one file are a mistake, or an attack on the disk."""
SILENT_DB = 60.0
"""Below its loudest sample by this much, the ends of a piece count as silence."""
SEAM = 3 * SAMPLE_RATE
"""Samples (3 s) in which a piece that is looped goes over into itself; less for a short one."""
_TO_MEASURE = 6 * SAMPLE_RATE
"""A shorter piece is measured as it sounds when looped: the meter wants 3 s."""


@dataclass(frozen=True)
class Piece:
    """A decoded piece."""

    path: Path
    """Raw s16le, 48 kHz mono."""
    first: int
    """First sample that sounds."""
    last: int
    """Sample after the last one that sounds."""
    loudness_lufs: float
    loudest_lufs: float
    """Of its loudest 3 s."""

    @cached_property
    def pcm(self) -> NDArray[np.int16]:
        """What sounds, shape (last - first,), mapped from the file."""
        whole: NDArray[np.int16] = np.memmap(self.path, dtype="<i2", mode="r")
        return whole[self.first : self.last]

    @cached_property
    def seam(self) -> int:
        """Samples of its end that go over into its beginning."""
        return min(SEAM, len(self.pcm) // 4)

    @cached_property
    def likeness(self) -> float:
        """How alike end and beginning are, 0 to 1: like waves add up more than unlike ones."""
        head = self.pcm[: self.seam].astype(np.float64)
        tail = self.pcm[len(self.pcm) - self.seam :].astype(np.float64)
        power = math.sqrt(float(head @ head) * float(tail @ tail))
        return min(1.0, max(0.0, float(head @ tail) / power)) if power else 0.0

    def plain(self, start: int, length: int) -> Samples:
        """*length* samples from sample *start* on, all of them inside the piece."""
        return _floats(self.pcm[start : start + length])

    def looped(self, start: int, length: int) -> Samples:
        """*length* samples of the endless loop, from sample *start* (≥ 0) on."""
        period = len(self.pcm) - self.seam
        out = np.empty(length, np.float32)
        done = 0
        while done < length:
            turn, place = divmod(start + done, period)
            count = min(period - place, length - done)
            stretch = _floats(self.pcm[place : place + count])
            crossed = max(0, min(count, self.seam - place)) if turn else 0
            if crossed:
                leaving = _floats(self.pcm[period + place : period + place + crossed])
                stretch[:crossed] = self._crossed(stretch[:crossed], leaving, place)
            out[done : done + count] = stretch
            done += count
        return out

    def _crossed(self, arriving: Samples, leaving: Samples, place: int) -> Samples:
        """Both summed at equal power, from sample *place* of the seam on."""
        angle = (np.arange(place, place + len(arriving)) + 0.5) * (math.pi / 2 / self.seam)
        rising, falling = np.sin(angle), np.cos(angle)
        excess = np.sqrt(1.0 + 2.0 * self.likeness * rising * falling)
        mixed: Samples = ((arriving * rising + leaving * falling) / excess).astype(np.float32)
        return mixed


def decode_piece(source: Path, draft: Path) -> dict[str, Any]:
    """Write *source* as PCM to *draft*; the facts that `piece_of` wants.

    Raises:
        SoundError: it can't be decoded, is silent, too short or too long. The message doesn't name
            it.
    """
    length = 0
    with draft.open("wb") as stream:
        for block in file_blocks(source):
            length += len(block)
            if length > LONGEST_SECONDS * SAMPLE_RATE:
                raise SoundError(f"it is longer than {LONGEST_SECONDS // 3600} hours")
            pcm = np.clip(np.rint(block * 32768.0), -32768, 32767).astype("<i2")
            stream.write(pcm.tobytes())
    if length < SHORTEST:
        raise SoundError(f"it holds {length / SAMPLE_RATE:.2f} s of sound, and 0.1 s is the least")
    first, last = _sounding(np.memmap(draft, dtype="<i2", mode="r"))
    if last - first < SHORTEST:
        raise SoundError("it is silent, or nearly so")
    bare = Piece(draft, first, last, -math.inf, -math.inf)
    said = measure(_to_measure(bare), peaks=False)
    if math.isinf(said.loudest_lufs):
        raise SoundError("it is too soft to be heard")
    return {
        "first": first,
        "last": last,
        "loudness_lufs": round(said.integrated_lufs, 2),
        "loudest_lufs": round(said.loudest_lufs, 2),
    }


def piece_of(path: Path, facts: Mapping[str, Any]) -> Piece:
    """The piece kept at *path* with the facts noted by `decode_piece`."""
    return Piece(
        path,
        int(facts["first"]),
        int(facts["last"]),
        float(facts["loudness_lufs"]),
        float(facts["loudest_lufs"]),
    )


def _floats(pcm: NDArray[np.int16]) -> Samples:
    scaled: Samples = pcm.astype(np.float32) / np.float32(32768.0)
    return scaled


def _sounding(pcm: NDArray[np.int16]) -> tuple[int, int]:
    """Where the first sound starts and the last one ends."""
    loudest = max(
        int(np.abs(pcm[at : at + BLOCK].astype(np.int32)).max()) for at in range(0, len(pcm), BLOCK)
    )
    if not loudest:
        return 0, 0
    threshold = 20 * math.log10(loudest / 32768) - SILENT_DB
    first = _silence(pcm, threshold)
    return first, max(first, len(pcm) - _silence(pcm[::-1], threshold))


def _silence(pcm: NDArray[np.int16], threshold: float) -> int:
    """Silent samples at the beginning, to 10 ms."""
    silent = 0
    for at in range(0, len(pcm), BLOCK):
        block = AudioSegment(
            data=pcm[at : at + BLOCK].astype("<i2").tobytes(),
            sample_width=2,
            frame_rate=SAMPLE_RATE,
            channels=1,
        )
        lead = int(detect_leading_silence(block, silence_threshold=threshold, chunk_size=10))
        silent += lead * SAMPLE_RATE // 1000
        if lead < len(block):
            break
    return min(silent, len(pcm))


def _to_measure(piece: Piece) -> Iterator[Samples]:
    if len(piece.pcm) < _TO_MEASURE:
        yield piece.looped(0, _TO_MEASURE)
        return
    for at in range(0, len(piece.pcm), BLOCK):
        yield _floats(piece.pcm[at : at + BLOCK])
