"""Each command through the command line: what it prints, where, and its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import renderer
from renderer import __version__
from renderer.cli.arguments import COMMANDS
from renderer.language.eye.typography import typeset
from renderer.store.cache import Cache
from renderer.storyboard.json_schema import json_schema
from tests.production.projects import (
    SLUG,
    TINY,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    run,
    three_slides,
)

ROOT = Path(renderer.__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Rendered once; tests only read it."""
    project = new_project(tmp_path_factory.mktemp("commands"))
    assert project.render().code == 0
    return project


def test_a_path_without_a_command_means_render(project: Project) -> None:
    place = ("--cache", project.cache, "--out", project.root / "out")
    with_command = run("render", project.path, *TINY, *place)
    without = run(project.path, *TINY, *place)
    assert without.code == with_command.code == 0
    assert without.out == with_command.out == f"{project.film}\n"
    options_first = run(*TINY, *place, project.path)
    assert options_first.out == without.out


def test_render_prints_the_film_alone_on_stdout_and_the_rest_on_stderr(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    outcome = project.render()
    assert outcome.out == f"{project.film}\n"
    for said in (
        "Un petit film",
        "length    0 min 08",
        "114×64, 24 frames a second",
        "hum (test tone)",
        "LUFS",
        "sentences 4 spoken, 0 reused",
        "segments  7 made, 0 reused",
        f"where     {project.folder}",
        "<iframe",
    ):
        assert said in outcome.err
    assert "\x1b" not in outcome.err, "plain lines where there is no terminal"


def test_render_as_json_is_one_object(project: Project) -> None:
    told = project.rendered()
    assert told["film"] == str(project.film)
    assert told["folder"] == str(project.folder)
    assert told["storyboard"] == str(project.path)
    assert (told["changed"], told["voice"], told["fell_back"]) == (False, "hum (test tone)", "")
    assert told["sentences"] == {"made": 0, "reused": 4}
    [film] = told["films"]
    assert film["size"] == [114, 64]
    assert film["segments"] == {"made": 0, "reused": 7}
    assert film["frames"] == 200
    assert abs(film["loudness_lufs"] + 16) <= 0.5
    assert film["true_peak_dbtp"] <= -1.5


def test_several_storyboards_are_made_and_one_that_fails_does_not_stop_the_rest(
    tmp_path: Path,
) -> None:
    project = new_project(tmp_path, board_of(card_slide("un")))
    wrong = project.path.with_name("faux.yaml")
    wrong.write_text("storyboard: 1\n", encoding="utf-8")
    words = (*TINY, "--cache", project.cache, "--out", tmp_path / "out")
    outcome = run("render", wrong, project.path, *words, "--json")
    assert outcome.code == 2
    first, second = outcome.json["films"]
    assert "faux.yaml:1:1" in first["error"]
    assert second["film"] == str(project.film)
    assert project.film.is_file()


def test_check_says_that_nothing_is_wrong(project: Project) -> None:
    outcome = run("check", project.path)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"{project.path}: no mistake\n"
    assert run("check", project.path, "--json").json == {
        "storyboards": [{"storyboard": str(project.path), "mistakes": [], "warnings": []}]
    }


def test_check_looks_at_every_storyboard_and_gives_each_mistake_its_place(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    wrong = project.path.with_name("faux.yaml")
    board = "storyboard: 1\nslug: faux\ntitle: Faux\nslides:\n  - {id: un, image: absente.jpg}\n"
    wrong.write_text(board, encoding="utf-8")
    outcome = run("check", project.path, wrong, "--json")
    assert outcome.code == 2
    right, other = outcome.json["storyboards"]
    assert right["mistakes"] == []
    places = [(one["line"], one["column"], one["slide"]) for one in other["mistakes"]]
    assert (5, 21, "un") in places
    assert all(one["message"] and one["file"] == str(wrong) for one in other["mistakes"])


def test_check_of_rights_comes_before_a_render_refuses(tmp_path: Path) -> None:
    board = board_of(photo_slide("quai", image="un.jpg"))
    project = new_project(tmp_path, board)
    assert run("check", "--draft", project.path).code == 0
    for words in ((), ("--rights",), ("--no-pictures",)):
        outcome = run("check", *words, project.path)
        assert outcome.code == 2
        assert "the picture 'un.jpg' has no rights (slide 'quai')" in outcome.err
    rendered = project.render()
    assert rendered.code == 2
    assert "the picture 'un.jpg' has no rights (slide 'quai')" in rendered.err
    lines = project.path.read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, start=1) if "un.jpg" in text)
    assert f"{project.path}:{line}:10: " in rendered.err
    assert not (tmp_path / "out").exists()
    assert not project.cache.exists(), "refused before any work"


