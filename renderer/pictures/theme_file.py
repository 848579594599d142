"""The theme file: YAML text checked against one model, every mistake with its line.

Comes in: a theme's path. Goes out: a `Theme`. Knows nothing of drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from renderer.errors import Mark, PictureError, Problem, StoryboardError
from renderer.pictures.contrast import READABLE, Colour, contrast, readable_alpha
from renderer.pictures.fonts import FontFace, bundled_face, read_face
from renderer.pictures.theme import (
    CaptionLook,
    CardLook,
    EndLook,
    MapPalette,
    Theme,
    ThemeColours,
    ThemeFonts,
    digest_of,
    find_theme,
)

_HEX = r"^#[0-9a-fA-F]{6}$"
_FALLBACK = ("Source Serif Pro", "Source Sans Pro")
_MOST_BYTES = 100_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Fonts(_Part):
    display: str
    text: str
    strong: str
    italic: str
    label: str
    small: str


class _Colours(_Part):
    paper: str = Field(pattern=_HEX)
    edge: str = Field(pattern=_HEX)
    ink: str = Field(pattern=_HEX)
    quiet: str = Field(pattern=_HEX)
    accent: str = Field(pattern=_HEX)


class _Caption(_Part):
    place: Literal["left", "centre"]
    band: Literal["scrim", "panel", "strip"]
    size: float = Field(ge=3, le=9)
    lines: int = Field(ge=1, le=4)
    text: str = Field(pattern=_HEX)
    ground: str = Field(pattern=_HEX)
    rule: bool


class _Card(_Part):
    align: Literal["left", "centre"]
    texture: Literal["plain", "grain", "paper"]
    rule: bool


class _Map(_Part):
    sea: str = Field(pattern=_HEX)
    land: str = Field(pattern=_HEX)
    land_edge: str = Field(pattern=_HEX)
    river: str = Field(pattern=_HEX)
    border: str = Field(pattern=_HEX)
    label: str = Field(pattern=_HEX)
    grid: str = Field(pattern=_HEX)
    sides: dict[str, str]


class _End(_Part):
    title: str
    notice: str


class ThemeFile(_Part):
    """What a theme file may say."""

    theme: Literal[1]
    title: str
    fonts: _Fonts
    colours: _Colours
    caption: _Caption
    card: _Card
    map: _Map
    end: _End
    logo: str = ""


def read_theme(path: Path, folders: Sequence[Path]) -> Theme:
    """Read and check the theme file at *path*.

    Raises:
        StoryboardError: the file is wrong; every mistake with its line.
        PictureError: a font it names can't be used.
    """
    source = _Source(path)
    values = _merged(source, folders, seen=(path.stem,))
    try:
        checked = ThemeFile.model_validate(values)
    except ValidationError as error:
        raise StoryboardError([source.problem(e) for e in error.errors()]) from error
    problems = [*_bad_sides(checked, source), *_too_faint(checked, source)]
    if problems:
        raise StoryboardError(problems)
    return _built(checked, source)


class _Source:
    """A theme file's values as plain data, and where each was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        raw = path.read_bytes()
        self.marks: dict[tuple[str, ...], Mark] = {}
        if len(raw) > _MOST_BYTES:
            raise PictureError(f"the theme {path.name} is larger than {_MOST_BYTES} bytes")
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise PictureError(f"the theme {path.name} is not UTF-8: save it as UTF-8") from error
        self.lines = text.splitlines() or [""]
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            self.values = self._mapping(node)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = self._mark(mark.line if mark else 0, mark.column if mark else 0, 1)
            what = f"this is not YAML: {error.problem or error.context}"
            raise StoryboardError([Problem(mark=place, what=what)]) from error
        except yaml.YAMLError as error:
            raise StoryboardError(
                [Problem(mark=self._mark(0, 0, 1), what=f"this is not YAML: {error}")]
            ) from error

    def _mapping(self, node: yaml.Node | None) -> dict[str, Any]:
        self.marks[()] = self._mark(0, 0, 1)
        if not isinstance(node, yaml.MappingNode):
            raise StoryboardError(
                [
                    Problem(
                        mark=self.marks[()],
                        what="a theme is a list of keys and values",
                        remedy='for example: colours: {accent: "#8a2e20"}',
                    )
                ]
            )
        return cast(dict[str, Any], self._value(node, ()))

    def _value(self, node: yaml.Node, place: tuple[str, ...]) -> Any:
        width = node.end_mark.column - node.start_mark.column
        same_line = node.end_mark.line == node.start_mark.line
        self.marks[place] = self._mark(
            node.start_mark.line, node.start_mark.column, width if same_line else 1
        )
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key, value in node.value:
                name = str(key.value)
                if name in found:
                    mark = self._mark(key.start_mark.line, key.start_mark.column, len(name))
                    raise StoryboardError(
                        [Problem(mark=mark, what=f"'{name}' is written twice", remedy="keep one")]
                    )
                found[name] = self._value(value, (*place, name))
            return found
        if isinstance(node, yaml.ScalarNode) and node.tag.endswith(
            (":null", ":bool", ":int", ":float")
        ):
            return yaml.safe_load(node.value) if node.value else None
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        return [self._value(item, (*place, str(n))) for n, item in enumerate(node.value)]

    def _mark(self, line: int, column: int, width: int) -> Mark:
        line = min(line, len(self.lines) - 1)
        return Mark(
            path=self.path,
            line=line + 1,
            column=column + 1,
            width=max(1, width),
            excerpt=self.lines[line],
        )

    def mark(self, place: Sequence[str | int]) -> Mark:
        """Where *place* was written, or its nearest parent that was."""
        parts = tuple(str(part) for part in place)
        while parts not in self.marks:
            parts = parts[:-1]
        return self.marks[parts]

    def problem(self, error: Mapping[str, Any]) -> Problem:
        """One of pydantic's errors as an author's mistake."""
        place: tuple[str | int, ...] = error["loc"]
        name = ".".join(str(part) for part in place)
        what, remedy = f"'{name}': {error['msg'].lower()}", ""
        if error["type"] == "extra_forbidden":
            what, remedy = f"a theme has no '{name}'", f"keys here: {', '.join(_keys(place[:-1]))}"
        elif _wants_colour(place):
            what = f"'{name}' wants a colour"
            remedy = 'six hexadecimal digits in quotes, such as "#8a2e20"; unquoted, # is a comment'
        elif error["type"] == "literal_error":
            remedy = f"one of {error['ctx']['expected']}"
            what = f"'{name}' can't be {error['input']!r}"
        return Problem(mark=self.mark(place), what=what, remedy=remedy)


