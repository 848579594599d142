"""The frames that Récit encodes, unencoded: what the encoder alone is given, and VMAF's reference.

    python -m bench.frames STORYBOARD CACHE FRAMES.yuv [LABEL]

Comes in: a storyboard; the label of one segment ("ouverture 1/2"), if only that is wanted. Goes
out: a raw yuv420p file, and its facts as JSON on stdout.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from renderer.clips.segment_painter import segment_painter
from renderer.frames.yuv import empty_planes
from renderer.production.decoders import open_darkroom
from renderer.production.events import SilentWitness
from renderer.production.options import Options
from renderer.production.prepare import prepare
from renderer.production.still import laid_out


def main(storyboard: Path, cache: Path, path: Path, label: str = "") -> None:
    """Paint the whole film, or the segment with *label*, one frame after the other."""
    production = prepare(storyboard, Options(offline=True, cache=cache))
    layout = laid_out(production, SilentWitness())
    size = layout.settings.size
    planes = empty_planes(size)
    with open_darkroom(production, SilentWitness()) as shelf, path.open("wb") as out:
        for task in layout.tasks:
            if label not in ("", task.label):
                continue
            painter = segment_painter(
                task.runs, size, shelf.painter_of, cues=task.cues, overlay_of=shelf.overlay_of
            )
            for frame in range(task.length):
                painter.paint(frame, planes)
                for plane in (planes.y, planes.u, planes.v):
                    out.write(plane.tobytes())
    facts = {
        "width": size.width,
        "height": size.height,
        "fps": layout.settings.fps,
        "frames": layout.timeline.length,
        "slides": [span.clip_length for span in layout.timeline.slides],
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    board, kept, out = map(Path, sys.argv[1:4])
    main(board, kept, out, *sys.argv[4:5])
