"""What an import asks a person to check: comments of a storyboard, written and found again.

    text, {slide: [why, …]} ──remarked──▶ text with comments ──remarks_in──▶ Remark, …

Comes in: texts, trees, remarks in words. Goes out: YAML, and the remarks that stand in it, in any
of our languages. The file alone says what is still to be checked: a remark is there until its
comment is taken out. Opens no file.
"""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from renderer.editing.splices import Splice, spliced
from renderer.editing.syntax_tree import BOM, Manuscript, ManuscriptEntry
from renderer.messages import tr
from renderer.messages.catalogue import LANGUAGES, speaking
from renderer.storyboard.model import Model
from renderer.storyboard.schema import StoryboardModel
from renderer.storyboard.yaml_tree import Span, Tree

WIDTH = 96
"""Columns of a remark: what editors show without scrolling."""
PROPOSED = "map"
"""The key whose value may stand below a remark, as YAML to be uncommented."""
_ABOVE = 1000
"""Letters above a slide among which its remarks may stand already."""
_LINE = re.compile(r"(?P<set_in>[ \t]*)#(?P<said>[^\r\n]*)(?:\r\n|[\r\n]|\Z)")
_CONTINUES = "   "
"""What further lines of a remark begin with: a person's own comment has one blank, or none."""

Remarks = Mapping[str, Sequence[str]]
"""By the id of its slide, what a person has to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One comment that asks a person to check something."""

    slide: int | None
    """Number of the slide that it stands at; None: it is about the whole film."""
    why: str
    proposal: str
    """YAML that could stand there; empty: none."""
    start: int
    stop: int
    """Its lines, with the end of the last one; the byte order mark left out."""

    @property
    def as_written(self) -> list[str]:
        """The remark and its proposal, as `remarked` takes them."""
        return [self.why, *(["\n" + self.proposal] if self.proposal else [])]


# Written.


def remark_lines(remark: str, column: int) -> list[str]:
    """The lines of a remark; of one that starts with a line's end, YAML to be uncommented."""
    set_in = " " * column
    if remark.startswith("\n"):
        return [f"{set_in}# {line}" for line in remark.strip("\n").splitlines()]
    return textwrap.wrap(
        tr("to check: {why}", why=" ".join(remark.split())),
        max(40, WIDTH - column),
        initial_indent=f"{set_in}# ",
        subsequent_indent=f"{set_in}#{_CONTINUES}",
        break_long_words=False,
        break_on_hyphens=False,
    )


def remarked(text: str, remarks: Remarks, path: Path, model: type[Model] = StoryboardModel) -> str:
    """*text* with *remarks* as comments in their slides; what stands there already isn't repeated.

    Args:
        text: of a storyboard or of a translation.
        remarks: in words; one that starts with a line's end goes as it is, for YAML.
        path: how a refusal names the file.
        model: of the file.
    """
    page = Manuscript.read(text, path)
    data = page.tree.data
    slides = data.get("slides") if isinstance(data, dict) else None
    steps: Iterable[tuple[str | int, Any]] = ()
    if isinstance(slides, list):
        steps = enumerate(slides)
    elif isinstance(slides, dict):
        steps = slides.items()
    splices = []
    places = {entry.step: entry for entry in page.entries(("slides",))}
    for step, held in steps:
        name = (
            str(held.get("id") or "").strip()
            if model is StoryboardModel and isinstance(held, dict)
            else str(step)
        )
        if remarks.get(name):
            splices += _of_slide(page, places[step], remarks[name])
    told = spliced(page.text, splices)
    return BOM + told if page.has_bom else told


