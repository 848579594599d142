"""Sound files as blocks of 48 kHz floats: other people's behind a fence, our own in process.

Comes in: a file. Goes out: blocks of float samples, a few at a time, so that an hour takes no more
memory than a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame

from renderer.decoding.sounds import sound_blocks
from renderer.errors import SoundError
from renderer.messages import tr
from renderer.sound.track import Samples
from renderer.stopping import stop_point

_FRAMES = 48
"""Of AAC that are handed on in one block: a second."""


def file_blocks(path: Path, warn: Callable[[str], None] = lambda _: None) -> Iterator[Samples]:
    """The first sound track of *path* that can be decoded: its channels mixed to one, shape (n,).

    Two like channels come out as loud as each of them.

    Raises:
        SoundError: as `sound_blocks`; the message doesn't name it.
    """
    return sound_blocks(path, warn)


def encoded_blocks(path: Path) -> Iterator[Samples]:
    """The two channels of a sound track that was encoded here, blocks of shape (2, n).

    Raises:
        SoundError: it can't be decoded.
    """
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            frames = container.decode(audio=0)
            while some := list(islice(frames, _FRAMES)):
                stop_point()
                yield np.concatenate([_planes(frame) for frame in some], axis=-1)
    except (av.error.FFmpegError, OSError, ValueError) as failure:
        raise SoundError(
            tr("the sound just encoded can't be decoded ({why})", why=failure),
            code="encoding-failed",
        ) from failure


def _planes(frame: AudioFrame) -> Samples:
    return frame.to_ndarray().astype(np.float32, copy=False)  # AAC decodes to planar floats
