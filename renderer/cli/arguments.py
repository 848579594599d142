"""The grammar of the command line.

Comes in: words. Goes out: a namespace whose `run` is the command. A path without a command means
`render`. Loads no command until it is the one asked for.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from renderer import __version__
from renderer.cli.film_options import (
    CACHE,
    FETCH,
    OFFLINE,
    film_options,
    language_option,
    one,
    storyboards,
)
from renderer.cli.suggestions import refuse_slip, refuse_unknown_option
from renderer.cli.values import amount, place, port, region
from renderer.errors import UsageError
from renderer.messages import deferred, tr
from renderer.messages.catalogue import LANGUAGES
from renderer.messages.reader_language import language_last

COMMANDS = {
    "new": deferred("a folder with a first film, and all that it takes to make it"),
    "render": deferred("make the film and its web page"),
    "import": deferred("a document becomes a storyboard; again: its changes go into it"),
    "pick": deferred("a picture from an archive's address, with its rights, into a storyboard"),
    "check": deferred("find all that a render would refuse; nothing is rendered"),
    "rights": deferred("pictures looked at again where they are from: still there, same licence?"),
    "plan": deferred("what would be made, what is reused, and why"),
    "still": deferred("one frame of the film as PNG"),
    "sheet": deferred("contact sheet: every slide, its caption, its times"),
    "say": deferred("written and spoken text side by side, or heard"),
    "voices": deferred("what speaks here and why the rest doesn't; hear one, add one"),
    "studio": deferred("make, hear, correct and publish films in the browser"),
    "watch": deferred("a folder's films made again when what they show changes; for servers"),
    "serve": deferred("the page on this machine, made again at each save"),
    "export": deferred("the text to be corrected, the film to be cut, captions for players"),
    "publish": deferred("the published film on a PeerTube instance, under one address for good"),
    "verify": deferred("whether published folders still are what was published"),
    "theme": deferred("the themes there are, or one theme's specimen sheet"),
    "schema": deferred("the JSON Schema of storyboards, for editors"),
    "explain": deferred("what a kind of mistake means, by the name that --json shows"),
    "doctor": deferred("codecs, fonts, voices, network, cache, disk"),
    "clean": deferred("what the cache holds, and emptying it"),
    "completion": deferred("what a shell reads once, to complete commands, storyboards and slides"),
}
"""Each command, and what it does, for `tr`."""

SHELLS = ("bash", "zsh", "fish", "powershell")
"""Those that argcomplete completes for."""
PROGRAM = "recit"
"""The installed program."""
_OUT = deferred("folder of finished films")


_DRAWING = frozenset(
    {"render", "pick", "still", "sheet", "say", "voices", "serve", "watch", "studio"}
)
"""Commands that load codecs."""


class _Parser(argparse.ArgumentParser):
    """argparse, raising our error instead of exiting."""

    def error(self, message: str) -> Any:
        """Raise: the entry point prints and chooses the exit code."""
        told = tr("{program}: {message}", program=self.prog, message=message)
        raise UsageError(f"{told}\n{self.format_usage().strip()}", code="option-unfit")

    def options(self) -> list[str]:
        """The long options it knows."""
        return [each for each in self._option_string_actions if each.startswith("--")]


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The namespace of a command line; `run` is the command's function.

    Raises:
        UsageError: the words make no sense.
    """
    parser = command_line_parser()
    words = language_last(words)
    first = next((word for word in words if not word.startswith("-")), "")
    if first and first not in COMMANDS:
        if words[0] == first:  # else it may be an option's value
            refuse_slip(first, COMMANDS)
        words = ["render", *words]
    if not words:
        raise UsageError(parser.format_help().strip(), code="command-unknown")
    if command := next((word for word in words if word in COMMANDS), ""):
        known = _Parser()
        _ARGUMENTS[command](known)
        refuse_unknown_option(command, words, [*known.options(), "--json", "--lang"])
    arguments = parser.parse_args(words)
    arguments.run = _runner(arguments.command)
    return arguments


def program() -> str:
    """This program, as whoever reads a message would call it."""
    called = Path(sys.argv[0] if sys.argv else "")
    if called.parts[-3:] == ("renderer", "cli", "__main__.py"):
        return "python -m renderer.cli"
    # The script that pip makes has the name of pyproject.toml's entry point, on Windows with .exe.
    return PROGRAM if called.stem == PROGRAM else "python make_video.py"


