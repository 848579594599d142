"""What a run tells while it goes on.

Comes in: nothing. Goes out: the protocol that the command line's progress display satisfies.
"""

from __future__ import annotations

from typing import Protocol

from renderer.messages import deferred

NARRATION = deferred("narration")
JOINING = deferred("joining")
"""Stages whose steps are sentences, and films; the steps of all others are frames."""


class Witness(Protocol):
    """Is told of stages, progress and warnings; called from one thread at a time."""

    def stage(self, name: str, total: int) -> None:
        """A stage of *total* steps begins; the stage before has ended."""
        ...

    def advance(self, steps: int = 1) -> None:
        """So many more steps are done."""
        ...

    def warn(self, message: str) -> None:
        """Something an author should know, that stops nothing."""
        ...


class SilentWitness:
    """A witness that says nothing."""

    def stage(self, name: str, total: int) -> None:
        """Nothing."""

    def advance(self, steps: int = 1) -> None:
        """Nothing."""

    def warn(self, message: str) -> None:
        """Nothing."""
