"""The theme file: one YAML file that says how a film looks, read into a checked `Theme`.

    a name ──load_theme──▶ Theme, or every mistake with its line

Comes in: a theme's name and the folders a project keeps themes in. Goes out: a `Theme`. Knows
nothing of drawing. A key left out has the value it has in the theme's ``based_on`` (`sobre` unless
it says another).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from renderer.errors import PictureError, Problem, StoryboardError
from renderer.frames.contrast import READABLE, Colour, contrast, hexadecimal
from renderer.messages import tr, trc
from renderer.storyboard.fields import Colour as ColourText
from renderer.storyboard.fields import Text, Truth, number_from, whole_from
from renderer.storyboard.mistakes import problems_of
from renderer.storyboard.model import Model
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import read_source
from renderer.storyboard.yaml_tree import Tree
from renderer.themes.theme import (
    Axis,
    Backing,
    Band,
    CaptionLook,
    CardLook,
    EndLook,
    MapPalette,
    Ornament,
    Part,
    SubtitleLook,
    Texture,
    Theme,
    ThemeColours,
    ThemeFonts,
    parts_digest,
)
from renderer.typesetting.fonts import FontFace, bundled_face, read_face


class Fonts(Model):
    """A bundled family and style ("Source Serif Pro Light"), or a font file beside the theme."""

    display: Text = Field(description="Titles and dates.")
    text: Text = Field(description="Captions and paragraphs.")
    strong: Text = Field(description="What weighs more within them.")
    italic: Text = Field(description="Quotations and subtitles.")
    label: Text = Field(description="Letterspaced capitals; labels on maps and pictures.")
    small: Text = Field(description="Credits and notes.")


class Colours(Model):
    """The colours of cards."""

    paper: ColourText = Field(description="Behind everything, at the middle.")
    edge: ColourText = Field(description="The paper towards the frame's edges.")
    ink: ColourText = Field(description="Text.")
    quiet: ColourText = Field(description="Text of second rank.")
    accent: ColourText = Field(description="Rules, ornaments, letterspaced capitals.")


class Caption(Model):
    """Captions on pictures."""

    place: Axis = Field(description="left or centre.")
    band: Band = Field(description="What lies behind: scrim, panel or strip.")
    size: Annotated[float, number_from(3, 9, "4.6")] = Field(
        description="Of its letters, percent of the frame's shorter side."
    )
    lines: Annotated[int, whole_from(1, 4, "2")] = Field(description="At most.")
    text: ColourText = Field(description="Its letters.")
    ground: ColourText = Field(description="What lies behind them.")
    rule: Truth = Field(description="Whether a short rule in the accent colour stands before it.")


class Subtitle(Model):
    """Cues drawn on pictures."""

    font: Part = Field(description="Which of the theme's fonts.")
    band: Backing = Field(description="What lies behind: box, lines or outline.")
    size: Annotated[float, number_from(3, 8, "5")] = Field(
        description="Of its letters, percent of the frame's shorter side."
    )
    text: ColourText = Field(description="Its letters.")
    ground: ColourText = Field(description="What lies behind them.")
    highlight: ColourText = Field(description="What is being said.")


class CardStyle(Model):
    """Title, quotation and text cards."""

    align: Axis = Field(description="left or centre.")
    texture: Texture = Field(description="Of the paper: plain, grain or paper.")
    rule: Truth = Field(description="Whether short rules in the accent colour set titles off.")
    ornament: Ornament = Field(description="none, frame or bar.")


class MapColours(Model):
    """The colours of maps of operations."""

    sea: ColourText = Field(description="Water.")
    land: ColourText = Field(description="Ground.")
    land_edge: ColourText = Field(description="Coasts.")
    river: ColourText = Field(description="Rivers.")
    border: ColourText = Field(description="Borders.")
    label: ColourText = Field(description="Names.")
    grid: ColourText = Field(description="Meridians and parallels.")
    sides: dict[str, ColourText] = Field(description="allies, axis, neutral: each side's colour.")


class End(Model):
    """The end card."""

    title: Text | None = Field(None, description="Else the film's own.")
    notice: Text | None = Field(None, description="Below it, small.")


class ThemeFile(Model):
    """A whole theme."""

    theme: Literal["1"] = Field(description="The version of this format: 1.")
    title: Text = Field(description="Its name, for people.")
    based_on: Text | None = Field(
        None, description="The theme whose values stand for what this one leaves out."
    )
    fonts: Fonts = Field(description="Its letters.")
    colours: Colours = Field(description="Of cards.")
    caption: Caption = Field(description="On pictures.")
    subtitle: Subtitle = Field(description="Cues drawn on pictures.")
    card: CardStyle = Field(description="Title, quotation and text cards.")
    map: MapColours = Field(description="Of maps of operations.")
    end: End = Field(description="The end card.")
    logo: Text | None = Field(None, description="A PNG beside the theme.")
    motion: Literal["auto", "none"] | None = Field(
        None, description="none: cards and maps stand still; else they come a little closer."
    )


_FALLBACK = ("Source Serif Pro", "Source Sans Pro")
_BASE = "sobre"


def load_theme(name: str, folders: Sequence[Path] = ()) -> Theme:
    """Read the theme called *name*: ``name.yaml`` in the first of *folders* that has it,
    else one of the built-in themes.

    Raises:
        PictureError: no theme has that name, or a font of it can't be used.
        StoryboardError: the file is wrong; every mistake with its line.
    """
    return read_theme(find_theme(name, folders), folders)


def find_theme(name: str, folders: Sequence[Path] = ()) -> Path:
    """The file of the theme called *name*.

    Raises:
        PictureError: there is none; the message lists those there are.
    """
    known = theme_files(folders)
    if name not in known:
        raise PictureError(
            tr(
                "there is no theme '{name}': the themes are {known}",
                name=name,
                known=", ".join(sorted(known)),
            ),
            code="theme-unknown",
        )
    return known[name]


def theme_files(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Every theme within reach, by name; a project's own hides a built-in one of that name."""
    builtin = Path(__file__).parent / "builtin"
    result: dict[str, Path] = {}
    for folder in (*folders, builtin):
        for path in sorted(folder.glob("*.yaml")):
            result.setdefault(path.stem, path)
    return result


