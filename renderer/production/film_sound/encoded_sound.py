"""A film's sound, encoded slide by slide, joined by copying packets, and listened to.

Comes in: a track in parts, a loudness, the cache. Goes out: an MP4 of sound, and what is heard of
it. A part's packets are kept by the digest of the very samples that the encoder is given, what is
heard of a stretch by that of the very packets that the decoder is: what was made before for
another film, or for this one before an edit, is what would be made now. Knows no slide.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.cancellation import stop_point
from renderer.encoding.aac import (
    Window,
    decode_packets,
    encode_packets,
    joins,
    window_of,
    write_sound,
)
from renderer.errors import EncodeError
from renderer.messages import tr
from renderer.messages.figures import decimal, short_figure
from renderer.sound.limiter import CEILING_DBTP, PEAK_EDGE, REACH, HighestPeak
from renderer.sound.loudness import (
    AAC_HEADROOM_DB,
    METER_LEAD,
    Levels,
    Parts,
    levelled_blocks,
    settle_gain,
    track_stretches,
    unlimited,
    weights_of,
)
from renderer.sound.meter import METER_STEP, gated, windows
from renderer.sound.track import BLOCK, Samples, Track
from renderer.store.cache import Cache, Entry, key_of
from renderer.store.code_digest import code_digest
from renderer.timebase import PACKET

PACKETS, HEARD = "packets", "heard"
"""The cache's names for a part's packets, and for what is heard of a stretch of them."""
RUN_UP = 8
"""Packets of what comes before that are encoded with a part and dropped: its first are then
windowed, and given bits, as in the middle of a film; with 16 their errors are the same."""
_AFTER = 2
"""Packets of what comes after: the last one of a part reaches into the first, for the sake of which
the encoder looks into the second."""
_TRIES = 6
"""Encodings at most, each with more left to the codec, until no peak of it passes the ceiling."""
_TOGETHER = 48
"""Packets that are heard in one block: a second."""
_SILENT = 1e-9
"""180 dB under full scale."""


def encode_track(cache: Cache, path: Path, parts: Parts, target: float) -> dict[str, Any]:
    """Encode the track of *parts* at *target* LUFS, and decode it again to see that nothing is too
    loud.

    Args:
        cache: where packets are kept, and what was heard of them.
        path: the MP4 to write.
        parts: of the track; each begins at a whole number of packets.
        target: LUFS.

    Raises:
        EncodeError: the codec failed, or lifts peaks over the ceiling however soft the track is.
    """
    headroom, length = AAC_HEADROOM_DB, parts.track.length
    for attempt in range(_TRIES):
        gain, _ = settle_gain(parts, target, headroom_db=headroom)
        levelled = _Levelled(track=parts.track, gain_db=gain, headroom_db=headroom)
        packets = _encoded(cache, levelled, parts.starts)
        loudness, peak = _heard(cache, packets, parts.starts, length)
        over = peak - CEILING_DBTP
        if over <= 0:
            write_sound(path, packets.between(0, packets.count), length)
            return {
                "samples": length,
                "gain_db": round(gain, 3),
                "loudness_lufs": _finite(loudness),
                "true_peak_dbtp": _finite(peak),
            }
        # Twice as much more each time: a peak may lie far under the ceiling and only AAC lifts it.
        headroom += max(over + 0.1, 0.5 * 2**attempt)
    raise EncodeError(
        tr(
            "the sound's peaks stay {over} dB over {ceiling} dBTP once encoded; remedy: ask for a"
            " softer film, 'loudness: -16'",
            over=decimal(over),
            ceiling=short_figure(CEILING_DBTP),
        ),
        code="peaks-too-high",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Levelled:
    """A track as it is to be encoded."""

    track: Track
    gain_db: float
    headroom_db: float

    def blocks(self, start: int, end: int) -> Iterator[Samples]:
        return levelled_blocks(
            self.track, self.gain_db, headroom_db=self.headroom_db, start=start, end=end
        )

    def digest(self, start: int, end: int) -> str:
        """Of all that decides these samples, but for the ceiling."""
        said = hashlib.sha256()
        for at in range(start - REACH, end + REACH, BLOCK):
            until = min(end + REACH, at + BLOCK)
            said.update(unlimited(self.track, self.gain_db, at, until).astype("<f4").tobytes())
        return said.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What is kept of a part: its packets, and how they are windowed at its ends."""

    path: Path
    offsets: NDArray[np.int64]
    """Of each packet in the file, and of its end."""
    assumed: Window | None
    """Of the packet that its encoder made before the first."""
    last: Window | None

    @property
    def count(self) -> int:
        return len(self.offsets) - 1

    def between(self, first: int, last: int) -> Iterator[bytes]:
        """Its packets *first* to *last*."""
        with self.path.open("rb") as stream:
            stream.seek(int(self.offsets[first]))
            for size in np.diff(self.offsets[first : last + 1]):
                yield stream.read(int(size))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packets:
    """All packets of a film; number n holds `PACKET` samples from step n - 1 on."""

    parts: Sequence[_Part]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    def between(self, first: int, last: int) -> Iterator[bytes]:
        """Packets *first* to *last*."""
        at = 0
        for part in self.parts:
            if first < at + part.count and at < last:
                yield from part.between(max(0, first - at), min(part.count, last - at))
            at += part.count


def _encoded(cache: Cache, sound: _Levelled, starts: Sequence[int]) -> _Packets:
    """The film's packets. Where two parts don't join, because their encoders disagree on how to
    window what lies at the join, they are encoded as one."""
    kept: dict[tuple[int, int], _Part] = {}
    edges = [*starts, sound.track.length]
    while True:
        spans = list(pairwise(edges))
        for start, end in spans:
            if (start, end) not in kept:
                kept[start, end] = _keep_part(cache, sound, start, end)
        parts = [kept[span] for span in spans]
        unfit = {
            start
            for (before, part), (start, _) in zip(pairwise(parts), spans[1:], strict=True)
            if not joins(before.last, part.assumed)
        }
        if not unfit:
            return _Packets(parts=parts)
        edges = [edge for edge in edges if edge not in unfit]


