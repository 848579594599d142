"""Font files: where they are, what they can draw, which libraries draw them.

Comes in: family and style names, or font files. Goes out: `FontFace` with its bytes' digest,
its coverage, and opened fonts. Knows nothing of themes, lines or colours.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import PIL

from renderer.decoding.file_integrity import digest_of, unchanged
from renderer.errors import PictureError
from renderer.messages import tr

if TYPE_CHECKING:  # Pillow itself is loaded when a font is opened: `check` opens none twice
    from PIL import ImageFont

_FAMILIES = {
    "Source Serif Pro": ("font_source_serif_pro", "SourceSerifPro"),
    "Source Sans Pro": ("font_source_sans_pro", "SourceSansPro"),
}
"""Families that come with the packages in requirements.txt: module, and how its files begin."""

_SILENT = {"Cc", "Cf", "Zs", "Zl", "Zp"}
"""Categories that need no glyph: they are spacing or orders to the layout, handled by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFace:
    """One font file."""

    path: Path
    digest: str
    """SHA-256 of the file's bytes, hexadecimal: names the face in keys, wherever it lies."""


def bundled_face(name: str) -> FontFace:
    """Find a face of a bundled family, such as ``Source Serif Pro Semibold Italic``.

    Raises:
        PictureError: no such family or style, or its package is not installed.
    """
    for family, (module, stem) in _FAMILIES.items():
        if name != family and not name.startswith(family + " "):
            continue
        style = name[len(family) :].strip()
        # Found, not imported: font-source-*-pro 0.0.1 lists its folder when imported.
        spec = importlib.util.find_spec(module)
        if spec is None or spec.origin is None:
            raise PictureError(
                tr(
                    "the font family '{family}' is not installed: pip install {package}",
                    family=family,
                    package=module.replace("_", "-"),
                ),
                code="font-missing",
            )
        folder = Path(spec.origin).parent / "files"
        # The .otf files: their PostScript outlines are the drawings themselves, not a conversion.
        path = folder / f"{stem}-{_file_style(style)}.otf"
        if path.is_file():
            return _named(path)
        known = ", ".join(sorted(_style_name(p.stem, stem) for p in folder.glob(f"{stem}-*.otf")))
        raise PictureError(
            tr(
                "'{family}' has no style '{style}'; it has {known}",
                family=family,
                style=style,
                known=known,
            ),
            code="font-missing",
        )
    first, second = _FAMILIES
    raise PictureError(
        tr(
            "no font is called '{name}': write {first} or {second} and a style, or the name of an "
            ".otf or .ttf file beside the theme",
            name=name,
            first=first,
            second=second,
        ),
        code="font-missing",
    )


def _file_style(style: str) -> str:
    return style.replace("Italic", "It").replace(" ", "") or "Regular"


def _style_name(file: str, stem: str) -> str:
    name = file.removeprefix(stem + "-")
    return re.sub(r"(?<=.)It$", " Italic", "Italic" if name == "It" else name)


def read_face(path: Path) -> FontFace:
    """The face in a font file.

    Raises:
        PictureError: the file can't be read, or is not a font that can be drawn with.
    """
    face = _named(path)
    try:
        open_face(face, 16)
    except OSError as error:  # FreeType's refusals are OSErrors
        raise _unusable(path, error) from error
    return face


def _named(path: Path) -> FontFace:
    """The face in a font file that nobody need open to know that it can be drawn with."""
    try:
        return FontFace(path=path, digest=digest_of(path))
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, why: OSError) -> PictureError:
    told = tr("the font {file} can't be used: {why}", file=path.name, why=why)
    return PictureError(told, code="font-unreadable")


@lru_cache(maxsize=64)
def open_face(face: FontFace, pixels: int) -> ImageFont.FreeTypeFont:
    """The face at *pixels* to the em, laid out by Raqm (kerning, features) where there is one."""
    from PIL import ImageFont

    with unchanged([(face.path, face.digest)], PictureError):
        return ImageFont.truetype(str(face.path), pixels, layout_engine=layout_engine())


def layout_engine() -> ImageFont.Layout:
    """Raqm when this Pillow has it, the basic engine (kerning, no features) otherwise."""
    from PIL import ImageFont, features

    return ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC


@lru_cache(maxsize=64)
def code_points(face: FontFace) -> frozenset[int]:
    """The code points that *face* has glyphs for."""
    with _tables(face) as font:
        return frozenset(font.getBestCmap() or ())


@lru_cache(maxsize=64)
def superior_letters(face: FontFace) -> frozenset[str]:
    """The characters for which *face* has a drawn superior form (OpenType ``sups``)."""
    from PIL import ImageFont

    if layout_engine() is not ImageFont.Layout.RAQM:
        return frozenset()
    with _tables(face) as font:
        if "GSUB" not in font or not font["GSUB"].table.FeatureList:
            return frozenset()
        table = font["GSUB"].table
        wanted = {
            index
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag == "sups"
            for index in record.Feature.LookupListIndex
        }
        glyphs: set[str] = set()
        for index in wanted:
            for part in table.LookupList.Lookup[index].SubTable:
                glyphs.update(getattr(getattr(part, "ExtSubTable", part), "mapping", ()))
        points = font.getBestCmap() or {}
        return frozenset(chr(point) for point, glyph in points.items() if glyph in glyphs)


def _tables(face: FontFace) -> Any:
    # Imported when first asked for: 60 ms that a film without text never pays.
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # ships no annotations

    return TTFont(face.path, lazy=True, fontNumber=0)


def missing_glyphs(text: str, stack: Sequence[FontFace]) -> str:
    """The characters of *text* that no face of *stack* can draw, each once, in order."""
    return "".join(
        character
        for character in dict.fromkeys(unicodedata.normalize("NFC", text))
        if not needs_no_glyph(character) and face_for(character, stack) is None
    )


def face_for(character: str, stack: Sequence[FontFace]) -> FontFace | None:
    """The first face of *stack* that has *character*."""
    point = ord(character)
    return next((face for face in stack if point in code_points(face)), None)


def needs_no_glyph(character: str) -> bool:
    """Whether *character* is spacing, a line end or an order to the layout."""
    return unicodedata.category(character) in _SILENT


def can_draw_right_to_left() -> bool:
    """Whether Raqm and FriBiDi (a system library, not part of Pillow's wheels) are both here."""
    from PIL import features

    return bool(features.check("raqm") and features.check("fribidi"))


def drawing_versions() -> dict[str, str]:
    """Versions of all that decides where ink falls; part of every key of something drawn."""
    # `PIL.features` reads them there too, but loads all of Pillow for it: a tenth of a `check`.
    try:
        from PIL import _imagingft

        found = vars(_imagingft)
    except ImportError:  # a Pillow that draws no letters
        found = {}
    names = ("freetype2", "raqm", "fribidi", "harfbuzz")
    result = {name: str(found.get(f"{name}_version") or "none") for name in names}
    return {"pillow": PIL.__version__, **result}
