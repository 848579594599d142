"""Words of the command line as values; what makes no sense says so to whoever typed it.

Comes in: one word. Goes out: a number or a place, as argparse wants its types.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from renderer.store import is_remote


def place(word: str) -> Path | str:
    """A folder, or the URL of storage that is shared."""
    return word if is_remote(word) else Path(word)


def positive(word: str) -> int:
    """A whole number from 1 on."""
    try:
        number = int(word)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"'{word}' is not a whole number from 1 on")
    return number


def amount(word: str) -> float:
    """A number from 0 on."""
    try:
        number = float(word)
    except ValueError:
        number = -1.0
    if not 0 <= number < math.inf:
        raise argparse.ArgumentTypeError(f"'{word}' is not a number from 0 on")
    return number


def port(word: str) -> int:
    """Where to listen; 0: anywhere."""
    number = int(word)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError(f"{word} is not a port: take one from 1024 to 65535")
    return number


def even(word: str) -> int:
    """Pixels of a frame's side."""
    number = positive(word)
    if number % 2 or not 64 <= number <= 4320:
        raise argparse.ArgumentTypeError(f"{word} is not an even number from 64 to 4320")
    return number


def rate(word: str) -> int:
    """Frames a second."""
    number = positive(word)
    if 48_000 % number or number > 60:
        raise argparse.ArgumentTypeError(
            f"{word} frames a second don't share a second with 48,000 samples: take 24, 25, 30, 50"
        )
    return number
