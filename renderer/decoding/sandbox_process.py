"""The process that decodes other people's files, behind its limits, whatever kind they are.

Comes in, on the command line: the limits (JSON) and the name of a module whose `load()` gives what
answers requests; on stdin: one request after another (a JSON line, then its bytes).
Goes out, on stdout: for each any number of replies (a JSON line, then its bytes) and an end, or an
error in the language that the request names, with its code. Ends when stdin does. A codec that
crashes, swells or never ends takes this process with it and nothing else.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO

from renderer.decoding.limits import MEBIBYTE, DecodeLimits, confine, grant_cpu
from renderer.errors import RecitError
from renderer.messages import tr
from renderer.messages.catalogue import number, speaking

READY = b"ready\n"
"""The first line a worker writes, before it takes any request."""

Reply = tuple[dict[str, Any], Sequence[memoryview]]
"""JSON values, and what follows them."""
Answer = Callable[[dict[str, Any], bytes, DecodeLimits], Iterable[Reply]]
"""What a trade's `load()` gives: one request's replies, from its values and its bytes."""


def main(arguments: Sequence[str]) -> None:
    """Serve requests until there are no more; *arguments* are the limits and the module."""
    limits = DecodeLimits(**json.loads(arguments[0]))
    # Such signals reach the whole group, or all of a service; what becomes of this process is its
    # parent's business, whose end is the end of stdin.
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    # The replies keep the true stdout; whatever a codec prints there must not mix with them.
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    answer: Answer = importlib.import_module(arguments[1]).load()
    confine(limits)
    # From here on time counts; importing, on a busy machine, takes seconds.
    _write(replies, memoryview(READY))
    with replies, os.fdopen(0, "rb", closefd=False) as requests:
        while line := requests.readline():
            request: dict[str, Any] = json.loads(line)
            data = requests.read(request.pop("bytes"))
            grant_cpu(limits.cpu_seconds)
            with speaking(request.pop("tongue")):
                _serve(replies, answer(request, data, limits), request["name"], limits)


def _serve(replies: BinaryIO, answers: Iterable[Reply], name: str, limits: DecodeLimits) -> None:
    try:
        for reply, parts in answers:
            _send(replies, {"reply": reply, "bytes": sum(part.nbytes for part in parts)}, parts)
            grant_cpu(limits.cpu_seconds)
    except RecitError as error:
        _send(replies, {"error": str(error), "code": error.code})
    except MemoryError:
        hungry = RecitError(
            tr(
                "{file} needs more than {megabytes} MB of memory to be decoded: it is damaged or "
                "hostile; save it anew with an editor",
                file=name,
                megabytes=number(limits.memory_bytes // MEBIBYTE),
            ),
            code="decoding-failed",
        )
        _send(replies, {"error": str(hungry), "code": hungry.code})
    else:
        _send(replies, {"end": True})


def _send(replies: BinaryIO, head: dict[str, Any], parts: Sequence[memoryview] = ()) -> None:
    _write(replies, memoryview(json.dumps(head).encode("ascii") + b"\n"))
    for part in parts:
        _write(replies, part.cast("B"))


def _write(pipe: BinaryIO, data: memoryview) -> None:
    """All of *data*; an unbuffered pipe may take only some of it at a time."""
    while data:
        data = data[pipe.write(data) :]


if __name__ == "__main__":
    main(sys.argv[1:])
