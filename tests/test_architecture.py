"""Data flows one way: a room may import only from rooms left of its own."""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

import renderer

ROOMS = (
    ("messages",),
    ("errors", "extras", "timebase", "cancellation"),
    ("files",),
    ("store",),
    ("decoding",),
    ("storyboard",),
    ("editing",),
    ("language",),
    ("voices",),
    ("narration",),
    ("timeline",),
    ("subtitles",),
    ("frames",),
    ("typesetting",),
    ("themes",),
    ("rights",),
    ("photographs",),
    ("maps",),
    ("footage",),
    ("pictures",),
    ("fetching",),
    ("importing",),
    ("archives",),
    ("clips",),
    ("sound",),
    ("encoding",),
    ("farm",),
    ("publish",),
    ("production",),
    ("doctor",),
    ("preview",),
    ("studio",),
    ("cli",),
)
RANK = {name: rank for rank, room in enumerate(ROOMS) for name in room}
ROOT = Path(renderer.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
LONGEST_MODULE = 500
LONGEST_FUNCTION = 50
DEEPEST = 14
"""Modules on the longest way, which runs through the kinds of slide; it may only sink. Models of
the field have 8 to 14."""


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imports(path: Path, *, at_once: bool = False) -> set[str]:
    """Modules of ours, and names of others', that a file imports, wherever in it.

    `from renderer import maps` is an import of ``renderer.maps``. *at_once*: only those that run
    with the file, neither in a function nor for type checkers alone.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named: set[str] = set()
    for node in walked(tree, at_once=at_once):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name(path)}: write imports in full"
            named |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
    return {module_of(each) for each in named}


def walked(node: ast.AST, *, at_once: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        types = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        if at_once and (types or isinstance(child, ast.FunctionDef)):
            continue
        yield child
        yield from walked(child, at_once=at_once)


def module_of(dotted: str) -> str:
    """The module that holds what is named, if it is one of ours."""
    while dotted.startswith("renderer.") and dotted not in BY_NAME:
        dotted = dotted.rpartition(".")[0]
    return dotted


def dotted_name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def face_of(package: Path) -> set[str]:
    """What a package's `__init__` offers: the names in its literal `__all__`."""
    for node in ast.parse((package / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


BY_NAME = {dotted_name(path): path for path in MODULES}
PACKAGES = sorted(path.parent for path in ROOT.glob("**/__init__.py") if path.parent != ROOT)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_imports_only_from_rooms_left_of_its_own(path: Path) -> None:
    if path == ROOT / "__init__.py":
        return
    own = room_of(path)
    wanted = {module.split(".")[1] for module in imports(path) if module.startswith("renderer.")}
    wrong = {room for room in wanted if room != own and RANK[room] >= RANK[own]}
    assert not wrong, f"{name(path)} stands left of {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nobody_reaches_past_a_room_s_face(path: Path) -> None:
    own = dotted_name(path)
    for module in imports(path) & BY_NAME.keys():
        above = module.rpartition(".")[0]
        while above not in ("", "renderer"):
            inner = module.removeprefix(f"{above}.").partition(".")[0]
            inside = own == above or own.startswith(f"{above}.")
            assert inside or inner in face_of(BY_NAME[above].parent), (
                f"{name(path)} reaches {module}, which {above} doesn't offer: name it in __all__ of"
                " its __init__, or ask for what is there"
            )
            above = above.rpartition(".")[0]


@pytest.mark.parametrize("package", PACKAGES, ids=name)
def test_a_face_names_what_is_there(package: Path) -> None:
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    defined = {each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef)}
    defined |= {alias.name for n in tree.body if isinstance(n, ast.ImportFrom) for alias in n.names}
    defined |= {ast.unparse(n.target) for n in tree.body if isinstance(n, ast.AnnAssign)}
    modules = {path.stem for path in package.glob("*.py")} | {each.name for each in PACKAGES}
    assert face_of(package) <= defined | modules


def test_no_modules_import_one_another_in_a_circle() -> None:
    """At the top, in a function, for types alone; what `renderer` itself hands out aside."""
    graph = {own: imports(path) & BY_NAME.keys() - {own} for own, path in BY_NAME.items()}
    graph["renderer"] = {"renderer.frames.cpu_instructions"}
    graph["renderer.voices.espeak"].discard("renderer.voices.espeak_french")
    done: set[str] = set()

    def follow(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way[way.index(module) :], module))
        if module not in done:
            for other in sorted(graph[module]):
                follow(other, (*way, module))
            done.add(module)

    for module in graph:
        follow(module, ())


def test_no_rooms_import_one_another_in_a_circle() -> None:
    """The order of `ROOMS` holds it; it must name every room once."""
    rooms = {room_of(path) for path in MODULES} - {"__init__"}
    assert rooms == set(RANK)
    assert len(RANK) == sum(map(len, ROOMS))


def test_imports_are_not_too_deep() -> None:
    """Modules on the longest way from one to another, as files that are imported run."""
    graph = {
        own: imports(path, at_once=True) & BY_NAME.keys() - {own, "renderer"}
        for own, path in BY_NAME.items()
        if own != "renderer"
    }
    known: dict[str, list[str]] = {}

    def longest(module: str) -> list[str]:
        if module not in known:
            ways = [longest(other) for other in sorted(graph[module])]
            known[module] = [module, *max(ways, key=len, default=[])]
        return known[module]

    deepest = max(map(longest, graph), key=len)
    assert len(deepest) <= DEEPEST, " → ".join(deepest)


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


ANSWERED_BY_MANY = {
    *("open_voice", "answer", "load"),  # what every engine, and every trade in a sandbox, offers
    *("run", "main"),  # a command's module, a process's
    "deferred",  # in `espeak_worker`, which imports nothing of ours
}
"""Public names of functions that mean the same wherever they stand."""


def public_names(kind: type[ast.ClassDef | ast.FunctionDef]) -> dict[str, list[str]]:
    """The modules that define each public class or function."""
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, kind) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name(path))
    return places


