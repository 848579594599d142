import datetime
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from renderer.errors import PublishError
from renderer.publish.publication import Credit, FilmFile, Publication
from renderer.publish.swap_and_rollback import roll_back
from renderer.publish.verify import read_manifest, verify
from renderer.publish.write import write_set
from renderer.storyboard.board import Rights
from tests.publish.builders import a_slide, with_new_words

Make = Callable[..., Publication]
SET = {
    "captions.fr.srt",
    "captions.fr.vtt",
    "chapters.fr.vtt",
    "credits.json",
    "embed.html",
    "film.mp4",
    "frame.js",
    "icon.svg",
    "manifest.json",
    "media",
    "oembed.json",
    "page.html",
    "poster.jpg",
    "publication",
    "snippet.html",
    "transcript.fr.html",
    "transcript.fr.txt",
    "video-object.json",
}
HANDED_ON = {
    f"publication/{name}"
    for name in (
        *("captions.fr.srt", "captions.fr.vtt", "thumbnail.jpg"),
        *("dailymotion.txt", "peertube.json", "youtube.txt"),
    )
}
FILES = (SET | HANDED_ON) - {"media", "publication", "manifest.json"}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def loaded_by(page: Path) -> dict[str, bytes]:
    """The bytes of each file that *page* loads, by its stable name."""
    homes = set(re.findall(r'"(media/[^"#]+)', page.read_text(encoding="utf-8")))
    return {
        re.sub(r"\.[0-9a-f]{16}\.", ".", Path(home).name): (page.parent / home).read_bytes()
        for home in homes
    }


def test_the_set_is_whole_and_verifies(tmp_path: Path, publication: Make) -> None:
    made = write_set(publication(), tmp_path)
    assert made.changed
    assert {p.name for p in tmp_path.iterdir() if not p.name.startswith(".")} == SET
    assert made.film.read_bytes() == publication().film.file.read_bytes()
    assert 'src="bataille/embed.html"' in made.snippet
    assert verify(tmp_path) == ()


def test_each_shape_of_the_film_is_published_under_its_own_name(
    tmp_path: Path, publication: Make
) -> None:
    made = publication()
    tall = FilmFile(file=made.film.file, format="9:16", width=180, height=320)
    write_set(replace(made, films=(made.film, tall)), tmp_path)
    assert (tmp_path / "film-9x16.mp4").is_file()
    assert "9:16" in (tmp_path / "embed.html").read_text(encoding="utf-8")


def test_nothing_changed_means_no_byte_and_no_date_changes(
    tmp_path: Path, publication: Make
) -> None:
    write_set(publication(), tmp_path)
    before = contents(tmp_path)
    again = write_set(publication(date=datetime.date(2027, 1, 1)), tmp_path)
    assert not again.changed
    assert contents(tmp_path) == before


def test_a_new_sentence_reaches_page_captions_and_transcript_at_one_address(
    tmp_path: Path, publication: Make
) -> None:
    write_set(publication(), tmp_path)
    old = loaded_by(tmp_path / "embed.html")
    write_set(with_new_words(publication()), tmp_path)
    new = loaded_by(tmp_path / "embed.html")
    for name in ("embed.html", "page.html", "transcript.fr.html", "transcript.fr.txt"):
        assert "Des mots nouveaux." in (tmp_path / name).read_text(encoding="utf-8")
    assert b"Des mots nouveaux." in new["captions.fr.vtt"]
    assert new["film.mp4"] == old["film.mp4"]
    assert verify(tmp_path) == ()


def test_what_did_not_change_keeps_its_name_and_its_bytes(
    tmp_path: Path, publication: Make
) -> None:
    write_set(publication(), tmp_path)
    before = {path.name: path.stat() for path in (tmp_path / "media").iterdir()}
    write_set(with_new_words(publication()), tmp_path)
    kept = {path.name: path.stat() for path in (tmp_path / "media").iterdir()}
    for name, facts in before.items():
        if name.startswith(("film", "poster", "chapters")):
            assert kept[name].st_mtime_ns == facts.st_mtime_ns


def test_dates_follow_what_changed(tmp_path: Path, publication: Make) -> None:
    write_set(publication(date=datetime.date(2026, 6, 6)), tmp_path)
    later = replace(with_new_words(publication()), date=datetime.date(2026, 8, 25))
    write_set(later, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["published"], manifest["modified"]) == ("2026-06-06", "2026-08-25")
    assert [s["date"] for s in manifest["stretches"]] == ["2026-08-25", "2026-06-06", "2026-06-06"]
    video = json.loads((tmp_path / "video-object.json").read_text(encoding="utf-8"))
    assert video["uploadDate"] == "2026-06-06T00:00:00+00:00"
    assert video["dateModified"] == "2026-08-25T00:00:00+00:00"


