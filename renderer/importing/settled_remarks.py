"""What an import asked for and has been done since: its remark asks no more.

    "quai.jpg has no text alternative: say what it shows", {image: {file, alt}} ──is_settled──▶ yes

Comes in: a remark's words, in any of our languages, and its slide's plain data. Goes out: whether
the slide shows that it is done. Of what only a person can judge it never says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from renderer.messages import deferred, tr
from renderer.messages.catalogue import LANGUAGES, speaking

NO_ALT = deferred("{file} has no text alternative: say what it shows")
ONLY_FILE_NAME = deferred(
    "the document has only the name of a file to say what {file} shows: {name}"
)
NO_RIGHTS = deferred("whose picture is {file}? its rights are needed")
NO_LICENCE = deferred("the licence of {file} isn't known")
NO_PICTURE = deferred("no picture in the text: a card stands here until there is one")

_HOLES = {"file": "\0file\0", "name": "\0name\0"}
"""What stands for a file's name while a pattern is made; no message has it."""


def is_settled(why: str, slide: Mapping[str, Any]) -> bool:
    """Whether what the remark *why* asks for is done on *slide*."""
    for pattern, is_done in _cases():
        if found := pattern.fullmatch(why):
            return is_done(slide, found.groupdict().get("file", ""))
    return False


@lru_cache(maxsize=1)
def _cases() -> tuple[tuple[re.Pattern[str], Callable[[Mapping[str, Any], str], bool]], ...]:
    """How each question reads in a file, in each language, and what tells that it is done."""
    asked: tuple[tuple[str, Callable[[Mapping[str, Any], str], bool]], ...] = (
        (NO_ALT, _is_described),
        (ONLY_FILE_NAME, _is_described),
        (NO_RIGHTS, _is_cleared),
        (NO_LICENCE, _is_cleared),
        (NO_PICTURE, lambda slide, _: "card" not in slide),
    )
    found = []
    for tongue in LANGUAGES:
        with speaking(tongue):
            found += [(_pattern(tr(message, **_HOLES)), is_done) for message, is_done in asked]
    return tuple(found)


def _pattern(said: str) -> re.Pattern[str]:
    words = re.escape(" ".join(said.split()))  # a comment's blanks are plain ones
    for name, hole in _HOLES.items():
        words = words.replace(hole, f"(?P<{name}>.+)")
    return re.compile(words)


def _pictures(slide: Mapping[str, Any], file: str) -> Iterator[Mapping[str, Any]]:
    """Those of *slide* that are *file*; none of them is one that was taken away."""
    several = slide.get("pictures")
    listed = several if isinstance(several, list) else [several]
    for each in (slide.get("image"), *listed):
        shown = {"file": each} if isinstance(each, str) else each
        if isinstance(shown, dict) and shown.get("file") == file:
            yield shown


def _is_described(slide: Mapping[str, Any], file: str) -> bool:
    return all(str(shown.get("alt") or "").strip() for shown in _pictures(slide, file))


def _is_cleared(slide: Mapping[str, Any], file: str) -> bool:
    """Whether it says whose it is, and on what terms it may be shown."""
    return all(
        any(rights.get(key) for key in ("author", "holder", "credit"))
        and any(rights.get(key) for key in ("license", "permission"))
        for shown in _pictures(slide, file)
        for rights in [_mapping(shown.get("rights"))]
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
