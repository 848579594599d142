"""Channels of any number become one, at any rate, around zero, in floats and without clipping.

Comes in: blocks of float samples as a codec gave them, and the names of their channels. Goes out:
blocks of one channel. Knows no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from numpy.typing import NDArray

Channels = NDArray[np.float32]
"""Shape (channels, n), full scale at ±1; louder isn't cut off."""
Mono = NDArray[np.float32]

_HEARD_FIRST = 4_000_000
"""Values listened to before anything is handed on: 40 s of stereo, 16 MB."""
_HEARD_SECONDS = 10
"""Of sound, not of silence, that tell a constant offset and how channels stand to each other."""
_AWAKE = 1e-4
"""-80 dBFS: what stays under this tells nothing of its channels."""
_OPPOSED = -0.9
"""Correlation of two channels under which their sum is mostly gone; wide stereo stays over -0.5."""
_CANCELLED_DB = -20.0
"""Three or more channels that lose this much by being mixed stand against each other."""
_WEIGHTS = {"FC": 1.0, "FL": 0.7071, "FR": 0.7071, "LFE": 0.0, "LFE2": 0.0}
"""As ITU-R BS.775 mixes down; surrounds count half."""
_DRIFT_HZ = 1
"""Under this is no sound, only the drift of a preamplifier. At 5 Hz a chord that stops would leave
a swing of -47 dB behind it, and no silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSource:
    """Blocks of one form: a file may change it on its way, where two were joined."""

    rate: int
    names: Sequence[str]
    """Of its channels, as libavutil names them; empty or like each other when none are known."""
    blocks: Iterator[Channels]


@dataclass(slots=True)
class Findings:
    """What was found out about a sound meanwhile."""

    opposed: list[int] = field(default_factory=list)
    """Where channels would cancel each other: the number, from 0, of the one that was taken."""


def mixed_down(source: ChannelSource, rate: int, findings: Findings) -> Iterator[Mono]:
    """*source* as one channel at *rate*; two like channels come out as loud as each of them."""
    head = _heard_first(source)
    if not head:
        return
    mixer = Mixer(np.concatenate(head, axis=1), source.names, findings)
    centred = map(mixer.mixed, chain(head, source.blocks))
    yield from _resampled(centred, source.rate, rate)


def _heard_first(source: ChannelSource) -> list[Channels]:
    """Blocks up to some seconds of sound, or all."""
    head: list[Channels] = []
    values = sounding = 0
    while values < _HEARD_FIRST and sounding < _HEARD_SECONDS * source.rate:
        block = next(source.blocks, None)
        if block is None:
            break
        head.append(block)
        values += block.size
        if float(np.abs(block).max(initial=0.0)) > _AWAKE:
            sounding += block.shape[1]
    return head


class Mixer:
    """How one sound's channels are put around zero and mixed, judged by its beginning."""

    def __init__(self, head: Channels, names: Sequence[str], findings: Findings) -> None:
        self._offset = head.mean(axis=1, keepdims=True, dtype=np.float64).astype(np.float32)
        self._weights = _weights(names, len(head))
        moved = head - self._offset
        powers = np.mean(np.square(moved, dtype=np.float64), axis=1)
        if len(head) > 1 and _cancel(moved, powers, self._weights):
            loudest = int(powers.argmax())
            findings.opposed.append(loudest)
            self._weights = np.zeros(len(head), np.float32)
            self._weights[loudest] = 1.0

    def mixed(self, block: Channels) -> Mono:
        """*block* as one channel."""
        return np.ascontiguousarray(self._weights @ (block - self._offset), np.float32)


def _weights(names: Sequence[str], count: int) -> NDArray[np.float32]:
    known = len(set(names)) == count
    raw = [_WEIGHTS.get(name, 0.5) if known else 1.0 for name in names[:count]]
    raw += [1.0] * (count - len(raw))
    whole = sum(raw)
    return np.array([w / whole if whole else 1.0 / count for w in raw], np.float32)


def _cancel(moved: Channels, powers: NDArray[np.float64], weights: NDArray[np.float32]) -> bool:
    if len(moved) == 2:
        both = float(np.sqrt(powers[0] * powers[1]))
        product = float(np.mean(moved[0].astype(np.float64) * moved[1]))
        return both > 0 and product / both < _OPPOSED
    mixed = float(np.mean(np.square(weights @ moved, dtype=np.float64)))
    return mixed < float(powers.max()) * 10 ** (_CANCELLED_DB / 10)


def _resampled(blocks: Iterable[Mono], rate: int, wanted: int) -> Iterator[Mono]:
    """*blocks* without what is lower than any sound, resampled."""
    highpass = ("highpass", f"f={_DRIFT_HZ}:poles=1")
    return filtered(blocks, rate, "fltp", (highpass, ("aresample", f"{wanted}")))


def filtered(
    blocks: Iterable[Mono], rate: int, form: str, steps: Sequence[tuple[str, str]]
) -> Iterator[Mono]:
    """*blocks* of *rate* Hz through FFmpeg's filters: *steps* are names and arguments, in order.

    *form* is how the filters see samples: "flt", or "fltp".
    """
    graph = Graph()
    graph.threads = 1
    last = graph.add_abuffer(sample_rate=rate, format=form, layout="mono")
    ends = (("aformat", f"sample_fmts={form}:channel_layouts=mono"), ("abuffersink", None))
    for name, arguments in (*steps, *ends):
        following = graph.add(name, arguments)
        last.link_to(following)
        last = following
    graph.configure()
    position = 0
    for block in blocks:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block)[None], form, "mono")
        frame.sample_rate, frame.pts = rate, position
        position += len(block)
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Graph) -> Iterator[Mono]:
    """What *graph* has ready."""
    while True:
        try:
            frame = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        if isinstance(frame, AudioFrame):
            yield frame.to_ndarray()[0]
