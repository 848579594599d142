from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives.world import World, archives


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The archives in place of the web."""
    monkeypatch.chdir(tmp_path)
    with archives(tmp_path, monkeypatch) as world:
        yield world
