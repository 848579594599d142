"""The keys of recit.toml, as pydantic checks them.

Comes in: what stands there. Goes out: `ProjectModel`. Apart from `project`, which every command
reads, so that only a project with a recit.toml pays for it. Knows no file.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from renderer.messages import deferred, tr
from renderer.storyboard.fields import (
    JOBS,
    Language,
    Reads,
    Text,
    Truth,
    WebAddress,
    mistake,
    wants,
)
from renderer.storyboard.file_names import BadNameError, check_shape
from renderer.storyboard.film_schema import FilmModel, Pronounce, Style, VoiceModel
from renderer.storyboard.model import Model, short
from renderer.storyboard.site_style import PageModel

FOLDER_REMEDY = deferred(
    "name a folder inside the project, from its root: films; one elsewhere is named on the command"
    " line, with --out or --cache"
)
"""For `tr`."""


def _folder(value: object) -> str:
    """A folder of the project. recit.toml comes with other people's projects: it writes nothing
    elsewhere, and reaches no other machine.
    """
    name = value.strip() if isinstance(value, str) else ""
    if not name:
        raise wants(tr("the name of a folder"), tr(FOLDER_REMEDY), code="value-unfit")
    if "://" in name or "::" in name:
        raise mistake(
            tr("'{name}' is an address, which recit.toml can't name", name=name),
            tr("give it on the command line, where whoever runs it sees it: --cache"),
            code="path-outside-project",
        )
    try:
        if name != ".":
            check_shape(name)
    except BadNameError as error:
        raise mistake(error.what, tr(FOLDER_REMEDY), code=error.code) from error
    return name


FolderName = Annotated[
    str,
    Reads(_folder, {"type": "string", "minLength": 1, "$comment": "a folder of the project"}),
]


class RunModel(Model):
    """Defaults of the command line."""

    out: FolderName | None = Field(None, description="Folder of finished sets, from the root.")
    cache: FolderName | None = Field(None, description="Folder of the cache, from the root.")
    jobs: Annotated[int, JOBS] | None = Field(
        None, description="How many segments are rendered side by side."
    )
    offline: Truth | None = Field(None, description="Whether nothing may leave the machine.")


class ArchivesModel(Model):
    """How archives are asked for pictures."""

    contact: Text | None = Field(
        None,
        description="An e-mail address or a page, told to every host that pick and rights ask.",
    )


class PeertubeModel(Model):
    """Where publish puts films."""

    address: WebAddress = Field(description="Of the PeerTube instance, https.")
    channel: Text | None = Field(
        None, description="Name of the channel, as its address has it; else the account's first."
    )
    privacy: Literal["public", "unlisted", "internal", "private"] | None = Field(
        None, description="Who sees them: public by default."
    )


class ProjectModel(Model):
    """What is agreed for every film of a project; a storyboard beats it."""

    language: Language | None = Field(None, description="Language of all text.")
    style: Style | None = Field(None, description="The theme.")
    pronounce: Pronounce | None = Field(None, description="Lexicon files, from the root.")
    voice: Annotated[VoiceModel, short("engine")] | None = Field(None, description="The voice.")
    film: FilmModel | None = Field(None, description="Size, rate and rhythm.")
    run: RunModel | None = Field(None, description="Defaults of the command line.")
    page: PageModel | None = Field(None, description="Who publishes, and where.")
    archives: ArchivesModel | None = Field(None, description="How archives are asked.")
    peertube: Annotated[PeertubeModel, short("address")] | None = Field(
        None, description="Where publish puts films."
    )
