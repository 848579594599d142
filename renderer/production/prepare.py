"""Everything about one film that is known before anything is spoken or drawn.

Comes in: a storyboard's path and options. Goes out: a `Production`: the checked storyboard with
its options, the script, the voice that will speak it, the cache.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.clips.slide_drawings import files_of
from renderer.decoding.file_integrity import digest_of, told
from renderer.errors import (
    PictureError,
    Problem,
    StoryboardError,
    UnfitError,
    UnknownVoiceError,
    UsageError,
)
from renderer.farm import usable_cores
from renderer.messages import tr
from renderer.narration.recordings import unread
from renderer.narration.script import write_script
from renderer.narration.sentence import Script
from renderer.narration.sentence_counts import with_sentences_counted
from renderer.narration.take_plan import plan_takes
from renderer.photographs.file import digest_of_file
from renderer.production.embedded_rights import prefilled
from renderer.production.failure_lines import naming_lines
from renderer.production.inspection import Subject, inspect, subject_of
from renderer.production.missing_resources import slide_voices, voice_mark, voice_settings
from renderer.production.options import Options, apply_options, frame_size, with_project_defaults
from renderer.production.title_and_end_credits import Ending, with_credits, with_opening
from renderer.rights.clearance import check_rights
from renderer.rights.embedded import Embedded
from renderer.store import cache_folder, open_cache
from renderer.store.cache import Cache
from renderer.storyboard.board import Editions, Image, Recording, Slide, Storyboard
from renderer.storyboard.load import load_editions
from renderer.storyboard.project_config import PageDefaults, Project, read_project
from renderer.storyboard.slide_kinds import photographs_of, with_photographs
from renderer.themes.file import load_theme
from renderer.voices.base import Voice, public_name
from renderer.voices.registry import Choice, choose_voice

if TYPE_CHECKING:
    from renderer.fetching.picture_cache import WebPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """One film about to be made."""

    board: Storyboard
    options: Options
    script: Script
    choice: Choice
    others: Mapping[str, Voice]
    """The voices that slides ask for, by slide id."""
    cache: Cache
    jobs: int
    page: PageDefaults
    differences: tuple[Problem, ...]
    """Where a picture file says other or more than the storyboard, which wins."""
    readings: Mapping[str, Embedded]
    """What picture files say that the cache doesn't hold yet, by its key."""
    web: Mapping[Path, WebPicture]
    """Where each file that came from the web is from."""
    written: frozenset[str]
    """Ids of the slides that an author wrote: neither the opening nor the end."""
    noticed: tuple[Problem, ...] = ()
    """What an author should know before it is made, and may leave as it is."""

    @property
    def recordings(self) -> dict[str, tuple[Recording, ...]]:
        """A team's own readings, by slide id."""
        return _recordings_of(self.board)

    @property
    def theme_folders(self) -> tuple[Path, ...]:
        """Where the project keeps its own themes."""
        return (self.board.path.parent / "themes",)


def prepare(
    path: Path,
    options: Options,
    *,
    pictures: bool = True,
    only: Collection[str] | None = None,
) -> Production:
    """Read the storyboard, write its script, choose its voice, and see that all of it can be made;
    nothing is spoken yet.

    Args:
        path: of the storyboard.
        options: what is asked beyond it.
        pictures: whether something is to be drawn: pictures on the web are fetched, all is
            inspected, and credits follow the last slide.
        only: ids of the slides that are inspected; None: all.

    Raises:
        StoryboardError: the storyboard is wrong, or names a voice that there is not.
        UnfitError: something that it shows, writes or plays can't be used.
        PictureError: a picture on the web can't be had.
        VoiceError: the voice asked for is missing.
        UsageError: the cache is no folder.
    """
    languages = [options.language] if options.language else []
    film = load_film(path, languages, allow_fetch=options.allow_fetch)
    if film.lagging:
        raise StoryboardError(film.problems)
    board = (film.own, *film.translations)[-1]
    production = prepare_board(board, options, pictures=pictures)
    return ready([production], only=only)[0] if pictures else production


