"""What pydantic found wrong, in an author's words, at its line.

Comes in: a `Tree`, a model, and the ValidationError of the one against the other. Goes out:
Problems. Knows no key by name beyond the few that have another name elsewhere.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from renderer.errors import Problem, counted
from renderer.storyboard.tree import Path, Tree

MAX_MISTAKES = 1_000
"""Of one file. Beyond, the same mistake is being repeated, and the list is no help."""

_OTHER_NAMES = {
    "duration": "length",
    "height": "size",
    "width": "size",
    "picture": "image",
    "photo": "image",
    "video": "footage",
    "audio": "recording",
    "voiceover": "narration",
    "text": "narration",
    "licence": "license",
    "theme": "style",
    "lang": "language",
}
"""What other tools call a key of ours."""
_QUOTED = re.compile(r"'([^']*)'")
_SIZES = {"too_short": "min_length", "too_long": "max_length"}


def problems_of(tree: Tree, model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """One Problem for each mistake in *error*, raised when *model* was given *tree*'s data."""
    details = error.errors(include_url=False, include_input=False)
    unknown = _unknown_keys(tree, details)
    problems: list[Problem] = []
    for detail in details:
        if len(problems) >= MAX_MISTAKES:
            more = len(details) - len(problems)
            last = problems[-1].mark
            problems.append(
                Problem(
                    mark=last,
                    what=f"and {counted(more, 'more mistake')}",
                    remedy="correct these first",
                )
            )
            break
        problem = _problem(tree, model, detail, unknown)
        if problem is not None:
            problems.append(problem)
    return problems


def capped(problems: Iterable[Problem]) -> Iterator[Problem]:
    """*problems*, as far as anybody reads on; the rest isn't even looked for."""
    for number, problem in enumerate(problems):
        if number == MAX_MISTAKES:
            what = "and more mistakes of this kind"
            yield Problem(mark=problem.mark, what=what, remedy="correct these first")
            return
        yield problem