def test_a_slide_that_only_moves_keeps_its_date(tmp_path: Path, publication: Make) -> None:
    write_set(publication(), tmp_path)
    moved = a_slide(1)
    slides = (replace(moved, start=0, end=100), a_slide(2))
    later = publication(slides=slides, date=datetime.date(2027, 1, 1))
    write_set(later, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert [s["date"] for s in manifest["stretches"]] == ["2026-06-06", "2026-06-06"]


def test_rolling_back_brings_the_words_back_everywhere(tmp_path: Path, publication: Make) -> None:
    write_set(publication(), tmp_path)
    old = loaded_by(tmp_path / "page.html")
    write_set(with_new_words(publication()), tmp_path)
    roll_back(tmp_path)
    assert loaded_by(tmp_path / "page.html") == old
    assert verify(tmp_path) == ()


def test_without_a_film_nothing_is_published(tmp_path: Path, publication: Make) -> None:
    write_set(publication(), tmp_path)
    before = contents(tmp_path)
    with pytest.raises(PublishError, match=r"no film to publish at .*gone\.mp4") as error:
        write_set(publication(films=(FilmFile(file=tmp_path / "gone.mp4"),)), tmp_path)
    assert error.value.code == "set-unfit"
    assert contents(tmp_path) == before


def test_two_slides_of_one_id_are_refused(tmp_path: Path, publication: Make) -> None:
    twins = (a_slide(0), replace(a_slide(1), id="débarquement"))
    with pytest.raises(PublishError, match="slide id 'débarquement' is there twice") as error:
        write_set(publication(slides=twins), tmp_path)
    assert error.value.code == "set-unfit"


@pytest.mark.parametrize("name", sorted(FILES))
def test_verify_finds_a_flipped_byte_in_any_file(
    tmp_path: Path, publication: Make, name: str
) -> None:
    write_set(publication(), tmp_path)
    path = tmp_path / name
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.unlink()  # a link to its home: writing in place would damage both
    path.write_bytes(bytes(damaged))
    assert f"{name}: holds other bytes" in map(str, verify(tmp_path))


def test_verify_finds_damage_in_what_pages_load(tmp_path: Path, publication: Make) -> None:
    write_set(publication(), tmp_path)
    film = next((tmp_path / "media").glob("film.*"))
    film.unlink()
    said = [str(damage) for damage in verify(tmp_path)]
    assert f"media/{film.name}: is missing" in said
    assert f"embed.html: loads media/{film.name}, which is missing" in said


def test_verify_finds_a_changed_manifest(tmp_path: Path, publication: Make) -> None:
    write_set(publication(), tmp_path)
    path = tmp_path / "manifest.json"
    text = path.read_text(encoding="utf-8").replace("La bataille", "La Bataille")
    path.unlink()
    path.write_text(text, encoding="utf-8")
    assert str(verify(tmp_path)[0]) == "manifest.json: was changed after it was published"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"digest": 3}', '"\\ud800"'])
def test_verify_reads_any_manifest_without_a_traceback(
    tmp_path: Path, publication: Make, text: str
) -> None:
    write_set(publication(), tmp_path)
    (tmp_path / "manifest.json").write_text(text)
    assert verify(tmp_path)[0].file == "manifest.json"


def test_verify_of_an_empty_folder_says_that_nothing_is_there(tmp_path: Path) -> None:
    assert "nothing was published here" in str(verify(tmp_path)[0])


def test_a_set_copied_to_a_server_verifies_without_its_private_folder(
    tmp_path: Path, publication: Make
) -> None:
    write_set(publication(), tmp_path / "out")
    shutil.copytree(tmp_path / "out", tmp_path / "www", ignore=shutil.ignore_patterns(".sets"))
    assert verify(tmp_path / "www") == ()


def test_the_manifest_tells_what_made_each_stretch(tmp_path: Path, publication: Make) -> None:
    write_set(publication(), tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    stretch = manifest["stretches"][1]
    assert (stretch["slide"], stretch["start"], stretch["end"]) == ("assaut", 100, 200)
    assert stretch["picture"] == {
        "file": "plage-2.jpg",
        "sha256": "1" * 64,
        "credit": "National Archives photo no. 80-G-2",
    }
    assert stretch["voice"] == {"engine": "espeak", "name": "fr", "version": "1.52"}
    assert manifest["versions"] == {"recit": "0.1.0"}
    assert set(manifest["files"]) == FILES


@pytest.mark.parametrize("base", ["", "https://films.example.org/bataille/"])
def test_search_engines_are_told_moments_with_a_zone_and_an_address_for_each_chapter(
    tmp_path: Path, publication: Make, base: str
) -> None:
    made = publication(base_url=base, date=datetime.date(2026, 6, 6))
    write_set(made, tmp_path)
    video = json.loads((tmp_path / "video-object.json").read_text(encoding="utf-8"))
    for key in ("uploadDate", "dateModified"):
        moment = datetime.datetime.fromisoformat(video[key])
        assert moment.utcoffset() == datetime.timedelta(0)
        assert moment.date() == made.date
    assert [clip["url"] for clip in video["hasPart"]] == [
        f"{base}page.html?t={clip['startOffset']:.3f}" for clip in video["hasPart"]
    ]
    assert len({clip["url"] for clip in video["hasPart"]}) == len(made.chapters)


def test_a_film_in_numbers_says_nothing_of_the_machine(tmp_path: Path, publication: Make) -> None:
    music = Credit(kind="music", name="air.mp3", rights=Rights(license="CC0-1.0"), line="Air")
    first, second, third = (a_slide(number) for number in range(3))
    # The same picture again is one work.
    slides = (replace(first, music=music), second, replace(third, credit=second.credit))
    made = publication(slides=slides)
    write_set(made, tmp_path)
    numbers = read_manifest(tmp_path)["numbers"]
    assert numbers == {
        "minutes": 0.2,
        "words": 27,
        "slides": 3,
        "works": 3,
        "licences": {"CC0-1.0": 1, "LicenseRef-PD-USGov": 2},
        "bytes": {"film.mp4": made.film.file.stat().st_size},
        "bytes_of_all": numbers["bytes_of_all"],
    }
    homes = [*(tmp_path / "media").iterdir(), *(tmp_path / ".sets").glob("*.*.*")]
    manifests = sum(path.stat().st_size for path in homes if path.name.startswith("manifest."))
    assert numbers["bytes_of_all"] == sum(path.stat().st_size for path in homes) - manifests
