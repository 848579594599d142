"""What all speech services have in common: the key, patience, and what is believed of an answer.

Comes in: a service's facts, and a function that asks it once. Goes out: a voice; speech, or an
error in words. A key comes from the environment alone and is never told or kept. Requests are few,
patient and shared out between renders, as gTTS' are (`rate_limit`). Knows no service's wire format.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from renderer.cancellation import wait_for
from renderer.errors import UnknownVoiceError, VoiceError
from renderer.language.sentence import PhonemeHint
from renderer.messages import tr
from renderer.voices.base import Place, Speech, VoiceSettings
from renderer.voices.rate_limit import PATIENCE_SECONDS, Allowance, user_cache_folder
from renderer.voices.service_wire import ONCE_MORE, Line, Refused, Request

LOG = logging.getLogger(__name__)
FIRST_PAUSE_SECONDS = 1.0
"""Doubled at each retry, plus up to as much again by chance: renders must not march in step."""
BLOCK_SECONDS = 300.0
"""How long nobody asks after the service refused to the end without naming a time."""
SHORTEST_SECONDS = 0.2
"""A shorter answer says nothing, however short the text."""
FASTEST_CPS, SLOWEST_CPS = 45.0, 3.0
"""Characters a second that speech can have: normal is 14."""
SLACK_SECONDS = 3.0
"""Silences that services add at either end, and what a short text takes more than its letters
say."""
QUIETEST_DB = -50.0
"""Speech comes at -20 dBFS; under this it is silence or hiss."""
MOST_CHARACTERS = 3_000
"""In one sentence: the tightest of the services takes 4,000 bytes; a longer one is a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How a service is reached; tests put their own clock, line and chance here."""

    allowance: Allowance | None = None
    """None: the user's own, one a service."""
    line: Line = field(default_factory=Line)
    jitter: Callable[[], float] = random.random
    """0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service that speaks, and our leave to ask it."""

    engine: str
    title: str
    place: Place
    """Where text goes."""
    key: str = field(repr=False)
    key_name: str
    """The variable that holds the key; empty: none is wanted."""
    offline: bool
    connection: Connection = field(default_factory=Connection, repr=False, compare=False)

    @property
    def lacks(self) -> str:
        """What is missing before it can speak; empty: nothing."""
        if self.offline:
            return tr("{service} needs the network, and this is offline", service=self.title)
        if self.key_name and not self.key:
            return tr(
                "{service} wants a key: put it into the environment as {name}",
                service=self.title,
                name=self.key_name,
            )
        return ""

    def speak(self, text: str, ask: Callable[[Line], Speech]) -> Speech:
        """*text*, by a service that is busy at times.

        Args:
            text: one sentence for the ear.
            ask: one request; raises `Refused`.

        Raises:
            VoiceError: offline, without a key, refused to the end, or what came is not this speech.
        """
        if self.lacks:
            code = "network-forbidden" if self.offline else "voice-unavailable"
            raise VoiceError(self.lacks, code=code)
        if not any(character.isalnum() for character in text):
            raise VoiceError(
                tr("there is nothing to say in '{text}'", text=text[:40]), code="voice-failed"
            )
        if len(text) > MOST_CHARACTERS:
            raise VoiceError(
                tr(
                    "{service} takes {most} characters at once, and this sentence has {count}:"
                    " part it",
                    service=self.title,
                    most=MOST_CHARACTERS,
                    count=len(text),
                ),
                code="voice-failed",
            )
        return self._patiently(lambda: _believed(wait_for(lambda: ask(self.connection.line)), text))

    def _patiently(self, ask: Callable[[], Speech]) -> Speech:
        allowance = self._allowance()
        attempt = 0
        while True:
            try:
                allowance.wait(patience=PATIENCE_SECONDS)
            except VoiceError as blocked:
                raise VoiceError(
                    tr("{service}: {why}", service=self.title, why=blocked),
                    code="voice-unavailable",
                ) from blocked
            try:
                return ask()
            except Refused as refused:
                backed_off = FIRST_PAUSE_SECONDS * 2.0**attempt * (1.0 + self.connection.jitter())
                pause = max(backed_off, refused.retry_after or 0.0)
                if attempt >= refused.retries or pause > PATIENCE_SECONDS:
                    if refused.blocks:
                        allowance.block(refused.retry_after or BLOCK_SECONDS)
                    raise VoiceError(
                        self._stopped(refused, attempt), code="voice-failed"
                    ) from refused
                LOG.info("%s: %s; asking again in %.0f s", self.engine, refused, pause)
                if refused.blocks:
                    allowance.block(pause)
                else:
                    allowance.sleep(pause)
                attempt += 1

    def _allowance(self) -> Allowance:
        return self.connection.allowance or Allowance(
            file=user_cache_folder() / f"{self.engine}-requests.json"
        )

    def _stopped(self, refused: Refused, attempt: int) -> str:
        if not attempt:
            return tr("{service}: {why}", service=self.title, why=refused)
        return tr(
            "{service}: {why}; asked {count} times",
            service=self.title,
            why=refused,
            count=attempt + 1,
        )


