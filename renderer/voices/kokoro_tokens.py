"""What Kokoro is given: phonemes and marks as the numbers that it was trained with.

Comes in: `Reading`s of a text. Goes out: tokens, and for each word where its own stand among them.
Knows no model and no process.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from renderer.voices.phonemes import Reading

MOST = 509
"""Tokens at once: a style has 510 vectors, one for each count from none."""
_LETTERS = (
    # Kokoro-82M 1.0, config.json: the table is part of the model. Gaps in the numbers are its own.
    (1, ";:,.!?"),
    (9, '—…"()“” \u0303ʣʥʦʨᵝ\uab67AI'),
    (31, "O"),
    (33, "Q"),
    (35, "ST"),
    (39, "W"),
    (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"),
    (75, "βɔɕç"),
    (80, "ɖðʤə"),
    (85, "ɚɛɜ"),
    (90, "ɟ"),
    (92, "ɡ"),
    (99, "ɥ"),
    (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"),
    (118, "ɸθœ"),
    (123, "ɹ"),
    (125, "ɾɻ"),
    (128, "ʁɽʂʃʈʧ"),
    (135, "ʊʋ"),
    (138, "ʌɣɤ"),
    (142, "χʎ"),
    (147, "ʒʔ"),
    (156, "ˈˌː"),
    (162, "ʰ"),
    (164, "ʲ"),
    (169, "↓"),
    (171, "→↗↘"),
    (177, "ᵻ"),
)
VOCABULARY = {letter: first + n for first, run in _LETTERS for n, letter in enumerate(run)}
_MARKS = {"«": "“", "»": "”", "–": "—"}
"""Marks that it doesn't know → those that it does."""
_FRENCH = (("tʃ", "ʧ"), ("dʒ", "ʤ"), ("ts", "ʦ"), ("dz", "ʣ"))
_ENGLISH = (
    # espeak's phonemes → those of the dictionary that its English was trained with (misaki).
    ("eɪ", "A"),
    ("aɪ", "I"),
    ("aʊ", "W"),
    ("ɔɪ", "Y"),
    ("tʃ", "ʧ"),
    ("dʒ", "ʤ"),
    ("əl", "ᵊl"),
    ("r", "ɹ"),
    ("x", "k"),
    ("ç", "k"),
    ("ɬ", "l"),
    ("ɐ", "ə"),
    ("\u0303", ""),
    ("\u0329", ""),
    ("ʔ", "t"),
)
_AMERICAN = (
    *_ENGLISH,
    ("oʊ", "O"),
    ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"),
    ("ɪə", "iə"),
    ("ɚ", "əɹ"),
    ("ɾ", "T"),
    ("ː", ""),
)
_BRITISH = (*_ENGLISH, ("əʊ", "Q"), ("eə", "ɛː"), ("iə", "ɪə"))
LETTERS = {"fr": _FRENCH, "en-us": _AMERICAN, "en": _BRITISH}
"""By espeak's name of the voice that reads: what is written otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenWord:
    """One word among the tokens."""

    start: int
    """Offset in the text."""
    end: int
    first: int
    """Number of its first token."""
    last: int
    """Number after its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """What is spoken at once."""

    tokens: tuple[int, ...]
    words: tuple[TokenWord, ...]
    mark: str = ""
    """The mark it ends with; empty where it was parted in the middle of a clause."""


def token_lines(words: Sequence[Reading], voice: str, most: int = MOST) -> tuple[TokenLine, ...]:
    """*words* as tokens, in as few lines as *most* tokens a line allow.

    A line ends at the strongest mark that it reaches, the last one of those, or, where there is
    none, with the last word that fits. A word that is longer than a line is cut to it.
    """
    said = [_word(word, voice, most) for word in words]
    lines: list[TokenLine] = []
    at = 0
    while at < len(said):
        end = _end_of_line(words, said, at, most)
        lines.append(_line(words[at:end], said[at:end]))
        at = end
    return tuple(line for line in lines if line.words)


@dataclass(frozen=True, slots=True)
class _Said:
    before: str
    ipa: str
    after: str

    def __len__(self) -> int:
        return len(self.before) + len(self.ipa) + len(self.after)


def _word(word: Reading, voice: str, most: int) -> _Said:
    ipa = word.ipa.replace(" ", "")
    for old, new in LETTERS[voice]:
        ipa = ipa.replace(old, new)
    before, ipa, after = (_known(part) for part in (word.before, ipa, word.after))
    room = most - len(before) - len(after)
    return _Said(before, ipa[: max(0, room)], after) if room > 0 else _Said("", ipa[:most], "")


def _known(part: str) -> str:
    swapped = "".join(_MARKS.get(letter, letter) for letter in part)
    return "".join(letter for letter in swapped if letter in VOCABULARY)


_STRENGTH = {".": 3, "!": 3, "?": 3, ";": 3, ":": 3, "—": 2, ",": 2}


def _end_of_line(words: Sequence[Reading], said: Sequence[_Said], at: int, most: int) -> int:
    """Number of the word after the line that starts with word *at*."""
    size, fits = 0, at
    while fits < len(said) and (size := size + len(said[fits]) + (fits > at)) <= most:
        fits += 1
    fits = max(fits, at + 1)
    if fits == len(said):
        return fits
    # At least a third of what fits, or a few words alone would sound cut off.
    places = range(at + max(1, (fits - at) // 3), fits + 1)
    return max(places, key=lambda end: (_strength(words[end - 1]), end))


def _strength(word: Reading) -> int:
    return max((_STRENGTH.get(mark, 1) for mark in word.after), default=0)


def _line(words: Sequence[Reading], said: Sequence[_Said]) -> TokenLine:
    tokens: list[int] = []
    found: list[TokenWord] = []
    paused = True
    for word, one in zip(words, said, strict=True):
        if tokens:
            tokens.append(VOCABULARY[" "])
        tokens += [VOCABULARY[letter] for letter in one.before]
        # Where there is no pause, the space is already the next word's sound.
        first = len(tokens) - (0 if paused or one.before else 1)
        paused = bool(one.after)
        tokens += [VOCABULARY[letter] for letter in one.ipa]
        if one.ipa:
            found.append(TokenWord(start=word.start, end=word.end, first=first, last=len(tokens)))
        tokens += [VOCABULARY[letter] for letter in one.after]
    mark = re.sub(r"[^;:,.!?—]", "", said[-1].after)[-1:] if said else ""
    return TokenLine(tokens=tuple(tokens), words=tuple(found), mark=mark)
