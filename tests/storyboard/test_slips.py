"""What word processors and other programs leave in a storyboard is named at its own line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renderer.errors import Problem, UsageError
from renderer.storyboard.load import CheckReport, check

GOOD = """\
storyboard: 1
slug: film
title: Film
description: Un film.
slides:
  - id: a
    card: Carton
    narration: Bonjour.
  - id: b
    card: Autre
    caption: Vue
    narration: Voici.
"""
NBSP, NARROW = "\u00a0", "\u202f"


def checked(folder: Path, text: str | bytes) -> CheckReport:
    path = folder / "film.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check(path)


def told(report: CheckReport) -> list[tuple[int, str]]:
    return [(problem.mark.line, problem.what) for problem in report.problems]


def advice(report: CheckReport) -> list[Problem]:
    """What is advised, but for the caption on a card, which these cases have throughout."""
    return [each for each in report.warnings if each.code != "caption-without-picture"]


def test_the_storyboard_of_these_cases_is_a_good_one(tmp_path: Path) -> None:
    report = checked(tmp_path, GOOD)
    assert (report.problems, advice(report)) == ((), [])


SLIPS = {
    "no-break spaces for indentation": ("    caption", NBSP * 4 + "caption", 11, "U+00A0"),
    "narrow no-break spaces": ("    caption", NARROW * 4 + "caption", 11, "U+202F"),
    "after spaces": ("    caption", f"  {NBSP}{NBSP}caption", 11, "U+00A0"),
    "of the last line": ("    narration: Voici", NBSP * 4 + "narration: Voici", 12, "U+00A0"),
    "ideographic spaces": ("    caption", "\u3000\u3000caption", 11, "U+3000"),
    "a blank of no width": ("    caption", "    \u200bcaption", 11, "U+200B"),
    "of an item": ("  - id: b", NBSP * 2 + "- id: b", 9, "U+00A0"),
    "after the dash": ("- id: b", f"-{NBSP}id: b", 9, "after '-'"),
    "before a colon": ("caption:", f"caption{NBSP}:", 11, "before ':'"),
    "narrow, before a colon": ("caption:", f"caption{NARROW}:", 11, "before ':'"),
    "after a colon": ("caption: ", f"caption:{NBSP}", 11, "after ':'"),
    "after the last colon": ("narration: Voici", f"narration:{NBSP}Voici", 12, "after ':'"),
    "a dash of Word's": ("- id: b", "– id: b", 9, "'–' (U+2013)"),
    "a long dash": ("- id: b", "— id: b", 9, "'—' (U+2014)"),
    "a dot": ("- id: b", "• id: b", 9, "'•' (U+2022)"),
    "dots in a list": ("title: Film", "title: Film\npronounce:\n  • a.yaml", 5, "'•'"),
    "curly quotes": ("caption: Vue", "caption: “Vue : le quai”", 11, "'“'"),
    "curly quotes above all": ("title: Film", "title: “Film : un”", 3, "'“'"),
    "a comment in a long text": ("Voici.", "le n° #5 est\n      pris.", 12, "' #'"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_at_its_own_line_first(name: str, tmp_path: Path) -> None:
    old, new, line, said = SLIPS[name]
    assert GOOD.count(old) >= 1
    report = checked(tmp_path, GOOD.replace(old, new))
    mine = [problem for problem in report.problems if problem.mark.line == line]
    assert [said in problem.what for problem in mine] == [True], report.problems
    assert mine[0].remedy
    assert mine[0].code == ("text-cut" if said == "' #'" else "typography-unfit")
    others = [problem for problem in report.problems if problem is not mine[0]]
    assert not [each for each in others if "quotes" in each.remedy]


def test_all_slips_are_named_in_one_run(tmp_path: Path) -> None:
    text = GOOD.replace("- id", "– id").replace("    caption", NBSP * 4 + "caption")
    assert [line for line, _ in told(checked(tmp_path, text))] == [6, 9, 11]


def test_below_a_bar_all_of_it_is_the_authors_own(tmp_path: Path) -> None:
    said = f"|\n      {NBSP}« Qui va là : moi »\n      – id: non\n      • caption{NBSP}: oui"
    text = GOOD.replace("Voici.", said)
    assert told(checked(tmp_path, text)) == []
    wrong = told(checked(tmp_path, text.replace("caption: Vue", "captoin: Vue")))
    assert wrong == [(11, "unknown key 'captoin'")]


@pytest.mark.parametrize("signs", ["...", "—", "« »", "***", "… !", "?!", "\u200b."])
def test_a_narration_of_signs_alone_is_a_mistake(signs: str, tmp_path: Path) -> None:
    report = checked(tmp_path, GOOD.replace("Voici.", f'"{signs}"'))
    assert [(line, "signs alone" in what) for line, what in told(report)] == [(12, True)]
    with_length = GOOD.replace("Voici.", f'"{signs}"\n    length: 4')
    assert told(checked(tmp_path, with_length)) == []


@pytest.mark.parametrize("said", ["4", "À.", "« 1944 »", "{—|tiret}", "平和"])
def test_a_narration_of_one_sign_that_is_said_is_none(said: str, tmp_path: Path) -> None:
    assert told(checked(tmp_path, GOOD.replace("Voici.", f'"{said}"'))) == []


@pytest.mark.parametrize(
    "text",
    ["Bataille no #3", "le n° #5", "Bataille # trois", "#3, la bataille", "Paris  #lieu", "A\t#1"],
)
@pytest.mark.parametrize("key", ["caption", "title", "narration"])
def test_a_text_that_a_hash_cuts_is_looked_at(key: str, text: str, tmp_path: Path) -> None:
    line = next(n for n, each in enumerate(GOOD.splitlines()) if f"{key}:" in each)
    lines = GOOD.splitlines()
    lines[line] = re.sub(rf"{key}:.*", f"{key}: {text}", lines[line])
    report = checked(tmp_path, "\n".join(lines))
    found = [*advice(report), *report.problems]  # a title or a narration that is left empty
    assert [each.mark.line for each in found] == [line + 1] * len(found)
    if text[0] != "#" or key == "caption":
        assert [(each.what, each.mark.column) for each in advice(report)] == [
            (
                f"'{key}' ends here: what follows ' #' is a comment",
                lines[line].index("#") + 1,
            )
        ]
        assert {each.code for each in advice(report)} == {"text-cut"}


@pytest.mark.parametrize(
    "line",
    [
        "caption: Vue  # à vérifier",
        'caption: "Bataille no #3" # oui',
        "caption: Do#dièse",
        "caption: # vide",
        "lead: 1 #court",
        "caption: |  #3\n      Vue",
    ],
)
def test_a_comment_that_looks_like_one_is_left_alone(line: str, tmp_path: Path) -> None:
    report = checked(tmp_path, GOOD.replace("caption: Vue", line))
    assert (report.problems, advice(report)) == ((), [])


STRANGERS = {
    "docx": (b"PK\x03\x04" + b"\x14\0" * 20 + b"word/document.xml", "Word document"),
    "odt": (b"PK\x03\x04\0\0mimetypeapplication/vnd.oasis.opendocument.text", "LibreOffice"),
    "zip": (b"PK\x03\x04" + b"\0" * 60, "ZIP archive"),
    "pdf": (b"%PDF-1.4\n%\xe2\xe3", "PDF"),
    "rtf": (b"{\\rtf1\\ansi caption: Vue}", "RTF"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 200, "old office document"),
    "jpeg": (b"\xff\xd8\xff\xe0" + b"\0" * 50, "JPEG"),
    "heic": (b"\0\0\0\x18ftypheic" + b"\0" * 50, "HEIC"),
    "web page": (b"<!DOCTYPE html><html>", "web page"),
}


@pytest.mark.parametrize("kind", STRANGERS)
def test_a_file_of_another_kind_is_called_what_it_is(kind: str, tmp_path: Path) -> None:
    data, said = STRANGERS[kind]
    [problem] = checked(tmp_path, data).problems
    assert said in problem.what
    assert "UTF-16" not in problem.what
    assert "plain text" in problem.remedy
    assert problem.code == "file-not-text"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1252", "('É' in Windows-1252)"),
        ("latin-1", "('É' in Windows-1252)"),
        ("mac_roman", "('É' in Mac Roman)"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_a_text_in_another_encoding_is_told_right(encoding: str, said: str, tmp_path: Path) -> None:
    text = GOOD.replace("Vue", "Été d'un élève à l'école")
    [problem] = checked(tmp_path, text.encode(encoding)).problems
    assert said in problem.what
    assert "UTF-8" in problem.remedy
    assert problem.code == "encoding-unfit"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert checked(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()).problems == ()


def test_a_folder_is_no_storyboard(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a file") as caught:
        check(tmp_path)
    assert caught.value.code == "file-unreadable"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("cap\u200btion", "U+200B"),
        ("caption\u200f", "U+200F"),
        ("\u0441aption", "U+0441"),
        ("capti\u03bfn", "U+03BF"),
    ],
)
def test_a_key_that_only_looks_right_is_told_why_it_is_not(
    key: str, code: str, tmp_path: Path
) -> None:
    (wrong,) = checked(tmp_path, GOOD.replace("caption:", f"{key}:")).problems
    assert wrong.mark.line == 11
    assert code in wrong.remedy
    assert "'caption'" in wrong.remedy


@pytest.mark.parametrize("name", [" vue.jpg", "vue.jpg "])
def test_a_file_whose_name_starts_or_ends_with_a_blank_is_to_be_renamed(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / name).write_bytes(b"x")
    text = GOOD.replace("card: Carton", f'image: {{file: "{name}", alt: x}}')
    (wrong,) = checked(tmp_path, text).problems
    assert "rename it" in wrong.remedy


def test_a_name_with_a_line_end_is_told_on_one_line(tmp_path: Path) -> None:
    text = GOOD.replace("card: Carton", 'image: {file: "a\\nb.jpg", alt: x}')
    (wrong,) = checked(tmp_path, text).problems
    assert wrong.what == "'a\\x0ab.jpg' holds '\\x0a', which not every system allows"


@pytest.mark.parametrize("sign", ["? ", "% ", "@", "- "])
def test_text_that_starts_as_yaml_does_goes_between_quotes(sign: str, tmp_path: Path) -> None:
    (wrong,) = checked(tmp_path, GOOD.replace("caption: ", f"caption: {sign}")).problems
    assert (wrong.mark.line, wrong.code) == (11, "yaml-syntax")
    assert "can't be read" not in wrong.what
    assert "quotes" in wrong.remedy