def _runner(command: str) -> Callable[[argparse.Namespace], int]:
    if command in _DRAWING:
        from renderer.doctor.system import refuse_tight_limits

        refuse_tight_limits()  # before codecs are loaded
    name = "import_" if command == "import" else command  # the word is Python's own
    module = importlib.import_module(f"renderer.cli.{name}")
    run: Callable[[argparse.Namespace], int] = module.run
    return run


def command_line_parser() -> _Parser:
    """All commands and their options."""
    parser = _Parser(
        prog=program().removeprefix("python "),
        description=tr("Turn a storyboard into a narrated film."),
        epilog=tr("A path without a command means render."),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"Récit {__version__}",
        help=tr("show program's version number and exit"),  # not through gettext before 3.13
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar=tr("COMMAND"))
    for name, says in COMMANDS.items():
        told = tr(says)
        command = commands.add_parser(name, help=told, description=f"{told[:1].upper()}{told[1:]}.")
        _ARGUMENTS[name](command)
        command.add_argument("--json", action="store_true", help=tr("one JSON object on stdout"))
        command.add_argument("--lang", choices=LANGUAGES, help=tr("of what this program says"))
    return parser


def _languages(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--language",
        action="append",
        dest="languages",
        metavar="CODE",
        help=tr("repeatable; else all"),
    )


def _render(command: argparse.ArgumentParser) -> None:
    storyboards(command)
    _languages(command)
    command.add_argument(
        "--out", type=Path, metavar=tr("OUT"), help=tr("folder of finished films; default: out/")
    )
    command.add_argument(
        "--rollback",
        action="store_true",
        help=tr("show the set before the last; nothing is rendered"),
    )
    command.add_argument(
        "--take-over", action="store_true", help=tr("replace a set made from another storyboard")
    )
    film_options(command)
    command.add_argument("--refetch", action="store_true", help=tr("fetch those pictures anew"))
    _cluster(command)


def _cluster(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--cluster", metavar=tr("ADDRESS"), default="", help=tr("Dask scheduler: tls://host:8786")
    )
    for name, says in (
        ("ca", tr("certificates that may sign the cluster's")),
        ("cert", tr("our certificate")),
        ("key", tr("the key to our certificate")),
    ):
        command.add_argument(f"--cluster-{name}", type=Path, metavar=tr("FILE.pem"), help=says)
    command.add_argument(
        "--insecure-cluster", action="store_true", help=tr("let plain tcp leave this machine")
    )


def _new(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar=tr("FOLDER"))
    command.add_argument(
        "--language", choices=("fr", "en"), default="fr", help=tr("of the film; default: fr")
    )


