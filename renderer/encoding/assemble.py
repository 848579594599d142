"""Segments, one sound track, chapters and metadata become an MP4. No picture is encoded again.

Comes in: verified segment files, a sound track, titles. Goes out: a film file, verified.
Knows nothing of storyboards or caches.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, TypeAlias

import av
import numpy as np
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition

from renderer.cancellation import stop_point
from renderer.encoding.aac import AAC_OPTIONS, audio_frame
from renderer.encoding.chapter_track import name_chapters
from renderer.encoding.codec import AAC, browser_name
from renderer.encoding.encode_video import TAGS, codec_of, colour_tags, failed
from renderer.messages import tr
from renderer.sound.track import Samples
from renderer.timebase import PACKET, SAMPLE_RATE, Timebase

AnyPacket: TypeAlias = "Packet[Any]"
_Due: TypeAlias = tuple[int, AnyPacket, bool]
"""When a packet has to be decoded, in microseconds from the film's beginning; whether it sounds."""
_FRAGMENTS = {
    "movflags": "+empty_moov+default_base_moof",
    "frag_duration": "500000",
    "avoid_negative_ts": "make_zero",
    "fflags": "+bitexact+flush_packets",
}
"""Half a second at a time: a player starts with the first."""
_UNDECODED = {"codec_whitelist": "none"}
"""No decoder: FFmpeg 8 decodes a picture of each file that it opens (14 ms at 1080p), but for
copying all is in the file's header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackNames:
    """What players call the tracks of a film, in its language."""

    pictures: str = "Pictures"
    sound: str = "Sound"
    chapters: str = "Chapters"
    """At most 15 bytes of UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmTags:
    """What the MP4 says of itself."""

    title: str
    language: str
    """ISO 639-2, as MP4 wants it: "fra"."""
    metadata: Mapping[str, str]
    """More of ffmpeg's names: artist, date, comment, copyright, description."""
    chapters: Sequence[tuple[str, int, int]]
    """Title, first frame, frame after the last."""
    names: TrackNames = TrackNames()
    cover: Path | None = None
    """A JPEG that file managers and music players show for the film."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmFacts:
    """What was read back from a finished film."""

    frames: int
    samples: int
    width: int
    height: int
    bytes: int
    codecs: str
    """Of pictures and sound, as a page's ``type`` names them."""


def join(
    path: Path,
    segments: Sequence[tuple[Path, int]],
    sound: Path,
    samples: int,
    base: Timebase,
    tags: FilmTags,
) -> None:
    """Copy segments (file, frames) and sound into *path*, `moov` first.

    Raises:
        EncodeError: the segments' decoder configurations differ, or the muxer failed.
    """
    try:
        with av.open(
            str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
        ) as film:
            _tag(film, base, tags)
            with _opened(segments[0][0]) as first, _opened(sound) as sounding:
                video = film.add_stream_from_template(first.streams.video[0], opaque=True)
                audio = film.add_stream_from_template(sounding.streams.audio[0])
                named = ((video, tags.names.pictures), (audio, tags.names.sound))
                for stream, name in named:
                    stream.metadata.update({"language": tags.language, "handler_name": name})
                if tags.cover is not None:
                    _add_cover(film, tags.cover)
                headers = first.streams.video[0].codec_context.extradata
                pictures = _picture_packets(segments, headers, base)
                sounds = _sound_packets(sounding, samples)
                # In order of decoding time, so that the muxer holds next to nothing in memory.
                for _, packet, is_sound in heapq.merge(pictures, sounds, key=itemgetter(0)):
                    packet.stream = audio if is_sound else video
                    film.mux(packet)
    except av.error.FFmpegError as error:
        raise failed(tr("the film can't be joined: {why}", why=error)) from error
    if tags.chapters:
        name_chapters(path, tags.language, tags.names.chapters)


def _opened(path: Path, options: Mapping[str, str] | None = None) -> InputContainer:
    return av.open(str(path), "r", options=dict(options or {}), metadata_errors="replace")


def _add_cover(film: OutputContainer, cover: Path) -> None:
    """*cover* as the film's `covr`; all of its streams must have been added before."""
    with _opened(cover) as picture:
        stream = film.add_stream_from_template(picture.streams.video[0], opaque=True)
        stream.disposition = Disposition.attached_pic
        packet = next(picture.demux(picture.streams.video[0]))
        packet.stream, packet.pts, packet.dts = stream, 0, 0
        film.mux(packet)


def _tag(film: OutputContainer, base: Timebase, tags: FilmTags) -> None:
    """Before the first packet: later the header is written and nothing is taken any more."""
    film.metadata.update({"title": tags.title, **{k: v for k, v in tags.metadata.items() if v}})
    film.set_chapters(
        [
            {
                "id": number,
                "start": start,
                "end": end,
                "time_base": Fraction(1, base.fps),
                "metadata": {"title": title},
            }
            for number, (title, start, end) in enumerate(tags.chapters)
        ]
    )


def _picture_packets(
    segments: Sequence[tuple[Path, int]], headers: bytes | None, base: Timebase, offset: int = 0
) -> Iterator[_Due]:
    for path, frames in segments:
        with _opened(path, _UNDECODED) as container:
            stream = container.streams.video[0]
            microsecond = 1_000_000 * (stream.time_base or Fraction(1, base.fps))
            if stream.codec_context.extradata != headers:
                raise failed(
                    tr("a segment was encoded with other settings: {file}", file=path.name)
                )
            ticks = round(offset / base.fps / (stream.time_base or Fraction(1, base.fps)))
            for packet in container.demux(stream):
                stop_point()
                if packet.pts is None or packet.dts is None:
                    continue
                packet.pts += ticks
                packet.dts += ticks
                yield packet.dts * microsecond.numerator // microsecond.denominator, packet, False
        offset += frames


