"""Moments and lengths as pages and metadata write them.

Comes in: frames. Goes out: text. Knows no HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.language.registry import language_of

if TYPE_CHECKING:
    from renderer.publish.publication import Publication
    from renderer.timebase import Timebase


def iso_duration(frames: int, base: Timebase) -> str:
    """*frames* as an ISO 8601 duration of seconds, "PT73.48S"."""
    return f"PT{seconds_text(frames, base).rstrip('0').rstrip('.')}S"


def seconds_text(frames: int, base: Timebase) -> str:
    """*frames* as decimal seconds with three digits, rounded like the cues."""
    whole, thousandths = divmod(round(frames * 1000 / base.fps), 1000)
    return f"{whole}.{thousandths:03}"


def spoken_duration(publication: Publication) -> str:
    """ "3 min 07 s": whole seconds that have gone by, as `clock` and every player count them."""
    whole = publication.length // publication.timebase.fps
    minutes, seconds = divmod(whole, 60)
    known = language_of(publication.language)
    of_seconds = known.page.seconds.of(known.plural(seconds))
    tail = f"{seconds:02}\u00a0{of_seconds}" if minutes else f"{seconds}\u00a0{of_seconds}"
    of_minutes = known.page.minutes.of(known.plural(minutes))
    return f"{minutes}\u00a0{of_minutes} {tail}" if minutes else tail


def clock(frames: int, base: Timebase) -> str:
    """*frames* as "1:07" or "1:02:03", whole seconds, never later than the frame."""
    minutes, seconds = divmod(frames // base.fps, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
