"""What is allowed and may be improved: warnings, not mistakes.

Comes in: a checked `Storyboard`. Goes out: Problems that stop nothing. Opens no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from renderer.errors import Mark, Problem, counted
from renderer.storyboard import french_spelling
from renderer.storyboard.board import Music, Rights, Slide, Storyboard
from renderer.storyboard.hash_signs import cut_texts
from renderer.storyboard.kinds import alts_of, keyed_works_of, kind_of
from renderer.storyboard.tree import Marks

CHARACTERS_A_SECOND = 15.0
"""French read aloud at rate 1: about 150 words a minute of 6 characters, blanks included."""
LONG_NARRATION_SECONDS = 60.0
"""A picture held longer tires the eye; film editors cut well before."""
LONG_CAPTION = 120
"""Characters; three lines at the size of the theme `sobre`."""
LONG_ALT = 300
"""Characters; beyond, screen readers' users are better served by the narration."""

Slips = Callable[[str], Iterator[tuple[str, str]]]
"""What in a text a printer would set otherwise: as typed, as set."""
_SPELLINGS: Mapping[str, Slips] = {french_spelling.LANGUAGE: french_spelling.misspelt}
"""By the first part of a language's tag."""

_DRAWN = ("title", "text", "date")
"""Texts that a kind of slide may draw."""
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def warnings_of(storyboard: Storyboard, *, about_rights: bool = True) -> tuple[Problem, ...]:
    """Every warning about *storyboard*, in file order."""
    found = [*_about_film(storyboard)]
    if isinstance(storyboard.marks, Marks):
        found += cut_texts(storyboard.marks)
    if about_rights:
        found += _about_rights(storyboard)
    for slide in storyboard.slides:
        found += _about_picture(slide)
        found += _about_words(slide, storyboard.voice.rate)
    spelling = _SPELLINGS.get(storyboard.language.split("-")[0].lower())
    if spelling is not None:
        found += _about_spelling(storyboard, spelling)
    return tuple(sorted(found, key=lambda each: (each.mark.line, each.mark.column)))


def _about_film(storyboard: Storyboard) -> Iterator[Problem]:
    marks = storyboard.marks
    if not storyboard.description:
        yield Problem(
            mark=marks["title"],
            what="the film has no description",
            remedy="add 'description: …': one or two sentences for the page and search engines",
        )
    chapters = [slide for slide in storyboard.slides if slide.chapter]
    if chapters and not storyboard.slides[0].chapter:
        yield Problem(
            mark=storyboard.slides[0].mark(""),
            what="the film has chapters, and its first slide is in none",
            remedy="add a 'chapter: …' to it",
            slide=storyboard.slides[0].id,
        )


def _about_rights(storyboard: Storyboard) -> Iterator[Problem]:
    music, remedy = storyboard.music, "add 'rights:' with its author and license"
    without = "it can't be published without"
    if music is not None and not _known(music.rights):
        what = "the music has no rights"
        yield Problem(mark=storyboard.marks["music"], what=what, remedy=f"{remedy}; {without}")
    for slide in storyboard.slides:
        if isinstance(slide.music, Music) and not _known(slide.music.rights):
            yield _warning(slide, "music", "the music has no rights", f"{remedy}; {without}")
        for key, _, work in keyed_works_of(slide.visual):
            if not _known(work.rights):
                yield _warning(
                    slide,
                    key,
                    f"'{work.name}' has no rights",
                    f"add 'rights:' with its author, holder and license; {without}",
                )


def _about_picture(slide: Slide) -> Iterator[Problem]:
    for key, alt in alts_of(slide.visual):
        if not alt:
            yield _warning(
                slide,
                key,
                "no 'alt'",
                "say in a sentence what it shows, for those who don't see it",
            )
        elif len(alt) > LONG_ALT:
            yield _warning(
                slide,
                f"{key}.alt",
                f"an 'alt' of {len(alt)} characters",
                f"keep it under {LONG_ALT}; the narration can say the rest",
            )


def _about_words(slide: Slide, rate: float) -> Iterator[Problem]:
    estimate = len(slide.narration) / CHARACTERS_A_SECOND / rate
    if slide.recording is None and estimate > LONG_NARRATION_SECONDS:
        yield _warning(
            slide,
            "narration",
            f"about {estimate:.0f} seconds of narration on one picture",
            "make it several slides",
        )
    if slide.length_seconds is not None and slide.recording is None:
        needed = estimate + slide.lead_seconds
        seconds = round(needed)
        if estimate and needed > slide.length_seconds * 1.25:
            yield _warning(
                slide,
                "length",
                f"about {counted(seconds, 'second is', 'seconds are')} needed to say the narration",
                "leave 'length' out: the slide then lasts as long as its narration",
            )
    if len(slide.caption) > LONG_CAPTION:
        yield _warning(
            slide,
            "caption",
            f"a caption of {len(slide.caption)} characters",
            f"keep it under {LONG_CAPTION}; it is read while the voice speaks",
        )
    for key, text in (("caption", slide.caption), ("narration", slide.narration)):
        if not _DIRECTIONS.isdisjoint(text):
            yield _warning(
                slide,
                key,
                "invisible characters that turn the direction of writing",
                "delete them, unless right-to-left words need them",
            )


def _about_spelling(storyboard: Storyboard, spelling: Slips) -> Iterator[Problem]:
    """Slips that typesetting may not mend, one advice for each text that has some."""
    for key in ("title", "subtitle", "description"):
        text = getattr(storyboard, key)
        if text and (problem := _as_set([*spelling(text)], storyboard.marks[key])):
            yield problem
    for slide in storyboard.slides:
        texts = {key: getattr(slide, key) for key in ("chapter", "caption", "narration")}
        shown = kind_of(slide.visual).key
        texts |= {f"{shown}.{key}": getattr(slide.visual, key, "") for key in _DRAWN}
        for key, text in texts.items():
            if (
                isinstance(text, str)
                and text
                and (problem := _as_set([*spelling(text)], slide.mark(key), slide.id))
            ):
                yield problem


def _as_set(slips: list[tuple[str, str]], mark: Mark, slide: str = "") -> Problem | None:
    if not slips:
        return None
    typed = ", ".join(f"'{typed}'" for typed, _ in slips)
    right = ", ".join(f"'{right}'" for _, right in slips)
    are = "isn't" if len(slips) == 1 else "aren't"
    return Problem(
        mark=mark, what=f"{typed} {are} set as in print", remedy=f"write {right}", slide=slide
    )


def _known(rights: Rights | None) -> bool:
    return rights is not None and bool(rights.license)


def _warning(slide: Slide, key: str, what: str, remedy: str) -> Problem:
    return Problem(mark=slide.mark(key), what=what, remedy=remedy, slide=slide.id)
