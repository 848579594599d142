"""What three shapes of a film cost, to one: ``python -m bench.shapes [--height N] [--rounds N]``.

Comes in: the work, and how often it is done. Goes out: rows. One shape is 16:9; three are 16:9,
9:16 and 1:1 in one run, all with the same shorter side, so that they have 2.56 times the pixels
of the first; or all of the same height (``--equal-height``), which takes two runs with one cache,
since a film's size is that of its shorter side. Rounds alternate; all start with an empty cache.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from statistics import median

from bench.inputs import Work
from bench.measure import ROOT, Run, median_of
from bench.rows import Row, machine, table
from bench.studio import Studio
from renderer.production.options import SHAPES, frame_size

LIMIT = 2.4
ONE = next(iter(SHAPES))
FILM = ROOT / "storyboards" / "bataille-de-cherbourg.yaml"


def shape_rows(studio: Studio, work: Work, rounds: int, *, films: bool = True) -> list[Row]:
    """The reference film, photographs in motion; with *films* one of the project's too, of maps
    and cards, once and at half the height: it takes minutes.
    """
    reference, height = studio.write(work, "shapes"), work.height
    rows = [_row(studio, "photographs in motion", reference, (), height, rounds)]
    rows.append(equal_height_row(studio, work, 1))
    if films:
        half = height // 2
        asked = (f"--height={half}", "--language=fr")
        rows.append(_row(studio, "maps and cards", FILM, asked, half, 1))
    return rows


def _row(
    studio: Studio, what: str, film: Path, words: tuple[str, ...], height: int, rounds: int
) -> Row:
    runs: dict[int, list[Run]] = {1: [], len(SHAPES): []}
    for _ in range(rounds):
        for count, done in runs.items():
            studio.forget("shapes")
            formats = [f"--format={shape}" for shape in list(SHAPES)[:count]]
            asked = (*words, *formats, "--voice=espeak", "--json")
            done.append(studio.recit("render", film, *asked, cache="shapes"))
    one, three = median_of(runs[1]), median_of(runs[len(SHAPES)])
    frames = {film["frames"] for film in json.loads(three.out)["films"]}
    if len(frames) != 1:
        raise SystemExit(f"shapes of one film differ in length: {frames}")
    ratio, cpu = three.wall / one.wall, three.cpu / one.cpu
    return Row(
        what=f"three shapes against one, {what}",
        target=f"≤ {LIMIT:g} ×",
        measured=f"{ratio:.2f} ×",
        met=ratio <= LIMIT,
        note=f"{three.wall:.1f} s against {one.wall:.1f} s, CPU {three.cpu:.1f} s against"
        f" {one.cpu:.1f} s ({cpu:.2f} ×), {frames.pop()} frames each; the shorter side is {height}"
        f" pixels in all, so three shapes have {_pixels(height):.2f} times the pixels of one."
        " Takes, sound track and queue are shared. Pictures are decoded for each shape at its own"
        " size, so that their pixels don't depend on what other shapes are asked for; sharing what"
        " can be shared of it, 25 ms of JPEG a picture, would save 0.4 %. The less the shared work"
        " takes, the nearer the ratio comes to that of the pixels",
    )


def equal_height_row(studio: Studio, work: Work, rounds: int) -> Row:
    """The reference film in three shapes, all as high as the one, against the one."""
    film, height = studio.write(work, "shapes"), work.height
    words = ("--voice=espeak", "--json")
    upright = height * 9 // 16 + height * 9 // 16 % 2
    one: list[float] = []
    three: list[float] = []
    for _ in range(rounds):
        studio.forget("shapes")
        alone = (f"--format={ONE}", f"--height={height}", *words)
        one.append(studio.recit("render", film, *alone, cache="shapes").wall)
        studio.forget("shapes")
        broad = (f"--format={ONE}", "--format=1:1", f"--height={height}", *words)
        tall = ("--format=9:16", f"--height={upright}", *words)
        both = [studio.recit("render", film, *each, cache="shapes").wall for each in (broad, tall)]
        three.append(sum(both))
    ratio = median(three) / median(one)
    return Row(
        what="three shapes against one, of equal height",
        target=f"≤ {LIMIT:g} ×",
        measured=f"{ratio:.2f} ×",
        met=ratio <= LIMIT,
        note=f"{median(three):.1f} s against {median(one):.1f} s; photographs in motion, 16:9 and"
        f" 1:1 {height} pixels high, 9:16 {upright} broad; two runs, each of which starts, mixes"
        " and publishes",
    )


def _pixels(height: int) -> float:
    sizes = [frame_size(shape, height) for shape in SHAPES]
    areas = [size.width * size.height for size in sizes]
    return sum(areas) / areas[0]


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.shapes", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slides", type=int, default=Work().slides)
    parser.add_argument("--height", type=int, default=Work().height)
    parser.add_argument("--folder", type=Path, help="where to work")
    parser.add_argument("--photographs", action="store_true", help="the reference film alone")
    parser.add_argument("--equal-height", action="store_true", help="that comparison alone")
    arguments = parser.parse_args()
    work = Work(slides=arguments.slides, pictures=arguments.slides, height=arguments.height)
    with tempfile.TemporaryDirectory(prefix="recit-shapes-", dir=arguments.folder) as name:
        studio, films = Studio(folder=Path(name)), not arguments.photographs
        if arguments.equal_height:
            rows = [equal_height_row(studio, work, arguments.rounds)]
        else:
            rows = shape_rows(studio, work, arguments.rounds, films=films)
    print(f"{table(rows)}\n\nMedian of {arguments.rounds} alternating rounds. {machine()}")


if __name__ == "__main__":
    main()
