"""``explain``: what a kind of problem means, with a wrong example and a right one.

Comes in: parsed arguments. Goes out: the explanation on stdout, in the reader's language; without
a code, all codes there are.
"""

from __future__ import annotations

import argparse
import difflib
import json

from renderer.errors import UsageError
from renderer.messages import tr
from renderer.messages.catalogue import language
from renderer.messages.explanations import address, explanations


def run(arguments: argparse.Namespace) -> int:
    """Print one explanation, or the list of codes."""
    known = explanations(language())
    if not arguments.code:
        print(json.dumps(list(known)) if arguments.json else "\n".join(known))
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


def _unknown(code: str, known: list[str]) -> str:
    near = difflib.get_close_matches(code, known, n=1)
    if near:
        return tr("no problem is called '{code}': did you mean '{near}'?", code=code, near=near[0])
    return tr("no problem is called '{code}': `explain` alone lists them all", code=code)
