"""The film as archives and libraries show it: a manifest of IIIF Presentation 3.

Comes in: a scrubbed `Publication` and its `PageView`, whose public address is known: IIIF names
everything by whole addresses. Goes out: JSON values. Rights are those that the project states of
its films, never guessed from the pictures in them; whose these are is the required statement.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from renderer.publish.renditions import film_name, poster_names
from renderer.publish.time_formats import seconds_text
from renderer.rights.credit_text import licence

if TYPE_CHECKING:
    from renderer.publish.metadata import Json
    from renderer.publish.publication import Publication
    from renderer.publish.view import PageView

Texts = Callable[..., dict[str, list[str]]]
NAME = "manifest.iiif.json"
"""Stable name of the manifest in the set."""
_ADMITTED = re.compile(
    r"https?://(?:creativecommons\.org/(?:licenses|publicdomain)|rightsstatements\.org/vocab)/"
)
"""What `rights` may hold (Presentation 3.0, 3.2): these, and always as http."""


def iiif_manifest(publication: Publication, page: PageView) -> Json:
    """The manifest: one canvas as long as the film, its captions, its chapters, whose it all is."""
    at, said = page.base_url, partial(_texts, publication.language)
    made: Json = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": f"{at}{NAME}",
        "type": "Manifest",
        "label": said(publication.title),
    }
    if publication.description:
        made["summary"] = said(publication.description)
    if publication.team:
        made["metadata"] = [{"label": said(page.words.credits), "value": said(*publication.team)}]
    if rights := rights_address(publication.license):
        made["rights"] = rights
    lines = dict.fromkeys([*(credit.line for credit in page.credits), page.voice])
    made["requiredStatement"] = {
        "label": said(page.words.credits),
        "value": said(*filter(None, lines)),
    }
    if publication.publisher:
        made["provider"] = [
            {
                "id": f"{at}{NAME}#provider",
                "type": "Agent",
                "label": said(publication.publisher),
            }
        ]
    made["homepage"] = _homepages(publication, page)
    made["thumbnail"] = [_poster(publication, at)]
    made["seeAlso"] = [
        _dataset(f"{at}video-object.json", "application/ld+json", profile="https://schema.org/"),
        _dataset(f"{at}credits.json", "application/json"),
    ]
    made["items"] = [_canvas(publication, page, said)]
    if publication.chapters:
        made["structures"] = [_chapters(publication, page, said)]
    return made


def rights_address(license_: str) -> str:
    """The address by which IIIF names a licence; empty for one that it doesn't admit."""
    address = licence(license_).url if license_ else ""
    return address.replace("https:", "http:", 1) if _ADMITTED.match(address) else ""


def _texts(language: str, *texts: str) -> dict[str, list[str]]:
    """Texts as IIIF's maps of languages."""
    return {language: list(texts)}


def _homepages(publication: Publication, page: PageView) -> list[Json]:
    places = [(each.at, each.language) for each in page.editions]
    return [
        {
            "id": f"{at}page.html",
            "type": "Text",
            "label": {language: [publication.title]},
            "format": "text/html",
            "language": [language],
        }
        for at, language in places or [(page.base_url, publication.language)]
    ]


def _poster(publication: Publication, at: str) -> Json:
    return {
        "id": f"{at}{poster_names(publication)[0]}",
        "type": "Image",
        "format": "image/jpeg",
        "width": publication.film.width,
        "height": publication.film.height,
    }


def _dataset(address: str, form: str, **more: str) -> Json:
    return {"id": address, "type": "Dataset", "format": form, **more}


def _canvas(publication: Publication, page: PageView, said: Texts) -> Json:
    at, language = page.base_url, publication.language
    canvas = f"{at}iiif/canvas"
    size = {"width": publication.film.width, "height": publication.film.height}
    seconds = float(seconds_text(publication.length, publication.timebase))
    captions = {
        "id": f"{at}captions.{language}.vtt",
        "type": "Text",
        "format": "text/vtt",
        "label": said(page.captions_label),
        "language": language,
    }
    still = f"{canvas}/poster"
    return {
        "id": canvas,
        "type": "Canvas",
        "label": said(publication.title),
        **size,
        "duration": seconds,
        "placeholderCanvas": {
            "id": still,
            "type": "Canvas",
            **size,
            "items": [_annotated(still, "painting", _poster(publication, at))],
        },
        "rendering": [
            {
                "id": f"{at}transcript.{language}.{ending}",
                "type": "Text",
                "label": said(page.words.transcript),
                "format": form,
                "language": [language],
            }
            for ending, form in (("html", "text/html"), ("txt", "text/plain"))
        ],
        "items": [_annotated(canvas, "painting", _video(publication, at, seconds))],
        "annotations": [_annotated(canvas, "supplementing", captions)],
    }


def _video(publication: Publication, at: str, seconds: float) -> Json:
    """The film of the page's shape, in one codec or by choice."""
    videos = [
        {
            "id": f"{at}{film_name(publication, number)}",
            "type": "Video",
            "format": "video/mp4",
            "width": film.width,
            "height": film.height,
            "duration": seconds,
        }
        for number, film in enumerate(publication.films)
        if film.format == publication.film.format
    ]
    return videos[0] if len(videos) == 1 else {"type": "Choice", "items": videos}


def _annotated(canvas: str, motivation: str, body: Json) -> Json:
    """A page of one annotation."""
    return {
        "id": f"{canvas}/{motivation}",
        "type": "AnnotationPage",
        "items": [
            {
                "id": f"{canvas}/{motivation}/1",
                "type": "Annotation",
                "motivation": motivation,
                "body": body,
                "target": canvas,
            }
        ],
    }


def _chapters(publication: Publication, page: PageView, said: Texts) -> Json:
    at = f"{page.base_url}iiif/chapters"

    base = publication.timebase
    result = [
        {
            "id": f"{at}/{number}",
            "type": "Range",
            "label": said(chapter.title),
            "items": [
                {
                    "id": f"{page.base_url}iiif/canvas#t={seconds_text(chapter.start, base)},"
                    f"{seconds_text(chapter.end, base)}",
                    "type": "Canvas",
                }
            ],
        }
        for number, chapter in enumerate(publication.chapters, start=1)
    ]
    return {"id": at, "type": "Range", "label": said(page.words.chapters), "items": result}
