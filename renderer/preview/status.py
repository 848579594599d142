"""What the preview has to say at this moment, to whoever is looking.

Comes in: what happens at each save, and a film's progress (`production.events.Witness`). Goes out:
the last `News`, to every listener; or `Superseded`, between two steps, when a newer save came:
stages only ever end between two finished segments or sentences, so nothing is left half-written.
Safe to post from one thread and listen in another. Knows neither browsers nor terminals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Literal

from renderer.messages import deferred, tr, trn

Phase = Literal["reading", "draft", "full", "done", "mistakes"]
Quality = Literal["", "draft", "full"]
READING = deferred("Reading the storyboard")
MOST_TOLD = 40
"""Mistakes that are told one by one: a page of thousands helps nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The state of the preview."""

    number: int = 0
    """Grows by one with each change."""
    phase: Phase = "reading"
    headline: str = READING
    """For `tr`: a browser is told in its own language."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What stands in the headline's places."""
    percent: int | None = None
    """How far the stage under way is; None: that isn't known."""
    mistakes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    shown: str = ""
    """Id of the set on show; empty before the first."""
    quality: Quality = ""
    """Of the set on show."""

    @property
    def said(self) -> str:
        """The headline in the reader's language."""
        return tr(self.headline, **self.values)


Listener = Callable[[News], None]


class Billboard:
    """The last news, and those who want to know."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._news = News()
        self._listeners: list[Listener] = []
        self._closed = False

    @property
    def news(self) -> News:
        """The last news."""
        return self._news

    @property
    def closed(self) -> bool:
        """Whether the preview has ended."""
        return self._closed

    def post(
        self,
        phase: Phase,
        headline: str,
        *,
        percent: int | None = None,
        mistakes: Sequence[str] = (),
        warnings: Sequence[str] = (),
        **values: object,
    ) -> None:
        """Say something new; the set on show stays. *values* stand in the headline's places."""
        self._tell(
            replace(
                self._news,
                phase=phase,
                headline=headline,
                values=values,
                percent=percent,
                mistakes=_some_of(mistakes),
                warnings=_some_of(warnings),
            )
        )

    def show(self, shown: str, quality: Quality) -> None:
        """Put another set on show."""
        if (shown, quality) != (self._news.shown, self._news.quality):
            self._tell(replace(self._news, shown=shown, quality=quality))

    def close(self) -> None:
        """The preview ends: listeners are told once more, and look at `closed`."""
        with self._lock:
            self._closed = True
            self._tell(self._news)

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        """Have *listener* called with each change, in the thread that makes it."""
        with self._lock:
            self._listeners.append(listener)
        try:
            yield
        finally:
            with self._lock:
                self._listeners.remove(listener)

    def _tell(self, news: News) -> None:
        with self._lock:
            self._news = replace(news, number=self._news.number + 1)
            for listener in tuple(self._listeners):
                listener(self._news)


def _some_of(lines: Sequence[str]) -> tuple[str, ...]:
    if len(lines) <= MOST_TOLD:
        return tuple(lines)
    more = len(lines) - MOST_TOLD
    return (*lines[:MOST_TOLD], trn("… and {count} more", "… and {count} more", more))


_PERCENT_STEP = 2
"""The page isn't told of less."""


_MAKING = {
    ("draft", False): deferred("Making a draft"),
    ("draft", True): deferred("Making a draft: {stage}"),
    ("full", False): deferred("Making the full film"),
    ("full", True): deferred("Making the full film: {stage}"),
}
"""Headlines by quality, and by whether the stage has a name."""


class Superseded(Exception):
    """A newer save came, or the preview ends, while a film was being made."""


class Telling:
    """The progress of one film. Its warnings are added to the list that it is given."""

    def __init__(
        self,
        *,
        quality: Literal["draft", "full"],
        billboard: Billboard,
        unwanted: Callable[[], bool],
        warnings: list[str],
    ) -> None:
        self._quality: Literal["draft", "full"] = quality
        self._billboard = billboard
        self._unwanted = unwanted
        self._warnings = warnings
        self._name, self._total, self._done, self._said = "", 0, 0, 0

    def stage(self, name: str, total: int) -> None:
        """Tell that a stage begins; one with nothing to do is not mentioned."""
        self._give_up_if_unwanted()
        if total or not name:
            self._name, self._total, self._done, self._said = name, total, 0, 0
            self._tell()

    def advance(self, steps: int = 1) -> None:
        """Count, and tell now and then."""
        self._give_up_if_unwanted()
        self._done += steps
        if self._percent() >= self._said + _PERCENT_STEP:
            self._tell()

    def warn(self, message: str) -> None:
        """Keep each warning once; it is shown with the next news."""
        if message not in self._warnings:
            self._warnings.append(message)

    def _give_up_if_unwanted(self) -> None:
        if self._unwanted():
            raise Superseded

    def _percent(self) -> int:
        return min(100, 100 * self._done // max(1, self._total))

    def _tell(self) -> None:
        self._said = self._percent()
        self._billboard.post(
            self._quality,
            _MAKING[self._quality, bool(self._name)],
            stage=self._name,
            percent=self._said if self._total else None,
            warnings=self._warnings,
        )
