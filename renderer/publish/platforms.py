"""What video platforms ask for beside a film: title, text, chapters, tags, within their limits.

    Publication ──documents──▶ publication/youtube.txt, dailymotion.txt, peertube.json

Comes in: a scrubbed `Publication` and its `PageView`. Goes out: files for people to copy from, or
for `peertube` to send. All that is left out, joined or cut is left out by pure functions, each by
the platform's own rule; whatever is cut names the page that has the whole. Opens no socket.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from renderer.language.registry import language_of, primary_tag
from renderer.publish.escape import json_document
from renderer.publish.metadata import Json
from renderer.publish.publication import Publication, PublishedChapter
from renderer.publish.renditions import film_name
from renderer.publish.time_formats import clock
from renderer.publish.view import PageView
from renderer.timebase import Timebase

FOLDER = "publication"
"""Of the set: what is handed on to platforms."""
THUMBNAIL = f"{FOLDER}/thumbnail.jpg"
PEERTUBE = f"{FOLDER}/peertube.json"
THUMBNAIL_BYTES = 2_000_000
"""YouTube's limit, and PeerTube's before 7; the others take more."""
THUMBNAIL_PIXELS = 1280
"""Longer side: what YouTube and Dailymotion ask for at least."""
EDUCATION = 13
"""PeerTube's category of films that teach; the instance's own page can change it."""
_LICENCES = (
    ("CC-BY-NC-SA-", 5),
    ("CC-BY-NC-ND-", 6),
    ("CC-BY-SA-", 2),
    ("CC-BY-ND-", 3),
    ("CC-BY-NC-", 4),
    ("CC-BY-", 1),
    ("CC0-", 7),
    ("CC-PDM-", 8),
)
"""PeerTube's numbers by how an SPDX identifier begins; longer beginnings first."""
_NAME_LENGTH = (3, 120)
"""Characters of a film's name."""
_TAG_LENGTH = (2, 30)
"""Characters of a tag."""
_MOST_TAGS = 5
"""Of a film."""
_CHAPTER_TITLE = 100
"""PeerTube's own limits (`CONSTRAINTS_FIELDS` of its server)."""
_CUT = "…"
_SECONDS = Timebase(fps=1)


def characters(text: str) -> int:
    """Its length as JavaScript counts: never less than how anybody else counts characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8_bytes(text: str) -> int:
    """Its length on the wire."""
    return len(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What one platform takes."""

    title: int
    """Characters."""
    description: int
    measure: Callable[[str], int]
    """What *description* counts."""
    shortest_chapter: int = 1
    """Seconds that each lasts at least."""
    fewest_chapters: int = 1
    """With fewer there are none."""
    as_fields: bool = False
    """Whether it takes chapters and tags as fields of their own; else they stand in the text."""
    angles: bool = True
    """Whether "<" and ">" are taken."""


PLATFORMS = {
    "youtube": Platform(
        title=100,
        description=5_000,
        measure=utf8_bytes,
        shortest_chapter=10,
        fewest_chapters=3,
        angles=False,
    ),
    "peertube": Platform(
        title=_NAME_LENGTH[1], description=10_000, measure=characters, as_fields=True
    ),
    "dailymotion": Platform(title=255, description=3_000, measure=characters),
}
"""A row for each; `documents` writes a file for each row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformMark:
    """A chapter as platforms know it."""

    second: int
    title: str


def documents(publication: Publication, page: PageView) -> dict[str, bytes]:
    """Each platform's file, by its name in the set."""
    made = {
        f"{FOLDER}/{name}.txt": _text(publication, page, platform).encode("utf-8")
        for name, platform in PLATFORMS.items()
        if not platform.as_fields
    }
    return {**made, PEERTUBE: json_document(_peertube(publication, page))}