def load_film(
    path: Path, languages: Sequence[str] | None = None, *, allow_fetch: bool = False
) -> Editions:
    """The film at *path* in its own language, then in *languages*; None: in all it has.

    Raises:
        StoryboardError: the storyboard is wrong in its own language; with every mistake found.
        UsageError: it can't be read, or has no such language.
    """
    return with_sentences_counted(load_editions(path, languages, allow_fetch=allow_fetch))


def prepare_board(
    board: Storyboard, options: Options, *, pictures: bool = True, choice: Choice | None = None
) -> Production:
    """As `prepare`, of a storyboard that was read already; it isn't inspected yet (`ready`).

    *choice*: the voice that speaks it, where that is known; None: it is chosen now.

    Raises:
        StoryboardError, PictureError, VoiceError, UsageError: as `prepare`.
    """
    project, _ = read_project(board.path)  # its mistakes were raised with the storyboard's
    options = with_project_defaults(options, project.run)
    board = apply_options(board, options)
    cache = open_cache(options.cache or cache_folder(), cache_folder(), offline=options.offline)
    if cache.root.exists() and not cache.root.is_dir():
        told = tr("{path} is not a folder: name one with --cache, or RECIT_CACHE", path=cache.root)
        raise UsageError(told, code="folder-expected")
    web: Mapping[Path, WebPicture] = {}
    if pictures:
        board, web = _fetched(board, cache, options)
    readings: dict[str, Embedded] = {}
    board, differences = prefilled(board, cache, readings)
    board = name_sources(board)
    written = frozenset(slide.id for slide in board.slides)
    board = board if options.only else with_opening(board)
    script = write_script(board)  # of what the author wrote: the ends say nothing
    others, problems = slide_voices(board, offline=options.offline)
    if problems:
        raise StoryboardError(problems)
    alone = {slide: said for slide, said in script.items() if slide not in others}
    choice = choice or _chosen_voice(board, project, alone, cache, options)
    return Production(
        board=board,
        options=options,
        script=script,
        choice=choice,
        others=others,
        cache=cache,
        jobs=options.jobs or usable_cores(),
        page=project.page,
        differences=differences,
        readings=readings,
        web=web,
        written=written,
    )


def ready(
    productions: Sequence[Production],
    *,
    only: Collection[str] | None = None,
    publishing: datetime.date | None = None,
) -> tuple[Production, ...]:
    """*productions*, seen to be such that they can be made, with their end credits.

    Args:
        productions: of one film, a language each.
        only: ids of the slides that are inspected; None: all.
        publishing: the day on which they are to be published, so that rights are asked for; None:
            they aren't.

    Raises:
        StoryboardError: rights are missing; with everything else that is wrong.
        UnfitError: something that is shown, written or played can't be used: all of it, of all.
        PictureError: the theme asked for on the command line is missing.
    """
    owing = [p for one in productions if publishing for p in check_rights(one.board, publishing)]
    verdicts = [inspect(_subject(one, only, owing)) for one in productions]
    unfit = [p for verdict in verdicts for p in verdict.mistakes]
    if owing:
        raise StoryboardError(list(dict.fromkeys([*owing, *unfit])))
    if unfit:
        raise UnfitError(list(dict.fromkeys(unfit)))
    return tuple(
        replace(with_ending(one, only), noticed=verdict.warnings)
        for one, verdict in zip(productions, verdicts, strict=True)
    )


def _subject(
    production: Production, only: Collection[str] | None, owing: Sequence[Problem]
) -> Subject:
    written = [slide for slide in production.board.slides if slide.id in production.written]
    return subject_of(
        replace(production.board, slides=tuple(written)),
        themes=production.theme_folders,
        cache=None if owing else production.cache,  # a film that is refused leaves nothing behind
        jobs=production.jobs,
        only=only,
        is_whole=only is None and not production.options.only,
    )


def _recordings_of(board: Storyboard) -> dict[str, tuple[Recording, ...]]:
    return {slide.id: slide.recordings for slide in board.slides if slide.recordings}


