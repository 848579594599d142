"""Claims put together: one line of plain words, and the span map.

    claims in order ──assemble──▶ Spoken

Comes in: what is said for each stretch of a folded sentence. Goes out: the spoken text, with the
marks that voices breathe by (. , ; : ? !) set against the word before, and one `SpokenWord` for
each token. Knows no rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from renderer.french.folding import Folded
from renderer.french.reading import Spoken, SpokenWord
from renderer.french.rules import Claim, word_set

_ELISIONS = word_set(
    """
    l d j m t s c n qu jusqu lorsqu puisqu quoiqu presqu
    """
)
_WORDLIKE = frozenset({"", "inline", "title", "abbreviation", "capitals", "lexicon"})
"""Rules whose words stay hyphenated to their neighbours: "Saint-Lô"; numbers and letters don't."""
_GLUE = frozenset({"'", "-"})


class _Token(NamedTuple):
    """A word as said, and the written span it came from."""

    text: str
    start: int
    end: int
    rule: str


def assemble(written: str, folded: Folded, claims: Sequence[Claim]) -> Spoken:
    """Say *claims*, which are in order; those with nothing to say go to the word before them."""
    said = [claim for claim in claims if claim.said]
    if not said:
        return Spoken(written=written, text="")
    audible = _blanked(folded.text, claims)
    joints = [_joint(audible, a, b) for a, b in pairwise(said)]
    joints.append(_last_mark(audible, said[-1]))
    tokens: list[_Token] = []
    glue = ""
    for claim, (start, end), joint in zip(said, _spans(folded, said), joints, strict=True):
        first, *others = claim.said.split(" ")
        if glue:
            head = tokens.pop()
            tokens.append(
                _Token(head.text + glue + first, head.start, end, head.rule or claim.rule)
            )
        else:
            tokens.append(_Token(first, start, end, claim.rule))
        tokens += [_Token(token, start, end, claim.rule) for token in others]
        glue = joint if joint in _GLUE else ""
        if joint and not glue and tokens[-1].text[-1] not in ".,;:?!":
            tokens[-1] = tokens[-1]._replace(text=tokens[-1].text + joint)
    return _spoken(written, tokens)


def _blanked(text: str, claims: Sequence[Claim]) -> str:
    """*text* with spaces for what is written and not said, so that its brackets make no pause."""
    for claim in claims:
        if not claim.said:
            text = f"{text[: claim.start]}{' ' * (claim.end - claim.start)}{text[claim.end :]}"
    return text


def _spoken(written: str, tokens: Sequence[_Token]) -> Spoken:
    words: list[SpokenWord] = []
    at = 0
    for text, start, end, rule in tokens:
        words.append(
            SpokenWord(
                start=at, end=at + len(text), written_start=start, written_end=end, rule=rule
            )
        )
        at += len(text) + 1
    return Spoken(written=written, text=" ".join(t.text for t in tokens), words=tuple(words))


def _joint(text: str, before: Claim, after: Claim) -> str:
    """What comes between two claims: a mark, "'" or "-" when they are one word, or nothing."""
    gap = text[before.end : after.start]
    if gap == " ":
        return ""
    if gap[:1] == "'" and before.rule == "":
        if gap == "'" and after.rule == "":
            return "'"
        if text[before.start : before.end].lower() in _ELISIONS:
            return "'"
    if gap == "-":
        wordlike = {before.rule.partition(":")[0], after.rule.partition(":")[0]} <= _WORDLIKE
        return "-" if wordlike else ""
    opens = after.said[0]
    if text[after.start : after.start + 1].isdigit():
        opens = "0"
    return _mark(gap, opens.islower(), opens.isdigit())


_STRONGEST_FIRST = "?!.:;,"
_PAUSES = re.compile(r"[()\[\]{}—•·|]|(?:^|\s)-+>?(?:\s|$)|--|\.\.\.|…")
_ABBREVIATION_POINT = re.compile(r"(?<!\.)\.(?!\.)")


@lru_cache(maxsize=4096)
def _mark(gap: str, before_small: bool, before_digit: bool) -> str:
    """The mark for what is written between two words.

    A point before a small letter ends an abbreviation, not a clause; before a digit it may be
    either, and makes a pause that no voice takes for an end.
    """
    marks = {char for char in gap if char in _STRONGEST_FIRST}
    if _PAUSES.search(gap):
        marks.add(",")
    if "..." in gap or "…" in gap:
        marks = marks - {"."} | ({","} if before_small or before_digit else {"."})
    elif "." in marks and before_small:
        marks.remove(".")
    elif "." in marks and before_digit:
        marks = marks - {"."} | {";"}
    return next((mark for mark in _STRONGEST_FIRST if mark in marks), "")


def _last_mark(text: str, last: Claim) -> str:
    """The mark that ends the sentence; the point of a last "etc." ends it too."""
    mark = _mark(text[last.end :], False, False)
    if not mark and text[last.start : last.end].endswith((".", "…")):
        return "."
    return "" if mark in {",", ";"} else mark


def _spans(folded: Folded, said: Sequence[Claim]) -> list[tuple[int, int]]:
    """The written span of each claim, with the punctuation that stands by it, in order."""
    text = folded.text
    start = len(text) - len(text.lstrip())
    spans: list[tuple[int, int]] = []
    for before, after in pairwise(said):
        tail, head = _shared(text[before.end : max(before.end, after.start)])
        spans.append((start, before.end + tail))
        start = max(before.end, after.start) - head
    spans.append((start, max(start, len(text.rstrip()))))
    return [folded.written(*span) for span in spans]


_OPENING = tuple("«“„‹([{¿¡—–•-")


@lru_cache(maxsize=4096)
def _shared(gap: str) -> tuple[int, int]:
    """How many characters of a gap go to the word before it, and how many to the word after."""
    pieces = list(re.finditer(r"\S+", gap))
    tail, head = 0, 0
    for piece in pieces:
        attached_before = piece.start() == 0
        attached_after = piece.end() == len(gap) and not attached_before
        if attached_after or (not attached_before and piece[0].startswith(_OPENING)):
            head = len(gap) - piece.start()
            break
        tail = piece.end()
    return tail, head