def test_a_draft_needs_no_rights_and_is_marked_on_every_frame(tmp_path: Path) -> None:
    board = board_of(photo_slide("quai", image={"file": "un.jpg", "motion": "none"}))
    project = new_project(tmp_path, board)
    still = {}
    for options in ((), ("--draft",)):
        out = tmp_path / "still.png"
        words = ("--slide", "quai", "--height", "180", "--out", out, *options)
        assert project.make("still", *words).code == 0
        still[options] = np.asarray(Image.open(out)).astype(int)
    assert (np.abs(still[()] - still["--draft",]).max(axis=2) > 30).sum() > 200
    assert project.render("--draft").code == 0
    # Without rights, what is not a draft stays unpublished, and the draft stands.
    assert project.render().code == 2
    assert (tmp_path / "out" / ".drafts" / SLUG / "film.mp4").is_file()
    assert not project.folder.exists()


def test_plan_in_words_and_as_json(project: Project, tmp_path: Path) -> None:
    words = project.make("plan").out
    assert "sentences: 0 to speak, 5 reused" in words
    assert "segments 16:9: 0 to make (0 of 200 frames), 7 reused" in words
    cold = run("plan", project.path, *TINY, "--cache", tmp_path, "--json").json
    assert cold["voice"] == "hum (test tone)"
    assert [one["slide"] for one in cold["sentences"]] == [
        *("ouverture", "quai", "quai", "rade", "rade")
    ]
    assert not any(one["reused"] for one in cold["sentences"])
    assert all(one["why"] for one in cold["sentences"])
    [shape] = cold["shapes"]
    assert (shape["shape"], shape["fps"]) == ("16:9", 24)
    assert not any(one["reused"] for one in shape["segments"])
    assert all(one["why"] for one in shape["segments"])


def test_say_as_json_is_a_list_of_exactly_three_keys_for_each_sentence(tmp_path: Path) -> None:
    narration = "Le 6 juin 1944, la 4e division débarque. {Utah|iouta} est prise !"
    project = new_project(tmp_path, board_of(card_slide("carton", narration=narration)))
    told = run("say", project.path, "--voice", "espeak", "--offline", "--json").json
    assert [set(one) for one in told] == [{"slide", "written", "spoken"}] * 2
    assert [one["slide"] for one in told] == ["carton", "carton"]
    assert told[0]["written"] == typeset("Le 6 juin 1944, la 4e division débarque.", "fr")
    assert told[0]["spoken"] == (
        "Le six juin mille neuf cent quarante-quatre, la quatrième division débarque."
    )
    assert told[1]["written"] == typeset("Utah est prise !", "fr")
    assert told[1]["spoken"].startswith("iouta est prise")


def test_say_writes_what_will_be_heard(project: Project, tmp_path: Path) -> None:
    lengths = {}
    for slide in ("", "quai"):
        out = tmp_path / f"voix{slide}.wav"
        words = ("--out", out, "--json", *(("--slide", slide) if slide else ()))
        assert project.make("say", *words).json == {"file": str(out)}
        with wave.open(str(out)) as sound:
            assert sound.getframerate() == 48_000
            lengths[slide] = sound.getnframes()
    assert lengths[""] == 200 * 2000
    assert 0 < lengths["quai"] < lengths[""]


def test_say_of_one_slide_and_of_none(project: Project) -> None:
    assert {one["slide"] for one in project.make("say", "--slide", "rade", "--json").json} == {
        "rade"
    }
    outcome = project.make("say", "--slide", "radde")
    assert outcome.code == 2
    assert "there is no slide 'radde'" in outcome.err
    assert "rade" in outcome.err


