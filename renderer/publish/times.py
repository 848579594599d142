"""Moments and lengths as pages and metadata write them.

Comes in: frames. Goes out: text. Knows no HTML.
"""

from __future__ import annotations

from renderer.publish.publication import Publication
from renderer.publish.words import Words
from renderer.timebase import Timebase


def iso_duration(frames: int, base: Timebase) -> str:
    """*frames* as an ISO 8601 duration of seconds, "PT73.48S"."""
    return f"PT{seconds_text(frames, base).rstrip('0').rstrip('.')}S"


def seconds_text(frames: int, base: Timebase) -> str:
    """*frames* as decimal seconds with three digits, rounded like the cues."""
    whole, thousandths = divmod(round(frames * 1000 / base.fps), 1000)
    return f"{whole}.{thousandths:03}"


def spoken_duration(publication: Publication, words: Words) -> str:
    """ "3 min 07 s"."""
    whole = round(publication.length / publication.timebase.fps)
    minutes, seconds = divmod(whole, 60)
    tail = f"{seconds:02}\u00a0{words.seconds}" if minutes else f"{seconds}\u00a0{words.seconds}"
    return f"{minutes}\u00a0{words.minutes} {tail}" if minutes else tail


def clock(frames: int, base: Timebase) -> str:
    """*frames* as "1:07" or "1:02:03", whole seconds, never later than the frame."""
    minutes, seconds = divmod(frames // base.fps, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
