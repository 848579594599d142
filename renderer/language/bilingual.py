"""Tables that French and English share: a French narration quotes English names and ranks, and an
English one French names, so that one table for both reads either better.

Goes out: `SENTENCES`, `BREATH`, `LITTLE_WORDS`.
"""

from __future__ import annotations

import re

from renderer.language.abbreviations import (
    ALSO_WORDS,
    ALWAYS_FOLLOWED,
    BEFORE_A_NUMBER,
    NAMED_BY_LETTER,
    SENTENCE_STARTERS,
    SOMETIMES_LAST,
    WITHIN,
    word_set,
)
from renderer.language.language import BreathRules, SentenceRules

SENTENCES = SentenceRules(
    always_followed=ALWAYS_FOLLOWED,
    also_words=ALSO_WORDS,
    before_a_number=BEFORE_A_NUMBER,
    sometimes_last=SOMETIMES_LAST,
    named_by_letter=NAMED_BY_LETTER,
    within=WITHIN,
    numbers_rank=False,
    starters=SENTENCE_STARTERS,
)
"""Where a sentence ends."""

_JOINING = re.compile(
    r"(?:et|ou|mais|car|puis|donc|qui|dont|où|lorsque|quand|tandis|alors|afin|après|avant|pendant"
    r"|depuis|pour|sans|que|qu['’]\w+|and|or|but|because|which|who|that|when|while|where|then|after"
    r"|before|during|since|for|without)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"(?:^|\s)(?:le|la|les|un|une|des|de|du|au|aux|à|en|et|ou|ce|cet|cette|ces|son|sa|ses|leur"
    r"|leurs|mon|ma|notre|nos|par|sur|dans|vers|ne|se|si|très|plus|il|elle|on|ils|elles|a|ont|est"
    r"|sont|the|an|of|to|in|on|at|by|his|her|their|its|is|are|was|were)$",
    re.IGNORECASE,
)
BREATH = BreathRules(joining=_JOINING, leaning=_LEANING)
"""Where a long text is parted for a voice."""

LITTLE_WORDS = word_set(
    "à au aux ce ces cet cette d’ dans de des du elle en et est il ils je la le les leur leurs ma "
    "mais mes ne nos notre nous on ou où par pas pour que qui sa sans se ses si son sous sur un "
    "une vers vos votre y a an and at by for in of or the to with"
)
"""Words that belong to the word after them, on pictures."""
