"""How frames are compressed, as data: part of every segment's key.

Comes in: the frame's size and rate. Goes out: `EncoderSettings`. Loads no codec.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from renderer.pictures.pixels import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderSettings:
    """All that decides how frames are compressed. Part of every segment's key."""

    size: Size
    fps: int
    preset: str = "veryfast"
    crf: int = 20

    def recipe(self) -> dict[str, Any]:
        """JSON values for a key."""
        return asdict(self) | {"size": list(self.size), "options": self.options()}

    def options(self) -> dict[str, str]:
        """libx264's options: closed groups of at most two seconds, headers fit for joining."""
        return {
            "preset": self.preset,
            "crf": str(self.crf),
            "profile": "high",
            "threads": "1",
            "flags": "+cgop+bitexact",
            "x264-params": f"keyint={2 * self.fps}:open-gop=0:stitchable=1",
            "color_primaries": "bt709",
            "color_trc": "bt709",
            "colorspace": "bt709",
            "color_range": "tv",
        }
