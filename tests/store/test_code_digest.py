"""A digest of the code that makes something: of all that it reaches, and of nothing else."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from renderer.errors import RecitError
from renderer.store import code_digest as digesting
from renderer.store.code_digest import code_digest, imported, reached

FILES = {
    "__init__.py": "",
    "errors.py": "WORDS = 1",
    "room/__init__.py": "from renderer.room import face",
    "room/face.py": "",
    "room/draw.py": "from renderer import errors\ndef f():\n    from renderer.room import ink",
    "room/ink.py": "from renderer.other import engines",
    "room/idle.py": "",
    "other/__init__.py": "",
    "other/engines.py": 'def load(name):\n    return f"renderer.other.{name}"',
    "other/one.py": "",
}
DRAW = "renderer.room.draw"


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECIT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "code"


def package(folder: Path, **changed: str) -> Path:
    root = folder / "renderer"
    for name, text in {**FILES, **changed}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_all_that_is_reached_counts_with_the_packages_above_it(
    tmp_path: Path, memory: Path
) -> None:
    named = {f"renderer.{n}" for n in ("room", "room.face", "room.draw", "room.ink")}
    named |= {f"renderer.{n}" for n in ("other", "other.engines", "other.one")}
    assert reached(DRAW, root=package(tmp_path)) == named | {"renderer"}


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("room/draw.py", True),
        ("room/ink.py", True),
        ("room/__init__.py", True),
        ("other/one.py", True),
        ("room/idle.py", False),
        ("errors.py", False),
    ],
)
def test_a_digest_changes_with_what_is_reached_alone(
    tmp_path: Path, memory: Path, name: str, counts: bool
) -> None:
    before = code_digest(DRAW, root=package(tmp_path / "a"))
    changed = package(tmp_path / "b", **{name: f"{FILES[name]}\nMORE = 1"})
    assert (code_digest(DRAW, root=changed) != before) == counts


def test_a_link_that_is_not_followed_hides_only_what_is_behind_it(
    tmp_path: Path, memory: Path
) -> None:
    root = package(tmp_path)
    apart = [("renderer.room.ink", "renderer.other.engines")]
    left = reached(DRAW, apart=apart, root=root)
    assert reached(DRAW, root=root) - left == {
        "renderer.other",
        "renderer.other.engines",
        "renderer.other.one",
    }


def test_a_package_that_is_closed_is_entered_by_nobody(tmp_path: Path, memory: Path) -> None:
    root = package(tmp_path, **{"otherwise.py": "", "room/idle.py": "import renderer.otherwise"})
    left = reached(DRAW, "renderer.room.idle", apart=[("*", "renderer.other")], root=root)
    assert not [name for name in left if name.startswith("renderer.other.")]
    assert "renderer.other" not in left
    assert "renderer.otherwise" in left


def test_a_module_is_known_by_its_text_and_not_by_its_place(tmp_path: Path, memory: Path) -> None:
    one, other = package(tmp_path / "a"), package(tmp_path / "b")
    assert code_digest(DRAW, root=one) == code_digest(DRAW, root=other)


def test_what_was_read_once_is_not_parsed_again(
    tmp_path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = code_digest(DRAW, root=package(tmp_path / "a"))
    parsed: list[str] = []
    true = digesting.read_module

    def noted(name: str, text: bytes, *, is_package: bool = False) -> object:
        parsed.append(name)
        return true(name, text, is_package=is_package)

    monkeypatch.setattr(digesting, "read_module", noted)
    assert code_digest(DRAW, root=package(tmp_path / "b")) == before
    assert parsed == []
    code_digest(DRAW, root=package(tmp_path / "c", **{"room/ink.py": "INK = 2"}))
    assert parsed == ["renderer.room.ink"]


@pytest.mark.parametrize("damage", ["cut", "forged", "absent", "a folder"])
def test_a_memory_that_is_damaged_costs_only_time(
    tmp_path: Path, memory: Path, damage: str
) -> None:
    before = code_digest(DRAW, root=package(tmp_path / "a"))
    [file] = memory.iterdir()
    text = file.read_text(encoding="utf-8")
    file.unlink()
    if damage == "cut":
        file.write_text(text[: len(text) // 2], encoding="utf-8")
    elif damage == "forged":
        noted, rows = text.split("\n")
        forged = {row: ["0" * 64, named] for row, (_, named) in json.loads(rows).items()}
        file.write_text(f"{noted}\n{json.dumps(forged)}", encoding="utf-8")
    elif damage == "a folder":
        file.mkdir()
    assert code_digest(DRAW, root=package(tmp_path / "b")) == before


def test_a_cache_that_can_not_be_written_to_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    monkeypatch.setenv("RECIT_CACHE", str(tmp_path / "cache"))
    assert code_digest(DRAW, root=package(tmp_path))


def test_a_module_that_is_not_there_is_told_with_a_remedy(tmp_path: Path, memory: Path) -> None:
    root = package(tmp_path)
    with pytest.raises(
        RecitError, match=r"no module renderer\.none; remedy: install Récit as"
    ) as error:
        code_digest("renderer.none", root=root)
    assert error.value.code == "installation-damaged"
    (root / "room" / "ink.py").unlink()
    (root / "room" / "ink.py").mkdir()
    with pytest.raises(RecitError, match="remedy"):
        code_digest("renderer.room.ink", root=root)


def test_an_import_is_of_the_module_that_holds_what_is_meant(tmp_path: Path, memory: Path) -> None:
    root = package(tmp_path)
    assert imported(DRAW, root) == {"renderer.errors", "renderer.room.ink"}


def test_threads_that_ask_at_once_get_what_one_gets(tmp_path: Path, memory: Path) -> None:
    more = {f"room/part{n}.py": f"from renderer.room import part{n + 1}" for n in range(60)}
    root = package(tmp_path, **more, **{"room/part60.py": ""})
    names = [f"renderer.room.part{n}" for n in range(61)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda name: code_digest(name, root=root), reversed(names)))
    finally:
        sys.setswitchinterval(before)
    digesting._digest.cache_clear()
    digesting._sources.cache_clear()
    assert found == [code_digest(name, root=root) for name in reversed(names)]
