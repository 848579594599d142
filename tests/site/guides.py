"""The French guides, as a test reads them: blocks to write, to check and to type; prose to set.

Comes in: a page of docs/fr/. Goes out: its fenced blocks in order, and the page as our own
typography sets French. `python -m tests.site.guides` sets all of them, so that whoever writes types
plain spaces and quotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from renderer.language.eye.typography import typeset

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "fr"
GENERATED = ("erreurs.md", "reference.md")
"""Pages that come from elsewhere, and are held there."""
GUIDES = sorted(path for path in FOLDER.glob("*.md") if path.name not in GENERATED)

_FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_KEPT = re.compile(
    r"`[^`\n]+`"  # code
    r"|!\[|\]\([^)\n]+\)"  # a picture, and where a link leads
    r"|^\|?[-| ]+\|$"  # the line below a table's head
    r"|^(?:#+|-|\d+\.) "  # what a line is
    r"|\*+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stands between two fences."""

    language: str
    title: str
    """The file that it is, for one that a reader saves."""
    text: str


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of *page*, in order."""
    for language, title, text in _FENCE.findall(page):
        yield Block(language=language, title=title, text=text)


def as_set(page: str) -> str:
    """*page* with its prose set as French is; code and addresses as they are."""
    parts = re.split(r"(^```.*?^```$)", page, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("```") else _set(part) for part in parts)


def _set(text: str) -> str:
    return "".join(_line(line) for line in text.splitlines(keepends=True))


def _line(line: str) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"Zq{len(kept) - 1}qZ"  # a word, so that signs beside it are set as beside one

    body = line.rstrip("\n")
    hidden = re.compile(_KEPT.pattern, re.MULTILINE).sub(keep, body)
    indent = hidden[: len(hidden) - len(hidden.lstrip())]
    done = indent + typeset(hidden.strip(), "fr")
    for number, text in enumerate(kept):
        done = done.replace(f"Zq{number}qZ", text)
    return done + line[len(body) :]


if __name__ == "__main__":
    for guide in GUIDES:
        guide.write_text(as_set(guide.read_text(encoding="utf-8")), encoding="utf-8")
