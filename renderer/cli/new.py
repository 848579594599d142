"""``new``: a folder with all that a first film needs, and what makes films again on a forge.

Comes in: parsed arguments. Goes out: the project, whole or not at all; its folder on stdout, what
to type next on stderr. What it is made of lies in ``project/``; ``{{name}}`` in it is filled in.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from renderer import __version__
from renderer.cli.arguments import PROGRAM, program
from renderer.errors import UsageError
from renderer.importing.slide_assignment import file_slug
from renderer.messages import tr

_FILES = {
    "recit.toml": "{language}/recit.toml",
    "requirements.txt": "{language}/requirements.txt",
    "README.md": "{language}/README.md",
    "media/README.md": "{language}/media.md",
    "storyboards/{slug}.yaml": "{language}/film.yaml",
    ".gitignore": "gitignore",
    ".gitlab-ci.yml": "gitlab.yml",
    ".github/workflows/films.yml": "github.yml",
}
"""Where a file goes → what it is made of. No name in the wheel begins with a dot: tools pass over
such files."""
_HOLE = re.compile(r"\{\{([a-z0-9_]+)\}\}")
"""No blank inside: GitHub's own ``${{ … }}`` has some."""


def run(arguments: argparse.Namespace) -> int:
    """Make the project."""
    folder: Path = arguments.folder
    _refuse_occupied(folder)
    heading = _heading(folder.resolve().name)
    slug = file_slug(heading) or "film"
    made = _texts(arguments.language, heading, slug)
    _write(folder, made)
    if arguments.json:
        print(json.dumps({"folder": str(folder), "files": list(made)}, ensure_ascii=False))
        return 0
    board = f"storyboards/{slug}.yaml"
    print(tr("the project is made; now:"), file=sys.stderr)
    if program() == PROGRAM:
        lines = [f"cd {shlex.quote(str(folder))}", f"{PROGRAM} {board}", f"{PROGRAM} studio"]
    else:  # it is found only from where it was called
        film, place = (shlex.quote(str(each)) for each in (folder / board, folder))
        lines = [f"{program()} {film}", f"{program()} studio {place}"]
    for line in lines:
        print(f"  {line}", file=sys.stderr)
    print(folder)
    return 0


def _refuse_occupied(folder: Path) -> None:
    """A fresh clone, with nothing but its .git, is as good as empty."""
    if folder.is_dir():
        held = sorted(one.name for one in folder.iterdir() if one.name != ".git")
        if not held:
            return
        told = tr("new: {folder} isn't empty, it holds {name}", folder=folder, name=held[0])
    elif folder.exists():
        told = tr("new: {folder} is a file", folder=folder)
    else:
        return
    remedy = tr("name a folder that is empty, or isn't there yet")
    raise UsageError(f"{told}: {remedy}", code="folder-occupied")


def _heading(name: str) -> str:
    """The title that a folder's name stands for: "ma-ville" is "Ma ville"."""
    words = re.sub(r"[-_\s]+", " ", "".join(each for each in name if each.isprintable())).strip()
    return (words[:1].upper() + words[1:]) or "Film"


def _texts(language: str, heading: str, slug: str) -> dict[str, str]:
    """Each file's place and text."""
    place = files("renderer.cli").joinpath("project")
    words: Mapping[str, str] = {
        **tomllib.loads(place.joinpath(language, "words.toml").read_text(encoding="utf-8")),
        "heading": heading,
        "slug": slug,
        "title": json.dumps(heading, ensure_ascii=False),  # YAML's own way to quote, too
        "version": __version__,
    }
    return {
        name.format(slug=slug): _HOLE.sub(
            lambda hole: words[hole[1]],
            place.joinpath(source.format(language=language)).read_text(encoding="utf-8"),
        )
        for name, source in _FILES.items()
    }


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """All of *texts*, first beside *folder* under another name: a full disk leaves nothing."""
    above = folder.resolve().parent
    above.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".recit-new-", dir=above) as draft:
        for name, text in texts.items():
            path = Path(draft, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        folder.mkdir(exist_ok=True)
        for part in Path(draft).iterdir():
            part.rename(folder / part.name)
