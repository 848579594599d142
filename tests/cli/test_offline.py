"""Offline, no socket is opened, whatever names an address. Storage that is down is said plainly."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.production.projects import TINY, Project, board_of, card_slide, new_project, run

AWAY = (
    "http://127.0.0.1:9/recit",
    "https://cache.example.org/recit",
    "ftp://127.0.0.1:9/recit",
    "s3://bucket/recit",
    "simplecache::ftp://127.0.0.1:9/recit",
    "memory://a::http://127.0.0.1:9/recit",
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path / "projet", board_of(card_slide("a")))


@pytest.fixture
def closed() -> Iterator[list[Any]]:
    """No socket connects and no name is looked up; what was tried is kept."""
    tried: list[Any] = []

    def refuse(*words: Any, **_more: Any) -> Any:
        tried.append(words)
        raise OSError("this test opens no socket")

    with pytest.MonkeyPatch.context() as patched:
        for name in ("connect", "connect_ex", "sendto"):
            patched.setattr(socket.socket, name, refuse)
        for name in ("getaddrinfo", "gethostbyname", "create_connection"):
            patched.setattr(socket, name, refuse)
        yield tried


@pytest.mark.parametrize("address", AWAY)
@pytest.mark.parametrize("command", ["render", "plan", "say", "sheet"])
def test_a_cache_at_an_address_is_refused_offline(
    project: Project, closed: list[Any], command: str, address: str
) -> None:
    outcome = run(command, project.path, *TINY, "--cache", address)
    assert outcome.code == 2
    assert f"--cache {address} leaves this machine" in outcome.err
    assert not closed


def test_a_project_that_is_offline_refuses_it_too(project: Project, closed: list[Any]) -> None:
    (project.root / "recit.toml").write_text("[run]\noffline = true\n", encoding="utf-8")
    outcome = run("render", project.path, "--voice", "hum", "--cache", AWAY[2])
    assert outcome.code == 2
    assert "offline in recit.toml" in outcome.err
    assert not closed


@pytest.mark.parametrize("address", AWAY)
@pytest.mark.parametrize("offline", [True, False])
def test_an_address_in_recit_toml_is_refused_online_too(
    project: Project, closed: list[Any], address: str, offline: bool
) -> None:
    config = project.root / "recit.toml"
    config.write_text(f'[run]\njobs = 1\ncache = "{address}"\n', encoding="utf-8")
    outcome = run("render", project.path, "--voice", "hum", *(["--offline"] if offline else []))
    assert outcome.code == 2
    assert "recit.toml:3:9: " in outcome.err
    assert "--cache" in outcome.err
    assert not closed


@pytest.mark.parametrize("command", ["render", "doctor", "clean"])
def test_an_address_in_the_environment_is_refused(
    project: Project, closed: list[Any], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("RECIT_CACHE", "ftp://127.0.0.1:9/recit")
    monkeypatch.chdir(project.root)
    words = (project.path, *TINY) if command == "render" else ()
    outcome = run(command, *words)
    assert outcome.code == 2
    assert "RECIT_CACHE=ftp://127.0.0.1:9/recit is an address" in outcome.err
    assert not closed
    assert not (project.root / "ftp:").exists()


def test_doctor_offline_reaches_no_cache(closed: list[Any]) -> None:
    outcome = run("doctor", "--offline", "--cache", AWAY[2])
    assert outcome.code == 2
    assert "leaves this machine" in outcome.err
    assert not closed


@pytest.mark.parametrize("paths", [1, 2])
@pytest.mark.parametrize("agreed", [True, False])
def test_a_cluster_elsewhere_is_refused_offline(
    project: Project, tmp_path: Path, closed: list[Any], paths: int, agreed: bool
) -> None:
    other = new_project(tmp_path / "autre", board_of(card_slide("b"), slug="autre"))
    if agreed:
        (other.root / "recit.toml").write_text("[run]\noffline = true\n", encoding="utf-8")
    boards = (other.path, project.path)[:paths]
    words = ("--voice", "hum", *([] if agreed else ["--offline"]))
    outcome = run("render", *boards, *words, "--cluster", "tls://scheduler.example.org:8786")
    assert outcome.code == 2
    assert "leaves this machine" in outcome.err
    assert not closed


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_storage_that_is_down_is_told_once_and_the_film_is_made(project: Project) -> None:
    address = f"ftp://127.0.0.1:{free_port()}/recit"
    words = ("--voice", "hum", "--height", "64", "--out", project.root / "out")
    outcome = run("render", project.path, *words, "--cache", address)
    assert outcome.code == 0, outcome.err
    assert outcome.err.count("out of reach") <= 1
    assert "Traceback" not in outcome.err
    assert project.film.is_file()


@pytest.mark.parametrize("command", ["clean", "doctor"])
def test_commands_on_storage_that_is_down_leave_no_traceback(command: str) -> None:
    outcome = run(command, "--cache", f"ftp://127.0.0.1:{free_port()}/recit")
    assert outcome.code in (0, 1)


@pytest.mark.parametrize(
    "address", ["nonsense://bucket/recit", "ftp://", "http2://x", "sftps://x/"]
)
def test_an_address_that_nothing_understands_is_a_wrong_command_line(
    project: Project, address: str
) -> None:
    words = ("--voice", "hum", "--cache", address)
    outcome = run("render", project.path, *words)
    assert outcome.code == 2
    assert f"--cache {address} can't be used" in outcome.err
