"""A pytest plug-in (`-p tests.torture.table`) that ends a run with what was done to the program.

Comes in: the reports of the tests, with the figures that they record (`record_property`). Goes out:
a table on the terminal, one row for each test. Changes no outcome.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import Any

import pytest


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Write the table after pytest's own summary."""
    rows: dict[str, Row] = defaultdict(Row)
    for outcome, reports in terminalreporter.stats.items():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                rows[report.nodeid.partition("[")[0]].add(outcome, report)
    if not rows:
        return
    terminalreporter.section("what was tried")
    for name in sorted(rows):
        terminalreporter.write_line(rows[name].line(name.removeprefix("tests/")))
    for line in totals(list(rows.values())):
        terminalreporter.write_line(line)


def totals(rows: list[Row]) -> list[str]:
    """All that was counted, in all tests together; how they ended; how long they took."""
    counted: dict[str, int] = defaultdict(int)
    ended: dict[str, int] = defaultdict(int)
    for row in rows:
        for name, value in row.figures.items():
            counted[name] += value
        for outcome, cases in row.cases.items():
            ended[outcome] += cases
    cases = ", ".join(f"{count} {outcome}" for outcome, count in ended.items())
    figures = ", ".join(f"{count} {name}" for name, count in counted.items())
    seconds = sum(row.seconds for row in rows)
    processor = sum(os.times()[:4])
    return [
        f"in all: {figures}",
        f"{len(rows)} tests, {cases}: {seconds / 60:.1f} minutes one after the other,"
        f" {processor / 60:.1f} of processor",
    ]


class Row:
    """One test function: all its cases together."""

    def __init__(self) -> None:
        self.cases: dict[str, int] = defaultdict(int)
        self.seconds = 0.0
        self.figures: dict[str, int] = defaultdict(int)

    def add(self, outcome: str, report: pytest.TestReport) -> None:
        """Count one phase of one case."""
        self.seconds += report.duration
        if report.when == "call" or outcome not in ("", "passed"):
            self.cases[outcome or "passed"] += 1
        if report.when == "call":
            for name, value in report.user_properties:
                if isinstance(value, int):
                    self.figures[name] += value

    def line(self, name: str) -> str:
        """*name*, how its cases ended, how long they took, what they counted."""
        ended = ", ".join(f"{count} {outcome}" for outcome, count in self.cases.items())
        counted = "".join(f", {value} {what}" for what, value in self.figures.items())
        return f"{ended:>10}{counted} in {self.seconds:5.0f} s  {name}"
