"""What a log is told of a stage."""

from __future__ import annotations

import pytest

from renderer.cli.progress import LineWitness


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def lines(capsys: pytest.CaptureFixture[str], seconds_a_step: float) -> list[str]:
    clock = Clock()
    witness = LineWitness(clock)
    witness.stage("narration", 20)
    for _ in range(20):
        clock.now += seconds_a_step
        witness.advance()
    return capsys.readouterr().err.splitlines()


def test_a_quick_stage_is_told_at_its_half_and_at_its_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert lines(capsys, 0.1) == ["narration: 10/20", "narration: 20/20"]


def test_a_slow_stage_says_how_long_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    told = lines(capsys, 6.0)
    assert told[0] == "narration: 2/20, about 2 min left"
    assert told[4] == "narration: 10/20, about 60 s left"
    assert told[-1] == "narration: 20/20"
    assert len(told) == 10
