"""Files that are damaged, protected, or meant to harm: told, or read right; never a hang."""

from __future__ import annotations

import io
import random
import resource
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from renderer.decoding.sandbox import open_fence
from renderer.importing.document import Document
from renderer.importing.imports import import_text
from renderer.importing.readers.package import DocumentError
from renderer.importing.readers.sandbox_worker import read
from renderer.importing.sources import DOCUMENTS, LIMITS, SourceError, open_document
from tests.importing import offices
from tests.importing.test_documents import project


def refused(path: Path) -> str:
    with pytest.raises(DocumentError) as told:
        read(path, path.name)
    return told.value.code


def packed(tmp_path: Path) -> bytes:
    offices.styled(tmp_path / "whole.docx")
    return (tmp_path / "whole.docx").read_bytes()


def test_a_file_under_a_password_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    assert refused(path) == "document-protected"
    manifest = b"<manifest xmlns='m'><file-entry><encryption-data/></file-entry></manifest>"
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as new:
        new.writestr("META-INF/manifest.xml", manifest)
        new.writestr("content.xml", b"\x00\x01")
    assert refused(tmp_path / "a.odt") == "document-protected"


def test_macros_are_refused(tmp_path: Path) -> None:
    offices.rewritten(packed(tmp_path), tmp_path / "a.docx", more={"word/vbaProject.bin": b"x"})
    assert refused(tmp_path / "a.docx") == "document-macros"


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    def swollen(name: str, data: bytes) -> bytes:
        return b"<a>" + b" " * 60_000_000 + b"</a>" if name == "word/document.xml" else data

    offices.rewritten(packed(tmp_path), tmp_path / "a.docx", swollen)
    assert (tmp_path / "a.docx").stat().st_size < 200_000
    assert refused(tmp_path / "a.docx") == "document-too-big"
    (tmp_path / "a.txt").write_bytes(b"a" * 25_000_000)
    assert refused(tmp_path / "a.txt") == "document-too-big"


def test_a_size_that_the_directory_lies_about_is_noticed(tmp_path: Path) -> None:
    def swollen(name: str, data: bytes) -> bytes:
        return b"<a>" + b" " * 30_000_000 + b"</a>" if name == "word/document.xml" else data

    path = tmp_path / "a.docx"
    offices.rewritten(packed(tmp_path), path, swollen)
    data = path.read_bytes()
    path.write_bytes(data.replace((30_000_007).to_bytes(4, "little"), (900).to_bytes(4, "little")))
    assert refused(path) in ("document-too-big", "document-damaged")


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;">]>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
)


