"""What stands in the output folder after a run: the film of this storyboard, whole, or the old."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest
import yaml

from renderer.publish.swap_and_rollback import roll_back
from renderer.publish.verify import verify
from tests.production.projects import (
    SLUG,
    TINY,
    Project,
    board_of,
    bytes_under,
    card_slide,
    new_project,
    photo_slide,
    run,
    seen_and_heard,
)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    board = board_of(card_slide("carton"), photo_slide("quai"))
    project = new_project(tmp_path_factory.mktemp("finished"), board)
    assert project.render().code == 0
    return project.root


@pytest.fixture
def project(rendered: Path, tmp_path: Path) -> Project:
    return Project(root=Path(shutil.copytree(rendered, tmp_path / "project")))


def test_every_file_of_the_set_is_there_and_the_set_verifies(project: Project) -> None:
    names = {path.name for path in project.folder.iterdir() if not path.name.startswith(".")}
    assert names >= {
        "film.mp4",
        "captions.fr.vtt",
        "captions.fr.srt",
        "chapters.fr.vtt",
        "transcript.fr.html",
        "transcript.fr.txt",
        "poster.jpg",
        "embed.html",
        "page.html",
        "video-object.json",
        "oembed.json",
        "credits.json",
        "manifest.json",
    }
    assert verify(project.folder) == ()
    for name in ("video-object.json", "oembed.json", "credits.json", "manifest.json"):
        json.loads((project.folder / name).read_text(encoding="utf-8"))


def test_a_set_that_another_storyboard_put_there_is_not_taken_for_ours(project: Project) -> None:
    project.rendered()
    ours = seen_and_heard(project.film)
    other = project.path.with_name("autre.yaml")
    board = board_of(card_slide("tout-autre"))
    other.write_text(yaml.safe_dump(board, allow_unicode=True), encoding="utf-8")
    place = ("--cache", project.cache, "--out", project.root / "out")
    assert run("render", other, *TINY, *place, "--take-over").code == 0
    assert seen_and_heard(project.film) != ours
    assert project.rendered("--take-over")["changed"]
    assert seen_and_heard(project.film) == ours


def test_a_set_made_with_another_cache_is_not_taken_for_ours(project: Project) -> None:
    project.rendered()
    ours = seen_and_heard(project.film)
    other = project.render("--style", "archives", cache=project.root / "other-cache")
    assert other.code == 0, other.err
    assert project.rendered()["changed"]
    assert seen_and_heard(project.film) == ours


def test_a_set_that_was_rolled_back_is_published_again_by_the_next_render(
    project: Project,
) -> None:
    board = board_of(card_slide("carton", narration="Ici commence un autre film."))
    project.write(board)
    project.rendered()
    newest = seen_and_heard(project.film)
    roll_back(project.folder)
    assert seen_and_heard(project.film) != newest
    project.rendered()
    assert seen_and_heard(project.film) == newest


@pytest.mark.parametrize("name", ["film.mp4", "captions.fr.vtt", "embed.html", "manifest.json"])
@pytest.mark.parametrize("damage", ["removed", "cut"])
def test_a_damaged_set_is_mended_by_the_next_render(
    project: Project, name: str, damage: str
) -> None:
    project.rendered()
    whole = {path: data for path, (data, _) in bytes_under(project.folder).items()}
    victim = project.folder / name
    if damage == "removed":
        victim.unlink()
    else:
        data = victim.read_bytes()
        victim.unlink()
        victim.write_bytes(data[: len(data) // 2])
    project.rendered()
    assert verify(project.folder) == ()
    after = {path: data for path, (data, _) in bytes_under(project.folder).items()}
    assert {path: after[path] for path in whole if not path.startswith(".sets")} == {
        path: data for path, data in whole.items() if not path.startswith(".sets")
    }


def test_the_same_set_goes_to_two_folders(project: Project) -> None:
    project.rendered()
    elsewhere = project.root / "elsewhere"
    assert project.render(out=elsewhere).code == 0
    assert seen_and_heard(elsewhere / SLUG / "film.mp4") == seen_and_heard(project.film)
    assert verify(elsewhere / SLUG) == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_film_made_under_a_strict_umask_can_be_served(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("carton")))
    before = os.umask(0o077)
    try:
        project.rendered()
    finally:
        os.umask(before)
    out = tmp_path / "out"
    served = [out, *(path for path in out.rglob("*") if ".sets" not in path.parts)]
    assert len(served) > 20
    for path in served:
        wanted = 0o755 if path.is_dir() else 0o644
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    assert stat.S_IMODE(project.cache.stat().st_mode) == 0o700, "what isn't published stays ours"
