"""An embed finder for the films below `settings.RECIT_BASE_URL`.

Comes in: an address that an editor pasted, or that `blocks.FilmBlock` made. Goes out: what Wagtail
keeps of an embed, its frame written here from escaped parts. Of what the films' server answers its
title alone is used.
"""

import re
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

import requests
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _
from wagtail.embeds.exceptions import EmbedNotFoundException
from wagtail.embeds.finders.base import EmbedFinder

FILM = re.compile(
    r"(?P<slug>[a-z0-9]+(?:[-_][a-z0-9]+)*(?:\.[A-Za-z0-9-]+)?)(?:/(?:(?:page|embed)\.html)?)?"
)
TIME = re.compile(r"(?:\d+:){0,2}\d+(?:\.\d+)?", re.ASCII)
KEPT = timedelta(hours=12)
"""A corrected title is seen the same day."""
RETRIED = timedelta(minutes=5)
"""A server that is down isn't asked at each visit."""
LONGEST = 5
"""Seconds that a films' server may take to answer: a visitor may be waiting."""


class Film(NamedTuple):
    """Which film, and where it opens."""

    slug: str
    moment: str
    """What its frame's address says after "#": "t=1:07", "fort-du-roule", or nothing."""


def base_url() -> str:
    """The address below which every film has its folder, with a final slash; or nothing."""
    given = str(getattr(settings, "RECIT_BASE_URL", "") or "").strip()
    return given.rstrip("/") + "/" if re.fullmatch(r"https?://[^\s?#@\"'<>]+", given) else ""


def film_of(given: str) -> Film | None:
    """The film of a name or an address below `base_url`; None: no film of this site's films."""
    base, given = base_url(), given.strip()
    try:
        parts = urlsplit(given.removeprefix(base))
    except ValueError:
        return None
    found = FILM.fullmatch(parts.path)
    if not base or not found:
        return None
    fragment = unquote(parts.fragment)
    for time in (fragment.removeprefix("t="), *parse_qs(parts.query).get("t", [])):
        if TIME.fullmatch(time):
            return Film(found["slug"], f"t={time}")
    return Film(found["slug"], quote(fragment, safe=""))


def frame(film: Film, title: str) -> str:
    """The frame that shows *film*.

    Without the script that makes it as tall as its content it is 4 : 3, in which film, title and
    chapters are seen, and never lower than a telephone needs.
    """
    moment = f"#{film.moment}" if film.moment else ""
    return format_html(
        '<iframe class="recit-film" src="{}" title="{}"'
        ' style="border:0;width:100%;height:auto;aspect-ratio:4/3;min-height:30rem"'
        ' width="960" height="720" loading="lazy" referrerpolicy="strict-origin-when-cross-origin"'
        ' sandbox="allow-scripts allow-same-origin allow-downloads allow-popups"'
        ' allow="fullscreen; picture-in-picture" allowfullscreen></iframe>',
        f"{base_url()}{film.slug}/embed.html{moment}",
        _("Film: %(title)s") % {"title": title} if title else _("Film"),
    )


class FilmFinder(EmbedFinder):
    """For `WAGTAILEMBEDS_FINDERS`, before `wagtail.embeds.finders.oembed`."""

    def accept(self, url: str) -> bool:
        """Only whole addresses below `base_url`."""
        return bool(base_url()) and url.startswith(base_url()) and film_of(url) is not None

    def find_embed(self, url, max_width=None, max_height=None):  # noqa: ARG002  Wagtail's own
        """What Wagtail keeps: a frame as wide as its column, so without a size of its own."""
        film = film_of(url)
        if film is None:
            raise EmbedNotFoundException("no film has this address")
        title = _title(f"{base_url()}{film.slug}/oembed.json")
        return {
            "title": title,
            "author_name": "",
            "provider_name": "Récit",
            "type": "rich",
            "thumbnail_url": f"{base_url()}{film.slug}/poster.jpg",
            # None: with a ratio Wagtail would wrap it, and no frame could grow in there.
            "width": None,
            "height": None,
            "html": frame(film, title),
            "cache_until": timezone.now() + (KEPT if title else RETRIED),
        }


def _title(address: str) -> str:
    """Nothing where the server doesn't answer: the frame is shown all the same."""
    try:
        answer = requests.get(address, timeout=LONGEST, allow_redirects=False)
        if answer.status_code in (404, 410):
            raise EmbedNotFoundException(f"no film is there: {address}")
        told = answer.json() if answer.ok else None
    except requests.RequestException:
        told = None
    title = told.get("title") if isinstance(told, dict) else None
    return strip_tags(title).strip() if isinstance(title, str) else ""


embed_finder_class = FilmFinder
