"""What holds no medium is called the same by all who read files: one table, five readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from renderer.decoding.placeholders import HEAD, no_medium, placeholder
from renderer.errors import RecitError
from renderer.footage.file import open_film
from renderer.frames.pixels import Size
from renderer.importing.readers.sandbox_worker import read
from renderer.maps.custom_layers import read_geojson
from renderer.messages.catalogue import speaking
from renderer.photographs.photograph import decode_picture
from renderer.production.inspection.sounds import what_it_is
from tests.clips.films import footage_of

PLACEHOLDERS = {
    "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS"),
    "annex": (b"/annex/objects/SHA256E-s9--0.jpg\n", "only a pointer of git-annex: fetch"),
    "apple double": (b"\0\5\x16\7\0\2\0\0Mac OS X        " + bytes(60), "what macOS keeps beside"),
    "zeros": (bytes(4096), "holds nothing but zeros: copy it again"),
    "windows": (b"L\0\0\0\1\x14\2\0" + bytes(68), "is a link to something, and not the thing"),
    "browser": (b"[InternetShortcut]\r\nURL=https://example.org/\r\n", "is a link to something"),
    "desktop": (b"[Desktop Entry]\nType=Link\n", "is a link to something"),
    "alias": (b"book\0\0\0\0mark\0\0\0\0" + bytes(40), "is a link to something"),
}
OTHERS = {
    "zip": (b"PK\x03\x04\x14\0" + bytes(60), "is a ZIP archive or an office document: take the"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(60), "is a compressed archive: take the file"),
    "rar": (b"Rar!\x1a\x07\0" + bytes(60), "is a compressed archive: take the file"),
    "gzip": (b"\x1f\x8b\x08\0" + bytes(60), "is a compressed archive: take the file"),
    "page": (b"\xef\xbb\xbf <!DOCTYPE html>\n<html><title>404</title>", "is a web page: download"),
}


def as_picture(path: Path) -> None:
    decode_picture(path.read_bytes(), path.name, Size(50, 50))


def as_film(path: Path) -> None:
    with open_film(footage_of(path)):
        pass


def as_layer(path: Path) -> None:
    read_geojson(path, rings=True)


def as_text(path: Path) -> None:
    read(path.rename(path.with_suffix(".md")), path.name)


def as_office_document(path: Path) -> None:
    read(path.rename(path.with_suffix(".docx")), path.name)


@pytest.mark.parametrize("kind", PLACEHOLDERS)
@pytest.mark.parametrize(
    "opened", [as_picture, as_film, as_layer, as_text, as_office_document], ids=lambda f: f.__name__
)
def test_a_placeholder_is_called_what_it_is_by_whoever_opens_it(
    tmp_path: Path, kind: str, opened: Callable[[Path], None]
) -> None:
    data, said = PLACEHOLDERS[kind]
    path = tmp_path / "fichier.bin"
    path.write_bytes(data)
    with pytest.raises(RecitError, match=f"^fichier.bin .*{said}"):
        opened(path)
    assert said in what_it_is(data[:HEAD])


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("opened", [as_picture, as_film], ids=lambda f: f.__name__)
def test_so_is_what_holds_something_but_no_medium(
    tmp_path: Path, kind: str, opened: Callable[[Path], None]
) -> None:
    data, said = OTHERS[kind]
    path = tmp_path / "fichier.bin"
    path.write_bytes(data)
    with pytest.raises(RecitError, match=f"^fichier.bin {said}"):
        opened(path)
    assert what_it_is(data[:HEAD]).startswith(said)
    assert placeholder(data[:HEAD]) == "", "somebody's, though no medium"


def test_what_only_begins_with_zeros_is_not_called_empty() -> None:
    """Raw samples begin so, and what an ISO media file holds behind its first bytes."""
    assert no_medium(bytes(60) + b"\1") == ""
    assert no_medium(b"") == ""
    assert no_medium(bytes(3)) == "", "too little to say"


def test_it_is_told_in_french() -> None:
    with speaking("fr"):
        for data, _ in (PLACEHOLDERS | OTHERS).values():
            assert "\u00a0: " in what_it_is(data[:HEAD])
