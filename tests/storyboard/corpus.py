"""One-file cases: a storyboard whose "#! …" lines are the answer that `check` must give."""

from __future__ import annotations

from pathlib import Path

from renderer.storyboard.load import check

MEDIA = (
    "carte.jpg",
    "port.jpg",
    "film.mp4",
    "archive.mp4",
    "marche.mp3",
    "voix/carte.wav",
    "plans/cherbourg.png",
)
LEXICONS = {
    "lexique.yaml": "- {write: Utah, say: iouta}\n- {write: VII Corps, say: septième corps}\n",
    "faux.yaml": "- write: Utah\n  says: iouta\n- {write: Omaha, say: omaa, case: peut-être}\n",
}


def project_for(folder: Path, case: Path) -> Path:
    """A project in *folder* that holds the media of the cases, and *case* without its answer."""
    for name in MEDIA:
        file = folder / "media" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    for name, text in LEXICONS.items():
        file = folder / "storyboards" / "lexiques" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    storyboard = folder / "storyboards" / case.name
    lines = case.read_bytes().splitlines(keepends=True)
    storyboard.write_bytes(b"".join(line for line in lines if not line.startswith(b"#!")))
    return storyboard


def expected(case: Path) -> list[str]:
    """What the case says that `check` answers."""
    lines = case.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("#! ") for line in lines if line.startswith("#!")]


def answer(storyboard: Path) -> list[str]:
    """What `check` answers, one line for each mistake, folders left out."""
    lines = []
    for problem in check(storyboard).problems:
        mark = problem.mark
        file = "" if mark.path == storyboard else f"{mark.path.name}:"
        slide = f" [{problem.slide}]" if problem.slide else ""
        where = f"{file}{mark.line}:{mark.column}:{mark.width}"
        remedy = problem.remedy.split("; looked in")[0]
        told = f"{where} [{problem.code}] {problem.what}{slide}"
        lines.append(f"{told} ({remedy})" if remedy else told)
    return lines
