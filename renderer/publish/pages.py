"""The pages of a set, from templates that escape everything they are given.

Comes in: a `PageView`. Goes out: whole HTML documents, as bytes. Style and script are inline, and
the only ones that the page's own Content-Security-Policy lets run (by their digests), so that
nothing a storyboard says can become either. Knows no folder.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from renderer.language.ear.lexicon import Lexicon, layer
from renderer.language.eye.typography import raised
from renderer.language.folding import fold
from renderer.publish.escape import json_in_script, url_path

if TYPE_CHECKING:
    from renderer.language.eye.typography import Run
    from renderer.publish.view import PageView
    from renderer.storyboard.board import Pronunciation

BESIDE = MappingProxyType({"style": "'self'", "font": "'self' data:", "img": "data:"})
"""What a page's dress may load; data: stands in stylesheets, and is loaded from nowhere."""
_NOTHING = Markup()
_NO_WORDS = Lexicon()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What every template gets, as `view`."""

    page: PageView
    style: Markup = _NOTHING
    script: Markup = _NOTHING
    policy: str = ""
    structured: Markup = _NOTHING
    at: str = ""
    frame: Markup = _NOTHING


def embed_page(page: PageView) -> bytes:
    """`embed.html`: what an iframe shows."""
    return _render("embed.html", _dressed(page))


def example_page(page: PageView, structured: dict[str, Any]) -> bytes:
    """`page.html`: a whole page as a memorial's site would have it."""
    is_dsfr = page.dress.form == "dsfr"
    style, script = _style("dsfr.css" if is_dsfr else "page.css"), _asset("player.js")
    shown = _Shown(
        page=page,
        style=_trusted(style),
        script=_trusted(script),
        policy=_policy(style, script, _from_elsewhere(page)),
        structured=_trusted(json_in_script(structured)),
    )
    return _render("dsfr.html" if is_dsfr else "page.html", shown)


def transcript_page(page: PageView) -> bytes:
    """`transcript.<language>.html`: the words alone, for reading and printing."""
    return _render("transcript.html", _dressed(page))


def snippet(page: PageView) -> bytes:
    """`snippet.html`: the iframe, and the bare figure, to paste in a CMS."""
    frame = _trusted(iframe(page))
    return _render("snippet.html", _Shown(page=page, at=_address(page), frame=frame))


def companions() -> dict[str, bytes]:
    """What lies beside the pages, the same for every film: their icon, and `frame.js`, by which a
    page of the team makes its frames as tall as what they show.
    """
    return {name: (_asset(name) + "\n").encode("utf-8") for name in ("frame.js", "icon.svg")}


def iframe(page: PageView) -> str:
    """The one line to paste: the iframe form of the snippet."""
    return _render("frame.html", _Shown(page=page, at=_address(page))).decode("utf-8").strip()


def superscripts(text: str, language: str, foreign: Lexicon = _NO_WORDS) -> Markup:
    """*text* escaped for HTML, its raised letters (1re, XIXe, no) as <sup>, *foreign* words with
    their language.
    """
    runs, folded = raised(text, language), fold(text)
    made, at = Markup(), 0
    for found in foreign.find(folded.text):
        start, end = folded.written(found.start, found.end)
        word = Markup('<span lang="%s">%s</span>') % (found.entry.language, _cut(runs, start, end))
        made += _cut(runs, at, start) + word
        at = end
    return made + _cut(runs, at, len(text))


def _cut(runs: Sequence[Run], start: int, end: int) -> Markup:
    """The letters *start* to *end* of *runs*: a letter is raised for what stands around it."""
    made, at = Markup(), 0
    for run in runs:
        text = run.text[max(0, start - at) : max(0, end - at)]
        if text:
            made += Markup("<sup>%s</sup>") % text if run.raised else escape(text)
        at += len(run.text)
    return made


def page_policy() -> str:
    """The Content-Security-Policy that every page of a set can live with: its own style and script,
    and files beside it; each page states a closer one.
    """
    return _policy(_style("page.css"), _asset("player.js"), BESIDE)


def _dressed(page: PageView) -> _Shown:
    style, script = _style("page.css"), _asset("player.js")
    return _Shown(
        page=page, style=_trusted(style), script=_trusted(script), policy=_policy(style, script)
    )


def _from_elsewhere(page: PageView) -> Mapping[str, str]:
    """What the page's dress loads, by kind: files beside it, or the site's own Design System."""
    if page.dress.form != "dsfr":
        return BESIDE if page.stylesheets else {}
    at = page.dress.dsfr
    # A path has no host to be named with.
    kept = at if at.startswith("https:") else "'self'"
    own = f"'self' {kept}" if page.stylesheets and kept != "'self'" else kept
    pictures = "data:" if kept == "'self'" else f"{kept} data:"
    return {"style": own, "font": f"{own} data:", "script": kept, "img": pictures}


def _policy(style: str, script: str, more: Mapping[str, str] = MappingProxyType({})) -> str:
    fonts, pictures = more.get("font", ""), more.get("img", "")
    return "; ".join(
        (
            "default-src 'none'",
            f"img-src 'self' {pictures}".strip(),
            "media-src 'self'",
            *([f"font-src {fonts}"] if fonts else []),
            f"style-src '{_source_digest(style)}' {more.get('style', '')}".strip(),
            f"script-src '{_source_digest(script)}' {more.get('script', '')}".strip(),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _address(page: PageView) -> str:
    """Where a CMS page finds the set: its public address, or a folder beside the page."""
    return page.base_url or url_path(page.slug) + "/"


def _render(name: str, shown: _Shown) -> bytes:
    page = shown.page
    text = _environment(page.language, page.foreign).get_template(name).render(view=shown)
    lines = (line.rstrip() for line in text.strip().split("\n"))
    return ("\n".join(line for line in lines if line) + "\n").encode("utf-8")


@lru_cache(maxsize=4)
def _environment(language: str, foreign: tuple[Pronunciation, ...]) -> Environment:
    """Templates, compiled once for a film's languages."""
    environment = Environment(
        loader=PackageLoader("renderer.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    lexicon = Lexicon(layers=(layer(foreign),))
    environment.filters["raised"] = partial(superscripts, language=language, foreign=lexicon)
    environment.filters["checked"] = lambda fragment: _trusted(fragment)
    environment.filters["data"] = lambda value: Markup(json_in_script(value))
    return environment


def _asset(name: str) -> str:
    source = files("renderer.publish").joinpath("templates", name).read_text(encoding="utf-8")
    lines = (line.rstrip() for line in source.split("\n"))
    return "\n".join(line for line in lines if line)


def _style(name: str) -> str:
    """A page's own style, and how its first screen is laid out."""
    return f"{_asset(name)}\n{_asset('screen.css')}"


def _source_digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _trusted(text: str) -> Markup:
    """Text of our own making, safe where it goes: style, script, JSON, iframe, checked fragment."""
    return Markup(text)
