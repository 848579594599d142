"""What exiftool wrote into pictures of every format is read as exiftool itself reads it.

exiftool 12.57 is the reference that archives use; it stands on the other side of both: it writes
what Récit reads, and it reads what Récit's tests write.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from renderer.rights.embedded import Embedded, read_embedded
from tests.pictures import makers
from tests.rights import carriers
from tests.rights.test_embedded import NEW, OLD, PACKET

EXIFTOOL = shutil.which("exiftool")
pytestmark = pytest.mark.skipif(EXIFTOOL is None, reason="exiftool is not installed")

FORMATS = {
    "jpg": "JPEG",
    "png": "PNG",
    "tif": "TIFF",
    "webp": "WEBP",
    "gif": "GIF",
    "jp2": "JPEG2000",
}
EXIF = ("-EXIF:Artist=Rémi Nom", "-EXIF:Copyright=Musée de l’Armée", "-EXIF:XPTitle=Quai")
TAKEN = ("-EXIF:DateTimeOriginal=1994:06:26 10:00:00",)
IPTC = (
    "-IPTC:CodedCharacterSet=UTF8",
    "-IPTC:By-line=Éric Un",
    "-IPTC:By-line=Zoé Deux",
    "-IPTC:Credit=Établissement",
    "-IPTC:CopyrightNotice=Ville d’Évreux",
    "-IPTC:ObjectName=L’arsenal libéré",
    "-IPTC:DateCreated=1944:06:26",
)
XMP = (
    "-XMP-dc:Creator=Lætitia Trois",
    "-XMP-dc:Creator=Noël Quatre",
    "-XMP-dc:Rights=Archives",
    "-XMP-dc:Rights-fr=Archives de la Manche",
    "-XMP-dc:Rights-en=Archives of the Manche",
    "-XMP-dc:Title-fr=Plage d’Utah",
    "-XMP-photoshop:Credit=ECPAD",
    "-XMP-photoshop:DateCreated=1944-06",
    "-XMP-xmpRights:WebStatement=http://archives.example/droits",
    "-XMP-xmpRights:UsageTerms=Presse seulement",
    "-XMP-iptcCore:AltTextAccessibility=Une plage, des soldats",
    "-XMP-cc:License=https://creativecommons.org/licenses/by-nc/4.0/",
)


def exiftool(*arguments: str) -> str:
    command = [EXIFTOOL or "", "-charset", "filename=utf8", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout


def written(folder: Path, kind: str, *tags: str) -> Path:
    """A picture into which exiftool wrote *tags*."""
    path = folder / f"a.{kind}"
    path.write_bytes(makers.photo(FORMATS[kind], 32, 16))
    exiftool("-q", "-overwrite_original", *tags, str(path))
    return path


def seen(path: Path, language: str = "fr") -> Embedded:
    with path.open("rb") as file:
        return read_embedded(file, language)


def told(path: Path, *tags: str) -> dict[str, str]:
    """What exiftool reads, by tag; several values are joined."""
    options = ("-json", "-use", "MWG", "-sep", ", ")
    (found,) = json.loads(exiftool(*options, *(f"-{tag}" for tag in tags), str(path)))
    return {tag: str(found.get(tag.rpartition(":")[2], "")) for tag in tags}


@pytest.mark.parametrize("kind", ["jpg", "png", "tif", "webp", "jp2"])
def test_exif_that_exiftool_wrote(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, kind, *EXIF, *TAKEN)
    rights = seen(path).rights
    assert (rights.author, rights.holder) == ("Rémi Nom", "Musée de l’Armée")
    assert (rights.title, rights.date) == ("Quai", "1994-06-26")


@pytest.mark.parametrize("kind", ["jpg", "png", "tif", "jp2"])
def test_iptc_that_exiftool_wrote(tmp_path: Path, kind: str) -> None:
    rights = seen(written(tmp_path, kind, *IPTC)).rights
    assert (rights.author, rights.credit) == ("Éric Un, Zoé Deux", "Établissement")
    assert (rights.holder, rights.title) == ("Ville d’Évreux", "L’arsenal libéré")
    assert rights.date == "1944-06-26"


@pytest.mark.parametrize("kind", FORMATS)
def test_xmp_that_exiftool_wrote(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, kind, *XMP)
    found = seen(path)
    assert (found.rights.author, found.rights.holder) == (
        "Lætitia Trois, Noël Quatre",
        "Archives de la Manche",
    )
    assert seen(path, "en").rights.holder == "Archives of the Manche"
    assert seen(path, "de").rights.holder == "Archives"
    assert (found.rights.title, found.rights.credit) == ("Plage d’Utah", "ECPAD")
    assert (found.rights.date, found.rights.license) == ("1944-06", "CC-BY-NC-4.0")
    assert found.rights.source_url == "http://archives.example/droits"
    assert found.alt == "Une plage, des soldats"


SEEN = (
    "-XMP-iptcCore:AltTextAccessibility=Une plage",
    "-XMP-iptcCore:AltTextAccessibility-fr=Une plage, des soldats",
    "-XMP-iptcCore:AltTextAccessibility-en=A beach & soldiers",
    "-XMP-iptcCore:AltTextAccessibility-pt-BR=Uma praia",
)
LONG = (
    "-XMP-iptcCore:ExtDescrAccessibility=À l’aube, des hommes avancent",
    "-XMP-iptcCore:ExtDescrAccessibility-en=At dawn, men wade ashore",
    "-XMP-dc:Description=Légende de l’agence",
)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("tags", [SEEN + LONG, LONG, LONG[-1:]], ids=["both", "long", "neither"])
def test_what_is_seen_is_read_in_the_films_language_as_exiftool_reads_it(
    tmp_path: Path, kind: str, tags: tuple[str, ...]
) -> None:
    path = written(tmp_path, kind, *tags)
    field = tags[0].partition("=")[0].removeprefix("-")
    plain = field.removesuffix("-fr")
    for language in ("fr", "en", "pt", "de"):
        exact = {"pt": "pt-BR"}.get(language, language)
        theirs = told(path, f"{plain}-{exact}", plain)
        wanted = theirs[f"{plain}-{exact}"] or theirs[plain]
        assert wanted
        assert seen(path, language).alt == wanted


# In a PNG or a JPEG 2000 exiftool's MWG tags leave out IPTC, which stands there unasked for.
@pytest.mark.parametrize("kind", ["jpg", "tif", "webp"])
@pytest.mark.parametrize(
    "tags",
    [(*EXIF, *IPTC, *XMP), (*IPTC, *XMP), (*XMP, *TAKEN), (*EXIF, *XMP), (*EXIF, *IPTC)],
    ids=["all", "no EXIF", "no IPTC", "EXIF, XMP", "no XMP"],
)
def test_of_several_vocabularies_the_one_that_exiftool_takes(
    tmp_path: Path, kind: str, tags: tuple[str, ...]
) -> None:
    path = written(tmp_path, kind, *tags)
    names = ("MWG:Creator", "MWG:Copyright", "MWG:DateTimeOriginal")
    theirs, ours = told(path, *names), seen(path, "x-default").rights
    assert ours.author == theirs["MWG:Creator"]
    assert ours.holder == theirs["MWG:Copyright"]
    assert ours.date == theirs["MWG:DateTimeOriginal"][:10].replace(":", "-")


def test_iptc_that_another_program_changed_is_what_exiftool_takes(tmp_path: Path) -> None:
    for stale in (OLD, b"another record"):
        block = carriers.PHOTOSHOP_HEAD + carriers.photoshop(OLD, digest_of=stale)
        path = tmp_path / "a.jpg"
        path.write_bytes(carriers.jpeg((0xED, block), (0xE1, carriers.XMP_HEAD + NEW)))
        theirs, ours = told(path, "MWG:Creator", "MWG:Copyright"), seen(path).rights
        assert [ours.author, ours.holder] == list(theirs.values())


# exiftool doesn't look for XMP among Photoshop's resources in a TIFF.
@pytest.mark.parametrize("name", sorted({*carriers.CARRIERS} - {"tiff of Photoshop"}))
def test_what_the_tests_write_is_what_exiftool_reads(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(carriers.CARRIERS[name](PACKET))
    tags = ("XMP-dc:Creator", "XMP-photoshop:Credit", "XMP-xmpRights:WebStatement")
    theirs: dict[str, Any] = told(path, *tags)
    ours = seen(path).rights
    assert [ours.author, ours.credit, ours.source_url] == list(theirs.values())