def test_no_public_class_name_stands_for_two_things() -> None:
    twice = {one: places for one, places in public_names(ast.ClassDef).items() if places[1:]}
    assert not twice, twice


def test_no_public_function_name_stands_for_two_things() -> None:
    functions = public_names(ast.FunctionDef)
    twice = {one for one, places in functions.items() if places[1:]}
    assert twice == ANSWERED_BY_MANY, {one: functions[one] for one in twice ^ ANSWERED_BY_MANY}


def is_number(value: ast.expr) -> bool:
    """A number, a sum of them, or a sequence of nothing else, as it is written."""
    match value:
        case ast.Constant():
            return isinstance(value.value, int | float) and not isinstance(value.value, bool)
        case ast.UnaryOp():
            return is_number(value.operand)
        case ast.BinOp():
            return is_number(value.left) and is_number(value.right)
        case ast.Tuple() | ast.List():
            return bool(value.elts) and all(map(is_number, value.elts))
    return False


def bare_numbers(text: str) -> list[str]:
    """Constants that are numbers, without a docstring below, a comment above or beside them."""
    readline = io.StringIO(text).readline
    tokens = tokenize.generate_tokens(readline)
    comments = {token.start[0] for token in tokens if token.type == tokenize.COMMENT}
    body = ast.parse(text).body
    bare = []
    for node, after in zip(body, [*body[1:], None], strict=True):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        names = [one.id for one in ast.walk(target) if isinstance(one, ast.Name)]
        if not is_number(node.value) or not all(one.strip("_").isupper() for one in names):
            continue
        told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        lines = range(node.lineno - 1, (node.end_lineno or node.lineno) + 1)
        if not told and comments.isdisjoint(lines):
            bare.append(", ".join(names))
    return bare


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_number_that_was_chosen_has_its_reason_beside_it(path: Path) -> None:
    assert bare_numbers(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("A = 1\nB = 2\n", ["A", "B"]),
        ('A = 1\n"""Why."""\n_B = (2, -3)\n', ["_B"]),
        ("# Why.\nA = 1\nB = 1 << 4  # why\n", []),
        ("A, B = 1.5, (0, 0)\nC: Rect = (1,)\n", ["A, B", "C"]),
        ("DEFAULT = True\nNAME = 'x'\nlower = 3\nPORTS = range(3)\n", []),
    ],
)
def test_a_number_without_its_reason_is_found(text: str, bare: list[str]) -> None:
    assert bare_numbers(text) == bare


def test_only_the_command_line_prints_or_exits() -> None:
    worker_mains = {"voices/espeak_worker.py", "decoding/sandbox_process.py"}
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
            assert "renderer.storyboard.board" not in imports(path), name(path)


@pytest.mark.parametrize(
    "place",
    [
        "store/cache.py",
        "subtitles/cues.py",
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


def test_the_page_on_architecture_lists_every_room_in_order() -> None:
    page = (ROOT.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:`\w+/?`(?:, )?)+) \|", page, re.MULTILINE)
    told = [tuple(re.findall(r"`(\w+)/?`", row)) for row in rows]
    assert told[: len(ROOMS)] == list(ROOMS)
    there = {path.name for path in PACKAGES if path.parent == ROOT}
    assert there <= {room for row in ROOMS for room in row}
