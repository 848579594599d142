"""Blocks of a text → which slide each sentence is on: what belongs together, and how long it lasts.

Comes in: a document, its language. Goes out: ids of slides. These are kept apart from what the
slides say (`composition`), so that a text that changed is composed again on the same slides.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from renderer.importing.document import SPOKEN, Block, Document
from renderer.importing.lists import ended, with_items
from renderer.importing.readers.boilerplate import is_notice, left_out
from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.sentences import split_sentences
from renderer.messages import tr
from renderer.narration.sentence import LETTERS_A_SECOND

SHORTEST, LONGEST = 10.0, 25.0
"""Seconds of a slide that nobody has to wait for, nor to chase after."""
_AIM = 18.0
"""Seconds of the parts of a long paragraph: between both."""
SENTENCE_PAUSE, PARAGRAPH_PAUSE = 0.35, 0.8
"""Seconds, as a storyboard has them by default."""
OPENING = "ouverture"
"""The id of the title's card."""
_REMEMBERED = 4096
"""Sentences and paragraphs: a text is asked for its own several times in one import."""
_TURN = re.compile(
    r"(?:mais|cependant|toutefois|pourtant|puis|alors|ensuite|enfin|après|avant|depuis|pendant"
    r"|lorsque|quand|le \d|du \d|dès|à l'aube|au matin|en \d|but|however|then|after|before|when"
    r"|on \d|in \d|finally|meanwhile)\b",
    re.IGNORECASE,
)
"""How a sentence begins with which something new does."""
_BYLINES, _BYLINE_WORDS = 2, 14
"""Lines under a title, and words of each: a name with a post and an institution, and a date."""
_ENDED = re.compile(r"[.!?…:;»\"”]\s*$")
_WORKS = re.compile(
    r"^(?:sources?|bibliographie|références?|notes?"
    r"|pour (?:en savoir plus|aller plus loin)|ouvrages?"
    r"|bibliography|references?|further reading|works cited)\b.{0,30}$",
    re.IGNORECASE,
)
_IS_SENTENCE = re.compile(r"(?:\w+\W+){4,}\w+\W*[.!?…»]$")
"""A row of a table in words: five of them, and their full stop."""
_LITTLE = frozenset(
    re.findall(
        r"\w+",
        "le la les un une des de du d l en et a au aux dans par pour sur que qui est son sa ses ce"
        " cette the an of in on to and for with was were is il elle ils c s n qu jusqu",
    )
)

Homes = tuple[tuple[str, ...], ...]
"""Of every block, the slide of each of its sentences; of what isn't spoken, its one slide."""


@lru_cache(maxsize=_REMEMBERED)
def sentences_of(block: Block, language: str) -> tuple[str, ...]:
    """The sentences of a block that is spoken; of another its text, and something of a picture."""
    if block.kind not in SPOKEN:
        return (block.text,)
    text = block.text
    if block.kind == "item":
        text = ended(text)
    text = re.sub(r"(?<!\\)([{}])", r"\\\1", text)
    return raw_sentences(text, language) or (text,)


@lru_cache(maxsize=_REMEMBERED)
def raw_sentences(text: str, language: str) -> tuple[str, ...]:
    """The sentences of a narration, as they are typed."""
    starts = [each.start for each in split_sentences(text, language)]
    ends = [*starts[1:], len(text)][: len(starts)]
    return tuple(" ".join(text[a:b].split()) for a, b in zip(starts, ends, strict=True))


def seconds_of(sentences: Sequence[str], language: str) -> float:
    """How long saying them will last: `plan`'s estimate, with the pauses between them."""
    told = [_letters(each, language) for each in sentences]
    pauses = SENTENCE_PAUSE * max(0, sum(count for _, count in told) - 1)
    return sum(letters for letters, _ in told) / LETTERS_A_SECOND + pauses


@lru_cache(maxsize=_REMEMBERED)
def _letters(text: str, language: str) -> tuple[int, int]:
    """How many letters a voice is given for *text*, and in how many sentences."""
    lexicon = lexicon_for(language=language)
    spoken = [speak(each, lexicon, language).text for each in split_sentences(text, language)]
    return sum(map(len, spoken)), len(spoken)


