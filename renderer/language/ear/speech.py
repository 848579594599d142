"""Written sentences as the words a voice is given.

    Sentence + Lexicon ──speak──▶ Spoken

Comes in: a sentence as written. Goes out: plain words with ASCII spaces and apostrophes, the
punctuation that voices breathe by, and for every word the written characters it came from. No
digit, no abbreviation point, no no-break space is left. Knows nothing of voices.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from renderer.language.ear.assembly import assemble
from renderer.language.ear.english import english_claims
from renderer.language.ear.french.claims import claim_all
from renderer.language.ear.lexicon import Lexicon
from renderer.language.ear.rules import Claim
from renderer.language.folding import Folded, fold
from renderer.language.sentence import Sentence, Spoken


def speak(sentence: Sentence, lexicon: Lexicon) -> Spoken:
    """What the voice is given for a French *sentence*. Never raises, whatever the text.

    Every whitespace-separated token of `Spoken.text` is one `SpokenWord`, in order. Their written
    spans, taken together, cover every written character that is not a space, when anything is said
    at all: punctuation belongs to the word it stands by, what is silent to the word before it.
    """
    folded = fold(sentence.written)
    claims = claim_all(folded.text, lexicon, _inline(sentence, folded))
    return assemble(sentence.written, folded, [_settled(claim) for claim in claims])


def speak_english(sentence: Sentence, lexicon: Lexicon) -> Spoken:
    """What the voice is given for an English *sentence*."""
    return speak_plain(sentence, lexicon, english_claims)


def speak_plain(
    sentence: Sentence, lexicon: Lexicon, rules: Callable[[str], list[Claim]] | None = None
) -> Spoken:
    """What the voice is given for a sentence in another language than French: as written, but for
    spaces, dashes, inline forms, lexicon entries and what *rules* claim."""
    folded = fold(sentence.written)
    text = folded.text
    fixed = [
        Claim(
            found.start,
            found.end,
            found.entry.say,
            f"lexicon:{found.entry.origin}",
            found.entry.ipa,
        )
        for found in lexicon.find(text)
    ]
    inline = _inline(sentence, folded)
    fixed = [*inline, *_apart_from(fixed, inline)]
    fixed += _apart_from(rules(text) if rules else [], fixed)
    claims: list[Claim] = []
    at = 0
    for claim in [*sorted(fixed), Claim(len(text), len(text), "", "")]:
        claims += [
            Claim(word.start(), word.end(), word[0], "")
            for word in _WRITTEN.finditer(text, at, claim.start)
        ]
        claims.append(claim._replace(said=" ".join(fold(claim.said).text.split())))
        at = claim.end
    return assemble(sentence.written, folded, claims)


def _apart_from(claims: list[Claim], taken: list[Claim]) -> list[Claim]:
    """Those of *claims* that overlap none that is *taken*."""
    return [c for c in claims if all(c.end <= t.start or c.start >= t.end for t in taken)]


_WRITTEN = re.compile(r"[^\s—]*[^\W_][^\s—]*")


def _inline(sentence: Sentence, folded: Folded) -> list[Claim]:
    """The author's own readings, as claims; one that overlaps an earlier one is left out."""
    claims: list[Claim] = []
    at = 0
    for override in sorted(sentence.overrides, key=lambda o: (o.start, o.end)):
        start, end = folded.folded(override.start), folded.folded(override.end)
        if start >= at and end >= start:
            claims.append(Claim(start, end, override.said, "inline"))
            at = max(end, at)
    return claims


def _settled(claim: Claim) -> Claim:
    """*claim* with what an author wrote in it made plain in its turn."""
    if claim.rule != "inline" and not claim.rule.startswith("lexicon:"):
        return claim
    return claim._replace(said=_plain(claim.said))


@lru_cache(maxsize=4096)
def _plain(said: str) -> str:
    """An author's respelling without digits, points or odd spaces: the rules read it too."""
    return speak(Sentence(written=said), Lexicon()).text.rstrip(".,;:!?")
