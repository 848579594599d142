"""``still``: one frame as PNG, pixel for pixel what the encoder is given.

Comes in: parsed arguments. Goes out: a file, its path on stdout.
"""

from __future__ import annotations

import argparse
import json

from renderer.cli.output_files import save_png
from renderer.cli.progress import witness
from renderer.cli.values import options_of
from renderer.errors import UsageError
from renderer.messages import tr
from renderer.production.prepare import prepare
from renderer.production.still import frame_at, frame_of_slide, laid_out, paint_frames


def run(arguments: argparse.Namespace) -> int:
    """Write one frame."""
    if arguments.out.suffix.lower() != ".png" and not arguments.out.is_dir():
        told = tr("still: {file} would hold a PNG: give it that ending", file=arguments.out.name)
        raise UsageError(told, code="output-unfit")
    # Nothing of other slides stands in the way of one; at a time, no slide is known yet.
    only = frozenset(filter(None, [arguments.slide]))
    production = prepare(arguments.storyboard, options_of(arguments), only=only)
    with witness() as seen:
        layout = laid_out(production, seen)
        if arguments.slide:
            frame = frame_of_slide(layout, arguments.slide)
        else:
            frame = frame_at(layout, arguments.at)
        picture = paint_frames(production, layout, [frame], seen)[0]
    save_png(picture, arguments.out)
    if arguments.json:
        print(json.dumps({"file": str(arguments.out), "frame": frame}))
    else:
        print(arguments.out)
    return 0