def _of_slide(page: Manuscript, slide: ManuscriptEntry, remarks: Sequence[str]) -> list[Splice]:
    """Before its narration, where it has one on a line of its own; else before another key."""
    path = ("slides", slide.step)
    entries = page.entries(path)
    spots = [each for each in entries[1:] if page.starts_line(each.start)]
    if page.in_flow((*path, "id")):
        spots = [slide] if page.starts_line(slide.start) and not page.in_flow(path) else []
    if not spots:
        return []
    spot = next((each for each in spots if each.step == "narration"), spots[0])
    start, column = page.line_start(spot.start), page.column(spot.start)
    first = page.line_start(slide.start)
    above = page.text[max(0, first - _ABOVE) : first].splitlines()
    # Its own comments: the same remark at the slide before is another one.
    own = [*takewhile(lambda line: line.lstrip()[:1] in ("", "#"), reversed(above))][::-1]
    there = _words([*own, *page.text[slide.start : slide.stop].splitlines()])
    # A remark as a whole: two of them may end in the same line.
    told = [remark_lines(each, column) for each in remarks]
    fresh = [line for lines in told if _words(lines) not in there for line in lines]
    return [Splice(start, start, "".join(line + page.eol for line in fresh))] if fresh else []


def _words(lines: Sequence[str]) -> str:
    """What comments say, however they are broken into lines."""
    return " ".join(" ".join(line.strip().lstrip("#").split()) for line in lines)


# Found again.


def remarks_of(text: str) -> tuple[Remark, ...]:
    """The remarks that stand in *text*.

    Raises:
        StoryboardError: it can't be read.
    """
    return remarks_in(Manuscript.read(text).tree) if _mark().search(text) else ()


def remarks_in(tree: Tree) -> tuple[Remark, ...]:
    """The remarks that stand in the file of *tree*, in its order."""
    text = tree.source.text
    if not _mark().search(text):
        return ()
    texts = sorted((span.start, span.end) for span in _leaves(tree.place))
    starts = [start for start, _ in texts]

    def is_said(at: int) -> bool:
        """Whether the line there is one of a text's own, and no comment."""
        number = bisect_right(starts, at) - 1
        return number >= 0 and texts[number][0] < at < texts[number][1]

    slides = tree.place.step("slides")
    return tuple(
        Remark(slide=_slide_at(slides, start), why=why, proposal=proposal, start=start, stop=stop)
        for start, stop, why, proposal in _comments(text)
        if not is_said(start)
    )


def _comments(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Start and stop of each remark's lines, what it says, what it proposes."""
    for found in _mark().finditer(text):
        why, proposal = [found["why"].strip()], list[str]()
        stop = found.end()
        while (line := _LINE.match(text, stop)) and line["set_in"] == found["set_in"]:
            said = line["said"].rstrip()
            if not proposal and said == f" {PROPOSED}:":
                proposal.append(said[1:])
            elif said.startswith(_CONTINUES) and said.strip():
                (proposal if proposal else why).append(said[1:] if proposal else said.strip())
            else:
                break
            stop = line.end()
        yield found.start(), stop, " ".join(why), "".join(f"{line}\n" for line in proposal)


def _slide_at(slides: Span | None, at: int) -> int | None:
    """The slide in which, or above which, *at* lies."""
    if slides is None or not isinstance(slides.inner, list) or at < (slides.key or (0, 0))[0]:
        return None
    found = (number for number, slide in enumerate(slides.inner) if at < slide.whole()[1])
    return next(found, None)


def _leaves(place: Span) -> Iterator[Span]:
    if place.inner is None:
        yield place
        return
    for inner in place.inner.values() if isinstance(place.inner, dict) else place.inner:
        yield from _leaves(inner)


@lru_cache(maxsize=1)
def _mark() -> re.Pattern[str]:
    """How the first line of a remark reads, in any of our languages."""
    said = []
    for tongue in LANGUAGES:
        with speaking(tongue):
            said.append(re.escape(tr("to check: {why}", why="").strip(" :\u00a0\u202f")))
    return re.compile(
        rf"^(?P<set_in>[ \t]*)# ?(?:{'|'.join(said)})[ \u00a0\u202f]?: ?(?P<why>[^\r\n]*)"
        r"(?:\r\n|[\r\n]|\Z)",
        re.MULTILINE,
    )
