"""How a service that speaks is reached, and that it refused.

Comes in: nothing. Goes out: `Line`, `Refused`. Knows no service.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How the service is reached; the fields are there for tests, the defaults are for films."""

    base_url: str = ""
    """Scheme, host and port asked instead of https://translate.google.<tld>."""
    authorities: str = ""
    """A file of certificate authorities; empty: REQUESTS_CA_BUNDLE if set, else certifi's."""
    connect_seconds: float = 5.0
    read_seconds: float = 20.0
    """Longest silence inside an answer."""
    total_seconds: float = 60.0
    """Longest answer."""
    clock: Callable[[], float] = time.monotonic


class Refused(Exception):
    """The service gave no audio; the message says why, for people."""

    def __init__(
        self, why: str, *, retries: int, retry_after: float | None = None, blocks: bool = False
    ) -> None:
        super().__init__(why)
        self.retries = retries
        """How often asking again makes sense."""
        self.retry_after = retry_after
        """Seconds that the service asked to wait."""
        self.blocks = blocks
        """Whether it said that we ask too often."""


PATIENT, ONCE_MORE, NEVER = 4, 1, 0
"""Times to ask again: of a busy service, after a broken answer, after a refusal for good."""
