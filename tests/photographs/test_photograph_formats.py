"""What phones, mailers, browsers and archives do to JPEG, PNG, JPEG 2000 and HEIC."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.photographs.photograph import decode_picture, probe
from renderer.photographs.png import SRGB, WIDE, ToneAndPrimaries
from tests.pictures import makers

WHOLE = Size(10**5, 10**5)
COLOUR = makers.gradient()


def shown(data: bytes, **options: Any) -> Any:
    return decode_picture(data, "a", WHOLE, **options).rgb


def differs(one: Any, other: Any) -> float:
    return float(np.abs(np.asarray(one, np.float64) - other).mean())


def marker(number: int, body: bytes) -> bytes:
    return b"\xff" + bytes([number]) + struct.pack(">H", len(body) + 2) + body


GAIN_MAP = (
    b'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/">%s</rdf:Description></rdf:RDF>'
    b"</x:xmpmeta>"
)


def with_second(main: bytes, second: bytes, *, said: int, listed: int, extra: bytes = b"") -> bytes:
    """A JPEG and one behind it, in an index (CIPA DC-007) that says *said* and lists *listed*."""
    entries = struct.pack(">IIIHH", 0x030000, len(main), 0, 0, 0)
    entries += struct.pack(">IIIHH", 0, len(second), 99, 0, 0) * (listed - 1)
    fields = struct.pack(">HHI4s", 0xB000, 7, 4, b"0100")
    fields += struct.pack(">HHII", 0xB001, 4, 1, said)
    fields += struct.pack(">HHII", 0xB002, 7, 16 * listed, 50)
    index = b"MPF\0MM\0*" + struct.pack(">IH", 8, 3) + fields + bytes(4) + entries
    return main[:2] + extra + marker(0xE2, index) + main[2:] + second


@pytest.mark.parametrize(
    "extra",
    [
        b"",
        marker(0xE1, GAIN_MAP % b"<hdrgm:Version>1.0</hdrgm:Version>"),
        marker(0xE1, (GAIN_MAP % b"").replace(b'/1.0/">', b'/1.0/" hdrgm:Version="1.0">')),
        marker(0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + bytes(4)),
    ],
    ids=["depths", "gain map", "short form", "ISO 21496-1"],
)
@pytest.mark.parametrize(("said", "listed"), [(2, 2), (3, 2), (2, 1), (2, 5)])
def test_a_phones_second_picture_leaves_the_first_as_it_is(
    extra: bytes, said: int, listed: int, tmp_path: Path
) -> None:
    second = makers.saved(Image.new("L", (24, 16), 90), "JPEG")
    data = with_second(makers.photo(), second, said=said, listed=listed, extra=extra)
    decoded = decode_picture(data, "a", WHOLE)
    assert differs(decoded.rgb, COLOUR) < 2
    assert decoded.warnings == ()
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    assert probe(path).format == "JPEG"


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("wanted", [WHOLE, Size(60, 40)])
@pytest.mark.parametrize("tail", [b"", b"\xff", bytes(512), b"\xff" + bytes(4096)])
def test_a_jpeg_without_its_end_is_shown_and_nothing_said(
    progressive: bool, wanted: Size, tail: bytes
) -> None:
    whole = makers.photo("JPEG", 600, 400, progressive=progressive)
    decoded = decode_picture(whole[:-2] + tail, "a", wanted)
    assert (decoded.rgb == decode_picture(whole, "a", wanted).rgb).all()
    assert decoded.warnings == ()


@pytest.mark.parametrize("missing", [5, 20, 300, 3000])
@pytest.mark.parametrize("tail", [b"", bytes(512)])
def test_a_jpeg_that_lacks_pixels_as_well_is_refused(missing: int, tail: bytes) -> None:
    data = makers.photo("JPEG", 600, 400)[:-missing]
    with pytest.raises(PictureError, match=r"is damaged or cut short"):
        shown(data + tail)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunks(png: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """*png* with chunks behind its header, and before its end."""
    return png[:33] + before + png[33:-12] + after + png[-12:]


def turned(orientation: int) -> bytes:
    """A PNG that is upright once it is turned, which nothing in it says yet."""
    with Image.open(io.BytesIO(makers.turned(orientation, "PNG"))) as image:
        return makers.saved(image.copy(), "PNG")


def exif(orientation: int) -> bytes:
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def sayings(orientation: int) -> dict[str, bytes]:
    profile = exif(orientation)
    packed = b"\nexif\n%8d\n%s\n" % (len(profile), profile.hex().encode())
    xmp = b'<x:xmpmeta><rdf:Description tiff:Orientation="%d"/></x:xmpmeta>' % orientation
    element = b"<tiff:Orientation>%d</tiff:Orientation>" % orientation
    return {
        "eXIf": chunk(b"eXIf", profile.removeprefix(b"Exif\0\0")),
        "zTXt": chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(packed)),
        "tEXt": chunk(b"tEXt", b"Raw profile type APP1\0" + packed),
        "XMP": chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp),
        "packed XMP": chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(element)),
    }


@pytest.mark.parametrize("how", list(sayings(1)))
@pytest.mark.parametrize("orientation", [2, 3, 6, 8])
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_png_is_set_upright_wherever_it_says_how_it_was_held(
    how: str, orientation: int, place: str, tmp_path: Path
) -> None:
    data = with_chunks(turned(orientation), **{place: sayings(orientation)[how]})
    assert differs(shown(data), COLOUR) == 0
    path = tmp_path / "a.png"
    path.write_bytes(data)
    assert probe(path).size == Size(96, 64)


def test_of_two_orientations_exif_counts_and_nonsense_does_not() -> None:
    plain = makers.photo("PNG")
    both = with_chunks(turned(6), sayings(3)["XMP"], sayings(6)["eXIf"])
    assert differs(shown(both), COLOUR) == 0
    for nonsense in (
        chunk(b"eXIf", b"MM\0*\0\0\0\x08\xff\xff"),
        chunk(b"zTXt", b"Raw profile type exif\0\0not packed"),
        chunk(b"tEXt", b"Raw profile type exif\0\nexif\n 4\nabc"),
        chunk(b"iTXt", b'XML:com.adobe.xmp\0\0\0\0\0tiff:Orientation="9"'),
    ):
        assert differs(shown(with_chunks(plain, nonsense)), COLOUR) == 0


def linear(values: Any) -> Any:
    share = np.asarray(values, np.float64) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def encoded(light: Any) -> Any:
    light = np.clip(light, 0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def gamma(value: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(value * 100_000)))


@pytest.mark.parametrize("value", [1.0, 0.55556, 1 / 1.8, 0.7])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA"])
def test_a_png_is_as_light_as_its_gamma_says(value: float, mode: str) -> None:
    picture = Image.fromarray(COLOUR).convert(mode)
    own = np.asarray(picture.convert("RGB"), np.float64)
    data = with_chunks(makers.saved(picture, "PNG"), gamma(value))
    assert differs(shown(data), encoded((own / 255) ** (1 / value))) < 1.5


def test_the_gamma_that_stands_for_srgb_and_srgbs_own_primaries_change_nothing() -> None:
    primaries = chunk(b"cHRM", struct.pack(">8I", *(round(v * 100_000) for v in SRGB)))
    for said in (gamma(0.45455), primaries, gamma(0.45455) + primaries, gamma(0)):
        assert differs(shown(with_chunks(makers.photo("PNG"), said)), COLOUR) == 0


def test_what_is_better_than_gamma_beats_it() -> None:
    srgb = chunk(b"sRGB", b"\0")
    assert differs(shown(with_chunks(makers.photo("PNG"), gamma(1.0) + srgb)), COLOUR) == 0
    tagged = makers.photo("PNG", icc_profile=makers.swapped_profile())
    assert differs(shown(with_chunks(tagged, gamma(1.0))), shown(tagged)) == 0


def to_xyz(chromaticities: Any) -> Any:
    x, y = np.array(chromaticities).reshape(4, 2).T
    xyz = np.stack([x / y, np.ones(4), (1 - x - y) / y])
    return xyz[:, 1:] * np.linalg.solve(xyz[:, 1:], xyz[:, 0])


def test_primaries_are_obeyed() -> None:
    wide = (0.3127, 0.3290, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)  # DCI-P3 under D65
    data = with_chunks(
        makers.saved(Image.new("RGB", (8, 8), (200, 100, 50)), "PNG"),
        chunk(b"cHRM", struct.pack(">8I", *(round(v * 100_000) for v in wide))),
    )
    expected = np.linalg.inv(to_xyz(SRGB)) @ to_xyz(wide) @ linear([200, 100, 50])
    assert np.abs(shown(data)[0, 0] - encoded(expected)).max() < 2
    white = with_chunks(
        makers.saved(Image.new("RGB", (8, 8), "white"), "PNG"),
        chunk(b"cHRM", struct.pack(">8I", *(round(v * 100_000) for v in wide))),
    )
    assert shown(white).min() >= 254


@pytest.mark.parametrize(
    "primaries", [(0.0,) * 8, (0.3, 0.3, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5), (1.0, 0.0) * 4]
)
def test_primaries_that_make_no_colours_are_left_out(primaries: tuple[float, ...]) -> None:
    assert ToneAndPrimaries(primaries=primaries).profile() is None
    assert ToneAndPrimaries(gamma=50.0, primaries=primaries).profile() is None


def test_the_profile_of_srgbs_numbers_is_srgb() -> None:
    profile = ToneAndPrimaries(gamma=1.0, primaries=SRGB).profile()
    assert profile is not None
    straight = makers.photo("PNG", icc_profile=profile)
    assert differs(shown(straight), encoded(COLOUR / 255.0)) < 1
    assert ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile.version == 4.2


def keyed_png(values: Any, bits: int, key: int) -> bytes:
    """A grey PNG of *bits* a sample in which *key* is transparent."""
    high, wide = values.shape
    ones = ((values[..., None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8)
    rows = np.packbits(ones.reshape(high, -1), axis=1)
    body = b"".join(b"\0" + row.tobytes() for row in rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, bits, 0, 0, 0, 0))
        + chunk(b"tRNS", struct.pack(">H", key))
        + chunk(b"IDAT", zlib.compress(body))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_the_grey_that_is_transparent_is_so_at_any_depth(bits: int, tmp_path: Path) -> None:
    most = (1 << bits) - 1
    values = (np.arange(64).reshape(8, 8) * (37 if bits > 4 else 1)) % (most + 1)
    key = int(values[0, 1])
    data = keyed_png(values, bits, key)
    seen = shown(data, background=(250, 0, 120))
    assert (seen[values == key] == (250, 0, 120)).all()
    others = values != key
    assert np.abs(seen[others][:, 0] - values[others] * 255 / most).max() <= 1
    path = tmp_path / "a.png"
    path.write_bytes(data)
    assert probe(path).has_transparency


def test_the_colour_that_is_transparent_is_so_in_sixteen_bits() -> None:
    values = np.full((4, 4, 3), (0x1234, 0xFF00, 0x8001), np.uint16)
    values[:, 2:] = 0x4040
    body = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 16, 2, 0, 0, 0))
        + chunk(b"tRNS", struct.pack(">3H", 0x1234, 0xFF00, 0x8001))
        + chunk(b"IDAT", zlib.compress(body))
        + chunk(b"IEND", b"")
    )
    seen = shown(data, background=(1, 2, 3))
    assert seen[0, 0].tolist() == [1, 2, 3]
    assert seen[0, 3].tolist() == [64, 64, 64]


def test_an_animated_png_shows_its_first_frame() -> None:
    decoded = decode_picture(makers.two_pages("PNG"), "a", WHOLE)
    assert (decoded.rgb == (255, 0, 0)).all()


def test_a_long_text_beside_the_pixels_costs_nothing() -> None:
    note = PngInfo()
    note.add_text("Raw profile type exif", "\nexif\n 9\n" + "ab" * 400_000, zip=True)
    data = makers.saved(Image.fromarray(COLOUR), "PNG", pnginfo=note)
    assert differs(shown(data), COLOUR) == 0


@pytest.mark.parametrize(
    "origin",
    [
        {"offset": (1, 1), "tile_size": (128, 128)},
        {"offset": (5, 3), "tile_size": (1000, 1000)},
        {"offset": (64, 32), "tile_size": (128, 128)},
        {"offset": (7, 9), "tile_offset": (3, 2), "tile_size": (200, 150)},
    ],
    ids=str,
)
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA"])
@pytest.mark.parametrize("wanted", [WHOLE, Size(150, 100), Size(60, 40)])
def test_a_jpeg_2000_may_begin_anywhere_on_its_canvas(
    origin: dict[str, Any], mode: str, wanted: Size
) -> None:
    picture = Image.fromarray(makers.gradient(601, 403)).convert(mode)
    seen = decode_picture(makers.saved(picture, "JPEG2000", **origin), "a", wanted).rgb
    reference = picture.convert("RGB").resize(seen.shape[1::-1], Image.Resampling.LANCZOS)
    assert differs(seen, np.asarray(reference)) < 1


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def palette_jp2(numbers: Any, colours: Any, bits: int, order: Any, opacity: int = -1) -> bytes:
    """A JPEG 2000 of *numbers* into *colours*, whose columns are the channels named in *order*."""
    data = makers.saved(Image.fromarray(numbers), "JPEG2000")
    at = data.index(b"jp2h") - 4
    size = struct.unpack_from(">I", data, at)[0]
    header, count = data[at + 8 : at + size], colours.shape[1]
    kind = ">u1" if bits <= 8 else ">u2"
    body = struct.pack(">HB", len(colours), count) + bytes([bits - 1] * count)
    inner = header + box(b"pclr", body + colours.astype(kind).tobytes())
    inner += box(b"cmap", b"".join(struct.pack(">HBB", 0, 1, column) for column in order))
    if opacity >= 0:
        links = [(i, int(i == opacity), 0 if i == opacity else i + 1) for i in range(count)]
        inner += box(
            b"cdef", struct.pack(">H", count) + b"".join(struct.pack(">HHH", *one) for one in links)
        )
    return data[:at] + box(b"jp2h", inner) + data[at + size :]


@pytest.mark.parametrize("bits", [4, 8, 12, 16])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_a_jpeg_2000_with_a_palette_shows_its_colours(bits: int, order: tuple[int, ...]) -> None:
    numbers = (np.arange(64 * 96).reshape(64, 96) // 24 % 32).astype(np.uint8)
    most = (1 << bits) - 1
    # Many colours occur twice.
    colours = np.array([(i // 2 * most // 15, most, (i * 5) % (most + 1)) for i in range(32)])
    expected = (colours[:, list(order)] * 255 / most)[numbers]
    seen = shown(palette_jp2(numbers, colours, bits, order))
    assert np.abs(seen - expected).max() <= 1
    small = decode_picture(palette_jp2(numbers, colours, bits, order), "a", Size(24, 16)).rgb
    assert small.shape == (16, 24, 3)


def test_a_palette_of_a_jpeg_2000_may_hold_greys_or_what_is_transparent() -> None:
    numbers = (np.arange(64).reshape(8, 8) % 16).astype(np.uint8)
    greys = np.arange(16)[:, None] * 17
    assert (shown(palette_jp2(numbers, greys, 8, (0,)))[..., 1] == numbers * 17).all()
    colours = np.stack([np.full(16, 200), np.full(16, 100), np.arange(16) % 2 * 255], axis=-1)
    colours = np.concatenate([colours, colours[:, 2:]], axis=-1)
    seen = shown(palette_jp2(numbers, colours, 8, (0, 1, 2, 3), 3), background=(9, 9, 9))
    assert seen[0, 0].tolist() == [9, 9, 9]
    assert seen[0, 1].tolist() == [200, 100, 255]


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_a_jpeg_2000_is_laid_over_what_is_behind_it(mode: str) -> None:
    alpha = np.full((64, 96, 1), 128, np.uint8)
    picture = Image.fromarray(np.concatenate([COLOUR, alpha], axis=-1)).convert(mode)
    seen = shown(makers.saved(picture, "JPEG2000"), background=(0, 0, 255))
    behind = Image.new("RGB", picture.size, (0, 0, 255))
    expected = Image.composite(picture.convert("RGB"), behind, picture.getchannel("A"))
    assert differs(seen, np.asarray(expected)) < 1


HEIC = b"\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf" + bytes(64)


@pytest.mark.skipif(find_spec("pillow_heif") is None, reason="pillow-heif is an extra")
def test_a_heic_is_shown_where_the_extra_is_installed(tmp_path: Path) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    image = Image.fromarray(makers.gradient(192, 128))
    data = makers.saved(image, "HEIF", quality=95)
    assert differs(shown(data), makers.gradient(192, 128)) < 4
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    assert (probe(path).size, probe(path).format) == (Size(192, 128), "HEIF")
    with pytest.raises(PictureError, match=r"damaged"):
        shown(HEIC)


@pytest.mark.skipif(find_spec("pillow_heif") is not None, reason="here it can be read")
def test_without_the_extra_a_heic_is_refused_with_both_ways_out() -> None:
    with pytest.raises(PictureError, match=r"is a HEIC: export it as JPEG, or install .*\[heic\]"):
        shown(HEIC)


def test_an_avif_by_its_general_brand_is_no_heic() -> None:
    with pytest.raises(PictureError, match=r"damaged"):
        shown(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf" + bytes(64))


def test_what_pillow_warns_of_or_logs_reaches_nobody(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Odd EXIF, more samples than Pillow knows of, an MPO's index that makes no sense."""
    odd = marker(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x05\0" + b"\x12\x01\x03\0\xff\xff\xff\xff" * 3)
    jpeg = makers.photo()
    for number, data in enumerate(
        (
            jpeg[:2] + odd + jpeg[2:],
            makers.tiff(np.zeros((4, 4, 9), np.uint8), bits=8, photometric=2),
            with_second(jpeg, b"", said=9, listed=3),
            makers.saved(Image.fromarray(COLOUR), "PNG").replace(b"IEND", b"IENX"),
        )
    ):
        path = tmp_path / str(number)
        path.write_bytes(data)
        for use in (lambda path=path: probe(path), lambda data=data: shown(data)):
            with suppress(PictureError):
                use()
    assert capfd.readouterr() == ("", "")


def _frame_changed(data: bytes, number: int = 0xC0, bits: int = 8) -> bytes:
    """A JPEG whose header says that it is coded in another way."""
    at = data.index(b"\xff\xc0")
    return data[: at + 1] + bytes([number]) + data[at + 2 : at + 4] + bytes([bits]) + data[at + 5 :]


@pytest.mark.parametrize(
    "coding", [{"bits": 12}, {"bits": 12, "number": 0xC1}, {"number": 0xC5}, {"number": 0xCE}]
)
def test_a_jpeg_that_is_coded_in_a_rare_way_is_not_called_damaged(coding: Any) -> None:
    with pytest.raises(PictureError, match=r"^a is a kind of JPEG that can't be read") as refused:
        shown(_frame_changed(makers.photo("JPEG"), **coding))
    assert refused.value.code == "picture-format-unfit"


def _coded(primaries: int, transfer: int) -> bytes:
    return _with_chunks(makers.photo("PNG"), chunk(b"cICP", bytes([primaries, transfer, 0, 1])))


def _with_chunks(png: bytes, *chunks: bytes) -> bytes:
    return png[:33] + b"".join(chunks) + png[33:]


@pytest.mark.parametrize("kind", ["PNG", "AVIF"])
@pytest.mark.parametrize(("transfer", "is_refused"), [(16, True), (18, False), (13, False)])
def test_what_only_a_screen_for_hdr_shows_right_is_refused_as_of_films(
    kind: str, transfer: int, is_refused: bool
) -> None:
    data = _coded(9, transfer)
    if kind == "AVIF":
        whole = makers.photo("AVIF")
        at = whole.index(b"colrnclx") + 10
        data = whole[:at] + struct.pack(">H", transfer) + whole[at + 2 :]
    if not is_refused:
        assert shown(data).size
        return
    with pytest.raises(PictureError, match=r"^a is HDR \(PQ\)") as refused:
        shown(data)
    assert refused.value.code == "picture-format-unfit"


@pytest.mark.parametrize("kind", ["PNG", "AVIF"])
@pytest.mark.parametrize("primaries", [9, 12], ids=["BT.2020", "Display P3"])
def test_wide_colours_that_are_named_by_number_are_as_strong_as_they_were(
    kind: str, primaries: int
) -> None:
    plain = makers.saved(Image.new("RGB", (32, 32), (200, 100, 50)), kind)
    if kind == "PNG":
        data = _with_chunks(plain, chunk(b"cICP", bytes([primaries, 13, 0, 1])))
    else:
        at = plain.index(b"colrnclx") + 8
        data = plain[:at] + struct.pack(">HH", primaries, 13) + plain[at + 4 :]
    stored = shown(plain)[16, 16]
    expected = np.linalg.inv(to_xyz(SRGB)) @ to_xyz(WIDE[primaries]) @ linear(stored)
    found = shown(data)[16, 16].astype(int)
    assert np.abs(found - encoded(expected)).max() < 2
    assert found[0] - found[2] > 15 + stored[0] - stored[2]


@pytest.mark.parametrize("corner", [(0, 0), (8, 4), (16, 12)])
@pytest.mark.parametrize("is_animated", [False, True])
def test_a_gif_whose_first_frame_is_smaller_than_its_canvas_is_laid_on_the_paper(
    corner: tuple[int, int], is_animated: bool
) -> None:
    """Where the frame isn't, browsers show what is behind; Pillow the palette's first colour."""
    left, top = corner
    palette = Image.new("P", (16, 8), 1)
    palette.putpalette([0, 0, 0, 250, 10, 10])
    data = bytearray(makers.saved(palette, "GIF", optimize=False))
    data[6:10] = struct.pack("<HH", 32, 20)
    at = data.index(b",\0\0\0\0")
    data[at + 1 : at + 5] = struct.pack("<HH", left, top)
    if is_animated:
        data[-1:] = data[at:]
    paper = (240, 230, 220)
    seen = decode_picture(bytes(data), "a.gif", WHOLE, paper).rgb
    assert seen.shape == (20, 32, 3)
    assert (seen[top : top + 8, left : left + 16] == (250, 10, 10)).all()
    seen[top : top + 8, left : left + 16] = paper
    assert (seen == paper).all()
