"""Every moment that a slide names is in its narration: its sentence, or its words.

Comes in: a `Subject`. Goes out: a mistake for each moment that the narration doesn't have, and a
warning for words that it has several times, each at its own line. Draws nothing, speaks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from renderer.errors import Problem
from renderer.language.phrase_search import nearest_words, passages
from renderer.language.sentences import split_sentences
from renderer.messages import tr
from renderer.production.inspection.subject import Subject, Verdict, place_of
from renderer.storyboard.board import Slide
from renderer.storyboard.moments import Moment, NamedMoment
from renderer.storyboard.slide_kinds import kind_of, shots_of


def inspect_moments(subject: Subject) -> Verdict:
    """Every moment that there is not, and every one that may be another."""
    mistakes: list[Problem] = []
    warnings: list[Problem] = []
    for slide in subject.slides:
        kind = kind_of(slide.visual)
        named = tuple(kind.moments(slide.visual))
        if not named:
            continue
        sentences = split_sentences(slide.narration, subject.board.language)
        written = [sentence.written for sentence in sentences]
        mistakes += _unsaid(slide, kind.key, named, written)
        warnings += _ambiguous(slide, named, written)
        mistakes += _backwards(slide, written)
    return Verdict(mistakes=tuple(mistakes), warnings=tuple(warnings))


def _unsaid(
    slide: Slide, thing: str, named: tuple[NamedMoment, ...], written: list[str]
) -> Iterator[Problem]:
    for each in named:
        moment = each.moment
        if moment.sentence is not None and not 1 <= moment.sentence <= len(written):
            yield Problem(
                mark=place_of(slide, _key(slide, each)),
                what=tr(
                    "the {thing} names sentence {number}, but the slide's narration has {count}",
                    thing=thing,
                    number=moment.sentence,
                    count=len(written),
                ),
                remedy=tr("correct the number"),
                slide=slide.id,
                code="moment-unknown",
            )
        elif moment.words and not passages(moment.words, written):
            yield Problem(
                mark=place_of(slide, _key(slide, each)),
                what=tr("these words are gone: '{words}'", words=moment.words),
                remedy=_found_instead(nearest_words(moment.words, written)),
                slide=slide.id,
                code="words-gone",
            )


def _backwards(slide: Slide, written: list[str]) -> Iterator[Problem]:
    """Shots that should come before the one that they are written after."""
    last = (0, 0)
    for shot in shots_of(slide.visual):
        place = _place(shot.at, written) if shot.at else None
        if place is None:
            continue
        if place < last:
            yield Problem(
                mark=place_of(slide, f"{shot.key}.at"),
                what=tr("this comes earlier in the narration than what it is written after"),
                remedy=tr("write them in the order in which they are spoken of"),
                slide=slide.id,
                code="moment-backwards",
            )
        last = max(last, place)


def _place(moment: Moment, written: list[str]) -> tuple[int, int] | None:
    """The sentence and the offset in it at which *moment* comes; None: it never does."""
    if moment.sentence is not None:
        return moment.sentence - 1, 0
    found = passages(moment.words, written)
    return (found[0].sentence, found[0].offset) if found else None


def _found_instead(nearest: str) -> str:
    if nearest:
        return tr("the nearest in the narration: '{words}'", words=nearest)
    return tr(
        "copy a few words of the slide's narration, or name a sentence: {example}",
        example="sentence 2",
    )


def _ambiguous(
    slide: Slide, named: tuple[NamedMoment, ...], written: list[str]
) -> Iterator[Problem]:
    for each in named:
        if each.moment.words and (count := len(passages(each.moment.words, written))) > 1:
            yield Problem(
                mark=place_of(slide, _key(slide, each)),
                what=tr(
                    "'{words}' is said {count} times: the first counts",
                    words=each.moment.words,
                    count=count,
                ),
                remedy=tr("copy one or two words more, so that it is said once"),
                slide=slide.id,
                code="words-several",
            )


def _key(slide: Slide, named: NamedMoment) -> str:
    return next((key for key in named.keys if key in slide.marks), named.keys[0])
