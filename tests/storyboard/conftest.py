"""A project to write storyboards in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storyboard.corpus import project_for

Write = Callable[[str], Path]
"""Writes a storyboard's text into the project and returns its path."""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a storyboard in a project that holds the corpus's media and lexicons."""

    def into_project(text: str) -> Path:
        case = tmp_path / "film.yaml"
        case.write_bytes(text.encode("utf-8"))
        return project_for(tmp_path / "project", case)

    return into_project
