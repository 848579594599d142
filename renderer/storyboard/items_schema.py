"""What several mappings of a storyboard may hold: sources, people, pronunciations, recordings.

Comes in: mappings of strings. Goes out: checked values under the board's names. Opens no file.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Field, Tag

from renderer.storyboard import board
from renderer.storyboard.fields import FileName, Language, Text, Truth, WebAddress
from renderer.storyboard.model import Model, OneOrMore, short


class SourceModel(Model):
    """Where a fact comes from, or a related article."""

    becomes: ClassVar[type[Any] | None] = board.Source
    short_form: ClassVar[str | dict[str, Any] | None] = "title"

    title: Text = Field(description="Author, title, year; or the article's title.")
    url: WebAddress | None = Field(None, description="Its address on the web.")


class ContributorModel(Model):
    """Someone to thank by name, and for what."""

    becomes: ClassVar[type[Any] | None] = board.Contributor
    short_form: ClassVar[str | dict[str, Any] | None] = "name"

    role: Text | None = Field(None, description="What they did: Écriture, Archives, …")
    name: Text = Field(description="Their name, or that of their service.")


class PronunciationModel(Model):
    """How something written is said."""

    becomes: ClassVar[type[Any] | None] = board.Pronunciation

    write: Text = Field(description="As it is written.")
    say: Text = Field(description="As it is said, spelled so that the voice says it right.")
    ipa: Text | None = Field(None, description="Its phonemes, for engines that take them.")
    case: Truth | None = Field(None, description="Whether capitals must match.")
    whole_word: Truth | None = Field(None, description="Whether it must stand alone as a word.")
    language: Language | None = Field(
        None, description="Their language where it is not the film's: pages tell screen readers."
    )


class RecordingModel(Model):
    """A team's own reading of the narration."""

    becomes: ClassVar[type[Any] | None] = board.Recording
    short_form: ClassVar[str | dict[str, Any] | None] = "file"

    file: FileName = Field(description="Its file, in media/: WAV, MP3 or FLAC.")
    says: Text | None = Field(
        None,
        description="Fingerprint of the narration that was read; reported stale when it differs.",
    )


def _pronounce_form(value: Any) -> str:
    return "file" if isinstance(value, str) else "entry"


Pronounce = Annotated[
    list[
        Annotated[
            Annotated[FileName, Tag("file")] | Annotated[PronunciationModel, Tag("entry")],
            Discriminator(_pronounce_form),
        ]
    ],
    OneOrMore(),
]
Sources = Annotated[list[Annotated[SourceModel, short("title")]], OneOrMore()]
Tags = Annotated[list[Text], OneOrMore()]
Contributors = Annotated[list[Annotated[ContributorModel, short("name")]], OneOrMore()]