def test_a_sheet_is_drawn_for_each_shape_and_theme_asked_for(
    project: Project, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.png"
    shapes, styles = ("16:9", "9:16"), ("sobre", "archives")
    asked = [word for shape in shapes for word in ("--format", shape)]
    asked += [word for style in styles for word in ("--style", style)]
    told = project.make("sheet", "--out", out, *asked)
    names = [f"sheet-{shape}-{style}.png" for style in styles for shape in ("16x9", "9x16")]
    assert told.out.split() == [str(tmp_path / name) for name in names]
    sizes = set()
    for name in names:
        with Image.open(tmp_path / name) as picture:
            sizes.add(picture.size)
    assert len(sizes) == 2
    assert len({(tmp_path / name).read_bytes() for name in names}) == 4
    told = project.make("sheet", "--out", out, "--style", "archives", "--style", "none")
    assert told.code != 0
    assert "none" in told.err
    assert not out.exists()


def test_still_and_sheet_write_pictures_and_print_where(project: Project, tmp_path: Path) -> None:
    still = project.make("still", "--slide", "quai", "--out", tmp_path / "a" / "still.png")
    assert (still.code, still.out) == (0, f"{tmp_path / 'a' / 'still.png'}\n")
    with Image.open(tmp_path / "a" / "still.png") as picture:
        assert (picture.format, picture.size) == ("PNG", (114, 64))
    sheet = project.make("sheet", "--out", tmp_path / "sheet.png", "--json")
    assert sheet.json == {"file": str(tmp_path / "sheet.png"), "slides": 3}
    with Image.open(tmp_path / "sheet.png") as picture:
        assert picture.width > 460
    assert [path.name for path in tmp_path.rglob(".making*")] == []


def test_the_schema_is_the_committed_one(tmp_path: Path) -> None:
    printed = run("schema")
    assert printed.out.strip() == json_schema().strip()
    assert run("schema", "--json").out == printed.out
    written = run("schema", "--out", tmp_path / "schema.json")
    assert written.out == f"{tmp_path / 'schema.json'}\n"
    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8")) == printed.json
    french = run("schema", "--lang", "fr").json
    assert french["description"] == "Un film, tel que son auteur l\u2019écrit."
    assert french["properties"].keys() == printed.json["properties"].keys()


def test_doctor_finds_this_machine_fit(tmp_path: Path) -> None:
    outcome = run("doctor", "--offline", "--cache", tmp_path, "--json")
    assert outcome.code == 0
    findings = {one["what"]: one for one in outcome.json}
    assert all(set(one) == {"what", "state", "found", "remedy"} for one in outcome.json)
    for what in ("Récit", "moviepy", "gTTS", "pydub", "codecs", "cache", "voice espeak"):
        assert findings[what]["state"] in ("ok", "warning"), findings[what]
    assert findings["network"]["found"] == "not looked at (--offline)"
    assert "✓ codecs" in run("doctor", "--offline", "--cache", tmp_path).out


def test_doctor_says_that_a_cache_is_no_folder_and_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    outcome = run("doctor", "--offline", "--cache", tmp_path / "file", "--json")
    assert outcome.code == 1
    [cache] = [one for one in outcome.json if one["what"] == "cache"]
    assert cache["state"] == "fatal"
    assert cache["remedy"]


def test_clean_says_what_it_would_do_and_does_it_only_when_told(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("un")))
    project.rendered()
    before = run("clean", "--cache", project.cache, "--json").json
    assert before["entries"] > 3
    made = {"take", "segment", "sound", "poster", "font", "levels", "fit", "packets", "heard"}
    assert set(before["bytes"]) == made
    would = run("clean", "--cache", project.cache, "--all", "--json").json
    assert would["would_remove"] == {
        "entries": before["entries"],
        "bytes": sum(before["bytes"].values()),
    }
    assert run("clean", "--cache", project.cache, "--json").json == before
    draft = project.cache / "segment" / "ab" / ".making-killed.bin"
    draft.parent.mkdir(exist_ok=True)
    draft.write_bytes(b"half")
    assert run("clean", "--cache", project.cache, "--all", "--yes").code == 0
    assert list(Cache(project.cache).stored()) == []
    assert not draft.exists()
    assert project.rendered()["changed"] is False


def test_clean_keeps_what_was_used_lately(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("un"), card_slide("deux")))
    project.rendered()
    for path in project.cache.rglob("*.json"):
        os.utime(path, (0, 0))
    project.write(board_of(card_slide("un")))
    project.rendered()
    used = run("clean", "--cache", project.cache, "--older-than", "30", "--yes", "--json").json
    assert used["removed"]["entries"] > 0
    assert project.rendered()["films"][0]["segments"]["made"] == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    outcome = run(command, "--help")
    assert outcome.code == 0
    assert outcome.out.startswith(f"usage: make_video.py {command}")


