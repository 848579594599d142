"""What the published film is as a stream, and that a still is its frame."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from PIL import Image

from renderer.production.events import SilentWitness
from renderer.production.film_structure import Layout
from renderer.production.options import Options
from renderer.production.prepare import Production, prepare
from renderer.production.publication.poster import candidates
from renderer.production.render import make_films
from renderer.production.still import frame_of_slide, paint_frames
from renderer.timebase import SAMPLE_RATE
from tests.production.projects import (
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    rgb_frame,
    run,
)

if TYPE_CHECKING:
    from av.container.core import Chapter

FPS = 24
SIZE = ("--height", "96")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    board = board_of(
        card_slide("ouverture", chapter="Le port"),
        photo_slide("quai"),
        photo_slide("rade", "deux.jpg", chapter="La mer & le ciel", transition="wipe"),
        title="Été 1944 : l'« assaut »",
    )
    project = new_project(tmp_path_factory.mktemp("film"), board)
    assert project.render("--format", "16:9", "--format", "1:1", *SIZE).code == 0
    return project


@pytest.fixture(scope="module")
def production(project: Project) -> Production:
    options = Options(engine="hum", offline=True, height=96, cache=project.cache, jobs=2)
    return prepare(project.path, options)


@pytest.fixture(scope="module")
def layout(production: Production) -> Layout:
    return make_films(production, SilentWitness()).films[0].layout


def test_the_pictures_are_what_every_browser_plays(project: Project, layout: Layout) -> None:
    with av.open(str(project.film)) as film:
        video = film.streams.video[0]
        context = video.codec_context
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert (context.width, context.height) == (170, 96)
        assert video.average_rate == FPS
        frame = next(film.decode(video=0))
        # 1 is BT.709 in the tables of ITU-T H.273, and limited range in FFmpeg's.
        assert (frame.colorspace, frame.color_range) == (1, 1)
        assert (context.color_primaries, context.color_trc) == (1, 1)
    with av.open(str(project.film)) as film:
        assert len(list(film.decode(video=0))) == layout.timeline.length


def test_a_key_frame_comes_at_least_every_five_seconds(project: Project) -> None:
    with av.open(str(project.film)) as film:
        packets = [packet for packet in film.demux(video=0) if packet.is_keyframe]
        keys = [packet.pts for packet in packets if packet.pts is not None]
        ticks = 1 / (film.streams.video[0].time_base or Fraction(1))
    gaps = [later - earlier for earlier, later in pairwise(keys)]
    assert keys[0] == 0
    assert max(gaps) <= 5 * ticks


def test_the_sound_is_aac_at_48_khz_and_ends_with_the_pictures(project: Project) -> None:
    with av.open(str(project.film)) as film:
        audio, video = film.streams.audio[0], film.streams.video[0]
        assert (audio.codec_context.name, audio.codec_context.profile) == ("aac", "LC")
        assert audio.codec_context.sample_rate == SAMPLE_RATE
        ends: dict[str, Fraction] = {}
        for packet in film.demux(audio, video):
            if packet.pts is not None and packet.duration and packet.time_base:
                end = (packet.pts + packet.duration) * packet.time_base
                ends[packet.stream.type] = max(end, ends.get(packet.stream.type, Fraction(0)))
    assert abs(ends["audio"] - ends["video"]) <= Fraction(1, FPS)


def test_the_film_says_its_title_language_and_chapters(project: Project, layout: Layout) -> None:
    with av.open(str(project.film)) as film:
        assert film.metadata["title"].replace("\u202f", " ").startswith("Été 1944")
        # The third stream holds the chapters' titles; FFmpeg leaves its language at its default.
        for stream in (film.streams.video[0], film.streams.audio[0]):
            assert stream.metadata["language"] == "fra"
        told = [
            (c["metadata"]["title"], c["start"] * _of(c), c["end"] * _of(c))
            for c in film.chapters()
        ]
    whole = Fraction(layout.timeline.length, FPS)
    assert [title for title, *_ in told] == ["Le port", "La mer & le ciel"]
    assert told[0][1] == 0
    assert abs(told[-1][2] - whole) <= Fraction(1, 1000)
    assert told[0][2] == told[1][1]


def _of(chapter: Chapter) -> Fraction:
    """The unit of a chapter's times."""
    assert chapter["time_base"] is not None
    return chapter["time_base"]


def test_a_player_can_start_before_it_has_the_whole_film(project: Project) -> None:
    data = project.film.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_each_shape_has_its_film(project: Project) -> None:
    with av.open(str(project.folder / "film-1x1.mp4")) as film:
        context = film.streams.video[0].codec_context
        assert (context.width, context.height) == (96, 96)


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    error = np.mean((one.astype(float) - other.astype(float)) ** 2)
    return float("inf") if error == 0 else 10 * np.log10(255**2 / error)


@pytest.mark.parametrize("slide", ["ouverture", "quai", "rade"])
def test_a_still_is_the_frame_that_the_encoder_was_given(
    project: Project, production: Production, layout: Layout, tmp_path: Path, slide: str
) -> None:
    out = tmp_path / "still.png"
    assert project.make("still", *SIZE, "--slide", slide, "--out", out).code == 0
    still = np.asarray(Image.open(out))
    number = frame_of_slide(layout, slide)
    [painted] = paint_frames(production, layout, [number], SilentWitness())
    assert np.array_equal(still, painted)
    near = {n: psnr(still, rgb_frame(project.film, n)) for n in (number - 12, number, number + 12)}
    assert near[number] > 30
    assert near[number] == max(near.values())


def test_a_still_at_a_time_is_that_frame(project: Project, layout: Layout, tmp_path: Path) -> None:
    out = tmp_path / "still.png"
    frame = layout.timeline.slides[1].start + 1  # inside a transition
    time = str(frame / FPS + 0.01)
    told = project.make("still", *SIZE, "--at", time, "--out", out, "--json").json
    assert told == {"file": str(out), "frame": frame}
    assert psnr(np.asarray(Image.open(out)), rgb_frame(project.film, frame)) > 30


def test_the_poster_is_a_frame_of_a_photograph_without_its_caption(
    project: Project, layout: Layout
) -> None:
    poster = np.asarray(Image.open(project.folder / "poster.jpg"))
    offered = [each for each in candidates(layout) if each.slide]
    frames = [layout.tasks[each.task].segment.start + each.frame for each in offered]
    assert not any(span.start <= f < span.end for f in frames for span in layout.captions)
    assert max(psnr(poster, rgb_frame(project.film, frame)) for frame in frames) > 28


def test_a_film_of_one_slide_alone(project: Project, tmp_path: Path) -> None:
    outcome = project.render("--only", "quai", "--json", *SIZE, out=tmp_path)
    assert outcome.code == 0
    assert outcome.json["films"][0]["frames"] < 120
    words = ("--voice", "hum", "--cache", project.cache)
    assert run("say", project.path, *words, "--only", "quai", "--json").json[0]["slide"] == "quai"
