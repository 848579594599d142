"""Which code draws a segment, by what is seen in it: mended code is another key.

Comes in: looks, and whether cues are drawn. Goes out: digests. Loads nothing that draws: modules
are named here and followed by their imports (`store.code`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.store.code_digest import OURS, code_digest, reached
from renderer.storyboard.slide_kinds import KINDS

if TYPE_CHECKING:
    from renderer.clips.slide_parameters import Look
    from renderer.store.code_digest import Link

_SEGMENT = ("renderer.clips.segment_painter", "renderer.encoding.encode_video")
"""What every segment passes through."""
_SLIDE = "renderer.clips.painter_factory"
"""Where it is told apart what draws a slide."""
_CUES = "cues"
_DECODED: Mapping[str, tuple[str, ...]] = {
    "image": ("renderer.photographs.decoder", "renderer.photographs.sandbox_worker"),
}
"""By part: modules that no painter imports, since a painter is handed what they decode."""
_PAPER = ("renderer.clips.drawing", "renderer.pictures.card_parts")
"""What pages of words are drawn on."""
_ONLY_FOR: Mapping[str, tuple[Link, ...]] = {
    **{
        kind: (("renderer.clips.slide_drawings", f"renderer.clips.slide_drawings.{kind}"),)
        for kind in KINDS
    },
    **{
        kind: (("renderer.clips.slide_drawings", f"renderer.clips.slide_drawings.{kind}"), _PAPER)
        for kind in ("card", "credits_page", "end_card")
    },
    "map": (
        ("renderer.clips.slide_drawings", "renderer.clips.slide_drawings.map"),
        ("renderer.clips.segment_painter", "renderer.clips.flight_painter"),
    ),
    "caption": (("renderer.clips.page_painter", "renderer.pictures.caption"),),
    "credit": (
        (_SLIDE, "renderer.pictures.credit_line"),
        ("renderer.clips.map_painter", "renderer.pictures.credit_line"),  # a draft's mark
    ),
    "callouts": (
        ("renderer.clips.photograph_painter", "renderer.pictures.callout"),
        ("renderer.clips.slide_drawings.image", "renderer.pictures.callout"),
    ),
    _CUES: (("renderer.clips.segment_painter", "renderer.clips.overlay_painter"),),
}
"""By part: imports that are used for nothing else. One that is missing here is followed for every
segment, which is never wrong, only drawn anew more often."""
_IN_THE_KEY: frozenset[Link] = frozenset(
    {
        # What a kind says of itself is asked before anything is drawn: its words and its files
        # are in the look's recipe.
        ("*", "renderer.storyboard.slide_kinds"),
        ("renderer.clips.slide_drawings.map", "renderer.maps.coast_extracts"),
        ("renderer.clips.subtitles", "renderer.subtitles.highlight"),
        # A theme, as it was read, is there by its digest.
        (_SLIDE, "renderer.themes.file"),
        ("renderer.clips.footage_painter", "renderer.themes.file"),
        ("renderer.clips.overlay_painter", "renderer.themes.file"),
        ("renderer.clips.segment_painter", "renderer.themes.file"),
        # A language names its ear, which only who speaks asks for (`registry.ear_of`).
        ("*", "renderer.language.ear"),
        # Who has a picture decoded also has the rights in its file read, in another process.
        ("renderer.photographs.decoder", "renderer.photographs.rights_worker"),
        ("renderer.photographs.decoder", "renderer.rights.embedded"),
    }
)
"""Imports whose outcome the key holds already, or that have no part in a picture."""


def drawing_code() -> str:
    """Of all that can draw or encode: two machines that answer alike draw alike."""
    return parts_code(frozenset(_ONLY_FOR))


def look_code(look: Look) -> str:
    """Of what draws a slide."""
    return parts_code(drawn_parts(look))


def segment_code(looks: Iterable[Look | None], *, has_cues: bool) -> str:
    """Of what draws and encodes a segment that shows *looks*, None for black."""
    parts = frozenset().union(*(drawn_parts(look) for look in looks if look))
    return parts_code(parts | {_CUES} if has_cues else parts)


def drawn_parts(look: Look) -> frozenset[str]:
    """What a slide is drawn of: its kind of visual, and "caption", "credit", "callouts"."""
    drawn = {
        look.visual.kind: True,
        "caption": look.caption,
        "credit": look.credit or look.draft,
        "callouts": getattr(look.visual, "callouts", ()),
    }
    return frozenset(part for part, has in drawn.items() if has)


@lru_cache(maxsize=64)
def parts_code(parts: frozenset[str], root: Path = OURS) -> str:
    """Of what draws *parts*, and "cues"; *root* is the package's folder."""
    entries, apart = _walk(parts)
    return code_digest(*entries, apart=apart, root=root)


def drawing_modules(parts: Iterable[str] = _ONLY_FOR) -> frozenset[str]:
    """The modules whose code counts for a segment with *parts*."""
    entries, apart = _walk(frozenset(parts))
    return reached(*entries, apart=apart)


def _walk(parts: frozenset[str]) -> tuple[tuple[str, ...], frozenset[Link]]:
    """Where to start for *parts*, and what not to follow."""
    slide = (_SLIDE,) if parts - {_CUES} else ()
    decoded = [module for part in sorted(parts) for module in _DECODED.get(part, ())]
    wanted = {link for part in parts for link in _ONLY_FOR.get(part, ())}
    others = {link for links in _ONLY_FOR.values() for link in links} - wanted
    return (*_SEGMENT, *slide, *decoded), _IN_THE_KEY | others
