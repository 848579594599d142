"""A recording that has come into media/: the edits by which the film names it.

    board, slide, what is shown of a sentence ──words_read──▶ what is read
    what is read, the slide as written ──recording_edits──▶ edits

Comes in: which slide, and which of its sentences, as the page shows it. Goes out: edits of the
file. A recording of the whole takes the place of those of single sentences, and not the other way
round: the page offers none while the whole is read. Opens no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renderer.language.eye.typography import typeset
from renderer.messages import tr
from renderer.narration.recordings import are_same_words, fingerprint
from renderer.narration.script import write_script
from renderer.storyboard.board import Storyboard
from renderer.studio.http import unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsRead:
    """What somebody has read, as the file has it."""

    slide: str
    narration: str
    sentence: str = ""
    """Empty: all of it."""


def words_read(board: Storyboard, slide: str, shown: str) -> WordsRead:
    """What is read of *slide*: its whole narration, or the sentence that is *shown* on the page.

    Args:
        board: has the slide, among others or alone.
        slide: its id.
        shown: typeset; empty: all of it.

    Raises:
        Refusal: the slide has no such sentence, any more.
    """
    one = next(each for each in board.slides if each.id == slide)
    if not shown:
        return WordsRead(slide=slide, narration=one.narration)
    for each in write_script(board)[slide]:
        if are_same_words(typeset(each.written, each.language), shown):
            return WordsRead(slide=slide, narration=one.narration, sentence=each.written)
    raise unknown(tr("this slide has no such sentence"))


def recording_edits(read: WordsRead, written: Mapping[str, Any], file: str) -> list[dict[str, Any]]:
    """The edits by which *file*, in media/, is heard where *read* stands.

    Args:
        read: what it says.
        written: the slide as the file has it.
        file: its name.
    """
    before = written.get("recordings")
    if not read.sentence:
        value: Any = {"file": file, "says": fingerprint(read.narration)}
        edits = [_set(read.slide, "recording", value)]
        gone = {"op": "remove", "slide": read.slide, "path": ["recordings"]}
        return edits if before is None else [*edits, gone]
    listed = before if isinstance(before, list) else [before] if before else []
    kept = [each for each in listed if not _reads(each, read.sentence)]
    value = [*kept, {"file": file, "sentence": read.sentence}]
    return [_set(read.slide, "recordings", value)]


def _set(slide: str, key: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "slide": slide, "path": [key], "value": value}


def _reads(listed: Any, sentence: str) -> bool:
    said = listed.get("sentence") if isinstance(listed, dict) else None
    return isinstance(said, str) and are_same_words(said, sentence)
