"""When each stretch of a sentence begins to be said.

Comes in: a sentence with its span map, offsets in its written text, and word times if the voice has
them. Goes out: samples of the film. Without word times, time goes by as spoken letters do.
Doesn't know frames or cues.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from renderer.language.sentence import Spoken
from renderer.voices.base import WordTime


def piece_starts(
    spoken: Spoken,
    written_offsets: Sequence[int],
    span: tuple[int, int],
    words: Sequence[WordTime] = (),
) -> list[int]:
    """The sample at which what stands at each written offset begins to be said.

    Args:
        spoken: the sentence.
        written_offsets: in its written text, not falling.
        span: first sample of the sentence and the sample after its last.
        words: word times in samples of the film, offsets in ``spoken.text``; or none.

    Returns:
        As many samples as offsets, not falling, within *span*.
    """
    first, last = span
    starts = [word.written_start for word in spoken.words]
    found: list[int] = []
    for offset in written_offsets:
        number = bisect_left(starts, offset)
        if offset <= 0:
            sample = first
        elif not spoken.words:
            sample = first + (last - first) * offset // max(1, len(spoken.written))
        else:
            sample = _sample(spoken, _place(spoken, starts, number, offset), span, words)
        found.append(min(max(sample, found[-1] if found else first), last))
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


def _sample(spoken: Spoken, place: int, span: tuple[int, int], words: Sequence[WordTime]) -> int:
    """When the character number *place* of the spoken text sounds."""
    first, last = span
    number = bisect_right(words, place, key=lambda word: word.end)
    if number == len(words):
        return first + (last - first) * place // max(1, len(spoken.text))
    word = words[number]
    if place <= word.start:  # a word that the voice gave no time for: the next one it gave
        return word.first
    return word.first + (word.last - word.first) * (place - word.start) // (word.end - word.start)
