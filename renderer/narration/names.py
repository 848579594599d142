"""The names that a film says: those that somebody has to listen to, and those that are said right.

    Storyboard ──names_to_settle──▶ NameToSettle, …
    Storyboard ──settled_names──▶ SettledName, …

Comes in: a checked storyboard. Goes out: each name once, with how it is said, how often and where.
What the film names elsewhere (its title, a caption, a place on a map) is a name in its narration
too, at the head of a sentence as well. Doesn't know voices, sound or time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from renderer.language.ear.lexicon import Lexicon, layer
from renderer.language.ear.spoken_text import lexicon_for
from renderer.language.ear.unknown import (
    KnownName,
    UnknownName,
    doubtful_names,
    known_names,
    surely_names,
    unknown_names,
)
from renderer.language.folding import fold
from renderer.language.sentence import Override, Sentence
from renderer.language.sentences import split_sentences
from renderer.storyboard.board import Slide, Storyboard
from renderer.storyboard.slide_kinds import maps_of
from renderer.storyboard.visuals import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class NameToSettle:
    """A name or acronym that no lexicon settles, and where it is said."""

    written: str
    kind: str
    """"name" or "acronym"; "perhaps": a word that only stands at the head of a sentence."""
    said: str
    """What the voice is given for it now."""
    count: int
    slides: tuple[str, ...]
    """Ids of the slides that say it, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledName:
    """A name that is said as it should be, and what settles it."""

    written: str
    said: str
    ipa: str
    origin: str
    """Of the entry that settles it; empty: every voice of the language reads it right."""
    slide: str
    """The one slide whose own entry it is; empty: it holds in the whole film."""
    count: int
    """How often the film says it; 0: an entry that nothing needs."""
    slides: tuple[str, ...]
    """Ids of the slides that say it, in order."""


def names_to_settle(board: Storyboard, *, doubtful: bool = False) -> tuple[NameToSettle, ...]:
    """Every proper noun and acronym without a lexicon entry, most frequent first.

    A slide's own entries settle its own sentences only.

    Args:
        board: the film.
        doubtful: the words instead that may be names: they only stand at heads of sentences.
    """
    shared = lexicon_for(board.pronounce, language=board.language)
    places = list(_sentences(board))
    written = [_covered(slide, sentence) for slide, sentence in places]
    listed = doubtful_names if doubtful else unknown_names
    found = listed(written, shared, board.language, frozenset(_named_elsewhere(board)))
    named = [
        NameToSettle(
            written=name.written,
            kind="perhaps" if doubtful else name.kind,
            said=name.said,
            count=name.count,
            slides=_slides(name, places),
        )
        for name in found
    ]
    return tuple(sorted(named, key=lambda name: (-name.count, name.written)))


def settled_names(board: Storyboard) -> tuple[SettledName, ...]:
    """Every name that an entry settles or that needs none; entries that nothing needs come last."""
    places = list(_sentences(board))
    shared = lexicon_for(board.pronounce, language=board.language)
    covered = [_covered(slide, sentence) for slide, sentence in places]
    found = [_settled(name, "", places) for name in known_names(covered, shared, board.language)]
    for slide in board.slides:
        if slide.pronounce:
            own = [place for place in places if place[0] is slide]
            lexicon = Lexicon(layers=(layer(slide.pronounce),))
            names = known_names([sentence for _, sentence in own], lexicon, board.language)
            found += [_settled(name, slide.id, own) for name in names if name.origin]
    found.sort(key=lambda name: name.written.casefold())
    said = {(name.written, name.origin) for name in found}
    entries = [(entry, "") for entry in board.pronounce]
    entries += [(entry, slide.id) for slide in board.slides for entry in slide.pronounce]
    return tuple(found) + tuple(
        SettledName(
            written=entry.write,
            said=entry.say,
            ipa=entry.ipa,
            origin=entry.origin,
            slide=slide_id,
            count=0,
            slides=(),
        )
        for entry, slide_id in entries
        if (entry.write, entry.origin) not in said
    )


def _settled(name: KnownName, slide: str, places: Sequence[tuple[Slide, Sentence]]) -> SettledName:
    return SettledName(
        written=name.written,
        said=name.said,
        ipa=name.ipa,
        origin=name.origin,
        slide=slide,
        count=len(name.places),
        slides=_slides(name, places),
    )


def _slides(
    name: UnknownName | KnownName, places: Sequence[tuple[Slide, Sentence]]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(places[place.sentence][0].id for place in name.places))


def _sentences(board: Storyboard) -> Iterator[tuple[Slide, Sentence]]:
    for slide in board.slides:
        for sentence in split_sentences(slide.narration, board.language):
            yield slide, sentence


def _covered(slide: Slide, sentence: Sentence) -> Sentence:
    """*sentence* with what its slide's own entries settle said there already."""
    if not slide.pronounce:
        return sentence
    folded = fold(sentence.written)
    own = [
        Override(start=start, end=end, said=one.entry.say)
        for one in Lexicon(layers=(layer(slide.pronounce),)).find(folded.text)
        for start, end in [folded.written(one.start, one.end)]
    ]
    return replace(sentence, overrides=(*sentence.overrides, *own))


def _named_elsewhere(board: Storyboard) -> Iterable[str]:
    """What stands as a name beside the narration: on maps, inside titles and captions."""
    texts = [board.title]
    for slide in board.slides:
        title = slide.visual.title if isinstance(slide.visual, Card) else ""
        texts += [slide.chapter, slide.caption, title]
        yield from (place.name for chart in maps_of(slide.visual) for place in chart.places)
    for text in filter(None, texts):
        yield from surely_names(Sentence(written=text), board.language)
