"""One sentence, from the script to the ear: what is written and said of it, then its take.

    ScriptSentence ──speak_all──▶ Utterance ──lay_out──▶ PlacedSentence (`timeline/`)

Comes in: nothing. Goes out: frozen data, each stage holding the one before, so that nobody joins
them again. Knows no rule, voice or file, and loads neither NumPy nor a codec.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renderer.language.sentence import Spoken
    from renderer.narration.take import Take
    from renderer.voices.base import WordTime

LETTERS_A_SECOND = 14.0
"""espeak-ng at its default rate says 14.5 written characters a second; rounded down. How long what
wasn't spoken yet will last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptSentence:
    """One sentence, for the eye and for the ear. Its slide and its number there name it."""

    slide_id: str
    index: int
    """0-based number in its slide's narration."""
    spoken: Spoken
    """As the author wrote it, not typeset; and what a voice is given for it."""
    paragraph: int = 0
    """0-based number of its paragraph in the slide's narration."""
    language: str = "fr"
    """BCP 47 tag."""

    @property
    def written(self) -> str:
        """As the author wrote it, inline forms reduced to what is shown; not typeset."""
        return self.spoken.written

    @property
    def text(self) -> str:
        """What a voice is given."""
        return self.spoken.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One sentence and its take."""

    sentence: ScriptSentence
    take: Take | None
    """None: there is nothing to say, or, in a plan, it has not been spoken yet."""
    estimate: int = 0
    """Samples that it will last, more or less, while it has no take; 0: nothing to say."""

    @property
    def length(self) -> int:
        """Samples; 0 when there is nothing to say."""
        return self.take.length if self.take else self.estimate

    @property
    def pause(self) -> int | None:
        """Samples of silence after it; None: what the storyboard says."""
        return self.take.pause if self.take else None

    @property
    def words(self) -> tuple[WordTime, ...]:
        """In samples of the sentence; empty when the voice gave no word times."""
        return self.take.words if self.take else ()


def with_takes(
    sentences: Sequence[ScriptSentence], takes: Sequence[Take | None]
) -> tuple[Utterance, ...]:
    """The *sentences* of a team's reading, each with its take, as many and in the same order."""
    pairs = zip(sentences, takes, strict=True)
    return tuple(Utterance(sentence=sentence, take=take) for sentence, take in pairs)


Script = Mapping[str, tuple[ScriptSentence, ...]]
"""A film's sentences by slide id, in film order; a silent slide has none."""
Utterances = Mapping[str, tuple[Utterance, ...]]
"""The same, with their takes. The opening and the end, which say nothing, may be left out."""