def with_ending(production: Production, only: Collection[str] | None = None) -> Production:
    """*production* with its end credits, which name the voices that will be heard."""
    board, heard = production.board, []
    for slide in board.slides:
        if unread(slide.recordings, production.script.get(slide.id, ())):
            heard.append(production.others.get(slide.id, production.choice.voice))
    heard.sort(key=lambda voice: voice is not production.choice.voice)
    machines = dict.fromkeys(public_name(voice) for voice in heard if voice.synthetic)
    try:
        return with_end_credits(production, tuple(machines))
    except PictureError:
        if only is None:
            raise
        return production  # one slide is wanted, and it isn't these


def _fetched(
    board: Storyboard, cache: Cache, options: Options
) -> tuple[Storyboard, Mapping[Path, WebPicture]]:
    """*board* with its pictures on the web fetched; a film without any loads nothing for it."""
    if not any(i.awaited for slide in board.slides for i in photographs_of(slide.visual)):
        return board, {}
    from renderer.fetching.fetch import fetch_pictures

    return fetch_pictures(board, cache, offline=options.offline, again=options.refetch)


def _chosen_voice(
    board: Storyboard,
    project: Project,
    script: Script,
    cache: Cache,
    options: Options,
) -> Choice:
    settings = voice_settings(board, board.voice, offline=options.offline)
    recordings = _recordings_of(board)

    def already_spoken(voice: Voice) -> bool:
        return all(take.cached for take in plan_takes(script, voice, cache, recordings))

    try:
        return choose_voice(board.voice.engine, settings, already_spoken=already_spoken)
    except UnknownVoiceError as error:
        mark = None if options.engine else voice_mark(board, project)
        if mark is None:
            raise  # the command line's own mistake
        raise StoryboardError([Problem(code=error.code, mark=mark, what=str(error))]) from error


def with_end_credits(production: Production, machines: Sequence[str]) -> Production:
    """*production* with its end credits, or with those made anew for other machines' voices.

    A lone slide (`--only`) has none.

    Raises:
        StoryboardError: the theme is wrong.
        PictureError: the theme is missing, or a line can't be drawn.
    """
    board = production.board
    if production.options.only or not board.film.credits:
        return production
    ending = Ending(
        machines=tuple(machines),
        theme=load_theme(board.style, production.theme_folders),
        sizes=tuple(frame_size(shape, board.film.height) for shape in board.film.formats),
    )
    return replace(production, board=with_credits(board, ending))


def picture_digests(board: Storyboard, *, lenient: bool = False) -> dict[Path, str]:
    """SHA-256 of every file the film shows, each read once.

    Args:
        board: the film.
        lenient: whether a file that can't be read has an empty digest: who paints it is told why.

    Raises:
        PictureError: one of them can't be read; names the line.
    """
    digests: dict[Path, str] = {}
    with naming_lines(board):
        for slide in board.slides:
            for file in files_of(slide.visual, board.media):
                if file in digests:
                    continue
                try:
                    digests[file] = _digest(file, slide)
                except PictureError:
                    if not lenient:
                        raise
                    digests[file] = ""
    return digests


def _digest(file: Path, slide: Slide) -> str:
    try:
        if file.is_file():
            is_picture = bool(photographs_of(slide.visual))
            return digest_of_file(file) if is_picture else digest_of(file)
        wrong = tr("{name} is not a file: check its name", name=file.name)
        failure = PictureError(wrong, code="file-missing")
    except OSError as error:
        failure = PictureError(told(error, file.name), code="file-unreadable")
    except PictureError as error:
        failure = error
    failure.slide = slide.id
    raise failure


def out_folder(production: Production) -> Path:
    """Where finished sets go: what the run asks, else ``out`` in the project's root."""
    return production.options.out or production.board.root / "out"


def name_sources(board: Storyboard) -> Storyboard:
    """*board*, the rights of its pictures from the web naming their address as the source.

    What the author, or the picture's own file, gives as the source stays. A picture whose rights
    are not stated gets none by this.
    """
    return replace(board, slides=tuple(map(_with_source, board.slides)))


def _with_source(slide: Slide) -> Slide:
    visual = with_photographs(slide.visual, _sourced)
    return slide if visual is slide.visual else replace(slide, visual=visual)


def _sourced(image: Image) -> Image:
    rights = image.rights
    if rights is None or rights.source_url or not image.url:
        return image
    return replace(image, rights=replace(rights, source_url=image.url))