# Which slide is whose.


def settled_document(document: Document) -> Document:
    """*document* with its works set apart, without notices to visitors, its tables whole, each item
    of its lists by itself; its first heading is its title if it has none."""
    blocks: list[Block] = []
    works = list(document.sources)
    notices = [each.text for each in document.blocks if is_notice(each.text)]
    among_works = 0
    told = with_items(each for each in document.blocks if each.text not in notices)
    for block in _with_whole_tables(told):
        if block.kind == "heading":
            deeper = among_works and block.level > among_works
            among_works = block.level if _WORKS.match(block.text) or deeper else 0
            if among_works:
                continue
        if among_works and block.text:
            works.append(block.text)
        elif not among_works and (_says(block) or block.kind == "heading"):
            blocks.append(block)
    titled = any(block.kind == "title" for block in blocks)
    first = blocks[0] if blocks else None
    if not titled and first is not None and first.kind == "heading" and first.text:
        again = [b for b in blocks[1:] if b.kind == "heading" and b.level <= first.level]
        if not again or (
            first.level == 1 and len(blocks) > 1 and blocks[1].kind in ("heading", "subtitle")
        ):
            blocks[0] = Block(kind="title", text=first.text, id=first.id)
    bylines = _bylines(blocks)
    return Document(
        blocks=tuple(
            replace(block, kind="subtitle") if number in bylines else block
            for number, block in enumerate(blocks)
        ),
        title=document.title,
        description=document.description,
        language=document.language,
        edition=document.edition,
        sources=tuple(dict.fromkeys(works)),
        remarks=(
            *document.remarks,
            *left_out(notices),
            *(
                tr(
                    "the line under the title isn't read aloud, it stands on its card: “{text}”; if"
                    " it names who wrote the text, name them in the credits too",
                    text=blocks[number].text,
                )
                for number in bylines
            ),
        ),
    )


def _bylines(blocks: Sequence[Block]) -> list[int]:
    """Lines right under the title that aren't sentences: who wrote the text, where, when. Something
    to say must be left after them."""
    first = next((n for n, block in enumerate(blocks) if block.kind == "title"), None)
    if first is None:
        return []
    found = []
    for number in range(first + 1, min(first + 1 + _BYLINES, len(blocks))):
        block = blocks[number]
        words = block.text.split()
        if block.kind != "paragraph" or len(words) > _BYLINE_WORDS or _ENDED.search(block.text):
            break
        found.append(number)
    is_told = any(block.kind in SPOKEN for block in blocks[first + len(found) + 1 :])
    return found if is_told else []


def _with_whole_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """*blocks* with the rows of a table in one, which is left aside; a row that is a sentence, as
    in a table of dates, can be said."""
    rows: list[Block] = []
    for block in (*blocks, None):
        if block is not None and block.kind == "row" and not _IS_SENTENCE.search(block.text):
            rows.append(block)
            continue
        if rows:
            table = " / ".join(each.text for each in rows)
            notes = tuple(note for each in rows for note in each.notes)
            yield replace(rows[0], text=table, notes=notes)
            rows.clear()
        if block is not None:
            yield replace(block, kind="item") if block.kind == "row" else block


def _says(block: Block) -> bool:
    return block.picture is not None or any(each.isalnum() for each in block.text)


