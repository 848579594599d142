"""The same film in its other languages, as pages and data name them.

Comes in: a scrubbed `Publication`, and its public address or "". Goes out: addresses, whole where
the set knows its own, else relative. Knows no HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renderer.language.registry import autonym, locale_of
from renderer.publish.escape import url_path

if TYPE_CHECKING:
    from renderer.publish.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """One of the film's languages."""

    language: str
    name: str
    """What the language calls itself."""
    at: str
    """Folder of its set, from the page's own: "../film.en/"; whole where addresses are known."""
    here: bool
    """Whether it is the page's own language."""
    locale: str


def edition_views(publication: Publication, base: str) -> Iterator[EditionView]:
    """Every language of the film: beside a set of a known address stand the others, at theirs."""
    beside = base.removesuffix("/").rpartition("/")[0] + "/" if base else "../"
    for edition in publication.editions:
        yield EditionView(
            language=edition.language,
            name=autonym(edition.language),
            at=f"{beside}{url_path(edition.folder)}/",
            here=edition.language == publication.language,
            locale=locale_of(edition.language),
        )


def translations_of(editions: Sequence[EditionView], base: str) -> dict[str, Any]:
    """What schema.org is told of a film's other languages, where addresses are known."""
    if not base or len(editions) < 2:
        return {}
    own, *others = (
        {"@type": "VideoObject", "url": f"{each.at}page.html", "inLanguage": each.language}
        for each in editions
    )
    return {"workTranslation": others} if editions[0].here else {"translationOfWork": own}
