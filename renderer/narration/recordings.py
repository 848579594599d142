"""Takes cut from a team's own reading of a slide, or of one of its sentences.

Comes in: a sound file and the sentences that it reads. Goes out: one take a sentence; side by side
they are the reading itself, its own pauses included; and whether it still says what the storyboard
says. Never speaks.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.decoding.file_integrity import ChangedError, digest_of, unchanged
from renderer.errors import VoiceError
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.narration.take import (
    KIND,
    Take,
    facts_of,
    find_takes,
    lost,
    nothing_to_say,
    take_of,
)
from renderer.narration.take_keys import treatment
from renderer.store.cache import Cache, key_of
from renderer.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from renderer.decoding.sandbox import Fence
    from renderer.narration.sentence import ScriptSentence
    from renderer.storyboard.board import Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSentences:
    """A recording, and what it reads."""

    recording: Recording
    sentences: tuple[ScriptSentence, ...]
    """At least one: all of a slide, or one of them."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What a voice would be given in its place."""
        return tuple(each.text for each in self.sentences)


def recorded_sentences(
    recordings: Iterable[Recording], sentences: tuple[ScriptSentence, ...]
) -> tuple[RecordedSentences, ...]:
    """What *recordings* read of a slide's *sentences*, each by the first that does.

    One whose sentence isn't there any more is left out.
    """
    found: list[RecordedSentences] = []
    left = sentences
    for recording in recordings:
        if not recording.sentence:
            return (RecordedSentences(recording=recording, sentences=sentences),) * bool(sentences)
        read = [one for one in left if are_same_words(recording.sentence, one.written)]
        left = tuple(one for one in left if one not in read)
        found += [RecordedSentences(recording=recording, sentences=(one,)) for one in read]
    return tuple(found)


def unread(
    recordings: Iterable[Recording], sentences: tuple[ScriptSentence, ...]
) -> tuple[ScriptSentence, ...]:
    """Those of a slide's *sentences* that are left to a voice."""
    read = {
        one.index for each in recorded_sentences(recordings, sentences) for one in each.sentences
    }
    return tuple(each for each in sentences if each.index not in read)


def recorded_keys(file: Path, texts: Sequence[str]) -> tuple[str | None, ...]:
    """The key of each sentence's take; None where there is nothing to say.

    Raises:
        VoiceError: *file* can't be read.
    """
    return _keys(_digest(file), texts)


def _digest(file: Path) -> str:
    try:
        return digest_of(file)
    except OSError as failure:
        if isinstance(failure, ChangedError):
            raise VoiceError(
                tr(
                    "the recording {file} changed while the film was being made: render again",
                    file=file.name,
                ),
                code="file-changed",
            ) from failure
        raise VoiceError(
            tr("the recording {file} can't be read: {why}", file=file.name, why=reason_of(failure)),
            code="file-unreadable",
        ) from failure


def _keys(digest: str, texts: Sequence[str]) -> tuple[str | None, ...]:
    recipe: dict[str, Any] = {
        "kind": KIND,
        "rate": SAMPLE_RATE,
        "treated": treatment("renderer.narration.recordings"),
        "voice": {"engine": "recording", "version": digest},
        "texts": list(texts),
    }
    return tuple(
        None if nothing_to_say(text) else key_of({**recipe, "sentence": number})
        for number, text in enumerate(texts)
    )


def find_recorded(file: Path, texts: Sequence[str], cache: Cache) -> tuple[Take | None, ...] | None:
    """The takes, if every one is in *cache*; None if one is missing.

    Raises:
        VoiceError: *file* can't be read.
    """
    keys = recorded_keys(file, texts)
    wanted = [key for key in keys if key is not None]
    takes = find_takes(cache, wanted, _title(file))
    if not takes.keys() >= set(wanted):
        return None
    return tuple(None if key is None else takes[key] for key in keys)


def recorded_takes(
    file: Path, texts: Sequence[str], cache: Cache, decoder: Fence | None = None
) -> tuple[Take | None, ...]:
    """Cut *file* at the pauses between *texts*, and keep each piece.

    Args:
        file: the reading.
        texts: its sentences.
        cache: keeps the takes.
        decoder: where it is decoded; None: in a process of its own.

    Raises:
        VoiceError: *file* can't be read, is no sound, is silent, or too short.
    """
    from renderer.narration.trimming import polish
    from renderer.voices.recording import cut_points, read_recording, without_noisy_ends

    digest = _digest(file)
    keys = _keys(digest, texts)
    said = [text for text, key in zip(texts, keys, strict=True) if key is not None]
    with unchanged([(file, digest)], VoiceError):
        reading, gain_db = read_recording(file, decoder)
    try:
        pcm, _ = polish(without_noisy_ends(reading, gain_db), gain_db=gain_db)
        cuts = cut_points(pcm, SAMPLE_RATE, said)
    except VoiceError as failure:
        raise VoiceError(
            tr("the recording {file} can't be used: {why}", file=file.name, why=failure),
            code=failure.code or "recording-unfit",
        ) from failure
    starts, ends = (0, *cuts), (*cuts, len(pcm))
    pieces = iter([pcm[start:end] for start, end in zip(starts, ends, strict=True)])
    # The pauses between sentences are within what was read; after one alone it is the film's own.
    pause = None if len(texts) == 1 else 0
    return tuple(
        None if key is None else _keep(cache, key, next(pieces), pause, file) for key in keys
    )


def _keep(cache: Cache, key: str, piece: NDArray[np.int16], pause: int | None, file: Path) -> Take:
    def write(draft: Path) -> Mapping[str, Any]:
        draft.write_bytes(piece.astype("<i2").tobytes())
        return facts_of(len(piece), (), pause)

    take = take_of(cache.keep(KIND, key, write), _title(file))
    if take is None:
        raise lost(cache)
    return take


def _title(file: Path) -> str:
    return f"recording {file.name}"


def fingerprint(narration: str) -> str:
    """Eight hexadecimal digits of *narration*; line breaks and the form of accents don't count."""
    return hashlib.sha256(_plain(narration).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def are_same_words(one: str, other: str) -> bool:
    """Whether one recording reads both; as with `fingerprint`, and whatever the apostrophes."""
    return _plain(one).replace("\u2019", "'") == _plain(other).replace("\u2019", "'")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_fingerprint(says: str) -> bool:
    """Whether *says* is a fingerprint; "new" and its like are a person's own words."""
    return re.fullmatch(r"[0-9a-fA-F]{8}", says.strip()) is not None


def is_stale(says: str, narration: str) -> bool:
    """Whether a recording that reads the text of fingerprint *says* no longer fits *narration*.

    An empty *says* was never noted, and is not stale.
    """
    return bool(says) and says.strip().lower() != fingerprint(narration)
