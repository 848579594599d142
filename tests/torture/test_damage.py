"""A whole film's cache, damaged in every file at once: it costs time and nothing else."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.production.projects import Project, board_of, card_slide, new_project, photo_slide
from tests.production.projects import seen_and_heard as seen

Film = tuple[list[str], str]
Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Film, Path]:
    """A project, the film it gives, and an untouched copy of its cache."""
    board = board_of(card_slide("carton"), photo_slide("quai"), photo_slide("rade", "deux.jpg"))
    project = new_project(tmp_path_factory.mktemp("damage"), board)
    project.rendered()
    kept = project.root / "kept"
    shutil.copytree(project.cache, kept)
    return project, seen(project.film), kept


def files_of(cache: Path) -> list[Path]:
    """Every file of every entry, in order."""
    found = [path for path in sorted(cache.rglob("*")) if path.is_file()]
    assert len(found) > 10
    return [path for path in found if path.suffix in (".bin", ".json")]


def render_again(sound: tuple[Project, Film, Path]) -> None:
    """Render without the published set, from the cache as it is; the film must be the sound one."""
    project, film, _ = sound
    shutil.rmtree(project.root / "out")
    project.rendered()
    assert seen(project.film) == film


def restore(sound: tuple[Project, Film, Path]) -> list[Path]:
    """The cache, whole again; its files."""
    project, _, kept = sound
    shutil.rmtree(project.cache, ignore_errors=True)
    shutil.copytree(kept, project.cache)
    return files_of(project.cache)


def flip_everywhere(sound: tuple[Project, Film, Path], rounds: int, seed: int) -> int:
    """Flip one bit of each file, render, compare; *rounds* times. How many were flipped."""
    chance = random.Random(seed)
    flips = 0
    for _ in range(rounds):
        for path in restore(sound):
            data = bytearray(path.read_bytes())
            if not data:
                continue  # what was found fit holds no bytes, only its note
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path.write_bytes(bytes(data))
            flips += 1
        render_again(sound)
    return flips


def test_a_byte_flipped_anywhere_in_a_cache_costs_only_time(
    sound: tuple[Project, Film, Path], record_property: Record
) -> None:
    record_property("flips", flip_everywhere(sound, rounds=1, seed=1))


@pytest.mark.slow
def test_bytes_flipped_a_thousand_times_cost_only_time(
    sound: tuple[Project, Film, Path], record_property: Record
) -> None:
    flips = flip_everywhere(sound, rounds=40, seed=2)
    record_property("flips", flips)
    assert flips >= 1_000


def older(path: Path, _: list[Path]) -> None:
    """A note as another version might have left it; payloads stay."""
    if path.suffix == ".json":
        noted = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({"version": 0, "facts": noted.get("facts")}), encoding="utf-8")


def replaced_by_a_folder(path: Path, _: list[Path]) -> None:
    path.unlink()
    path.mkdir()


def swapped(path: Path, all_files: list[Path]) -> None:
    others = [each for each in all_files if each.suffix == path.suffix and each != path]
    path.write_bytes(others[0].read_bytes())


def cut(path: Path, _: list[Path]) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path, _: list[Path]) -> None:
    path.write_bytes(b"")


def removed(path: Path, _: list[Path]) -> None:
    path.unlink()


def grown(path: Path, _: list[Path]) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


@pytest.mark.parametrize(
    ("harm", "suffix"),
    [
        (removed, ".json"),
        (swapped, ".json"),
        (older, ".json"),
        *(pytest.param(harm, ".json", marks=pytest.mark.slow) for harm in (cut, emptied, grown)),
        *(
            pytest.param(harm, ".bin", marks=pytest.mark.slow)
            for harm in (cut, emptied, grown, removed, swapped, replaced_by_a_folder)
        ),
        pytest.param(replaced_by_a_folder, ".json", marks=pytest.mark.slow),
    ],
)
def test_every_kind_of_damage_to_a_whole_cache_costs_only_time(
    sound: tuple[Project, Film, Path],
    harm: Callable[[Path, list[Path]], None],
    suffix: str,
    record_property: Record,
) -> None:
    files = restore(sound)
    victims = [path for path in files if path.suffix == suffix]
    for path in victims:
        harm(path, files)
    record_property("files", len(victims))
    render_again(sound)
