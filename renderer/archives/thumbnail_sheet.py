"""A contact sheet of what is offered: each picture in small, its number and its name.

Comes in: offers, a `Visitor`. Goes out: one RGB picture. What can't be had is an empty cell.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from renderer.archives.address_lookup import Visitor, fetched
from renderer.archives.offered_pictures import ArchiveError, Offer
from renderer.errors import PictureError
from renderer.fetching.connection import NotFetchedError
from renderer.frames.pixels import Rgb, Size
from renderer.photographs.decoder import Decoder, open_decoder
from renderer.photographs.file import PictureBytes
from renderer.typesetting.fonts import bundled_face, open_face

MOST = 40
"""Pictures on one sheet: as many are told apart at a glance, and fetched in half a minute."""
_CELL = Size(260, 200)
"""Pixels of each: `MOST` of them, eight across, are a sheet of 2,260 × 1,320."""
_GAP, _WORDS = 20, 30
"""Pixels between them, and of the row below each, which holds one line of 17 pixels."""
_PAPER, _INK, _EMPTY = (250, 248, 244), (28, 28, 30), (226, 222, 214)
"""A warm white, a soft black, and the grey of a picture that didn't come: the colours of a film's
contact sheet."""


def draw_offers(offers: Sequence[Offer], first: int, title: str, visitor: Visitor) -> Rgb:
    """*offers*, the first of which is number *first*, in reading order."""
    columns = max(1, min(len(offers), round(math.sqrt(len(offers) * 1.6))))
    rows = -(-len(offers) // columns)
    head = 2 * _GAP + 30
    size = (
        _GAP + columns * (_CELL.width + _GAP),
        head + rows * (_CELL.height + _WORDS + _GAP),
    )
    sheet = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(sheet)
    heading = open_face(bundled_face("Source Serif Pro Bold"), 24)
    draw.text((_GAP, _GAP), _fitted(title, heading, size[0] - 2 * _GAP), _INK, heading)
    face = open_face(bundled_face("Source Sans Pro Regular"), 17)
    with open_decoder() as decoder:
        for place, offer in enumerate(offers):
            left = _GAP + place % columns * (_CELL.width + _GAP)
            top = head + place // columns * (_CELL.height + _WORDS + _GAP)
            small = thumbnail(offer, visitor, decoder)
            if small is None:
                box = (left, top, left + _CELL.width, top + _CELL.height)
                draw.rectangle(box, _EMPTY)
            else:
                across = (_CELL.width - small.width) // 2
                sheet.paste(small, (left + across, top + _CELL.height - small.height))
            words = f"{first + place}  {offer.label}"
            draw.text((left, top + _CELL.height + 6), _fitted(words, face, _CELL.width), _INK, face)
    return np.asarray(sheet)


def thumbnail(offer: Offer, visitor: Visitor, decoder: Decoder) -> Image.Image | None:
    """*offer* in small, decoded behind the fence; None where it can't be had."""
    try:
        if offer.thumbnail:
            data = visitor.asked(offer.thumbnail).data
        else:
            data = fetched(offer, visitor, _CELL.width, (0.0, 0.0, 1.0, 1.0))[0].data
        digest = hashlib.sha256(data).hexdigest()
        decoded = decoder(PictureBytes(name=offer.label, data=data, digest=digest), _CELL)
    except (NotFetchedError, ArchiveError, PictureError):
        return None
    picture = Image.fromarray(decoded.rgb)
    picture.thumbnail((_CELL.width, _CELL.height))
    return picture


def _fitted(text: str, face: object, width: int) -> str:
    measure = face.getlength  # type: ignore[attr-defined]
    if measure(text) <= width:
        return text
    while text and measure(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"
