"""A photograph or a drawing, with the marks drawn over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from renderer.storyboard.labels import Label, alt_text, is_text, label_at, labels_in
from renderer.storyboard.moments import NamedMoment, words_in
from renderer.storyboard.slide_kinds.kind import Kind, file_under
from renderer.storyboard.visuals import NOWHERE, Callout, Image, Motion, is_web_address

if TYPE_CHECKING:
    from renderer.storyboard.file_names import Folder
    from renderer.storyboard.visuals import Work
    from renderer.storyboard.visuals_schema import ImageModel, MotionModel
    from renderer.storyboard.yaml_tree import Path

_KEY = "image"


def build_image(model: ImageModel, media: Folder) -> Image:
    """What *model* says of a photograph, but for when it comes."""
    given = model.given()
    given.pop("at", None)
    if model.motion is not None:
        given["motion"] = _motion(model.motion)
    if model.rights is not None:
        given["rights"] = model.rights.stated()
    if model.callouts is not None:
        given["callouts"] = tuple(Callout(**each.given()) for each in model.callouts)
    on_web = is_web_address(model.file)
    given |= {
        "file": NOWHERE if on_web else media.find(model.file),
        "name": model.file,
        "url": model.file if on_web else "",
    }
    return Image(**given)


def _motion(motion: MotionModel) -> Motion:
    if motion.start is not None:
        return Motion(kind="given", start=motion.start, end=motion.end)
    return Motion(**motion.given())


def image_labels(written: Any, path: Path) -> Iterator[Label]:
    """The words on a photograph that stands at *path*, and those at which its marks appear."""
    if isinstance(written, dict):
        callouts = written.get("callouts")
        if isinstance(callouts, dict) and is_text(callouts.get("text")):
            yield Label(path=(*path, "callouts", "text"), text=callouts["text"])
        yield from labels_in(written, "callouts", "text", path)
        yield from words_in(written, "callouts", ("when",), path, dated=False)
        for label in label_at(written, ("rights", "modified")):
            yield Label(path=(*path, *label.path), text=label.text)


def _with_works(_: Image, works: tuple[Work, ...]) -> Image:
    [image] = works
    if not isinstance(image, Image):
        raise TypeError(f"a photograph can't become {type(image).__name__}")
    return image


def set_image_words(image: Image, typed: Callable[[str], str]) -> Image:
    """The same, each of its words went through *typed*."""
    callouts = tuple(replace(each, text=typed(each.text)) for each in image.callouts)
    return replace(image, callouts=callouts) if callouts else image


def _has_callouts(image: Image) -> bool:
    return bool(image.callouts)


def counts_sentences(image: Image) -> bool:
    """Whether a mark of it appears at a sentence's number."""
    return any(each.when is None or each.when.sentence for each in image.callouts)


def image_moments(image: Image, key: str = _KEY) -> Iterator[NamedMoment]:
    """When marks of a photograph under *key* appear, as far as they say so by `when`."""
    for number, callout in enumerate(image.callouts):
        if callout.when is not None:
            keys = (f"{key}.callouts.{number}.when", f"{key}.callouts.when")
            yield NamedMoment(keys=keys, moment=callout.when)


KIND: Kind[Image] = Kind(
    key=_KEY,
    build=build_image,
    is_still=lambda image: image.motion.kind == "none" and not image.callouts,
    alt=lambda image: image.alt,
    named_files=partial(file_under, may_be_fetched=True),
    texts=partial(alt_text, key=_KEY),
    labels=partial(image_labels, path=(_KEY,)),
    works=lambda image: (image,),
    with_works=_with_works,
    rights=lambda image: image.rights,
    credited_as="picture",
    set_words=set_image_words,
    has_words=lambda image: any(callout.text for callout in image.callouts),
    is_seeded=lambda image: image.motion.kind == "auto",
    follows_narration=_has_callouts,
    counts_sentences=counts_sentences,
    moments=image_moments,
)
