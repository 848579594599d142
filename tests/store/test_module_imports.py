"""What a module is, as far as keys go: what runs of it, and what it imports."""

import ast
from pathlib import Path

import pytest

import renderer
from renderer.errors import RecitError
from renderer.store.module_imports import read_module

ROOT = Path(renderer.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))


def imports_of(text: str, name: str = "renderer.maps.prepared_map") -> set[str]:
    return set(read_module(name, text.encode()).imports)


def digest_of(text: str) -> str:
    return read_module("renderer.a", text.encode()).digest


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_laid_out_anew_without_its_comments_is_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    bare = ast.unparse(ast.parse(text))
    assert read_module("renderer.a", bare.encode()) == read_module("renderer.a", text.encode())


@pytest.mark.parametrize(
    "other",
    [
        '"""Another docstring."""\n{}',
        "# a comment\n{}# and another\n",
        '{}\n"""Why."""\n',
        "{}if TYPE_CHECKING:\n    import x\n",
        '__all__ = ["f"]\n__version__ = "2"\n{}',
    ],
)
def test_what_never_runs_changes_no_digest(other: str) -> None:
    plain = 'def f(a):\n    """Add."""\n    return a + 1\n'
    bare = "def f(a):\n    return (a\n            + 1)\n"
    assert digest_of(other.format(plain)) == digest_of(bare)


@pytest.mark.parametrize(
    "other",
    [
        "def f(a):\n    return a + 2\n",
        "def f(a):\n    return a - 1\n",
        "def f(a):\n    return b + 1\n",
        "def f(a):\n    return a + 1.0\n",
        "def f(a):\n    return a + True\n",
        "def f(a=None):\n    return a + 1\n",
        "def f(*, a):\n    return a + 1\n",
        "def g(a):\n    return a + 1\n",
        "def f(a):\n    return\n    a + 1\n",
        "def f(a):\n    return None + 1\n",
        "def f(a):\n    return '' + 1\n",
        "async def f(a):\n    return a + 1\n",
    ],
)
def test_whatever_runs_otherwise_is_another_digest(other: str) -> None:
    assert digest_of(other) != digest_of("def f(a):\n    return a + 1\n")


def test_values_that_stand_apart_do_not_run_together() -> None:
    assert digest_of("f('ab', 'c')") != digest_of("f('a', 'bc')")
    assert digest_of("[[1], 2]") != digest_of("[[1, 2]]")
    assert digest_of("if a:\n    b\n    c") != digest_of("if a:\n    b\nc")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import renderer.errors", {"renderer.errors"}),
        ("from renderer import sound", {"renderer.sound"}),
        ("from renderer.maps.style import fonts_of", {"renderer.maps.style.fonts_of"}),
        ("from renderer.maps.style import *", {"renderer.maps.style"}),
        ("from . import style", {"renderer.maps.style"}),
        ("from ..frames import yuv", {"renderer.frames.yuv"}),
        ("from ..frames.yuv import mix_planes", {"renderer.frames.yuv.mix_planes"}),
        ("def f():\n    from renderer.frames import yuv", {"renderer.frames.yuv"}),
        ("try:\n    import numpy\nexcept ImportError:\n    import math", {"numpy", "math"}),
        ('KINDS = {"map": "renderer.maps.kind"}', {"renderer.maps.kind"}),
        ('KINDS = ("renderer.maps.kind:painter",)', {"renderer.maps.kind"}),
        ('load(f"renderer.voices.{name}")', {"renderer.voices.*"}),
        ('load(f"renderer.{room}.kind")', {"renderer.*.kind"}),
    ],
)
def test_an_import_counts_wherever_it_stands_and_however_it_is_written(
    text: str, found: set[str]
) -> None:
    assert imports_of(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "if TYPE_CHECKING:\n    import renderer.cli",
        "if typing.TYPE_CHECKING:\n    import renderer.cli",
        "def __getattr__(name):\n    import renderer.cli",
        '"""renderer.cli"""',
        'code_digest("renderer.cli")',
        'say("see renderer.cli for more")',
    ],
)
def test_what_is_not_used_is_no_import(text: str) -> None:
    assert imports_of(text) == set()


def test_what_type_checkers_do_not_see_runs() -> None:
    text = "if TYPE_CHECKING:\n    import renderer.a\nelse:\n    import renderer.b"
    assert imports_of(text) == {"renderer.b"}


def test_a_package_counts_from_itself() -> None:
    found = read_module("renderer.maps", b"from . import style", is_package=True)
    assert found.imports == ("renderer.maps.style",)


def test_what_is_not_python_is_told_with_a_remedy() -> None:
    with pytest.raises(RecitError, match=r"renderer\.a can't be read.*install Récit anew") as error:
        read_module("renderer.a", b"def (")
    assert error.value.code == "installation-damaged"
