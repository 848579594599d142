"""Published folders checked, and the earlier set shown again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from renderer.cli import main

STORYBOARD = """\
storyboard: 1
slug: essai
title: Un essai
voice: {engine: hum}
slides:
  - id: un
    card: {title: Un titre}
    narration: Bonjour à tous.
"""
Said = pytest.CaptureFixture[str]


@pytest.fixture
def storyboard(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    path = tmp_path / "essai.yaml"
    path.write_text(STORYBOARD, encoding="utf-8")
    return path


def render(storyboard: Path, *words: str) -> int:
    return main(
        [
            "render",
            str(storyboard),
            "--offline",
            "--height=64",
            "--jobs=1",
            f"--cache={storyboard.parent / 'cache'}",
            *words,
        ]
    )


@pytest.fixture
def folder(storyboard: Path, capsys: Said) -> Path:
    """A set that was rendered."""
    assert render(storyboard) == 0
    capsys.readouterr()
    return storyboard.parent / "out" / "essai"


def test_a_set_as_it_was_published_is_whole(folder: Path, capsys: Said) -> None:
    assert main(["verify", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}: whole\n"


def test_each_thing_that_is_wrong_is_told(folder: Path, capsys: Said) -> None:
    (folder / "page.html").write_text("other words")
    (folder / "transcript.fr.txt").unlink()
    assert main(["verify", str(folder)]) == 1
    told = capsys.readouterr().out
    assert f"{folder}: page.html: holds" in told
    assert f"{folder}: transcript.fr.txt: is missing" in told


def test_several_folders_are_told_apart_in_json(folder: Path, tmp_path: Path, capsys: Said) -> None:
    assert main(["verify", str(folder), str(tmp_path / "nothing"), "--json"]) == 1
    first, second = json.loads(capsys.readouterr().out)["folders"]
    assert first == {"folder": str(folder), "whole": True, "problems": []}
    assert not second["whole"]
    assert second["problems"][0]["file"] == "manifest.json"


def test_rollback_shows_the_earlier_set_and_a_render_the_new_one_again(
    folder: Path, storyboard: Path, capsys: Said
) -> None:
    before = (folder / "embed.html").read_bytes()
    storyboard.write_text(STORYBOARD.replace("à tous", "à chacun"), encoding="utf-8")
    assert render(storyboard) == 0
    after = (folder / "embed.html").read_bytes()
    assert after != before
    capsys.readouterr()

    assert render(storyboard, "--rollback") == 0
    said = capsys.readouterr()
    assert said.out == f"{folder}\n"
    assert "shows the earlier set again" in said.err
    assert (folder / "embed.html").read_bytes() == before
    assert main(["verify", str(folder)]) == 0

    assert render(storyboard) == 0
    assert (folder / "embed.html").read_bytes() == after


def test_rollback_without_an_earlier_set_is_refused(
    folder: Path, storyboard: Path, capsys: Said
) -> None:
    shown = (folder / "embed.html").read_bytes()
    assert render(storyboard, "--rollback") == 1
    assert "no earlier set to go back to" in capsys.readouterr().err
    assert (folder / "embed.html").read_bytes() == shown


def test_rollback_before_any_render_is_refused_and_makes_nothing(
    storyboard: Path, capsys: Said
) -> None:
    assert render(storyboard, "--rollback", "--json") == 1
    assert "nothing was published there" in capsys.readouterr().err
    assert not (storyboard.parent / "out").exists()


@pytest.fixture
def twice(folder: Path, storyboard: Path, capsys: Said) -> Path:
    """The same folder with another set in it, and the first to go back to."""
    storyboard.write_text(STORYBOARD.replace("à tous", "à chacun"), encoding="utf-8")
    assert render(storyboard) == 0
    capsys.readouterr()
    return folder


def the_earlier(folder: Path, name: str) -> Path:
    state = json.loads((folder / ".sets" / "state.json").read_text())
    return folder / str(state["previous"][name])


def cut_short(folder: Path) -> Path:
    film = the_earlier(folder, "film.mp4")
    film.write_bytes(film.read_bytes()[:1000])
    return film


def one_byte_changed(folder: Path) -> Path:
    page = the_earlier(folder, "embed.html")
    page.write_bytes(page.read_bytes().replace(b"Un essai", b"Un ESSAI"))
    return page


def taken_away(folder: Path) -> Path:
    captions = the_earlier(folder, "captions.fr.vtt")
    captions.unlink()
    return captions


def without_a_manifest(folder: Path) -> Path:
    manifest = the_earlier(folder, "manifest.json")
    manifest.write_text("{}")
    return manifest


def with_a_page_more(folder: Path) -> Path:
    (folder / "evil.html").write_text("<script>")
    return folder / "evil.html"


def with_a_script_more(folder: Path) -> Path:
    (folder / "media" / "evil.js").write_text("alert()")
    return folder / "media" / "evil.js"


@pytest.mark.parametrize(
    "harm",
    [
        cut_short,
        one_byte_changed,
        taken_away,
        without_a_manifest,
        with_a_page_more,
        with_a_script_more,
    ],
)
@pytest.mark.parametrize("words", [(), ("--take-over",)])
def test_a_damaged_set_is_never_rolled_back_to(
    twice: Path, storyboard: Path, capsys: Said, harm: Callable[[Path], Path], words: Sequence[str]
) -> None:
    shown = {name: (twice / name).read_bytes() for name in ("film.mp4", "embed.html")}
    state = (twice / ".sets" / "state.json").read_bytes()
    harmed = harm(twice).relative_to(twice).as_posix()
    assert render(storyboard, "--rollback", *words) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{twice}: {harmed}: " in told.err
    assert "nothing was rolled back: what is public stays" in told.err
    assert {name: (twice / name).read_bytes() for name in shown} == shown
    assert (twice / ".sets" / "state.json").read_bytes() == state
    assert main(["verify", str(twice)]) == 1
    assert f"{twice}: {harmed}: " in capsys.readouterr().out


def test_a_stray_that_was_taken_away_no_longer_bars_the_way_back(
    twice: Path, storyboard: Path
) -> None:
    stray = with_a_page_more(twice)
    assert render(storyboard, "--rollback") == 1
    stray.unlink()
    assert render(storyboard, "--rollback") == 0
    assert main(["verify", str(twice)]) == 0


def test_sets_of_an_earlier_version_are_verified_and_rolled_back(
    twice: Path, storyboard: Path
) -> None:
    state = twice / ".sets" / "state.json"
    noted = json.loads(state.read_text())
    state.write_text(json.dumps({key: noted[key] for key in ("current", "previous")}))
    assert main(["verify", str(twice)]) == 0
    before = (twice / "film.mp4").read_bytes()
    assert render(storyboard, "--rollback") == 0
    assert (twice / "film.mp4").read_bytes() != before
    assert render(storyboard, "--rollback") == 0
    assert (twice / "film.mp4").read_bytes() == before
