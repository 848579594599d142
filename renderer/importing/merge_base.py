"""What is kept of an import for the next one: the text as it was, the slide of each sentence.

Comes in: a storyboard's path. Goes out: a `Kept`, from `.import/` in the project and to it. It is
committed with the storyboard. Pictures aren't in it, but by their digests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from renderer.errors import UsageError
from renderer.files.atomic import drafted
from renderer.importing.document import Block, Document
from renderer.importing.merge import Fields, parted
from renderer.importing.slide_assignment import Homes, sentences_of
from renderer.messages import tr

FOLDER = ".import"
_VERSION = 1
"""Of the base's own format; a base of another version isn't read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A text that was imported."""

    document: Document
    homes: Homes
    source: str = ""
    """Name of the file that it came from."""
    files: dict[str, str] = field(default_factory=dict)
    """Its pictures: key in the document → name in `media/`."""
    digests: dict[str, str] = field(default_factory=dict)
    """Their bytes: key → SHA-256."""
    answers: dict[str, str] = field(default_factory=dict)
    """Of a translation: slide → the narration that it is a translation of."""


def base_path(storyboard: Path, root: Path, language: str = "", edition: str = "") -> Path:
    """Where a storyboard's text is kept; a translation's apart, and each text that went out."""
    parts = [storyboard.stem, language, edition, "json"]
    return root / FOLDER / ".".join(filter(None, parts))


def load_base(path: Path) -> Kept | None:
    """What is kept at *path*; None: nothing.

    Raises:
        UsageError: it can't be made out.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["import"] != _VERSION:
            raise ValueError(told["import"])
        return Kept(
            document=Document.from_json(told["document"]),
            homes=tuple(tuple(map(str, each)) for each in told["homes"]),
            source=str(told["source"]),
            files=dict(told["files"]),
            digests=dict(told["digests"]),
            answers=dict(told["answers"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(
            tr(
                "{path} can't be read: put back the last one that was committed, or delete it and "
                "import again (what stands in the storyboard is then the text before)",
                path=path,
            ),
            code="import-base-unreadable",
        ) from error


def base_text(kept: Kept) -> str:
    """As it stands in its file: one block a line, so that versions can be compared."""
    document = kept.document.as_json()
    document["blocks"] = [_without_nothing(block) for block in document["blocks"]]
    blocks = ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in document.pop("blocks"))
    homes = ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in kept.homes)
    document = {**document, "remarks": [], "blocks": []}
    head = json.dumps(document, ensure_ascii=False)[: -len("[]}")]
    rest = {
        "source": kept.source,
        "files": kept.files,
        "digests": kept.digests,
        "answers": kept.answers,
    }
    told = json.dumps(rest, ensure_ascii=False, indent=1)[1:-2]
    return (
        f'{{"import": {_VERSION},\n"document": {head}[\n  {blocks}]}},\n'
        f'"homes": [\n  {homes}],{told}}}\n'
    )


def _without_nothing(block: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in block.items() if value or key in ("kind", "text")}


def save(kept: Kept, path: Path) -> None:
    """Write it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with drafted(path) as draft:
        draft.write_text(base_text(kept), encoding="utf-8")


def original(storyboard: Path, root: Path, mine: Mapping[str, Fields], language: str) -> Kept:
    """The text before: as it was imported; else what stands in the storyboard.

    Raises:
        UsageError: what is kept can't be made out.
    """
    return load_base(base_path(storyboard, root)) or from_storyboard(mine, language)


def from_storyboard(mine: Mapping[str, Fields], language: str) -> Kept:
    """What a storyboard says, as if it were a text."""
    blocks: list[Block] = []
    homes: list[tuple[str, ...]] = []
    for id_, fields in mine.items():
        paragraphs: list[list[str]] = []
        for said, gap in parted(fields.get("narration"), language):
            if gap != " " or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(said)
        for sentences in paragraphs:
            block = Block(kind="paragraph", text=" ".join(sentences))
            count = len(sentences_of(block, language))
            blocks.append(block)
            homes.append((id_,) * count)
    return Kept(document=Document(blocks=tuple(blocks)), homes=tuple(homes))
