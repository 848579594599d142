"""Which languages there are, one row each, and how a tag finds its own.

Comes in: a BCP 47 tag. Goes out: `Language`, and its `Ear` for whoever speaks. A language is a
module that holds its `LANGUAGE`, and a row here; it is loaded when a film is told in it. One
without a row gets what `fallback.py` knows of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from renderer.language.language import Language

if TYPE_CHECKING:
    from renderer.language.ear.rules import Ear

LANGUAGES = {
    "en": "renderer.language.english",
    "fr": "renderer.language.french",
}
"""Primary tag → the module of the language."""


def primary_tag(language: str) -> str:
    """The first part of a tag, in small letters: "fr" of "fr-CA"."""
    return language.partition("-")[0].lower()


def language_of(language: str) -> Language:
    """All about the language of a tag ("fr", "fr-CA"): never fails."""
    tag = primary_tag(language)
    module = LANGUAGES.get(tag)
    if module is None:
        from renderer.language.fallback import other_language

        return other_language(tag)
    known: Language = import_module(module).LANGUAGE
    return known


def ear_of(language: str) -> Ear:
    """How the language of a tag is spoken."""
    ear: Ear = import_module(language_of(language).ear).EAR
    return ear


def autonym(language: str) -> str:
    """What the language of a tag calls itself; the tag where that isn't known."""
    return language_of(language).name or language


def locale_of(language: str) -> str:
    """A tag as Open Graph wants it: with a region, the usual one where the tag has none."""
    known = language_of(language)
    is_bare = known.tag == language.lower()
    return known.locale if is_bare and known.locale else language.replace("-", "_")
