"""Each kind of problem that the command line, production, doctor and preview name is raised here,
or has its test beside what it is about; none of their errors is without a code.
"""

from __future__ import annotations

import ast
import errno
import json
import shutil
import socket
import sys
from concurrent.futures import CancelledError
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import renderer
from renderer.cli.machine_errors import machine_error
from renderer.cli.say import play
from renderer.errors import ClusterError, EncodeError, PictureError, PublishError, RecitError
from renderer.files.disk import Lack
from renderer.messages.catalogue import speaking
from renderer.preview.server import listening_socket
from renderer.production.film_sound import encoded_sound
from renderer.production.inspection import sounds
from renderer.production.prepare import _digest
from renderer.production.publication import poster, release
from renderer.production.remote import segments
from renderer.production.remote.segments import _Crew, _nobody_is_fit, _send
from renderer.store.cache import Cache
from tests.production.projects import (
    TINY,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    run,
)
from tests.production.test_framing_advice import project_of

ROOMS = ("cli", "production", "doctor", "preview")
ELSEWHERE = ("embedded_rights.py",)
"""Theirs whose mistakes are those of another room."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Never rendered; tests only read it."""
    return new_project(tmp_path_factory.mktemp("codes"), board_of(card_slide("un")))


def code_of(*words: str | Path) -> str:
    """The code of what ends a command; its explanation is named with it."""
    outcome = run(*words, "--json")
    assert outcome.code
    told = json.loads(outcome.out.splitlines()[-1])
    assert told["explanation"].endswith(f"#{told['code']}")
    assert outcome.err.strip().endswith(told["error"])
    assert told["message"]
    return str(told["code"])


def test_the_command_line_names_the_kind_of_its_mistakes(project: Project, tmp_path: Path) -> None:
    path = project.path
    assert code_of("chek") == "command-unknown"
    assert code_of("check") == "option-unfit"
    assert code_of("check", path, "--fps", "24") == "option-unfit"
    assert code_of("clean", "--all", "--older-than", "3") == "options-conflict"
    assert code_of("render", path, "--rollback", "--draft") == "options-conflict"
    jpeg = tmp_path / "image.jpg"
    assert code_of("still", path, "--slide", "un", "--out", jpeg) == "output-unfit"
    assert code_of("schema", "--out", tmp_path) == "output-unfit"
    assert code_of("verify", path) == "folder-expected"
    assert code_of("clean", "--cache", path) == "folder-expected"
    assert code_of("say", path, "--slide", "deux", *TINY) == "slide-unknown"
    assert code_of("render", path, "--rollback", "--out", tmp_path) == "set-missing"
    assert code_of("render", path, "--rollback", "--language", "it") == "language-missing"
    assert code_of("serve", tmp_path / "rien.yaml") == "storyboard-missing"


def test_a_project_of_several_storyboards_asks_which_to_show(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "storyboards").mkdir()
    monkeypatch.chdir(tmp_path)
    assert code_of("serve") == "storyboard-missing"
    for name in ("un.yaml", "deux.yaml"):
        shutil.copy(project.path, tmp_path / "storyboards" / name)
    assert code_of("serve") == "storyboards-several"


def test_a_time_after_the_end_is_named(project: Project, tmp_path: Path) -> None:
    words = ("--at", "900", "--out", tmp_path / "a.png", "--cache", project.cache)
    assert code_of("still", project.path, *words, *TINY) == "moment-out-of-range"


def test_what_can_not_be_rolled_back_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = SimpleNamespace(previous={"film.mp4": "media/a.mp4"}, at=1)
    monkeypatch.setattr("renderer.cli.render.read_state", lambda _: state)
    monkeypatch.setattr("renderer.cli.render.verify_earlier", lambda _: ["film.mp4 is missing"])
    assert code_of("render", project.path, "--rollback") == "set-damaged"
    monkeypatch.setattr("renderer.cli.render.claim_of", lambda _: None)
    assert code_of("render", project.path, "--rollback") == "key-missing"


def test_without_a_player_the_narration_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(RecitError) as refused:
        play(tmp_path / "a.wav")
    assert refused.value.code == "player-missing"


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RecitError) as refused, listening_socket(port):
            pass
        assert refused.value.code == "port-unavailable"
        with speaking("fr"), pytest.raises(RecitError, match="un autre programme y écoute"):
            listening_socket(port).__enter__()


