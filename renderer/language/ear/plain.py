"""Words said as they are written, around what an author, a lexicon or a few rules say otherwise.

    folded text + lexicon + inline forms ──plain_claims──▶ claims in order, none overlapping

Comes in: folded text. Goes out: a `Claim` for every word. The whole of how a language without rules
of its own is spoken; and the frame for one that has a few, which leaves the rest to the voice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from renderer.language.ear.lexicon import Lexicon
from renderer.language.ear.rules import Claim, Ear
from renderer.language.folding import fold

_WRITTEN = re.compile(r"[^\s—]*[^\W_][^\s—]*")


def lexicon_claims(text: str, lexicon: Lexicon) -> list[Claim]:
    """What *lexicon* claims of the folded *text*, in order."""
    return [
        Claim(
            found.start,
            found.end,
            found.entry.say,
            f"lexicon:{found.entry.origin}",
            found.entry.ipa,
        )
        for found in lexicon.find(text)
    ]


def plain_claims(
    text: str,
    lexicon: Lexicon,
    inline: Sequence[Claim],
    rules: Callable[[str], list[Claim]] | None = None,
) -> list[Claim]:
    """Every word of the folded *text*, as written but for spaces, dashes, and what *inline* forms,
    the *lexicon*'s entries and *rules* claim, in this order of rank."""
    fixed = [*inline, *_apart_from(lexicon_claims(text, lexicon), inline)]
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
    return claims


def _apart_from(claims: Sequence[Claim], taken: Sequence[Claim]) -> list[Claim]:
    """Those of *claims* that overlap none that is *taken*."""
    return [c for c in claims if all(c.end <= t.start or c.start >= t.end for t in taken)]


EAR = Ear(
    claims=plain_claims,
    reads_respellings=False,
    lexicon=lambda: None,
    first_words=frozenset(),
    well_known=frozenset(),
)
"""Of a language without rules."""