def _sound_packets(container: InputContainer, samples: int) -> Iterator[_Due]:
    """Packets of sound, in samples; the last one lasts only as long as the film."""
    for packet in container.demux(container.streams.audio[0]):
        if packet.pts is None:
            continue
        packet.duration = min(packet.duration or PACKET, samples - packet.pts)
        if packet.duration > 0:
            yield packet.pts * 1_000_000 // SAMPLE_RATE, packet, True


def send(out: IO[bytes], runs: Iterable[tuple[Path, int, Samples]], base: Timebase) -> None:
    """Segments (file, frames) with the sound of just these frames, sent on as fragments as they
    come, so that they can be played before the last is made. Nothing of *out* is asked but `write`.

    Raises:
        EncodeError: the segments' decoder configurations differ, or a codec failed.
    """
    opened: tuple[OutputContainer, Any, Any] | None = None
    headers, frames, sent, left = None, 0, 0, np.empty(0, np.float32)
    try:
        with ExitStack() as kept:
            for path, length, sound in runs:
                if opened is None:
                    film = kept.enter_context(av.open(out, "w", format="mp4", options=_FRAGMENTS))
                    with _opened(path) as first:
                        video = film.add_stream_from_template(first.streams.video[0], opaque=True)
                        headers = first.streams.video[0].codec_context.extradata
                    audio = film.add_stream(
                        "aac", rate=SAMPLE_RATE, layout="stereo", options=AAC_OPTIONS
                    )
                    opened = (film, video, audio)
                film, video, audio = opened
                left = np.concatenate([left, sound])
                whole = len(left) // PACKET * PACKET
                for start in range(0, whole, PACKET):
                    block = left[start : start + PACKET]
                    film.mux(audio.encode(audio_frame(block, sent + start)))
                left, sent = left[whole:], sent + whole
                for _, packet, _ in _picture_packets([(path, length)], headers, base, frames):
                    packet.stream = video
                    film.mux(packet)
                frames += length
            if opened is not None:
                film, _, audio = opened
                if len(left):
                    film.mux(audio.encode(audio_frame(left, sent)))
                film.mux(audio.encode(None))
    except av.error.FFmpegError as error:
        raise failed(tr("the film can't be joined: {why}", why=error)) from error


def verify_film(path: Path, frames: int, base: Timebase) -> FilmFacts:
    """Read a finished film back, packet by packet.

    Raises:
        EncodeError: it doesn't hold exactly *frames* frames at a constant rate and sound of the
            same length, or a player couldn't start before having it all.
    """
    try:
        times, dts, heard, ticks, size = _read_back(path, base)
        with _opened(path) as container:
            pictures = container.streams.video[0]
            tags = colour_tags(pictures)
            configuration = bytes(pictures.codec_context.extradata or b"")
            named = browser_name(codec_of(pictures), configuration)
    except (av.error.FFmpegError, IndexError, ValueError) as error:  # IndexError: none of one kind
        raise failed(tr("the film can't be read back: {why}", why=error)) from error
    steady = sorted(times) == [round(n * ticks) for n in range(frames)]
    if not steady or any(a >= b for a, b in pairwise(dts)):
        raise failed(
            tr(
                "the film holds {count} frames where {planned} were planned",
                count=len(times),
                planned=frames,
            )
        )
    if abs(heard - base.samples_at(frames)) > base.samples_per_frame:
        raise failed(
            tr(
                "the sound lasts {count} samples where {planned} were planned",
                count=heard,
                planned=base.samples_at(frames),
            )
        )
    if tags != TAGS:
        raise failed(
            tr("the film's colours are tagged {tags} instead of {wanted}", tags=tags, wanted=TAGS)
        )
    boxes = _boxes(path)
    if b"moov" not in boxes or b"mdat" not in boxes:
        raise failed(tr("the film was cut short: its last bytes are missing"))
    if boxes.index(b"moov") > boxes.index(b"mdat"):
        raise failed(tr("the film's index is at its end: a player would have to load it all"))
    return FilmFacts(
        frames=frames,
        samples=heard,
        width=size[0],
        height=size[1],
        bytes=path.stat().st_size,
        codecs=f"{named}, {AAC}",
    )


def _read_back(
    path: Path, base: Timebase
) -> tuple[list[int], list[int], int, Fraction, tuple[int, int]]:
    """Of a film: its pictures' times and decoding times, where its sound ends, ticks a frame, size.

    Times are in the streams' own units; for sound these are samples.
    """
    with _opened(path) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        ticks = 1 / ((video.time_base or Fraction(1)) * base.fps)
        times, dts, heard = list[int](), list[int](), 0
        for packet in container.demux(video, audio):
            stop_point()
            if packet.pts is None:
                continue
            if packet.stream is video:
                times.append(packet.pts)
                dts.append(packet.dts or 0)
            else:
                heard = max(heard, packet.pts + (packet.duration or 0))
        size = (video.codec_context.width, video.codec_context.height)
    return times, dts, heard, ticks, size


def _boxes(path: Path) -> list[bytes]:
    """Names of a file's top-level boxes (ISO/IEC 14496-12 §4.2), as far as they are whole."""
    names, place, total = list[bytes](), 0, path.stat().st_size
    with path.open("rb") as stream:
        while header := stream.read(8):
            size = int.from_bytes(header[:4])
            if size == 1:  # a box of more than 4 GB says so in 8 more bytes
                size = int.from_bytes(stream.read(8))
            place += size
            if size < 8 or place > total:
                break
            names.append(header[4:])
            stream.seek(place)
    return names
