"""Other French spellings of a word, for a reader that takes it for a foreign one.

    "Thionville" ──french_spellings──▶ "Tyonville", …

Comes in: one word. Goes out: spellings that a French reader says alike, without the letters by
which espeak-ng 1.52 knows English ("th", a last "y", "oo": the `_^_en` of its rules for French),
the nearest first. Pure text; which of them is read in French, somebody else tries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), spelling)
    for pattern, spelling in (
        # Places: Nancy, Thionville, Béthune, Thury, Foy, Bailey.
        (r"ch?ey(?=s?$)", "ché"),
        (r"ey(?=s?$)", "é"),
        (r"(?<=o)y(?=s?$)", "i"),
        (r"(?<=[^aeiouyéèà])y(?=s?$)", "i"),
        (r"(?<=[^aeiouyéèà])y(?=[^aeiouyéèàâêîôû])", "i"),
        (r"thi(?=[aoueéè])", "ty"),
        (r"eth$", "ète"),
        (r"th$", "te"),
        (r"th", "t"),
        # Flemish, Alsatian and Lorraine: Steenvoorde, Wizernes, Freyming, Bischwiller.
        (r"oo(?=[a-z])", "o"),
        (r"ee", "é"),
        (r"oa", "oha"),
        (r"sh", "ch"),
        (r"wh|w", "v"),
        (r"gh", "g"),
        (r"hn", "n"),
        (r"ing(s?)$", "ingue"),
        (r"ck?s?$", "que"),
        (r"(?<=[a-z])k(?=s?$)", "que"),
        (r"k(?=[ei])", "qu"),
        # First names and what ends in several consonants: Léopold, Bill, Wilson, Elbeuf.
        (r"([lr])([dtnmp])$", r"\1\2e"),
        (r"([aeiou])ll$", r"\1le"),
        (r"([sg]?t|s)on$", r"\1onne"),
        (r"e([rn])$", r"è\1e"),
        (r"(st|mb|ss|zz|nch)$", r"\1e"),
        (r"(?<=[a-z])le$", "eule"),
        (r"([dt])l$", r"\1eule"),
        (r"ea(?!u)", "éa"),
        (r"[iy]ze", "ise"),
        (r"ye(?=s?$)", "ie"),
        (r"^be(?=h)", "bé"),
        (r"ttle", "tele"),
        (r"under", "undère"),
        (r"oun(?=[^aeiouy])", "ounn"),
        (r"unch", "unnch"),
        (r"^([^aeiouy]h?)un$", r"\1eun"),
    )
)
_VOWELS = "aeiouyàâäéèêëîïôöûùüœæ"
_SYLLABLE = re.compile(rf"(?<=[{_VOWELS}])(?=[^{_VOWELS}'’-][{_VOWELS}])", re.IGNORECASE)


def french_spellings(word: str) -> Iterator[str]:
    """Spellings to try for *word*, which has no space: each once, none of them *word* itself."""
    seen = {word}
    for spelling in _candidates(word):
        if spelling not in seen:
            seen.add(spelling)
            yield spelling


def _candidates(word: str) -> Iterator[str]:
    for pattern, spelling in _RULES:
        yield pattern.sub(spelling, word)
    everything = word
    for pattern, spelling in _RULES:
        everything = pattern.sub(spelling, everything)
        yield everything
    for whole in (everything, word):
        yield f"{whole}e"
        # Parted where a syllable begins, a pattern of letters no longer fits.
        parts = _SYLLABLE.split(whole)
        yield "-".join(parts)
        for at in range(1, len(parts)):
            yield f"{''.join(parts[:at])}-{''.join(parts[at:])}"
