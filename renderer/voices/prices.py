"""What services ask for speech, and what a text will cost.

Comes in: an open voice and characters. Goes out: euros, or None where the price isn't known. List
prices, without tax, quotas or discounts: `RECIT_VOICE_PRICE` says what a contract says. Opens no
socket.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass

from renderer.errors import UsageError
from renderer.messages import tr
from renderer.voices.base import Voice

OWN = "RECIT_VOICE_PRICE"
"""The variable with the price that one has agreed on: euros a million characters."""
EUROS_PER_DOLLAR = 1.0
"""Prices are in dollars, and a euro has been worth more than one since November 2022: an estimate
may be a little too high, never too low for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Of a million characters."""

    dollars: float
    date: str
    """When it was looked up, or who says it; empty: it wasn't, the page named is where it has to be
    checked."""
    source: str

    @property
    def euros_per_million(self) -> float:
        """Of characters."""
        return self.dollars * EUROS_PER_DOLLAR


PRICES: dict[tuple[str, str], Price] = {
    ("mistral", ""): Price(
        dollars=16.0,
        date="2026-11-27",
        source="https://openrouter.ai/mistralai/voxtral-mini-tts-2603",
    ),
    ("azure", ""): Price(
        dollars=16.0,
        date="2026-11-27",
        source="https://azure.microsoft.com/pricing/details/cognitive-services/speech-services/",
    ),
    ("google", "Chirp3-HD"): Price(
        dollars=30.0, date="", source="https://cloud.google.com/text-to-speech/pricing"
    ),
    ("google", "Studio"): Price(
        dollars=160.0, date="", source="https://cloud.google.com/text-to-speech/pricing"
    ),
    ("google", ""): Price(
        dollars=16.0, date="", source="https://cloud.google.com/text-to-speech/pricing"
    ),
    ("gtts", ""): Price(dollars=0.0, date="2026-11-27", source="https://gtts.readthedocs.io/"),
}
"""By engine and what the voice's name has in it; the first row that fits is taken. Gradium sells
subscriptions, and a server of one's own costs what it costs: neither has a row."""


def price_of(voice: Voice) -> Price | None:
    """What *voice* asks; None: not known.

    Raises:
        UsageError: `RECIT_VOICE_PRICE` is no price.
    """
    engine, name = (str(voice.identity.get(key, "")) for key in ("engine", "name"))
    own = os.environ.get(OWN, "").strip()
    if own and engine != "gtts":
        return Price(dollars=_own_price(own) / EUROS_PER_DOLLAR, date=OWN, source=OWN)
    found = (price for (whose, part), price in PRICES.items() if whose == engine and part in name)
    return next(found, None)


def _own_price(written: str) -> float:
    try:
        price = float(written.replace(",", "."))
    except ValueError:
        price = math.nan
    if not 0 <= price < math.inf:
        raise UsageError(
            tr(
                "{name} is '{written}', which is no price: write euros a million characters,"
                " such as 16",
                name=OWN,
                written=written,
            ),
            code="value-unfit",
        )
    return price
