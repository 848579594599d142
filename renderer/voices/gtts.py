"""Google Translate's voice, through the library gTTS: free, undocumented, and handled with care.

Comes in: spoken text. Goes out: speech without word times. One request a sentence of up to 100
characters; longer ones are parted by sense and joined as samples. Requests are few, patient and
shared out between renders (`allowance`), sent over verified TLS (`gtts_wire`), and what comes back
is listened to before it is believed. Offline it opens no socket. Knows no slides.
"""

from __future__ import annotations

import difflib
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from renderer.cancellation import wait_for
from renderer.errors import UnknownVoiceError, VoiceError
from renderer.messages import tr
from renderer.messages.figures import decimal
from renderer.voices.base import Place, Speech, Voice, VoiceSettings
from renderer.voices.gtts_wire import LIMIT, fetch_mp3, split_by_sense
from renderer.voices.rate_limit import PATIENCE_SECONDS, Allowance, user_cache_folder
from renderer.voices.service_wire import Line, Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOG = logging.getLogger(__name__)
ACCENTS = {
    "fr": ("fr", "fr"),
    "fr-fr": ("fr", "fr"),
    "fr-ca": ("fr-CA", "ca"),
    "en-gb": ("en", "co.uk"),
    "en-us": ("en", "us"),
    "en-ca": ("en", "ca"),
    "en-au": ("en", "com.au"),
    "en-ie": ("en", "ie"),
    "en-in": ("en", "co.in"),
    "es-es": ("es", "es"),
    "es-mx": ("es", "com.mx"),
    "pt-br": ("pt", "com.br"),
    "pt-pt": ("pt-PT", "pt"),
}
"""Name → (lang, tld): gTTS's documentation, "Localized accents"."""
SLOW_BELOW = 0.8
"""The service knows two speeds. A rate under this is its slow one, any other its normal one."""
FIRST_PAUSE_SECONDS = 1.0
"""Doubled at each retry, plus up to as much again by chance: renders must not march in step."""
BLOCK_SECONDS = 300.0
"""How long nobody asks after the service refused to the end without naming a time."""
RECIPE = 1
"""Number of the way pieces are parted and joined; another number, other takes."""
SHORTEST_SECONDS = 0.2
"""A shorter answer says nothing, however short the text."""
FASTEST_CPS, SLOWEST_CPS = 45.0, 3.0
"""Characters a second that speech can have: normal is 14, the slow speed 8."""
SLACK_SECONDS = 3.0
"""Silences that the service adds at either end, and what a short text takes more than its letters
say."""
QUIETEST_DB = -50.0
"""Speech comes at -20 dBFS; under this it is silence or hiss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GttsVoice:
    """One of the service's voices."""

    lang: str
    tld: str
    slow: bool
    offline: bool
    version: str
    allowance: Allowance = field(compare=False)
    line: Line = field(default_factory=Line, compare=False)
    jitter: Callable[[], float] = field(default=random.random, compare=False)
    """0 to 1."""

    online = True
    synthetic = True

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        """Engine, library version, language, accent, speed, recipe."""
        return {
            "engine": "gtts",
            "version": self.version,
            "lang": self.lang,
            "tld": self.tld,
            "slow": int(self.slow),
            "recipe": RECIPE,
        }

    @property
    def place(self) -> Place:
        """Where text goes; the service doesn't say in which country."""
        return Place(host=f"translate.google.{self.tld}", operator="Google", region="")

    @property
    def title(self) -> str:
        """As summaries name it."""
        return f"Google (gTTS) {self.lang}"

    @property
    def public_name(self) -> str:
        """Without the code of its language."""
        return "Google (gTTS)"

    def say(self, text: str) -> Speech:
        """Have *text* spoken; patient with a busy service.

        Raises:
            VoiceError: offline, or refused to the end, or what came back is not this speech.
        """
        return self._speech(text, retries=None)

    def answer(self, text: str) -> Speech:
        """As `say`, but one attempt and no waiting: does the service answer?

        Raises:
            VoiceError: it doesn't.
        """
        return self._speech(text, retries=0)

    def _speech(self, text: str, *, retries: int | None) -> Speech:
        if self.offline:
            raise VoiceError(
                tr("gTTS needs the network, and this is offline; remedy: --voice espeak"),
                code="network-forbidden",
            )
        pieces = split_by_sense(text, LIMIT, self.lang)
        heard = [self._piece(piece, retries) for piece in pieces if _has_letter(piece)]
        if not heard:
            raise VoiceError(
                tr("there is nothing to say in '{text}'", text=text[:40]), code="voice-failed"
            )
        if len(heard) == 1:
            return heard[0]
        return _joined(heard, [piece for piece in pieces if _has_letter(piece)])

    def _piece(self, text: str, retries: int | None) -> Speech:
        """One request's worth, asked for until it comes or there is no sense in asking again."""
        patience = PATIENCE_SECONDS if retries is None else 0.0
        attempt = 0
        while True:
            try:
                self.allowance.wait(patience=patience)
                return self._heard(text)
            except Refused as refused:
                allowed = refused.retries if retries is None else min(retries, refused.retries)
                pause = self._pause(refused, attempt)
                if attempt >= allowed or pause > PATIENCE_SECONDS:
                    if refused.blocks:
                        self.allowance.block(refused.retry_after or BLOCK_SECONDS)
                    raise VoiceError(
                        _stopped(refused, attempt), code="voice-unavailable"
                    ) from refused
                LOG.info("gTTS: %s; asking again in %.0f s", refused, pause)
                if refused.blocks:
                    self.allowance.block(pause)
                else:
                    self.allowance.sleep(pause)
                attempt += 1
            except VoiceError as blocked:
                raise VoiceError(
                    tr("gTTS: {why}; remedy: wait, or --voice espeak", why=blocked),
                    code="voice-unavailable",
                ) from blocked

    def _pause(self, refused: Refused, attempt: int) -> float:
        backed_off = FIRST_PAUSE_SECONDS * float(1 << attempt) * (1.0 + self.jitter())
        return max(backed_off, refused.retry_after or 0.0)

    def _heard(self, text: str) -> Speech:
        asked = partial(fetch_mp3, text, lang=self.lang, tld=self.tld, slow=self.slow)
        return _believed(wait_for(partial(asked, line=self.line)), text)