def _keep_part(cache: Cache, sound: _Levelled, start: int, end: int) -> _Part:
    first = max(0, start - RUN_UP * PACKET)
    last = min(sound.track.length, end + _AFTER * PACKET)
    # The encoder's first packet comes before the samples that it is given: only a film's own does.
    skipped = (start - first) // PACKET + 1 if start else 0
    wanted = -(-(end - first) // PACKET) + 1 - skipped

    def write(draft: Path) -> Mapping[str, Any]:
        packets = encode_packets(sound.blocks(first, last))
        assumed = [window_of(packet) for packet in islice(packets, skipped)][-1:]
        sizes, packet = list[int](), b""
        with draft.open("wb") as stream:
            for packet in islice(packets, wanted):
                sizes.append(stream.write(packet))
        return {"sizes": sizes, "assumed": assumed, "last": window_of(packet)}

    key = key_of(
        {
            "kind": PACKETS,
            "code": code_digest(__name__),
            "av": _version("av"),
            "numpy": _version("numpy"),
            "samples": sound.digest(first, last),
            "ceiling": CEILING_DBTP - sound.headroom_db,
            "place": [start - first, end - first, last - first],
            "packets": [skipped, wanted],
        }
    )
    return _part_of(cache.local.find_or_keep(PACKETS, key, write))


def _part_of(entry: Entry) -> _Part:
    assumed, last = entry.facts["assumed"], entry.facts["last"]
    return _Part(
        path=entry.path,
        offsets=np.cumsum([0, *entry.facts["sizes"]]),
        assumed=_window(assumed[0]) if assumed else None,
        last=_window(last),
    )


def _window(noted: Sequence[int] | None) -> Window | None:
    return None if noted is None else (noted[0], noted[1])


def _heard(
    cache: Cache, packets: _Packets, starts: Sequence[int], length: int
) -> tuple[float, float]:
    """LUFS and dBTP of what a listener hears; -inf for silence."""
    levels, weights, highest = list[Levels](), list[NDArray[np.float64]](), 0.0
    for start, end in track_stretches(starts, length):
        heard, peak = _keep_heard(cache, packets, start, end, is_last=end == length)
        levels.append(heard)
        weights.append(weights_of(start, end, length))
        highest = max(highest, peak)
    peak_db = 20 * math.log10(highest) if highest > _SILENT else -math.inf
    return gated(np.concatenate(levels), np.concatenate(weights)), peak_db


def _keep_heard(
    cache: Cache, packets: _Packets, start: int, end: int, *, is_last: bool
) -> tuple[Levels, float]:
    """LUFS of the 400 ms before each 100 ms of a stretch, and its highest peak, linear."""
    until = start - (start - end) // METER_STEP * METER_STEP
    first = max(0, (start - METER_LEAD) // PACKET)  # to decode from; what is heard begins one later
    data = list(packets.between(first, min(packets.count, -(-until // PACKET) + 1)))
    origin = first * PACKET
    place = [start - origin, end - origin, until - origin, is_last]

    def write(draft: Path) -> Mapping[str, Any]:
        levels, peak = _listen(data, start - origin, end - origin, until - origin, is_last=is_last)
        draft.write_bytes(levels.astype("<f4").tobytes())
        return {"peak": peak}

    said = hashlib.sha256(np.array([len(packet) for packet in data], "<u4").tobytes())
    for packet in data:
        said.update(packet)
    key = key_of(
        {
            "kind": HEARD,
            "code": code_digest(__name__),
            "av": _version("av"),
            "packets": said.hexdigest(),
            "place": place,
        }
    )
    entry = cache.local.find_or_keep(HEARD, key, write)
    return np.frombuffer(entry.path.read_bytes(), "<f4"), float(entry.facts["peak"])


def _listen(
    data: Sequence[bytes], start: int, end: int, until: int, *, is_last: bool
) -> tuple[Levels, float]:
    """As `_keep_heard`; samples are counted from the second of the packets *data* on, which is the
    first that is heard whole. Before and after a film there is silence."""
    peaks = HighestPeak()
    lead = start - METER_LEAD
    # A stretch has the peaks from a little before it to a little before its end.
    reach = end + 2 * PEAK_EDGE if is_last else end

    def tape() -> Iterator[Samples]:
        at = min(0, lead)
        before = np.zeros((2, -at), np.float32)
        after = np.zeros((2, METER_STEP + PACKET), np.float32)
        decoded = islice(decode_packets(data), 1, None)
        seconds = iter(lambda: list(islice(decoded, _TOGETHER)), [])
        heard = (np.concatenate(some, axis=1) for some in seconds)
        for block in chain([before], heard, [after]):
            stop_point()
            peaks.hear(_within(block, at, start - 2 * PEAK_EDGE, reach))
            yield _within(block, at, lead, until)
            at += block.shape[1]

    levels = windows(tape())[METER_LEAD // METER_STEP :]
    return levels, peaks.verdict()


def _within(block: Samples, at: int, first: int, last: int) -> Samples:
    """What of *block*, which begins at sample *at*, lies between two samples."""
    return block[:, max(0, first - at) : max(0, last - at)]


def _finite(decibels: float) -> float | None:
    return None if math.isinf(decibels) else round(decibels, 2)


@lru_cache(maxsize=2)
def _version(package: str) -> str:
    return version(package)
