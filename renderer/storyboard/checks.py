"""What no model of one slide can see: ids that meet, pictures that are two, files that are missing.

Comes in: a `Tree` that may still hold other mistakes, so that all of them are said in one run.
Goes out: Problems. Opens nothing; looks at folders through `files.Folder`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from renderer.errors import Problem
from renderer.messages import tr
from renderer.storyboard.file_names import BadNameError
from renderer.storyboard.film_schema import NO_MUSIC
from renderer.storyboard.mistakes import nearest_word, one_of
from renderer.storyboard.schema import SlideModel
from renderer.storyboard.slide_kinds import AUTHORED
from renderer.storyboard.slide_kinds.kind import file_under
from renderer.storyboard.translation_overlay import comparable_words
from renderer.storyboard.visuals import is_web_address
from renderer.storyboard.web_addresses import check_named
from renderer.storyboard.yaml_tree import slide_items

if TYPE_CHECKING:
    from renderer.storyboard.file_names import Folder
    from renderer.storyboard.slide_kinds.kind import NamedFile
    from renderer.storyboard.yaml_tree import Path, Tree

_SOUNDS = ("recording", "recordings", "music")
"""Keys of a slide that name a file, besides what it shows."""
_KEYS = frozenset(field.alias or name for name, field in SlideModel.model_fields.items())
_LENGTH = "length: 4"
"""How an author says how long a slide stays."""


def check_slides(tree: Tree) -> Iterator[Problem]:
    """Ids, pictures and words of the slides."""
    seen: dict[str, int] = {}
    for number, slide, name in slide_items(tree):
        if name and name in seen:
            line = tree.mark(("slides", seen[name], "id")).line
            yield Problem(
                code="id-repeated",
                mark=tree.mark(("slides", number, "id")),
                what=tr(
                    "two slides are called '{name}'; the first one is on line {line}",
                    name=name,
                    line=line,
                ),
                remedy=tr("give this one an id of its own"),
                slide=name,
            )
        elif name:
            seen[name] = number
        yield from _check_visual(tree, number, slide, name)
        yield from _check_words(tree, number, slide, name)


def check_named_slides(tree: Tree) -> Iterator[Problem]:
    """Slides that the film's teaser and poster name and that there are not."""
    film = tree.data.get("film") if isinstance(tree.data, dict) else None
    if isinstance(film, dict):
        teaser = film.get("teaser")
        slides = teaser.get("slides") if isinstance(teaser, dict) else None
        yield from _check_named(tree, ("film", "teaser", "slides"), slides)
        yield from _check_named(tree, ("film", "poster"), film.get("poster"))


def _check_named(tree: Tree, where: Path, named: Any) -> Iterator[Problem]:
    known = dict.fromkeys(name for _, _, name in slide_items(tree) if name)
    listed = isinstance(named, list)
    for number, name in enumerate(named if isinstance(named, list) else [named]):
        if isinstance(name, str) and name.strip() not in known:
            near = nearest_word(name.strip(), known)
            path: Path = (*where, *((number,) if listed else ()))
            some = ", ".join(islice(known, 12))
            yield Problem(
                code="slide-unknown",
                mark=tree.mark(path),
                what=tr("there is no slide '{name}'", name=name.strip()),
                remedy=tr("write {near}", near=near)
                if near
                else tr("the slides are {ids}", ids=some),
            )


def check_media(tree: Tree, media: Folder, *, allow_fetch: bool = False) -> Iterator[Problem]:
    """Every picture, film, recording and piece of music that the storyboard names."""
    if isinstance(tree.data, dict):
        for file in file_under(tree.data.get("music")):
            yield from _check_file(tree, media, ("music",), file, "")
    for number, slide, name in slide_items(tree):
        for key, kind in AUTHORED.items():
            for file in kind.named_files(slide.get(key)):
                yield from _check_file(
                    tree, media, ("slides", number, key), file, name, allow_fetch
                )
        for key in _SOUNDS:
            for file in file_under(slide.get(key)):
                yield from _check_file(tree, media, ("slides", number, key), file, name)


def _check_file(
    tree: Tree, media: Folder, at: Path, file: NamedFile, slide: str, allow_fetch: bool = False
) -> Iterator[Problem]:
    name = file.name.strip()
    if at[-1] == "music" and name == NO_MUSIC:
        return
    try:
        if is_web_address(name):
            check_named(name, is_picture=file.may_be_fetched, allowed=allow_fetch)
        else:
            media.find(name)
    except BadNameError as error:
        yield Problem(
            code=error.code,
            mark=tree.mark((*at, *file.path)),
            what=error.what,
            remedy=error.remedy,
            slide=slide,
        )


