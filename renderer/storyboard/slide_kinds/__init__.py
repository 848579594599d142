"""The kinds of slide, one row each: whoever would know what a slide shows asks its row.

Comes in: a `Visual`, or what an author wrote. Goes out: the answers of its kind. How a kind is
drawn is said by the module of the same name in `clips/slide_drawings/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.storyboard.slide_kinds import (
    card,
    clip,
    credits_page,
    end_card,
    footage,
    image,
    map,
    pictures,
)
from renderer.storyboard.visuals import Footage, Image

if TYPE_CHECKING:
    from renderer.storyboard.board import Slide
    from renderer.storyboard.map_data import OperationsMap
    from renderer.storyboard.slide_kinds.kind import Kind
    from renderer.storyboard.visuals import Shot, Visual, Work

__all__ = [
    "AUTHORED",
    "KINDS",
    "alt_of",
    "alts_of",
    "at_rest",
    "films_of",
    "flies",
    "flown_with",
    "is_still",
    "keyed_works_of",
    "kind",
    "kind_of",
    "maps_of",
    "photographs_of",
    "shots_of",
    "with_files",
    "with_photographs",
    "with_works",
    "works_of",
]

KINDS: dict[str, Kind[Any]] = {
    "image": image.KIND,
    "pictures": pictures.KIND,
    "map": map.KIND,
    "card": card.KIND,
    "footage": footage.KIND,
    "clip": clip.KIND,
    "credits_page": credits_page.KIND,
    "end_card": end_card.KIND,
}
"""By the name that a `Visual` bears, in the order in which messages name them."""
AUTHORED: dict[str, Kind[Any]] = {kind.key: kind for kind in KINDS.values() if kind.is_authored}
"""Those that an author can write, by the storyboard's key: a slide has exactly one."""


def kind_of(visual: Visual) -> Kind[Any]:
    """The row of *visual*."""
    return KINDS[visual.kind]


def is_still(visual: Visual) -> bool:
    """Whether all frames of its slide are the same."""
    return bool(kind_of(visual).is_still(visual))


def alt_of(visual: Visual) -> str:
    """Its text alternative; empty where there is none, or where its words stand for it."""
    return kind_of(visual).alt(visual) or ""


def works_of(visual: Visual) -> tuple[Work, ...]:
    """The photographs and films that *visual* shows."""
    works: tuple[Work, ...] = kind_of(visual).works(visual)
    return works


def photographs_of(visual: Visual) -> tuple[Image, ...]:
    """The photographs that *visual* shows."""
    return tuple(work for work in works_of(visual) if isinstance(work, Image))


def shots_of(visual: Visual) -> tuple[Shot, ...]:
    """What *visual* shows one after the other; none: one thing throughout."""
    shots: tuple[Shot, ...] = kind_of(visual).shots(visual)
    return shots


def keyed_works_of(visual: Visual) -> Iterator[tuple[str, str, Work]]:
    """Each photograph and film, after the slide's key that it is under and its shot's name."""
    shots = shots_of(visual)
    for shot in shots:
        yield from ((shot.key, shot.name, work) for work in works_of(shot.visual))
    if not shots:
        yield from ((kind_of(visual).key, "", work) for work in works_of(visual))


def alts_of(visual: Visual) -> tuple[tuple[str, str], ...]:
    """The text alternatives that it owes, "" where left out, each after the slide's key it is
    under."""
    shots = shots_of(visual)
    parts = [(shot.key, shot.visual) for shot in shots] or [(kind_of(visual).key, visual)]
    owed = ((key, kind_of(part).alt(part)) for key, part in parts)
    return tuple((key, alt) for key, alt in owed if alt is not None)


def at_rest(visual: Visual) -> Visual:
    """*visual*, which stands still where it would only have drifted."""
    found: Visual = kind_of(visual).at_rest(visual)
    return found


def films_of(visual: Visual) -> tuple[Footage, ...]:
    """The stretches of film that *visual* shows."""
    return tuple(work for work in works_of(visual) if isinstance(work, Footage))


def maps_of(visual: Visual) -> tuple[OperationsMap, ...]:
    """The maps that *visual* shows."""
    maps: tuple[OperationsMap, ...] = kind_of(visual).maps(visual)
    return maps


def flies(slides: Sequence[Slide], number: int) -> bool:
    """Whether the view flies to slide *number* from the one before: both are maps."""
    beside = slides[max(0, number - 1) : number + 1]
    return (
        slides[number].transition.kind == "fly"
        and len(beside) == 2
        and all(maps_of(slide.visual) for slide in beside)
    )


def flown_with(slides: Sequence[Slide], number: int) -> tuple[OperationsMap, ...]:
    """The maps between which the view flies, slide *number*'s among them; none: it doesn't fly."""
    first = last = number
    while flies(slides, first):
        first -= 1
    while last + 1 < len(slides) and flies(slides, last + 1):
        last += 1
    flown = slides[first : last + 1] if last > first else ()
    return tuple(chart for slide in flown for chart in maps_of(slide.visual))


def with_works(visual: Visual, works: Iterable[Work]) -> Visual:
    """*visual* with *works* in place of those that it shows, in their order."""
    found: Visual = kind_of(visual).with_works(visual, tuple(works))
    return found


def with_photographs(visual: Visual, changed: Callable[[Image], Image]) -> Visual:
    """*visual*, each photograph that it shows as *changed* gives it back; itself if none is
    another."""
    works = works_of(visual)
    given = [changed(work) if isinstance(work, Image) else work for work in works]
    others = any(one is not other for one, other in zip(given, works, strict=True))
    return with_works(visual, given) if others else visual


def with_files(visual: Visual, files: Iterable[Path]) -> Visual:
    """*visual*, the files of its works being *files*, in their order."""
    pairs = zip(works_of(visual), files, strict=True)
    return with_works(visual, (replace(work, file=file) for work, file in pairs))
