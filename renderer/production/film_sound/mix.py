"""What sounds in a film, as a `Track`: voices matched, footage under them, music under all.

Comes in: a film's `Ingredients`. Goes out: a track. Imported only when one is made: it loads NumPy
and a codec.
"""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.decoding.file_integrity import unchanged
from renderer.errors import SoundError
from renderer.messages import tr
from renderer.narration.take import Take, load_pcm
from renderer.production.film_sound.sound_sources import Ingredients
from renderer.sound.ducking import Ducking, bridged
from renderer.sound.loudness import Levels, Parts, matching_gains, stepped
from renderer.sound.music import MusicBed, MusicSilence, Passage, placed_music
from renderer.sound.music_file import MusicFile, decode_piece, piece_of
from renderer.sound.music_placement import MUSIC, piece_key
from renderer.sound.room_tone import RoomTone
from renderer.sound.track import PlacedSound, Track
from renderer.store.cache import Cache, Json, key_of
from renderer.store.code_digest import code_digest

LOG = logging.getLogger(__name__)
LEVELS = "levels"
"""The cache's name for how loud a part of a track is."""
_HEARD_BY = ("renderer.sound.loudness", "renderer.sound.music")
_Read = Callable[[Take], NDArray[np.int16]]


def mix(cache: Cache, found: Ingredients) -> Track:
    """The track of all that sounds.

    Raises:
        PictureError: the sound of a footage slide is missing or damaged.
        SoundError: a piece of music can't be used.
    """
    read: _Read = lru_cache(maxsize=4)(load_pcm)
    said = _voices(cache, found.takes, read)
    beds = [
        PlacedSound(start=bed.start, length=bed.length, read=bed.keep(cache), name=bed.key)
        for bed in found.footage
    ]
    # A film in which nothing sounds stays silent: it has no pause to be filled.
    room = RoomTone(starts=found.slides) if said or beds or found.score.passages else None
    track = Track(sounds=said, length=found.samples, beds=beds, room=room)
    if not found.score.passages:
        return track
    # Footage that keeps its sound speaks too.
    spoken = [(each.start, each.start + each.length) for each in said]
    spoken += [(b.start, b.start + b.length) for b in found.footage if b.footage.sound == "keep"]
    ducking = Ducking(tuple(bridged(spoken)))
    alone = Track(sounds=said, length=found.samples)
    voice = track_parts(cache, alone, found.parts).loudness()
    # In steps, or each edited sentence would change the music of the whole film by a hair.
    voice = voice if math.isinf(voice) else stepped(voice)
    return replace(track, music=_music(cache, found, voice, ducking))


def _voices(cache: Cache, takes: Sequence[tuple[int, Take]], read: _Read) -> list[PlacedSound]:
    by_voice: dict[str, list[Take]] = defaultdict(list)
    for _, take in takes:
        by_voice[take.voice].append(take)
    gains = matching_gains({voice: _alone(cache, own, read) for voice, own in by_voice.items()})
    return [
        PlacedSound(
            start=start,
            length=take.length,
            read=partial(read, take),
            gain=10 ** (gains[take.voice] / 20),
            name=take.key,
        )
        for start, take in takes
    ]


def _alone(cache: Cache, takes: Sequence[Take], read: _Read) -> Parts:
    """All that one voice says, take after take."""
    starts = list(accumulate((take.length for take in takes), initial=0))
    sounds = [
        PlacedSound(start=start, length=take.length, read=partial(read, take), name=take.key)
        for start, take in zip(starts, takes, strict=False)
    ]
    return track_parts(cache, Track(sounds=sounds, length=starts[-1]), starts[:-1])


def _music(cache: Cache, found: Ingredients, voice_lufs: float, ducking: Ducking) -> list[MusicBed]:
    silences = [
        MusicSilence(start=each.start, end=each.end, fade_out=each.fade_out, fade_in=each.fade_in)
        for each in found.score.silences
    ]
    return [
        placed_music(
            Passage(
                start=each.start,
                end=each.end,
                fade_in=each.fade_in,
                fade_out=each.fade_out,
                level_db=each.music.level_db,
                loop=each.music.loop,
            ),
            keep_piece(cache, each.music.file, found.music[each.music.file]),
            voice_lufs=voice_lufs,
            ducking=ducking,
            silences=silences,
        )
        for each in found.score.passages
    ]


def keep_piece(cache: Cache, file: Path, digest: str) -> MusicFile:
    """A music file of that *digest* decoded, found in the cache or made now.

    Raises:
        SoundError: it can't be used, or is another file by now; the message names it.
    """

    def write(draft: Path) -> dict[str, Any]:
        with unchanged([(file, digest)], SoundError):
            try:
                return decode_piece(file, draft, warn)
            except SoundError as failure:
                told = tr("the music {name} can't be used: {why}", name=file.name, why=failure)
                raise SoundError(told, code=failure.code) from failure

    def warn(what: str) -> None:
        LOG.warning(tr("the music {name}: {what}", name=file.name, what=what))

    entry = cache.find_or_keep(MUSIC, piece_key(digest), write)
    return piece_of(entry.path, entry.facts)


def track_parts(cache: Cache, track: Track, starts: Sequence[int]) -> Parts:
    """*track* in parts that begin at *starts*: what was heard of each is kept in the cache."""
    code = {"code": code_digest(*_HEARD_BY), "av": version("av")}

    def keep(recipe: Json, hear: Callable[[], Levels]) -> Levels:
        def write(draft: Path) -> dict[str, Any]:
            draft.write_bytes(hear().astype("<f4").tobytes())
            return {}

        key = key_of({"kind": LEVELS, **code, "recipe": recipe})
        entry = cache.local.find_or_keep(LEVELS, key, write)
        return np.frombuffer(entry.path.read_bytes(), "<f4")

    return Parts(track=track, starts=starts, keep=keep)
