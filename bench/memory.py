"""Peak memory of real work: both films of the repository, sixty large photographs, other sizes.

    python -m bench.memory [--fps 25] [--only WORDS]

Comes in: how many frames a second; memory hardly depends on it, time does. Goes out: a table on
stdout, and `memory_rows` for the whole bench. Memory is PSS over the process tree, two jobs.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

from bench.inputs import SEED, photograph
from bench.measure import ROOT
from bench.rows import MEGABYTE, Row, table
from bench.studio import Studio

_PHOTOGRAPHS, _SCANS = 56, 4
_PHOTOGRAPH, _SCAN = (6000, 4000), (12500, 8000)
"""24 megapixels, as cameras give them; 100, as scanners do."""
_CHERBOURG = ROOT / "storyboards" / "bataille-de-cherbourg.yaml"
_PARIS = ROOT / "storyboards" / "liberation-de-paris-et-de-la-france.yaml"
_SHAPES = ("--format=16:9", "--format=9:16", "--format=1:1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Something to be rendered, and the memory it may take."""

    what: str
    storyboard: Path
    words: Sequence[str] = ()
    limit: int
    """Megabytes."""


def loads(studio: Studio) -> Iterator[Load]:
    """What institutions render; the photographs are made when they are asked for."""
    yield Load(what="Cherbourg, two languages", storyboard=_CHERBOURG, limit=600)
    yield Load(what="Paris and France", storyboard=_PARIS, limit=600)
    yield Load(
        what="Cherbourg, three shapes",
        storyboard=_CHERBOURG,
        words=("--language=fr", *_SHAPES),
        limit=600,
    )
    yield Load(
        what="Cherbourg, AV1 beside",
        storyboard=_CHERBOURG,
        words=("--language=fr", "--codec=h264", "--codec=av1"),
        limit=900,
    )
    yield Load(
        what="Cherbourg, 2160p",
        storyboard=_CHERBOURG,
        words=("--language=fr", "--height=2160"),
        limit=1800,
    )
    photographs = album(studio.folder)
    yield Load(what="60 large photographs", storyboard=photographs, limit=900)
    yield Load(
        what="60 large photographs, 2160p",
        storyboard=photographs,
        words=("--height=2160",),
        limit=1800,
    )


def album(folder: Path) -> Path:
    """A storyboard of 56 JPEGs of 24 megapixels and 4 TIFF scans of 100, one short slide each."""
    media = folder / "media"
    media.mkdir(parents=True, exist_ok=True)
    (folder / "storyboards").mkdir(exist_ok=True)
    lines = [
        "storyboard: 1",
        "slug: album",
        "title: Soixante photographies",
        "voice: {engine: espeak}",
        "film: {credits: no}",
        "slides:",
    ]
    small = photograph(SEED, 1500, 1000)
    for number in range(_PHOTOGRAPHS + _SCANS):
        is_scan = number % 15 == 14
        name = f"image-{number:02}.{'tif' if is_scan else 'jpg'}"
        if not (media / name).exists():
            shifted = cv2.convertScaleAbs(small, alpha=1 - number / 200)
            picture = cv2.resize(shifted, _SCAN if is_scan else _PHOTOGRAPH)
            # 1: no compression, as archives ask for.
            options = [cv2.IMWRITE_TIFF_COMPRESSION, 1] if is_scan else []
            cv2.imwrite(str(media / name), picture, options)
        lines += [
            f"  - id: image-{number:02}",
            "    image:",
            f"      file: {name}",
            "      alt: Une image de synthèse.",
            "      rights: {title: Image de synthèse, author: Récit, license: CC0-1.0}",
            f"    narration: Voici l'image numéro {number + 1}.",
        ]
    path = folder / "storyboards" / "album.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def memory_rows(studio: Studio, fps: int, only: str = "") -> list[Row]:
    """A row for each of `loads`, rendered cold."""
    rows = []
    for load in loads(studio):
        if only not in load.what:
            continue
        studio.forget("memory")
        words = ("--jobs=2", f"--fps={fps}", *load.words)
        run = studio.recit("render", load.storyboard, *words, cache="memory")
        rows.append(
            Row(
                what=f"memory: {load.what}",
                target=f"≤ {load.limit} MB",
                measured=f"{run.peak / MEGABYTE:.0f} MB",
                met=run.peak <= load.limit * MEGABYTE,
                note=f"PSS of the tree, {run.own / MEGABYTE:.0f} MB of it the first process,"
                f" {fps} fps, {run.wall:.0f} s, {run.cpu:.0f} s CPU",
            )
        )
        print(f"{rows[-1].what}: {rows[-1].measured} ({rows[-1].note})", flush=True)
    return rows


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--only", default="", help="words of the rows wanted")
    parser.add_argument("--folder", type=Path, help="where to work; 2 GB")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="recit-memory-", dir=arguments.folder) as name:
        print(table(memory_rows(Studio(folder=Path(name)), arguments.fps, arguments.only)))


if __name__ == "__main__":
    main()
