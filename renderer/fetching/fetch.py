"""A storyboard's pictures from the web, each fetched once and then taken from the cache.

    Storyboard ──fetch_pictures──▶ the same, each picture a file, and where those files are from

Comes in: a checked storyboard, whose pictures on the web are only addresses, and the cache. Goes
out: data. What was fetched before is not asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from pathlib import Path

from renderer.cancellation import wait_for
from renderer.errors import PictureError, Problem
from renderer.fetching.connection import NotFetchedError, Web
from renderer.fetching.picture_cache import WebPicture, find_kept, forget, keep
from renderer.fetching.request import download
from renderer.messages import deferred, tr
from renderer.store.cache import Cache
from renderer.storyboard.board import Image, Slide, Storyboard
from renderer.storyboard.slide_kinds import keyed_works_of, photographs_of, with_photographs

_DOWNLOAD = deferred("download it into media/, with its rights, and name that file")


def fetch_pictures(
    board: Storyboard, cache: Cache, *, offline: bool, again: bool = False, web: Web | None = None
) -> tuple[Storyboard, Mapping[Path, WebPicture]]:
    """*board* with a file in place of every web address, fetched now or earlier.

    Args:
        board: may name pictures on the web; whether that is allowed was asked before.
        cache: keeps them.
        offline: open no socket.
        again: ask even for what is kept.
        web: how the web is reached; None: directly.

    Returns:
        The board, and what is known of each file that came from the web.

    Raises:
        PictureError: with the line of each picture that can't be had.
    """
    had: dict[str, WebPicture | Problem] = {}
    slides: list[Slide] = []
    for slide in board.slides:
        for image in photographs_of(slide.visual):
            if image.awaited and image.url not in had:
                reached = None if offline else web or the_web()
                had[image.url] = _had(slide, image.url, cache, reached, again)
        arrived = with_photographs(slide.visual, partial(_arrived, had=had))
        slides.append(replace(slide, visual=arrived))
    problems = [found for found in had.values() if isinstance(found, Problem)]
    if problems:
        codes = {problem.code for problem in problems}
        raise PictureError(
            "\n\n".join(str(problem) for problem in problems),
            code=codes.pop() if len(codes) == 1 else "fetch-failed",
        )
    pictures = {found.file: found for found in had.values() if isinstance(found, WebPicture)}
    return replace(board, slides=tuple(slides)), pictures


def _arrived(image: Image, had: Mapping[str, WebPicture | Problem]) -> Image:
    found = had.get(image.url) if image.awaited else None
    return replace(image, file=found.file) if isinstance(found, WebPicture) else image


def the_web() -> Web:
    """The web as films reach it."""
    return Web()


def _had(
    slide: Slide, url: str, cache: Cache, web: Web | None, again: bool
) -> WebPicture | Problem:
    kept = find_kept(cache, url)
    if kept is not None and (web is None or not again):
        return kept
    if web is None:
        return _problem(
            slide,
            url,
            tr("{url} has not been fetched yet, and nothing is fetched with --offline", url=url),
            tr("render once without --offline; or {remedy}", remedy=tr(_DOWNLOAD)),
            code="fetch-offline",
        )
    try:
        came = wait_for(partial(copy_context().run, download, url, web))
        if kept is not None:
            forget(cache, url)
        return keep(cache, url, came)
    except NotFetchedError as error:
        told = tr("{url} can't be fetched: {why}", url=url, why=error)
        return _problem(slide, url, told, tr(_DOWNLOAD), code="fetch-failed")
    except PictureError as error:
        return _problem(
            slide, url, str(error), tr("look at the address in a browser"), code=error.code
        )


def _problem(slide: Slide, url: str, what: str, remedy: str, code: str) -> Problem:
    named = keyed_works_of(slide.visual)
    key = next(key for key, _, work in named if isinstance(work, Image) and work.url == url)
    return Problem(
        mark=slide.mark(f"{key}.file"),
        what=what,
        remedy=remedy,
        slide=slide.id,
        code=code,
    )
