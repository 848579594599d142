"""No call that only one system has, without its counterpart: read from the sources.

Nobody runs the suite on Windows or macOS before each change. So whatever another system lacks (a
module, a function of `os`, a signal, a file that the kernel makes) stands where its absence is seen
to: behind a question (`sys.platform`, `hasattr`, `exists`), or where the failure is caught.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import renderer

SOURCES = sorted(Path(renderer.__file__).parent.rglob("*.py"))
# Not on Windows, but for the last four, which are there alone.
MODULES = """
    crypt curses fcntl grp posix pty pwd readline resource spwd syslog termios tty
    msvcrt winreg winsound _winapi
"""
# Of `os`: not on Windows; then not on macOS either, or on Windows alone.
CALLS = """
    chown chroot ctermid fchmod fchown fork forkpty getegid geteuid getgid getgroups getloadavg
    getpgid getpgrp getpriority getsid getuid killpg lchown major mkfifo mknod nice openpty
    pathconf posix_fadvise posix_fallocate posix_spawn register_at_fork sendfile setpgid
    setpriority setsid statvfs sync sysconf tcgetpgrp uname wait3 wait4 waitid
    copy_file_range eventfd fdatasync getrandom getxattr memfd_create pidfd_open pipe2 setns
    setxattr splice unshare startfile add_dll_directory
    O_DIRECT O_DIRECTORY O_NOFOLLOW O_NONBLOCK O_SYNC O_TMPFILE O_BINARY
"""
SIGNALS = "SIGABRT SIGFPE SIGILL SIGINT SIGSEGV SIGTERM SIG_DFL SIG_IGN"
"""Those that all three systems have."""
KERNEL = ("/dev/", "/proc/", "/sys/")
CAUGHT = frozenset({"OSError", "ImportError", "AttributeError", "Exception"})
ASKED = frozenset({"sys.platform", "os.name", "platform.system"})
ASKING = frozenset({"hasattr", "exists", "is_file", "is_dir"})


def unguarded(text: str) -> list[str]:
    """What *text* uses of one system alone, and where, unless it is seen to."""
    tree = ast.parse(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    named = frozenset(_kernel_names(tree))
    return [
        f"line {getattr(node, 'lineno', 0)}: {what}"
        for node in ast.walk(tree)
        if (what := _of_one_system(node, parents, named)) and not _seen_to(node, parents)
    ]


def _of_one_system(
    node: ast.AST, parents: dict[ast.AST, ast.AST], named: frozenset[str]
) -> str:  # fmt: skip
    if isinstance(node, ast.Import):
        return " ".join(set(MODULES.split()) & {alias.name for alias in node.names})
    if isinstance(node, ast.ImportFrom):
        return node.module if node.module in MODULES.split() else ""
    if isinstance(node, ast.Attribute):
        of = ast.unparse(node.value)
        if of == "os" and (node.attr in CALLS.split() or node.attr.startswith("sched_")):
            return f"os.{node.attr}"
        if of == "signal" and node.attr.startswith("SIG") and node.attr not in SIGNALS.split():
            return f"signal.{node.attr}"
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in named:
        return node.id
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        # A docstring tells of it; a module's constant counts where it is used.
        idle = isinstance(parents[node], ast.Expr) or _function(node, parents) is None
        return node.value if node.value.startswith(KERNEL) and not idle else ""
    return ""


def _kernel_names(tree: ast.Module) -> Iterator[str]:
    """Constants of a module that hold a file of the kernel's."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            texts = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
            if any(isinstance(each, str) and each.startswith(KERNEL) for each in texts):
                yield node.targets[0].id


def _function(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.AST | None:
    while node in parents and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        node = parents[node]
    return node if node in parents else None


def _seen_to(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    inner: ast.AST = node
    while inner in parents:
        outer = parents[inner]
        if isinstance(outer, ast.Try) and inner in outer.body and _catches(outer):
            return True
        if isinstance(outer, ast.With) and any("suppress(" in ast.unparse(i) for i in outer.items):
            return True
        inner = outer
    function = _function(node, parents)
    return function is not None and any(map(_asks, ast.walk(function)))


def _catches(block: ast.Try) -> bool:
    caught = [name for h in block.handlers if h.type is not None for name in ast.walk(h.type)]
    return any(isinstance(name, ast.Name) and name.id in CAUGHT for name in caught)


def _asks(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and ast.unparse(node) in ASKED:
        return True
    called = node.func if isinstance(node, ast.Call) else None
    name = getattr(called, "attr", getattr(called, "id", ""))
    return name in ASKING


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_what_one_system_lacks_is_seen_to(path: Path) -> None:
    found = unguarded(path.read_text(encoding="utf-8"))
    assert not found, f"{path}: on another system this fails: {', '.join(found)}"


@pytest.mark.parametrize(
    "text",
    [
        "import fcntl\n",
        "def f():\n    from resource import getrlimit\n",
        "import os\ndef f():\n    return os.fork()\n",
        "import os\nNICE = os.sched_getscheduler(0)\n",
        "import signal\ndef f():\n    signal.signal(signal.SIGKILL, print)\n",
        "def f():\n    return open('/proc/self/stat')\n",
        "import pathlib\nPLACE = pathlib.Path('/dev/shm')\ndef f():\n    PLACE.mkdir()\n",
        "def f():\n    try:\n        import pwd\n    except KeyError:\n        pass\n",
    ],
)
def test_what_is_not_seen_to_is_found(text: str) -> None:
    assert unguarded(text), text


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import fcntl\nexcept ImportError:\n    fcntl = None\n",
        "def f():\n    if sys.platform == 'win32':\n        return\n    import resource\n",
        "def f():\n    if hasattr(os, 'fork'):\n        os.fork()\n",
        "import signal\nsignal.signal(signal.SIGTERM, print)\n",
        "def f():\n    '''/proc/self tells it.'''\n",
        "def f():\n    with suppress(OSError):\n        open('/proc/self/stat')\n",
    ],
)
def test_what_is_seen_to_is_left_alone(text: str) -> None:
    assert not unguarded(text), text
