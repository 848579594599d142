"""Options of commands that have to know a film: which one, in which voice, shape and language.

Comes in: a command's parser. Goes out: the same, with those options, for `values.options_of`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from renderer.cli.values import amount, burn, height, jobs, place, rate
from renderer.encoding.codec import CODECS
from renderer.frames.pixels import SHAPES
from renderer.messages import deferred, tr

OFFLINE = deferred("open no socket")
CACHE = deferred("folder, or URL, of takes and segments")
FETCH = deferred("pictures may be https addresses; each is fetched once")


def storyboards(command: argparse.ArgumentParser) -> None:
    """One or more."""
    command.add_argument("storyboards", nargs="+", type=Path, metavar="STORYBOARD")


def film_options(command: argparse.ArgumentParser, *, many_styles: bool = False) -> None:
    """Options of everything that needs to know the film."""
    command.add_argument(
        "--voice", metavar=tr("ENGINE[:NAME]"), default="", help=tr("auto, kokoro…")
    )
    command.add_argument("--offline", action="store_true", help=tr(OFFLINE))
    says = tr("speak nothing if it would cost more")
    command.add_argument("--max-cost", type=amount, metavar="EUR", help=says)
    command.add_argument(
        "--format", action="append", choices=sorted(SHAPES), dest="formats", help=tr("repeatable")
    )
    command.add_argument(
        "--codec", action="append", choices=CODECS, dest="codecs", help=tr("and H.264")
    )
    command.add_argument(
        "--teaser", action="store_true", help=tr("also a short film of some slides")
    )
    command.add_argument(
        "--height", type=height, metavar=tr("HEIGHT"), help=tr("pixels of the shorter side")
    )
    command.add_argument("--fps", type=rate, metavar=tr("FPS"), help=tr("frames a second"))
    many: dict[str, Any] = {"action": "append", "dest": "styles"} if many_styles else {}
    says = (
        tr("in place of its own theme; repeatable")
        if many_styles
        else tr("in place of its own theme")
    )
    command.add_argument("--style", metavar=tr("THEME"), help=says, **(many or {"default": ""}))
    command.add_argument(
        "--burn",
        action="append",
        nargs="?",
        const="yes",
        type=burn,
        metavar="FORMAT",
        help=tr("subtitles drawn on the picture: in every format, in this one, or no; repeatable"),
    )
    command.add_argument(
        "--draft", action="store_true", help=tr("540p, fastest, marked as a draft")
    )
    command.add_argument(
        "--jobs", type=jobs, metavar=tr("JOBS"), help=tr("tasks at once; default: all cores")
    )
    command.add_argument("--only", metavar=tr("SLIDE"), default="", help=tr("this slide alone"))
    command.add_argument("--cache", type=place, help=tr(CACHE))
    command.add_argument(
        "--allow-code", action="store_true", help=tr("run clips named in storyboards")
    )
    command.add_argument("--allow-fetch", action="store_true", help=tr(FETCH))


def one(command: argparse.ArgumentParser, *, many_styles: bool = False) -> None:
    """One storyboard, and all of its film's options."""
    command.add_argument("storyboard", type=Path, metavar="STORYBOARD")
    language_option(command)
    film_options(command, many_styles=many_styles)


def language_option(command: argparse.ArgumentParser) -> None:
    """One of the film's languages."""
    command.add_argument(
        "--language", metavar="CODE", default="", help=tr("default: the storyboard's own")
    )
