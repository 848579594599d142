"""A published film on another origin than the page that shows it, a browser, each system's run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from renderer.publish.write import write_set
from tests.publish.builders import a_publication
from tests.publish.conftest import browser, film_file, poster_file
from tests.publish.loopback import served

__all__ = ["browser", "film_file", "poster_file"]
ROOT = Path(__file__).parents[2]
KITS = ROOT / "kits"
STUBS = Path(__file__).parent / "cms"
WAGTAIL = [sys.executable] if find_spec("wagtail") else [str(ROOT / "build/wagtail/bin/python")]
"""A Python that has Wagtail: our own, or the one that .ci/run makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Films:
    """Where the films are."""

    folder: Path
    base: str


@pytest.fixture(scope="module")
def films(
    tmp_path_factory: pytest.TempPathFactory, film_file: Path, poster_file: Path
) -> Iterator[Films]:
    """ "bataille", served from an origin of its own."""
    folder = tmp_path_factory.mktemp("films")
    with served(folder) as address:
        write_set(a_publication(film_file, poster_file), folder / "bataille")
        yield Films(folder=folder, base=f"{address}/")


def run(command: list[str], asked: Any) -> Any:
    """What *command* answers, as JSON, to *asked*."""
    done = subprocess.run(
        command, input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert done.stderr == "", "PHP warns there"
    return json.loads(done.stdout)


@pytest.fixture
def php() -> Callable[[str, Any], Any]:
    """Run a kit on its stand-in for the system; a skip where PHP isn't there."""
    if shutil.which("php") is None:
        pytest.skip("PHP is not installed (apt-get install php-cli)")

    def ask(kit: str, asked: Any) -> Any:
        strict = ["-d", "error_reporting=-1", "-d", "display_errors=stderr"]
        return run(["php", *strict, str(STUBS / f"{kit}.php"), str(KITS / kit)], asked)

    return ask


def in_wagtail(sites: list[dict[str, Any]]) -> Any:
    """Run the kit in a real Wagtail, which takes seconds to start; a skip where there is none."""
    if not Path(WAGTAIL[0]).exists():
        pytest.skip("no Wagtail here (python3 -m venv build/wagtail, and its pip install wagtail)")
    kit = str(KITS / "wagtail-sites-conformes")
    return run([*WAGTAIL, str(STUBS / "wagtail_site.py"), kit], sites)
