"""Peak memory of real work: both films of the repository, sixty large photographs, other sizes.

    python -m bench.memory [--short | --whole] [--fps 25] [--only WORDS]

Comes in: how many frames a second; fewer take less time, and less memory: encoders aren't filled,
flights are joined to slides. Goes out: a table on stdout, each row also as soon as it is there.
Memory is PSS over the process tree, two jobs, from an empty cache, with the voice that the films
have. What decides over the peak is which slides meet, not how many there are: of the films only
those slides are made between which the dearest flights go, all of it in fifteen minutes on two
quiet cores. `--short` makes the first row in one language: two minutes. `--whole` makes the films
from their first slide to their last: forty.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from bench.inputs import SEED, photograph
from bench.measure import ROOT
from bench.rows import MEGABYTE, Row, table
from bench.studio import Studio
from renderer.production.prepare import load_film

_PHOTOGRAPHS = 60
_SOME = 15
"""Of the same, one of them a scan: all that can meet do."""
_PHOTOGRAPH, _SCAN = (6000, 4000), (12500, 8000)
"""24 megapixels, as cameras give them; 100, as scanners do."""
_CHERBOURG = ROOT / "storyboards" / "bataille-de-cherbourg.yaml"
_PARIS = ROOT / "storyboards" / "liberation-de-paris-et-de-la-france.yaml"
_SLIDE = re.compile(r"^  (?:- id: )?([a-z-]+):?.*$")
_SHAPES = ("--format=16:9", "--format=9:16", "--format=1:1")


DEAREST = ("derniers-forts", "port-detruit", "premier-port")
"""Slides of Cherbourg: two flights, each over two grounds, one of them drawn from the whole world's
coasts; fronts that move in between."""
_ONE_FLIGHT = DEAREST[:2]
"""Where a film of them is made several times, or is four times as large."""
_DEAREST_OF_PARIS = ("france-occupee", "provence", "strasbourg")
"""Two flights, one over two grounds and with areas on its way; fronts."""
EXCERPTS = ((_CHERBOURG, DEAREST), (_CHERBOURG, _ONE_FLIGHT), (_PARIS, _DEAREST_OF_PARIS))


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


def loads(folder: Path, *, extent: str) -> Iterator[Load]:
    """What institutions render; the photographs are made when they are asked for."""

    def film(whole: Path, slides: Sequence[str]) -> Path:
        return whole if extent == "whole" else excerpt(folder, whole, slides)

    french = ("--language=fr",)
    cherbourg = Load(
        what="Cherbourg, two languages",
        storyboard=film(_CHERBOURG, DEAREST),
        first=600,
        limit=500,
    )
    if extent == "short":
        yield replace(cherbourg, what="Cherbourg, one language", words=french)
        return
    yield cherbourg
    paris = film(_PARIS, _DEAREST_OF_PARIS)
    yield Load(what="Paris and France", storyboard=paris, first=600, limit=500)
    photographs = album(folder)
    yield Load(what="60 large photographs", storyboard=photographs, first=900, limit=600)
    one_flight = film(_CHERBOURG, _ONE_FLIGHT)
    yield Load(
        what="Cherbourg, three shapes",
        storyboard=one_flight,
        words=(*french, *_SHAPES),
        first=600,
        limit=500,
    )
    yield Load(
        what="Cherbourg, AV1 beside",
        storyboard=one_flight,
        words=(*french, "--codec=h264", "--codec=av1"),
        first=900,
        limit=500,
    )
    large = ("--height=2160",)
    yield Load(
        what="Cherbourg, 2160p",
        storyboard=one_flight,
        words=(*french, *large),
        first=1800,
        limit=1200,
    )
    if extent != "whole":
        photographs = album(folder, _SOME)
    yield Load(
        what="large photographs, 2160p",
        storyboard=photographs,
        words=large,
        first=1800,
        limit=1200,
    )


def excerpt(folder: Path, film: Path, slides: Sequence[str]) -> Path:
    """A storyboard of those *slides* of *film* alone, in its languages, in a project of its own."""
    project = folder / "-".join((film.stem, *slides))
    for name in ("media", "storyboards/lexiques"):
        shutil.copytree(ROOT / name, project / name, dirs_exist_ok=True)
    places = [Path("storyboards", film.name)]
    places += [
        path.relative_to(ROOT)
        for path in (film.parent / "translations").glob(f"{film.stem}.*.yaml")
    ]
    for place in places:
        text = (ROOT / place).read_text(encoding="utf-8")
        head, mark, listed = text.partition("\nslides:\n")
        # Of a list of slides, or of a mapping of what is said of them in another language.
        parts = re.split(r"^(?=  (?:- id: )?[a-z]+)", listed, flags=re.M)
        wanted = [part for part in parts if _SLIDE.sub(r"\1", part.split("\n")[0]) in slides]
        (project / place).parent.mkdir(parents=True, exist_ok=True)
        (project / place).write_text("".join([head, mark, *wanted]), encoding="utf-8")
    return _without_other_words(project / places[0])


def _without_other_words(film: Path) -> Path:
    """*film*, its translations without what they say of slides that aren't there."""
    marks = [problem.mark for one in load_film(film).lagging for problem in one.problems]
    for path in {mark.path for mark in marks if mark}:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for line in sorted({mark.line for mark in marks if mark and mark.path == path})[::-1]:
            del lines[line - 1]
        path.write_text("".join(lines), encoding="utf-8")
    return film


def album(folder: Path, count: int = _PHOTOGRAPHS) -> Path:
    """A storyboard of JPEGs of 24 megapixels, every fifteenth a TIFF scan of 100, one short slide
    each.
    """
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
    for number in range(count):
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
    extent = parser.add_mutually_exclusive_group()
    for name, told in (("short", "one row, two minutes"), ("whole", "whole films, forty")):
        extent.add_argument(
            f"--{name}", action="store_const", const=name, dest="extent", default="", help=told
        )
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--only", default="", help="words of the rows wanted")
    parser.add_argument("--folder", type=Path, help="where to work; 2 GB")
    arguments = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="recit-memory-", dir=arguments.folder) as name:
        studio = Studio(folder=Path(name))
        for load in loads(studio.folder, extent=arguments.extent):
            if arguments.only in load.what:
                rows.append(memory_row(studio, load, arguments.fps))
                print(rows[-1].line(), flush=True)
    print(table(rows))


if __name__ == "__main__":
    main()
