"""Sentences → takes: each spoken once, by one voice for the whole film, and kept.

Comes in: the script, an open voice, the cache. Goes out: `Narration`. Where sentences sit in the
film is the timeline's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.decoding.fence import Fence
from renderer.decoding.sounds import open_ear
from renderer.errors import VoiceError
from renderer.language.sentence import Spoken
from renderer.narration.recordings import find_recorded, recorded_takes
from renderer.narration.take import (
    KIND,
    Take,
    facts_of,
    find_take,
    nothing_to_say,
    take_key,
    take_of,
)
from renderer.narration.take_plan import SlideToSay
from renderer.stopping import pool
from renderer.store.cache import Cache
from renderer.storyboard.board import Recording
from renderer.voices.base import Speech, Voice, put_to_rest, takes_phonemes


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the speaking is; handed to the caller after each sentence."""

    done: int
    total: int
    slide_id: str
    reused: bool
    """Whether the take was in the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """A film's script, spoken."""

    takes: Mapping[str, tuple[Take | None, ...]]
    """Per slide id, one per sentence; None where there is nothing to say."""
    voice: str
    """Title of the voice that speaks every slide without a recording."""
    identity: Mapping[str, str | int | float]
    synthetic: bool
    """Whether any sentence is a machine's voice, so that the page says so."""
    fell_back: str = ""
    """Why the fallback speaks; empty when the wanted voice does."""
    made: int = 0
    """Distinct takes made now."""
    reused: int = 0
    """Distinct takes found in the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """One distinct take, and the first sentence that needs it."""

    key: str
    spoken: Spoken
    slide_id: str
    sentence: int


def speak_all(
    script: Sequence[SlideToSay],
    voice: Voice,
    cache: Cache,
    *,
    jobs: int = 1,
    progress: Callable[[Progress], None] | None = None,
    fallbacks: Sequence[Voice] = (),
    recordings: Mapping[str, Recording] | None = None,
) -> Narration:
    """Every take of *script*: found in *cache*, or spoken now and kept there.

    Args:
        script: the slides in order.
        voice: speaks every slide that has no recording.
        cache: a take found in it is never spoken again.
        jobs: sentences spoken at once, by voices of this machine; online ones get one at a time.
        progress: called in this thread after each distinct take.
        fallbacks: should *voice* fail, the first of them that doesn't speaks the *whole* film, so
            that no film has two voices.
        recordings: a team's own reading, by slide id.

    Raises:
        VoiceError: *voice* failed, and every fallback too, or a recording can't be used. The
            message names slide and sentence; takes made before are kept.
    """
    given = dict(recordings or {})
    read = [slide for slide in script if slide.slide_id in given]
    said = [slide for slide in script if slide.slide_id not in given]
    failed: list[str] = []
    for voice in (voice, *fallbacks):  # noqa: B020 - the one that speaks
        spoken = _Speaking(cache=cache, jobs=jobs, progress=progress)
        try:
            takes = spoken.all_of(said, voice)
            break
        except VoiceError as failure:
            if len(failed) == len(fallbacks):
                raise
            failed.append(f"{voice.title} failed: {failure}")
        finally:
            put_to_rest(voice)
    with open_ear() as ear:  # one for all recordings; without any, none is started
        for slide in read:
            takes[slide.slide_id] = spoken.recorded(slide, given[slide.slide_id].file, ear)
    heard = any(take is not None for slide in said for take in takes[slide.slide_id])
    return Narration(
        takes={slide.slide_id: takes[slide.slide_id] for slide in script},
        voice=voice.title,
        identity=dict(voice.identity),
        synthetic=heard and voice.synthetic,
        fell_back="; ".join(failed),
        made=spoken.made,
        reused=spoken.reused,
    )


class _Speaking:
    """One pass over a script by one voice, counting."""

    def __init__(
        self, *, cache: Cache, jobs: int, progress: Callable[[Progress], None] | None
    ) -> None:
        self.cache = cache
        self.jobs = jobs
        self.progress = progress
        self.made = 0
        self.reused = 0

    def all_of(
        self, script: Sequence[SlideToSay], voice: Voice
    ) -> dict[str, tuple[Take | None, ...]]:
        """The takes of each slide of *script*."""
        keys = {
            slide.slide_id: tuple(
                None
                if nothing_to_say(each.spoken.text)
                else take_key(voice, each.spoken.text, each.spoken.hints)
                for each in slide.sentences
            )
            for slide in script
        }
        found = self._takes(_distinct(script, keys), voice)
        return {
            slide_id: tuple(None if key is None else found[key] for key in of_slide)
            for slide_id, of_slide in keys.items()
        }

    def recorded(self, slide: SlideToSay, file: Path, ear: Fence) -> tuple[Take | None, ...]:
        """The takes of a slide that a team has read itself."""
        texts = [each.spoken.text for each in slide.sentences]
        takes = find_recorded(file, texts, self.cache)
        reused = takes is not None
        if takes is None:
            try:
                takes = recorded_takes(file, texts, self.cache, ear)
            except VoiceError as failure:
                raise VoiceError(f"slide '{slide.slide_id}': {failure}") from failure
        count = sum(take is not None for take in takes)
        self.reused += count if reused else 0
        self.made += 0 if reused else count
        return takes

    def _takes(self, wanted: Sequence[_Wanted], voice: Voice) -> dict[str, Take]:
        found: dict[str, Take] = {}
        missing: list[_Wanted] = []
        for each in wanted:
            take = find_take(self.cache, each.key, voice.title)
            if take is None:
                missing.append(each)
                continue
            found[each.key] = take
            self.reused += 1
            self._tell(each, len(wanted), reused=True)
        if not missing:
            return found
        if voice.online or self.jobs <= 1 or len(missing) == 1:
            for each in missing:
                found[each.key] = self._made(each, _make(each, voice, self.cache), len(wanted))
            return found
        return found | self._side_by_side(missing, voice, len(wanted))

    def _side_by_side(
        self, missing: Sequence[_Wanted], voice: Voice, total: int
    ) -> dict[str, Take]:
        # Imported before there are threads: it silences warnings, which is for the whole process.
        import renderer.narration.trimming  # noqa: F401

        found: dict[str, Take] = {}
        with pool(min(self.jobs, len(missing)), "voice") as threads:
            waiting: dict[Future[Take], _Wanted] = {
                threads.submit(_make, each, voice, self.cache): each for each in missing
            }
            for future, each in waiting.items():
                # In script order, so that the same failure is told every time.
                found[each.key] = self._made(each, future.result(), total)
        return found

    def _made(self, wanted: _Wanted, take: Take, total: int) -> Take:
        self.made += 1
        self._tell(wanted, total, reused=False)
        return take

    def _tell(self, wanted: _Wanted, total: int, *, reused: bool) -> None:
        if self.progress is not None:
            done = self.made + self.reused
            self.progress(Progress(done=done, total=total, slide_id=wanted.slide_id, reused=reused))


def _distinct(
    script: Sequence[SlideToSay], keys: Mapping[str, tuple[str | None, ...]]
) -> list[_Wanted]:
    """Each take once, in the order in which it is first heard."""
    wanted: dict[str, _Wanted] = {}
    for slide in script:
        for number, (sentence, key) in enumerate(
            zip(slide.sentences, keys[slide.slide_id], strict=True)
        ):
            if key is not None and key not in wanted:
                wanted[key] = _Wanted(
                    key=key,
                    spoken=sentence.spoken,
                    slide_id=slide.slide_id,
                    sentence=number,
                )
    return list(wanted.values())


def _said(spoken: Spoken, voice: Voice) -> Speech:
    """*spoken* by *voice*, with the phonemes of the lexicon where it takes them."""
    if spoken.hints and takes_phonemes(voice):
        return voice.say_with(spoken.text, spoken.hints)
    return voice.say(spoken.text)


def _make(wanted: _Wanted, voice: Voice, cache: Cache) -> Take:
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
        take = take_of(cache.keep(KIND, wanted.key, write), voice.title)
    except VoiceError as failure:
        place = f"slide '{wanted.slide_id}', sentence {wanted.sentence + 1}"
        raise VoiceError(f"{place}: {failure}") from failure
    if take is None:
        raise VoiceError(
            f"the take just kept in {cache.root} is gone or changed; is the disk full?"
        )
    return take
