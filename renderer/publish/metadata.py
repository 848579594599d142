"""What machines read of a set: schema.org, oEmbed, credits, and the manifest.

Comes in: a scrubbed `Publication` and its `PageView`. Goes out: JSON values, in stable order.
Knows no folder; dates come in with `Dates`, so that nothing here looks at a clock.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.language.registry import language_of
from renderer.publish.escape import anchor
from renderer.publish.links import translations_of
from renderer.publish.publication import Credit, Publication, PublishedSlide
from renderer.publish.renditions import TEASER, film_name, film_type, poster_names
from renderer.publish.swap_and_rollback import MEDIA, Member
from renderer.publish.time_formats import iso_duration, seconds_text
from renderer.publish.view import PageView, voice_notice
from renderer.rights.credit_text import licence

Json = dict[str, Any]
FORMAT = 1
"""Version of `manifest.json` and `credits.json`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When the set was first published, when it last changed, and the same of each stretch."""

    published: str
    modified: str
    stretches: Mapping[str, str]
    """Slide id → date on which its text, picture, place or voice last changed."""


def video_object(publication: Publication, page: PageView, dates: Dates) -> Json:
    """schema.org's VideoObject, with the chapters as clips."""
    at, base = page.base_url, publication.timebase
    made: Json = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": publication.title,
        "description": publication.description or publication.title,
        "thumbnailUrl": [f"{at}{name}" for name in poster_names(publication)],
        "uploadDate": _moment(dates.published),
        "dateModified": _moment(dates.modified),
        "duration": iso_duration(publication.length, base),
        "inLanguage": publication.language,
        **translations_of(page.editions, page.base_url),
        "contentUrl": f"{at}film.mp4",
        "encodingFormat": film_type(publication.film),
        "embedUrl": f"{at}embed.html",
        "width": publication.film.width,
        "height": publication.film.height,
        "caption": {
            "@type": "MediaObject",
            "contentUrl": f"{at}captions.{publication.language}.vtt",
            "encodingFormat": "text/vtt",
            "inLanguage": publication.language,
        },
        "accessibilityFeature": [
            "captions",
            *(["openCaptions"] if publication.film.burned else []),
            "transcript",
        ],
        "isAccessibleForFree": True,
        "transcript": spoken_text(publication),
        "creditText": "; ".join([*(credit.line for credit in page.credits), page.voice]),
        "hasPart": _clips(publication, at),
    }
    if publication.teaser is not None:
        made["trailer"] = _trailer(
            made, f"{at}{TEASER}", iso_duration(publication.teaser.length, base)
        )
    if license_ := licence(publication.license).url:
        made["license"] = license_
    if publication.publisher:
        made["publisher"] = {"@type": "Organization", "name": publication.publisher}
    return made


def _clips(publication: Publication, at: str) -> list[Json]:
    base = publication.timebase
    return [
        {
            "@type": "Clip",
            "name": chapter.title,
            "startOffset": float(seconds_text(chapter.start, base)),
            "endOffset": float(seconds_text(chapter.end, base)),
            # A query, not a fragment: search engines take addresses that differ only in what
            # follows "#" for one page.
            "url": f"{at}page.html?t={seconds_text(chapter.start, base)}",
        }
        for chapter in publication.chapters
    ]


def _moment(date: str) -> str:
    """A day as the moment it begins, with its zone: without one, each reader assumes its own.

    UTC, whatever the machine's zone: the same set has the same bytes everywhere.
    """
    return f"{date}T00:00:00+00:00"


def _trailer(film: Json, address: str, duration: str) -> Json:
    same = ("@type", "name", "description", "thumbnailUrl", "uploadDate", "inLanguage")
    return {**{key: film[key] for key in same}, "contentUrl": address, "duration": duration}


def oembed(publication: Publication, page: PageView, frame: str) -> Json:
    """A static oEmbed answer of type video (oembed.com, 2.3.4.2)."""
    made: Json = {
        "type": "video",
        "version": "1.0",
        "title": publication.title,
        "html": frame,
        "width": 960,
        "height": 720,
        "thumbnail_url": f"{page.base_url}poster.jpg",
        "thumbnail_width": publication.film.width,
        "thumbnail_height": publication.film.height,
    }
    if publication.publisher:
        made["provider_name"] = publication.publisher
    return made


def credits_list(publication: Publication) -> Json:
    """`credits.json`: the rights behind every picture, film and music heard or shown."""
    words = language_of(publication.language).page
    voice = publication.voice
    return {
        "credits": FORMAT,
        "title": publication.title,
        "team": list(publication.team),
        "items": [_credit(slide, credit) for slide, credit in publication.credits()],
        "voice": {
            "engine": voice.engine,
            "name": voice.name,
            "version": voice.version,
            "synthetic": voice.synthetic,
            "notice": voice_notice(publication, words),
        },
        "other_voices": _other_voices(publication),
    }


def manifest(publication: Publication, members: Mapping[str, Member], dates: Dates) -> Json:
    """`manifest.json`: what made which stretch, and every file's digest."""
    made: Json = {
        "manifest": FORMAT,
        "slug": publication.slug,
        "storyboard": publication.storyboard,
        "language": publication.language,
        "editions": {edition.language: edition.folder for edition in publication.editions},
        "title": publication.title,
        "published": dates.published,
        "modified": dates.modified,
        "fps": publication.timebase.fps,
        "frames": publication.length,
        "films": [
            {
                "file": film_name(publication, number),
                "format": film.format,
                "width": film.width,
                "height": film.height,
                "codecs": film.codecs,
            }
            for number, film in enumerate(publication.films)
        ],
        "teaser": _teaser(publication),
        "voice": dataclasses.asdict(publication.voice),
        "other_voices": _other_voices(publication),
        "sound": dataclasses.asdict(publication.sound) if publication.sound else None,
        "numbers": numbers(publication, members),
        "content": content_digest(publication, members),
        "stretches": [
            {
                **_stretch(slide, publication),
                "date": dates.stretches[slide.id],
                "fingerprint": stretch_fingerprint(slide, publication),
            }
            for slide in publication.slides
        ],
        "versions": dict(sorted(publication.versions.items())),
        "files": {
            name: {"size": member.size, "sha256": member.sha256, "home": member.home}
            for name, member in sorted(members.items())
        },
    }
    return {**made, "digest": json_digest(made)}


