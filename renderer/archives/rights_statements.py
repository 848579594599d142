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
from renderer.rights.embedded import spdx_of_address
from renderer.storyboard.licences import ACCEPTED, allows_nothing, licence_named
from renderer.storyboard.slugs import slug_of

UNKNOWN = "LicenseRef-unknown"
IN_COPYRIGHT = "LicenseRef-in-copyright"
GALLICA = "LicenseRef-Gallica"
_STATEMENTS = (
    *("InC", "InC-OW-EU", "InC-EDU", "InC-NC", "InC-RUU"),
    *("NoC-CR", "NoC-NC", "NoC-OKLR", "NoC-US", "CNE", "UND", "NKC"),
)
"""All twelve of rightsstatements.org."""
_STATEMENT = re.compile(r"/(?:vocab|page|data)/([A-Za-z-]+)/(\d\.\d)/?")
_OTHERS = (
    ("nationalarchives.gov.uk", r"/doc/open-government-licence/version/([123])/?", "OGL-UK-{}.0"),
    ("etalab.gouv.fr", r"/licence-ouverte-open-licence/?", "etalab-2.0"),
    ("artlibre.org", r"/licence/lal(?:/en|/fr)?(?:-13|/1\.3)/?", "LAL-1.3"),
    ("govdata.de", r"/dl-de/by-2-0/?", "DL-DE-BY-2.0"),
    ("govdata.de", r"/dl-de/zero-2-0/?", "DL-DE-ZERO-2.0"),
)
"""Host, path and identifier of licences that states and artists gave themselves."""
_GIVEN = frozenset({"CC0-1.0", "CC-PDM-1.0", "DL-DE-ZERO-2.0", "LicenseRef-PD-USGov"})
"""Of what nobody holds rights in any more."""
_UNSETTLED = re.compile(r"LicenseRef-(?:unknown.*|rightsstatements-(?:CNE|UND|NKC)-.*)")
_PORTED = re.compile(r"(CC-BY(?:-NC)?(?:-ND|-SA)?-[123]\.[05])-(?:[A-Z]{2}|IGO)")
_ORDERED = {"BY-ND-NC": "BY-NC-ND", "BY-SA-NC": "BY-NC-SA"}


def licence_at(stated: str) -> str:
    """The identifier of the licence that *stated*, an address or its usual words, names.

    Only what is known by heart is named; empty: nothing was stated.
    """
    text = stated.strip()
    if not text:
        return ""
    if not re.match(r"https?://", text, re.IGNORECASE):
        named = licence_named(text)
        return named if is_licence(named) else unknown_licence(text)
    try:
        parts = urlsplit(text)
        host, path = (parts.hostname or "").lower().rstrip("."), parts.path
    except ValueError:
        return UNKNOWN
    if host.removeprefix("www.") == "creativecommons.org":
        found = _creative_commons(f"https://creativecommons.org{path}")
        return found or unknown_licence(host)
    if host.removeprefix("www.") == "rightsstatements.org":
        known = _STATEMENT.fullmatch(path)
        if known and known[1] in _STATEMENTS:
            return f"LicenseRef-rightsstatements-{known[1]}-{known[2]}"
        return unknown_licence(host)
    if host == "gallica.bnf.fr" and "conditions" in path.lower():
        return GALLICA
    for of_host, of_path, identifier in _OTHERS:
        if host.removeprefix("www.") == of_host and (
            match := re.fullmatch(of_path, path, re.IGNORECASE)
        ):
            return identifier.format(*match.groups())
    return unknown_licence(host)


def _creative_commons(address: str) -> str:
    found = spdx_of_address(address)
    for wrong, right in _ORDERED.items():
        found = found.replace(f"CC-{wrong}-", f"CC-{right}-")
    return found if is_licence(found) else ""


def is_licence(identifier: str) -> bool:
    """Whether *identifier* is one on the list, or a country's version of one."""
    ported = _PORTED.fullmatch(identifier)
    return (ported[1] if ported else identifier) in ACCEPTED


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
