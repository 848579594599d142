"""Segments made by a cluster: errands packed and sent, outcomes checked against the store.

Comes in: a layout and the numbers of its missing segments. Goes out: their entries, each found
and verified in the store by this machine. Draws nothing.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from pathlib import Path
from typing import Any

from renderer.cancellation import SLICE_SECONDS, Patience, pause, stop_point
from renderer.clips.slide_drawings import files_of
from renderer.clips.slide_parameters import Look
from renderer.errors import ClusterError, PictureError
from renderer.farm.cluster import Cluster, lost_worker
from renderer.fetching.picture_cache import SOURCE
from renderer.files.atomic import copy_file
from renderer.files.digest import file_digest
from renderer.messages import tr
from renderer.production.events import Witness
from renderer.production.film_structure import SEGMENT, Layout
from renderer.production.library_versions import drawing_fingerprint
from renderer.production.prepare import Production
from renderer.production.remote.task import TOKEN, is_fit, run_errand
from renderer.production.remote.task_messages import Errand, Fitness, Outcome, PackedFile
from renderer.store.cache import Cache, Entry
from renderer.storyboard.slide_kinds import works_of

_PATIENCE_SECONDS = 30.0
"""How long a shared disk may take to show what another machine wrote (NFS: some seconds)."""
_FAILURES = 3
"""After so many a worker is left out: a full disk, no memory, a codec that isn't there."""
_LOOK_SECONDS = 2.0
"""Without anything finished, after which the workers are looked at."""
_LONELY_SECONDS = 60.0
"""How long to wait for a worker where none is left: a machine starts again in less."""


def unfit_workers(cluster: Cluster, cache: Cache) -> dict[str, str]:
    """Workers that would draw otherwise, or don't see the store, and why.

    Raises:
        ClusterError: none is fit.
    """
    token = secrets.token_hex(32)
    cache.keep(TOKEN, token, _write_token)
    try:
        answers = cluster.ask_everyone(is_fit, cache.place, token)
    finally:
        cache.drop(TOKEN, token)
    mine = drawing_fingerprint()
    unfit = {
        address: why
        for address, answer in sorted(answers.items())
        if (why := _unfit(answer, mine, cache))
    }
    if unfit and len(unfit) == len(answers):
        raise _nobody_is_fit(unfit)
    return unfit


def _nobody_is_fit(unfit: Mapping[str, str]) -> ClusterError:
    named = "\n".join(
        "  " + tr("{address}: {why}", address=address, why=why) for address, why in unfit.items()
    )
    told = tr("the cluster isn't fit to render this film:\n{workers}", workers=named)
    return ClusterError(told, code="cluster-unfit")


def _write_token(path: Path) -> None:
    path.write_bytes(b"seen")


