"""What one slide looks like, as data: everything that can change its pixels, and nothing else.

Comes in: a slide, its place on the timeline, the frame's size, the theme. Goes out: `Look`s,
which can be hashed, pickled and sent to another machine. Knows no pixel: it opens no picture,
it only digests its bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.clips.custom_source import source_files
from renderer.frames.pixels import Size
from renderer.language.eye.typography import typeset
from renderer.maps.extracts import extract_files
from renderer.rights.credits import credit_line
from renderer.store.cache import key_of
from renderer.storyboard.board import (
    Callout,
    Card,
    Footage,
    Image,
    Rights,
    Slide,
    Storyboard,
    TeamClip,
    Visual,
    is_still,
)
from renderer.storyboard.operations import OperationsMap

if TYPE_CHECKING:
    from renderer.timeline import Timeline

_INVISIBLE = frozenset({"alt", "rights", "file", "name", "url", "sound"})
"""Fields of a visual that don't reach its pixels; a file counts by its bytes instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One slide as it is drawn, for a given frame size."""

    slide: str
    """The slide's id; it also seeds the motion."""
    visual: Visual
    digests: tuple[str, ...]
    """SHA-256 of each file it shows, in the order of `files_of`."""
    caption: str
    credit: str
    chapter: str
    """Title of the chapter the slide belongs to; shown by cards."""
    length: int
    """Frames in which it is seen."""
    sentences: tuple[int, ...]
    """First frame of each sentence, counted from the clip's start."""
    size: Size
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

    @property
    def is_still(self) -> bool:
        """Whether every frame is the same, so that only the number of frames counts."""
        return is_still(self.visual)

    @property
    def moves_with_its_length(self) -> bool:
        """Whether a frame's picture depends on how long the slide is; a film's own time doesn't."""
        return not self.is_still and not isinstance(self.visual, Footage)

    @property
    def follows_narration(self) -> bool:
        """Whether something in it appears at a sentence."""
        if isinstance(self.visual, Image):
            return bool(self.visual.callouts)
        return isinstance(self.visual, OperationsMap)

    @property
    def has_words(self) -> bool:
        """Whether something of it is set by the rules of its language. A credit line is not."""
        if self.caption or self.draft:
            return True
        if isinstance(self.visual, Image):
            return any(callout.text for callout in self.visual.callouts)
        return not isinstance(self.visual, Footage | TeamClip)

    def recipe(self) -> dict[str, Any]:
        """JSON values of all that can change a pixel of it."""
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
        if self.foot:
            recipe["foot"] = self.foot
        if isinstance(self.visual, Card):
            recipe["chapter"] = self.chapter
        if self.moves_with_its_length:
            recipe["length"] = self.length
        if isinstance(self.visual, Image) and self.visual.motion.kind == "auto":
            recipe["seed"] = self.slide
        if self.follows_narration:
            recipe["sentences"] = list(self.sentences)
        return recipe

    def key(self) -> str:
        """Names its pixels: equal keys, equal pictures."""
        return key_of(self.recipe())


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


def files_of(visual: Visual, media: Path) -> tuple[Path, ...]:
    """The files whose bytes reach the pixels of *visual*."""
    if isinstance(visual, Image) and visual.awaited:
        return ()
    if isinstance(visual, Image | Footage):
        return (visual.file,)
    if isinstance(visual, OperationsMap):
        # Which extract is drawn is known only when it is: all that may be count.
        own = (media / name for _, name in visual.ground.files)
        return (*own, *extract_files(media))
    if isinstance(visual, TeamClip):
        return source_files(visual.target, media.parent)
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressing:
    """What all slides of one film share."""

    size: Size
    style_digest: str
    digests: Mapping[Path, str]
    """SHA-256 of every picture file."""
    draft: bool = False
    themes: tuple[Path, ...] = ()
    foot: int = 0
    """Rows at the frame's foot that subtitles take."""
    subtitled: frozenset[int] = frozenset()
    """Numbers of the slides that subtitles are seen over."""


def looks_of(board: Storyboard, timeline: Timeline, dressing: Dressing) -> tuple[Look, ...]:
    """The look of every slide, in order."""
    chapters = _chapter_titles(board.slides)
    starts: dict[int, list[int]] = defaultdict(list)
    for placed in timeline.sentences:
        starts[placed.slide].append(placed.start // timeline.timebase.samples_per_frame)
    typed = partial(typeset, language=board.language)
    looks = []
    for number, slide in enumerate(board.slides):
        span = timeline.slides[number]
        visual = slide.visual
        files = files_of(visual, board.media)
        looks.append(
            Look(
                slide=slide.id,
                visual=_typeset(visual, board.language),
                digests=tuple(dressing.digests[file] for file in files),
                caption=typed(slide.caption),
                credit=typed(on_picture_credit(visual, board.language)),
                chapter=typed(chapters[number]),
                length=span.clip_length,
                sentences=tuple(start - span.clip_start for start in starts[number]),
                size=dressing.size,
                fps=board.film.fps,
                language=board.language,
                style=board.style,
                style_digest=dressing.style_digest,
                draft=dressing.draft,
                media=board.media,
                themes=dressing.themes,
                foot=dressing.foot if number in dressing.subtitled else 0,
            )
        )
    return tuple(looks)


def on_picture_credit(visual: Visual, language: str = "fr") -> str:
    """The credit drawn over a photograph or a film; empty without rights."""
    rights: Rights | None = getattr(visual, "rights", None)
    return credit_line(rights, language) if rights else ""


def _chapter_titles(slides: Sequence[Slide]) -> list[str]:
    titles, current = [], ""
    for slide in slides:
        current = slide.chapter or current
        titles.append(current)
    return titles


def _typeset(visual: Visual, language: str) -> Visual:
    """A card's and the call-outs' words as they are drawn; other visuals are as they were."""
    typed = partial(typeset, language=language)
    if isinstance(visual, Card):
        return Card(
            title=typed(visual.title),
            text=typed(visual.text),
            date=typed(visual.date),
            author=typed(visual.author),
        )
    if isinstance(visual, Image) and visual.callouts:
        callouts: tuple[Callout, ...] = tuple(
            replace(callout, text=typed(callout.text)) for callout in visual.callouts
        )
        return replace(visual, callouts=callouts)
    return visual
