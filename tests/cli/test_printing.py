"""Nothing that a file, a server or a name says reaches the terminal as a command to it."""

from __future__ import annotations

import io
import json
import sys
import traceback
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.cli.films_progress import films_display
from renderer.cli.progress import witness
from renderer.cli.terminal import printable, printing_safely
from tests.production.projects import run

CLEAR = "\x1b[2J"
STRANGE = ("\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "line\rover", "\u202egnp.exe", "\x08\x7f")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@given(st.text())
def test_no_control_character_is_left_and_json_reads_back(text: str) -> None:
    shown = printable(text)
    assert not {c for c in shown if unicodedata.category(c) == "Cc"} - {"\n", "\t"}
    assert json.loads(printable(json.dumps(text, ensure_ascii=False))) == text


@pytest.mark.parametrize(
    "text", ["Été 1944 : « la 1re »\u202f!\n\tligne\n", "שלום", "a\u200db", "10\xa0h"]
)
def test_ordinary_words_are_printed_as_they_are(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("strange", STRANGE)
def test_the_name_of_a_storyboard_is_escaped(tmp_path: Path, strange: str) -> None:
    outcome = run("check", tmp_path / f"film{strange}.yaml")
    assert outcome.code == 2
    assert strange not in outcome.err + outcome.out
    assert printable(strange) in outcome.err


def test_a_value_of_the_yaml_is_escaped(tmp_path: Path) -> None:
    path = tmp_path / "film.yaml"
    path.write_text('storyboard: 1\nslug: "\\e[2J"\n"\\e[31m": x\n', encoding="utf-8")
    outcome = run("check", path)
    assert outcome.code == 2
    assert "\x1b" not in outcome.err
    assert "\\e[31m" in outcome.err, "the line is shown as it was typed"


def test_words_of_the_command_line_are_escaped() -> None:
    assert "\x1b" not in run("check", f"--{CLEAR}", "film.yaml").err


def test_what_libraries_print_is_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    with printing_safely():
        traceback.print_exception(ValueError(CLEAR))
        sys.stdout.writelines([CLEAR, "\n"])
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err
    assert printed.err.count("\\u001b[2J") >= 1
    sys.stdout.write(CLEAR)
    assert CLEAR in capsys.readouterr().out


def test_bars_move_and_what_they_say_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    with printing_safely():
        with witness() as seen:
            seen.stage(f"pictures{CLEAR}", 2)
            seen.advance()
            seen.warn(f"odd {CLEAR}")
        with films_display(2) as display:
            film = display.film(f"[bold]film{CLEAR}")
            film.stage(f"sound{CLEAR}", 2)
            film.warn(f"odd {CLEAR}")
            display.warn(CLEAR)
            display.done(f"[bold]film{CLEAR}", f"done{CLEAR}")
    assert CLEAR not in shown.getvalue()
    assert "\x1b[" in shown.getvalue(), "the bars themselves are drawn with escape sequences"
    assert "warning: odd \\u001b" in shown.getvalue()
    assert "[bold]film" in shown.getvalue(), "a name is no markup"