def homes_of(blocks: Sequence[Block], language: str, taken: Iterable[str] = ()) -> Homes:
    """The slide of every sentence: long paragraphs parted, short ones joined."""
    names = _Names({OPENING, *taken})
    homes: list[tuple[str, ...]] = [()] * len(blocks)
    for first, last in _sections(blocks):
        _settle_section(blocks, first, last, language, names, homes)
    return tuple(homes)


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Stretches between headings, with the headings before them."""
    first = 0
    for number in range(1, len(blocks)):
        opens = blocks[number].kind == "heading"
        if opens and any(block.kind != "heading" for block in blocks[first:number]):
            yield first, number
            first = number
    if blocks:
        yield first, len(blocks)


def _settle_section(
    blocks: Sequence[Block], first: int, last: int, language: str, names: _Names, homes: list[Any]
) -> None:
    parts = [
        [(number, at) for at in part]
        for number in range(first, last)
        if blocks[number].kind in SPOKEN
        for part in _parted(sentences_of(blocks[number], language), language)
    ]
    groups = _joined(_lists(parts, blocks, language), blocks, language)
    heading = next((block.text for block in blocks[first:last] if block.kind == "heading"), "")
    found: dict[int, list[str]] = {}
    for place, group in enumerate(groups):
        opening = sentences_of(blocks[group[0][0]], language)[group[0][1]]
        name = names.new(heading if place == 0 and heading else opening)
        for number, _ in group:
            found.setdefault(number, []).append(name)
    loose = [n for n in range(first, last) if blocks[n].kind not in SPOKEN]
    if not groups:
        only_title = all(blocks[n].kind in ("title", "subtitle") for n in loose)
        name = OPENING if only_title else names.new(heading or _any_text(blocks[first:last]))
        for number in loose:
            kind = blocks[number].kind
            found[number] = [OPENING if kind in ("title", "subtitle") else name]
    # Pictures first: what stands under one goes where it went.
    for number in sorted(loose, key=lambda n: blocks[n].kind != "picture") if groups else ():
        found[number] = [_nearest(blocks, number, first, last, found)]
    for number, ids in found.items():
        homes[number] = tuple(ids)


def _any_text(blocks: Sequence[Block]) -> str:
    return next((b.text or (b.picture.alt if b.picture else "") for b in blocks), "")


def _nearest(
    blocks: Sequence[Block], number: int, first: int, last: int, found: dict[int, list[str]]
) -> str:
    """The slide of what isn't spoken: of the text after it, or of the one before it."""
    if blocks[number].kind in ("title", "subtitle"):
        return OPENING
    after = [n for n in range(number + 1, last) if blocks[n].kind in SPOKEN]
    before = [n for n in range(number - 1, first - 1, -1) if blocks[n].kind in SPOKEN]
    if blocks[number].kind == "caption":  # under its picture, or above it
        near = (n for n in (number - 1, number + 1) if first <= n < last and n in found)
        beside = next((n for n in near if blocks[n].kind == "picture"), None)
        if beside is not None:
            return found[beside][0]
    shown = blocks[number].kind == "picture" and _words_beside(blocks, number)
    if before and (
        not after
        or (shown and _shared(shown, blocks[before[0]]) > _shared(shown, blocks[after[0]]))
    ):
        return found[before[0]][-1]
    return found[after[0]][0] if after else OPENING


def _words_beside(blocks: Sequence[Block], number: int) -> frozenset[str]:
    """What is said of a picture: in its place for the blind, and under it."""
    picture = blocks[number].picture
    told = picture.alt if picture else ""
    if number + 1 < len(blocks) and blocks[number + 1].kind == "caption":
        told = f"{told} {blocks[number + 1].text}"
    return _telling(told)


def _shared(words: frozenset[str], block: Block) -> int:
    return len(words & _telling(block.text))


def _telling(text: str) -> frozenset[str]:
    """Numbers, and the words that could be anything else's name."""
    found = re.findall(r"\w+", text.lower())
    return frozenset(word for word in found if len(word) > 3 or word.isdecimal())


def _lists(
    parts: list[list[tuple[int, int]]], blocks: Sequence[Block], language: str
) -> list[list[tuple[int, int]]]:
    """*parts* with the items of a list in one as far as they go."""
    result: list[list[tuple[int, int]]] = []
    for part in parts:
        kind = blocks[part[0][0]].kind
        if result and kind == "item" and blocks[result[-1][-1][0]].kind == kind:
            last = result[-1][-1][0]
            beside = all(b.kind == kind for b in blocks[last : part[0][0]])
            if beside and _length([*result[-1], *part], blocks, language) <= LONGEST:
                result[-1] += part
                continue
        result.append(list(part))
    return result


