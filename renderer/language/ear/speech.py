"""Written sentences as the words a voice is given.

    Sentence + Lexicon ──speak──▶ Spoken

Comes in: a sentence as written, its language; the entries of which its lexicon is made. Goes out:
plain words with ASCII spaces and apostrophes, the punctuation that voices breathe by, and for every
word the written characters it came from. In French no digit, no abbreviation point, no no-break
space is left. Knows no rule of any language, and nothing of voices.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from renderer.language.ear.assembly import assemble
from renderer.language.ear.lexicon import Lexicon, layer
from renderer.language.ear.rules import Claim
from renderer.language.folding import Folded, fold
from renderer.language.registry import ear_of
from renderer.language.sentence import Sentence, Spoken
from renderer.storyboard.board import Pronunciation


def lexicon_for(
    project: Sequence[Pronunciation] = (),
    slide: Sequence[Pronunciation] = (),
    *,
    language: str = "fr",
) -> Lexicon:
    """The lexicon of a slide: its own entries, then the project's, then the language's."""
    layers = [layer(slide, "slide")] if slide else []
    if project:
        layers.append(layer(project, "project"))
    if built_in := ear_of(language).lexicon():
        layers.append(built_in)
    return Lexicon(layers=tuple(layers))


def speak(sentence: Sentence, lexicon: Lexicon, language: str = "fr") -> Spoken:
    """What the voice is given for *sentence*. Never raises, whatever the text.

    Every whitespace-separated token of `Spoken.text` is one `SpokenWord`, in order. Their written
    spans, taken together, cover every written character that is not a space, when anything is said
    at all: punctuation belongs to the word it stands by, what is silent to the word before it.

    Args:
        sentence: as written.
        lexicon: of its slide.
        language: BCP 47 tag. A language without rules is said as it is written, but for spaces,
            dashes, inline forms and lexicon entries.
    """
    ear = ear_of(language)
    folded = fold(sentence.written)
    claims = ear.claims(folded.text, lexicon, _inline(sentence, folded))
    if ear.reads_respellings:
        claims = [_settled(claim, language) for claim in claims]
    return assemble(sentence.written, folded, claims)


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


def _settled(claim: Claim, language: str) -> Claim:
    """*claim* with what an author wrote in it made plain in its turn."""
    if claim.rule != "inline" and not claim.rule.startswith("lexicon:"):
        return claim
    return claim._replace(said=_plain(claim.said, language))


@lru_cache(maxsize=4096)
def _plain(said: str, language: str) -> str:
    """An author's respelling without digits, points or odd spaces: the rules read it too."""
    return speak(Sentence(written=said), Lexicon(), language).text.rstrip(".,;:!?")
