"""What `renderer/` imports is named in requirements.txt, or is an extra whose absence is told; a
command loads what it needs and no more."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import renderer
from renderer.extras import EXTRAS, install
from tests.production.projects import (
    TINY,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    run,
)
from tests.production.test_flights import COAST, chart, draw_coast

ROOM = Path(renderer.__file__).parent
ROOT = ROOM.parent
MODULES = sorted(ROOM.rglob("*.py"))
OF_EXTRAS = {
    "piper": "piper",
    "websockets": "gradium",
    "distributed": "cluster",
    "dask": "cluster",
    "fsspec": "remote",
    "mpl_toolkits": "maps",
    "pillow_heif": "heic",
    "opentimelineio": "otio",
}
"""Extras by what they are imported as; they may not be installed where this runs."""
LOADERS = {"importlib.import_module", "import_module", "__import__", "find_spec"}
LOADERS |= {f"importlib.util.{name}" for name in ("find_spec",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One package that a module asks for."""

    package: str
    line: int
    at_start: bool
    """Whether it is wanted as soon as the module is."""
    guarded: bool
    """Whether its absence is caught."""


def imports_of(source: str) -> Iterator[Import]:
    """Every package outside the standard library that *source* imports when it runs."""
    yield from _found(ast.parse(source).body, at_start=True, guarded=False)


def _found(nodes: list[ast.stmt], *, at_start: bool, guarded: bool) -> Iterator[Import]:
    for node in nodes:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _found(node.orelse, at_start=at_start, guarded=guarded)
            continue
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        deeper = at_start and not (inside and not isinstance(node, ast.ClassDef))
        for name in _named(node):
            package = name.partition(".")[0]
            if package not in sys.stdlib_module_names and package not in {"", "renderer"}:
                yield Import(package=package, line=node.lineno, at_start=at_start, guarded=guarded)
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, [])
            caught = guarded or (field == "body" and isinstance(node, ast.Try) and _catches(node))
            yield from _found(body, at_start=deeper, guarded=caught)
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield from _found(part.body, at_start=deeper, guarded=guarded)


