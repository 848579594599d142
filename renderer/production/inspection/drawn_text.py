"""Every text that a film draws, and what stands in its way in each shape.

Comes in: a `Subject` and its theme. Goes out: `DrawnText`s. Sets text, with the functions that draw
it, and draws none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from renderer.clips.drawing import Refusals, Setting
from renderer.clips.slide_drawings import drawing_of
from renderer.clips.slide_setup import on_picture_credit
from renderer.errors import Mark, PictureError
from renderer.language.eye.typography import typeset
from renderer.language.sentences import split_sentences
from renderer.production.inspection.subject import (
    Subject,
    film_place,
    place_of,
)
from renderer.production.title_and_end_credits import CreditsEntry, credits_entries, rights_parts
from renderer.storyboard.board import Card, CreditsLine, Slide
from renderer.storyboard.slide_kinds import keyed_works_of
from renderer.themes.theme import Theme

_LONG_WORD = 20
"""Letters of a word that is tried in the width of subtitles; a shorter one fits any frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnText:
    """Something written that is drawn."""

    place: Callable[[str, str], Mark]
    """Where a key of it stands, on the line of the first of some characters."""
    slide: str
    refusals: Callable[[str], Refusals]
    """What stands in its way in a shape."""
    shapes: tuple[str, ...]
    """The shapes whose frames bear it."""


def texts_of(subject: Subject, theme: Theme) -> Iterator[DrawnText]:
    """Everything that is drawn of *subject* in *theme*, in film order."""
    return _Setter(subject, theme).texts()