def _unfit(answer: object, mine: Mapping[str, str], cache: Cache) -> str:
    if not isinstance(answer, Fitness):
        return tr("it can't answer ({answer}): install the same Récit there", answer=answer)
    none = tr("none")
    other = [
        tr(
            "{name} {theirs} instead of {ours}",
            name=name,
            theirs=answer.drawing.get(name, none)[:12],
            ours=version[:12],
        )
        for name, version in mine.items()
        if answer.drawing.get(name) != version
    ]
    if other:
        return tr(
            "it would draw otherwise ({others}): install the same versions there",
            others=", ".join(other),
        )
    if not answer.sees_store:
        return tr(
            "it doesn't see the cache {place}: give --cache a folder on a disk that all machines"
            " mount at the same place, or a URL such as s3://bucket/recit",
            place=cache.place,
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
        ClusterError: no worker is fit or left, segments were lost too often, or aren't in the
            store.
    """
    crew = _Crew(cluster, production.cache, witness)
    for errand in list(_packed(production, layout, numbers)):
        crew.give(errand)
    told: set[str] = set()
    for outcome in crew.outcomes():
        for warning in outcome.warnings:
            if warning not in told:
                told.add(warning)
                witness.warn(warning)
        if outcome.failed:
            failure = PictureError(outcome.failed, code=outcome.code)
            failure.slide = outcome.slide
            raise failure
        yield outcome.number, _verified(production.cache, layout, outcome)


class _Crew:
    """The workers of a cluster, without those that turned out not to be fit, and their errands."""

    def __init__(self, cluster: Cluster, cache: Cache, witness: Witness) -> None:
        self._cluster, self._cache, self._witness = cluster, cache, witness
        self._left_out: dict[str, str] = {}
        """Why, by address."""
        self._failures: Counter[str] = Counter()
        self._under_way: dict[Future[tuple[str, Any]], tuple[Errand, frozenset[str]]] = {}
        """Each errand, and the workers that may run it; none: any may."""
        for address, why in unfit_workers(cluster, cache).items():
            self._leave_out(address, why)

    def give(self, errand: Errand) -> None:
        """Hand an errand out to those that are fit, as far as it is known.

        Raises:
            ClusterError: nobody is.
        """
        fit: frozenset[str] = frozenset()
        if self._left_out:
            fit = self._cluster.workers() - self._left_out.keys()
            if not fit:
                raise _nobody_is_fit(self._left_out)
        self._under_way[self._cluster.submit(run_errand, errand, workers=fit)] = errand, fit

    def outcomes(self) -> Iterator[Outcome]:
        """Outcomes of all errands, as they come; machines' failures go to other machines first."""
        try:
            patience: Patience | None = None
            while self._under_way:
                done, _ = wait(self._under_way, SLICE_SECONDS, FIRST_COMPLETED)
                stop_point()
                if done:
                    patience = None
                elif patience is None:
                    patience = Patience(_LOOK_SECONDS)
                elif patience.is_over():
                    self._look()
                    patience = None
                for future in done:
                    if (outcome := self._taken(future)) is not None:
                        yield outcome
        finally:
            for future in self._under_way:
                future.cancel()

    def _taken(self, future: Future[tuple[str, Any]]) -> Outcome | None:
        """The outcome of an errand that is done; None: it was given to somebody else."""
        errand, _ = self._under_way.pop(future)
        try:
            address, outcome = future.result()
        except (Exception, CancelledError) as error:
            self._blame(error)
        else:
            assert isinstance(outcome, Outcome)
            if not (outcome.unfit or outcome.broken):
                return outcome
            self._failures[address] += 1
            if outcome.unfit or self._failures[address] >= _FAILURES:
                self._leave_out(address, outcome.failed)
        self.give(errand)
        return None

    def _blame(self, error: BaseException) -> None:
        """Leave out whoever can't even open an errand; an error that nobody is to blame for stays.

        Raises:
            ClusterError: the scheduler went away, or the errand ended its workers.
        """
        if isinstance(error, CancelledError):
            told = tr("the scheduler went away: what was finished is kept, render again to go on")
            raise ClusterError(told, code="cluster-lost") from error
        if lost_worker(error):
            told = tr(
                "a segment took worker after worker down with it ({why}): render it here, without"
                " --cluster, to see why",
                why=error,
            )
            raise ClusterError(told, code="cluster-lost") from error
        unfit = unfit_workers(self._cluster, self._cache)
        if not unfit.keys() - self._left_out.keys():
            raise error
        for address, why in unfit.items():
            self._leave_out(address, why)

    def _leave_out(self, address: str, why: str) -> None:
        if address not in self._left_out:
            self._left_out[address] = why
            told = tr("the worker {address} is left out: {why}", address=address, why=why)
            self._witness.warn(told)

    def _look(self) -> None:
        """See to errands whose workers are gone, and to it that somebody is left.

        Raises:
            ClusterError: for a while nobody has been.
        """
        patience = Patience(_LONELY_SECONDS)
        while not (fit := self._cluster.workers() - self._left_out.keys()):
            place, seconds = self._cluster.address, round(_LONELY_SECONDS)
            told = tr(
                "{place} has no worker left: waiting {seconds} s for one",
                place=place,
                seconds=seconds,
            )
            self._witness.warn(told)
            if patience.is_over():
                told = tr(
                    "all workers of {place} are gone, and none came back within {seconds} s: what"
                    " was finished is kept; start workers, and render again to go on",
                    place=place,
                    seconds=seconds,
                )
                raise ClusterError(told, code="cluster-lost")
            pause(SLICE_SECONDS)
        for future, (errand, allowed) in list(self._under_way.items()):
            if allowed and not allowed & fit and not future.done():
                del self._under_way[future]
                future.cancel()
                self.give(errand)


def _verified(cache: Cache, layout: Layout, outcome: Outcome) -> Entry:
    """The segment as this machine reads it, its digest and its frames counted."""
    patience = Patience(_PATIENCE_SECONDS)
    while (entry := cache.find(SEGMENT, outcome.key)) is None:
        if patience.is_over():
            told = tr(
                "a worker says that it made {label}, but it isn't in {place}: do all machines reach"
                " the same store?",
                label=layout.tasks[outcome.number].label,
                place=cache.place,
            )
            raise ClusterError(told, code="cluster-unfit")
        pause(SLICE_SECONDS)
    if entry.facts.get("frames") != layout.tasks[outcome.number].length:
        cache.drop(SEGMENT, outcome.key)
        label = layout.tasks[outcome.number].label
        told = tr("{label} came back with other frames", label=label)
        raise ClusterError(told, code="cluster-unfit")
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
            settings=layout.settings_of(task),
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
        if works_of(look.visual):
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
        told = tr("{name} changed while the film was being made: render again", name=file.name)
        raise PictureError(told, code="file-changed")


def _copier(file: Path) -> Callable[[Path], None]:
    def write(draft: Path) -> None:
        copy_file(file, draft)

    return write
