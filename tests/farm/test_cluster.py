"""Segments made by the workers of a Dask cluster: the same film, whatever befalls a worker."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
import warnings
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import distributed
import pytest

from renderer.errors import ClusterError, PictureError, UsageError
from renderer.farm.cluster import ClusterPlace, check_scheduler_address, open_cluster
from renderer.production.remote.task import Outcome
from tests.production.projects import Outcome as Ended
from tests.production.projects import (
    Project,
    board_of,
    card_slide,
    frames_of,
    new_project,
    photo_slide,
    three_slides,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Three worker processes on this machine, and their scheduler."""
    # "error" would turn Dask's own remarks (a busy event loop, a port taken) into failures.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=3,
            threads_per_worker=1,
            dashboard_address=None,
            memory_limit=0,
            # A local tier that is not ours, as on another machine.
            env={"PYTHONPATH": str(ROOT), "RECIT_CACHE": str(tmp_path_factory.mktemp("tier"))},
        ) as cluster:
            yield cluster


@pytest.fixture
def workers(three: Any) -> Any:
    """The three, all there: one that was killed comes back a while after."""
    for _ in range(1200):
        pids = [worker.pid for worker in three.workers.values()]
        if all(pids) and len(three.scheduler.workers) == len(pids) == 3:
            return three
        time.sleep(0.05)
    pytest.fail("a worker has not come back")


def away(workers: Any) -> tuple[str, str]:
    return ("--cluster", workers.scheduler_address)


def many_slides() -> Any:
    """A dozen segments."""
    files = ("un.jpg", "deux.jpg", "trois.jpg")
    return board_of(
        card_slide("ouverture"),
        *(photo_slide(f"vue-{number}", files[number % 3]) for number in range(6)),
    )


def test_three_workers_give_the_frames_of_one_machine(tmp_path: Path, workers: Any) -> None:
    project = new_project(tmp_path, three_slides())
    told = project.rendered(*away(workers))
    assert told["films"][0]["segments"]["made"] > 3
    assert frames_of(project.film) == frames_of(project.from_nothing())


def test_workers_burn_the_subtitles_of_the_projects_own_theme(tmp_path: Path, workers: Any) -> None:
    board = three_slides()
    board["film"]["subtitles"] = {"burn": "yes", "highlight": "word"}
    project = new_project(tmp_path, {**board, "style": "maison"})
    themes = project.path.parent / "themes"
    themes.mkdir()
    theme = "theme: 1\ntitle: Maison\nsubtitle: {band: outline, size: 7}\n"
    (themes / "maison.yaml").write_text(theme, encoding="utf-8")
    project.rendered(*away(workers))
    assert frames_of(project.film) == frames_of(project.from_nothing())


def test_a_worker_killed_in_the_middle_costs_only_time(tmp_path: Path, workers: Any) -> None:
    project = new_project(tmp_path, many_slides())
    killed: list[int] = []

    def kill_one() -> None:
        segments = project.cache / "segment"
        while not list(segments.glob("??/*.json")):
            time.sleep(0.01)
        victim = next(iter(workers.workers.values())).pid
        os.kill(victim, signal.SIGKILL)
        killed.append(victim)

    thread = threading.Thread(target=kill_one)
    thread.start()
    project.rendered(*away(workers))
    thread.join()
    assert killed
    assert frames_of(project.film) == frames_of(project.from_nothing())


