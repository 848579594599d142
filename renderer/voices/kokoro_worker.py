"""The process in which Kokoro speaks: the model is loaded once, then it says line after line.

Comes in, on the command line: where model and voice are, their digests,
and what to say should they differ (JSON); on stdin: one
request a line (`tokens`, `speed`). Goes out, on stdout: a line of JSON when it is ready, then for
each request a line (`bytes`, and `lengths`, in frames, of every token) and float32 mono PCM at
24 kHz. Opens no socket. It knows nothing of Récit and is run as a file; it ends when stdin does.
"""

import contextlib
import ctypes
import hashlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

DURATIONS = "/encoder/Clip_output_0"
"""The node of the model's graph that holds how many frames each token lasts."""
THREADS = 2
"""More than two gain little on so small a model, and every thread has memory of its own."""
_BLOCK = 1 << 20
"""Bytes of the model that are read at a time."""


class _Altered(Exception):
    """A file isn't the one that is known; the parent's own message goes back to it."""


def main() -> None:
    """Say it is ready, or why not; then answer until stdin ends."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):  # they reach all of a service, whose render stops its workers
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    asked = json.loads(sys.argv[1])
    try:
        with _whole(asked) as path:
            session = _session(path)
        _give_back()
        style = _style(asked)
    except _Altered as altered:
        _tell(out, {"altered": str(altered)})
        return
    except Exception as failure:  # onnxruntime's own errors have no base of their own
        _tell(out, {"failure": str(failure)})
        return
    _tell(out, {"ready": True})
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            samples, lengths = _spoken(session, style, request["tokens"], request["speed"])
        except Exception as failure:
            _tell(out, {"failure": str(failure)})
            continue
        _tell(out, {"bytes": len(samples), "lengths": lengths})
        out.write(samples)
        out.flush()


def _tell(out: BinaryIO, answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer).encode("ascii") + b"\n")
    out.flush()


@contextlib.contextmanager
def _whole(asked: dict[str, Any]) -> Iterator[str | bytes]:
    """The name of a file with the model's parts, joined: exactly the bytes that have its digest,
    and the graph's new end.

    A file, because onnxruntime 1.32 keeps the bytes that it is given: 120 MB more, loaded. It has
    no name of its own, and is gone with this process.
    """
    told = hashlib.sha256()
    with tempfile.TemporaryFile() as file:
        for part in asked["parts"]:
            with Path(part).open("rb") as source:
                while block := source.read(_BLOCK):
                    told.update(block)
                    file.write(block)
        if told.hexdigest() != asked["digest"]:
            raise _Altered(asked["refusal"])
        file.write(_with_output(DURATIONS))
        file.flush()
        file.seek(0)
        alias = f"/dev/fd/{file.fileno()}"
        yield alias if Path(alias).exists() else file.read()  # the latter on Windows


def _with_output(name: str) -> bytes:
    """What to append to an ONNX file so that its graph also hands out *name*.

    Protobuf reads a message that comes twice as one message, and what repeats in it as one list:
    so this is ModelProto.graph (7), GraphProto.output (12), ValueInfoProto.name (1).
    """
    return _field(7, _field(12, _field(1, name.encode("ascii"))))


def _field(number: int, data: bytes) -> bytes:
    """A protobuf field of bytes, as long as its length fits seven bits."""
    return bytes([number << 3 | 2, len(data)]) + data


def _session(model: str | bytes) -> Any:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # of builds without ORT_DISABLE_TELEMETRY
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors
    options.enable_mem_pattern = False  # a plan for each length of line, and no two are alike
    # Threads that wait for work by turning in a circle take it from whoever draws beside.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _give_back() -> None:
    """Return to the system what reading the model took: 16 MB (glibc; elsewhere no such call)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


def _style(asked: dict[str, Any]) -> Any:
    """A voice: for each count of tokens a vector, shape (510, 1, 256)."""
    import numpy as np

    data = Path(asked["style"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != asked["style_digest"]:
        raise _Altered(asked["style_refusal"])
    return np.frombuffer(data, "<f4").reshape(-1, 1, 256)


def _spoken(session: Any, style: Any, tokens: list[int], speed: float) -> tuple[bytes, list[int]]:
    """PCM, and the frames that each token lasts: those given, and the pad at either end."""
    import numpy as np
    import onnxruntime

    given = {
        "tokens": np.array([[0, *tokens, 0]], np.int64),
        "style": style[len(tokens)],
        "speed": np.array([speed], np.float32),
    }
    run = onnxruntime.RunOptions()
    # Else what the longest line took stays until the end: 437 MB after a line of nine seconds
    # where 224 do (onnxruntime 1.32); samples and time are the same.
    run.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    sound, lengths = session.run(None, given, run)
    return sound.astype("<f4").tobytes(), [int(n) for n in np.rint(lengths).ravel()]


if __name__ == "__main__":
    main()
