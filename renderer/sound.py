"""The film's one sound track: takes at their samples, measured, and brought to one loudness.

Comes in: where each take starts and how to read its PCM. Goes out: blocks of 16-bit samples at
the loudness asked, and what was measured. Knows nothing of slides or pictures. The track is read
in blocks, so that a long film takes no more memory than a short one.

One constant gain for the whole film, and a limiter that only touches what would pass the
ceiling: never dynamic compression. Loudness after ITU-R BS.1770-5 / EBU R 128, measured by
ffmpeg's `ebur128` filter in process.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from renderer.timebase import SAMPLE_RATE

Samples = NDArray[np.float32]
"""Mono, shape (n,), full scale at ±1."""
BLOCK = 10 * SAMPLE_RATE
"""Samples handled at once."""
CEILING_DBTP = -1.5
"""True peak that the film may not pass."""
AAC_HEADROOM_DB = 1.0
"""What is left to AAC at 128 kbit/s, whose errors lift peaks: up to 0.8 dB on limited speech and
on noise shaped like it, measured on decoded films."""
_LOOK = 240
"""Samples (5 ms) over which the limiter moves its gain."""
_METER_STEP = SAMPLE_RATE // 10
"""Samples after which `ebur128` has something new to say."""
_QUIETEST_LUFS = -69.0
"""`ebur128` says -70 when every block was gated: silence, or less than 0.4 s of sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSound:
    """One take, or another sound, on the track."""

    start: int
    length: int
    read: Callable[[], NDArray[np.int16]]
    """Its PCM, shape (length,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """All takes of the film, in order of their starts, none over another; and what lies under."""

    sounds: Sequence[PlacedSound]
    length: int
    """Samples in the film."""
    beds: Sequence[PlacedSound] = ()
    """What lies under the takes, such as the sound of footage; these may overlap anything."""

    def read(self, start: int, end: int) -> Samples:
        """Samples *start* to *end*; silence outside the film."""
        block = np.zeros(end - start, np.float32)
        # Takes don't overlap: none before the one that starts last up to here reaches into it.
        nearest = bisect_right(self.sounds, start, key=lambda sound: sound.start) - 1
        for sound in self.sounds[max(0, nearest) :]:
            if sound.start >= end:
                break
            _add(sound, block, start)
        for bed in self.beds:
            _add(bed, block, start)
        return block


def _add(sound: PlacedSound, block: Samples, start: int) -> None:
    """Sum what *sound* says into *block*, which begins at sample *start* of the film."""
    first, last = max(start, sound.start), min(start + len(block), sound.start + sound.length)
    if first < last:
        pcm = sound.read()[first - sound.start : last - sound.start]
        block[first - start : last - start] += pcm.astype(np.float32) / 32768.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """What a meter says of a whole track."""

    integrated_lufs: float
    """-inf for silence."""
    true_peak_dbtp: float
    """-inf for digital silence."""


def measure(blocks: Iterator[Samples]) -> Loudness:
    """Integrated loudness and true peak of a track given in blocks.

    The track is mono here and two like channels in the film, whose powers add: the meter is told
    so (`dualmono`). Without it a film would be 3 LU louder than it was said to be.
    """
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=SAMPLE_RATE, format="flt", layout="mono")
    meter = graph.add("ebur128", "peak=true:dualmono=true:metadata=1:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    said: dict[str, str] = {}
    position = 0
    for block in blocks:
        _push(graph, block, position)
        position += len(block)
        said = _last_words(graph) or said
    integrated = float(said.get("lavfi.r128.I", "-70"))
    # The meter speaks every 100 ms: silence brings out the peak of what it hasn't spoken of yet.
    _push(graph, np.zeros(2 * _METER_STEP, np.float32), position)
    graph.push(None)
    said = _last_words(graph) or said
    peak = float(said.get("lavfi.r128.true_peak", "0"))
    return Loudness(
        integrated_lufs=integrated if integrated > _QUIETEST_LUFS else -math.inf,
        true_peak_dbtp=20 * math.log10(peak) if peak > 0 else -math.inf,
    )


def _push(graph: av.filter.Graph, block: Samples, position: int) -> None:
    frame = AudioFrame.from_ndarray(
        np.ascontiguousarray(block)[None, :], format="flt", layout="mono"
    )
    frame.sample_rate, frame.pts = SAMPLE_RATE, position
    graph.push(frame)


def _last_words(graph: av.filter.Graph) -> dict[str, str]:
    said: dict[str, str] = {}
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return said
        said = dict(frame.metadata) or said


def gain_for(loudness: Loudness, target_lufs: float) -> float:
    """The constant gain, in decibels, that brings a track to *target_lufs*; 0 for silence."""
    if math.isinf(loudness.integrated_lufs):
        return 0.0
    return target_lufs - loudness.integrated_lufs


def settle_gain(track: Track, target_lufs: float) -> tuple[float, Loudness]:
    """The gain that brings *track* to *target_lufs* with the limiter at work, and what is heard.

    The limiter takes a little loudness away with the peaks, so the gain is corrected by what is
    missing, twice at most; silence is left alone.
    """
    gain = gain_for(measure(raw_blocks(track)), target_lufs)
    heard = measure(levelled_blocks(track, gain))
    for _ in range(2):
        missing = gain_for(heard, target_lufs)
        if abs(missing) < 0.1:
            break
        gain += missing
        heard = measure(levelled_blocks(track, gain))
    return gain, heard


def raw_blocks(track: Track) -> Iterator[Samples]:
    """The track as it is, block by block."""
    for start in range(0, track.length, BLOCK):
        yield track.read(start, min(track.length, start + BLOCK))


def levelled_blocks(track: Track, gain_db: float) -> Iterator[Samples]:
    """The track with its gain and the limiter, block by block."""
    gain = np.float32(10 ** (gain_db / 20))
    margin = 4 * _LOOK
    for start in range(0, track.length, BLOCK):
        end = min(track.length, start + BLOCK)
        block = track.read(start - margin, end + margin) * gain
        yield (block * _limiting_gain(block))[margin : margin + end - start]


def as_pcm(block: Samples) -> NDArray[np.int16]:
    """Rounded to 16 bits."""
    pcm: NDArray[np.int16] = np.clip(np.rint(block * 32768.0), -32768, 32767).astype(np.int16)
    return pcm


def _limiting_gain(block: Samples) -> Samples:
    """Gain (0 to 1) that keeps every true peak of *block* under the ceiling.

    The least gain needed around each sample, averaged over as many samples: it never exceeds what
    is needed at any sample, and never jumps, so it doesn't click.
    """
    ceiling = 10 ** ((CEILING_DBTP - AAC_HEADROOM_DB) / 20)
    peaks = _true_peaks(block)
    if float(peaks.max(initial=0.0)) <= ceiling:
        return np.ones(1, np.float32)
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9)).astype(np.float32)
    window = 2 * _LOOK + 1
    padded = np.pad(needed, _LOOK, mode="edge")
    least = np.lib.stride_tricks.sliding_window_view(padded, window).min(axis=1)
    summed = np.cumsum(np.pad(least.astype(np.float64), (_LOOK + 1, _LOOK), mode="edge"))
    smooth: Samples = ((summed[window:] - summed[:-window]) / window).astype(np.float32)
    return smooth


def _true_peaks(block: Samples) -> Samples:
    """Largest magnitude within a quarter of a sample around each one: four-fold oversampling.

    A windowed sinc of 12 taps a phase, as long as the interpolator of BS.1770-5 Annex 2.
    """
    taps = np.arange(-6, 6)
    peaks = np.abs(block)
    for phase in (0.25, 0.5, 0.75):
        offsets = taps + 1 - phase
        kernel = np.sinc(offsets) * np.cos(np.pi * offsets / 14) ** 2
        between = np.convolve(block, kernel[::-1].astype(np.float32), mode="same")
        np.maximum(peaks, np.abs(between), out=peaks)
    return peaks
