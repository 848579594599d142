"""A piece of music or an ambience, decoded once: its samples in the cache and where it sounds.

Comes in: a file. Goes out: raw s16le, and facts: where the sound starts and ends in it, how loud
it is. Knows nothing of the film. Samples are mapped from the file, never loaded whole.
"""

from __future__ import annotations

import math
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from renderer.decoding.sounds import sound_blocks
from renderer.errors import SoundError
from renderer.messages import tr
from renderer.messages.figures import decimal
from renderer.sound.meter import measure
from renderer.sound.track import BLOCK, Samples
from renderer.timebase import SAMPLE_RATE

with warnings.catch_warnings():
    # pydub 0.25.1 warns that it found no ffmpeg, and about its own regular expressions.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.silence import detect_leading_silence

LOUDEST = 32_767
"""What the loudest sample of a piece is kept as."""
SHORTEST = SAMPLE_RATE // 10
"""Samples: less than 0.1 s is a click, and can't be looped."""
LONGEST_SECONDS = 7_200
"""Two hours in one file are a mistake, or an attack on the disk."""
_UNHEARD_LUFS = -70.0
"""Where the meters of R 128 begin to count."""
_SOFTEST = 1e-6
"""-120 dBFS: under this are the last bits of a 24-bit file, and no music."""
SILENT_DB = 60.0
"""Below its loudest sample by this much, the ends of a piece count as silence."""
SEAM = 3 * SAMPLE_RATE
"""Samples (3 s) in which a piece that is looped goes over into itself; less for a short one."""
_TO_MEASURE = 6 * SAMPLE_RATE
"""A shorter piece is measured as it sounds when looped: the meter wants 3 s."""


@dataclass(frozen=True)
class MusicFile:
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
    scale: float = 1.0
    """What its loudest sample is, full scale being 1: a soft piece keeps all its bits, and one in
    floats that passes full scale isn't cut off."""

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
        return self._floats(start, length)

    def looped(self, start: int, length: int) -> Samples:
        """*length* samples of the endless loop, from sample *start* (≥ 0) on."""
        period = len(self.pcm) - self.seam
        out = np.empty(length, np.float32)
        done = 0
        while done < length:
            turn, place = divmod(start + done, period)
            count = min(period - place, length - done)
            stretch = self._floats(place, count)
            crossed = max(0, min(count, self.seam - place)) if turn else 0
            if crossed:
                leaving = self._floats(period + place, crossed)
                stretch[:crossed] = self._crossed(stretch[:crossed], leaving, place)
            out[done : done + count] = stretch
            done += count
        return out

    def _floats(self, start: int, length: int) -> Samples:
        pcm = self.pcm[start : start + length]
        return pcm.astype(np.float32) * np.float32(self.scale / LOUDEST)

    def _crossed(self, arriving: Samples, leaving: Samples, place: int) -> Samples:
        """Both summed at equal power, from sample *place* of the seam on."""
        angle = (np.arange(place, place + len(arriving)) + 0.5) * (math.pi / 2 / self.seam)
        rising, falling = np.sin(angle), np.cos(angle)
        excess = np.sqrt(1.0 + 2.0 * self.likeness * rising * falling)
        mixed: Samples = ((arriving * rising + leaving * falling) / excess).astype(np.float32)
        return mixed


def decode_piece(
    source: Path, draft: Path, warn: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Write *source* as PCM to *draft*; the facts that `piece_of` wants.

    Args:
        source: a sound file.
        draft: what is written.
        warn: is told what an author should know of it; the words don't name it.

    Raises:
        SoundError: it can't be decoded, is silent, too short or too long. The message doesn't name
            it.
    """
    length, loudest = 0, 0.0
    # Floats first: how loud it is must be known before it is rounded to 16 bits.
    with tempfile.TemporaryFile(dir=draft.parent) as floats:
        for block in sound_blocks(source, warn):
            length += len(block)
            if length > LONGEST_SECONDS * SAMPLE_RATE:
                hours = LONGEST_SECONDS // 3600
                raise SoundError(
                    tr("it is longer than {hours} hours: cut it", hours=hours),
                    code="sound-too-long",
                )
            loudest = max(loudest, float(np.abs(block).max(initial=0.0)))
            floats.write(block.astype("<f4").tobytes())
        floats.seek(0)
        _write_scaled(floats, draft, loudest or 1.0)
    if length < SHORTEST:
        raise SoundError(
            tr(
                "it holds {seconds} s of sound, and {least} s is the least",
                seconds=decimal(length / SAMPLE_RATE, 2),
                least=decimal(SHORTEST / SAMPLE_RATE, 1),
            ),
            code="sound-silent",
        )
    first, last = _sounding(np.memmap(draft, dtype="<i2", mode="r"))
    if last - first < SHORTEST or loudest < _SOFTEST:
        raise SoundError(tr("it is silent, or nearly so"), code="sound-silent")
    # At full scale: the meter takes what is softer than -70 LUFS for silence.
    bare = MusicFile(draft, first, last, -math.inf, -math.inf)
    softer_db = 20 * math.log10(loudest)
    said = measure(_to_measure(bare), peaks=False)
    if said.loudest_lufs + softer_db < _UNHEARD_LUFS:
        raise SoundError(tr("it is too soft to be heard"), code="sound-silent")
    return {
        "first": first,
        "last": last,
        "loudness_lufs": round(said.integrated_lufs + softer_db, 2),
        "loudest_lufs": round(said.loudest_lufs + softer_db, 2),
        "scale": loudest,
    }


def _write_scaled(floats: BinaryIO, draft: Path, loudest: float) -> None:
    with draft.open("wb") as stream:
        while read := floats.read(4 * BLOCK):
            block = np.frombuffer(read, "<f4") * np.float32(LOUDEST / loudest)
            stream.write(np.rint(block).astype("<i2").tobytes())


def piece_of(path: Path, facts: Mapping[str, Any]) -> MusicFile:
    """The piece kept at *path* with the facts noted by `decode_piece`."""
    return MusicFile(
        path,
        int(facts["first"]),
        int(facts["last"]),
        float(facts["loudness_lufs"]),
        float(facts["loudest_lufs"]),
        float(facts["scale"]),
    )


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


def _to_measure(piece: MusicFile) -> Iterator[Samples]:
    if len(piece.pcm) < _TO_MEASURE:
        yield piece.looped(0, _TO_MEASURE)
        return
    for at in range(0, len(piece.pcm), BLOCK):
        yield piece.plain(at, BLOCK)
