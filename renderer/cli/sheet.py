"""``sheet``: the contact sheet of a film.

Comes in: parsed arguments. Goes out: a PNG file, its path on stdout.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from renderer.build.contact import draw_sheet
from renderer.build.production import prepare
from renderer.build.still import frame_of_slide, laid_out, paint_frames
from renderer.cli.arguments import options_of
from renderer.cli.files import save_png
from renderer.cli.progress import witness


def run(arguments: argparse.Namespace) -> int:
    """Write the sheet."""
    production = prepare(arguments.storyboard, options_of(arguments))
    with witness() as seen:
        layout = laid_out(production, seen)
        frames = [frame_of_slide(layout, span.id) for span in layout.timeline.slides]
        pictures = paint_frames(production, layout, frames, seen)
    out = arguments.out or Path(f"{production.board.set_name}-sheet.png")
    save_png(draw_sheet(layout, production.board.title, pictures), out)
    print(json.dumps({"file": str(out), "slides": len(frames)}) if arguments.json else out)
    return 0
