"""From the command line to one command, and from any failure to one exit code.

Comes in: arguments. Goes out: 0 done, 1 it could not be made or its result not be printed, 2 the
storyboard or the command line is wrong, 128 + the signal that stopped it (130 for Ctrl-C, 143 for
SIGTERM, 129 for SIGHUP). No traceback for anything an author or a machine can do.
"""

from __future__ import annotations

import errno
import gc
import logging
import signal
import sys
from collections.abc import Callable, Sequence

from renderer.cli.outlets import Outlet, open_outlets, say_anything
from renderer.cli.signals import Signals
from renderer.errors import RecitError

_ROOM = "; make room on the disk (see `clean`), or name another with --cache and --out"
_LARGER = "; let files be larger (ulimit -f unlimited), or name a disk that holds such with --out"
_GONE = "; was it removed, or its disk taken away, while it was in use? run again to go on"
_ALLOWED = "; allow writing there, or name another place with --cache and --out"
_MEMORY = (
    "; let it have more (ulimit -v unlimited, a larger container), end other programs, or render"
    " with --jobs 1 or smaller: --height 720"
)
_REMEDIES = {
    errno.ENOSPC: _ROOM,
    errno.EFBIG: _LARGER,
    errno.EDQUOT: _ROOM,
    errno.EROFS: _ALLOWED,
    errno.EACCES: _ALLOWED,
    errno.EPERM: _ALLOWED,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.ESTALE: _GONE,
    errno.EMFILE: "; let more files be open at once: ulimit -n 1024",
    errno.ENFILE: "; the whole system has too many files open: end other programs",
    errno.EAGAIN: "; let more processes and threads run (ulimit -u), or end other programs",
    errno.ENOMEM: _MEMORY,
}
"""What to do about what disks and systems refuse."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that *argv* (default: the process's own arguments) names."""
    # A long storyboard is hundreds of thousands of objects that live to the end: looking through
    # them for cycles every 700 new ones only costs time (CPython 3.11's default).
    gc.set_threshold(50_000, 20, 50)
    if argv is not None:
        return _told(lambda: _run(argv))
    results, _ = open_outlets()
    signals = Signals()
    code = _told(lambda: _run(sys.argv[1:]))
    signals.work_is_over()
    if signals.came and code == 1:
        # The signal reached a worker before it reached us: what failed then is no failure.
        code = 128 + signals.came
    return _printed(code, results)


def _run(argv: Sequence[str]) -> int:
    # Only now: what it loads takes a while, in which a signal would end the process in its own way.
    from renderer.cli.arguments import parse

    for stream in (sys.stdout, sys.stderr):
        say_anything(stream)
    logging.basicConfig(format="%(message)s", level=logging.WARNING, stream=sys.stderr)
    arguments = parse(list(argv))
    code: int = arguments.run(arguments)
    return code


def _told(work: Callable[[], int]) -> int:
    """What *work* returns; how it fails is said on stderr, and becomes an exit code."""
    try:
        return work()
    except RecitError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt as stopped:
        print("interrupted: what was finished is kept, run again to go on", file=sys.stderr)
        return 128 + int(getattr(stopped, "signal", signal.SIGINT))
    except OSError as error:
        print(os_error_told(error), file=sys.stderr)
        return 1
    except (MemoryError, RuntimeError, ImportError) as error:
        what = _starved(error)
        if not what:
            raise
        print(what, file=sys.stderr)
        return 1
    except SystemExit as done:  # argparse's own, after --help and --version
        return done.code if isinstance(done.code, int) else 0


def os_error_told(error: OSError) -> str:
    """What a disk or the system refused, and the remedy."""
    named = f"{error.filename}: " if error.filename else ""
    return f"{named}{error.strerror or error}{_REMEDIES.get(error.errno or 0, '')}"


def _starved(error: Exception) -> str:
    """How a process ends that the system gives too little: limits, a small container."""
    said = " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return f"there is not enough memory{f' ({said})' if said else ''}{_MEMORY}"
    if isinstance(error, RuntimeError) and "start new thread" in said:
        return f"no thread can be started{_REMEDIES[errno.EAGAIN]}"
    # The loader's words, where a library's file can't be mapped, or one can't be opened any more.
    if isinstance(error, ImportError) and "failed to map segment" in said:
        return f"there is not enough memory to load a library ({said}){_MEMORY}"
    return ""


def _printed(code: int, results: Outlet) -> int:
    """*code*, or 1 where the results that stdout was to take are lost."""
    sys.stdout.flush()
    if results.refused is None:
        return code
    # The reader of our output left (`… | head`): it has what it wanted, so no complaint.
    if results.refused.errno != errno.EPIPE:
        print(f"the result can't be printed: {results.refused.strerror}", file=sys.stderr)
    return code or 1
