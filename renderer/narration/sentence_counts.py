"""As many sentences in a translation as in the film, where what appears on a slide counts them.

Comes in: a film in its languages. Goes out: the same, and the mistakes of those that lag. Knows
nothing of how a sentence is said.
"""

from __future__ import annotations

from dataclasses import replace

from renderer.errors import Problem
from renderer.language.sentences import split_sentences
from renderer.messages import trn
from renderer.storyboard.board import Editions, Lagging, Storyboard
from renderer.storyboard.slide_kinds import kind_of


def with_sentences_counted(film: Editions) -> Editions:
    """*film*, where an edition lags too when what appears at its sentences would be misplaced."""
    there: list[Storyboard] = []
    lagging = list(film.lagging)
    for board in film.translations:
        if problems := sentence_mistakes(film.own, board):
            lagging.append(Lagging(board=film.own, language=board.language, problems=problems))
        else:
            there.append(board)
    return replace(film, translations=tuple(there), lagging=tuple(lagging))


def sentence_mistakes(board: Storyboard, translation: Storyboard) -> tuple[Problem, ...]:
    """Narrations of *translation* that have not as many sentences as what appears at them counts.

    Args:
        board: the film in its own language.
        translation: the same film in another.
    """
    found = []
    for own, other in zip(board.slides, translation.slides, strict=True):
        if not kind_of(own.visual).counts_sentences(own.visual):
            continue
        wanted = len(split_sentences(own.narration, board.language))
        there = len(split_sentences(other.narration, translation.language))
        if wanted != there:
            found.append(
                Problem(
                    mark=other.mark("narration"),
                    what=trn(
                        "{count} sentence, where the narration in {language} has {wanted}:"
                        " what appears on this slide counts them",
                        "{count} sentences, where the narration in {language} has {wanted}:"
                        " what appears on this slide counts them",
                        there,
                        language=board.language,
                        wanted=wanted,
                    ),
                    remedy=trn(
                        "say it in {count} sentence; see `say --language {language}`",
                        "say it in {count} sentences; see `say --language {language}`",
                        wanted,
                        language=board.language,
                    ),
                    slide=other.id,
                    code="translation-uneven",
                )
            )
    return tuple(found)
