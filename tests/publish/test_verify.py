"""Everything in a published folder is looked at: the set, the one before, what is of neither."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from renderer.publish.metadata import json_digest
from renderer.publish.publication import Publication
from renderer.publish.swap_and_rollback import read_state
from renderer.publish.verify import verify, verify_earlier
from renderer.publish.write import write_set
from tests.publish.builders import with_new_words

Make = Callable[..., Publication]


@pytest.fixture
def folder(tmp_path: Path, publication: Make) -> Path:
    """A set, and the one before it."""
    made = tmp_path / "set"
    write_set(publication(), made)
    write_set(with_new_words(publication()), made)
    assert verify(made) == ()
    return made


def said(folder: Path) -> list[str]:
    return [str(damage) for damage in verify(folder)]


def replaced(path: Path) -> None:
    """Other bytes under the same name; a link to it elsewhere keeps what it has."""
    text = path.read_bytes()
    path.unlink()
    path.write_bytes(text[:-1] + b"!")


def earlier(folder: Path, name: str) -> str:
    state = read_state(folder)
    assert state is not None
    assert state.previous is not None
    return state.previous[name]


def current(folder: Path, name: str) -> str:
    state = read_state(folder)
    assert state is not None
    return state.current[name]


@pytest.mark.parametrize(
    "name",
    [
        "evil.html",
        "media/evil.js",
        "media/film.0123456789abcdef.mp4",
        ".sets/evil.html",
        ".htaccess",
        "media/.DS_Store",
        "Film.mp4",
        "media/EMBED.html",
        "film.mp4.bak",
        ".making-0123.mp4",
        "film\n.mp4",
    ],
)
def test_a_file_that_no_manifest_knows_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("<script>")
    assert said(folder) == [f"{name}: is not of this set: take it away"]


@pytest.mark.parametrize("name", ["autre", "media/autre", ".sets/autre", ".git"])
def test_a_folder_that_no_manifest_knows_is_named(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    (folder / name / "index.html").write_text("<script>")
    assert said(folder) == [f"{name}: is not of this set: take it away"]


@pytest.mark.parametrize("name", ["lien.html", "media/lien.mp4", ".sets/lien"])
def test_a_link_that_no_manifest_knows_is_named(folder: Path, name: str) -> None:
    (folder / name).symlink_to(folder / "page.html")
    assert said(folder) == [f"{name}: is not of this set: take it away"]


@pytest.mark.parametrize("name", ["film.mp4", "page.html", "manifest.json"])
def test_a_link_in_place_of_a_file_is_named_whatever_it_leads_to(
    folder: Path, tmp_path: Path, name: str
) -> None:
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    assert said(folder) == [f"{name}: is a link: what it leads to may change"]


@pytest.mark.parametrize("name", ["film.mp4", "embed.html"])
@pytest.mark.parametrize("at_home", [True, False])
def test_a_link_in_place_of_a_file_is_a_file_again_once_the_set_is_published_again(
    folder: Path, tmp_path: Path, publication: Make, name: str, at_home: bool
) -> None:
    path = folder / (current(folder, name) if at_home else name)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    write_set(with_new_words(publication()), folder)
    assert verify(folder) == ()


@pytest.mark.parametrize("name", ["media", ".sets"])
def test_a_link_in_place_of_a_folder_of_the_set_is_named(
    folder: Path, tmp_path: Path, name: str
) -> None:
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    assert f"{name}: is a link: what it leads to may change" in said(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no pipes")
@pytest.mark.parametrize("name", ["film.mp4", "embed.html", "manifest.json", ".sets/state.json"])
def test_a_pipe_in_place_of_a_file_is_named_and_not_waited_for(folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert any(line.startswith(f"{name}: is ") for line in said(folder))


@pytest.mark.parametrize("name", ["film.mp4", "embed.html", "credits.json", "manifest.json"])
def test_damage_to_a_home_is_blamed_on_the_home(folder: Path, name: str) -> None:
    home = current(folder, name)
    replaced(folder / home)
    named = {damage.file for damage in verify(folder)}
    assert named == {home}


@pytest.mark.parametrize("name", ["film.mp4", "embed.html"])
def test_damage_to_a_file_under_both_its_names_is_blamed_on_both(folder: Path, name: str) -> None:
    with (folder / name).open("r+b") as file:
        file.write(b"!")
    named = {damage.file for damage in verify(folder)}
    assert named == {name, current(folder, name)}


@pytest.mark.parametrize("name", ["captions.fr.vtt", "embed.html", "manifest.json"])
@pytest.mark.parametrize("harm", [replaced, Path.unlink])
def test_damage_to_the_earlier_set_is_told_too(
    folder: Path, harm: Callable[[Path], None], name: str
) -> None:
    home = earlier(folder, name)
    harm(folder / home)
    (line,) = said(folder)
    assert line.startswith(f"{home}: ")
    assert line.endswith("the earlier set can't be shown again")
    assert [damage.file for damage in verify_earlier(folder)] == [home]


def test_what_both_sets_have_is_told_once_and_bars_the_way_back(folder: Path) -> None:
    home = current(folder, "poster.jpg")
    assert home == earlier(folder, "poster.jpg")
    replaced(folder / home)
    assert [damage.file for damage in verify(folder)] == [home]
    assert [damage.file for damage in verify_earlier(folder)] == [home]


def test_an_earlier_set_with_a_file_that_its_manifest_does_not_know_is_told(folder: Path) -> None:
    state = folder / ".sets" / "state.json"
    noted = json.loads(state.read_text())
    noted["previous"]["evil.mp4"] = noted["previous"]["film.mp4"]
    state.write_text(json.dumps(noted))
    (line,) = map(str, verify_earlier(folder))
    assert line.startswith(".sets/state.json: doesn't agree with .sets/manifest.")
    assert "on evil.mp4" in line


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"current": 3, "previous": 4}'])
def test_a_damaged_state_is_told(folder: Path, text: str) -> None:
    (folder / ".sets" / "state.json").write_text(text)
    assert any(line.startswith(".sets/state.json: is missing or damaged") for line in said(folder))


def test_publishing_that_was_cut_short_is_told(folder: Path, publication: Make) -> None:
    page = (folder / "embed.html").read_bytes()
    manifest = (folder / "manifest.json").read_bytes()
    write_set(publication(title="Encore un autre"), folder)
    for name, content in (("embed.html", page), ("manifest.json", manifest)):
        (folder / name).unlink()
        (folder / name).write_bytes(content)
    assert any("publishing was cut short, render again" in line for line in said(folder))


@pytest.mark.parametrize("files", [[], {"film.mp4": 3}, "film.mp4", {"film.mp4": None}, 7])
def test_a_manifest_that_lists_no_files_is_told_without_a_traceback(
    folder: Path, files: object
) -> None:
    path = folder / "manifest.json"
    noted = json.loads(path.read_text("utf-8"))
    noted["files"] = files
    noted["digest"] = json_digest(noted)
    path.unlink()
    path.write_text(json.dumps(noted))
    assert said(folder) == ["manifest.json: was changed after it was published"]


def test_what_another_set_left_on_a_server_is_named(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "www"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".sets"))
    old = earlier(folder, "captions.fr.vtt")
    kept = {damage.file for damage in verify(copy)}
    assert old in kept
    for name in kept:
        (copy / name).unlink()
    assert verify(copy) == ()