def _text(publication: Publication, page: PageView, platform: Platform) -> str:
    """The title, an empty line, and the description."""
    title = cut_to_fit(_said(publication.title, platform), platform.title, characters)
    return f"{title}\n\n{description(publication, page, platform)}\n"


def _peertube(publication: Publication, page: PageView) -> Json:
    """What PeerTube's interface calls its fields, so that any client can send them.

    Files are named from the set's own folder.
    """
    platform = PLATFORMS["peertube"]
    language = publication.language
    own = primary_tag(language)
    return {
        "video": {
            "name": _name(publication, platform),
            "description": description(publication, page, platform),
            "language": own,
            "category": EDUCATION,
            "licence": licence_number(publication.license),
            "tags": peertube_tags(publication.tags),
        },
        "film": film_name(publication, 0),
        "thumbnail": THUMBNAIL,
        "captions": {own: f"{FOLDER}/captions.{language}.vtt"},
        "chapters": [
            {"title": cut_to_fit(mark.title, _CHAPTER_TITLE, characters), "timecode": mark.second}
            for mark in _marks(publication, platform)
        ],
    }


def _name(publication: Publication, platform: Platform) -> str:
    name = cut_to_fit(publication.title, platform.title, characters)
    if characters(name) >= _NAME_LENGTH[0]:
        return name
    return f"{name} – {language_of(publication.language).page.film}"


def licence_number(identifier: str) -> int | None:
    """PeerTube's number of a licence; None: none was stated, or it knows no such."""
    return next((number for begins, number in _LICENCES if identifier.startswith(begins)), None)


def description(publication: Publication, page: PageView, platform: Platform) -> str:
    """What is told of the film, the page's address, chapters, credits, hashtags.

    What gives way first is the end of the credits, then the end of the film's own description. The
    voice's notice comes before the credits: the public is owed it.
    """
    words = language_of(publication.language).page
    measure = platform.measure
    address = f"{page.base_url}page.html" if page.base_url else ""
    marks = () if platform.as_fields else _marks(publication, platform)
    listed = "\n".join(f"{clock(mark.second, _SECONDS)} {mark.title}" for mark in marks)
    # Signs that are not taken become longer ones: all is measured as it will be written.
    told, chapters, owed, tags, *lines = (
        _said(text, platform)
        for text in (
            publication.description or publication.title,
            f"{words.chapters}\n{listed}" if listed else "",
            f"{words.credits}\n{page.voice}",
            "" if platform.as_fields else " ".join(hashtags(publication.tags)),
            *publication.team,
            *dict.fromkeys(credit.line for credit in page.credits),
        )
    )

    def room(*blocks: str) -> int:
        return max(0, platform.description - measure(_joined(blocks)))

    told = cut_to_fit(told, room("", address, chapters, owed, tags) - measure("\n\n"), measure)
    lines = fitting(lines, room(told, address, chapters, owed, tags), measure, address)
    whole = _joined((told, address, chapters, "\n".join((owed, *lines)), tags))
    return cut_to_fit(
        whole, platform.description, measure
    )  # chapters alone can be more than is taken


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block)


def _said(text: str, platform: Platform) -> str:
    return text if platform.angles else text.replace("<", "‹").replace(">", "›")


def fitting(
    lines: Sequence[str], room: int, measure: Callable[[str], int], whole: str
) -> list[str]:
    """As many of *lines* as fit into *room*, each with a line end.

    What is missing is told by a last one, with the address of the *whole*; by none where even that
    has no room.
    """
    sizes = [measure(f"\n{line}") for line in lines]
    if sum(sizes) <= room:
        return list(lines)
    last = f"{_CUT} {whole}".strip()
    room -= measure(f"\n{last}")
    kept = 0
    while sizes[kept] <= room:
        room -= sizes[kept]
        kept += 1
    return [*lines[:kept], last] if room >= 0 else []


