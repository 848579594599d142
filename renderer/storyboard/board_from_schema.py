"""Checked models in, the frozen board out: defaults filled in, names turned into files.

Comes in: a valid `StoryboardModel`, its tree, the project and its files. Goes out: `Storyboard`.
Finds no mistakes: those were all said before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from renderer.storyboard import board
from renderer.storyboard.film_schema import NO_MUSIC
from renderer.storyboard.slide_kinds import AUTHORED
from renderer.storyboard.yaml_tree import Marks

if TYPE_CHECKING:
    from renderer.storyboard.file_names import Folder
    from renderer.storyboard.film_schema import (
        FilmModel,
        MusicModel,
        PronunciationModel,
        SourceModel,
        TeaserModel,
        TransitionModel,
        VoiceModel,
    )
    from renderer.storyboard.model import Model
    from renderer.storyboard.project_config import Project
    from renderer.storyboard.pronounce import Lexicons
    from renderer.storyboard.schema import SlideModel, StoryboardModel
    from renderer.storyboard.visuals_schema import RightsModel
    from renderer.storyboard.yaml_tree import Tree

Given = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """What the board is made from besides the model."""

    tree: Tree
    project: Project
    media: Folder
    lexicons: Lexicons
    project_lexicons: Lexicons
    languages: tuple[str, ...] = ()
    """Every language the film is told in, its own first."""
    is_translation: bool = False
    """Whether the tree is in another of them."""


def build(model: StoryboardModel, materials: Materials) -> board.Storyboard:
    """The board that *model* stands for."""
    tree, project = materials.tree, materials.project
    agreed = project.defaults
    voice, names = (agreed.voice, agreed.pronounce) if agreed else (None, None)
    if materials.is_translation:  # how names are said, and the name of a voice, are of one language
        voice, names = voice and voice.model_copy(update={"name": None}), None
    film, transition = _film(agreed.film if agreed else None, model.film)
    plain = {**(_only(agreed, _PLAIN) if agreed else {}), **_only(model, _PLAIN)}
    return board.Storyboard(
        path=tree.source.path,
        root=project.root,
        slides=tuple(
            _Slides(film, transition, _voice(voice, model.voice), materials).slide(number, slide)
            for number, slide in enumerate(model.slides)
        ),
        voice=_voice(voice, model.voice),
        pronounce=_pronounce(names, model.pronounce, materials),
        film=film,
        music=_film_music(model.music, materials.media),
        related=_sources(model.related),
        tags=tuple(dict.fromkeys(model.tags or ())),
        contributors=tuple(board.Contributor(**each.given()) for each in model.contributors or ()),
        languages=materials.languages if len(materials.languages) > 1 else (),
        marks=Marks(tree.source, tree.place),
        **plain,
    )


_PLAIN = ("slug", "title", "subtitle", "description", "language", "style")


def _only(part: Model, names: tuple[str, ...]) -> Given:
    return {name: value for name, value in part.given().items() if name in names}


def _without(part: Model, *names: str) -> Given:
    given = part.given()
    for name in names:
        given.pop(name, None)
    return given


def _film(*layers: FilmModel | None) -> tuple[board.FilmSettings, Given]:
    """The settings, later layers beating earlier ones, and what was said of transitions."""
    given: Given = {}
    said: Given = {}
    burned: Given = {}
    for layer in layers:
        if layer is not None:
            given |= _without(layer, "transition", "teaser", "subtitles")
            if layer.teaser is not None:
                given["teaser"] = _teaser(layer.teaser)
            said |= layer.transition.given() if layer.transition else {}
            burned |= layer.subtitles.given() if layer.subtitles else {}
    if "formats" in given:
        given["formats"] = tuple(dict.fromkeys(given["formats"]))
    if "codecs" in given:  # H.264 plays everywhere: it is made whatever else is
        given["codecs"] = tuple(dict.fromkeys(("h264", *given["codecs"])))
    subtitles = board.SubtitleSettings(**burned)
    transition = _transition(said, None)
    return board.FilmSettings(transition=transition, subtitles=subtitles, **given), said


def _teaser(teaser: TeaserModel) -> board.Teaser | None:
    given = teaser.given()
    if given.get("length_seconds") == 0:
        return None
    return board.Teaser(**{**given, "slides": tuple(dict.fromkeys(given.get("slides", ())))})


def _transition(said: Given, own: TransitionModel | None) -> board.Transition:
    """A cut lasts no time, whatever length was said for the others."""
    given = {**said, **(own.given() if own else {})}
    if given.get("kind") == "cut":
        given["length_seconds"] = 0.0
    if given.get("kind") == "fly":
        given.setdefault("length_seconds", board.FLIGHT_SECONDS)
    return board.Transition(**given)


def _voice(*layers: VoiceModel | None) -> board.VoiceChoice:
    given: Given = {}
    for layer in layers:
        if layer is not None:
            if "engine" in given and layer.engine not in (None, given["engine"]):
                given = {key: given[key] for key in given if key not in _OF_ENGINE}
            given |= _said_of_voice(layer)
    return board.VoiceChoice(**given)


def _own_voice(film: board.VoiceChoice, own: VoiceModel | None) -> board.VoiceChoice | None:
    """A slide's voice: the film's but for what *own* says."""
    if own is None:
        return None
    if own.engine not in (None, film.engine):
        film = replace(film, name="", model="", address="")
    return replace(film, **_said_of_voice(own))


_OF_ENGINE = ("name", "model", "address")
"""What another engine can't use."""


