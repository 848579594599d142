"""The whole storyboard, version 1, as one pydantic model.

Comes in: the strings of a YAML file. Goes out: checked values under the board's names. Validation,
JSON Schema and the documentation's tables all come from here. Opens no file.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from renderer.messages import tr
from renderer.storyboard import board
from renderer.storyboard.fields import (
    LANGUAGE,
    FileName,
    Language,
    Reads,
    Seconds,
    Slug,
    Text,
    any_case,
    number_in,
    numeric,
    text_schema,
    wants,
)
from renderer.storyboard.film_schema import (
    Contributors,
    FilmModel,
    MusicModel,
    Pronounce,
    RecordingModel,
    SentenceRecordingModel,
    Sources,
    Style,
    Tags,
    TransitionField,
    VoiceModel,
)
from renderer.storyboard.map_schema import OperationsMapModel
from renderer.storyboard.model import Model, OneOrMore, short
from renderer.storyboard.visuals_schema import (
    CardModel,
    ClipModel,
    FootageModel,
    ImageModel,
    Pictures,
)
from renderer.storyboard.wording import FilmTitle, Wording

Words = dict[str, Text]
_WORDS = "What is written on pictures and maps: its words → theirs in this language."


class SlideTranslationModel(Model):
    """What one slide says and shows in another language. Each text that it has is needed."""

    chapter: Wording | None = Field(None, description="Title of the chapter that starts here.")
    caption: Text | None = Field(None, description="What is written on the picture.")
    narration: Text | None = Field(
        None,
        description="What is said. Where things appear at a sentence, as many sentences as there.",
    )
    alt: Wording | None = Field(None, description="What the picture, map or footage shows.")
    card: Annotated[CardModel, short("text")] | None = Field(
        None, description="The card's texts: those that it has."
    )
    words: Words | None = Field(None, description=f"{_WORDS} On this slide alone.")
    voice: Annotated[VoiceModel, short("engine")] | None = Field(
        None, description="What differs from the slide's own voice; its `name` is never shared."
    )
    recording: Annotated[RecordingModel, short("file")] | None = Field(
        None, description="A team's own reading of this narration."
    )
    recordings: Annotated[list[SentenceRecordingModel], OneOrMore()] | None = Field(
        None, description="A team's own reading of some of its sentences."
    )
    pronounce: Pronounce | None = Field(
        None, description="Entries, or lexicon files, for this slide alone."
    )
    sources: Sources | None = Field(None, description="In place of the slide's own, where given.")


class TranslationModel(Model):
    """A film's words in another language."""

    title: Wording | None = Field(None, description="The film's title. Needed.")
    subtitle: Text | None = Field(None, description="Below the title. Needed if the film has one.")
    description: Text | None = Field(
        None, description="For the page and search engines. Needed if the film has one."
    )
    voice: Annotated[VoiceModel, short("engine")] | None = Field(
        None, description="What differs from the film's voice; its `name` is never shared."
    )
    pronounce: Pronounce | None = Field(
        None, description="How names are said in this language: entries, or lexicon files."
    )
    related: Sources | None = Field(None, description="In place of the film's own, where given.")
    tags: Tags | None = Field(None, description="In place of the film's own, where given.")
    words: Words | None = Field(None, description=_WORDS)
    slides: dict[str, SlideTranslationModel] | None = Field(
        None, description="The slides' words, by their `id`."
    )


def _form(value: Any) -> str:
    # Brackets: a validator's tag must not look like a key.
    return "(file)" if isinstance(value, str) else "(words)"


Languages = Annotated[
    dict[
        str,
        Annotated[
            Annotated[FileName, Tag("(file)")] | Annotated[TranslationModel, Tag("(words)")],
            Discriminator(_form),
        ],
    ],
    Field(json_schema_extra={"propertyNames": {"pattern": LANGUAGE}}),
]
"""Language code → the words, or the name of the file in `translations/` that holds them."""


ALWAYS = "always"
_SHORTEST_STAY, _LONGEST_STAY = 1.0, 600.0
"""Seconds: less is a flash, and a slide of more than ten minutes has other faults."""


def _stay(value: object) -> board.CaptionStay:
    if isinstance(value, str) and value.strip().lower() == ALWAYS:
        return "always"
    found = number_in(value)
    if found is None or not _SHORTEST_STAY <= found <= _LONGEST_STAY:
        raise wants(
            tr(
                "a number of seconds from {low} to {high}, or {always}",
                low=f"{_SHORTEST_STAY:g}",
                high=f"{_LONGEST_STAY:g}",
                always=ALWAYS,
            ),
            tr("for example 8, or {always} for as long as the picture", always=ALWAYS),
            code="value-unfit",
        )
    return found


_STAY_SCHEMA: dict[str, Any] = {
    "anyOf": [
        numeric(minimum=_SHORTEST_STAY, maximum=_LONGEST_STAY),
        {"enum": [ALWAYS]},
        text_schema(any_case([ALWAYS])),
    ],
    "$comment": f"a number, {_SHORTEST_STAY:g} to {_LONGEST_STAY:g}, or {ALWAYS}",
}


