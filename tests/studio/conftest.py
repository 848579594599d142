"""Studios that run while a test looks at them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from renderer.production.options import Options
from renderer.studio.session import Session, open_studio
from tests.browser import open_browser
from tests.preview.projects import write_project
from tests.studio.client import Page

Opener = Callable[..., Session]


@contextmanager
def studios(cache: Path) -> Iterator[Opener]:
    """Opens studios, each in a thread of the test's."""
    with ExitStack() as stack:

        def opened(folder: Path, **more: Any) -> Session:
            options = more.pop("options", None) or Options(offline=True, cache=cache, jobs=1)
            session = stack.enter_context(open_studio(folder, options, **more))
            thread = threading.Thread(target=session.run)
            thread.start()
            stack.callback(thread.join)
            stack.callback(session.end)
            return session

        yield opened


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that the module's tests share."""
    return tmp_path_factory.mktemp("studio") / "projet"


@pytest.fixture(scope="module")
def session(place: Path) -> Iterator[Session]:
    write_project(place)
    with studios(place.parent / "cache") as opened:
        yield opened(place)


@pytest.fixture(scope="module")
def page(session: Session) -> Page:
    return Page(session.address)


@pytest.fixture(scope="module")
def film(page: Page) -> str:
    """The film's address."""
    [one] = page.read("/api/films")["films"]
    return f"/api/films/{one['film']}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    media = "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"
    with open_browser("--autoplay-policy=no-user-gesture-required", *media) as started:
        yield started
