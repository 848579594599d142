"""What an editor would measure of a rendered film: ``python -m bench.film FILM.mp4 STORYBOARD``.

Comes in: a film, the storyboard that it was made of and the render's cache, which holds the takes
that say when each word falls. Goes out: a table in Markdown on stdout. The film's own pictures
are measured, as players decode them; where its slides lie, and when its words begin, is asked of
the tool. ``--label`` needs no film: it is a map made here, of which the label's true way is known.

The measures:

- *frames without change*: no 8 × 8 block's mean luma is `STILL` or more from the frame before;
- *stretches*: from one moment at which something comes or goes to the next. A drift isn't a change;
- *word to picture*: from the frame in which a word begins to the first whose pictures jump. Counted
  is what comes at once (names, areas, lines of cards, pictures); arrows and views leave gently.
  Where the picture moves at that time, or a view leaves with the word, nothing can be told, and
  it is left out;
- *flights*: frames in a row in which no name of a place is whole, and no sign half seen;
- *CAMBI* (Tandon and others, 2021), by libvmaf: bands, 0 for none, 5 where they disturb;
- *digital silence*: hundredths of a second in which every sample is zero.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

import av
import cv2
import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from bench.loudness import RATE, Mono, heard
from bench.measure import ROOT
from renderer.clips.flight_painter import FlightPainter
from renderer.clips.segment_painter import segment_painter
from renderer.frames.pixels import Size
from renderer.maps.flight import Flight
from renderer.maps.layer import FADE_STEPS
from renderer.maps.prepared_map import prepare_map
from renderer.maps.style import MapStyle
from renderer.maps.symbols import Symbol, radius_of
from renderer.maps.viewport import Rect, around
from renderer.production.decoders import open_darkroom
from renderer.production.events import SilentWitness
from renderer.production.film_structure import Layout
from renderer.production.options import Options
from renderer.production.prepare import Production, prepare
from renderer.production.static_stretches import changes_in
from renderer.production.still import laid_out
from renderer.storyboard.map_data import MapPlace, MapStep, MapView, OperationsMap
from renderer.storyboard.moments import Moment
from renderer.storyboard.slide_kinds import kind_of
from renderer.timeline.moment_frames import Beats

STILL = 0.5
"""Levels: half the least step that eight bits can show, over a whole block."""
_BLOCK = 8
_JUMP, _OVER = 1.0, 1.6
"""What comes changes a block by at least so many levels, and so many times what moved before."""
_BEFORE, _AFTER = 8, 15
"""Frames looked at around a word."""
_RESTLESS = 3.0
"""Levels by which blocks change anyhow, above which a jump can't be told."""
_SILENT = 2.0**-17
"""Half the last bit of 16: what players make zero of."""
_EVERY = 5
"""CAMBI of each so many frames."""


