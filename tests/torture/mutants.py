"""A sample of small faults, put into a room one at a time: do the room's own tests notice?

    python -m tests.torture.mutants french --sample 150 --seed 1944

Comes in: the name of a room, a size and a seed. Goes out: each mutant that survived, as a
difference, and the score. cosmic-ray makes the faults. Works on a copy of the files that git knows,
so the checkout is never touched; needs requirements-mutation.txt.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import hypothesis.stateful  # noqa: F401 - loaded before the forks, as are all below
import num2words  # noqa: F401
import numpy  # noqa: F401
import pydantic  # noqa: F401
import pytest
import yaml  # noqa: F401
from cosmic_ray import plugins
from cosmic_ray.commands.init import _all_work_items
from cosmic_ray.mutating import mutate_code
from cosmic_ray.work_item import MutationSpec

ROOT = Path(__file__).absolute().parents[2]
SURVIVORS = "tests/torture/test_survivors.py"
ROOMS = {
    "storyboard": (
        "renderer/storyboard",
        ["tests/storyboard", "tests/maps/test_map_schema.py", SURVIVORS],
    ),
    "language": ("renderer/language", ["tests/language", SURVIVORS]),
    "timeline": ("renderer/timeline", ["tests/timeline", SURVIVORS]),
    "cache": ("renderer/store/cache.py", ["tests/store/test_cache.py", SURVIVORS]),
}
PATIENCE = 30
"""Seconds of processor after which a mutant counts as noticed; no room's tests take ten."""
WAIT = 900
"""Seconds on the clock after which a mutant that waits for ever counts as noticed."""
MEMORY = 4_000_000_000
"""Bytes that a mutant's tests may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One fault: a whole module with it."""

    path: Path
    before: str
    after: str

    def difference(self) -> str:
        """The lines that differ."""
        name = self.path.name
        lines = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), name, name, n=0, lineterm=""
        )
        return "\n".join(list(lines)[2:])


def faults(modules: list[Path]) -> list[MutationSpec]:
    """Every fault that cosmic-ray knows for *modules*, in its own order."""
    return [item.mutations[0] for item in _all_work_items(modules, {})]


def mutants(found: list[MutationSpec], chance: random.Random) -> Iterator[Mutant]:
    """*found* in a random order, but for those that only change what Python never evaluates."""
    seen: set[str] = set()
    for one in chance.sample(found, len(found)):
        path = Path(one.module_path)
        before = path.read_text(encoding="utf-8")
        operator = plugins.get_operator(one.operator_name)(**one.operator_args)
        after = mutate_code(before, operator, one.occurrence)
        if after is not None and after not in seen and meaning(after) != meaning(before):
            seen.add(after)
            yield Mutant(path=path, before=before, after=after)


def meaning(text: str) -> str:
    """*text* as Python understands it, without the annotations that it never evaluates."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            annotated: list[ast.AST] = list(ast.walk(node))
        elif isinstance(node, ast.ClassDef) and any(
            "dataclass" in ast.dump(d) for d in node.decorator_list
        ):
            annotated = list(node.body)
        else:
            continue
        for inner in annotated:
            if isinstance(inner, ast.AnnAssign):
                inner.annotation = ast.Constant(value=None)
            elif isinstance(inner, ast.arg):
                inner.annotation = None
    return ast.dump(tree)


def copied(into: Path) -> Path:
    """A copy of the files that git knows, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, into / name)
    return into


def noticed(copy: Path, tests: list[str]) -> bool:
    """Whether one of *tests* fails in *copy*: in a fork, which finds the large packages loaded."""
    child = os.fork()
    if child == 0:
        os._exit(tested(copy, tests))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def tested(copy: Path, tests: list[str]) -> int:
    """The exit code of pytest in this process, which knows nothing of the checkout any more."""
    signal.alarm(WAIT)
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.chdir(copy)
    sys.path[0] = str(copy)
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    os.environ["CI"] = "1"  # the same examples for every mutant
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    words = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not slow"]
    loaded = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # before the fork: hypothesis
    return int(pytest.main([*words, *loaded, *tests]))


def tried(mutant: Mutant, copy: Path, tests: list[str]) -> bool:
    """Whether *mutant* is noticed; the module is whole again afterwards."""
    mutant.path.write_text(mutant.after, encoding="utf-8")
    try:
        forget_bytecode(mutant.path)
        return noticed(copy, tests)
    finally:
        mutant.path.write_text(mutant.before, encoding="utf-8")
        forget_bytecode(mutant.path)


def forget_bytecode(path: Path) -> None:
    """Python tells a changed module by its size and its second: both may be the same."""
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()


def main() -> int:
    """Sample one room."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("room", choices=sorted(ROOMS))
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1944)
    chosen = parser.parse_args()
    place, tests = ROOMS[chosen.room]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="recit-mutants-") as folder:
        copy = copied(Path(folder))
        if noticed(copy, tests):
            raise SystemExit(f"{' '.join(tests)}: these fail without any fault; mend them first")
        target = copy / place
        modules = sorted(target.rglob("*.py")) if target.is_dir() else [target]
        found = faults(modules)
        size = survived = 0
        for mutant in islice(mutants(found, random.Random(chosen.seed)), chosen.sample):
            size += 1
            if not tried(mutant, copy, tests):
                survived += 1
                say(f"survived: {mutant.path.relative_to(copy)}\n{mutant.difference()}\n")
    taken = (time.monotonic() - began) / 60
    say(
        f"{place}: {len(found)} faults, {size} sampled with seed {chosen.seed}, "
        f"{size - survived} noticed, {survived} survived, {taken:.0f} minutes"
    )
    return 0


def say(line: str) -> None:
    """One line on stdout, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
