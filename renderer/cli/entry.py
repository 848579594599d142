"""From the command line to one command, and from any failure to one exit code.

Comes in: arguments. Goes out: 0 done, 1 it could not be made, 2 the storyboard or the command
line is wrong, 130 interrupted. No traceback for anything an author can do.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Sequence

from renderer.cli.arguments import parse
from renderer.errors import RecitError

INTERRUPTED = 128 + signal.SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that *argv* (default: the process's own arguments) names."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING, stream=sys.stderr)
    try:
        arguments = parse(list(sys.argv[1:] if argv is None else argv))
        code: int = arguments.run(arguments)
    except RecitError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted: what was finished is kept, run again to go on", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (`… | head`): nothing more to say, and no complaint.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        print(f"{named}{error.strerror or error}", file=sys.stderr)
        return 1
    return code
