"""Statements of rights as identifiers: read where they are known, and never more than they say.

    "https://creativecommons.org/licenses/by-sa/4.0/" ──▶ CC-BY-SA-4.0
    "http://rightsstatements.org/vocab/InC/1.0/"      ──▶ LicenseRef-rightsstatements-InC-1.0
    anything else                                     ──▶ LicenseRef-unknown-…

Comes in: addresses and words from an archive. Goes out: identifiers. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from renderer.messages import tr
from renderer.storyboard.licences import allows_nothing, is_licence, licence_named
from renderer.storyboard.slugs import slug_of

UNKNOWN = "LicenseRef-unknown"
IN_COPYRIGHT = "LicenseRef-in-copyright"
_GIVEN = frozenset({"CC0-1.0", "CC-PDM-1.0", "DL-DE-ZERO-2.0", "LicenseRef-PD-USGov"})
"""Of what nobody holds rights in any more."""
_UNSETTLED = re.compile(r"LicenseRef-(?:unknown.*|rightsstatements-(?:CNE|UND|NKC)-.*)")


def licence_at(stated: str) -> str:
    """The identifier of the licence that *stated*, an address or its usual words, names.

    Only what is known by heart is named; empty: nothing was stated.
    """
    text = stated.strip()
    if not text:
        return ""
    named = licence_named(text)
    if is_licence(named) or (named != text and allows_nothing(named)):
        return named
    if not re.match(r"https?://", text, re.IGNORECASE):
        return unknown_licence(text)
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return UNKNOWN
    return unknown_licence(host.rstrip("."))


def unknown_licence(words: str) -> str:
    """The identifier of a licence that isn't known, with what was said of it."""
    slug = slug_of(words)[:40].strip("-")
    return f"{UNKNOWN}-{slug}" if words.strip() and slug != "film" else UNKNOWN


def settled_licence(stated: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The one licence that all of *stated* name, and what to know of it.

    Several that differ may be a choice, or may all bind: nobody said, so it is unknown.
    """
    named = list(dict.fromkeys(filter(None, stated)))
    if not named:
        return UNKNOWN, (tr("no licence is stated"),)
    if len(named) > 1:
        return UNKNOWN, (tr("several licences are stated: {licences}", licences=", ".join(named)),)
    return named[0], ()


def terms_of(identifier: str) -> tuple[str, ...]:
    """What the licence *identifier* means for whoever shows the picture, the weightiest first:
    free, credit, permission (somebody has to have agreed) or unknown (nobody says), and what it
    asks beside that.
    """
    if identifier in _GIVEN:
        return ("free",)
    if _UNSETTLED.fullmatch(identifier):
        return ("unknown",)
    if allows_nothing(identifier) or not is_licence(identifier):
        return ("permission",)
    asked = {"-ND": "no-derivatives", "-NC": "non-commercial", "": "credit", "-SA": "share-alike"}
    return tuple(word for mark, word in asked.items() if mark in identifier)
