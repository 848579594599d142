"""``sheet``: the contact sheets of a film, one for each shape and each theme asked for.

Comes in: parsed arguments. Goes out: PNG files, their paths on stdout.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from renderer.cli.output_files import save_png
from renderer.cli.progress import witness
from renderer.cli.values import options_of
from renderer.production.contact_sheet import draw_rhythm, draw_sheet
from renderer.production.events import Witness
from renderer.production.options import Options
from renderer.production.prepare import Production, prepare
from renderer.production.still import frame_when_complete, laid_out, paint_frames


def run(arguments: argparse.Namespace) -> int:
    """Write the sheets."""
    options, styles = options_of(arguments), dict.fromkeys(arguments.styles or ("",))
    told = []
    with witness() as seen:
        for production, shape in _films(arguments.storyboard, options, tuple(styles)):
            several = (len(production.board.film.formats) > 1, len(styles) > 1)
            file = _named(arguments.out, production, shape, several)
            draw = _draw_pace if arguments.pace else _draw
            slides = draw(production, shape, seen, file)
            told.append({"file": str(file), "slides": slides})
            if not arguments.json:
                print(file)
    if arguments.json:
        print(json.dumps(told[0] if len(told) == 1 else {"sheets": told}))
    return 0


def _films(
    storyboard: Path, options: Options, styles: tuple[str, ...]
) -> Iterator[tuple[Production, str]]:
    # Every theme is prepared first: one that doesn't exist is said before anything is drawn.
    productions = [prepare(storyboard, replace(options, style=style)) for style in styles]
    for production in productions:
        for shape in production.board.film.formats:
            yield production, shape


def _draw(production: Production, shape: str, seen: Witness, file: Path) -> int:
    layout = laid_out(production, seen, shape)
    frames = [frame_when_complete(layout, n) for n in range(len(layout.timeline.slides))]
    pictures = paint_frames(production, layout, frames, seen)
    save_png(draw_sheet(layout, production.board.title, pictures), file)
    return len(frames)


def _draw_pace(production: Production, shape: str, seen: Witness, file: Path) -> int:
    layout = laid_out(production, seen, shape)
    save_png(draw_rhythm(layout), file)
    return len(layout.timeline.slides)


def _named(
    out: Path | None, production: Production, shape: str, several: tuple[bool, bool]
) -> Path:
    """The file asked for; one of several has its shape, or theme, or both, in its name."""
    asked = out or Path(f"{production.board.set_name}-sheet.png")
    parts = (shape.replace(":", "x"), production.board.style)
    told = [part for part, needed in zip(parts, several, strict=True) if needed]
    return asked.with_name("-".join([asked.stem, *told]) + asked.suffix)
