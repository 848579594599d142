"""The rights that picture files carry in themselves, laid under what the storyboard says.

    Storyboard ──prefilled──▶ the same, its pictures' missing rights filled in, and what to look at

Comes in: a checked `Storyboard` whose pictures exist. Goes out: data. What the storyboard says
wins; the file only fills what it leaves out. Where both speak and disagree, that is reported.
Files are read in the decoder's process (`pictures.decoder`); what was found is kept in the cache
under the file's digest.
"""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import cache as remembered
from pathlib import Path
from typing import Any

from renderer.errors import Mark, PictureError, Problem
from renderer.language.dates import running_date, spelled
from renderer.language.eye.typography import plain_spaces
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.photographs.decoder import Decoder, open_decoder
from renderer.photographs.file import picture_digest, picture_state
from renderer.rights.credit_text import EXAMPLE
from renderer.rights.embedded import (
    Embedded,
    doubtful_sidecar_of,
    embedded_in,
    filled_fields,
    sidecar_of,
)
from renderer.store.cache import Cache, key_of
from renderer.store.code_digest import code_digest
from renderer.storyboard.board import Image, Rights, Slide, Storyboard
from renderer.storyboard.slide_kinds import keyed_works_of, photographs_of, with_photographs

_KIND = "rights"
"""Of cache entries."""
_NO_READING = (("*", "renderer.language.ear"),)
"""What is read is never spoken: a language only names its ear."""
Reading = Embedded | PictureError
"""What a file says of itself, or why it can't be asked."""


def prefilled(
    board: Storyboard, cache: Cache | None = None, fresh: dict[str, Embedded] | None = None
) -> tuple[Storyboard, tuple[Problem, ...]]:
    """*board* with what its pictures' files say of their rights where it is silent.

    Args:
        board: checked, its pictures at hand.
        cache: is asked before a file is; None: none is.
        fresh: gets what the cache didn't hold, for `keep_readings` once a film is really made: a
            film that is refused leaves not even a cache behind.

    Returns:
        The board, and one problem for each thing to look at: fields in which file and storyboard
        differ, a text for `alt` or terms of use that only the file has, a file that can't be read.
    """
    slides: list[Slide] = []
    told: list[Problem] = []
    with open_decoder() as decoder:
        # A picture may be on many slides.
        read = remembered(_reader(decoder, board.language, cache, {} if fresh is None else fresh))
        for slide in board.slides:

            def asked(image: Image, slide: Slide = slide) -> Image:
                if image.awaited:
                    return image
                found = read(image.file, image.name)
                told.extend(_told(slide, image, found))
                if isinstance(found, PictureError) or found.rights == Rights():
                    return image
                rights = _filled(image, _in_words(found.rights, board.language))
                return image if rights == image.rights else replace(image, rights=rights)

            visual = with_photographs(slide.visual, asked)
            slides.append(slide if visual is slide.visual else replace(slide, visual=visual))
    return replace(board, slides=tuple(slides)), tuple(told)


def offered_alts(board: Storyboard) -> tuple[Problem, ...]:
    """What the files of pictures without `alt` say of what they show, for their authors to take."""
    told: list[Problem] = []
    with open_decoder() as decoder:
        read = remembered(_reader(decoder, board.language, None, {}))
        for slide in board.slides:
            for image in photographs_of(slide.visual):
                if not image.awaited and not image.alt:
                    told += _offered(slide, image, read(image.file, image.name))
    return tuple(told)


def _reader(
    decoder: Decoder, language: str, cache: Cache | None, fresh: dict[str, Embedded]
) -> Callable[[Path, str], Reading]:
    """Give what reads a file; *fresh* gets what *cache* doesn't hold yet, by its key."""
    code = code_digest("renderer.rights.embedded", apart=_NO_READING)

    def read(file: Path, name: str) -> Reading:
        beside = sidecar_of(file)
        try:
            if cache is None:
                return decoder.embedded(file, name, language, beside)
            files = {file: name} if beside is None else {file: name, beside: beside.name}
            digests, states = zip(*(picture_digest(*one) for one in files.items()), strict=True)
            key = key_of({"kind": _KIND, "files": digests, "language": language, "code": code})
            if (entry := cache.local.find(_KIND, key)) is not None:
                return embedded_in(entry.facts)
            found = decoder.embedded(file, name, language, beside)
        except PictureError as error:
            return error
        except OSError as error:  # no process can be started: no memory, no room for files
            return PictureError(
                tr("{file} can't be asked: {why}", file=name, why=reason_of(error)),
                code="file-unreadable",
            )
        if states == tuple(map(picture_state, files)):  # else they are other files by now
            fresh[key] = found
        return found

    return read


