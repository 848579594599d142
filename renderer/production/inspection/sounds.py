"""Every film, recording and piece of music that a storyboard names, decoded once.

Comes in: a `Subject`. Goes out: a mistake for each that can't be used, at the line that names it.
Opens files with the functions that a render reads them with: what they leave in the cache (takes of
a recording, decoded music) a render finds there.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from renderer.decoding.file_integrity import digest_of
from renderer.decoding.placeholders import HEAD, no_medium
from renderer.errors import Mark, PictureError, Problem, RecitError, SoundError, VoiceError
from renderer.frames.pixels import Size
from renderer.messages import deferred, tr
from renderer.messages.os_errors import reason_of
from renderer.production.inspection.subject import (
    Subject,
    Verdict,
    film_place,
    place_of,
    problem_of,
)
from renderer.production.inspection.verdicts import fit_key, remember, remembered
from renderer.store.cache import Cache
from renderer.storyboard.board import Footage, Music, Recording, Slide, Storyboard
from renderer.storyboard.slide_kinds import films_of, kind_of
from renderer.timebase import SAMPLE_RATE

_STRANGERS = (
    (
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
        deferred("is Windows Media (WMA), which isn't read: save it as WAV or MP3"),
    ),
    (b"#!AMR", deferred("is a voice memo in AMR, which isn't read: save it as WAV or MP3")),
    (b"caff", deferred("is a sound in Apple's CAF, which isn't read: save it as WAV or MP3")),
    (b".snd", deferred("is a sound in Sun's AU, which isn't read: save it as WAV or MP3")),
    (b".ra\xfd", deferred("is RealAudio, which isn't read: save it as WAV or MP3")),
    (b".RMF", deferred("is RealMedia, which isn't read: save it as WAV or MP3")),
    (b"wvpk", deferred("is WavPack, which isn't read: save it as WAV or MP3")),
    (b"MAC ", deferred("is Monkey's Audio, which isn't read: save it as WAV or MP3")),
    (b"MThd", deferred("is MIDI, notes without a sound: record it, and save that as WAV or MP3")),
    (b"\x0b\x77", deferred("is AC-3, which isn't read: save it as WAV or MP3")),
    (b"%PDF", deferred("is a PDF: name a sound file instead")),
    (b"\xff\xd8\xff", deferred("is a picture (JPEG): name a sound file instead")),
    (b"\x89PNG", deferred("is a picture (PNG): name a sound file instead")),
    (b"#EXTM3U", deferred("is a playlist: name a sound file instead")),
    (b"[playlist]", deferred("is a playlist: name a sound file instead")),
)
"""First bytes of files that are no sound of a kind that is read: the end of a sentence that starts
with the file's name."""
_LETTERS_A_SECOND = 12.0
"""Slower than voices speak: a stretch of film without an end is looked at for a little longer than
it will be seen."""
_MORE_SECONDS = 5.0
"""Added to them, for lead, hold and pauses."""
_LOOKS_A_SECOND = 5
"""A fifth of what is shown: damage of less than 0.2 s between two looks isn't met, and looking at
all of it would take five times as long."""
_SMALL = Size(64, 36)
_REMEDY = deferred("listen to it, and save it again or name another file")


def inspect_sounds(subject: Subject) -> Verdict:
    """Every film, recording and piece of music that can't be used."""
    stale = stale_recordings(subject.board, subject.slides)
    if not subject.opens_files:
        return Verdict(warnings=stale)
    mistakes = []
    with _cache_of(subject) as cache:
        for attempt, mark, slide in _attempts(subject, cache):
            try:
                attempt()
            except RecitError as error:
                mistakes.append(_told(error, mark, slide))
    return Verdict(mistakes=tuple(mistakes), warnings=stale)


def stale_recordings(board: Storyboard, slides: Iterable[Slide]) -> tuple[Problem, ...]:
    """Readings of words that have changed since, among *slides* of *board*."""
    read = [slide for slide in slides if slide.recordings]
    return (*_stale(read), *(one for slide in read for one in _unmatched(board, slide)))


