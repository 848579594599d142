"""Workflows: read as GitHub reads them, their steps run by a runner that installs nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from renderer.cli.new import _texts
from tests.production.projects import ROOT, run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="runners of ours have bash")
FILMS = ".github/workflows/films.yml"
QUICK = """\
voice = {engine = "hum"}
film = {size = 64, fps = 10, credits = false}
run = {cache = ".cache/recit"}
"""
"""In place of the project's own recit.toml, so that its film takes a second."""
BOARD = """\
storyboard: 1
slug: {slug}
title: Un film
description: Un film.
slides:
  - {{id: port, card: Port, narration: Le vieux port.}}
"""
STUBS = {
    "recit": f'exec "{sys.executable}" -m renderer.cli "$@"',
    "python": f'[ "$1 $2" = "-m pip" ] && exit 0\nexec "{sys.executable}" "$@"',
    "gh": 'case "$*" in *--edit-last*) exit 1;; esac\ncp "${@: -1}" "$TOLD/comment.md"',
    "curl": 'echo "${@: -1}" >> "$TOLD/curl"',
    "aws": f'exec "{sys.executable}" "$TOLD/aws.py" "$@"',
}
"""What stands for programs that reach other machines. `gh`: there is no last comment yet."""
AWS = """
# `aws s3 sync`: of its filters the last that fits counts, as its manual says.
import fnmatch, json, os, pathlib, shutil, sys
_, _, source, target, *more = sys.argv[1:]
with open(os.environ["TOLD"] + "/aws", "a") as told:
    told.write(json.dumps(more) + "\\n")
for path in sorted(pathlib.Path(source).rglob("*")):
    name, taken = path.relative_to(source).as_posix(), path.is_file()
    for option, pattern in zip(more, more[1:]):
        if option in ("--include", "--exclude") and fnmatch.fnmatchcase(name, pattern):
            taken = path.is_file() and option == "--include"
    if taken:
        place = pathlib.Path(target, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A machine that holds a checkout, and programs that only note what they were asked."""

    checkout: Path
    told: Path
    env: Mapping[str, str]

    def type(self, text: str, **env: str) -> str:
        """Run *text* as GitHub and GitLab do; what it printed."""
        words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
        done = subprocess.run(
            words,
            cwd=self.checkout,
            env={**self.env, **env},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """A project on a forge, and a branch in which a word was changed, merged as for a review."""
    monkeypatch.chdir(tmp_path)
    assert run("new", "ma-ville").code == 0
    programs, told, project = tmp_path / "bin", tmp_path / "told", tmp_path / "ma-ville"
    programs.mkdir()
    told.mkdir()
    (told / "aws.py").write_text(AWS, encoding="utf-8")
    for name, text in STUBS.items():
        path = programs / name
        path.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
        path.chmod(0o755)
    who = {f"GIT_{one}_{what}": "x@y" for one in ("AUTHOR", "COMMITTER") for what in WHO}
    machine = Runner(
        checkout=project,
        told=told,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "RECIT_"))},
            **who,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(tmp_path),
            "GIT_CONFIG_NOSYSTEM": "1",
            "RECIT_LANG": "en",
            "TOLD": str(told),
        },
    )
    (project / "recit.toml").write_text(QUICK, encoding="utf-8")
    for slug in ("ma-ville", "autre"):
        path = project / "storyboards" / f"{slug}.yaml"
        path.write_text(BOARD.format(slug=slug), encoding="utf-8")
    machine.type(
        "git init -q --bare ../forge.git && git init -q -b main && git add . && git commit -qm un"
        " && git remote add origin ../forge.git && git checkout -qb mot"
        " && sed -i.bak 's/vieux/petit/' storyboards/ma-ville.yaml"
        " && rm storyboards/*.bak && git commit -qam deux && git checkout -q main"
        " && git merge -q --no-ff -m fusion mot"
    )
    return machine


WHO = ("NAME", "EMAIL")


def steps(job: str, known: Mapping[str, str]) -> list[tuple[str, dict[str, str]]]:
    """The scripts of *job* in the project's workflow and what is in their environment.

    *known* are GitHub's own values.
    """
    told = yaml.safe_load(_texts("fr", "Ma ville", "ma-ville")[FILMS])
    found = []
    for step in told["jobs"][job]["steps"]:
        if "run" in step:
            assert "${{" not in step["run"], "values reach a script by its environment alone"
            env = {name: _valued(text, known) for name, text in step.get("env", {}).items()}
            found.append((step["run"], env))
    return found


def _valued(text: str, known: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ (.+?) \}\}", lambda hole: known.get(hole[1], ""), text)


def published(folder: Path) -> None:
    """Both films are in *folder*, whole, and nothing that is for nobody."""
    for slug in ("ma-ville", "autre"):
        outcome = run("verify", folder / slug)
        assert outcome.code == 0, outcome.out + outcome.err
    assert {path.name for path in folder.iterdir()} == {"ma-ville", "autre"}
    assert not list(folder.rglob(".*"))


