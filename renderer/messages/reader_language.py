"""Which language the tool speaks to whoever started it.

Comes in: the words of a command line, the environment, the system. Goes out: one of `LANGUAGES`,
set for as long as a command runs.

In this order: ``--lang``, ``RECIT_LANG``, then what every program heeds: ``LC_ALL``,
``LC_MESSAGES``, ``LANG``; where none of these says anything, the language that the user chose for
the system itself (Windows, macOS); else English.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from renderer.messages.catalogue import DOMAIN, LANGUAGES, LOCALES, SOURCE, VARIABLE

OPTION = "--lang"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_MAC_PREFERENCES = Path("Library/Preferences/.GlobalPreferences.plist")
"""Where macOS keeps a user's languages, below the home: reading it costs a file, asking
`defaults` a process."""


def choose_language(words: Sequence[str], environ: Mapping[str, str]) -> str:
    """The language for a command of *words* in *environ*."""
    asked = _option(words) or environ.get(VARIABLE, "")
    if tongue := _known(asked):
        return tongue
    told = next((environ[name] for name in _LOCALE_VARIABLES if environ.get(name)), "")
    return _known(told or _system_language(environ)) or SOURCE


def _option(words: Sequence[str]) -> str:
    """What ``--lang`` says in *words*, before a parser reads them: its mistakes are told, too."""
    for word, following in pairwise([*words, ""]):
        if word == "--":
            return ""
        if word == OPTION:
            return following
        if word.startswith(f"{OPTION}="):
            return word.removeprefix(f"{OPTION}=")
    return ""


def _known(tag: str) -> str:
    """The language of a tag or locale (``fr``, ``fr_FR.UTF-8``, ``fr-CA``); "" if it isn't ours."""
    primary = tag.replace("-", "_").split("_")[0].split(".")[0].lower()
    return primary if primary in LANGUAGES else ""


def _system_language(environ: Mapping[str, str]) -> str:
    if sys.platform == "win32":
        return _windows_language()
    if sys.platform == "darwin":
        return _mac_language(Path(environ.get("HOME", "")))
    return ""


def _windows_language() -> str:
    """The display language of the user, which may differ from their formats and from LANG."""
    import ctypes
    import locale

    library = getattr(ctypes, "windll", None)  # only Windows has it
    if library is None:
        return ""
    number = int(library.kernel32.GetUserDefaultUILanguage())
    return locale.windows_locale.get(number, "")


def _mac_language(home: Path) -> str:
    import plistlib

    try:
        with (home / _MAC_PREFERENCES).open("rb") as file:
            chosen = plistlib.load(file).get("AppleLanguages")
    except (OSError, ValueError, plistlib.InvalidFileException):
        return ""
    return str(chosen[0]) if isinstance(chosen, list) and chosen else ""


@contextmanager
def reader_language_of(words: Sequence[str]) -> Iterator[None]:
    """Let this process, and those that it starts, speak what *words* and the system ask for.

    argparse's own words ("usage", "required: …") come through the standard library's current
    domain, which reads ``LANGUAGE``: they stand in our catalogue with the rest.
    """
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)
    before = {name: os.environ.get(name) for name in (VARIABLE, "LANGUAGE")}
    chosen = choose_language(words, os.environ)
    os.environ.update(dict.fromkeys(before, chosen))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def language_last(words: Sequence[str]) -> list[str]:
    """*words* with a leading ``--lang`` behind the command, where its parser looks for it."""
    if words and words[0] == OPTION:
        return [*words[2:3], *words[:2], *words[3:]]
    if words and words[0].startswith(f"{OPTION}="):
        return [*words[1:2], words[0], *words[2:]]
    return list(words)
