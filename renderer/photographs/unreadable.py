"""What a file that isn't a usable picture really is, and what to do about it.

Comes in: the first bytes. Goes out: the end of a sentence that starts with the file's name.
"""

from __future__ import annotations

from renderer.extras import install
from renderer.photographs.tiff import CAMERA_STARTS

CAMERA_RAW = "is a camera's raw file: develop it, that is export it as JPEG or TIFF"
UNREADABLE_TIFF = (
    "is a kind of TIFF that can't be read here: save it again as RGB, without compression or with "
    "LZW"
)
BROKEN_TIFF = f"{UNREADABLE_TIFF}; if others like it are shown, copy it again from its source"
USABLE = "JPEG, PNG, TIFF, WebP, AVIF, GIF or JPEG 2000"
STARTS = (
    (b"%PDF", "is a PDF: export the page that you need as PNG or JPEG"),
    (b"8BPS", "is a Photoshop document: export it as TIFF or PNG"),
    (b"BM", "is a Windows bitmap: save it as PNG"),
    (b"PK\x03\x04", "is a ZIP archive or an office document: take the picture out of it"),
    (b"\x1f\x8b", "is a compressed archive: take the picture out of it"),
    # Or cut short: as often as not, the directory stands at the end.
    *((start, BROKEN_TIFF) for start in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")),
    # Fujifilm, Panasonic, Olympus, Sigma, Minolta, Canon's CRW: those that don't begin as TIFFs do.
    *((start, CAMERA_RAW) for start in (b"FUJIFILMCCD-RAW", b"IIU\x00", b"FOVb", b"\x00MRM")),
    *((start, CAMERA_RAW) for start in (b"IIRO", b"IIRS", b"MMOR", b"II\x1a\x00\x00\x00HEAPCCDR")),
    (b"\xff\xd8\xff", "is a damaged JPEG: copy it again from its source"),
    (b"\x89PNG", "is a damaged PNG: copy it again from its source"),
    (b"GIF8", "is a damaged GIF: copy it again from its source"),
    (b"\xff\x4f\xff\x51", "is a damaged JPEG 2000: copy it again from its source"),
)
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2"}
AVIF = {b"avif", b"avis"}
CANON = b"crx "
"""ISO base media files, by the brand that follows ``ftyp`` (ISO 23008-12, AV1's own; CR3)."""


def what_it_is(head: bytes, *, reads_heic: bool = False) -> str:
    """What a file that starts with *head* is, and the remedy; *reads_heic*: HEIC can be read."""
    if head[:2] in (b"II", b"MM") and head[8:].startswith(CAMERA_STARTS):
        return CAMERA_RAW
    for start, answer in STARTS:
        if head.startswith(start):
            return answer
    if head[4:8] == b"ftyp":
        return _by_brand(head, reads_heic=reads_heic)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "is a damaged WebP: copy it again from its source"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return "is an SVG drawing: export it as PNG, at least as wide as the film"
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "is a web page, not a picture: download the picture itself"
    if text.startswith(b"<"):
        return "is an XML text, not a picture: download the picture itself"
    return f"is not a picture that can be used: save it as {USABLE}"


def _by_brand(head: bytes, *, reads_heic: bool) -> str:
    brand = head[8:12]
    if brand == CANON:
        return CAMERA_RAW
    # "mif1" is any picture's: what it is stands among the brands that it says it fits.
    fitting = head[16 : int.from_bytes(head[:4], "big")]
    if brand in AVIF or (brand in HEIC and not brand.startswith(b"he") and b"avif" in fitting):
        return "is a damaged AVIF: copy it again from its source"
    if brand not in HEIC:
        return "is a film: show it with 'footage:', not 'image:'"
    if reads_heic:
        return "is a damaged HEIC: copy it again from its source"
    return f"is a HEIC: export it as JPEG, or install what reads it: {install('heic')}"
