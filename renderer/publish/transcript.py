"""The transcript as plain text: chapters, times, what is said, shown, noted and credited.

Comes in: a scrubbed `Publication`. Goes out: one text. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from renderer.language.registry import language_of
from renderer.language.words import PageWords
from renderer.publish.publication import Publication, PublishedSlide
from renderer.publish.time_formats import clock, spoken_duration
from renderer.publish.view import credit_beside, links_of, voice_notice


def transcript_text(publication: Publication) -> str:
    """`transcript.<language>.txt`: readable as it is, one paragraph per line."""
    words = language_of(publication.language).page
    heading = [publication.title, publication.subtitle]
    about = f"{words.duration}{words.colon}{spoken_duration(publication)}"
    blocks = ["\n".join(line for line in heading if line), about]
    for slide in (slide for slide in publication.slides if slide.tells):
        blocks += _slide_blocks(slide, publication, words)
    if sources := links_of(source for slide in publication.slides for source in slide.sources):
        told = [" — ".join(filter(None, (link.title, link.href))) for link in sources]
        blocks.append("\n".join([words.sources, *(f"- {_one_line(each)}" for each in told)]))
    lines = list(dict.fromkeys(credit.line for _, credit in publication.credits() if credit.line))
    lines = [*publication.team, *lines, voice_notice(publication, words)]
    credits_lines = [f"- {line}" for line in lines]
    return "\n\n".join([*blocks, "\n".join([words.credits, *credits_lines])]) + "\n"


def _slide_blocks(
    slide: PublishedSlide, publication: Publication, words: PageWords
) -> Iterator[str]:
    if slide.chapter:
        yield f"{slide.chapter}\n{'-' * len(slide.chapter)}"
    notes = []
    if slide.alt:
        notes.append(f"{words.on_picture} {_one_line(slide.alt)}")
    shown = [_one_line(text) for text in slide.shown if text]
    if shown:
        notes.append(f"{words.on_screen} {' — '.join(shown)}")
    notes += [f"{note.about}{words.colon}{_one_line(note.said)}" for note in slide.map_notes]
    if credit := credit_beside(slide):
        notes.append(_one_line(credit))
    for _, group in groupby(slide.sentences, key=lambda sentence: sentence.paragraph):
        said = list(group)
        text = " ".join(_one_line(sentence.written) for sentence in said)
        yield f"[{clock(said[0].start, publication.timebase)}] {text}"
    if notes:
        yield "\n".join(f"({note})" for note in notes)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))
