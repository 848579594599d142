"""Which speech engines there are, and which one speaks a film.

Comes in: an engine's name and `VoiceSettings`. Goes out: an open `Voice`. Engines live in one
module each, here or in a package that registers under the entry-point group `recit.voices`; each
offers ``open_voice(settings) -> Voice``. Knows no engine beyond its name, and no slides.
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from renderer.errors import UnknownVoiceError, VoiceError
from renderer.messages import tr
from renderer.voices.base import Voice, VoiceSettings

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

BUILT_IN = (
    *("kokoro", "gtts", "espeak", "piper", "hum"),
    *("mistral", "gradium", "azure", "google", "http"),
)
"""Each is the module of that name beside this one, but for those in `_OTHERWISE`."""
_OTHERWISE = {"hum": "dummy", "http": "openai_compatible"}
"""Modules that say what an engine is for, where its name doesn't."""
AUTO = "auto"
GROUP = "recit.voices"
"""Entry-point group of voices in other packages."""
PREFERENCE = ("kokoro", "gtts", "espeak")
"""What `auto` chooses from: the first that can speak."""
PROBE_TEXT = "oui"

OpenVoice = Callable[[VoiceSettings], Voice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The one voice of a film."""

    voice: Voice
    fallbacks: tuple[Voice, ...] = ()
    """What speaks the whole film instead, in this order, should `voice` fail; only with `auto`."""
    fell_back: str = ""
    """Why `voice` is not the preferred one; empty when it is. For the summary and the manifest."""


def engine_names() -> tuple[str, ...]:
    """What `voice.engine` may be: auto, the built-in engines, then those of other packages."""
    return (AUTO, *BUILT_IN, *sorted(_registered()))


def module_of(engine: str) -> str:
    """The module of a built-in *engine*."""
    return f"renderer.voices.{_OTHERWISE.get(engine, engine)}"


def open_voice(engine: str, settings: VoiceSettings) -> Voice:
    """The voice of *engine* that *settings* names; nothing is spoken and no socket opened.

    Raises:
        VoiceError: there is no such engine, its package is missing, or it has no such voice.
    """
    if engine in BUILT_IN:
        module = importlib.import_module(module_of(engine))
        return cast("OpenVoice", module.open_voice)(settings)
    registered = _registered()
    if engine not in registered:
        raise UnknownVoiceError(_unknown(engine), code="voice-unknown")
    return _load(registered[engine])(settings)


def choose_voice(
    engine: str,
    settings: VoiceSettings,
    *,
    already_spoken: Callable[[Voice], bool] | None = None,
) -> Choice:
    """The voice that speaks the whole film.

    With "auto" that is Kokoro, else gTTS when it answers one short request, else espeak. Offline,
    or when it doesn't answer, gTTS is still chosen if *already_spoken* says that every take of the
    film is in the cache, because then nothing has to be sent.

    Raises:
        VoiceError: as `open_voice`; with "auto", if none of them can speak.
    """
    if engine != AUTO:
        return Choice(voice=open_voice(engine, settings))
    refusals: list[str] = []
    *others, last = PREFERENCE
    for number, preferred in enumerate(others, start=1):
        try:
            voice = _opened(preferred, settings)
            if already_spoken is None or not already_spoken(voice):
                _probe(voice, offline=settings.offline)
        except VoiceError as refusal:
            refusals.append(str(refusal))
            continue
        fallbacks = tuple(_those_left(PREFERENCE[number:], settings))
        return Choice(voice=voice, fallbacks=fallbacks, fell_back="; ".join(refusals))
    return Choice(voice=_opened(last, settings), fell_back="; ".join(refusals))


def check_voice(engine: str, settings: VoiceSettings) -> None:
    """See that there is a voice of *engine*; with "auto", that one of those it may come to opens.

    Raises:
        VoiceError: as `open_voice`; with "auto", what the last resort says.
    """
    if engine != AUTO:
        open_voice(engine, settings)
        return
    *others, last = PREFERENCE
    try:
        _opened(last, settings)  # the lightest to load
    except VoiceError:
        if not any(_those_left(others, replace(settings, offline=False))):
            raise


def _opened(engine: str, settings: VoiceSettings) -> Voice:
    """*engine* with the voice asked for, or, the last one, with its own when it hasn't that."""
    try:
        return open_voice(engine, settings)
    except VoiceError:
        if engine != PREFERENCE[-1]:
            raise
        return open_voice(engine, replace(settings, name=""))


def _those_left(engines: Sequence[str], settings: VoiceSettings) -> Iterator[Voice]:
    """Those of *engines* that may be tried, should a voice before them fail in the middle."""
    for engine in engines:
        try:
            voice = _opened(engine, settings)
        except VoiceError:
            continue
        if not (voice.online and settings.offline):
            yield voice


def _probe(voice: Voice, *, offline: bool) -> None:
    """One short request of a voice elsewhere, not repeated when it fails.

    Raises:
        VoiceError: no usable answer.
    """
    if not voice.online:
        return
    if offline:
        raise VoiceError(
            tr("gTTS needs the network, and this is offline"), code="network-forbidden"
        )
    answer: Callable[[str], object] = getattr(voice, "answer", voice.say)
    answer(PROBE_TEXT)


def _registered() -> dict[str, EntryPoint]:
    """The entry points of other packages by name; a built-in engine's name stays ours."""
    from importlib.metadata import entry_points

    taken = {AUTO, *BUILT_IN}
    return {entry.name: entry for entry in entry_points(group=GROUP) if entry.name not in taken}


def _load(entry: EntryPoint) -> OpenVoice:
    """What *entry* names: a function that opens a voice, or a module that has one.

    Raises:
        VoiceError: it can't be imported, or is neither.
    """
    try:
        found = entry.load()
    except (ImportError, AttributeError) as failure:
        raise VoiceError(
            tr(
                "the voice '{name}' ({place}) can't be loaded: {why}",
                name=entry.name,
                place=entry.value,
                why=failure,
            ),
            code="voice-unfit",
        ) from failure
    opener = getattr(found, "open_voice", found)
    if not callable(opener):
        raise VoiceError(
            tr(
                "the voice '{name}' ({place}) has no open_voice(settings); see docs/voices.md",
                name=entry.name,
                place=entry.value,
            ),
            code="voice-unfit",
        )
    return cast("OpenVoice", opener)


def _unknown(engine: str) -> str:
    engines = engine_names()
    names = ", ".join(engines)
    if engine == "recording":
        return tr(
            "there is no voice engine '{engine}'; a recording is named per slide, under {key};"
            " there are: {names}",
            engine=engine,
            key="`recording:`",
            names=names,
        )
    if near := difflib.get_close_matches(engine.lower(), engines, n=1):
        return tr(
            "there is no voice engine '{engine}' (did you mean '{near}'?); there are: {names}",
            engine=engine,
            near=near[0],
            names=names,
        )
    return tr("there is no voice engine '{engine}'; there are: {names}", engine=engine, names=names)
