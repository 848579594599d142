"""What speaking will send and cost, counted before anything is sent.

Comes in: planned takes and the voice. Goes out: a `Cost`. Opens no socket.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renderer.narration.take_plan import PlannedTake
from renderer.voices.base import Voice, characters_of, place_of, takes_phonemes
from renderer.voices.prices import euros_per_million


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What leaves the machine, and for how much."""

    characters: int
    """As the service counts them, each take once."""
    euros: float | None
    """At list prices, about; None: its price isn't known."""
    to: str
    """Operator, region, host."""


def cost_of(planned: Sequence[PlannedTake], voice: Voice) -> Cost | None:
    """What speaking the takes that aren't kept yet costs; None: *voice* sends nothing anywhere.

    A request that has to be asked again may be counted again by the service.

    Raises:
        UsageError: the price in the environment is none.
    """
    if not voice.online:
        return None
    missing = {take.key: take.sentence.spoken for take in planned if take.key and not take.cached}
    characters = sum(
        characters_of(voice, spoken.text, spoken.hints if takes_phonemes(voice) else ())
        for spoken in missing.values()
    )
    price = euros_per_million(voice)
    return Cost(
        characters=characters,
        euros=0.0 if not characters else None if price is None else characters * price / 1e6,
        to=str(place_of(voice) or voice.title),
    )
