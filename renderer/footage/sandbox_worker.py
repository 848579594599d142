"""What the process that decodes archive films does: facts, pictures fitted into frames, sound.

Comes in: requests of `decoding.sandbox_process`. Goes out: planes and samples. Keeps a few films
open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av

from renderer.decoding.file_integrity import FileState
from renderer.decoding.limits import DecodeLimits
from renderer.decoding.sandbox_process import Answer, Reply
from renderer.footage.file import (
    check_stretch,
    damaged_film,
    length_of,
    open_film,
    picture_stream,
)
from renderer.footage.frame import Fitter, shape_of, turn_of
from renderer.footage.reader import FilmReader
from renderer.footage.sandbox import OPEN_FILMS, STROLL, from_request
from renderer.footage.sound_decoder import stretch_sound
from renderer.frames.pixels import Planes, Size


def load() -> Answer:
    """PyAV and OpenCV are here with this module."""
    return Projectionist().answer


@dataclass(slots=True, kw_only=True)
class _Bench:
    """A reader, the fitter of its pictures, and the last one fitted."""

    stands_for: list[Any]
    """All of a request but its time."""
    reader: FilmReader
    fitter: Fitter
    turn: str | None = None
    fitted: tuple[Fraction, Planes] | None = None

    def planes_at(self, seconds: Fraction) -> Planes:
        picture = self.reader.at(seconds)
        if self.fitted is None or self.fitted[0] != picture.start:
            name = self.reader.footage.name
            if self.turn is None:
                self.turn = turn_of(picture.frame, name)
            shape = shape_of(picture.frame, self.reader.aspect, self.turn, name)
            try:
                planes = self.fitter.fitted(picture.frame, shape)
            except MemoryError:
                raise
            except av.error.FFmpegError as error:
                raise damaged_film(self.reader.footage, seconds, error) from error
            self.fitted = (picture.start, planes)
        return self.fitted[1]

    def stands_before(self, seconds: Fraction) -> bool:
        position = self.reader.position
        return position is not None and position <= seconds < position + STROLL


class Projectionist:
    """Answers requests about films; the last used stay open, each where it was left."""

    def __init__(self) -> None:
        self._benches: list[_Bench] = []

    def answer(self, request: dict[str, Any], data: bytes, limits: DecodeLimits) -> Iterator[Reply]:  # noqa: ARG002 - as all trades
        """What is asked of one film."""
        footage = from_request(request["footage"])
        if request["do"] == "check":
            with open_film(footage) as container:
                length = length_of(container, picture_stream(footage, container))
                check_stretch(footage, length)
            yield {"seconds": None if length is None else float(length)}, ()
        elif request["do"] == "sound":
            warnings: list[str] = []
            for sounding, block in stretch_sound(footage, request["most"], warnings):
                yield {"sounding": sounding}, (block.data,)
            yield {"warnings": warnings}, ()
        else:
            yield self._planes(request)

    def _planes(self, request: dict[str, Any]) -> Reply:
        seconds = Fraction(request["seconds"])
        bench = self._bench(request, seconds)
        try:
            planes = bench.planes_at(seconds)
        except BaseException:
            self._close(bench)
            raise
        if request["last"]:
            self._close(bench)
        return {}, (planes.y.data, planes.u.data, planes.v.data)

    def _bench(self, request: dict[str, Any], seconds: Fraction) -> _Bench:
        wanted = [request[name] for name in ("footage", "state", "size", "ground")]
        alike = [one for one in self._benches if one.stands_for == wanted]
        bench = next((one for one in reversed(alike) if one.stands_before(seconds)), None)
        if bench is None and len(self._benches) >= OPEN_FILMS:
            bench = alike[0] if alike else None
            if bench is None:
                self._close(self._benches[0])
        if bench is None:
            bench = _new_bench(request, wanted)
        else:
            self._benches.remove(bench)
        self._benches.append(bench)
        return bench

    def _close(self, bench: _Bench) -> None:
        bench.reader.close()
        self._benches.remove(bench)


def _new_bench(request: dict[str, Any], stands_for: list[Any]) -> _Bench:
    footage = from_request(request["footage"])
    inode, size, changed, noted = request["state"]
    state = FileState(inode=inode, size=size, changed=changed, noted=noted)
    red, green, blue = request["ground"]
    return _Bench(
        stands_for=stands_for,
        reader=FilmReader(footage, state),
        fitter=Fitter(Size(*request["size"]), footage.fit, (red, green, blue)),
    )
