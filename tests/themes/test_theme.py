import dataclasses
import pickle
import shutil
from pathlib import Path

import pytest
from PIL import Image

from renderer.errors import PictureError, StoryboardError
from renderer.frames.contrast import READABLE, contrast
from renderer.pictures.specimen import draw_specimen
from renderer.themes.file import load_theme, theme_files
from renderer.typesetting.fonts import bundled_face, drawing_versions, missing_glyphs

BUILT_IN = ("sobre", "archives", "officiel")


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_theme_is_readable_everywhere(name: str) -> None:
    theme = load_theme(name)
    colours = theme.colours
    for text in (colours.ink, colours.quiet, colours.accent):
        assert contrast(text, colours.paper) >= READABLE
        assert contrast(text, colours.edge) >= READABLE
    for side, colour in theme.map.sides:
        assert contrast(colour, theme.map.land) >= 3, side  # WCAG 1.4.11, graphics


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_theme_has_every_french_character(name: str) -> None:
    theme = load_theme(name)
    needed = "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒàâäçéèêëîïôöùûüÿæœ«»“”‘’–—…·•×°ºª№€§†0123456789&@#%\u00a0\u202f"
    for part in ("display", "text", "strong", "italic", "label", "small"):
        assert missing_glyphs(needed, theme.fonts.stack(part)) == ""


def test_every_theme_differs_from_the_others_in_its_digest() -> None:
    assert len({load_theme(name).digest for name in BUILT_IN}) == len(BUILT_IN)


def test_a_theme_travels_between_processes() -> None:
    theme = load_theme("sobre")
    assert pickle.loads(pickle.dumps(theme)) == theme
    assert hash(theme) == hash(load_theme("sobre"))


def test_a_project_theme_says_only_what_differs(tmp_path: Path) -> None:
    written(tmp_path, "musee", 'based_on: archives\ncolours: {accent: "#1f4e79"}\ntitle: Musée\n')
    theme, base = load_theme("musee", [tmp_path]), load_theme("archives")
    assert theme.colours == dataclasses.replace(base.colours, accent=(0x1F, 0x4E, 0x79))
    assert theme.fonts == base.fonts
    assert theme.digest != base.digest


def test_a_project_may_have_its_own_sobre(tmp_path: Path) -> None:
    written(tmp_path, "sobre", "caption: {lines: 3}\n")
    assert load_theme("sobre", [tmp_path]).caption.lines == 3
    assert load_theme("sobre").caption.lines == 2


def test_a_font_file_beside_the_theme_is_known_by_its_bytes(tmp_path: Path) -> None:
    face = bundled_face("Source Serif Pro Bold")
    (tmp_path / "fonts").mkdir()
    shutil.copy(face.path, tmp_path / "fonts" / "maison.otf")
    written(tmp_path, "maison", "fonts: {display: fonts/maison.otf}\n")
    assert load_theme("maison", [tmp_path]).fonts.display.digest == face.digest


@pytest.mark.parametrize(
    ("text", "line", "column", "said", "code"),
    [
        ('colours: {acent: "#8a2e20"}', 1, 11, "did you mean 'accent'", "key-unknown"),
        ("colours:\n  accent: rouge", 2, 11, "wants a colour", "value-unfit"),
        ("colours:\n  accent: #8a2e20", 2, 3, "'accent'", "key-missing"),
        ("caption:\n  place: droite", 2, 10, "it may be left or centre", "value-unknown"),
        ("caption:\n  size: 40", 2, 9, "wants a number from 3 to 9", "value-out-of-range"),
        ("title: A\ntitle: B", 2, 1, "title", "key-repeated"),
        ("fonts:\n  display: Garamond", 2, 12, "no font is called 'Garamond'", "font-missing"),
        ("fonts:\n  text: Source Serif Pro Fat", 2, 9, "it has Black", "font-missing"),
        ("fonts:\n  text: ../x.otf", 2, 9, "there is no font file", "font-missing"),
        ("logo: logo.png", 1, 7, "there is no 'logo.png' beside the theme", "file-missing"),
        ("theme: 2", 1, 8, "2", "value-unknown"),
        ("- a\n- b", 1, 1, "keys and their values", "file-without-keys"),
        ("map:\n  sides: {allies: bleu}", 2, 19, "wants a colour", "value-unfit"),
    ],
)
def test_a_mistake_in_a_theme_is_shown_at_its_line(
    tmp_path: Path, text: str, line: int, column: int, said: str, code: str
) -> None:
    path = written(tmp_path, "essai", text)
    with pytest.raises(StoryboardError) as caught:
        load_theme("essai", [tmp_path])
    (problem,) = caught.value.problems
    assert said in f"{problem.what} {problem.remedy}"
    assert (problem.mark.path, problem.mark.line, problem.mark.column) == (path, line, column)
    assert problem.code == code


def test_faint_text_is_a_mistake_with_its_ratio(tmp_path: Path) -> None:
    written(tmp_path, "pale", 'based_on: officiel\ncolours:\n  quiet: "#aaaaaa"\n')
    with pytest.raises(StoryboardError, match=r"contrast of 2\.3") as caught:
        load_theme("pale", [tmp_path])
    assert caught.value.problems[0].mark.line == 3
    assert caught.value.problems[0].code == "contrast-too-low"


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "essai", "colours: {ink: noir, paper: blanc}\ncaption: {lines: beaucoup}\n")
    with pytest.raises(StoryboardError) as caught:
        load_theme("essai", [tmp_path])
    assert len(caught.value.problems) == 3


def test_themes_in_a_circle_are_refused(tmp_path: Path) -> None:
    written(tmp_path, "a", "based_on: b\n")
    written(tmp_path, "b", "based_on: a\n")
    with pytest.raises(StoryboardError, match="in a circle") as caught:
        load_theme("a", [tmp_path])
    assert caught.value.problems[0].code == "theme-circular"


@pytest.mark.parametrize("name", ["nulle-part", "../sobre", "", "sobre.yaml"])
def test_an_unknown_theme_names_those_there_are(name: str) -> None:
    with pytest.raises(PictureError, match="archives, officiel, sobre") as caught:
        load_theme(name)
    assert caught.value.code == "theme-unknown"


def test_a_font_file_that_is_no_font_is_refused_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "faux.otf").write_text("<html>")
    written(tmp_path, "essai", "title: Essai\nfonts: {text: faux.otf}\n")
    with pytest.raises(StoryboardError, match=r"faux\.otf can't be used") as caught:
        load_theme("essai", [tmp_path])
    assert caught.value.problems[0].mark.line == 2


def test_the_logo_changes_the_digest(tmp_path: Path) -> None:
    written(tmp_path, "ministere", "based_on: officiel\nlogo: logo.png\n")
    digests = set()
    for colour in ("red", "blue"):
        Image.new("RGBA", (40, 20), colour).save(tmp_path / "logo.png")
        digests.add(load_theme("ministere", [tmp_path]).digest)
    assert len(digests) == 2


def test_the_versions_that_decide_where_ink_falls_are_known() -> None:
    versions = drawing_versions()
    assert set(versions) == {"pillow", "freetype2", "raqm", "fribidi", "harfbuzz"}
    assert versions["freetype2"] != "none"


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_specimen_sheet_shows_the_theme(name: str) -> None:
    theme = load_theme(name)
    sheet = draw_specimen(theme)
    assert sheet.shape == (2420, 1920, 3)
    assert tuple(sheet[2, 2]) == theme.colours.paper
    assert theme_files()[name].is_file()
