"""The whole set, written and put in its place together.

    Publication ──write_set──▶ <folder>/film.mp4, embed.html, page.html, manifest.json, …

Comes in: a `Publication` whose films and poster are finished files. Goes out: a folder that shows
one set. Knows nothing of rendering.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from renderer.errors import PublishError
from renderer.messages import deferred, tr
from renderer.publish import metadata, pages, platforms
from renderer.publish.escape import anchor, json_document, scrubbed
from renderer.publish.iiif import NAME as IIIF
from renderer.publish.iiif import iiif_manifest
from renderer.publish.metadata import Dates
from renderer.publish.publication import Publication
from renderer.publish.renditions import TEASER, film_name
from renderer.publish.swap_and_rollback import Member, publish, publishing, store
from renderer.publish.theme_css import theme_style
from renderer.publish.transcript import transcript_text
from renderer.publish.verify import read_manifest
from renderer.publish.view import STYLESHEETS, PageView, site_files, view_of

_FORMAT_TWICE = deferred("the format '{name}' is there twice; each must be its own")
_ID_TWICE = deferred("the slide id '{name}' is there twice; each must be its own")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSet:
    """Where a set stands."""

    folder: Path
    film: Path
    embed: Path
    page: Path
    snippet: str
    """The iframe to paste, once."""
    changed: bool
    """False: the same set was there already, and not a byte moved."""


def write_set(publication: Publication, folder: Path, at: int = 0) -> PublishedSet:
    """Write everything a web page needs into *folder*, and show it at once.

    Killed at any moment, *folder* shows the set it showed before, or this one. Files whose content
    did not change keep their names and their bytes. The set shown before is kept for `roll_back`;
    *at* is the moment that the sets of one run share.

    Raises:
        PublishError: a film or the poster is missing, two slides share an id, the disk refuses, or
            another render is publishing into *folder*.
    """
    publication = scrubbed(publication)
    _check(publication)
    with publishing(folder):
        media = _store_media(publication, folder)
        page = view_of(publication, {name: member.home for name, member in media.items()})
        dates = _dates(publication, media, read_manifest(folder))
        documents = _documents(publication, page, dates)
        members = {**media, **_store_all(folder, documents, loaded_by_pages=False)}
        members |= _handed_on(publication, folder, media)
        summary = json_document(metadata.manifest(publication, members, dates))
        members |= _store_all(folder, {"manifest.json": summary}, loaded_by_pages=False)
        changed = publish(folder, members, at)
    return PublishedSet(
        folder=folder,
        film=folder / film_name(publication, 0),
        embed=folder / "embed.html",
        page=folder / "page.html",
        snippet=pages.iframe(page),
        changed=changed,
    )


def _check(publication: Publication) -> None:
    missing = [film.file for film in publication.films if not film.file.is_file()]
    posters = [publication.poster, *publication.other_posters.values()]
    posters += [publication.thumbnail] if publication.thumbnail else []
    missing += [poster for poster in posters if not poster.is_file()]
    if publication.teaser is not None and not publication.teaser.film.file.is_file():
        missing.append(publication.teaser.film.file)
    if missing or not publication.films:
        told = tr("there is no film to publish at all")
        if missing:
            told = tr("there is no film to publish at {file}", file=missing[0])
        raise PublishError(told, code="set-unfit")
    formats = [f"{film.format} {film.codec}" for film in publication.films]
    anchors = [anchor(slide.id) for slide in publication.slides]
    for told, names in ((_FORMAT_TWICE, formats), (_ID_TWICE, anchors)):
        if repeated := {name for name in names if names.count(name) > 1}:
            raise PublishError(tr(told, name=min(repeated)), code="set-unfit")


def _store_media(publication: Publication, folder: Path) -> dict[str, Member]:
    """What pages load or offer by digest: films, poster, subtitles, the plain transcript."""
    language, subtitles = publication.language, publication.subtitles
    contents: dict[str, bytes | Path] = {
        film_name(publication, number): film.file for number, film in enumerate(publication.films)
    }
    contents |= {
        "poster.jpg": publication.poster,
        **{f"poster.{form}": path for form, path in publication.other_posters.items()},
        **site_files(publication),
        f"captions.{language}.vtt": subtitles.captions_vtt.encode("utf-8"),
        f"captions.{language}.srt": subtitles.captions_srt.encode("utf-8"),
        f"chapters.{language}.vtt": subtitles.chapters_vtt.encode("utf-8"),
        f"transcript.{language}.txt": transcript_text(publication).encode("utf-8"),
    }
    if teaser := publication.teaser:
        contents[TEASER] = teaser.film.file
        contents[f"teaser.{language}.vtt"] = teaser.captions_vtt.encode("utf-8")
    stored = _store_all(folder, contents, loaded_by_pages=True)
    if publication.theme:  # names its letters by their homes
        style = theme_style(publication.theme, {name: stored[name].home for name in stored})
        named = {STYLESHEETS[0]: style.encode("utf-8")}
        stored |= _store_all(folder, named, loaded_by_pages=True)
    return stored


def _documents(publication: Publication, page: PageView, dates: Dates) -> dict[str, bytes]:
    structured = metadata.video_object(publication, page, dates)
    made = {
        **platforms.documents(publication, page),
        f"transcript.{publication.language}.html": pages.transcript_page(page),
        "embed.html": pages.embed_page(page),
        "page.html": pages.example_page(page, structured),
        "snippet.html": pages.snippet(page),
        "video-object.json": json_document(structured),
        "oembed.json": json_document(metadata.oembed(publication, page, pages.iframe(page))),
        "credits.json": json_document(metadata.credits_list(publication)),
        **pages.companions(),
    }
    if page.base_url:  # without one nothing of IIIF has a name
        made[IIIF] = json_document(iiif_manifest(publication, page))
    return made


def _handed_on(
    publication: Publication, folder: Path, media: Mapping[str, Member]
) -> dict[str, Member]:
    """What platforms take beside their texts; captions are the same bytes under one more name."""
    members = {}
    for form in ("vtt", "srt"):
        captions = f"captions.{publication.language}.{form}"
        name = f"{platforms.FOLDER}/{captions}"
        members[name] = replace(media[captions], name=name)
    thumbnail = publication.thumbnail or publication.poster
    made = _store_all(folder, {platforms.THUMBNAIL: thumbnail}, loaded_by_pages=False)
    return {**members, **made}


def _store_all(
    folder: Path, contents: Mapping[str, bytes | Path], *, loaded_by_pages: bool
) -> dict[str, Member]:
    return {
        name: store(folder, name, content, loaded_by_pages=loaded_by_pages)
        for name, content in contents.items()
    }


def _dates(
    publication: Publication, media: Mapping[str, Member], before: Mapping[str, Any]
) -> Dates:
    """Today's date where something changed; the date it had where nothing did."""
    today = publication.date.isoformat()
    published = str(before.get("published", today))
    known = {str(s.get("slide")): s for s in before.get("stretches", []) if isinstance(s, dict)}
    stretches = {}
    for slide in publication.slides:
        old = known.get(anchor(slide.id), {})
        same = old.get("fingerprint") == metadata.stretch_fingerprint(slide, publication)
        stretches[slide.id] = str(old["date"]) if same else today
    same = before.get("content") == metadata.content_digest(publication, media)
    return Dates(
        published=published,
        modified=str(before["modified"]) if same else today,
        stretches=stretches,
    )
