"""A plan with other options than those of the last render says which those were."""

from __future__ import annotations

from pathlib import Path

from tests.production.projects import board_of, card_slide, new_project, run

TINY = ("--voice", "hum", "--offline", "--fps", "24")


def test_a_plan_says_with_which_options_the_last_render_was_made(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(card_slide("port")))
    words = (*TINY, "--cache", project.cache)
    out = ("--out", tmp_path / "out")

    def planned(*more: str) -> str:
        outcome = run("plan", project.path, *words, *more)
        assert outcome.code == 0, outcome.err
        return outcome.out

    assert "last render" not in planned("--height", "128")
    run("render", project.path, *words, "--height", "128", "--format", "9:16", "--draft", *out)
    assert "made as with --format 9:16 --draft:" in planned()
    run("render", project.path, *words, "--height", "128", "--format", "9:16", *out)
    assert "made as with --format 9:16 --height 128:" in planned()
    assert "made as with --height 128:" in planned("--format", "9:16")
    assert "last render" not in planned("--format", "9:16", "--height", "128")
