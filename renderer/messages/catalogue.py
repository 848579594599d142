"""Messages by gettext: an English sentence in, the same in the reader's language out.

Comes in: literal English text with named places (``{file}``), never a glued one: `pybabel extract`
has to find it whole. Goes out: the translation with its places filled. An English reader loads no
catalogue, any other one loads it at the first message.

The language of a process is its environment's ``RECIT_LANG``: processes that it starts say what
they say in the same one. A server speaks to several readers: `speaking` sets it for one of them.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

DOMAIN = "recit"
LOCALES = Path(__file__).parent / "locale"
SOURCE = "en"
LANGUAGES = (SOURCE, "fr")
"""Those that the tool speaks. Every one but the source's has a catalogue below `LOCALES`."""
VARIABLE = "RECIT_LANG"

_NARROW_SPACE = "\u202f"
_THOUSANDS = {SOURCE: ",", "fr": _NARROW_SPACE}

_reader: ContextVar[str] = ContextVar("reader", default="")


def language() -> str:
    """The language in which the tool speaks at this moment: one of `LANGUAGES`."""
    wanted = _reader.get() or os.environ.get(VARIABLE, "")
    return wanted if wanted in LANGUAGES else SOURCE


@contextmanager
def speaking(tongue: str) -> Iterator[None]:
    """Speak *tongue* in this context (a request, say), whatever the process speaks."""
    before = _reader.set(tongue)
    try:
        yield
    finally:
        _reader.reset(before)


def tr(text: str, /, **values: object) -> str:
    """*text* in the reader's language, its places filled with *values*."""
    found = _catalogue(language()).gettext(text)
    return found.format(**values) if values else found


def trc(context: str, text: str, /, **values: object) -> str:
    """The same, of a *text* that means something else elsewhere: *context* says what it is here."""
    found = _catalogue(language()).pgettext(context, text)
    return found.format(**values) if values else found


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of *one* and *many* that *count* asks for; ``{count}`` is filled by it."""
    tongue = language()
    found = _catalogue(tongue).ngettext(one, many, count)
    return found.format(count=number(count), **values)


def number(value: int) -> str:
    """*value* as the reader's language groups its digits: 2,000 or 2 000."""
    return f"{value:,}".replace(",", _THOUSANDS[language()])


def deferred(text: str, /) -> str:
    """*text* itself, marked for translation: a table keeps it, its reader says `tr`."""
    return text


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(tongue: str) -> gettext.NullTranslations:
    if tongue == SOURCE:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALES, [tongue])
