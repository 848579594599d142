"""Films and posters in several forms: their names in the set, and which a browser is offered first.

Comes in: a publication and where each file lives. Goes out: names, MIME types, ordered choices.
Knows no HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.encoding.codec import H264
from renderer.language.words import PageWords
from renderer.publish.escape import url_path

if TYPE_CHECKING:
    from renderer.publish.publication import FilmFile, Publication

TEASER = "teaser.mp4"
"""Stable name of the teaser."""
_SMALLEST_FIRST = ("avif", "webp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One of several files of the same film or picture: a browser takes the first it can show."""

    src: str
    name: str
    """Its stable name."""
    type: str
    """Its MIME type, with codecs."""


def film_name(publication: Publication, number: int) -> str:
    """Stable name of a film file: "film.mp4", "film.av1.mp4", "film-9x16.mp4"."""
    film = publication.films[number]
    shape = "" if film.format == publication.film.format else f"-{film.format.replace(':', 'x')}"
    return f"film{shape}.mp4" if film.codec == H264 else f"film{shape}.{film.codec}.mp4"


def film_type(film: FilmFile) -> str:
    """The MIME type by which a browser knows whether it can play *film*, without loading it."""
    return f'video/mp4; codecs="{film.codecs}"' if film.codecs else "video/mp4"


def film_note(film: FilmFile, words: PageWords) -> str:
    """What a download link says of *film*: "MP4 AV1, 9:16, subtitles in the picture"."""
    codec = "" if film.codec == H264 else f" {film.codec.upper()}"
    burned = f", {words.burned}" if film.burned else ""
    return f"MP4{codec}, {film.format}{burned}"


def film_streams(publication: Publication, homes: Mapping[str, str]) -> tuple[Stream, ...]:
    """The page's film in every codec: H.264 last, since a browser takes the first that it plays."""
    streams = [
        Stream(src=url_path(homes[name]), name=name, type=film_type(film))
        for number, film in enumerate(publication.films)
        if film.format == publication.film.format
        for name in (film_name(publication, number),)
    ]
    return tuple(reversed(streams))


def poster_names(publication: Publication) -> list[str]:
    """Stable names of the poster: JPEG first, which social networks want."""
    forms = [form for form in _SMALLEST_FIRST if form in publication.other_posters]
    return ["poster.jpg", *(f"poster.{form}" for form in forms)]


def poster_streams(publication: Publication, homes: Mapping[str, str]) -> tuple[Stream, ...]:
    """The poster in other forms than JPEG, for a ``<picture>``."""
    return tuple(
        Stream(src=url_path(homes[name]), name=name, type=f"image/{name.rpartition('.')[2]}")
        for name in poster_names(publication)[1:]
    )


def page_poster(publication: Publication) -> str:
    """The one that ``<video poster>`` takes, which can't offer a choice.

    WebP: every browser that plays the film since 2020 reads it, and a browser that reads no AVIF
    would show nothing in its place.
    """
    return "poster.webp" if "webp" in publication.other_posters else "poster.jpg"
