"""Rights read from real storyboards, so that every problem points at its line."""

import datetime
from pathlib import Path

import pytest
from PIL import Image

from renderer.rights.clearance import check_rights, rights_warnings
from renderer.storyboard.board import Storyboard
from renderer.storyboard.licences import ACCEPTED, licence_groups
from renderer.storyboard.load import load_storyboard
from renderer.storyboard.slide_kinds import keyed_works_of

TODAY = datetime.date(2026, 6, 6)
HEAD = """storyboard: 1
slug: essai
title: Essai
language: fr
slides:
  - id: plage
"""


def board(folder: Path, slide: str, head: str = HEAD) -> Storyboard:
    (folder / "media").mkdir(exist_ok=True)
    Image.new("RGB", (64, 36)).save(folder / "media" / "plage.jpg")
    (folder / "storyboards").mkdir(exist_ok=True)
    path = folder / "storyboards" / "essai.yaml"
    path.write_text(head + slide + "    narration: Une phrase.\n", encoding="utf-8")
    return load_storyboard(path)


def picture(rights: str) -> str:
    return f"    image: {{file: plage.jpg, alt: Une plage, rights: {{{rights}}}}}\n"


def said(folder: Path, slide: str) -> list[str]:
    return [problem.what for problem in check_rights(board(folder, slide), TODAY)]


@pytest.mark.parametrize("identifier", [*sorted(ACCEPTED), "CC-BY-SA-3.0-DE", "LicenseRef-x.1"])
def test_every_accepted_licence_passes(tmp_path: Path, identifier: str) -> None:
    assert said(tmp_path, picture(f"author: A. Nom, license: {identifier}")) == []


@pytest.mark.parametrize(
    ("words", "identifier"),
    [
        ("Domaine public", "CC-PDM-1.0"),
        ("public domain", "CC-PDM-1.0"),
        ("Licence Ouverte 2.0", "etalab-2.0"),
        ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
        ("http://creativecommons.org/licenses/by/3.0/fr/deed.fr", "CC-BY-3.0-FR"),
        ("https://creativecommons.org/publicdomain/mark/1.0", "CC-PDM-1.0"),
        ("https://www.etalab.gouv.fr/licence-ouverte-open-licence/", "etalab-2.0"),
    ],
)
def test_a_licence_may_be_named_in_words(tmp_path: Path, words: str, identifier: str) -> None:
    read = board(tmp_path, picture(f"author: A, license: {words}"))
    assert check_rights(read, TODAY) == ()
    (found,) = [work.rights for _, _, work in keyed_works_of(read.slides[0].visual)]
    assert found is not None
    assert found.license == identifier


def test_every_licence_to_choose_from_passes(tmp_path: Path) -> None:
    groups = licence_groups()
    listed = [one for group in groups for one in group["licenses"]]
    choices = {one["id"]: one["title"] for one in listed}
    assert choices.keys() >= ACCEPTED
    assert len(set(choices.values())) == len(choices) == len(listed), "each once, under its name"
    firsts = [group["licenses"][0]["id"] for group in groups]
    assert firsts == ["CC-PDM-1.0", "CC-BY-4.0", "etalab-2.0", "LicenseRef-agreement"]
    assert all(group["credit"] for group in groups)
    assert said(tmp_path, picture("author: A, license: LicenseRef-agreement")) == []


def test_a_picture_without_rights_is_refused_at_its_line(tmp_path: Path) -> None:
    (problem,) = check_rights(board(tmp_path, "    image: plage.jpg\n"), TODAY)
    assert problem.what == "the picture 'plage.jpg' has no rights"
    assert problem.code == "rights-missing"
    assert problem.mark.line == 7
    assert problem.slide == "plage"
    assert "license: CC-BY-4.0" in problem.remedy


@pytest.mark.parametrize(
    ("rights", "what", "code"),
    [
        ("author: A", "the picture 'plage.jpg' has no licence", "license-unfit"),
        ("author: A, license: LicenseRef-Unknown", "has an unknown licence", "permission-missing"),
        ("author: A, license: MIT", "the SPDX list for pictures: 'MIT'", "license-unfit"),
        ("author: A, license: CC-BY-9.0", "list for pictures: 'CC-BY-9.0'", "license-unfit"),
        ("author: A, license: CC-BY-4.0-DE", "not on the SPDX list", "license-unfit"),
        ("author: A, license: etalab-2.0, expires: 2026-06-05", "2026-06-05", "rights-expired"),
        ("license: etalab-2.0", "the rights of 'plage.jpg' name nobody", "rights-nameless"),
    ],
)
def test_bad_rights_are_refused(tmp_path: Path, rights: str, what: str, code: str) -> None:
    (only,) = check_rights(board(tmp_path, picture(rights)), TODAY)
    assert what in only.what
    assert only.code == code


