"""The licences that pictures, films and music have, and the words that name them.

Comes in: what an author wrote. Goes out: its SPDX identifier, where the words are one's name; and,
for lists to choose from, every identifier with what people call it, under what has to be credited.
One table. Knows no work.
"""

from __future__ import annotations

import re
from typing import Any

from renderer.messages.catalogue import deferred, tr
from renderer.storyboard.fields import any_case

_NAMES = {
    "CC-PDM-1.0": deferred("Public domain"),
    "CC0-1.0": deferred("CC0: given to the public"),
    "etalab-2.0": deferred("Licence Ouverte 2.0 (French State)"),
    "LicenseRef-agreement": deferred("Agreement with its holder"),
    "LicenseRef-own-work": deferred("My own work"),
    "LAL-1.3": deferred("Free Art License 1.3"),
}
"""Of those whose names differ by language."""
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
_GROUPS = (
    (
        deferred("Public domain"),
        deferred("Nothing has to be credited; who made it and where it is kept is good to say."),
        ("CC-PDM-1.0", "CC0-1.0", "DL-DE-ZERO-2.0"),
    ),
    (
        deferred("Creative Commons"),
        deferred(
            "The author and the licence have to be named: the film does it by itself. NC: no money"
            " is made with it; ND: it is shown as it is; SA: what is made of it is shared alike."
        ),
        (*sorted(_CREATIVE_COMMONS, key=lambda one: one[-3:], reverse=True), "LAL-1.3"),
    ),
    (
        deferred("Archives and institutions"),
        deferred("Who publishes it has to be named, under “Held by”, with its reference there."),
        (
            *("etalab-2.0", "OGL-UK-3.0", "OGL-UK-2.0", "OGL-UK-1.0", "OGL-Canada-2.0"),
            *("DL-DE-BY-2.0", "NLOD-2.0"),
        ),
    ),
    (
        deferred("Permission received"),
        deferred(
            "Credit it as was agreed, under “Credit line”; “Permission” says who agreed, when and"
            " in which letter. Of your own work, write your name."
        ),
        ("LicenseRef-agreement", "LicenseRef-own-work"),
    ),
)
"""Title, what has to be credited, and the licences, the most usual first."""
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


def licence_groups() -> list[dict[str, Any]]:
    """Every licence to choose from, in groups with what each asks to be credited, in the reader's
    language: {title, credit, licenses: [{id, title}]}.
    """
    return [
        {
            "title": tr(title),
            "credit": tr(credit),
            "licenses": [{"id": one, "title": _title_of(one)} for one in identifiers],
        }
        for title, credit, identifiers in _GROUPS
    ]


def _title_of(identifier: str) -> str:
    if identifier in _NAMES:
        return tr(_NAMES[identifier])
    return _CREATIVE_COMMONS.get(identifier, identifier.replace("-", " "))
