"""Loudness, peaks and music of six films, by meters that aren't ours: ``python -m bench.loudness``.

Comes in: the two films of the project, each with three themes and voices, one of the three with
music made here. Goes out: a table on stdout and in ``docs/sound.md``. Everything is measured in
the decoded track of the published MP4: integrated loudness by pyloudnorm, true peak on four times
the samples. Pictures are small and few: they have no part in it.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pyloudnorm
from numpy.typing import NDArray
from scipy import signal

from bench.measure import ROOT
from bench.music import write_music
from bench.studio import Studio

RATE = 48_000
TARGET, TOLERANCE, CEILING, APART = -16.0, 0.5, -1.5, 12.0
FILMS = ("bataille-de-cherbourg", "liberation-de-paris-et-de-la-france")
VARIANTS = (
    ("sobre", "espeak:fr", False),
    ("archives", "espeak:fr+f4", False),
    ("officiel", "espeak:fr", True),
)
"""Theme, voice, music."""
PAGE = ROOT / "docs" / "sound.md"
BEGIN, END = "<!-- bench/loudness.py: begin -->", "<!-- bench/loudness.py: end -->"
MUSIC = """music:
  file: nappe.wav
  rights: {title: Nappe, author: Récit, license: CC0-1.0}
"""
Mono = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one film sounds like."""

    film: str
    theme: str
    voice: str
    loudness: float
    peak: float
    apart: tuple[float, float] | None
    """Decibels from music up to the voice while it speaks: over the film, and at the least in
    any 3 s of speech; None: no music."""

    @property
    def met(self) -> bool:
        """Whether all of it is as promised."""
        level = abs(self.loudness - TARGET) <= TOLERANCE and self.peak <= CEILING
        return level and (self.apart is None or min(self.apart) >= APART)


def main() -> None:
    """Render, measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m bench.loudness", description=__doc__)
    parser.add_argument("--height", type=int, default=144)
    parser.add_argument("--fps", type=int, default=4)
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="recit-loudness-") as name:
        studio = Studio(folder=Path(name))
        words = (f"--height={arguments.height}", f"--fps={arguments.fps}")
        table = _table([one for film in FILMS for one in _measured(studio, film, words)])
    print(table)
    before, _, rest = arguments.page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    text = f"{before}{BEGIN}\n{table}\n{END}{after}"
    arguments.page.write_text(text, encoding="utf-8")


def _measured(studio: Studio, film: str, words: Sequence[str]) -> list[Heard]:
    found, plain = [], {}
    for theme, voice, music in VARIANTS:
        storyboard = _project(studio.folder, film, music)
        asked = (*words, f"--style={theme}", f"--voice={voice}")
        studio.recit("render", storyboard, *asked)
        track = heard(studio.folder / "out" / film / "film.mp4")
        if not music:
            plain[voice] = track
        found.append(
            Heard(
                film=film,
                theme=theme,
                voice=voice,
                loudness=loudness(track),
                peak=true_peak(track),
                apart=apart(track, plain[voice]) if music else None,
            )
        )
    return found


def _project(folder: Path, film: str, music: bool) -> Path:
    """The film in a project of its own, where it may have music."""
    if not (folder / "storyboards").exists():
        shutil.copytree(ROOT / "storyboards", folder / "storyboards")
        shutil.copytree(ROOT / "media", folder / "media")
        write_music(folder / "media" / "nappe.wav")
    path = folder / "storyboards" / f"{film}.yaml"
    text = (ROOT / "storyboards" / path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("\nslides:", f"\n{MUSIC}\nslides:", 1) if music else text, "utf-8")
    return path


def heard(path: Path) -> Mono:
    """The track as a player decodes it, its first channel."""
    with av.open(str(path)) as container:
        blocks = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(blocks).astype(np.float64)


def loudness(track: Mono) -> float:
    """Integrated, LUFS: films have two like channels, and BS.1770 sums the power of both."""
    return float(pyloudnorm.Meter(RATE).integrated_loudness(np.stack([track, track], axis=1)))


def true_peak(track: Mono) -> float:
    """The highest peak between samples too, dBTP: on four times the samples, as BS.1770 has it."""
    over = max(
        np.abs(signal.resample_poly(track[max(0, at - 100) : at + 10 * RATE + 100], 4, 1)).max()
        for at in range(0, len(track), 10 * RATE)
    )
    return float(20 * np.log10(over))


def apart(full: Mono, voice: Mono) -> tuple[float, float]:
    """How far music is under the voice while it speaks: in all, and at the least in any 3 s.

    The two films differ in music, and in the gain that it changed: what the loudest words say.
    """
    length = min(len(full), len(voice))
    full, voice = full[:length], voice[:length]
    block = RATE // 10
    power = _powers(voice, block)
    loud = power > np.quantile(power, 0.9) * 10**-2.0
    spoken = np.repeat(loud, block)
    words, mixed = voice[: len(spoken)][spoken], full[: len(spoken)][spoken]
    gain = float(words @ mixed / (words @ words))
    music = _powers(full - gain * voice, block)
    ratio = 10 * np.log10(gain**2 * power[loud].sum() / music[loud].sum())
    window = np.ones(30)
    talk = np.convolve(loud, window, "valid")
    under = np.convolve(np.where(loud, power, 0), window, "valid") * gain**2
    over = np.convolve(np.where(loud, music, 0), window, "valid")
    enough = talk >= 15
    least = 10 * np.log10((under[enough] / over[enough]).min())
    return float(ratio), float(least)


def _powers(track: Mono, block: int) -> Mono:
    whole = track[: len(track) // block * block].reshape(-1, block)
    powers: Mono = np.mean(np.square(whole), axis=1)
    return powers


def _table(films: Sequence[Heard]) -> str:
    lines = [
        "| film | theme | voice | LUFS | true peak, dBTP | music under speech, dB | met |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in films:
        music = f"{one.apart[0]:.1f}; {one.apart[1]:.1f} at the least" if one.apart else "–"
        lines.append(
            f"| {one.film} | {one.theme} | {one.voice} | {one.loudness:.2f} | {one.peak:.2f}"
            f" | {music} | {'yes' if one.met else '**no**'} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
