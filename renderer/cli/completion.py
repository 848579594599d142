"""``completion``: what a shell needs to complete our commands, options, storyboards and slides.

Comes in: the name of a shell; later, at each press of Tab, the line typed so far, in the
environment (argcomplete's protocol). Goes out: the script that the shell reads once; then, each
time, the words that may follow. Loads argcomplete only for either. What is being written may be
wrong YAML at that moment, so ids are looked for in the storyboard's text.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from renderer.cli.arguments import COMMANDS, PROGRAM, command_line_parser

_ID = re.compile(r"""(?:^[ ]*(?:-[ ]+)?|[{,][ ]*)id:[ ]*["']?([a-z0-9][a-z0-9-]*)""", re.MULTILINE)
_LONGEST = 20_000_000
"""Bytes of a storyboard: as many as are read when it is checked."""

Completer = Callable[..., Iterator[str]]


def run(arguments: argparse.Namespace) -> int:
    """Print what a shell is told once, in the file that it reads at its start."""
    from argcomplete.shell_integration import shellcode

    print(shellcode([PROGRAM], shell=arguments.shell), end="")
    return 0


def complete() -> None:
    """Answer the shell that asks in the environment, and end this process."""
    import argcomplete

    line, point = os.environ["COMP_LINE"], int(os.environ["COMP_POINT"])
    os.environ["COMP_LINE"], shift = _with_render(line[:point], int(os.environ["_ARGCOMPLETE"]))
    os.environ["COMP_LINE"] += line[point:]
    os.environ["COMP_POINT"] = str(point + shift)
    parser = command_line_parser()
    _teach(parser)
    argcomplete.autocomplete(parser, always_complete_options="long")


def _with_render(line: str, program: int) -> tuple[str, int]:
    """*line* with the ``render`` that a path without a command means, and how much longer it is."""
    told = re.match(rf"(\s*(?:\S+\s+){{{program}}})([^\s-]\S*)\s", line)
    if told is None or told[2] in COMMANDS:
        return line, 0
    word = "render "
    return told[1] + word + line[told.end(1) :], len(word)


def _teach(parser: argparse.ArgumentParser) -> None:
    """Tell argcomplete who completes what; argparse has no place for it but the action."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            action.completer = _storyboards  # type: ignore[attr-defined]
            for command in action.choices.values():
                _teach(command)
        elif completer := _COMPLETERS.get(action.dest):
            action.completer = completer  # type: ignore[attr-defined]


def _files(prefix: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    """Folders, and files with one of *suffixes*, that *prefix* may become."""
    start = prefix.rpartition("/")[2]
    shown = prefix[: len(prefix) - len(start)]
    try:
        entries = sorted(Path(shown).expanduser().iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(start) and (start or not entry.name.startswith(".")):
            if entry.is_dir():
                yield f"{shown}{entry.name}/"
            elif entry.suffix.lower() in suffixes:
                yield f"{shown}{entry.name}"


def _storyboards(prefix: str, **_: object) -> Iterator[str]:
    return _files(prefix, (".yaml", ".yml"))


def _folders(prefix: str, **_: object) -> Iterator[str]:
    return _files(prefix or "out/", ())


def _slides(parsed_args: argparse.Namespace, **_: object) -> Iterator[str]:
    told = getattr(parsed_args, "storyboards", None) or [getattr(parsed_args, "storyboard", None)]
    for path in filter(None, told):
        try:
            if path.stat().st_size <= _LONGEST:
                yield from dict.fromkeys(_ID.findall(path.read_text("utf-8", "replace")))
        except OSError:
            continue


def _codes(**_: object) -> Iterator[str]:
    from renderer.messages.catalogue import SOURCE
    from renderer.messages.explanations import explanations

    return iter(explanations(SOURCE))


def _themes(**_: object) -> Iterator[str]:
    from renderer.cli.theme import FOLDERS
    from renderer.themes.file import theme_files

    return iter(theme_files(FOLDERS))


def _engines(**_: object) -> Iterator[str]:
    from renderer.voices.registry import engine_names

    return iter(engine_names())


_COMPLETERS: dict[str, Completer] = {
    "storyboard": _storyboards,
    "storyboards": _storyboards,
    "into": _storyboards,
    "folders": _folders,
    "slide": _slides,
    "only": _slides,
    "code": _codes,
    "style": _themes,
    "styles": _themes,
    "name": _themes,
    "voice": _engines,
}
"""What an argument is called → who completes it; others are files or one of their choices."""
