"""What speaking will send and cost, counted before anything is sent.

Comes in: planned takes. Goes out: a `Cost` for each voice that sends text. Opens no socket.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.voices.base import characters_of, takes_phonemes, voice_place
from renderer.voices.prices import price_of

if TYPE_CHECKING:
    from renderer.narration.take_plan import PlannedTake
    from renderer.voices.base import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What leaves the machine for one voice, and for how much."""

    voice: str
    """Its title."""
    characters: int
    """As the service counts them, each take once."""
    euros: float | None
    """At list prices, about; None: its price isn't known."""
    to: str
    """Operator, region, host."""
    unsure: str = ""
    """Where its price has to be checked, when nobody looked it up; empty: somebody did."""


def costs_of(planned: Sequence[PlannedTake]) -> tuple[Cost, ...]:
    """What speaking the takes that aren't kept yet costs, by voice; those that send nothing cost
    nothing.

    A request that has to be asked again may be counted again by the service.

    Raises:
        UsageError: the price in the environment is none.
    """
    by_voice: dict[str, list[PlannedTake]] = defaultdict(list)
    voices: dict[str, Voice] = {}
    for take in planned:
        if take.voice is not None and take.voice.online:
            voices.setdefault(take.voice.title, take.voice)
            by_voice[take.voice.title].append(take)
    return tuple(_cost(voice, by_voice[title]) for title, voice in voices.items())


def _cost(voice: Voice, planned: Sequence[PlannedTake]) -> Cost:
    missing = {take.key: take.sentence.spoken for take in planned if take.key and not take.cached}
    characters = sum(
        characters_of(voice, spoken.text, spoken.hints if takes_phonemes(voice) else ())
        for spoken in missing.values()
    )
    price = price_of(voice)
    euros = None if price is None else characters * price.euros_per_million / 1e6
    return Cost(
        voice=voice.title,
        characters=characters,
        euros=euros if characters else 0.0,
        to=str(voice_place(voice) or voice.title),
        unsure=price.source if price and not price.date else "",
    )
