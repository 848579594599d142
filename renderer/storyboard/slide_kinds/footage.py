"""A stretch of an archive film."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from renderer.messages import tr
from renderer.storyboard.labels import alt_text, label_at
from renderer.storyboard.slide_kinds.kind import Kind, file_under
from renderer.storyboard.visuals import Footage

if TYPE_CHECKING:
    from renderer.storyboard.file_names import Folder
    from renderer.storyboard.labels import Label
    from renderer.storyboard.visuals import Work
    from renderer.storyboard.visuals_schema import FootageModel

_KEY = "footage"
_WITH_AN_END = "footage: {…, end: 1:30}"


def _build(model: FootageModel, media: Folder) -> Footage:
    given = model.given()
    if model.rights is not None:
        given["rights"] = model.rights.stated()
    given |= {"file": media.find(model.file), "name": model.file}
    return Footage(**given)


def _labels(written: Any) -> Iterator[Label]:
    yield from label_at({_KEY: written}, (_KEY, "rights", "modified"))


def _ends_by_itself(written: Any) -> bool:
    return isinstance(written, dict) and written.get("end") is not None


def _with_works(_: Footage, works: tuple[Work, ...]) -> Footage:
    [footage] = works
    if not isinstance(footage, Footage):
        raise TypeError(f"a film can't become {type(footage).__name__}")
    return footage


def _seconds(footage: Footage) -> float | None:
    if footage.end_seconds is None:
        return None
    return (footage.end_seconds - footage.start_seconds) / footage.speed


KIND: Kind[Footage] = Kind(
    key=_KEY,
    build=_build,
    is_still=lambda _: False,
    alt=lambda footage: footage.alt,
    named_files=file_under,
    texts=partial(alt_text, key=_KEY),
    labels=_labels,
    ends_by_itself=_ends_by_itself,
    how_to_end=lambda: tr("where the footage ends: {example}", example=_WITH_AN_END),
    works=lambda footage: (footage,),
    with_works=_with_works,
    rights=lambda footage: footage.rights,
    credited_as="footage",
    seconds=_seconds,
    length_counts=lambda _: "never",  # each frame shows the film's own moment
)