def _import(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", type=Path, metavar=tr("DOCUMENT"))
    command.add_argument(
        "--into", type=Path, metavar="STORYBOARD", help=tr("default: named after the document")
    )
    command.add_argument(
        "--language", metavar="CODE", default="", help=tr("the document translates the storyboard")
    )
    command.add_argument("--dry-run", action="store_true", help=tr("say what would be done"))


def _export(command: argparse.ArgumentParser) -> None:
    one(command)
    says = tr("default: named after the storyboard, here")
    for kind in ("docx", "html", "otio", "otioz"):
        command.add_argument(
            f"--{kind}", type=Path, nargs="?", const=Path(), metavar=f"FILE.{kind}", help=says
        )
    for name, told in (
        ("captions-named-after-film", tr("the film, and its captions as players find them")),
        ("mux-captions", tr("the film with its captions as a track of it")),
    ):
        command.add_argument(
            f"--{name}", type=Path, nargs="?", const=Path(), metavar=tr("FOLDER"), help=told
        )
    command.add_argument("--out", type=Path, metavar=tr("OUT"), help=tr(_OUT))


def _publish(command: argparse.ArgumentParser) -> None:
    command.add_argument("storyboard", type=Path, metavar="STORYBOARD")
    command.add_argument(
        "--to", choices=("peertube",), required=True, help=tr("where; its address is in recit.toml")
    )
    _languages(command)
    says = tr("which video it is, where this isn't known here; or {new}", new="new")
    command.add_argument("--video", metavar="ID", default="", help=says)
    command.add_argument("--out", type=Path, metavar=tr("OUT"), help=tr(_OUT))
    command.add_argument("--offline", action="store_true", help=tr(OFFLINE))


def _pick(command: argparse.ArgumentParser) -> None:
    command.add_argument("address", metavar=tr("ADDRESS"))
    says = tr("which one: its number, its name or its address")
    command.add_argument("--canvas", metavar=tr("NUMBER"), default="", help=says)
    command.add_argument("--into", type=Path, metavar="STORYBOARD", help=tr("else only shown"))
    command.add_argument("--slide", metavar="ID", default="", help=tr("else a new one, at the end"))
    says = tr("only this part of it, as in motion: {example}", example="0.2,0.1,0.5,0.5")
    command.add_argument("--region", type=region, metavar=tr("PART"), help=says)
    says = tr("the first picture that is listed")
    kept: dict[str, Any] = {"type": int, "dest": "start", "default": 1}
    command.add_argument("--from", metavar=tr("NUMBER"), help=says, **kept)
    says = tr("where the contact sheet goes; default: {name}", name="SLUG-pick.png")
    command.add_argument("--sheet", type=Path, metavar=tr("FILE.png"), help=says)
    command.add_argument("--offline", action="store_true", help=tr(OFFLINE))


def _rights(command: argparse.ArgumentParser) -> None:
    command.add_argument("storyboard", type=Path, metavar="STORYBOARD")
    command.add_argument("--offline", action="store_true", help=tr(OFFLINE))


def _check(command: argparse.ArgumentParser) -> None:
    storyboards(command)
    command.add_argument(
        "--rights", action="store_true", help=tr("also what to look at in rights before publishing")
    )
    command.add_argument("--draft", action="store_true", help=tr("ask no rights, as a draft does"))
    says = tr("whether to open pictures, films and sounds, as it does unless told not to")
    command.add_argument(
        "--pictures", action=argparse.BooleanOptionalAction, default=True, help=says
    )
    command.add_argument("--offline", action="store_true", help=tr("as always: it opens no socket"))
    command.add_argument("--cache", type=Path, help=tr("folder in which what is fit is remembered"))
    command.add_argument("--allow-fetch", action="store_true", help=tr(FETCH))


def _still(command: argparse.ArgumentParser) -> None:
    one(command)
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--slide", metavar="ID", help=tr("the middle of this slide"))
    which.add_argument(
        "--at", type=amount, metavar=tr("SECONDS"), help=tr("the frame at this time")
    )
    command.add_argument("--out", type=Path, required=True, metavar=tr("FILE.png"))


def _plan(parser: argparse.ArgumentParser) -> None:
    one(parser)
    parser.add_argument(
        "--pace", action="store_true", help=tr("also tell where nothing changes for over 8 s")
    )


def _sheet(command: argparse.ArgumentParser) -> None:
    one(command, many_styles=True)
    command.add_argument(
        "--pace",
        action="store_true",
        help=tr("draw the film's rhythm instead: changes, speech, and where nothing changes"),
    )
    says = tr(
        "default: {name}; of several, each adds its shape and theme to the name",
        name="SLUG-sheet.png",
    )
    command.add_argument("--out", type=Path, metavar=tr("FILE.png"), help=says)


def _say(command: argparse.ArgumentParser) -> None:
    one(command)
    command.add_argument("--slide", metavar="ID", default="", help=tr("this slide alone"))
    command.add_argument(
        "--play", action="store_true", help=tr("through this machine's loudspeakers")
    )
    command.add_argument("--out", type=Path, metavar=tr("FILE.wav"))
    command.add_argument(
        "--unknown", action="store_true", help=tr("names and acronyms that no lexicon settles")
    )
    command.add_argument("--ipa", action="store_true", help=tr("phonemes, as the voices get them"))


def _voices(command: argparse.ArgumentParser) -> None:
    command.add_argument("action", nargs="?", choices=("list", "hear", "add"), default="list")
    command.add_argument("voice", nargs="?", default="", metavar=tr("ENGINE[:NAME]"))
    command.add_argument("--text", metavar=tr("TEXT"), default="", help=tr("what `hear` says"))
    says = tr("where `hear` writes it")
    command.add_argument("--out", type=Path, metavar=tr("FILE.wav"), help=says)
    says = tr("what `add` takes instead of downloading")
    command.add_argument("--from", type=Path, dest="source", metavar=tr("FILE.onnx"), help=says)
    command.add_argument("--language", metavar="CODE", default="fr", help=tr("default: fr"))
    command.add_argument("--offline", action="store_true", help=tr(OFFLINE))


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "storyboard", nargs="?", type=Path, metavar="STORYBOARD", help=tr("default: the only one")
    )
    command.add_argument("--port", type=port, default=0, help=tr("default: any that is free"))
    language_option(command)
    film_options(command)


