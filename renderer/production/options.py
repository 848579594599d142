"""What a run is asked beyond what its storyboard says.

Comes in: values from the command line or `recit.toml`. Goes out: `Options`, and a storyboard with
them applied. Options beat the storyboard, the storyboard beats `recit.toml`, that beats the
defaults.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.encoding.codec import H264, EncoderSettings, settings_for
from renderer.errors import UsageError
from renderer.frames.pixels import SHAPES, Size
from renderer.messages import tr
from renderer.storyboard.board import FilmSettings, Storyboard, Teaser

if TYPE_CHECKING:
    from renderer.farm.cluster import ClusterPlace
    from renderer.storyboard.project_config import RunDefaults

DRAFT_HEIGHT = 540
"""Lines: words can still be judged, at a quarter of 1080's pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """None, or empty: what the storyboard says."""

    language: str = ""
    """Which of the storyboard's languages; empty: its own."""
    engine: str = ""
    voice_name: str = ""
    offline: bool = False
    formats: tuple[str, ...] = ()
    codecs: tuple[str, ...] = ()
    """Beside H.264, which is always made."""
    teaser: bool = False
    height: int | None = None
    fps: int | None = None
    style: str = ""
    """Name of a theme."""
    burn: tuple[str, ...] | None = None
    """The shapes whose picture bears the cues."""
    draft: bool = False
    jobs: int | None = None
    """None: one for each core this process may use."""
    only: str = ""
    """Id of the one slide to make."""
    cache: Path | str | None = None
    """A folder; or a URL, a str, of storage that is shared."""
    out: Path | None = None
    take_over: bool = False
    """Whether a set made from another storyboard may be replaced."""
    allow_code: bool = False
    allow_fetch: bool = False
    """Whether pictures may be web addresses, and are fetched once."""
    refetch: bool = False
    """Whether pictures that were fetched before are fetched again."""
    max_cost: float | None = None
    """Euros that speaking may cost at most; None: whatever it costs."""
    cluster: ClusterPlace | None = None
    """Where segments are made; None: on this machine."""


def with_project_defaults(options: Options, project: RunDefaults) -> Options:
    """*options*, and for what they leave open the project's own ``[run]``."""
    return replace(
        options,
        out=options.out or project.out,
        cache=options.cache or project.cache or None,
        jobs=options.jobs or project.jobs,
        offline=options.offline or bool(project.offline),
    )


def apply_options(board: Storyboard, options: Options) -> Storyboard:
    """*board* with *options* in place of its own settings.

    Raises:
        UsageError: `--only` names no slide.
    """
    voice, slides = board.voice, board.slides
    if options.engine:  # one voice, heard throughout: who drafts with it asks for no other
        voice = replace(voice, engine=options.engine, name=options.voice_name)
        slides = tuple(replace(slide, voice=None) for slide in slides)
    height = options.height or (DRAFT_HEIGHT if options.draft else board.film.height)
    film = replace(
        board.film,
        height=height,
        composed_height=max(height, board.film.composed_height or board.film.height),
        fps=options.fps or board.film.fps,
        formats=options.formats or board.film.formats,
        codecs=tuple(dict.fromkeys((H264, *(options.codecs or board.film.codecs)))),
        teaser=_teaser(board.film.teaser, asked=options.teaser),
    )
    if options.burn is not None:
        film = replace(film, subtitles=replace(film.subtitles, burn=options.burn))
    if options.only:
        slides = tuple(slide for slide in slides if slide.id == options.only)
        if not slides:
            known = ", ".join(slide.id for slide in board.slides)
            told = tr(
                "there is no slide '{slide}'; the slides are {slides}",
                slide=options.only,
                slides=known,
            )
            raise UsageError(told, code="slide-unknown")
    style = options.style or board.style
    return replace(board, voice=voice, film=film, slides=slides, style=style)


def _teaser(teaser: Teaser | None, *, asked: bool) -> Teaser | None:
    return Teaser() if asked and teaser is None else teaser


def frame_size(shape: str, height: int) -> Size:
    """The frame of a shape whose shorter side has *height* pixels; both sides even."""
    across, down = SHAPES[shape]
    short = min(across, down)
    return Size(_even(across * height / short), _even(down * height / short))


def composed_size(shape: str, film: FilmSettings) -> Size:
    """The frame that the pictures of a shape are composed for: of a draft, the whole film's."""
    return frame_size(shape, film.composed_height or film.height)


def encoder_settings(
    board: Storyboard, shape: str, options: Options, codec: str = H264
) -> EncoderSettings:
    """How the frames of one shape are compressed by *codec*."""
    size = frame_size(shape, board.film.height)
    return settings_for(codec, size, board.film.fps, draft=options.draft)


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)
