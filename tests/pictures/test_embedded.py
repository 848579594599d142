"""The rights a file carries are read where they are, and never stop anything where they are not."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from renderer.pictures.embedded import embedded_rights
from renderer.pictures.xmp import xmp_properties
from renderer.storyboard.board import Rights
from tests.pictures import makers

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dublin="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 photoshop:Credit="Crédit XMP" photoshop:DateCreated="1944-06-06T06:30:00">
 <dublin:creator><rdf:Seq><rdf:li>Robert Capa</rdf:li><rdf:li>Walter &amp; Luben</rdf:li></rdf:Seq>
 </dublin:creator>
 <dublin:title><rdf:Alt><rdf:li xml:lang="en">Landing</rdf:li>
 <rdf:li xml:lang="x-default">Débarquement</rdf:li></rdf:Alt></dublin:title>
 <dublin:rights><rdf:Alt><rdf:li xml:lang="x-default">© Musée</rdf:li></rdf:Alt></dublin:rights>
 <xmpRights:WebStatement>https://creativecommons.org/licenses/by-sa/4.0/</xmpRights:WebStatement>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def jpeg(**options: Any) -> bytes:
    return makers.photo("JPEG", **options)


def with_iptc(*datasets: tuple[int, int, bytes]) -> bytes:
    """A JPEG with IPTC-IIM *datasets* in a Photoshop resource, as agencies write them."""
    records = b"".join(
        b"\x1c" + struct.pack(">BBH", record, number, len(value)) + value
        for record, number, value in datasets
    )
    block = b"8BIM" + struct.pack(">H", 0x0404) + b"\x00\x00" + struct.pack(">I", len(records))
    body = b"Photoshop 3.0\x00" + block + records + b"\x00" * (len(records) % 2)
    data = jpeg()
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + data[2:]


def with_exif(**tags: Any) -> Image.Exif:
    exif = Image.Exif()
    for name, value in tags.items():
        exif[{"title": 0x010E, "author": 0x013B, "holder": 0x8298}[name]] = value
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "TIFF", "PNG"])
def test_xmp_is_read_from_every_format_that_holds_it(kind: str) -> None:
    if kind == "TIFF":
        data = makers.tiff_with_tag(Image.new("RGB", (8, 8)), 700, XMP.encode())
    elif kind == "PNG":
        from PIL import PngImagePlugin

        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP, zip=True)
        data = makers.photo("PNG", pnginfo=info)
    else:
        data = makers.photo(kind, xmp=XMP.encode())
    assert embedded_rights(data) == Rights(
        title="Débarquement",
        author="Robert Capa, Walter & Luben",
        holder="© Musée",
        date="1944-06-06",
        credit="Crédit XMP",
        license="CC-BY-SA-4.0",
        source_url="https://creativecommons.org/licenses/by-sa/4.0/",
    )


def test_iptc_is_read_in_utf8_and_in_old_windows_letters() -> None:
    found = embedded_rights(
        with_iptc(
            (1, 90, b"\x1b%G"),
            (2, 5, "L'arsenal libéré".encode()),
            (2, 80, "Éric".encode("cp1252")),
            (2, 80, b"Jean"),
            (2, 110, b"ECPAD"),
            (2, 116, "© ECPAD".encode()),
            (2, 55, b"19440626"),
            (2, 103, b"DAT 724 L04"),
        )
    )
    assert found == Rights(
        title="L'arsenal libéré",
        author="\ufffdric, Jean",
        holder="© ECPAD",
        credit="ECPAD",
        date="1944-06-26",
        reference="DAT 724 L04",
    )
    assert embedded_rights(with_iptc((2, 80, "Éric".encode("cp1252")))).author == "Éric"


def test_exif_is_read_and_its_utf8_undone() -> None:
    exif = with_exif(title="Cherbourg", author="Rémi".encode(), holder="© Ville".encode("cp1252"))
    exif.get_ifd(0x8769)[0x9003] = "1994:06:26 10:00:00"
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        found = embedded_rights(makers.photo(kind, exif=exif))
        assert (found.title, found.author, found.holder) == ("Cherbourg", "Rémi", "© Ville")
        # Pillow 11.3 doesn't write the inner directory of a TIFF.
        assert found.date == ("" if kind == "TIFF" else "1994-06-26")


def test_what_cameras_write_on_every_picture_is_no_title() -> None:
    assert embedded_rights(jpeg(exif=with_exif(title="OLYMPUS DIGITAL CAMERA"))).title == ""


def test_xmp_wins_over_iptc_and_iptc_over_exif_field_by_field() -> None:
    exif = with_exif(title="EXIF", author="EXIF", holder="EXIF")
    plain = jpeg(exif=exif)
    both = with_iptc((2, 5, b"IPTC"), (2, 80, b"IPTC"))
    # The segments of the one, put into the other.
    data = both[: both.index(b"\xff\xe0")] + plain[2:]
    found = embedded_rights(data)
    assert (found.title, found.author, found.holder) == ("IPTC", "IPTC", "EXIF")
    packet = XMP.replace("dublin:title", "dublin:nothing").encode()
    segment = b"http://ns.adobe.com/xap/1.0/\x00" + packet
    data = data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:]
    found = embedded_rights(data)
    assert (found.title, found.author) == ("IPTC", "Robert Capa, Walter & Luben")


@pytest.mark.parametrize(
    ("address", "licence"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-nc-nd/3.0/deed.fr", "CC-BY-NC-ND-3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("https://www.iwm.org.uk/licence", ""),
    ],
)
def test_creative_commons_addresses_become_spdx_licences(address: str, licence: str) -> None:
    packet = XMP.replace("https://creativecommons.org/licenses/by-sa/4.0/", address)
    found = embedded_rights(jpeg(xmp=packet.encode()))
    assert found.license == licence
    assert found.source_url == address


def test_an_address_that_runs_script_is_left_out() -> None:
    packet = XMP.replace("https://creativecommons.org/licenses/by-sa/4.0/", "javascript:alert(1)")
    assert embedded_rights(jpeg(xmp=packet.encode())).source_url == ""


def test_a_credit_is_one_clean_short_line() -> None:
    hostile = "A\u202eB\u200b\r\n\tC" + "é" * 2000
    packet = XMP.replace("Crédit XMP", hostile.replace("\r\n\t", "&#13;&#10;&#9;"))
    credit = embedded_rights(jpeg(xmp=packet.encode())).credit
    assert credit.startswith("AB C")
    assert len(credit) == 500


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1944", "1944"),
        ("1944-06", "1944-06"),
        ("1944:06:06 06:30:00", "1944-06-06"),
        ("1944-13-40", "1944"),
        ("0000:00:00 00:00:00", ""),
        ("about 1944", ""),
    ],
)
def test_dates_are_kept_as_far_as_they_are_known(written: str, read: str) -> None:
    packet = XMP.replace("1944-06-06T06:30:00", written)
    assert embedded_rights(jpeg(xmp=packet.encode())).date == read


def test_entities_are_refused_whatever_they_would_become() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    start = "<x:xmpmeta"
    packet = XMP.replace(start, start + ">" + laughs, 1).replace("© Musée", "&a;")
    assert embedded_rights(jpeg(xmp=packet.encode())).holder == ""
    assert (
        xmp_properties((laughs + XMP.replace("© Musée", "&a;")).encode()).get("dc:rights") is None
    )


def test_elements_nested_without_end_are_given_up() -> None:
    before, after = "<rdf:Description dc:rights='A'>", "<rdf:Description dc:title='B'/>"
    for depth, read in ((30, {"dc:rights": "A", "dc:title": "B"}), (60, {"dc:rights": "A"})):
        packet = (
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
            "xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            f"{before}{'<rdf:li>' * depth}{'</rdf:li>' * depth}</rdf:Description>{after}</rdf:RDF>"
        )
        assert xmp_properties(packet.encode()) == read


def test_a_picture_without_metadata_and_no_picture_at_all_have_no_rights_in_them() -> None:
    for data in (jpeg(), b"", b"<html>", makers.png_header_only(50_000, 50_000)):
        assert embedded_rights(data) == Rights()


@given(st.binary(max_size=120), st.binary(max_size=120))
def test_broken_metadata_never_raises(exif: bytes, xmp: bytes) -> None:
    data = jpeg(exif=b"Exif\x00\x00MM\x00*" + exif, xmp=b"<rdf:RDF>" + xmp + b"</rdf:RDF>")
    assert isinstance(embedded_rights(data), Rights)


@given(st.integers(0, 2**16), st.integers(0, 255))
def test_damaged_metadata_never_raises(place: int, value: int) -> None:
    data = bytearray(with_iptc((2, 5, b"IPTC"), (2, 80, b"IPTC")))
    data[place % len(data)] = value
    assert isinstance(embedded_rights(bytes(data)), Rights)
