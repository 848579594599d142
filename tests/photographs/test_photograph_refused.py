"""What isn't a usable picture is refused in words, never shown grey, never waited for."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.photographs import file
from renderer.photographs.file import BYTE_CAP
from renderer.photographs.not_a_picture import stranger
from renderer.photographs.photograph import FORMATS, decode_picture, probe, read_picture
from tests.pictures import makers

ANY = Size(50, 50)
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9"></svg>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (SVG, "is an SVG drawing: export it as PNG"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html>", "is a web page: download the file itself"),
        (b"<rss/>", "is an XML text"),
        (b"%PDF-1.7", "is a PDF: export the page"),
        (b"8BPS\x00\x01", "is a Photoshop document"),
        (
            b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
            "is a (HEIC: export it as JPEG|damaged HEIC: copy it again)",
        ),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "is a film: show it with 'footage:'"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "is not a picture that can be used: save it as JPEG, PNG"),
        (b"II*\x00\xff\xff\xff\xff", "is a kind of TIFF that can't be read"),
        (b"\xff\xd8\xff\xe0\x00", "is a damaged JPEG"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "is damaged or cut short"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:",
            "is only a pointer of Git LFS",
        ),
        (b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X", "is what macOS keeps beside a file: name"),
        (bytes(4096), "holds nothing but zeros: copy it again"),
        (b"nothing at all", "is not a picture that can be used"),
    ],
)
def test_what_is_no_picture_is_called_what_it_is(data: bytes, said: str) -> None:
    with pytest.raises(PictureError, match=f"^carte.jpg {said}"):
        decode_picture(data, "carte.jpg", ANY)


@pytest.mark.parametrize("kind", ["EPS", "TGA", "ICO", "PCX", "SGI", "PDF"])
def test_formats_outside_the_list_are_never_opened(kind: str) -> None:
    with pytest.raises(PictureError):
        decode_picture(makers.photo(kind), "a", ANY)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("wanted", [Size(1000, 1000), Size(60, 40)])
def test_a_picture_cut_short_is_an_error_and_never_half_grey(
    kind: str, share: float, wanted: Size
) -> None:
    data = makers.photo(kind, 600, 400)
    with pytest.raises(PictureError, match=r"^a.jpg is .*copy it again from its source|can't be r"):
        decode_picture(data[: int(len(data) * share)], "a.jpg", wanted)


def test_a_progressive_jpeg_cut_short_is_an_error() -> None:
    data = makers.photo("JPEG", 600, 400, progressive=True)
    with pytest.raises(PictureError, match=r"damaged or cut short") as refused:
        decode_picture(data[: len(data) * 3 // 4], "a", Size(600, 400))
    assert refused.value.code == "picture-damaged"


def test_a_jpeg_cut_short_and_closed_again_is_pointed_out() -> None:
    data = makers.photo("JPEG", 600, 400)
    closed = data[: len(data) // 2] + b"\xff\xd9"
    for wanted in (Size(600, 400), Size(60, 40)):
        warning = "a: it ends in plain grey, as files do that were cut short"
        assert decode_picture(closed, "a", wanted).warnings[0].startswith(warning)
    for honest in (data, makers.saved(Image.new("RGB", (32, 32), (128, 128, 128)), "JPEG")):
        assert decode_picture(honest, "a", ANY).warnings == ()


@pytest.mark.parametrize("size", [(40_000, 40_000), (2**31 - 1, 2**31 - 1), (1_000_001, 1000)])
def test_more_than_a_thousand_million_pixels_are_refused_from_the_header(
    size: tuple[int, int], tmp_path: Path
) -> None:
    data = makers.png_header_only(*size)
    path = tmp_path / "bombe.png"
    path.write_bytes(data)
    for use in (lambda: probe(path), lambda: decode_picture(data, "bombe.png", ANY)):
        with pytest.raises(
            PictureError, match=r"bombe.png announces .*save a smaller copy"
        ) as refused:
            use()
        assert refused.value.code == "picture-too-large"


def test_a_header_of_thirty_thousand_squared_is_refused_before_its_memory_is_taken() -> None:
    with pytest.raises(PictureError, match=r"needs more memory than a picture may take") as refused:
        decode_picture(makers.png_header_only(30_000, 30_000), "a", ANY)
    assert refused.value.code == "picture-too-large"


def test_a_large_scan_that_pillow_calls_a_bomb_is_read() -> None:
    # 144 megapixels: beyond Pillow's warning, within ours; a third of a second as a JPEG.
    data = makers.saved(Image.new("L", (12_000, 12_000), 77), "JPEG")
    assert decode_picture(data, "a", Size(100, 100)).rgb[50, 50].tolist() == [77, 77, 77]


def test_a_picture_with_no_pixels_is_refused() -> None:
    with pytest.raises(PictureError):
        decode_picture(makers.png_header_only(0, 5), "a", ANY)


@given(st.binary(max_size=200))
def test_garbage_is_an_error_about_the_picture_and_nothing_else(data: bytes) -> None:
    with pytest.raises(PictureError, match=r"^a\.jpg "):
        decode_picture(data, "a.jpg", ANY)


PICTURES = {kind: makers.photo(kind, 48, 32) for kind in FORMATS}


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(FORMATS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
    st.floats(0.2, 1),
)
def test_a_damaged_picture_is_shown_or_refused_and_nothing_else(
    kind: str, damage: list[tuple[float, int]], kept: float
) -> None:
    data = bytearray(PICTURES[kind])
    for place, value in damage:
        data[int(place * (len(data) - 1))] = value
    try:
        outcome = str(decode_picture(bytes(data[: int(len(data) * kept)]), "a.jpg", ANY).rgb.ndim)
    except PictureError as error:
        outcome = str(error)
    assert outcome == "3" or outcome.startswith("a.jpg ")


def written(tmp_path: Path, data: bytes = b"abc") -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    return path


def test_what_is_read_is_hashed_and_named(tmp_path: Path) -> None:
    picture = read_picture(written(tmp_path), "cartes/a.jpg")
    assert picture.data == b"abc"
    assert picture.digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert picture.name == "cartes/a.jpg"


def test_an_empty_file_a_missing_one_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"a.jpg is empty") as refused:
        read_picture(written(tmp_path, b""))
    assert refused.value.code == "file-empty"
    with pytest.raises(PictureError, match=r"b.jpg is not there") as refused:
        read_picture(tmp_path / "b.jpg")
    assert refused.value.code == "file-missing"
    with pytest.raises(PictureError, match=r"is a folder, not a picture file") as refused:
        read_picture(tmp_path)
    assert refused.value.code == "file-kind-unfit"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_a_socket_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    for use in (read_picture, probe):
        with pytest.raises(PictureError, match=r"pipe.jpg is a pipe"):
            use(pipe)
    for device in ("/dev/zero", "/dev/null"):
        with pytest.raises(PictureError, match=r"is a device"):
            read_picture(Path(device))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        with pytest.raises(PictureError, match=r"can't be opened"):
            read_picture(tmp_path / "s")


def test_links_that_turn_in_circles_and_impossible_names_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(PictureError, match=r"a can't be opened: too many levels of symbolic links"):
        read_picture(tmp_path / "a")
    with pytest.raises(PictureError, match=r"can't be opened: file name too long") as refused:
        read_picture(tmp_path / ("a" * 300))
    assert refused.value.code == "file-unreadable"
    with pytest.raises(PictureError, match=r"can't be opened: embedded null"):
        read_picture(tmp_path / "a\0b", "a")


def test_a_file_that_may_not_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path)
    if os.geteuid() == 0:
        # Root may read anything: the system's answer is given in its place.
        def refuse(*_: Any) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
    path.chmod(0)
    with pytest.raises(PictureError, match=r"a.jpg may not be read: change its permissions"):
        read_picture(path)


def test_a_file_over_the_cap_is_refused_unread(tmp_path: Path) -> None:
    path = written(tmp_path)
    with path.open("r+b") as file:
        # A hole: nothing is written to the disk.
        file.truncate(BYTE_CAP + 1)
    with pytest.raises(
        PictureError, match=r"1,073,741,825 bytes, more than the 1,073,741,824"
    ) as refused:
        read_picture(path)
    assert refused.value.code == "file-too-large"


@pytest.mark.parametrize("change", [b"abcd", b"ab", b"xyz"])
def test_a_picture_saved_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: bytes
) -> None:
    path, read = written(tmp_path), file._read
    times: list[int] = []

    def disturbed(*arguments: Any) -> bytes | None:
        data = read(*arguments)
        if not times:
            path.write_bytes(change)
            os.utime(path, ns=(1, 1))
        times.append(1)
        return data

    monkeypatch.setattr(file, "_read", disturbed)
    assert read_picture(path).data == change
    assert len(times) == 2


def test_a_picture_that_never_stops_changing_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read = written(tmp_path), file._read
    moments = iter(range(1, 100))

    def disturbed(*arguments: Any) -> bytes | None:
        data = read(*arguments)
        os.utime(path, ns=(0, next(moments) * 10**9))
        return data

    monkeypatch.setattr(file, "_read", disturbed)
    with pytest.raises(PictureError, match=r"a.jpg changed while it was read") as refused:
        read_picture(path)
    assert refused.value.code == "file-changed"


def test_a_picture_that_shrinks_while_it_is_read_is_not_taken_for_whole(
    tmp_path: Path,
) -> None:
    path = written(tmp_path)
    with path.open("rb") as opened:
        assert file._read(opened, 5, "a") is None


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"msf1"])
def test_a_heic_that_can_not_be_opened_is_damaged_only_where_heics_can_be_read(
    brand: bytes,
) -> None:
    head = b"\0\0\0\x18ftyp" + brand + bytes(8) + bytes(64)
    assert "is a damaged HEIC: copy it again" in str(stranger(head, "a.heic", reads_heic=True))
    told = stranger(head, "a.heic", reads_heic=False)
    assert "a.heic is a HEIC: export it as JPEG, or install what reads it" in str(told)
    assert told.code == "picture-format-unfit"
