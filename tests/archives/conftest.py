from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from renderer.fetching import fetch
from tests.archives.world import HOSTS, World
from tests.fetching.stand_in import running


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The archives in place of the web."""
    folder = tmp_path / "authority"
    folder.mkdir()
    with running(folder, *HOSTS) as stand_in:
        monkeypatch.setattr(fetch, "the_web", stand_in.web)
        monkeypatch.chdir(tmp_path)
        yield World(stand_in)
