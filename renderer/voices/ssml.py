"""A sentence as SSML 1.0, with phonemes where a lexicon gives them.

Comes in: text and hints. Goes out: the inside of a `<speak>` element. Knows no service.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from renderer.language.sentence import PhonemeHint


def marked(text: str, hints: Sequence[PhonemeHint]) -> str:
    """*text* with a `<phoneme>` around each stretch of *hints*.

    A hint that overlaps the one before, or says nothing, is left out.
    """
    return "".join(_parts(text, hints))


def _parts(text: str, hints: Sequence[PhonemeHint]) -> Iterator[str]:
    at = 0
    for hint in apart(hints):
        yield escape(text[at : hint.start])
        said = quoteattr(hint.ipa.strip())
        yield f'<phoneme alphabet="ipa" ph={said}>{escape(text[hint.start : hint.end])}</phoneme>'
        at = hint.end
    yield escape(text[at:])


def apart(hints: Sequence[PhonemeHint]) -> Iterator[PhonemeHint]:
    """Those of *hints* that say something, in order, without those that overlap an earlier one."""
    end = 0
    for hint in sorted(hints, key=lambda one: one.start):
        if hint.ipa.strip() and end <= hint.start < hint.end:
            yield hint
            end = hint.end
