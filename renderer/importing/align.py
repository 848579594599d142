"""What of a text that changed is what it was: blocks with blocks, sentences with sentences.

Comes in: the text before and the text now. Goes out: which block was which, on whose slide each
sentence is now, what is gone; and, of three versions of a narration, one. Knows no file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from renderer.importing.document import SPOKEN, Block
from renderer.importing.slide_assignment import (
    LONGEST,
    OPENING,
    SHORTEST,
    Homes,
    homes_of,
    seconds_of,
    sentences_of,
)

SIMILAR = 0.5
"""Of the words of two paragraphs, from which on the one is the other, rewritten, in its place."""
_MOVED = 0.8
"""The same, for one that stands elsewhere now."""
_ONLY = 0.2
"""The same, for the only one between two that are where they were."""
_SAME_TEXT = 0.2
"""Of the paragraphs of the shorter of two texts, how many the other has, from which on it is the
same text, revised: what an institution's texts share is less, a motto or an address at the foot."""
_PAIR = 0.4
"""Of the words of two sentences of one paragraph."""
_MOST_PAIRS = 40_000
"""Pairs of paragraphs that are compared word for word: 200 by 200 take a second."""
_QUOTES = str.maketrans("’‘“”\u00a0\u202f", "''\"\"  ")


@lru_cache(maxsize=50_000)
def comparable_text(text: str) -> str:
    """*text* as it is compared: typography and spaces aside."""
    return re.sub(
        r"\s+", " ", text.translate(_QUOTES).replace("« ", "«").replace(" »", "»")
    ).strip()


def likeness(one: str, other: str) -> float:
    """How much of the words of both is the same, 0 to 1."""
    return SequenceMatcher(
        None, comparable_text(one).split(), comparable_text(other).split(), autojunk=False
    ).ratio()


def _class(block: Block) -> str:
    return "spoken" if block.kind in SPOKEN else block.kind


def _mark(block: Block) -> tuple[str, str]:
    picture = block.picture
    shown = (picture.key or picture.address) if picture else ""
    return _class(block), comparable_text(block.text) or shown


def paired(old: Sequence[Block], new: Sequence[Block]) -> dict[int, int]:
    """The blocks of *new* that *old* had: number there → number here."""
    found = dict(_by_id(old, new))
    before = [n for n in range(len(old)) if n not in set(found.values())]
    after = [n for n in range(len(new)) if n not in found]
    marks = [_mark(old[n]) for n in before], [_mark(new[n]) for n in after]
    for a, b, size in SequenceMatcher(None, *marks, autojunk=False).get_matching_blocks():
        for step in range(size):
            found[after[b + step]] = before[a + step]
    for gap in list(_gaps(len(old), len(new), found)):
        _pair_gap(old, new, *gap, found)
    taken = set(found.values())
    rest = (
        [n for n in range(len(old)) if n not in taken],
        [n for n in range(len(new)) if n not in found],
    )
    _pair_best(old, new, *rest, _MOVED, found)
    for kind in ("title", "subtitle"):  # a text has one: it is the same one, whatever it says
        before = [n for n, block in enumerate(old) if block.kind == kind]
        after = [n for n, block in enumerate(new) if block.kind == kind]
        if len(before) == len(after) == 1:
            found[after[0]] = before[0]
    return found


def is_revision(old: Sequence[Block], new: Sequence[Block]) -> bool:
    """Whether *new* is the text *old* as it is now, and not another text."""
    one, other = ([block for block in text if block.kind in SPOKEN] for text in (old, new))
    shared = {comparable_text(block.text) for block in one} & {
        comparable_text(block.text) for block in other
    }
    least = max(1, round(_SAME_TEXT * min(len(one), len(other))))
    if len(shared) >= least or len(one) * len(other) > _MOST_PAIRS:
        return len(shared) >= least
    alike = (any(likeness(b.text, a.text) >= SIMILAR for a in one) for b in other)
    return sum(alike) >= least


def moved_blocks(pairs: dict[int, int]) -> list[int]:
    """The blocks of the text now that stand elsewhere than they did: the fewest that say it all."""
    tails: list[tuple[int, int]] = []  # last old number of the best run of each length, and where
    before: dict[int, int] = {}
    for number in sorted(pairs):
        at = bisect_left(tails, (pairs[number], -1))
        if at:
            before[number] = tails[at - 1][1]
        tails[at : at + 1] = [(pairs[number], number)]
    kept = set()
    last = tails[-1][1] if tails else None
    while last is not None:
        kept.add(last)
        last = before.get(last)
    return [number for number in sorted(pairs) if number not in kept]


