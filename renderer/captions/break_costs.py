"""What it costs the reader to have a line end between two words.

Comes in: two neighbouring words of a sentence as shown. Goes out: 0 (nothing: a full stop) to 1000
(an article torn from its noun). Marks weigh alike in every language; between bare words it is the
language that says what a break costs. Doesn't know how wide a line is.
"""

from __future__ import annotations

import re

from renderer.language.eye.break_scale import HOLDS
from renderer.language.language import SentenceRules
from renderer.language.registry import language_of

_EDGE = re.compile(r"^[\W_]+|[^\w’]+$")
_SENTENCE_END = re.compile(r"[.!?…。！？؟][\u00a0\u202f»”’\"')\]]*\Z")
_CLOSERS = "\u00a0\u202f»”’\"')]"
_STRONG_MARK, _COMMA, _ASIDE = 2.0, 6.0, 14.0
"""After a semicolon or a colon, after a comma or a dash, around brackets and quotes: after a full
stop the best places, in that order. Before a conjunction (`break_scale.CLAUSE`) stands between the
last two."""


def break_cost(before: str, after: str, *, is_first: bool = False, language: str = "fr") -> float:
    """What a line break between *before* and *after* costs, 0 to `break_scale.NEVER`.

    Args:
        before: a word with its marks and whatever no-break spaces tie to it.
        after: the next one; "" at the end of the sentence.
        is_first: whether *before* opens the sentence, where a capital says nothing.
        language: BCP 47 tag.
    """
    if not after:
        return 0.0
    known = language_of(language)
    if _SENTENCE_END.search(before):
        if not _is_cut_short(before, after, known.sentences):
            return 0.0
        if _calls_for_more(before, known.sentences):
            return HOLDS
    bare = before.rstrip(_CLOSERS)
    if bare[-1:] in (";", ":", "；", "："):
        return _STRONG_MARK
    if bare[-1:] in (",", "،", "、") or before[-1] in ("—", "–"):
        return _COMMA
    if after[0] in "(«“—–[" or before[-1] in "»”)]":
        return _ASIDE
    last = _EDGE.sub("", re.split("[\u00a0\u202f]", before)[-1])
    first = _EDGE.sub("", re.split("[\u00a0\u202f]", after)[0])
    return known.eye.break_cost(last, first, is_first)


def _is_cut_short(before: str, after: str, rules: SentenceRules) -> bool:
    """Whether the point of *before* is an abbreviation's, and no sentence ends with it."""
    word = _shortened(before)
    if word is None:
        return False
    last = word.lower().rpartition("-")[2]
    if word.lower() in rules.before_a_number:
        return after[:1].isdigit()
    if word.lower() in rules.sometimes_last or last in rules.sometimes_last:
        return not after[:1].isupper()
    return _calls_for_more(before, rules)


def _calls_for_more(before: str, rules: SentenceRules) -> bool:
    """Whether *before* is an initial, or an abbreviation that means nothing alone."""
    word = _shortened(before)
    if not word:
        return False
    small, last = word.lower(), word.lower().rpartition("-")[2]
    if {small, last} & rules.also_words:
        return word[0].isupper()
    is_initial = len(last) == 1 and word[0].isupper()
    return is_initial or bool({small, last} & (rules.always_followed | rules.before_a_number))


def _shortened(before: str) -> str | None:
    """What stands before the one point that *before* ends with; None where it ends otherwise."""
    if before[-1:] != "." or before[-2:-1] in (".", ""):
        return None
    word = re.split("[\u00a0\u202f’]", before[:-1])[-1]
    return word.lstrip("([{«“‘—–") or None
