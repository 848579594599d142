"""The recipes of CONTRIBUTING.md, made in a copy of the package: what they say, no more."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).absolute().parents[1]
_BLOCK = re.compile(
    r"^```(python|yaml|diff)\n# (renderer/\S+)\n(.*?)^```", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, kw_only=True)
class Copy:
    """Récit with a recipe in it."""

    root: Path

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command of the copy."""
        return subprocess.run(
            [sys.executable, "make_video.py", *map(str, words)],
            cwd=self.root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


def recipe(title: str) -> dict[str, tuple[str, str]]:
    """Each file of the recipe *title*: whether it is changed ("diff") or new, and how."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition(f"## {title}\n")[2].partition("\n## ")[0]
    return {path: (how, body) for how, path, body in _BLOCK.findall(section)}


def copy_with(title: str, root: Path) -> Copy:
    """A copy of the package below *root*, changed as the recipe *title* says."""
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "renderer", root / "renderer", ignore=without)
    shutil.copy(ROOT / "make_video.py", root)
    for path, (how, body) in recipe(title).items():
        place = root / path
        assert place.exists() == (how == "diff"), path
        text = changed(place.read_text(encoding="utf-8"), body) if how == "diff" else body
        place.write_text(text, encoding="utf-8")
    return Copy(root=root)


def changed(text: str, diff: str) -> str:
    """*text* after *diff*: each run of lines with `-` becomes the run with `+` below it."""
    for before, after in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", diff, re.MULTILINE):
        old, new = (re.sub(r"^.", "", each, flags=re.MULTILINE) for each in (before, after))
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text
