"""Which music sounds from where to where: the film's and the slides' own, and times of silence.

Comes in: a checked storyboard and its timeline. Goes out: passages and silences in samples. Opens
no file; loads neither NumPy nor a codec, so that an unchanged film stays quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import pairwise
from typing import TYPE_CHECKING

from renderer.store.cache import key_of
from renderer.store.code_digest import code_digest
from renderer.storyboard.board import Music, Storyboard
from renderer.timebase import samples_in

if TYPE_CHECKING:
    from renderer.timeline import Timeline

MUSIC = "music"
"""The cache's name for decoded music."""


def piece_key(digest: str) -> str:
    """The key of a decoded music file, by the SHA-256 of its bytes."""
    return key_of(
        {
            "kind": MUSIC,
            "code": code_digest("renderer.sound.music_file"),
            "file": digest,
            "av": version("av"),
            "pydub": version("pydub"),
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredMusic:
    """One piece's place in the film."""

    music: Music
    start: int
    """First sample: where its slide begins."""
    end: int
    """Sample after the last one."""
    fade_in: int
    fade_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSilence:
    """A time without music: a slide of silence."""

    start: int
    end: int
    fade_out: int
    """Samples before it in which music goes."""
    fade_in: int
    """Samples after it in which music comes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All music of a film."""

    passages: tuple[ScoredMusic, ...]
    silences: tuple[ScoredSilence, ...]


def score_of(
    board: Storyboard, timeline: Timeline, at: Callable[[int], int] | None = None
) -> Score:
    """Where each piece of music sounds.

    Music ends, faded out, where the film does, or the slide before one that says ``music: none``.
    Where another music comes, the old one goes while the new one rises.

    Args:
        board: the checked storyboard.
        timeline: its timeline.
        at: the sample at which the sound of a slide begins that begins at a frame; None: exactly
            when the slide does.
    """
    at = at or timeline.timebase.samples_at
    changes = [*_changes(board, timeline, at), (timeline.samples, None)]
    alone = [
        ScoredMusic(
            music=music,
            start=start,
            end=end,
            fade_in=samples_in(music.fade_in_seconds),
            fade_out=samples_in(music.fade_out_seconds),
        )
        for (start, music), (end, _) in pairwise(changes)
        if music is not None
    ]
    return Score(
        passages=tuple(_crossing(alone, timeline.samples)),
        silences=tuple(_silences(board, timeline, alone, at)),
    )


def sounding_music(score: Score) -> tuple[tuple[int, int], ...]:
    """The samples in which music sounds without a break: a new piece, or one that comes back."""
    found: list[tuple[int, int]] = []
    for passage in score.passages:
        start = passage.start
        for silence in score.silences:
            if start < silence.end and silence.start < passage.end:
                found.append((start, max(start, silence.start - silence.fade_out)))
                start = silence.end
        found.append((start, passage.end))
    return tuple((start, end) for start, end in found if start < end)


def _changes(
    board: Storyboard, timeline: Timeline, at: Callable[[int], int]
) -> Iterator[tuple[int, Music | None]]:
    """Samples at which the music changes, and to what."""
    if board.music is not None and board.slides[0].music is None:
        yield 0, board.music
    for slide, span in zip(board.slides, timeline.slides, strict=True):
        if slide.music is not None:
            yield at(span.start), None if slide.music == "none" else slide.music


def _crossing(alone: list[ScoredMusic], film: int) -> Iterator[ScoredMusic]:
    for music, after in pairwise([*alone, None]):
        if music is None:
            continue
        if after is not None and after.start == music.end:
            length = min(after.fade_in, film - music.end)
            yield replace(music, end=music.end + length, fade_out=length)
        else:
            yield music


def _silences(
    board: Storyboard,
    timeline: Timeline,
    alone: list[ScoredMusic],
    at: Callable[[int], int],
) -> Iterator[ScoredSilence]:
    for slide, span in zip(board.slides, timeline.slides, strict=True):
        if slide.silence_seconds is None:
            continue
        start, end = at(span.start), at(span.end)
        yield ScoredSilence(
            start=start,
            end=end,
            fade_out=next((m.fade_out for m in alone if m.start < start <= m.end), 0),
            fade_in=next((m.fade_in for m in alone if m.start <= end < m.end), 0),
        )
