"""A slide as it will look: the pixels that the encoder would be given, at one moment.

Comes in: the board of a slide and its neighbours, which moment, shape and height. Goes out: a JPEG
or a PNG. Painters and laid-out slides stay at hand between requests; pictures are decoded behind
the fence. Speaks nothing: a sentence that hasn't been spoken lasts about as long as it will.
"""

from __future__ import annotations

import io
import math
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, Literal

from PIL import Image

from renderer.clips.map_painter import MapPainter
from renderer.clips.slow_zoom import DriftingPainter
from renderer.frames.pixels import Rgb, Size
from renderer.maps.viewport import Rect, Viewport, fit_view
from renderer.messages import tr
from renderer.photographs.decoder import open_decoder
from renderer.photographs.file import PictureFile, digest_of_file
from renderer.production.decoders import open_shelf
from renderer.production.embedded_rights import keep_readings
from renderer.production.failure_lines import naming_lines
from renderer.production.film_structure import Layout, lay_film
from renderer.production.options import Options
from renderer.production.painter_cache import Shelf
from renderer.production.plan import spoken_or_estimated
from renderer.production.prepare import Production, picture_digests, prepare_board
from renderer.production.spending import planned_takes
from renderer.production.still import frame_when_complete, paint_frame
from renderer.storyboard.board import Storyboard
from renderer.storyboard.map_data import MapView, OperationsMap
from renderer.storyboard.slide_kinds import maps_of, photographs_of
from renderer.studio.http import Refusal, unknown
from renderer.studio.speech_preview import SpeechPreview

