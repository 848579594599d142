"""What recit.toml may say, as models.

Comes in: what tomllib read. Goes out: checked values. Opens no file.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from renderer.storyboard.fields import FileName, Language, Text, Truth, whole
from renderer.storyboard.film_schema import FilmModel, VoiceModel
from renderer.storyboard.items_schema import Pronounce
from renderer.storyboard.part import Part, short
from renderer.storyboard.schema import Style


class RunModel(Part):
    """Defaults of the command line."""

    out: FileName | None = Field(None, description="Folder of finished sets, from the root.")
    cache: FileName | None = Field(None, description="Folder or address of the cache.")
    jobs: (
        Annotated[
            int,
            PlainValidator(whole(1, 1024, "a number of jobs", "2")),
            WithJsonSchema({"type": "integer", "minimum": 1}),
        ]
        | None
    ) = Field(None, description="How many segments are rendered side by side.")
    offline: Truth | None = Field(None, description="Whether nothing may leave the machine.")


class PageModel(Part):
    """What the pages of all films say of who publishes them."""

    base_url: Text | None = Field(
        None,
        description="Address, https and with a final slash, under which the sets are served;"
        " share links and search engines need it.",
    )
    publisher: Text | None = Field(None, description="Name of the institution.")
    invitation: Text | None = Field(
        None, description="Heading over the film, such as Revivez les combats."
    )


class ProjectModel(Part):
    """What is agreed for every film of a project; a storyboard beats it."""

    language: Language | None = Field(None, description="Language of all text.")
    style: Style | None = Field(None, description="The theme.")
    pronounce: Pronounce | None = Field(None, description="Lexicon files, from the root.")
    voice: Annotated[VoiceModel, short("engine")] | None = Field(None, description="The voice.")
    film: FilmModel | None = Field(None, description="Size, rate and rhythm.")
    run: RunModel | None = Field(None, description="Defaults of the command line.")
    page: PageModel | None = Field(None, description="Who publishes, and where.")
