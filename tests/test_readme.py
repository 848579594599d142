"""The tour that CI makes of the README knows every command in it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from renderer.storyboard.load import load_storyboard
from tests.production.projects import draw_photo

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def tour() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bare_tour", ROOT / ".ci" / "bare_tour.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look for their module there
    spec.loader.exec_module(module)
    return module


TOUR = tour()
EXAMPLE = TOUR.example_of(README)


def test_every_command_of_the_readme_is_typed_or_left_to_somebody() -> None:
    from renderer.cli.arguments import COMMANDS

    words: set[str] = set()
    for command in TOUR.commands(README):
        plain = command.partition("#")[0].strip()
        if plain not in TOUR.ELSEWHERE:
            words |= {word for way in TOUR.typed(command, EXAMPLE) for word in way.split()}
    # A path alone renders; the others ask hosts elsewhere: `tests/archives`, `tests/publish`.
    assert set(COMMANDS) - {"render", "pick", "rights", "publish"} <= words
    assert {"--unknown", "--rights", "--slide", "--at", "film"} <= words


def test_what_is_left_to_others_stands_in_the_readme() -> None:
    named = {command.partition("#")[0].strip() for command in TOUR.commands(README)}
    assert named >= set(TOUR.ELSEWHERE)


@pytest.mark.parametrize(
    ("command", "ways"),
    [
        ("python make_video.py say STORYBOARD # both; --unknown, --play, --out FILE.wav", 3),
        ("python make_video.py still STORYBOARD --slide ID | --at SECONDS --out FILE.png", 2),
        ("python make_video.py verify out/SLUG", 1),
    ],
)
def test_what_stands_for_any_name_is_replaced(command: str, ways: int) -> None:
    typed = list(TOUR.typed(command, EXAMPLE))
    assert len(typed) == ways
    assert not any(word in way for way in typed for word in ("STORYBOARD", "SLUG", " ID", "|", "#"))


def test_a_command_that_the_tour_cannot_type_stops_it() -> None:
    with pytest.raises(SystemExit, match="FOLDER"):
        list(TOUR.typed("python make_video.py studio FOLDER", EXAMPLE))


def test_commands_are_found_wherever_the_readme_has_them() -> None:
    text = (
        "```\nmake film # now\npython make_video.py sheet A \\\n    --out b.png\n```\n"
        "```yaml\nmake: no\n```\n| x | `recit a.yaml` | `.venv\\Scripts\\python x` |\n"
        "Type `pip install .`, not `make_video`.\n"
    )
    assert list(TOUR.commands(text)) == [
        "make film # now",
        "python make_video.py sheet A --out b.png",
        "recit a.yaml",
        "pip install .",
    ]


def test_the_readmes_example_is_a_film(tmp_path: Path) -> None:
    path = tmp_path / EXAMPLE.path
    path.parent.mkdir()
    path.write_text(EXAMPLE.storyboard, encoding="utf-8")
    draw_photo(tmp_path / EXAMPLE.picture)
    assert load_storyboard(path).slug == EXAMPLE.slug
