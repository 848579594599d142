"""Integer time: frames and samples, and the few places where seconds become one of them.

Comes in: seconds as an author writes them. Goes out: whole frames and whole samples.
Knows nothing of slides or sound.
"""

from __future__ import annotations

from dataclasses import dataclass

SAMPLE_RATE = 48_000
"""Samples a second of every take and every film (Hz)."""
PACKET = 1024
"""Samples of a packet of AAC. The sound of a slide begins at a whole number of them."""
FRAME_RATES = tuple(rate for rate in range(1, 121) if SAMPLE_RATE % rate == 0)
"""Frames a second that a film may have, ascending: a frame lasts a whole number of samples, and
120 is what the fastest screens that people own show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timebase:
    """How many frames make a second. A frame lasts a whole number of samples."""

    fps: int = 25

    def __post_init__(self) -> None:
        if self.fps <= 0 or SAMPLE_RATE % self.fps:
            raise ValueError(f"{SAMPLE_RATE} Hz is not a whole number of samples at {self.fps} fps")

    @property
    def samples_per_frame(self) -> int:
        """Samples that one frame lasts."""
        return SAMPLE_RATE // self.fps

    def frames_holding(self, samples: int) -> int:
        """Fewest whole frames that last at least *samples* samples."""
        return -(-samples // self.samples_per_frame)

    def frames_in(self, seconds: float) -> int:
        """Whole frames nearest to *seconds*; ties go to the even frame."""
        return round(seconds * self.fps)

    def samples_at(self, frame: int) -> int:
        """The first sample of *frame*."""
        return frame * self.samples_per_frame

    def seconds_at(self, frame: int) -> float:
        """Seconds before *frame* starts; for screens and files, never for arithmetic."""
        return frame / self.fps

    def timestamp(self, frame: int, decimal: str = ".") -> str:
        """*frame* as ``HH:MM:SS.mmm`` (WebVTT) or, with ``decimal=","``, SRT.

        Rounded to milliseconds before it is split into fields, so that 59.9996 s reads
        00:01:00.000 and never 00:00:60.000.
        """
        milliseconds = round(frame * 1000 / self.fps)
        seconds, milliseconds = divmod(milliseconds, 1000)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}:{seconds:02}{decimal}{milliseconds:03}"


def steps_around(frames: int) -> tuple[int, int]:
    """The two lengths between which *frames* lies, of those that a motion may have.

    What drifts goes at a pace that doesn't change with every frame that its slide gains or loses,
    else a longer sentence would make another picture of all that was seen before it. Steps lie a
    quarter apart: nobody tells a drift from one a quarter slower, and three edits of four (half a
    second more or less, of ten) stay within one.

    Returns:
        The longest step of at most *frames*, and the one after it.
    """
    step, following = 1, 2
    while following <= frames:
        step, following = following, max(following + 1, following * 5 // 4)
    return step, following


def samples_in(seconds: float) -> int:
    """Whole samples nearest to *seconds*."""
    return round(seconds * SAMPLE_RATE)
