"""Sentences → takes: each spoken once, by the voice of the film or of its slide, and kept.

Comes in: the script, open voices, the cache. Goes out: `Narration`. Where sentences sit in the
film is the timeline's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from renderer.cancellation import pool
from renderer.decoding.sandbox import Fence
from renderer.decoding.sounds import open_sound_decoder
from renderer.errors import VoiceError
from renderer.language.sentence import Spoken
from renderer.messages import tr
from renderer.narration.recordings import (
    RecordedSentences,
    find_recorded,
    recorded_sentences,
    recorded_takes,
    unread,
)
from renderer.narration.sentence import (
    Script,
    ScriptSentence,
    Utterance,
    Utterances,
    with_takes,
)
from renderer.narration.take import KIND, Take, facts_of, find_takes, lost, take_of
from renderer.narration.take_keys import sentence_key
from renderer.store.cache import Cache
from renderer.storyboard.board import Recording
from renderer.voices.base import (
    Speech,
    Voice,
    public_name,
    put_to_rest,
    takes_phonemes,
    voice_place,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechProgress:
    """How far the speaking is; handed to the caller after each sentence."""

    done: int
    total: int
    slide_id: str
    reused: bool
    """Whether the take was in the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardVoice:
    """One voice, and what it speaks."""

    title: str
    public_name: str
    """How the public is told of it."""
    identity: Mapping[str, str | int | float]
    synthetic: bool
    """Whether anything is heard of it, and it is a machine's, so that the page says so."""
    sent_to: str
    """Where it sends what it says, in words; empty: nothing leaves this machine."""
    slides: tuple[str, ...]
    """Ids of the slides in which it is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """A film's script, spoken."""

    utterances: Utterances
    """Every sentence of the script."""
    own: HeardVoice
    """What speaks every slide without a recording or a voice of its own."""
    others: tuple[HeardVoice, ...] = ()
    """The voices that slides ask for, in film order."""
    fell_back: str = ""
    """Why the fallback speaks; empty when the wanted voice does."""
    made: int = 0
    """Distinct takes made now."""
    reused: int = 0
    """Distinct takes found in the cache."""

    @property
    def voice(self) -> str:
        """Title of the film's own voice."""
        return self.own.title

    @property
    def machines(self) -> tuple[str, ...]:
        """Public names of the synthetic voices that are heard."""
        heard = [each.public_name for each in (self.own, *self.others) if each.synthetic]
        return tuple(dict.fromkeys(heard))

    @property
    def sent_to(self) -> str:
        """Where text goes, of all voices; empty: nowhere."""
        places = (each.sent_to for each in (self.own, *self.others))
        return "; ".join(dict.fromkeys(filter(None, places)))