Kind = Literal["jpeg", "png"]
LINES = (90, 1080)
"""Of a still, least and most."""
SHAPES = ("16:9", "9:16", "1:1")
_AT_ONCE = 2
"""Stills drawn side by side: as many as the smallest machine has cores."""
_LAYOUTS = 64
"""Laid-out slides at hand: the one that is written in all of its shapes, and those just left."""
_KEPT_BYTES = 48 << 20
"""Of finished JPEGs: the thumbnails of a thousand slides and more."""
_JPEG = {"quality": 90, "subsampling": 0}
"""Red letters keep their edges, as they do not in a film; 30 kB at 360 lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StillRequest:
    """Which picture."""

    slide: str
    shape: str
    height: int
    sentence: int | None = None
    """Its last frame; 0-based."""
    frame: int | None = None
    """Within the slide, where no sentence is named. Neither: the frame that shows most."""


def fit(wanted: StillRequest) -> StillRequest:
    """*wanted*.

    Raises:
        Refusal: its size or shape is none that is drawn.
    """
    if not LINES[0] <= wanted.height <= LINES[1] or wanted.height % 2:
        told = tr("a still has {least} to {most} lines", least=LINES[0], most=LINES[1])
        raise Refusal(422, "request-unfit", told)
    if wanted.shape not in SHAPES:
        raise Refusal(422, "request-unfit", tr("there is no such shape"))
    return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    board: Storyboard
    spoken: tuple[bool, ...]
    digests: Mapping[Path, str]
    production: Production
    layout: Layout


class SlidePreview:
    """Draws stills of all films of a studio."""

    def __init__(self, options: Options, speech: SpeechPreview) -> None:
        self._options = options
        self._speech = speech
        self._kept = ExitStack()
        self.decoder = self._kept.enter_context(open_decoder())
        """Reads single pictures: those that are shown as they are, and those that come in."""
        self._shelf: Shelf | None = None
        self._lock = Lock()
        self._turns = BoundedSemaphore(_AT_ONCE)
        self._patient = BoundedSemaphore(_AT_ONCE - 1)
        """Those that can wait never take every turn: thumbnails are asked for by the hundred."""
        self._newest: dict[tuple[str, str, str], int] = {}
        self._layouts: OrderedDict[tuple[str, StillRequest], _Laid] = OrderedDict()
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._held = 0

    def close(self) -> None:
        """End the processes that decode."""
        self._kept.close()

    def still(
        self,
        film: str,
        board: Storyboard,
        wanted: StillRequest,
        kind: Kind,
        *,
        patient: bool = False,
    ) -> tuple[bytes, int]:
        """The picture, and which frame of its slide it is.

        Args:
            film: names the film, so that a newer wish takes the place of an older one.
            board: the slide, with its neighbours where it has some.
            wanted: which picture.
            kind: of file.
            patient: whether it is drawn whatever is wished for meanwhile.

        Raises:
            Refusal: a newer picture of the slide is wanted, or there is no such slide or sentence.
            RecitError: it can't be drawn.
        """
        wish = (film, wanted.slide, wanted.shape)
        with self._lock:
            turn = self._newest[wish] = self._newest.get(wish, 0) + (not patient)
        with ExitStack() as turn_taken:
            if patient:
                turn_taken.enter_context(self._patient)
            turn_taken.enter_context(self._turns)
            if not patient and self._newest[wish] != turn:
                raise Refusal(503, "superseded", tr("a newer picture of this slide is wanted"))
            laid = self._laid(film, board, wanted)
            span = next(s for s in laid.layout.timeline.slides if s.id == wanted.slide)
            frame = self._frame(laid.layout, wanted)
            return self._drawn(laid, frame, kind), frame - span.start

    def source(self, board: Storyboard, slide: str, number: int, height: int) -> bytes:
        """A photograph of the slide as it is, as JPEG.

        Raises:
            Refusal: the slide has none of that number.
            PictureError: it can't be decoded.
        """
        visual = next(each.visual for each in board.slides if each.id == slide)
        images = photographs_of(visual)
        if number >= len(images) or images[number].awaited:
            raise unknown(tr("this slide has no such picture"))
        return self.small(images[number].name, images[number].file, height)

    def small(self, name: str, path: Path, height: int = LINES[0]) -> bytes:
        """The picture at *path*, as a JPEG.

        Raises:
            PictureError: it can't be decoded.
        """
        file = PictureFile(name=name, path=path, digest=digest_of_file(path))
        return _encoded(self.decoder(file, Size(1, height)).rgb, "jpeg")

    def map_of(self, film: str, board: Storyboard, wanted: StillRequest) -> dict[str, Any]:
        """How the places of a map lie on its frame, so that a page can reckon with them.

        Raises:
            Refusal: the slide shows no map.
            RecitError: it can't be drawn.
        """
        laid = self._laid(film, board, wanted)
        frame = self._frame(laid.layout, wanted)
        number = next(n for n, s in enumerate(laid.layout.timeline.slides) if s.id == wanted.slide)
        span, look = laid.layout.timeline.slides[number], laid.layout.looks[number]
        maps = maps_of(look.visual)
        if not maps:
            raise unknown(tr("this slide shows no map"))
        painter: Any = self._at_hand().painter_of(look)
        own, closer = frame - span.clip_start, 1.0
        while not isinstance(painter, MapPainter):
            if isinstance(painter, DriftingPainter):  # its middle stays where it is
                closer = painter.view(own).width / look.size.width
            painter = painter.under
        view = painter.prepared.path.view(own)
        number = _nearest(maps[0].all_views, view)
        return {
            "frame": frame - span.start,
            "written": {
                "path": _written_at(maps[0], number),
                "edges": asdict(maps[0].all_views[number]),
            },
            "pixels": dict(zip(("width", "height"), look.size, strict=True)),
            "projection": asdict(view.projection),
            "viewport": {
                "east": view.east,
                "north": view.north,
                "metres_a_pixel": view.metres_a_pixel * closer,
            },
        }

    def _at_hand(self) -> Shelf:
        with self._lock:
            if self._shelf is None:
                self._shelf = self._kept.enter_context(
                    open_shelf(_AT_ONCE, _silent, allow_code=self._options.allow_code)
                )
            return self._shelf

    def _laid(self, film: str, board: Storyboard, wanted: StillRequest) -> _Laid:
        options = replace(
            self._options, height=wanted.height, formats=(wanted.shape,), draft=False, only=""
        )
        known = (film, replace(wanted, sentence=None, frame=None))
        kept = self._layouts.get(known)
        if kept is not None and kept.board == board:
            production = kept.production
        else:
            choice = self._speech.choice(board)
            production = prepare_board(board, options, choice=choice)
            keep_readings(production.cache, production.readings)
        takes = planned_takes(production)
        spoken = tuple(take.cached for take in takes)
        digests = picture_digests(production.board, lenient=True)
        same = kept is not None and kept.production is production
        if kept is None or not same or (kept.spoken, kept.digests) != (spoken, digests):
            utterances = spoken_or_estimated(production, takes)
            layout = lay_film(production, utterances, digests, wanted.shape)
            kept = _Laid(
                board=board, spoken=spoken, digests=digests, production=production, layout=layout
            )
        with self._lock:
            self._layouts[known] = kept
            self._layouts.move_to_end(known)
            while len(self._layouts) > _LAYOUTS:
                self._layouts.popitem(last=False)
        return kept

    @staticmethod
    def _frame(layout: Layout, wanted: StillRequest) -> int:
        timeline = layout.timeline
        number = next(n for n, span in enumerate(timeline.slides) if span.id == wanted.slide)
        span = timeline.slides[number]
        if wanted.sentence is not None:
            said = [placed for placed in timeline.sentences if placed.slide == number]
            if wanted.sentence < 0 or not said:
                raise unknown(tr("this slide has no such sentence"))
            # A page asks with the sentences that it knew before the last one was taken away.
            placed = said[min(wanted.sentence, len(said) - 1)]
            end = (placed.start + placed.length) // timeline.timebase.samples_per_frame
            return min(max(span.start, end), span.end - 1)
        if wanted.frame is not None:
            return span.start + min(max(0, wanted.frame), span.end - span.start - 1)
        return frame_when_complete(layout, number)

    def _drawn(self, laid: _Laid, frame: int, kind: Kind) -> bytes:
        layout = laid.layout
        at, task = next(
            (n, t) for n, t in enumerate(layout.tasks) if t.segment.start <= frame < t.segment.end
        )
        key = f"{layout.keys[at]} {frame - task.segment.start} {kind}"
        with self._lock:
            if (known := self._pictures.get(key)) is not None:
                self._pictures.move_to_end(key)
                return known
        with naming_lines(laid.production.board):
            made = _encoded(paint_frame(layout, frame, self._at_hand()), kind)
        with self._lock:
            self._pictures[key] = made
            self._held = sum(map(len, self._pictures.values()))
            while self._held > _KEPT_BYTES and len(self._pictures) > 1:
                self._held -= len(self._pictures.popitem(last=False)[1])
        return made


def _nearest(asked: tuple[MapView, ...], shown: Viewport) -> int:
    """Which of the views *asked* for the frame rests at, or is nearest to."""

    def apart(view: MapView) -> float:
        laid = fit_view(view, shown.projection, shown.size, Rect(0, 0, *shown.size))
        far = math.hypot(laid.east - shown.east, laid.north - shown.north)
        closer = math.log(laid.metres_a_pixel / shown.metres_a_pixel)
        return far / shown.metres_a_pixel / shown.size.width + abs(closer)

    return min(range(len(asked)), key=lambda number: apart(asked[number]))


def _written_at(shown: OperationsMap, number: int) -> list[str | int]:
    """Where view *number* stands in the slide."""
    if number == 0:
        return ["map", "view"]
    return ["map", "views", number - 1] if shown.views else ["map", "to"]


def _encoded(rgb: Rgb, kind: Kind) -> bytes:
    out = io.BytesIO()
    picture = Image.fromarray(rgb)
    if kind == "png":
        picture.save(out, "png", compress_level=1)
    else:
        picture.save(out, "jpeg", **_JPEG)
    return out.getvalue()


def _silent(_: str) -> None:
    """Notes about pictures are told when a film is made."""
