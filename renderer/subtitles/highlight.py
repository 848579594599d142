"""What is lit of a cue while it is said: a word, a line, or all of it.

    cues, and the sentences they were cut from ──light──▶ Lit, Lit, … for each cue

Comes in: cues with the sentences they show. Goes out: runs of words with the frames in which they
are lit. Doesn't know colours, fonts or files. Words are what stands between two spaces at which a
line may break: « 10 000 hommes ! » is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from renderer.storyboard.board import Highlight
from renderer.timebase import Timebase
from renderer.timeline.word_times import piece_starts

if TYPE_CHECKING:
    from renderer.subtitles.cues import Cue
    from renderer.timeline import PlacedSentence

_SPACES = re.compile("[^\\S\u00a0\u202f\u2007]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lit:
    """A run of words, and the frames of the film in which it is lit."""

    start: int
    end: int
    """Half-open."""
    first: int
    """0-based number of the first word in its cue."""
    last: int
    """Number of the word after the last one."""


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a cue, and the letter of a sentence that it begins with."""

    number: int
    line: int
    said: PlacedSentence
    offset: int
    """Of its first letter or digit in the sentence as written."""


def words_of(line: str) -> tuple[str, ...]:
    """The words of a cue's line."""
    return tuple(word for word in _SPACES.split(line) if word)


def light(
    cues: Sequence[Cue],
    sentences: Sequence[PlacedSentence],
    timebase: Timebase,
    highlight: Highlight,
) -> tuple[tuple[Lit, ...], ...]:
    """For each of *cues*, what is lit of it and when: in order, within the cue, none overlapping.

    A word is lit from its first sound to the next word's, and no longer than its sentence is said;
    a phrase is a line of the cue. Where the voice gave no word times the whole cue is lit while
    its sentence is said.

    Args:
        cues: of the whole film, in order, as `lay_cues` gave them for *sentences*.
        sentences: those that are heard, in film order.
        timebase: the film's.
        highlight: what is lit.
    """
    if highlight == "none":
        return ((),) * len(cues)
    reading = _Reading(sentences)
    return tuple(_of_cue(cue, list(reading.words(cue)), timebase, highlight) for cue in cues)


class _Reading:
    """Goes through the sentences' letters, which their cues show one after the other."""

    def __init__(self, sentences: Sequence[PlacedSentence]) -> None:
        self._said = {(s.sentence.slide_id, s.sentence.index): s for s in sentences}
        self._left = {
            place: [at for at, char in enumerate(said.sentence.written) if char.isalnum()][::-1]
            for place, said in self._said.items()
        }

    def words(self, cue: Cue) -> Iterator[_Word]:
        """The words of the next cue that have a letter or a digit."""
        places = [(cue.slide_id, index) for index in range(cue.sentence, cue.last_sentence + 1)]
        number = -1
        for line, text in enumerate(cue.lines):
            for word in words_of(text):
                number += 1
                letters = sum(map(str.isalnum, word))
                place = next((place for place in places if self._left.get(place)), None)
                if not letters or place is None:
                    continue
                left = self._left[place]
                yield _Word(number, line, self._said[place], left[-1])
                del left[-letters:]


def _of_cue(
    cue: Cue, words: Sequence[_Word], timebase: Timebase, highlight: Highlight
) -> tuple[Lit, ...]:
    if not words:
        return ()
    count = sum(len(words_of(line)) for line in cue.lines)
    if not all(word.said.utterance.words for word in words):
        end = min(cue.end, timebase.frames_holding(words[-1].said.end))
        start = max(cue.start, words[0].said.start // timebase.samples_per_frame)
        return (Lit(start=start, end=end, first=0, last=count),) if end > start else ()
    starts = _starts(cue, words, timebase)
    firsts = [0, *(word.number for word in words[1:]), count]
    each = [
        Lit(
            start=start,
            end=min(after, max(start, timebase.frames_holding(word.said.end))),
            first=first,
            last=last,
        )
        for word, (start, after), (first, last) in zip(
            words, pairwise([*starts, cue.end]), pairwise(firsts), strict=True
        )
    ]
    if highlight == "phrase":
        lines = groupby(zip(words, each, strict=True), key=lambda pair: pair[0].line)
        each = [_joined([lit for _, lit in group]) for _, group in lines]
    return tuple(lit for lit in each if lit.end > lit.start)


def _starts(cue: Cue, words: Sequence[_Word], timebase: Timebase) -> list[int]:
    """The frame in which each word begins to sound, never going back, within the cue."""
    starts: list[int] = []
    for _, group in groupby(words, key=lambda word: word.said.sentence.index):
        of_one = list(group)
        for sample in piece_starts(of_one[0].said, [word.offset for word in of_one]):
            frame = round(sample / timebase.samples_per_frame)
            starts.append(min(max(frame, starts[-1] if starts else cue.start), cue.end))
    # A cue comes in the frame in which its first word begins, which then counts as sounding; or so
    # early that nothing of it is said yet.
    early = bool(starts) and starts[0] > cue.start + 1
    return starts if early else [cue.start, *starts[1:]]


def _joined(run: Sequence[Lit]) -> Lit:
    return Lit(start=run[0].start, end=run[-1].end, first=run[0].first, last=run[-1].last)
