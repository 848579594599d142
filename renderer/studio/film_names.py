"""The names of a film for the page: what is to be settled, and all that is settled, by whom.

Comes in: a film's board, the file it is written in, the lexicon of its project. Goes out: plain
data. Which entries a person may take away is known by where they stand. Writes nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from renderer.errors import RecitError
from renderer.narration.names import SettledName, names_to_settle, settled_names
from renderer.storyboard.board import Storyboard
from renderer.voices.phonemes import read_names


def names_told(board: Storyboard, file: str, lexicon: str) -> dict[str, Any]:
    """All names that *board* says.

    Args:
        board: all of the film that is right.
        file: the name of its storyboard, as entries of its own say where they are from.
        lexicon: the project's, as recit.toml names it; empty: there is none.
    """
    found = (*names_to_settle(board), *names_to_settle(board, doubtful=True))
    try:
        read = read_names([name.said for name in found], board.language)
    except RecitError:
        read = ()
    told = [
        {**asdict(name), "ipa": "", "foreign": "", **(asdict(read[n]) if read else {})}
        for n, name in enumerate(found)
    ]
    return {
        "names": [one for one in told if one["kind"] != "perhaps"],
        "perhaps": [one for one in told if one["kind"] == "perhaps"],
        "settled": [
            {**asdict(name), "where": _place(name, file, lexicon)} for name in settled_names(board)
        ],
    }


def _place(name: SettledName, file: str, lexicon: str) -> str:
    """Whose entry it is: "slide", "film" or "project"; empty: none that this page wrote."""
    place = name.origin.rpartition(":")[0]
    if place and place == file:
        return "slide" if name.slide else "film"
    return "project" if place and place == lexicon else ""
