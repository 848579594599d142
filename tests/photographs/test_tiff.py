"""TIFFs of every layout show what was scanned; damaged ones are refused, not drawn from memory."""

from __future__ import annotations

import struct
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.photographs.photograph import decode_picture, probe
from renderer.photographs.tiff import read_layout
from tests.photographs.tiffs import tiff_of
from tests.pictures import makers

WHOLE = Size(10**5, 10**5)
COLOUR = makers.gradient()
GREY = COLOUR[..., 0]
DEEP, DEEP_GREY = COLOUR.astype(np.uint16) * 257, GREY.astype(np.uint16) * 257
FULL = np.full_like(GREY[..., None], 255)
INKS = np.concatenate([255 - COLOUR, np.zeros_like(FULL)], axis=-1)
LAYOUTS = [
    {"order": order, "planar": planar, "compression": compression, **cut}
    for order in "<>"
    for planar in (1, 2)
    for compression in (1, 8)
    for cut in ({"tile": 0}, {"rows": 7}, {"tile": 32})
]


def shown(data: bytes, **options: Any) -> Any:
    return decode_picture(data, "a.tif", WHOLE, **options).rgb


def differs(one: Any, other: Any) -> float:
    if other.ndim == 2:
        other = other[..., None].repeat(3, axis=-1)
    return float(np.abs(np.asarray(one, np.float64) - other).mean())


def told(layout: dict[str, Any]) -> str:
    return " ".join(f"{name} {value}" for name, value in layout.items())


@pytest.mark.parametrize("layout", LAYOUTS, ids=told)
@pytest.mark.parametrize(
    ("samples", "options"),
    [
        (DEEP, {}),
        (DEEP, {"big": True}),
        (COLOUR, {"big": True}),
        (np.concatenate([DEEP, FULL * np.uint16(257)], axis=-1), {"t338": 2}),
        (np.concatenate([COLOUR, FULL], axis=-1), {"t338": 2}),
        (np.concatenate([COLOUR, FULL, FULL], axis=-1), {"t338": (0, 0)}),
        (INKS.astype(np.uint16) * 257, {"photometric": 5}),
        (INKS, {"photometric": 5}),
        (DEEP >> 4, {"bits": 12}),
    ],
    ids=["16 bits", "big 16", "big 8", "alpha 16", "alpha 8", "spare", "inks 16", "inks", "12"],
)
def test_colour_of_any_depth_in_any_layout_is_what_was_scanned(
    layout: dict[str, Any], samples: Any, options: dict[str, Any]
) -> None:
    assert differs(shown(tiff_of(samples, **layout, **options)), COLOUR) < 1


@pytest.mark.parametrize("layout", [one for one in LAYOUTS if one["planar"] == 1], ids=told)
@pytest.mark.parametrize(
    ("samples", "options"),
    [
        (DEEP_GREY, {}),
        (65535 - DEEP_GREY, {"photometric": 0}),
        (np.dstack([DEEP_GREY, np.full_like(DEEP_GREY, 65535)]), {"t338": 2}),
        (DEEP_GREY >> 4, {"bits": 12}),
        (DEEP_GREY >> 6, {"bits": 10}),
        (DEEP_GREY >> 4, {"t281": 4095}),
        (DEEP_GREY.astype(np.uint32), {}),
        ((DEEP_GREY.astype(np.int32) - 32768).astype(np.int16), {"kind": 2}),
        ((DEEP_GREY >> 1).astype(np.int16), {"kind": 2}),
        ((GREY / 255).astype(np.float32), {"kind": 3}),
        ((GREY / 255).astype(np.float64), {"kind": 3}),
        ((GREY / 255).astype(np.float16), {"kind": 3}),
    ],
    ids=[
        "16",
        "white 0",
        "alpha",
        "12",
        "10",
        "12 in 16",
        "32",
        "signed",
        "half signed",
        "float",
        "double",
        "half",
    ],
)
def test_deep_greys_are_as_light_as_they_were_scanned(
    layout: dict[str, Any], samples: Any, options: dict[str, Any]
) -> None:
    data = tiff_of(samples, **{"photometric": 1, **layout, **options})
    assert differs(shown(data), GREY) < 1


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("tile", [0, 32])
@pytest.mark.parametrize(
    ("samples", "options", "expected"),
    [
        (DEEP, {"predictor": 2}, COLOUR),
        (DEEP, {"predictor": 2, "planar": 2}, COLOUR),
        (DEEP_GREY, {"predictor": 2, "photometric": 1}, GREY),
        ((GREY / 255).astype(np.float32), {"predictor": 3, "kind": 3, "photometric": 1}, GREY),
        ((COLOUR / 255).astype(np.float32), {"predictor": 3, "kind": 3}, COLOUR),
        ((COLOUR / 255).astype(np.float32), {"kind": 3}, COLOUR),
    ],
    ids=["16", "planes", "grey", "float", "colour floats", "not predicted"],
)
def test_differences_between_neighbours_are_summed_again(
    order: str, tile: int, samples: Any, options: dict[str, Any], expected: Any
) -> None:
    data = tiff_of(samples, order=order, tile=tile, compression=8, **options)
    assert differs(shown(data), expected) < 1


