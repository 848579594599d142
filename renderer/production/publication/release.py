"""Finished segments and sound become the published set.

Comes in: a `Making`. Goes out: a `Release`: the folder that now shows the film, and whether
anything in it changed. A set is published whole or not at all; one that needs nothing is left
alone, byte for byte.
"""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer import __version__
from renderer.cancellation import unbroken
from renderer.errors import PublishError, RecitError, StoryboardError
from renderer.farm import open_farm
from renderer.files.atomic import PREFIX, draft_folder, open_to_all, sweep
from renderer.files.digest import file_digest
from renderer.files.disk import Lack, lacking
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.production.events import JOINING, Witness
from renderer.production.last_render import (
    Ledger,
    ledger_of,
    ledger_path,
    read_ledger,
    write_ledger,
)
from renderer.production.publication.poster import (
    keep_cover,
    keep_posters,
    keep_thumbnail,
    poster_frame,
)
from renderer.production.publication.publication_data import (
    cues_of,
    editions,
    film_tags,
    publication_of,
    teaser_of,
)
from renderer.production.reading_speed import hasty_cues
from renderer.publish.publication import Edition, FilmFile, Publication, TeaserFile
from renderer.publish.swap_and_rollback import (
    MEDIA,
    PRIVATE,
    State,
    moment_after,
    read_state,
    roll_back,
)
from renderer.publish.verify import verify_shown
from renderer.publish.write import write_set
from renderer.rights.clearance import check_rights
from renderer.store.cache import Cache, key_of
from renderer.storyboard.board import Storyboard

if TYPE_CHECKING:
    from renderer.encoding.assemble import FilmTags
    from renderer.production.render import Film, Making


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A published set."""

    folder: Path
    film: Path
    snippet: str
    changed: bool
    """False: the set that was there already is this one."""


def refuse_without_rights(board: Storyboard, today: datetime.date) -> None:
    """Stop before any work when a picture may not be published.

    Raises:
        StoryboardError: every picture, film or music without valid rights, with its line.
    """
    if problems := check_rights(board, today):
        raise StoryboardError(problems)


def check_place(folder: Path) -> None:
    """Stop before any work when no set could be put into *folder*; clear away what died beside it.

    Raises:
        PublishError: names what stands in the way.
    """
    folder = folder.absolute()
    nearest = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    if not nearest.is_dir():
        told = tr("{path} is not a folder: name another place with --out", path=nearest)
        raise PublishError(told, code="folder-expected")
    if (taken := _taken_place(folder)) is not None:
        told = tr("{path} stands where a set is published: move it away", path=taken)
        raise PublishError(told, code="folder-expected")
    try:
        lacks = [lack for lack in lacking(folder) if lack.fatal]
    except PermissionError as error:
        told = tr("{folder} can't be written to: name another place with --out", folder=nearest)
        raise PublishError(told, code="writing-refused") from error
    except OSError as error:
        told = tr(
            "{folder} can't be written to ({why}): mend that, or name another place with --out",
            folder=nearest,
            why=reason_of(error),
        )
        raise PublishError(told, code="writing-refused") from error
    if lacks:
        raise PublishError(_told_lacks(lacks, "--out"), code="disk-unfit")
    sweep(folder.parent)


def _taken_place(folder: Path) -> Path | None:
    """What stands in *folder* that no set could replace: a folder with the name of a file, a file
    with the name of one of its own folders.
    """
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return None
    places = (MEDIA, PRIVATE)
    return next(
        (
            path
            for path in inside
            if (not path.is_dir() if path.name in places else path.suffix and path.is_dir())
            and not path.name.startswith(PREFIX)
        ),
        None,
    )


def _told_lacks(lacks: Sequence[Lack], option: str) -> str:
    return "\n".join(
        tr("{what}; {remedy}, with {option}", what=lack.what, remedy=lack.remedy, option=option)
        for lack in lacks
    )


def check_cache(cache: Cache) -> None:
    """Stop before any work when entries couldn't be kept in *cache*; clear away what died there.

    Raises:
        PublishError: names what its disk lacks.
    """
    try:
        lacks = [lack for lack in lacking(cache.root, locks=False) if lack.fatal]
    except OSError:
        return  # read-only: good for a film of which everything is there; if not, it will be told
    if lacks:
        raise PublishError(_told_lacks(lacks, "--cache"), code="disk-unfit")
    cache.sweep_drafts()


def finish(making: Making, out: Path, today: datetime.date, witness: Witness) -> Release:
    """Join every shape of the film and publish the set into its folder below *out*.

    Raises:
        EncodeError: a joined film is not what was planned.
        PublishError: the set can't be put in its place; the old one is untouched.
    """
    return finish_all([making], out, today, witness)[0]


def finish_all(
    makings: Sequence[Making], out: Path, today: datetime.date, witness: Witness
) -> tuple[Release, ...]:
    """As `finish`, of one film in several languages: all are joined before any is published.

    Raises:
        EncodeError, PublishError: as `finish`; the old sets are shown, in every language.
    """
    told = [making.production.board.language for making in makings]
    ready = [_ready(making, out, told) for making in makings]
    before = [read_state(one.folder) for one in ready]
    releases: list[Release] = []
    with ExitStack() as benches:
        made = [
            None if one.same else benches.enter_context(_joining(one.making, out, today, witness))
            for one in ready
        ]
        at = moment_after(_all_folders(makings, out))
        try:
            for one, publication in zip(ready, made, strict=True):
                releases.append(_publish(one, publication, at))
        except BaseException:
            with unbroken():
                _take_back(ready, before)
            raise
    return tuple(releases)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A film that waits to be published, and what is there already."""

    making: Making
    folder: Path
    editions: tuple[Edition, ...]
    key: str
    """Of everything the set is made of."""
    before: Mapping[str, Any]
    """What was noted of the set that is there."""
    same: bool
    """Whether that is this one, whole."""


