"""How the film is made, as models; and what several mappings may hold.

    voice, size and rhythm, transitions, music · sources, people, pronunciations, recordings

Comes in: mappings of strings, from the storyboard or from recit.toml. Goes out: checked values
under the board's names. Opens no file.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from renderer.messages import deferred, tr
from renderer.storyboard import board
from renderer.storyboard.fields import (
    FRAME_HEIGHT,
    FRAME_RATE,
    TRUTH_SCHEMA,
    FileName,
    Language,
    Reads,
    Seconds,
    Text,
    Truth,
    WebAddress,
    any_case,
    is_truth,
    number_from,
    number_in,
    numeric,
    text_matching,
    text_schema,
    truth,
    wants,
)
from renderer.storyboard.model import Model, OneOrMore, short
from renderer.storyboard.visuals_schema import A_SPEED, RightsModel

_STYLE = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
Style = Annotated[str, text_matching(_STYLE, deferred("the name of a theme"), "sobre")]


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


class SentenceRecordingModel(Model):
    """A team's own reading of one sentence."""

    becomes: ClassVar[type[Any] | None] = board.Recording

    file: FileName = Field(description="Its file, in media/: WAV, MP3 or FLAC.")
    sentence: Text = Field(
        description="The sentence that it reads, as the narration has it; when it is written"
        " otherwise there, the voice reads it again."
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


_ENGINE = r"^[a-z][a-z0-9_-]*$"
LOUDNESS = {"web": -16.0, "broadcast": -23.0}
"""Loudness in words, LUFS: what video sites play, and EBU R 128."""
_SOFTEST_LUFS, _LOUDEST_LUFS = -31.0, -10.0
"""Softer isn't heard where a telephone's speaker is all there is; louder is more than any site
plays."""
NO_MUSIC = "none"
"""In place of a file: no music."""


def _loudness(value: object) -> float:
    word = value.strip().lower() if isinstance(value, str) else ""
    found = LOUDNESS.get(word, number_in(value))
    if found is None or not _SOFTEST_LUFS <= found <= _LOUDEST_LUFS:
        raise wants(
            tr(
                "a loudness in LUFS from {low} to {high}",
                low=f"{_SOFTEST_LUFS:g}",
                high=f"{_LOUDEST_LUFS:g}",
            ),
            tr("for example {web} or web, {broadcast} or broadcast", web="-16", broadcast="-23"),
            code="value-out-of-range",
        )
    return found


_LOUDNESS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        numeric(minimum=_SOFTEST_LUFS, maximum=_LOUDEST_LUFS),
        {"enum": [*LOUDNESS]},
        text_schema(any_case(LOUDNESS)),
    ],
    "$comment": f"a number, {_SOFTEST_LUFS:g} to {_LOUDEST_LUFS:g}, or {' or '.join(LOUDNESS)}",
}
_LONGEST_TEASER = 60
"""Seconds; what is longer is a film."""
_SHORTEST_TEASER = 2
"""Seconds: less than two fades leave to be seen."""


_TEASER_SECONDS: dict[str, Any] = {
    "anyOf": [{"enum": [0]}, numeric(minimum=_SHORTEST_TEASER, maximum=_LONGEST_TEASER)],
    "$comment": f"a number, {_SHORTEST_TEASER} to {_LONGEST_TEASER}, or 0",
}


def _teaser_length(value: object) -> float:
    found = number_in(value)
    if found is None or (found and not _SHORTEST_TEASER <= found <= _LONGEST_TEASER):
        raise wants(
            tr("seconds from {low} to {high}", low=_SHORTEST_TEASER, high=_LONGEST_TEASER),
            tr("for example 10; or only {yes}, or {no}", yes="teaser: yes", no="no"),
            code="value-out-of-range",
        )
    return found


def _teaser(value: object) -> object:
    """`yes`, `no` or seconds stand for a whole teaser; `no` is one of no length."""
    if isinstance(value, dict | list) or value is None:
        return value
    if is_truth(value):
        return {} if truth(value) else {"length": "0"}
    return {"length": value}


class PauseModel(Model):
    """Silences between what is said."""

    becomes: ClassVar[type[Any] | None] = board.VoiceChoice

    sentence_pause_seconds: Seconds | None = Field(
        None, alias="sentence", description="Seconds between two sentences."
    )
    paragraph_pause_seconds: Seconds | None = Field(
        None, alias="paragraph", description="Seconds between two paragraphs."
    )


class VoiceModel(Model):
    """Which voice speaks, and how."""

    becomes: ClassVar[type[Any] | None] = board.VoiceChoice
    short_form: ClassVar[str | dict[str, Any] | None] = "engine"

    engine: (
        Annotated[
            str,
            text_matching(
                _ENGINE,
                deferred("the name of an engine"),
                deferred("auto, kokoro, gtts or espeak"),
            ),
        ]
        | None
    ) = Field(
        None,
        description="auto, kokoro, gtts, espeak, piper, hum, mistral, gradium, azure, google, http,"
        " or a package's own.",
    )
    name: Text | None = Field(None, description="The engine's own name of the voice.")
    model: Text | None = Field(
        None, description="Kokoro's model as a file of yours, or the name of a service's model."
    )
    address: Text | None = Field(None, description="Of the server that `http` asks.")
    rate: Annotated[float, number_from(0.5, 2, "0.95", A_SPEED)] | None = Field(
        None, description="1 is the voice's own pace; 0.9 is slower."
    )
    pause: PauseModel | None = Field(None, description="Silences between what is said.")


