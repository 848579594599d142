"""What will be spoken: every slide's narration as sentences for the ear.

    Storyboard ──write_script──▶ Script
    ScriptSentence ──touches──▶ Touch, Touch, …

Comes in: a checked storyboard. Goes out: its sentences, written and spoken, with the lexicon of the
project and of each slide applied; and, for review, which rule touched each word. Doesn't know
voices, sound or time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.eye.typography import typeset
from renderer.language.sentences import split_sentences
from renderer.narration.sentence import ScriptSentence

if TYPE_CHECKING:
    from renderer.language.ear.lexicon import Lexicon
    from renderer.language.sentence import SpokenWord
    from renderer.narration.sentence import Script
    from renderer.storyboard.board import Slide, Storyboard


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A stretch of a sentence that a rule changed on its way to the ear."""

    written: str
    """As shown."""
    spoken: str
    """Empty when it isn't said."""
    rule: str


def write_script(board: Storyboard) -> Script:
    """The whole film's script, in film order.

    The nearest lexicon entry wins: the slide's, then the project's, then the built-in ones. A
    language that has no rules keeps its words as written.
    """
    shared = lexicon_for(board.pronounce, language=board.language)
    return {slide.id: tuple(_sentences(slide, board, shared)) for slide in board.slides}


def touches(sentence: ScriptSentence) -> tuple[Touch, ...]:
    """The stretches that a rule made, in order, words of one stretch together."""
    spoken = sentence.spoken

    def origin(word: SpokenWord) -> tuple[int, int, str]:
        return word.written_start, word.written_end, word.rule

    found: list[Touch] = []
    for (start, end, rule), grouped in groupby(spoken.words, key=origin):
        words = list(grouped)
        if rule:
            found.append(
                Touch(
                    written=typeset(spoken.written[start:end], sentence.language),
                    spoken=spoken.text[words[0].start : words[-1].end],
                    rule=rule,
                )
            )
    return tuple(found)


def _sentences(slide: Slide, board: Storyboard, shared: Lexicon) -> Iterator[ScriptSentence]:
    lexicon = shared
    if slide.pronounce:
        lexicon = lexicon_for(board.pronounce, slide.pronounce, language=board.language)
    for index, sentence in enumerate(split_sentences(slide.narration, board.language)):
        yield ScriptSentence(
            slide_id=slide.id,
            index=index,
            spoken=speak(sentence, lexicon, board.language),
            paragraph=sentence.paragraph,
            language=board.language,
        )