def _length(part: Sequence[tuple[int, int]], blocks: Sequence[Block], language: str) -> float:
    return seconds_of([sentences_of(blocks[n], language)[at] for n, at in part], language)


def _parted(sentences: Sequence[str], language: str) -> Iterator[list[int]]:
    """The sentences of a paragraph, by number, in parts that last about as long as they should."""
    lengths = [seconds_of([each], language) + SENTENCE_PAUSE for each in sentences]
    whole = sum(lengths)
    count = 1 if whole <= LONGEST else max(2, round(whole / _AIM))
    aim = whole / count
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(sentences) + 1):
        ways = []
        for start in range(end):
            length = sum(lengths[start:end])
            cost = ((length - aim) / aim) ** 2 + (
                2.0 if length > LONGEST and end - start > 1 else 0
            )
            if start and not _TURN.match(sentences[start]):
                cost += 0.15  # the sense goes on
            ways.append((best[start][0] + cost, start))
            if length > 2 * LONGEST and start:
                ways = ways[-1:]
        best.append(min(ways) if count > 1 else (0.0, 0))
    ends = [len(sentences)]
    while ends[-1] > 0:
        ends.append(best[ends[-1]][1])
    bounds = ends[::-1]
    for start, end in itertools.pairwise(bounds):
        yield list(range(start, end))


def _joined(
    parts: list[list[tuple[int, int]]], blocks: Sequence[Block], language: str
) -> list[list[tuple[int, int]]]:
    """The parts of a section, short ones with their neighbours; a picture opens a slide."""

    groups: list[list[tuple[int, int]]] = []
    times: list[float] = []
    for part in parts:
        time = _length(part, blocks, language)
        if groups:
            between = blocks[groups[-1][-1][0] : part[0][0]]
            shows = any(block.kind == "picture" for block in between)
            together = times[-1] + time + PARAGRAPH_PAUSE
            if not shows and min(times[-1], time) < SHORTEST and together <= LONGEST:
                groups[-1] += part
                times[-1] = together
                continue
        groups.append(list(part))
        times.append(time)
    return groups


class _Names:
    """Ids that nobody has yet."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def new(self, text: str) -> str:
        """An id made of the first words of *text*."""
        stem = file_slug(text, 34) or "passage"
        name, number = stem, 1
        while name in self._taken:
            number += 1
            name = f"{stem}-{number}"
        self._taken.add(name)
        return name


_STATE = re.compile(
    r"(?i)[\s_.-]*(?:[\s_.-](?:v(?:ersion)?[\s_.-]*\d+(?:[._]\d+)*|d[ée]f(?:initi(?:f|ve))?|final[e]?"
    r"|relue?|corrig[ée]e?|valid[ée]e?|ok|copie|copy|revised|draft|brouillon|\d{4}-\d\d-\d\d)"
    r"|\(\d+\))$"
)
"""How offices name the states of one text, at the end of its file's name."""
_ROCKETS = frozenset(("fusee", "fusees", "rocket", "rockets", "missile", "missiles"))
"""The V1 and the V2 are none."""


def name_of(stem: str) -> str:
    """The name of a text's file without the state that it is in, but where that is its subject."""
    named = unicodedata.normalize("NFC", stem)
    while (shorter := _STATE.sub("", named)) != named and shorter.strip():
        if file_slug(shorter).rpartition("-")[2] in _LITTLE | _ROCKETS:
            break
        named = shorter
    return named


def file_slug(text: str, most: int = 60) -> str:
    """*text* as a name for files and addresses; empty: it has no letter that one may have."""
    text = text.replace("œ", "oe").replace("æ", "ae").replace("Œ", "oe").replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    is_id = most < 60
    telling = [word for word in words if not (is_id and word in _LITTLE)] or words
    name = ""
    for word in telling:
        longer = f"{name}-{word}" if name else word[:most]
        if len(longer) > most or (is_id and longer.count("-") > 3):
            break
        name = longer
    return f"{name}-1" if name in ("con", "prn", "aux", "nul") else name
