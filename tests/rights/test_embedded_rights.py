"""What picture files say of themselves, laid under storyboards, through the decoder's process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from renderer.cli import main
from renderer.decoding.limits import DecodeLimits
from renderer.errors import PictureError
from renderer.photographs.decoder import Decoder, open_decoder
from renderer.production import embedded_rights
from renderer.production.embedded_rights import keep_readings, prefilled
from renderer.rights.clearance import check_rights
from renderer.rights.embedded import Embedded
from renderer.store.cache import Cache
from renderer.storyboard.board import Image as Picture
from renderer.storyboard.board import Rights, Storyboard
from renderer.storyboard.load import load_storyboard
from tests.pictures import makers
from tests.rights import carriers
from tests.rights.carriers import choice, exif, iim, jpeg_exif, jpeg_iim, jpeg_xmp, xmp
from tests.rights.test_rights import TODAY, board, picture

PACKET = xmp(
    "<dc:creator><rdf:Seq><rdf:li>A. Un</rdf:li><rdf:li>B. Deux</rdf:li></rdf:Seq></dc:creator>",
    attributes='photoshop:Credit="Agence Été" xmpRights:WebStatement="{address}"',
).decode()


def a_jpeg(path: Path, packet: str) -> Path:
    path.write_bytes(carriers.jpeg_xmp(packet.encode()))
    return path


def shown(made: Storyboard) -> Picture:
    visual = made.slides[0].visual
    assert isinstance(visual, Picture)
    return visual


def test_a_silent_storyboard_takes_what_the_file_says(tmp_path: Path) -> None:
    made = board(tmp_path, "    image: {file: plage.jpg, alt: Une plage}\n")
    packet = PACKET.replace("{address}", "https://creativecommons.org/licenses/by/4.0/")
    a_jpeg(tmp_path / "media" / "plage.jpg", packet)
    filled, differences = prefilled(made)
    assert differences == ()
    assert check_rights(made, TODAY) != ()
    assert check_rights(filled, TODAY) == ()


def test_the_storyboard_wins_and_the_difference_is_told(tmp_path: Path) -> None:
    made = board(tmp_path, picture("author: C. Trois, license: CC-BY-4.0"))
    packet = PACKET.replace("{address}", "https://creativecommons.org/licenses/by-nd/4.0/")
    a_jpeg(tmp_path / "media" / "plage.jpg", packet)
    filled, differences = prefilled(made)
    assert shown(filled).rights == Rights(author="C. Trois", license="CC-BY-4.0")
    assert [problem.what for problem in differences] == [
        "the storyboard gives author 'C. Trois', the picture's file 'A. Un, B. Deux'",
        "the storyboard gives license 'CC-BY-4.0', the picture's file 'CC-BY-ND-4.0'",
    ]
    assert all(problem.mark.line == 7 for problem in differences)
    assert {problem.code for problem in differences} == {"rights-differ"}


def test_a_board_whose_files_are_silent_is_the_same_board(tmp_path: Path) -> None:
    made = board(tmp_path, "    image: plage.jpg\n")
    assert prefilled(made) == (made, ())


def filled(folder: Path, data: bytes, image: str = "plage.jpg") -> tuple[Picture, list[str]]:
    """The picture of a storyboard whose file is *data*, and all that is said of it."""
    made = board(folder, f"    image: {image}\n")
    (folder / "media" / "plage.jpg").write_bytes(data)
    after, told = prefilled(made)
    return shown(after), [problem.what for problem in told]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"20040226", "26 février 2004"),
        (b"20040601", "1er juin 2004"),
        (b"20040800", "août 2004"),
        (b"20040000", "2004"),
        (b"00000000", ""),
        (b"20041340", ""),
    ],
)
def test_a_date_is_set_in_the_words_of_the_film(tmp_path: Path, raw: bytes, words: str) -> None:
    visual, _ = filled(tmp_path, jpeg_iim(iim((55, raw), (80, b"A. Nom"))))
    assert visual.rights == Rights(author="A. Nom", date=words)


def test_the_alternative_text_of_the_file_is_offered_and_never_taken(tmp_path: Path) -> None:
    packet = xmp(
        "<Iptc4xmpCore:AltTextAccessibility>"
        + choice(en="A beach", fr="Une plage, des soldats")
        + "</Iptc4xmpCore:AltTextAccessibility>"
    )
    visual, told = filled(tmp_path, jpeg_xmp(packet))
    assert told == ["no 'alt', and the picture's file says: 'Une plage, des soldats'"]
    assert visual.alt == ""
    (problem,) = prefilled(load_storyboard(tmp_path / "storyboards" / "essai.yaml"))[1]
    assert problem.code == "alt-missing"
    assert filled(tmp_path, jpeg_xmp(packet), "{file: plage.jpg, alt: Une plage}")[1] == []


def test_check_offers_it_with_and_without_the_rights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = board(tmp_path, "    image: plage.jpg\n")
    packet = xmp(f"<dc:description>{choice(fr='Des soldats.')}</dc:description>")
    (tmp_path / "media" / "plage.jpg").write_bytes(jpeg_xmp(packet))
    for options in ([], ["--rights"]):
        main(["check", *options, str(made.path)])
        said = capsys.readouterr().err
        assert said.count("no 'alt', and the picture's file says: 'Des soldats.'") == 1
        assert "essai.yaml:7:12: no 'alt', and" in said


def test_terms_of_use_that_name_no_licence_are_told(tmp_path: Path) -> None:
    terms = f"<xmpRights:UsageTerms>{choice(fr='Presse seulement')}</xmpRights:UsageTerms>"
    _, told = filled(tmp_path, jpeg_xmp(xmp(terms)))
    assert told == ["the picture's file gives terms of use: 'Presse seulement'"]
    (problem,) = prefilled(load_storyboard(tmp_path / "storyboards" / "essai.yaml"))[1]
    assert problem.code == "rights-terms"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"DDS |\0\0\0" + bytes(200), "plage.jpg is not a picture that can be used"),
        (b"8BPS" + bytes(50), "plage.jpg is a Photoshop document: export it as TIFF or PNG"),
        (b"<svg/>", "plage.jpg is an SVG drawing"),
        (b"\0", "plage.jpg is not a picture"),
    ],
)
def test_a_file_that_is_no_picture_gets_a_clear_word(
    tmp_path: Path, data: bytes, word: str
) -> None:
    visual, (told,) = filled(tmp_path, data)
    assert word in told
    assert visual.rights is None


def test_a_picture_of_more_pixels_than_pillow_takes_keeps_its_rights(tmp_path: Path) -> None:
    data = makers.png_header_only(20_000, 20_000)
    at = data.index(b"IEND") - 4
    text = makers._chunk(b"tEXt", b"Author\0A. Nom")
    visual, told = filled(tmp_path, data[:at] + text + data[at:])
    assert (visual.rights, told) == (Rights(author="A. Nom"), [])


def test_a_file_that_takes_too_long_is_told_of(tmp_path: Path) -> None:
    costly = tmp_path / "lourd.png"
    costly.write_bytes(b"\x89PNG\r\n\x1a\n" + makers._chunk(b"prVt", b"") * 300_000)
    with (
        open_decoder(limits=DecodeLimits(wall_seconds=0.001)) as decoder,
        pytest.raises(PictureError, match=r"lourd\.png took longer than"),
    ):
        decoder.embedded(costly, "lourd.png", "fr")


def test_nothing_is_read_in_this_process_nor_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = board(tmp_path, "    image: plage.jpg\n")
    file = tmp_path / "media" / "plage.jpg"
    file.write_bytes(jpeg_exif(exif({0x013B: b"A. Nom\0"})))
    asked: list[str] = []
    ask = Decoder.embedded

    def watched(
        self: Decoder, path: Path, name: str, language: str, sidecar: Path | None = None
    ) -> object:
        asked.append(name)
        return ask(self, path, name, language, sidecar)

    monkeypatch.setattr(Decoder, "embedded", watched)
    cache = Cache(tmp_path / "cache")
    fresh: dict[str, Embedded] = {}
    first = prefilled(made, cache, fresh)
    assert not cache.root.exists()
    keep_readings(cache, fresh)
    assert prefilled(made, cache) == first
    assert asked == ["plage.jpg"]
    file.write_bytes(jpeg_exif(exif({0x013B: b"B. Nom\0"})))
    assert shown(prefilled(made, cache)[0]).rights == Rights(author="B. Nom")
    assert asked == ["plage.jpg"] * 2
    monkeypatch.setattr(embedded_rights, "code_digest", lambda *_, **__: "another reader")
    file.write_bytes(jpeg_exif(exif({0x013B: b"A. Nom\0"})))
    prefilled(made, cache)
    assert asked == ["plage.jpg"] * 3


def test_a_cache_that_can_not_be_written_costs_only_time(tmp_path: Path) -> None:
    made = board(tmp_path, "    image: plage.jpg\n")
    (tmp_path / "media" / "plage.jpg").write_bytes(jpeg_exif(exif({0x013B: b"A. Nom\0"})))
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    cache, fresh = Cache(tmp_path / "cache"), dict[str, Embedded]()
    assert shown(prefilled(made, cache, fresh)[0]).rights == Rights(author="A. Nom")
    keep_readings(cache, fresh)
    assert shown(prefilled(made, cache)[0]).rights == Rights(author="A. Nom")


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    made = board(tmp_path, "    image: plage.jpg\n")
    (tmp_path / "media" / "plage.jpg").unlink()
    os.mkfifo(tmp_path / "media" / "plage.jpg")
    _, (told,) = prefilled(made)
    assert "a pipe, not a picture file" in told.what
    assert told.code == "rights-unreadable"
    assert told.mark.line == 7


def test_the_process_that_reads_rights_loads_nothing_that_decodes() -> None:
    root = Path(__file__).parents[2]
    told = "import sys, renderer.photographs.rights_worker as w; w.load(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = done.stdout.split()
    assert "renderer.rights.embedded" in loaded
    assert not {"numpy", "PIL", "cv2"} & set(loaded)


# A file beside the picture

BESIDE = xmp(
    "<dc:creator><rdf:Seq><rdf:li>C. Trois</rdf:li></rdf:Seq></dc:creator>",
    attributes='photoshop:Headline="Le port" xmpRights:WebStatement='
    '"https://creativecommons.org/licenses/by-sa/4.0/"',
)


def beside(folder: Path, *sidecars: str, others: tuple[str, ...] = ()) -> Storyboard:
    """A picture by A. Un and B. Deux, and files of *sidecars*' names that say C. Trois."""
    made = board(folder, "    image: {file: plage.jpg, alt: Une plage}\n")
    packet = PACKET.replace("{address}", "https://creativecommons.org/licenses/by/4.0/")
    a_jpeg(folder / "media" / "plage.jpg", packet)
    for name in sidecars:
        (folder / "media" / name).write_bytes(BESIDE)
    for name in others:
        (folder / "media" / name).write_bytes(b"another")
    return made