@pytest.mark.parametrize(
    ("refusal", "code", "french"),
    [
        (OSError(errno.ENOSPC, "x"), "disk-full", "plus de place"),
        (OSError(errno.EFBIG, "x"), "file-size-limited", "trop grand"),
        (OSError(errno.EACCES, "x"), "writing-refused", "accès refusé"),
        (OSError(errno.ENOENT, "x", "film.mp4"), "file-gone", "film.mp4\u00a0: fichier"),
        (OSError(errno.EMFILE, "x"), "limit-reached", "trop de fichiers"),
        (OSError(errno.ENOMEM, "x"), "memory-short", "mémoire"),
        (OSError(errno.EIO, "x"), "system-refused", "erreur de lecture"),
        (OSError(0, "an unknown reason"), "system-refused", "an unknown reason"),
        (MemoryError("10 GB"), "memory-short", "(10 GB)"),
        (RuntimeError("can't start new thread"), "limit-reached", "ulimit -u"),
        (ImportError("failed to map segment from x"), "memory-short", "bibliothèque"),
    ],
)
def test_what_a_machine_refuses_is_told_in_our_own_words(
    refusal: Exception, code: str, french: str
) -> None:
    told = machine_error(refusal)
    assert told is not None
    assert told.code == code
    with speaking("fr"):
        assert french in str(machine_error(refusal))


def test_a_mistake_of_our_own_is_no_refusal() -> None:
    assert machine_error(KeyError("x")) is None
    assert machine_error(RuntimeError("x")) is None
    assert machine_error(ImportError("no module named x")) is None


def test_a_disk_that_can_not_publish_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lack = Lack(what="it has no locks", remedy="name another")
    monkeypatch.setattr(release, "lacking", lambda *_, **__: [lack])
    with pytest.raises(PublishError) as refused:
        release.check_place(tmp_path / "film")
    assert refused.value.code == "disk-unfit"
    assert str(refused.value) == "it has no locks; name another, with --out"


@pytest.mark.parametrize(
    ("image", "size", "code"),
    [
        ({"fit": "cover"}, (300, 400), "picture-cropped"),
        (
            {"focus": [0.5, 0.95], "motion": {"from": [0, 0, 1, 0.3], "to": [0, 0, 1, 0.3]}},
            (300, 400),
            "focus-out-of-view",
        ),
        (
            {"callouts": {"kind": "arrow", "at": [0.5, 0.97], "from": [0.4, 0.99]}},
            (300, 400),
            "callout-out-of-view",
        ),
    ],
)
def test_what_the_frame_leaves_out_has_its_name(
    tmp_path: Path, image: dict[str, Any], size: tuple[int, int], code: str
) -> None:
    project = project_of(tmp_path, size, **image)
    found = run("check", project.path, "--cache", project.cache, "--json").json["storyboards"][0]
    assert code in {warning["code"] for warning in found["warnings"]}


