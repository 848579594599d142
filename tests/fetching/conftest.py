from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fetching.stand_in import StandIn, running


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[StandIn]:
    with running(tmp_path) as one:
        yield one