def numbers(publication: Publication, members: Mapping[str, Member]) -> Json:
    """What a team counts: the same film has the same, on any machine.

    What making it took is told by the run alone (`render --json`): it differs from one to the next,
    and the manifest of a film that didn't change may not.
    """
    said = (sentence.written for slide in publication.slides for sentence in slide.sentences)
    films = [film_name(publication, number) for number in range(len(publication.films))]
    films += [TEASER] if publication.teaser else []
    used = {
        (credit.kind, credit.name, credit.line): credit.rights.license
        for _, credit in publication.credits()
        if credit.kind != "map" or credit.rights.license  # its own drawings aren't works of others
    }
    licences = Counter(license_ or "unstated" for license_ in used.values())
    return {
        "minutes": round(publication.length / publication.timebase.fps / 60, 2),
        "words": sum(any(map(str.isalnum, word)) for text in said for word in text.split()),
        "slides": len(publication.slides),
        "works": len(used),
        "licences": dict(sorted(licences.items())),
        "bytes": {name: members[name].size for name in films},
        "bytes_of_all": sum({member.home: member.size for member in members.values()}.values()),
    }


def _other_voices(publication: Publication) -> list[Json]:
    return [
        {**dataclasses.asdict(voice), "slides": [anchor(slide) for slide in voice.slides]}
        for voice in publication.other_voices
    ]


def _teaser(publication: Publication) -> Json | None:
    teaser = publication.teaser
    if teaser is None:
        return None
    shown = [anchor(name) for name in teaser.slides]
    return {"file": TEASER, "frames": teaser.length, "slides": shown, "codecs": teaser.film.codecs}


def stretch_fingerprint(slide: PublishedSlide, publication: Publication) -> str:
    """Changes whenever something of the slide's stretch does, but not when it only moves."""
    return json_digest({**_stretch(slide, publication), "start": 0, "end": slide.end - slide.start})


def content_digest(publication: Publication, members: Mapping[str, Member]) -> str:
    """Changes with anything a reader of the set could notice; not with the date.

    The media count by their bytes; the rest by what the publication says.
    """
    said = dataclasses.asdict(
        dataclasses.replace(
            publication,
            storyboard="",
            films=(),
            poster=Path(),
            other_posters={},
            thumbnail=None,
            teaser=None,
            theme=publication.theme and dataclasses.replace(publication.theme, fonts={}),
            date=datetime.date.min,
        )
    )
    return json_digest(
        {
            "said": json.loads(json.dumps(said, default=str)),
            "films": [
                [film.format, film.codecs, film.width, film.height] for film in publication.films
            ],
            "media": {
                name: member.sha256
                for name, member in members.items()
                if member.home.startswith(MEDIA) and "/" not in name  # once, not under each name
            },
        }
    )


def spoken_text(publication: Publication) -> str:
    """All that is said, one paragraph per line."""
    lines = (
        " ".join(sentence.written for sentence in slide.sentences) for slide in publication.slides
    )
    return "\n".join(line for line in lines if line)


def json_digest(value: Json) -> str:
    """SHA-256 of *value* as canonical JSON, without its own "digest"."""
    bare = {key: part for key, part in value.items() if key != "digest"}
    text = json.dumps(bare, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _stretch(slide: PublishedSlide, publication: Publication) -> Json:
    voice, credit = publication.voice_of(slide.id), slide.credit
    texts = [slide.alt, *slide.shown, *(sentence.written for sentence in slide.sentences)]
    return {
        "slide": anchor(slide.id),
        "start": slide.start,
        "end": slide.end,
        "chapter": slide.chapter,
        "text": hashlib.sha256("\n".join(texts).encode("utf-8")).hexdigest(),
        "picture": {
            "file": credit.name if credit else "",
            "sha256": (credit.sha256 if credit else "") or slide.picture,
            "credit": credit.line if credit else "",
            **_fetched(credit),
        },
        **_more_pictures(slide),
        "voice": {"engine": voice.engine, "name": voice.name, "version": voice.version}
        if slide.sentences
        else None,
    }


def _more_pictures(slide: PublishedSlide) -> Json:
    """The others of a slide that shows several; nothing for any other."""
    others = [
        {"file": each.name, "sha256": each.sha256, "credit": each.line, **_fetched(each)}
        for each in slide.more_credits
    ]
    return {"more_pictures": others} if others else {}


def _credit(slide: str, credit: Credit) -> Json:
    rights = credit.rights
    return {
        "kind": credit.kind,
        "slide": anchor(slide) if slide else "",
        "file": credit.name,
        "sha256": credit.sha256,
        **_fetched(credit),
        "line": credit.line,
        "title": rights.title,
        "author": rights.author,
        "holder": rights.holder,
        "reference": rights.reference,
        "date": rights.date,
        "license": rights.license,
        "source_url": rights.source_url,
        "expires": rights.expires.isoformat() if rights.expires else "",
        "modified": rights.modified,
    }


def _fetched(credit: Credit | None) -> Json:
    """Where a picture from the web came from; nothing for any other."""
    found = credit.fetched if credit else None
    return {"fetched": {"url": found.url, "date": found.date}} if found else {}
