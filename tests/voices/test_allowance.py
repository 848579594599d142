from __future__ import annotations

from pathlib import Path

import pytest

from renderer.errors import VoiceError
from renderer.voices.rate_limit import BURST, Allowance, user_cache_folder


class Time:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


def allowance(folder: Path, time: Time) -> Allowance:
    return Allowance(file=folder / "state.json", clock=lambda: time.now, sleep=time.sleep)


def test_a_burst_is_free_and_then_one_a_second(tmp_path: Path) -> None:
    time = Time()
    shared = allowance(tmp_path, time)

    for _ in range(int(BURST)):
        shared.wait()
    assert time.slept == 0
    for _ in range(10):
        shared.wait()
    assert time.slept == pytest.approx(10)


def test_two_renders_share_one_limit(tmp_path: Path) -> None:
    time = Time()
    one, other = allowance(tmp_path, time), allowance(tmp_path, time)

    for _ in range(10):
        one.wait()
        other.wait()

    assert time.slept == pytest.approx(20 - BURST)


@pytest.mark.parametrize("content", ["", "{}", "[1]", '["a", 2, 3]', "[NaN, 0, Infinity]", "\x00"])
def test_a_damaged_state_is_a_fresh_one(tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)
    time = Time()

    allowance(tmp_path, time).wait()

    assert time.slept == 0


def test_a_clock_that_jumps_back_a_day_stops_nobody(tmp_path: Path) -> None:
    time = Time()
    shared = allowance(tmp_path, time)
    shared.block(300)
    for _ in range(int(BURST)):
        time.now += 301
        shared.wait()

    time.now -= 86_400
    shared.wait()

    assert time.slept == 0


def test_a_short_block_is_waited_for_and_a_long_one_told(tmp_path: Path) -> None:
    time = Time()
    shared = allowance(tmp_path, time)
    shared.block(20)
    shared.wait()
    assert time.slept == pytest.approx(20)

    shared.block(100_000)
    with pytest.raises(VoiceError, match="no more requests for 60 min"):
        shared.wait()


def test_a_folder_that_cannot_be_written_limits_this_process_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    time = Time()
    alone = allowance(tmp_path / "file" / "under", time)

    for _ in range(int(BURST) + 2):
        alone.wait()

    assert time.slept == pytest.approx(2)


def test_the_folder_is_the_users_even_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert user_cache_folder() == Path("/somewhere/recit")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/is/ignored")
    monkeypatch.setenv("HOME", "/home/team")
    assert user_cache_folder() == Path("/home/team/.cache/recit")

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert user_cache_folder().name == "recit"
