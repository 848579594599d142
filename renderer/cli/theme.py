"""``theme``: the themes within reach, what one of them says, or its specimen sheet.

Comes in: parsed arguments. Goes out: words on stdout, or a PNG file and its path. A project's own
themes are looked for in ``storyboards/themes`` and ``themes``, below the folder one is in.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from renderer.cli.output_files import save_png
from renderer.frames.contrast import hexadecimal
from renderer.themes.file import load_theme, theme_files
from renderer.themes.theme import Theme

FOLDERS = (Path("storyboards/themes"), Path("themes"))
DEFAULT = "sobre"


def run(arguments: argparse.Namespace) -> int:
    """List the themes, describe one, or draw its sheet."""
    if arguments.sheet is not None:
        return _sheet(arguments.name or DEFAULT, arguments.sheet, as_json=arguments.json)
    if arguments.name:
        theme = _find(arguments.name)
        told = _described(theme)
        print(json.dumps(told, ensure_ascii=False) if arguments.json else _in_words(told))
        return 0
    known = theme_files(FOLDERS)
    themes = {name: load_theme(name, FOLDERS).title for name in sorted(known)}
    if arguments.json:
        print(json.dumps({"themes": themes}, ensure_ascii=False))
    else:
        for name, title in themes.items():
            print(f"{name:<14} {title}")
    return 0


def _sheet(name: str, out: Path, *, as_json: bool) -> int:
    from renderer.pictures.specimen import draw_specimen  # draws: loaded only for a sheet

    theme = _find(name)
    save_png(draw_specimen(theme), out)
    print(json.dumps({"theme": theme.name, "file": str(out)}) if as_json else out)
    return 0


def _find(name: str) -> Theme:
    """The theme called *name*, or in the file *name*."""
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        return load_theme(name, FOLDERS)
    from renderer.themes.file import read_theme

    return read_theme(path, (path.parent, *FOLDERS))


def _described(theme: Theme) -> dict[str, Any]:
    parts = ("display", "text", "strong", "italic", "label", "small")
    colours = ("paper", "edge", "ink", "quiet", "accent")
    return {
        "name": theme.name,
        "title": theme.title,
        "fonts": {part: getattr(theme.fonts, part).path.stem for part in parts},
        "colours": {part: hexadecimal(getattr(theme.colours, part)) for part in colours},
        "logo": theme.logo.name if theme.logo else "",
    }


def _in_words(told: dict[str, Any]) -> str:
    def lines() -> Iterator[str]:
        yield f"{told['name']}: {told['title']}"
        for what in ("fonts", "colours"):
            for part, value in told[what].items():
                yield f"  {part:<8} {value}"
        if told["logo"]:
            yield f"  logo     {told['logo']}"

    return "\n".join(lines())
