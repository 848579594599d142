"""Files that come from the page: looked at behind the fence, then kept in media/.

Comes in: a file that was written to a folder of the studio's own, and what the page calls it. Goes
out: its name in media/, which is new or holds the same bytes already; and what it says of its
rights. What isn't what it says it is, or can't be decoded, never gets there.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePosixPath

from renderer.decoding.file_integrity import state_of
from renderer.decoding.sandbox import open_fence
from renderer.decoding.sounds import open_sound_decoder, sound_blocks
from renderer.errors import SoundError, VoiceError
from renderer.files.digest import file_digest
from renderer.files.fresh import keep_fresh
from renderer.footage.sandbox import FILMS, LIMITS, FootageShot, as_request
from renderer.frames.pixels import Size
from renderer.messages import tr
from renderer.photographs.decoder import Decoder
from renderer.photographs.file import PictureFile
from renderer.photographs.photograph import probe
from renderer.rights.embedded import Embedded
from renderer.storyboard.board import Footage
from renderer.storyboard.project_config import MEDIA
from renderer.storyboard.slugs import slug_of
from renderer.studio.http import Refusal
from renderer.timebase import SAMPLE_RATE
from renderer.voices.recording import read_recording

PICTURE_BYTES = 300_000_000
"""A scan of 100 Mpx in colour, not compressed."""
SOUND_BYTES = 120_000_000
"""Ten minutes of 48 kHz in stereo."""
FILM_BYTES = 2_000_000_000
"""An hour and a half at 3 Mbit/s; what is larger is copied into media/ by hand."""
FILM_FILES = (".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mpg", ".mxf")
MUSIC_BYTES = 600_000_000
"""An hour of 48 kHz in stereo, 16 bits."""
MUSIC_FILES = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".aac")
_TELEPHONES = (".heic", ".heif", ".hif")
_TEXTS = (".docx", ".doc", ".odt", ".rtf", ".pptx", ".ppt", ".odp", ".html", ".htm", ".md", ".txt")
_PICTURES = {
    "image/jpeg": ("JPEG", ".jpg"),
    "image/png": ("PNG", ".png"),
    "image/tiff": ("TIFF", ".tif"),
    "image/webp": ("WEBP", ".webp"),
    "image/avif": ("AVIF", ".avif"),
    "image/gif": ("GIF", ".gif"),
    "image/jp2": ("JPEG2000", ".jp2"),
}
PICTURE_KINDS = tuple(_PICTURES)
SOUND_KINDS = ("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave")
_PROBE = Size(64, 64)
"""Decoded at this size: all of the file is read, and little comes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that has come into media/."""

    file: str
    width: int
    height: int
    says: Embedded


def keep_picture(
    upload: Path, called: str, declared: str, root: Path, decoder: Decoder, language: str
) -> Picture:
    """Put the picture at *upload* into the media folder of the project at *root*.

    Raises:
        Refusal: it isn't of the kind *declared*.
        PictureError: it can't be decoded.
    """
    called = Path(called).name or "image"
    file = PictureFile(name=called, path=upload, digest=file_digest(upload))
    decoder(file, _PROBE)
    says = decoder.embedded(upload, called, language)
    facts = probe(upload, called)
    kind, suffix = _PICTURES[declared]
    if facts.format != kind:
        told = tr(
            "{file} was sent as {said}, and is {found}",
            file=called,
            said=declared,
            found=facts.format,
        )
        raise Refusal(415, "upload-unfit", told)
    name = _kept(upload, root, slug_of(PurePosixPath(called).stem), suffix)
    return Picture(file=name, width=facts.width, height=facts.height, says=says)


def unfit_picture(called: str) -> str:
    """What to do with a file that was dropped as a picture and is none; empty: nobody knows."""
    suffix = PurePosixPath(called).suffix.lower()
    if suffix in _TELEPHONES:
        return tr(
            "{file} is a HEIC, as telephones take them: export it as JPEG, and drop that here",
            file=called,
        )
    if suffix in _TEXTS:
        return tr(
            "{file} is a text: bring it in by “Import a text”, on the page of all films",
            file=called,
        )
    if suffix == ".pdf":
        return tr(
            "{file} is a document of pages: save the page you want as a picture, PNG or JPEG, and"
            " drop that here",
            file=called,
        )
    if suffix in FILM_FILES:
        return tr(
            "{file} is a film: add a slide of the kind “Archive film”, and drop it there",
            file=called,
        )
    if suffix in MUSIC_FILES:
        return tr(
            "{file} is a sound: drop it on the text that it reads aloud, or under “Music”",
            file=called,
        )
    if suffix == ".svg":
        return tr("{file} is a drawing: export it as PNG, and drop that here", file=called)
    return ""


def keep_recording(upload: Path, slide: str, root: Path, called: str = "") -> tuple[str, float]:
    """Put the reading at *upload* into the media folder; its name and how long it lasts.

    Args:
        upload: the file.
        slide: what it reads.
        root: the project's.
        called: the name of somebody's own file; empty: it is a WAV that the page recorded.

    Raises:
        Refusal: its name doesn't end as that of a sound.
        VoiceError: it is no sound, or holds nothing.
    """
    suffix = _suffix(called, MUSIC_FILES) if called else ".wav"
    with upload.open("rb") as file:
        head = file.read(12)
    if suffix == ".wav" and (head[:4] != b"RIFF" or head[8:] != b"WAVE"):
        raise VoiceError(tr("this is no WAV file"), code="recording-unfit")
    stem = f"voix-{slug_of(slide)}"
    with open_sound_decoder() as decoder:
        speech, _ = read_recording(upload, decoder, called=called or f"{stem}{suffix}")
    name = _kept(upload, root, stem, suffix)
    return name, round(len(speech.samples) / speech.rate, 2)


def keep_film(upload: Path, called: str, root: Path) -> tuple[str, float | None]:
    """Put the archive film at *upload* into the media folder; its name and length, if it says it.

    Raises:
        Refusal: its name doesn't end as that of a film.
        PictureError: it isn't one, or its first picture can't be decoded.
    """
    suffix = _suffix(called, FILM_FILES)
    footage = Footage(file=upload, name=called)
    shot = FootageShot(footage=footage, state=state_of(upload), size=_PROBE, ground=(0, 0, 0))
    with open_fence(FILMS, 1, LIMITS) as fence:
        with fence.worker() as worker:
            request = {"do": "check", "footage": as_request(footage)}
            [(facts, _)] = worker.ask(called, request)
        shot.planes(fence, Fraction(0), is_last=True)
    return _kept(upload, root, slug_of(PurePosixPath(called).stem), suffix), facts["seconds"]


def keep_music(upload: Path, called: str, root: Path) -> tuple[str, float]:
    """Put the piece at *upload* into the media folder; its name and seconds.

    Raises:
        Refusal: its name doesn't end as that of a sound.
        SoundError: it is none, or all of it can't be decoded.
    """
    suffix = _suffix(called, MUSIC_FILES)
    length = sum(len(block) for block in sound_blocks(upload, lambda _: None))
    if not length:
        raise SoundError(tr("it holds no sound: record it again"), code="sound-missing")
    name = _kept(upload, root, slug_of(PurePosixPath(called).stem), suffix)
    return name, length / SAMPLE_RATE


def _suffix(called: str, known: tuple[str, ...]) -> str:
    suffix = PurePosixPath(called).suffix.lower()
    if suffix not in known:
        endings = ", ".join(known)
        told = tr("only files that end in {endings} are taken here", endings=endings)
        raise Refusal(415, "upload-unfit", told)
    return suffix


def _kept(upload: Path, root: Path, stem: str, suffix: str) -> str:
    """*upload* under a name in media/ that is free, or holds the same bytes."""
    folder = root / MEDIA
    folder.mkdir(exist_ok=True)
    if folder.is_symlink() or not folder.resolve().is_relative_to(root.resolve()):
        raise Refusal(422, "path-outside-project", tr("a folder leads out of the project"))
    try:
        return keep_fresh(upload, folder, stem, suffix)
    except FileExistsError as error:
        told = tr("too many files are called {file}", file=stem)
        raise Refusal(422, "name-taken", told) from error
