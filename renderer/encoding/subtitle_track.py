"""A finished film with its captions as one more track, which players offer by themselves.

Comes in: an MP4 of ours, its SubRip file. Goes out: another MP4: the same packets of pictures and
sound, the same chapters, tags and cover, and a track of timed text (3GPP's, `mov_text`) in the
film's language. Nothing is encoded again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

import av
from av.packet import Packet
from av.stream import Disposition

from renderer.cancellation import stop_point
from renderer.encoding.chapter_track import name_chapters
from renderer.encoding.encode_video import failed
from renderer.messages import tr

_CUE = re.compile(r"^([\d:,]{12}) --> ([\d:,]{12})\n((?:.+\n?)+)", re.MULTILINE)
_JOINER = "\u2060"
"""What our SubRip files part marks with; timed text knows no marks."""
_TICKS = 1000
"""A second of a SubRip file."""
_HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""What FFmpeg makes the track's style of: white, at the foot, as players have it anyway."""
_Due = tuple[float, Any]


def add_captions(
    film: Path, captions: Path, made: Path, language: str, names: tuple[str, str]
) -> None:
    """Write *film* with *captions* into *made*.

    Args:
        film: an MP4 of ours.
        captions: its SubRip file.
        made: is written.
        language: ISO 639-2.
        names: what players call the track of captions, and that of chapters.

    Raises:
        EncodeError: the muxer failed.
    """
    try:
        chaptered = _write(film, _cues(captions.read_text(encoding="utf-8")), made, language, names)
    except av.error.FFmpegError as error:
        raise failed(tr("the captions can't be put into the film: {why}", why=error)) from error
    if chaptered:
        name_chapters(made, language, names[1])


def _write(
    film: Path, cues: list[tuple[int, int, str]], made: Path, language: str, names: tuple[str, str]
) -> bool:
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with (
        av.open(str(film), metadata_errors="replace") as source,
        av.open(str(made), "w", format="mp4", options=options) as target,
    ):
        chapters = source.chapters()
        target.metadata.update(source.metadata)
        target.set_chapters(chapters)
        copied = [s for s in source.streams if s.type in ("video", "audio")]
        pairs = {}
        for stream in copied:
            pairs[stream.index] = twin = target.add_stream_from_template(stream, opaque=True)
            twin.metadata.update(stream.metadata)
            twin.disposition = stream.disposition
        track = cast("Any", target.add_stream("mov_text"))
        track.metadata.update({"language": language, "handler_name": names[0]})
        track.time_base = Fraction(1, _TICKS)
        track.codec_context.subtitle_header = _HEADER
        packets = (
            (float((packet.dts or 0) * packet.time_base), _of(packet, pairs[packet.stream.index]))
            for packet in _packets(source, copied)
        )
        for _, packet in merge(_texts(cues, track), packets, key=itemgetter(0)):
            stop_point()
            target.mux(packet)
    return bool(chapters)


def _packets(source: Any, streams: list[Any]) -> Iterator[Any]:
    """Of pictures and sound, and the cover, which comes without a time."""
    for packet in source.demux(*streams):
        if packet.stream.disposition & Disposition.attached_pic and packet.size:
            packet.pts = packet.dts = 0
        if packet.dts is not None:
            yield packet


def _of(packet: Any, stream: Any) -> Any:
    packet.stream = stream
    return packet


def _texts(cues: list[tuple[int, int, str]], track: Any) -> Iterator[_Due]:
    for start, end, text in cues:
        data = text.encode("utf-8")
        packet: Any = Packet(len(data).to_bytes(2) + data)
        packet.stream, packet.time_base = track, Fraction(1, _TICKS)
        packet.pts = packet.dts = start
        packet.duration = end - start
        yield start / _TICKS, packet


def _cues(text: str) -> list[tuple[int, int, str]]:
    """Start, end and words of each cue of a SubRip file, in milliseconds."""
    return [
        (_milliseconds(start), _milliseconds(end), said.rstrip("\n").replace(_JOINER, ""))
        for start, end, said in _CUE.findall(text)
    ]


def _milliseconds(stamp: str) -> int:
    hours, minutes, seconds = stamp.replace(",", "").split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(seconds)
