"""Tasks on the workers of a Dask cluster.

Comes in: a scheduler's address and the keys to it. Goes out: futures of tasks, and answers of every
worker to one question. Knows nothing of what its tasks do. Nor does the scheduler, which needs Dask
and nothing of ours: what it is sent are bytes, which only a worker opens.

A scheduler runs whatever code it is sent by whoever reaches it, so an address that leaves this
machine must be encrypted and authenticated both ways (``tls://``), or the risk asked for by name.
"""

from __future__ import annotations

import ipaddress
import pickle
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from renderer.cancellation import wait_for
from renderer.errors import ClusterError, UsageError
from renderer.extras import install
from renderer.messages import tr

RETRIES = 2
"""Times that a task is tried again when a worker fails for a reason that isn't the task's."""
_CONNECT_SECONDS = 20.0
"""To reach a scheduler, and then for a first worker to come: a wrong address is told before anybody
has gone away, and a cluster that scales from nothing is asked for beforehand."""
_EXAMPLE = "tls://scheduler.example:8786"
_SCHEMES = ("tls", "tcp", "inproc")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPlace:
    """A scheduler, and what it takes to be let in."""

    address: str
    """``tls://host:8786``; ``tcp://`` on this machine; ``inproc://`` in this process."""
    authority: Path | None = None
    """Certificates that may sign the scheduler's and the workers'; PEM. None, for this and the
    two below: what Dask's own configuration says (``DASK_DISTRIBUTED__COMM__TLS__…``)."""
    certificate: Path | None = None
    key: Path | None = None
    insecure: bool = False
    """Whether plain tcp may leave this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """An open connection to a scheduler with at least one worker."""

    client: Any
    address: str

    def submit(
        self, task: Callable[..., Any], *words: Any, workers: Collection[str] = ()
    ) -> Future[tuple[str, Any]]:
        """Run a task; gives the address of the worker that did, and what the task returned.

        A task whose worker is lost runs again on another.

        Args:
            task: what to run; the workers must be able to import it.
            words: what it is given.
            workers: addresses of those that may; empty: any, those to come among them.
        """
        packed = pickle.dumps(_Call(_at_worker, (task, words)))
        # Impure: Dask must not take two tasks for one; equal tasks are never handed out anyway.
        executor = self.client.get_executor(
            retries=RETRIES, pure=False, workers=sorted(workers) or None
        )
        future: Future[tuple[str, Any]] = executor.submit(pickle.loads, packed)
        return future

    def workers(self) -> frozenset[str]:
        """Addresses of the workers that are there now."""
        return frozenset(wait_for(self.client.nthreads))

    def ask_everyone(self, question: Callable[..., Any], *words: Any) -> Mapping[str, Any]:
        """Each worker's answer by its address; an exception when it couldn't answer."""
        asked = partial(self.client.run, question, *words, on_error="return")
        answers: Mapping[str, Any] = wait_for(asked)
        return answers


@dataclass(frozen=True, slots=True)
class _Call:
    """A call that is made by unpickling it."""

    task: Callable[..., Any]
    words: tuple[Any, ...]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.task, self.words


def _at_worker(task: Callable[..., Any], words: tuple[Any, ...]) -> tuple[str, Any]:
    from distributed import get_worker

    place: Any = get_worker  # no annotations
    return str(place().address), task(*words)


def check_scheduler_address(place: ClusterPlace) -> None:
    """Refuse an address that can't be used, or that anybody could listen to.

    Raises:
        UsageError: with the remedy.
    """
    parts = urlsplit(place.address)
    if parts.scheme not in _SCHEMES or not (parts.hostname or parts.scheme == "inproc"):
        raise UsageError(
            tr(
                "--cluster {address}: name a scheduler like {example}",
                address=place.address,
                example=_EXAMPLE,
            ),
            code="cluster-address-unfit",
        )
    if parts.scheme == "tcp" and not place.insecure and not _is_loopback(parts.hostname or ""):
        raise UsageError(
            tr(
                "--cluster {address}: plain tcp leaves this machine, and whoever can reach the"
                " scheduler can run code on it: use tls:// with --cluster-ca, --cluster-cert and"
                " --cluster-key, or --insecure-cluster on a network of your own",
                address=place.address,
            ),
            code="cluster-address-unfit",
        )
    for file in (place.authority, place.certificate, place.key):
        if file is not None and not file.is_file():
            raise UsageError(
                tr("{file} is not there: name the cluster's PEM files", file=file),
                code="file-missing",
            )


def leaves_this_machine(place: ClusterPlace) -> bool:
    """Whether the scheduler is on another machine."""
    parts = urlsplit(place.address)
    return parts.scheme != "inproc" and not _is_loopback(parts.hostname or "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def open_cluster(place: ClusterPlace) -> Iterator[Cluster]:
    """Connect; disconnected on leaving, by which what was handed out is taken back.

    Raises:
        UsageError: the address is refused, or the package is missing.
        ClusterError: the scheduler can't be reached, or has no worker.
    """
    check_scheduler_address(place)
    try:
        import distributed
    except ImportError as error:
        raise UsageError(
            tr("--cluster needs Dask: {how}", how=install("cluster")), code="package-missing"
        ) from error
    connect: Any = distributed.Client  # its signatures have no annotations
    try:
        client = connect(
            place.address,
            security=_security(place),
            timeout=_CONNECT_SECONDS,
            set_as_default=False,
        )
    except (OSError, ValueError, TypeError) as error:
        # TypeError: tls without certificates (distributed 2026.8, comm/tcp.py).
        raise ClusterError(
            tr(
                "the scheduler {address} can't be reached: {why}; is it running, and are"
                " --cluster-ca, --cluster-cert and --cluster-key its own?",
                address=place.address,
                why=error,
            ),
            code="cluster-unreachable",
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except (distributed.TimeoutError, TimeoutError) as error:
            raise ClusterError(
                tr("{address} has no worker: start dask worker first", address=place.address),
                code="cluster-unreachable",
            ) from error
        yield Cluster(client=client, address=place.address)


def _security(place: ClusterPlace) -> Any:
    from distributed.security import Security

    secured: Any = Security
    named: dict[str, Any] = {}
    if place.authority:
        named["tls_ca_file"] = str(place.authority)
    if place.certificate:
        named["tls_client_cert"] = str(place.certificate)
    if place.key:
        named["tls_client_key"] = str(place.key)
    return secured(require_encryption=place.address.startswith("tls"), **named)


def lost_worker(error: BaseException) -> bool:
    """Whether *error* says that a task ended several workers, one after the other."""
    from distributed import KilledWorker

    return isinstance(error, KilledWorker)
