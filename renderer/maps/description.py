"""A map in words, for whoever can't see it: all that it names, dates and explains, and its sources.

Comes in: `OperationsMap`, a language. Goes out: `MapFact`s in reading order. Pure: opens no ground,
draws nothing. Where things lie is for the author's own `alt` to tell; this is what the letters on
the map say, and which signs stand beside them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from renderer.language.dates import shown_date, spelled
from renderer.language.language import Language
from renderer.language.registry import language_of
from renderer.maps.ground_sources import ground_source
from renderer.maps.inset import is_placed, lies_in_france
from renderer.maps.legend_and_scale import credit_parts, legend_entries, side_names
from renderer.storyboard.map_data import ClockShows, MapFront, OperationsMap, Side
from renderer.storyboard.moments import Moment

_STROKES = ("arrow", "front", "area", "border")
"""What the legend explains besides kinds of place."""
_SPAN = " \N{EN DASH} "


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFact:
    """Something that the letters of a map say."""

    about: str
    """Heading: "Lieux"."""
    said: str


def describe(board: OperationsMap, language: str) -> tuple[MapFact, ...]:
    """Say what *board* names, dates and explains."""
    teller = _Teller(board=board, language=language)
    words = teller.known.maps
    found = {
        "dates": teller.dates(),
        "places": teller.places(),
        "arrows": teller.arrows(),
        "fronts": teller.fronts(),
        "areas": teller.areas(),
        "lines": teller.lines(),
        "legend": teller.legend(),
        "inset": teller.inset(),
        "sources": teller.sources(),
    }
    lists = {about: list(dict.fromkeys(said)) for about, said in found.items()}
    return tuple(
        MapFact(about=getattr(words.headings, about), said=words.next.join(said))
        for about, said in lists.items()
        if said
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    board: OperationsMap
    language: str

    @property
    def known(self) -> Language:
        return language_of(self.language)

    def dates(self) -> Iterator[str]:
        if (clock := self.board.clock) and clock.shows != "nothing":
            yield self._span([clock.start, clock.end])

    def sources(self) -> list[str]:
        source = ground_source(self.board.ground)
        told = f"{source} ({self.known.maps.legend.data})" if source else ""
        return credit_parts(self.board, told, self.language)

    def places(self) -> Iterator[str]:
        for place in self.board.places:
            kind = getattr(self.known.maps.places, place.kind, "")
            yield self._named(place.name, kind, place.side, (place.appears, place.leaves))

    def arrows(self) -> Iterator[str]:
        for arrow in self.board.arrows:
            moments = (arrow.starts, arrow.ends)
            yield self._named(arrow.label or self.known.maps.signs.arrow, "", arrow.side, moments)

    def fronts(self) -> Iterator[str]:
        """One front that moves is told once, with all its dates."""
        moved: dict[tuple[str, Side], list[MapFront]] = {}
        for number, front in enumerate(self.board.fronts):
            moved.setdefault((front.name or f"\0{number}", front.side), []).append(front)
        for (_, side), lines in moved.items():
            label = next((line.label for line in lines if line.label), self.known.maps.signs.front)
            yield self._named(label, "", side, [line.when for line in lines])

    def areas(self) -> Iterator[str]:
        for area in self.board.areas:
            moments = (area.appears, area.leaves)
            yield self._named(area.name or self.known.maps.signs.area, "", area.side, moments)

    def lines(self) -> Iterator[str]:
        for line in self.board.lines:
            kind: str = getattr(self.known.maps.lines, line.kind)
            yield self._named(line.name or kind, kind if line.name else "", None, ())

    def legend(self) -> Iterator[str]:
        for entry in legend_entries(self.board, self.language) if self.board.legend else ():
            words = self.known.maps.signs
            signs = (
                getattr(words, kind if kind in _STROKES else "symbol") for kind, _ in entry.swatches
            )
            yield f"{entry.text} ({', '.join(dict.fromkeys(signs))})"

    def inset(self) -> Iterator[str]:
        words, last = self.known.maps, self.board.to or self.board.view
        if self.board.inset and is_placed(last):
            yield words.in_france if lies_in_france(last) else words.in_region

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
        return spelled(_SPAN.join(dict.fromkeys(ends)), self.language)
