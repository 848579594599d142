"""H.264 and AV1 as a film has them, on the same frames: bytes, VMAF, CAMBI, and time of one core.

    python -m bench.codecs FRAMES.yuv WIDTH HEIGHT FPS

Comes in: raw frames, as `python -m bench.frames` writes them. Goes out: a table on stdout. Each
codec encodes segments of ten seconds, as a render does, one after the other and in a process of
its own, so that its time and memory are its own too. H.264 twice: as photographs are asked for, and
as what is smooth.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from bench.quality import Quality, judged
from renderer.encoding.codec import CODECS, H264, for_content, settings_for
from renderer.encoding.encode_video import encode_segment
from renderer.frames.pixels import Planes, Size
from renderer.timeline.segments import PART_SECONDS

_EVERY = 5
"""VMAF of each so many frames."""
_SMOOTH = f"{H264}-smooth"
_ASKED = (H264, _SMOOTH, *(codec for codec in CODECS if codec != H264))


def encode(asked: str, frames: Path, size: Size, fps: int, folder: Path) -> None:
    """Encode all frames into *folder*; tell CPU seconds and peak megabytes on stdout."""
    codec = H264 if asked == _SMOOTH else asked
    settings = settings_for(codec, size, fps, draft=False)
    settings = for_content(settings, is_smooth=asked == _SMOOTH)
    luma, chroma = size.width * size.height, size.width * size.height // 4
    total = frames.stat().st_size // (luma + 2 * chroma)
    longest = PART_SECONDS * fps
    with frames.open("rb") as raw:

        def paint(_: int, planes: Planes) -> None:
            packed = np.frombuffer(raw.read(luma + 2 * chroma), np.uint8)
            planes.y[:] = packed[:luma].reshape(size.height, size.width)
            half = (size.height // 2, size.width // 2)
            planes.u[:] = packed[luma : luma + chroma].reshape(half)
            planes.v[:] = packed[luma + chroma :].reshape(half)

        began = time.process_time()
        for number, start in enumerate(range(0, total, longest)):
            path = folder / f"{number:04}.mp4"
            encode_segment(path, min(longest, total - start), settings, lambda n: n, paint)
        seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{1000 * seconds / total:.1f} {peak}")


def judge(frames: Path, size: Size, fps: int, folder: Path) -> Quality:
    """What is seen of the segments in *folder*, joined."""
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    listed = folder / "list.txt"
    segments = sorted(folder.glob("*.mp4"))
    listed.write_text("".join(f"file '{path}'\n" for path in segments), encoding="utf-8")
    whole = folder / "whole.mkv"
    join = ["-f", "concat", "-safe", "0", "-i", str(listed), "-c", "copy", str(whole)]
    subprocess.run([ffmpeg, "-loglevel", "error", "-y", *join], check=True)
    return judged(ffmpeg, whole, frames, size, fps, _EVERY)


def main(frames: Path, width: int, height: int, fps: int) -> None:
    """Each codec, one row each."""
    size = Size(width, height)
    print("codec             MB   kbit/s    VMAF   CAMBI   ms of a core a frame   peak MB")
    for codec in _ASKED:
        with tempfile.TemporaryDirectory() as place:
            words = [codec, str(frames), str(width), str(height), str(fps), place]
            done = subprocess.run(
                [sys.executable, "-m", "bench.codecs", *words],
                check=True,
                capture_output=True,
                text=True,
            )
            milliseconds, peak = done.stdout.split()
            weight = sum(path.stat().st_size for path in Path(place).glob("*.mp4"))
            seconds = frames.stat().st_size / (width * height * 1.5) / fps
            quality = judge(frames, size, fps, Path(place))
        print(
            f"{codec:12}{weight / 1e6:8.2f}{weight * 8 / seconds / 1000:9.0f}"
            f"{quality.vmaf:8.2f}{quality.cambi:8.2f}{milliseconds:>12}{peak:>22}",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1] in _ASKED:
        encode(
            sys.argv[1],
            Path(sys.argv[2]),
            Size(*map(int, sys.argv[3:5])),
            int(sys.argv[5]),
            Path(sys.argv[6]),
        )
    else:
        main(Path(sys.argv[1]), *(int(word) for word in sys.argv[2:5]))
