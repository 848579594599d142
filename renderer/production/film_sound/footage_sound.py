"""The sound of a film's footage slides, placed on its track.

Comes in: a storyboard and its timeline. Goes out: where each stretch sounds, its key, and how to
read it. Loads a codec only for a film that has such slides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from renderer.storyboard.board import Footage, Storyboard
from renderer.storyboard.slide_kinds import films_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from renderer.footage.sound import Heard
    from renderer.store.cache import Cache
    from renderer.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageBed:
    """One stretch's sound in the film."""

    footage: Footage
    slide: int
    """0-based number of its slide."""
    digest: str
    heard: Heard
    start: int
    """First sample."""
    key: str

    @property
    def length(self) -> int:
        """Samples."""
        return self.heard.length

    def keep(self, cache: Cache) -> Callable[[], NDArray[np.int16]]:
        """Find the sound in the cache or make it; what is returned maps its samples.

        Raises:
            PictureError: the film has no sound, or it can't be decoded.
        """
        from renderer.footage.sound import keep_footage_sound, read_footage_sound

        entry = keep_footage_sound(self.footage, self.digest, self.heard, cache)
        return partial(read_footage_sound, entry)


def sounding_footage(board: Storyboard, timeline: Timeline) -> tuple[FootageBed, ...]:
    """The sound of every footage slide that keeps some, in order.

    It begins and ends with the picture, and fades as long as the picture takes to come and go.

    Raises:
        PictureError: a film can't be read.
    """
    return tuple(_beds(board, timeline))


def _beds(board: Storyboard, timeline: Timeline) -> Iterator[FootageBed]:
    base = timeline.timebase
    for number, slide in enumerate(board.slides):
        footage = next((film for film in films_of(slide.visual) if film.sound != "off"), None)
        if footage is None:
            continue
        from renderer.footage.file import footage_digest
        from renderer.footage.sound import FADE, Heard, sound_key

        span = timeline.slides[number]
        arrival = sum(t.length for t in timeline.transitions if t.after == number)
        departure = sum(t.length for t in timeline.transitions if t.before == number)
        heard = Heard(
            length=base.samples_at(span.clip_length),
            fade_in=max(FADE, base.samples_at(arrival)),
            fade_out=max(FADE, base.samples_at(departure)),
        )
        digest = footage_digest(footage)
        yield FootageBed(
            footage=footage,
            slide=number,
            digest=digest,
            heard=heard,
            start=base.samples_at(span.clip_start),
            key=sound_key(footage, digest, heard),
        )
