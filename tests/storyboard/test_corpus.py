from __future__ import annotations

from pathlib import Path

import pytest

from renderer.storyboard.load import check, load_storyboard
from tests.storyboard.corpus import answer, expected, project_for

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
OLD = sorted((HERE / "version1").glob("*.yaml"))


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.stem)
def test_every_mistake_of_a_wrong_storyboard_is_said_at_its_place(
    case: Path, tmp_path: Path
) -> None:
    assert expected(case), "a case without an answer proves nothing"
    assert answer(project_for(tmp_path, case)) == expected(case)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.stem)
def test_the_carets_stand_under_the_source_line(case: Path, tmp_path: Path) -> None:
    for problem in check(project_for(tmp_path, case)).problems:
        place, line, carets = str(problem).splitlines()[:3]
        assert place.startswith(f"{problem.mark.path}:{problem.mark.line}:{problem.mark.column}: ")
        assert carets.rstrip().endswith("^")
        assert len(carets.rstrip()) <= max(len(line), carets.index("^") + 1)


@pytest.mark.parametrize("case", OLD, ids=lambda case: case.stem)
def test_files_of_version_1_load_for_ever(case: Path, tmp_path: Path) -> None:
    assert load_storyboard(project_for(tmp_path, case)).slides


def test_there_are_cases_enough() -> None:
    assert len(BAD) >= 30
    assert OLD
