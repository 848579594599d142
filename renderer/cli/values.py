"""Words of the command line as values; what makes no sense says so to whoever typed it.

Comes in: one word. Goes out: a number or a place, as argparse wants its types; of all of them
together, the options of a film.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.frames.pixels import SHAPES
from renderer.messages import tr

if TYPE_CHECKING:
    from pydantic_core import PydanticCustomError

    from renderer.farm.cluster import ClusterPlace
    from renderer.production.options import Options
    from renderer.storyboard.fields import Reads


def place(word: str) -> Path | str:
    """A folder, or the URL of storage that is shared."""
    from renderer.store import is_remote

    return word if is_remote(word) else Path(word)


def amount(word: str) -> float:
    """A number from 0 on."""
    try:
        number = float(word)
    except ValueError:
        number = -1.0
    if not 0 <= number < math.inf:
        raise argparse.ArgumentTypeError(tr("'{word}' is not a number from 0 on", word=word))
    return number


def port(word: str) -> int:
    """Where to listen; 0: anywhere."""
    try:
        number = int(word)
    except ValueError:
        number = -1
    if not 0 <= number <= 65_535:
        said = tr("{word} is not a port: take one from 1024 to 65535", word=word)
        raise argparse.ArgumentTypeError(said)
    return number


def height(word: str) -> int:
    """Pixels of a frame's shorter side, within the storyboard's own limits."""
    from renderer.storyboard.fields import FRAME_HEIGHT

    return _read(FRAME_HEIGHT, word)


def rate(word: str) -> int:
    """Frames a second, within the storyboard's own limits."""
    from renderer.storyboard.fields import FRAME_RATE

    return _read(FRAME_RATE, word)


def region(word: str) -> tuple[float, float, float, float]:
    """Left, top, width and height, as shares of a picture."""
    from pydantic_core import PydanticCustomError

    from renderer.storyboard.fields import rect

    try:
        return rect(word.strip("[] ").split(","))
    except PydanticCustomError as wrong:
        raise _unfit(word, wrong) from wrong


def jobs(word: str) -> int:
    """How many tasks at once, within the limits of recit.toml."""
    from renderer.storyboard.fields import JOBS

    return _read(JOBS, word)


def burn(word: str) -> str:
    """Whether, or in which format, subtitles are drawn on the picture: "yes", "no", or a shape."""
    from renderer.storyboard.fields import is_truth, truth

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


def burned_shapes(choices: Sequence[str] | None) -> tuple[str, ...] | None:
    """The shapes that the option names, in whatever order it was repeated."""
    if choices is None:
        return None
    return tuple(shape for shape in SHAPES if shape in choices or "yes" in choices)


def _read(field: Reads, word: str) -> int:
    """*word* as *field* of a file reads it; imported late, since most commands are given none."""
    from pydantic_core import PydanticCustomError

    try:
        return int(field.read(word))
    except PydanticCustomError as wrong:
        raise _unfit(word, wrong) from wrong


def _unfit(word: str, wrong: PydanticCustomError) -> argparse.ArgumentTypeError:
    said = wrong.context or {}
    return argparse.ArgumentTypeError(
        tr("'{word}': {what} ({remedy})", word=word, what=said["what"], remedy=said["remedy"])
    )


def options_of(arguments: argparse.Namespace) -> Options:
    """The film options of a parsed command line."""
    from renderer.production.options import Options

    engine, _, name = arguments.voice.partition(":")
    return Options(
        language=getattr(arguments, "language", ""),
        engine=engine,
        voice_name=name,
        offline=arguments.offline,
        formats=tuple(dict.fromkeys(arguments.formats or ())),
        codecs=tuple(dict.fromkeys(arguments.codecs or ())),
        teaser=arguments.teaser,
        height=arguments.height,
        fps=arguments.fps,
        style=getattr(arguments, "style", ""),  # `sheet` has several
        burn=burned_shapes(arguments.burn),
        draft=arguments.draft,
        jobs=arguments.jobs,
        only=arguments.only,
        cache=arguments.cache,
        out=getattr(arguments, "out", None),
        take_over=getattr(arguments, "take_over", False),
        allow_code=arguments.allow_code,
        allow_fetch=arguments.allow_fetch,
        refetch=getattr(arguments, "refetch", False),
        max_cost=arguments.max_cost,
        cluster=_cluster_of(arguments),
    )


def _cluster_of(arguments: argparse.Namespace) -> ClusterPlace | None:
    address = getattr(arguments, "cluster", "")
    if not address:
        return None
    from renderer.farm.cluster import ClusterPlace

    return ClusterPlace(
        address=address,
        authority=arguments.cluster_ca,
        certificate=arguments.cluster_cert,
        key=arguments.cluster_key,
        insecure=arguments.insecure_cluster,
    )
