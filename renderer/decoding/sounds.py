"""Sound files, decoded behind a fence.

Comes in: a path. Goes out: mono floats, in blocks of a few at a time, so that an hour takes no more
memory than a second; or a `SoundError` about that file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.decoding.file_integrity import NotAFileError, state_of, why
from renderer.decoding.limits import MEBIBYTE, DecodeLimits
from renderer.decoding.sandbox import Fence, Trade, open_fence
from renderer.errors import SoundError
from renderer.messages import deferred, tr, trc, trn
from renderer.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SOUNDS = Trade(
    module="renderer.decoding.sound_file",
    error=SoundError,
    wall=deferred("{file} took longer than {seconds} s to decode: save it anew, shorter or as WAV"),
    cpu=deferred(
        "{file} took more than {seconds} s of processor to decode: save it anew, shorter or as WAV"
    ),
    crash=deferred(
        "{file} crashed the decoder ({how}): it is damaged or hostile; save it again with "
        "a sound editor"
    ),
    start=deferred(
        "the process that decodes sounds can't start ({how}): install what requirements.txt "
        "lists, or see what 'doctor' says"
    ),
)
LIMITS = DecodeLimits(memory_bytes=1024 * MEBIBYTE, cpu_seconds=60, wall_seconds=90.0)
"""Python, NumPy and PyAV take 0.3 GB of address space before they decode anything."""


def open_sound_decoder() -> AbstractContextManager[Fence]:
    """A fence for sounds, to be shared by several `sound_blocks`."""
    return open_fence(SOUNDS, 1, LIMITS)


def sound_blocks(
    path: Path, warn: Callable[[str], None], decoder: Fence | None = None
) -> Iterator[NDArray[np.float32]]:
    """The sound of *path* at 48 kHz; full scale is ±1, and louder isn't cut off.

    Args:
        path: of a file in a common sound format.
        warn: is told what an author should know of it; the words don't name it.
        decoder: where it is decoded; None: in a process of its own.

    Raises:
        SoundError: it is no sound file, is damaged, cut short or hostile; the message doesn't name
            it.
    """
    return (block for _, block in _blocks(path, SAMPLE_RATE, warn, decoder))


def whole_sound(
    path: Path, most_seconds: int, warn: Callable[[str], None], decoder: Fence | None = None
) -> tuple[NDArray[np.float32], int]:
    """All of the sound of *path* at its own rate, and that rate.

    Raises:
        SoundError: as `sound_blocks`; it is empty, or longer than *most_seconds*.
    """
    import numpy as np

    blocks: list[NDArray[np.float32]] = []
    length = rate = 0
    for rate, block in _blocks(path, 0, warn, decoder):
        blocks.append(block)
        length += len(block)
        if length > most_seconds * rate:
            raise SoundError(
                trn(
                    "it is longer than {count} minute: cut it",
                    "it is longer than {count} minutes: cut it",
                    most_seconds // 60,
                ),
                code="sound-too-long",
            )
    if not length:
        raise SoundError(tr("it holds no sound: record it again"), code="sound-missing")
    return np.concatenate(blocks), rate


def _blocks(
    path: Path, rate: int, warn: Callable[[str], None], decoder: Fence | None
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    import numpy as np

    try:
        empty = not state_of(path).size
    except OSError as failure:
        told = tr("it can't be read: {why}", why=why(failure))
        if isinstance(failure, NotAFileError):
            raise SoundError(told, code="file-kind-unfit") from failure
        raise SoundError(told, code="file-unreadable") from failure
    if empty:
        raise SoundError(
            tr("it can't be decoded: it is empty (0 bytes); copy it again"), code="file-empty"
        )
    fence = open_sound_decoder() if decoder is None else nullcontext(decoder)
    request = {"path": str(path.absolute()), "rate": rate}
    with fence as shared, shared.worker() as worker:
        for reply, data in worker.ask(trc("a file", "it"), request):
            for warning in reply.get("warnings", ()):
                warn(warning)
            if data:
                yield reply["rate"], np.frombuffer(data, np.float32)
