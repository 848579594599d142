"""Sentences heard: found in the cache, or spoken now by a voice that stays awake for a while.

Comes in: a board, which of its sentences, or a word with the way it may be said. Goes out: WAV. The
process of a neural voice is kept while the studio is used, and ends when nobody has listened for
some minutes. What has just been written is spoken ahead, by voices that send nothing anywhere.
"""

from __future__ import annotations

import io
import logging
import wave
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Condition, Lock, Thread
from time import monotonic
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from renderer.errors import RecitError
from renderer.messages import tr
from renderer.narration.script import write_script
from renderer.narration.sentence import Script
from renderer.narration.speech import speak_all
from renderer.narration.take import load_pcm
from renderer.production.missing_resources import voice_settings
from renderer.production.options import Options
from renderer.store.cache import Cache
from renderer.storyboard.board import Pronunciation, Recording, Storyboard, VoiceChoice
from renderer.studio.http import Refusal, unknown
from renderer.timebase import SAMPLE_RATE
from renderer.voices.base import Voice, keeps_process, put_to_rest
from renderer.voices.registry import Choice, choose_voice

LOG = logging.getLogger(__name__)
Pcm: TypeAlias = NDArray[np.int16]
IDLE_SECONDS = 180.0
"""A model takes 300 MB and two seconds to load; who writes listens more often than this."""
MOST_CHARACTERS = 600
"""Of a text that isn't in the film: three long sentences."""


