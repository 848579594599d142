"""A map of operations. Its own words are set by `maps/`, which knows what each of them names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from renderer.storyboard.labels import Label, alt_text, is_text, labels_in
from renderer.storyboard.map_data import GROUND_LAYERS, is_geojson
from renderer.storyboard.moments import words_in
from renderer.storyboard.slide_kinds.kind import Kind, NamedFile
from renderer.storyboard.visuals import Rights

if TYPE_CHECKING:
    from renderer.storyboard.file_names import Folder
    from renderer.storyboard.map_data import GeoPoint, OperationsMap
    from renderer.storyboard.map_schema import OperationsMapModel
    from renderer.storyboard.slide_kinds.kind import LengthCounts

_KEY = "map"
_LABELLED = (("areas", "name"), ("arrows", "label"), ("fronts", "label"), ("lines", "name"))
_TIMED = ("views", "places", "arrows", "fronts", "areas", "lines")
_MOMENTS = ("from", "to", "at", "date", "until")
_NAMED_KIND = re.compile(
    "objective|capital|city|town|landing|port|fort|strongpoint|gate|bridge|battle"
)
"""Kinds of place that bear a proper name; the others are words set on the map."""
_PARTICLE = re.compile(
    "de|du|des|d|la|le|les|l|en|et|sur|sous|lès|lez|au|aux|à|of|the|on|upon|and|in|von|zu|zur|am|an"
    "|der|die|das|den|dem|und|ob|del|della|di|da|dos|do|y|e|el|los|las|van|het"
)
_WORD = re.compile(r"[^\W\d_]+")


def is_proper_name(text: str) -> bool:
    """Whether every word has its capital, but for the likes of "de" and "sur"."""
    words = _WORD.findall(text)
    return bool(words) and all(word[0].isupper() or _PARTICLE.fullmatch(word) for word in words)


def _build(model: OperationsMapModel, _: Folder) -> OperationsMap:
    return model.to_board()


def _named_files(written: Any) -> Iterator[NamedFile]:
    ground = written.get("ground") if isinstance(written, dict) else None
    for layer in GROUND_LAYERS if isinstance(ground, dict) else ():
        name = ground.get(layer) if isinstance(ground, dict) else None
        if isinstance(name, str) and is_geojson(name):
            yield NamedFile(path=("ground", layer), name=name)


def _labels(written: Any) -> Iterator[Label]:
    if not isinstance(written, dict):
        return
    for label in labels_in(written, "places", "name", (_KEY,)):
        place = written["places"][label.path[2]]
        named = is_proper_name(label.text) and _bears_a_name(place.get("kind", "city"))
        yield Label(path=label.path, text=label.text, name=named)
    for key, inner in _LABELLED:
        yield from labels_in(written, key, inner, (_KEY,))
    yield from _moments(written)
    sides = written.get("sides")
    for side, text in sides.items() if isinstance(sides, dict) else ():
        if is_text(text):
            yield Label(path=(_KEY, "sides", side), text=text)
    if is_text(written.get("credit")):
        yield Label(path=(_KEY, "credit"), text=written["credit"])


def _moments(written: dict[str, Any]) -> Iterator[Label]:
    """Words of the narration at which something happens: each language has its own."""
    for key in _TIMED:
        yield from words_in(written, key, _MOMENTS, (_KEY,))
    clock = written.get("clock")
    if isinstance(clock, dict):
        yield from words_in(clock, "pins", ("at",), (_KEY, "clock"))


def _pulsing(chart: OperationsMap) -> Iterator[str]:
    """Names of the places that are pointed out as they are named; none on a map that rests."""
    if chart.motion == "auto":
        stands: dict[str, set[GeoPoint]] = defaultdict(set)
        for place in chart.places:
            stands[place.name].add(place.at)
        # Where two places are on one map under one name, nobody knows which is meant.
        yield from (name for name, points in stands.items() if len(points) == 1)


def _length_counts(chart: OperationsMap) -> LengthCounts:
    """Always where something is under way until the slide ends; else only how fast it drifts."""
    open_ended = any(arrow.ends is None for arrow in chart.arrows)
    return "always" if chart.to or chart.views or chart.clock or open_ended else "in steps"


def _bears_a_name(kind: Any) -> bool:
    return isinstance(kind, str) and bool(_NAMED_KIND.fullmatch(kind.strip()))


KIND: Kind[OperationsMap] = Kind(
    key=_KEY,
    build=_build,
    is_still=lambda _: False,
    alt=lambda chart: chart.alt,
    named_files=_named_files,
    texts=partial(alt_text, key=_KEY),
    labels=_labels,
    maps=lambda chart: (chart,),
    # A map has no rights of its own: its author's own line stands for them.
    rights=lambda chart: Rights(credit=chart.credit) if chart.credit else None,
    credited_as="map",
    has_words=lambda _: True,  # the scale's and the legend's, at least
    follows_narration=lambda _: True,  # what has no moment comes with the first sentence
    counts_sentences=lambda chart: chart.counts_sentences,
    moments=lambda chart: chart.moments(),
    named=_pulsing,
    length_counts=_length_counts,
    drifts=lambda chart: chart.motion == "auto",
    at_rest=lambda chart: replace(chart, motion="none"),
    is_complete_at_end=True,
)