Hints = Sequence[PhonemeHint]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceVoice:
    """One voice of a service: what differs between them is given as functions."""

    service: Service
    title: str
    """As summaries name it."""
    public_name: str = ""
    """As the public is told of it; empty: by its title."""
    identity: Mapping[str, str | int | float]
    ask: Callable[[str, Hints, Line], Speech]
    """One request for a text; raises `Refused`."""
    phonemes: bool = False
    """Whether `ask` heeds hints."""
    characters: Callable[[str, Hints], int] = lambda text, hints: len(text)  # noqa: ARG005
    """As the service counts them: some count the marks around phonemes."""

    online = True
    synthetic = True

    @property
    def place(self) -> Place:
        """Where text goes."""
        return self.service.place

    @property
    def lacks(self) -> str:
        """What is missing before it can speak."""
        return self.service.lacks

    def say(self, text: str) -> Speech:
        """Have *text* spoken.

        Raises:
            VoiceError: offline, without a key, refused, or no such speech.
        """
        return self.say_with(text, ())

    def say_with(self, text: str, hints: Hints) -> Speech:
        """Have *text* spoken, the stretches of *hints* as they say, if it heeds any.

        Raises:
            VoiceError: as `say`.
        """
        return self.service.speak(text, lambda line: self.ask(text, hints, line))


def named_as(
    settings: VoiceSettings, service: str, own: Mapping[str, str], shape: str, example: str
) -> str:
    """The name of a voice: of *own* for a language, else one of *service*'s *shape*.

    Raises:
        UnknownVoiceError: it isn't like that.
    """
    wanted = settings.name or settings.language
    name = own.get(wanted.replace("_", "-").lower(), wanted)
    if not re.fullmatch(shape, name):
        raise UnknownVoiceError(
            tr(
                "{service} has no voice '{name}'; its names are like {example}",
                service=service,
                name=wanted,
                example=example,
            ),
            code="voice-unknown",
        )
    return name


def named_by_account(settings: VoiceSettings, service: str, engine: str) -> str:
    """The name of a voice of a service that has none but the account's, and no pace to set.

    Raises:
        UnknownVoiceError: none is named.
    """
    if not settings.name:
        raise UnknownVoiceError(
            tr(
                "{service} has no voice of its own: name one of your account's, as {example}",
                service=service,
                example=f"voice: {{engine: {engine}, name: …}}",
            ),
            code="voice-unknown",
        )
    if settings.rate != 1.0:
        LOG.warning(
            tr(
                "{service} has no rate {rate}; it speaks at its own pace",
                service=service,
                rate=f"{settings.rate:g}",
            )
        )
    return settings.name


def json_request(
    url: str, body: Mapping[str, Any], headers: Mapping[str, str], secret: str
) -> Request:
    """*body* in JSON to *url*; *secret* is what is never told of it."""
    return Request(
        url=url,
        headers={"Content-Type": "application/json", **headers},
        body=json.dumps(body, ensure_ascii=False).encode(),
        secret=secret,
    )


def key_from(name: str) -> str:
    """The key that the environment holds as *name*; empty when it holds none."""
    return os.environ.get(name, "").strip()


def speech_of(answer: bytes) -> Speech:
    """*answer*, a sound file, as speech.

    Raises:
        Refused: it isn't one.
    """
    from renderer.voices.pcm import decode_sound

    try:
        samples, rate = decode_sound(answer)
    except VoiceError as failure:
        raise Refused(tr("its sound is unusable: {why}", why=failure), retries=1) from failure
    return Speech(samples=samples, rate=rate)


def base64_sound(answer: bytes, key: str) -> bytes:
    """The sound in the JSON object *answer*, in base64 under *key*.

    Raises:
        Refused: it holds none.
    """
    try:
        return base64.b64decode(json.loads(answer)[key], validate=True)
    except (ValueError, TypeError, KeyError, RecursionError) as odd:
        raise Refused(tr("the service gave an answer without sound"), retries=ONCE_MORE) from odd


def _believed(speech: Speech, text: str) -> Speech:
    """*speech*, if it can be that of *text*.

    Raises:
        Refused: it is silent, or far too short or too long.
    """
    from renderer.voices.pcm import level_of_speech

    seconds = len(speech.samples) / speech.rate
    longest = len(text) / SLOWEST_CPS + SLACK_SECONDS
    if not max(SHORTEST_SECONDS, len(text) / FASTEST_CPS) < seconds < longest:
        raise Refused(
            tr(
                "{seconds} s of sound for {count} letters can't be right",
                seconds=f"{seconds:.1f}",
                count=len(text),
            ),
            retries=1,
        )
    if level_of_speech(speech.samples, speech.rate) < QUIETEST_DB:
        raise Refused(tr("its sound is silence"), retries=1)
    return speech
