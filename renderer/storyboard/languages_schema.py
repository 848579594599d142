"""What `languages:` may say: a film's words in another language, as models.

Comes in: mappings of strings, from the storyboard or from a translator's own file. Goes out:
checked values; `overlay.py` lays them over the storyboard. Opens no file.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from renderer.storyboard.fields import LANGUAGE, FileName, Text
from renderer.storyboard.film_schema import VoiceModel
from renderer.storyboard.items_schema import Pronounce, RecordingModel, Sources, Tags
from renderer.storyboard.model import Model, short
from renderer.storyboard.visuals_schema import CardModel

Words = dict[str, Text]
_WORDS = "What is written on pictures and maps: its words → theirs in this language."


class SlideTranslationModel(Model):
    """What one slide says and shows in another language. Each text that it has is needed."""

    chapter: Text | None = Field(None, description="Title of the chapter that starts here.")
    caption: Text | None = Field(None, description="What is written on the picture.")
    narration: Text | None = Field(
        None,
        description="What is said. Where things appear at a sentence, as many sentences as there.",
    )
    alt: Text | None = Field(None, description="What the picture, map or footage shows.")
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
    pronounce: Pronounce | None = Field(
        None, description="Entries, or lexicon files, for this slide alone."
    )
    sources: Sources | None = Field(None, description="In place of the slide's own, where given.")


class TranslationModel(Model):
    """A film's words in another language."""

    title: Text | None = Field(None, description="The film's title. Needed.")
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
