"""espeak-ng: the offline voice that every machine has, as the wheel `espeakng-loader`.

Comes in: spoken text. Goes out: speech at 22 050 Hz with word times. Each sentence is spoken by
a process of its own (`espeak_worker` says why); several may run side by side. GPL, so never loaded
into this process. Knows nothing of slides.
"""

from __future__ import annotations

import atexit
import difflib
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from renderer.cancellation import SLICE_SECONDS, Patience, stop_point
from renderer.errors import UnknownVoiceError, VoiceError
from renderer.language.registry import primary_tag
from renderer.language.sentence import PhonemeHint
from renderer.messages import deferred, tr
from renderer.messages.figures import decimal
from renderer.messages.os_errors import reason_of
from renderer.voices import espeak_worker
from renderer.voices.base import Speech, Voice, VoiceSettings, WordTime

LOG = logging.getLogger(__name__)
WPM = 112
"""espeak's own "words a minute" at rate 1.0.

Measured on French sentences without their pauses: about 155 spoken words a minute and 15 shown
characters a second, the pace of a commemorative speech, and easy to follow in captions (17 is the
limit there). espeak's 130 gives 179 words a minute there.
"""
SLOWEST, FASTEST = 80, 450
"""What espeak accepts (speak_lib.h, espeakRATE)."""
LEVEL_DB = -1.5
"""Measured at -21.5 LUFS over French sentences at its default volume; takes are kept at -23."""
RECIPE = 2
"""Number of the way text is handed to it; another number, other takes."""
TIMEOUT_SECONDS = 60.0
"""espeak speaks 700 times faster than real time: a minute means that it hangs."""
LONGEST_DATA_PATH = 150
"""Bytes. espeak-ng 1.52.0 copies the path into 160 of them: 158 works, 163 fails to start."""

_VOICE = (
    deferred("espeak has no voice '{name}'; for French: fr, fr-be, fr-ch, fr+f4"),
    deferred(
        "espeak has no voice '{name}' (did you mean '{near}'?); for French: fr, fr-be, fr-ch, fr+f4"
    ),
)
_VARIANT = (
    deferred("espeak has no variant '{name}'; for French: fr, fr-be, fr-ch, fr+f4"),
    deferred(
        "espeak has no variant '{name}' (did you mean '{near}'?); for French: fr, fr-be, fr-ch,"
        " fr+f4"
    ),
)
"""What is said of a name that isn't there: alone, and beside one that is like it."""

_OTHER_CODES = {"no": "nb", "zh": "cmn", "iw": "he", "in": "id", "ji": "yi"}
"""Codes of languages (ISO 639) whose voice bears another: Norwegian that doesn't say which,
Chinese, and three that were renamed in 1989."""

_TOKEN = re.compile(r"\S+")
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class EspeakVoice:
    """espeak-ng with one of its voices."""

    name: str
    """espeak's file name of the voice, with a variant: "fr", "fr-be", "fr+f4"."""
    wpm: int
    version: str

    online = False
    synthetic = True

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        """Engine, version, voice, pace and level."""
        return {
            "engine": "espeak",
            "version": self.version,
            "name": self.name,
            "wpm": self.wpm,
            "level_db": LEVEL_DB,
            "recipe": RECIPE,
        }

    @property
    def title(self) -> str:
        """As summaries name it."""
        return f"espeak-ng {self.name}"

    @property
    def public_name(self) -> str:
        """Without its code."""
        return "espeak-ng"

    def say(self, text: str) -> Speech:
        """Speak *text* in a fresh process, so that the same text gives the same samples.

        Raises:
            VoiceError: the process failed, crashed or hung; the message quotes the sentence.
        """
        return self.say_with(text, ())

    def say_with(self, text: str, hints: Sequence[PhonemeHint]) -> Speech:
        """Speak *text*, the stretches of *hints* as they say; French in French throughout.

        Raises:
            VoiceError: as `say`.
        """
        text = _UNSPEAKABLE.sub(" ", text).replace("[", "(").replace("]", ")")
        french = self.name.startswith("fr")
        if not (french and hints):
            head, speech = self._spoken(text, read=french)
            if not (french and "(" in head["read"]):
                return speech
        from renderer.voices.espeak_french import in_french  # which reads with this module

        given = in_french(text, hints, self.name)
        _, speech = self._spoken(given.text)
        return given.with_times(speech)

    def _spoken(self, text: str, *, read: bool = False) -> tuple[dict[str, Any], Speech]:
        import numpy as np

        request = {"voice": self.name, "wpm": self.wpm, "texts": [text], "read": read}
        head, pcm = _ask(request, about=text)
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.int16)
        words = tuple(_word_times(text, head["words"], head["rate"], len(samples)))
        return head, Speech(samples=samples, rate=head["rate"], words=words)


