"""Any sound file as blocks of 48 kHz mono, decoded in process.

Comes in: a file. Goes out: blocks of float samples, a few at a time, so that an hour takes no more
memory than a second. Reads no playlist and no format that names other files.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame

from renderer.errors import SoundError
from renderer.sound.track import Samples
from renderer.stopping import stop_point
from renderer.timebase import SAMPLE_RATE
from renderer.voices.pcm import FORMATS

_FRAMES = 48
"""Of a codec that are handed on in one block: a second of AAC."""


def file_blocks(path: Path, channels: int = 1) -> Iterator[Samples]:
    """The first sound stream of *path*: its channels mixed to one, blocks of shape (n,), or two of
    them, (2, n).

    Two like channels come out as loud as each of them.

    Raises:
        SoundError: it is no sound file, or is damaged; the message doesn't name it.
    """
    try:
        with (
            path.open("rb") as stream,
            av.open(stream, "r", options={"format_whitelist": FORMATS}) as container,
        ):
            if not container.streams.audio:
                raise SoundError("it holds no sound")
            sounding = container.streams.audio[0]
            layout = "mono" if channels == 1 else "stereo"
            # To integers: mixing floats to floats, swresample (FFmpeg 8) lets two like channels
            # add up to 1.4 times each; to integers it halves them first.
            down = av.AudioResampler(format="s32", layout=layout, rate=SAMPLE_RATE)
            # A codec's frames are small: what is done with blocks costs as much for these.
            frames = chain.from_iterable(
                map(down.resample, chain(container.decode(sounding), [None]))
            )
            while some := list(islice(frames, _FRAMES)):
                stop_point()
                yield np.concatenate([_floats(frame) for frame in some], axis=-1)
    except OSError as failure:
        # PyAV's own errors are OSErrors too, for the most part.
        raise SoundError(f"it can't be read ({failure.strerror or failure})") from failure
    except (av.error.FFmpegError, ValueError) as failure:
        raise SoundError(f"it can't be decoded ({failure})") from failure


def _floats(frame: AudioFrame) -> Samples:
    # Packed: one row, the channels' samples in turn.
    turns = frame.to_ndarray().reshape(-1, len(frame.layout.channels)).T
    samples: Samples = turns.astype(np.float32) / np.float32(2**31)
    return samples[0] if len(samples) == 1 else samples
