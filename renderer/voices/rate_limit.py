"""How often a free service may be asked, agreed between all renders of this user.

Comes in: a file in the user's cache folder. Goes out: leave to send one request, after a wait.
A token bucket under a file lock; a service that says "too many requests" blocks every render until
the time it named. When the file can't be written, the limit holds for this process alone.
"""

from __future__ import annotations

import json
import logging
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from renderer.cancellation import pause
from renderer.errors import VoiceError
from renderer.messages import tr

LOG = logging.getLogger(__name__)
BURST = 5.0
"""Requests that may go out at once."""
SECONDS_EACH = 1.0
"""One more is allowed each second: users of the library report blocks below 0.5 s between calls."""
PATIENCE_SECONDS = 60.0
"""A longer block is not waited for, but told."""
LONGEST_BLOCK_SECONDS = 3_600.0
"""A longer one is a clock that jumped, or nonsense from the service."""


@dataclass(slots=True)
class _State:
    tokens: float = BURST
    at: float = 0.0
    blocked_until: float = 0.0


def user_cache_folder() -> Path:
    """Récit's folder among the user's caches; in the temporary folder when there is no home."""
    try:
        if sys.platform == "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            named = os.environ.get("XDG_CACHE_HOME", "")
            base = Path(named) if Path(named).is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # Path.home(): no HOME, and no such user
        base = Path(tempfile.gettempdir())
    return base / "recit"


@dataclass(slots=True, kw_only=True)
class Allowance:
    """Leave to send requests to one service."""

    file: Path
    clock: Callable[[], float] = time.time
    """Seconds since the epoch: shared by processes, so it can't be a monotonic clock."""
    sleep: Callable[[float], None] = pause
    _own: _State = field(default_factory=_State, init=False)
    """Stands in for the file where that can't be written."""

    def wait(self, *, patience: float = PATIENCE_SECONDS) -> None:
        """Return when one request may be sent.

        Raises:
            VoiceError: the service is blocked for longer than *patience* seconds.
        """
        while True:
            pause, blocked = self._ask()
            if pause <= 0:
                return
            if blocked and pause > patience:
                raise VoiceError(
                    tr("it asked for no more requests for {time}", time=_in_words(pause)),
                    code="voice-unavailable",
                )
            self.sleep(pause)

    def block(self, seconds: float) -> None:
        """Let nobody ask for *seconds* from now."""
        until = self.clock() + min(seconds, LONGEST_BLOCK_SECONDS)

        def note(state: _State) -> None:
            state.blocked_until = max(state.blocked_until, until)

        self._change(note)

    def _ask(self) -> tuple[float, bool]:
        """Seconds to wait before asking again, 0 when leave is given; and whether it is a block."""
        answer = (0.0, False)

        def take(state: _State) -> None:
            nonlocal answer
            now = self.clock()
            if state.blocked_until - now > LONGEST_BLOCK_SECONDS:
                state.blocked_until = 0.0
            if state.blocked_until > now:
                answer = (state.blocked_until - now, True)
                return
            # A clock that jumped back would otherwise stop us until it has caught up.
            passed = now - state.at if now >= state.at else math.inf
            state.tokens = min(BURST, state.tokens + passed / SECONDS_EACH)
            state.at = now
            if state.tokens < 1.0:
                answer = ((1.0 - state.tokens) * SECONDS_EACH, False)
            else:
                state.tokens -= 1.0
                answer = (0.0, False)

        self._change(take)
        return answer

    def _change(self, change: Callable[[_State], None]) -> None:
        from filelock import FileLock, Timeout

        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.file.with_suffix(".lock"), timeout=10):
                state = _read(self.file)
                change(state)
                draft = self.file.with_suffix(f".{os.getpid()}")
                draft.write_text(
                    json.dumps([state.tokens, state.at, state.blocked_until]), encoding="ascii"
                )
                draft.replace(self.file)
        except (OSError, Timeout) as failure:
            LOG.debug("the request limit isn't shared with other renders: %s", failure)
            change(self._own)


def _read(file: Path) -> _State:
    """What *file* says; a fresh state when it is absent or damaged."""
    try:
        tokens, at, blocked_until = map(float, json.loads(file.read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError, TypeError):
        return _State()
    if not all(map(math.isfinite, (tokens, at, blocked_until))):
        return _State()
    return _State(tokens=min(tokens, BURST), at=at, blocked_until=blocked_until)


def _in_words(seconds: float) -> str:
    return f"{math.ceil(seconds / 60)} min" if seconds > 90 else f"{math.ceil(seconds)} s"
