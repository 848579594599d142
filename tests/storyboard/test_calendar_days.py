"""A day that no calendar has is noticed, in French and in English, and no other."""

from __future__ import annotations

import pytest

from renderer.storyboard.calendar_days import impossible_days
from renderer.storyboard.load import check
from tests.storyboard.conftest import Write


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Le 31 juin 1944, à l'aube", (("31 juin 1944", 30),)),
        ("du 28 au 30 février", (("30 février", 29),)),
        ("le 29 février 1943", (("29 février 1943", 28),)),
        ("le trente et un avril", (("trente et un avril", 30),)),
        ("le 32 janvier et le 31\u00a0novembre", (("32 janvier", 31), ("31\u00a0novembre", 30))),
        ("on June 31, 1944", (("June 31, 1944", 30),)),
        ("February 30th", (("February 30th", 29),)),
        ("It fell on September 31.", (("September 31", 30),)),
        ("the 31st of June 1944", (("31st of June 1944", 30),)),
        ("29 February 1943", (("29 February 1943", 28),)),
        ("the thirtieth of February", (("thirtieth of February", 29),)),
        ("31/06/1944, 06/31/1944", (("31/06/1944", 30), ("06/31/1944", 30))),
        ("1944-06-31", (("1944-06-31", 30),)),
    ],
)
def test_a_day_that_does_not_exist_is_found(text: str, days: tuple[tuple[str, int], ...]) -> None:
    assert impossible_days(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "le 29 février, le 29 février 1944, le 30 juin 1944, le 1er mai",
        "06/30/1944, 30/06/1944, le 31 août, juin 1944",
        "In June 31 men fell; 35 may have died, 40 march on",
        "June 30, 1944. On April 30, 31 men fell.",
        "version 31.4.2 et le 14 juillet",
        "",
    ],
)
def test_days_that_exist_are_left_alone(text: str) -> None:
    assert impossible_days(text) == ()


def test_captions_cards_and_narration_are_advised(write: Write) -> None:
    text = """\
storyboard: 1
slug: film
language: en
title: Film
description: A film.
slides:
  - id: a
    card: {title: Cherbourg, date: June 31, text: The port}
    narration: On the 30th of February 1944 it rains.
"""
    report = check(write(text.replace("June 31", '"June 31, 1944"')))
    assert not report.problems
    assert [(each.mark.line, each.code, each.what) for each in report.warnings] == [
        (8, "date-unfit", "there is no June 31, 1944: that month has 30 days"),
        (9, "date-unfit", "there is no 30th of February 1944: that month has 29 days"),
    ]


def test_a_field_that_wants_a_date_says_that_the_day_does_not_exist(write: Write) -> None:
    rights = "{author: X, license: etalab-2.0, expires: 2026-02-30}"
    text = f"""\
storyboard: 1
slug: film
title: Film
slides:
  - id: a
    image: {{file: carte.jpg, alt: Carte., rights: {rights}}}
    length: 4
"""
    (problem,) = check(write(text)).problems
    assert problem.code == "date-unfit"
    assert "there is no 2026-02-30: that month has 28 days" in problem.what
