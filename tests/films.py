"""Small segments and sounds for tests with real codecs, and readers that count for themselves."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from renderer.encoding.codec import EncoderSettings
from renderer.encoding.encode_video import encode_segment
from renderer.frames.pixels import Planes, Size

SIZE = Size(64, 36)
SETTINGS = EncoderSettings(size=SIZE, fps=25)


def paint_moving(seed: int) -> Any:
    """Paints noise that drifts, different for each *seed* and frame."""
    texture = np.random.default_rng(seed).integers(30, 220, (400, 1200), dtype=np.uint8)

    def paint(frame: int, into: Planes) -> None:
        height, width = into.y.shape
        into.y[:] = texture[:height, 2 * frame % 500 : 2 * frame % 500 + width]
        into.u[:] = (128 + 3 * seed + frame) % 200
        into.v[:] = 128

    return paint


def segment(path: Path, length: int, seed: int = 0, settings: EncoderSettings = SETTINGS) -> Path:
    encode_segment(path, length, settings, lambda frame: frame, paint_moving(seed))
    return path


def frame_hashes(path: Path) -> list[str]:
    """A digest of every decoded picture, as `ffmpeg -f framemd5` would give."""
    with av.open(str(path)) as container:
        return [
            hashlib.md5(frame.to_ndarray().tobytes(), usedforsecurity=False).hexdigest()
            for frame in container.decode(video=0)
        ]


def heard(path: Path) -> NDArray[np.float32]:
    """Decoded sound, shape (channels, samples)."""
    with av.open(str(path)) as container:
        return np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)


def tone(samples: int, hertz: float = 440.0, level: float = 0.1) -> NDArray[np.float32]:
    return (level * np.sin(2 * np.pi * hertz * np.arange(samples) / 48_000)).astype(np.float32)


def in_blocks(sound: NDArray[np.float32], block: int = 10_000) -> Iterator[NDArray[np.float32]]:
    for start in range(0, len(sound), block):
        yield sound[start : start + block]