def open_voice(settings: VoiceSettings) -> Voice:
    """The gTTS voice that *settings* names; opens no socket.

    Raises:
        VoiceError: the library is missing, or the service has no such language.
    """
    return open_gtts(settings)


def open_gtts(
    settings: VoiceSettings,
    *,
    line: Line | None = None,
    allowance: Allowance | None = None,
    jitter: Callable[[], float] = random.random,
) -> GttsVoice:
    """As `open_voice`; the line, the allowance and chance can be stood in for by tests."""
    lang, tld = _language(settings.name or settings.language)
    slow = settings.rate < SLOW_BELOW
    if settings.rate != 1.0 and not slow:
        rate = decimal(settings.rate, 2)
        LOG.warning(tr("gTTS has no rate {rate}; it speaks at its normal speed", rate=rate))
    from importlib.metadata import version

    return GttsVoice(
        lang=lang,
        tld=tld,
        slow=slow,
        offline=settings.offline,
        version=version("gTTS"),
        allowance=allowance or Allowance(file=user_cache_folder() / "gtts-requests.json"),
        line=line or Line(),
        jitter=jitter,
    )


def _language(name: str) -> tuple[str, str]:
    """*name* as gTTS's language and top-level domain."""
    wanted = name.replace("_", "-").lower()
    if wanted in ACCENTS:
        return ACCENTS[wanted]
    try:
        from gtts.langs import _main_langs  # its table; `gtts.lang` only adds two more
    except ImportError as missing:
        raise VoiceError(
            tr("the gTTS voice isn't installed; remedy: pip install gtts"), code="package-missing"
        ) from missing
    languages = {lang.lower(): lang for lang in _main_langs()}
    if wanted in languages:
        return languages[wanted], "com"
    raise UnknownVoiceError(_no_such(name, [*ACCENTS, *languages]), code="voice-unknown")


def _no_such(name: str, names: list[str]) -> str:
    if near := difflib.get_close_matches(name.replace("_", "-").lower(), names, n=1):
        return tr(
            "gTTS has no voice '{name}' (did you mean '{near}'?); for French: fr, fr-ca",
            name=name,
            near=near[0],
        )
    return tr("gTTS has no voice '{name}'; for French: fr, fr-ca", name=name)


def _has_letter(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _stopped(refused: Refused, attempt: int) -> str:
    if attempt:
        return tr(
            "gTTS: {why} ({count} attempts); remedy: try again later, or --voice espeak",
            why=refused,
            count=attempt + 1,
        )
    return tr("gTTS: {why}; remedy: try again later, or --voice espeak", why=refused)


def _believed(mp3: bytes, text: str) -> Speech:
    """*mp3* as speech, if it can be that of *text*.

    Raises:
        Refused: it doesn't decode, is silent, or is far too short or too long for the text.
    """
    from renderer.voices.pcm import decode_sound, level_of_speech

    try:
        samples, rate = decode_sound(mp3)
    except VoiceError as failure:
        why = tr("its sound is unusable: {why}", why=failure)
        raise Refused(why, retries=1) from failure
    seconds = len(samples) / rate
    longest = len(text) / SLOWEST_CPS + SLACK_SECONDS
    if not max(SHORTEST_SECONDS, len(text) / FASTEST_CPS) < seconds < longest:
        why = tr(
            "{seconds} s of sound for {letters} letters can't be right",
            seconds=decimal(seconds, 1),
            letters=len(text),
        )
        raise Refused(why, retries=1)
    if level_of_speech(samples, rate) < QUIETEST_DB:
        raise Refused(tr("its sound is silence"), retries=1)
    return Speech(samples=samples, rate=rate)


def _joined(heard: list[Speech], pieces: list[str]) -> Speech:
    """The pieces of one sentence as one, with the short pauses that their ends ask for."""
    import numpy as np

    from renderer.voices.pcm import resample, without_silent_ends

    rate = heard[0].rate
    parts: list[NDArray[np.int16]] = []
    for speech, piece in zip(heard, pieces, strict=True):
        samples = resample(speech.samples, speech.rate, rate)
        pause = np.zeros(rate * _pause_ms(piece) // 1000, np.int16)
        parts += [without_silent_ends(samples, rate), pause]
    return Speech(samples=np.concatenate(parts[:-1]), rate=rate)


def _pause_ms(piece: str) -> int:
    """Silence after *piece*: what a reader makes of its last mark."""
    last = piece[-1:]
    return 250 if last in ".!?…;:»" else 150 if last in ",)—–" else 30
