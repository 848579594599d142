"""Out to be corrected and back; the same text in another language; the two commands."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from renderer.cli import main
from renderer.editing.syntax_tree import Manuscript
from renderer.importing.storyboard_writer import with_slides
from renderer.storyboard.load import check
from tests.importing import offices
from tests.importing.test_documents import project


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A storyboard made of a text."""
    found = project(tmp_path)
    monkeypatch.chdir(tmp_path)
    texts = [
        ("", "#Le débarquement"),
        ("", offices.LANDING),
        ("", "#L'assaut"),
        ("", offices.ASSAULT),
    ]
    offices.paragraphs(tmp_path / "texte.docx", texts, "La bataille de Cherbourg")
    assert main(["import", "texte.docx", "--into", str(found)]) == 0
    return found


def slides(place: Path) -> dict[str, dict[str, str]]:
    return with_slides(Manuscript.read(place.read_text("utf-8")).tree.data)


def test_a_text_that_went_out_comes_back_with_its_corrections(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = place.read_bytes()
    assert main(["export", str(place), "--docx", "--html", "out.html"]) == 0
    assert "film.docx" in capsys.readouterr().out
    for name in ("film.docx", "out.html"):  # nothing corrected, nothing changed
        assert main(["import", name]) == 0
        assert "nothing changed" in capsys.readouterr().err
        assert place.read_bytes() == before
    document = docx.Document("film.docx")
    for paragraph in document.paragraphs:
        if "prairies inondées" in paragraph.text:
            paragraph.text = paragraph.text.replace("prairies inondées", "marais inondés")
        if paragraph.text == "Le débarquement" and paragraph.style.name == "Heading 1":
            paragraph.text = "Le débarquement à Utah"
    document.save("film.docx")
    # Meanwhile somebody changed another sentence here.
    text = place.read_text("utf-8").replace("Mille avions", "Plus de mille avions")
    place.write_text(text, encoding="utf-8")
    assert main(["import", "film.docx", "--dry-run"]) == 0
    assert place.read_text("utf-8") == text
    assert main(["import", "film.docx"]) == 0
    after = place.read_text("utf-8")
    assert "marais inondés" in after
    assert "Plus de mille avions" in after
    assert "chapter: Le débarquement à Utah" in after
    assert main(["import", "film.docx"]) == 0
    assert place.read_text("utf-8") == after


def test_a_slide_taken_out_of_the_document_is_told_and_stays(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(place), "--html", "out.html"]) == 0
    page = Path("out.html").read_text("utf-8")
    last = list(slides(place))[-1]
    head, _, _ = page.partition(f'<p data-recit="slide">[{last}]')
    Path("out.html").write_text(head + "</body></html>", encoding="utf-8")
    before = place.read_bytes()
    capsys.readouterr()
    assert main(["import", "out.html"]) == 0
    assert last in capsys.readouterr().err
    assert place.read_bytes() == before


ENGLISH = [
    ("", "#The landing"),
    (
        "",
        "On 6 June 1944 the US 4th Infantry Division lands on Utah Beach. Within a few hours, "
        "twenty "
        "thousand men are ashore. Before them lie the flooded meadows of the Cotentin.",
    ),
    ("", "#The assault"),
    (
        "",
        "The assault begins on 22 June. A thousand aircraft bomb the positions. Three "
        "divisions advance "
        "on the port. Fighting lasts four days, fort by fort, street by street. On 26 June, "
        "General von "
        "Schlieben is taken. The next day the arsenal surrenders. The last forts hold until 29 "
        "June. "
        "The port is in ruins: quays blown up, basins blocked, mines everywhere. Three weeks go by "
        "before a first ship is unloaded.",
    ),
]


def test_a_translation_is_not_typed_into_yaml(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offices.paragraphs(tmp_path / "english.docx", ENGLISH, "The Battle of Cherbourg")
    assert main(["import", "english.docx", "--into", str(place), "--language", "en"]) == 0
    capsys.readouterr()
    report = check(place, about_rights=False)
    assert report.problems == ()
    [english] = report.translations
    assert english.title == "The Battle of Cherbourg"
    said = [slide.narration.strip() for slide in english.slides if slide.narration]
    assert " ".join(" ".join(said).split()) == f"{ENGLISH[1][1]} {ENGLISH[3][1]}"
    assert len(said) == sum(bool(slide.get("narration")) for slide in slides(place).values())
    # Again: nothing. Then a word of it changes, and one that a person set stays.
    file = place.parent / "translations" / "film.en.yaml"
    before = file.read_bytes()
    assert before.startswith(b"title: ")
    # The card's date is the translation's, wherever it says it.
    assert "date: 22 June" in file.read_text("utf-8")
    assert main(["import", "english.docx", "--into", str(place), "--language", "en"]) == 0
    assert "nothing changed" in capsys.readouterr().err
    assert file.read_bytes() == before
    file.write_text(
        file.read_text("utf-8").replace("A thousand aircraft", "Many aircraft"), "utf-8"
    )
    texts = [(name, text.replace("four days", "five days")) for name, text in ENGLISH]
    offices.paragraphs(tmp_path / "english.docx", texts, "The Battle of Cherbourg")
    assert main(["import", "english.docx", "--into", str(place), "--language", "en"]) == 0
    assert "five days" in file.read_text("utf-8")
    assert "Many aircraft" in file.read_text("utf-8")


def test_sentences_whose_original_changed_are_named_and_what_lacks_too(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offices.paragraphs(tmp_path / "english.docx", ENGLISH[:2], "The Battle of Cherbourg")
    words = ["import", "english.docx", "--into", str(place), "--language", "en", "--json"]
    capsys.readouterr()
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert any("narration" in line["slide"] for line in told["lacking"])
    texts = [
        ("", "#Le débarquement"),
        ("", offices.LANDING.replace("vingt mille", "vingt-trois mille")),
        ("", "#L'assaut"),
        ("", offices.ASSAULT),
    ]
    offices.paragraphs(tmp_path / "texte.docx", texts, "La bataille de Cherbourg")
    assert main(["import", "texte.docx", "--into", str(place), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert any("vingt-trois mille" in line["now"] for line in told["stale"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["import", "nulle-part.docx"], "document-missing"),
        (["import", "image.xyz"], "document-unknown"),
        (["import", "texte.docx", "--language", "en"], "import-target"),
        (["import", "autre.txt"], "import-target"),
    ],
)
def test_what_cannot_be_imported_is_told(
    place: Path, words: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("image.xyz").write_bytes(b"x")
    Path("autre.txt").write_text(offices.ASSAULT, encoding="utf-8")
    Path("storyboards/autre.yaml").write_text("storyboard: 1\n", encoding="utf-8")
    assert main([*words, "--json"]) in (1, 2)
    assert code in capsys.readouterr().out