def _unmatched(board: Storyboard, slide: Slide) -> Iterator[Problem]:
    """Readings of sentences that aren't there any more."""
    single = [each for each in slide.recordings if each.sentence]
    if not single:
        return
    from renderer.narration.recordings import recorded_sentences
    from renderer.narration.script import write_script

    sentences = write_script(replace(board, slides=(slide,)))[slide.id]
    heard = {each.recording for each in recorded_sentences(single, sentences)}
    for recording in single:
        if recording not in heard:
            yield Problem(
                code="recording-stale",
                mark=place_of(slide, f"{recording.key}.sentence"),
                what=tr(
                    "the recording {name} reads a sentence that the narration doesn't have:"
                    " a voice reads what stands there",
                    name=recording.name,
                ),
                remedy=tr(
                    "record it again and write under '{key}' what it reads, or take it out",
                    key="sentence",
                ),
                slide=slide.id,
            )


def _stale(slides: Iterable[Slide]) -> tuple[Problem, ...]:
    read = [slide for slide in slides if slide.recording is not None]
    if not read:
        return ()
    # Only now: it knows of voices, and few films have recordings.
    from renderer.narration.recordings import fingerprint, is_fingerprint, is_stale

    return tuple(
        Problem(
            code="recording-stale",
            mark=place_of(slide, "recording.says"),
            what=tr("the recording {name} was made of other words", name=slide.recording.name)
            if is_fingerprint(slide.recording.says)
            else tr(
                "'says' notes which words {name} reads, and this note is none",
                name=slide.recording.name,
            ),
            remedy=tr(
                "record it again, then write {line}",
                line=f"says: {fingerprint(slide.narration)}",
            )
            if is_fingerprint(slide.recording.says)
            else tr(
                "if it reads the text as it stands, write {line}",
                line=f"says: {fingerprint(slide.narration)}",
            ),
            slide=slide.id,
        )
        for slide in read
        if slide.recording is not None and is_stale(slide.recording.says, slide.narration)
    )


def unfit_recording(slide: Slide, error: VoiceError) -> VoiceError:
    """*error*, about a recording of *slide*, with its file, line and remedy."""
    why = error.__cause__ if isinstance(error.__cause__, VoiceError) else error
    problem = _told(why, place_of(slide, f"{error.key}.file"), slide.id)
    return VoiceError(str(replace(problem, code=error.code)), code=error.code)


def _told(error: RecitError, mark: Mark, slide: str) -> Problem:
    """*error* in an author's words, with a remedy; what a codec said of itself helps nobody."""
    raw = tr("it can't be read ({why})", why="").removesuffix(")")
    before, found, codec = str(error).partition(raw)
    if found and codec.endswith(")"):
        what = f"{before}{raw.removesuffix('(').rstrip()}"
        return Problem(code=error.code, mark=mark, what=what, remedy=tr(_REMEDY), slide=slide)
    problem = problem_of(error, mark, slide)
    return problem if problem.remedy else replace(problem, remedy=tr(_REMEDY))


@contextmanager
def _cache_of(subject: Subject) -> Iterator[Cache]:
    """The cache; a passing one where there is none."""
    if subject.cache is not None:
        yield subject.cache
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Cache(Path(folder))


def _attempts(subject: Subject, cache: Cache) -> Iterator[tuple[Callable[[], None], Mark, str]]:
    """What to try, and where what fails was written; each piece of music once."""
    board = subject.board
    heard: set[Path] = set()
    if subject.is_whole and board.music is not None:
        heard.add(board.music.file)
        yield _music(board.music, cache), film_place(board, "music.file"), ""
    for slide in subject.slides:
        music = slide.music
        if subject.is_whole and isinstance(music, Music) and music.file not in heard:
            heard.add(music.file)
            yield _music(music, cache), place_of(slide, "music.file"), slide.id
        for recording in slide.recordings:
            place = place_of(slide, f"{recording.key}.file")
            yield _recording(board, slide, recording, cache), place, slide.id
        for footage in films_of(slide.visual):
            place = place_of(slide, f"{kind_of(slide.visual).key}.file")
            yield _footage(board, slide, footage, cache), place, slide.id


def _music(music: Music, cache: Cache) -> Callable[[], None]:
    def attempt() -> None:
        from renderer.sound.music_placement import MUSIC, piece_key

        file = music.file
        _refuse_strangers(file, deferred("the music {name} {found}"), music.name)
        try:
            digest = digest_of(file)
        except OSError as error:
            told = tr("the music {name} can't be read: {why}", name=file.name, why=reason_of(error))
            raise SoundError(told, code="file-unreadable") from error
        if cache.find(MUSIC, piece_key(digest)) is None:
            from renderer.production.film_sound.mix import keep_piece  # codecs: only for music

            keep_piece(cache, file, digest)

    return attempt


