"""Storyboards built by hand: valid by default, so that a test says only what matters."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from renderer.errors import Mark
from renderer.language.sentence import Spoken
from renderer.narration.sentence import ScriptSentence, Utterance
from renderer.narration.take import Take
from renderer.storyboard.board import (
    Card,
    FilmSettings,
    Image,
    Motion,
    Slide,
    Storyboard,
    Transition,
    VoiceChoice,
)
from renderer.timeline import Timeline, lay_out

SECOND = 48_000
CARD = Card(motion="none", title="Cherbourg")
MOVING = Image(file=Path("/media/a.jpg"), name="a.jpg")
RESTING = Image(file=Path("/media/b.jpg"), name="b.jpg", motion=Motion(kind="none"))
CUT = Transition(kind="cut", length_seconds=0.0)


def slide(name: str = "un", **fields: Any) -> Slide:
    given: dict[str, Any] = {
        "visual": CARD,
        "transition": CUT,
        "lead_seconds": 0.0,
        "hold_seconds": 0.0,
        "marks": {
            "": Mark(path=Path("film.yaml"), line=3, column=5),
            "length": Mark(path=Path("film.yaml"), line=7, column=13),
        },
    }
    return Slide(id=name, **(given | fields))


def board(slides: Sequence[Slide], **fields: Any) -> Storyboard:
    given: dict[str, Any] = {
        "path": Path("/project/storyboards/film.yaml"),
        "root": Path("/project"),
        "slug": "film",
        "title": "Film",
    }
    return Storyboard(slides=tuple(slides), **(given | fields))


def said(samples: int = SECOND, paragraph: int = 0, pause: int | None = None) -> Utterance:
    """A sentence whose take lasts *samples*; 0: it says nothing."""
    nowhere = Spoken(written="", text="")
    sentence = ScriptSentence(slide_id="", index=0, spoken=nowhere, paragraph=paragraph)
    take = Take(key="", path=Path(), length=samples, pause=pause) if samples else None
    return Utterance(sentence=sentence, take=take)


def timeline_of(storyboard: Storyboard, spoken: Sequence[Sequence[Utterance]]) -> Timeline:
    """*storyboard* laid out; *spoken* are the sentences of each of its slides, in order."""
    slides = zip(storyboard.slides, spoken, strict=True)
    return lay_out(storyboard, {slide.id: tuple(of_slide) for slide, of_slide in slides})


# Hundredths, so that a failing example can be read.
def hundredths(most: int) -> st.SearchStrategy[float]:
    return st.integers(0, most * 100).map(lambda n: n / 100)


TRANSITIONS = st.builds(
    Transition,
    kind=st.sampled_from(["cut", "fade", "black", "wipe"]),
    length_seconds=hundredths(3),
)
SENTENCES = st.lists(
    st.builds(
        said,
        samples=st.just(0) | st.integers(1, 8 * SECOND),
        paragraph=st.integers(0, 2),
        pause=st.none() | st.integers(0, SECOND),
    ),
    max_size=4,
).map(lambda sentences: sorted(sentences, key=lambda one: one.sentence.paragraph))


@st.composite
def films(draw: st.DrawFn) -> tuple[Storyboard, list[list[Utterance]]]:
    """A storyboard that can be laid out, and what is said in each slide."""
    count = draw(st.integers(1, 7))
    slides, spoken = [], []
    for number in range(count):
        sentences = draw(SENTENCES)
        silent = not any(sentence.length for sentence in sentences)
        slides.append(
            slide(
                f"s{number}",
                visual=draw(st.sampled_from([CARD, MOVING, RESTING])),
                chapter=draw(st.sampled_from(["", "", f"Chapitre {number}"])),
                transition=draw(TRANSITIONS),
                lead_seconds=draw(hundredths(2)),
                hold_seconds=draw(hundredths(2)),
                length_seconds=draw(hundredths(50)) if silent else None,
            )
        )
        spoken.append(sentences)
    voice = VoiceChoice(
        sentence_pause_seconds=draw(hundredths(1)), paragraph_pause_seconds=draw(hundredths(2))
    )
    film = FilmSettings(fps=draw(st.sampled_from([24, 25, 30, 50])))
    return board(slides, voice=voice, film=film), spoken
