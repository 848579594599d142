"""Painters kept at hand while a film is rendered, so that a slide's picture is decoded once.

Comes in: looks. Goes out: painters, made once each, by whichever thread asks first. Knows
neither files nor codecs. A slide's body and its two transitions use the same painter.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from threading import Lock
from weakref import WeakValueDictionary

from renderer.clips.drawing import Darkroom
from renderer.clips.overlay_painter import drawn_overlay
from renderer.clips.painter import SlidePainter
from renderer.clips.painter_factory import painter_for
from renderer.clips.slide_parameters import Look
from renderer.clips.subtitles import Bitmap
from renderer.errors import PictureError
from renderer.frames.yuv import PlaneOverlay

ROOM = 32 << 20
"""Bytes of painters kept that nobody paints with: five photographs at 1080p, or the map whose
transition is yet to come. Those in use are found again however many they are."""
KEPT_CUES = 8
"""Drawn cues at hand, at half a megabyte in 1080p: those of the segments under way."""


class Shelf:
    """Painters in use, the last few besides as far as there is *room* (bytes), and drawn cues."""

    def __init__(self, darkroom: Darkroom, room: int = ROOM) -> None:
        self._darkroom = darkroom
        self._room = room
        self._painters: OrderedDict[str, Future[SlidePainter]] = OrderedDict()
        self._in_use: WeakValueDictionary[str, SlidePainter] = WeakValueDictionary()
        self._overlays: OrderedDict[str, PlaneOverlay] = OrderedDict()
        self._lock = Lock()

    def overlay_of(self, look: Bitmap) -> PlaneOverlay:
        """A drawn cue, made once for the frames in which it is seen.

        Raises:
            PictureError: as `drawn_overlay`.
        """
        key = look.key()
        with self._lock:
            if kept := self._overlays.get(key):
                self._overlays.move_to_end(key)
                return kept
        drawn = drawn_overlay(look)
        with self._lock:
            self._overlays[key] = drawn
            while len(self._overlays) > KEPT_CUES:
                self._overlays.popitem(last=False)
        return drawn

    def painter_of(self, look: Look) -> SlidePainter:
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
                if painter := self._in_use.get(key):
                    future.set_result(painter)
            self._painters.move_to_end(key)
        if mine and not future.done():
            self._make(look, key, future)
        painter = future.result()
        with self._lock:
            self._in_use[key] = painter
            self._make_room(key)
        return painter

    def _make(self, look: Look, key: str, future: Future[SlidePainter]) -> None:
        try:
            future.set_result(painter_for(look, self._darkroom))
        except BaseException as error:
            if isinstance(error, PictureError) and not error.slide:
                error.slide = look.slide
            future.set_exception(error)
            with self._lock:
                self._painters.pop(key, None)

    def _make_room(self, newest: str) -> None:
        """Let go of those asked for longest ago; the newest, and any being made, stay."""
        made = [key for key, future in self._painters.items() if future.done() and key != newest]
        held = sum(self._painters[key].result().nbytes for key in made)
        for key in made:
            if held <= self._room:
                return
            held -= self._painters.pop(key).result().nbytes