def keep_readings(cache: Cache, fresh: Mapping[str, Embedded]) -> None:
    """Keep what `prefilled` read, so that no file is asked twice."""
    for key, found in fresh.items():

        def write(draft: Path, found: Embedded = found) -> dict[str, Any]:
            facts = asdict(found)
            draft.write_text(json.dumps(facts), encoding="utf-8")
            return facts

        with contextlib.suppress(OSError):  # a cache that can only be read: the file is read again
            cache.local.keep(_KIND, key, write)


def _told(slide: Slide, visual: Image, found: Reading) -> Iterator[Problem]:
    if isinstance(found, PictureError):
        yield Problem(
            mark=_mark(slide, visual, ".file"),
            what=tr("the rights in the picture's file can't be read: {why}", why=found),
            remedy=tr("write them in the storyboard: {example}", example=EXAMPLE),
            slide=slide.id,
            code="rights-unreadable",
        )
        return
    if doubtful := doubtful_sidecar_of(visual.file):
        yield Problem(
            mark=_mark(slide, visual, ".file"),
            what=tr(
                "{sidecar} may speak of {file} or of another of that name, and isn't read",
                sidecar=doubtful.name,
                file=visual.name,
            ),
            remedy=tr("if it speaks of this one, call it {name}", name=f"{visual.file.name}.xmp"),
            slide=slide.id,
            code="rights-unreadable",
        )
    declared = visual.rights or Rights()
    yield from _differences(slide, visual, declared, found.rights)
    yield from _offered(slide, visual, found)
    if found.terms and not declared.license:
        yield Problem(
            mark=_mark(slide, visual, ".rights"),
            what=tr("the picture's file gives terms of use: '{terms}'", terms=found.terms),
            remedy=tr("read them, and write the license: that they come to"),
            slide=slide.id,
            code="rights-terms",
        )


def _offered(slide: Slide, visual: Image, found: Reading) -> Iterator[Problem]:
    if isinstance(found, Embedded) and found.alt and not visual.alt:
        yield Problem(
            mark=_mark(slide, visual),
            what=tr("no 'alt', and the picture's file says: '{alt}'", alt=found.alt),
            remedy=tr("write it as alt: …, if it tells what is seen to those who don't see it"),
            slide=slide.id,
            code="alt-missing",
        )


def _mark(slide: Slide, visual: Image, below: str = "") -> Mark:
    """Where *visual*, a picture of the slide, was written, or a key below it."""
    key = next(key for key, _, work in keyed_works_of(slide.visual) if work is visual)
    return slide.mark(f"{key}{below}")


def _in_words(rights: Rights, language: str) -> Rights:
    """*rights* with the date as an author would write it."""
    parts = [int(part) for part in rights.date.split("-") if part]
    if len(parts) < 2:
        return rights
    day = datetime.datetime(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    words = running_date(day, "day" if len(parts) > 2 else "month", language)
    return replace(rights, date=plain_spaces(spelled(words, language)))


def _filled(visual: Image, found: Rights) -> Rights:
    """The storyboard's rights, completed. A credit line of the file's never replaces names that
    the storyboard gives: the line would then speak of someone else."""
    declared = visual.rights or Rights()
    named = declared.author or declared.holder or declared.credit
    missing: dict[str, Any] = {
        key: text
        for key, text in filled_fields(found)
        if not getattr(declared, key) and not (named and key in ("credit", "author", "holder"))
    }
    return replace(declared, **missing)


def _differences(slide: Slide, visual: Image, declared: Rights, found: Rights) -> Iterator[Problem]:
    for key, text in filled_fields(found):
        ours = str(getattr(declared, key) or "")
        if ours and ours.casefold() != text.casefold() and key not in ("title", "date"):
            yield Problem(
                mark=_mark(slide, visual, f".rights.{key}"),
                what=tr(
                    "the storyboard gives {key} '{ours}', the picture's file '{theirs}'",
                    key=key,
                    ours=ours,
                    theirs=text,
                ),
                remedy=tr("the storyboard's is used; correct it if the file is right"),
                slide=slide.id,
                code="rights-differ",
            )