def read_theme(path: Path, folders: Sequence[Path]) -> Theme:
    """Read and check the theme file at *path*.

    Raises:
        StoryboardError: the file is wrong; every mistake with its line.
        PictureError: the theme it is based on doesn't exist.
        UsageError: the file can't be read.
    """
    tree = _tree(path)
    values = _whole(tree, folders, seen=(path.stem,))
    try:
        checked = ThemeFile.model_validate(values)
    except ValidationError as error:
        raise StoryboardError(problems_of(tree, ThemeFile, error)) from error
    faces, problems = _faces(checked, tree)
    problems += [*_too_faint(checked, tree), *_sides_missing(checked, tree)]
    logo = _beside(path, checked.logo) if checked.logo else None
    if checked.logo and logo is None:
        problems.append(
            Problem(
                code="file-missing",
                mark=tree.mark(("logo",)),
                what=tr("there is no '{name}' beside the theme", name=checked.logo),
                remedy=tr("put the logo, a PNG, in the theme's folder"),
            )
        )
    if problems:
        raise StoryboardError(problems)
    return _built(path.stem, checked, faces, logo)


def _tree(path: Path) -> Tree:
    tree, problems = read_tree(read_source(path))
    if not problems and not isinstance(tree.data, dict):
        problems = [
            Problem(
                code="file-without-keys",
                mark=tree.source.mark(0, 1),
                what=tr("a theme is a list of keys and their values"),
                remedy=tr(
                    "for example '{first}', then '{second}'",
                    first="theme: 1",
                    second='colours: {accent: "#8a2e20"}',
                ),
            )
        ]
    if problems:
        raise StoryboardError(problems)
    return tree


def _whole(tree: Tree, folders: Sequence[Path], seen: tuple[str, ...]) -> dict[str, Any]:
    """The file's values, over those of the theme it is based on."""
    own = tree.data if isinstance(tree.data, dict) else {}
    path = tree.source.path
    base = own.get("based_on") or _BASE
    if not isinstance(base, str):
        base = _BASE  # the model says what it wants
    builtin = find_theme(_BASE)
    if path == builtin:
        return own
    if base in seen and base != _BASE:
        circle = Problem(
            code="theme-circular",
            mark=tree.mark(("based_on",)),
            what=tr("the themes are based on one another in a circle"),
            remedy=tr("base one of them on {name}", name=_BASE),
        )
        raise StoryboardError([circle])
    # A project's own `sobre` is based on the built-in one.
    parent = builtin if base in seen else find_theme(base, folders)
    return _laid_over(_whole(_tree(parent), folders, (*seen, base)), own)


