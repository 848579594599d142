"""What espeak-ng is given so that it says French in French, and a lexicon's phonemes exactly.

Comes in: spoken text and hints. Goes out: the text to speak (other spellings, and phonemes in
espeak's own letters between [[ and ]]), and how its word times are those of the text. Speaks
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from renderer.language.sentence import PhonemeHint
from renderer.voices.base import Speech
from renderer.voices.phonemes import read_aloud

_LETTERS = {
    "ɑ̃": "A~",
    "ɛ̃": "E~",
    "ɔ̃": "O~",
    "œ̃": "W~",
    "tʃ": "tS",
    "dʒ": "dZ",
    "ɑ": "a",
    "ɛ": "E",
    "ɔ": "O",
    "ø": "Y",
    "œ": "W",
    "ə": "@",
    "ɥ": "y",
    "ʃ": "S",
    "ʒ": "Z",
    "ɲ": "n^",
    "ŋ": "N",
    "ɡ": "g",
    "ʁ": "r",
    "ɹ": "r",
    "ˈ": "'",
    "ˌ": ",",
    "ː": ":",
    **{letter: letter for letter in "aeiouyjwptkbdfvszmnlh"},
}
"""IPA → espeak-ng 1.52's own letters for the phonemes of its French; the longest comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenText:
    """What espeak speaks for a text."""

    text: str
    swaps: tuple[tuple[int, int, int, int], ...]
    """Where it differs: a stretch of `text`, and that of the text it stands for."""

    def with_times(self, speech: Speech) -> Speech:
        """*speech* of `text`, its word times told in the text it stands for."""
        words = tuple(
            replace(word, start=self._place(word.start, 2), end=self._place(word.end, 3))
            for word in speech.words
        )
        return replace(speech, words=words)

    def _place(self, at: int, edge: int) -> int:
        """Offset *at* in the text; inside a swap, its start (*edge* 2) or its end (3)."""
        shift = 0
        for swap in self.swaps:
            if at < swap[0] or (at == swap[0] and edge == 3):
                break
            if at < swap[1] or (at == swap[1] and edge == 3):
                return swap[edge]
            shift = swap[3] - swap[1]
        return at + shift


def in_french(text: str, hints: Sequence[PhonemeHint], voice: str) -> GivenText:
    """What is spoken for *text* by espeak's French *voice*.

    Raises:
        VoiceError: espeak failed.
    """
    parts: list[str] = []
    swaps: list[tuple[int, int, int, int]] = []
    at = length = 0
    for word in read_aloud(text, hints, voice=voice):
        said = f"[[{_mnemonics(word.ipa)}]]" if word.exact else word.said
        if said == text[word.start : word.end]:
            continue
        kept = text[at : word.start]
        start = length + len(kept)
        parts += [kept, said]
        length = start + len(said)
        swaps.append((start, length, word.start, word.end))
        at = word.end
    return GivenText(text="".join([*parts, text[at:]]), swaps=tuple(swaps))


def _mnemonics(ipa: str) -> str:
    """*ipa* in espeak's letters; what its French hasn't is left out. Words become one."""
    found = []
    at = 0
    while at < len(ipa):
        size = 2 if ipa[at : at + 2] in _LETTERS else 1
        found.append(_LETTERS.get(ipa[at : at + size], ""))
        at += size
    return "".join(found)
