"""From takes to the timeline, the slides' looks and the segments' keys.

Comes in: a production and its sentences with their takes. Goes out: `Layout`, one per shape of
film, with the cues that its picture bears. Draws nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.clips.captions import CaptionSpan, caption_spans, shown_captions, with_room_after
from renderer.clips.drawing_code import segment_code
from renderer.clips.segment_keys import SegmentRun, SegmentTask, segment_recipe, tasks_of
from renderer.clips.slide_parameters import Look
from renderer.clips.slide_setup import Dressing, looks_of
from renderer.clips.subtitles import CueDress, ShownCue, shown_cues
from renderer.encoding.codec import H264, EncoderSettings, for_content
from renderer.frames.pixels import Size
from renderer.narration.sentence import Utterances
from renderer.production.library_versions import library_versions
from renderer.production.options import composed_size, encoder_settings
from renderer.store.cache import key_of
from renderer.storyboard.board import Storyboard
from renderer.storyboard.slide_kinds import at_rest, films_of, photographs_of
from renderer.subtitles.cues import lay_cues
from renderer.subtitles.highlight import light
from renderer.themes.file import load_theme
from renderer.themes.margins import subtitle_rows, subtitle_width
from renderer.themes.theme import Theme
from renderer.timeline import Timeline, lay_out

if TYPE_CHECKING:
    from renderer.production.prepare import Production

SEGMENT = "segment"
"""The cache's name for encoded segments."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One shape of one film: where everything is, and what each segment is made of."""

    shape: str
    timeline: Timeline
    looks: tuple[Look, ...]
    tasks: tuple[SegmentTask, ...]
    settings: EncoderSettings
    cues: tuple[ShownCue, ...] = ()
    """Drawn over the picture, in frames of the film; none where the shape bears none."""
    captions: tuple[CaptionSpan, ...] = ()
    """When each slide's caption is seen, in frames of the film."""

    @property
    def name(self) -> str:
        """Of this shape and codec: "16:9", or "16:9 av1"."""
        codec = self.settings.codec
        return self.shape if codec == H264 else f"{self.shape} {codec}"

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Each segment's key in the cache."""
        plain, smooth = (
            _common_key(for_content(self.settings, is_smooth=smooth)) for smooth in (False, True)
        )
        return tuple(
            _segment_key(smooth if is_smooth(task.runs) else plain, task.runs, task.cues)
            for task in self.tasks
        )

    def settings_of(self, task: SegmentTask) -> EncoderSettings:
        """How the frames of *task* are compressed."""
        return for_content(self.settings, is_smooth=is_smooth(task.runs))

    @cached_property
    def cue_keys(self) -> dict[str, str]:
        """What names the cues that each slide says, by its id: to tell which of them changed."""
        starts = {span.id: span.start for span in self.timeline.slides}
        said: dict[str, list[Any]] = defaultdict(list)
        for cue in self.cues:
            slide = cue.look.slide
            first, last = cue.start - starts[slide], cue.end - starts[slide]
            said[slide].append([first, last, cue.look.recipe()])
        return {slide: key_of({"cues": cues}) for slide, cues in said.items()}


def is_smooth(runs: Sequence[SegmentRun]) -> bool:
    """Whether *runs* show smooth tones: all but photographs and films, and what turns black."""
    looks = [look for run in runs for look in run.looks]
    grained = all(look and (photographs_of(look.visual) or films_of(look.visual)) for look in looks)
    return not grained or any(run.transition == "black" for run in runs)


def segment_key(
    settings: EncoderSettings, runs: Sequence[SegmentRun], cues: Sequence[ShownCue] = ()
) -> str:
    """The key of a segment made here: of all that can change its pixels, versions included."""
    return _segment_key(_common_key(settings), runs, cues)


def _common_key(settings: EncoderSettings) -> str:
    """Of what all segments of a film share: digested once, not ten thousand times."""
    return key_of({"encoder": settings.recipe(), "libraries": library_versions()})


def _segment_key(common: str, runs: Sequence[SegmentRun], cues: Sequence[ShownCue]) -> str:
    looks = [look for run in runs for look in run.looks]
    code = segment_code(looks, has_cues=bool(cues))
    return key_of({"common": common, "code": code, **segment_recipe(runs, cues)})


def layouts_of(
    production: Production, utterances: Utterances, digests: Mapping[Path, str]
) -> Iterator[Layout]:
    """Every shape in every codec, shape by shape, H.264 first. All codecs show the same frames.

    Raises:
        StoryboardError, PictureError: as `lay_film`.
    """
    board = production.board
    for shape in board.film.formats:
        layout = lay_film(production, utterances, digests, shape)
        for codec in board.film.codecs:
            settings = encoder_settings(board, shape, production.options, codec)
            yield replace(layout, settings=settings)


def lay_film(
    production: Production, utterances: Utterances, digests: Mapping[Path, str], shape: str
) -> Layout:
    """Place everything, for one shape.

    Raises:
        StoryboardError: a slide's `length` is too short for its narration, or the theme is wrong.
        PictureError: the theme is missing.
    """
    board = production.board
    settings = encoder_settings(board, shape, production.options)
    folders = production.theme_folders
    theme = load_theme(board.style, folders)
    if not theme.drifts:
        still = (replace(slide, visual=at_rest(slide.visual)) for slide in board.slides)
        board = replace(board, slides=tuple(still))
    timeline = lay_out(board, utterances)
    composed = composed_size(shape, board.film)
    dressing = Dressing(
        size=settings.size,
        composed=None if composed == settings.size else composed,
        style_digest=theme.digest,
        digests=digests,
        draft=production.options.draft,
        themes=folders,
    )
    cues: tuple[ShownCue, ...] = ()
    if shape in board.film.subtitles.burn:
        cues = drawn_cues(board, timeline, settings.size, theme, folders)
        dressing = with_subtitles(dressing, cues, timeline, theme)
    looks = looks_of(board, timeline, dressing)
    stays = {slide.id: slide.caption_stay for slide in board.slides}
    captions = caption_spans(looks, timeline, stays)
    looks = with_room_after(looks, captions, timeline)
    return Layout(
        shape=shape,
        timeline=timeline,
        looks=looks,
        tasks=tasks_of(timeline, looks, cues, shown_captions(looks, captions)),
        settings=settings,
        cues=cues,
        captions=captions,
    )


def drawn_cues(
    board: Storyboard, timeline: Timeline, size: Size, theme: Theme, folders: tuple[Path, ...]
) -> tuple[ShownCue, ...]:
    """The cues drawn on a film of *size*, their lines as wide as its frame allows."""
    heard, base = timeline.heard, timeline.timebase
    cues = lay_cues(heard, base, subtitle_width(theme, size))
    dress = CueDress(
        size=size,
        language=board.language,
        style=board.style,
        style_digest=theme.subtitle_digest,
        themes=folders,
    )
    return shown_cues(cues, light(cues, heard, base, board.film.subtitles.highlight), dress)


def with_subtitles(
    dressing: Dressing, cues: Sequence[ShownCue], timeline: Timeline, theme: Theme
) -> Dressing:
    """*dressing* for slides that keep clear of the *cues* that are seen over them."""
    seen: set[int] = set()
    first = 0
    for cue in cues:
        while timeline.slides[first].clip_end <= cue.start:
            first += 1
        number = first
        while number < len(timeline.slides) and timeline.slides[number].clip_start < cue.end:
            seen.add(number)
            number += 1
    foot = subtitle_rows(theme, dressing.size).foot
    return replace(dressing, foot=foot, subtitled=frozenset(seen))
