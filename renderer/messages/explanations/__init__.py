"""What each kind of problem means: a paragraph, a wrong example and a right one, in each language.

Comes in: a problem's code. Goes out: its section of the page of that language, as Markdown. The
pages beside this module are the documentation's own: `docs/errors.md` and `docs/fr/erreurs.md` are
copies of them. A page is read only when somebody asks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from renderer.messages.catalogue import LANGUAGES, language

PAGES = {"en": "docs/errors.md", "fr": "docs/fr/erreurs.md"}
"""Where each language's page stands in the documentation."""

_SECTION = re.compile(r"^## ([a-z0-9-]+)$", re.MULTILINE)


def page(tongue: str) -> str:
    """The whole page of *tongue*, one of `LANGUAGES`."""
    return (Path(__file__).parent / f"{tongue}.md").read_text(encoding="utf-8")


@lru_cache(maxsize=len(LANGUAGES))
def explanations(tongue: str) -> dict[str, str]:
    """Code → its section, without its heading, in the page's order."""
    parts = _SECTION.split(page(tongue))
    return {code: text.strip() for code, text in zip(parts[1::2], parts[2::2], strict=True)}


def address(code: str) -> str:
    """Where the documentation explains *code* to this reader; "" for a problem without one."""
    return f"{PAGES[language()]}#{code}" if code else ""


__all__ = []
