"""What a meter says of a track: ITU-R BS.1770-5 / EBU R 128, ffmpeg's `ebur128` in process.

Comes in: blocks of samples. Goes out: `Loudness` of all of it, or the loudness of each 400 ms,
which `gated` sums up to that of all: a film's is had from its parts'. Changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from renderer.cancellation import stop_point
from renderer.sound.track import Samples
from renderer.timebase import SAMPLE_RATE

METER_STEP = SAMPLE_RATE // 10
"""Samples after which `ebur128` has something new to say."""
METER_WINDOW = 4 * METER_STEP
"""Samples (400 ms) of which it says it: a block of BS.1770."""
_AWAKE = np.float32(1e-9)
"""What every other sample is moved up by, and the others down: 180 dB under full scale. In digital
silence the filters of `ebur128` (FFmpeg 8) would ring down through numbers so small (denormal) that
x86 takes four times as long for the whole film."""
_ABSOLUTE_LUFS, _RELATIVE_LU = -70.0, -10.0
"""What is softer than these, by itself or under the mean of the rest, is a pause: not counted."""
_QUIETEST_LUFS = -69.0
"""`ebur128` says -70 when every block was gated: silence, or less than 0.4 s of sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """What a meter says of a whole track."""

    integrated_lufs: float
    """-inf for silence."""
    true_peak_dbtp: float
    """-inf for digital silence, inf where it wasn't asked for."""
    loudest_lufs: float = -math.inf
    """Of its loudest 3 s; -inf for what is shorter, or silence."""


def measure(blocks: Iterable[Samples], *, peaks: bool = True) -> Loudness:
    """Integrated loudness of a track given in blocks, and its true peak if *peaks* are wanted.

    Peaks take two thirds of the meter's time; without them the true peak is said to be infinite,
    so that nothing passes for quiet that wasn't listened to.

    The track is mono here and two like channels in the film, whose powers add: the meter is told
    so (`dualmono`). Without it a film would be 3 LU louder than it was said to be.
    """
    meter = _Meter("mono", f"peak={'true' if peaks else 'none'}:dualmono=true")
    for block in blocks:
        meter.hear(block)
    verdict = meter.verdict()
    return verdict if peaks else replace(verdict, true_peak_dbtp=math.inf)


def windows(blocks: Iterable[Samples]) -> NDArray[np.float32]:
    """LUFS of the last 400 ms of a track after each whole 100 ms of it, silence before it: mono, as
    `measure` hears it, or two channels, in blocks of shape (2, n)."""
    meter: _Meter | None = None
    for block in blocks:
        if meter is None:
            stereo = block.ndim == 2
            meter = _Meter("stereo" if stereo else "mono", f"peak=none:dualmono={not stereo:d}")
        meter.hear(block)
    if meter is None:
        return np.empty(0, np.float32)
    return np.array(meter.windows, np.float32)


def gated(levels: NDArray[np.float32], weights: NDArray[np.float64]) -> float:
    """The integrated loudness of a track whose 400 ms are as loud as *levels*, each counted as
    *weights* says; -inf for silence."""
    counted = (levels >= _ABSOLUTE_LUFS) & (weights > 0)
    levels, weights = levels[counted], weights[counted]
    if not len(levels):
        return -math.inf
    powers = 10 ** (levels.astype(np.float64) / 10)
    mean = np.average(powers, weights=weights)
    loud = powers >= mean * 10 ** (_RELATIVE_LU / 10)
    return float(10 * math.log10(np.average(powers[loud], weights=weights[loud])))


class _Meter:
    """One run of the filter."""

    def __init__(self, layout: str, options: str) -> None:
        self.layout = layout
        self.graph = av.filter.Graph()
        source = self.graph.add_abuffer(sample_rate=SAMPLE_RATE, format="fltp", layout=layout)
        meter = self.graph.add("ebur128", f"metadata=1:framelog=quiet:{options}")
        sink = self.graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self.graph.configure()
        self.position = 0
        self.windows: list[float] = []
        self.integrated = -70.0
        self.loudest = -math.inf
        self.peak = 0.0

    def hear(self, block: Samples) -> None:
        """Push *block*, of shape (n,) or (channels, n), through, and note what is said of it."""
        stop_point()
        planes = np.array(np.atleast_2d(block), np.float32, order="C")
        if not planes.shape[1]:
            return
        planes[:, ::2] += _AWAKE
        planes[:, 1::2] -= _AWAKE
        frame = AudioFrame.from_ndarray(planes, format="fltp", layout=self.layout)
        frame.sample_rate, frame.pts = SAMPLE_RATE, self.position
        self.graph.push(frame)
        self.position += planes.shape[1]
        while True:
            try:
                said = dict(self.graph.pull().metadata)
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if said:
                self.integrated = float(said.get("lavfi.r128.I", "-70"))
                self.windows.append(float(said.get("lavfi.r128.M", "-inf")))
                self.peak = float(said.get("lavfi.r128.true_peak", "0"))
                # Before 3 s have passed, the filter counts what hasn't been heard as silence.
                self.loudest = max(self.loudest, float(said.get("lavfi.r128.S", "-inf")))

    def verdict(self) -> Loudness:
        """What was said of all that was heard; nothing more can be heard afterwards."""
        integrated, loudest = self.integrated, self.loudest
        # The meter speaks every 100 ms: silence brings out the peak of what it hasn't spoken of.
        channels = 2 if self.layout == "stereo" else 1
        self.hear(np.zeros((channels, 2 * METER_STEP), np.float32))
        return Loudness(
            integrated_lufs=integrated if integrated > _QUIETEST_LUFS else -math.inf,
            true_peak_dbtp=20 * math.log10(self.peak) if self.peak > 4 * _AWAKE else -math.inf,
            loudest_lufs=loudest if loudest > _QUIETEST_LUFS else -math.inf,
        )
