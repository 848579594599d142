"""What can go wrong, and how it is said.

    RecitError              raised on purpose; its message is for the author
    ├── UsageError          the command line asks for something that can't be (exit 2)
    ├── StoryboardError     the YAML is wrong: one Problem per mistake (exit 2)
    │   └── UnfitError      what it shows or plays can't be: one Problem per mistake (exit 1)
    ├── PictureError        a picture, a font or a theme can't be used
    ├── VoiceError          a voice is missing, refused, or failed
    │   └── UnknownVoiceError   there is no voice of that name (exit 2)
    ├── SoundError          music or an ambience can't be used
    ├── EncodeError         a codec failed, or wrote something else than asked
    ├── PublishError        the finished set can't be put in its place
    └── ClusterError        a cluster can't be reached, is not fit, or lost a task

Anything else that escapes is a bug in this package and keeps its traceback.
Comes in: nothing. Goes out: the exceptions, `Mark` and `Problem`. Knows nothing of storyboards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from renderer.messages.catalogue import tr  # not the package: imports stay one shorter


def counted(count: int, noun: str, plural: str = "") -> str:
    """*count* and *noun*, as messages say it: "1 film", "2,000 films", "0 entries"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in a text file."""

    path: Path
    line: int
    """1-based."""
    column: int
    """1-based, in characters."""
    width: int = 1
    """Characters to underline, at least 1."""
    excerpt: str = ""
    """The source line, without its line end; a window of it when it is very long."""
    clipped: int = 0
    """Characters of the source line left out before the excerpt."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake, where it is, and what would put it right."""

    mark: Mark
    what: str
    remedy: str = ""
    slide: str = ""
    """The id of the slide it concerns; empty when it is not about one slide."""
    code: str = ""
    """The name of its kind, the same in every language and version: see `messages/explanations`."""

    def __str__(self) -> str:
        number = str(self.mark.line)
        gutter = " " * len(number)
        indent = max(0, self.mark.column - 1 - self.mark.clipped)
        carets = " " * indent + "^" * max(1, self.mark.width)
        what = self.what
        if self.slide:
            what = tr("{what} (slide '{slide}')", what=what, slide=self.slide)
        lines = [
            f"{self.mark}: {what}",
            f"  {number} | {self.mark.excerpt}",
            f"  {gutter} | {carets}",
        ]
        if self.remedy:
            lines.append(f"  {gutter} = {self.remedy}")
        return "\n".join(lines)


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """*problems*, each once, as one meets them who reads the files."""
    return tuple(
        sorted(
            dict.fromkeys(problems), key=lambda p: (str(p.mark.path), p.mark.line, p.mark.column)
        )
    )


class RecitError(Exception):
    """Raised on purpose. The message names the thing and the remedy; no traceback is shown."""

    exit_code = 1

    def __init__(self, told: str = "", *, code: str = "") -> None:
        """Say what is wrong, and the *code* of its kind."""
        super().__init__(told)
        self.code = code


class UsageError(RecitError):
    """The command line asks for something that can't be."""

    exit_code = 2


class StoryboardError(RecitError):
    """The storyboard, or a file it names, is wrong. Holds every mistake, in file order."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = in_file_order(problems)
        super().__init__("\n\n".join(str(problem) for problem in self.problems))


class UnfitError(StoryboardError):
    """The storyboard reads well, but something it shows, writes or plays can't be used."""

    exit_code = 1


class PictureError(RecitError):
    """A picture, a font or a theme can't be used."""

    slide: str = ""
    """Id of the slide that shows it, where that is known."""
    key: str = ""
    """Key of that slide under which it was written, such as ``map.ground.land``, where known."""

    characters: str = ""
    """Those that no font has, where that is what is wrong."""
    is_room: bool = False
    """Whether a text is too long for the frame: in one of another shape it may fit."""

    def __init__(self, what: str, remedy: str = "", about: str = "", *, code: str = "") -> None:
        """Say *what* is wrong, the *remedy*, and the text it is *about*, where no line shows it."""
        told = tr("{what}; {remedy}", what=what, remedy=remedy) if remedy else what
        if about:
            told = tr("{what}: {about}", what=told, about=about)
        super().__init__(told, code=code)
        self.what = what
        self.remedy = remedy


class VoiceError(RecitError):
    """A voice is missing, refused the request, or failed."""

    slide: str = ""
    """Id of the slide whose recording can't be used, where it is about one."""
    key: str = ""
    """Of that slide, under which it is named."""


class UnknownVoiceError(VoiceError):
    """There is no voice of the name asked for."""

    exit_code = 2


class SoundError(RecitError):
    """Music or an ambience can't be used."""


class EncodeError(RecitError):
    """A codec failed, or wrote something else than asked."""


class PublishError(RecitError):
    """The finished set can't be put in its place. The set that was there is untouched."""


class ClusterError(RecitError):
    """A cluster can't be reached, isn't fit for this film, or lost a task too often."""
