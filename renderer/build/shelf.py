"""Painters kept at hand while a film is rendered, so that a slide's picture is decoded once.

Comes in: looks. Goes out: painters, made once each, by whichever thread asks first. Knows
neither files nor codecs. A slide's body and its two transitions use the same painter.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from threading import Lock

from renderer.clips.look import Look
from renderer.clips.painter import Painter
from renderer.clips.painters import Darkroom, painter_for
from renderer.clips.subtitle_painter import subtitle_overlay
from renderer.clips.subtitles import CueLook
from renderer.errors import PictureError
from renderer.pictures.yuv import PlaneOverlay

KEPT, KEPT_A_JOB = 6, 2
"""Painters at hand: those of the slides that a window of segments takes turns with, and each
job's own two, at about 6 MB each in 1080p. As many drawn cues, at half a megabyte."""


class Shelf:
    """The last few painters and drawn cues, more of them the more *jobs* there are."""

    def __init__(self, darkroom: Darkroom, jobs: int = 1) -> None:
        self._darkroom = darkroom
        self._kept = KEPT + KEPT_A_JOB * jobs
        self._painters: OrderedDict[str, Future[Painter]] = OrderedDict()
        self._overlays: OrderedDict[str, PlaneOverlay] = OrderedDict()
        self._lock = Lock()

    def overlay_of(self, look: CueLook) -> PlaneOverlay:
        """A drawn cue, made once for the frames in which it is seen.

        Raises:
            PictureError: as `subtitle_overlay`.
        """
        key = look.key()
        with self._lock:
            if kept := self._overlays.get(key):
                self._overlays.move_to_end(key)
                return kept
        drawn = subtitle_overlay(look)
        with self._lock:
            self._overlays[key] = drawn
            while len(self._overlays) > self._kept:
                self._overlays.popitem(last=False)
        return drawn

    def painter_of(self, look: Look) -> Painter:
        """The painter of *look*; a second thread asking meanwhile waits for the first.

        Raises:
            PictureError: as `painter_for`, naming the slide; asked again, it is tried again.
        """
        key = look.key()
        with self._lock:
            future = self._painters.get(key)
            mine = future is None
            if future is None:
                future = self._painters[key] = Future()
                while len(self._painters) > self._kept:
                    self._painters.popitem(last=False)
            self._painters.move_to_end(key)
        if mine:
            try:
                future.set_result(painter_for(look, self._darkroom))
            except BaseException as error:
                if isinstance(error, PictureError) and not error.slide:
                    error.slide = look.slide
                future.set_exception(error)
                with self._lock:
                    self._painters.pop(key, None)
        return future.result()