def _ready(making: Making, out: Path, told: Sequence[str]) -> _Ready:
    board = making.production.board
    folder = out / board.set_name
    others = editions(board, out, told)
    content = _content_key(making, others)
    before = read_ledger(_ledgers(making)[0]).film
    same = before.get("key") == content and before.get("manifest") == _manifest(folder)
    return _Ready(
        making=making,
        folder=folder,
        editions=others,
        key=content,
        before=before,
        same=same and not verify_shown(folder),
    )


def _all_folders(makings: Sequence[Making], out: Path) -> set[Path]:
    """Those of the film's sets in every language, made now or not."""
    boards = [making.production.board for making in makings]
    return {
        out / board.name_in(language)
        for board in boards
        for language in (board.language, *board.languages)
    }


def _ledgers(making: Making) -> list[Path]:
    production = making.production
    return [ledger_path(production, film.layout.name) for film in making.films]


def _take_back(ready: Sequence[_Ready], before: Sequence[State | None]) -> None:
    """Show the earlier sets again: a film isn't published in some of its languages."""
    for one, earlier in zip(ready, before, strict=True):
        state = read_state(one.folder)
        if state is not None and state.previous is not None and state != earlier:
            with suppress(PublishError):
                roll_back(one.folder)


def _manifest(folder: Path) -> str:
    """Digest of the manifest in *folder*, where another storyboard, cache or rollback may have put
    its own since; empty when there is none.
    """
    try:
        return file_digest(folder / "manifest.json")
    except OSError:
        return ""


def _publish(ready: _Ready, publication: Publication | None, at: int) -> Release:
    folder, before = ready.folder, ready.before
    if publication is None:
        return Release(
            folder=folder,
            film=folder / str(before["film"]),
            snippet=str(before["snippet"]),
            changed=False,
        )
    done = write_set(replace(publication, editions=ready.editions), folder, at)
    noted = {
        "key": ready.key,
        "manifest": _manifest(folder),
        "film": done.film.name,
        "snippet": done.snippet,
    }
    for path, film in zip(_ledgers(ready.making), ready.making.films, strict=True):
        write_ledger(path, _ledger(ready.making, film, noted))
    return Release(folder=done.folder, film=done.film, snippet=done.snippet, changed=done.changed)


@contextmanager
def _joining(
    making: Making, out: Path, today: datetime.date, witness: Witness
) -> Iterator[Publication]:
    """Every film joined and verified, for as long as the block lasts."""
    witness.stage(tr(JOINING), len(making.films) + (making.teaser is not None))
    if not out.exists():
        out.mkdir(parents=True)
        open_to_all(out)
    cache, wanted = making.production.cache, making.production.board.film.poster
    with draft_folder(out) as bench, _telling_removals(bench, making):
        # Left before the publication is handed on: what is published waits for no thread.
        with open_farm(making.production.jobs) as farm:
            first = poster_frame(cache, making.films[0], wanted)
            posters = keep_posters(cache, making.films[0], first, farm)
            thumbnail = farm.submit(keep_thumbnail, cache, making.films[0], first)
            files = []
            for number, film in enumerate(making.films):
                chosen = poster_frame(cache, film, wanted) if number else first
                tags = replace(
                    film_tags(making, film, today), cover=keep_cover(cache, film, chosen)
                )
                files.append(_joined(bench / f"film-{number}.mp4", film, tags))
                witness.advance()
            teaser = _teaser(making, bench / "teaser.mp4", today, witness)
            drawn = {suffix: poster.result() for suffix, poster in posters.items()}
            small = thumbnail.result()
        cues = cues_of(making)
        timebase = making.films[0].layout.timeline.timebase
        for problem in hasty_cues(making.production.board, cues, timebase):
            witness.warn(str(problem))
        publication = publication_of(making, files, drawn, teaser, cues, today)
        yield replace(publication, thumbnail=small)


