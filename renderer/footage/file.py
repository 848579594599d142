"""An archive film's file: opened with care, its stretch checked, or refused in the author's words.

Comes in: a checked `Footage`. Goes out: open containers and the facts of the film. Only local
regular files of a few container formats, so that no playlist is followed and no address opened.
Knows neither frames of ours nor sound.
"""

from __future__ import annotations

import re
from fractions import Fraction

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from renderer.decoding import file_integrity
from renderer.decoding.file_integrity import FileState, state_of
from renderer.decoding.placeholders import HEAD, no_medium
from renderer.errors import PictureError, RecitError
from renderer.messages import tr
from renderer.messages.figures import decimal, short_figure
from renderer.messages.os_errors import reason_of
from renderer.storyboard.board import Footage

FORMATS = "mov,matroska,webm"
"""Container formats that are read, by libavformat's names: MP4 and MOV, MKV, WebM. None of them
opens other files, and each gives every picture its time: AVI doesn't, and MPEG programme streams
give other times after a seek (libavformat 62.12)."""
PIXEL_CAP = 8192 * 4608
"""Most pixels of one picture: 8K passes; a header that announces more is refused unread."""
_STRANGERS = (
    (rb"RIFF....AVI ", "AVI"),
    (rb"FLV", "FLV"),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media (WMV)"),
    (rb"GIF8", "GIF"),
    (rb"\x00\x00\x01[\xba\xb3]", "MPEG"),
    (rb"(?:.{4})?G.{187}G", "MPEG-TS"),
    (rb"\.RMF", "RealMedia"),
    (rb"\x06\x0e\x2b\x34", "MXF"),
)
"""First bytes of films of formats that aren't read, and what they are called."""
_CLOCK_GOES_ON = 1
"""Seconds: a film that starts later was cut out of a longer one, and keeps its clock."""
LATE = Fraction(1, 10)
"""Seconds by which a stretch may end after its file: an author rounds what a player shows."""
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")
_OPEN_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": FORMATS}


def exact(seconds: float) -> Fraction:
    """*seconds* as the author wrote them: 0.1 is a tenth."""
    return Fraction(repr(seconds))


def file_state(footage: Footage) -> FileState:
    """The file's state now.

    Raises:
        PictureError: it is missing, empty, or no regular file.
    """
    try:
        state = state_of(footage.file)
    except OSError as error:
        raise _unreadable(footage, error) from error
    if not state.size:
        raise PictureError(
            tr("{file} is empty: copy the film into media/ again", file=footage.name),
            code="file-empty",
        )
    return state


def footage_digest(footage: Footage) -> str:
    """SHA-256 of the film's bytes; read once for each state of the file.

    Raises:
        PictureError: it can't be read.
    """
    try:
        return file_integrity.digest_of(footage.file)
    except OSError as error:
        raise _unreadable(footage, error) from error


def _unreadable(footage: Footage, error: OSError) -> RecitError:
    if footage.file.exists() and not footage.file.is_file():
        return PictureError(
            tr("{file} is not a regular file: copy the film into media/", file=footage.name),
            code="file-kind-unfit",
        )
    return file_integrity.file_refusal(error, footage.name, PictureError)


def open_film(footage: Footage) -> InputContainer:
    """The file, open; the caller closes it.

    Raises:
        PictureError: it is missing, or no film of an allowed format.
    """
    file_state(footage)
    try:
        # "file:" keeps a colon in the name from being read as a protocol.
        return av.open(
            f"file:{footage.file}", container_options=_OPEN_OPTIONS, metadata_errors="replace"
        )
    except MemoryError:
        raise
    except (av.error.FFmpegError, OSError, UnicodeError) as error:
        raise _stranger(footage, error) from error


def _stranger(footage: Footage, error: Exception) -> PictureError:
    try:
        with footage.file.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        head = b""
    if found := no_medium(head):
        told = tr("{file} {found}", file=footage.name, found=tr(found))
        return PictureError(told, code="footage-format-unfit")
    names = (name for start, name in _STRANGERS if re.match(start, head, re.DOTALL))
    if name := next(names, ""):
        told = tr(
            "{file} is {format}, which isn't read: save it as MP4, MOV, WebM or MKV",
            file=footage.name,
            format=name,
        )
    else:
        told = tr(
            "{file} is no film that can be read ({why}): save it as MP4, MOV, WebM or MKV",
            file=footage.name,
            why=_reason(error),
        )
    return PictureError(told, code="footage-format-unfit")