def test_a_push_makes_the_films_and_publishes_them(runner: Runner, tmp_path: Path) -> None:
    bucket = tmp_path / "bucket"  # where none is named, the films go to Pages: both are tried
    for script, env in steps("films", {"vars.FILMS_S3": str(bucket)}):
        runner.type(script, **env)
    told = json.loads((runner.checkout / "films.json").read_text(encoding="utf-8"))
    assert [film["published"] for film in told["films"]] == [True, True]
    assert (runner.checkout / ".cache" / "recit").is_dir(), "what the next run begins with"
    published(runner.checkout / "public")
    published(bucket)
    first, last = map(json.loads, (runner.told / "aws").read_text().splitlines())
    assert "*/media/*" in first[: first.index("--cache-control")], "pages come last"
    assert "immutable" in first[-1]
    assert last[-1] == "no-cache"


def test_a_pull_request_is_told_what_it_changes_and_shown_it(runner: Runner) -> None:
    known = {
        "github.event.pull_request.number": "12",
        "github.server_url": "https://forge.example",
        "github.repository": "ville/films",
        "github.token": "secret",
    }
    for script, env in steps("review", known):
        runner.type(script, **env)
    comment = (runner.told / "comment.md").read_text(encoding="utf-8")
    assert re.findall("^### (.*)$", comment, re.MULTILINE) == ["ma-ville"], "the one that changed"
    assert "~~~~text" in comment
    (commit,) = re.findall(
        r"!\[ma-ville\]\(https://forge.example/ville/films/blob/([0-9a-f]{40})/ma-ville.png\?raw=true\)",
        comment,
    )
    git = "git --git-dir ../forge.git"
    assert runner.type(f"{git} rev-parse recit/sheets-12").strip() == commit
    assert runner.type(f"{git} ls-tree --name-only {commit}").split() == ["ma-ville.png"]
    assert "secret" not in comment


def gitlab(job: str) -> str:
    """What GitLab types for *job*."""
    told = yaml.safe_load(_texts("fr", "Ma ville", "ma-ville")[".gitlab-ci.yml"])
    before = told[job].get("before_script", told["default"]["before_script"])
    return "\n".join([*before, *told[job]["script"]])


@pytest.mark.slow
def test_gitlab_publishes_and_comments_the_same(runner: Runner, tmp_path: Path) -> None:
    runner.type(gitlab("films"))
    published(runner.checkout / "public")
    bucket = tmp_path / "bucket"
    runner.type(gitlab("pages"), FILMS_S3=str(bucket))
    published(bucket)
    where = {"CI_API_V4_URL": "https://gitlab.example/api/v4", "CI_PROJECT_ID": "7"}
    which = {"CI_MERGE_REQUEST_IID": "12", "CI_JOB_URL": "https://gitlab.example/job/3"}
    runner.type(gitlab("review"), **where, **which, RECIT_TOKEN="x")
    asked = (runner.told / "curl").read_text().split()
    assert asked == ["https://gitlab.example/api/v4/projects/7/merge_requests/12/notes"]
    comment = (runner.checkout / "review" / "comment.md").read_text(encoding="utf-8")
    assert "![autre](https://gitlab.example/job/3/artifacts/raw/review/autre.png)" in comment


def lint(path: Path) -> str:
    """What actionlint, and through it shellcheck, say of a workflow."""
    tools = str(Path(sys.executable).parent)
    env = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    words = [Path(tools, "actionlint"), "-oneline", "-no-color", path]
    done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_workflow_of_a_project_is_one_that_github_runs(tmp_path: Path, language: str) -> None:
    path = tmp_path / "films.yml"
    path.write_text(_texts(language, "Ma ville", "ma-ville")[FILMS], encoding="utf-8")
    assert lint(path) == ""


def test_our_own_workflow_tries_three_systems_and_four_pythons() -> None:
    path = ROOT / ".github" / "workflows" / "ci.yml"
    assert lint(path) == ""
    matrix: dict[str, Any] = yaml.safe_load(path.read_text())["jobs"]["suite"]["strategy"]["matrix"]
    assert [each.partition("-")[0] for each in matrix["os"]] == ["ubuntu", "windows", "macos"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]


def test_a_workflow_with_a_mistake_is_found_out(tmp_path: Path) -> None:
    text = _texts("fr", "Ma ville", "ma-ville")[FILMS]
    for right, wrong in (
        ("github.event_name ==", "github.event_nam =="),
        ("needs: films", "needs: film"),
        ('basename "$plan"', "basename $plan"),
    ):
        assert right in text
        path = tmp_path / "films.yml"
        path.write_text(text.replace(right, wrong), encoding="utf-8")
        assert lint(path), wrong
