"""What a language is to Récit: one frozen value with all that differs from tongue to tongue.

Comes in: nothing. Goes out: `Language` and its parts. Knows no language, and no film.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from renderer.language.words import (
    CreditsWords,
    CueWords,
    DateWords,
    MapWords,
    PageWords,
    Plural,
    TrackWords,
)

BreakCost = Callable[[str, str, bool], float]
"""What a line break costs between two words, bare of the marks around them: the last word of a
line, the first of the next, whether the former opens its sentence. On `break_scale`'s scale."""


Bonds = Callable[[Sequence[str]], list[float]]
"""The words of a sentence, with their marks → for each, the least that a break after it costs;
0 where nothing holds it to the next. On `break_scale`'s scale."""


def unbound(words: Sequence[str]) -> list[float]:
    """A language of which nothing is known beyond two words."""
    return [0.0] * len(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueColours:
    """What colours tell a deaf reader, as WebVTT names them: white, lime, cyan, red, yellow,
    magenta, blue or black."""

    voice: str
    """Of a voice whose speaker is never seen: all of a narration."""
    music: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Eye:
    """How a language is set."""

    typeset: Callable[[str], str]
    """A text as typed → as a printer sets it, no letter or digit changed, idempotent. It is given
    no address of the web or of mail."""
    raised: re.Pattern[str] | None
    """What is drawn small and high: each match's last group. None: nothing is."""
    break_cost: BreakCost
    """For captions."""
    little_words: frozenset[str]
    """In small letters: words that lean on the next one, in what is drawn on pictures."""
    easy_reading: float
    """Characters a second that a cue is held for, if nothing is in its way."""
    fastest_reading: float
    """Characters a second above which a cue is reported."""
    decimal: str = ","
    """Between a number's whole and its tenths."""
    bonds: Bonds = unbound
    """For captions: what only longer stretches of words can tell."""
    cue_colours: CueColours | None = None
    """None: it has no rule, and cues keep the player's colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRules:
    """Words that decide where a sentence ends; abbreviations in small letters, without their final
    point."""

    always_followed: frozenset[str]
    """Abbreviations that call for something after them: their point never ends a sentence."""
    also_words: frozenset[str]
    """Those of them that are plain words when written in small letters."""
    before_a_number: frozenset[str]
    """Abbreviations whose point ends nothing before a digit: months cut short."""
    sometimes_last: frozenset[str]
    """Abbreviations that may stand last: their point ends a sentence before a capital."""
    named_by_letter: frozenset[str]
    """Words that take a lone letter as a name ("le jour J."): that letter is no initial."""
    within: re.Pattern[str] | None
    """Found around a point that ends nothing because of what stands on both sides of it, "8 h¶30":
    ¶ is the point with the blanks after it. None: there is no such point."""
    numbers_rank: bool
    """Whether a point makes a rank of the number before it: "am 26. Juni", "das VII. Korps"."""
    is_cut: Callable[[str], bool]
    """Whether letters before a point are a word cut short: only a word that opens sentences then
    begins one."""
    starters: frozenset[str]
    """Words that often open a sentence and hardly ever a name: after an initial, they decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathRules:
    """Where a text that is too long for one request to a voice is parted."""

    joining: re.Pattern[str]
    """Matches at the start of what opens a clause: before it is a good place."""
    leaning: re.Pattern[str]
    """Found at the end of what a reader would not stop after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language, as a reader, a listener and a machine meet it."""

    tag: str
    """BCP 47, its first part alone, in small letters: "fr"."""
    name: str
    """What it calls itself: a reader looks for their own. Empty: not known."""
    locale: str
    """Open Graph's, with the usual region: "fr_FR". Empty: not known."""
    iso_639_2: str
    """What MP4 calls it (ISO 639-2/T): "fra"."""
    page: PageWords
    maps: MapWords
    credits: CreditsWords
    tracks: TrackWords
    cues: CueWords
    draft: str
    """What is written across a draft."""
    dates: DateWords
    plural: Plural
    eye: Eye
    sentences: SentenceRules
    breath: BreathRules
    ear: str
    """The module whose `EAR` (`ear.rules.Ear`) says how it is spoken; may be the language's own. By
    name, because what draws must neither load it nor depend on it."""
