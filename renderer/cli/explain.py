"""``explain``: what a kind of problem means, with a wrong example and a right one.

Comes in: parsed arguments. Goes out: the explanation on stdout, in the reader's language; without
a code, all codes there are, each with its first sentence.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
from collections.abc import Iterator, Mapping

from renderer.errors import UsageError
from renderer.messages import tr
from renderer.messages.catalogue import language
from renderer.messages.explanations import address, explanations

_LATER = re.compile(r"[\s\u202f]?[.:](?:\s.*|$)")
"""All but the first sentence of a paragraph; what follows a colon are its cases."""


def run(arguments: argparse.Namespace) -> int:
    """Print one explanation, or the list of codes."""
    known = explanations(language())
    if not arguments.code:
        print(json.dumps(list(known)) if arguments.json else "\n".join(_listed(known)))
        return 0
    if arguments.code not in known:
        raise UsageError(_unknown(arguments.code, list(known)), code="explanation-unknown")
    text = known[arguments.code]
    if arguments.json:
        told = {"code": arguments.code, "text": text, "explanation": address(arguments.code)}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"{arguments.code}\n\n{text}")
    return 0


def _listed(known: Mapping[str, str]) -> Iterator[str]:
    """Each code, and the first sentence of what it means."""
    width = max(map(len, known))
    for code, text in known.items():
        flat = " ".join(text.partition("\n\n")[0].split())
        yield f"{code:{width}}  {_LATER.sub('.', flat, count=1)}"


def _unknown(code: str, known: list[str]) -> str:
    near = difflib.get_close_matches(code, known, n=1)
    if near:
        return tr("no problem is called '{code}': did you mean '{near}'?", code=code, near=near[0])
    return tr("no problem is called '{code}': `explain` alone lists them all", code=code)