_BREAKS = (
    re.compile(r"\n{2,}"),
    re.compile(r"(?<=[.!?…])\s+|\n"),
    re.compile(r"(?<=[,;:])\s+"),
    re.compile(r"[ \t]+"),
)
"""Where a text may be cut, best first: paragraphs, sentences, clauses, words."""


def cut_to_fit(text: str, room: int, measure: Callable[[str], int]) -> str:
    """*text* if it fits into *room*, else its longest beginning that ends with a sense, and "…".

    A better break is taken where it fills at least half of the room; without any, letters are cut.
    """
    if measure(text) <= room:
        return text
    if measure(_CUT) > room:
        return ""
    beginning = _beginning(text, room - measure(_CUT) - measure(" "), measure)
    for number, breaks in enumerate(_BREAKS):
        ends = [match.start() for match in breaks.finditer(text) if match.start() <= len(beginning)]
        if ends and ends[-1] >= len(beginning) // 2:
            kept = text[: ends[-1]].rstrip()
            return f"{kept} {_CUT}" if number < 2 else f"{kept.rstrip(',;: ')}{_CUT}"
    return f"{beginning.rstrip()}{_CUT}"


def _beginning(text: str, room: int, measure: Callable[[str], int]) -> str:
    """As many characters as fit."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= room else (low, middle - 1)
    return text[:low]


def _marks(publication: Publication, platform: Platform) -> tuple[PlatformMark, ...]:
    return chapter_marks(
        publication.chapters,
        publication.length,
        publication.timebase,
        shortest=platform.shortest_chapter,
        fewest=platform.fewest_chapters,
    )


def chapter_marks(
    chapters: Sequence[PublishedChapter],
    length: int,
    base: Timebase,
    *,
    shortest: int,
    fewest: int,
) -> tuple[PlatformMark, ...]:
    """Chapters at whole seconds, from 0:00, each of *shortest* seconds at least; or none at all.

    The shortest of those that are too short is joined to its shorter neighbour, until none is left;
    the longer of both gives its title, the earlier one when they are alike.
    """
    starts = [0, *(chapter.start // base.fps for chapter in chapters[1:]), length // base.fps]
    runs = (
        [
            (end - start, PlatformMark(second=start, title=" ".join(chapter.title.split())))
            for chapter, (start, end) in zip(chapters, pairwise(starts), strict=True)
        ]
        if chapters
        else []
    )
    while len(runs) > 1 and min(seconds for seconds, _ in runs) < shortest:
        number = min(range(len(runs)), key=lambda each: (runs[each][0], each))
        beside = [each for each in (number - 1, number + 1) if 0 <= each < len(runs)]
        other = min(beside, key=lambda each: (runs[each][0], each))
        first, last = sorted((number, other))
        (before, mark), (after, later) = runs[first], runs[last]
        title = later.title if after > before else mark.title
        runs[first : last + 1] = [(before + after, replace(mark, title=title))]
    fit = len(runs) >= fewest and all(seconds >= shortest for seconds, _ in runs)
    return tuple(mark for _, mark in runs) if fit else ()


def hashtags(tags: Iterable[str]) -> list[str]:
    """Each tag as one word: "Été 1944" is #Été1944. What has no letter is none."""
    words = ("".join(_capitalised(tag)) for tag in tags)
    return list(dict.fromkeys(f"#{word}" for word in words if any(map(str.isalpha, word))))


def _capitalised(tag: str) -> Iterator[str]:
    parts = re.findall(r"\w+", tag)
    yield from (part[0].upper() + part[1:] if len(parts) > 1 else part for part in parts)


def peertube_tags(tags: Iterable[str]) -> list[str]:
    """The first five that PeerTube takes: of 2 to 30 characters, each once."""
    least, most = _TAG_LENGTH
    fit = [" ".join(tag.split()) for tag in tags]
    fit = [tag for tag in fit if least <= characters(tag) <= most]
    return list({tag.casefold(): tag for tag in reversed(fit)}.values())[::-1][:_MOST_TAGS]