def _laid_over(under: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(under)
    for key, value in own.items():
        below = result.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            result[key] = _laid_over(below, value)
        else:
            result[key] = value
    return result


def _faces(checked: ThemeFile, tree: Tree) -> tuple[dict[str, FontFace], list[Problem]]:
    faces: dict[str, FontFace] = {}
    problems = []
    for part, name in checked.fonts.model_dump().items():
        try:
            faces[part] = _face(name, tree.source.path)
        except PictureError as error:
            problems.append(
                Problem(
                    code=error.code or "font-missing",
                    mark=tree.mark(("fonts", part)),
                    what=str(error),
                    remedy=tr("for example {font}, or a font's file", font=_FALLBACK[0]),
                )
            )
    return faces, problems


def _face(name: str, theme: Path) -> FontFace:
    if not name.lower().endswith((".otf", ".ttf", ".ttc")):
        return bundled_face(name)
    path = _beside(theme, name)
    if path is None:
        what = tr("there is no font file '{name}' beside the theme", name=name)
        raise PictureError(what, code="font-missing")
    return read_face(path)


def _beside(theme: Path, name: str) -> Path | None:
    """The file *name* in the theme's folder or below; None when it isn't there, or leads out."""
    folder = theme.parent.resolve()
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder) and path.is_file() else None


def _too_faint(checked: ThemeFile, tree: Tree) -> Iterator[Problem]:
    """Texts that would not stand out from what they are drawn on."""
    colours, caption, chart = checked.colours, checked.caption, checked.map
    subtitle = checked.subtitle
    grounds: dict[tuple[str, ...], tuple[Colour, tuple[Colour, ...]]] = {
        ("colours", "ink"): (colours.ink, (colours.paper, colours.edge)),
        ("colours", "quiet"): (colours.quiet, (colours.paper, colours.edge)),
        ("colours", "accent"): (colours.accent, (colours.paper, colours.edge)),
        ("caption", "text"): (caption.text, (caption.ground,)),
        ("subtitle", "text"): (subtitle.text, (subtitle.ground,)),
        ("subtitle", "highlight"): (subtitle.highlight, (subtitle.ground,)),
        ("map", "label"): (chart.label, (chart.sea, chart.land)),
    }
    for place, (text, behind) in grounds.items():
        ground = min(behind, key=lambda colour: contrast(text, colour))
        ratio = contrast(text, ground)
        if ratio < READABLE:
            yield Problem(
                code="contrast-too-low",
                mark=tree.mark(place),
                what=tr(
                    "'{key}' {colour} on {ground} has a contrast of {ratio}",
                    key=".".join(place),
                    colour=hexadecimal(text),
                    ground=hexadecimal(ground),
                    ratio=_decimal(ratio),
                ),
                remedy=tr(
                    "text needs {ratio}: make one darker or the other lighter",
                    ratio=_decimal(READABLE),
                ),
            )


def _sides_missing(checked: ThemeFile, tree: Tree) -> Iterator[Problem]:
    if "neutral" not in checked.map.sides:
        mark = tree.mark(("map", "sides"))
        yield Problem(
            code="key-missing",
            mark=mark,
            what=tr("{where} has no '{name}'", where=tr("'{key}'", key="sides"), name="neutral"),
            remedy=tr("add {line}", line='neutral: "#…"'),
        )


def _decimal(ratio: float) -> str:
    return f"{ratio:.1f}".replace(".", trc("decimal mark", "."))


def _built(name: str, checked: ThemeFile, faces: dict[str, FontFace], logo: Path | None) -> Theme:
    looks = checked.model_dump()
    chart = looks["map"]
    sides = tuple(chart.pop("sides").items())
    fallback = tuple(bundled_face(family) for family in _FALLBACK)
    theme = Theme(
        name=name,
        title=checked.title,
        fonts=ThemeFonts(**faces, fallback=fallback),
        colours=ThemeColours(**looks["colours"]),
        caption=CaptionLook(**looks["caption"]),
        subtitle=SubtitleLook(**looks["subtitle"]),
        card=CardLook(**looks["card"]),
        map=MapPalette(**chart, sides=sides),
        end=EndLook(title=checked.end.title or "", notice=checked.end.notice or ""),
        logo=logo,
        drifts=checked.motion != "none",
        digest="",
        subtitle_digest="",
    )
    drawn = (theme.colours, theme.caption, theme.card, theme.map, theme.end)
    fonts = [(part, face.digest) for part, face in faces.items()]
    fonts += [("fallback", face.digest) for face in fallback]
    mark = logo.read_bytes() if logo else b""
    stack = [face.digest for face in theme.fonts.stack(theme.subtitle.font)]
    return replace(
        theme,
        digest=parts_digest(drawn, fonts, mark),
        subtitle_digest=parts_digest(theme.subtitle, stack),
    )
