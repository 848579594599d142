"""From the command line to one command, and from any failure to one exit code.

Comes in: arguments. Goes out: 0 done, 1 it could not be made, 2 the storyboard or the command
line is wrong, 130 interrupted. No traceback for anything an author can do.
"""

from __future__ import annotations

import errno
import gc
import logging
import os
import signal
import sys
from collections.abc import Sequence

from renderer.cli.arguments import parse
from renderer.cli.printing import printing_safely
from renderer.errors import RecitError

INTERRUPTED = 128 + signal.SIGINT
_ROOM = "; make room on the disk (see `clean`), or name another with --cache and --out"
_ALLOWED = "; allow writing there, or name another place with --cache and --out"
_REMEDIES = {
    errno.ENOSPC: _ROOM,
    errno.EFBIG: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EROFS: _ALLOWED,
    errno.EACCES: _ALLOWED,
    errno.EPERM: _ALLOWED,
}
"""What to do about what disks refuse."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that *argv* (default: the process's own arguments) names."""
    # A long storyboard is hundreds of thousands of objects that live to the end: looking through
    # them for cycles every 700 new ones only costs time (CPython 3.11's default).
    gc.set_threshold(50_000, 20, 50)
    with printing_safely():
        return _run(argv)


def _run(argv: Sequence[str] | None) -> int:
    logging.basicConfig(format="%(message)s", level=logging.WARNING, stream=sys.stderr)
    try:
        arguments = parse(list(sys.argv[1:] if argv is None else argv))
        code: int = arguments.run(arguments)
    except RecitError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        if argv is None:
            # Whoever presses again while segments under way end wants out now, without a traceback.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        print("interrupted: what was finished is kept, run again to go on", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (`… | head`): nothing more to say, and no complaint.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        remedy = _REMEDIES.get(error.errno or 0, "")
        print(f"{named}{error.strerror or error}{remedy}", file=sys.stderr)
        return 1
    except SystemExit as done:  # argparse's own, after --help and --version
        return done.code if isinstance(done.code, int) else 0
    return code
