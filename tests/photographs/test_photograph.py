"""Every kind of photograph becomes the sRGB pixels that its maker saw."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.photographs.photograph import Decoded, decode_picture, probe, smallest
from tests.pictures import makers

WHOLE = Size(96, 64)
FORMATS = ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "GIF", "JPEG2000"]


def whole(data: bytes, **options: Any) -> Decoded:
    return decode_picture(data, "a.jpg", Size(100_000, 100_000), **options)


def differs(one: Any, other: Any) -> float:
    return float(np.abs(np.asarray(one, np.float64) - np.asarray(other, np.float64)).mean())


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_told_by_its_content_and_shows_what_was_saved(
    kind: str, tmp_path: Path
) -> None:
    data = makers.photo(kind)
    decoded = whole(data)
    assert decoded.rgb.shape == (64, 96, 3)
    assert decoded.rgb.dtype == np.uint8
    assert decoded.rgb.flags.c_contiguous
    # GIF has 256 colours for the whole gradient.
    assert differs(decoded.rgb, makers.gradient()) < (8 if kind == "GIF" else 3)
    path = tmp_path / "misnamed.html"
    path.write_bytes(data)
    facts = probe(path)
    assert (facts.size, facts.format, facts.frames) == (WHOLE, kind, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_camera_may_have_been_held_in_any_of_eight_ways(
    kind: str, orientation: int, tmp_path: Path
) -> None:
    data = makers.turned(orientation, kind)
    assert differs(whole(data).rgb, makers.gradient()) < 4
    path = tmp_path / "a"
    path.write_bytes(data)
    assert probe(path).size == WHOLE


@pytest.mark.parametrize("orientation", [1, 6])
def test_the_size_wanted_is_that_of_the_upright_picture(orientation: int) -> None:
    decoded = decode_picture(makers.turned(orientation), "a", Size(48, 20))
    assert decoded.rgb.shape == (32, 48, 3)


@given(*(st.integers(1, 40_000) for _ in range(4)))
def test_the_decoded_size_is_the_smallest_that_has_the_pixels_wanted(
    width: int, height: int, across: int, down: int
) -> None:
    got = smallest(Size(width, height), Size(across, down))
    assert 1 <= got.width <= width
    assert 1 <= got.height <= height
    if got != (width, height):
        assert got.width >= across
        assert got.height >= down
        assert got.width == across or got.height == down
        assert abs(got.width * height - got.height * width) <= max(width, height)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "JPEG2000"])
@pytest.mark.parametrize("wanted", [(300, 200), (160, 100), (601, 10), (1200, 800), (5000, 1)])
def test_a_reduced_picture_lies_exactly_over_the_whole_one(kind: str, wanted: Any) -> None:
    width, height = 1201, 803
    decoded = decode_picture(makers.photo(kind, width, height), "a", Size(*wanted)).rgb
    expected = smallest(Size(width, height), Size(*wanted))
    assert decoded.shape == (expected.height, expected.width, 3)
    reference = Image.fromarray(makers.gradient(width, height)).resize(
        expected, Image.Resampling.LANCZOS
    )
    assert differs(decoded, reference) < 1


def test_an_eighth_of_a_jpeg_is_not_stretched_by_its_half_empty_last_column() -> None:
    # 1201 columns by eight are 151, of which 150.125 hold the picture.
    decoded = decode_picture(makers.photo("JPEG", 1201, 803), "a", Size(90, 10)).rgb
    reference = Image.fromarray(makers.gradient(1201, 803)).resize(
        (90, 61), Image.Resampling.LANCZOS
    )
    off = decoded[:, -20:-2, 0].astype(float) - np.asarray(reference)[:, -20:-2, 0]
    # Stretched, it is 1.4 levels off here; an eighth of a JPEG has levels of its own.
    assert abs(off.mean()) < 0.9


def test_a_jpeg_is_decoded_reduced_and_not_merely_resized(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[tuple[int, int]] = []
    resize = Image.Image.resize

    def watched(image: Image.Image, *arguments: Any, **options: Any) -> Image.Image:
        loaded.append(image.size)
        return resize(image, *arguments, **options)

    monkeypatch.setattr(Image.Image, "resize", watched)
    decode_picture(makers.photo("JPEG", 1600, 1200), "a", Size(200, 150))
    assert loaded == [(400, 300)]


def test_a_picture_is_never_enlarged() -> None:
    assert decode_picture(makers.photo(), "a", Size(97, 65)).rgb.shape == (64, 96, 3)


def test_one_pixel_is_a_picture() -> None:
    dot = makers.saved(Image.new("RGB", (1, 1), (10, 20, 30)), "PNG")
    assert whole(dot).rgb.tolist() == [[[10, 20, 30]]]


def test_a_strip_of_two_by_thirty_thousand_is_a_picture() -> None:
    strip = makers.photo("PNG", 2, 30_000)
    assert whole(strip).rgb.shape == (30_000, 2, 3)
    assert decode_picture(strip, "a", Size(1, 1000)).rgb.shape == (15_000, 1, 3)


def deep(step: int = 257) -> Any:
    """Grey steps 0 to 255, in 16 bits; one of them 40000, which naïve readers show as white."""
    values = (np.arange(256, dtype=np.uint32) * step).astype(np.uint16).reshape(16, 16)
    values[8, 8] = 40_000
    return values


def expected_grey(values: Any, white: float) -> Any:
    return np.clip(np.floor(values.astype(np.float64) * 255 / white + 0.5), 0, 255)


@pytest.mark.parametrize(
    "data",
    [
        makers.deep_png(deep()),
        makers.tiff(deep(), bits=16, photometric=1),
        makers.tiff(deep(), bits=16, photometric=1, order=">"),
        makers.tiff(65535 - deep(), bits=16, photometric=0),
        makers.tiff(deep().astype(np.uint32), bits=32, photometric=1),
    ],
    ids=["png", "tiff", "big-endian tiff", "white is zero", "32 bits"],
)
def test_sixteen_bit_grey_is_scaled_and_not_clipped(data: bytes) -> None:
    grey = whole(data).rgb
    assert grey[8, 8].tolist() == [156, 156, 156]
    assert differs(grey[..., 0], expected_grey(deep(), 65535)) == 0


def test_twelve_bits_kept_in_sixteen_are_as_bright_as_their_tag_says() -> None:
    values = (np.arange(256, dtype=np.uint16) * 16).reshape(16, 16)
    data = makers.tiff(values, bits=16, photometric=1, t281=4095)
    assert differs(whole(data).rgb[..., 0], expected_grey(values, 4095)) == 0


def test_floating_point_grey_is_scaled_by_its_own_white() -> None:
    ramp = np.linspace(0, 1, 256, dtype=np.float32).reshape(16, 16)
    data = makers.saved(Image.fromarray(ramp), "TIFF")
    assert differs(whole(data).rgb[..., 1], np.floor(ramp * 255 + 0.5)) < 0.02


def test_sixteen_bit_colour_keeps_its_tones() -> None:
    values = makers.gradient().astype(np.uint16) * 257
    assert differs(whole(makers.deep_png(values)).rgb, makers.gradient()) == 0
    tiff = makers.tiff(values, bits=16, photometric=2)
    assert differs(whole(tiff).rgb, makers.gradient()) == 0


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_what_is_transparent_shows_the_background(kind: str) -> None:
    pixels = np.full((8, 8, 4), (200, 100, 50, 255), np.uint8)
    pixels[:, 4:, 3] = 0
    pixels[:, 2:4, 3] = 128
    options = {"lossless": True} if kind == "WEBP" else {}
    data = makers.saved(Image.fromarray(pixels), kind, **options)
    shown = whole(data, background=(0, 0, 255)).rgb
    assert shown[0, 0].tolist() == [200, 100, 50]
    assert shown[0, 6].tolist() == [0, 0, 255]
    assert differs(shown[0, 2], [100, 50, 152]) <= 1


def test_transparent_edges_are_not_darkened_by_the_reduction() -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[:, :31] = (255, 255, 255, 255)
    data = makers.saved(Image.fromarray(pixels), "PNG")
    assert decode_picture(data, "a", Size(16, 16), background=(255, 255, 255)).rgb.min() >= 254


def test_palette_with_transparency_grey_with_alpha_and_ink_on_nothing_are_composited() -> None:
    palette = Image.new("P", (4, 4), 1)
    palette.putpalette([255, 0, 0, 0, 255, 0])
    palette.putpixel((0, 0), 0)
    shown = whole(makers.saved(palette, "PNG", transparency=0), background=(9, 9, 9)).rgb
    assert shown[0, 0].tolist() == [9, 9, 9]
    assert shown[1, 1].tolist() == [0, 255, 0]
    gif = whole(makers.saved(palette, "GIF", transparency=0), background=(9, 9, 9)).rgb
    assert gif[0, 0].tolist() == [9, 9, 9]
    grey = whole(makers.saved(Image.new("LA", (4, 4), (200, 0)), "PNG"), background=(7, 8, 9)).rgb
    assert grey[0, 0].tolist() == [7, 8, 9]
    keyed = makers.saved(Image.new("RGB", (4, 4), (1, 2, 3)), "PNG", transparency=(1, 2, 3))
    assert whole(keyed, background=(7, 8, 9)).rgb[0, 0].tolist() == [7, 8, 9]


def test_one_bit_scans_are_averaged_into_grey() -> None:
    board = (np.indices((64, 64)).sum(0) % 2).astype(bool)
    data = makers.saved(Image.fromarray(board), "TIFF", compression="group4")
    assert set(np.unique(whole(data).rgb)) == {0, 255}
    assert differs(decode_picture(data, "a", Size(16, 16)).rgb, 127.5) < 2


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_without_profile_is_shown_and_said(kind: str) -> None:
    image = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    decoded = whole(makers.saved(image, kind))
    assert differs(decoded.rgb, [0, 255, 255]) < 3
    assert "a.jpg: it is in CMYK without a usable profile" in decoded.warnings[0]


def test_cmyk_that_is_not_inverted_as_adobes_is_no_negative() -> None:
    inks = Image.new("CMYK", (16, 16), (0, 200, 200, 0))
    inverted = Image.eval(inks, lambda value: 255 - value)
    plain = makers.without_adobe(makers.saved(inverted, "JPEG", quality=95))
    assert differs(whole(plain).rgb, [255, 55, 55]) < 4


def test_a_profile_is_obeyed() -> None:
    plain, swapped = makers.photo("PNG"), makers.photo("PNG", icc_profile=makers.swapped_profile())
    assert differs(whole(plain).rgb, makers.gradient()) == 0
    # Red and blue primaries exchanged: so are the colours, and the very same grey axis.
    assert differs(whole(swapped).rgb, makers.gradient()[..., ::-1]) < 12
    assert not whole(swapped).warnings


def test_srgb_itself_changes_nothing() -> None:
    tagged = makers.photo("PNG", icc_profile=makers.srgb_profile())
    assert differs(whole(tagged).rgb, makers.gradient()) == 0


def test_a_grey_profile_is_obeyed() -> None:
    grey = Image.new("L", (8, 8), 128)
    linear = makers.saved(grey, "PNG", icc_profile=makers.grey_profile(1.0))
    decoded = whole(linear)
    assert not decoded.warnings
    # Half of the light is 188 in sRGB.
    assert differs(decoded.rgb, 188) <= 1


@pytest.mark.parametrize(
    "profile", [b"not a profile at all", makers.srgb_profile()[:300], makers.grey_profile(2.2)]
)
def test_a_broken_or_foreign_profile_is_left_out_and_said(profile: bytes) -> None:
    decoded = whole(makers.photo("PNG", icc_profile=profile))
    assert differs(decoded.rgb, makers.gradient()) == 0
    assert "its colour profile can't be used" in decoded.warnings[0]


def test_a_grey_picture_with_a_colour_profile_is_seen_through_it() -> None:
    grey = makers.saved(Image.new("L", (8, 8), 99), "JPEG", icc_profile=makers.srgb_profile())
    decoded = whole(grey)
    assert differs(decoded.rgb, 99) <= 1
    assert not decoded.warnings


def test_lab_scans_come_out_in_their_colours() -> None:
    srgb = Image.new("RGB", (8, 8), (180, 60, 40))
    lab = ImageCms.profileToProfile(
        srgb,
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")),
        outputMode="LAB",
    )
    assert lab is not None
    assert differs(whole(makers.saved(lab, "TIFF")).rgb, [180, 60, 40]) < 3


def test_ycbcr_scans_come_out_in_their_colours() -> None:
    image = Image.new("RGB", (16, 16), (180, 60, 40))
    data = makers.saved(image.convert("YCbCr"), "TIFF", compression="jpeg", quality=95)
    assert differs(whole(data).rgb, [180, 60, 40]) < 4


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP", "AVIF", "PNG"])
def test_of_several_frames_the_first_is_shown_and_the_rest_announced(
    kind: str, tmp_path: Path
) -> None:
    data = makers.two_pages(kind)
    decoded = whole(data)
    assert differs(decoded.rgb, [255, 0, 0]) < 4
    assert decoded.warnings == ("a.jpg: it has several frames or pages; only the first is shown",)
    path = tmp_path / "a"
    path.write_bytes(data)
    assert probe(path).frames == 2


def test_decoding_leaves_no_trace_in_pillow_or_in_the_warning_filters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 12_345)
    filters = list(warnings.filters)
    whole(makers.photo())
    with pytest.raises(PictureError):
        whole(b"<html>")
    assert Image.MAX_IMAGE_PIXELS == 12_345
    assert filters == list(warnings.filters)


def test_probing_decodes_no_pixel(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(makers.png_header_only(30_000, 30_000))
    assert probe(path).size == Size(30_000, 30_000)
