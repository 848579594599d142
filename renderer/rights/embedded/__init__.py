"""The rights that a picture file carries in itself: EXIF, IPTC-IIM, XMP, a PNG's texts.

    file ──blocks──▶ bytes of each vocabulary ──reading──▶ texts ──meant──▶ Embedded

Comes in: an open file, what stands in a file beside it, a language. Goes out: `Embedded`, to
prefill or to compare; the storyboard always wins. No pixel is decoded and no library's plug-in is
tried: containers are walked by their own tables, in bounded pieces. Metadata is often broken, and a
picture without any is still a picture: what can't be read is left out.
"""

from renderer.rights.embedded.reading import (
    Embedded,
    NotAPictureError,
    embedded_in,
    filled_fields,
    read_embedded,
)
from renderer.rights.embedded.sidecar import SIDECAR_BYTES, doubtful_sidecar_of, sidecar_of
from renderer.rights.embedded.text_encoding import decode_metadata

__all__ = [
    "SIDECAR_BYTES",
    "Embedded",
    "NotAPictureError",
    "decode_metadata",
    "doubtful_sidecar_of",
    "embedded_in",
    "filled_fields",
    "read_embedded",
    "sidecar_of",
]
