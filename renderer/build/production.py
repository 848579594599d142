"""Everything about one film that is known before anything is spoken or drawn.

Comes in: a storyboard's path and options. Goes out: a `Production`: the checked storyboard with
its options, the script, the voice that will speak it, the cache.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.build.blame import naming_lines
from renderer.build.end_credits import Ending, with_credits
from renderer.build.opening import with_opening
from renderer.build.options import Options, apply_options, frame_size, with_project_defaults
from renderer.cache import Cache, file_digest
from renderer.clips.look import files_of
from renderer.errors import (
    PictureError,
    Problem,
    RecitError,
    StoryboardError,
    UnknownVoiceError,
    UsageError,
)
from renderer.farm import usable_cores
from renderer.fetching.sources import name_sources
from renderer.narration import plan_takes
from renderer.pictures.embedded import Embedded
from renderer.pictures.theme import load_theme
from renderer.publish.embedded_rights import prefilled
from renderer.script import SlideScript, sentence_mistakes, write_script
from renderer.store import open_cache
from renderer.storyboard.board import Image, Recording, Storyboard
from renderer.storyboard.load import load_languages
from renderer.storyboard.project import PageDefaults, read_project
from renderer.voices.base import Voice, VoiceSettings
from renderer.voices.catalogue import Choice, choose_voice

if TYPE_CHECKING:
    from renderer.fetching.keeping import WebPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """One film about to be made."""

    board: Storyboard
    options: Options
    script: tuple[SlideScript, ...]
    choice: Choice
    cache: Cache
    jobs: int
    page: PageDefaults
    differences: tuple[Problem, ...]
    """Where a picture file says other or more than the storyboard, which wins."""
    readings: Mapping[str, Embedded]
    """What picture files say that the cache doesn't hold yet, by its key."""
    web: Mapping[Path, WebPicture]
    """Where each file that came from the web is from."""

    @property
    def recordings(self) -> dict[str, Recording]:
        """A team's own readings, by slide id."""
        return {s.id: s.recording for s in self.board.slides if s.recording is not None}

    @property
    def theme_folders(self) -> tuple[Path, ...]:
        """Where the project keeps its own themes."""
        return (self.board.path.parent / "themes",)


def prepare(path: Path, options: Options, *, pictures: bool = True) -> Production:
    """Read the storyboard, write its script and choose its voice; nothing is spoken yet.

    Args:
        path: of the storyboard.
        options: what is asked beyond it.
        pictures: whether pictures on the web are fetched; nothing can be drawn without.

    Raises:
        StoryboardError: the storyboard is wrong, or names a voice that there is not.
        PictureError: a picture on the web can't be had.
        VoiceError: the voice asked for is missing.
        UsageError: the cache is no folder.
    """
    languages = [options.language] if options.language else []
    boards = load_film(path, languages, allow_fetch=options.allow_fetch)
    return prepare_board(boards[-1], options, pictures=pictures)


def load_film(
    path: Path, languages: Sequence[str] | None = None, *, allow_fetch: bool = False
) -> tuple[Storyboard, ...]:
    """The film at *path* in its own language, then in *languages*; None: in all it has.

    Raises:
        StoryboardError: with every mistake found.
        UsageError: it can't be read, or has no such language.
    """
    own, *others = boards = load_languages(path, languages, allow_fetch=allow_fetch)
    if problems := [found for other in others for found in sentence_mistakes(own, other)]:
        raise StoryboardError(problems)
    return boards


def prepare_board(board: Storyboard, options: Options, *, pictures: bool = True) -> Production:
    """As `prepare`, of a storyboard that was read already.

    Raises:
        StoryboardError, PictureError, VoiceError, UsageError: as `prepare`.
    """
    project, _ = read_project(board.path)  # its mistakes were raised with the storyboard's
    options = with_project_defaults(options, project.run)
    board = apply_options(board, options)
    cache = open_cache(options.cache or cache_folder(), cache_folder())
    if cache.root.exists() and not cache.root.is_dir():
        raise UsageError(f"{cache.root} is not a folder: name one with --cache, or RECIT_CACHE")
    web: Mapping[Path, WebPicture] = {}
    if pictures:
        board, web = _fetched(board, cache, options)
    readings: dict[str, Embedded] = {}
    board, differences = prefilled(board, cache, readings)
    board = name_sources(board)
    board = board if options.only else with_opening(board)
    script = write_script(board)  # of what the author wrote: the ends say nothing
    choice = _chosen_voice(board, script, cache, options)
    production = Production(
        board=board,
        options=options,
        script=script,
        choice=choice,
        cache=cache,
        jobs=options.jobs or usable_cores(),
        page=project.page,
        differences=differences,
        readings=readings,
        web=web,
    )
    return credited(production, choice.voice.title, synthetic=choice.voice.synthetic)


