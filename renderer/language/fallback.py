"""What is known of languages that have no module: their names, and how some write a date.

Comes in: a primary tag. Goes out: a `Language` in which all words are English, texts are left as
typed and said as written.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from renderer.language.english import LANGUAGE as ENGLISH
from renderer.language.eye.french_breaks import french_break_cost
from renderer.language.language import Eye, Language
from renderer.language.words import DateWords, listed

_NAMES = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "es": "Español",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "no": "Norsk",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "uk": "Українська",
    "zh": "中文",
}
_ISO_639_2 = {"de": "deu", "es": "spa", "it": "ita", "nl": "nld"}
_DATES = {
    "de": DateWords(
        months=listed(
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
        ),
        day="{day}.\u00a0{month}\u00a0{year}",
    ),
    "es": DateWords(
        months=listed(
            "enero febrero marzo abril mayo junio julio"
            " agosto septiembre octubre noviembre diciembre"
        ),
    ),
    "it": DateWords(
        months=listed(
            "gennaio febbraio marzo aprile maggio giugno luglio"
            " agosto settembre ottobre novembre dicembre"
        ),
    ),
    "nl": DateWords(
        months=listed(
            "januari februari maart april mei juni juli"
            " augustus september oktober november december"
        ),
    ),
}


def _as_typed(text: str) -> str:
    return text


@lru_cache(maxsize=64)
def other_language(tag: str) -> Language:
    """The language of a primary tag that has no row."""
    return replace(
        ENGLISH,
        tag=tag,
        name=_NAMES.get(tag, ""),
        locale="",
        iso_639_2=_ISO_639_2.get(tag, "und"),
        dates=_DATES.get(tag, DateWords(months=())),
        eye=Eye(
            typeset=_as_typed,
            raised=None,
            # Little words of French are those of its neighbours, too: de, la, un, en, se, le.
            break_cost=french_break_cost,
            little_words=ENGLISH.eye.little_words,
            easy_reading=15.0,
            fastest_reading=17.0,  # the least of those known
        ),
        ear="renderer.language.ear.plain",
    )
