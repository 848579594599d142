"""A map in words, for whoever can't see it: all that it names, dates and explains, and its sources.

Comes in: `OperationsMap`, a language. Goes out: `Remark`s in reading order. Pure: opens no ground,
draws nothing. Where things lie is for the author's own `alt` to tell; this is what the letters on
the map say, and which signs stand beside them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from renderer.maps.dates import shown_date
from renderer.maps.ground_sources import source_of
from renderer.maps.legend import credit_parts, legend_entries, side_names
from renderer.storyboard.operations import ClockShows, MapFront, Moment, OperationsMap, Side

_WORDS = {
    "fr": {
        "dates": "Dates",
        "places": "Lieux",
        "arrows": "Mouvements",
        "fronts": "Lignes de front",
        "areas": "Zones",
        "lines": "Tracés",
        "legend": "Légende",
        "sources": "Sources de la carte",
        "arrow": "flèche",
        "front": "ligne de front",
        "area": "zone hachurée",
        "objective": "objectif",
        "capital": "capitale",
        "landing": "débarquement",
        "port": "port",
        "fort": "fort",
        "strongpoint": "point d’appui",
        "gate": "porte",
        "bridge": "pont",
        "battle": "combat",
        "wreck": "destruction, épave",
        "mine": "mines",
        "road": "route",
        "railway": "voie ferrée",
        "breakwater": "digue",
        "wall": "mur",
        "pipeline": "oléoduc",
        "boundary": "limite",
        "river": "cours d’eau",
        "border": "trait",
        "symbol": "symbole",
        "next": "\N{NO-BREAK SPACE}; ",
        "colon": "\N{NO-BREAK SPACE}: ",
    },
    "en": {
        "dates": "Dates",
        "places": "Places",
        "arrows": "Movements",
        "fronts": "Front lines",
        "areas": "Areas",
        "lines": "Lines",
        "legend": "Legend",
        "sources": "Sources of the map",
        "arrow": "arrow",
        "front": "front line",
        "area": "hatched area",
        "objective": "objective",
        "capital": "capital",
        "landing": "landing",
        "port": "port",
        "fort": "fort",
        "strongpoint": "strongpoint",
        "gate": "gate",
        "bridge": "bridge",
        "battle": "battle",
        "wreck": "demolition, wreck",
        "mine": "mines",
        "road": "road",
        "railway": "railway",
        "breakwater": "breakwater",
        "wall": "wall",
        "pipeline": "pipeline",
        "boundary": "boundary",
        "river": "river",
        "border": "stroke",
        "symbol": "symbol",
        "next": "; ",
        "colon": ": ",
    },
}
"""Kinds that are missing here (a town, a sea) are told by the name alone."""
_STROKES = ("arrow", "front", "area", "border")
"""What the legend explains besides kinds of place."""
_SPAN = " \N{EN DASH} "


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that the letters of a map say."""

    about: str
    """Heading: "Lieux"."""
    said: str


def describe(board: OperationsMap, language: str) -> tuple[Remark, ...]:
    """Say what *board* names, dates and explains."""
    teller = _Teller(board=board, language=language)
    words = teller.words
    found = {
        "dates": teller.dates(),
        "places": teller.places(),
        "arrows": teller.arrows(),
        "fronts": teller.fronts(),
        "areas": teller.areas(),
        "lines": teller.lines(),
        "legend": teller.legend(),
        "sources": credit_parts(board, source_of(board.ground), language),
    }
    lists = {about: list(dict.fromkeys(said)) for about, said in found.items()}
    return tuple(
        Remark(about=words[about], said=words["next"].join(said))
        for about, said in lists.items()
        if said
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    board: OperationsMap
    language: str

    @property
    def words(self) -> dict[str, str]:
        return _WORDS.get(self.language[:2], _WORDS["en"])

    def dates(self) -> Iterator[str]:
        if (clock := self.board.clock) and clock.shows != "nothing":
            yield self._span([clock.start, clock.end])

    def places(self) -> Iterator[str]:
        for place in self.board.places:
            kind = self.words.get(place.kind, "")
            yield self._named(place.name, kind, place.side, (place.appears, place.leaves))

    def arrows(self) -> Iterator[str]:
        for arrow in self.board.arrows:
            moments = (arrow.starts, arrow.ends)
            yield self._named(arrow.label or self.words["arrow"], "", arrow.side, moments)

    def fronts(self) -> Iterator[str]:
        """One front that moves is told once, with all its dates."""
        moved: dict[tuple[str, Side], list[MapFront]] = {}
        for number, front in enumerate(self.board.fronts):
            moved.setdefault((front.name or f"\0{number}", front.side), []).append(front)
        for (_, side), lines in moved.items():
            label = next((line.label for line in lines if line.label), self.words["front"])
            yield self._named(label, "", side, [line.when for line in lines])

    def areas(self) -> Iterator[str]:
        for area in self.board.areas:
            moments = (area.appears, area.leaves)
            yield self._named(area.name or self.words["area"], "", area.side, moments)

    def lines(self) -> Iterator[str]:
        for line in self.board.lines:
            kind = self.words[line.kind]
            yield self._named(line.name or kind, kind if line.name else "", None, ())

    def legend(self) -> Iterator[str]:
        for entry in legend_entries(self.board, self.language) if self.board.legend else ():
            signs = (
                self.words[kind if kind in _STROKES else "symbol"] for kind, _ in entry.swatches
            )
            yield f"{', '.join(dict.fromkeys(signs))}{self.words['colon']}{entry.text}"

    def _named(
        self, name: str, kind: str, side: Side | None, moments: Iterable[Moment | None]
    ) -> str:
        whose = side_names(self.board, self.language)[side] if side else ""
        dates = [moment.date for moment in moments if moment is not None and moment.date]
        about = ", ".join(filter(None, (kind, whose, self._span(dates))))
        return f"{name} ({about})" if about else name

    def _span(self, dates: Sequence[datetime.datetime]) -> str:
        """The first and the last of *dates*, as the map's clock shows them."""
        if not dates:
            return ""
        shows = self.board.clock.shows if self.board.clock else "day"
        form: ClockShows = "day" if shows == "nothing" else shows
        ends = (shown_date(date, form, self.language) for date in (min(dates), max(dates)))
        # Letters that are small and raised of themselves are spelled out by screen readers.
        return _SPAN.join(dict.fromkeys(ends)).replace("ᵉʳ", "er")