def _named(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield "" if node.level else node.module or ""
    elif not hasattr(node, "body"):
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in LOADERS:
                first = call.args[0] if call.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _catches(node: ast.Try) -> bool:
    wanted = {"ImportError", "ModuleNotFoundError", "PackageNotFoundError"}
    return any(
        handler.type is not None and wanted & set(re.findall(r"\w+", ast.unparse(handler.type)))
        for handler in node.handlers
    )


def wrong(source: str, required: set[str]) -> list[str]:
    """What of *source* a bare installation would stumble over."""
    told = []
    for one in imports_of(source):
        extra = OF_EXTRAS.get(one.package)
        if extra is not None:
            if not one.guarded and (one.at_start or f'install("{extra}")' not in _quoted(source)):
                told.append(f"line {one.line}: {one.package} is the extra [{extra}]; say so")
        elif not one.guarded and not _distributions(one.package) & required:
            told.append(f"line {one.line}: {one.package} is not named in requirements.txt")
    return told


def _quoted(source: str) -> str:
    return source.replace("'", '"')


@cache
def _distributions(package: str) -> frozenset[str]:
    found = _installed().get(package, [package])
    return frozenset(canonicalize_name(name) for name in found)


@cache
def _installed() -> Mapping[str, list[str]]:
    return packages_distributions()  # reads the files of every distribution: once is enough


def required() -> set[str]:
    """The distributions that requirements.txt names."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    named = [line.partition("#")[0].strip() for line in lines]
    return {canonicalize_name(Requirement(line).name) for line in named if line}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOM).as_posix())
def test_a_module_imports_only_what_requirements_txt_names(path: Path) -> None:
    assert not wrong(path.read_text(encoding="utf-8"), required())


NEEDS = 'raise Error(install("cluster"))'


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("import distributed", "the extra [cluster]"),
        ("def f():\n    import distributed", "the extra [cluster]"),
        ("class A:\n    from distributed import Client\n" + NEEDS, "the extra [cluster]"),
        ("if True:\n    import dask.config\n" + NEEDS, "the extra [cluster]"),
        (f"def f():\n    import distributed\n    {NEEDS}", ""),
        (f"try:\n    import distributed\nexcept ImportError:\n    {NEEDS}", ""),
        ("try:\n    import distributed\nexcept ValueError:\n    pass", "the extra [cluster]"),
        ("try:\n    pass\nexcept ImportError:\n    import fsspec", "the extra [remote]"),
        ("import pygments", "pygments is not named"),
        ("def f():\n    from pygments import lex", "pygments is not named"),
        ("import_module('pygments')", "pygments is not named"),
        ("def f():\n    return import_module('pygments')", "pygments is not named"),
        ("async def f():\n    with a:\n        import pygments", "pygments is not named"),
        ("match a:\n    case 1:\n        import pygments", "pygments is not named"),
        ("if TYPE_CHECKING:\n    import markupsafe", ""),
        ("from . import markupsafe\nfrom .markupsafe import escape", ""),
        ("import os.path, renderer.cli, numpy, cv2, yaml, PIL.Image, av", ""),
    ],
)
def test_what_a_bare_installation_lacks_is_noticed(source: str, fault: str) -> None:
    told = wrong(source, required())
    assert fault in "\n".join(told)
    assert bool(told) is bool(fault)


def test_extras_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {extra: packages[0] for extra, packages in project["optional-dependencies"].items()}
    assert named == EXTRAS
    assert set(OF_EXTRAS.values()) == set(EXTRAS)
    for extra, package in EXTRAS.items():
        assert package in install(extra)
        assert f"'.[{extra}]'" in install(extra)


def test_development_has_every_extra_that_tests_use() -> None:
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    for package in set(EXTRAS.values()) - {EXTRAS["piper"]}:  # a stand-in speaks for Piper
        assert re.search(rf"^{re.escape(package)}\s", lines, re.MULTILINE), package


HEAVY = (
    *("numpy", "cv2", "av", "fontTools", "num2words", "babel", "moviepy", "pydub"),
    *("PIL.Image", "filelock"),
)
"""What takes a tenth of a second to load, or draws and encodes."""
LOADED = """
import sys
from renderer.cli import main
try:
    code = main(sys.argv[2:])
finally:
    print("loaded", *(name for name in sys.argv[1].split(",") if name in sys.modules))
sys.exit(code)
"""


def loaded_by(*words: str) -> list[str]:
    """The packages that a command has loaded by its end."""
    named = ",".join((*HEAVY, "pydantic", "PIL"))
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, named, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()[-1].split()[1:]


def test_help_loads_nothing_that_reads_or_draws() -> None:
    assert loaded_by("--help") == []
    assert loaded_by("render", "--help") == []


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A film with a map on ground of its own, a card and a photograph, whose caption is 1944's."""
    port = chart((49.4, -1.6), 40, "Cherbourg")
    slides = (card_slide("port", card=None, map=port), card_slide("titre"), photo_slide("quai"))
    project = new_project(tmp_path_factory.mktemp("film"), board_of(*slides))
    draw_coast(project.media)
    return project


def test_a_film_that_was_found_fit_is_checked_without_what_draws(project: Project) -> None:
    words = ("check", str(project.path), f"--cache={project.cache}")
    assert {"numpy", "cv2", "fontTools"} <= set(loaded_by(*words))
    assert not set(loaded_by(*words)) & set(HEAVY)


def test_ground_that_is_another_since_it_was_found_fit_is_looked_at_again(project: Project) -> None:
    words = ("check", str(project.path), f"--cache={project.cache}")
    loaded_by(*words)
    (project.media / COAST).write_text('{"type": "FeatureCollection", "features": []}')
    told = run(*words)
    assert told.code == 2
    assert f"{COAST} has no polygon" in told.err
    draw_coast(project.media)


def test_a_render_that_makes_nothing_loads_no_codec_and_opens_no_font(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("titre"), photo_slide("quai")))
    words = ("render", str(project.path), *TINY, f"--cache={project.cache}")
    words += (f"--out={tmp_path / 'out'}",)
    assert {"numpy", "cv2", "av", "fontTools"} <= set(loaded_by(*words))
    # The cues are raised over captions, whose lines are set: NumPy, and fonts' widths.
    assert not set(loaded_by(*words)) & {"av", "cv2", "babel", "moviepy", "pydub"}
