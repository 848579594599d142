"""What a film needs of this machine beyond its own files: its voice, the ground of its maps.

Comes in: a board, with its options applied or as written. Goes out: Problems, each at the line that
asks for what isn't here. Speaks and draws nothing, opens no socket; a film without maps loads
nothing that could draw them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from renderer.errors import Mark, PictureError, Problem, RecitError, UnknownVoiceError, VoiceError
from renderer.maps.coast_extracts import find_package
from renderer.messages import tr
from renderer.production.options import frame_size
from renderer.storyboard.board import Slide, Storyboard, VoiceChoice
from renderer.storyboard.project_config import Project
from renderer.storyboard.slide_kinds import flies, flown_with, kind_of, maps_of
from renderer.voices.base import Voice, VoiceSettings
from renderer.voices.registry import AUTO, check_voice, open_voice

if TYPE_CHECKING:
    from renderer.frames.pixels import Size
    from renderer.storyboard.map_data import OperationsMap
    from renderer.themes.theme import Theme


def missing_voice(board: Storyboard, project: Project) -> tuple[Problem, ...]:
    """Voices that can't speak here: the film's, and those of its slides."""
    problems = []
    try:
        check_voice(board.voice.engine, voice_settings(board, board.voice, offline=False))
    except VoiceError as error:
        mark = voice_mark(board, project) or board.marks.get("language")
        mark = mark or Mark(path=board.path, line=1, column=1)
        what, remedy = str(error), ""
        if board.voice.engine == AUTO and isinstance(error, UnknownVoiceError):
            what = tr("no voice here speaks '{language}'", language=board.language)
            remedy = tr("'language' is a code such as fr, en or de: correct it, or name a voice")
        problems.append(Problem(code=error.code, mark=mark, what=what, remedy=remedy))
    _, of_slides = slide_voices(board, offline=False)
    return (*problems, *of_slides)


def slide_voices(
    board: Storyboard, *, offline: bool
) -> tuple[dict[str, Voice], tuple[Problem, ...]]:
    """The voices that slides ask for, by slide id, alike ones opened once; and what is wrong."""
    voices: dict[str, Voice] = {}
    opened: dict[VoiceChoice, Voice] = {}
    problems = []
    for slide in board.slides:
        choice = slide.voice
        if choice is None:
            continue
        mark = slide.mark("voice.name" if choice.name else "voice.engine")
        if choice.engine == AUTO:
            what = tr("a slide's own voice, and nobody says which engine speaks it")
            remedy = tr("name it, for example {example}", example="voice: {engine: espeak}")
            problems.append(
                Problem(code="voice-unfit", mark=mark, what=what, remedy=remedy, slide=slide.id)
            )
            continue
        try:
            if choice not in opened:
                settings = voice_settings(board, choice, offline=offline)
                opened[choice] = open_voice(choice.engine, settings)
        except VoiceError as error:
            problems.append(Problem(code=error.code, mark=mark, what=str(error), slide=slide.id))
        else:
            voices[slide.id] = opened[choice]
    return voices, tuple(problems)


def voice_settings(board: Storyboard, choice: VoiceChoice, *, offline: bool) -> VoiceSettings:
    """What a voice of *board* is opened with."""
    return VoiceSettings(
        name=choice.name,
        language=board.language,
        rate=choice.rate,
        offline=offline,
        folder=board.root,
        model=choice.model,
        address=choice.address,
    )


def voice_mark(board: Storyboard, project: Project) -> Mark | None:
    """Where the storyboard, or else recit.toml, names its voice; None where neither does."""
    keys = ("name", "engine") if board.voice.name else ("engine",)
    written = (f"voice.{key}" for key in keys)
    mark = next((board.marks[key] for key in (*written, "voice") if key in board.marks), None)
    if mark is None and project.tree.at(("voice",)) is not None:
        named = next((key for key in keys if project.tree.at(("voice", key)) is not None), "")
        mark = project.tree.mark(("voice", named) if named else ("voice",))
    return mark


def missing_grounds(board: Storyboard, slides: Collection[str] | None = None) -> Iterator[Problem]:
    """Maps whose ground isn't on this machine, in any shape of the film."""
    if find_package() is not None:  # the whole world is: no view need be laid out to know
        return
    maps = [
        (number, slide, chart)
        for number, slide in enumerate(board.slides)
        if slides is None or slide.id in slides
        for chart in maps_of(slide.visual)
    ]
    if not maps:
        return
    from renderer.themes.file import load_theme

    try:
        theme = load_theme(board.style, (board.path.parent / "themes",))
    except RecitError:
        return  # said where the theme is asked for
    for number, slide, chart in maps:
        whys = (_why_missing(board, number, chart, theme, shape) for shape in board.film.formats)
        if why := next(filter(None, whys), ""):
            yield Problem(
                code="ground-missing",
                mark=slide.mark(f"{kind_of(slide.visual).key}.view"),
                what=why,
                slide=slide.id,
            )


def _why_missing(
    board: Storyboard, number: int, chart: OperationsMap, theme: Theme, shape: str
) -> str:
    """Why there is no ground for *chart*, on slide *number*, nor for the flight that leaves it."""
    # OpenCV: only a film with maps loads it.
    from renderer.clips.map_painter import map_style
    from renderer.maps.prepared_map import missing_ground

    later = number + 1
    flies_on = later < len(board.slides) and flies(board.slides, later)
    shown = board.slides[number : later + 1 if flies_on else later]
    size = frame_size(shape, board.film.height)
    try:
        (clear, foot), *then = (_clear_bottom(board, slide, theme, shape, size) for slide in shown)
    except PictureError:
        return ""  # the caption's own mistake, said where captions are drawn
    onward = [(to, clear) for clear, _ in then for to in maps_of(shown[1].visual)]
    flown = flown_with(board.slides, number)
    try:
        return missing_ground(
            chart,
            map_style(theme),
            size,
            clear_bottom=clear,
            uncovered=None if board.slides[number].caption_stay == "always" else foot,
            media=board.media,
            beside=[view for other in flown for view in other.all_views],
            onward=onward[0] if onward else None,
        )
    except PictureError as damaged:
        return str(damaged)


def _clear_bottom(
    board: Storyboard, slide: Slide, theme: Theme, shape: str, size: Size
) -> tuple[int, int]:
    """Rows that the slide's map keeps clear while its caption stands, and then, as
    `clips.maps.map_painter` does."""
    from renderer.language.eye.typography import typeset
    from renderer.pictures.caption import caption_reach
    from renderer.themes.margins import subtitle_rows

    foot = subtitle_rows(theme, size).foot if shape in board.film.subtitles.burn else 0
    caption = typeset(slide.caption, language=board.language)
    return caption_reach(caption, theme, size, board.language, foot=foot), foot
