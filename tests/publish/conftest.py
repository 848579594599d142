"""A real film of twelve seconds, a poster, and a browser where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renderer.publish.publication import Publication
from tests.browser import open_browser
from tests.publish.builders import FPS, a_publication


@pytest.fixture(scope="session")
def film_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """H.264 and AAC, 320×180, 25 frames a second: a grey that brightens, and silence."""
    import av

    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as film:
        video = film.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "g": "25"})
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        sound = film.add_stream("aac", rate=48_000, layout="mono")
        for number in range(12 * FPS):
            grey = np.full((180, 320, 3), 40 + number // 2, np.uint8)
            picture = av.VideoFrame.from_ndarray(grey, format="rgb24")
            picture.pts, picture.time_base = number, Fraction(1, FPS)
            film.mux(video.encode(picture))
        film.mux(video.encode(None))
        samples = np.zeros((1, 12 * 48_000), np.float32)
        silence = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        silence.sample_rate, silence.pts = 48_000, 0
        film.mux(sound.encode(silence))
        film.mux(sound.encode(None))
    return path


@pytest.fixture(scope="session")
def poster_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JPEG of the film's size."""
    from PIL import Image

    path = tmp_path_factory.mktemp("poster") / "poster.jpg"
    Image.new("RGB", (320, 180), (20, 30, 60)).save(path, quality=80)
    return path


@pytest.fixture
def publication(film_file: Path, poster_file: Path) -> Callable[..., Publication]:
    """`a_publication` with the film and the poster already chosen."""
    return lambda **changes: a_publication(film_file, poster_file, **changes)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_browser() as running:
        yield running
