"""The film as a manifest of IIIF: valid by models that aren't ours, no rights that are guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import iiif_prezi3
import pytest

from renderer.publish.iiif import NAME, rights_address
from renderer.publish.publication import Edition, FilmFile, Publication
from renderer.publish.verify import verify
from renderer.publish.write import write_set
from tests.publish.test_pages import HOSTILE

Make = Callable[..., Publication]
BASE = "https://films.musee.example/bataille/"
BY_SA = "http://creativecommons.org/licenses/by-sa/4.0/"


def manifest_of(folder: Path, made: Publication) -> Any:
    """What is published of *made*, once the independent models have read it."""
    write_set(made, folder)
    assert verify(folder) == ()
    text = (folder / NAME).read_text(encoding="utf-8")
    iiif_prezi3.Manifest.model_validate_json(text)
    return json.loads(text)


def ids_in(value: Any) -> Iterator[str]:
    """Each `id`, with what it names."""
    if isinstance(value, dict):
        if "id" in value:
            yield value["id"]
        value = list(value.values())
    for each in value if isinstance(value, list) else []:
        yield from ids_in(each)


def test_the_film_is_one_canvas_with_its_captions_chapters_and_credits(
    tmp_path: Path, publication: Make
) -> None:
    made = publication(base_url=BASE, publisher="Musée du port", license="CC-BY-SA-4.0")
    told = manifest_of(tmp_path, made)
    assert told["label"] == {"fr": [made.title]}
    (canvas,) = told["items"]
    video = canvas["items"][0]["items"][0]["body"]
    assert (canvas["duration"], video["duration"]) == (12.0, 12.0)
    assert (canvas["width"], canvas["height"]) == (video["width"], video["height"]) == (320, 180)
    assert video["id"] == BASE + "film.mp4"
    captions = canvas["annotations"][0]["items"][0]
    assert (captions["motivation"], captions["target"]) == ("supplementing", canvas["id"])
    assert captions["body"]["id"] == BASE + "captions.fr.vtt"
    assert captions["body"]["language"] == "fr"
    chapters = told["structures"][0]["items"]
    assert [each["label"]["fr"] for each in chapters] == [[c.title] for c in made.chapters]
    times = [each["items"][0]["id"].partition("#t=")[2] for each in chapters]
    assert [tuple(map(float, time.split(","))) for time in times] == [(0, 4), (4, 12)]
    assert told["rights"] == BY_SA
    lines = told["requiredStatement"]["value"]["fr"]
    assert all(credit.line in lines for _, credit in made.credits())
    assert told["provider"][0]["label"] == {"fr": ["Musée du port"]}
    assert told["homepage"][0]["id"] == BASE + "page.html"
    assert told["thumbnail"][0]["id"] == BASE + "poster.jpg"


def test_every_name_is_a_whole_address_and_what_it_loads_is_in_the_set(
    tmp_path: Path, publication: Make
) -> None:
    told = manifest_of(tmp_path, publication(base_url=BASE, publisher="Musée"))
    names = [each for each in ids_in(told) if each != "http://iiif.io"]
    assert all(each.startswith(BASE) for each in names)
    loaded = {each.removeprefix(BASE) for each in names if "iiif/" not in each and "#" not in each}
    assert {each for each in loaded if not (tmp_path / each).is_file()} == set()
    assert len({each for each in names if "poster.jpg" not in each}) > 10


def test_without_an_address_there_is_no_manifest_and_one_before_goes(
    tmp_path: Path, publication: Make
) -> None:
    manifest_of(tmp_path, publication(base_url=BASE))
    assert NAME in (tmp_path / "page.html").read_text(encoding="utf-8")
    write_set(publication(), tmp_path)
    assert not (tmp_path / NAME).exists()
    assert NAME not in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert verify(tmp_path) == ()


def test_a_second_codec_is_a_choice_and_other_shapes_are_left_to_the_page(
    tmp_path: Path, publication: Make
) -> None:
    made = publication(base_url=BASE)
    files = (
        made.film,
        replace(made.film, codec="av1", codecs="av01.0.00M.08, mp4a.40.2"),
        FilmFile(file=made.film.file, format="9:16", width=180, height=320),
    )
    told = manifest_of(tmp_path, replace(made, films=files))
    body = told["items"][0]["items"][0]["items"][0]["body"]
    assert body["type"] == "Choice"
    assert [each["id"] for each in body["items"]] == [BASE + "film.mp4", BASE + "film.av1.mp4"]


def test_each_edition_of_a_film_leads_to_all_its_pages(tmp_path: Path, publication: Make) -> None:
    editions = (
        Edition(language="fr", folder="bataille"),
        Edition(language="en", folder="bataille.en"),
    )
    told = manifest_of(tmp_path, publication(base_url=BASE, editions=editions))
    pages = {each["language"][0]: each["id"] for each in told["homepage"]}
    root = BASE.removesuffix("bataille/")
    assert pages == {"fr": BASE + "page.html", "en": f"{root}bataille.en/page.html"}


@pytest.mark.parametrize(
    ("license_", "address"),
    [
        ("", ""),
        ("CC-BY-SA-4.0", BY_SA),
        ("CC0-1.0", "http://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC-PDM-1.0", "http://creativecommons.org/publicdomain/mark/1.0/"),
        ("etalab-2.0", ""),  # not among the addresses that the specification admits
        ("OGL-UK-3.0", ""),
        ("LicenseRef-ECPAD-2026", ""),
    ],
)
def test_only_rights_that_the_specification_admits_are_named(license_: str, address: str) -> None:
    assert rights_address(license_) == address


def test_no_licence_of_a_film_is_guessed_from_its_pictures(
    tmp_path: Path, publication: Make
) -> None:
    made = publication(base_url=BASE)
    assert any(credit.rights.license for _, credit in made.credits())
    assert "rights" not in manifest_of(tmp_path, made)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_texts(tmp_path: Path, publication: Make, text: str) -> None:
    manifest_of(tmp_path, publication(base_url=BASE, title=text, description=text, publisher=text))
