"""A publication as the templates want it: times as text, links decided, nothing left to compute.

    Publication + where each file lives ──view_of──▶ PageView

Knows no HTML. Every address in a view has passed `safe_url` or was made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from renderer.language.registry import autonym, language_of, locale_of
from renderer.publish.escape import anchor, safe_url, url_path
from renderer.publish.links import Link, base_url, downloads_of, edition_views, shares_of
from renderer.publish.renditions import film_name, film_streams, page_poster, poster_streams
from renderer.publish.theme_css import font_name
from renderer.publish.time_formats import clock, iso_duration, seconds_text, spoken_duration
from renderer.rights.credit_text import licence

if TYPE_CHECKING:
    from pathlib import Path

    from renderer.language.words import PageWords
    from renderer.publish.links import EditionView
    from renderer.publish.publication import (
        Credit,
        MapNote,
        Publication,
        PublishedSentence,
        PublishedSlide,
    )
    from renderer.publish.renditions import Stream
    from renderer.storyboard.board import Pronunciation, SiteDress, Source
    from renderer.timebase import Timebase

LOGO = "logo."
"""How the stable name of the institution's sign begins."""
STYLESHEETS = ("theme.css", "site.css")
"""The site's own comes last, so that it has the last word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A moment of the film."""

    seconds: str
    """Decimal, with milliseconds."""
    clock: str
    """ "1:07" """
    iso: str
    """ISO 8601 duration."""
    href: str
    """The film itself at that moment: what a link does where no script runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Words with a start and an end in seconds."""

    text: str
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of the narration."""

    stamp: Stamp
    sentences: tuple[Timed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterView:
    """One entry of the chapter list."""

    title: str
    stamp: Stamp
    end: str
    """Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideView:
    """One slide in the transcript."""

    anchor: str
    chapter: str
    stamp: Stamp
    alt: str
    shown: tuple[str, ...]
    map_notes: tuple[MapNote, ...]
    paragraphs: tuple[Paragraph, ...]
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditView:
    """One line of the credits list."""

    line: str
    source: str
    """Address of the original, or empty."""
    licence: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """All that a template shows."""

    words: PageWords
    language: str
    locale: str
    """As Open Graph wants it."""
    slug: str
    title: str
    subtitle: str
    description: str
    relive: str
    publisher: str
    film: str
    """The one that everything plays, for links: H.264."""
    streams: tuple[Stream, ...]
    """Of the same shape, smallest first."""
    film_width: int
    film_height: int
    captions: str
    captions_label: str
    captions_text: str
    """The file's own content, for where a browser refuses to load it."""
    chapters_track: str
    poster: str
    posters: tuple[Stream, ...]
    """In other forms than JPEG, smallest first, for a ``<picture>``."""
    duration: str
    duration_iso: str
    chapters: tuple[ChapterView, ...]
    slides: tuple[SlideView, ...]
    sources: tuple[Link, ...]
    related: tuple[Link, ...]
    team: tuple[str, ...]
    credits: tuple[CreditView, ...]
    downloads: tuple[Link, ...]
    shares: tuple[Link, ...]
    voice: str
    base_url: str
    editions: tuple[EditionView, ...]
    """The film's own language first; empty: there is no other."""
    foreign: tuple[Pronunciation, ...]
    """Words of another language."""
    dress: SiteDress
    logo: str
    """Address of the institution's sign; empty: there is none."""
    stylesheets: tuple[str, ...]
    """Addresses of the theme's style and of the site's own."""
    shape: str
    """Of the film: "16:9"."""


def view_of(publication: Publication, homes: Mapping[str, str]) -> PageView:
    """What the pages show of *publication*.

    Args:
        publication: scrubbed.
        homes: stable name → path that pages load it from, for films, poster and subtitles.
    """
    language = publication.language
    words = language_of(language).page
    film = url_path(homes[film_name(publication, 0)])
    base = publication.timebase
    return PageView(
        words=words,
        language=language,
        locale=locale_of(language),
        slug=publication.slug,
        title=publication.title,
        subtitle=publication.subtitle,
        description=publication.description,
        relive=publication.invitation or words.relive,
        publisher=publication.publisher,
        film=film,
        streams=film_streams(publication, homes),
        film_width=publication.film.width,
        film_height=publication.film.height,
        captions=url_path(homes[f"captions.{language}.vtt"]),
        captions_label=autonym(language),
        captions_text=publication.subtitles.captions_vtt,
        chapters_track=url_path(homes[f"chapters.{language}.vtt"]),
        poster=url_path(homes[page_poster(publication)]),
        posters=poster_streams(publication, homes),
        duration=spoken_duration(publication),
        duration_iso=iso_duration(publication.length, base),
        chapters=_chapter_views(publication, film),
        slides=tuple(_slide_view(s, base, film) for s in publication.slides if s.tells),
        sources=links_of(source for slide in publication.slides for source in slide.sources),
        related=links_of(publication.related),
        team=publication.team,
        credits=_credit_views(publication),
        downloads=downloads_of(publication, homes, words),
        shares=shares_of(publication, words),
        voice=voice_notice(publication, words),
        base_url=base_url(publication),
        editions=tuple(edition_views(publication, base_url(publication))),
        foreign=publication.foreign,
        dress=publication.dress,
        logo=_logo(homes),
        stylesheets=tuple(url_path(homes[name]) for name in STYLESHEETS if name in homes),
        shape=publication.film.format,
    )


