"""What a slide may show, as models: image, card, footage, clip, and whose it is.

Comes in: mappings of strings. Goes out: checked values under the board's names. Opens no file.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from renderer.messages import deferred, tr
from renderer.storyboard import board
from renderer.storyboard.fields import (
    Day,
    FileName,
    Point,
    Reads,
    Rect,
    Seconds,
    SentenceNumber,
    Text,
    WebAddress,
    mistake,
    number_from,
    number_in,
    numeric,
    point,
    text_matching,
    wants,
)
from renderer.storyboard.licences import WORDS_PATTERN, licence_named
from renderer.storyboard.model import Model, OneOrMore, short
from renderer.storyboard.moment_fields import CUE_TEXT, Cue
from renderer.storyboard.wording import Wording

_LICENSE = r"^(https?://\S+|LicenseRef-[A-Za-z0-9.-]+|[A-Za-z0-9][A-Za-z0-9.+-]*)$"
_TARGET = r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*:[A-Za-z_][A-Za-z0-9_]*$"
A_SPEED = deferred("a speed from {low} to {high}")
_ALT = "What it shows, for those who don't see it: one or two sentences."

_license = text_matching(
    rf"^({WORDS_PATTERN}|{_LICENSE[2:]}",
    deferred("a licence identifier"),
    deferred("CC-BY-SA-4.0 or LicenseRef-ECPAD"),
)
License = Annotated[str, Reads(lambda value: licence_named(_license.read(value)), _license.schema)]


def _size(value: object) -> tuple[float, float]:
    radius = number_in(value)
    if radius is None:
        return point(value)
    if not 0 < radius <= 1:
        raise wants(
            tr("a size from 0 to 1"),
            tr("a part of the picture's width: 0.1"),
            code="value-out-of-range",
        )
    return radius, radius


_SIZE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        numeric(exclusiveMinimum=0, maximum=1),
        {
            "type": "array",
            "items": numeric(minimum=0, maximum=1),
            "minItems": 2,
            "maxItems": 2,
        },
    ],
    "$comment": "a number, 0 to 1, or two between brackets",
}


class PermissionModel(Model):
    """What allows a work to be shown that no licence allows. Never published."""

    becomes: ClassVar[type[Any] | None] = board.Permission

    giver: Text = Field(alias="from", description="Who gave it.")
    date: Day = Field(description="When.")
    document: Text = Field(description="The letter or contract, so that it is found again.")


class RightsModel(Model):
    """Whose picture, film or music it is, and on what terms it may be shown."""

    becomes: ClassVar[type[Any] | None] = board.Rights

    title: Text | None = Field(None, description="The work's own title.")
    author: Text | None = Field(None, description="Who made it.")
    holder: Text | None = Field(None, description="Archive, museum or family that holds it.")
    reference: Text | None = Field(None, description="Its number there.")
    date: Text | None = Field(None, description="When it was made, in any words.")
    license: License | None = Field(
        None,
        description="SPDX identifier (CC-BY-SA-4.0) or its address; LicenseRef-… for an agreement.",
    )
    credit: Text | None = Field(
        None, description="The line to show as the holder wants it; else made from the rest."
    )
    source_url: WebAddress | None = Field(None, description="Page on which it is described.")
    record: WebAddress | None = Field(
        None,
        description="Where machines read its rights: they can be looked up there again.",
    )
    expires: Day | None = Field(None, description="Last day on which it may be shown.")
    permission: PermissionModel | None = Field(
        None, description="What allows it where the licence doesn't."
    )
    restrictions: Text | None = Field(
        None, description="What else limits its use: personality rights, insignia."
    )
    modified: Text | None = Field(None, description="What was changed: cropped, coloured.")

    def stated(self) -> board.Rights:
        """The rights, for the board."""
        given = self.given()
        if self.permission is not None:
            given["permission"] = board.Permission(**self.permission.given())
        return board.Rights(**given)


class MotionModel(Model):
    """How the view moves over the picture: auto, none, or from one rectangle to another."""

    becomes: ClassVar[type[Any] | None] = board.Motion
    short_form: ClassVar[str | dict[str, Any] | None] = "kind"

    kind: Literal["auto", "none"] | None = Field(None, description="auto or none.")
    start: Rect | None = Field(
        None, alias="from", description="First view: [left, top, width, height]."
    )
    end: Rect | None = Field(None, alias="to", description="Last view: [left, top, width, height].")

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise mistake(
                tr("a motion goes from one rectangle to another"),
                tr(
                    "give both: {example}", example="{from: [0, 0, 1, 1], to: [0.2, 0.1, 0.6, 0.6]}"
                ),
                code="key-missing",
            )
        if self.start is not None and self.kind is not None:
            raise mistake(
                tr("a motion is 'auto', 'none', or 'from' and 'to'"),
                tr("keep one of them"),
                code="keys-conflict",
            )
        return self


_SIZED = {
    "rectangle": deferred("a rectangle has a 'size'"),
    "circle": deferred("a circle has a 'size'"),
}


def _incomplete(what: str, example: str) -> PydanticCustomError:
    return mistake(tr(what), tr("for example {example}", example=example), code="key-missing")


class CalloutModel(Model):
    """A mark drawn over the picture from a sentence on."""

    becomes: ClassVar[type[Any] | None] = board.Callout

    kind: board.CalloutKind = Field(description="rectangle, circle, arrow or label.")
    at: Point = Field(
        description="Top left of a rectangle, centre of a circle, head of an arrow, place of words."
    )
    size: Annotated[tuple[float, float], Reads(_size, _SIZE_SCHEMA)] | None = Field(
        None, description="[width, height] of a rectangle, radius of a circle."
    )
    start: Point | None = Field(None, alias="from", description="Tail of an arrow.")
    text: Text | None = Field(None, description="Words beside it; a label's own words.")
    sentence: SentenceNumber | None = Field(
        None, description="Sentence of the narration at which it appears."
    )
    when: Cue | None = Field(None, description=f"The same, for words. {CUE_TEXT}")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind in ("rectangle", "circle") and self.size is None:
            raise _incomplete(_SIZED[self.kind], "size: [0.2, 0.1]")
        if self.kind == "arrow" and self.start is None:
            raise _incomplete(deferred("an arrow has a 'from', its tail"), "from: [0.2, 0.8]")
        if self.kind == "label" and not self.text:
            raise _incomplete(deferred("a label has a 'text'"), "text: Fort du Roule")
        if self.sentence is not None and self.when is not None:
            raise mistake(
                tr("'sentence' and 'when' say the same"),
                tr("keep one of them"),
                code="keys-conflict",
            )
        return self


class ImageModel(Model):
    """A photograph or a drawing."""

    becomes: ClassVar[type[Any] | None] = board.Image
    short_form: ClassVar[str | dict[str, Any] | None] = "file"

    file: FileName = Field(
        description="Its file, in media/; or, with --allow-fetch, an https address."
    )
    alt: Wording | None = Field(None, description=_ALT)
    focus: Point | None = Field(
        None, description="[across, down], 0 to 1: what must stay in view in every shape."
    )
    fit: board.PictureFit | None = Field(
        None,
        description="cover fills the frame; contain shows all; blur shows all over a blur; auto "
        "chooses by what would be lost, and enlarges no picture more than 1.5 times.",
    )
    motion: Annotated[MotionModel, short("kind")] | None = Field(
        None, description="auto (slow and sober), none, or from one view to another."
    )
    rights: RightsModel | None = Field(None, description="Whose it is. Needed to publish.")
    callouts: Annotated[list[CalloutModel], OneOrMore()] | None = Field(
        None, description="Marks drawn over it while it is spoken of."
    )


class PictureModel(ImageModel):
    """One of several photographs or drawings of a slide."""

    at: Cue | None = Field(
        None, description=f"When it comes; the first is there from the start. {CUE_TEXT}"
    )


def _each_comes(pictures: list[PictureModel]) -> list[PictureModel]:
    timed = any(picture.at is not None for picture in pictures)
    for place, picture in enumerate(pictures[1:], start=2):
        if timed and picture.at is None:
            raise mistake(
                tr("picture {number} doesn't say when it comes", number=place),
                tr(
                    "give it a moment: {example}, or a few words of the narration",
                    example="at: sentence 2",
                ),
                code="key-missing",
            )
    return pictures


Pictures = Annotated[
    list[Annotated[PictureModel, short("file")]],
    Field(min_length=1),
    AfterValidator(_each_comes),
    OneOrMore(),
]


class CardLineModel(Model):
    """One line, or sentence, of a card."""

    becomes: ClassVar[type[Any] | None] = board.CardLine
    short_form: ClassVar[str | dict[str, Any] | None] = "text"

    text: Text = Field(description="Its words.")
    at: Cue | None = Field(None, description=f"When it comes; else with the one above. {CUE_TEXT}")


class CardModel(Model):
    """A typeset card. At least one of its keys is filled."""

    becomes: ClassVar[type[Any] | None] = board.Card
    short_form: ClassVar[str | dict[str, Any] | None] = "text"

    title: Text | None = Field(None, description="Large.")
    text: Text | None = Field(None, description="A text, or a quotation when there is an author.")
    date: Text | None = Field(None, description="A date or a place, small.")
    author: Text | None = Field(None, description="Whose words they are.")
    lines: Annotated[list[Annotated[CardLineModel, short("text")]], OneOrMore()] | None = Field(
        None, description="In place of text: lines that come while they are said."
    )
    motion: board.RestMotion | None = Field(
        None, description="auto (it comes a little closer while it is seen) or none."
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text and self.lines:
            raise mistake(
                tr("a card has a 'text' or 'lines', not both"),
                tr("write the text as the first of the lines"),
                code="keys-conflict",
            )
        if not any(self.given().values()):
            raise mistake(
                tr("an empty card"),
                tr("give it a title, a text, a date or an author"),
                code="value-empty",
            )
        return self


class FootageModel(Model):
    """A stretch of an archive film."""

    becomes: ClassVar[type[Any] | None] = board.Footage
    short_form: ClassVar[str | dict[str, Any] | None] = "file"

    file: FileName = Field(description="Its file, in media/: MP4, MOV, WebM or MKV.")
    alt: Wording | None = Field(None, description=_ALT)
    start_seconds: Seconds | None = Field(
        None, alias="start", description="Where it begins in the file: 4, 1.5 or 1:30."
    )
    end_seconds: Seconds | None = Field(
        None, alias="end", description="Where it ends; else at the end of the file."
    )
    speed: Annotated[float, number_from(0.1, 10, "0.75", A_SPEED)] | None = Field(
        None, description="1 is as filmed; 0.5 is half as fast."
    )
    sound: board.FootageSound | None = Field(
        None, description="Its own sound: off, low (under the narration) or keep."
    )
    fit: board.Fit | None = Field(None, description="cover, contain or blur, as for an image.")
    rights: RightsModel | None = Field(None, description="Whose it is. Needed to publish.")

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end_seconds is not None and self.end_seconds <= (self.start_seconds or 0.0):
            raise mistake(
                tr("the footage ends before it starts"),
                tr("'end' must be later than 'start'"),
                code="order-reversed",
            )
        return self


class ClipModel(Model):
    """A team's own moviepy clip. Runs only with --allow-code."""

    becomes: ClassVar[type[Any] | None] = board.TeamClip
    short_form: ClassVar[str | dict[str, Any] | None] = "target"

    target: Annotated[
        str,
        text_matching(_TARGET, "module:function", "notre_studio.clips:carte_animee"),
    ] = Field(description="module:function that returns the clip.")
    alt: Wording | None = Field(None, description=_ALT)
