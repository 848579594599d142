"""When things happen on a map: sentences, words and dates become frames of its slide.

Comes in: the slide's beats, its length, the map's clock. Goes out: frames,
and the date at a frame. Knows nothing of pixels.
"""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renderer.errors import PictureError
from renderer.messages import tr

if TYPE_CHECKING:
    from renderer.storyboard.map_data import MapClock
    from renderer.storyboard.moments import Moment
    from renderer.timeline.moment_frames import Beats

LONGEST_MOVE_SECONDS = 7
"""A long slide moves late and then rests: a view that drifts all the time can't be read, and each
frame of a move costs several times one at rest."""

_DAY = datetime.timedelta(days=1)
# An advance whose end is not said, in the last sentence of a slide, takes this share of the rest.
_LAST_SHARE = 0.6
# Before the next sentence: about the pause between two, in which the days in between go by.
_RUNS_ON_SECONDS = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The frames of one slide, and the clock that runs over them."""

    beats: Beats
    """When sentences and words are said, counted from the slide's first frame."""
    length: int
    """Frames of the slide."""
    fps: int
    clock: MapClock | None = None

    def frame_of(self, moment: Moment) -> int:
        """Give the frame at which *moment* comes: 0 to `length` - 1.

        Raises:
            PictureError: the narration has no such sentence or words, or the map no clock.
        """
        if moment.date is None:
            return self._said(moment)
        if self.clock is None:
            raise PictureError(
                tr("a date on a map needs the map's clock: give it 'from' and 'to'"),
                code="map-clock-missing",
            )
        anchors = self._anchors(self.clock)
        date = min(max(moment.date, anchors[0][0]), anchors[-1][0])
        for (before, start), (after, end) in itertools.pairwise(anchors):
            if date <= after:
                share = (date - before) / (after - before) if after > before else 1.0
                return min(self.length - 1, round(start + share * (end - start)))
        return self.length - 1

    def shown_until(self, moment: Moment) -> int:
        """Give the frame until which the date of *moment* is held; without one, its frame."""
        frame = self.frame_of(moment)
        if moment.date is None or self.clock is None:
            return frame
        held = (end for date, end in self._anchors(self.clock) if date == moment.date)
        return min(self.length - 1, max([frame, *held]))

    def date_at(self, frame: int) -> datetime.datetime:
        """Give the clock's date at *frame*.

        Raises:
            PictureError: the map has no clock.
        """
        if self.clock is None:
            raise PictureError(tr("the map has no clock"), code="map-clock-missing")
        anchors = self._anchors(self.clock)
        for (before, start), (after, end) in itertools.pairwise(anchors):
            if frame < end:
                share = max(0.0, (frame - start) / (end - start))
                return min(before + share * (after - before), self._last(self.clock))
        return self._last(self.clock)

    def stretch(self, start: Moment | None, end: Moment | None) -> tuple[int, int]:
        """Give the first frame of an advance, and the frame at which it has arrived.

        Without an end it arrives as the sentence during which it starts ends.
        """
        first = self.frame_of(start) if start else (self.beats.sentences or (0,))[0]
        if end is not None:
            return first, max(first + 1, self.frame_of(end))
        later = [frame for frame in self.beats.sentences if frame > first]
        if later:
            return first, later[0]
        return first, max(first + 1, round(first + _LAST_SHARE * (self.length - first)))

    def _said(self, moment: Moment) -> int:
        return min(self.beats.frame_of(moment), self.length - 1)

    def _anchors(self, clock: MapClock) -> list[tuple[datetime.datetime, int]]:
        """Dates and the frames at which they come; frames strictly increase.

        A pin stands twice: the date holds from its frame until its sentence has been said.
        """
        # The last day has its share of the slide, like every other; hours end a second early.
        whole_days = clock.end.time() == datetime.time() and clock.shows == "day"
        end = clock.end + _DAY if whole_days else clock.end
        last = self.length if whole_days else self.length - self.fps
        anchors = [(clock.start, 0)]
        for pin in clock.pins:
            frame = self._said(pin.at)
            if frame > anchors[-1][1]:
                anchors.append((pin.date, frame))
            elif len(anchors) == 1:
                anchors[0] = (pin.date, 0)
            else:
                continue
            if (held := self._held_until(frame, last)) > anchors[-1][1]:
                anchors.append((pin.date, held))
        anchors.append((end, max(anchors[-1][1] + 1, last)))
        return anchors

    def _held_until(self, frame: int, last: int) -> int:
        """The frame until which a date pinned at *frame* is shown; the clock runs on in a pause."""
        later = (start for start in self.beats.sentences if start > frame)
        return round(next(later, last) - _RUNS_ON_SECONDS * self.fps)

    def _last(self, clock: MapClock) -> datetime.datetime:
        return clock.end


def eased(frame: int, start: int, end: int) -> float:
    """Give how far something has come, 0 to 1, that leaves gently at *start* and stops at *end*."""
    if frame <= start:
        return 0.0
    if frame >= end:
        return 1.0
    share = (frame - start) / (end - start)
    return share * share * (3 - 2 * share)