def test_what_a_decoder_says_of_a_picture_has_its_name_and_is_found_anew_in_french(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = new_project(tmp_path, board_of(photo_slide("quai")))
    picture = project.media / "un.jpg"
    from PIL import Image

    Image.open(picture).save(picture, icc_profile=b"rubbish")

    def notes(*words: str) -> list[dict[str, str]]:
        told = run("check", project.path, "--cache", project.cache, "--json", *words)
        warnings = told.json["storyboards"][0]["warnings"]
        return [one for one in warnings if one["code"] == "picture-imperfect"]

    assert notes()[0]["message"].startswith("un.jpg: ")
    assert notes("--lang", "fr")[0]["message"].startswith("un.jpg\u00a0: ")
    assert notes()[0]["message"].startswith("un.jpg: ")


def test_code_that_came_with_a_storyboard_has_its_name(tmp_path: Path) -> None:
    clip = {"id": "c", "clip": {"target": "effets:vue", "alt": "x"}, "length": 1}
    project = new_project(tmp_path, board_of(card_slide("un"), clip))
    found = run("check", project.path, "--json").json["storyboards"][0]
    assert "code-not-allowed" in {warning["code"] for warning in found["warnings"]}


def test_clusters_that_are_lost_or_unfit_are_named() -> None:
    assert _nobody_is_fit({"tcp://a": "it is old"}).code == "cluster-unfit"
    with pytest.raises(ClusterError) as lost:
        _Crew._blame(SimpleNamespace(), CancelledError())  # type: ignore[arg-type] # isn't looked at
    assert lost.value.code == "cluster-lost"


def test_a_file_that_changes_on_its_way_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "police.ttf"
    file.write_bytes(b"x")
    monkeypatch.setattr(segments, "file_digest", lambda _: "other")
    with pytest.raises(PictureError) as refused:
        _send(Cache(tmp_path / "cache"), file, "digest")
    assert refused.value.code == "file-changed"


def test_files_that_are_missing_or_of_another_kind_are_named(tmp_path: Path) -> None:
    slide: Any = SimpleNamespace(id="un", visual=None)
    with pytest.raises(PictureError) as missing:
        _digest(tmp_path, slide)
    assert missing.value.code == "file-missing"
    music: Any = SimpleNamespace(file=tmp_path / "air.mp3", name="air.mp3")
    with pytest.raises(RecitError) as unreadable:
        sounds._music(music, Cache(tmp_path))()
    assert unreadable.value.code == "file-unreadable"
    music.file.write_bytes(b"MThd\x00\x00\x00\x06" + bytes(60))
    with pytest.raises(RecitError) as strange:
        sounds._music(music, Cache(tmp_path))()
    assert strange.value.code == "sound-format-unfit"


def test_peaks_that_stay_over_the_ceiling_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoded_sound, "settle_gain", lambda *_, **__: (0.0, None))
    monkeypatch.setattr(encoded_sound, "_encoded", lambda *_: None)
    monkeypatch.setattr(encoded_sound, "_heard", lambda *_: (-9.0, 3.0))
    parts: Any = SimpleNamespace(track=SimpleNamespace(length=0), starts=())
    with pytest.raises(EncodeError) as refused:
        encoded_sound.encode_track(Cache(tmp_path), tmp_path / "a.m4a", parts, -9.0)
    assert refused.value.code == "peaks-too-high"


def test_a_poster_that_can_not_be_had_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise KeyError("AVIF")

    drawn: Any = SimpleNamespace(save=refuse)
    with pytest.raises(EncodeError) as unwritable:
        poster._write(tmp_path / "a.avif", drawn, "AVIF", {})
    assert unwritable.value.code == "poster-unwritable"
    empty = SimpleNamespace(decode=lambda **_: iter(()))
    monkeypatch.setattr("av.open", lambda *_, **__: nullcontext(empty))
    with pytest.raises(EncodeError) as damaged:
        poster._frame(tmp_path / "a.mp4", 3, 0)
    assert damaged.value.code == "cache-damaged"


def nameless(tree: ast.AST) -> list[str]:
    """Problems and raised errors without the code of their kind."""
    return [
        ast.unparse(call)[:90]
        for node in ast.walk(tree)
        for call in _told(node)
        if not any(word.arg == "code" for word in call.keywords)
    ]


def _told(node: ast.AST) -> list[ast.Call]:
    """Calls of `Problem`, and of what is raised of `renderer.errors`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return []
    kind = getattr(renderer.errors, node.func.id, None)
    if node.func.id == "Problem":
        return [node]
    raised = isinstance(kind, type) and issubclass(kind, RecitError)
    with_problems = node.func.id in ("StoryboardError", "UnfitError")  # each has its own
    return [node] if raised and not with_problems else []


@pytest.mark.parametrize("room", ROOMS)
def test_no_problem_of_these_rooms_is_without_a_code(room: str) -> None:
    folder = Path(renderer.__file__).parent / room
    for path in sorted(folder.rglob("*.py")):
        if path.name not in ELSEWHERE:
            assert not nameless(ast.parse(path.read_text(encoding="utf-8"))), path


def test_a_problem_without_a_code_would_be_noticed() -> None:
    assert nameless(ast.parse("raise UsageError('no')")) == ["UsageError('no')"]
    assert nameless(ast.parse("Problem(mark=m, what='no')"))
    assert not nameless(ast.parse("raise UsageError('no', code='option-unfit')"))
    assert not nameless(ast.parse("raise StoryboardError(problems)"))
