"""Many storyboards in one run: one pool, all of them tried, the worst exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renderer.production import workers
from tests.production.projects import (
    TINY,
    Outcome,
    board_of,
    card_slide,
    frames_of,
    new_project,
    photo_slide,
    run,
)


@pytest.fixture
def boards(tmp_path: Path) -> list[Path]:
    """Three storyboards of one project: two are right, the one between them isn't."""
    import yaml

    project = new_project(tmp_path, board_of(photo_slide("quai"), slug="un"))
    folder = project.path.parent
    wrong = board_of(photo_slide("rade", "absent.jpg"), slug="faux")
    right = board_of(card_slide("fin"), photo_slide("quai"), slug="deux")
    for name, board in (("faux", wrong), ("deux", right)):
        folder.joinpath(f"{name}.yaml").write_text(yaml.safe_dump(board), encoding="utf-8")
    return [project.path, folder / "faux.yaml", folder / "deux.yaml"]


def batch(boards: list[Path], root: Path, *words: str) -> Outcome:
    return run("render", *boards, *TINY, "--cache", root / "cache", "--out", root / "out", *words)


def test_one_failure_does_not_stop_the_rest_and_gives_the_exit_code(
    tmp_path: Path, boards: list[Path]
) -> None:
    outcome = batch(boards, tmp_path)
    assert outcome.code == 2
    films = {Path(line) for line in outcome.out.splitlines()}
    assert films == {tmp_path / "out" / slug / "film.mp4" for slug in ("un", "deux")}
    assert all(film.exists() for film in films)
    assert "faux.yaml" in outcome.err
    assert "absent.jpg" in outcome.err
    assert "2 films, 1 failed" in outcome.err


def test_the_table_has_a_row_for_each_film_in_the_order_asked(
    tmp_path: Path, boards: list[Path]
) -> None:
    err = batch(boards, tmp_path).err
    rows = err[err.index("film ") :].splitlines()
    assert [row.split()[0] for row in rows[1:4]] == ["film", "faux", "deux"]
    assert "failed:" in rows[2]


def test_a_batch_gives_the_frames_of_its_films_made_alone(
    tmp_path: Path, boards: list[Path]
) -> None:
    batch(boards, tmp_path)
    for path, slug in ((boards[0], "un"), (boards[2], "deux")):
        alone = tmp_path / "alone"
        done = run("render", path, *TINY, "--cache", alone / "cache", "--out", alone / "out")
        assert done.code == 0, done.err
        film = tmp_path / "out" / slug / "film.mp4"
        assert frames_of(film) == frames_of(alone / "out" / slug / "film.mp4")


def test_all_films_share_one_pool(
    tmp_path: Path, boards: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    real = workers.open_farm

    def counting(jobs: int) -> object:
        opened.append(jobs)
        return real(jobs)

    monkeypatch.setattr(workers, "open_farm", counting)
    batch(boards, tmp_path)
    assert opened == [2]


def test_json_tells_each_film_in_order(tmp_path: Path, boards: list[Path]) -> None:
    outcome = batch(boards, tmp_path, "--json")
    told = json.loads(outcome.out)["films"]
    assert [Path(one["storyboard"]).stem for one in told] == ["film", "faux", "deux"]
    assert "absent.jpg" in told[1]["error"]
    assert told[2]["films"][0]["segments"]["made"] > 0


def test_lines_say_which_film_they_are_about(tmp_path: Path, boards: list[Path]) -> None:
    err = batch(boards, tmp_path).err
    assert "[3/3]" in err
    assert "deux: published in" in err
    assert "faux: failed" in err


def test_a_storyboard_named_twice_is_made_once(tmp_path: Path, boards: list[Path]) -> None:
    outcome = batch([boards[0], boards[0]], tmp_path)
    assert outcome.code == 0
    assert len(outcome.out.splitlines()) == 1
