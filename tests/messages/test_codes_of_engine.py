"""Voices, sound, encoding, cache, farm, publishing: each failure has a kind and speaks French."""

import ast
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import renderer
from renderer import errors
from renderer.errors import PublishError, UnknownVoiceError, UsageError, VoiceError
from renderer.messages.catalogue import speaking
from renderer.messages.figures import decimal
from renderer.production.inspection.sounds import what_it_is
from renderer.publish.swap_and_rollback import roll_back
from renderer.publish.verify import verify
from renderer.store.locations import folder_of
from renderer.voices import espeak, espeak_worker
from renderer.voices.base import VoiceSettings
from renderer.voices.registry import engine_names, open_voice

SOURCE = Path(renderer.__file__).parent
ROOMS = (
    *("voices", "narration", "sound", "encoding", "store", "files", "farm", "publish"),
    *("timeline", "captions", "language", "extras.py", "cancellation.py"),
)
MODULES = [
    path
    for room in ROOMS
    for path in ([SOURCE / room] if room.endswith(".py") else sorted((SOURCE / room).rglob("*.py")))
]
OURS = {
    name
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if name == "Problem" or issubclass(kind, errors.RecitError)
} | {"Altered", "CueWarning"}
SEVERAL = {"StoryboardError", "UnfitError"}
"""They hold Problems, each with a code of its own."""


def without_a_code(tree: ast.AST) -> Iterator[str]:
    """Calls that make a Problem or an error of ours and name no kind."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in OURS - SEVERAL
            and not any(keyword.arg == "code" for keyword in node.keywords)
        ):
            yield ast.unparse(node)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_whatever_fails_names_its_kind(path: Path) -> None:
    assert not list(without_a_code(ast.parse(path.read_text(encoding="utf-8"))))


def test_an_error_without_a_kind_would_be_noticed() -> None:
    assert list(without_a_code(ast.parse("raise VoiceError(tr('no'))")))
    assert list(without_a_code(ast.parse("told = Problem(mark=mark, what='no')")))
    assert not list(without_a_code(ast.parse("raise VoiceError(tr('no'), code='voice-failed')")))


def told_plainly(tree: ast.AST) -> Iterator[str]:
    """Literal texts, glued or not, that an error or a warning is given past `tr`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        # LOG.info and LOG.debug are for those who mend Récit.
        if name in OURS | {"Refused", "_failed", "failed", "LOG.warning", "Damage", "Lack"}:
            for value in (*node.args, *(k.value for k in node.keywords if k.arg in PROSE)):
                if isinstance(value, ast.JoinedStr | ast.BinOp) or (
                    isinstance(value, ast.Constant) and isinstance(value.value, str)
                ):
                    yield ast.unparse(node)


PROSE = ("what", "remedy", "told")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_nothing_is_told_past_the_catalogue(path: Path) -> None:
    assert not list(told_plainly(ast.parse(path.read_text(encoding="utf-8"))))


def test_what_is_told_past_the_catalogue_would_be_noticed() -> None:
    assert list(told_plainly(ast.parse("raise VoiceError('it is silent', code='voice-failed')")))
    assert list(told_plainly(ast.parse("LOG.warning(f'the recording {name}')")))
    assert list(told_plainly(ast.parse("Damage(file=name, what='is missing')")))


def test_a_voice_that_is_not_there_is_told_in_french() -> None:
    with speaking("fr"), pytest.raises(UnknownVoiceError) as error:
        open_voice("espaek", VoiceSettings())
    assert str(error.value).startswith(
        "il n’y a pas de voix «\u00a0espaek\u00a0» (vouliez-vous dire «\u00a0espeak\u00a0»\u202f?)"
    )
    assert str(error.value).endswith(", ".join(engine_names()))
    assert error.value.code == "voice-unknown"


def test_what_a_worker_says_comes_out_in_the_reader_s_language() -> None:
    request = {"voice": "none", "texts": ["Le port."], "wpm": 112}
    with speaking("fr"), pytest.raises(VoiceError) as error:
        espeak._ask(request, about="Le port.")
    assert str(error.value) == (
        "espeak a échoué\u00a0: il n’a pas de voix «\u00a0none\u00a0»\u202f;"
        " la phrase était «\u00a0Le port.\u00a0»"
    )


def test_the_worker_itself_sends_the_message_and_what_stands_in_it(tmp_path: Path) -> None:
    library, _ = espeak._paths()
    asked = {"library": str(library), "data": str(tmp_path), "voice": "fr", "texts": ["Oui."]}
    done = subprocess.run(
        [sys.executable, "-I", "-S", espeak_worker.__file__],
        input=json.dumps({**asked, "parent": os.getpid()}).encode() + b"\n",
        capture_output=True,
        timeout=30,
        check=False,
    )
    told = json.loads(done.stdout)
    assert told["failure"] == "espeak_Initialize returned {code} for the data in {data}"
    assert told["values"]["data"] == str(tmp_path)


def test_a_set_without_a_past_or_a_manifest_is_told_in_french(tmp_path: Path) -> None:
    with speaking("fr"):
        with pytest.raises(PublishError, match="aucune publication précédente") as error:
            roll_back(tmp_path)
        (damage,) = verify(tmp_path)
        assert str(damage) == "manifest.json\u00a0: manque\u202f; rien n’a été publié ici"
    assert error.value.code == "earlier-set-missing"


def test_a_folder_of_another_machine_is_told_in_french() -> None:
    with speaking("fr"), pytest.raises(UsageError, match="montez ici le dossier de musee") as error:
        folder_of("file://musee/cache", windows=False)
    assert error.value.code == "cache-address-unfit"


@pytest.mark.parametrize(
    ("head", "english", "french"),
    [
        (b"", "can't be used: it is empty", "ne peut pas servir\u00a0: il est vide (0 octet)"),
        (b"#!AMR\n", "is a voice memo in AMR", "est un mémo vocal AMR, qui n’est pas lu"),
        (b"RIFF\0\0\0\0AVI ", "is a film (AVI)", "est un film (AVI)"),
        (b" <html>", "is a web page", "est une page web"),
    ],
)
def test_what_a_file_really_is_is_told_in_french(head: bytes, english: str, french: str) -> None:
    assert what_it_is(head).startswith(english)
    with speaking("fr"):
        assert what_it_is(head).startswith(french)


def test_decimals_have_the_reader_s_sign() -> None:
    assert decimal(1.46, 1) == "1.5"
    with speaking("fr"):
        assert decimal(0.04, 2) == "0,04"
        assert decimal(17.0, 0) == "17"
