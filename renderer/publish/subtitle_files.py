"""Cues and chapters as the files that players read: WebVTT and SubRip.

    cues, timebase ──webvtt, srt──▶ text, to be written as UTF-8 without a byte order mark

Comes in: cues and chapters in frames. Goes out: whole files, lines ending in a line feed. Whatever
the words hold, a parser finds the same cues again: marks are escaped, what can't be shown is left
out. Ordinals stay on the line ("1er"): raised letters are spelled by screen readers.
Doesn't know how cues were cut, nor where files go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from renderer.language.language import CueColours
from renderer.publish.escape import plain_characters
from renderer.subtitles.cues import Cue
from renderer.timebase import Timebase

WEBVTT_TYPE = "text/vtt; charset=utf-8"
SRT_TYPE = "application/x-subrip; charset=utf-8"

_LINE_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_SPACES = re.compile(" {2,}")
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_JOINER = "\u2060"
"""Word joiner: invisible, without width. SubRip has no escapes, so it parts what players would
take for a tag ("<b>"), a command ("{\\an8}") or a timing line ("-->")."""
_SRT_MARKUP = re.compile(r"<(?=[A-Za-z/!?])|\{(?=[\\A-Za-z])|--(?=>)")


class ListedChapter(Protocol):
    """What a chapter must have to be listed."""

    @property
    def title(self) -> str:
        """As shown."""

    @property
    def start(self) -> int:
        """Frame."""

    @property
    def end(self) -> int:
        """Frame; half-open."""


def webvtt(
    cues: Iterable[Cue],
    timebase: Timebase,
    language: str = "fr",
    colours: CueColours | None = None,
) -> str:
    """A WebVTT file of captions.

    Args:
        cues: in order.
        timebase: of their frames.
        language: BCP 47 tag, noted in the file for whoever opens it.
        colours: of voice and music; None: the player's own.
    """
    blocks = [
        _vtt_block(
            cue.start,
            cue.end,
            lines,
            timebase,
            top_percent=cue.top_percent,
            colour=getattr(colours, cue.sounds) if colours else "",
        )
        for cue in cues
        if (lines := shown_lines(cue.lines))
    ]
    tag = re.sub(r"[^A-Za-z0-9-]", "", language)
    head = ["WEBVTT", f"NOTE language: {tag}"] if tag else ["WEBVTT"]
    styles = _styles(colours) if colours and blocks else []
    return "\n\n".join([*head, *styles, *blocks]) + "\n"


def srt(cues: Iterable[Cue], timebase: Timebase) -> str:
    """A SubRip file of captions, numbered from 1."""
    shown = [(cue, lines) for cue in cues if (lines := shown_lines(cue.lines))]
    blocks = [
        f"{number}\n{timebase.timestamp(cue.start, ',')} --> {timebase.timestamp(cue.end, ',')}\n"
        + "\n".join(_SRT_MARKUP.sub(lambda mark: mark[0] + _JOINER, line) for line in lines)
        + "\n"
        for number, (cue, lines) in enumerate(shown, start=1)
    ]
    return "\n".join(blocks)


def chapters_vtt(chapters: Iterable[ListedChapter], timebase: Timebase) -> str:
    """A WebVTT file of chapters: one line of plain text each, consecutive, not nested."""
    blocks = [
        _vtt_block(chapter.start, chapter.end, (" ".join(lines),), timebase)
        for chapter in chapters
        if chapter.end > chapter.start and (lines := shown_lines((chapter.title,)))
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def shown_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """*lines* as a cue can hold them: no controls, no direction marks, no line left empty.

    Lone surrogates become U+FFFD, and a line break inside a line a space.
    """
    clean = (
        _SPACES.sub(" ", plain_characters(_DIRECTION.sub("", _LINE_BREAKS.sub(" ", line))))
        for line in lines
    )
    return tuple(line.strip() for line in clean if line.strip())


def _styles(colours: CueColours) -> list[str]:
    """What the classes mean, for players that don't know them by themselves."""
    named = dict.fromkeys((colours.voice, colours.music))
    return ["\n".join(["STYLE", *(f"::cue(.{name}) {{ color: {name}; }}" for name in named)])]


def _vtt_block(
    start: int,
    end: int,
    lines: Iterable[str],
    timebase: Timebase,
    *,
    top_percent: int | None = None,
    colour: str = "",
) -> str:
    timing = f"{timebase.timestamp(start)} --> {timebase.timestamp(end)}"
    if top_percent is not None:
        timing += f" line:{top_percent}%"
    text = "\n".join(_escaped(line) for line in lines)
    return f"{timing}\n" + (f"<c.{colour}>{text}</c>" if colour else text)


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
