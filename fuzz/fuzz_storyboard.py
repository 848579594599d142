"""Atheris target: any bytes are a storyboard, or mistakes with a place; never anything else."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["renderer", "yaml"]):
    from renderer.storyboard.load import check

from tests.storyboard.corpus import LEXICONS, MEDIA  # noqa: E402 - found through the line above


def project(folder: Path) -> Path:
    """A project that holds the media of the seeds; where its storyboard goes."""
    for name in MEDIA:
        (folder / "media" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "media" / name).touch()
    for name, text in LEXICONS.items():
        lexicon = folder / "storyboards" / "lexiques" / name
        lexicon.parent.mkdir(parents=True, exist_ok=True)
        lexicon.write_text(text, encoding="utf-8")
    return folder / "storyboards" / "film.yaml"


def judge(data: bytes, path: Path) -> None:
    """What an author gets for *data*; anything wrong with it is raised."""
    path.write_bytes(data)
    report = check(path)
    if report.storyboard is None and not report.problems:
        raise AssertionError("neither a board nor a mistake")
    for problem in (*report.problems, *report.warnings):
        if not problem.what or problem.mark.line < 1 or problem.mark.column < 1:
            raise AssertionError(f"a mistake without words or place: {problem!r}")
        str(problem).encode("utf-8")


def main() -> None:
    """Fuzz until libFuzzer's own options end it."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        path = project(Path(folder))
        atheris.Setup(sys.argv, lambda data: judge(data, path))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
