"""Commands and options that are misspelt, told with what was meant.

Comes in: words of a command line, and the names that there are. Goes out: nothing, or UsageError.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from pathlib import Path

from renderer.errors import UsageError
from renderer.messages import tr


def refuse_slip(word: str, commands: Collection[str]) -> None:
    """A word that is neither a command nor names a file must not render what comes after it."""
    if Path(word).suffix or Path(word).exists():
        return
    near = difflib.get_close_matches(word.lower(), commands, n=1, cutoff=0.5)
    raise UsageError(
        tr(
            "there is neither a command nor a file '{word}': did you mean '{near}'?",
            word=word,
            near=near[0],
        )
        if near
        else tr(
            "there is neither a command nor a file '{word}': the commands are {commands}",
            word=word,
            commands=", ".join(commands),
        ),
        code="command-unknown",
    )


def refuse_unknown_option(command: str, words: Sequence[str], known: Sequence[str]) -> None:
    """An option that is nearly called as one of its command's: argparse names no other."""
    for word in words:
        name = word.partition("=")[0]
        if word == "--":
            return
        if not word.startswith("--") or any(each.startswith(name) for each in known):
            continue
        if near := difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6):
            raise UsageError(
                tr(
                    "{command} has no option {word}: did you mean {near}?",
                    command=command,
                    word=name,
                    near=near[0],
                ),
                code="option-unfit",
            )