@pytest.mark.parametrize("compression", ["tiff_lzw", "packbits", "lzma"])
def test_deep_scans_compressed_in_other_ways_are_read(compression: str) -> None:
    grey = makers.saved(Image.fromarray(DEEP_GREY), "TIFF", compression=compression)
    assert differs(shown(grey), GREY) < 1


def test_lab_of_eight_and_sixteen_bits_shows_its_colours() -> None:
    lab = ImageCms.profileToProfile(
        Image.fromarray(COLOUR),
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")),
        outputMode="LAB",
    )
    assert lab is not None
    stored = np.frombuffer(lab.tobytes("raw", "LAB"), np.uint8).reshape(64, 96, 3)
    for samples in (stored, stored.astype(np.uint16) << 8):
        for planar in (1, 2):
            assert differs(shown(tiff_of(samples, photometric=8, planar=planar)), COLOUR) < 2


@pytest.mark.parametrize("shared", [(1, 1), (2, 1), (2, 2), (4, 1)])
def test_ycbcr_that_is_not_a_jpeg_shows_its_colours(shared: tuple[int, int]) -> None:
    from tests.photographs.tiffs import subsampled

    ycbcr = np.asarray(Image.fromarray(COLOUR).convert("YCbCr"))
    assert differs(shown(subsampled(ycbcr, *shared)), COLOUR) < 4
    if shared == (1, 1):
        for layout in ({"planar": 2}, {"compression": 8}, {"tile": 32}):
            data = tiff_of(ycbcr, photometric=6, t530=shared, **layout)  # type: ignore[arg-type]
            assert differs(shown(data), COLOUR) < 4


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("depth", [8, 4])
@pytest.mark.parametrize("most", [255, 65535])
def test_palettes_of_old_scanners_hold_bytes_where_numbers_are_wanted(
    order: str, depth: int, most: int
) -> None:
    count = 1 << depth
    ramp = np.linspace(0, most, count).astype(int).tolist()
    numbers = (np.arange(64 * 64).reshape(64, 64) % count).astype(np.uint8)
    data = tiff_of(numbers, photometric=3, bits=depth, order=order, t320=ramp * 3)
    expected = np.array([value * 255 // most for value in ramp])[numbers]
    assert differs(shown(data), expected) < 1


def test_a_deep_scan_is_turned_upright_and_has_the_size_that_is_announced(tmp_path: Path) -> None:
    data = tiff_of(np.rot90(DEEP, 1).copy(), planar=2, t274=6)
    path = tmp_path / "a.tif"
    path.write_bytes(data)
    assert probe(path).size == Size(96, 64)
    assert differs(shown(data), COLOUR) < 1


def test_a_deep_scan_shows_what_is_behind_it_and_obeys_its_profile() -> None:
    alpha = np.zeros((64, 96, 1), np.uint16)
    clear = tiff_of(np.concatenate([DEEP, alpha], axis=-1), t338=2)
    assert (shown(clear, background=(7, 8, 9)) == (7, 8, 9)).all()
    # Associated: half of the light is in the samples already.
    half = tiff_of(np.concatenate([DEEP // 2, alpha + 32768], axis=-1), t338=1)
    assert differs(shown(half, background=(0, 0, 0)), COLOUR / 2) < 2


@pytest.mark.parametrize("planar", [1, 2])
def test_a_deep_scan_is_reduced_like_any_other(planar: int) -> None:
    reduced = decode_picture(tiff_of(DEEP, planar=planar), "a.tif", Size(24, 16)).rgb
    reference = Image.fromarray(COLOUR).resize((24, 16), Image.Resampling.LANCZOS)
    assert differs(reduced, np.asarray(reference)) < 1


def noise(mode: str) -> Image.Image:
    pixels = np.random.default_rng(44).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    if mode == "1":
        return Image.fromarray(pixels[..., 0] > 230)
    return Image.fromarray(makers.gradient(400, 300) // 2 + pixels // 8).convert(mode)


def hurt(data: bytes, place: float, bytes_there: bytes) -> bytes:
    at = 8 + int((len(data) - 700) * place)
    return data[:at] + bytes_there + data[at + len(bytes_there) :]


DOUBTED = [
    ("group4", "1"),
    ("group3", "1"),
    ("tiff_ccitt", "1"),
    ("packbits", "L"),
    ("tiff_adobe_deflate", "RGB"),
    ("tiff_deflate", "L"),
]


@pytest.mark.parametrize(("compression", "mode"), DOUBTED)
@pytest.mark.parametrize("place", [0.15, 0.5, 0.85])
def test_eight_bytes_zeroed_in_a_scan_are_damage_and_not_pixels(
    compression: str, mode: str, place: float, capfd: pytest.CaptureFixture[str]
) -> None:
    # PackBits of noise are the bytes themselves: what is zeroed there is black, and no damage.
    picture = noise(mode) if mode == "1" else Image.fromarray(makers.gradient(400, 300))
    data = makers.saved(picture.convert(mode), "TIFF", compression=compression)
    assert shown(data).shape == (300, 400, 3)
    with pytest.raises(PictureError, match=r"a\.tif is damaged or cut short .*copy it again"):
        shown(hurt(data, place, bytes(8)))
    assert capfd.readouterr().err == ""


def test_what_libjpeg_complains_of_within_a_tiff_is_damage() -> None:
    data = makers.photo("TIFF", 400, 300, compression="jpeg", quality=90, subsampling=0)
    for place in np.linspace(0.1, 0.9, 9):
        with pytest.raises(PictureError, match=r"is damaged or cut short \(JPEGLib: "):
            shown(hurt(data, float(place), bytes(8)))


@pytest.mark.parametrize("compression", ["tiff_lzw", "lzma", "tiff_adobe_deflate", "jpeg"])
@settings(max_examples=25, deadline=None)
@given(st.floats(0.1, 0.9))
def test_a_damaged_scan_is_refused_or_drawn_alike_each_time(compression: str, place: float) -> None:
    data = hurt(makers.saved(noise("RGB"), "TIFF", compression=compression), place, b"\x7e" * 8)

    def outcome(junk: int) -> bytes | str:
        # Memory that a decoder may find: full of something else each time.
        Image.new("RGB", (400, 300), (junk, junk, junk)).tobytes()
        try:
            return bytes(shown(data).tobytes())
        except PictureError as error:
            return str(error)

    assert outcome(11) == outcome(200)


def test_a_jpeg_strip_smaller_than_announced_leaves_no_rows_to_chance() -> None:
    data = makers.saved(noise("L"), "TIFF", compression="jpeg")
    frame = data.index(b"\xff\xc0") + 5
    height = int.from_bytes(data[frame : frame + 2], "big")
    smaller = data[:frame] + (height - 8).to_bytes(2, "big") + data[frame + 2 :]
    with pytest.raises(PictureError, match=r"damaged or cut short"):
        shown(smaller)


@pytest.mark.parametrize("compression", [50000, 50001, 34712, 34661, 34887])
def test_a_compression_that_nobody_here_reads_is_not_called_damage(compression: int) -> None:
    with pytest.raises(
        PictureError, match=r"kind of TIFF that can't be read here: save it again"
    ) as refused:
        shown(tiff_of(COLOUR, compression=compression))
    assert refused.value.code == "picture-format-unfit"


@pytest.mark.parametrize(
    "data",
    [
        tiff_of(GREY, photometric=32803),
        tiff_of(DEEP, photometric=34892),
        tiff_of(COLOUR, t50706=(1, 4, 0, 0), t254=1),
        b"II*\0" + (16).to_bytes(4, "little") + b"CR\x02\0" + bytes(4) + tiff_of(COLOUR)[-200:],
        b"FUJIFILMCCD-RAW 0201",
        b"IIU\0\x18\0\0\0",
        b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
    ],
    ids=["sensor", "linear", "DNG", "CR2", "RAF", "RW2", "CR3"],
)
def test_a_camera_raw_file_is_no_thumbnail_and_no_film(data: bytes) -> None:
    with pytest.raises(
        PictureError, match=r"^a\.tif is a camera's raw file: develop it"
    ) as refused:
        shown(data)
    assert refused.value.code == "picture-format-unfit"


def test_a_raw_file_is_known_by_what_its_thumbnail_stands_for() -> None:
    """Nikon's NEF, Sony's ARW: the first directory is a small picture, the sensor's is below."""
    small = tiff_of(COLOUR, t330=[0], t254=1)
    at = int.from_bytes(small[4:8], "little")
    below = tiff_of(GREY, photometric=32803)
    start = int.from_bytes(below[4:8], "little")
    directory = below[start:]
    # The directory of the sensor's picture is put behind the file, and pointed at.
    count = int.from_bytes(small[at : at + 2], "little")
    for field in range(at + 2, at + 2 + 12 * count, 12):
        if int.from_bytes(small[field : field + 2], "little") == 330:
            value = (4).to_bytes(2, "little") + (1).to_bytes(4, "little")
            value += len(small).to_bytes(4, "little")
            small = small[: field + 2] + value + small[field + 12 :]
    with pytest.raises(PictureError, match=r"is a camera's raw file"):
        shown(small + directory)


def test_a_thumbnail_before_the_picture_is_refused_and_a_lone_small_picture_shown() -> None:
    lone = tiff_of(COLOUR, t254=1)
    assert differs(shown(lone), COLOUR) == 0
    followed = lone[:-4] + (8).to_bytes(4, "little")
    with pytest.raises(
        PictureError, match=r"begins with a thumbnail .*save the whole picture"
    ) as refused:
        shown(followed)
    assert refused.value.code == "picture-format-unfit"


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
@pytest.mark.parametrize("compression", [1, 8])
@pytest.mark.parametrize("planar", [1, 2])
def test_a_deep_scan_cut_short_is_an_error(share: float, compression: int, planar: int) -> None:
    deep = np.random.default_rng(1).integers(0, 65536, (64, 96, 3), dtype=np.uint16)
    whole = tiff_of(deep, compression=compression, planar=planar)
    start = int.from_bytes(whole[4:8], "little")
    # Its directory first, as many writers have it: only pixels are missing.
    body = 8 + int((start - 8) * share)
    cut = whole[:body] + bytes(0)
    with pytest.raises(PictureError, match=r"copy it again from its source"):
        shown(cut)
    short = whole.replace(whole[8:start], whole[8:body], 1)
    moved = short[:4] + body.to_bytes(4, "little") + short[8:]
    with pytest.raises(PictureError):
        shown(moved)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        [
            tiff_of(DEEP[:16, :16], planar=2, compression=8, tile=16),
            tiff_of(DEEP_GREY[:16, :16], photometric=1, order=">", big=True),
            tiff_of(GREY[:16, :16], photometric=3, t320=list(range(256)) * 3),
        ]
    ),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
)
def test_damage_anywhere_in_a_deep_scan_is_told_in_words_or_shown(
    data: bytes, damage: list[tuple[float, int]]
) -> None:
    spoilt = bytearray(data)
    for place, value in damage:
        spoilt[int(place * (len(spoilt) - 1))] = value
    try:
        outcome = str(decode_picture(bytes(spoilt), "a.tif", Size(50, 50)).rgb.ndim)
    except PictureError as error:
        outcome = str(error)
    assert outcome == "3" or outcome.startswith("a.tif ")


def test_a_directory_that_names_the_same_bytes_a_thousand_times_costs_nothing(
    tmp_path: Path,
) -> None:
    """Headers are read outside the fence: 4,096 fields of a million numbers each are not."""
    fields = b"".join(
        struct.pack("<HHII", tag, 4, 1 << 20, 8) for tag in (*range(1000, 5000), *[273] * 96)
    )
    body = bytes(4 << 20)
    data = b"II*\0" + struct.pack("<I", 8 + len(body)) + body
    path = tmp_path / "a.tif"
    path.write_bytes(data + struct.pack("<H", 4096) + fields + bytes(4))
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            layout = read_layout(file)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert layout is not None
    assert set(layout.tags) == {273}
    assert most < 64 << 20