def site_files(publication: Publication) -> dict[str, bytes | Path]:
    """What the page's dress loads, by stable name."""
    dress, theme = publication.dress, publication.theme
    files: dict[str, bytes | Path] = {}
    if dress.logo:
        files[f"{LOGO}{dress.logo.suffix}"] = dress.logo.content
    if dress.stylesheet:
        files[STYLESHEETS[1]] = dress.stylesheet.encode("utf-8")
    if theme:
        files |= {font_name(part): path for part, path in theme.fonts.items()}
    return files


def _chapter_views(publication: Publication, film: str) -> tuple[ChapterView, ...]:
    base = publication.timebase
    return tuple(
        ChapterView(
            title=chapter.title,
            stamp=_stamp(chapter.start, base, film),
            end=seconds_text(chapter.end, base),
        )
        for chapter in publication.chapters
    )


def _logo(homes: Mapping[str, str]) -> str:
    return url_path(next((homes[name] for name in homes if name.startswith(LOGO)), ""))


def voice_notice(publication: Publication, words: PageWords) -> str:
    """ "Voix de synthèse : Kokoro (Siwis)": what the public is owed on made voices."""
    voice = publication.voice
    said = words.synthetic_voice if voice.synthetic else words.recorded_voice
    named = f"{words.colon}{voice.title}" if voice.title else ""
    own = f"{said}{named} ({words.stand_in})" if voice.fallback else f"{said}{named}"
    others = dict.fromkeys(v.title for v in publication.other_voices if v.synthetic)
    others.pop(voice.title if voice.synthetic else "", None)
    told = [f"{words.synthetic_voice}{words.colon}{name}" for name in others]
    if publication.is_recorded and (voice.title or told):
        told.append(words.recorded_voice)
    # A film's own voice that is never heard isn't told of where others are.
    return "; ".join(told if told and not voice.title else (own, *told))


def _stamp(frame: int, base: Timebase, film: str) -> Stamp:
    seconds = seconds_text(frame, base)
    return Stamp(
        seconds=seconds,
        clock=clock(frame, base),
        iso=f"PT{seconds}S",
        href=f"{film}#t={seconds}",
    )


def _slide_view(slide: PublishedSlide, base: Timebase, film: str) -> SlideView:
    grouped = groupby(slide.sentences, key=lambda sentence: sentence.paragraph)
    return SlideView(
        anchor=anchor(slide.id),
        chapter=slide.chapter,
        stamp=_stamp(slide.start, base, film),
        alt=slide.alt,
        shown=tuple(text for text in slide.shown if text),
        map_notes=slide.map_notes,
        paragraphs=tuple(_paragraph(tuple(group), base, film) for _, group in grouped),
        credit=credit_beside(slide),
    )


def credit_beside(slide: PublishedSlide) -> str:
    """The credit told with the slide; empty where a map's own sources have it already."""
    every = (*((slide.credit,) if slide.credit else ()), *slide.more_credits)
    line = " · ".join(dict.fromkeys(credit.line for credit in every))
    return "" if slide.map_notes and line in slide.map_notes[-1].said else line


def _paragraph(sentences: tuple[PublishedSentence, ...], base: Timebase, film: str) -> Paragraph:
    return Paragraph(
        stamp=_stamp(sentences[0].start, base, film),
        sentences=tuple(
            Timed(
                text=sentence.written,
                start=seconds_text(sentence.start, base),
                end=seconds_text(sentence.end, base),
            )
            for sentence in sentences
        ),
    )


def links_of(sources: Iterable[Source]) -> tuple[Link, ...]:
    """Each source once, in order, without the addresses that can't be trusted."""
    links = [Link(title=source.title, href=safe_url(source.url)) for source in sources]
    return tuple(dict.fromkeys(links))


def _credit_views(publication: Publication) -> tuple[CreditView, ...]:
    language = publication.language
    views = [_credit_view(credit, language) for _, credit in publication.credits() if credit.line]
    return tuple(dict.fromkeys(views))


def _credit_view(credit: Credit, language: str) -> CreditView:
    words = language_of(language).page
    terms = licence(credit.rights.license, language)
    return CreditView(
        line=f"{words.music}{words.colon}{credit.line}" if credit.kind == "music" else credit.line,
        source=safe_url(credit.rights.source_url),
        licence=Link(title=terms.title, href=terms.url),
    )
