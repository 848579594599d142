"""A sentence in another language than French, made ready for a voice without touching its words.

    sentence, lexicon ──speak_lightly──▶ Spoken

Comes in: a sentence as written. Goes out: the same words with plain spaces, inline forms and
lexicon entries said as their authors wish. Numbers and abbreviations stay as written: the voice of
that language knows them better than we do.
"""

from __future__ import annotations

import re

from renderer.french.folding import Folded, fold
from renderer.french.lexicon import Lexicon
from renderer.french.reading import Sentence, Spoken, SpokenWord

_WORD = re.compile(r"\S+")
_INLINE = "inline"


def speak_lightly(sentence: Sentence, lexicon: Lexicon) -> Spoken:
    """Hand *sentence* to the voice nearly as written.

    Args:
        sentence: as written, with its inline forms.
        lexicon: the project's and the slide's entries.

    Returns:
        Its words in order; none for a sentence without a letter or digit.
    """
    folded = fold(sentence.written)
    text: list[str] = []
    words: list[SpokenWord] = []
    length = 0
    for start, end, said, rule in _stretches(folded, sentence, lexicon):
        for found in _WORD.finditer(said):
            if rule:
                first, last = folded.written(start, end)
            else:
                first, last = folded.written(start + found.start(), start + found.end())
            words.append(
                SpokenWord(
                    start=length + found.start(),
                    end=length + found.end(),
                    written_start=first,
                    written_end=last,
                    rule=rule,
                )
            )
        text.append(said)
        length += len(said)
    said_in_all = "".join(text).rstrip()
    if not any(character.isalnum() for character in said_in_all):
        return Spoken(written=sentence.written, text="")
    return Spoken(written=sentence.written, text=said_in_all, words=tuple(words))


def _stretches(
    folded: Folded, sentence: Sentence, lexicon: Lexicon
) -> list[tuple[int, int, str, str]]:
    """The folded text from end to end: start, end, what is said there, and by which rule."""
    claims = [
        (folded.folded(form.start), folded.folded(form.end), fold(form.said).text.strip(), _INLINE)
        for form in sentence.overrides
    ]
    claims += [
        (
            found.start,
            found.end,
            fold(found.entry.say).text.strip(),
            f"lexicon:{found.entry.origin}",
        )
        for found in lexicon.find(folded.text)
        if all(found.end <= start or found.start >= end for start, end, _, _ in claims)
    ]
    stretches: list[tuple[int, int, str, str]] = []
    at = 0
    for claim in sorted(claims):
        stretches += [(at, claim[0], folded.text[at : claim[0]], ""), claim]
        at = claim[1]
    return [*stretches, (at, len(folded.text), folded.text[at:], "")]