@pytest.mark.parametrize(
    "identifier",
    [
        *("LicenseRef-Gallica", "LicenseRef-in-copyright", "LicenseRef-unknown-musee-fr"),
        *("LicenseRef-rightsstatements-InC-1.0", "LicenseRef-rightsstatements-NoC-US-1.0", "MIT"),
    ],
)
def test_what_no_licence_allows_a_permission_does(tmp_path: Path, identifier: str) -> None:
    written = f"holder: BnF, license: {identifier}"
    (problem,) = check_rights(board(tmp_path, picture(written)), TODAY)
    assert problem.code == ("license-unfit" if identifier == "MIT" else "permission-missing")
    allowed = "permission: {from: BnF, date: 2026-06-06, document: Courrier 14}"
    assert said(tmp_path, picture(f"{written}, {allowed}")) == []
    to_come = allowed.replace("06-06", "06-07")
    assert said(tmp_path, picture(f"{written}, {to_come}")) == [
        "the permission for 'plage.jpg' is of 2026-06-07"
    ]


def test_a_contract_of_one_s_own_stands(tmp_path: Path) -> None:
    assert said(tmp_path, picture("holder: BnF, license: LicenseRef-Gallica-contrat-14")) == []


def test_the_problem_points_at_the_key(tmp_path: Path) -> None:
    written = "author: A, license: CC-BY-40"
    (problem,) = check_rights(board(tmp_path, picture(written)), TODAY)
    assert problem.mark.excerpt[problem.mark.column - 1 :].startswith("CC-BY-40")
    assert problem.remedy == "did you mean 'CC-BY-4.0'?"


def test_a_right_holds_through_its_last_day(tmp_path: Path) -> None:
    assert said(tmp_path, picture("author: A, license: etalab-2.0, expires: 2026-06-06")) == []


def test_cards_and_maps_need_no_rights(tmp_path: Path) -> None:
    assert said(tmp_path, "    card: {title: Un titre}\n") == []


def test_music_and_footage_need_rights_too(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "air.flac").write_bytes(b"fLaC")
    (tmp_path / "media" / "film.mp4").write_bytes(b"....ftypisom")
    head = HEAD.replace("slides:", "music: {file: air.flac}\nslides:")
    slide = "    footage: {file: film.mp4, alt: Un film}\n"
    problems = check_rights(board(tmp_path, slide, head), TODAY)
    assert [p.what for p in problems] == [
        "the footage 'film.mp4' has no rights",
        "the music 'air.flac' has no rights",
    ]
    assert [p.mark.line for p in problems] == [8, 5]


@pytest.mark.parametrize(
    ("rights", "what", "code"),
    [
        ("author: A, license: CC-BY-NC-4.0", "may not be used commercially", "license-restricted"),
        ("author: A, license: CC-BY-4.0, restrictions: insignia", "insignia", "license-restricted"),
        ("author: A, license: CC-BY-ND-4.0", "may not be changed", "license-restricted"),
        ("author: A, license: etalab-2.0, expires: 2026-06-20", "on 2026-06-20", "rights-expired"),
    ],
)
def test_what_a_lawyer_should_see_is_a_warning(
    tmp_path: Path, rights: str, what: str, code: str
) -> None:
    made = board(tmp_path, picture(rights))
    assert check_rights(made, TODAY) == ()
    (only,) = rights_warnings(made, TODAY)
    assert only.code == code
    assert what in only.what


@pytest.mark.parametrize(
    "address",
    [
        "https://exemple.org/licence",
        "https://creativecommons.org/licenses/by/9.0/",
        "https://creativecommons.org.exemple.org/licenses/by/4.0/",
    ],
)
def test_an_address_of_no_licence_is_none(tmp_path: Path, address: str) -> None:
    (what,) = said(tmp_path, picture(f"author: A. Nom, license: '{address}'"))
    assert "not on the SPDX list" in what


@pytest.mark.parametrize("license_", ["CC-BY-4.0", "CC-BY-SA-3.0", "etalab-2.0", "CC0-1.0"])
@pytest.mark.parametrize(
    "names",
    [
        "",
        "title: Le quai, ",
        "author: —, ",
        'holder: "\u200b", ',
        'author: "...", holder: "-", ',
        "reference: 3 Fi 12, ",
    ],
)
def test_rights_that_name_nobody_are_refused_whatever_the_licence(
    tmp_path: Path, license_: str, names: str
) -> None:
    """A licence that asks for the author's name most of all."""
    made = board(tmp_path, picture(f"{names}license: {license_}"))
    (problem,) = check_rights(made, TODAY)
    assert problem.code == "rights-nameless"
    named = picture(f"author: 33 Fi, license: {license_}")
    assert check_rights(board(tmp_path, named), TODAY) == ()
