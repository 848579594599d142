"""Where a page leads: its downloads, its shares, its other languages, its own public address.

Comes in: a publication and where each file lives. Goes out: titles and addresses, whole where
the set knows its own. Knows no HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from renderer.language.registry import autonym, locale_of
from renderer.language.words import PageWords
from renderer.publish.escape import safe_url, url_path
from renderer.publish.renditions import TEASER, film_name, film_note

if TYPE_CHECKING:
    from renderer.publish.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A title, and an address or none."""

    title: str
    href: str = ""
    note: str = ""
    download: str = ""
    """The name under which a browser saves it; empty: the link is followed."""


def base_url(publication: Publication) -> str:
    """The public address of the set with one final slash, or ""; only a whole https one counts."""
    url = safe_url(publication.base_url)
    return url.rstrip("/") + "/" if url.lower().startswith("https:") else ""


def downloads_of(
    publication: Publication, homes: Mapping[str, str], words: PageWords
) -> tuple[Link, ...]:
    """Every file that someone may want to keep."""
    language, slug = publication.language, publication.slug

    def link(title: str, name: str, note: str) -> Link:
        return Link(title=title, href=url_path(homes[name]), note=note, download=f"{slug}-{name}")

    films = [
        link(words.download_film, film_name(publication, number), film_note(film, words))
        for number, film in enumerate(publication.films)
    ]
    if publication.teaser is not None:
        films.append(link(words.download_teaser, TEASER, film_note(publication.teaser.film, words)))
    return (
        *films,
        link(words.download_captions, f"captions.{language}.vtt", "WebVTT"),
        link(words.download_captions, f"captions.{language}.srt", "SRT"),
        link(words.download_transcript, f"transcript.{language}.txt", "TXT"),
    )


def shares_of(publication: Publication, words: PageWords) -> tuple[Link, ...]:
    """Plain addresses: nothing is loaded from them until someone follows one."""
    page = base_url(publication) + "page.html"
    mail = urlencode({"subject": publication.title, "body": page}, quote_via=quote)
    links = [Link(title=words.share_link, href=page)]
    if base_url(publication):
        address = quote(page, safe="")
        links += [
            Link(title=words.share_mail, href=f"mailto:?{mail}"),
            Link(title="Facebook", href=f"https://www.facebook.com/sharer/sharer.php?u={address}"),
            Link(
                title="LinkedIn",
                href=f"https://www.linkedin.com/sharing/share-offsite/?url={address}",
            ),
            Link(title="Bluesky", href=f"https://bsky.app/intent/compose?text={address}"),
        ]
    return tuple(links)


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
