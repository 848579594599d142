"""The example maps, and a way to prepare them small."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from renderer.frames.pixels import Size
from renderer.maps.prepared_map import PreparedMap, prepare_map
from renderer.maps.style import MapStyle
from renderer.storyboard.map_data import OperationsMap
from renderer.storyboard.map_schema import OperationsMapModel
from renderer.timeline.moment_frames import Beats

EXAMPLES = Path(__file__).parent / "examples"
MEDIA = Path(__file__).parents[2] / "media"
SMALL = Size(640, 360)
NAMES = tuple(sorted(path.stem for path in EXAMPLES.glob("*.yaml")))


def read_map(written: dict[str, Any]) -> OperationsMap:
    return OperationsMapModel.model_validate(written).to_board()


def example(name: str) -> OperationsMap:
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    return read_map(yaml.load(text, yaml.BaseLoader)["map"])


def prepared(
    board: OperationsMap, size: Size = SMALL, length: int = 125, sentences: int = 5
) -> PreparedMap:
    starts = tuple(4 + number * (length - 10) // sentences for number in range(sentences))
    return prepare_map(
        board,
        MapStyle(),
        size,
        beats=Beats(sentences=starts),
        length=length,
        media=MEDIA,
        clear_bottom=size.height // 8 // 2 * 2,
    )
