"""What a file that isn't a usable picture really is, and what to do about it.

Comes in: the first bytes. Goes out: a `PictureError`.
"""

from __future__ import annotations

from renderer.decoding.placeholders import no_medium
from renderer.errors import PictureError
from renderer.extras import install
from renderer.messages import deferred, tr

CAMERA_STARTS = (b"CR\x02", b"IIII", b"MMMM")
"""At the ninth byte of Canon's CR2 and Phase One's IIQ, which are TIFFs up to there."""
CAMERA_RAW = deferred(
    "{file} is a camera's raw file: develop it, that is export it as JPEG or TIFF"
)
UNREADABLE_TIFF = deferred(
    "{file} is a kind of TIFF that can't be read here: save it again as RGB, without compression "
    "or with LZW"
)
UNREADABLE_JPEG = deferred(
    "{file} is a kind of JPEG that can't be read here (12 bits, or in layers): save it again as an "
    "ordinary JPEG"
)
HDR = deferred("{file} is HDR (PQ), and the film is not: save it as SDR, in sRGB")
BROKEN_TIFF = deferred(
    "{file} is a kind of TIFF that can't be read here: save it again as RGB, without compression "
    "or with LZW; if others like it are shown, copy it again from its source"
)
USABLE = deferred("JPEG, PNG, TIFF, WebP, AVIF, GIF, JPEG 2000, BMP or PPM")
_PDF = deferred("{file} is a PDF: export the page that you need as PNG or JPEG")
_PHOTOSHOP = deferred("{file} is a Photoshop document: export it as TIFF or PNG")
_DAMAGED = deferred("{file} is a damaged {format}: copy it again from its source")
STRANGERS = (
    (b"%PDF", _PDF),
    (b"8BPS", _PHOTOSHOP),
    # Or cut short: as often as not, the directory stands at the end.
    *((start, BROKEN_TIFF) for start in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")),
    # Fujifilm, Panasonic, Olympus, Sigma, Minolta, Canon's CRW: those that don't begin as TIFFs do.
    *((start, CAMERA_RAW) for start in (b"FUJIFILMCCD-RAW", b"IIU\x00", b"FOVb", b"\x00MRM")),
    *((start, CAMERA_RAW) for start in (b"IIRO", b"IIRS", b"MMOR", b"II\x1a\x00\x00\x00HEAPCCDR")),
)
"""What other files start with, and what is said of them."""
PICTURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
)
"""What formats start with that would have been read, were the file whole."""
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2"}
AVIF = {b"avif", b"avis"}
CANON = b"crx "
"""ISO base media files, by the brand that follows ``ftyp`` (ISO 23008-12, AV1's own; CR3)."""


def stranger(head: bytes, name: str, *, reads_heic: bool = False) -> PictureError:
    """What a file that starts with *head* is, and the remedy; *reads_heic*: HEIC can be read."""
    if broken := _damaged(head, reads_heic=reads_heic):
        return PictureError(tr(_DAMAGED, file=name, format=broken), code="picture-damaged")
    if head[4:8] == b"ftyp" and head[8:12] in HEIC:
        return PictureError(
            tr(
                "{file} is a HEIC: export it as JPEG, or install what reads it: {install}",
                file=name,
                install=install("heic"),
            ),
            code="picture-format-unfit",
        )
    if found := no_medium(head):
        told = tr("{file} {found}", file=name, found=tr(found))
    else:
        told = tr(_what_it_is(head), file=name, formats=tr(USABLE))
    return PictureError(told, code="picture-format-unfit")


def _damaged(head: bytes, *, reads_heic: bool) -> str:
    """The format of a picture that would have been read, were it whole; empty: it is none."""
    found = next((called for start, called in PICTURES if head.startswith(start)), "")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] != b"ftyp":
        return found
    brand = head[8:12]
    # "mif1" is any picture's: what it is stands among the brands that it says it fits.
    fitting = head[16 : int.from_bytes(head[:4], "big")]
    if brand in AVIF or (brand in HEIC and not brand.startswith(b"he") and b"avif" in fitting):
        return "AVIF"
    return "HEIC" if brand in HEIC and reads_heic else ""


def _what_it_is(head: bytes) -> str:
    """What is said of a file that is no picture of a format that is read."""
    if head[:2] in (b"II", b"MM") and head[8:].startswith(CAMERA_STARTS):
        return CAMERA_RAW
    for start, answer in STRANGERS:
        if head.startswith(start):
            return answer
    if head[4:8] == b"ftyp":
        if head[8:12] == CANON:
            return CAMERA_RAW
        return deferred("{file} is a film: show it with 'footage:', not 'image:'")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return deferred("{file} is an SVG drawing: export it as PNG, at least as wide as the film")
    if text.startswith(b"<"):
        return deferred("{file} is an XML text, not a picture: download the picture itself")
    return deferred("{file} is not a picture that can be used: save it as {formats}")
