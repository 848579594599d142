"""What happens to large films, other pictures, drafts: time, memory, descriptors.

Comes in: a studio and how much is many. Goes out: rows.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Literal

from bench.inputs import Work
from bench.measure import Run, median_of
from bench.rows import MEGABYTE, Row
from bench.studio import Studio

_LINEAR = 1.5
"""Times by which the time of one slide may grow from a tenth of the film to the whole."""
_SHORT_RUNS = 8
_SMALL = Work(pictures=12, size=(600, 400), height=180, sentences=0, kind="still")
"""A long film of small frames: hundreds of slides in minutes."""


def scale_rows(studio: Studio, work: Work, many: int, long: int, rounds: int) -> list[Row]:
    """Every row that isn't about the reference film itself."""
    return [
        *_many_slides(studio, many, rounds),
        *_memory(studio, long),
        *_kinds(studio, work),
        _draft(studio, work),
    ]


def _many_slides(studio: Studio, many: int, rounds: int) -> list[Row]:
    rows = []
    for command, limit in (("check", 2.0), ("plan", 10.0)):
        times = {}
        for slides in (many // 10, many):
            storyboard = studio.write(replace(_SMALL, slides=slides, sentences=1), "many")
            runs = [studio.recit(command, storyboard, cache="many") for _ in range(rounds)]
            times[slides] = min(runs, key=lambda one: one.wall)
        whole, tenth = times[many], times[many // 10]
        growth = whole.wall / tenth.wall / 10
        rows.append(
            Row(
                what=f"`{command}`, {many:,} slides",
                target=f"≤ {limit:g} s, linear",
                measured=f"{whole.wall:.2f} s, {whole.peak / MEGABYTE:.0f} MB",
                met=whole.wall <= limit and growth <= _LINEAR,
                note=f"{tenth.wall:.2f} s for {many // 10:,}: a slide takes {growth:.2f} times as"
                f" long in the large one; best of {rounds}",
            )
        )
    return rows


def _memory(studio: Studio, long: int) -> list[Row]:
    runs: dict[int, Run] = {}
    for slides in (12, long):
        storyboard = studio.write(replace(_SMALL, slides=slides), "long")
        done: list[Run] = []
        # Descriptors are looked at twenty times a second: a short film is over too soon for once.
        for _ in range(_SHORT_RUNS if slides < long else 1):
            studio.forget("memory")
            done.append(studio.recit("render", storyboard, "--jobs=2", cache="memory"))
        runs[slides] = median_of(done)
    short, whole = runs[12], runs[long]
    extra = (whole.peak - short.peak) / MEGABYTE
    return [
        Row(
            what=f"memory, 12 and {long:,} slides",
            target="≤ 700 MB, flat",
            measured=f"{short.peak / MEGABYTE:.0f} and {whole.peak / MEGABYTE:.0f} MB",
            met=whole.peak <= 700 * MEGABYTE and extra <= 100,
            note=f"small frames, 2 jobs, whole process tree; {extra:.0f} MB more is the film's own"
            f" description; rendered in {whole.wall:.0f} s",
        ),
        Row(
            what=f"descriptors, 12 and {long:,} slides",
            target="no growth",
            measured=f"{short.descriptors} and {whole.descriptors}",
            met=whole.descriptors <= short.descriptors + 8,
            note="most files open at once",
        ),
    ]


def _kinds(studio: Studio, work: Work) -> list[Row]:
    """CPU of a frame of each kind of slide, above what a run takes that makes nothing. Once: CPU of
    a whole film differs less from run to run than the kinds do."""

    def cost(kind: Literal["moving", "still", "map"]) -> float:
        few = replace(work, slides=2, pictures=2, kind=kind, sentences=2, edited=False)
        storyboard = studio.write(few, f"kind-{kind}")
        studio.forget("kinds")
        made = studio.recit("render", storyboard, "--json", cache="kinds")
        idle = studio.recit("render", storyboard, cache="kinds")
        frames: int = json.loads(made.out)["films"][0]["frames"]
        return (made.cpu - idle.cpu) / frames

    moving, still, chart = cost("moving"), cost("still"), cost("map")
    told = f"{1000 * moving:.1f} ms of CPU a moving frame"
    return [
        Row(
            what="a map slide against a photograph slide",
            target="≤ 1.6 ×",
            measured=f"{chart / moving:.2f} ×",
            met=chart / moving <= 1.6,
            note=f"{told}, {1000 * chart:.1f} ms a map's; front and arrow move throughout",
        ),
        Row(
            what="a still slide against a moving one",
            target="far less",
            measured=f"{still / moving:.2f} ×",
            met=still / moving <= 0.6,
            note=f"{1000 * still:.1f} ms a frame: x264's own time for unchanged pictures",
        ),
    ]


def _draft(studio: Studio, work: Work) -> Row:
    storyboard = studio.write(work, "draft")
    studio.forget("draft")
    studio.recit("render", storyboard, "--draft", cache="draft")
    changed = replace(work, edited=True)
    storyboard = studio.write(changed, "draft")
    slide = f"vue-{work.slides // 2:05}"
    look = studio.recit(
        "still", storyboard, "--draft", f"--slide={slide}", f"--out={studio.folder / 'look.png'}",
        cache="draft",
    )  # fmt: skip
    storyboard = studio.write(work, "draft")
    film = studio.recit("render", storyboard, "--draft", f"--only={slide}", cache="draft-one")
    return Row(
        what="first look at a changed slide, `--draft`",
        target="< 2 s",
        measured=f"{look.wall:.2f} s the picture, {film.wall:.2f} s its film",
        met=look.wall < 2.0,
        note="`still --draft --slide`, and `render --draft --only`, the sentence spoken anew",
    )
