"""`docs/reliability.md` names tests: each exists, and no fault is without one."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
NAMED = re.compile(r"`((?:[a-z0-9_]+/)*test_[a-z0-9_]+\.py)::([A-Za-z0-9_]+)`")


def is_there(file: str, test: str) -> bool:
    path = ROOT / "tests" / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return re.search(rf"^(?:def )?{test}\b", text, re.MULTILINE) is not None


def test_every_test_that_the_page_names_exists() -> None:
    named = set(NAMED.findall(PAGE.read_text(encoding="utf-8")))
    assert len(named) > 100
    assert [f"{file}::{test}" for file, test in sorted(named) if not is_there(file, test)] == []


def test_every_file_that_the_page_names_exists() -> None:
    for name in re.findall(r"`((?:fuzz|docs|tests)/[a-z0-9_/.-]+)`", PAGE.read_text("utf-8")):
        assert (ROOT / name).exists(), name


def test_every_fault_is_held_by_a_test() -> None:
    page = PAGE.read_text(encoding="utf-8")
    faults = page.partition("## Fault by fault")[2].partition("\n## ")[0]
    rows = [row for row in faults.splitlines() if row.startswith("| ")][1:]
    rows = [row for row in rows if not row.startswith("| **")]
    assert len(rows) > 70
    assert [row for row in rows if not NAMED.search(row)] == []


def test_all_eight_promises_have_their_tests() -> None:
    promises = re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:9]
    assert [text[0] for text in promises] == list("12345678")
    assert all(NAMED.search(text) for text in promises)
