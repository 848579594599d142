from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from renderer.publish.embedded_rights import prefilled, rights_in, spdx_of_address
from renderer.publish.rights import check_rights
from renderer.storyboard.board import Image as Picture
from renderer.storyboard.board import Rights
from tests.publish.test_rights import TODAY, board, picture

PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">
 <rdf:Description photoshop:Credit="Agence Été" xmpRights:WebStatement="{address}">
  <dc:creator><rdf:Seq><rdf:li>A. Un</rdf:li><rdf:li>B. Deux</rdf:li></rdf:Seq></dc:creator>
 </rdf:Description></rdf:RDF></x:xmpmeta>"""


def a_jpeg(path: Path, *, exif: dict[int, str] | None = None, xmp: str = "") -> Path:
    tags = Image.Exif()
    for number, text in (exif or {}).items():
        tags[number] = text
    Image.new("RGB", (64, 36)).save(path, exif=tags, xmp=xmp.encode("utf-8"))
    return path


def with_iptc(path: Path, sets: dict[int, bytes]) -> Path:
    """A Photoshop resource block with an IPTC record, put after the JPEG's first marker."""
    Image.new("RGB", (64, 36)).save(path)
    record = b"".join(
        b"\x1c\x02" + bytes([number]) + len(text).to_bytes(2, "big") + text
        for number, text in sets.items()
    )
    padded = record + b"\0" * (len(record) % 2)
    block = b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + padded
    segment = b"Photoshop 3.0\0" + block
    data = path.read_bytes()
    path.write_bytes(
        data[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + data[2:]
    )
    return path


def test_exif_names_the_author_and_the_holder(tmp_path: Path) -> None:
    file = a_jpeg(tmp_path / "a.jpg", exif={0x013B: "A. Nom", 0x8298: "Ville de Caen"})
    assert rights_in(file) == Rights(author="A. Nom", holder="Ville de Caen")


@pytest.mark.parametrize(
    "notice", ["© Ville de Caen", "Copyright 2004, Ville de Caen", "(c) 1944-1945 Ville de Caen"]
)
def test_a_copyright_notice_gives_up_its_sign(tmp_path: Path, notice: str) -> None:
    file = with_iptc(tmp_path / "a.jpg", {116: notice.encode()})
    assert rights_in(file) == Rights(holder="Ville de Caen")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_iptc_names_the_credit_in_old_and_new_encodings(tmp_path: Path, encoding: str) -> None:
    sets = {80: "Émile Nom".encode(encoding), 110: "© ECPAD".encode(encoding)}
    found = rights_in(with_iptc(tmp_path / "a.jpg", sets))
    assert found == Rights(author="Émile Nom", credit="© ECPAD")


def test_xmp_wins_over_the_older_vocabularies(tmp_path: Path) -> None:
    packet = PACKET.format(address="https://creativecommons.org/licenses/by-sa/3.0/de/")
    file = a_jpeg(tmp_path / "a.jpg", exif={0x013B: "Quelqu’un"}, xmp=packet)
    assert rights_in(file) == Rights(
        author="A. Un, B. Deux", credit="Agence Été", license="CC-BY-SA-3.0-DE"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://plain.example/"])
def test_an_address_that_cannot_be_trusted_is_left_out(tmp_path: Path, address: str) -> None:
    file = a_jpeg(tmp_path / "a.jpg", xmp=PACKET.format(address=address))
    assert rights_in(file).source_url == ""


@pytest.mark.parametrize(
    ("address", "identifier"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-nc-nd/2.5", "CC-BY-NC-ND-2.5"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org.example/licenses/by/4.0/", ""),
        ("https://example.org/", ""),
    ],
)
def test_a_creative_commons_address_is_a_licence(address: str, identifier: str) -> None:
    assert spdx_of_address(address) == identifier


@pytest.mark.parametrize(
    "packet",
    [
        "<broken",
        '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>',
        "\x00",
        "<x/>" + " " * 2_000_000,
    ],
    ids=["broken", "entities", "nothing", "huge"],
)
def test_odd_metadata_says_nothing(tmp_path: Path, packet: str) -> None:
    image = Image.new("RGB", (8, 8))
    image.info["xmp"] = packet.encode("utf-8")
    path = tmp_path / "a.webp"
    image.save(path, xmp=packet.encode("utf-8"))
    assert rights_in(path) == Rights()


@given(st.binary(max_size=200))
def test_a_file_that_is_no_picture_says_nothing(tmp_path_factory: object, data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a.jpg")
        file.write_bytes(data)
        assert rights_in(file) == Rights()


def test_a_silent_storyboard_takes_what_the_file_says(tmp_path: Path) -> None:
    made = board(tmp_path, "    image: {file: plage.jpg, alt: Une plage}\n")
    packet = PACKET.format(address="https://creativecommons.org/licenses/by/4.0/")
    a_jpeg(tmp_path / "media" / "plage.jpg", xmp=packet)
    filled, differences = prefilled(made)
    assert differences == ()
    assert check_rights(made, TODAY) != ()
    assert check_rights(filled, TODAY) == ()


def test_the_storyboard_wins_and_the_difference_is_told(tmp_path: Path) -> None:
    made = board(tmp_path, picture("author: C. Trois, license: CC-BY-4.0"))
    packet = PACKET.format(address="https://creativecommons.org/licenses/by-nd/4.0/")
    a_jpeg(tmp_path / "media" / "plage.jpg", xmp=packet)
    filled, differences = prefilled(made)
    visual = filled.slides[0].visual
    assert isinstance(visual, Picture)
    assert visual.rights == Rights(author="C. Trois", license="CC-BY-4.0")
    assert [problem.what for problem in differences] == [
        "the storyboard gives author 'C. Trois', the picture's file 'A. Un, B. Deux'",
        "the storyboard gives license 'CC-BY-4.0', the picture's file 'CC-BY-ND-4.0'",
    ]
    assert all(problem.mark.line == 7 for problem in differences)


def test_a_board_whose_files_are_silent_is_the_same_board(tmp_path: Path) -> None:
    made = board(tmp_path, "    image: plage.jpg\n")
    assert prefilled(made) == (made, ())
