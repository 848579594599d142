"""The licences that pictures, films and music have, and the words and addresses that name them.

    "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.fr" ──▶ CC-BY-SA-4.0
    "http://rightsstatements.org/vocab/InC/1.0/" ──▶ LicenseRef-rightsstatements-InC-1.0

Comes in: what an author, an archive or a picture's file wrote. Goes out: the identifier, where it
names one; and, for lists to choose from, every identifier with what people call it, under what has
to be credited. One table for all of them. Knows no work.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

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
        deferred(
            "Nobody has to agree, and nothing is paid. The author's name is due all the same: that"
            " right has no end in France. “Unknown” if you have looked for it and nobody knows."
        ),
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
GALLICA = "LicenseRef-Gallica"
_PORTED = re.compile(r"(CC-BY(?:-NC)?(?:-ND|-SA)?-[123]\.[05])-(?:[A-Z]{2}|IGO)")
"""A country's version, as the Bundesarchiv's pictures have: "CC-BY-SA-3.0-DE"; IGO: the UN's."""
_DEED = re.compile(
    r"/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)(?:/([a-z]{2,3}))?(?=/|$)", re.IGNORECASE
)
"""A path of creativecommons.org: what follows the version and country is in which language."""
_ORDERED = {"by-nd-nc": "by-nc-nd", "by-sa-nc": "by-nc-sa"}
"""Terms as addresses of version 1.0 have them, and as identifiers do."""
_ADDRESSES = (
    ("nationalarchives.gov.uk", r"/doc/open-government-licence/version/([123])/?", "OGL-UK-{}.0"),
    ("etalab.gouv.fr", r"/licence-ouverte-open-licence/?", "etalab-2.0"),
    ("artlibre.org", r"/licence/lal(?:/en|/fr)?(?:-13|/1\.3)/?", "LAL-1.3"),
    ("govdata.de", r"/dl-de/by-2-0/?", "DL-DE-BY-2.0"),
    ("govdata.de", r"/dl-de/zero-2-0/?", "DL-DE-ZERO-2.0"),
    ("gallica.bnf.fr", r".*conditions.*", GALLICA),
    (
        "rightsstatements.org",
        r"/(?:vocab|page|data)/(InC|InC-OW-EU|InC-EDU|InC-NC|InC-RUU|NoC-CR|NoC-NC|NoC-OKLR|NoC-US"
        r"|CNE|UND|NKC)/(\d\.\d)/?",
        "LicenseRef-rightsstatements-{}-{}",
    ),
)
"""Host, path and identifier of licences that states and artists gave themselves, and of statements:
all twelve of rightsstatements.org."""
_AROUND = "()[]<>«».,;:!\"'“”"
"""What stands around an address in a text."""
WORDS_PATTERN = any_case(words.replace(".", r"\.") for words in _WORDS)


def allows_nothing(identifier: str) -> bool:
    """Whether *identifier* says whose a work is, or that nobody knows, but not that it may be
    shown: somebody has to have agreed.
    """
    return _ALLOWS_NOTHING.fullmatch(identifier) is not None


def is_licence(identifier: str) -> bool:
    """Whether *identifier* is one on the list, or a country's version of one."""
    ported = _PORTED.fullmatch(identifier)
    return (ported[1] if ported else identifier) in ACCEPTED


def owes_author(identifier: str) -> bool:
    """Whether a work under it is one person's, whose name is due: Creative Commons ask for it, and
    French law does in the public domain. States and institutions publish in their own name.
    """
    return identifier.startswith("CC")


def licence_named(written: str) -> str:
    """The identifier that *written*, words or an address, names; itself when it names none."""
    return _WORDS.get(written.lower()) or _at(written) or written


def licences_in(text: str) -> tuple[str, ...]:
    """The identifiers that the addresses in *text* name, each once."""
    return tuple(dict.fromkeys(filter(None, (_at(word.strip(_AROUND)) for word in text.split()))))


def _at(address: str) -> str:
    """The identifier of the licence or statement at *address*; empty where none is known there."""
    try:
        # As forms are filled in: "creativecommons.org/licenses/by/4.0".
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https"):
        return ""
    if host == "creativecommons.org":
        return _creative_commons(parts.path)
    for of_host, of_path, identifier in _ADDRESSES:
        match = re.fullmatch(of_path, parts.path, re.IGNORECASE) if host == of_host else None
        if match:
            return identifier.format(*match.groups())
    return ""


def _creative_commons(path: str) -> str:
    match = _DEED.match(path)
    if not match:
        return ""
    kind, terms, version, country = (part.lower() if part else "" for part in match.groups())
    if kind == "publicdomain":
        found = {"zero": f"CC0-{version}", "mark": f"CC-PDM-{version}"}.get(terms, "")
    else:
        where = f"-{country.upper()}" if country else ""
        found = f"CC-{_ORDERED.get(terms, terms).upper()}-{version}{where}"
    return found if is_licence(found) else ""


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