def test_a_picture_that_cannot_be_used_is_told_once_and_ends_no_worker(
    tmp_path: Path, workers: Any
) -> None:
    project = new_project(tmp_path, board_of(photo_slide("quai", "un.jpg")))
    whole = (project.media / "un.jpg").read_bytes()
    (project.media / "un.jpg").write_bytes(whole[: len(whole) // 3])
    before = {worker.pid for worker in workers.workers.values()}
    outcome = project.render(*away(workers))
    assert outcome.code == 1
    assert "un.jpg" in outcome.err
    assert "Traceback" not in outcome.err
    assert {worker.pid for worker in workers.workers.values()} == before


def test_the_projects_own_theme_and_pictures_travel_by_content(
    tmp_path: Path, workers: Any
) -> None:
    project = new_project(tmp_path, board_of(photo_slide("quai"), style="maison"))
    themes = project.path.parent / "themes"
    themes.mkdir()
    (themes / "maison.yaml").write_text(
        'theme: 1\ntitle: Maison\nbased_on: sobre\ncaption: {ground: "#402010"}\n', encoding="utf-8"
    )
    expected = frames_of(project.from_nothing())
    project.rendered(*away(workers))
    assert frames_of(project.film) == expected


def test_a_worker_that_would_draw_otherwise_is_refused_by_name(
    tmp_path: Path, workers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renderer.production.remote import segments as coordinator

    mine = {**coordinator.drawing_fingerprint(), "pillow": "0.0.1"}
    monkeypatch.setattr(coordinator, "drawing_fingerprint", lambda: mine)
    project = new_project(tmp_path, three_slides())
    outcome = project.render(*away(workers))
    assert outcome.code == 1
    assert "would draw otherwise (pillow" in outcome.err
    assert outcome.err.count("tcp://127.0.0.1") == len(workers.workers)
    assert not (project.cache / "segment").exists()


def test_a_worker_that_joined_later_with_other_versions_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renderer.encoding.codec import EncoderSettings
    from renderer.frames.pixels import Size
    from renderer.production.remote import task as worker

    asked = worker.Errand(
        number=3,
        key="ab" * 32,
        length=5,
        runs=(),
        settings=EncoderSettings(size=Size(64, 64), fps=25),
        store=str(tmp_path),
        themes=(),
        project=(),
        allow_code=False,
    )
    outcome = worker.run_errand(asked)
    assert outcome.unfit
    assert outcome.number == 3
    assert "other versions" in outcome.failed
    assert not list(tmp_path.iterdir())


def test_a_cache_that_workers_do_not_see_is_told_before_anything_is_made(
    tmp_path: Path, workers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECIT_CACHE", str(tmp_path / "tier"))
    project = new_project(tmp_path, three_slides())
    # Every process has a memory of its own.
    outcome = project.render(*away(workers), cache="memory://not-shared/recit")  # type: ignore[arg-type]
    assert outcome.code == 1
    assert "doesn't see the cache memory://not-shared/recit" in outcome.err


@pytest.mark.parametrize(
    "address",
    ["tcp://scheduler.example:8786", "tcp://10.0.0.7:8786", "tcp://127.0.0.1.example:8786"],
)
def test_plain_tcp_is_refused_off_this_machine_unless_asked_for(address: str) -> None:
    with pytest.raises(UsageError, match=r"plain tcp leaves this machine") as error:
        check_scheduler_address(ClusterPlace(address=address))
    assert error.value.code == "cluster-address-unfit"
    check_scheduler_address(ClusterPlace(address=address, insecure=True))


@pytest.mark.parametrize(
    "address",
    ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786", "tls://far.example:8786"],
)
def test_what_stays_here_or_is_encrypted_is_let_through(address: str) -> None:
    check_scheduler_address(ClusterPlace(address=address))


@pytest.mark.parametrize("address", ["scheduler:8786", "http://scheduler:8786", "tls://", "tls"])
def test_an_address_that_is_none_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(UsageError, match=r"tls://scheduler\.example:8786") as error:
        check_scheduler_address(ClusterPlace(address=address))
    assert error.value.code == "cluster-address-unfit"


def _self_signed(folder: Path) -> tuple[Path, Path]:
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make certificates with")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=recit"
    subprocess.run(
        ["openssl", *words.split(), "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return certificate, key


def test_an_encrypted_cluster_is_joined_with_the_certificates_named(tmp_path: Path) -> None:
    from distributed.security import Security

    from renderer.farm.cluster import open_cluster

    certificate, key = _self_signed(tmp_path)
    roles = {
        f"tls_{role}_{part}": str(file)
        for role in ("scheduler", "worker", "client")
        for part, file in (("cert", certificate), ("key", key))
    }
    security: Any = Security
    with warnings.catch_warnings(), contextlib.ExitStack() as stack:
        warnings.simplefilter("ignore")  # as for `workers`
        cluster = stack.enter_context(
            distributed.LocalCluster(
                n_workers=1,
                processes=False,
                protocol="tls://",
                dashboard_address=None,
                security=security(tls_ca_file=str(certificate), require_encryption=True, **roles),
            )
        )
        place = ClusterPlace(
            address=cluster.scheduler_address,
            authority=certificate,
            certificate=certificate,
            key=key,
        )
        assert place.address.startswith("tls://")
        with open_cluster(place) as joined:
            assert joined.submit(pow, 7, 2).result(timeout=20)[1] == 49


def test_a_missing_certificate_is_named(tmp_path: Path) -> None:
    place = ClusterPlace(address="tls://far.example:8786", authority=tmp_path / "ca.pem")
    with pytest.raises(UsageError, match=r"ca\.pem is not there") as error:
        check_scheduler_address(place)
    assert error.value.code == "file-missing"


def test_tls_without_certificates_is_refused(tmp_path: Path) -> None:
    project = new_project(tmp_path, three_slides())
    outcome = project.render("--cluster", "tls://127.0.0.1:8786")
    assert outcome.code in (1, 2)
    assert "--cluster-ca" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_scheduler_that_is_not_there_is_told_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renderer.farm.cluster._CONNECT_SECONDS", 0.5)
    project = new_project(tmp_path, three_slides())
    outcome = project.render("--cluster", "tcp://127.0.0.1:9")
    assert outcome.code == 1
    assert "tcp://127.0.0.1:9 can't be reached" in outcome.err
    place = ClusterPlace(address="tcp://127.0.0.1:9")
    with pytest.raises(ClusterError) as error, open_cluster(place):
        pass
    assert error.value.code == "cluster-unreachable"


@dataclass
class StandIn:
    """A cluster whose workers are functions of this process: what each makes of a task."""

    crew: dict[str, Callable[[Any, Any], Any]]
    asked: list[str] = field(default_factory=list)
    address: str = "tcp://stand-in:8786"

    def submit(self, task: Any, *words: Any, workers: Collection[str] = ()) -> Future[Any]:
        """Each may-be worker in turn."""
        future: Future[Any] = Future()
        if able := [name for name in self.crew if not workers or name in workers]:
            name = able[len(self.asked) % len(able)]
            self.asked.append(name)
            try:
                future.set_result((name, self.crew[name](task, words)))
            except ImportError as error:
                future.set_exception(error)
        return future

    def workers(self) -> frozenset[str]:
        """Those that are there."""
        return frozenset(self.crew)

    def ask_everyone(self, question: Any, *words: Any) -> dict[str, Any]:
        """Everybody is fit but those without Récit."""
        return {
            name: ImportError("No module named 'renderer'") if work is bare else question(*words)
            for name, work in self.crew.items()
        }


def able(task: Any, words: Any) -> Any:
    """A worker as it should be."""
    return task(*words)


def bare(task: Any, words: Any) -> Any:
    """A worker without Récit."""
    raise ImportError("No module named 'renderer'")


def failing(**how: Any) -> Callable[[Any, Any], Outcome]:
    """A worker whose errands fail."""
    return lambda _, words: Outcome(number=words[0].number, **how)


OTHER_VERSION = failing(failed="it has other versions than the machine that asked", unfit=True)
NO_CODEC = failing(failed="PyAV was built without libx264", broken=True)


def rendered_by(
    project: Project, patch: pytest.MonkeyPatch, **crew: Callable[[Any, Any], Any]
) -> tuple[Ended, StandIn]:
    cluster = StandIn(crew)
    patch.setattr("renderer.production.workers.open_cluster", lambda _: nullcontext(cluster))
    return project.render("--cluster", "tcp://127.0.0.1:9"), cluster


@pytest.mark.parametrize(
    ("kind", "why"),
    [(OTHER_VERSION, "other versions"), (NO_CODEC, "libx264")],
    ids=["version", "codec"],
)
def test_a_worker_that_turns_out_unfit_is_named_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Any, why: str
) -> None:
    project = new_project(tmp_path, many_slides())
    outcome, cluster = rendered_by(project, monkeypatch, good=able, late=kind)
    assert outcome.code == 0, outcome.err
    assert re.search(f"warning: the worker late is left out: .*{why}", outcome.err)
    assert cluster.asked.count("good") > 5
    assert frames_of(project.film) == frames_of(project.from_nothing())


def test_a_worker_that_came_without_recit_is_named_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome, _ = rendered_by(new_project(tmp_path), monkeypatch, good=able, late=bare)
    assert outcome.code == 0, outcome.err
    assert (
        "the worker late is left out: it can't answer (No module named 'renderer')" in outcome.err
    )


def test_where_nobody_is_fit_each_is_told_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = new_project(tmp_path)
    outcome, _ = rendered_by(project, monkeypatch, one=OTHER_VERSION, two=NO_CODEC)
    assert outcome.code == 1
    assert "one: it has other versions" in outcome.err
    assert "two: PyAV was built without libx264" in outcome.err


def test_a_cluster_that_lost_all_its_workers_is_given_up_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_LOOK_SECONDS", "_LONELY_SECONDS"):
        monkeypatch.setattr(f"renderer.production.remote.segments.{name}", 0.2)
    outcome, _ = rendered_by(new_project(tmp_path), monkeypatch)
    assert outcome.code == 1
    assert "all workers of tcp://stand-in:8786 are gone" in outcome.err
    assert "render again to go on" in outcome.err


def test_errands_of_a_worker_that_left_go_to_one_that_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renderer.production.remote.segments._LOOK_SECONDS", 0.2)
    cluster = StandIn({"late": OTHER_VERSION, "good": able})

    def leaving(task: Any, words: Any) -> Any:
        cluster.crew = {"new": able}
        return able(task, words)

    cluster.crew["good"] = leaving
    monkeypatch.setattr("renderer.production.workers.open_cluster", lambda _: nullcontext(cluster))
    outcome = new_project(tmp_path, many_slides()).render("--cluster", "tcp://127.0.0.1:9")
    assert outcome.code == 0, outcome.err


def test_a_worker_without_the_themes_fonts_is_not_an_authors_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renderer.production.remote import worker

    def missing(name: str, folders: object) -> Any:
        raise PictureError("the theme's font 'Source Serif' is missing")

    def fontless(task: Any, words: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(worker, "load_theme", missing)
            return task(*words)

    outcome, _ = rendered_by(new_project(tmp_path), monkeypatch, good=able, bare=fontless)
    assert outcome.code == 0, outcome.err
    assert "the worker bare is left out: the theme 'sobre' can't be used there" in outcome.err


def test_a_disk_that_fails_is_the_machines_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renderer.production.remote import task as worker

    def full(errand: object, cache: object) -> Any:
        raise OSError(28, "No space left on device")

    def choked(task: Any, words: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(worker, "_made", full)
            return task(*words)

    outcome, _ = rendered_by(new_project(tmp_path), monkeypatch, good=able, choked=choked)
    assert outcome.code == 0, outcome.err


def test_a_scheduler_needs_dask_and_nothing_of_ours(tmp_path: Path) -> None:
    bare_place = tmp_path / "elsewhere"
    bare_place.mkdir()
    project = new_project(tmp_path)
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with contextlib.ExitStack() as stack:

        def started(*words: str, **env: str) -> None:
            command = [sys.executable, "-m", *words]
            process = subprocess.Popen(command, cwd=bare_place, env={**clean, **env}, **quiet)
            stack.callback(process.wait)
            stack.callback(process.kill)

        place = bare_place / "scheduler.json"
        known = ("--scheduler-file", str(place))
        cli = "distributed.cli.dask_"
        started(f"{cli}scheduler", *known, "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        while not place.exists() or not place.read_text(encoding="utf-8"):
            time.sleep(0.05)
        address = json.loads(place.read_text(encoding="utf-8"))["address"]
        env = {"PYTHONPATH": str(ROOT), "RECIT_CACHE": str(tmp_path / "tier")}
        started(f"{cli}worker", *known, "--no-dashboard", "--no-nanny", "--nthreads", "1", **env)
        project.rendered("--cluster", address)
    assert frames_of(project.film) == frames_of(project.from_nothing())


def test_without_dask_the_extra_to_install_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    outcome = new_project(tmp_path).render("--cluster", "tcp://127.0.0.1:9")
    assert outcome.code == 2
    assert "pip install '.[cluster]'" in outcome.err


def test_a_render_without_a_cluster_loads_no_dask() -> None:
    code = textwrap.dedent("""
        import sys, renderer.cli.render
        print([m for m in ("distributed", "dask", "fsspec") if m in sys.modules])
    """)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_workers_make_both_codecs_and_the_teaser(tmp_path: Path, workers: Any) -> None:
    board = three_slides()
    board["film"] |= {"codecs": ["h264", "av1"], "teaser": 6}
    project = new_project(tmp_path, board)
    h264, av1 = project.rendered(*away(workers))["films"]
    assert h264["segments"] == av1["segments"]
    assert av1["segments"]["made"] > 3
    fresh = project.from_nothing().parent
    for name in ("film.mp4", "film.av1.mp4", "teaser.mp4"):
        assert frames_of(project.folder / name) == frames_of(fresh / name)
