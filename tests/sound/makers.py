"""Music made in code, and files of it: chords that swell and change, so that a seam would show."""

from __future__ import annotations

import wave
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from renderer.sound.music_file import MusicFile, decode_piece, piece_of

RATE = 48_000
Floats = NDArray[np.float32]
_CHORDS = ((220.0, 277.2, 329.6), (196.0, 246.9, 293.7), (174.6, 220.0, 261.6))


@cache
def chords(seconds: float = 14.0, level: float = 0.2) -> Floats:
    """Three chords in turn, two seconds each, that melt into one another."""
    t = np.arange(round(seconds * RATE)) / RATE
    out = np.zeros(len(t))
    for number, notes in enumerate(_CHORDS):
        phase = np.clip(1.5 - np.abs((t / 2 - number) % 3 - 1.5 + 1), 0, 1)
        for note in notes:
            out += np.sin(np.pi / 2 * phase) * np.sin(2 * np.pi * note * t)
    return (level * out / 3).astype(np.float32)


def as_int16(samples: Floats) -> NDArray[np.int16]:
    return np.clip(np.rint(samples * 32_768), -32_768, 32_767).astype(np.int16)


def write_wav(path: Path, samples: Floats, rate: int = RATE, channels: int = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(as_int16(samples), channels).astype("<i2").tobytes())
    return path


def piece_from(folder: Path, samples: Floats) -> MusicFile:
    """*samples* through a file and back, as a film's music."""
    source = write_wav(folder / "air.wav", samples)
    facts = decode_piece(source, folder / "air.pcm")
    return piece_of(folder / "air.pcm", facts)


def worst_step(samples: Floats) -> float:
    """The largest difference between two samples that follow each other: a click is a large one."""
    return float(np.abs(np.diff(samples.astype(np.float64))).max(initial=0.0))


def level_db(samples: Floats) -> float:
    return float(10 * np.log10(np.mean(np.square(samples.astype(np.float64))) + 1e-20))
