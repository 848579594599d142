"""Faults that a mutation tester put into the code and that no other test noticed."""

import time
import unicodedata
from pathlib import Path

import pytest

import renderer.store.cache
from renderer.errors import StoryboardError
from renderer.files import atomic
from renderer.language.ear.french.cardinals import LONGEST, cardinal, say_decimal
from renderer.language.ear.french.fractions import _DRAWN
from renderer.storyboard.board import Transition
from renderer.storyboard.yaml_source import EXCERPT, source_of
from tests.test_windows import Windows
from tests.timeline.boards import SECOND, board, said, slide, timeline_of


@pytest.mark.parametrize("refusals", [1, 9])
def test_a_file_that_another_program_holds_for_a_moment_is_replaced_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int
) -> None:
    """As on Windows, where a reader's open file can't be replaced."""
    replace, left = Path.replace, [refusals]
    waited: list[float] = []

    def refusing(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(13, "Access is denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(atomic, "os", Windows())
    monkeypatch.setattr(Path, "replace", refusing)
    monkeypatch.setattr(time, "sleep", waited.append)
    cache = renderer.store.cache.Cache(tmp_path)
    cache.keep("take", "ab" * 32, lambda path: {"bytes": path.write_bytes(b"sound")})
    assert len(waited) == refusals
    entry = cache.find("take", "ab" * 32)
    assert entry is not None
    assert entry.path.read_bytes() == b"sound"


def test_a_file_that_stays_held_is_an_error_and_leaves_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Access is denied", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    cache = renderer.store.cache.Cache(tmp_path)
    with pytest.raises(PermissionError, match="denied"):
        cache.keep("take", "ab" * 32, lambda path: {"bytes": path.write_bytes(b"sound")})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("column", [0, 50, 500, 990])
def test_what_is_underlined_ends_with_the_part_of_the_line_that_is_shown(column: int) -> None:
    source = source_of(b"x" * 1_000, Path("film.yaml"))
    mark = source.mark(column, 1_000)
    assert len(mark.excerpt) == EXCERPT
    assert mark.clipped == max(0, min(column - EXCERPT // 2, 1_000 - EXCERPT))
    assert mark.clipped <= column < mark.clipped + EXCERPT
    assert column + mark.width == min(1_000, mark.clipped + EXCERPT)


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"\0ab", "saved as UTF-16"), (b"\0abc", "NUL"), (b"a\0b\0", "saved as UTF-16")],
)
def test_a_third_of_nuls_is_another_encoding_and_fewer_are_a_character(
    data: bytes, said: str
) -> None:
    with pytest.raises(StoryboardError, match=said):
        source_of(data, Path("film.yaml"))


@pytest.mark.parametrize(
    ("number", "said"), [(-1, "moins un"), (-2, "moins deux"), (-1001, "moins mille un")]
)
def test_every_negative_number_is_said_with_moins(number: int, said: str) -> None:
    assert cardinal(number) == said


@pytest.mark.parametrize(
    ("fraction", "said"),
    [
        ("141", "trois virgule cent quarante et un"),
        ("0141", "trois virgule zéro cent quarante et un"),
        ("1415", "trois virgule un quatre un cinq"),
    ],
)
def test_up_to_three_decimals_are_a_number_and_more_are_digits(fraction: str, said: str) -> None:
    assert say_decimal("3", fraction) == said


@pytest.mark.parametrize("number", [10**LONGEST, 10**LONGEST + 1, 10 ** (2 * LONGEST)])
def test_a_number_too_large_for_a_name_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="digit by digit"):
        cardinal(number)


@pytest.mark.parametrize("sign", sorted(_DRAWN))
def test_a_drawn_fraction_is_the_one_that_it_looks_like(sign: str) -> None:
    above, below = _DRAWN[sign]
    assert unicodedata.numeric(sign) == pytest.approx(above / below)


def test_of_two_slides_the_first_may_fade_by_all_its_frames_but_one() -> None:
    long = Transition(kind="fade", length_seconds=4.0)
    slides = [slide("a", length_seconds=0.2), slide("b", transition=long, length_seconds=4.0)]
    laid = timeline_of(board(slides), [[], []])
    [fade] = [one for one in laid.transitions if one.after == 1]
    # Five frames: two of them leave, two and the odd one arrive, one stays the slide's own.
    assert (laid.slides[0].length, fade.length, fade.start) == (5, 5, 3)


def test_a_length_that_is_too_short_says_how_long_it_must_be() -> None:
    asked = board([slide("court", lead_seconds=0.4, length_seconds=0.5)])
    with pytest.raises(StoryboardError, match=r"length is 0\.5 s.*the narration needs 2\.4 s"):
        timeline_of(asked, [[said(2 * SECOND)]])
