"""A real file system that is too small: the whole film, or the old one and a clear error.

`unshare` gives the run a mount of its own, without privileges where the system allows it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from renderer.publish.verify import verify
from tests.production.projects import (
    ROOT,
    SLUG,
    TINY,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    seen_and_heard,
)

RUN = """
set -e
mount -t tmpfs -o size="$SIZE" recit "$DISK"
cp -a "$OLD" "$DISK/out"
set +e
"$@"
code=$?
rm -rf "$RESULT"; cp -a "$DISK/out" "$RESULT"
find "$DISK/cache" -name '.making-*' > "$RESULT/left" 2> /dev/null
exit $code
"""
Film = tuple[list[str], str]


def on_a_disk_of(size: int, folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run *words* with `<folder>/disk`, a file system of *size* bytes; `out` is copied off it."""
    (folder / "disk").mkdir(exist_ok=True)
    names = {"SIZE": size, "DISK": folder / "disk", "OLD": folder / "old", "RESULT": folder / "now"}
    return subprocess.run(
        [
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            RUN,
            "sh",
            *map(str, words),
        ],
        env={
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "PYTHONUTF8": "1",
            "HOME": str(folder / "home"),  # a project is no home
            **{name: str(value) for name, value in names.items()},
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Film, Film]:
    """A project that was edited since its film was published, that film, and the one to come."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        pytest.skip("a file system of a given size needs Linux")
    project = new_project(tmp_path_factory.mktemp("disk"), board_of(card_slide("carton")))
    (project.root / "old").mkdir()
    if on_a_disk_of(1_000_000, project.root, "true").returncode != 0:
        pytest.skip("this machine lets nobody mount a file system")
    project.rendered()
    old = seen_and_heard(project.film)
    shutil.rmtree(project.root / "old")
    shutil.copytree(project.root / "out", project.root / "old")
    project.write(board_of(card_slide("carton"), photo_slide("quai")))
    return project, old, seen_and_heard(project.from_nothing())


def fill(film: tuple[Project, Film, Film], size: int) -> int:
    """Render on a disk of *size* bytes; the exit code."""
    project, old, new = film
    disk = project.root / "disk"
    place = ("--cache", disk / "cache", "--out", disk / "out")
    run = on_a_disk_of(
        size, project.root, sys.executable, ROOT / "make_video.py", project.path, *TINY, *place
    )
    assert run.returncode in (0, 1), run.stderr
    assert "Traceback" not in run.stderr
    shown = project.root / "now" / SLUG
    if run.returncode == 0:
        assert run.stdout == f"{disk / 'out' / SLUG / 'film.mp4'}\n"
        assert seen_and_heard(shown / "film.mp4") == new
        assert verify(shown) == ()
    else:
        assert run.stdout == ""
        assert "space" in run.stderr, run.stderr
        # Published together or not at all, page by page: what a page shows is one of the two.
        assert seen_and_heard(shown / "film.mp4") in (old, new)
    assert (project.root / "now" / "left").read_text() == ""
    return run.returncode


def grid(
    film: tuple[Project, Film, Film], steps: int, record: Callable[[str, object], None]
) -> None:
    """*steps* sizes from what the old film takes to enough for the new one as well."""
    project, _, _ = film
    least = sum(path.stat().st_size for path in (project.root / "old").rglob("*")) + 200_000
    codes = [fill(film, least + number * 1_500_000 // (steps - 1)) for number in range(steps)]
    record("disks", steps)
    record("too small", codes.count(1))
    assert codes[0] == 1
    assert codes[-1] == 0
    assert codes == sorted(codes, reverse=True), "a larger disk must not do worse"


def test_a_disk_of_any_size_gives_the_whole_film_or_leaves_the_old_one(
    film: tuple[Project, Film, Film], record_property: Callable[[str, object], None]
) -> None:
    grid(film, 3, record_property)


@pytest.mark.slow
def test_a_disk_of_forty_sizes_gives_the_whole_film_or_leaves_the_old_one(
    film: tuple[Project, Film, Film], record_property: Callable[[str, object], None]
) -> None:
    grid(film, 40, record_property)