@pytest.mark.parametrize("name", ["plage.jpg.xmp", "plage.xmp", "plage.jpg.XMP", "plage.XMP"])
def test_what_stands_beside_a_picture_counts_before_what_it_says_itself(
    tmp_path: Path, name: str
) -> None:
    cache, fresh = Cache(tmp_path / "cache"), dict[str, Embedded]()
    made = beside(tmp_path, name)
    filled, told = prefilled(made, cache, fresh)
    assert told == ()
    rights = shown(filled).rights
    assert rights is not None
    assert (rights.author, rights.license, rights.title) == ("C. Trois", "CC-BY-SA-4.0", "Le port")
    assert rights.credit == "Agence Été", "what the sidecar leaves out, the picture says"
    keep_readings(cache, fresh)
    (tmp_path / "media" / name).write_bytes(BESIDE.replace(b"C. Trois", b"D. Quatre"))
    again = shown(prefilled(made, cache)[0]).rights
    assert again is not None
    assert again.author == "D. Quatre", "what was kept is of another sidecar"
    (tmp_path / "media" / name).write_bytes(b"")
    alone = shown(prefilled(made, cache)[0]).rights
    assert alone is not None
    assert alone.author == "A. Un, B. Deux", "an empty one says nothing"


def test_of_two_sidecars_that_which_names_its_picture_counts(tmp_path: Path) -> None:
    made = beside(tmp_path, "plage.xmp", "plage.jpg.xmp", others=("plage.png",))
    (tmp_path / "media" / "plage.xmp").write_bytes(BESIDE.replace(b"C. Trois", b"D. Quatre"))
    filled, told = prefilled(made)
    assert told == ()
    assert (shown(filled).rights or Rights()).author == "C. Trois"