def luma_steps(film: Path) -> NDArray[np.float32]:
    """For each frame, the most that a block's mean differs from the frame before."""
    steps: list[float] = []
    before: NDArray[np.float32] | None = None
    with av.open(str(film)) as container:
        container.streams.video[0].thread_type = "AUTO"
        for frame in container.decode(video=0):
            luma = frame.to_ndarray()[: frame.height].astype(np.float32)
            size = (max(1, frame.width // _BLOCK), max(1, frame.height // _BLOCK))
            blocks = cv2.resize(luma, size, interpolation=cv2.INTER_AREA)
            steps.append(0.0 if before is None else float(np.abs(blocks - before).max()))
            before = np.asarray(blocks, np.float32)
    return np.array(steps, np.float32)


def without_change(steps: NDArray[np.float32]) -> float:
    """Share of frames that show what the one before showed."""
    return float(np.mean(steps[1:] < STILL)) if len(steps) > 1 else 0.0


def stretches(changes: Sequence[int], length: int, least: int) -> list[int]:
    """Frames from one change to the next, where they are more than *least*."""
    return [b - a for a, b in pairwise(sorted({0, *changes, length})) if b - a > least]


def arrival(steps: NDArray[np.float32], frame: int) -> int | None:
    """Frames from *frame* to the first that jumps; None: too much moves, or nothing does."""
    base = float(steps[max(1, frame - _BEFORE) : max(2, frame - 1)].max(initial=0.0))
    if base > _RESTLESS:
        return None
    coming = steps[frame - 1 : frame + _AFTER] > max(_JUMP, _OVER * base)
    return int(np.argmax(coming)) - 1 if coming.any() else None


def tied(layout: Layout) -> Iterator[tuple[str, int]]:
    """What comes at once when words are said, and the frame in which they begin."""
    for span, look in zip(layout.timeline.slides, layout.looks, strict=True):
        known = dict(look.beats.words)
        moments = tuple(kind_of(look.visual).moments(look.visual))
        left = {named.moment.words for named in moments if ".views." in named.keys[0]}
        for named in moments:
            key = named.keys[0]
            comes = key.endswith((".from", ".at", ".when")) and not any(
                part in key for part in (".arrows.", ".views.", ".pins.", ".fronts.")
            )
            if comes and named.moment.words in known and named.moment.words not in left:
                yield (
                    f"{span.id}: {named.moment.words}",
                    span.clip_start + known[named.moment.words],
                )


def silence(track: Mono) -> float:
    """Share of hundredths of a second that are digital zero."""
    block = RATE // 100
    whole = np.abs(track[: len(track) // block * block]).reshape(-1, block)
    return float(np.mean(whole.max(axis=1) < _SILENT)) if len(whole) else 0.0


def cambi(film: Path, every: int = _EVERY) -> dict[int, float]:
    """CAMBI of each *every*-th frame, by its number."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "cambi.json"
        judge = (
            f"libvmaf=feature=name=cambi:n_subsample={every}:n_threads=2"
            f":log_fmt=json:log_path={log}"
        )
        subprocess.run(
            [
                imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error",
                "-i", str(film), "-lavfi", f"[0:v]split[one][other];[one][other]{judge}",
                "-an", "-f", "null", "-",
            ],
            check=True,
        )  # fmt: skip
        told = json.loads(log.read_text(encoding="utf-8"))
    return {one["frameNum"]: one["metrics"]["cambi"] for one in told["frames"]}


_SIZE = Size(1920, 1080)
_SEA = MapPlace(name="Baie de Seine", at=(49.55, -0.60), kind="water")


def label_jitter(size: Size = _SIZE, length: int = 120) -> float:
    """Pixels RMS by which a name strays from its place on the ground while the view moves."""
    moved = MapStep(
        view=MapView(west=-1.25, east=-0.05, south=49.30, north=49.76), at=Moment(sentence=1)
    )
    board = OperationsMap(
        view=MapView(west=-1.9, east=0.2, south=49.15, north=49.95), views=(moved,), places=(_SEA,)
    )
    chart = prepare_map(
        board, MapStyle(), size, beats=Beats(sentences=(10,)), length=length, media=ROOT
    )
    (name,) = chart.names
    strays = []
    for frame in range(12, 10 + 3 * 25 - 2):
        letters = name.inks(frame, chart.zoom(frame))[-1]
        rows, columns = np.divmod(letters.where, size.width)
        weight = letters.cover.astype(np.float64)
        centre = np.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum()
        strays.append(centre - chart.path.view(frame).points((_SEA.at,))[0])
    away = np.array(strays) - np.mean(strays, axis=0)
    return float(np.sqrt(np.mean(np.sum(away**2, axis=1))))


def read_at(flight: Flight, frame: int) -> list[tuple[str, Rect]]:
    """The names of places that are at least half seen at *frame*, whole in it, and where."""
    found = []
    for side in (flight.before, flight.after):
        own, zoom = side.first + frame, side.zoom(frame, bare=True)
        for aloft in side.names.values():
            name = replace(aloft.name, nudge=aloft.nudges[frame]) if aloft.nudges else aloft.name
            state, rect = name.state(own), name.rect(zoom)
            if isinstance(state, tuple) and aloft.shares[frame] * state[0] >= FADE_STEPS / 2:
                found.append((name.text, rect))
    return [each for each in found if Rect(0, 0, *flight.before.map.size).holds(each[1])]


def legible(flight: Flight, frame: int, *, names_only: bool = False) -> list[str]:
    """The names that can be read at *frame*, and the kinds of symbols that are seen."""
    found = [text for text, _ in read_at(flight, frame)]
    frame_of = Rect(0, 0, *flight.before.map.size)
    for side in () if names_only else (flight.before, flight.after):
        own, zoom = side.first + frame, side.zoom(frame, bare=True)
        for number, layer in enumerate(side.map.layers):
            if isinstance(layer, Symbol) and radius_of(layer.kind):
                seen = flight.share_of(side, number, frame) * layer.fade.step(own)
                whole = frame_of.holds(around(zoom.place(layer.at), 1))
                found += [layer.kind] * (seen >= FADE_STEPS / 2 and whole)
    return found


def bare_flights(production: Production, layout: Layout) -> list[int]:
    """Of each flight, the most frames in a row in which nothing can be read nor any sign seen."""
    most = []
    with open_darkroom(production, SilentWitness()) as shelf:
        for task in layout.tasks:
            if all(run.transition != "fly" for run in task.runs):
                continue
            painter = segment_painter(task.runs, layout.settings.size, shelf.painter_of)
            for _, part in painter.parts:
                if isinstance(part, FlightPainter):
                    flight = part.flight
                    bare = [not legible(flight, frame) for frame in range(flight.length)]
                    runs = (len(list(run)) for is_bare, run in groupby(bare) if is_bare)
                    most.append(max(runs, default=0))
    return most


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One film."""

    seconds: float
    megabytes: float
    still: float
    longest: float
    """Seconds from one change to the next, at the most."""
    slow: tuple[tuple[int, float], tuple[int, float]]
    """Stretches over 6 and over 8 seconds: how many, and their seconds in all."""
    delays: tuple[int, ...]
    hidden: int
    """Things tied to words whose coming could not be told from what moved."""
    bands: dict[str, float]
    """CAMBI of each slide, in order: its mean."""
    worst: float
    """CAMBI of the worst frame."""
    silent: float


def laid(
    storyboard: Path, voice: str, cache: Path, *, language: str = "", shape: str = "16:9"
) -> tuple[Production, Layout]:
    """The film of *storyboard*, and where everything lies in it; its takes are in *cache*."""
    engine, _, name = voice.partition(":")
    options = Options(
        language=language,
        engine=engine,
        voice_name=name,
        cache=cache,
        formats=(shape,),
        offline=True,
    )
    production = prepare(storyboard, options)
    return production, laid_out(production, SilentWitness(), shape)


def measure(film: Path, layout: Layout) -> Measured:
    """All of it, of *film* as *layout* says that it lies."""
    timeline, fps = layout.timeline, layout.timeline.timebase.fps
    steps = luma_steps(film)
    changes = changes_in(timeline, layout.looks)
    slow = [stretches(changes, timeline.length, seconds * fps) for seconds in (6, 8)]
    found = [arrival(steps, frame) for _, frame in tied(layout)]
    scores = cambi(film)
    bands = {}
    for span in timeline.slides:
        own = [score for frame, score in scores.items() if span.start <= frame < span.end]
        bands[span.id] = float(np.mean(own)) if own else 0.0
    return Measured(
        seconds=timeline.length / fps,
        megabytes=film.stat().st_size / 1e6,
        still=without_change(steps),
        longest=max(stretches(changes, timeline.length, 0), default=0) / fps,
        slow=(
            (len(slow[0]), sum(slow[0]) / fps),
            (len(slow[1]), sum(slow[1]) / fps),
        ),
        delays=tuple(delay for delay in found if delay is not None),
        hidden=sum(delay is None for delay in found),
        bands=bands,
        worst=max(scores.values(), default=0.0),
        silent=silence(heard(film)),
    )


def table(name: str, one: Measured) -> str:
    """In Markdown."""
    delays = sorted(one.delays)
    late = f"{delays[len(delays) // 2]}; at most {delays[-1]}" if delays else "–"
    rows = [
        ("length", f"{one.seconds:.1f} s"),
        ("frames without change", f"{one.still:.1%}"),
        ("longest without anything coming or going", f"{one.longest:.1f} s"),
        *(
            (f"stretches over {limit} s", f"{count}, {seconds:.0f} s")
            for limit, (count, seconds) in zip((6, 8), one.slow, strict=True)
        ),
        ("word to picture, frames", f"{late} ({len(delays)} told, {one.hidden} under movement)"),
        ("CAMBI, worst frame", f"{one.worst:.2f}"),
        ("CAMBI, worst slide", "{1:.2f} ({0})".format(*max(one.bands.items(), key=lambda b: b[1]))),
        ("digital silence", f"{one.silent:.1%}"),
        ("bytes", f"{one.megabytes:.1f} MB, {one.megabytes * 8000 / one.seconds:.0f} kbit/s"),
    ]
    lines = [f"| {name} | |", "|---|---|", *(f"| {what} | {value} |" for what, value in rows)]
    bands = ", ".join(f"{slide} {score:.2f}" for slide, score in one.bands.items())
    return "\n".join([*lines, "", f"CAMBI per slide: {bands}"])


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.film", description=__doc__)
    parser.add_argument("film", type=Path, nargs="?", help="the MP4; none: the label alone")
    parser.add_argument("storyboard", type=Path, nargs="?")
    parser.add_argument("--cache", type=Path, help="of the render: its takes are asked for")
    parser.add_argument("--language", default="")
    parser.add_argument("--voice", default="")
    parser.add_argument("--shape", default="16:9")
    arguments = parser.parse_args()
    if arguments.film:
        production, layout = laid(
            arguments.storyboard,
            arguments.voice,
            arguments.cache,
            language=arguments.language,
            shape=arguments.shape,
        )
        print(table(arguments.film.parent.name, measure(arguments.film, layout)))
        bare = max(bare_flights(production, layout), default=0)
        print(f"\nflights: at most {bare} frames without a name or a sign")
    print(f"label jitter in a moving view: {label_jitter():.3f} px RMS")


if __name__ == "__main__":
    main()
