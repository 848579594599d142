"""A browser for the tests: Debian's Chromium through Playwright.

Comes in: flags of a test's own. Goes out: a running browser, closed at the end; a skip with its
reason where there is none; and the only ways to wait for what Playwright itself doesn't wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.disorder import KINDS, disorder_browser

CHROMIUM = next(
    (
        path
        for path in map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium"))
        if path.exists()
    ),
    None,
)
"""The shell keeps no pages of its own ready: beside a test, Chromium 156 starts a process for such
pages every second, half a core in all. None: there is no browser here."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


PATIENCE_MS = 120_000
"""What takes a second takes twenty beside others, and a film a minute."""
_STEP_MS = 50
_MOMENT_MS = 500


def until(page: Any, true: Callable[[], Any] | str, what: str = "") -> None:
    """Wait until *true* is, which may be JavaScript: Playwright's own wait for that would need the
    page to allow `eval`. Bounded."""
    if not _becomes(page, true, PATIENCE_MS):
        pytest.fail(f"never came true: {what or true}")


def never(page: Any, true: Callable[[], Any] | str, what: str = "") -> None:
    """Give what must not happen a moment to happen."""
    if _becomes(page, true, _MOMENT_MS):
        pytest.fail(f"came true: {what or true}")


def _becomes(page: Any, true: Callable[[], Any] | str, within_ms: int) -> bool:
    for _ in range(within_ms // _STEP_MS):
        if page.evaluate(true) if isinstance(true, str) else true():
            return True
        page.wait_for_timeout(_STEP_MS)
    return False


@contextmanager
def open_browser(*flags: str) -> Iterator[Any]:
    """Start it with `FLAGS` and *flags*. Playwright's synchronous API runs once at a time in a
    process: whoever opens a browser closes it with its module."""
    if CHROMIUM is None:
        pytest.skip("no browser is installed (apt-get install chromium-headless-shell)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if KINDS:
        disorder_browser()
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=str(CHROMIUM), headless=True, args=[*FLAGS, *flags]
        )
        try:
            yield running
        finally:
            running.close()
