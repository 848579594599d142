"""Drawings on a transparent ground lie on the theme's paper; those it swallows are told of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from renderer.frames.contrast import contrast
from renderer.frames.pixels import Size
from renderer.photographs.photograph import decode_picture
from renderer.themes.file import load_theme
from tests.pictures import makers
from tests.production.projects import RIGHTS, Project, board_of, new_project, photo_slide, run

THEMES = ("sobre", "archives", "officiel")
FAINT = "can hardly be told from the theme's paper"
SIZE = (320, 180)


def drawn(ink: Any = (0, 0, 0), *, clear: Any = (0, 0, 0)) -> Image.Image:
    """Lines on a ground that is transparent, whatever colour it has under that."""
    image = Image.new("RGBA", (SIZE[0] * 4, SIZE[1] * 4), (*clear, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((400, 200, 880, 520), outline=(*ink, 255), width=60)
    pen.line((100, 100, 1180, 620), fill=(*ink, 255), width=60)
    return image.resize(SIZE, Image.Resampling.LANCZOS)


def palette_png() -> bytes:
    hard = drawn().getchannel("A").point(lambda value: 255 if value > 127 else 0)
    image = Image.fromarray((np.asarray(hard) // 255).astype(np.uint8)).convert("P")
    image.putpalette([255, 255, 255, 0, 0, 0])
    return makers.saved(image, "PNG", transparency=0)


def keyed() -> Image.Image:
    black, white = (Image.new("RGB", SIZE, colour) for colour in ("black", "white"))
    return Image.composite(black, white, drawn().getchannel("A"))


FILES = {
    "rgba.png": lambda: makers.saved(drawn(), "PNG"),
    "la.png": lambda: makers.saved(drawn().convert("LA"), "PNG"),
    "palette.png": palette_png,
    "key.png": lambda: makers.saved(keyed(), "PNG", transparency=(255, 255, 255)),
    "a.webp": lambda: makers.saved(drawn(), "WEBP", lossless=True),
    "a.tif": lambda: makers.saved(drawn(), "TIFF"),
    "a.jp2": lambda: makers.saved(drawn(), "JPEG2000"),
    "a.gif": lambda: makers.saved(drawn(), "GIF"),
    "a.avif": lambda: makers.saved(drawn(), "AVIF", quality=100),
}


def project_of(tmp_path: Path, data: bytes, style: str, **image: Any) -> Project:
    shown = {"file": "trait.png", "alt": "Un trait.", "rights": RIGHTS, "motion": "none", **image}
    slide = photo_slide("trait", image=shown, caption=None)
    project = new_project(tmp_path, board_of(slide, style=style))
    (project.media / "trait.png").write_bytes(data)
    return project


def seen(project: Project, *words: str) -> Any:
    out = project.root / "still.png"
    done = project.make("still", "--slide", "trait", "--out", out, "--height", "180", *words)
    assert done.code == 0, done.err
    return np.asarray(Image.open(out).convert("RGB")).astype(int)


@pytest.mark.parametrize("style", THEMES)
@pytest.mark.parametrize("fit", ["cover", "contain", "blur"])
def test_what_is_transparent_is_the_themes_paper_in_every_fit(
    tmp_path: Path, style: str, fit: str
) -> None:
    picture = seen(project_of(tmp_path, makers.saved(drawn(), "PNG"), style, fit=fit))
    paper = load_theme(style).colours.paper
    corner = picture[150, 20:60].reshape(-1, 3)
    assert np.abs(corner - paper).max() <= 3
    assert picture[90, 160].max() <= 12  # on the line


@pytest.mark.parametrize("name", FILES)
def test_every_format_that_can_be_transparent_is_laid_on_the_paper(
    tmp_path: Path, name: str
) -> None:
    picture = seen(project_of(tmp_path, FILES[name](), "archives"))
    paper = load_theme("archives").colours.paper
    assert np.abs(picture[150, 20:60].reshape(-1, 3) - paper).max() <= 6
    assert picture[90, 160].max() <= 12
    assert contrast(tuple(picture[90, 160]), tuple(picture[150, 30])) > 10


@pytest.mark.parametrize("command", ["check", "plan", "render"])
@pytest.mark.parametrize(("style", "faint"), [("sobre", True), ("archives", False)])
def test_ink_that_the_paper_swallows_is_told_before_and_while_it_is_drawn(
    tmp_path: Path, command: str, style: str, faint: bool
) -> None:
    project = project_of(tmp_path, makers.saved(drawn(), "PNG"), style)
    for _ in range(2 if command == "check" else 1):  # what was remembered is told as well
        check = ("check", project.path, "--cache", project.cache)
        said = run(*check) if command == "check" else project.make(command)
        assert (FAINT in said.err) == faint
        assert said.code == 0


@pytest.mark.parametrize(
    ("ink", "style", "faint"),
    [
        ((255, 255, 255), "officiel", True),
        ((250, 240, 225), "archives", True),
        ((255, 255, 255), "sobre", False),
        ((30, 30, 40), "sobre", True),
        ((220, 90, 60), "sobre", False),
    ],
)
@pytest.mark.parametrize("wanted", [Size(*SIZE), Size(48, 27)])
def test_ink_and_paper_are_compared_by_their_contrast(
    ink: Any, style: str, faint: bool, wanted: Size
) -> None:
    paper = load_theme(style).colours.paper
    decoded = decode_picture(makers.saved(drawn(ink), "PNG"), "a", wanted, paper)
    assert [FAINT in said for said in decoded.warnings] == [True] * faint


def test_lines_that_are_lost_between_colours_that_are_not_are_told_of() -> None:
    image = drawn()
    ImageDraw.Draw(image).rectangle((100, 60, 120, 80), fill=(220, 90, 60, 255))
    decoded = decode_picture(makers.saved(image, "PNG"), "a", Size(*SIZE), (26, 30, 36))
    assert FAINT in decoded.warnings[0]


def test_another_theme_is_told_of_anew(tmp_path: Path) -> None:
    """What was found of a picture on one paper isn't remembered for another."""
    project = project_of(tmp_path, makers.saved(drawn(), "PNG"), "officiel")
    assert FAINT not in run("check", project.path, "--cache", project.cache).err
    text = project.path.read_text(encoding="utf-8")
    project.write(text.replace("style: officiel", "style: sobre"))
    assert FAINT in run("check", project.path, "--cache", project.cache).err


