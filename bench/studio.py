"""Where a bench works: its folder, Récit's command line, the encoder alone and the peers.

Comes in: a folder and how large the work is. Goes out: `Run`s. Knows nothing of targets.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.filter_graph import Graph, command
from bench.inputs import Work, make_project
from bench.measure import Run, run
from renderer.typesetting.fonts import bundled_face


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """A folder that measurements may fill and empty."""

    folder: Path

    @property
    def ffmpeg(self) -> str:
        """The program that imageio-ffmpeg brings."""
        from imageio_ffmpeg import get_ffmpeg_exe

        path: str = get_ffmpeg_exe()
        return path

    def write(self, work: Work, name: str = "reference") -> Path:
        """A storyboard of *work*."""
        return make_project(self.folder, work, name)

    def recit(self, command: str, storyboard: Path, *words: str, cache: str = "cache") -> Run:
        """One command of Récit, offline, in a process of its own."""
        out = [f"--out={self.folder / 'out'}"] if command == "render" else []
        options = ["--offline", f"--cache={self.folder / cache}"] if command != "check" else []
        return run([sys.executable, "make_video.py", command, storyboard, *options, *out, *words])

    def forget(self, cache: str = "cache") -> None:
        """Empty a cache, and take the finished films away."""
        shutil.rmtree(self.folder / cache, ignore_errors=True)
        shutil.rmtree(self.folder / "out", ignore_errors=True)

    def keep_segments_only(self, cache: str = "cache") -> None:
        """Forget all but the drawn segments: a render then speaks, mixes, joins and publishes."""
        for kind in (self.folder / cache).iterdir():
            if kind.is_dir() and kind.name != "segment":
                shutil.rmtree(kind)
        shutil.rmtree(self.folder / "out", ignore_errors=True)

    def film(self, name: str = "reference") -> Path:
        """Where Récit's film is."""
        return self.folder / "out" / name / "film.mp4"

    def frames(self, storyboard: Path) -> dict[str, Any]:
        """Paint all frames into a file; returns what `bench.frames` says of them."""
        words = [storyboard, self.folder / "painting", self.raw]
        facts: dict[str, Any] = json.loads(run([sys.executable, "-m", "bench.frames", *words]).out)
        return facts

    @property
    def raw(self) -> Path:
        """The unencoded frames."""
        return self.folder / "frames.yuv"

    def encoder_alone(self, facts: dict[str, Any]) -> Run:
        """x264 with its own threading on the painted frames.

        The file is read through first, outside the clock: the peer is the encoder, not the disk.
        """
        with self.raw.open("rb") as frames:
            while frames.read(1 << 24):
                pass
        words = [self.raw, *(facts[name] for name in ("width", "height", "fps"))]
        out = self.folder / "alone.mp4"
        return run([sys.executable, "-m", "bench.encoder_alone", *words, out])

    def keep_decoded(self) -> None:
        """Put the film's own frames, decoded, in place of the painted ones."""
        run([self.ffmpeg, "-y", "-i", self.film(), "-f", "rawvideo", self.raw])

    def filter_graph(self, facts: dict[str, Any], pictures: Sequence[Path]) -> Run:
        """zoompan, drawtext and xfade, with Récit's sound encoded again."""
        graph = Graph(
            pictures=pictures,
            lengths=facts["slides"],
            width=facts["width"],
            height=facts["height"],
            fps=facts["fps"],
            font=bundled_face("Source Serif Pro Regular").path,
            sound=self.film(),
        )
        return run(command(self.ffmpeg, graph, self.folder / "graph.mp4"))

    def moviepy(self, facts: dict[str, Any], pictures: Sequence[Path], seconds: float) -> Run:
        """MoviePy as its documentation teaches; prints how many frames it made."""
        words = [self.folder / "moviepy.mp4", facts["height"], facts["fps"], seconds, *pictures]
        return run([sys.executable, "-m", "bench.plain_moviepy", *words])