def _check_visual(tree: Tree, number: int, slide: dict[str, Any], name: str) -> Iterator[Problem]:
    shown = [key for key in slide if key in AUTHORED]
    filled = [key for key in shown if slide[key] is not None]
    if len(filled) > 1:
        yield Problem(
            code="keys-conflict",
            mark=tree.key_mark(("slides", number, filled[1])),
            what=tr(
                "a slide shows one thing, and this one has '{one}' and '{other}'",
                one=filled[0],
                other=filled[1],
            ),
            remedy=tr("keep one; make the other a slide of its own"),
            slide=name,
        )
    elif not filled and shown:
        yield Problem(
            code="visual-missing",
            mark=tree.mark(("slides", number, shown[0])),
            what=tr("'{key}' is empty", key=shown[0]),
            remedy=tr("say what the slide shows"),
            slide=name,
        )
    elif not filled and not _nearly(slide, AUTHORED):
        yield Problem(
            code="visual-missing",
            mark=tree.mark(("slides", number)),
            what=tr("a slide that shows nothing"),
            remedy=tr("give it an {keys}", keys=one_of([*AUTHORED])),
            slide=name,
        )


def _nearly(slide: dict[str, Any], meant: Collection[str]) -> bool:
    """Whether an unknown key, complained of elsewhere, was to be one of *meant*."""
    return any(nearest_word(key, _KEYS) in meant for key in slide if key not in _KEYS)


def _check_words(tree: Tree, number: int, slide: dict[str, Any], name: str) -> Iterator[Problem]:
    yield from _check_voice(tree, number, slide, name)
    yield from _check_recordings(tree, number, slide, name)
    narration, length = slide.get("narration"), slide.get("length")
    said = isinstance(narration, str) and bool(narration.strip())
    if slide.get("silence") is not None:
        yield from _check_silence(tree, number, slide, name)
        return
    if isinstance(narration, str) and said and length is None and not _can_be_said(narration):
        yield Problem(
            code="narration-missing",
            mark=tree.mark(("slides", number, "narration")),
            what=tr("a narration of signs alone, of which nothing is said"),
            remedy=tr(
                "write words; or leave it out, and say how long the slide stays: {example}",
                example=_LENGTH,
            ),
            slide=name,
        )
    if said or length is not None or isinstance(narration, list | dict):
        return
    if "narration" not in slide and _nearly(slide, ("narration", "length")):
        return
    remedy = tr("write the narration, or how long the slide stays: {length}", length=_LENGTH)
    for key, kind in AUTHORED.items():
        if kind.ends_by_itself(slide.get(key)):
            return
        if slide.get(key) is not None and (end := kind.how_to_end()):
            remedy = tr("{remedy}; or {end}", remedy=remedy, end=end)
    yield Problem(
        code="narration-missing",
        mark=tree.mark(("slides", number, "narration")),
        what=tr("nothing is said, and no length is given"),
        remedy=remedy,
        slide=name,
    )


def _check_voice(tree: Tree, number: int, slide: dict[str, Any], name: str) -> Iterator[Problem]:
    """A voice of its own that nobody would hear."""
    for key in ("recording", "silence"):
        if slide.get("voice") is not None and slide.get(key) is not None:
            yield Problem(
                code="keys-conflict",
                mark=tree.key_mark(("slides", number, "voice")),
                what=tr("a slide with a 'voice' and a '{key}': no voice speaks in it", key=key),
                remedy=tr("leave '{key}' out, or 'voice'", key=key),
                slide=name,
            )


def _check_recordings(
    tree: Tree, number: int, slide: dict[str, Any], name: str
) -> Iterator[Problem]:
    """A sentence of which two recordings would be heard."""
    listed = slide.get("recordings")
    if listed is not None and slide.get("recording") is not None:
        yield Problem(
            code="keys-conflict",
            mark=tree.key_mark(("slides", number, "recordings")),
            what=tr("a slide with a 'recording' of all its words, and 'recordings' of some"),
            remedy=tr("leave one of them out"),
            slide=name,
        )
    read: set[str] = set()
    for index, each in enumerate(listed if isinstance(listed, list) else ()):
        said = each.get("sentence") if isinstance(each, dict) else None
        if not isinstance(said, str):
            continue
        words = comparable_words(said)
        if words in read:
            yield Problem(
                code="keys-conflict",
                mark=tree.mark(("slides", number, "recordings", index, "sentence")),
                what=tr("two recordings of one sentence"),
                remedy=tr("leave one of them out"),
                slide=name,
            )
        read.add(words)


def _can_be_said(narration: str) -> bool:
    """Whether it has a letter or a digit: no engine says anything else."""
    return any(character.isalnum() for character in narration)


def _check_silence(tree: Tree, number: int, slide: dict[str, Any], name: str) -> Iterator[Problem]:
    for key in ("narration", "recording", "recordings", "length"):
        if slide.get(key) is None:
            continue
        yield Problem(
            code="keys-conflict",
            mark=tree.key_mark(("slides", number, key)),
            what=tr("a slide of 'silence' with a 'length': a silence says how long it lasts")
            if key == "length"
            else tr("a slide of 'silence' with a '{key}': nothing is said in it", key=key),
            remedy=tr("leave '{key}' out, or 'silence'", key=key),
            slide=name,
        )
