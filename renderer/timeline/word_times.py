"""When each stretch of a sentence begins to be said.

Comes in: a sentence at its place, with its span map and with word times if the voice has them;
offsets in its written text. Goes out: samples of the film. Without word times, time goes by as
spoken letters do. Doesn't know frames or cues.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renderer.language.sentence import Spoken
    from renderer.timeline.spans import PlacedSentence


def piece_starts(placed: PlacedSentence, written_offsets: Sequence[int]) -> list[int]:
    """The sample at which what stands at each written offset begins to be said.

    Args:
        placed: the sentence.
        written_offsets: in its written text, not falling.

    Returns:
        As many samples of the film as offsets, not falling, within the sentence.
    """
    spoken = placed.sentence.spoken
    starts = [word.written_start for word in spoken.words]
    found: list[int] = []
    for offset in written_offsets:
        number = bisect_left(starts, offset)
        if offset <= 0:
            sample = placed.start
        elif not spoken.words:
            sample = placed.start + placed.length * offset // max(1, len(spoken.written))
        else:
            sample = _sample(placed, _place(spoken, starts, number, offset))
        found.append(min(max(sample, found[-1] if found else placed.start), placed.end))
    return found


def _place(spoken: Spoken, starts: Sequence[int], number: int, offset: int) -> int:
    """The spoken character with which the written character *offset* begins to be said.

    Args:
        spoken: the sentence.
        starts: the written start of each of its words.
        number: the first word that starts at *offset* or later.
        offset: greater than 0.
    """
    before = spoken.words[number - 1] if number else None
    if before is not None and _has_letter(spoken.written[offset : before.written_end]):
        # A written word that two cues share is shown as its letters go by.
        group = spoken.words[bisect_left(starts, before.written_start)]
        letters = before.written_end - before.written_start
        inside = offset - before.written_start
        return group.start + (before.end - group.start) * inside // letters
    return spoken.words[number].start if number < len(spoken.words) else len(spoken.text)


def _has_letter(text: str) -> bool:
    return any(map(str.isalnum, text))


def _sample(placed: PlacedSentence, place: int) -> int:
    """When the character number *place* of the spoken text sounds."""
    words = placed.utterance.words
    number = bisect_right(words, place, key=lambda word: word.end)
    if number == len(words):
        return placed.start + placed.length * place // max(1, len(placed.sentence.text))
    word = words[number]
    if place <= word.start:  # a word that the voice gave no time for: the next one it gave
        return placed.start + word.first
    gone = (word.last - word.first) * (place - word.start) // (word.end - word.start)
    return placed.start + word.first + gone