def _keys(place: Sequence[str | int]) -> Iterator[str]:
    model: type[BaseModel] = ThemeFile
    for part in place:
        inner = (
            model.model_fields[str(part)].annotation if str(part) in model.model_fields else None
        )
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return iter(())
        model = inner
    return iter(model.model_fields)


def _wants_colour(place: Sequence[str | int]) -> bool:
    parts = [str(part) for part in place]
    return (
        parts[:1] == ["colours"]
        or parts[:1] == ["map"]
        or parts
        in (
            ["caption", "text"],
            ["caption", "ground"],
        )
    )


def _merged(source: _Source, folders: Sequence[Path], seen: tuple[str, ...]) -> dict[str, Any]:
    """The file's values over those of the theme it is based on."""
    own = dict(source.values)
    base = own.pop("based_on", None if _is_whole(own) else "sobre")
    if base is None:
        return own
    if not isinstance(base, str) or base in seen:
        mark = source.mark(("based_on",))
        raise StoryboardError(
            [Problem(mark=mark, what=f"a theme can't be based on {base!r}", remedy="name another")]
        )
    parent = _merged(_Source(find_theme(base, folders)), folders, (*seen, base))
    return _laid_over(parent, own)


def _is_whole(values: Mapping[str, Any]) -> bool:
    return {name for name in ThemeFile.model_fields if name != "logo"} <= set(values)


def _laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        both = isinstance(value, Mapping) and isinstance(below, Mapping)
        result[key] = _laid_over(below, value) if both else value  # type: ignore[arg-type]  # both says so
    return result