def open_voice(settings: VoiceSettings) -> Voice:
    """The espeak voice that *settings* names.

    Raises:
        VoiceError: the package is missing, or has no such voice.
    """
    name = _known(settings.name or settings.language, given=bool(settings.name))
    asked = round(WPM * settings.rate)
    wpm = min(max(asked, SLOWEST), FASTEST)
    if wpm != asked:
        LOG.warning(
            tr(
                "espeak can't speak at rate {asked}; it speaks at {rate}",
                asked=decimal(settings.rate, 2),
                rate=decimal(wpm / WPM, 2),
            )
        )
    return EspeakVoice(name=name, wpm=wpm, version=_version())


def phonemes(texts: Sequence[str], name: str = "fr") -> tuple[str, ...]:
    """How espeak would read each of *texts*, in IPA; for reviewing pronunciations.

    Raises:
        VoiceError: the package is missing, or has no such voice, or failed.
    """
    cleaned = [_UNSPEAKABLE.sub(" ", text) for text in texts]
    head, _ = _ask({"voice": _known(name, given=True), "texts": cleaned}, about="phonemes")
    return tuple(head["phonemes"])


def voice_names() -> tuple[str, ...]:
    """The voices of the installed data, without variants, sorted: "fr", "fr-be", …"""
    return tuple(sorted(_files("lang/**/*")))


def _known(wanted: str, *, given: bool) -> str:
    """*wanted* as espeak's file name of a voice.

    `espeak_SetVoiceByName` matches file names, never language codes: "fr-be" is one, "fr-fr" is
    not, so a language that has no file of its own falls back to its first part.
    """
    base, plus, variant = wanted.replace("_", "-").partition("+")
    voices, variants = _files("lang/**/*"), _files("voices/!v/*")
    primary = primary_tag(base)
    found = voices.get(base.lower())
    if found is None and (not given or base.lower() == f"{primary}-{primary}"):
        found = voices.get(primary) or voices.get(_OTHER_CODES.get(primary, ""))
    if found is None:
        raise UnknownVoiceError(_no_such(_VOICE, base, list(voices)), code="voice-unknown")
    if plus and variant.lower() not in variants:
        raise UnknownVoiceError(_no_such(_VARIANT, variant, list(variants)), code="voice-unknown")
    return found + (plus + variants[variant.lower()] if plus else "")


def _no_such(messages: tuple[str, str], wanted: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(wanted.lower(), names, n=1, cutoff=0.4)
    alone, compared = messages
    if near:
        return tr(compared, name=wanted, near=near[0])
    return tr(alone, name=wanted)


@lru_cache(maxsize=4)
def _files(pattern: str) -> Mapping[str, str]:
    """Lower-cased file name → file name, of the files in espeak's data that match *pattern*."""
    return {path.name.lower(): path.name for path in _paths()[1].glob(pattern) if path.is_file()}


@lru_cache(maxsize=1)
def _paths() -> tuple[Path, Path]:
    """The library and its data folder."""
    try:
        import espeakng_loader
    except ImportError as missing:
        raise VoiceError(
            tr("the espeak voice isn't installed; remedy: pip install espeakng-loader"),
            code="package-missing",
        ) from missing
    return Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())


@lru_cache(maxsize=1)
def _version() -> str:
    """Version of the wheel, which fixes the library and its data."""
    from importlib.metadata import version

    return version("espeakng-loader")


@contextmanager
def _short(data: Path) -> Iterator[Path]:
    """*data* under a name that espeak-ng can hold."""
    if len(os.fsencode(data)) <= LONGEST_DATA_PATH:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="recit-") as folder:
        alias = Path(folder, "espeak-ng-data")
        try:
            alias.symlink_to(data, target_is_directory=True)
        except (OSError, NotImplementedError):
            # Windows: a link wants a privilege. Some disks have none.
            alias = _copied(data)
        yield alias


