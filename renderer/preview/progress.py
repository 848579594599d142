"""A witness that puts a film's progress on the billboard, and stops work that is no longer wanted.

Comes in: what `build.events.Witness` is told. Goes out: news; or `Superseded`, between two steps,
when a newer save came. Stages only ever end between two finished segments or sentences, so nothing
is left half-written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from renderer.messages import deferred
from renderer.preview.news import Billboard

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
