"""A theme's letters for a web page: only those that European languages need, in a small file.

Comes in: a face. Goes out: a WOFF file's bytes, or nothing where the face's licence doesn't let it
be handed on. WOFF and not WOFF2: for what is left of a face that saves 12 % more, and needs Brotli,
one more library to install. Knows nothing of pages.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from renderer.decoding.file_integrity import unchanged
from renderer.errors import PictureError

if TYPE_CHECKING:
    from renderer.typesetting.fonts import FontFace

_FREE = re.compile(
    r"SIL Open Font License|scripts\.sil\.org/OFL|openfontlicense\.org", re.IGNORECASE
)
"""Only this licence is known here to let a changed copy be served; it wants the copy's name to be
another, and its own words to stay in the file."""
_COPYRIGHT, _LICENCE, _LICENCE_URL = 0, 13, 14
"""Names that speak of rights (OpenType, table `name`): a copy that is served keeps them."""
_NAMES = (1, 3, 4, 6)
"""Numbers of a font's names (OpenType, table `name`)."""
_RESTRICTED, _NO_SUBSETS = 0x0002, 0x0100
"""Bits of OS/2's fsType."""
_FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: from French to Polish and Turkish
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    *(0x2020, 0x2021, 0x2022, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A),
    *(0x20AC, 0x2116, 0x2122, 0x2190, 0x2192, 0x2212),
)
"""The rest is drawn with the reader's own letters. Always the same ones, so that one file serves
every film and language of a theme, and is made once."""


@lru_cache(maxsize=8)
def page_font(face: FontFace, name: str) -> bytes:
    """*face* cut down to `LETTERS`, under another *name*; empty: it may not be handed on.

    It takes half a second, and is asked for again by each film that a process makes.
    """
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped] # no annotations
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # ships no annotations

    with unchanged([(face.path, face.digest)], PictureError):
        # The time of making would make each copy another file.
        font = TTFont(face.path, fontNumber=0, recalcTimestamp=False)
    with font:
        if not _may_be_served(font):
            return b""
        options = Options(layout_features=list(_FEATURES), hinting=False)
        options.name_IDs = [_COPYRIGHT, *_NAMES, _LICENCE, _LICENCE_URL]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=LETTERS)
        subsetter.subset(font)
        for record in font["name"].names:
            if record.nameID in _NAMES:
                record.string = name.replace(" ", "") if record.nameID == _NAMES[-1] else name
        if "CFF " in font:
            drawn = font["CFF "].cff
            drawn.fontNames[0] = name.replace(" ", "")
            top = drawn.topDictIndex[0]
            top.FullName = top.FamilyName = name
        font.flavor = "woff"
        made = io.BytesIO()
        font.save(made)
        return made.getvalue()


def _may_be_served(font: Any) -> bool:
    told = " ".join(str(font["name"].getDebugName(part) or "") for part in (_LICENCE, _LICENCE_URL))
    return bool(_FREE.search(told)) and not font["OS/2"].fsType & (_RESTRICTED | _NO_SUBSETS)