@pytest.mark.parametrize("other", ["plage.png", "plage.CR2", "plage.jpeg"])
def test_a_sidecar_that_may_be_another_picture_s_is_told_and_not_read(
    tmp_path: Path, other: str
) -> None:
    made = beside(tmp_path, "plage.xmp", others=(other,))
    filled, told = prefilled(made)
    assert (shown(filled).rights or Rights()).author == "A. Un, B. Deux"
    (problem,) = told
    assert problem.what.startswith("plage.xmp may speak of plage.jpg or of another of that name")
    assert problem.remedy == "if it speaks of this one, call it plage.jpg.xmp"


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "nonsense", "dtd"])
def test_a_sidecar_that_is_none_leaves_the_picture_s_own_rights(tmp_path: Path, kind: str) -> None:
    made = beside(tmp_path)
    place = tmp_path / "media" / "plage.jpg.xmp"
    if kind == "link":
        (tmp_path / "dehors.xmp").write_bytes(BESIDE)
        place.symlink_to(tmp_path / "dehors.xmp")
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    elif kind == "nonsense":
        place.write_bytes(b"\xff\xfe<x:xmpmeta>" + bytes(300))
    else:
        place.write_bytes(BESIDE.replace(b"<x:xmpmeta", b"<!DOCTYPE x []><x:xmpmeta"))
    filled, told = prefilled(made)
    assert told == ()
    assert (shown(filled).rights or Rights()).author == "A. Un, B. Deux"
