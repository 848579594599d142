"""Bytes of sound from an engine → int16 mono, in process with PyAV, and a few measures of samples.

Comes in: bytes in any common sound format; samples, as int16 or as floats around zero. Goes out:
mono int16 samples, decibels. Runs no program and reads no playlist; files that people bring are
`decoding.sounds`' business. Knows no voice and no slides.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from renderer.cancellation import stop_point
from renderer.errors import VoiceError
from renderer.messages import tr

if TYPE_CHECKING:
    import av

LOUDEST = 32_767
"""Full scale of 16 bits."""
FORMATS = "mp3,wav,flac,ogg,aiff,aac,mov,matroska"
"""What is tried on a file; never a playlist or a format that names other files."""
SILENCE_DB = -50.0
"""dBFS RMS of a few milliseconds under which nothing is said."""
_WINDOW_MS, _FLOOR_MS = 10, 200
"""How long a stretch is that is measured, and the softest of how much of them tells what is heard
where nobody speaks: longer than a stop within a word, shorter than a breath's pause."""
_DIGITAL_DB = -100.0
"""Softer is no microphone's noise."""
LONGEST_SECONDS = 3_600
"""An hour in one file is a mistake, or an attack on memory."""


def decode_sound(source: bytes) -> tuple[NDArray[np.int16], int]:
    """The first sound stream of *source* as mono samples, shape (n,), and its own rate in Hz.

    Raises:
        VoiceError: it is no sound file, is damaged, holds no sample, or is over an hour long.
    """
    import av

    try:
        with av.open(
            io.BytesIO(source),
            "r",
            container_options={"format_whitelist": FORMATS},
            metadata_errors="replace",
        ) as container:
            if not container.streams.audio:
                raise VoiceError(tr("it holds no sound"), code="voice-failed")
            return _mono(container)
    except (av.error.FFmpegError, EOFError, ValueError) as failure:
        raise VoiceError(
            tr("it can't be decoded ({why})", why=failure), code="voice-failed"
        ) from failure


def _mono(container: av.container.InputContainer) -> tuple[NDArray[np.int16], int]:
    import av

    rate = container.streams.audio[0].rate
    down = av.AudioResampler(format="s16", layout="mono", rate=rate)
    pieces: list[NDArray[np.int16]] = []
    length = 0
    for frame in container.decode(audio=0):
        stop_point()
        for part in down.resample(frame):
            pieces.append(_flat(part))
            length += len(pieces[-1])
        if length > rate * LONGEST_SECONDS:
            minutes = LONGEST_SECONDS // 60
            raise VoiceError(
                tr("it is longer than {minutes} minutes", minutes=minutes), code="voice-failed"
            )
    pieces += [_flat(part) for part in down.resample(None)]
    if not pieces or not sum(map(len, pieces)):
        raise VoiceError(tr("it holds no sound"), code="voice-failed")
    return np.concatenate(pieces).astype(np.int16, copy=False), rate


def _flat(frame: av.AudioFrame) -> NDArray[np.int16]:
    return np.asarray(frame.to_ndarray(), dtype=np.int16).reshape(-1)


def resample(samples: NDArray[Any], rate: int, wanted: int) -> NDArray[Any]:
    """*samples* at *wanted* Hz: exactly ``ceil(n * wanted / rate)`` of them, of the same kind."""
    import av

    if rate == wanted:
        return samples
    kind, form = (np.float32, "flt") if samples.dtype.kind == "f" else (np.int16, "s16")
    # Silence on both sides: the filter reaches a few milliseconds past what it is given.
    around = rate // 20
    padded = np.pad(samples.astype(kind, copy=False), around)
    frame = av.AudioFrame.from_ndarray(padded.reshape(1, -1), format=form, layout="mono")
    frame.sample_rate = rate
    change = av.AudioResampler(format=form, layout="mono", rate=wanted)
    parts = [part.to_ndarray()[0] for part in (*change.resample(frame), *change.resample(None))]
    skipped = around * wanted // rate
    length = -(-len(samples) * wanted // rate)
    out = np.concatenate(parts)[skipped : skipped + length]
    return np.pad(out, (0, length - len(out))).astype(kind, copy=False)


def loudness_of_windows(samples: NDArray[Any], rate: int, window_ms: int) -> NDArray[np.float64]:
    """dBFS RMS of each whole window of *window_ms*, at least one; digital silence is -120."""
    size = max(1, rate * window_ms // 1000)
    count = max(1, len(samples) // size)
    windows = np.resize(samples[: count * size].astype(np.float32), (count, size))
    power = np.mean(np.square(windows), axis=1, dtype=np.float64) / _scale(samples) ** 2
    return np.asarray(10.0 * np.log10(np.maximum(power, 1e-12)))


def _scale(samples: NDArray[Any]) -> float:
    """What full scale is in *samples*."""
    return 1.0 if samples.dtype.kind == "f" else 32_768.0


def noise_floor(samples: NDArray[Any], rate: int) -> float:
    """dBFS RMS of what is heard where nobody speaks: a room, a hum; -120 when nothing is.

    Told by the softest fifth of a second. Silence that was cut in with an editor doesn't count.
    """
    windows = loudness_of_windows(samples, rate, _WINDOW_MS)
    windows = windows[windows > _DIGITAL_DB]
    count = min(len(windows), _FLOOR_MS // _WINDOW_MS)
    if not count:
        return -120.0
    power = np.convolve(10.0 ** (windows / 10.0), np.full(count, 1 / count), mode="valid")
    return float(10.0 * np.log10(np.quantile(power, 0.01)))


def without_silent_ends(samples: NDArray[np.int16], rate: int) -> NDArray[np.int16]:
    """*samples* from 20 ms before the first sound to 20 ms after the last; silence stays whole."""
    sounding = np.flatnonzero(loudness_of_windows(samples, rate, 10) > SILENCE_DB)
    if not len(sounding):
        return samples
    window = rate // 100
    first, last = int(sounding[0]) - 2, int(sounding[-1]) + 3
    return samples[max(0, first * window) : last * window]


def level_of_speech(samples: NDArray[Any], rate: int) -> float:
    """dBFS RMS of what is spoken: of 20 ms windows, those within 20 dB of the loud ones.

    Silence doesn't count, so that long pauses don't make a reader seem quiet. Comparable between
    voices; not LUFS.
    """
    windows = loudness_of_windows(samples, rate, 20)
    loud = float(np.quantile(windows, 0.95))
    spoken = windows[windows >= loud - 20.0]
    return float(10.0 * np.log10(np.mean(10.0 ** (spoken / 10.0))))
