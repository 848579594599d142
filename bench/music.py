"""Music for benches: slow chords that swell, made here and free of rights (CC0).

Comes in: a file's name. Goes out: a WAV of 40 s. Knows no film.
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

_RATE = 48_000
_SECONDS = 40
_CHORDS = ((146.8, 220.0, 293.7), (130.8, 196.0, 329.6), (174.6, 220.0, 349.2), (164.8, 246.9, 392))


def write_music(path: Path) -> None:
    """Write the piece: four chords of ten seconds, each with overtones, swelling by 12 dB."""
    t = np.arange(_SECONDS * _RATE) / _RATE
    each = _SECONDS / len(_CHORDS)
    out = np.zeros(len(t))
    for number, notes in enumerate(_CHORDS):
        away = np.abs((t - each * (number + 0.5) + _SECONDS / 2) % _SECONDS - _SECONDS / 2)
        part = np.clip(1.2 - away / each, 0, 1)
        for note in notes:
            for overtone in (1, 2, 3):
                out += part * np.sin(2 * np.pi * note * overtone * t) / overtone**2
    swell = 10 ** ((-6 + 6 * np.sin(2 * np.pi * t / 17)) / 20)
    pcm = np.rint(out * swell / np.abs(out).max() * 0.5 * 32_767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(pcm.tobytes())
