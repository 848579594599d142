"""Films and posters in several forms, offered to a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from renderer.encoding.aac import encode_sound
from renderer.encoding.assemble import FilmTags, join, verify_film
from renderer.encoding.codec import AV1, H264, settings_for
from renderer.encoding.encode_video import encode_segment
from renderer.frames.pixels import Planes, Size
from renderer.publish.publication import FilmFile, Publication
from renderer.publish.renditions import film_name, page_poster, poster_names
from renderer.publish.verify import verify
from renderer.publish.write import write_set
from renderer.timebase import Timebase
from tests.publish.builders import a_publication
from tests.publish.loopback import served

Make = Callable[..., Publication]
BASE = Timebase(fps=25)
SIZE = Size(320, 180)
LENGTHS = (100, 62, 138)
"""Segments of the twelve seconds that `a_publication` tells of."""


def _brightening(start: int) -> Callable[[int, Planes], None]:
    def paint(frame: int, into: Planes) -> None:
        into.y[:] = 40 + (start + frame) // 2
        into.u[:] = into.v[:] = 128

    return paint


def made_in(folder: Path, codec: str) -> FilmFile:
    """A film made as Récit makes them, in *codec*."""
    settings, segments, start = settings_for(codec, SIZE, BASE.fps, draft=False), [], 0
    for number, length in enumerate(LENGTHS):
        path = folder / f"{codec}-{number}.mp4"
        encode_segment(path, length, settings, lambda n: n, _brightening(start))
        segments.append((path, length))
        start += length
    sound, film = folder / f"{codec}-sound.mp4", folder / f"{codec}.mp4"
    samples = BASE.samples_at(start)
    encode_sound(sound, [np.zeros(samples, np.float32)])
    tags = FilmTags(title="La bataille", language="fra", metadata={}, chapters=())
    join(film, segments, sound, samples, BASE, tags)
    facts = verify_film(film, start, BASE)
    return FilmFile(
        file=film, width=SIZE.width, height=SIZE.height, codec=codec, codecs=facts.codecs
    )


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> tuple[FilmFile, ...]:
    folder = tmp_path_factory.mktemp("films")
    return tuple(made_in(folder, codec) for codec in (H264, AV1))


@pytest.fixture(scope="module")
def posters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, made = tmp_path_factory.mktemp("posters"), {}
    for form in ("webp", "avif"):
        made[form] = folder / f"poster.{form}"
        Image.new("RGB", SIZE, (20, 30, 60)).save(made[form])
    return made


@pytest.fixture
def whole(films: tuple[FilmFile, ...], posters: dict[str, Path], poster_file: Path) -> Publication:
    made = a_publication(films[0].file, poster_file)
    return replace(made, films=films, other_posters=posters)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 800, "height": 900})
    opened.set_default_timeout(8_000)
    yield opened
    opened.close()


PLAYS = """async film => {
  film.muted = true;
  await film.play();
  const begun = done => film.currentTime > 0.3 ? done() : setTimeout(begun, 20, done);
  await new Promise(begun);
  film.pause();
  const {currentSrc: source, videoWidth: width, duration: length, error} = film;
  return {source, width, length, error};
}"""


@pytest.mark.browser
def test_a_browser_takes_the_av1_film_and_plays_it(
    tmp_path: Path, whole: Publication, page: Any
) -> None:
    write_set(whole, tmp_path / "bataille")
    with served(tmp_path) as address:
        page.goto(f"{address}/bataille/embed.html")
        told = page.eval_on_selector("video", PLAYS)
        kinds = page.eval_on_selector_all("video source", "all => all.map(one => one.type)")
        able = page.evaluate(
            "kinds => kinds.map(k => document.createElement('video').canPlayType(k))", kinds
        )
    assert "/media/film.av1" in told["source"]
    assert told["error"] is None
    assert told["width"] == SIZE.width
    assert abs(told["length"] - 12) < 0.05
    assert kinds == [
        'video/mp4; codecs="av01.0.00M.08, mp4a.40.2"',
        'video/mp4; codecs="avc1.64000c, mp4a.40.2"',
    ]
    assert able == ["probably", "probably"]


@pytest.mark.browser
@pytest.mark.parametrize("second", [2.0, 4.04, 6.5, 11.0])
def test_a_jump_in_the_av1_film_shows_the_frame_of_that_moment(
    tmp_path: Path, whole: Publication, page: Any, second: float
) -> None:
    write_set(whole, tmp_path / "bataille")
    with served(tmp_path) as address:
        page.goto(f"{address}/bataille/embed.html")
        grey = page.eval_on_selector(
            "video",
            """async (film, second) => {
              // On a busy machine "seeked" comes before there is anything to draw.
              const shown = new Promise(done => {
                const look = (_, frame) =>
                  Math.abs(frame.mediaTime - second) < 0.03
                    ? done() : film.requestVideoFrameCallback(look);
                film.requestVideoFrameCallback(look);
              });
              film.currentTime = second + 0.01;
              await Promise.race([shown, new Promise(done => setTimeout(done, 20000))]);
              const canvas = document.createElement("canvas");
              canvas.width = canvas.height = 1;
              const draw = canvas.getContext("2d");
              draw.drawImage(film, 0, 0, 1, 1);
              return draw.getImageData(0, 0, 1, 1).data[0];
            }""",
            second,
        )
    wanted = (40 + int(second * 25 + 0.25) // 2 - 16) * 255 / 219
    assert abs(grey - wanted) < 4


@pytest.mark.browser
def test_a_browser_that_does_not_play_av1_takes_the_other(
    tmp_path: Path, whole: Publication, page: Any
) -> None:
    write_set(whole, tmp_path / "bataille")
    embed = tmp_path / "bataille" / "embed.html"
    text = embed.read_text(encoding="utf-8")
    # A profile that no decoder has: as AV1 is to a browser that never heard of it.
    embed.write_text(text.replace("av01.0.00M.08", "av01.7.00M.08"), encoding="utf-8")
    with served(tmp_path) as address:
        page.goto(f"{address}/bataille/embed.html")
        told = page.eval_on_selector("video", PLAYS)
    assert "/media/film." in told["source"]
    assert ".av1" not in told["source"]


@pytest.mark.browser
def test_the_picture_to_paste_is_the_smallest_form_a_browser_reads(
    tmp_path: Path, whole: Publication, page: Any
) -> None:
    write_set(whole, tmp_path / "bataille")
    snippet = (tmp_path / "bataille" / "snippet.html").read_text(encoding="utf-8")
    picture = snippet.partition("<!-- 3. picture -->")[2].replace('loading="lazy" ', "")
    (tmp_path / "cms.html").write_text(f"<!DOCTYPE html><title>x</title>{picture}", "utf-8")
    with served(tmp_path) as address:
        page.goto(f"{address}/cms.html")
        page.wait_for_function("document.images[0].complete && document.images[0].naturalWidth")
        shown = page.eval_on_selector("img", "image => image.currentSrc")
        page.click("a")
        page.wait_for_url("**/embed.html")
    assert shown.endswith("/bataille/poster.avif")


def test_names_say_shape_and_codec(whole: Publication) -> None:
    upright = tuple(replace(film, format="9:16") for film in whole.films)
    made = replace(whole, films=(*whole.films, *upright))
    assert [film_name(made, number) for number in range(4)] == [
        "film.mp4",
        "film.av1.mp4",
        "film-9x16.mp4",
        "film-9x16.av1.mp4",
    ]


def test_a_page_shows_the_webp_and_social_networks_the_jpeg(whole: Publication) -> None:
    assert page_poster(whole) == "poster.webp"
    assert poster_names(whole) == ["poster.jpg", "poster.avif", "poster.webp"]
    assert page_poster(replace(whole, other_posters={})) == "poster.jpg"


def test_a_set_without_one_of_its_films_is_damaged(tmp_path: Path, whole: Publication) -> None:
    write_set(whole, tmp_path)
    assert verify(tmp_path) == ()
    (tmp_path / "film.av1.mp4").unlink()
    (tmp_path / "poster.avif").unlink()
    assert {damage.file for damage in verify(tmp_path)} >= {"film.av1.mp4", "poster.avif"}
