"""From the command line to one command, and from any failure to one exit code.

Comes in: arguments. Goes out: 0 done, 1 it could not be made or its result not be printed, 2 the
storyboard or the command line is wrong, 128 + the signal that stopped it (130 for Ctrl-C, 143 for
SIGTERM, 129 for SIGHUP). No traceback for anything an author or a machine can do.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence

from renderer.cli.json_problems import error_json
from renderer.cli.machine_errors import error_told, machine_error, reason
from renderer.cli.signals import Signals
from renderer.cli.streams import Outlet, open_outlets
from renderer.cli.terminal import printing_safely
from renderer.errors import RecitError
from renderer.messages import deferred, tr
from renderer.messages.reader_language import reader_language_of

_STOPPING = deferred("stopping: what is under way ends, and nothing half made stays")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that *argv* (default: the process's own arguments) names."""
    # A long storyboard is hundreds of thousands of objects that live to the end: looking through
    # them for cycles every 700 new ones only costs time (CPython 3.11's default).
    gc.set_threshold(50_000, 20, 50)
    with reader_language_of(sys.argv[1:] if argv is None else argv):
        if argv is None and "_ARGCOMPLETE" in os.environ:  # a shell asks what may be typed here
            from renderer.cli.completion import complete

            complete()
        if argv is None:
            return _run_process()
        with printing_safely():
            return _told(lambda: _run(argv), argv)


def _run_process() -> int:
    """The command of this process, which has it to itself: its streams and its signals."""
    results = open_outlets()
    # What goes on until it is stopped says so itself.
    signals = Signals("" if sys.argv[1:2] in (["serve"], ["watch"]) else tr(_STOPPING) + "\n")
    with printing_safely():
        code = _told(lambda: _run(sys.argv[1:]), sys.argv[1:])
    signals.work_is_over()
    if signals.came and code == 1:
        # The signal reached a worker before it reached us: what failed then is no failure.
        code = 128 + signals.came
    return _printed(code, results)


def _run(argv: Sequence[str]) -> int:
    # Only now: what it loads takes a while, in which a signal would end the process in its own way.
    from renderer.cli.arguments import parse

    # Pydantic looks through every installed package for plugins, before its first model.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    logging.basicConfig(format="%(message)s", level=logging.WARNING, stream=sys.stderr)
    arguments = parse(list(argv))
    code: int = arguments.run(arguments)
    return code


def _told(work: Callable[[], int], words: Sequence[str]) -> int:
    """What *work* returns; how it fails is said on stderr, and becomes an exit code.

    With ``--json`` among *words* a program reads it on stdout too.
    """
    try:
        return work()
    except RecitError as error:
        return _failed(error, words)
    except KeyboardInterrupt as stopped:
        print(tr("interrupted: what was finished is kept, run again to go on"), file=sys.stderr)
        return 128 + int(getattr(stopped, "signal", signal.SIGINT))
    except Exception as error:
        refused = machine_error(error)
        if refused is None:
            raise
        return _failed(refused, words)
    except SystemExit as done:  # argparse's own, after --help and --version
        return done.code if isinstance(done.code, int) else 0


def _failed(error: RecitError, words: Sequence[str]) -> int:
    told = error_told(error)
    print(told, file=sys.stderr)
    if "--json" in words:
        print(json.dumps(error_json(error, told), ensure_ascii=False))
    return error.exit_code


def _printed(code: int, results: Outlet | None) -> int:
    """*code*, or 1 where the results that stdout was to take are lost."""
    sys.stdout.flush()
    if results is None or results.refused is None or results.read_enough:
        return code
    why = reason(results.refused)
    print(tr("the result can't be printed: {why}", why=why), file=sys.stderr)
    return code or 1
