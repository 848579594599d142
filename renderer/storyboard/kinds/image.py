"""A photograph or a drawing, with the marks drawn over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from renderer.storyboard.files import Folder
from renderer.storyboard.kinds.kind import Kind, file_under
from renderer.storyboard.labels import Label, alt_text, is_text, label_at, labels_in
from renderer.storyboard.visuals import NOWHERE, Callout, Image, Motion, Rights, Work
from renderer.storyboard.visuals_schema import ImageModel, MotionModel
from renderer.storyboard.web_addresses import is_web_address

_KEY = "image"


def _build(model: ImageModel, media: Folder) -> Image:
    given = model.given()
    if model.motion is not None:
        given["motion"] = _motion(model.motion)
    if model.rights is not None:
        given["rights"] = Rights(**model.rights.given())
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


def _labels(written: Any) -> Iterator[Label]:
    if isinstance(written, dict):
        callouts = written.get("callouts")
        if isinstance(callouts, dict) and is_text(callouts.get("text")):
            yield Label(path=(_KEY, "callouts", "text"), text=callouts["text"])
        yield from labels_in(written, "callouts", "text", (_KEY,))
        yield from label_at({_KEY: written}, (_KEY, "rights", "modified"))


def _with_works(_: Image, works: tuple[Work, ...]) -> Image:
    [image] = works
    if not isinstance(image, Image):
        raise TypeError(f"a photograph can't become {type(image).__name__}")
    return image


def _set_words(image: Image, typed: Callable[[str], str]) -> Image:
    callouts = tuple(replace(each, text=typed(each.text)) for each in image.callouts)
    return replace(image, callouts=callouts) if callouts else image


def _has_callouts(image: Image) -> bool:
    return bool(image.callouts)


KIND: Kind[Image] = Kind(
    key=_KEY,
    build=_build,
    is_still=lambda image: image.motion.kind == "none" and not image.callouts,
    alt=lambda image: image.alt,
    named_files=partial(file_under, may_be_fetched=True),
    texts=partial(alt_text, key=_KEY),
    labels=_labels,
    works=lambda image: (image,),
    with_works=_with_works,
    rights=lambda image: image.rights,
    credited_as="picture",
    set_words=_set_words,
    has_words=lambda image: any(callout.text for callout in image.callouts),
    is_seeded=lambda image: image.motion.kind == "auto",
    follows_narration=_has_callouts,
    counts_sentences=_has_callouts,
)
