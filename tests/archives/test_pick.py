"""`pick` and `rights`, against archives on loopback that speak the real formats."""

# ruff: noqa: E501 - rows of tables are read whole

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from renderer.archives.iiif_image_request import WHOLE, address_for, read_info
from renderer.archives.pick import width_for
from renderer.frames.pixels import Size
from renderer.storyboard.board import FilmSettings
from tests.archives.world import (
    ARK,
    COMMONS,
    CONDITIONS,
    LIBRARY,
    MUSEUM,
    PAGE,
    V2,
    V3,
    World,
    commons_answer,
    extmetadata,
    info,
    manifest_v2,
    manifest_v3,
    says_json,
    sends_forever,
)
from tests.fetching.stand_in import picture, says
from tests.production.projects import (
    TINY,
    Outcome,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    run,
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One of 360 lines: pictures are small, and tests fast."""
    board = board_of(card_slide("ouverture"))
    board["film"] = {**board["film"], "size": 360}
    return new_project(tmp_path / "projet", board)


def slides(project: Project) -> dict[str, Any]:
    read = yaml.safe_load(project.path.read_text(encoding="utf-8"))
    return {slide["id"]: slide for slide in read["slides"]}


def picked(project: Project, address: str, *words: str) -> Outcome:
    outcome = run("pick", address, "--into", project.path, *words)
    assert outcome.code == 0, outcome.err
    return outcome


def test_a_picture_comes_with_all_that_its_manifest_says(world: World, project: Project) -> None:
    outcome = picked(project, V2, "--canvas", "2")
    assert outcome.out == "media/cherbourg-le-port-vue-2.jpg\n"
    image = slides(project)["cherbourg-le-port"]["image"]
    assert image["file"] == "cherbourg-le-port-vue-2.jpg"
    record = image["rights"].pop("record")
    assert image["rights"] == {
        "title": "Cherbourg, le port",
        "author": "Agence Rol. Agence photographique",
        "holder": "Bibliothèque nationale de France",
        "reference": "EI-13 (2564)",
        "date": 1944,
        "license": "LicenseRef-Gallica",
        "source_url": f"https://{LIBRARY}/{ARK}",
    }
    assert record == f"{V2}#https://{LIBRARY}/iiif/{ARK}/canvas/f2"
    assert "permission: {from: …, date: …, document: …}" in outcome.err


def test_a_new_slide_says_until_when_it_has_a_length(world: World, project: Project) -> None:
    told = picked(project, V3).err
    assert slides(project)["la-digue-vue-davion"]["length"] == 5
    assert "it lasts 5 s: take 'length' out when you write its narration" in told
    told = picked(project, V3, "--slide", "la-digue-vue-davion").err
    assert "length" not in told, "whoever has the slide knows"


def test_it_is_fetched_as_large_as_the_film_needs_and_no_larger(
    world: World, project: Project
) -> None:
    picked(project, V2, "--canvas", "1")
    assert world.given == [(960, 640)]  # 640 × 1.5; the original has 6000
    with Image.open(project.media / "cherbourg-le-port-vue-1.jpg") as came:
        assert came.size == (960, 640)


def test_the_rest_of_the_storyboard_stays_to_the_letter(world: World, project: Project) -> None:
    text = "# Notre film\n" + project.path.read_text(encoding="utf-8").replace(
        "- id: ouverture", "# à revoir\n- id: ouverture   # ici"
    )
    project.path.write_text(text, encoding="utf-8")
    picked(project, V3)
    after = project.path.read_text(encoding="utf-8")
    assert after.startswith(text.rstrip("\n"))


def test_a_slide_that_shows_a_picture_shows_another(world: World, tmp_path: Path) -> None:
    project = new_project(tmp_path / "projet", board_of(photo_slide("quai"), card_slide("fin")))
    before = sorted(path.name for path in project.media.iterdir())
    picked(project, V3, "--slide", "quai")
    assert slides(project)["quai"]["image"]["rights"]["holder"] == "Musée de la Manche"
    assert sorted(path.name for path in project.media.iterdir()) == sorted(
        [*before, "la-digue-vue-davion.jpg"]
    )


@pytest.mark.parametrize(
    ("slide", "code"), [("ouverture", "slide-unfit"), ("absente", "slide-unknown")]
)
def test_a_slide_that_cant_show_it_is_said_before_anything_is_fetched(
    world: World, project: Project, slide: str, code: str
) -> None:
    outcome = run("pick", V3, "--into", project.path, "--slide", slide, "--json")
    assert (outcome.code, json.loads(outcome.out)["code"]) == (2, code)
    assert world.given == []


def test_no_file_is_ever_written_over(world: World, project: Project) -> None:
    mine = project.media / "la-digue-vue-davion.jpg"
    mine.write_bytes(b"a scan of mine")
    picked(project, V3)
    picked(project, V3)
    assert mine.read_bytes() == b"a scan of mine"
    files = [slide["image"]["file"] for slide in slides(project).values() if "image" in slide]
    assert files == ["la-digue-vue-davion-2.jpg"] * 2, "the same bytes are kept once"


def test_only_the_part_that_is_asked_for_comes(world: World, project: Project) -> None:
    world.shown.clear()
    where = f"{MUSEUM}/image/1"
    world.service(where, info(where, 20_000, 10_000, 3))
    world.show(V3, says_json(manifest_v3()))
    picked(project, V3, "--region", "0.5,0.5,0.25,0.25")
    assert world.web.asked[-1] == f"{where}/10000,5000,5000,2500/960,/0/default.jpg"


def test_commons_gives_its_own_sizes_and_its_own_words(world: World, project: Project) -> None:
    facts = extmetadata(
        Artist="<ul><li>Anne Martin</li><li>Paul Lebrun</li></ul>", Restrictions="personality"
    )
    world.commons = commons_answer("Quai de Cherbourg.jpg", facts)
    outcome = picked(project, PAGE)
    assert world.given == [(960, 640)]
    image = slides(project)["quai-de-cherbourg"]["image"]
    assert image["alt"] == "Un quai, deux grues ; la rade au loin."
    assert image["rights"]["author"] == "Anne Martin, Paul Lebrun"
    assert "holder" not in image["rights"], "own work is nobody's archive"
    assert image["rights"]["restrictions"] == "personality"
    assert "its use is limited beside its licence: personality" in outcome.err


def test_a_plain_picture_says_itself_whose_it_is(world: World, project: Project) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Anne Martin"
    out = io.BytesIO()
    Image.open(io.BytesIO(picture())).save(out, "JPEG", exif=exif)
    url = world.show(f"https://{MUSEUM}/photo.jpg", says(out.getvalue()))
    picked(project, url)
    [image] = [slide["image"] for slide in slides(project).values() if "image" in slide]
    assert image["rights"]["author"] == "Anne Martin"
    assert image["rights"]["license"] == "LicenseRef-unknown"
    assert len(world.web.asked) == 1, "what was looked at is not fetched again"


@pytest.mark.parametrize(
    ("address", "label"),
    [
        (f"https://{LIBRARY}/{ARK}/f3.item", "vue 3"),
        (f"https://{LIBRARY}/iiif/{ARK}/canvas/f2", "vue 2"),
        (f"https://visionneuse.example.org/?manifest={V3}", "1"),
        (f"{V2}#https://{LIBRARY}/iiif/{ARK}/canvas/f1", "vue 1"),
        (f"https://{MUSEUM}/image/1/info.json", "1"),
        ("https://fr.wikipedia.org/wiki/Fichier:Quai_de_Cherbourg.jpg", "Quai de Cherbourg"),
    ],
)
def test_an_address_is_taken_as_people_copy_it(world: World, address: str, label: str) -> None:
    outcome = run("pick", address, "--json")
    assert outcome.code == 0, outcome.err
    assert json.loads(outcome.out)["label"] == label


def test_what_there_is_is_listed_and_drawn(world: World, tmp_path: Path) -> None:
    outcome = run("pick", V2, "--sheet", tmp_path / "planche.png", "--json")
    told = json.loads(outcome.out)
    assert [one["label"] for one in told["pictures"]] == ["vue 1", "vue 2", "vue 3"]
    with Image.open(tmp_path / "planche.png") as sheet:
        assert sheet.getpixel((150, 110)) != sheet.getpixel((5, 5)), "a picture stands there"
    assert max(width for width, _ in world.given) <= 260


def test_5000_canvases_are_listed_forty_at_a_time(world: World, tmp_path: Path) -> None:
    world.show(V2, says_json(manifest_v2(5_000)))
    outcome = run("pick", V2, "--from", "4990", "--sheet", tmp_path / "p.png", "--json")
    told = json.loads(outcome.out)
    assert told["count"] == 5_000
    assert [one["number"] for one in told["pictures"]] == list(range(4_990, 5_001))


def test_a_collection_is_listed_and_one_that_holds_itself_is_no_loop(world: World) -> None:
    url = f"https://{MUSEUM}/collection"
    members = [{"id": url, "type": "Collection", "label": {"fr": ["La même"]}}]
    members.append({"id": V3, "type": "Manifest", "label": {"fr": ["La digue"]}})
    world.show(url, says_json({"id": url, "type": "Collection", "items": members}))
    told = json.loads(run("pick", url, "--json").out)
    assert [each["address"] for each in told["members"]] == [url, V3]
    assert world.web.asked == [f"{MUSEUM}/collection"]


@pytest.mark.parametrize(
    ("reply", "code", "said"),
    [
        (says(b"<!doctype html><title>Connexion</title>"), "archive-unreadable", "is a web page"),
        (says(b"{\"a\": "), "archive-unreadable", "is no JSON"),
        (says(b"[" * 100_000), "archive-unreadable", ""),
        (says(b"{" + b'"a":{' * 50_000), "archive-unreadable", "is no JSON"),
        (says(b'{"hello": 1}'), "archive-unreadable", "no IIIF manifest"),
        (says_json(manifest_v3(0)), "archive-unreadable", "holds no picture"),
        (says(b"", 403), "fetch-failed", "answered 403"),
        (says(b"", 404), "fetch-failed", "answered 404"),
        (says(b"", 503, {"Retry-After": "3600"}), "fetch-failed", "asks to wait 3600 s"),
        (sends_forever(120), "fetch-failed", "more than the 100"),
        (says(b"{}", length=500_000_000), "fetch-failed", "more than the 100"),
    ],
    ids=["page", "cut", "list", "deep", "other", "empty", "403", "404", "busy", "endless", "500MB"],
)  # fmt: skip
def test_what_cant_be_used_is_said_in_one_sentence(
    world: World, project: Project, reply: Any, code: str, said: str
) -> None:
    before = project.path.read_bytes()
    url = world.show(f"https://{MUSEUM}/objet", reply)
    outcome = run("pick", url, "--into", project.path, "--json")
    error = json.loads(outcome.out)
    if said:
        assert (outcome.code, error["code"]) == (1, code)
        assert said in error["message"]
    assert outcome.code == 1
    assert project.path.read_bytes() == before
    assert "Traceback" not in outcome.err


def test_a_host_that_is_busy_is_asked_again_when_it_says(world: World) -> None:
    replies = [says(b"", 429, {"Retry-After": "0"}), says(b"", 503, {"Retry-After": "0"})]
    shown = world.shown[V3.removeprefix("https://")]
    world.show(V3, lambda handler: (replies.pop(0) if replies else shown)(handler))
    assert run("pick", V3, "--json").code == 0
    assert len(world.web.asked) == 3


def test_who_asks_is_said(world: World, project: Project) -> None:
    config = '[archives]\ncontact = "films@musée.example (Récit)"\n'
    (project.root / "recit.toml").write_text(config, encoding="utf-8")
    picked(project, V3)
    agents = {headers["User-Agent"].partition(" ")[2] for headers in world.web.headers}
    assert agents == {"(films@muse.example Rcit)"}


@pytest.mark.parametrize("command", ["pick", "rights"])
def test_offline_asks_nothing(world: World, project: Project, command: str) -> None:
    words = ["pick", V3] if command == "pick" else ["rights", str(project.path)]
    outcome = run(*words, "--offline", "--json")
    assert (outcome.code, json.loads(outcome.out)["code"]) == (2, "fetch-offline")
    assert world.web.asked == []


def test_a_number_that_isnt_there_is_refused(world: World) -> None:
    outcome = run("pick", V2, "--canvas", "9", "--json")
    assert (outcome.code, json.loads(outcome.out)["code"]) == (2, "picture-unknown")


def test_rights_tells_what_has_changed_and_changes_nothing(world: World, project: Project) -> None:
    picked(project, V2, "--canvas", "2")
    picked(project, V3)
    picked(project, PAGE)
    before = project.path.read_bytes()
    outcome = run("rights", project.path)
    assert outcome.code == 0, outcome.out + outcome.err
    assert "'LicenseRef-Gallica' doesn't say that the picture" in outcome.out
    world.show(V2, says(b"", 404))
    world.show(V3, says_json(manifest_v3(rights="http://rightsstatements.org/vocab/InC/1.0/")))
    outcome = run("rights", project.path, "--json")
    assert outcome.code == 2
    found = {one["slide"]: one["state"] for one in json.loads(outcome.out)["pictures"]}
    assert found == {
        "cherbourg-le-port": "unreachable",
        "la-digue-vue-davion": "changed",
        "quai-de-cherbourg": "same",
    }
    assert project.path.read_bytes() == before


def test_what_gallica_gives_is_published_once_somebody_has_said_what_allows_it(
    world: World, project: Project
) -> None:
    picked(project, V2, "--canvas", "2")
    refused = run("check", project.path)
    assert refused.code == 2
    assert "'LicenseRef-Gallica' doesn't say that the picture" in refused.err
    allowed = "permission: {from: BnF, date: 2026-01-05, document: Courrier 2026-14}"
    text = project.path.read_text(encoding="utf-8")
    project.path.write_text(
        text.replace(
            "      license: LicenseRef-Gallica",
            f"      license: LicenseRef-Gallica\n      {allowed}",
        ),
        encoding="utf-8",
    )
    checked = run("check", project.path)
    assert checked.code == 0, checked.err
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    project.path.write_text(
        project.path.read_text(encoding="utf-8").replace("2026-01-05", tomorrow.isoformat()),
        encoding="utf-8",
    )
    assert "is of" in run("check", project.path).err


def test_from_three_archives_to_a_film_whose_page_credits_them(
    world: World, project: Project
) -> None:
    world.show(
        V2,
        says_json(manifest_v2(license="https://www.etalab.gouv.fr/licence-ouverte-open-licence/")),
    )
    for address, *words in ((V2, "--canvas", "2"), (V3,), (PAGE,)):
        picked(project, address, *words)
    text = project.path.read_text(encoding="utf-8").replace("length: 5", "length: 1")
    project.path.write_text(text, encoding="utf-8")
    made = run(
        "render", project.path, *TINY, "--cache", project.cache, "--out", project.root / "out"
    )
    assert made.code == 0, made.err
    page = (project.root / "out" / "petit-film" / "embed.html").read_text(encoding="utf-8")
    credits = json.loads((project.root / "out" / "petit-film" / "credits.json").read_text("utf-8"))
    said = json.dumps(credits, ensure_ascii=False)
    for due in (
        "Agence Rol. Agence photographique / Bibliothèque nationale de France, EI-13 (2564)",
        "Musée de la Manche, don Lefèvre",
        "Anne Martin",
    ):
        assert due in page
        assert due in said
    for licence in (
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        f"https://{COMMONS}/wiki/File:Quai_de_Cherbourg.jpg",
    ):
        assert licence in page
    assert CONDITIONS not in page


@pytest.mark.parametrize(
    ("data", "width", "part", "path"),
    [
        (info("x.org/i", 6000, 4000, 2), 2000, WHOLE, "full/2000,/0/default.jpg"),
        (info("x.org/i", 6000, 4000, 2), 9000, WHOLE, "full/full/0/default.jpg"),
        (info("x.org/i", 6000, 4000, 3), 9000, WHOLE, "full/max/0/default.jpg"),
        (info("x.org/i", 6000, 4000, 1), 2000, WHOLE, "full/2000,/0/native.jpg"),
        (info("x.org/i", 6000, 4000, 3, maxWidth=1500), 2000, WHOLE, "full/1500,/0/default.jpg"),
        (info("x.org/i", 6000, 4000, 3, maxHeight=1000), 2000, WHOLE, "full/1500,/0/default.jpg"),
        (info("x.org/i", 6000, 4000, 3, maxArea=1_500_000), 2000, WHOLE, "full/1500,/0/default.jpg"),
        (info("x.org/i", 6000, 4000, 3), 600, (0.5, 0, 0.25, 0.5), "3000,0,1500,2000/600,/0/default.jpg"),
        (info("x.org/i", 6000, 4000, 3, profile="level0"), 600, WHOLE, "full/max/0/default.jpg"),
        (info("x.org/i", 6000, 4000, 3, profile="level0", sizes=[{"width": 750, "height": 500},
         {"width": 1500, "height": 1000}]), 600, WHOLE, "full/750,500/0/default.jpg"),
        (info("x.org/i", 6000, 4000, 3, profile="level0", sizes=[{"width": 750, "height": 500},
         {"width": 1500, "height": 1000}]), 400, (0, 0, 0.5, 0.5), "full/1500,1000/0/default.jpg"),
        (info("x.org/i", 6000, 4000, 2, profile=["http://iiif.io/api/image/2/level0.json",
         {"maxWidth": 800, "supports": ["sizeByW"]}]), 2000, WHOLE, "full/800,/0/default.jpg"),
    ],
)  # fmt: skip
def test_a_service_is_asked_for_what_it_can_give(
    data: dict[str, Any], width: int, part: Any, path: str
) -> None:
    assert (
        address_for(read_info(data, "https://x.org/i"), width, part).url
        == f"https://x.org/i/{path}"
    )


def test_every_shape_of_the_film_is_filled() -> None:
    film = FilmSettings(height=1080, formats=("16:9", "9:16"))
    assert width_for(FilmSettings(), Size(3000, 2000)) == 2880
    # Upright, 1920 pixels of height are needed: 2880 of width of a picture three by two.
    assert width_for(film, Size(3000, 2000)) == 4320
    assert width_for(film, Size(2000, 3000)) == 2880
