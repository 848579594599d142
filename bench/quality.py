"""Picture quality and steadiness, measured on what was made.

Comes in: a film and its unencoded frames; or nothing, for motion. Goes out: VMAF and CAMBI, and
pixels RMS between where a dot is and where the path says it should be.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from renderer.clips.photograph_painter import MovingPainter
from renderer.frames.pixels import Planes, Size
from renderer.frames.yuv import empty_planes
from renderer.photographs.view_motion import progress, view_at
from renderer.photographs.views import View

_TAGS = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
"""Said of both: between a tagged film and untagged frames ffmpeg (9.0) converts colours before it
compares, and a copy that is right to 57 dB comes out at 39."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Means over the frames that count, by libvmaf."""

    vmaf: float
    cambi: float
    """Bands: 0 none; from about 5 on they annoy."""


def judged(
    ffmpeg: str, film: Path | None, frames: Path, size: Size, fps: int, every: int
) -> Quality:
    """*film* against raw yuv420p *frames*; each *every*-th frame counts.

    Without a film, the frames against themselves: the most that any encoder could reach. The
    model (0.6.1) gives less than 100 where little moves.
    """
    raw = [
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{size.width}x{size.height}",
        "-r", str(fps), "-i", str(frames),
    ]  # fmt: skip
    log = frames.with_suffix(".vmaf.json")
    judge = (
        f"libvmaf=log_fmt=json:log_path={log}:n_threads=2:n_subsample={every}:feature=name=cambi"
    )
    subprocess.run(
        [
            ffmpeg, "-hide_banner", "-loglevel", "error", "-y",
            *(["-r", str(fps), "-i", str(film)] if film else raw),
            *raw,
            "-lavfi", f"[0:v]{_TAGS}[film];[1:v]{_TAGS}[frames];[film][frames]{judge}",
            "-an", "-f", "null", "-",
        ],
        check=True,
    )  # fmt: skip
    told = json.loads(log.read_text(encoding="utf-8"))
    means = {name: float(told["pooled_metrics"][name]["mean"]) for name in ("vmaf", "cambi")}
    return Quality(**means)


_SIZE, _LENGTH = Size(640, 360), 100


def jitter(size: Size = _SIZE, length: int = _LENGTH) -> float:
    """Pixels RMS by which a dot strays from the ideal path of a slow zoom with a pan."""
    source = Size(size.width * 5 // 4, size.height * 5 // 4)
    dot = (source.width * 0.47, source.height * 0.55)
    start = View(x=0.0, y=0.0, width=source.width, height=source.height)
    end = View(x=31.3, y=22.7, width=source.width * 0.9, height=source.height * 0.9)
    rows, columns = np.mgrid[0 : source.height, 0 : source.width]
    away = (columns + 0.5 - dot[0]) ** 2 + (rows + 0.5 - dot[1]) ** 2
    luma = np.rint(16 + 200 * np.exp(-away / (2 * 3.0**2))).astype(np.uint8)
    grey = np.full((source.height // 2, source.width // 2), 128, np.uint8)
    painter = MovingPainter(
        source=Planes(y=luma, u=grey, v=grey.copy()), size=size, start=start, end=end, length=length
    )
    into = empty_planes(size)
    strays = []
    for frame in range(length):
        painter.paint(frame, into)
        view = view_at(start, end, progress(frame, length))
        ideal = (
            (dot[0] - view.x) / view.width * size.width,
            (dot[1] - view.y) / view.height * size.height,
        )
        strays.append(np.hypot(*np.subtract(_centroid(into.y), ideal)))
    return float(np.sqrt(np.mean(np.square(strays))))


def _centroid(luma: np.ndarray) -> tuple[float, float]:
    light = np.maximum(luma.astype(np.float64) - 18, 0)
    rows, columns = np.mgrid[0 : luma.shape[0], 0 : luma.shape[1]]
    whole = light.sum()
    return (
        float((light * (columns + 0.5)).sum() / whole),
        float((light * (rows + 0.5)).sum() / whole),
    )
