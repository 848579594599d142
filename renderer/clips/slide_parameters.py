"""What one slide looks like, as data: everything that can change its pixels, and nothing else.

Comes in: what `slide_setup.py` knows of a slide. Goes out: `Look`s, which can be hashed, pickled
and sent to another machine. Knows no pixel and opens no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from renderer.frames.pixels import Size
from renderer.store.cache import key_of
from renderer.storyboard.board import Visual
from renderer.storyboard.map_data import MapView
from renderer.storyboard.slide_kinds import is_still, kind_of, photographs_of
from renderer.timebase import steps_around
from renderer.timeline.moment_frames import Beats
from renderer.timeline.spans import ShotSpan

_INVISIBLE = frozenset({"alt", "rights", "file", "name", "url", "sound"})
"""Fields of a visual that don't reach its pixels; a file counts by its bytes instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlownView:
    """What a map takes part in, to which or from which the view flies."""

    beside: tuple[MapView, ...]
    """All views of the maps that are flown between: they are seen on one plane."""
    arrives: int
    """Its own frame at which the view has arrived; 0: it isn't flown to."""
    leaves: int
    """Its own frame by which the view rests, since it flies on then or a little later; its length,
    or a little less: it doesn't."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One slide as it is drawn, for a given frame size."""

    slide: str
    """The slide's id."""
    visual: Visual
    digests: tuple[str, ...]
    """SHA-256 of each file it shows, in the order of `kinds.files_of`."""
    caption: str
    credit: str
    chapter: str
    """Title of the chapter the slide belongs to; shown by cards."""
    length: int
    """Frames in which it is seen."""
    beats: Beats
    """When its sentences and words are said, counted from the clip's start."""
    size: Size
    composed: Size | None = None
    """The film's own frame, where this is a smaller one; None: it is."""
    fps: int
    language: str
    style: str
    """Name of the theme."""
    style_digest: str
    """Digest of the theme's file and fonts."""
    draft: bool
    media: Path
    """Folder that map layers are named relative to."""
    themes: tuple[Path, ...] = ()
    """Folders in which the theme is looked for."""
    foot: int = 0
    """Rows at the frame's foot that subtitles may take while it is seen."""
    uncovered: int = 0
    """Of a map, its own frame from which its caption has gone; 0: it has none, or it stays."""
    shot: str = ""
    """Its name within the slide, where it is one of several that the slide shows."""
    flown: FlownView | None = None
    """Of a map that the view flies to or from."""
    shots: tuple[ShownShot, ...] = ()
    """What the slide shows one after the other, in place of what this look would."""

    @property
    def name(self) -> str:
        """Of the slide and of its shot; it also seeds the motion."""
        return f"{self.slide}/{self.shot}" if self.shot else self.slide

    @property
    def is_still(self) -> bool:
        """Whether every frame is the same, so that only the number of frames counts."""
        return is_still(self.visual)

    @property
    def lengths(self) -> tuple[int, int]:
        """Frames until which what it shows has arrived, and for which it goes on.

        Either its own length, or the steps around it where no more than that counts.
        """
        counts = kind_of(self.visual).length_counts(self.visual)
        return steps_around(self.length) if counts == "in steps" else (self.length, self.length)

    @property
    def has_words(self) -> bool:
        """Whether something of it is set by the rules of its language. A credit line is not."""
        return bool(self.caption or self.draft or kind_of(self.visual).has_words(self.visual))

    def recipe(self) -> dict[str, Any]:
        """JSON values of all that can change a pixel of it."""
        kind = kind_of(self.visual)
        recipe: dict[str, Any] = {
            "picture": {"kind": type(self.visual).__name__, **_visible(self.visual)},
            "files": list(self.digests),
            "caption": self.caption,
            "credit": self.credit,
            "size": list(self.size),
            "fps": self.fps,
            "style": self.style_digest,
            "draft": self.draft,
        }
        if self.has_words:
            recipe["language"] = self.language
        if self.composed and any(each.fit == "auto" for each in photographs_of(self.visual)):
            recipe["composed"] = list(self.composed)
        if self.foot:
            recipe["foot"] = self.foot
        if self.uncovered:
            recipe["uncovered"] = self.uncovered
        if kind.shows_chapter:
            recipe["chapter"] = self.chapter
        if not self.is_still and kind.length_counts(self.visual) != "never":
            recipe["length"] = list(self.lengths)
        if self.flown:
            recipe["flown"] = _json(self.flown)
        if kind.is_seeded(self.visual):
            recipe["seed"] = self.name
        if kind.follows_narration(self.visual):
            recipe["sentences"] = list(self.beats.sentences)
            if self.beats.words:
                recipe["words"] = [list(said) for said in self.beats.words]
            if self.beats.names:
                recipe["names"] = [list(said) for said in self.beats.names]
        return recipe

    def key(self) -> str:
        """Names its pixels: equal keys, equal pictures."""
        return key_of(self.recipe())


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownShot:
    """One of several that a slide shows."""

    look: Look
    span: ShotSpan
    """Counted from the clip's start."""


def _visible(visual: Visual) -> dict[str, Any]:
    return {
        field.name: _json(getattr(visual, field.name))
        for field in fields(visual)
        if field.name not in _INVISIBLE
    }


def _json(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if is_dataclass(value):
        return {field.name: _json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_json(inner) for inner in value]
    return str(value)
