"""A storyboard that a person worked on, and the text that it came from, changed meanwhile.

    base, text now, storyboard ──merge──▶ edits of the storyboard, remarks, a report

Comes in: slides composed of the text as it was and as it is, on the same ids; the storyboard's
plain data. Goes out: `Merge`. What a person wrote stays; where both changed the same, it stays and
what the text says is remarked beside it. Touches no text: the edits do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from renderer.editing.edits import Edit, Insert, Put, Remove
from renderer.importing.align import comparable_text, merged
from renderer.importing.remarks import remarks_of
from renderer.importing.slide_assignment import OPENING, raw_sentences
from renderer.messages import tr

Leaf = tuple[str | int, ...]
VISUALS = ("image", "pictures", "map", "card", "footage", "clip")
_WHOLE = frozenset({"map", "sources", "narration", "id", "length"})
"""Keys that aren't merged leaf by leaf."""
_SHORT: dict[Leaf, str] = {("image",): "file", ("card",): "text"}
"""Where a text stands for a mapping."""
_BREAK = re.compile(r"\n[^\S\n]*\n")
Fields = Mapping[str, Any]
"""The keys of a slide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLine:
    """One thing to tell of an import."""

    slide: str
    was: str = ""
    now: str = ""


@dataclass(slots=True, kw_only=True)
class Report:
    """What an import did, for who asked for it."""

    kept: int = 0
    """Sentences that are as they were."""
    changed: list[MergeLine] = field(default_factory=list)
    new: list[MergeLine] = field(default_factory=list)
    gone: list[MergeLine] = field(default_factory=list)
    moved: list[MergeLine] = field(default_factory=list)
    """What stands elsewhere in the text now; the storyboard's order is a person's."""
    conflicts: list[MergeLine] = field(default_factory=list)
    lacking: list[MergeLine] = field(default_factory=list)
    """What a translation doesn't have yet."""
    stale: list[MergeLine] = field(default_factory=list)
    """Sentences of a translation whose original is another now."""
    remarks: list[str] = field(default_factory=list)
    to_check: int = 0
    """Comments that were put into the file for a person to look at."""
    still_to_check: int = 0
    """Those that stood there before, and stand there still."""

    def count_remarks(self, before: str, after: str) -> None:
        """Count what is to be checked in a file that said *before* and says *after*."""
        old, new = len(remarks_of(before)), len(remarks_of(after))
        self.still_to_check = min(old, new)
        self.to_check = new - self.still_to_check

    @property
    def says_nothing(self) -> bool:
        """Whether nothing changed."""
        told = (self.changed, self.new, self.gone, self.moved, self.conflicts)
        return not any(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What an import did, or would do."""

    path: Path
    """The storyboard, or the translation."""
    report: Report
    is_new: bool = False
    is_changed: bool = False
    """Whether a storyboard that was there says something else now, or would."""


@dataclass(slots=True, kw_only=True)
class Merge:
    """What is to be done to a storyboard."""

    edits: list[Edit] = field(default_factory=list)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    report: Report = field(default_factory=Report)

    def remark(self, slide: str, said: str) -> None:
        """Have *said* stand beside *slide*."""
        self.remarks.setdefault(slide, []).append(said)


def merge(
    base: Mapping[str, Fields],
    now: Mapping[str, Fields],
    mine: Mapping[str, Fields],
    language: str,
    fixed: Mapping[str, frozenset[str]],
) -> Merge:
    """Bring what changed from *base* to *now* into *mine*.

    Args:
        base: the slides of the text as it was, by id.
        now: those of the text as it is, in its order.
        mine: those of the storyboard, in its order.
        language: of their words.
        fixed: keys of slides that stand in the text as they are; others were made from it, so a
            person's own take their place without a word.
    """
    found = Merge()
    order = list(mine)
    before = ""
    for id_, fields in now.items():
        if id_ in mine:
            _merge_slide(id_, base.get(id_, {}), fields, mine[id_], language, fixed, found)
            before = id_
        elif id_ not in base:
            at = order.index(before) + 1 if before else (1 if order[:1] == [OPENING] else 0)
            order.insert(at, id_)
            found.edits.append(Insert(path=("slides", at), value=dict(fields)))
            found.report.new.append(MergeLine(slide=id_, now=_words(fields)))
            before = id_
        else:
            _tell_taken_out(id_, base[id_], fields, before or next(iter(mine), ""), language, found)
    return found


def _tell_taken_out(
    id_: str, base: Fields, now: Fields, beside: str, language: str, found: Merge
) -> None:
    """What the text says now on a slide that a person took out: it stays out, and is shown."""
    was = {
        comparable_text(said) for said, _ in parted(base.get("narration") or _words(base), language)
    }
    for said, _ in parted(now.get("narration") or _words(now), language):
        if comparable_text(said) not in was:
            found.report.conflicts.append(MergeLine(slide=id_, now=said))
            if beside:
                found.remark(beside, tr("taken out here; the text says now: “{now}”", now=said))


def merge_slides(
    base: Mapping[str, Fields],
    now: Mapping[str, Fields],
    mine: Mapping[str, Fields],
    language: str,
    found: Merge,
) -> None:
    """The same for a translation, whose slides are keys: those that it hasn't yet are added."""
    fixed = {id_: frozenset({"chapter", "caption", "card", "alt"}) for id_ in now}
    for id_, fields in now.items():
        if id_ in mine:
            _merge_slide(id_, base.get(id_, {}), fields, mine[id_], language, fixed, found)
        else:
            found.edits.append(Put(path=("slides", id_), value=dict(fields)))
            found.report.new.append(MergeLine(slide=id_, now=_words(fields)))
    for id_, fields in base.items():
        if id_ not in now and _words(fields):
            found.report.gone.append(MergeLine(slide=id_, was=_words(fields)))


def _words(fields: Fields) -> str:
    return str(fields.get("narration") or fields.get("caption") or fields.get("chapter") or "")


def _merge_slide(
    id_: str,
    base: Fields,
    now: Fields,
    mine: Fields,
    language: str,
    fixed: Mapping[str, frozenset[str]],
    found: Merge,
) -> None:
    _merge_narration(id_, base, now, mine, language, found)
    kinds = [next((key for key in VISUALS if key in each), "") for each in (base, now, mine)]
    if kinds[1] != kinds[0]:
        _merge_visual(id_, (base, now, mine), kinds, found)
    for path, was in sorted(_leaves(base).items()):
        if path[0] in VISUALS and len(set(kinds)) > 1:
            continue
        _merge_leaf(id_, path, was, _leaves(now).get(path), _leaves(mine).get(path), fixed, found)
    for path, is_ in sorted(_leaves(now).items()):
        if path in _leaves(base) or (path[0] in VISUALS and len(set(kinds)) > 1):
            continue
        _merge_leaf(id_, path, None, is_, _leaves(mine).get(path), fixed, found)
    _merge_sources(id_, base, now, mine, found)


def _leaves(fields: Any, path: Leaf = ()) -> dict[Leaf, str]:
    result: dict[Leaf, str] = {}
    pairs: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(fields, Mapping):
        pairs = ((key, each) for key, each in fields.items() if path or key not in _WHOLE)
    elif isinstance(fields, list):
        pairs = enumerate(fields)
    elif isinstance(fields, str):
        short = _SHORT.get(path, "")
        return {(*path, short) if short else path: fields}
    for key, each in pairs:
        result |= _leaves(each, (*path, key))
    if path == ("caption",) and isinstance(fields, Mapping) and isinstance(fields.get("text"), str):
        result = {("caption",): fields["text"]}
    return result


def _merge_leaf(
    id_: str,
    path: Leaf,
    was: str | None,
    now: str | None,
    mine: str | None,
    fixed: Mapping[str, frozenset[str]],
    found: Merge,
) -> None:
    if _same(was, now) or _same(mine, now):
        return
    name = ".".join(map(str, path))
    if _same(mine, was):
        place = ("slides", id_, *path)
        found.edits.append(Remove(path=place) if now is None else Put(path=place, value=now))
        found.report.changed.append(MergeLine(slide=f"{id_}, {name}", was=was or "", now=now or ""))
    elif str(path[0]) in fixed.get(id_, frozenset()):
        found.report.conflicts.append(
            MergeLine(slide=f"{id_}, {name}", was=mine or "", now=now or "")
        )
        if now:
            found.remark(id_, tr("“{key}” in the text: “{now}”", key=name, now=now))


def _same(one: str | None, other: str | None) -> bool:
    return comparable_text(one or "") == comparable_text(other or "")


def _merge_visual(
    id_: str, versions: tuple[Fields, Fields, Fields], kinds: Sequence[str], found: Merge
) -> None:
    """What is shown is of another kind in the text now."""
    base, now, mine = versions
    old, new, own = kinds
    if own == new:
        return
    untouched = own == old and (not old or _leaves({old: base[old]}) == _leaves({old: mine[old]}))
    shown = ", ".join(value for path, value in _leaves(now).items() if path[0] == new)
    if untouched and new:
        found.edits.append(Put(path=("slides", id_, new), value=now[new]))
        if old:
            found.edits.append(Remove(path=("slides", id_, old)))
        found.report.changed.append(MergeLine(slide=f"{id_}, {new}", now=shown))
    elif new in ("image", "pictures"):
        found.report.conflicts.append(MergeLine(slide=f"{id_}, {new}", now=shown))
        found.remark(id_, tr("the text shows this now: {what}", what=shown))


def _merge_sources(id_: str, base: Fields, now: Fields, mine: Fields, found: Merge) -> None:
    def titles(fields: Fields) -> dict[str, Any]:
        told = fields.get("sources") or []
        each = [told] if isinstance(told, str | Mapping) else told
        return {
            comparable_text(str(one.get("title") if isinstance(one, Mapping) else one)): one
            for one in each
        }

    was, is_, own = titles(base), titles(now), titles(mine)
    at = len(own)
    for key, one in is_.items():
        if key not in was and key not in own:
            found.edits.append(Insert(path=("slides", id_, "sources", at), value=one))
            found.report.new.append(MergeLine(slide=f"{id_}, sources", now=key))
            at += 1
    for key in was.keys() - is_.keys():
        found.report.gone.append(MergeLine(slide=f"{id_}, sources", was=key))


def parted(narration: Any, language: str) -> list[tuple[str, str]]:
    """The sentences of a narration, each with what stands before it."""
    text = narration if isinstance(narration, str) else ""
    result: list[tuple[str, str]] = []
    for paragraph in _BREAK.split(text):
        for number, said in enumerate(raw_sentences(paragraph, language)):
            result.append((said, " " if number else "\n\n"))
    return result


def _merge_narration(
    id_: str, base: Fields, now: Fields, mine: Fields, language: str, found: Merge
) -> None:
    before, after, own = (parted(each.get("narration"), language) for each in (base, now, mine))
    result = merged([a for a, _ in before], [b for b, _ in after], [c for c, _ in own])
    was = {comparable_text(said) for said, _ in before}
    is_ = {comparable_text(said) for said, _ in after}
    found.report.kept += len(was & is_)
    for own_words, their_words in result.conflicts:
        found.report.conflicts.append(MergeLine(slide=id_, was=own_words, now=their_words))
        if their_words:
            found.remark(
                id_,
                tr("both changed; the text says: “{now}”", now=their_words)
                if own_words
                else tr("taken out here; the text says now: “{now}”", now=their_words),
            )
        else:
            found.remark(id_, tr("changed here, gone from the text: “{was}”", was=own_words))
    kept = [said for said, _ in own]
    if result.sentences == kept:
        return
    lost = [said for said in kept if said not in result.sentences]
    fresh = [said for said in result.sentences if said not in kept]
    for gone, come in zip_longest(lost, fresh, fillvalue=""):
        found.report.changed.append(MergeLine(slide=id_, was=gone, now=come))
    pieces: list[str] = []
    for said, (version, number) in zip(result.sentences, result.origins, strict=True):
        gap = (own if version == "mine" else after)[number][1]
        pieces += [gap if pieces else "", said]
    text = "".join(pieces)
    path = ("slides", id_, "narration")
    if text:
        found.edits.append(Put(path=path, value=text))
        if "narration" not in mine and mine.get("length") and base.get("length"):
            found.edits.append(Remove(path=("slides", id_, "length")))
    elif "narration" in mine:
        found.edits += [Remove(path=path), Put(path=("slides", id_, "length"), value="5")]
