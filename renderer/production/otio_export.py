"""A film handed on to whoever cuts films: an OpenTimelineIO timeline, and the media that it names.

    Making ──write_timeline──▶ FILM.otio and FILM.media/, or FILM.otioz with all of it

Comes in: a film whose segments and takes are at hand. Goes out: files. Pictures as they were
encoded, one clip a segment; each take, each piece of music at its place; slides, chapters and cues
as markers; the film's own mix, switched off. Every time is one of the timeline's integers, at the
film's rate or at 48,000. Encodes nothing.
"""

from __future__ import annotations

import wave
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from renderer.decoding.file_integrity import digest_of
from renderer.errors import UsageError
from renderer.extras import install
from renderer.files.atomic import copy_file, draft_folder, drafted
from renderer.messages import tr
from renderer.narration.take import Take
from renderer.production.publication.publication_data import cues_of
from renderer.sound.music_placement import ScoredMusic, score_of
from renderer.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from renderer.production.render import Film, Making
    from renderer.timeline import Timeline

BUNDLE = ".otioz"
_NAME_LETTERS = 60
"""Of a sentence, in the name of its clip."""
Placed = tuple[int, int, Any]
"""First sample, how many, and the clip."""


def write_timeline(making: Making, path: Path) -> None:
    """Write *making* to *path*: a bundle if it is called .otioz, else a file beside its media.

    Raises:
        UsageError: the package that writes such files isn't here.
    """
    otio = _package()
    path.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as bench:
        if path.suffix.lower() == BUNDLE:
            folder, address = bench.enter_context(draft_folder(path.parent)), ""
        else:
            folder = path.with_suffix(".media")
            folder.mkdir(exist_ok=True)
            address = quote(folder.name) + "/"
        media = Media(folder=folder, address=address or folder.absolute().as_uri() + "/")
        made = _Cut(otio=otio, making=making, media=media).timeline()
        with drafted(path) as draft:
            otio.adapters.write_to_file(made, str(draft))


def check_package() -> None:
    """Stop before any work where no timeline could be written.

    Raises:
        UsageError: as `write_timeline`.
    """
    _package()


