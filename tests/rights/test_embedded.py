"""The rights a file carries are read where they are, and never stop anything where they are not."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.archives.rights_statements import licence_at
from renderer.rights.embedded import Embedded, NotAPictureError, embedded_in, read_embedded
from renderer.rights.embedded.bounded_reader import LARGEST, Pieces
from renderer.rights.embedded.containers import walk
from renderer.rights.embedded.reading import day_of, is_numbered, says_nothing
from renderer.rights.embedded.text_encoding import decode_metadata
from renderer.rights.embedded.xmp import xmp_properties
from renderer.storyboard.board import Rights
from renderer.storyboard.licences import licences_in
from tests.pictures import makers
from tests.rights import carriers
from tests.rights.carriers import choice, exif, iim, jpeg_exif, jpeg_iim, jpeg_xmp, xmp

ARTIST, COPYRIGHT, DESCRIPTION = 0x013B, 0x8298, 0x010E
PACKET = xmp(
    "<dc:creator><rdf:Seq><rdf:li>Robert Capa</rdf:li><rdf:li>Walter &amp; Luben</rdf:li></rdf:Seq>"
    f"</dc:creator><dc:title>{choice(en='Landing', x_default='Débarquement')}</dc:title>"
    f"<dc:rights>{choice(x_default='© Musée')}</dc:rights>"
    "<xmpRights:WebStatement>http://archives.example/plage</xmpRights:WebStatement>"
    f"<Iptc4xmpCore:AltTextAccessibility>{choice(fr_FR='Une plage', en='A beach')}"
    "</Iptc4xmpCore:AltTextAccessibility>"
    '<cc:license rdf:resource="https://creativecommons.org/licenses/by-sa/4.0/"/>',
    attributes='photoshop:Credit="Crédit XMP" photoshop:DateCreated="1944-06-06T06:30:00"',
)


def read(data: bytes, language: str = "fr") -> Embedded:
    return read_embedded(io.BytesIO(data), language)


def rights(data: bytes) -> Rights:
    return read(data).rights


@pytest.mark.parametrize("carrier", carriers.CARRIERS.values(), ids=carriers.CARRIERS)
def test_xmp_is_read_from_every_container(carrier: object) -> None:
    assert read(carrier(PACKET)) == Embedded(  # type: ignore[operator]
        rights=Rights(
            title="Débarquement",
            author="Robert Capa, Walter & Luben",
            holder="Musée",
            date="1944-06-06",
            credit="Crédit XMP",
            license="CC-BY-SA-4.0",
            source_url="http://archives.example/plage",
        ),
        alt="Une plage",
    )


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True], ids=["classic", "big"])
def test_exif_is_read_in_both_orders_of_bytes(order: str, big: bool) -> None:
    block = exif(
        {
            DESCRIPTION: "Le port libéré\0".encode(),
            ARTIST: "Rémi Nom\0".encode(),
            COPYRIGHT: "© 1994 Ville de Cherbourg\0".encode(),
        },
        taken=b"1994:06:26 10:00:00",
        order=order,
        big=big,
    )
    expected = Rights(
        title="Le port libéré", author="Rémi Nom", holder="Ville de Cherbourg", date="1994-06-26"
    )
    assert rights(block) == expected
    if not big:
        assert rights(jpeg_exif(block)) == expected
        assert rights(carriers.png((b"eXIf", block))) == expected
        assert rights(carriers.png((b"eXIf", block), after_pixels=True)) == expected
        assert rights(carriers.png_profile("exif", b"Exif\0\0" + block)) == expected
        assert rights(carriers.png_profile("APP1", b"Exif\0\0" + block)) == expected
        assert rights(makers.photo("WEBP", exif=b"Exif\0\0" + block)) == expected
        assert rights(makers.photo("AVIF", exif=block)) == expected
        assert rights(carriers.jp2_box(b"uuid", b"JpgTiffExif->JP2" + block)) == expected


@pytest.mark.parametrize(
    ("value", "holder"),
    [
        (b"A. Photographe\0Mus\xc3\xa9e\0", "A. Photographe / Musée"),
        (b" \0Mus\xc3\xa9e\0", "Musée"),
        (b"A. Photographe\0", "A. Photographe"),
        (b"A. Photographe\0A. Photographe\0", "A. Photographe"),
        (b"A. Photographe\0\0\0\0\0", "A. Photographe"),
        (b"\0\0\0\0", ""),
    ],
)
def test_the_photographer_and_the_editor_share_the_copyright_of_exif(
    value: bytes, holder: str
) -> None:
    assert rights(jpeg_exif(exif({COPYRIGHT: value}))).holder == holder


def test_exif_of_a_heif_starts_where_its_item_says() -> None:
    block = exif({ARTIST: b"A. Nom\0"}) + b"\0\0"
    data = makers.photo("AVIF", exif=block)
    assert rights(data).author == "A. Nom"
    # Two bytes more before the TIFF: the item says so, and is two shorter at its end.
    at = data.index(b"\0\0\0\0MM\0*")
    moved = b"\0\0\0\2??" + data[at + 4 : at + 4 + len(block) - 2]
    longer = data[:at] + moved + data[at + len(moved) :]
    assert rights(longer).author == "A. Nom"


def test_windows_own_tags_are_utf16() -> None:
    block = exif(
        {0x9C9D: "Élise Œuvre\0".encode("utf-16-le"), 0x9C9B: "Quai\0".encode("utf-16-le")}
    )
    assert (rights(jpeg_exif(block)).author, rights(jpeg_exif(block)).title) == (
        "Élise Œuvre",
        "Quai",
    )


PHRASES = (
    "© Musée",
    "Témoignage – d’archives",
    "Musée de l’Armée",
    "MUSÉE DE L’ARMÉE",
    "À Évreux, août 1944",
    "Collection « Été »",
    "François Lefèvre",
    "Île d’Oléron",
    "Hôtel de la Marine, Nîmes",
    "Cœur de maître",
    "Straßburg, Köln, München",
)


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "mac_roman"])
@pytest.mark.parametrize("phrase", PHRASES)
def test_letters_of_windows_of_a_macintosh_and_of_today_are_told_apart(
    phrase: str, charset: str
) -> None:
    raw = phrase.encode(charset)
    assert decode_metadata(raw) == phrase
    assert rights(jpeg_exif(exif({ARTIST: raw + b"\0"}))).author == phrase.removeprefix("© ")
    assert rights(jpeg_iim(iim((80, raw)))).author == phrase.removeprefix("© ")
    assert rights(carriers.png((b"tEXt", b"Author\0" + raw))).author == phrase.removeprefix("© ")


@given(st.binary(max_size=60))
def test_no_bytes_become_the_sign_of_what_can_not_be_read(raw: bytes) -> None:
    from renderer.rights.embedded.text_encoding import cleaned

    assert "\ufffd" not in cleaned(decode_metadata(raw))


@pytest.mark.parametrize(
    ("escape", "charset"),
    [(b"\x1b%G", "utf-8"), (b"\x1b.A", "latin-1"), (b"\x1b-B", "iso8859-2"), (b"\x1b%G", "cp1252")],
    ids=["UTF-8", "Latin-1", "Latin-2", "declared UTF-8, and isn't"],
)
def test_iim_has_the_letters_it_declares(escape: bytes, charset: str) -> None:
    name = "Stanisław Wójcik" if charset == "iso8859-2" else "Éric Bérenger"
    record = iim((80, name.encode(charset)), charset=escape)
    assert rights(jpeg_iim(record)).author == name


def test_iim_is_read_from_every_place_that_holds_it() -> None:
    record = iim(
        (5, "L'arsenal libéré".encode()),
        (80, b"Jean Un"),
        (80, "Éric Deux".encode()),
        (110, b"ECPAD"),
        (115, b"AFP"),
        (116, "© ECPAD 1944".encode()),
        (120, b"Des soldats entrent dans l'arsenal."),
        (55, b"19440626"),
        charset=b"\x1b%G",
    )
    expected = Embedded(
        rights=Rights(
            title="L'arsenal libéré",
            author="Jean Un, Éric Deux",
            holder="ECPAD 1944",
            credit="ECPAD",
            date="1944-06-26",
        ),
        alt="Des soldats entrent dans l'arsenal.",
    )
    block = carriers.photoshop(record)
    swapped = record + b"\0" * (-len(record) % 4)
    swapped = b"".join(swapped[at : at + 4][::-1] for at in range(0, len(swapped), 4))
    for data in (
        jpeg_iim(record),
        # A block cut anywhere runs on in the next segment.
        carriers.jpeg(
            (0xED, carriers.PHOTOSHOP_HEAD + block[:50]),
            (0xED, carriers.PHOTOSHOP_HEAD + block[50:]),
        ),
        carriers.png_profile("iptc", block),
        carriers.png_profile("8bim", carriers.PHOTOSHOP_HEAD + block),
        exif({33723: record}),
        exif({33723: swapped}),
        exif({34377: block}),
        carriers.jp2_box(b"uuid", bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38") + record),
    ):
        assert read(data) == expected


def test_a_data_set_longer_than_32_kb_does_not_hide_the_next() -> None:
    long = b"\x1c\x02\x78" + struct.pack(">HI", 0x8004, 40_000) + b"x" * 40_000
    assert rights(jpeg_iim(long + iim((116, b"Ville")))).holder == "Ville"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"tEXt", "Musée".encode("latin-1")),
        (b"tEXt", "Musée".encode()),
        (b"zTXt", b"\0" + zlib.compress("Musée".encode("latin-1"))),
        (b"iTXt", b"\0\0fr\0Droits\0" + "Musée".encode()),
        (b"iTXt", b"\1\0\0\0" + zlib.compress("Musée".encode())),
    ],
)
def test_a_png_says_it_in_its_own_texts(kind: bytes, body: bytes) -> None:
    for behind in (False, True):
        data = carriers.png(
            (kind, b"Copyright\0" + body),
            (b"tEXt", b"Creation Time\0Tue, 6 Jun 1944 06:30:00 GMT"),
            (b"tEXt", b"Title\0Utah"),
            after_pixels=behind,
        )
        assert rights(data) == Rights(title="Utah", holder="Musée", date="1944-06-06")


def test_texts_that_unpack_without_end_are_cut() -> None:
    bomb = zlib.compress(b"A" * (80 << 20), 9)
    data = carriers.png((b"zTXt", b"Comment\0\0" + bomb), (b"tEXt", b"Author\0A. Nom"))
    assert rights(data).author == "A. Nom"
    blocks = walk(Pieces(io.BytesIO(data)))
    assert blocks is not None
    assert len(blocks.texts["comment"]) == LARGEST


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Plage"),
        ("fr-CA", "Plage du Québec"),
        ("en", "Beach"),
        ("de", "Strand"),
        ("it", "Shore"),
    ],
)
def test_of_several_languages_one_is_taken(language: str, title: str) -> None:
    said = choice(
        en_US="Beach", x_default="Shore", fr="Plage", fr_CA="Plage du Québec", de="Strand"
    )
    assert read(jpeg_xmp(xmp(f"<dc:title>{said}</dc:title>")), language).rights.title == title


def test_without_the_language_and_a_default_the_first_is_taken() -> None:
    packet = xmp(f"<dc:rights>{choice(pl='Muzeum', en='Museum')}</dc:rights>")
    assert rights(jpeg_xmp(packet)).holder == "Muzeum"


def test_xmp_is_one_thing_in_all_its_forms() -> None:
    for inner, attributes in (
        ("<photoshop:Credit>ECPAD</photoshop:Credit>", ""),
        ("", 'photoshop:Credit="ECPAD"'),
        (
            '<photoshop:Credit rdf:parseType="Resource"><rdf:value>ECPAD</rdf:value>'
            "</photoshop:Credit>",
            "",
        ),
        (
            "<photoshop:Credit><rdf:Description><rdf:value>ECPAD</rdf:value></rdf:Description>"
            "</photoshop:Credit>",
            "",
        ),
    ):
        assert rights(jpeg_xmp(xmp(inner, attributes=attributes))) == Rights(credit="ECPAD")


def test_structures_of_plus_name_creator_and_owner() -> None:
    packet = xmp(
        "<plus:ImageCreator><rdf:Seq><rdf:li><rdf:Description>"
        "<plus:ImageCreatorName>A. Un</plus:ImageCreatorName></rdf:Description></rdf:li>"
        '<rdf:li rdf:parseType="Resource"><plus:ImageCreatorName>B. Deux</plus:ImageCreatorName>'
        "</rdf:li></rdf:Seq></plus:ImageCreator><plus:CopyrightOwner><rdf:Seq><rdf:li>"
        '<rdf:Description plus:CopyrightOwnerName="Ville"/></rdf:li></rdf:Seq>'
        "</plus:CopyrightOwner>"
    )
    assert rights(jpeg_xmp(packet)) == Rights(author="A. Un, B. Deux", holder="Ville")


@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le", "utf-16-be"])
def test_xmp_is_read_in_every_unicode(charset: str) -> None:
    packet = PACKET.decode().encode(charset)
    assert rights(exif({700: packet})).holder == "Musée"


def test_a_stray_letter_of_windows_spares_the_others_of_the_packet() -> None:
    packet = PACKET.replace("Crédit XMP".encode(), "Crédit XMP".encode("cp1252"))
    found = rights(jpeg_xmp(packet))
    assert (found.credit, found.title) == ("Crédit XMP", "Débarquement")


def test_a_packet_that_breaks_off_counts_as_far_as_it_goes() -> None:
    packet = PACKET[: PACKET.index(b"<xmpRights")]
    assert rights(jpeg_xmp(packet)).holder == "Musée"
    assert rights(jpeg_xmp(b"<broken")) == Rights()


def test_entities_are_refused_whatever_they_would_become() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    packet = xmp(attributes='dc:rights="&b;" photoshop:Credit="ECPAD"', head=laughs)
    assert read(jpeg_xmp(packet)) == Embedded()
    outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
    assert read(jpeg_xmp(xmp(attributes='photoshop:Credit="ECPAD"', head=outside))) == Embedded()


def test_elements_nested_without_end_are_given_up() -> None:
    for depth, read_ in ((30, {"photoshop:Credit", "dc:title"}), (60, {"photoshop:Credit"})):
        packet = xmp(
            f"<dc:title>{'<rdf:li>' * depth}A{'</rdf:li>' * depth}</dc:title>"
            "<dc:title>B</dc:title>",
            attributes='photoshop:Credit="ECPAD"',
        )
        assert set(xmp_properties(packet)) == read_


EXIF_SAYS = jpeg_exif(exif({ARTIST: b"Exif Artist\0", COPYRIGHT: b"Exif Holder\0"}))
OLD = iim((80, b"Iim Author"), (116, b"Iim Holder"), (5, b"Iim Title"))
NEW = xmp("<dc:creator><rdf:Seq><rdf:li>Xmp Author</rdf:li></rdf:Seq></dc:creator>"
          f"<dc:rights>{choice(x_default='Xmp Holder')}</dc:rights>"
          f"<dc:title>{choice(x_default='Xmp Title')}</dc:title>")  # fmt: skip


def with_all(*, exif_block: bytes = b"", digest_of: bytes | None = None) -> Rights:
    segments = [
        (0xED, carriers.PHOTOSHOP_HEAD + carriers.photoshop(OLD, digest_of=digest_of)),
        (0xE1, carriers.XMP_HEAD + NEW),
    ]
    if exif_block:
        segments.append((0xE1, b"Exif\0\0" + exif_block))
    return rights(carriers.jpeg(*segments))


def test_exif_comes_first_then_xmp_then_iim_as_the_working_group_says() -> None:
    found = with_all(exif_block=exif({ARTIST: b"Exif Author\0", COPYRIGHT: b"KODAK Z740\0"}))
    assert (found.author, found.holder, found.title) == ("Exif Author", "Xmp Holder", "Xmp Title")
    assert with_all().author == "Xmp Author"
    assert with_all(digest_of=OLD).author == "Xmp Author"


def test_iim_changed_by_a_program_that_does_not_know_xmp_is_newer() -> None:
    found = with_all(digest_of=b"another record")
    assert (found.author, found.holder, found.title) == ("Iim Author", "Iim Holder", "Iim Title")


def test_iim_that_only_cut_a_long_name_is_not_newer() -> None:
    long = "Société d’études historiques de la Manche et du Cotentin"
    record = iim((80, long.encode()[:32]))
    packet = xmp(f"<dc:creator><rdf:Seq><rdf:li>{long}</rdf:li></rdf:Seq></dc:creator>")
    block = carriers.photoshop(record, digest_of=b"other")
    data = carriers.jpeg(
        (0xED, carriers.PHOTOSHOP_HEAD + block), (0xE1, carriers.XMP_HEAD + packet)
    )
    assert rights(data).author == long


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (iim((115, b"AFP")), Rights(credit="AFP")),
        (iim((80, b"A. Nom"), (115, b"AFP")), Rights(author="A. Nom", holder="AFP")),
        (
            iim((80, b"A. Nom"), (116, b"Ville"), (115, b"AFP")),
            Rights(author="A. Nom", holder="Ville"),
        ),
        (iim((110, b"Agence"), (115, b"AFP")), Rights(credit="Agence")),
    ],
)
def test_who_supplies_a_picture_never_replaces_who_made_it(record: bytes, expected: Rights) -> None:
    assert rights(jpeg_iim(record)) == expected


@pytest.mark.parametrize(
    "notice", ["Domaine public", "Public domain.", "CC BY-SA 4.0", "CC0", "No known copyright"]
)
def test_a_notice_that_only_says_on_what_terms_names_no_holder(notice: str) -> None:
    found = read(jpeg_exif(exif({COPYRIGHT: notice.encode()})))
    assert found.rights.holder == ""
    assert found.terms == notice


@pytest.mark.parametrize(
    "notice", ["Domaine public Films", "CC Byron", "Les Amis du domaine public"]
)
def test_a_name_in_which_terms_are_heard_stays_one(notice: str) -> None:
    assert read(jpeg_exif(exif({COPYRIGHT: notice.encode()}))).rights.holder == notice


@pytest.mark.parametrize(
    "notice",
    [
        *(",", ";", " \0\0", "", "Copyright", "(c)", "©", "© 2004", "(C) 2010, 2011", "none"),
        *("N/A", "unknown", "All rights reserved", "Tous droits réservés", "- -", "???"),
        *("KODAK Z740 ZOOM DIGITAL CAMERA", "OLYMPUS DIGITAL CAMERA", "SAMSUNG", "SAMSUNG CSC"),
        *("Copyright 2004 EASTMAN KODAK COMPANY", "MINOLTA DIGITAL CAMERA", "Canon", "NIKON D70"),
        *("SONY DSC", "DIGITAL CAMERA", "Exif_JPEG_PICTURE", "<KENOX S730  / Samsung S730>"),
        *("Picasa", "Picasa 2.7", "Adobe Photoshop CS3 Windows", "Created with GIMP", "ACDSee"),
        *("File written by Adobe Photoshop 4.0", "HAL 9000", "hal 9000 Mark II"),
    ],
)  # fmt: skip
def test_what_cameras_and_programs_write_by_themselves_credits_nobody(notice: str) -> None:
    devices = {0x010F: b"HAL 9000\0", 0x0110: b"Mark II\0"}
    raw = notice.encode() + b"\0"
    found = rights(jpeg_exif(exif({ARTIST: raw, COPYRIGHT: raw, DESCRIPTION: raw, **devices})))
    assert found == Rights()
    packet = xmp(attributes=f'photoshop:Credit="{notice.strip(chr(0)).replace("<", "&lt;")}"')
    assert says_nothing(notice, ["HAL 9000", "HAL 9000 Mark II"]) or not notice.strip(" \0")
    assert rights(jpeg_xmp(packet)) in (Rights(), Rights(credit=notice))


@pytest.mark.parametrize(
    "name",
    [
        *("Jean Canon", "Samsung Foundation of Culture", "Musée de l'Appareil photo", "Studio 54"),
        *("Kodak-Pathé, collection Dupont", "Adobe Stock / A. Nom", "Anonyme", "Li", "山田", "X"),
        *("National Archives photo no. 80-G-32500", "Droits : Ville de Caen", "Author", "IPTC"),
        *("Photographe inconnu", "© Leica Galerie Paris", "Olympus Mons Society"),
    ],
)  # fmt: skip
def test_people_and_archives_are_credited_whatever_they_are_called(name: str) -> None:
    assert not says_nothing(name)


@pytest.mark.parametrize(
    "title", ["DSC_0001", "IMG_2044.JPG", "P1010001", "_MG_1234", "Untitled-1"]
)
def test_a_file_s_number_is_no_title(title: str) -> None:
    assert is_numbered(title)
    assert rights(jpeg_exif(exif({DESCRIPTION: title.encode() + b"\0"}))) == Rights()
    assert not is_numbered("Utah Beach 1944")


def test_a_long_description_is_no_title_but_tells_what_is_seen() -> None:
    text = "Des soldats de la 4e division débarquent. " * 4
    found = read(jpeg_exif(exif({DESCRIPTION: text.encode() + b"\0"})))
    assert (found.rights.title, found.alt) == ("", text.strip())


@pytest.mark.parametrize(
    ("written", "read_"),
    [
        ("20040226", "2004-02-26"),
        ("2004:02:26 10:11:12", "2004-02-26"),
        ("2004-02-26T10:11:12+01:00", "2004-02-26"),
        ("2004-02-26T10:11Z", "2004-02-26"),
        ("20040226101112", "2004-02-26"),
        ("2004/02/26", "2004-02-26"),
        ("2004-02", "2004-02"),
        ("2004:02:00 00:00:00", "2004-02"),
        ("20040000", "2004"),
        ("2004", "2004"),
        ("Thu, 26 Feb 2004 10:11:12 +0100", "2004-02-26"),
        ("26 Feb 2004", ""),
        ("0000:00:00 00:00:00", ""),
        ("    :  :     :  :  ", ""),
        ("2004-13-40", ""),
        ("2004-02-30", ""),
        ("2004-02-2", ""),
        ("about 1944", ""),
        ("99999999", ""),
    ],
)
def test_dates_are_days_of_the_calendar_or_none(written: str, read_: str) -> None:
    assert day_of(written) == read_


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert day_of(text) == "" or day_of(day_of(text)) == day_of(text)


def _licensed(terms: str) -> str:
    return f"<cc:license rdf:resource='http://creativecommons.org/licenses/{terms}/4.0/'/>"


def _termed(words: str) -> str:
    return f"<xmpRights:UsageTerms>{choice(fr=words)}</xmpRights:UsageTerms>"


@pytest.mark.parametrize(
    ("address", "licence", "source"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0", ""),
        ("http://creativecommons.org/licenses/by-nc-nd/3.0/deed.fr", "CC-BY-NC-ND-3.0", ""),
        ("https://creativecommons.org/licenses/by-sa/3.0/de/", "CC-BY-SA-3.0-DE", ""),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0", ""),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0", ""),
        ("https://www.iwm.org.uk/licence", "", "https://www.iwm.org.uk/licence"),
        ("http://www.musee.example/droits", "", "http://www.musee.example/droits"),
        ("https://creativecommons.org.example/licenses/by/4.0/", "",
         "https://creativecommons.org.example/licenses/by/4.0/"),
        ("javascript:alert(1)", "", ""),
        ("https://user@host.example/", "", ""),
        ("www.musee.example", "", ""),
        ("https://[", "", ""),
    ],
)  # fmt: skip
def test_a_statement_on_the_web_is_a_licence_or_the_source(
    address: str, licence: str, source: str
) -> None:
    found = rights(jpeg_xmp(xmp(attributes=f'xmpRights:WebStatement="{address}"')))
    assert (found.license, found.source_url) == (licence, source)
    assert licences_in(address) == ((licence,) if licence else ())


INC = "LicenseRef-rightsstatements-InC-1.0"


@pytest.mark.parametrize(
    ("address", "licence"),
    [
        ("creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
        ("//www.creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-nd-nc/1.0/", "CC-BY-NC-ND-1.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/deed.fr_CA", "CC-BY-SA-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/legalcode.fr", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/?ref=chooser-v1#a", "CC-BY-SA-4.0"),
        ("https://www.etalab.gouv.fr/licence-ouverte-open-licence/", "etalab-2.0"),
        ("http://rightsstatements.org/vocab/InC/1.0/", INC),
        ("https://creativecommons.org/licenses/by/9.0/", ""),
        ("https://creativecommons.org/licenses/by/4.0/fr/", ""),
        ("https://exemple.org/?see=https://creativecommons.org/licenses/by/4.0/", ""),
        ("ftp://creativecommons.org/licenses/by/4.0/", ""),
    ],
)
def test_an_address_is_the_same_licence_in_a_file_as_from_an_archive(
    address: str, licence: str
) -> None:
    found = rights(jpeg_xmp(xmp(attributes=f'xmpRights:WebStatement="{address}"')))
    assert found.license == licence
    if licence:
        assert found.source_url == ""
        assert licence_at(f"https:{address[address.find('//'):]}" if "//" in address
                          else f"https://{address}") == licence  # fmt: skip


@pytest.mark.parametrize(
    ("body", "attributes"),
    [
        (_licensed("by"), 'xmpRights:WebStatement="http://rightsstatements.org/vocab/InC/1.0/"'),
        (_licensed("by"), 'xmpRights:WebStatement="https://creativecommons.org/licenses/by-nc/4.0/"'),
        (_licensed("by") + _termed("https://creativecommons.org/licenses/by-nd/4.0/"), ""),
        (_termed("https://creativecommons.org/licenses/by/4.0/ ou "
                 "https://creativecommons.org/licenses/by-sa/4.0/"), ""),
    ],
)  # fmt: skip
def test_licences_that_contradict_each_other_are_told_and_none_is_taken(
    body: str, attributes: str
) -> None:
    found = read(jpeg_xmp(xmp(body, attributes=attributes)))
    assert found.rights.license == ""
    assert "creativecommons.org/licenses/by/4.0/" in found.terms


def test_a_licence_said_twice_is_one() -> None:
    address = "http://creativecommons.org/licenses/by/4.0/"
    found = read(jpeg_xmp(xmp(_licensed("by"), attributes=f'xmpRights:WebStatement="{address}"')))
    assert (found.rights.license, found.terms) == ("CC-BY-4.0", "")


def test_what_creative_commons_and_dublin_core_say_of_an_author_counts() -> None:
    found = rights(
        jpeg_xmp(
            xmp(
                "<dcterms:license rdf:resource='https://creativecommons.org/licenses/by/4.0/'/>"
                "<dcterms:rightsHolder>Musée de la Ville</dcterms:rightsHolder>",
                attributes='xmlns:dcterms="http://purl.org/dc/terms/" cc:attributionName="Anne Roy"'
                ' cc:attributionURL="https://exemple.org/a"',
            )
        )
    )
    assert (found.author, found.holder) == ("Anne Roy", "Musée de la Ville")
    assert (found.license, found.source_url) == ("CC-BY-4.0", "https://exemple.org/a")


def test_terms_that_name_a_licence_are_one_and_others_are_told() -> None:
    named = (
        f"<xmpRights:UsageTerms>{choice(fr='Voir https://creativecommons.org/licenses/by/4.0/.')}"
    )
    found = read(jpeg_xmp(xmp(named + "</xmpRights:UsageTerms>")))
    assert (found.rights.license, found.terms) == ("CC-BY-4.0", "")
    asked = f"<xmpRights:UsageTerms>{choice(fr='Presse seulement', en='Press only')}"
    assert read(jpeg_xmp(xmp(asked + "</xmpRights:UsageTerms>"))).terms == "Presse seulement"


def test_the_shorter_text_for_those_who_do_not_see_is_preferred() -> None:
    def says(name: str, text: str) -> str:
        return f"<Iptc4xmpCore:{name}>{choice(x_default=text)}</Iptc4xmpCore:{name}>"

    long, short = says("ExtDescrAccessibility", "Long"), says("AltTextAccessibility", "Court")
    described = f"<dc:description>{choice(x_default='Légende')}</dc:description>"
    assert read(jpeg_xmp(xmp(long + short + described))).alt == "Court"
    assert read(jpeg_xmp(xmp(long + described))).alt == "Long"
    assert read(jpeg_xmp(xmp(described))).alt == "Légende"


def test_a_credit_is_one_clean_short_line() -> None:
    hostile = "A\u202eB\u200b&#13;&#10;&#9;C" + "é" * 2000
    credit = rights(jpeg_xmp(xmp(attributes=f'photoshop:Credit="{hostile}"'))).credit
    assert credit.startswith("AB C")
    assert len(credit) == 500


def test_a_picture_of_any_size_says_whose_it_is_without_its_pixels() -> None:
    data = makers.png_header_only(60_000, 60_000)
    at = data.index(b"IDAT") - 4
    data = data[:at] + makers._chunk(b"tEXt", b"Author\0A. Nom") + data[at:]
    assert rights(data).author == "A. Nom"


def test_a_picture_without_metadata_has_no_rights_in_it() -> None:
    for kind in ("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "GIF", "JPEG2000"):
        assert read(makers.photo(kind)) == Embedded()


@pytest.mark.parametrize("data", [b"", b"<html>", b"DDS |\0\0\0", b"\xff\xd8", b"%PDF-1.4"])
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotAPictureError):
        read(data)


def test_what_travels_between_processes_is_the_same_on_the_other_side() -> None:
    from dataclasses import asdict

    found = read(jpeg_xmp(PACKET))
    assert embedded_in(asdict(found)) == found


WHOLE = [carrier(PACKET) for carrier in carriers.CARRIERS.values()] + [
    jpeg_iim(OLD),
    EXIF_SAYS,
    exif({33723: OLD, 34377: carriers.photoshop(OLD)}, taken=b"1994:06:26 10:00:00"),
]


@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255))))
def test_damaged_metadata_never_raises(whole: bytes, damage: list[tuple[int, int]]) -> None:
    data = bytearray(whole)
    for place, value in damage:
        data[12 + place % (len(data) - 12)] = value
    assert isinstance(read(bytes(data)), Embedded)


@given(st.sampled_from(WHOLE), st.integers(12, 4000))
def test_metadata_cut_anywhere_never_raises(whole: bytes, end: int) -> None:
    assert isinstance(read(whole[: max(12, end % len(whole))]), Embedded)


@given(st.binary(max_size=120), st.binary(max_size=120))
def test_rubbish_in_the_place_of_metadata_never_raises(one: bytes, other: bytes) -> None:
    for data in (
        jpeg_exif(b"MM\0*" + one),
        jpeg_xmp(b"<rdf:RDF>" + other + b"</rdf:RDF>"),
        carriers.jpeg((0xED, carriers.PHOTOSHOP_HEAD + b"8BIM" + one)),
        jpeg_iim(b"\x1c\x02" + other),
        b"\0\0\0\x0cftypavif" + one,
        b"\0\0\0\x0cjP  \r\n\x87\n" + other,
    ):
        assert isinstance(read(data), Embedded)