class TransitionModel(Model):
    """How one slide gives way to the next."""

    becomes: ClassVar[type[Any] | None] = board.Transition
    short_form: ClassVar[str | dict[str, Any] | None] = "kind"

    kind: board.TransitionKind | None = Field(
        None,
        description="cut, fade, black (through black) or wipe; fly: between two maps the view flies"
        " from the last of one to the first of the next.",
    )
    length_seconds: Seconds | None = Field(
        None, alias="length", description="Seconds it lasts; 0.5, or 2 for fly."
    )


TransitionField = Annotated[TransitionModel, short("kind")]


class TeaserModel(Model):
    """A short film of some of the slides, published beside the whole one."""

    becomes: ClassVar[type[Any] | None] = board.Teaser
    short_form: ClassVar[str | dict[str, Any] | None] = {"anyOf": [TRUTH_SCHEMA, _TEASER_SECONDS]}

    length_seconds: Annotated[float, Reads(_teaser_length, _TEASER_SECONDS)] | None = Field(
        None, alias="length", description="Seconds it lasts at most; 0: there is none."
    )
    slides: Annotated[list[Text], Field(min_length=1), OneOrMore()] | None = Field(
        None, description="Ids of the slides it shows, in this order; else they are chosen."
    )


def _burn(value: object) -> tuple[str, ...]:
    """The shapes named; every one for yes, none for no."""
    named = value if isinstance(value, list) else [value]
    if named and all(isinstance(each, str) and each.strip() in board.SHAPES for each in named):
        chosen = {str(each).strip() for each in named}
        return tuple(shape for shape in board.SHAPES if shape in chosen)
    if isinstance(value, str | bool):
        with suppress(PydanticCustomError):
            return board.SHAPES if truth(value) else ()
    raise wants(
        tr("yes, no, or formats"),
        tr("for example yes, or a list of {formats}", formats=", ".join(board.SHAPES)),
        code="value-unfit",
    )


_BURN_SCHEMA: dict[str, Any] = {
    "anyOf": [
        TRUTH_SCHEMA,
        {"enum": [*board.SHAPES]},
        {"type": "array", "minItems": 1, "items": {"enum": [*board.SHAPES]}},
    ]
}


class SubtitlesModel(Model):
    """The cues, drawn on the picture for who watches without sound; beside it they always are."""

    becomes: ClassVar[type[Any] | None] = board.SubtitleSettings

    burn: Annotated[tuple[str, ...], Reads(_burn, _BURN_SCHEMA)] | None = Field(
        None,
        description="Whether the picture bears them: yes, in every format; no, as if left out; or "
        "in these formats.",
    )
    highlight: board.Highlight | None = Field(
        None,
        description="What is lit while it is said: none, the phrase (a line of it) or the word. "
        "A voice that gives no word times lights the whole cue.",
    )


class FilmModel(Model):
    """Size, rate and rhythm of the film."""

    becomes: ClassVar[type[Any] | None] = board.FilmSettings

    height: Annotated[int, FRAME_HEIGHT] | None = Field(
        None, alias="size", description="Pixels of the shorter side, even."
    )
    fps: Annotated[int, FRAME_RATE] | None = Field(None, description="Frames a second.")
    formats: Annotated[list[board.Shape], Field(min_length=1), OneOrMore()] | None = Field(
        None, description="The shapes to render; each is composed anew."
    )
    codecs: Annotated[list[Literal["h264", "av1"]], Field(min_length=1), OneOrMore()] | None = (
        Field(
            None,
            description="How pictures are compressed. H.264 always is; av1 adds smaller files.",
        )
    )
    teaser: Annotated[TeaserModel, BeforeValidator(_teaser)] | None = Field(
        None, description="A short film for social networks, cut from this one."
    )
    poster: Text | None = Field(
        None,
        description="Id of the slide that is shown before the film plays; else the photograph that"
        " is seen best when small.",
    )
    transition: TransitionField | None = Field(
        None, description="Between slides, where a slide says nothing else."
    )
    lead_seconds: Seconds | None = Field(
        None, alias="lead", description="Seconds of picture before the first word."
    )
    hold_seconds: Seconds | None = Field(
        None, alias="hold", description="Seconds of picture after the last word."
    )
    loudness_lufs: Annotated[float, Reads(_loudness, _LOUDNESS_SCHEMA)] | None = Field(
        None, alias="loudness", description="Loudness of the whole film, in LUFS."
    )
    opening: Truth | None = Field(
        None, description="Whether a silent card with title and subtitle opens the film."
    )
    credits: Truth | None = Field(
        None, description="Whether the film ends with its credits: team, pictures, voice, sources."
    )
    subtitles: SubtitlesModel | None = Field(None, description="The cues, drawn on the picture.")


class MusicModel(Model):
    """Music or an ambience under the film, or from a slide on. It gives way to the voice."""

    becomes: ClassVar[type[Any] | None] = board.Music
    short_form: ClassVar[str | dict[str, Any] | None] = "file"

    file: FileName = Field(description="Its file, in media/; `none`: no music.")
    level_db: (
        Annotated[
            float,
            number_from(
                -60,
                -board.UNDER_SPEECH_DB,
                "-20",
                deferred("a level in decibels under the voice from {low} to {high}"),
            ),
        ]
        | None
    ) = Field(
        None,
        alias="level",
        description="Its loudness in decibels, relative to the voice while it speaks.",
    )
    loop: Truth | None = Field(
        None, description="Whether it starts again when it ends before it should."
    )
    fade_in_seconds: Seconds | None = Field(
        None, alias="fade_in", description="Seconds it takes to rise."
    )
    fade_out_seconds: Seconds | None = Field(
        None, alias="fade_out", description="Seconds it takes to fall."
    )
    rights: RightsModel | None = Field(None, description="Whose it is. Needed to publish.")
