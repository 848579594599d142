"""No film takes another one's place: one slug, one storyboard."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.production.draft_folders import DRAFTS
from renderer.publish.metadata import json_digest
from renderer.publish.swap_and_rollback import MEDIA, PRIVATE
from renderer.publish.verify import occupied
from renderer.storyboard.fields import is_slug
from renderer.storyboard.slugs import claim_of
from tests.production.projects import (
    SLUG,
    TINY,
    Board,
    Outcome,
    Project,
    board_of,
    bytes_under,
    card_slide,
    new_project,
    run,
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, board_of(card_slide("carton")))


def another(project: Project, name: str = "autre.yaml", **more: object) -> Path:
    """A second storyboard of the same slug."""
    path = project.path.parent / name
    path.parent.mkdir(parents=True, exist_ok=True)
    board: Board = board_of(card_slide("tout-autre"), **more)
    path.write_text(json.dumps(board, indent=1), encoding="utf-8")
    return path


def render(*words: str | Path, root: Path) -> Outcome:
    return run("render", *words, *TINY, "--cache", root / "cache", "--out", root / "out")


@pytest.mark.parametrize("where", ["autre.yaml", "sous/film.yaml", "film.yml"])
def test_check_names_both_storyboards_of_one_slug(project: Project, where: str) -> None:
    other = another(project, where)
    outcome = run("check", project.path, other)
    assert outcome.code == 2
    for one, rival in ((project.path, other), (other, project.path)):
        assert f"{one}:" in outcome.err
        assert f"the slug '{SLUG}' is that of {rival}:" in outcome.err
    assert outcome.err.count("= each film has a folder named after its slug") == 2
    assert run("check", project.path).code == run("check", other).code == 0
    told = json.loads(run("check", "--json", project.path, other).out)
    codes = [each["code"] for one in told["storyboards"] for each in one["mistakes"]]
    assert codes == ["slug-taken", "slug-taken"]


def test_check_names_both_even_where_one_has_other_mistakes(project: Project) -> None:
    other = another(project, unknown=1)
    outcome = run("check", project.path, other)
    assert outcome.err.count("is that of") == 2
    assert "unknown" in outcome.err


@pytest.mark.parametrize("words", [(), ("--draft",)])
def test_render_refuses_both_before_anything_is_spoken_and_makes_the_rest(
    project: Project, words: tuple[str, ...]
) -> None:
    other, third = another(project), another(project, "tiers.yaml", slug="tiers")
    outcome = render(project.path, other, third, *words, root=project.root)
    assert outcome.code == 2
    assert len(outcome.out.split()) == 1
    assert outcome.err.count("is that of") >= 2
    assert "1 film, 2 failed" in outcome.err
    assert not project.folder.exists()
    alone = render(project.path, other, root=project.root / "fresh")
    assert alone.code == 2
    assert not (project.root / "fresh" / "cache").exists()


def test_two_projects_with_one_slug_get_in_the_way_only_in_one_folder(tmp_path: Path) -> None:
    one, two = (
        new_project(tmp_path / name, board_of(card_slide("carton"))) for name in ("un", "deux")
    )
    own = ("--cache", tmp_path / "cache")
    assert run("render", one.path, two.path, *TINY, *own, "--out", tmp_path / "out").code == 2
    assert run("render", one.path, two.path, *TINY, *own).code == 0
    assert one.film.is_file()
    assert two.film.is_file()


def test_one_storyboard_under_two_names_is_made_once(project: Project) -> None:
    link = project.path.with_name("lien.yaml")
    link.symlink_to(project.path)
    absolute = project.path.resolve()
    roundabout = project.path.parent / ".." / "storyboards" / "film.yaml"
    outcome = render(project.path, absolute, roundabout, link, root=project.root)
    assert outcome.code == 0, outcome.err
    assert outcome.out.split() == [str(project.film)]
    assert run("check", project.path, roundabout, link).code == 0


def test_a_set_made_from_another_storyboard_is_not_replaced(project: Project) -> None:
    assert project.render().code == 0
    before = bytes_under(project.folder)
    other = another(project)
    fresh = project.root / "fresh"
    place = ("--cache", fresh, "--out", project.root / "out")
    for words in ((), ("--rollback",)):
        outcome = run("render", other, *TINY, *place, *words)
        assert outcome.code == 2
        assert f"{other}:3:" in outcome.err
        assert f"{project.folder} shows the film of storyboards/film.yaml" in outcome.err
        assert "render once with --take-over" in outcome.err
    assert not fresh.exists(), "refused before anything was spoken"
    claim = claim_of(other)
    assert claim is not None
    (problem,) = occupied(claim, [project.folder])
    assert problem.code == "slug-taken"
    assert bytes_under(project.folder) == before
    checked = run("check", other)
    assert checked.code == 2
    assert "is taken" in checked.err
    assert run("check", project.path).code == 0


def test_a_draft_gets_in_nobodys_way(project: Project) -> None:
    assert project.render().code == 0
    assert render(another(project), "--draft", root=project.root).code == 0
    assert project.render().code == 0


def test_a_storyboard_that_was_renamed_takes_its_set_over_when_told_to(project: Project) -> None:
    assert project.render().code == 0
    renamed = project.path.rename(project.path.with_name("renomme.yaml"))
    assert render(renamed, root=project.root).code == 2
    assert render(renamed, "--take-over", root=project.root).code == 0
    assert render(renamed, root=project.root).code == 0
    told = json.loads((project.folder / "manifest.json").read_text("utf-8"))
    assert told["storyboard"] == "storyboards/renomme.yaml"


def test_a_project_that_was_moved_whole_goes_on(project: Project) -> None:
    assert project.render().code == 0
    moved = Project(root=project.root.rename(project.root.with_name("ailleurs")))
    assert moved.render().code == 0
    moved.write(board_of(card_slide("carton", narration="Autre chose.")))
    assert moved.render().code == 0
    assert moved.render("--rollback").code == 0


def test_a_name_written_in_two_unicode_forms_is_one_storyboard(project: Project) -> None:
    composed, decomposed = (
        another(project, unicodedata.normalize(form, "débarquement.yaml"))
        for form in ("NFC", "NFD")
    )
    assert render(composed, root=project.root).code == 0
    assert render(decomposed, root=project.root).code == 0


def test_a_set_of_an_earlier_version_is_anybodys(project: Project) -> None:
    assert project.render().code == 0
    path = project.folder / "manifest.json"
    noted = json.loads(path.read_text("utf-8"))
    del noted["storyboard"]
    noted["digest"] = json_digest(noted)
    path.unlink()
    path.write_text(json.dumps(noted), encoding="utf-8")
    assert render(another(project), root=project.root).code == 0


def test_rolling_two_storyboards_of_one_slug_back_is_refused(project: Project) -> None:
    assert project.render().code == 0
    project.write(board_of(card_slide("carton", narration="Autre chose.")))
    assert project.render().code == 0
    shown = project.film.read_bytes()
    assert render(project.path, another(project), "--rollback", root=project.root).code == 2
    assert project.film.read_bytes() == shown


@given(st.text(alphabet=st.sampled_from("aAéE\u0301ſK.-_drftsmei0"), max_size=8))
def test_no_slug_is_another_one_where_file_systems_fold_names_nor_a_folder_of_ours(
    text: str,
) -> None:
    folded = unicodedata.normalize("NFC", text).casefold()
    assert not is_slug(text) or folded == text
    assert not is_slug(DRAFTS)
    assert not is_slug(PRIVATE)
    assert not is_slug(f"film.{text}"), "the set of a language"
    assert MEDIA not in (DRAFTS, PRIVATE)
