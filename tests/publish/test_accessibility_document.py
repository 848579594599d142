"""`docs/accessibility.md` names tests; each must exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_that_the_table_names_exists() -> None:
    text = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_[a-z0-9_]+)`", text))
    there = {
        found
        for path in (ROOT / "tests").rglob("test_*.py")
        for found in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 15
    assert named <= there


def test_the_table_has_every_criterion_of_topic_4() -> None:
    text = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (4\.\d+) \|", text, re.MULTILINE) == [f"4.{n}" for n in range(1, 14)]
