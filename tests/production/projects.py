"""Tiny projects, made in a temporary folder and rendered through the command line in process.

Frames are 64 pixels high and the voice is a hummed tone, so that a whole film takes a second.
"""

from __future__ import annotations

import copy
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import yaml
from PIL import Image

from renderer.cli import main

Board = dict[str, Any]
TINY = ("--voice", "hum", "--offline", "--height", "64", "--jobs", "2")
"""Options of a render that should be quick."""
RIGHTS = {"author": "Le Photographe", "license": "CC-BY-4.0"}
SLUG = "petit-film"
ROOT = Path(__file__).absolute().parents[2]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its stdout, which must be one JSON value."""
        return json.loads(self.out)


def run(*words: str | Path) -> Outcome:
    """The command line in this process; no exception may leave it."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(word) for word in words])
    return Outcome(code=code, out=out.getvalue(), err=err.getvalue())


def draw_photo(path: Path, seed: int = 1, size: tuple[int, int] = (240, 160)) -> Path:
    """A picture with edges and colours everywhere, so that every motion and change shows."""
    width, height = size
    draw = np.random.default_rng(seed)
    coarse = draw.integers(30, 226, (height // 20 + 1, width // 20 + 1, 3), dtype=np.uint8)
    rgb = np.kron(coarse, np.ones((20, 20, 1), np.uint8))[:height, :width]
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(rgb).save(path, quality=92)
    return path


def photo_slide(name: str, file: str = "un.jpg", **more: Any) -> Board:
    """A slide with a photograph; *more* replaces or adds keys, None removes them."""
    slide: Board = {
        "id": name,
        "image": {"file": file, "alt": "Un damier.", "rights": dict(RIGHTS)},
        "caption": f"Vue de {name}",
        "narration": f"Voici {name}, vu du port. La mer est calme.",
    }
    slide.update(more)
    return {key: value for key, value in slide.items() if value is not None}


def card_slide(name: str, **more: Any) -> Board:
    """A slide with a title card."""
    slide: Board = {
        "id": name,
        "card": {"title": f"Titre {name}", "date": "Juin 1944"},
        "narration": f"Ici commence {name}.",
    }
    slide.update(more)
    return {key: value for key, value in slide.items() if value is not None}


def board_of(*slides: Board, **more: Any) -> Board:
    """A storyboard of *slides*; *more* replaces or adds top-level keys."""
    board: Board = {
        "storyboard": 1,
        "slug": SLUG,
        "title": "Un petit film",
        "description": "Trois vues d'un port.",
        "language": "fr",
        "film": {"fps": 24, "lead": 0.2, "hold": 0.3, "credits": False},
        "slides": list(slides),
    }
    board.update(more)
    board = copy.deepcopy(board)
    # Of the height of `TINY`, so that the small pictures are large enough to fill the frame.
    board["film"].setdefault("size", 64)
    return board


def three_slides() -> Board:
    """A card, then two moving photographs, in two chapters."""
    return board_of(
        card_slide("ouverture", chapter="Le port"),
        photo_slide("quai", "un.jpg"),
        photo_slide("rade", "deux.jpg", chapter="La mer"),
    )


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project's folder, its one storyboard, its cache and its finished films."""

    root: Path

    @property
    def path(self) -> Path:
        """The storyboard."""
        return self.root / "storyboards" / "film.yaml"

    @property
    def media(self) -> Path:
        """The pictures."""
        return self.root / "media"

    @property
    def cache(self) -> Path:
        """Where takes and segments are kept."""
        return self.root / "cache"

    @property
    def folder(self) -> Path:
        """The published set."""
        return self.root / "out" / SLUG

    @property
    def film(self) -> Path:
        """The published film."""
        return self.folder / "film.mp4"

    def write(self, board: Board | str) -> None:
        """Save the storyboard."""
        text = board
        if not isinstance(text, str):
            # Through JSON: what stands in a board twice would become an alias, which is a mistake.
            plain = json.loads(json.dumps(board))
            text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
        self.path.write_text(text, encoding="utf-8")

    def make(self, command: str, *words: str | Path, cache: Path | None = None) -> Outcome:
        """Run *command* on the storyboard with the options of a quick render."""
        return run(command, self.path, *TINY, "--cache", cache or self.cache, *words)

    def render(
        self, *words: str | Path, out: Path | None = None, cache: Path | None = None
    ) -> Outcome:
        """Render the storyboard."""
        return self.make("render", "--out", out or self.root / "out", *words, cache=cache)

    def rendered(self, *words: str | Path) -> Any:
        """Render the storyboard, which must succeed; its JSON."""
        outcome = self.render("--json", *words)
        assert outcome.code == 0, outcome.err
        return outcome.json

    def from_nothing(self, name: str = "fresh") -> Path:
        """The film of the same storyboard made with an empty cache into an empty folder."""
        place = self.root / name
        outcome = self.render(out=place / "out", cache=place / "cache")
        assert outcome.code == 0, outcome.err
        return place / "out" / SLUG / "film.mp4"

    def plan(self, *words: str | Path) -> Any:
        """The plan as JSON."""
        outcome = self.make("plan", "--json", *words)
        assert outcome.code == 0, outcome.err
        return outcome.json


def new_project(root: Path, board: Board | str | None = None) -> Project:
    """A project with three pictures and *board* (default: `three_slides`)."""
    project = Project(root=root)
    for number, name in enumerate(("un.jpg", "deux.jpg", "trois.jpg"), start=1):
        draw_photo(project.media / name, number)
    project.path.parent.mkdir(parents=True, exist_ok=True)
    project.write(board or three_slides())
    return project


def copy_of(project: Project, root: Path, *, published: bool = True) -> Project:
    """*project*, rendered once for many tests, as one of them may change it.

    Args:
        project: stays as it is.
        root: the copy's folder, made now.
        published: False: only its cache and its sources, so that a first render draws nothing.
    """
    shutil.copytree(project.root, root)
    if not published:
        shutil.rmtree(root / "out")
    return Project(root=root)


def frames_of(film: Path) -> list[str]:
    """A digest of each decoded frame, in order of presentation."""
    return [hashlib.sha256(_visible(frame)).hexdigest() for frame in _decoded(film)]


def _decoded(film: Path) -> Iterator[av.VideoFrame]:
    with av.open(str(film)) as container:
        yield from container.decode(video=0)


def _visible(frame: av.VideoFrame) -> bytes:
    """The three planes without the padding at the ends of their rows."""
    return frame.to_ndarray(format="yuv420p").tobytes()


def rgb_frame(film: Path, number: int) -> Any:
    """Frame *number*, decoded, as RGB."""
    for index, frame in enumerate(_decoded(film)):
        if index == number:
            return frame.to_ndarray(format="rgb24")
    raise AssertionError(f"the film has no frame {number}")


def samples_of(film: Path) -> str:
    """A digest of all decoded samples."""
    digest = hashlib.sha256()
    with av.open(str(film)) as container:
        for frame in container.decode(audio=0):
            digest.update(frame.to_ndarray().tobytes())
    return digest.hexdigest()


def seen_and_heard(film: Path) -> tuple[list[str], str]:
    """All that a viewer gets of *film*, digested."""
    return frames_of(film), samples_of(film)


def bytes_under(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file under *folder*: its bytes and when it was last written (ns)."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def segments_of(plan: Any) -> dict[str, bool]:
    """Whether each segment of a plan's first shape is reused, by its label."""
    return {one["label"]: one["reused"] for one in plan["shapes"][0]["segments"]}


def to_make(plan: Any) -> set[str]:
    """Labels of the segments that a plan will make."""
    return {label for label, reused in segments_of(plan).items() if not reused}


def start(*words: str | Path, **more: Any) -> subprocess.Popen[str]:
    """Python in a process group of its own, in the repository, its output piped as UTF-8."""
    return subprocess.Popen(
        [sys.executable, *map(str, words)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        start_new_session=True,
        **more,
    )


def left_running(session: int) -> list[int]:
    """Processes of *session* that still run (Linux; elsewhere none is seen)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found
