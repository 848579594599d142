"""The option that draws subtitles on the picture: `--burn`, `--burn 9:16`, `--burn no`.

Comes in: a command's parser, then its words. Goes out: the shapes that bear them, None where
nothing is said.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from renderer.messages import tr
from renderer.production.options import SHAPES


def add_burn(command: argparse.ArgumentParser) -> None:
    """Give *command* the option."""
    command.add_argument(
        "--burn",
        action="append",
        nargs="?",
        const="yes",
        type=_choice,
        metavar="FORMAT",
        help=tr("subtitles drawn on the picture: in every format, in this one, or no; repeatable"),
    )


def burned_shapes(choices: Sequence[str] | None) -> tuple[str, ...] | None:
    """The shapes that the option names, in whatever order it was repeated."""
    if choices is None:
        return None
    return tuple(shape for shape in SHAPES if shape in choices or "yes" in choices)


def _choice(word: str) -> str:
    from renderer.storyboard.fields import is_truth, truth  # late: few commands are given it

    if is_truth(word):
        return "yes" if truth(word) else "no"
    if word not in SHAPES:
        raise argparse.ArgumentTypeError(
            tr(
                "'{word}' is no format ({formats}): write the storyboard before {option}",
                word=word,
                formats=", ".join(SHAPES),
                option="--burn",
            )
        )
    return word
