"""Data flows one way: a room may import only from rooms left of its own."""

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

import renderer

ROOMS = (
    ("messages",),
    ("errors", "extras", "timebase", "stopping"),
    ("files",),
    ("store",),
    ("decoding",),
    ("storyboard",),
    ("language",),
    ("voices",),
    ("narration",),
    ("timeline",),
    ("captions",),
    ("frames",),
    ("typesetting",),
    ("themes",),
    ("rights",),
    ("photographs",),
    ("maps",),
    ("footage",),
    ("pictures",),
    ("fetching",),
    ("clips",),
    ("sound",),
    ("encoding",),
    ("farm",),
    ("publish",),
    ("production",),
    ("doctor",),
    ("preview",),
    ("cli",),
)
RANK = {name: rank for rank, room in enumerate(ROOMS) for name in room}
ROOT = Path(renderer.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
LONGEST_MODULE = 500
LONGEST_FUNCTION = 50


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_imports_only_from_rooms_left_of_its_own(path: Path) -> None:
    if path == ROOT / "__init__.py":
        return
    own = room_of(path)
    wanted = {module.split(".")[1] for module in imports(path) if module.startswith("renderer.")}
    wrong = {room for room in wanted if room != own and RANK[room] >= RANK[own]}
    assert not wrong, f"{name(path)} stands left of {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_for_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{name(path)} has no docstring"
    assert text.count("\n") <= LONGEST_MODULE, f"{name(path)} has grown too long: split it"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_functions_stay_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            said = len((ast.get_docstring(node) or "").splitlines())
            assert length - said <= LONGEST_FUNCTION, f"{name(path)}: {node.name} is {length} lines"


def test_only_the_command_line_prints_or_exits() -> None:
    worker_mains = {"voices/espeak_worker.py", "decoding/worker.py"}
    for path in MODULES:
        if room_of(path) == "cli" or name(path) in worker_mains:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"print", "sys.exit", "exit", "quit"}, (
                    f"{name(path)}: {called}"
                )


def test_reading_a_storyboard_loads_nothing_that_draws_or_encodes() -> None:
    import subprocess

    code = (
        "import sys; import renderer.cli.check, renderer.narration.script;"
        "print([m for m in ('cv2', 'av', 'moviepy', 'gtts', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    assert done.stdout.strip() == "[]"


def test_the_voices_know_nothing_of_slides() -> None:
    for path in MODULES:
        if room_of(path) == "voices":
            assert "renderer.storyboard.board" not in set(imports(path)), name(path)


@pytest.mark.parametrize(
    "place",
    [
        "store/cache.py",
        "captions/cues.py",
        "narration/script.py",
        "narration/sentence.py",
        "storyboard/board.py",
        "timeline",
    ],
)
def test_what_travels_between_stages_can_not_be_changed(place: str) -> None:
    paths = [path for path in MODULES if name(path).startswith(place)]
    kinds = [
        (one.name, ast.unparse(decorator))
        for path in paths
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.ClassDef) and not one.name.startswith("_")
        for decorator in one.decorator_list
        if ast.unparse(decorator).startswith("dataclass")
    ]
    assert kinds
    for kind, decorator in kinds:
        assert {"frozen=True", "slots=True"} <= set(re.findall(r"\w+=\w+", decorator)), kind


def test_no_folder_of_tests_is_passed_over(request: pytest.FixtureRequest) -> None:
    """pytest passes over folders called build, dist or venv unless it is told otherwise."""
    passed_over = request.config.getini("norecursedirs")
    folders = {path.parent.name for path in Path(__file__).parent.rglob("test_*.py")}
    assert "production" in folders
    assert not [name for name in folders if any(fnmatch(name, each) for each in passed_over)]