def slide_at(tree: Tree, path: Path) -> str:
    """The id of the slide that *path* lies in, as far as it was written."""
    if path[:1] == ("languages",):
        path = path[2:]
    if len(path) < 2 or path[0] != "slides":
        return ""
    if isinstance(path[1], str):
        return path[1]  # a translation lists slides by their ids
    name = tree.at([*path[:2], "id"])
    return name if isinstance(name, str) else ""


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The one of *known* that *word* was probably meant to be; empty when none is near."""
    words = list(known)
    folded = {each.lower(): each for each in words}
    if (other := _OTHER_NAMES.get(word.lower())) in words:
        return other or ""
    near = difflib.get_close_matches(word.lower(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def _problem(
    tree: Tree, model: type[BaseModel], detail: Any, unknown: dict[Path, list[str]]
) -> Problem | None:
    kind: str = detail["type"]
    path = _as_written(tree, detail["loc"], is_missing=kind == "missing")
    about = slide_at(tree, path)
    if kind == "extra_forbidden" or detail["loc"][-1:] == ("[key]",):
        name = str(path[-1])
        choices = _QUOTED.findall(str(detail.get("ctx", {}).get("expected", "")))
        remedy = _other_key(name, choices or list(_known_keys(model, path[:-1])))
        return Problem(
            mark=tree.key_mark(path), what=f"unknown key '{name}'", remedy=remedy, slide=about
        )
    if kind == "missing" or (tree.at(path) is None and _was_written(tree, path)):
        name = str(path[-1]) if path else ""
        if any(nearest_word(other, [name]) for other in unknown.get(path[:-1], ())):
            return None  # it is there, misspelt, and said so
        return _missing(tree, path, about)
    what, remedy = _said(tree, model, path, detail)
    return Problem(mark=tree.mark(path), what=what, remedy=remedy, slide=about)


def _other_key(name: str, known: Sequence[str]) -> str:
    if name.isdecimal():
        return "between braces a comma separates keys: write a number with a point, 0.5"
    near = nearest_word(name, known)
    return f"did you mean '{near}'?" if near else f"the keys here are {_enumerated(known)}"


def _as_written(tree: Tree, path: Path, *, is_missing: bool) -> tuple[str | int, ...]:
    """*path* without the steps that are a validator's own: tags, and the key that a short form
    stands for. What is missing isn't in the file, but its name stays.
    """
    found, steps = tree.data, list[str | int]()
    for number, step in enumerate(path):
        if isinstance(found, dict) and step in found:
            found = found[str(step)]
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        elif not (is_missing and number == len(path) - 1):
            continue
        steps.append(step)
    return tuple(steps)


def _missing(tree: Tree, path: tuple[str | int, ...], about: str) -> Problem:
    name = path[-1] if path else ""
    if isinstance(name, int):
        what, remedy = "an item of this list is empty", "fill it or delete its '-'"
        return Problem(mark=tree.mark(path), what=what, remedy=remedy, slide=about)
    remedy = f"add '{name}: …'"
    if name == "storyboard":
        remedy = "write 'storyboard: 1' on the first line"
    where = _subject(path[:-1])
    return Problem(
        mark=tree.mark(path), what=f"{where} has no '{name}'", remedy=remedy, slide=about
    )


def _said(tree: Tree, model: type[BaseModel], path: Path, detail: Any) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    key = _key_name(path)
    if kind == "wants":
        return f"{key} {context['what']}", context["remedy"]
    if kind == "mistake":
        return context["what"], context["remedy"]
    if kind == "literal_error":
        return _not_one_of(tree, path, str(context["expected"]))
    if kind in ("model_type", "dict_type"):
        keys = _enumerated(list(_known_keys(model, path)))
        return (
            f"{key} wants keys of its own",
            f"write them on the lines below, indented: {keys or 'each with its value'}",
        )
    if kind == "too_short" and key == "'slides'":
        return "a film without slides", "add one: '- id: debut' and what it shows and says"
    if kind in _SIZES:
        return _of_other_size(key, kind, context)
    return f"{key} wants a list", "start each item on its own line with '- ', for example - item"


def _of_other_size(key: str, kind: str, context: Any) -> tuple[str, str]:
    limit, actual = context[_SIZES[kind]], context["actual_length"]
    if kind == "too_long":
        return f"{key} wants at most {counted(limit, 'item')}", f"it has {actual}: leave some out"
    if actual == 0:
        return f"{key} is an empty list", "put something in, or leave the key out"
    return f"{key} wants at least {counted(limit, 'item')}", f"it has {actual}: add what is missing"


def _not_one_of(tree: Tree, path: Path, expected: str) -> tuple[str, str]:
    choices = _QUOTED.findall(expected) or [expected]
    written = tree.at(path)
    shown = written if isinstance(written, str) and len(written) <= 40 else "this"
    if path[-1:] == ("storyboard",):
        return (
            f"version '{shown}' is not one that this Récit reads",
            "write 'storyboard: 1', or install a newer Récit",
        )
    if isinstance(written, list | dict):
        return f"{_key_name(path)} wants one word", f"it may be {_enumerated(choices, 'or')}"
    near = nearest_word(shown, choices)
    hint = f"did you mean '{near}'? " if near else ""
    return f"{_key_name(path)} can't be '{shown}'", f"{hint}it may be {_enumerated(choices, 'or')}"


def _key_name(path: Path) -> str:
    """The last step that has a name: "'focus'", "an item of 'formats'"."""
    if not path:
        return "the file"
    if isinstance(path[-1], str):
        return f"'{path[-1]}'"
    names = [step for step in path if isinstance(step, str)]
    return f"an item of '{names[-1]}'" if names else "an item of the list"


def _subject(path: Path) -> str:
    if not path:
        return "the file"
    if len(path) == 2 and path[0] == "slides":
        return "a slide"
    return _key_name(path)


def _was_written(tree: Tree, path: Path) -> bool:
    place = tree.place
    for step in path:
        inner = place.step(step)
        if inner is None:
            return False
        place = inner
    return bool(path)


def _unknown_keys(tree: Tree, details: Sequence[Any]) -> dict[Path, list[str]]:
    found: dict[Path, list[str]] = {}
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *parent, name = _as_written(tree, detail["loc"], is_missing=False)
            found.setdefault(tuple(parent), []).append(str(name))
    return found


def _known_keys(model: type[BaseModel], path: Path) -> Iterator[str]:
    """The keys that the mapping at *path* may have."""
    models = [model]
    for step in path:
        if isinstance(step, str):
            inner = [
                found
                for each in models
                for name, field in each.model_fields.items()
                if (field.alias or name) == step
                for found in _models_in(field.annotation)
            ]
            # A step that no model knows is a validator's own tag.
            models = inner or models
    for each in models:
        for name, field in each.model_fields.items():
            yield field.alias or name


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _enumerated(words: Sequence[str], link: str = "and") -> str:
    """ "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {link} {words[-1]}"
