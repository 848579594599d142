"""The encoder and nothing else: raw frames from a file, x264 with its own threading, to MP4.

    python bench/encoder_alone.py FRAMES.yuv WIDTH HEIGHT FPS OUT.mp4

The same settings and the same library as Récit's segments, but one stream on all cores.
"""

from __future__ import annotations

import sys

import av
import numpy as np
from av.video.frame import VideoFrame

from renderer.encoding.codec import H264, settings_for
from renderer.encoding.encode_video import planes_of
from renderer.frames.pixels import Size


def main(frames: str, width: int, height: int, fps: int, out: str) -> None:
    """Encode every frame of the file."""
    options = settings_for(H264, Size(width, height), fps, draft=False).options()
    options["threads"] = "auto"
    raw = np.memmap(frames, np.uint8, "r").reshape(-1, width * height * 3 // 2)
    luma, chroma = width * height, width * height // 4
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        frame = VideoFrame(width, height, "yuv420p")
        planes = planes_of(frame)
        for number, packed in enumerate(raw):
            planes.y[:] = packed[:luma].reshape(height, width)
            planes.u[:] = packed[luma : luma + chroma].reshape(height // 2, width // 2)
            planes.v[:] = packed[luma + chroma :].reshape(height // 2, width // 2)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    main(sys.argv[1], *(int(word) for word in sys.argv[2:5]), sys.argv[5])
