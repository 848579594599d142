"""What is printed can't steer the terminal it is printed on.

Comes in: stdout and stderr. Goes out: the same two, for as long as a block runs, with every control
character escaped but line feeds and tabs. Messages quote what others wrote (a server's reason, the
name of a file, a tag, a value of the YAML), and there an escape sequence could clear the screen,
rewrite a line above it, or type for the user. All that Récit, a library or argparse prints passes
here, so that no command has to think of it. Knows no message.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, cast

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""C0 and C1 without line feed and tab (a carriage return writes over its line); other line ends;
what turns the reading direction of the words after it."""


def printable(text: str) -> str:
    """*text* with each control character as ``\\u001b``, which JSON reads back as it was."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class _Escaping:
    """A stream that prints no control character; all else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        self.stream.write(printable(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)


def terminal(stream: TextIO) -> TextIO:
    """The stream behind *stream*, for what draws with escape sequences of its own (Rich's bars).

    What is drawn there is given through `printable`.
    """
    return stream.stream if isinstance(stream, _Escaping) else stream


@contextmanager
def printing_safely() -> Iterator[None]:
    """While the block runs, whatever is printed is escaped."""
    before = sys.stdout, sys.stderr
    for stream in before:
        _say_anything(stream)
    # A program without a terminal (pythonw) has None for both.
    sys.stdout, sys.stderr = (stream and cast(TextIO, _Escaping(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _say_anything(stream: TextIO) -> None:
    """Where the terminal's own letters lack one of ours, or a file's name holds bytes that are no
    letters, print an escape instead of failing.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
