"""Previews that run while a test looks at them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from renderer.preview.live_preview import Builder, PreviewSession, open_session
from renderer.production.options import Options
from tests.preview.projects import FakeBuilder, write_project

Opener = Callable[..., PreviewSession]


@pytest.fixture
def storyboard(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Opener]:
    """Opens previews whose films are made in a thread of the test's."""
    with previews(tmp_path / "cache") as opened:
        yield opened


@contextmanager
def previews(cache: Path) -> Iterator[Opener]:
    """The same for fixtures of a wider scope."""
    with ExitStack() as stack:

        def opened(
            path: Path, build: Builder | None = None, options: Options | None = None
        ) -> PreviewSession:
            options = options or Options(offline=True, cache=cache)
            session = stack.enter_context(open_session(path, options, build=build or FakeBuilder()))
            thread = threading.Thread(target=session.run)
            thread.start()
            stack.callback(thread.join)
            stack.callback(session.end)
            return session

        yield opened
