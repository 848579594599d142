"""A YAML file as plain data, beside the place of each of its keys and values.

Comes in: what `yaml_reader.py` builds. Goes out: `Tree`, and `Marks`, which finds a place by its
path ("image.file"). Places are offsets; they become marks, with line, column and excerpt, only when
somebody asks, because nearly nobody does. Knows nothing of storyboards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renderer.errors import Mark

if TYPE_CHECKING:
    from renderer.storyboard.yaml_source import SourceText

Data = dict[str, Any] | list[Any] | str | None
"""Strings, None, and lists and dicts of them: nothing is a number before the schema says so."""
Step = str | int
Path = Sequence[Step]


@dataclass(slots=True)
class Span:
    """Where one value stands: offsets into the source, [start, end)."""

    start: int
    end: int
    key: tuple[int, int] | None = None
    """Where its key stands; None for items of a list."""
    inner: Inner = None
    """The places of what it holds; None for text."""
    source: SourceText | None = None
    """The file that it and all it holds stand in, where that is not the tree's own."""
    stop: int = 0
    """Where what holds more ends: after its bracket, or after the last thing it holds."""

    def span(self) -> tuple[int, int]:
        """The characters to underline: the text, or the key of what is empty or holds more."""
        if self.key is not None and (self.inner is not None or self.start == self.end):
            return self.key
        return self.start, self.end

    def whole(self) -> tuple[int, int]:
        """All of its characters; those of a block text go to the line that follows it."""
        return self.start, self.end if self.inner is None else self.stop

    def step(self, name: Step) -> Span | None:
        """The place of one key or item, if it was written."""
        if isinstance(self.inner, dict):
            return self.inner.get(name) if isinstance(name, str) else None
        if isinstance(self.inner, list) and isinstance(name, int) and 0 <= name < len(self.inner):
            return self.inner[name]
        return None


Inner = dict[str, Span] | list[Span] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """One YAML file, read and not yet checked against anything."""

    source: SourceText
    data: Data
    place: Span

    def nearest(self, path: Path) -> Span:
        """The place of *path*; of its nearest parent where a step was not written."""
        return self._walk(path)[1]

    def mark(self, path: Path) -> Mark:
        """The mark of the value at *path*, or of its nearest parent."""
        source, place = self._walk(path)
        return source.mark(*place.span())

    def key_mark(self, path: Path) -> Mark:
        """The mark of the key at *path*; of the value when it is an item of a list."""
        source, place = self._walk(path)
        return source.mark(*(place.key or place.span()))

    def path_at(self, offset: int) -> tuple[Step, ...]:
        """The path of the innermost key or item whose characters *offset* is among."""
        place, path = self.place, list[Step]()
        while (found := _around(place, offset)) is not None:
            step, place = found
            path.append(step)
        return tuple(path)

    def _walk(self, path: Path) -> tuple[SourceText, Span]:
        source, place = self.place.source or self.source, self.place
        for name in path:
            # Steps that aren't in the file (a validator's own tags) are passed over.
            place = place.step(name) or place
            source = place.source or source
        return source, place

    def at(self, path: Path) -> Data:
        """The data at *path*; None when it was not written."""
        found: Any = self.data
        for name in path:
            if isinstance(found, dict):
                found = found.get(name)
            elif isinstance(found, list) and isinstance(name, int) and name < len(found):
                found = found[name]
            else:
                return None
        return found  # type: ignore[no-any-return] # plain data all the way down


@dataclass(frozen=True, slots=True)
class Marks(Mapping[str, Mark]):
    """The marks below one place, by dotted path: "" is the place itself, "sources.0.url" deeper."""

    source: SourceText = field(repr=False)
    place: Span = field(repr=False)

    def __getitem__(self, path: str) -> Mark:
        source, place = self._at(path)
        return source.mark(*place.span())

    def __contains__(self, path: object) -> bool:
        try:
            return isinstance(path, str) and bool(self._at(path))
        except KeyError:
            return False

    def _at(self, path: str) -> tuple[SourceText, Span]:
        source, place = self.place.source or self.source, self.place
        for name in path.split(".") if path else ():
            inner = place.step(int(name) if name.isdecimal() else name)
            if inner is None:
                raise KeyError(path)
            source, place = inner.source or source, inner
        return source, place

    def find(self, path: str, characters: str) -> Mark:
        """The mark of the first of *characters* in the text at *path*, where that has several
        lines; else the text's own.

        Raises:
            KeyError: nothing was written there.
        """
        mark = self[path]
        source, place = self._at(path)
        text = source.text[place.start : place.end]
        found = [text.find(character) for character in characters if character in text]
        if not found or "\n" not in text[: min(found)]:
            return mark
        return source.mark(place.start + min(found))

    def __iter__(self) -> Iterator[str]:
        return _paths(self.place, "")

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __reduce__(self) -> tuple[type[dict[str, Mark]], tuple[dict[str, Mark]]]:
        """Travel to another process as a plain dict, without the whole source."""
        return dict, (dict(self),)


def _around(place: Span, offset: int) -> tuple[Step, Span] | None:
    for step, inner in _steps(place):
        start = inner.key[0] if inner.key else inner.start
        if start <= offset < max(inner.whole()[1], inner.key[1] if inner.key else start + 1):
            return step, inner
    return None


def _steps(place: Span) -> Iterator[tuple[Step, Span]]:
    if isinstance(place.inner, dict):
        yield from place.inner.items()
    else:
        yield from enumerate(place.inner or ())


def _paths(place: Span, path: str) -> Iterator[str]:
    yield path
    for name, inner in _steps(place):
        if "." not in str(name):
            yield from _paths(inner, f"{path}.{name}" if path else str(name))


def slide_items(tree: Tree) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Every slide that is a mapping: its number, its data, its id as far as it has one."""
    slides = tree.data.get("slides") if isinstance(tree.data, dict) else None
    for number, slide in enumerate(slides if isinstance(slides, list) else ()):
        if isinstance(slide, dict):
            name = slide.get("id")
            yield number, slide, name.strip() if isinstance(name, str) else ""
