"""The licences that pictures, films and music have, and the words that name them.

Comes in: what an author wrote. Goes out: its SPDX identifier, where the words are one's name; and,
for lists to choose from, every identifier with what people call it. One table. Knows no work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.messages.catalogue import deferred, tr
from renderer.storyboard.fields import any_case

_COMMON = {
    "CC-PDM-1.0": deferred("Public domain"),
    "CC0-1.0": deferred("CC0: given to the public"),
    "etalab-2.0": deferred("Licence Ouverte 2.0 (French State)"),
    "LicenseRef-agreement": deferred("Agreement with its holder"),
    "LicenseRef-own-work": deferred("My own work"),
}
"""What most works in films of history have, under names that differ by language; listed first."""
_SINGLE = (
    "CC0-1.0",
    "CC-PDM-1.0",
    "DL-DE-BY-2.0",
    "DL-DE-ZERO-2.0",
    "LAL-1.3",
    "NLOD-2.0",
    "OGL-Canada-2.0",
    "OGL-UK-1.0",
    "OGL-UK-2.0",
    "OGL-UK-3.0",
    "etalab-2.0",
)
_CREATIVE_COMMONS = {
    f"CC-{terms}-{version}": f"CC {terms} {version}"
    for terms in ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")
    for version in ("4.0", "3.0", "2.5", "2.0", "1.0")
}
"""And how people write them."""
ACCEPTED = frozenset({*_SINGLE, *_CREATIVE_COMMONS})
"""SPDX identifiers that make sense for pictures, films and music."""
_ALLOWS_NOTHING = re.compile(
    r"LicenseRef-(?:unknown.*|in-copyright|Gallica|rightsstatements-.*)", re.IGNORECASE
)
"""What `pick` writes for statements that are no licences. Those of rightsstatements.org describe,
and allow nothing by themselves, as they say; Gallica's conditions ask for a fee where money is
made. A `LicenseRef-` of an author's own names a contract, and stands."""
_WORDS = {
    "domaine public": "CC-PDM-1.0",
    "public domain": "CC-PDM-1.0",
    "licence ouverte": "etalab-2.0",
    "licence ouverte 2.0": "etalab-2.0",
    **{title.lower(): identifier for identifier, title in _CREATIVE_COMMONS.items()},
}
"""What authors write in place of an identifier, in small letters ("cc by-sa 4.0")."""
WORDS_PATTERN = any_case(words.replace(".", r"\.") for words in _WORDS)


def allows_nothing(identifier: str) -> bool:
    """Whether *identifier* says whose a work is, or that nobody knows, but not that it may be
    shown: somebody has to have agreed.
    """
    return _ALLOWS_NOTHING.fullmatch(identifier) is not None


def licence_named(written: str) -> str:
    """The identifier that *written* names; itself when it is none of the usual words."""
    return _WORDS.get(written.lower(), written)


def licence_choices() -> Iterator[tuple[str, str]]:
    """Every identifier and what it is called, in the reader's language, the usual ones first."""
    yield from ((identifier, tr(title)) for identifier, title in _COMMON.items())
    yield from _CREATIVE_COMMONS.items()
    yield from ((one, one.replace("-", " ")) for one in _SINGLE if one not in _COMMON)