@pytest.mark.parametrize("entity", ENTITIES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, entity: str, encoding: str) -> None:
    def changed(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        text = data.decode().partition("?>")[2]
        return f'<?xml version="1.0" encoding="{encoding}"?>{entity}{text}'.encode(encoding)

    offices.rewritten(packed(tmp_path), tmp_path / "a.docx", changed)
    assert refused(tmp_path / "a.docx") == "document-refused"


def test_nobody_is_asked_for_anything(tmp_path: Path) -> None:
    """Pictures, styles and frames elsewhere are named, and no socket is opened for them."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        page = f'<link rel="stylesheet" href="{address}"><iframe src="{address}"></iframe>'
        page += f'<h1>Port</h1><img src="{address}"><img src="file:///etc/passwd"><p>{offices.ASSAULT}</p>'
        (tmp_path / "a.html").write_text(page, encoding="utf-8")

        def outside(name: str, data: bytes) -> bytes:
            if not name.endswith("document.xml.rels"):
                return data
            return data.replace(
                b'Target="media/image1.png"', f'Target="{address}" TargetMode="External"'.encode()
            )

        offices.rewritten(packed(tmp_path), tmp_path / "a.docx", outside)
        for name in ("a.html", "a.docx"):
            place = project(tmp_path).with_name(f"{name[2:]}.yaml")
            import_text(tmp_path / name, place)
            assert address in place.read_text("utf-8").replace("\n    #   ", "")
        with pytest.raises(TimeoutError):
            server.accept()
    assert not list((tmp_path / "media").rglob("*.*"))


def test_pictures_of_a_page_are_those_beside_it_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(offices.picture().getvalue())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.png").symlink_to(tmp_path / "secret.png")
    page = f'<h1>Port</h1><img src="../secret.png"><img src="link.png"><p>{offices.ASSAULT}</p>'
    (tmp_path / "in" / "a.html").write_text(page, encoding="utf-8")
    import_text(tmp_path / "in" / "a.html", project(tmp_path))
    assert not list((tmp_path / "media").rglob("*.png"))


def test_a_text_of_200_mb_of_pictures_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    noise = random.Random(1).randbytes(20_000_000)
    offices.rewritten(packed(tmp_path), path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        for number in range(10):
            archive.writestr(f"word/media/more{number}.jpg", noise)
    assert path.stat().st_size > 200_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open_document(path) as source:
        assert any(block.kind == "picture" for block in source.document.blocks)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    path.unlink()


def test_nested_tags_without_end_are_told_or_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<div>" * 20_000 + offices.ASSAULT, encoding="utf-8")
    with open_fence(DOCUMENTS, limits=LIMITS) as fence, fence.worker() as worker:
        code = ""
        try:
            told = [reply for reply, _ in worker.ask("a.html", {"path": str(tmp_path / "a.html")})]
            Document.from_json(told[0]["document"])
        except SourceError as error:
            code = error.code
        assert code in ("", "document-damaged", "decoding-failed")


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """A file as disks, mail and malice leave it."""
    data = bytearray(whole)
    way = chance.randrange(4)
    if way == 0:
        del data[chance.randrange(len(data)) :]
    elif way == 1:
        for _ in range(chance.randrange(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif way == 2:
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(1, 400)] = chance.randbytes(chance.randrange(200))
    else:
        return _with_a_damaged_part(whole, chance)
    return bytes(data)


def _with_a_damaged_part(whole: bytes, chance: random.Random) -> bytes:
    """The package is sound, its XML isn't."""
    stream = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w") as new:
            for name in old.namelist():
                part = bytearray(old.read(name))
                for _ in range(chance.randrange(4) if name.endswith(("ml", "rels")) else 0):
                    at = chance.randrange(len(part) or 1)
                    part[at : at + chance.randrange(30)] = chance.choice(
                        (
                            b"",
                            b"<w:p>",
                            b"</w:p>",
                            b'"',
                            b"&#0;",
                            b"<a:b c='d'/>",
                            b"0",
                            b"-1",
                            b"\xff",
                        )
                    )
                new.writestr(name, bytes(part))
    except zipfile.BadZipFile:
        return whole[::-1]
    return stream.getvalue()


def seeds(tmp_path: Path) -> Iterator[tuple[str, bytes]]:
    for name, make in offices.OFFICES.items():
        make(tmp_path / name)
        yield name, (tmp_path / name).read_bytes()
    page = f"<h1>Port</h1><p id='a'>{offices.ASSAULT}</p><table><tr><td>a<td>b</table>"
    yield "a.html", page.encode()
    yield "a.md", f"# Port\n\n{offices.ASSAULT}[^1]\n\n[^1]: Note\n".encode()
    yield "a.txt", f"Port\n\n{offices.ASSAULT}\n".encode()


def no_damage_escapes(tmp_path: Path, count: int) -> None:
    """In one process, as the fence's: a reply or a refusal for each, and never a dead process."""
    whole = list(seeds(tmp_path))
    chance = random.Random(19)
    read_well, codes = 0, set()
    with open_fence(DOCUMENTS, limits=LIMITS) as fence, fence.worker() as worker:
        pid = worker.pid
        for number in range(count):
            name, data = whole[number % len(whole)]
            path = tmp_path / f"damaged-{name}"
            path.write_bytes(damaged(data, chance))
            try:
                for reply, _ in worker.ask(name, {"path": str(path)}):
                    Document.from_json(reply["document"])
                    read_well += 1
            except SourceError as error:
                codes.add(error.code)
            assert not worker.has_ended, (number, name)
        status = Path(f"/proc/{pid}/status")
        if status.is_file():
            peak = next(line for line in status.read_text().splitlines() if "VmHWM" in line)
            assert int(peak.split()[1]) < 500_000
    assert 0 < read_well < count
    assert all(code.startswith("document-") for code in codes), codes


def test_damaged_documents_are_read_or_told(tmp_path: Path) -> None:
    no_damage_escapes(tmp_path, 78)


@pytest.mark.slow
def test_500_damaged_documents_are_read_or_told(tmp_path: Path) -> None:
    no_damage_escapes(tmp_path, 520)


@pytest.mark.parametrize("name", ["~$moires.docx", ".~lock.memoires.odt#", "~$exposé.pptx"])
def test_what_an_office_program_keeps_beside_an_open_text_is_called_that(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"\6Auteur" + b" " * 48 + b"\6\0A\0u\0t\0e\0u\0r\0" + b"\0 " * 46)
    with pytest.raises(SourceError, match="keeps beside a text that it has open") as told:
        import_text(path, project=project(tmp_path))
    assert told.value.code == "document-unknown"
    assert str(told.value).startswith(name)
    assert not list((tmp_path / "storyboards").glob("*"))
