"""Large uncompressed scans are made smaller band by band, to the same pixels as all at once."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from renderer.frames.pixels import Size
from renderer.photographs import photograph
from renderer.photographs.photograph import GAP, resized_in_bands

_ROWS_PER_STRIP = 278


def _scan(size: tuple[int, int], mode: str, rows: int, seed: int = 0, **options: object) -> bytes:
    shape = (size[1], size[0], 3) if mode == "RGB" else (size[1], size[0])
    pixels = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "TIFF", tiffinfo={_ROWS_PER_STRIP: rows}, **options)
    return file.getvalue()


def _opened(file: io.BytesIO) -> ImageFile.ImageFile:
    image = Image.open(file)
    assert isinstance(image, ImageFile.ImageFile)
    return image


def _whole(data: bytes, target: Size) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    return image.resize(target, Image.Resampling.LANCZOS, reducing_gap=GAP)


@settings(max_examples=60, deadline=None)
@given(
    size=st.tuples(st.integers(9, 300), st.integers(9, 300)),
    shares=st.tuples(st.floats(0.02, 1.0), st.floats(0.02, 1.0)),
    mode=st.sampled_from(["L", "RGB"]),
    rows=st.sampled_from([1, 7, 64, 300]),
    band=st.sampled_from([1, 16, 50]),
    seed=st.integers(0, 99),
)
def test_bands_give_the_pixels_that_the_whole_gives(
    size: tuple[int, int],
    shares: tuple[float, float],
    mode: str,
    rows: int,
    band: int,
    seed: int,
) -> None:
    data = _scan(size, mode, rows, seed)
    width, height = (max(1, int(n * share)) for n, share in zip(size, shares, strict=True))
    target = Size(width, height)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photograph, "BAND", band)
        file = io.BytesIO(data)
        small = resized_in_bands(_opened(file), file, target, GAP)
    if target == size:
        assert small is None
        return
    assert small is not None
    np.testing.assert_array_equal(np.asarray(small), np.asarray(_whole(data, target)))


def test_the_same_bands_are_read_however_small_the_strips() -> None:
    """A strip a row, as OpenCV writes them, and all in one."""
    target = Size(90, 60)
    pictures = []
    for rows in (1, 200):
        file = io.BytesIO(_scan((300, 200), "RGB", rows))
        small = resized_in_bands(_opened(file), file, target, GAP)
        assert small is not None
        pictures.append(small.tobytes())
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize(
    "data",
    [
        _scan((60, 40), "RGB", 40, compression="tiff_lzw"),
        _scan((60, 40), "RGB", 40)[:-500],
    ],
    ids=["compressed", "cut short"],
)
def test_what_is_not_plain_and_whole_is_left_to_those_who_read_it_whole(data: bytes) -> None:
    file = io.BytesIO(data)
    assert resized_in_bands(_opened(file), file, Size(20, 15), GAP) is None