def speak_all(
    script: Script,
    voice: Voice,
    cache: Cache,
    *,
    jobs: int = 1,
    progress: Callable[[SpeechProgress], None] | None = None,
    fallbacks: Sequence[Voice] = (),
    recordings: Mapping[str, Sequence[Recording]] | None = None,
    others: Mapping[str, Voice] | None = None,
    rests: bool = True,
) -> Narration:
    """Every take of *script*: found in *cache*, or spoken now and kept there.

    Args:
        script: in film order.
        voice: speaks all that isn't recorded, of every slide that has no voice of its own.
        cache: a take found in it is never spoken again.
        jobs: sentences spoken at once, by voices of this machine; online ones get one at a time.
        progress: called in this thread after each distinct take.
        fallbacks: should *voice* fail, the first of them that doesn't speaks the *whole* film, so
            that no film has a voice that nobody asked for.
        recordings: a team's own readings, by slide id.
        others: the voices that slides ask for, by slide id; nothing stands in for them.
        rests: whether voices end their processes; else whoever asks will have more to say.

    Raises:
        VoiceError: *voice* failed, and every fallback too, or one of the others, or a recording
            can't be used. The message names slide and sentence; takes made before are kept.
    """
    given = recordings or {}
    said = {slide: unread(given.get(slide, ()), sentences) for slide, sentences in script.items()}
    asked = {slide: each for slide, each in (others or {}).items() if said.get(slide)}
    parts = [
        _part({slide: said[slide] for slide in said if asked.get(slide) is each}, each)
        for each in dict.fromkeys(asked.values())
    ]
    mine = {slide_id: each for slide_id, each in said.items() if slide_id not in asked}
    failed: list[str] = []
    for voice in (voice, *fallbacks):  # noqa: B020 - the one that speaks
        part = _part(mine, voice)
        total = sum(len(each.first) for each in (part, *parts))
        spoken = _Speaking(cache=cache, jobs=jobs, progress=progress, total=total, rests=rests)
        try:
            utterances = spoken.all_of(part)
            break
        except VoiceError as failure:
            if len(failed) == len(fallbacks):
                raise
            failed.append(tr("{voice} failed: {why}", voice=voice.title, why=failure))
    for each in parts:
        utterances |= spoken.all_of(each)
    return Narration(
        utterances=spoken.with_recorded(utterances, script, given),
        own=_heard(part, utterances),
        others=tuple(_heard(each, utterances) for each in parts),
        fell_back="; ".join(failed),
        made=spoken.made,
        reused=spoken.reused,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one voice speaks of a script."""

    script: Script
    voice: Voice
    keys: Mapping[tuple[str, int], str | None]
    """Of each sentence, by slide and number."""
    first: Mapping[str, ScriptSentence]
    """The sentence that is spoken for each key: what is said alike is spoken once."""


def _part(script: Script, voice: Voice) -> _Part:
    keys: dict[tuple[str, int], str | None] = {}
    first: dict[str, ScriptSentence] = {}
    for each in chain.from_iterable(script.values()):
        key = keys[each.slide_id, each.index] = sentence_key(voice, each)
        if key:
            first.setdefault(key, each)
    return _Part(script=script, voice=voice, keys=keys, first=first)


def _heard(part: _Part, utterances: Utterances) -> HeardVoice:
    voice = part.voice
    slides = tuple(s for s in part.script if any(each.take for each in utterances[s]))
    return HeardVoice(
        title=voice.title,
        public_name=public_name(voice),
        identity=dict(voice.identity),
        synthetic=bool(slides) and voice.synthetic,
        sent_to=str(voice_place(voice) or "") if slides else "",
        slides=slides,
    )


class _Speaking:
    """One pass over a script, counting."""

    def __init__(
        self,
        *,
        cache: Cache,
        jobs: int,
        progress: Callable[[SpeechProgress], None] | None,
        total: int,
        rests: bool,
    ) -> None:
        self.cache = cache
        self.jobs = jobs
        self.progress = progress
        self.total = total
        self.rests = rests
        self.made = 0
        self.reused = 0

    def all_of(self, part: _Part) -> dict[str, tuple[Utterance, ...]]:
        """The sentences of *part* with their takes; its voice may rest afterwards."""
        try:
            takes = self._takes(part.first, part.voice)
        finally:
            if self.rests:
                put_to_rest(part.voice)
        return {
            slide_id: tuple(
                Utterance(sentence=each, take=takes.get(part.keys[slide_id, each.index] or ""))
                for each in said
            )
            for slide_id, said in part.script.items()
        }

    def with_recorded(
        self, spoken: Utterances, script: Script, given: Mapping[str, Sequence[Recording]]
    ) -> Utterances:
        """All of *script*: what voices have *spoken* of it, and what is *given*, by slide id."""
        found: dict[str, tuple[Utterance, ...]] = {}
        # One for all recordings; without any, none is started.
        with open_sound_decoder() as decoder:
            for slide, sentences in script.items():
                whole = [*spoken[slide]]
                for read in recorded_sentences(given.get(slide, ()), sentences):
                    whole += self._recorded(slide, read, decoder)
                found[slide] = tuple(sorted(whole, key=lambda each: each.sentence.index))
        return found

    def _recorded(
        self, slide_id: str, read: RecordedSentences, decoder: Fence
    ) -> tuple[Utterance, ...]:
        """The sentences of a slide that a team has read itself, with their takes."""
        file = read.recording.file
        takes = find_recorded(file, read.texts, self.cache)
        reused = takes is not None
        if takes is None:
            try:
                takes = recorded_takes(file, read.texts, self.cache, decoder)
            except VoiceError as failure:
                told = VoiceError(
                    tr("slide '{slide}': {why}", slide=slide_id, why=failure),
                    code=failure.code or "recording-unfit",
                )
                told.slide, told.key = slide_id, read.recording.key
                raise told from failure
        count = sum(take is not None for take in takes)
        self.reused += count if reused else 0
        self.made += 0 if reused else count
        return with_takes(read.sentences, takes)

    def _takes(self, wanted: Mapping[str, ScriptSentence], voice: Voice) -> dict[str, Take]:
        """The take of each key of *wanted*."""
        found: dict[str, Take] = {}
        missing: dict[str, ScriptSentence] = {}
        takes = find_takes(self.cache, wanted, voice.title)
        for key, each in wanted.items():
            take = takes.get(key)
            if take is None:
                missing[key] = each
                continue
            found[key] = take
            self.reused += 1
            self._tell(each, reused=True)
        if not missing:
            return found
        if voice.online or self.jobs <= 1 or len(missing) == 1:
            for key, each in missing.items():
                found[key] = self._made(each, _make(key, each, voice, self.cache))
            return found
        return found | self._side_by_side(missing, voice)

    def _side_by_side(self, missing: Mapping[str, ScriptSentence], voice: Voice) -> dict[str, Take]:
        # Imported before there are threads: it silences warnings, which is for the whole process.
        import renderer.narration.trimming  # noqa: F401

        found: dict[str, Take] = {}
        with pool(min(self.jobs, len(missing)), "voice") as threads:
            waiting: dict[Future[Take], str] = {
                threads.submit(_make, key, each, voice, self.cache): key
                for key, each in missing.items()
            }
            for future, key in waiting.items():
                # In script order, so that the same failure is told every time.
                found[key] = self._made(missing[key], future.result())
        return found

    def _made(self, wanted: ScriptSentence, take: Take) -> Take:
        self.made += 1
        self._tell(wanted, reused=False)
        return take

    def _tell(self, wanted: ScriptSentence, *, reused: bool) -> None:
        if self.progress is not None:
            done = self.made + self.reused
            self.progress(
                SpeechProgress(done=done, total=self.total, slide_id=wanted.slide_id, reused=reused)
            )


def _said(spoken: Spoken, voice: Voice) -> Speech:
    """*spoken* by *voice*, with the phonemes of the lexicon where it takes them."""
    if spoken.hints and takes_phonemes(voice):
        return voice.say_with(spoken.text, spoken.hints)
    return voice.say(spoken.text)


def _make(key: str, wanted: ScriptSentence, voice: Voice, cache: Cache) -> Take:
    """Speak one sentence, and keep it only if it is sound.

    Raises:
        VoiceError: the voice failed, or what it said is silence; the message names the place.
    """
    from renderer.narration.trimming import polish

    def write(draft: Path) -> Mapping[str, Any]:
        gain_db = float(voice.identity.get("level_db", 0.0))
        pcm, words = polish(_said(wanted.spoken, voice), gain_db=gain_db)
        draft.write_bytes(pcm.astype("<i2").tobytes())
        return facts_of(len(pcm), words, None)

    try:
        take = take_of(cache.keep(KIND, key, write), voice.title)
    except VoiceError as failure:
        raise VoiceError(
            tr(
                "slide '{slide}', sentence {number}: {why}",
                slide=wanted.slide_id,
                number=wanted.index + 1,
                why=failure,
            ),
            # A voice of another package may name no kind.
            code=failure.code or "voice-failed",
        ) from failure
    if take is None:
        raise lost(cache)
    return take