def _by_id(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[int, int]]:
    before, after = _ids(old), _ids(new)
    for name, number in after.items():
        if name in before and _class(old[before[name]]) == _class(new[number]):
            yield number, before[name]


def _ids(blocks: Sequence[Block]) -> dict[str, int]:
    """Where each id stands; those that stand twice name nothing."""
    found: dict[str, int] = {}
    twice = set()
    for number, block in enumerate(blocks):
        if block.id in found:
            twice.add(block.id)
        found[block.id] = number
    return {name: number for name, number in found.items() if name and name not in twice}


def _gaps(old: int, new: int, found: dict[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """Unpaired blocks between pairs that stand in the same order in both."""
    low_old = low_new = 0
    for number, other in [*sorted(found.items()), (new, old)]:
        if other < low_old:
            continue
        taken = set(found.values())
        before = [n for n in range(low_old, other) if n not in taken]
        after = [n for n in range(low_new, number) if n not in found]
        if before and after:
            yield before, after
        low_old, low_new = other + 1, number + 1


def _pair_gap(
    old: Sequence[Block],
    new: Sequence[Block],
    before: list[int],
    after: list[int],
    found: dict[int, int],
) -> None:
    alone = len(before) == len(after) == 1
    _pair_best(old, new, before, after, _ONLY if alone else SIMILAR, found)


def _pair_best(
    old: Sequence[Block],
    new: Sequence[Block],
    before: list[int],
    after: list[int],
    least: float,
    found: dict[int, int],
) -> None:
    if len(before) * len(after) > _MOST_PAIRS:
        return
    ways = []
    for b in after:
        for a in before:
            if _class(old[a]) == _class(new[b]) and old[a].text and new[b].text:
                alike = likeness(old[a].text, new[b].text)
                if alike >= least:
                    ways.append((-alike, abs(a - b), b, a))
    taken: set[int] = set()
    for _, _, b, a in sorted(ways):
        if b not in found and a not in taken:
            found[b] = a
            taken.add(a)


def homes_now(
    old: Sequence[Block],
    homes: Homes,
    new: Sequence[Block],
    pairs: dict[int, int],
    language: str,
    taken: Sequence[str],
) -> Homes:
    """On whose slide each sentence of *new* is: where it was, or by what it follows, or a new one.

    Args:
        old: the blocks before.
        homes: theirs.
        new: the blocks now.
        pairs: which is which.
        language: of the text.
        taken: ids that no new slide may have.
    """
    found: list[tuple[str, ...]] = [()] * len(new)
    for number, other in pairs.items():
        found[number] = _carried(old[other], homes[other], new[number], language)
    runs: list[list[int]] = []
    for number in range(len(new)):
        if number in pairs:
            continue
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = list(taken)
    for run in runs:
        _settle_run(run, new, found, pairs, language, names)
        names += [id_ for number in run for id_ in found[number]]
    return tuple(found)


def _carried(old: Block, homes: Sequence[str], new: Block, language: str) -> tuple[str, ...]:
    if new.kind not in SPOKEN or old.kind not in SPOKEN:
        return tuple(homes[:1])
    before = [comparable_text(each) for each in sentences_of(old, language)]
    after = [comparable_text(each) for each in sentences_of(new, language)]
    homes = list(homes) + list(homes[-1:]) * max(0, len(before) - len(homes))
    result: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            result += homes[a:b]
        elif tag == "replace":
            result += [homes[a + min(step, b - a - 1)] for step in range(d - c)]
        elif tag == "insert":
            result += [homes[a - 1] if a else homes[0]] * (d - c)
    return tuple(result)


def _settle_run(
    run: list[int],
    new: Sequence[Block],
    found: list[tuple[str, ...]],
    pairs: dict[int, int],
    language: str,
    taken: list[str],
) -> None:
    """Give new blocks their slides."""
    before = _last_home(new, found, range(run[0] - 1, -1, -1), last=True)
    after = _last_home(new, found, range(run[-1] + 1, len(new)), last=False, among=pairs)
    blocks = [new[number] for number in run]
    spoken = [block for block in blocks if block.kind in SPOKEN]
    said = [each for block in spoken for each in sentences_of(block, language)]
    only_text = len(spoken) == len(blocks)
    if not spoken:
        home = before if blocks[0].kind in ("caption", "aside") else after or before
        for number in run:
            is_title = new[number].kind in ("title", "subtitle")
            found[number] = (OPENING if is_title else home or OPENING,)
        return
    joins = before and only_text and (before == after or seconds_of(said, language) < SHORTEST / 2)
    if joins and seconds_of(said, language) <= LONGEST:
        for number in run:
            found[number] = (before,) * len(sentences_of(new[number], language))
        return
    for number, homes in zip(run, homes_of(blocks, language, taken), strict=True):
        found[number] = homes


def _last_home(
    new: Sequence[Block],
    found: list[tuple[str, ...]],
    numbers: range,
    *,
    last: bool,
    among: dict[int, int] | None = None,
) -> str:
    for number in numbers:
        settled = among is None or number in among
        if new[number].kind in SPOKEN and found[number] and settled:
            return found[number][-1 if last else 0]
    return ""


# Three versions of a narration.


@dataclass(slots=True)
class _Side:
    """What one version made of each sentence of the base."""

    fates: list[str | None]
    """The sentence that stands in its place; None: it is gone."""
    added: list[list[int]]
    """Sentences (by number) that stand before each of the base's, and after the last."""
    origins: list[int | None]


@dataclass(slots=True, kw_only=True)
class Merged:
    """One narration of three."""

    sentences: list[str] = field(default_factory=list)
    origins: list[tuple[str, int]] = field(default_factory=list)
    """Of each: "mine" or "new", and its number there."""
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    """What a person wrote, and what the text says now; one of them may be empty."""


def merged(base: Sequence[str], new: Sequence[str], mine: Sequence[str]) -> Merged:
    """*mine* with what *new* changed of *base*: what a person wrote always stands."""
    theirs, ours = _side(base, new), _side(base, mine)
    found = Merged()
    # What the text moved within its slide goes where it stood, and comes where it stands now.
    kept = {comparable_text(each) for each in mine} - {
        key
        for key, ours_now, now in zip(
            map(comparable_text, base), ours.fates, theirs.fates, strict=True
        )
        if key == comparable_text(ours_now or "") and key != comparable_text(now or "")
    }
    for number in range(len(base) + 1):
        for each in ours.added[number]:
            found.sentences.append(mine[each])
            found.origins.append(("mine", each))
        for each in theirs.added[number]:
            if comparable_text(new[each]) not in kept:
                found.sentences.append(new[each])
                found.origins.append(("new", each))
        if number < len(base):
            _settle_sentence(base[number], number, theirs, ours, found)
    return found


def _settle_sentence(base: str, number: int, theirs: _Side, ours: _Side, found: Merged) -> None:
    new, mine = theirs.fates[number], ours.fates[number]
    new_is_base = new is not None and comparable_text(new) == comparable_text(base)
    mine_is_base = mine is not None and comparable_text(mine) == comparable_text(base)
    if mine_is_base and not new_is_base:
        if new is not None:
            found.sentences.append(new)
            found.origins.append(("new", theirs.origins[number] or 0))
        return
    if mine is not None:
        text = mine
        if not new_is_base and (new is None or comparable_text(new) != comparable_text(mine)):
            respelt = _respelt(base, new, mine)
            if respelt is None:
                found.conflicts.append((mine, new or ""))
            text = respelt or mine
        found.sentences.append(text)
        found.origins.append(("mine", ours.origins[number] or 0))
    elif new is not None and not new_is_base:
        found.conflicts.append(("", new))


_FORM = re.compile(r"\{([^{}|]+)\|[^{}]*\}")


def _respelt(base: str, new: str | None, mine: str) -> str | None:
    """*new* with the inline forms of *mine*, where these are all that a person changed."""
    if new is None or comparable_text(_FORM.sub(r"\1", mine)) != comparable_text(base):
        return None
    for form in _FORM.finditer(mine):
        if new.count(form[1]) != 1:
            return None
        new = new.replace(form[1], form[0])
    return new


def _side(base: Sequence[str], other: Sequence[str]) -> _Side:
    before, after = (
        [comparable_text(each) for each in base],
        [comparable_text(each) for each in other],
    )
    side = _Side([None] * len(base), [[] for _ in range(len(base) + 1)], [None] * len(base))

    def pair(a: int, b: int) -> None:
        side.fates[a], side.origins[a] = other[b], b

    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            for step in range(b - a):
                pair(a + step, c + step)
        elif tag == "insert":
            side.added[a] += range(c, d)
        elif tag == "replace":
            place, first = a, c
            for number in range(c, d):
                ways = [(likeness(before[n], after[number]), -n) for n in range(place, b)]
                alike, at = max(ways, default=(0.0, 0))
                if alike >= (_ONLY if b - a == d - c == 1 else _PAIR):
                    side.added[-at] += range(first, number)
                    pair(-at, number)
                    place, first = 1 - at, number + 1
            side.added[place if place < b else b] += range(first, d)
    return side
