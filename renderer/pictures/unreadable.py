"""What a file that isn't a usable picture really is, and what to do about it.

Comes in: the first bytes. Goes out: the end of a sentence that starts with the file's name.
"""

from __future__ import annotations

USABLE = "JPEG, PNG, TIFF, WebP, AVIF, GIF or JPEG 2000"
STARTS = (
    (b"%PDF", "is a PDF: export the page that you need as PNG or JPEG"),
    (b"8BPS", "is a Photoshop document: export it as TIFF or PNG"),
    (b"BM", "is a Windows bitmap: save it as PNG"),
    (b"PK\x03\x04", "is a ZIP archive or an office document: take the picture out of it"),
    (b"\x1f\x8b", "is a compressed archive: take the picture out of it"),
    (b"II*\x00", "is a kind of TIFF that can't be read here: save it as an 8- or 16-bit RGB TIFF"),
    (b"MM\x00*", "is a kind of TIFF that can't be read here: save it as an 8- or 16-bit RGB TIFF"),
    (b"\xff\xd8\xff", "is a damaged JPEG: copy it again from its source"),
    (b"\x89PNG", "is a damaged PNG: copy it again from its source"),
    (b"GIF8", "is a damaged GIF: copy it again from its source"),
    (b"\xff\x4f\xff\x51", "is a damaged JPEG 2000: copy it again from its source"),
)
BRANDS = (
    ((b"heic", b"heix", b"mif1", b"msf1", b"hevc"), "is a HEIC: export it as JPEG"),
    ((b"avif", b"avis"), "is a damaged AVIF: copy it again from its source"),
)
"""ISO base media files, by the brand that follows ``ftyp``."""


def what_it_is(head: bytes) -> str:
    """What a file that starts with *head* is, and the remedy."""
    for start, answer in STARTS:
        if head.startswith(start):
            return answer
    if head[4:8] == b"ftyp":
        for brands, answer in BRANDS:
            if head[8:12] in brands:
                return answer
        return "is a film: show it with 'footage:', not 'image:'"
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
