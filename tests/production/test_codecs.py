"""A film in two codecs: one picture, one sound, each segment made once in each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import html5lib
import pytest

from renderer.publish.verify import verify
from tests.production.projects import (
    Board,
    Project,
    board_of,
    frames_of,
    new_project,
    photo_slide,
    run,
    samples_of,
    three_slides,
)


def read_page(path: Path) -> Any:
    """A page, or the forms to paste, as a browser reads it."""
    return html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)


def both() -> Board:
    board = three_slides()
    board["film"]["codecs"] = ["h264", "av1"]
    return board


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = new_project(tmp_path_factory.mktemp("both"), both())
    project.rendered()
    return project


def facts_of(film: Path) -> tuple[int, float, list[str]]:
    with av.open(str(film)) as container:
        chapters = [chapter["metadata"]["title"] for chapter in container.chapters()]
        seconds = float(container.streams.video[0].duration * container.streams.video[0].time_base)
    return len(frames_of(film)), round(seconds, 3), chapters


def test_both_films_have_the_same_frames_sound_and_chapters(made: Project) -> None:
    av1 = made.folder / "film.av1.mp4"
    assert facts_of(av1) == facts_of(made.film)
    assert samples_of(av1) == samples_of(made.film)
    with av.open(str(av1)) as container:
        assert container.streams.video[0].codec_context.codec.canonical_name == "av1"


def test_the_set_knows_both_files(made: Project) -> None:
    manifest = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    assert {"film.mp4", "film.av1.mp4"} <= set(manifest["files"])
    told = {each["file"]: each["codecs"] for each in manifest["films"]}
    assert told["film.mp4"].startswith("avc1.6400")
    assert told["film.av1.mp4"].startswith("av01.0.")
    assert verify(made.folder) == ()
    (made.folder / "film.av1.mp4").write_bytes(b"other")
    assert next(damage.file for damage in verify(made.folder)) == "film.av1.mp4"
    made.rendered()
    assert verify(made.folder) == ()


@pytest.mark.parametrize("name", ["embed.html", "page.html", "snippet.html"])
def test_a_page_offers_av1_before_the_codec_that_everything_plays(made: Project, name: str) -> None:
    root = read_page(made.folder / name)
    types = [each.attrib["type"] for each in root.iter("source") if "src" in each.attrib]
    assert [kind.partition('"')[2][:4] for kind in types] == ["av01", "avc1"]


def test_both_films_can_be_downloaded_and_links_lead_to_the_one_everything_plays(
    made: Project,
) -> None:
    root = read_page(made.folder / "embed.html")
    saved = [each.attrib["download"] for each in root.iter("a") if "download" in each.attrib]
    assert saved[:2] == ["petit-film-film.mp4", "petit-film-film.av1.mp4"]
    seeks = {a.attrib["href"].partition("#")[0] for a in root.iter("a") if "data-seek" in a.attrib}
    assert len(seeks) == 1
    assert (made.folder / seeks.pop()).read_bytes() == made.film.read_bytes()


def test_av1_added_later_encodes_no_h264_again(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    before = project.rendered()
    plan = {shape["shape"]: shape for shape in project.plan("--codec", "av1")["shapes"]}
    assert all(segment["reused"] for segment in plan["16:9"]["segments"])
    assert not any(segment["reused"] for segment in plan["16:9 av1"]["segments"])
    film = project.film.read_bytes()
    told = project.rendered("--codec", "av1")
    assert [(each["codec"], each["segments"]["made"]) for each in told["films"]] == [
        ("h264", 0),
        ("av1", before["films"][0]["segments"]["made"]),
    ]
    assert project.film.read_bytes() == film
    again = project.rendered("--codec", "av1")
    assert not again["changed"]
    assert not project.rendered()["films"][0]["segments"]["made"]
    assert not (project.folder / "film.av1.mp4").exists(), "what isn't asked any more is gone"


def test_an_edit_makes_again_in_both_codecs_only_what_it_touches(tmp_path: Path) -> None:
    project = new_project(tmp_path, both())
    project.rendered()
    board = both()
    board["slides"][2]["caption"] = "Une autre légende"
    project.write(board)
    h264, av1 = project.rendered()["films"]
    assert h264["segments"] == av1["segments"]
    assert 0 < av1["segments"]["made"] < av1["segments"]["reused"] + av1["segments"]["made"]
    fresh = project.from_nothing()
    for name in ("film.mp4", "film.av1.mp4"):
        assert frames_of(project.folder / name) == frames_of(fresh.parent / name)


def test_each_shape_has_its_av1_film(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(photo_slide("quai")))
    project.rendered("--codec", "av1", "--format", "16:9", "--format", "9:16")
    films = {path.name for path in project.folder.glob("film*.mp4")}
    assert films == {"film.mp4", "film.av1.mp4", "film-9x16.mp4", "film-9x16.av1.mp4"}
    upright = project.folder / "film-9x16.av1.mp4"
    with av.open(str(upright)) as container:
        context = container.streams.video[0].codec_context
        assert context.width < context.height


def test_a_codec_nobody_knows_is_refused() -> None:
    assert run("render", "film.yaml", "--codec", "vp8").code == 2


def test_the_poster_comes_in_three_forms_of_one_picture(made: Project) -> None:
    import numpy as np
    from PIL import Image

    pictures = {
        form: Image.open(made.folder / f"poster.{form}") for form in ("jpg", "webp", "avif")
    }
    assert [p.format for p in pictures.values()] == ["JPEG", "WEBP", "AVIF"]
    shown = {form: np.asarray(p.convert("RGB"), float) for form, p in pictures.items()}
    for form in ("webp", "avif"):
        assert shown[form].shape == shown["jpg"].shape
        assert np.abs(shown[form] - shown["jpg"]).mean() < 6
    root = read_page(made.folder / "embed.html")
    assert next(root.iter("video")).attrib["poster"].endswith(".webp")
    paste = read_page(made.folder / "snippet.html")
    offered = [s.attrib["type"] for s in next(paste.iter("picture")).iter("source")]
    assert offered == ["image/avif", "image/webp"]
    video = json.loads((made.folder / "video-object.json").read_text(encoding="utf-8"))
    assert video["thumbnailUrl"] == ["poster.jpg", "poster.avif", "poster.webp"]
