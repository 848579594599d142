"""Segments made by a cluster: errands packed and sent, outcomes checked against the store.

Comes in: a layout and the numbers of its missing segments. Goes out: their entries, each found
and verified in the store by this machine. Draws nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from pathlib import Path

from renderer.build.errand import (
    TOKEN,
    Errand,
    Fitness,
    Outcome,
    PackedFile,
    is_fit,
    run_errand,
)
from renderer.build.events import Witness
from renderer.build.layout import SEGMENT, Layout
from renderer.build.production import Production
from renderer.build.versions import drawing_fingerprint
from renderer.cache import Cache, Entry, file_digest
from renderer.clips.look import Look, files_of
from renderer.drafts import copy_file
from renderer.errors import ClusterError, PictureError, RecitError
from renderer.farm import finished
from renderer.farm.cluster import Cluster, lost_worker
from renderer.fetching.keeping import SOURCE
from renderer.stopping import SLICE_SECONDS, Patience, pause
from renderer.storyboard.board import Footage, Image

_PATIENCE_SECONDS = 30.0
"""How long a shared disk may take to show what another machine wrote (NFS: some seconds)."""


def check_workers(cluster: Cluster, cache: Cache) -> None:
    """Refuse a cluster whose workers would draw otherwise, or don't see the store.

    Raises:
        ClusterError: with every worker that isn't fit, and why.
    """
    token = secrets.token_hex(32)
    cache.keep(TOKEN, token, _write_token)
    try:
        answers = cluster.ask_everyone(is_fit, cache.place, token)
    finally:
        cache.drop(TOKEN, token)
    mine = drawing_fingerprint()
    unfit = [
        f"  {address}: {why}"
        for address, answer in sorted(answers.items())
        if (why := _unfit(answer, mine, cache))
    ]
    if unfit:
        raise ClusterError("the cluster isn't fit to render this film:\n" + "\n".join(unfit))


def _write_token(path: Path) -> None:
    path.write_bytes(b"seen")


def _unfit(answer: object, mine: Mapping[str, str], cache: Cache) -> str:
    if not isinstance(answer, Fitness):
        return f"it can't answer ({answer}): install the same Récit there"
    other = [
        f"{name} {answer.drawing.get(name, 'none')[:12]} instead of {version[:12]}"
        for name, version in mine.items()
        if answer.drawing.get(name) != version
    ]
    if other:
        return f"it would draw otherwise ({', '.join(other)}): install the same versions there"
    if not answer.sees_store:
        return (
            f"it doesn't see the cache {cache.place}: give --cache a folder on a disk that all"
            " machines mount at the same place, or a URL such as s3://bucket/recit"
        )
    return ""


def make_away(
    production: Production,
    layout: Layout,
    numbers: Iterable[int],
    cluster: Cluster,
    witness: Witness,
) -> Iterator[tuple[int, Entry]]:
    """Have segments made; gives each one's number and entry as they come.

    Raises:
        PictureError: an author's mistake, as the worker told it.
        ClusterError: a worker isn't fit, segments were lost too often, or aren't in the store.
    """
    errands = list(_packed(production, layout, numbers))
    futures = [cluster.executor.submit(run_errand, errand) for errand in errands]
    told: set[str] = set()
    outcomes = finished(futures)
    while (outcome := _next(outcomes)) is not None:
        for warning in outcome.warnings:
            if warning not in told:
                told.add(warning)
                witness.warn(warning)
        if outcome.failed:
            raise _failure(outcome)
        yield outcome.number, _verified(production.cache, layout, outcome)


def _failure(outcome: Outcome) -> RecitError:
    if outcome.unfit:
        return ClusterError(outcome.failed)
    failure = PictureError(outcome.failed)
    failure.slide = outcome.slide
    return failure


def _next(outcomes: Iterator[Outcome]) -> Outcome | None:
    try:
        return next(outcomes, None)
    except CancelledError as error:
        raise ClusterError(
            "the scheduler went away: what was finished is kept, render again to go on"
        ) from error
    except Exception as error:
        if not lost_worker(error):
            raise
        raise ClusterError(
            f"a segment took worker after worker down with it ({error}): render it here, without"
            " --cluster, to see why"
        ) from error


def _verified(cache: Cache, layout: Layout, outcome: Outcome) -> Entry:
    """The segment as this machine reads it, its digest and its frames counted."""
    patience = Patience(_PATIENCE_SECONDS)
    while (entry := cache.find(SEGMENT, outcome.key)) is None:
        if patience.is_over():
            raise ClusterError(
                f"a worker says that it made {layout.tasks[outcome.number].label}, but it isn't in"
                f" {cache.place}: do all machines reach the same store?"
            )
        pause(SLICE_SECONDS)
    if entry.facts.get("frames") != layout.tasks[outcome.number].length:
        cache.drop(SEGMENT, outcome.key)
        raise ClusterError(f"{layout.tasks[outcome.number].label} came back with other frames")
    return entry


def _packed(production: Production, layout: Layout, numbers: Iterable[int]) -> Iterator[Errand]:
    cache = production.cache
    themes = tuple(_theme_files(production.theme_folders, cache))
    sent: set[str] = set()
    for number in numbers:
        task = layout.tasks[number]
        looks = [look for run in task.runs for look in run.looks if look is not None]
        for look in looks:
            for file, digest in _files(look):
                if digest not in sent:
                    _send(cache, file, digest)
                    sent.add(digest)
        yield Errand(
            number=number,
            key=layout.keys[number],
            length=task.length,
            runs=task.runs,
            cues=task.cues,
            settings=layout.settings,
            store=cache.place,
            themes=themes,
            project=tuple(_project_files(looks)),
            allow_code=production.options.allow_code,
        )


def _files(look: Look) -> Iterator[tuple[Path, str]]:
    yield from zip(files_of(look.visual, look.media), look.digests, strict=True)


def _project_files(looks: Iterable[Look]) -> Iterator[PackedFile]:
    """What is found by its place, not by the path that a picture is named by."""
    seen: set[str] = set()
    for look in looks:
        if isinstance(look.visual, Image | Footage):
            continue
        root = look.media.parent
        for file, digest in _files(look):
            inside = file.is_relative_to(root)
            if not inside and file.suffix == ".py":
                continue  # from an installed package: the worker has it, or says that it hasn't
            # An extract that lies beside this package may not lie beside a worker's.
            name = file.relative_to(root).as_posix() if inside else f"media/maps/{file.name}"
            if name in seen and not inside:
                name = f"media/maps/{digest[:12]}-{file.name}"
            if name not in seen:
                seen.add(name)
                yield PackedFile(name=name, digest=digest)


def _theme_files(folders: Iterable[Path], cache: Cache) -> Iterator[PackedFile]:
    """The project's own themes with their fonts and logos; those of the package are everywhere."""
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest = file_digest(file)
            _send(cache, file, digest)
            yield PackedFile(name=file.relative_to(folder).as_posix(), digest=digest)


def _send(cache: Cache, file: Path, digest: str) -> None:
    if cache.holds(SOURCE, digest) and cache.find(SOURCE, digest):
        return
    entry = cache.keep(SOURCE, digest, _copier(file))
    if file_digest(entry.path) != digest:
        cache.drop(SOURCE, digest)
        raise PictureError(f"{file.name} changed while the film was being made: render again")


def _copier(file: Path) -> Callable[[Path], None]:
    def write(draft: Path) -> None:
        copy_file(file, draft)

    return write