class CaptionModel(Model):
    """What is written on the picture; plain text stands for its `text`."""

    short_form: ClassVar[str | dict[str, Any] | None] = "text"

    text: Text = Field(description="The words.")
    stay: Annotated[board.CaptionStay, Reads(_stay, _STAY_SCHEMA)] | None = Field(
        None,
        description="Seconds that it stays, from when the picture has arrived; `always`: until the "
        "next picture comes; else while it is read, at least 5 s.",
    )


class SlideModel(Model):
    """One paragraph of history: a picture held on screen while its narration is spoken."""

    becomes: ClassVar[type[Any] | None] = board.Slide

    id: Slug = Field(description="Names the slide for ever: in reports, chapters, links. Unique.")
    chapter: Wording | None = Field(None, description="Title of the chapter that starts here.")
    image: Annotated[ImageModel, short("file")] | None = Field(
        None, description="A photograph or a drawing."
    )
    pictures: Pictures | None = Field(
        None, description="Several photographs or drawings, each coming when it is spoken of."
    )
    map: OperationsMapModel | None = Field(None, description="A map of operations.")
    card: Annotated[CardModel, short("text")] | None = Field(None, description="A typeset card.")
    footage: Annotated[FootageModel, short("file")] | None = Field(
        None, description="A stretch of an archive film."
    )
    clip: Annotated[ClipModel, short("target")] | None = Field(
        None, description="A team's own moviepy clip, module:function. Needs --allow-code."
    )
    caption: Annotated[CaptionModel, short("text")] | None = Field(
        None, description="What is written on the picture."
    )
    narration: Text | None = Field(
        None,
        description="What is said; a blank line parts paragraphs. {Gentilly|Jantiyi}: seen, said.",
    )
    transition: TransitionField | None = Field(
        None, description="How this slide arrives; else the film's transition."
    )
    lead_seconds: Seconds | None = Field(
        None, alias="lead", description="Seconds before the first word; else the film's."
    )
    hold_seconds: Seconds | None = Field(
        None, alias="hold", description="Seconds after the last word; else the film's."
    )
    length_seconds: Seconds | None = Field(
        None, alias="length", description="Seconds the slide lasts. Needed when nothing is said."
    )
    silence_seconds: Seconds | None = Field(
        None,
        alias="silence",
        description="Seconds of silence that the slide lasts: no word, and the music fades.",
    )
    music: Annotated[MusicModel, short("file")] | None = Field(
        None, description="What sounds from this slide on; `none`: no music from here on."
    )
    voice: Annotated[VoiceModel, short("engine")] | None = Field(
        None,
        description="A voice of this slide's own, for a quotation: what differs from the film's.",
    )
    recording: Annotated[RecordingModel, short("file")] | None = Field(
        None, description="A team's own reading of the narration."
    )
    recordings: Annotated[list[SentenceRecordingModel], OneOrMore()] | None = Field(
        None,
        description="A team's own reading of some of its sentences; the voice reads the others.",
    )
    pronounce: Pronounce | None = Field(
        None, description="Entries, or lexicon files, for this slide alone."
    )
    sources: Sources | None = Field(None, description="Where the facts come from.")


class StoryboardModel(Model):
    """A film, as its author writes it."""

    becomes: ClassVar[type[Any] | None] = board.Storyboard

    storyboard: Annotated[Literal["1"], WithJsonSchema({"enum": [1, "1"]})] = Field(
        description="The version of this format: 1."
    )
    slug: Slug = Field(description="The film's name in addresses and folders: out/<slug>/.")
    title: FilmTitle = Field(description="The film's title.")
    subtitle: Text | None = Field(None, description="Below the title.")
    description: Text | None = Field(
        None, description="One or two sentences for the page and search engines."
    )
    language: Language | None = Field(None, description="Language of all text: fr, en, de.")
    languages: Languages | None = Field(
        None,
        description="The film in other languages: code → its words, or a file in `translations/`.",
    )
    voice: Annotated[VoiceModel, short("engine")] | None = Field(
        None, description="Which voice speaks, and how."
    )
    pronounce: Pronounce | None = Field(
        None, description="How names are said: entries, or files beside the storyboard."
    )
    style: Style | None = Field(
        None, description="The theme: fonts, colours, place of the caption, logo."
    )
    film: FilmModel | None = Field(None, description="Size, rate and rhythm of the film.")
    music: Annotated[MusicModel, short("file")] | None = Field(
        None, description="Music under the whole film."
    )
    related: Sources | None = Field(None, description="Articles to read next, for the page.")
    tags: Tags | None = Field(
        None, description="Words by which video platforms find the film: Cherbourg, 1944."
    )
    contributors: Contributors | None = Field(
        None, description="Whom the end credits and the page thank, in order."
    )
    slides: Annotated[list[SlideModel], Field(min_length=1)] = Field(
        description="The slides, in order."
    )
