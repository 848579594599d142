"""What a file is that was given as a storyboard and isn't UTF-8 text.

Comes in: its bytes. Goes out: a name of its kind, or of the encoding that it was most likely saved
in. Opens nothing.
"""

from __future__ import annotations

from renderer.messages import deferred

_STARTS = (
    (b"%PDF", deferred("a PDF")),
    (b"{\\rtf", deferred("a document in RTF")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", deferred("an old office document (.doc, .xls or .ppt)")),
    (b"\xff\xd8\xff", deferred("a picture (JPEG)")),
    (b"\x89PNG\r\n", deferred("a picture (PNG)")),
    (b"GIF8", deferred("a picture (GIF)")),
    (b"II*\x00", deferred("a picture (TIFF)")),
    (b"MM\x00*", deferred("a picture (TIFF)")),
    (b"RIFF", deferred("a picture, a sound or a film (RIFF)")),
    (b"ID3", deferred("a sound (MP3)")),
    (b"OggS", deferred("a sound (Ogg)")),
    (b"fLaC", deferred("a sound (FLAC)")),
    (b"\x1aE\xdf\xa3", deferred("a film (Matroska or WebM)")),
    (b"\x1f\x8b", deferred("a compressed archive")),
    (b"7z\xbc\xaf", deferred("a compressed archive")),
    (b"Rar!", deferred("a compressed archive")),
)
_ZIPPED = (
    (b"word/", deferred("a Word document (.docx)")),
    (b"xl/", deferred("an Excel workbook (.xlsx)")),
    (b"ppt/", deferred("a PowerPoint presentation (.pptx)")),
    (b"application/vnd.oasis.opendocument.text", deferred("a LibreOffice document (.odt)")),
    (b"application/vnd.oasis.opendocument", deferred("a LibreOffice document")),
    (b"application/epub", deferred("an e-book (EPUB)")),
)
_PAGES = (b"<!doctype html", b"<html", b"<?xml")
_ENCODINGS = (("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"))
_EXPECTED = frozenset("éèêëàâäçùûüîïôöœæÉÈÊÀÂÇÔŒ«»’“”–—…°ß\u00a0")
"""What stands in texts of Western Europe outside ASCII."""


def other_kind(data: bytes) -> str:
    """What *data* is, with its article, for `tr`; empty for what may be a text."""
    if data.startswith(b"PK\x03\x04"):
        return next((name for sign, name in _ZIPPED if sign in data), deferred("a ZIP archive"))
    if data[4:8] == b"ftyp":
        return deferred("a picture or a film (HEIC, AVIF or MP4)")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_PAGES):
        return deferred("a web page or another file of HTML or XML")
    return next((name for start, name in _STARTS if data.startswith(start)), "")


def likeliest_encoding(data: bytes) -> tuple[str, str]:
    """Python's name and the usual name of the encoding in which *data* reads best."""

    def oddness(encoding: str) -> int:
        text = data.decode(encoding, errors="replace")
        return sum(1 for each in text if not each.isascii() and each not in _EXPECTED)

    return min(_ENCODINGS, key=lambda names: oddness(names[0]))