def _fetched(
    board: Storyboard, cache: Cache, options: Options
) -> tuple[Storyboard, Mapping[Path, WebPicture]]:
    """*board* with its pictures on the web fetched; a film without any loads nothing for it."""
    if not any(isinstance(s.visual, Image) and s.visual.awaited for s in board.slides):
        return board, {}
    from renderer.fetching.gathering import fetch_pictures

    return fetch_pictures(board, cache, offline=options.offline, again=options.refetch)


def _chosen_voice(
    board: Storyboard, script: tuple[SlideScript, ...], cache: Cache, options: Options
) -> Choice:
    settings = VoiceSettings(
        name=board.voice.name,
        language=board.language,
        rate=board.voice.rate,
        offline=options.offline,
        folder=board.root,
    )
    recordings = {s.id: s.recording for s in board.slides if s.recording is not None}

    def already_spoken(voice: Voice) -> bool:
        return all(take.cached for take in plan_takes(script, voice, cache, recordings))

    try:
        return choose_voice(board.voice.engine, settings, already_spoken=already_spoken)
    except UnknownVoiceError as error:
        raise _at_its_line(error, board, options) from error


def credited(production: Production, voice: str, *, synthetic: bool) -> Production:
    """*production* with its end credits, or with those made anew for another voice.

    A lone slide (`--only`) has none.

    Raises:
        StoryboardError: the theme is wrong.
        PictureError: the theme is missing, or a line can't be drawn.
    """
    board = production.board
    if production.options.only or not board.film.credits:
        return production
    ending = Ending(
        voice=voice,
        synthetic=synthetic,
        theme=load_theme(board.style, production.theme_folders),
        sizes=tuple(frame_size(shape, board.film.height) for shape in board.film.formats),
    )
    board = with_credits(board, ending)
    silent = {slide.slide_id: slide for slide in production.script}
    script = tuple(
        silent.get(slide.id) or SlideScript(slide_id=slide.id, sentences=())
        for slide in board.slides
    )
    return replace(production, board=board, script=script)


def _at_its_line(error: UnknownVoiceError, board: Storyboard, options: Options) -> RecitError:
    """The same mistake where the storyboard makes it; the command line's own stays as it is."""
    keys = (
        ("voice.name", "voice.engine", "voice") if board.voice.name else ("voice.engine", "voice")
    )
    mark = next((board.marks[key] for key in keys if key in board.marks), None)
    if mark is None or options.engine:
        return error
    return StoryboardError([Problem(mark=mark, what=str(error))])


def cache_folder() -> Path:
    """Where takes and segments are kept: RECIT_CACHE, or the user's own cache folder."""
    if named := os.environ.get("RECIT_CACHE"):
        return Path(named)
    if home := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(home) / "recit"
    try:
        return Path.home() / ".cache" / "recit"
    except RuntimeError:
        # No HOME and no entry in the user database: a container run under a bare number.
        return Path.cwd() / ".recit-cache"


def picture_digests(board: Storyboard) -> dict[Path, str]:
    """SHA-256 of every file the film shows, each read once.

    Raises:
        PictureError: one of them can't be read; names the line.
    """
    digests: dict[Path, str] = {}
    with naming_lines(board):
        for slide in board.slides:
            for file in files_of(slide.visual, board.media):
                if file not in digests:
                    digests[file] = _digest(file, slide.id)
    return digests


def _digest(file: Path, slide: str) -> str:
    try:
        if file.is_file():
            return file_digest(file)
        failure = PictureError(f"{file.name} is not a file: check its name")
    except OSError as error:
        failure = PictureError(f"{file.name} can't be read: {error.strerror}")
    failure.slide = slide
    raise failure


def out_folder(production: Production) -> Path:
    """Where finished sets go: what the run asks, else ``out`` in the project's root."""
    return production.options.out or production.board.root / "out"