def _package() -> Any:
    try:
        import opentimelineio
    except ImportError as error:
        told = tr("timelines need a package that isn't here: {install}", install=install("otio"))
        raise UsageError(told, code="package-missing") from error
    return opentimelineio


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """The files that a timeline names, each once."""

    folder: Path
    address: str
    """What a file's name is put behind."""
    known: dict[Path, str] = field(default_factory=dict)

    def copied(self, source: Path, name: str) -> str:
        """*source* under *name*; its address."""
        if source not in self.known:
            copy_file(source, self.folder / name)
            self.known[source] = self.address + quote(name)
        return self.known[source]

    def said(self, take: Take, name: str) -> str:
        """The samples of *take*, which have no head in the cache, as a sound file."""
        if take.path not in self.known:
            with wave.open(str(self.folder / name), "wb") as sound:
                sound.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
                sound.writeframes(take.path.read_bytes())
            self.known[take.path] = self.address + quote(name)
        return self.known[take.path]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """One film on its way into a timeline."""

    otio: Any
    making: Making
    media: Media

    @property
    def _film(self) -> Film:
        return self.making.films[0]

    @property
    def _timeline(self) -> Timeline:
        return self._film.layout.timeline

    def timeline(self) -> Any:
        """All tracks and markers."""
        board = self.making.production.board
        made = self.otio.schema.Timeline(name=board.title)
        made.global_start_time = self._frames(0, 0).start_time
        made.metadata["recit"] = {
            "slug": board.slug,
            "language": board.language,
            "fps": self._timeline.timebase.fps,
            "sample_rate": SAMPLE_RATE,
        }
        made.tracks.append(self._pictures())
        takes = self._sounds("narration", self._takes())
        made.tracks.append(takes)
        for number, lane in enumerate(_lanes(self._music()), 1):
            made.tracks.append(self._sounds(f"music {number}", lane))
        made.tracks.append(self._mix())
        for chapter in self._timeline.chapters:
            self._mark(made.tracks, chapter.title, chapter.start, chapter.end, "GREEN", "chapter")
        for cue in cues_of(self.making):
            self._mark(made.tracks, " ".join(cue.lines), cue.start, cue.end, "YELLOW", "cue")
        return made

    def _pictures(self) -> Any:
        track = self.otio.schema.Track(name="pictures", kind="Video")
        slides = self.making.production.board.slides
        names: dict[Path, str] = {}
        for entry, segment in zip(self._film.segments, self._timeline.segments, strict=True):
            shown = [
                " → ".join("·" if one is None else slides[one].id for one in stretch.slides)
                for stretch in segment.stretches
            ]
            name = names.setdefault(entry.path, f"pictures-{len(names) + 1:04}.mp4")
            clip = self._clip(
                ", ".join(shown),
                self.media.copied(entry.path, name),
                self._frames(0, segment.length),
                self._frames(0, segment.length),
            )
            kinds = [stretch.transition for stretch in segment.stretches if stretch.transition]
            clip.metadata["recit"] = {"transitions": kinds}
            track.append(clip)
        for span in self._timeline.slides:
            self._mark(track, span.id, span.start, span.end, "CYAN", "slide")
        return track

    def _takes(self) -> Iterator[Placed]:
        names: dict[Path, str] = {}
        for placed in self._timeline.heard:
            take = placed.utterance.take
            if take is None:
                continue
            name = names.setdefault(take.path, f"take-{len(names) + 1:04}.wav")
            written = placed.sentence.written
            short = written if len(written) <= _NAME_LETTERS else f"{written[:_NAME_LETTERS]}…"
            whole = self._samples(0, take.length)
            clip = self._clip(short, self.media.said(take, name), whole, whole)
            clip.metadata["recit"] = {
                "slide": placed.sentence.slide_id,
                "sentence": placed.sentence.index + 1,
                "voice": take.voice,
            }
            yield placed.start, placed.length, clip

    def _music(self) -> Iterator[Placed]:
        passages = score_of(self.making.production.board, self._timeline).passages
        names: dict[Path, str] = {}
        for passage in passages:
            file = passage.music.file
            name = names.setdefault(file, f"music-{len(names) + 1:02}{file.suffix.lower()}")
            yield from self._passage(passage, self.media.copied(file, name))

    def _passage(self, passage: ScoredMusic, address: str) -> Iterator[Placed]:
        """What sounds of a piece, again and again where it is looped and too short."""
        from renderer.production.film_sound.mix import (
            keep_piece,  # codecs: only where there is music
        )

        music = passage.music
        piece = keep_piece(self.making.production.cache, music.file, digest_of(music.file))
        sounding, wanted = piece.last - piece.first, passage.end - passage.start
        period = sounding if wanted <= sounding or not music.loop else sounding - piece.seam
        start = passage.start
        while start < passage.end:
            length = min(period, passage.end - start)
            whole = self._samples(0, piece.path.stat().st_size // 2)
            clip = self._clip(music.name, address, self._samples(piece.first, length), whole)
            clip.metadata["recit"] = {
                "level_db": music.level_db,
                "fade_in": passage.fade_in if start == passage.start else 0,
                "fade_out": passage.fade_out if start + length == passage.end else 0,
            }
            yield start, length, clip
            start += length
            if not music.loop:
                return

    def _mix(self) -> Any:
        """The film's own sound, for who wants nothing else of it."""
        track = self.otio.schema.Track(name="mix", kind="Audio")
        whole = self._samples(0, self._timeline.samples)
        address = self.media.copied(self._film.soundtrack.entry.path, "mix.mp4")
        track.append(self._clip("mix", address, whole, whole))
        track.enabled = False
        return track

    def _sounds(self, name: str, placed: Iterable[Placed]) -> Any:
        """*placed* on one track, with the silence between them."""
        track = self.otio.schema.Track(name=name, kind="Audio")
        at = 0
        for start, length, clip in placed:
            if start > at:
                track.append(self.otio.schema.Gap(source_range=self._samples(0, start - at)))
            track.append(clip)
            at = start + length
        return track

    def _clip(self, name: str, address: str, used: Any, whole: Any) -> Any:
        reference = self.otio.schema.ExternalReference(target_url=address, available_range=whole)
        return self.otio.schema.Clip(name=name, media_reference=reference, source_range=used)

    def _mark(self, item: Any, name: str, start: int, end: int, colour: str, kind: str) -> None:
        marker = self.otio.schema.Marker(
            name=name, marked_range=self._frames(start, end - start), color=colour
        )
        marker.metadata["recit"] = {"kind": kind}
        item.markers.append(marker)

    def _frames(self, start: int, length: int) -> Any:
        return self._range(start, length, self._timeline.timebase.fps)

    def _samples(self, start: int, length: int) -> Any:
        return self._range(start, length, SAMPLE_RATE)

    def _range(self, start: int, length: int, rate: int) -> Any:
        time = self.otio.opentime.RationalTime
        return self.otio.opentime.TimeRange(time(start, rate), time(length, rate))


def _lanes(placed: Iterable[Placed]) -> list[list[Placed]]:
    """As few tracks as hold what sounds together: a piece that rises while another goes."""
    lanes: list[list[Placed]] = []
    for one in placed:
        free = next((lane for lane in lanes if lane[-1][0] + lane[-1][1] <= one[0]), None)
        if free is None:
            lanes.append([one])
        else:
            free.append(one)
    return lanes
