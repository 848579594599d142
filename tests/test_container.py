"""What is handed to engines that don't run here, read by linters and by what it would call."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from renderer import __version__
from renderer.cli.arguments import parse
from tests.production.projects import ROOT

FILE = ROOT / "Containerfile"
STEPS = re.sub(r"\\\n", "", FILE.read_text(encoding="utf-8")).splitlines()
GUIDE = (ROOT / "docs" / "installing.md").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
TOOLS = Path(sys.executable).parent


def said(word: str) -> list[str]:
    """What follows *word*, wherever a step begins with it."""
    return [line.partition(" ")[2] for line in STEPS if line.startswith(f"{word} ")]


def block(title: str) -> str:
    """A file that the guide shows."""
    found = re.search(rf'^```\w+ title="{title}"\n(.*?)^```$', GUIDE, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def hadolint(path: Path) -> str:
    words = [TOOLS / "hadolint", "--no-color", path]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


def test_the_containerfile_has_nothing_that_its_linter_refuses(tmp_path: Path) -> None:
    assert hadolint(FILE) == ""
    wrong = tmp_path / "Containerfile"
    wrong.write_text("FROM python:latest\nRUN cd /x && pip install recit\n", encoding="utf-8")
    assert {"DL3007", "DL3042", "DL3003"} <= set(re.findall(r"DL\d+", hadolint(wrong)))


def test_the_image_runs_as_nobody_on_the_python_of_the_lock() -> None:
    *_, user = said("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user), "a number that isn't root's"
    assert STEPS.index(f"USER {user}") > max(i for i, s in enumerate(STEPS) if s.startswith("RUN"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for base in said("FROM"):
        version = re.match(r"docker\.io/library/python:(\d\.\d+)-slim-\w+", base)
        assert version, base
        assert f"Python {version[1]}" in lock[:1000]
    assert "--require-hashes" in " ".join(said("RUN"))


def test_the_images_health_is_a_command_of_ours() -> None:
    (health,) = said("HEALTHCHECK")
    program, *words = yaml.safe_load(health.partition("CMD ")[2])
    assert program == "recit"
    assert parse(words).command == "doctor"


def test_what_the_image_is_made_of_reaches_its_maker() -> None:
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert kept[0] == "*"
    for line in said("COPY"):
        *sources, _ = line.split()
        for source in sources if not line.startswith("--from") else ():
            name = source.removeprefix("./")
            assert (ROOT / name).exists(), name
            assert f"!{name}" in kept, name


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_service_can_do_no_more_than_it_must(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.search(r":\d+\.\d+", service["image"]), "a version, not the latest"
    assert not service.keys() & {"privileged", "pid", "ipc", "devices"}
    assert not [each for each in service["volumes"] if "docker.sock" in str(each)]
    if name != "proxy":
        assert service["user"] == said("USER")[-1]
        assert service["image"] == f"recit:{__version__}"
        assert "cache:/cache" in service["volumes"], "shared by the studio and the renders"
        assert "ports" not in service, "only the proxy is reached from outside"


def test_the_studio_answers_the_proxy_alone_and_calls_nobody() -> None:
    studio, proxy = COMPOSE["services"]["studio"], COMPOSE["services"]["proxy"]
    asked = parse(studio["command"])
    assert asked.command == "studio"
    assert asked.offline
    assert asked.host == studio["networks"]["inside"]["ipv4_address"]
    assert asked.proxy == proxy["networks"]["inside"]["ipv4_address"]
    assert list(studio["networks"]) == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"]
    caddy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert f"reverse_proxy {asked.host}:{asked.port}" in caddy
    assert f"header_up {asked.trust_header} {{http.auth.user.id}}" in caddy
    assert caddy.index("basic_auth") < caddy.index("reverse_proxy")
    assert caddy.count("{") == caddy.count("}")


def test_a_render_in_a_container_is_a_command_of_ours() -> None:
    render = COMPOSE["services"]["render"]
    assert render["network_mode"] == "none"
    program, *words = render["entrypoint"]
    assert program == "recit"
    assert parse([*words, "storyboards/film.yaml"]).command == "render"
    (shown,) = re.findall(r"recit:[\d.]+ (render .*)\n", GUIDE)
    assert parse(shlex.split(shown)).offline


def test_the_kubernetes_job_is_nobody_and_writes_where_it_may() -> None:
    job = yaml.safe_load(block("job.yaml"))
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")
    pod = job["spec"]["template"]["spec"]
    assert pod["restartPolicy"] == "Never"
    assert pod["securityContext"]["runAsNonRoot"]
    assert f"{pod['securityContext']['runAsUser']}" == said("USER")[-1].partition(":")[0]
    (container,) = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert not container["image"].endswith(":latest")
    asked = parse(container["command"][1:])
    assert asked.once
    mounted = {each["mountPath"]: each["name"] for each in container["volumeMounts"]}
    assert {str(asked.out), "/cache", "/tmp"} <= mounted.keys()
    assert set(mounted.values()) == {each["name"] for each in pod["volumes"]}


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_slurms_tasks_share_the_storyboards_between_them(tmp_path: Path) -> None:
    script = tmp_path / "recit.slurm"
    script.write_text(block("recit.slurm"), encoding="utf-8")
    words = [TOOLS / "shellcheck", script]
    checked = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert checked.returncode == 0, checked.stdout
    (tmp_path / "storyboards").mkdir()
    boards = [f"storyboards/{n} film.yaml" for n in range(7)]
    for board in boards:
        (tmp_path / board).touch()
    stub = tmp_path / "recit"
    stub.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    stub.chmod(0o755)
    shared: list[str] = []
    for task in range(3):
        env = {
            **os.environ,
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "SLURM_ARRAY_TASK_ID": str(task),
            "SLURM_ARRAY_TASK_COUNT": "3",
            "SLURM_CPUS_PER_TASK": "2",
            "RECIT_SHARED": "/scratch/recit",
        }
        subprocess.run(["bash", script], cwd=tmp_path, env=env, check=True, timeout=60)
        typed = (tmp_path / f"films-{task}.json").read_text(encoding="utf-8").splitlines()
        asked = parse(typed)
        shared += map(str, asked.storyboards)
        assert (asked.jobs, asked.cache) == (2, Path("/scratch/recit"))
    assert sorted(shared) == boards
