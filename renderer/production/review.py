"""What changed between two texts of a film, as somebody who rereads it goes through it.

    Tree, Tree ──compared──▶ SlideChange, SlideChange, …

Comes in: the trees of both texts, which may hold mistakes. Goes out: each slide that is new, gone,
elsewhere or another, in the order of the later text, those that are gone where they stood; of its
narration the sentences, side by side. Slides are the same when they have the same id. Speaks and
draws nothing; line breaks within a text, and how it is quoted, are no change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from renderer.language.eye.typography import typeset
from renderer.language.sentences import split_sentences
from renderer.storyboard.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One key that says something else."""

    key: str
    """Dotted, from the slide: "image.alt", "map.places.2.name"."""
    before: str | None
    """None: it wasn't there."""
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """One sentence of a narration, before and after."""

    what: Literal["same", "changed", "added", "gone"]
    index_before: int | None
    """0-based in the narration; None: it wasn't there."""
    index: int | None
    before: str | None
    """As shown."""
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideChange:
    """One slide that isn't as it was; or, under the name "", the film's own keys."""

    slide: str
    what: Literal["added", "gone", "moved", "changed"]
    fields: tuple[FieldChange, ...]
    """Without its narration, where that has sentences on either side."""
    sentences: tuple[SentenceChange, ...]
    """All of its narration, where one is changed."""


def compared(before: Tree, after: Tree, language: str) -> tuple[SlideChange, ...]:
    """What is another in *after*; sentences are those of *language*."""
    was, now = _slides(before), _slides(after)
    stayed = set(_in_order(list(was), list(now)))
    changes = list(_film(before, after))
    gone = [name for name in was if name not in now]
    for name, slide in now.items():
        old = was.get(name)
        fields = tuple(_fields(old or {}, slide))
        sentences = tuple(_sentences(old or {}, slide, language))
        if old is None:
            changes.append(_change(name, "added", fields, sentences))
        elif fields or sentences:
            changes.append(_change(name, "changed", fields, sentences))
        elif name not in stayed:
            changes.append(_change(name, "moved", (), ()))
    for name in gone:
        fields, sentences = (
            tuple(_fields(was[name], {})),
            tuple(_sentences(was[name], {}, language)),
        )
        changes.append(_change(name, "gone", fields, sentences))
    return tuple(sorted(changes, key=lambda change: _rank(change.slide, list(was), list(now))))


def _change(
    name: str,
    what: Literal["added", "gone", "moved", "changed"],
    fields: tuple[FieldChange, ...],
    sentences: tuple[SentenceChange, ...],
) -> SlideChange:
    return SlideChange(slide=name, what=what, fields=fields, sentences=sentences)


def _rank(name: str, was: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """Its place; of one that is gone, behind the nearest before it that is still there."""
    if not name:
        return -1, 0
    if name in now:
        return now.index(name), 0
    at = was.index(name)
    earlier = [now.index(each) for each in was[:at] if each in now]
    return (earlier[-1] if earlier else -1), at + 1


def _slides(tree: Tree) -> dict[str, dict[str, Any]]:
    """By id; a slide without one, or with another's, by its number."""
    held = tree.at(("slides",))
    slides: dict[str, dict[str, Any]] = {}
    for number, slide in enumerate(held if isinstance(held, list) else ()):
        data = slide if isinstance(slide, dict) else {}
        name = str(data.get("id") or "").strip()
        slides[name if name and name not in slides else f"#{number + 1}"] = data
    return slides


def _in_order(was: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """The names that stand in the same order in both."""
    for run in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks():
        yield from was[run.a : run.a + run.size]


def _film(before: Tree, after: Tree) -> Iterator[SlideChange]:
    def rest(tree: Tree) -> dict[str, Any]:
        data = tree.data if isinstance(tree.data, dict) else {}
        return {key: value for key, value in data.items() if key != "slides"}

    if fields := tuple(_fields(rest(before), rest(after))):
        yield _change("", "changed", fields, ())


def _fields(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[FieldChange]:
    old, new = dict(_leaves(was)), dict(_leaves(now))
    for key in dict.fromkeys((*new, *old)):
        if key not in ("narration", "id") and _said(old.get(key)) != _said(new.get(key)):
            yield FieldChange(key=key, before=old.get(key), after=new.get(key))


def _said(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _leaves(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict | list):
        steps = data.items() if isinstance(data, dict) else enumerate(data)
        for step, each in steps:
            yield from _leaves(each, f"{path}.{step}" if path else str(step))
    elif data is not None:
        yield path, str(data)


def _sentences(
    was: Mapping[str, Any], now: Mapping[str, Any], language: str
) -> Iterator[SentenceChange]:
    """Those of both narrations side by side; none, where they are the same."""
    old, new = (_shown(slide.get("narration"), language) for slide in (was, now))
    if old == new:
        return
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for shift in range(max(b - a, d - c)):
            before = a + shift if a + shift < b else None
            after = c + shift if c + shift < d else None
            what: Literal["same", "changed", "added", "gone"] = "changed"
            if how == "equal":
                what = "same"
            elif before is None or after is None:
                what = "added" if before is None else "gone"
            yield SentenceChange(
                what=what,
                index_before=before,
                index=after,
                before=None if before is None else old[before],
                after=None if after is None else new[after],
            )


def _shown(narration: object, language: str) -> list[str]:
    text = narration if isinstance(narration, str) else ""
    return [typeset(sentence.written, language) for sentence in split_sentences(text, language)]
