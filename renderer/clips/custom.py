"""A team's own moviepy clip, named ``module:function`` in the storyboard.

Comes in: the name and a look. Goes out: a painter. Runs code that came with a storyboard, so it
does so only when whoever renders has said ``--allow-code``. Whatever that code raises is said as
a mistake of the slide's, with the file and line where it happened.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import Any

from renderer.clips.custom_source import clip_refusal, source_files
from renderer.clips.moviepy_clip import painter_of, video_clip_type
from renderer.clips.painter import Painter
from renderer.clips.slide_parameters import Look
from renderer.errors import PictureError
from renderer.frames.pixels import Planes
from renderer.messages import deferred, tr
from renderer.messages.figures import decimal
from renderer.storyboard.board import TeamClip

_RUNNING = RLock()
"""Held while a team's module is imported or called: `sys.path` and `sys.modules` are one for all
threads."""
_FAILED = deferred("slide '{slide}': {clip} failed: {why}")
_FAILED_AT = deferred("slide '{slide}': {clip} failed at {seconds} s: {why}")
_NOT_IMPORTED = deferred("slide '{slide}': {clip} can't be imported: {why}")
_MADE_OF = "__recit_made_of__"
"""On a team's module: digests of the sources that it was imported from."""


def team_painter(clip: TeamClip, look: Look, *, allowed: bool) -> TeamPainter:
    """Call the function with ``width, height, fps, length`` (frames); it returns a VideoClip.

    The project's root stands first on `sys.path` meanwhile.

    Raises:
        PictureError: code isn't allowed, or the function is missing, fails, or returns no clip.
    """
    if not allowed:
        raise clip_refusal(look.slide, clip.target)
    root = look.media.parent
    with _RUNNING, _on_path(root):
        # Before the team's module can: moviepy's own import would run a `.env`.
        kind = video_clip_type()
        make = _function(clip, look, root)
        with _blamed(clip, look, _FAILED):
            made = make(
                width=look.size.width, height=look.size.height, fps=look.fps, length=look.length
            )
    if not isinstance(made, kind):
        raise PictureError(
            tr(
                "slide '{slide}': {clip} returned {kind} instead of a moviepy VideoClip",
                slide=look.slide,
                clip=clip.target,
                kind=type(made).__name__,
            ),
            code="code-failed",
        )
    return TeamPainter(
        clip=clip, look=look, inner=painter_of(made, look.size, look.fps, look.length)
    )


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class TeamPainter:
    """A team's clip; what its own code raises while it paints is said as the slide's mistake."""

    clip: TeamClip
    look: Look
    inner: Painter

    @property
    def length(self) -> int:
        """Frames of the slide."""
        return self.look.length

    @property
    def nbytes(self) -> int:
        """One RGB frame: what a clip keeps besides is its own business."""
        return 3 * self.look.size.width * self.look.size.height

    def state(self, frame: int) -> Hashable:
        """Every frame may differ."""
        return frame

    def paint(self, frame: int, into: Planes) -> None:
        """The clip's picture.

        Raises:
            PictureError: the team's code failed.
        """
        with _blamed(self.clip, self.look, _FAILED_AT, frame / self.look.fps):
            self.inner.paint(frame, into)


def _function(clip: TeamClip, look: Look, root: Path) -> Callable[..., Any]:
    module_name, _, name = clip.target.partition(":")
    with _blamed(clip, look, _NOT_IMPORTED):
        try:
            module = _imported(module_name, look.digests, root)
        except ModuleNotFoundError as error:
            raise PictureError(
                tr(
                    "slide '{slide}': {clip} can't be found: {why}; modules lie in {folder}, or "
                    "are installed",
                    slide=look.slide,
                    clip=clip.target,
                    why=error,
                    folder=root,
                ),
                code="code-failed",
            ) from error
    function: Any = getattr(module, name, None)
    if not callable(function):
        raise PictureError(
            tr(
                "slide '{slide}': {clip} can't be found: there is no such function in {module}",
                slide=look.slide,
                clip=clip.target,
                module=module_name,
            ),
            code="code-failed",
        )
    return function  # type: ignore[no-any-return] # callable() is all that can be known of it


def _imported(name: str, digests: tuple[str, ...], root: Path) -> ModuleType:
    """The module as its sources are now: one that was edited since is imported anew."""
    known = sys.modules.get(name)
    if known is not None and getattr(known, _MADE_OF, digests) == digests:
        return known
    top = name.partition(".")[0]
    if any(file.is_relative_to(root) for file in source_files(name, root)):
        for other in [m for m in sys.modules if m == top or m.startswith(f"{top}.")]:
            del sys.modules[other]
    importlib.invalidate_caches()
    module = importlib.import_module(name)
    setattr(module, _MADE_OF, digests)
    return module


@contextmanager
def _on_path(root: Path) -> Iterator[None]:
    """The project's root first on `sys.path`, and no bytecode kept.

    A `.pyc` is told from its source by size and whole seconds (CPython 3.14): an edit within the
    second would go unseen.
    """
    place, writes = str(root), sys.dont_write_bytecode
    sys.path.insert(0, place)
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = writes
        if place in sys.path:
            sys.path.remove(place)


@contextmanager
def _blamed(clip: TeamClip, look: Look, how: str, at: float = 0.0) -> Iterator[None]:
    """Turn whatever a team's code raises, *at* so many seconds, into a mistake of its slide."""
    try:
        yield
    except PictureError:
        raise
    except (Exception, SystemExit) as error:  # their code: nothing can be known of what it raises
        failure = PictureError(
            tr(
                how,
                slide=look.slide,
                clip=clip.target,
                seconds=decimal(at, 2),
                why=_with_place(f"{type(error).__name__}: {error}", error),
            ),
            code="code-failed",
        )
        failure.slide = look.slide
        raise failure from error


def _with_place(why: str, error: BaseException) -> str:
    """*why*, and the team's own line: the last that is not moviepy's, ours or another library's."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = Path(__file__).parents[1]
    for frame in reversed(frames):
        path = Path(frame.filename)
        if not path.is_relative_to(ours) and not {"site-packages", "lib"} & set(path.parts):
            return tr("{why} ({file}, line {line})", why=why, file=path.name, line=frame.lineno)
    return why
