"""What a shell offers at a press of Tab."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from renderer.cli.arguments import COMMANDS, SHELLS
from tests.production.projects import ROOT, run

BOARD = """\
storyboard: 1
slug: bourg
slides:
  - id: ouverture
    card: Bourg
    narration: Voici le bourg.
  - {id: "halles", card: Halles, narration: Les halles.}
  - caption: l'identifiant vient après
    id: mairie
    narration: [une faute que l'auteur n'a pas encore vue
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with storyboards, and a ``recit`` to type."""
    for name in ("bourg.yaml", "notes.txt", "autre.yml"):
        path = tmp_path / "storyboards" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(BOARD, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "recit"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m renderer.cli "$@"\n')
    program.chmod(0o755)
    return tmp_path


def environment(project: Path) -> dict[str, str]:
    path = f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(project)}


def offered(project: Path, line: str) -> list[str]:
    """The words that may stand at the end of *line*, by the protocol of argcomplete."""
    answer = project / "answer"
    asked = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    words = [sys.executable, "-m", "renderer.cli"]
    subprocess.run(words, cwd=project, env=environment(project) | asked, check=True, timeout=60)
    return answer.read_text(encoding="utf-8").splitlines()


def test_a_first_word_is_a_command_or_a_storyboard(project: Path) -> None:
    assert set(COMMANDS) <= set(offered(project, "recit "))
    assert offered(project, "recit st") == ["still", "studio", "storyboards/"]


def test_storyboards_are_files_in_yaml(project: Path) -> None:
    both = ["storyboards/autre.yml", "storyboards/bourg.yaml"]
    assert [one for one in offered(project, "recit check storyboards/") if one[0] != "-"] == both
    assert offered(project, "recit storyboards/b") == ["storyboards/bourg.yaml"]


@pytest.mark.parametrize("words", ["still", "say", "render", ""])
def test_slides_are_those_of_the_storyboard_even_while_it_is_wrong(
    project: Path, words: str
) -> None:
    option = "--slide" if words in ("still", "say") else "--only"
    line = f"recit {words} storyboards/bourg.yaml {option} ".replace("  ", " ")
    assert offered(project, line) == ["ouverture", "halles", "mairie"]
    assert offered(project, line + "h") == ["halles"]


def test_options_are_those_of_the_command(project: Path) -> None:
    assert offered(project, "recit storyboards/bourg.yaml --roll") == ["--rollback"]
    assert offered(project, "recit check storyboards/bourg.yaml --roll") == []
    assert offered(project, "recit render --format 9") == ["9:16"]
    assert "archives" in offered(project, "recit render --style ")
    assert "espeak" in offered(project, "recit render --voice ")
    assert offered(project, "recit explain yaml-s") == ["yaml-syntax"]


def test_a_folder_that_is_not_there_offers_nothing(project: Path) -> None:
    assert offered(project, "recit check nowhere/") == []
    assert offered(project, "recit still nowhere.yaml --slide ") == []


def test_bash_completes_by_the_script_that_it_is_given(project: Path) -> None:
    line = "recit still storyboards/bourg.yaml --slide m"
    script = (
        'eval "$(recit completion bash)"\n'
        f"COMP_LINE='{line}' COMP_POINT={len(line)} COMP_TYPE=9\n"
        '_python_argcomplete recit\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    assert spoken(project, "bash", script).split() == ["mairie"]


def test_fish_completes_by_the_script_that_it_is_given(project: Path) -> None:
    script = (
        "recit completion fish | source\n"
        "complete -C 'recit still storyboards/bourg.yaml --slide m'\n"
    )
    assert spoken(project, "fish", script).split() == ["mairie"]


def test_zsh_takes_the_script_that_it_is_given(project: Path) -> None:
    script = (
        'autoload -U compinit && compinit -u\neval "$(recit completion zsh)"\nprint $_comps[recit]'
    )
    assert spoken(project, "zsh", script).strip() == "_python_argcomplete"


def spoken(project: Path, shell: str, script: str) -> str:
    """What *shell* prints when it runs *script*."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"there is no {shell} here")
    done = subprocess.run(
        [found, "-c", script],
        cwd=project,
        env=environment(project),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_is_given_a_script_about_our_program(shell: str) -> None:
    told = run("completion", shell)
    assert told.code == 0
    assert "recit" in told.out
    assert "_ARGCOMPLETE" in told.out


def test_nobody_else_waits_for_what_completes() -> None:
    code = (
        "import sys; from renderer.cli import main; main(['check', '--help']);"
        "print([m for m in sys.modules if m.startswith('argcomplete')], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
