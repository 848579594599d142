"""The pictures in a document → files in `media/`, each kept once.

Comes in: a document, what opens its pictures, the base of the import before. Goes out: the name
that each picture has or will have in `media/`; then the files that aren't there yet. Doesn't know
what a slide is, nor decodes a picture: only how its bytes begin is looked at.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from renderer.files.atomic import drafted
from renderer.importing.document import Document
from renderer.importing.merge_base import Kept
from renderer.importing.slide_assignment import file_slug
from renderer.importing.sources import OpenDocument

_ENDINGS = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF8", ".gif"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"RIFF", ".webp"),
    (b"\0\0\0\x0cjP", ".jp2"),
)
"""How pictures that can be shown begin; Windows' own drawings (EMF, WMF) and SVG can't."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPictures:
    """The pictures of a document, known by what is in them."""

    files: dict[str, str]
    digests: dict[str, str]
    fresh: dict[str, bytes]
    """Names in `media/` of those that aren't there yet, and their bytes."""


def document_pictures(
    document: Document, source: OpenDocument, media: Path, slug: str, base: Kept
) -> DocumentPictures:
    """Name the pictures of *document*: as the import before named the same bytes, or anew.

    Args:
        document: whose blocks hold pictures by key.
        source: what reads a picture's bytes.
        media: the project's folder of pictures.
        slug: the folder in *media* for pictures that have no name yet.
        base: what the import before kept; without one, an empty one.
    """
    found = DocumentPictures(files={}, digests={}, fresh={})
    by_digest = {
        digest: base.files[key] for key, digest in base.digests.items() if key in base.files
    }
    for block in document.blocks:
        picture = block.picture
        if picture is None or not picture.key or picture.key in found.files:
            continue
        data = source.picture(picture.key)
        ending = next((end for start, end in _ENDINGS if data.startswith(start)), "")
        if data[4:12] == b"ftypavif":
            ending = ".avif"
        if not ending:
            continue
        digest = hashlib.sha256(data).hexdigest()
        name = by_digest.get(digest) or _name(picture.name, slug, ending, media, found, data)
        by_digest[digest] = name
        found.files[picture.key] = name
        found.digests[picture.key] = digest
        if not (media / name).is_file():
            found.fresh[name] = data
    return found


def _name(
    name: str, slug: str, ending: str, media: Path, found: DocumentPictures, data: bytes
) -> str:
    stem = file_slug(Path(name).stem, 40)
    if not stem or re.fullmatch(r"[0-9a-f]{16,}", stem):  # a digest names nothing
        stem = "image"
    number = 1
    while True:
        told = f"{slug}/{stem}{f'-{number}' if number > 1 else ''}{ending}"
        there = media / told
        same = there.is_file() and there.read_bytes() == data
        if told not in found.fresh and (same or not there.exists()):
            return told
        number += 1


def write_pictures(pictures: DocumentPictures, media: Path) -> None:
    """Write into *media* those that aren't there yet, each whole or not at all."""
    for name, data in pictures.fresh.items():
        path = media / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with drafted(path) as draft:
            draft.write_bytes(data)
