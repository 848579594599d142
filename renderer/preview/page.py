"""The page around the film: a line that says how things are, mistakes, and the set in a frame.

Comes in: the state as plain JSON. Goes out: HTML that needs no script to be read; with its script
it follows the event stream. Every text is escaped by the template or set as text by the script.
"""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from renderer.messages import tr
from renderer.messages.catalogue import language


def new_nonce() -> str:
    """The word that lets one answer's own style and script run."""
    return secrets.token_urlsafe(16)


def wrapper_policy(nonce: str) -> str:
    """The Content-Security-Policy of the page around the film."""
    return "; ".join(
        (
            "default-src 'none'",
            "frame-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            f"style-src 'nonce-{nonce}'",
            f"script-src 'nonce-{nonce}'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def wrapper_page(state: dict[str, Any], nonce: str) -> str:
    """The page around the film, showing *state*."""
    return (
        _environment()
        .get_template("preview.html")
        .render(
            state=state,
            nonce=nonce,
            words=_words(),
            style=_asset("preview.css"),
            script=_asset("preview.js"),
        )
    )


def _words() -> dict[str, str]:
    """What the page itself says, in its reader's language."""
    return {
        "language": language(),
        "title": tr("Récit — preview"),
        "progress": tr("Progress"),
        "shown": tr("What is shown"),
        "embed": tr("The embedded film"),
        "page": tr("The example page"),
        "mistakes": tr("Mistakes"),
        "to_look_at": tr("To look at:"),
        "film": tr("The film and its page"),
        "draft": tr("draft"),
        "full": tr("full quality"),
        "ended": tr("The preview isn't running: start `serve` again"),
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("renderer.preview", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> Markup:
    """Our own style or script, which isn't escaped: no word of a storyboard is in it."""
    source = files("renderer.preview").joinpath("templates", name)
    return Markup(source.read_text(encoding="utf-8"))