def picture_stream(footage: Footage, container: InputContainer) -> VideoStream:
    """The stream of pictures, set up to be decoded on one thread within the pixel cap.

    Raises:
        PictureError: there is none, it can't be decoded, or its pictures are too large.
    """
    streams = moving_pictures(container)
    if not streams:
        raise PictureError(
            tr("{file} has no moving picture: name a film, not a sound file", file=footage.name),
            code="footage-format-unfit",
        )
    stream = next((s for s in streams if s.codec_context is not None), None)
    context = stream.codec_context if stream else None
    if stream is None or context is None:
        raise PictureError(
            tr(
                "the pictures of {file} are in a form that can't be decoded here: save it as H.264 "
                "in MP4",
                file=footage.name,
            ),
            code="footage-format-unfit",
        )
    if context.width * context.height > PIXEL_CAP:
        raise PictureError(
            tr(
                "the pictures of {file} are {width} × {height} pixels: save it smaller, 3840 × "
                "2160 at most is plenty",
                file=footage.name,
                width=context.width,
                height=context.height,
            ),
            code="footage-format-unfit",
        )
    # Segments side by side keep every core busy, and one thread needs the least memory.
    context.thread_count = 1
    context.options = {"max_pixels": str(PIXEL_CAP)}
    return stream


def moving_pictures(container: InputContainer) -> list[VideoStream]:
    """Its tracks of pictures, the one that players show first; posters are none."""
    films = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    return sorted(films, key=lambda stream: not stream.disposition & Disposition.default)


def counted_from_start(end: Fraction, container: InputContainer) -> Fraction:
    """How long what ends at *end*, by the clock of *container*, lasts.

    Matroska's lengths are lengths as mkvmerge writes them, and the last picture's end as ffmpeg
    does: of a film whose clock goes on from a longer one that it was cut out of, hours more.
    """
    start = Fraction(container.start_time or 0, av.time_base)
    return end - start if end > start > _CLOCK_GOES_ON else end


def length_of(container: InputContainer, stream: VideoStream) -> Fraction | None:
    """Seconds that the file says its pictures last; None when it doesn't say.

    Matroska says it for the whole file, in which the sound may last longer; for one stream it is
    told by a tag, which ffmpeg and mkvmerge write.
    """
    if stream.duration and stream.time_base:
        return stream.duration * stream.time_base
    if told := _CLOCK.match(stream.metadata.get("DURATION", "")):
        hours, minutes, seconds = told.groups()
        return counted_from_start(
            int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds), container
        )
    if container.duration and len(container.streams) == 1:
        return counted_from_start(Fraction(container.duration, av.time_base), container)
    return None


def check_stretch(footage: Footage, length: Fraction | None) -> None:
    """Refuse a stretch that lies outside a file of *length* seconds.

    Raises:
        PictureError: with how long the file is.
    """
    if length is None:
        return
    start, end = exact(footage.start_seconds), footage.end_seconds
    if start >= length > 0:
        raise PictureError(
            tr(
                "{file} lasts {length} s, and its 'start' is at {start} s: give an earlier 'start'",
                file=footage.name,
                length=decimal(float(length), 2),
                start=short_figure(footage.start_seconds),
            ),
            code="footage-stretch-unfit",
        )
    if end is not None and exact(end) > length + LATE:
        raise PictureError(
            tr(
                "{file} lasts {length} s, and its 'end' is at {end} s: give an earlier 'end', or "
                "leave it out",
                file=footage.name,
                length=decimal(float(length), 2),
                end=short_figure(end),
            ),
            code="footage-stretch-unfit",
        )


def damaged_film(footage: Footage, seconds: Fraction, why: object) -> PictureError:
    """What is said of a film that stops being readable at *seconds*."""
    return PictureError(
        tr(
            "{file} is damaged near {seconds} s ({why}): copy it again, or save it anew with a "
            "film editor",
            file=footage.name,
            seconds=decimal(float(seconds), 2),
            why=_reason(why),
        ),
        code="footage-damaged",
    )


def _reason(error: object) -> str:
    if isinstance(error, OSError) and not isinstance(error, av.error.FFmpegError):
        return reason_of(error)
    strerror = getattr(error, "strerror", None)
    return str(strerror or error).strip().rstrip(".").lower()
