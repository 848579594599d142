"""What goes to a worker and comes back, as data: small, and it names files by their bytes.

Comes in: nothing; `remote_segments` packs it. Goes out: `Errand`, `Outcome` and `Fitness`, which
pickle. Knows nothing of what carries them about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from renderer.clips.segment_keys import SegmentRun
from renderer.clips.subtitles import ShownCue
from renderer.encoding.codec import EncoderSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A file by its content: it is an entry `keeping.SOURCE` of the store, under its own digest."""

    name: str
    """Where it is wanted, relative to the folder of its kind; slashes."""
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One segment to be made, wherever."""

    number: int
    """Its place in the film; comes back with the outcome."""
    key: str
    length: int
    runs: tuple[SegmentRun, ...]
    cues: tuple[ShownCue, ...] = ()
    settings: EncoderSettings
    store: str
    themes: tuple[PackedFile, ...]
    """The project's own themes, with their fonts."""
    project: tuple[PackedFile, ...]
    """Map data and a team's own code, by the place they have under the project's root."""
    allow_code: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an errand."""

    number: int
    key: str = ""
    """Empty when it failed."""
    failed: str = ""
    """The author's mistake, as it is told."""
    code: str = ""
    """The name of its kind."""
    slide: str = ""
    """Id of the slide that the mistake is about, where that is known."""
    unfit: bool = False
    """Whether it failed because this machine isn't fit for it."""
    broken: bool = False
    """Whether it failed because something of this machine did, which may pass: a disk, memory."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitness:
    """What a machine answers before it is given anything."""

    drawing: Mapping[str, str]
    """`drawing_fingerprint` of what is installed there."""
    sees_store: bool
