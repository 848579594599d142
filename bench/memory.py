"""Peak memory of real work: both films of the repository, sixty large photographs, other sizes.

    python -m bench.memory [--short] [--fps 25] [--only WORDS]

Comes in: how many frames a second; fewer take less time, and less memory: encoders aren't filled,
flights are joined to slides. Goes out: a table on stdout, each row also as soon as it is there.
Memory is PSS over the process tree, two jobs, from an empty cache. `--short` makes the three slides
of Cherbourg between which flights go over two grounds each: two minutes for the films' highest
peak.
"""

from __future__ import annotations

import argparse
import re
import shutil
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


DEAREST = ("derniers-forts", "port-detruit", "premier-port")
"""Slides of Cherbourg: two flights, each over two grounds, one of them drawn from the whole world's
coasts; fronts that move in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Something to be rendered, and the memory it may take."""

    what: str
    storyboard: Path
    words: Sequence[str] = ()
    first: int
    """Megabytes, of a first cut."""
    limit: int
    """Megabytes."""


def loads(folder: Path, *, short: bool = False) -> Iterator[Load]:
    """What institutions render; the photographs are made when they are asked for."""
    if short:
        yield Load(
            what="three slides of Cherbourg", storyboard=excerpt(folder), first=600, limit=500
        )
        return
    yield Load(what="Cherbourg, two languages", storyboard=_CHERBOURG, first=600, limit=500)
    yield Load(what="Paris and France", storyboard=_PARIS, first=600, limit=500)
    french = ("--language=fr",)
    yield Load(
        what="Cherbourg, three shapes",
        storyboard=_CHERBOURG,
        words=(*french, *_SHAPES),
        first=600,
        limit=500,
    )
    yield Load(
        what="Cherbourg, AV1 beside",
        storyboard=_CHERBOURG,
        words=(*french, "--codec=h264", "--codec=av1"),
        first=900,
        limit=500,
    )
    photographs = album(folder)
    yield Load(what="60 large photographs", storyboard=photographs, first=900, limit=600)
    large = ("--height=2160",)
    yield Load(
        what="60 large photographs, 2160p",
        storyboard=photographs,
        words=large,
        first=1800,
        limit=1200,
    )
    yield Load(
        what="Cherbourg, 2160p",
        storyboard=_CHERBOURG,
        words=(*french, *large),
        first=1800,
        limit=1200,
    )


def excerpt(folder: Path) -> Path:
    """A storyboard of `DEAREST` alone, in French, in a project with the files of ours."""
    for name in ("media", "storyboards/lexiques"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    head, *slides = re.split(r"^(?=  - id: )", _CHERBOURG.read_text(encoding="utf-8"), flags=re.M)
    head = re.sub(r"^languages: .*\n", "", head, flags=re.M)
    wanted = [slide for slide in slides if slide.split("\n")[0].removeprefix("  - id: ") in DEAREST]
    path = folder / "storyboards" / _CHERBOURG.name
    path.write_text("".join([head, *wanted]), encoding="utf-8")
    return path


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


def memory_row(studio: Studio, load: Load, fps: int) -> Row:
    """*load* rendered cold."""
    studio.forget("memory")
    words = ("--jobs=2", f"--fps={fps}", *load.words)
    run = studio.recit("render", load.storyboard, *words, cache="memory")
    first = "met" if run.peak <= load.first * MEGABYTE else "not met"
    return Row(
        what=f"memory: {load.what}",
        target=f"≤ {load.limit} MB, first {load.first}",
        measured=f"{run.peak / MEGABYTE:.0f} MB",
        met=run.peak <= load.limit * MEGABYTE,
        note=f"first limit {first}; PSS of the tree,"
        f" {run.own / MEGABYTE:.0f} MB of it the first process's, after {run.peaked:.0f} of"
        f" {run.wall:.0f} s; {fps} fps, {run.cpu:.0f} s CPU",
    )


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--short", action="store_true", help="three slides, two minutes")
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--only", default="", help="words of the rows wanted")
    parser.add_argument("--folder", type=Path, help="where to work; 2 GB")
    arguments = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="recit-memory-", dir=arguments.folder) as name:
        studio = Studio(folder=Path(name))
        for load in loads(studio.folder, short=arguments.short):
            if arguments.only in load.what:
                rows.append(memory_row(studio, load, arguments.fps))
                print(rows[-1].line(), flush=True)
    print(table(rows))


if __name__ == "__main__":
    main()