def _teaser(
    making: Making, path: Path, today: datetime.date, witness: Witness
) -> TeaserFile | None:
    """The teaser joined into *path*; None: the film has none."""
    if making.teaser is None:
        return None
    film, production = making.teaser.films[0], making.production
    chosen = poster_frame(production.cache, film, production.board.film.poster)
    cover = keep_cover(production.cache, film, chosen)
    tags = replace(film_tags(making.teaser, film, today), chapters=(), cover=cover)
    made = teaser_of(making.teaser, _joined(path, film, tags))
    witness.advance()
    return made


@contextmanager
def _telling_removals(bench: Path, making: Making) -> Iterator[None]:
    """What fails because somebody removed a folder under us is told as that.

    Raises:
        PublishError: of the folder of films, or of the cache; both can be made again.
    """
    try:
        yield
    except (OSError, RecitError) as error:
        if not bench.is_dir():
            told = tr(
                "{folder} was removed while the film was being put together: render again; what"
                " was made is kept in the cache",
                folder=bench.parent,
            )
            raise PublishError(told, code="file-gone") from error
        films = [*making.films, *(making.teaser.films if making.teaser else ())]
        entries = [e for film in films for e in (*film.segments, film.soundtrack.entry)]
        if gone := [entry for entry in entries if not entry.path.is_file()]:
            told = tr(
                "{file} was removed from the cache while the film was being put together: render"
                " again; what is lost is made again",
                file=gone[0].path,
            )
            raise PublishError(told, code="file-gone") from error
        raise


def _joined(path: Path, film: Film, tags: FilmTags) -> FilmFile:
    from renderer.encoding.assemble import (  # codecs: only when there is a film to join
        join,
        verify_film,
    )

    timeline = film.layout.timeline
    join(
        path,
        [(e.path, t.length) for e, t in zip(film.segments, film.layout.tasks, strict=True)],
        film.soundtrack.entry.path,
        timeline.samples,
        timeline.timebase,
        tags,
    )
    facts = verify_film(path, timeline.length, timeline.timebase)
    return FilmFile(
        file=path,
        format=film.layout.shape,
        width=facts.width,
        height=facts.height,
        burned=bool(film.layout.cues),
        codec=film.layout.settings.codec,
        codecs=facts.codecs,
    )


def _content_key(making: Making, others: Sequence[Edition]) -> str:
    """Everything the set is made of, but the day."""
    return key_of(
        {
            "editions": [[other.language, other.folder] for other in others],
            "version": __version__,
            "films": [_film_recipe(film) for film in making.films],
            "teaser": [_film_recipe(f) for f in making.teaser.films] if making.teaser else [],
            "board": _words(asdict(making.production.board)),
            "page": hashlib.sha256(repr(making.production.page).encode()).hexdigest(),
            "voices": [
                [dict(voice.identity), voice.slides]
                for voice in (making.narration.own, *making.narration.others)
            ],
            "spoken": [
                [sentence.written for sentence in making.production.script.get(slide.id, ())]
                for slide in making.production.board.slides
            ],
        }
    )


def _film_recipe(film: Film) -> dict[str, Any]:
    return {
        "film": film.layout.name,
        "segments": list(film.layout.keys),
        "sound": film.soundtrack.entry.key,
    }


def _words(value: Any) -> Any:
    """Plain JSON of a storyboard, but for where things were written."""
    if isinstance(value, Mapping):
        return {str(key): _words(inner) for key, inner in value.items() if key != "marks"}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_words(inner) for inner in value]
    return value if value is None or isinstance(value, int | float) else str(value)


def _ledger(making: Making, film: Film, noted: Mapping[str, Any]) -> Ledger:
    sentences = {
        f"{slide_id}/{each.sentence.index}": each.take.key
        for slide_id, utterances in making.narration.utterances.items()
        for each in utterances
        if each.take
    }
    return ledger_of(film.layout, sentences, noted)
