"""When moments of a slide come: sentences and words of its narration become frames.

    Moment, … + PlacedSentence, … ──beats_of──▶ Beats ──frame_of──▶ frame

Comes in: a slide's moments, its sentences at their place. Goes out: whole frames. A word begins
when the voice says so; without word times, time goes by as spoken letters do. Knows no date: that
is of a map's own clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renderer.errors import PictureError
from renderer.language.phrase_search import SpokenPassage, namings, passages
from renderer.messages import tr
from renderer.storyboard.moments import Moment
from renderer.timebase import Timebase
from renderer.timeline.word_times import piece_starts

if TYPE_CHECKING:
    from renderer.timeline.spans import PlacedSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Beats:
    """The frames, counted from some frame of the film, at which things of one slide are said."""

    sentences: tuple[int, ...] = ()
    """First frame of each sentence."""
    words: tuple[tuple[str, int], ...] = ()
    """Words that something of the slide names, and the frame in which they begin to be said."""
    names: tuple[tuple[str, int], ...] = ()
    """What is named: each name and a frame in which it begins to be said, once a sentence."""

    def frame_of(self, moment: Moment) -> int:
        """The frame of *moment*, which names a sentence or words.

        Raises:
            PictureError: the narration hasn't what it names.
        """
        if moment.sentence is None:
            for words, frame in self.words:
                if words == moment.words:
                    return frame
            told = tr("the words '{words}' aren't in the narration", words=moment.words)
            raise PictureError(told, code="words-gone")
        if not 1 <= moment.sentence <= len(self.sentences):
            raise PictureError(
                tr(
                    "sentence {number} is named, but the narration has {count}",
                    number=moment.sentence,
                    count=len(self.sentences),
                ),
                tr("correct the number"),
                code="moment-unknown",
            )
        return self.sentences[moment.sentence - 1]

    def since(self, start: int) -> Beats:
        """The same, counted from *start*."""
        return replace(
            self,
            sentences=tuple(frame - start for frame in self.sentences),
            words=tuple((words, frame - start) for words, frame in self.words),
            names=tuple((name, frame - start) for name, frame in self.names),
        )


def beats_of(
    moments: Iterable[Moment],
    placed: Sequence[PlacedSentence],
    timebase: Timebase,
    names: Iterable[str] = (),
) -> Beats:
    """When a slide's sentences, the words that *moments* name and *names* begin, in film frames.

    Words that the narration hasn't are left out.

    Args:
        moments: of the slide.
        placed: all sentences of the slide, in order.
        timebase: the film's.
        names: of things on the slide, which the narration may or may not say.
    """
    written = [each.sentence.written for each in placed]
    words: dict[str, int] = {}
    for named in dict.fromkeys(moment.words for moment in moments if moment.words):
        if found := passages(named, written):
            words[named] = _frame(found[0], placed, timebase)
    return Beats(
        sentences=tuple(each.start // timebase.samples_per_frame for each in placed),
        words=tuple(words.items()),
        names=tuple((name, _frame(one, placed, timebase)) for name, one in namings(names, written)),
    )


def arrived(share: float) -> float:
    """How far what comes at a moment has come after *share* of its time, of 0 to 1.

    Quick at first, so that it is seen with its word and not after it; it settles gently.
    """
    return 1.0 - (1.0 - min(1.0, max(0.0, share))) ** 3


def _frame(passage: SpokenPassage, placed: Sequence[PlacedSentence], timebase: Timebase) -> int:
    """The frame in which what stands at *passage* begins to be said."""
    [sample] = piece_starts(placed[passage.sentence], [passage.offset])
    return sample // timebase.samples_per_frame