class SpeechPreview:
    """Speaks for all films of a studio, one sentence at a time."""

    def __init__(self, options: Options, cache: Cache) -> None:
        self._options = options
        self._cache = cache
        self._choices: dict[tuple[VoiceChoice, str], Choice] = {}
        self._lock = Lock()
        self._speaking = Lock()
        self._used = monotonic()
        self._ahead: tuple[Storyboard, str] | None = None
        self._uncut: dict[tuple[Path, str], tuple[Storyboard, Callable[[], None]]] = {}
        self._awake = False
        self._wake = Condition()
        self._ended = False
        self._thread = Thread(target=self._work_ahead, name="studio-speech", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End every voice's process."""
        with self._wake:
            self._ended = True
            self._wake.notify()
        self._thread.join()
        self.rest()

    def choice(self, board: Storyboard) -> Choice:
        """The voice of *board*, the same as long as the studio runs.

        Raises:
            VoiceError: there is no such voice.
        """
        voice = board.voice
        if self._options.engine:
            voice = replace(voice, engine=self._options.engine, name=self._options.voice_name)
        wish = (voice, board.language)
        with self._lock:
            if wish not in self._choices:
                settings = voice_settings(board, voice, offline=self._options.offline)
                self._choices[wish] = choose_voice(voice.engine, settings)
            return self._choices[wish]

    def sentences(self, board: Storyboard, slide: str, first: int, end: int) -> tuple[bytes, bool]:
        """Sentences *first* to *end* - 1 of a slide, and whether none had to be spoken.

        Raises:
            Refusal: there are no such sentences.
            RecitError: they can't be spoken.
        """
        one = next(each for each in board.slides if each.id == slide)
        script = write_script(replace(board, slides=(one,)))[slide]
        wanted = script[first:end]
        if not wanted:
            raise unknown(tr("this slide has no such sentence"))
        # A recording is cut into all of its sentences, or into none.
        said = script if one.recording else wanted
        pcm, reused = self._spoken(board, {slide: said}, {slide: one.recordings})
        kept = pcm[first:end] if one.recording else pcm
        pause = 0 if one.recording else round(board.voice.sentence_pause_seconds * SAMPLE_RATE)
        return _wav(_joined(kept, pause)), reused

    def cut(self, board: Storyboard, slide: str) -> None:
        """Cut a recording that has just come into its sentences: its slide lasts as long as it."""
        try:
            self.sentences(board, slide, 0, 1)  # all of them, or none
        except (RecitError, Refusal) as error:
            LOG.debug("not cut: %s", error)  # whoever wants to hear it is told

    def text(
        self, board: Storyboard, text: str, entries: Sequence[Pronunciation], slide: str
    ) -> tuple[bytes, bool]:
        """Any words, said with *entries* that come before the film's own.

        Raises:
            Refusal: they are too many.
            RecitError: they can't be spoken.
        """
        if len(text) > MOST_CHARACTERS:
            told = tr("at most {count} characters are said at once", count=MOST_CHARACTERS)
            raise Refusal(422, "text-too-long", told)
        one = next((each for each in board.slides if each.id == slide), board.slides[0])
        own = one.pronounce if one.id == slide else ()
        said = replace(one, narration=text, pronounce=(*entries, *own), recordings=())
        script = write_script(replace(board, slides=(said,)))
        pcm, reused = self._spoken(board, script, {})
        if not any(len(each) for each in pcm):
            raise Refusal(422, "voice-failed", tr("there is nothing to say in this"))
        return _wav(_joined(pcm, round(board.voice.sentence_pause_seconds * SAMPLE_RATE))), reused

    def wake_voice(self, board: Storyboard) -> None:
        """A film was opened: its voice will soon be listened to, and may take seconds to wake."""
        if not self._awake:
            self.speak_ahead(board, "")

    def speak_ahead(self, board: Storyboard, slide: str) -> None:
        """What was just written in *slide* will be listened to soon."""
        with self._wake:
            self._ahead = (board, slide)
            self._wake.notify()

    def cut_ahead(self, board: Storyboard, slide: str, then: Callable[[], None]) -> None:
        """A recording that a slide names isn't cut yet: until it is, how long it lasts is a guess.

        *then* is called, in another thread, once it is cut.
        """
        with self._wake:
            self._uncut[board.path, slide] = (board, then)
            self._wake.notify()

    def _spoken(
        self, board: Storyboard, script: Script, recordings: Mapping[str, Sequence[Recording]]
    ) -> tuple[list[Pcm], bool]:
        choice, others = self.choice(board), self._others(board, script)
        with self._speaking:
            self._used, self._awake = monotonic(), True
            narration = speak_all(
                script,
                choice.voice,
                self._cache,
                fallbacks=choice.fallbacks,
                recordings=recordings,
                others=others,
                rests=False,
            )
            self._used = monotonic()
        takes = [each.take for said in narration.utterances.values() for each in said]
        pcm = [np.zeros(0, np.int16) if take is None else load_pcm(take) for take in takes]
        return pcm, not narration.made

    def _others(self, board: Storyboard, script: Script) -> dict[str, Voice]:
        """The voices that slides ask for themselves, each opened once."""
        found: dict[str, Voice] = {}
        for slide in board.slides:
            if slide.id not in script or slide.voice is None:
                continue
            wish = (slide.voice, board.language)
            with self._lock:
                if wish not in self._choices:
                    settings = voice_settings(board, slide.voice, offline=self._options.offline)
                    self._choices[wish] = choose_voice(slide.voice.engine, settings)
                found[slide.id] = self._choices[wish].voice
        return found

    def _work_ahead(self) -> None:
        while True:
            with self._wake:
                if not self._ended and self._ahead is None and not self._uncut:
                    self._wake.wait(IDLE_SECONDS / 10)
                if self._ended:
                    return
                ahead, self._ahead = self._ahead, None
                uncut = None
                if ahead is None and self._uncut:
                    (_, slide), (board, then) = self._uncut.popitem()
                    uncut = (board, slide, then)
            if ahead is not None:
                self._speak_slide(*ahead)
            elif uncut is not None:
                self._cut_slide(*uncut)
            elif monotonic() - self._used > IDLE_SECONDS:
                self.rest()

    def _speak_slide(self, board: Storyboard, slide: str) -> None:
        one = next((each for each in board.slides if each.id == slide), None)
        if (one is None and slide) or (one is not None and one.recording is not None):
            return
        try:
            if one is None:
                self._wake_up(self.choice(board).voice)
                return
            others = self._others(board, {slide: ()})
            if others.get(slide, self.choice(board).voice).online:
                return  # what is half-written goes nowhere
            for sentence in write_script(replace(board, slides=(one,)))[slide]:
                if self._ahead is not None or self._ended:
                    return
                self._spoken(board, {slide: (sentence,)}, {slide: one.recordings})
        except RecitError as error:
            LOG.debug("not spoken ahead: %s", error)  # whoever wants to hear it is told
        except Exception:
            LOG.exception("not spoken ahead")  # a fault of ours: the next sentence may be spoken

    def _cut_slide(self, board: Storyboard, slide: str, then: Callable[[], None]) -> None:
        try:
            self.cut(board, slide)
            then()
        except Exception:
            LOG.exception("not cut")  # a fault of ours: the next one may be

    def _wake_up(self, voice: Voice) -> None:
        """Have a voice that keeps a process on this machine start it: it says a word to nobody."""
        if voice.online or not keeps_process(voice):
            return
        with self._speaking:
            self._used, self._awake = monotonic(), True
            voice.say("oui")

    def rest(self) -> None:
        """End the voices' processes, and their memory with them; the next sentence wakes them."""
        with self._speaking, self._lock:
            self._awake = False
            for choice in self._choices.values():
                put_to_rest(choice.voice)


def _joined(pieces: Sequence[Pcm], pause: int) -> Pcm:
    parts: list[Pcm] = []
    for number, piece in enumerate(pieces):
        if number:
            parts.append(np.zeros(pause, np.int16))
        parts.append(piece)
    return np.concatenate(parts)


def _wav(pcm: Pcm) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(pcm.astype("<i2").tobytes())
    return out.getvalue()