def _watch(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("storyboards"),
        metavar=tr("FOLDER"),
        help=tr("of storyboards; default: storyboards"),
    )
    command.add_argument("--once", action="store_true", help=tr("make what isn't up to date, end"))
    command.add_argument("--out", type=Path, metavar=tr("OUT"), help=tr(_OUT))
    film_options(command)


def _studio(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(),
        metavar=tr("FOLDER"),
        help=tr("of the project; default: this one"),
    )
    command.add_argument("--port", type=port, default=0, help=tr("default: any that is free"))
    command.add_argument(
        "--no-browser", action="store_true", help=tr("print the address, open nothing")
    )
    command.add_argument(
        "--host",
        default="127.0.0.1",
        metavar=tr("ADDRESS"),
        help=tr("to listen on; beyond this machine only behind a proxy"),
    )
    command.add_argument(
        "--trust-header",
        default="",
        metavar=tr("NAME"),
        help=tr("in which the proxy says who somebody is"),
    )
    command.add_argument(
        "--proxy", default="", metavar=tr("ADDRESS"), help=tr("the only one that is answered")
    )
    film_options(command)


def _verify(command: argparse.ArgumentParser) -> None:
    command.add_argument("folders", nargs="+", type=Path, metavar=tr("FOLDER"))
    command.add_argument(
        "--language", metavar="CODE", default="", help=tr("the sets beside them, in this language")
    )


def _theme(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "name", nargs="?", default="", metavar=tr("NAME"), help=tr("or a theme's file")
    )
    command.add_argument(
        "--sheet", type=Path, metavar=tr("FILE.png"), help=tr("draw it; default: sobre")
    )


def _schema(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, metavar=tr("FILE.json"))


def _explain(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "code", nargs="?", default="", metavar=tr("NAME"), help=tr("default: all names")
    )


def _completion(command: argparse.ArgumentParser) -> None:
    command.add_argument("shell", choices=SHELLS)


def _doctor(command: argparse.ArgumentParser) -> None:
    command.add_argument("--cache", type=place, help=tr(CACHE))
    command.add_argument("--out", type=Path, metavar=tr("OUT"), default=Path("out"), help=tr(_OUT))
    command.add_argument("--offline", action="store_true", help=tr(OFFLINE))


def _clean(command: argparse.ArgumentParser) -> None:
    command.add_argument("--cache", type=place, help=tr(CACHE))
    command.add_argument(
        "--older-than", type=amount, metavar=tr("DAYS"), help=tr("unused for so long")
    )
    command.add_argument("--all", action="store_true", help=tr("everything in the cache"))
    command.add_argument("--drafts", action="store_true", help=tr("the drafts in out/.drafts"))
    command.add_argument("--out", type=Path, metavar=tr("OUT"), default=Path("out"), help=tr(_OUT))
    command.add_argument("--yes", action="store_true", help=tr("remove; without it, only say what"))


_ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "new": _new,
    "render": _render,
    "import": _import,
    "pick": _pick,
    "check": _check,
    "rights": _rights,
    "plan": _plan,
    "still": _still,
    "sheet": _sheet,
    "say": _say,
    "voices": _voices,
    "studio": _studio,
    "watch": _watch,
    "serve": _serve,
    "export": _export,
    "publish": _publish,
    "verify": _verify,
    "theme": _theme,
    "schema": _schema,
    "explain": _explain,
    "doctor": _doctor,
    "clean": _clean,
    "completion": _completion,
}
