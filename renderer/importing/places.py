"""Dates and places that a text names: what a caption is made of, and what a map could show.

Comes in: sentences, their language. Goes out: dates as they are written, places with where they
are. The gazetteer is a file beside this one (media/places/extract.py makes it).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from renderer.language.registry import language_of

_FILE = Path(__file__).with_name("places.txt")
_PREPOSITION = re.compile(
    r"(?:\b(?:à|a|au|de|du|des|vers|sur|dans|devant|depuis|pour|entre|et|en|jusqu'à|de la|in|at|to"
    r"|from|near|of|towards|before|through|libération|bataille|ville|port)\s+|\bd'|\bd’|,\s+)\Z",
    re.IGNORECASE,
)
_THERE = re.compile(r"\b(?:à|vers|sur|devant|jusqu'à|in|at|to|near|towards)\s+\Z|^\W*\Z", re.I)
"""What comes before a place that something happens at, or goes to; of a text, nothing."""
_PERSON = re.compile(
    r"(?:général|generals?|gén\.|maréchal|marshal|colonel|capitaine|captain|amiral|admiral|président"
    r"|président\s+du\s+conseil|von|van|M\.|Mme|Pierre|Jean|Charles|Louis|Marcel)\s+(?:\w+\s+)?"
    r"(?:de\s+|d')?\Z",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:portes?|rue|avenue|place|gare|quai|pont|boulevard|hôtel|caserne|cathédrale|musée|station"
    r"|gate|street|square|bridge)\b",
    re.IGNORECASE,
)
"""What is named after a place and lies elsewhere: the porte d'Orléans is in Paris."""
_NAMED_AFTER = re.compile(
    r"\b(?:porte\w*|rue|avenue|boulevard|gare|traité|accords?|procès|lignes?|treaty|agreement)\s+"
    r"(?:de\s+la\s+|de\s+|du\s+|d'|of\s+)(?:[\w'-]+(?:,|\s+et|\s+and)\s+(?:de\s+|d'|of\s+)?)*\Z",
    re.IGNORECASE,
)
"""The same right before a name, and before the second of two: no place that is meant at all."""
_SENTENCE = re.compile(r"[.!?…]\s")
_OPENS = re.compile(
    r"(?:c'est\s+)?(?:le|du|en|dès le|dès|au|à|on|in|from|the)?\s*\Z", re.IGNORECASE
)
_IN = re.compile(r"(?:\bà|\bin|\bat|,)\s+\Z", re.IGNORECASE)
_ORDER = re.findall(
    r"\S+",
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept"
    " dix-huit dix-neuf vingt vingt-et-un vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six"
    " vingt-sept vingt-huit vingt-neuf trente trente-et-un",
)
_DAYS = {
    **{name: str(number) for number, name in enumerate(_ORDER, start=2)},
    "premier": "1er",
    "vingt et un": "21",
    "trente et un": "31",
}
"""Days of the month, spelled."""
_FAR_KM = 1200.0
"""Places further apart than that are no operation, but a war."""
_CONNECTED = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place that a text names."""

    name: str
    latitude: float
    longitude: float
    kind: str
    sure: bool
    """Whether nothing else can be meant."""


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, tuple[float, float, str]]:
    """Name → latitude, longitude, kind."""
    found = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, latitude, longitude, kind = line.split("\t")
            found[name] = (float(latitude), float(longitude), kind)
    return found


@lru_cache(maxsize=1)
def _first_words() -> dict[str, tuple[str, ...]]:
    """The first word of names → the names, longest first."""
    result: dict[str, list[str]] = {}
    for name in gazetteer():
        match = _CONNECTED.match(name)
        result.setdefault(match[0] if match else name, []).append(name)
    return {word: tuple(sorted(names, key=len, reverse=True)) for word, names in result.items()}


def places_in(text: str) -> tuple[NamedPlace, ...]:
    """The known places that *text* names, each once, in order."""
    plain = text.replace("’", "'")
    known, first = gazetteer(), _first_words()
    found: dict[str, NamedPlace] = {}
    end = 0
    for word in _words(plain):
        start = word.start()
        if start < end:
            continue
        for name in first.get(word[0], ()):
            stop = start + len(name)
            if plain[start:stop] != name or re.match(r"[\w-]", plain[stop : stop + 1]):
                continue
            before, after = plain[max(0, start - 40) : start], plain[stop : stop + 3]
            end = stop
            if _PERSON.search(before) or _NAMED_AFTER.search(before) or re.match(r" [A-ZÉ]", after):
                break
            latitude, longitude, kind = known[name]
            led = bool(_PREPOSITION.search(before))
            if kind == "word" and not led:
                break
            sentence = _SENTENCE.split(plain[max(0, start - 300) : start])[-1]
            there = bool(_THERE.search(before)) or "-" in name
            sure = there and kind != "word" and not _PART.search(sentence)
            place = NamedPlace(
                name=name, latitude=latitude, longitude=longitude, kind=kind, sure=sure
            )
            if name not in found or (sure and not found[name].sure):
                found[name] = place
            break
    return tuple(found.values())


def _words(text: str) -> Iterator[re.Match[str]]:
    """Words with a capital, after an elision too ("d'Avranches")."""
    return re.finditer(r"(?<![\w-])[A-ZÀ-ÖØ-Þ][\w-]*(?:'[\w-]+)?|(?<=')[A-ZÀ-ÖØ-Þ][\w-]*", text)


def dates_in(text: str, language: str) -> tuple[str, ...]:
    """The dates that *text* gives by day or month, as it writes them, each once, in order."""
    months = [month for month in language_of(language).dates.months if month]
    if not months:
        return ()
    names = "|".join(map(re.escape, months))
    day = r"(?:\d{1,2}(?:er|st|nd|rd|th)?)"
    year = r"(?:,?\s+(?:19|20)\d\d)"
    pattern = re.compile(
        rf"\b{day}(?:\s*(?:au|et|to|and|-|–)\s*{day})?\s+(?:{names}){year}?\b"
        rf"|\b(?:{names})\s+{day}{year}\b|\b(?:{names})\s+(?:19|20)\d\d\b",
        re.IGNORECASE,
    )
    return tuple(dict.fromkeys(re.sub(r"\s+", " ", match[0]) for match in pattern.finditer(text)))


def in_figures(text: str, language: str) -> str:
    """*text* with the days of its dates in figures where French spells them: "le six juin"."""
    names = "|".join(month for month in language_of(language).dates.months if month)
    if not names:
        return text
    days = "|".join(sorted(_DAYS, key=len, reverse=True))
    return re.sub(
        rf"\b(?<!-)({days})(?=\s+(?:{names})\b)",
        lambda found: _DAYS[found[1].lower()],
        text,
        flags=re.IGNORECASE,
    )


def setting_of(text: str, language: str) -> tuple[str, str]:
    """The place and the date at which *text* sets its scene; empty where that isn't said.

    A date counts where the text begins with it, a place where something is "à" it: any other may
    be that of something else, and a caption must not say what the text doesn't.
    """
    text = in_figures(text, language)
    dates = dates_in(text, language)
    date = ""
    if dates:
        place = re.sub(r"\s+", " ", text).find(dates[0])
        date = dates[0] if 0 <= place <= 12 and _OPENS.match(text[:place]) else ""
    first = _SENTENCE.split(text.replace("’", "'"))[0]
    there = [
        each.name
        for each in places_in(first)
        if each.sure and _IN.search(first[: first.find(each.name)])
    ]
    return (there[0] if len(there) == 1 else ""), date


def edges_around(known: Sequence[NamedPlace]) -> dict[str, str] | None:
    """The edges of a map on which *known* stand; None: there are none, or a war apart."""
    if not known or _apart_km(known) > _FAR_KM:
        return None
    latitudes, longitudes = [p.latitude for p in known], [p.longitude for p in known]
    middle = (min(latitudes) + max(latitudes)) / 2
    tall = max(0.35, (max(latitudes) - min(latitudes)) * 1.7)
    wide = (max(longitudes) - min(longitudes)) * 1.7
    # As 16:9 shows it, so that every place is inside.
    wide = max(wide, tall * 16 / 9 / max(0.1, math.cos(math.radians(middle))))
    centre = (min(longitudes) + max(longitudes)) / 2
    return {
        "west": f"{centre - wide / 2:.2f}",
        "east": f"{centre + wide / 2:.2f}",
        "south": f"{middle - tall / 2:.2f}",
        "north": f"{middle + tall / 2:.2f}",
    }


def _apart_km(places: Sequence[NamedPlace]) -> float:
    tall = max(p.latitude for p in places) - min(p.latitude for p in places)
    wide = max(p.longitude for p in places) - min(p.longitude for p in places)
    middle = sum(p.latitude for p in places) / len(places)
    return 111.0 * math.hypot(tall, wide * math.cos(math.radians(middle)))
