"""Which picture stands for a film: made pictures, and a film that has a bad and a good one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from renderer.production.publication import poster
from renderer.production.publication.poster import visibility_of
from tests.production.projects import (
    Project,
    board_of,
    card_slide,
    draw_photo,
    new_project,
    photo_slide,
    run,
)

SIZE = (320, 180)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    return Image.open(draw_photo(tmp_path_factory.mktemp("photo") / "good.png", 3, SIZE))


def dimmed(picture: Image.Image, factor: float, lift: int = 0) -> Image.Image:
    return picture.point(lambda level: int(level * factor) + lift)


def test_what_can_be_seen_small_beats_what_can_not(good: Image.Image) -> None:
    worse = {
        "dark": dimmed(good, 0.35),
        "pale": dimmed(good, 0.3, 170),
        "blurred": good.filter(ImageFilter.GaussianBlur(9)),
        "grey": good.convert("L"),
    }
    scores = {name: visibility_of(picture) for name, picture in worse.items()}
    assert all(0 < score < visibility_of(good) for score in scores.values()), scores
    assert min(scores["dark"], scores["pale"], scores["blurred"]) < scores["grey"]


@pytest.mark.parametrize("level", [4, 128, 251])
def test_one_even_tone_is_no_picture(level: int) -> None:
    assert visibility_of(Image.new("RGB", SIZE, (level, level, level))) == 0


def shown(project: Project) -> np.ndarray:
    return np.asarray(Image.open(project.folder / "poster.jpg").convert("RGB")).astype(int)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Red is the picture that is hardly seen, and stands first; green and blue can be seen."""
    board = board_of(
        card_slide("titre"),
        photo_slide("nuit", "nuit.png", caption=None),
        photo_slide("flou", "flou.png", caption=None),
        photo_slide("net", "net.png", caption=None),
        photo_slide("plat", "plat.png", caption=None),
    )
    made = new_project(tmp_path_factory.mktemp("poster"), board)
    noise = np.random.default_rng(5).integers(30, 226, (8, 12), dtype=np.uint8)
    plain = np.asarray(Image.fromarray(noise).resize((240, 160), Image.Resampling.NEAREST))
    soft = np.asarray(Image.fromarray(plain).filter(ImageFilter.GaussianBlur(12)))
    nothing = np.zeros_like(plain)
    for name, bands in {
        "nuit": (plain // 8, nothing, nothing),
        "flou": (nothing, soft, nothing),
        "net": (plain // 2, plain // 2, plain),
        "plat": (nothing + 90, nothing + 90, nothing + 90),
    }.items():
        Image.fromarray(np.dstack(bands)).save(made.media / f"{name}.png")
    assert made.render().code == 0
    return made


def test_the_poster_is_the_photograph_that_is_seen_best(project: Project) -> None:
    red, green, blue = shown(project).reshape(-1, 3).mean(axis=0)
    assert blue > 1.3 * max(red, green)


def test_the_author_may_name_its_slide(project: Project, tmp_path: Path) -> None:
    text = project.path.read_text(encoding="utf-8")
    named = project.path.with_name("nomme.yaml")
    named.write_text(text.replace("film:", "film:\n  poster: flou", 1), encoding="utf-8")
    words = ("--voice", "hum", "--offline", "--height", "64", "--cache", project.cache)
    try:
        assert run("render", named, *words, "--out", tmp_path).code == 0
        wrong = named.read_text(encoding="utf-8").replace("poster: flou", "poster: floue")
        named.write_text(wrong, encoding="utf-8")
        outcome = run("check", named)
    finally:
        named.unlink()
    poster = np.asarray(Image.open(tmp_path / project.folder.name / "poster.jpg")).astype(int)
    red, green, blue = poster.reshape(-1, 3).mean(axis=0)
    assert green > 2 * max(red, blue)
    assert outcome.code == 2
    assert "there is no slide 'floue'" in outcome.err + outcome.out


def test_a_map_stands_for_a_film_without_photographs_and_the_first_card_for_one_of_cards(
    tmp_path: Path,
) -> None:
    chart = {"view": {"centre": [49.2, -0.4], "km": 200}, "credit": "no"}
    slide = {"id": "carte", "map": chart, "narration": "Voici Caen."}
    cards = [card_slide("un"), card_slide("deux", card={"text": "Un long texte. " * 6})]
    made = new_project(tmp_path, board_of(*cards, slide))
    outcome = made.render("--json")
    assert outcome.code == 0, outcome.err
    still = tmp_path / "still.png"
    for wanted, other in (("carte", "un"), ("un", "deux")):
        distance = {}
        for name in (wanted, other):
            words = ("--slide", name, "--height", "64", "--voice", "hum", "--offline")
            told = run("still", made.path, *words, "--cache", made.cache, "--out", still)
            assert told.code == 0, told.err
            drawn = np.asarray(Image.open(still).convert("RGB")).astype(int)
            distance[name] = np.abs(drawn - shown(made)).mean()
        assert distance[wanted] < distance[other], distance
        made.write(board_of(*cards))
        assert made.render().code == 0


def test_after_an_edit_only_frames_of_the_edited_slide_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slides = [photo_slide(name, f"{name}.png", caption=None) for name in ("un", "deux", "trois")]
    made = new_project(tmp_path, board_of(*slides))
    for seed, name in enumerate(("un", "deux", "trois", "autre")):
        draw_photo(made.media / f"{name}.png", seed)
    looked: list[Image.Image] = []

    def noted(picture: Image.Image) -> int:
        looked.append(picture)
        return visibility_of(picture)

    monkeypatch.setattr(poster, "visibility_of", noted)
    assert made.render().code == 0
    assert len(looked) == 3
    made.write(board_of(*slides[:2], photo_slide("trois", "autre.png", caption=None)))
    assert made.render().code == 0
    assert len(looked) == 4
    assert made.render().code == 0
    assert len(looked) == 4
