"""`requirements.lock` is what `requirements.txt` came to, with hashes and no address."""

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+) \\$", LOCK, re.MULTILINE))
MACHINE = {"python_version": "3.11", "sys_platform": "linux", "platform_machine": "x86_64"}


def wanted() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    found = [
        Requirement(line.partition("#")[0]) for line in lines if line.partition("#")[0].strip()
    ]
    return [one for one in found if one.marker is None or one.marker.evaluate(MACHINE)]


def test_every_requirement_is_pinned_within_its_range() -> None:
    assert len(wanted()) > 15
    for requirement in wanted():
        pinned = PINS.get(requirement.name.lower())
        assert pinned is not None, f"{requirement.name} is not in requirements.lock: make it again"
        assert Version(pinned) in requirement.specifier, f"{requirement} is pinned to {pinned}"


def test_every_pin_has_the_hashes_of_its_files() -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9_.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(PINS) > len(wanted())
    assert [
        b.splitlines()[0] for b in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", b)
    ] == []


def test_the_lock_names_no_address_and_no_place_on_a_machine() -> None:
    assert re.findall(r"https?:|file:|--index|--find-links|-e |/home|/work|/opt|/tmp", LOCK) == []