@lru_cache(maxsize=1)
def _copied(data: Path) -> Path:
    """A copy of *data* under a short name, for as long as this process lives.

    Raises:
        VoiceError: the temporary folder's own name is too long.
    """
    folder = tempfile.TemporaryDirectory(prefix="recit-")
    copy = Path(folder.name, "espeak-ng-data")
    if len(os.fsencode(copy)) > LONGEST_DATA_PATH:
        folder.cleanup()
        raise VoiceError(
            tr("espeak can't use a path as long as {path}: set TMPDIR to a shorter one", path=copy),
            code="voice-failed",
        )
    shutil.copytree(data, copy)
    atexit.register(folder.cleanup)
    return copy


def _ask(request: Mapping[str, Any], *, about: str) -> tuple[dict[str, Any], bytes]:
    """The worker's answer: its line of JSON, and what followed.

    Raises:
        VoiceError: it failed, crashed, hung, or answered nonsense.
    """
    library, data = _paths()
    with _short(data) as short:
        asked = {"library": str(library), "data": str(short), "parent": os.getpid(), **request}
        try:
            done = _heard(json.dumps(asked).encode("ascii") + b"\n")
        except subprocess.TimeoutExpired as hung:
            why = tr("espeak said nothing for {seconds} s", seconds=decimal(TIMEOUT_SECONDS, 0))
            raise _failed(why, about) from hung
        except OSError as failure:
            why = tr("espeak can't be started: {why}", why=reason_of(failure))
            raise VoiceError(why, code="voice-failed") from failure
    if done.returncode != 0:
        raise _failed(_ending(done), about)
    line, _, rest = done.stdout.partition(b"\n")
    try:
        head: dict[str, Any] = json.loads(line)
    except ValueError as nonsense:
        raise _failed(tr("espeak answered nonsense"), about) from nonsense
    if "failure" in head:
        why = tr(head["failure"], **head.get("values", {}))
        raise _failed(tr("espeak failed: {why}", why=why), about)
    if len(rest) != head.get("bytes", 0):
        raise _failed(tr("espeak stopped half-way"), about)
    return head, rest


def _heard(asked: bytes) -> subprocess.CompletedProcess[bytes]:
    """What a worker makes of *asked*.

    Raises:
        subprocess.TimeoutExpired: it took too long.
    """
    command = [sys.executable, "-I", "-S", espeak_worker.__file__]
    patience = Patience(TIMEOUT_SECONDS)
    told: bytes | None = asked
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Ctrl-C is for the render, which stops the worker itself.
        start_new_session=True,
    ) as process:
        try:
            while True:
                try:
                    out, err = process.communicate(told, timeout=SLICE_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    stop_point()
                    if patience.is_over():
                        raise
                    told = None  # it has been sent, or is being
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _ending(done: subprocess.CompletedProcess[bytes]) -> str:
    """How a worker ended, with the last thing that it said."""
    code = done.returncode
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
    if code < 0 and said:
        return tr("espeak was stopped by signal {number}: {said}", number=-code, said=said[0])
    if code < 0:
        return tr("espeak was stopped by signal {number}", number=-code)
    if said:
        return tr("espeak ended with code {number}: {said}", number=code, said=said[0])
    return tr("espeak ended with code {number}", number=code)


def _failed(why: str, about: str) -> VoiceError:
    quoted = about if len(about) <= 80 else about[:79] + "…"
    told = tr("{why}; the sentence was “{text}”", why=why, text=quoted)
    return VoiceError(told, code="voice-failed")


def _word_times(
    text: str, events: Sequence[Sequence[int]], rate: int, total: int
) -> Iterator[WordTime]:
    """One time per written token: espeak gives several events for one number, and a single one
    for "L'été" or "Cherbourg-en-Cotentin". A token without any event (« – ») has no time.
    """
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    at = 0
    for position, length, began, ended in events:
        while at < len(tokens) and tokens[at][1] <= position:
            at += 1
        if at == len(tokens):
            break
        if position + length <= tokens[at][0]:  # an event on a space, seen after an emoji
            continue
        first = began * rate // 1000
        last = total if ended < 0 else ended * rate // 1000
        known = spans.get(tokens[at], (first, first))
        spans[tokens[at]] = (known[0], max(known[1], min(last, total)))
    for (start, end), (first, last) in spans.items():
        if first < last:
            yield WordTime(start=start, end=end, first=first, last=last)
