"""A look at everything a render stands on: codecs, fonts, voices, network, cache, disk.

Comes in: the cache's folder. Goes out: `Finding`s. Mends nothing.
"""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from renderer import __version__
from renderer.errors import RecitError
from renderer.farm import usable_cores

State = Literal["ok", "warning", "fatal"]
_LEAST_FREE = 2_000_000_000
"""Bytes: a 10-minute 1080p film with its segments takes about 1.2 GB."""
_GOOGLE = ("translate.google.com", 443)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    what: str
    state: State
    found: str
    remedy: str = ""


def diagnose(cache: Path, *, offline: bool) -> list[Finding]:
    """Every finding, in the order of the stages. Opens no socket when *offline*."""
    looks: list[Callable[[], Iterator[Finding]]] = [
        _python,
        _packages,
        _codecs,
        _fonts,
        _voices,
        lambda: _network(offline),
        lambda: _cache(cache),
        lambda: _pictures_from_the_web(cache),
        lambda: _environment(),
    ]
    return [finding for look in looks for finding in look()]


def _python() -> Iterator[Finding]:
    fit = sys.version_info >= (3, 11)
    yield Finding(
        what="Récit",
        state="ok" if fit else "fatal",
        found=f"{__version__} on Python {platform.python_version()}, {usable_cores()} cores",
        remedy="" if fit else "install Python 3.11 or newer",
    )


def _packages() -> Iterator[Finding]:
    for name, least in (("moviepy", (2, 2)), ("gTTS", (2, 5)), ("pydub", (0, 25))):
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding(
                what=name,
                state="fatal",
                found="not installed",
                remedy="pip install -r requirements.txt",
            )
            continue
        numbers = tuple(int(part) for part in found.split(".")[:2] if part.isdigit())
        fit = numbers >= least
        yield Finding(
            what=name,
            state="ok" if fit else "fatal",
            found=found,
            remedy="" if fit else f"pip install '{name}>={'.'.join(map(str, least))}'",
        )


def _codecs() -> Iterator[Finding]:
    try:
        import av
    except ImportError as error:
        yield Finding(
            what="codecs",
            state="fatal",
            found=f"PyAV can't be loaded: {error}",
            remedy="pip install --force-reinstall av",
        )
        return
    missing = [name for name in ("libx264", "libsvtav1", "aac") if name not in av.codecs_available]
    yield Finding(
        what="codecs",
        state="ok" if not missing else "warning" if missing == ["libsvtav1"] else "fatal",
        found=f"PyAV {av.__version__}" + (f" without {', '.join(missing)}" if missing else ""),
        remedy="install PyAV from its wheels: pip install --only-binary :all: av"
        if missing
        else "",
    )


def _fonts() -> Iterator[Finding]:
    from renderer.pictures.fonts import can_draw_right_to_left, drawing_versions
    from renderer.pictures.theme import load_theme, theme_files

    for name in sorted(theme_files()):
        try:
            load_theme(name)
        except RecitError as error:
            yield Finding(what=f"theme {name}", state="fatal", found=str(error))
        else:
            yield Finding(what=f"theme {name}", state="ok", found="its fonts are there")
    drawn = ", ".join(f"{name} {number}" for name, number in drawing_versions().items())
    two_ways = can_draw_right_to_left()
    yield Finding(
        what="text",
        state="ok" if two_ways else "warning",
        found=drawn + ("" if two_ways else "; no FriBiDi: right-to-left text is refused"),
        remedy="" if two_ways else "install FriBiDi (Debian: libfribidi0) to draw Arabic or Hebrew",
    )


def _voices() -> Iterator[Finding]:
    from renderer.voices.base import VoiceSettings
    from renderer.voices.catalogue import AUTO, engine_names, open_voice

    for name in engine_names():
        if name == AUTO:
            continue
        try:
            voice = open_voice(name, VoiceSettings(offline=name != "gtts"))
            if not voice.online:
                voice.say("oui")
        except RecitError as error:
            state: State = "fatal" if name == "espeak" else "warning"
            yield Finding(what=f"voice {name}", state=state, found=str(error))
        else:
            yield Finding(what=f"voice {name}", state="ok", found=voice.title)


def _network(offline: bool) -> Iterator[Finding]:
    if offline:
        yield Finding(what="network", state="ok", found="not looked at (--offline)")
        return
    try:
        socket.create_connection(_GOOGLE, timeout=4).close()
    except OSError as error:
        yield Finding(
            what="network",
            state="warning",
            found=f"{_GOOGLE[0]} can't be reached: {error}",
            remedy="films will be spoken by espeak-ng; ask whoever runs the network for HTTPS out",
        )
    else:
        yield Finding(what="network", state="ok", found=f"{_GOOGLE[0]} answers")


def _cache(cache: Path) -> Iterator[Finding]:
    nearest = next(p for p in (cache, *cache.parents) if p.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        yield Finding(
            what="cache",
            state="fatal",
            found=f"{nearest} can't be written to: {error.strerror}",
            remedy="name another folder with --cache, or RECIT_CACHE",
        )
        return
    free = shutil.disk_usage(nearest).free
    yield Finding(
        what="cache",
        state="ok" if free >= _LEAST_FREE else "warning",
        found=f"{cache}, {free / 1e9:.1f} GB free",
        remedy="" if free >= _LEAST_FREE else "make room, or see `clean --older-than 30 --yes`",
    )


def _pictures_from_the_web(cache: Path) -> Iterator[Finding]:
    """Opens no socket: whether certificates could be checked, and what was fetched."""
    from renderer.fetching.connection import trust
    from renderer.fetching.keeping import FETCHED

    what, kept = "web pictures", sum(1 for _ in cache.glob(f"{FETCHED}/??/*.json"))
    try:
        known = len(trust().get_ca_certs())
    except OSError as error:
        yield Finding(
            what=what,
            state="warning",
            found=f"no certificate can be checked: {error.strerror or error}",
            remedy="let REQUESTS_CA_BUNDLE name a file of authorities, or unset it",
        )
    else:
        found = f"fetched only with --allow-fetch, {known} authorities trusted; {kept} kept"
        yield Finding(what=what, state="ok", found=found)


def _environment() -> Iterator[Finding]:
    """moviepy 2.2.1 would run the `.env` nearest above itself; we keep it from doing so."""
    named = [name for name in ("FFMPEG_BINARY", "IMAGEIO_FFMPEG_EXE") if os.environ.get(name)]
    if named:
        yield Finding(
            what="environment",
            state="warning",
            found=f"{', '.join(named)} name a program that moviepy would run",
            remedy="unset them unless you set them on purpose: Récit needs no ffmpeg program",
        )
