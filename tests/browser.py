"""A browser for the tests: Debian's Chromium through Playwright.

Comes in: flags of a test's own. Goes out: a running browser, closed at the end; a skip with its
reason where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
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