@pytest.mark.parametrize(
    ("called", "usage", "typed"),
    [
        ("make_video.py", "make_video.py", "python make_video.py"),
        ("/srv/recit-2/make_video.py", "make_video.py", "python make_video.py"),
        ("/srv/venv/bin/recit", "recit", "recit"),
        ("recit.exe", "recit", "recit"),
        ("/srv/lib/renderer/cli/__main__.py", "-m renderer.cli", "python -m renderer.cli"),
        ("", "make_video.py", "python make_video.py"),
    ],
)
def test_messages_call_the_program_as_it_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str, usage: str, typed: str
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    assert run("check", "--help").out.startswith(f"usage: {usage} check")
    assert f"{usage}: unrecognized arguments: --quick" in run("check", "a.yaml", "--quick").err
    monkeypatch.chdir(tmp_path)
    (tmp_path / "storyboards").mkdir()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / "storyboards" / name).touch()
    assert f"\n  {typed} serve " in run("serve").err


def test_version_and_help(tmp_path: Path) -> None:
    assert run("--version").out == f"Récit {__version__}\n"
    assert "A path without a command means render" in run("--help").out


def test_no_words_at_all_is_a_wrong_command_line() -> None:
    outcome = run()
    assert (outcome.code, outcome.out) == (2, "")
    assert "usage" in outcome.err


def test_options_beat_the_storyboard_which_beats_the_project(tmp_path: Path) -> None:
    board = three_slides()
    del board["film"]["fps"], board["film"]["size"]
    project = new_project(tmp_path, board)
    toml = '[film]\nfps = 30\nsize = 72\n[run]\nout = "films"\ncache = "atelier"\n[voice]\n'
    (tmp_path / "recit.toml").write_text(toml + 'engine = "hum"\n', encoding="utf-8")

    def rendered(*words: str) -> tuple[int, list[int], str]:
        told = run("render", project.path, "--json", *words).json
        return told["films"][0]["fps"], told["films"][0]["size"], told["folder"]

    assert rendered() == (30, [128, 72], str(tmp_path / "films" / SLUG))
    assert (tmp_path / "atelier").is_dir()
    board["film"]["size"] = 64
    project.write(board)
    assert rendered()[:2] == (30, [114, 64])
    assert rendered("--fps", "25", "--height", "96")[:2] == (25, [170, 96])


def test_the_script_and_the_module_are_the_same_command_line(tmp_path: Path) -> None:
    for start in ([str(ROOT / "make_video.py")], ["-m", "renderer.cli"]):
        made = subprocess.run(
            [sys.executable, *start, "--version"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
            encoding="utf-8",
        )
        assert made.stdout == f"Récit {__version__}\n"


def test_output_that_nobody_reads_to_its_end_is_no_complaint(project: Project) -> None:
    words = [sys.executable, str(ROOT / "make_video.py"), "schema"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_words_that_the_terminal_has_no_letters_for_are_escaped(project: Project) -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / "make_video.py"), "--version"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert (made.returncode, made.stdout) == (0, f"R\\xe9cit {__version__}\n".encode())


@pytest.mark.parametrize(
    ("slip", "meant"), [("rendre", "render"), ("chek", "check"), ("sheets", "sheet")]
)
def test_a_mistyped_command_renders_nothing(project: Project, slip: str, meant: str) -> None:
    outcome = run(slip, project.path)
    assert outcome.code == 2
    assert f"did you mean '{meant}'?" in outcome.err
    assert outcome.out == ""


@pytest.mark.parametrize("option", [("--draft",), ("--only", "quai")])
def test_a_rollback_is_of_the_whole_public_set_alone(
    project: Project, option: tuple[str, ...]
) -> None:
    outcome = run("render", project.path, "--rollback", *option)
    assert outcome.code == 2
    assert "--rollback shows a whole earlier set" in outcome.err


def test_a_still_is_a_png_and_says_so(project: Project, tmp_path: Path) -> None:
    outcome = run("still", project.path, "--slide", "quai", "--out", tmp_path / "quai.webp")
    assert outcome.code == 2
    assert "give it that ending" in outcome.err


def test_verify_wants_a_folder(project: Project) -> None:
    outcome = run("verify", project.path)
    assert outcome.code == 2
    assert "name the set's folder" in outcome.err