def _said_of_voice(voice: VoiceModel) -> Given:
    return {**_without(voice, "pause"), **(voice.pause.given() if voice.pause else {})}


def _film_music(music: MusicModel | None, media: Folder) -> board.Music | None:
    found = _music(music, media)
    return None if found == "none" else found


def _music(music: MusicModel | None, media: Folder) -> board.Music | Literal["none"] | None:
    if music is None or music.file == NO_MUSIC:
        return None if music is None else "none"
    given = _without(music, "file", "rights")
    return board.Music(
        file=media.find(music.file), name=music.file, rights=_rights(music.rights), **given
    )


def _rights(rights: RightsModel | None) -> board.Rights | None:
    return rights.stated() if rights else None


def _sources(sources: list[SourceModel] | None) -> tuple[board.Source, ...]:
    return tuple(board.Source(**source.given()) for source in sources or ())


def _pronounce(
    agreed: list[str | PronunciationModel] | None,
    own: list[str | PronunciationModel] | None,
    materials: Materials,
) -> tuple[board.Pronunciation, ...]:
    """The project's entries and the film's; the film's replace those that write the same."""
    entries: dict[tuple[str, bool, bool], board.Pronunciation] = {}
    for entry in (
        *materials.project_lexicons.entries(agreed or (), materials.project.tree, ("pronounce",)),
        *materials.lexicons.entries(own or (), materials.tree, ("pronounce",)),
    ):
        entries[entry.write, entry.case, entry.whole_word] = entry
    return tuple(entries.values())


@dataclass(frozen=True, slots=True)
class _Slides:
    """Turns slides of one film into the board's."""

    film: board.FilmSettings
    transition: Given
    voice: board.VoiceChoice
    materials: Materials

    def slide(self, number: int, slide: SlideModel) -> board.Slide:
        tree = self.materials.tree
        path = ("slides", number)
        given: Given = {
            "lead_seconds": self.film.lead_seconds,
            "hold_seconds": self.film.hold_seconds,
            **_only(slide, _SLIDE_PLAIN),
        }
        if slide.caption is not None:
            given |= {"caption": slide.caption.text, "caption_stay": slide.caption.stay}
        if slide.silence_seconds is not None:
            given["length_seconds"] = slide.silence_seconds
        arrival = self.film.transition
        if slide.transition is not None:
            arrival = _transition(self.transition, slide.transition)
        entries: tuple[board.Pronunciation, ...] = ()
        if slide.pronounce is not None:
            where = (*path, "pronounce")
            entries = self.materials.lexicons.entries(slide.pronounce, tree, where)
        return board.Slide(
            visual=self._visual(slide),
            transition=arrival,
            voice=_own_voice(self.voice, slide.voice),
            recordings=tuple(self._recordings(slide)),
            pronounce=entries,
            sources=_sources(slide.sources),
            music=_music(slide.music, self.materials.media),
            marks=Marks(tree.source, tree.nearest(path)),
            **given,
        )

    def _recordings(self, slide: SlideModel) -> Iterator[board.Recording]:
        find, whole = self.materials.media.find, slide.recording
        if whole is not None:
            yield board.Recording(file=find(whole.file), name=whole.file, says=whole.says or "")
        for number, one in enumerate(slide.recordings or ()):
            yield board.Recording(
                file=find(one.file),
                name=one.file,
                sentence=one.sentence,
                key=f"recordings.{number}",
            )

    def _visual(self, slide: SlideModel) -> board.Visual:
        for key, kind in AUTHORED.items():
            model = getattr(slide, key)
            if model is not None and kind.build is not None:
                visual: board.Visual = kind.build(model, self.materials.media)
                return visual
        raise AssertionError(f"slide '{slide.id}' was checked and shows nothing")


_SLIDE_PLAIN = (
    "id",
    "chapter",
    "narration",
    "lead_seconds",
    "hold_seconds",
    "length_seconds",
    "silence_seconds",
)
