"""What pydantic found wrong, in an author's words, at its line.

Comes in: a `Tree`, a model, and the ValidationError of the one against the other. Goes out:
Problems. Knows no key by name beyond the few that have another name elsewhere.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from renderer.errors import Problem
from renderer.messages import tr, trn
from renderer.messages.catalogue import number as grouped
from renderer.storyboard.model import keys_of, models_at
from renderer.storyboard.yaml_tree import Path, Tree

VERSION_LINE = "storyboard: 1"
"""How a storyboard begins."""
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
                    code="mistakes-too-many",
                    mark=last,
                    what=trn("and {count} more mistake", "and {count} more mistakes", more),
                    remedy=tr("correct these first"),
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
            yield Problem(
                code="mistakes-too-many",
                mark=problem.mark,
                what=tr("and more mistakes of this kind"),
                remedy=tr("correct these first"),
            )
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


def one_of(words: Sequence[str]) -> str:
    """ "a, b or c"."""
    if len(words) < 2:
        return "".join(words)
    return tr("{several} or {last}", several=", ".join(words[:-1]), last=words[-1])


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
            code="key-unknown",
            mark=tree.key_mark(path),
            what=tr("unknown key '{name}'", name=name),
            remedy=remedy,
            slide=about,
        )
    if kind == "missing" or (tree.at(path) is None and _was_written(tree, path)):
        name = str(path[-1]) if path else ""
        if any(nearest_word(other, [name]) for other in unknown.get(path[:-1], ())):
            return None  # it is there, misspelt, and said so
        return _missing(tree, path, about)
    said = _said(tree, model, path, detail)
    return Problem(
        code=said.code, mark=tree.mark(path), what=said.what, remedy=said.remedy, slide=about
    )


def _other_key(name: str, known: Sequence[str]) -> str:
    if name.isdecimal():
        return tr("between braces a comma separates keys: write a number with a point, 0.5")
    near = nearest_word(name, known)
    if near and (odd := next(filter(_is_unlike_keys, name), "")):
        return tr(
            "type '{near}' anew: U+{point} in it is invisible, or a letter of another alphabet",
            near=near,
            point=f"{ord(odd):04X}",
        )
    if near:
        return tr("did you mean '{near}'?", near=near)
    return tr("the keys here are {keys}", keys=_all_of(known))


def _is_unlike_keys(char: str) -> bool:
    """Whether *char* can't be told from a key's own letters, or seen at all."""
    if unicodedata.category(char) == "Cf":
        return True
    return char.isalpha() and not unicodedata.name(char, "").startswith("LATIN")


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
        return Problem(
            code="value-empty",
            mark=tree.mark(path),
            what=tr("an item of this list is empty"),
            remedy=tr("fill it or delete its '{sign}'", sign="-"),
            slide=about,
        )
    remedy = tr("add '{line}'", line=f"{name}: …")
    if name == "storyboard":
        remedy = tr("write '{line}' on the first line", line=VERSION_LINE)
    return Problem(
        code="key-missing",
        mark=tree.mark(path),
        what=tr("{where} has no '{name}'", where=_subject(path[:-1]), name=name),
        remedy=remedy,
        slide=about,
    )


class _Said(NamedTuple):
    """The words of a problem, and the code of its kind."""

    code: str
    what: str
    remedy: str


def _said(tree: Tree, model: type[BaseModel], path: Path, detail: Any) -> _Said:
    kind, context = detail["type"], detail.get("ctx", {})
    key = _key_name(path)
    if kind == "wants":
        what = tr("{key} wants {what}", key=key, what=context["wanted"])
        return _Said(context["code"], what, context["remedy"])
    if kind == "mistake":
        return _Said(context["code"], context["what"], context["remedy"])
    if kind == "literal_error":
        return _not_one_of(tree, path, str(context["expected"]))
    if kind in ("model_type", "dict_type"):
        keys = _all_of(list(_known_keys(model, path))) or tr("each with its value")
        return _Said(
            code="value-unfit",
            what=tr("{key} wants keys of its own", key=key),
            remedy=tr("write them on the lines below, indented: {keys}", keys=keys),
        )
    if kind == "too_short" and path == ("slides",):
        return _Said(
            code="value-empty",
            what=tr("a film without slides"),
            remedy=tr("add one: '{line}' and what it shows and says", line="- id: debut"),
        )
    if kind in _SIZES:
        return _of_other_size(key, kind, context)
    return _Said(
        code="value-unfit",
        what=tr("{key} wants a list", key=key),
        remedy=tr(
            "start each item on its own line with '{sign}', for example {example}",
            sign="- ",
            example="- item",
        ),
    )


def _of_other_size(key: str, kind: str, context: Any) -> _Said:
    limit, actual = context[_SIZES[kind]], grouped(context["actual_length"])
    if kind == "too_long":
        return _Said(
            code="list-length-unfit",
            what=trn(
                "{key} wants at most {count} item",
                "{key} wants at most {count} items",
                limit,
                key=key,
            ),
            remedy=tr("it has {actual}: leave some out", actual=actual),
        )
    if context["actual_length"] == 0:
        return _Said(
            code="value-empty",
            what=tr("{key} is an empty list", key=key),
            remedy=tr("put something in, or leave the key out"),
        )
    return _Said(
        code="list-length-unfit",
        what=trn(
            "{key} wants at least {count} item",
            "{key} wants at least {count} items",
            limit,
            key=key,
        ),
        remedy=tr("it has {actual}: add what is missing", actual=actual),
    )


def _not_one_of(tree: Tree, path: Path, expected: str) -> _Said:
    choices = _QUOTED.findall(expected) or [expected]
    written = tree.at(path)
    shown = written if isinstance(written, str) and len(written) <= 40 else tr("this")
    if path[-1:] == ("storyboard",):
        return _Said(
            code="version-unknown",
            what=tr("version '{version}' is not one that this Récit reads", version=shown),
            remedy=tr("write '{line}', or install a newer Récit", line=VERSION_LINE),
        )
    either = one_of(choices)
    if isinstance(written, list | dict):
        return _Said(
            code="value-unfit",
            what=tr("{key} wants one word", key=_key_name(path)),
            remedy=tr("it may be {choices}", choices=either),
        )
    remedy = tr("it may be {choices}", choices=either)
    if near := nearest_word(shown, choices):
        remedy = tr("did you mean '{near}'? it may be {choices}", near=near, choices=either)
    return _Said(
        code="value-unknown",
        what=tr("{key} can't be '{value}'", key=_key_name(path), value=shown),
        remedy=remedy,
    )


def _key_name(path: Path) -> str:
    """The last step that has a name: "'focus'", "an item of 'formats'"."""
    if not path:
        return tr("the file")
    if isinstance(path[-1], str):
        return tr("'{key}'", key=path[-1])
    names = [step for step in path if isinstance(step, str)]
    return tr("an item of '{key}'", key=names[-1]) if names else tr("an item of the list")


def _subject(path: Path) -> str:
    if not path:
        return tr("the file")
    if len(path) == 2 and path[0] == "slides":
        return tr("a slide")
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
    for each in models_at(model, path):
        yield from keys_of(each)


def _all_of(words: Sequence[str]) -> str:
    """ "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return tr("{several} and {last}", several=", ".join(words[:-1]), last=words[-1])
