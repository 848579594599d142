"""A gain that keeps true peaks under a ceiling and touches nothing else: no compressor.

Comes in: a block with its surroundings. Goes out: a gain for each sample; the peak of a track. The
gain keeps nothing between blocks: a sample's depends on `REACH` samples around it alone.
"""

from __future__ import annotations

import numpy as np

from renderer.sound.track import Samples

CEILING_DBTP = -1.5
"""True peak that the film may not pass."""
LOOK = 240
"""Samples (5 ms) over which the gain moves."""
REACH = 4 * LOOK
"""Samples around a block that decide the gains within it, with some to spare."""

_TAPS = 12
"""Of the interpolator, a phase."""
PEAK_EDGE = _TAPS
"""Samples on either side of one that decide the peak beside it."""
_MOST_BETWEEN = 1.97
"""Sum of the interpolator's magnitudes half-way between two samples: 1.9616."""
_STRETCH = 1024
"""Samples that are interpolated together or not at all."""


def limiting_gain(block: Samples, ceiling_dbtp: float) -> Samples:
    """Gain (0 to 1) that keeps every true peak of *block* under the ceiling.

    The least gain needed around each sample, averaged over as many samples: it never exceeds what
    is needed at any sample, and never jumps, so it doesn't click. One gain of 1 for a block that
    needs none.
    """
    ceiling = 10 ** (ceiling_dbtp / 20)
    peaks = _peaks_over(block, ceiling)
    if float(peaks.max(initial=0.0)) <= ceiling:
        return np.ones(1, np.float32)
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9)).astype(np.float32)
    window = 2 * LOOK + 1
    padded = np.pad(needed, LOOK, mode="edge")
    least = _running_least(padded, window)
    summed = np.cumsum(np.pad(least.astype(np.float64), (LOOK + 1, LOOK), mode="edge"))
    smooth: Samples = ((summed[window:] - summed[:-window]) / window).astype(np.float32)
    return smooth


def _peaks_over(block: Samples, ceiling: float) -> Samples:
    """As `true_peaks` wherever these may pass *ceiling*; elsewhere the samples' own magnitudes.

    Between samples no curve rises higher than `_MOST_BETWEEN` times the largest of them, so only
    stretches with a sample over that part of the ceiling are interpolated.
    """
    peaks: Samples = np.abs(block)
    count = -(-len(block) // _STRETCH)
    most = np.pad(peaks, (0, count * _STRETCH - len(block))).reshape(count, _STRETCH).max(axis=1)
    # A loud sample at the edge of one stretch lifts the curve in the next.
    near = np.convolve(most > ceiling / _MOST_BETWEEN, np.ones(3), mode="same") > 0
    edges = np.flatnonzero(np.diff(np.pad(near, 1).astype(np.int8))) * _STRETCH
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        reach = max(0, first - _TAPS)
        found = true_peaks(block[reach : last + _TAPS])[first - reach :]
        part = peaks[first:last]
        part[:] = found[: len(part)]
    return peaks


class HighestPeak:
    """The highest true peak of a track that is heard block by block, of shape (channels, n), but
    for `PEAK_EDGE` samples at either end, whose peaks are decided by what isn't heard."""

    def __init__(self) -> None:
        self._highest = 0.0
        self._before: Samples | None = None

    def hear(self, block: Samples) -> None:
        """Take it in; only what may pass the highest so far is interpolated."""
        if not block.shape[1]:
            return
        joined = block if self._before is None else np.concatenate([self._before, block], axis=1)
        self._before = joined[:, -2 * PEAK_EDGE :]
        alike = all(np.array_equal(joined[0], other) for other in joined[1:])
        for channel in joined[:1] if alike else joined:
            # What lies at an edge is looked at with what lies beyond it.
            inner = slice(PEAK_EDGE, max(PEAK_EDGE, len(channel) - PEAK_EDGE))
            self._highest = max(self._highest, float(np.abs(channel[inner]).max(initial=0.0)))
            found = _peaks_over(channel, self._highest)[inner]
            self._highest = max(self._highest, float(found.max(initial=0.0)))

    def verdict(self) -> float:
        """Linear; 0 for silence."""
        return self._highest


def _running_least(values: Samples, window: int) -> Samples:
    """Least of each *window* consecutive values; windows are doubled, not looked through."""
    least, width = values, 1
    while 2 * width <= window:
        least = np.minimum(least[:-width], least[width:])
        width *= 2
    rest = window - width
    return np.minimum(least[: len(least) - rest], least[rest:])


def true_peaks(block: Samples) -> Samples:
    """Largest magnitude within a quarter of a sample around each one: four-fold oversampling.

    A windowed sinc of 12 taps a phase, as long as the interpolator of BS.1770-5 Annex 2.
    """
    taps = np.arange(-_TAPS // 2, _TAPS // 2)
    peaks = np.abs(block)
    for phase in (0.25, 0.5, 0.75):
        offsets = taps + 1 - phase
        kernel = np.sinc(offsets) * np.cos(np.pi * offsets / 14) ** 2
        between = np.convolve(block, kernel[::-1].astype(np.float32), mode="same")
        np.maximum(peaks, np.abs(between), out=peaks)
    return peaks