def _recording(
    board: Storyboard, slide: Slide, recording: Recording, cache: Cache
) -> Callable[[], None]:
    def attempt() -> None:
        from renderer.narration.recordings import find_recorded, recorded_sentences, recorded_takes
        from renderer.narration.script import write_script

        told = deferred("the recording {name} {found}")
        _refuse_strangers(recording.file, told, recording.name)
        script = write_script(replace(board, slides=(slide,)))
        for reading in recorded_sentences((recording,), script[slide.id]):
            if find_recorded(recording.file, reading.texts, cache) is None:
                recorded_takes(recording.file, reading.texts, cache)

    return attempt


def _refuse_strangers(file: Path, told: str, name: str) -> None:
    """Say what a file is that is no sound of a kind that is read, before a codec's own words do.

    Args:
        file: whose first bytes are looked at.
        told: how it is said, for `tr`.
        name: of the file, as the storyboard writes it.
    """
    try:
        with file.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return  # the reader says why
    if found := what_it_is(head):
        raise SoundError(tr(told, name=name, found=found), code="sound-format-unfit")


def _footage(board: Storyboard, slide: Slide, footage: Footage, cache: Cache) -> Callable[[], None]:
    def attempt() -> None:
        from renderer.footage.file import footage_digest

        seen = _seen_seconds(slide, footage)
        digest = footage_digest(footage)
        key = fit_key(
            digest,
            "renderer.clips.footage_painter",
            "renderer.footage.sound",
            start=footage.start_seconds,
            end=footage.end_seconds,
            seen=float(seen),
            speed=footage.speed,
            sound=footage.sound != "off",
        )
        if remembered(cache, key) is not None:
            return
        _try_pictures(board, slide, footage, seen)
        if footage.sound != "off":
            _try_sound(footage, digest, seen)
        remember(cache, key)

    return attempt


def _seen_seconds(slide: Slide, footage: Footage) -> Fraction:
    """How much of the file is seen, at most."""
    seconds = slide.length_seconds
    if seconds is None:
        seconds = len(slide.narration) / _LETTERS_A_SECOND + _MORE_SECONDS
    seen = Fraction(repr(round(seconds * footage.speed, 3)))
    if footage.end_seconds is None:
        return seen
    stretch = Fraction(repr(footage.end_seconds)) - Fraction(repr(footage.start_seconds))
    return min(seen, stretch)


def _try_pictures(board: Storyboard, slide: Slide, footage: Footage, seen: Fraction) -> None:
    """Paint the stretch, small and a few times a second: all pictures between are decoded."""
    from renderer.clips.footage_painter import footage_painter
    from renderer.clips.slide_parameters import Look
    from renderer.decoding.sandbox import open_fence
    from renderer.footage.sandbox import FILMS, LIMITS
    from renderer.frames.yuv import empty_planes
    from renderer.timeline.moment_frames import Beats

    look = Look(
        slide=slide.id,
        visual=footage,
        digests=(),
        caption="",
        credit="",
        chapter="",
        length=max(1, math.ceil(seen / Fraction(repr(footage.speed)) * _LOOKS_A_SECOND)),
        beats=Beats(),
        size=_SMALL,
        fps=_LOOKS_A_SECOND,
        language=board.language,
        style="sobre",  # what lies beside the picture doesn't matter, nor if the theme is missing
        style_digest="",
        draft=False,
        media=board.media,
    )
    planes = empty_planes(_SMALL)
    with open_fence(FILMS, 1, LIMITS) as fence:
        painter = footage_painter(footage, look, fence)
        for frame in range(look.length):
            painter.paint(frame, planes)


def _try_sound(footage: Footage, digest: str, seen: Fraction) -> None:
    from renderer.footage.sound import Heard, keep_footage_sound

    heard = Heard(length=max(1, round(seen * SAMPLE_RATE)), fade_in=0, fade_out=0)
    with tempfile.TemporaryDirectory() as folder:
        try:
            keep_footage_sound(footage, digest, heard, Cache(Path(folder)))
        except OSError as error:
            told = tr("the sound of {name} can't be read: {why}", name=footage.name, why=error)
            raise PictureError(told, code="file-unreadable") from error


def what_it_is(head: bytes) -> str:
    """What a file that starts with *head* is, and the remedy, where it is no sound that is read."""
    if not head:
        return tr("can't be used: it is empty (0 bytes): copy it again from its source")
    for start, answer in _STRANGERS:
        if head.startswith(start):
            return tr(answer)
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return tr("is a film (AVI): save it as WAV or MP3")
    found = no_medium(head)
    return tr(found) if found else ""
