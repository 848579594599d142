"""What sounds in a film, as a `sound.Track`: voices matched, footage under them, music under all.

Comes in: a production and its `Ingredients`. Goes out: a track to be levelled. Imported only when
a track is made: it loads NumPy and a codec.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from renderer import sound
from renderer.decoding.pinned_file import unchanged
from renderer.errors import SoundError
from renderer.narration import Take, load_pcm
from renderer.production.prepare import Production
from renderer.sound.score import MUSIC, piece_key
from renderer.store.cache import Cache

if TYPE_CHECKING:
    from renderer.production.soundtrack import Ingredients

LOG = logging.getLogger(__name__)
_Read = Callable[[Take], NDArray[np.int16]]


def mix(production: Production, found: Ingredients) -> sound.Track:
    """The track of all that sounds.

    Raises:
        PictureError: the sound of a footage slide is missing or damaged.
        SoundError: a piece of music can't be used.
    """
    read: _Read = lru_cache(maxsize=4)(load_pcm)
    said = _voices(found.takes, read)
    beds = [
        sound.PlacedSound(start=bed.start, length=bed.length, read=bed.keep(production))
        for bed in found.footage
    ]
    track = sound.Track(sounds=said, length=found.samples, beds=beds)
    if not found.score.passages:
        return track
    # Footage that keeps its sound speaks too.
    spoken = [(each.start, each.start + each.length) for each in said]
    spoken += [(b.start, b.start + b.length) for b in found.footage if b.footage.sound == "keep"]
    ducking = sound.Ducking(tuple(sound.bridged(spoken)))
    alone = sound.Track(sounds=said, length=found.samples)
    voice = sound.measure(sound.raw_blocks(alone), peaks=False).integrated_lufs
    return sound.Track(
        sounds=said,
        length=found.samples,
        beds=beds,
        music=_music(production, found, voice, ducking),
    )


def _voices(takes: Sequence[tuple[int, Take]], read: _Read) -> list[sound.PlacedSound]:
    by_voice: dict[str, list[Take]] = defaultdict(list)
    for _, take in takes:
        by_voice[take.voice].append(take)
    gains = sound.matching_gains(
        [
            sound.VoiceTakes(
                voice=voice,
                length=sum(take.length for take in own),
                reads=[partial(read, take) for take in own],
            )
            for voice, own in by_voice.items()
        ]
    )
    return [
        sound.PlacedSound(
            start=start,
            length=take.length,
            read=partial(read, take),
            gain=10 ** (gains[take.voice] / 20),
        )
        for start, take in takes
    ]


def _music(
    production: Production, found: Ingredients, voice_lufs: float, ducking: sound.Ducking
) -> list[sound.MusicBed]:
    silences = [
        sound.MusicSilence(
            start=each.start, end=each.end, fade_out=each.fade_out, fade_in=each.fade_in
        )
        for each in found.score.silences
    ]
    return [
        sound.placed_music(
            sound.Passage(
                start=each.start,
                end=each.end,
                fade_in=each.fade_in,
                fade_out=each.fade_out,
                level_db=each.music.level_db,
                loop=each.music.loop,
            ),
            keep_piece(production.cache, each.music.file, found.music[each.music.file]),
            voice_lufs=voice_lufs,
            ducking=ducking,
            silences=silences,
        )
        for each in found.score.passages
    ]


def keep_piece(cache: Cache, file: Path, digest: str) -> sound.MusicFile:
    """A music file of that *digest* decoded, found in the cache or made now.

    Raises:
        SoundError: it can't be used, or is another file by now; the message names it.
    """

    def write(draft: Path) -> dict[str, Any]:
        with unchanged([(file, digest)], SoundError):
            try:
                return sound.decode_piece(file, draft, warn)
            except SoundError as failure:
                raise SoundError(f"the music {file.name} can't be used: {failure}") from failure

    def warn(what: str) -> None:
        LOG.warning("the music %s: %s", file.name, what)

    entry = cache.find_or_keep(MUSIC, piece_key(digest), write)
    return sound.piece_of(entry.path, entry.facts)
