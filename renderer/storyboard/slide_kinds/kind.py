"""What is asked of every kind of slide: one row of functions, which a kind fills in.

Comes in: what a slide shows, as written (plain data that may hold mistakes) or checked. Goes out:
data. Draws nothing and opens nothing: how a kind is drawn is the module of its name in
`clips/slide_drawings/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from renderer.storyboard.visuals import Visual

if TYPE_CHECKING:
    from renderer.storyboard.file_names import Folder
    from renderer.storyboard.labels import Label, Text
    from renderer.storyboard.map_data import OperationsMap
    from renderer.storyboard.moments import NamedMoment
    from renderer.storyboard.visuals import Rights, Shot, Work
    from renderer.storyboard.yaml_tree import Path

V = TypeVar("V", bound=Visual)
Credited = Literal["picture", "footage", "map"]
"""Under what the credits name it."""
LengthCounts = Literal["never", "in steps", "always"]
"""Whether another length of its slide makes another picture of each frame: never; where it is one
of other steps (`timebase.steps_around`), since only the pace of a motion follows it; or always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A file of media/ that a slide names, as written."""

    path: Path
    """Where, below the kind's key."""
    name: str
    may_be_fetched: bool = False
    """Whether it may be an address on the web."""


def _nothing(_: Any) -> tuple[()]:
    return ()


def _no(_: Any) -> bool:
    return False


def _as_it_is(visual: V, _: Any) -> V:
    return visual


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[V]):
    """One kind of slide. What has a default here is what most kinds have none of."""

    key: str
    """The storyboard's key, a field of `schema.SlideModel`; "" for what no author writes."""
    build: Callable[[Any, Folder], V] | None
    """The checked model, with the folder that files are named in → the board's own data. None: no
    author writes one, it is made from the film's own data."""
    is_still: Callable[[V], bool]
    """Whether nothing in it moves or appears, so that all frames of its slide are the same."""
    alt: Callable[[V], str | None]
    """Its text alternative, "" if its author left it out; None: its words say all that it shows."""

    # As written.
    named_files: Callable[[Any], Iterable[NamedFile]] = _nothing
    """The files that it names."""
    texts: Callable[[Any], Iterable[Text]] = _nothing
    """What a translation gives under a key of its own, paths from the slide."""
    labels: Callable[[Any], Iterable[Label]] = _nothing
    """The words on it that a translation gives by themselves, paths from the slide."""
    ends_by_itself: Callable[[Any], bool] = _no
    """Whether it says how long it lasts, so that its slide needs no narration and no `length`."""
    how_to_end: Callable[[], str] = str
    """How an author makes it so, told after "or"; "": there is no way."""

    # What it is made of.
    works: Callable[[V], tuple[Work, ...]] = _nothing
    """The photographs and films that it shows, the one that it is credited to first."""
    with_works: Callable[[V, tuple[Work, ...]], V] = _as_it_is
    """The same, with others in their place."""
    maps: Callable[[V], tuple[OperationsMap, ...]] = _nothing
    """The maps that it shows."""
    shots: Callable[[V], tuple[Shot, ...]] = _nothing
    """What it shows one after the other, each a visual of its own; none: one thing throughout."""
    code: Callable[[V], str] = lambda _: ""
    """Code that came with the storyboard and that it runs, ``module:function``; "": none."""
    rights: Callable[[V], Rights | None] = lambda _: None
    """Whose it is; None: unknown, or nobody need be credited."""
    credited_as: Credited = "picture"

    # Its words.
    words: Callable[[V], tuple[str, ...]] = _nothing
    """What is written on it that the page says too, each once; "" where one is left out."""
    set_words: Callable[[V, Callable[[str], str]], V] = _as_it_is
    """The same, each of the words that are drawn as given went through a function."""
    has_words: Callable[[V], bool] = _no
    """Whether something on it is set by the rules of its language."""
    shows_chapter: bool = False
    """Whether the title of its chapter is written on it."""

    # Its time.
    seconds: Callable[[V], float | None] = lambda _: None
    """How long it is seen where nothing is said; None: as long as its slide says."""
    length_counts: Callable[[V], LengthCounts] = lambda _: "in steps"
    """How far a frame of it depends on how long its slide is, where it moves at all."""
    is_seeded: Callable[[V], bool] = _no
    """Whether it moves otherwise in another slide."""
    follows_narration: Callable[[V], bool] = _no
    """Whether something on it appears at a sentence."""
    counts_sentences: Callable[[V], bool] = _no
    """Whether it names sentences by their number, so that translations need as many."""
    moments: Callable[[V], Iterable[NamedMoment]] = _nothing
    """When things happen on it, with the keys of the slide that say so."""
    named: Callable[[V], Iterable[str]] = _nothing
    """What is shown while its name is said, by the names."""
    drifts: Callable[[V], bool] = _no
    """Whether it comes a little closer while it is seen, all of it."""
    at_rest: Callable[[V], V] = lambda visual: visual
    """The same, which doesn't."""
    is_complete_at_end: bool = False
    """Whether its last frame shows most; else any does as well as its middle."""

    @property
    def is_authored(self) -> bool:
        """Whether an author can write one."""
        return self.build is not None


def file_under(written: Any, *, may_be_fetched: bool = False) -> Iterator[NamedFile]:
    """The `file` of a mapping, or of the short form that is only the name; of each in a list."""
    for number, each in enumerate(written if isinstance(written, list) else ()):
        for file in file_under(each, may_be_fetched=may_be_fetched):
            yield replace(file, path=(number, *file.path))
    name = written.get("file") if isinstance(written, dict) else written
    if isinstance(name, str):
        yield NamedFile(path=("file",), name=name, may_be_fetched=may_be_fetched)