def _bad_sides(checked: ThemeFile, source: _Source) -> Iterator[Problem]:
    for name, colour in checked.map.sides.items():
        if not re.match(_HEX, colour):
            yield Problem(
                mark=source.mark(("map", "sides", name)),
                what=f"'map.sides.{name}' wants a colour",
                remedy='six hexadecimal digits in quotes, such as "#8a2e20"',
            )
    if "neutral" not in checked.map.sides:
        yield Problem(mark=source.mark(("map", "sides")), what="'map.sides' has no 'neutral'")


def _too_faint(checked: ThemeFile, source: _Source) -> Iterator[Problem]:
    """Texts that would not stand out from what they are drawn on."""
    colours, caption, chart = checked.colours, checked.caption, checked.map
    pairs = [
        (("colours", part), getattr(colours, part), ground)
        for part in ("ink", "quiet", "accent")
        for ground in (colours.paper, colours.edge)
    ]
    pairs.append((("caption", "text"), caption.text, caption.ground))
    pairs += [(("map", "label"), chart.label, ground) for ground in (chart.sea, chart.land)]
    said = set()
    for place, text, ground in pairs:
        ratio = contrast(_colour(text), _colour(ground))
        if ratio < READABLE and place not in said:
            said.add(place)
            yield Problem(
                mark=source.mark(place),
                what=f"'{'.'.join(place)}' {text} on {ground} has a contrast of {ratio:.1f}",
                remedy=f"text needs {READABLE}: make one darker or the other lighter",
            )


def _built(checked: ThemeFile, source: _Source) -> Theme:
    faces = {part: _face(name, source, part) for part, name in checked.fonts.model_dump().items()}
    caption, colours, chart = checked.caption, checked.colours, checked.map
    readable_alpha(_colour(caption.text), _colour(caption.ground))
    logo = _beside(source.path, checked.logo) if checked.logo else None
    if checked.logo and (logo is None or not logo.is_file()):
        raise StoryboardError(
            [
                Problem(
                    mark=source.mark(("logo",)),
                    what=f"there is no logo '{checked.logo}' beside the theme",
                    remedy="a PNG in the theme's folder",
                )
            ]
        )
    sides = tuple((name, _colour(value)) for name, value in chart.sides.items())
    ground = {key: _colour(value) for key, value in chart.model_dump().items() if key != "sides"}
    theme = Theme(
        name=source.path.stem,
        title=checked.title,
        fonts=ThemeFonts(**faces, fallback=tuple(bundled_face(name) for name in _FALLBACK)),
        colours=ThemeColours(**{k: _colour(v) for k, v in colours.model_dump().items()}),
        caption=CaptionLook(
            place=caption.place,
            band=caption.band,
            size=caption.size,
            lines=caption.lines,
            text=_colour(caption.text),
            ground=_colour(caption.ground),
            rule=caption.rule,
        ),
        card=CardLook(**checked.card.model_dump()),
        map=MapPalette(**ground, sides=sides),
        end=EndLook(**checked.end.model_dump()),
        logo=logo,
        digest="",
    )
    return replace(theme, digest=_digest(theme, checked))


def _digest(theme: Theme, checked: ThemeFile) -> str:
    fonts = [
        face.digest for face in (theme.fonts.stack("text"), theme.fonts.fallback) for face in face
    ]
    own = [getattr(theme.fonts, part).digest for part in type(checked.fonts).model_fields]
    logo = digest_of(theme.logo.read_bytes()) if theme.logo else ""
    looks = checked.model_dump(exclude={"fonts", "logo", "title"})
    return digest_of(fonts, own, logo, looks)


def _face(name: str, source: _Source, part: str) -> FontFace:
    try:
        if name.lower().endswith((".otf", ".ttf", ".ttc")):
            path = _beside(source.path, name)
            if path is None or not path.is_file():
                raise PictureError(f"there is no font file '{name}' beside the theme")
            return read_face(path)
        return bundled_face(name)
    except PictureError as error:
        problem = Problem(mark=source.mark(("fonts", part)), what=str(error))
        raise StoryboardError([problem]) from error


def _beside(theme: Path, name: str) -> Path | None:
    """The file *name* in the theme's folder or below; None when it leads out of it."""
    folder = theme.parent.resolve()
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder) else None


def _colour(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
