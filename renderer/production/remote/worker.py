"""What a worker keeps between errands: its decoders, its painters, the files unpacked so far.

Comes in: errands and the store. Goes out: runs whose looks name files of this machine, and a shelf.
Encodes nothing.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
import weakref
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from renderer.clips.segment_keys import SegmentRun
from renderer.clips.slide_parameters import Look
from renderer.clips.subtitles import ShownCue
from renderer.decoding.file_integrity import digest_of
from renderer.errors import ClusterError, PictureError
from renderer.farm import usable_cores
from renderer.fetching.picture_cache import SOURCE
from renderer.maps.coast_extracts import extract_files
from renderer.messages import tr
from renderer.production.decoders import open_shelf
from renderer.production.painter_cache import Shelf
from renderer.production.remote.task_messages import Errand, PackedFile
from renderer.store.cache import Cache
from renderer.storyboard.slide_kinds import maps_of, with_files, works_of
from renderer.themes.file import load_theme
from renderer.themes.theme import Theme


class Workplace:
    """One process's place of work. Any number of threads may use it."""

    def __init__(self, shelf: Shelf, folder: Path, told: list[str]) -> None:
        self.shelf = shelf
        self._folder = folder
        self._told = told
        self._lock = threading.Lock()

    def unpacked(self, errand: Errand, cache: Cache) -> tuple[SegmentRun, ...]:
        """The errand's runs, every file they name being one of this machine.

        Raises:
            ClusterError: a file isn't in the store, or the theme is another one here.
        """
        themes = self._laid_out(errand.themes, cache)
        root = self._laid_out(errand.project, cache)

        def here(look: Look | None) -> Look | None:
            if look is None:
                return None
            placed = replace(look, themes=(themes,))
            if _theme(look.style, themes).digest != look.style_digest:
                raise _other_theme(look.style)
            visual = look.visual
            if works := works_of(visual):
                pairs = zip(works, look.digests, strict=True)
                files = [_fetched(cache, digest, work.name) for work, digest in pairs]
                return replace(placed, visual=with_files(visual, files))
            if maps_of(visual):
                _check_ground(root / "media", errand.project)
            return replace(placed, media=root / "media")

        return tuple(
            replace(run, looks=tuple(here(look) for look in run.looks)) for run in errand.runs
        )

    def subtitled(self, errand: Errand, cache: Cache) -> tuple[ShownCue, ...]:
        """The errand's cues, their theme being looked for on this machine.

        Raises:
            ClusterError: the theme draws subtitles otherwise here.
        """
        themes = self._laid_out(errand.themes, cache)

        def here(cue: ShownCue) -> ShownCue:
            dress = cue.look.dress
            theme = _theme(dress.style, themes)
            if dress.style_digest not in (theme.subtitle_digest, theme.digest):
                raise _other_theme(dress.style)
            dress = replace(dress, themes=(themes,))
            return replace(cue, look=replace(cue.look, dress=dress))

        return tuple(map(here, errand.cues))

    def warnings(self) -> tuple[str, ...]:
        """What painters told since this was last asked."""
        with self._lock:
            told = tuple(self._told)
            self._told.clear()
        return told

    def _laid_out(self, files: Sequence[PackedFile], cache: Cache) -> Path:
        """A folder with *files* at their places; kept, since fonts are read again and again."""
        named = hashlib.sha256(repr(files).encode()).hexdigest()[:32]
        folder = self._folder / named
        with self._lock:
            if not folder.is_dir():
                draft = self._folder / f".making-{named}"
                for packed in files:
                    path = draft / packed.name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(_fetched(cache, packed.digest, packed.name), path)
                draft.mkdir(exist_ok=True)
                draft.rename(folder)
        return folder


def _theme(name: str, folder: Path) -> Theme:
    """A theme that the machine that asked could load: if this one can't, something lacks here."""
    try:
        return load_theme(name, (folder,))
    except PictureError as error:
        told = tr("the theme '{name}' can't be used there: {why}", name=name, why=error)
        raise ClusterError(told, code="cluster-unfit") from error


def _other_theme(name: str) -> ClusterError:
    told = tr(
        "it has another theme '{name}', or other fonts, than the machine that asked", name=name
    )
    return ClusterError(told, code="cluster-unfit")


def _check_ground(media: Path, files: Sequence[PackedFile]) -> None:
    """An extract beside this machine's own package, that nobody else has, would be drawn too."""
    sent = {packed.digest for packed in files}
    if not sent.issuperset(digest_of(path) for path in extract_files(media)):
        told = tr("it has other map extracts than the machine that asked")
        raise ClusterError(told, code="cluster-unfit")


def _fetched(cache: Cache, digest: str, name: str) -> Path:
    entry = cache.find(SOURCE, digest)
    if entry is None:
        told = tr("it can't have {name} from the store: does it reach it?", name=name)
        raise ClusterError(told, code="cluster-unfit")
    return entry.path


@lru_cache(maxsize=2)
def open_workplace(*, allow_code: bool) -> Workplace:
    """This process's workplace, for as long as the process lives.

    It is cleared away when the process ends; decoding processes end even if it is killed, because
    their input closes.
    """
    told: list[str] = []
    kept = ExitStack()
    folder = kept.enter_context(tempfile.TemporaryDirectory(prefix="recit-"))
    shelf = kept.enter_context(open_shelf(usable_cores(), told.append, allow_code=allow_code))
    workplace = Workplace(shelf, Path(folder), told)
    weakref.finalize(workplace, kept.close)
    return workplace
