"""What a module of ours is, as far as keys go: a digest of its code, and what it imports.

Comes in: a module's name and source text. Goes out: `ModuleSource`. Reads syntax trees and runs
nothing: an import counts wherever it stands, in a function too, and so does a registry's row,
which is a string that names a module. Opens no file.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from renderer.errors import RecitError
from renderer.messages import tr

_FIELDS_LEFT_OUT = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
"""Of syntax nodes: they repeat what stands around them, or only a type checker reads them."""
_NAMES_MAKERS = "code_digest"
"""The function (`store.code`) whose arguments are names of modules and no imports."""
_OF_ITSELF = frozenset({"__all__", "__version__"})
"""What a module says of itself: a face, or a release, makes no other picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleSource:
    """One module."""

    digest: str
    """SHA-256 of what runs of it: comments, docstrings, layout and what only type checkers see
    don't count; nor does what it says of itself (``__all__``, ``__version__``)."""
    imports: tuple[str, ...]
    """Dotted names, sorted, each of a module or of something in one: ``renderer.maps.inset``,
    ``renderer.maps.inset.draw``. A star stands for one part that is known only when it runs:
    ``renderer.voices.*``."""


def read_module(name: str, text: bytes, *, is_package: bool = False) -> ModuleSource:
    """The module called *name*, whose file holds *text*.

    Args:
        name: dotted.
        text: as it lies in the file.
        is_package: whether that file is an ``__init__.py``.

    Raises:
        RecitError: it is not Python, or not for this version of it.
    """
    try:
        tree = _parsed(text)
    except (SyntaxError, ValueError) as error:
        raise RecitError(
            tr(
                "Récit's own module {module} can't be read: {why}; remedy: install Récit anew",
                module=name,
                why=error,
            ),
            code="installation-damaged",
        ) from error
    _strip(tree)
    package = name if is_package else name.rpartition(".")[0]
    parts: list[str] = []
    _spell(tree, parts)
    return ModuleSource(
        # Not `ast.dump`: what it writes of the same code differs from one Python to the next (3.13
        # leaves empty fields out), and machines of one cluster may have several.
        digest=hashlib.sha256("\0".join(parts).encode()).hexdigest(),
        imports=tuple(sorted(set(_imports(tree, package)))),
    )


_PARSER = Lock()
_TRIES = 3
"""A mismatch counts for the one parse that met it."""


def _parsed(text: bytes) -> ast.Module:
    """The syntax tree of *text*, one at a time in this process.

    CPython before 3.11.10 and 3.12.6 counts the depth of trees once for all threads: two that parse
    at once, or a finalizer that runs meanwhile, get "recursion depth mismatch" for sound code.
    """
    with _PARSER:
        for _ in range(_TRIES):
            try:
                return ast.parse(text)
            except SystemError:
                continue
        return ast.parse(text)


def _strip(tree: ast.Module) -> None:
    """Take away what never runs, or runs without effect."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                setattr(node, field, [left for each in block for left in _left_of(each)])


def _left_of(statement: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return  # a docstring, of a module, class, function or constant
    if isinstance(statement, ast.If) and _name_of(statement.test) == "TYPE_CHECKING":
        yield from statement.orelse
    elif not (isinstance(statement, ast.Assign) and _name_of(statement.targets[0]) in _OF_ITSELF):
        yield statement


def _name_of(node: ast.expr) -> str:
    """The last name of "x" or "module.x"; "" of anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _spell(node: ast.AST, parts: list[str]) -> None:
    """Append *node* to *parts*: kinds, names and values, without what is empty or has a place."""
    parts.append(type(node).__name__)
    for field in node._fields:
        value = getattr(node, field, None)
        if value is None and not isinstance(node, ast.Constant | ast.MatchSingleton):
            continue
        if value == [] or field in _FIELDS_LEFT_OUT:
            continue
        parts.append(field)
        if isinstance(value, list):
            parts.append(str(len(value)))
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, ast.AST):
                _spell(each, parts)
            else:
                parts.append(repr(each))


def _imports(tree: ast.AST, package: str) -> Iterator[str]:
    top = package.partition(".")[0]
    named = re.compile(rf"({top}(?:\.[a-z_]\w*)+)(?::\w+)?")
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef) and node.name == "__getattr__" and node in _top(tree):
            continue  # PEP 562: what a package hands to those who ask, and never uses itself
        if isinstance(node, ast.Call) and _name_of(node.func) == _NAMES_MAKERS:
            continue  # what made something is named for its key, not used
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(node, package)
            yield from (
                origin if each.name == "*" else f"{origin}.{each.name}" for each in node.names
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if row := named.fullmatch(node.value):
                yield row[1]
        elif isinstance(node, ast.JoinedStr):
            pattern = "".join(
                str(each.value) if isinstance(each, ast.Constant) else "*" for each in node.values
            )
            if re.fullmatch(rf"{top}(?:\.(?:\w+|\*))+", pattern):
                yield pattern
        waiting += ast.iter_child_nodes(node)


def _top(tree: ast.AST) -> list[ast.stmt]:
    return tree.body if isinstance(tree, ast.Module) else []


def _origin(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    above = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])