class _Setter:
    """What texts are set with: the film's theme, language and frames."""

    def __init__(self, subject: Subject, theme: Theme) -> None:
        self.subject = subject
        self.board = subject.board
        self.theme = theme
        self.typed = partial(typeset, language=subject.board.language)
        self._fine: set[tuple[str, str]] = set()
        """Credits that were found to be fit for a shape."""

    def texts(self) -> Iterator[DrawnText]:
        """Everything that is drawn, in film order."""
        if self.subject.is_whole:
            yield from self._opening()
        chapters = _chapters(self.board.slides)
        for slide in self.subject.slides:
            yield from self._slide(slide, chapters[slide.id])
        if self.subject.is_whole and self.board.film.credits:
            yield from self._ending()

    def _slide(self, slide: Slide, chapter: Slide) -> Iterator[DrawnText]:
        if slide.caption:
            yield self._of(slide, partial(self._caption, slide))
        if on_picture_credit(slide.visual, self.board.language):
            yield self._of(slide, partial(self._credit, slide))
        own = self._of(slide, partial(self._own_words, slide, chapter.chapter))
        yield replace(own, place=partial(_place, slide, chapter))
        burned = self._burned()
        if burned and slide.narration.strip():
            yield self._of(slide, partial(self._subtitles, slide.narration), burned)

    def _of(
        self, slide: Slide, refusals: Callable[[str], Refusals], shapes: tuple[str, ...] = ()
    ) -> DrawnText:
        return DrawnText(
            place=partial(place_of, slide),
            slide=slide.id,
            refusals=refusals,
            shapes=shapes or tuple(self.subject.shapes),
        )

    def _burned(self) -> tuple[str, ...]:
        return tuple(s for s in self.subject.shapes if s in self.board.film.subtitles.burn)

    def _caption(self, slide: Slide, shape: str) -> Refusals:
        from renderer.pictures.caption import check_caption

        try:
            # As typed: what is certain to fit needs no typography first.
            check_caption(
                slide.caption, self.theme, self.subject.shapes[shape], self.board.language
            )
        except PictureError as error:
            yield "caption", error

    def _credit(self, slide: Slide, shape: str) -> Refusals:
        from renderer.pictures.credit_line import check_credit

        for key, _, work in keyed_works_of(slide.visual):
            if work.rights is None:
                continue
            line = on_picture_credit(work, self.board.language)
            if (line, shape) in self._fine:  # one archive's line stands on many pictures
                continue
            try:
                check_credit(self.typed(line), self.theme, self.subject.shapes[shape])
                self._fine.add((line, shape))
            except PictureError as error:
                yield _key_of(rights_parts(key, work.rights), error), error

    def _own_words(self, slide: Slide, chapter: str, shape: str) -> Refusals:
        """What stands in the way of the words of what *slide* shows."""
        setting = Setting(
            slide=slide,
            chapter=chapter,
            theme=self.theme,
            size=self.subject.shapes[shape],
            language=self.board.language,
            typed=self.typed,
            foot=partial(self._foot, slide, shape),
        )
        return drawing_of(slide.visual).refusals(slide.visual, setting)

    def _foot(self, slide: Slide, shape: str) -> int:
        """Rows that subtitles, and a caption pushed up by them, take from a slide."""
        if shape not in self._burned() or not slide.narration.strip():
            return 0
        from renderer.pictures.caption import caption_reach
        from renderer.themes.margins import subtitle_rows

        size = self.subject.shapes[shape]
        foot = subtitle_rows(self.theme, size).foot
        try:
            return caption_reach(slide.caption, self.theme, size, self.board.language, foot=foot)
        except PictureError:  # told of the caption itself
            return foot

    def _subtitles(self, narration: str, shape: str) -> Refusals:
        from renderer.language.eye.typography import lettered
        from renderer.typesetting.drawable import checked_runs
        from renderer.typesetting.shaping import TextStyle

        style = TextStyle(faces=self.theme.fonts.stack(self.theme.subtitle.font))
        for sentence in split_sentences(narration, self.board.language):
            try:
                checked_runs(lettered(sentence.written, self.board.language), style, "subtitle")
                for word in sentence.written.split():
                    if len(word) > _LONG_WORD:
                        self._try_word(word, shape)
            except PictureError as error:
                yield "narration", error

    def _try_word(self, word: str, shape: str) -> None:
        from renderer.pictures.subtitle import draw_subtitle  # OpenCV: seldom needed

        size = self.subject.shapes[shape]
        draw_subtitle((self.typed(word),), self.theme, size, language=self.board.language)

    def _opening(self) -> Iterator[DrawnText]:
        if not self.board.film.opening:
            return
        card = Card(title=self.board.title, text=self.board.subtitle)
        slide = Slide(id="", visual=card, marks={})

        def refusals(shape: str) -> Refusals:
            for key, error in self._own_words(slide, "", shape):
                yield ("subtitle" if key == "card.text" else "title"), error

        yield self._of_film(refusals)

    def _of_film(self, refusals: Callable[[str], Refusals]) -> DrawnText:
        return DrawnText(
            place=partial(film_place, self.board),
            slide="",
            refusals=refusals,
            shapes=tuple(self.subject.shapes),
        )

    def _ending(self) -> Iterator[DrawnText]:
        """The end credits, each line where it was written, and the end card's title."""
        seen: set[str] = set()
        for entry in credits_entries(self.board):
            if entry.text in seen:  # as the credits say each line once
                continue
            seen.add(entry.text)
            refusals = partial(self._credits_line, entry)
            if entry.slide is None:
                yield self._of_film(refusals)
            else:
                yield self._of(entry.slide, refusals)

    def _credits_line(self, entry: CreditsEntry, shape: str) -> Refusals:
        from renderer.pictures.end_credits import line_refusals

        line = CreditsLine(text=" ".join(self.typed(entry.text).split("\n")))
        for error in line_refusals(line, self.theme, self.subject.shapes[shape]):
            yield _key_of(entry.parts, error), error


def _key_of(parts: tuple[tuple[str, str], ...], error: PictureError) -> str:
    """Where the part of a text stands that *error* is about; else the first."""
    wanted = error.characters[:1]
    return next((key for key, words in parts if wanted and wanted in words), parts[0][0])


def _place(slide: Slide, chapter: Slide, key: str, characters: str) -> Mark:
    """A slide may bear the title of a chapter that began earlier."""
    return place_of(chapter if key == "chapter" else slide, key, characters)


def _chapters(slides: tuple[Slide, ...]) -> dict[str, Slide]:
    """The slide that begins the chapter of each slide, by that slide's id; itself before any."""
    began: dict[str, Slide] = {}
    current: Slide | None = None
    for slide in slides:
        current = slide if slide.chapter else current
        began[slide.id] = current or slide
    return began
