"""Several photographs in one slide, each dissolving into the next when it is spoken of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from renderer.storyboard.labels import Label, is_text
from renderer.storyboard.moments import NamedMoment, names_words
from renderer.storyboard.slide_kinds.image import KIND as IMAGE
from renderer.storyboard.slide_kinds.image import (
    build_image,
    counts_sentences,
    image_labels,
    image_moments,
    set_image_words,
)
from renderer.storyboard.slide_kinds.kind import Kind, file_under
from renderer.storyboard.visuals import Pictures, Shot, TimedImage

if TYPE_CHECKING:
    from renderer.storyboard.file_names import Folder
    from renderer.storyboard.slide_kinds.kind import NamedFile
    from renderer.storyboard.visuals import Image, Work
    from renderer.storyboard.visuals_schema import PictureModel
    from renderer.storyboard.yaml_tree import Path

_KEY = "pictures"


def _build(models: list[PictureModel], media: Folder) -> Pictures:
    return Pictures(
        shown=tuple(TimedImage(image=build_image(each, media), at=each.at) for each in models)
    )


def _items(written: Any) -> Iterator[tuple[Path, Any]]:
    """Each picture with its path below the slide; one alone may stand without a list."""
    if isinstance(written, list):
        yield from (((_KEY, number), item) for number, item in enumerate(written))
    else:
        yield (_KEY,), written


def _named_files(written: Any) -> Iterator[NamedFile]:
    for path, item in _items(written):
        for file in file_under(item, may_be_fetched=True):
            yield replace(file, path=(*path[1:], *file.path))


def _labels(written: Any) -> Iterator[Label]:
    """Words on the pictures, and their alternatives, which are as many as they."""
    for path, item in _items(written):
        if isinstance(item, dict):
            if is_text(item.get("alt")):
                yield Label(path=(*path, "alt"), text=item["alt"])
            if names_words(item.get("at"), dated=False):
                yield Label(path=(*path, "at"), text=item["at"])
        yield from image_labels(item, path)


def _shots(pictures: Pictures) -> tuple[Shot, ...]:
    """Named by their files, so that another one before them changes nothing of theirs."""
    seen: dict[str, int] = {}
    shots = []
    for number, timed in enumerate(pictures.shown):
        name = timed.image.name
        seen[name] = seen.get(name, 0) + 1
        again = f" {seen[name]}" if seen[name] > 1 else ""
        key = f"{_KEY}.{number}"
        shots.append(Shot(name=f"{name}{again}", key=key, visual=timed.image, at=timed.at))
    return tuple(shots)


def _images(pictures: Pictures) -> tuple[Image, ...]:
    return tuple(timed.image for timed in pictures.shown)


def _with_works(pictures: Pictures, works: tuple[Work, ...]) -> Pictures:
    changed = (
        replace(timed, image=IMAGE.with_works(timed.image, (work,)))
        for timed, work in zip(pictures.shown, works, strict=True)
    )
    return replace(pictures, shown=tuple(changed))


def _set_words(pictures: Pictures, typed: Callable[[str], str]) -> Pictures:
    return _with_works(
        pictures, tuple(set_image_words(image, typed) for image in _images(pictures))
    )


def _moments(pictures: Pictures) -> Iterator[NamedMoment]:
    for number, timed in enumerate(pictures.shown):
        key = f"{_KEY}.{number}"
        if timed.at is not None:
            yield NamedMoment(keys=(f"{key}.at", f"{_KEY}.at"), moment=timed.at)
        yield from image_moments(timed.image, key)


def _counts_sentences(pictures: Pictures) -> bool:
    ats = (timed.at for timed in pictures.shown)
    return any(at and at.sentence for at in ats) or any(map(counts_sentences, _images(pictures)))


def _alt(pictures: Pictures) -> str:
    """One after the other; empty if one is left out."""
    alts = [image.alt for image in _images(pictures)]
    return " ".join(alts) if all(alts) else ""


KIND: Kind[Pictures] = Kind(
    key=_KEY,
    build=_build,
    is_still=lambda _: False,
    alt=_alt,
    named_files=_named_files,
    labels=_labels,
    works=_images,
    with_works=_with_works,
    shots=_shots,
    rights=lambda pictures: next((i.rights for i in _images(pictures) if i.rights), None),
    credited_as="picture",
    set_words=_set_words,
    has_words=lambda pictures: any(map(IMAGE.has_words, _images(pictures))),
    follows_narration=lambda _: True,
    counts_sentences=_counts_sentences,
    moments=_moments,
)
