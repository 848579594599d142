"""The film as one ffmpeg filter graph: zoompan, drawtext and xfade, with the sound beside it.

Comes in: pictures and how many frames each is seen. Goes out: the words of an ffmpeg command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """What is to be shown."""

    pictures: Sequence[Path]
    lengths: Sequence[int]
    """Frames in which each picture is seen, its fades included."""
    width: int
    height: int
    fps: int
    font: Path
    sound: Path | None
    """A film whose sound track is encoded again."""
    fade: float = 0.5
    """Seconds."""


def command(ffmpeg: str, graph: Graph, out: Path) -> list[str]:
    """ffmpeg's words: the encoder's settings are Récit's, with x264's own threading."""
    words = [ffmpeg, "-hide_banner", "-loglevel", "error", "-y"]
    for picture in graph.pictures:
        words += ["-i", str(picture)]
    if graph.sound is not None:
        words += ["-i", str(graph.sound)]
    words += ["-filter_complex", _filters(graph), "-map", "[film]"]
    if graph.sound is not None:
        words += ["-map", f"{len(graph.pictures)}:a", "-c:a", "aac", "-b:a", "128k"]
    words += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"]
    return [*words, "-movflags", "+faststart", str(out)]


def _filters(graph: Graph) -> str:
    size = f"{graph.width}x{graph.height}"
    parts = []
    for number, (_, length) in enumerate(zip(graph.pictures, graph.lengths, strict=True)):
        parts.append(
            f"[{number}:v]scale={graph.width * 5 // 4}:-2,"
            f"zoompan=z='1+0.08*on/{length}':x='iw/2-(iw/zoom/2)':y='ih/2-(ih/zoom/2)'"
            f":d={length}:s={size}:fps={graph.fps},"
            f"drawtext=fontfile='{graph.font}':text='Image {number + 1}':fontcolor=white"
            f":fontsize={graph.height // 24}:box=1:boxcolor=black@0.5:x=(w-tw)/2:y=h*0.88,"
            f"format=yuv420p,settb=AVTB,setpts=PTS-STARTPTS[v{number}]"
        )
    last, start = "v0", 0.0
    for number in range(1, len(graph.lengths)):
        start += graph.lengths[number - 1] / graph.fps - graph.fade
        parts.append(
            f"[{last}][v{number}]xfade=transition=fade:duration={graph.fade}:offset={start:.4f}"
            f"[x{number}]"
        )
        last = f"x{number}"
    parts.append(f"[{last}]null[film]")
    return ";".join(parts)