def test_the_paper_is_in_the_keys_of_what_shows_it(tmp_path: Path) -> None:
    """A project's own theme changes its paper: the segments are drawn again."""
    project = project_of(tmp_path, makers.saved(drawn(), "PNG"), "nuit")
    theme = project.path.parent / "themes" / "nuit.yaml"
    theme.parent.mkdir()
    for paper in ("#203040", "#402030"):
        theme.write_text(
            f'theme: 1\ntitle: Nuit\nbased_on: sobre\ncolours: {{paper: "{paper}"}}\n',
            encoding="utf-8",
        )
        made = project.rendered()["films"][0]["segments"]
        assert made["made"] > 0
        expected = [int(paper[at : at + 2], 16) for at in (1, 3, 5)]
        assert np.abs(seen(project)[150, 30] - expected).max() <= 3


@pytest.mark.parametrize("clear", [(0, 0, 0), (255, 255, 255), (255, 0, 0)])
@pytest.mark.parametrize("wanted", [Size(320, 180), Size(80, 45), Size(37, 21)])
def test_soft_edges_have_no_fringe_of_what_was_under_them(clear: Any, wanted: Size) -> None:
    """White on white paper stays white at any size, whatever the transparent pixels hold."""
    pixels = np.zeros((180, 320, 4), np.uint8)
    pixels[..., :3] = clear
    pixels[40:140, 60:260] = 255
    # An edge of one half, as drawing programs leave it, in the ink's own colour.
    pixels[39, 60:260] = pixels[140, 60:260] = (255, 255, 255, 128)
    data = makers.saved(Image.fromarray(pixels), "PNG")
    shown = decode_picture(data, "a", wanted, (255, 255, 255)).rgb
    assert shown.min() >= 253


def test_half_transparent_ink_is_half_way_as_in_a_browser() -> None:
    """Composited in sRGB's own values, as CSS does: not in linear light."""
    pixels = np.full((16, 16, 4), (0, 0, 0, 128), np.uint8)
    for kind in ("PNG", "TIFF"):
        shown = decode_picture(
            makers.saved(Image.fromarray(pixels), kind), "a", Size(16, 16), (200,) * 3
        )
        assert abs(int(shown.rgb[0, 0, 0]) - 200 * 127 / 255) <= 1


def test_a_photograph_with_soft_corners_or_without_ink_is_not_a_drawing() -> None:
    black = np.zeros((100, 100, 4), np.uint8)
    black[..., 3] = 255
    black[:5, :5, 3] = 0
    data = makers.saved(Image.fromarray(black), "PNG")
    assert decode_picture(data, "a", Size(100, 100), (20, 20, 20)).warnings == ()
    black[..., 3] = 0
    (said,) = decode_picture(makers.saved(Image.fromarray(black), "PNG"), "a", Size(9, 9)).warnings
    assert "transparent all over" in said
