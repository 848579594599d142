"""The process that holds Kokoro's model: started when first asked, ended when nobody needs it.

Comes in: the files to load, then tokens. Goes out: samples and how long each token lasts. One line
is spoken at a time, whoever asks. Knows no language.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from renderer.cancellation import stop_point, watched
from renderer.errors import VoiceError
from renderer.messages import tr
from renderer.messages.figures import decimal
from renderer.messages.os_errors import reason_of
from renderer.voices import kokoro_worker

TIMEOUT_SECONDS = 300.0
"""A line of nine seconds takes five of one core; on a crowded machine ten times that and more."""
_ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ORT_DISABLE_TELEMETRY": "1",
}
"""Each thread of NumPy's own, and each arena, would cost memory and speak no faster. Once
loaded, onnxruntime 1.32 keeps a number of the machine in the user's home and tells its maker, over
the network, how it is used: it is told not to before; `disable_telemetry_events` comes too late."""


class Altered(VoiceError):
    """The model or the voice isn't the one that is known; it was not loaded."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One line as the model spoke it."""

    pcm: bytes
    """float32, mono, 24 kHz."""
    lengths: tuple[int, ...]
    """Frames of 600 samples that each token lasts, and the pads before and after them."""


class KokoroProcess:
    """At most one process; safe to use from threads."""

    def __init__(self, files: Mapping[str, Any]) -> None:
        self._files = dict(files)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: BinaryIO | None = None

    @property
    def pid(self) -> int | None:
        """Number of the process; None while there is none."""
        return None if self._process is None else self._process.pid

    def speak(self, tokens: Sequence[int], speed: float) -> SpokenLine:
        """One line; waits for those who asked before.

        Raises:
            VoiceError: the process can't start, crashed, hung, or refused.
        """
        with self._lock:
            stop_point()
            try:
                return self._spoken(tokens, speed)
            except BaseException:
                self._end()  # half-way through an answer, it can't be asked again
                raise

    def rest(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _spoken(self, tokens: Sequence[int], speed: float) -> SpokenLine:
        process = self._process if self._process is not None else self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        request = json.dumps({"tokens": list(tokens), "speed": speed}).encode("ascii") + b"\n"
        was_late = False
        try:
            with watched(TIMEOUT_SECONDS, process.kill) as is_late:
                try:
                    process.stdin.write(request)
                    process.stdin.flush()
                    head = _answer(process.stdout)
                    pcm = process.stdout.read(head.get("bytes", 0))
                finally:
                    was_late = is_late()
        except (OSError, EOFError, ValueError) as failure:
            stop_point()
            raise self._obituary(process, was_late) from failure
        if "failure" in head:
            raise VoiceError(tr("Kokoro failed: {why}", why=head["failure"]), code="voice-failed")
        if len(pcm) != head["bytes"]:
            stop_point()
            raise self._obituary(process, was_late)
        return SpokenLine(pcm, tuple(head["lengths"]))

    def _started(self) -> subprocess.Popen[bytes]:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed in _end()
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", kokoro_worker.__file__, json.dumps(self._files)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env={**os.environ, **_ENVIRONMENT},
                # Ctrl-C is for the render, which ends the process itself.
                start_new_session=True,
            )
        except OSError as failure:
            raise VoiceError(
                tr("Kokoro can't be started: {why}", why=reason_of(failure)), code="voice-failed"
            ) from failure
        self._process = process
        assert process.stdout is not None
        was_late = False
        try:
            with watched(TIMEOUT_SECONDS, process.kill) as is_late:
                try:
                    head = _answer(process.stdout)
                finally:
                    was_late = is_late()
        except (OSError, EOFError, ValueError) as failure:
            stop_point()
            raise self._obituary(process, was_late) from failure
        if "altered" in head:
            raise Altered(head["altered"], code="voice-unfit")
        if "failure" in head:
            raise VoiceError(
                tr("Kokoro can't be loaded: {why}", why=head["failure"]), code="voice-failed"
            )
        return process

    def _obituary(self, process: subprocess.Popen[bytes], late: bool) -> VoiceError:
        """What to raise of a process that is ended, or is to be."""
        return VoiceError(self._ending(process, late), code="voice-failed")

    def _ending(self, process: subprocess.Popen[bytes], late: bool) -> str:
        process.kill()
        code = process.wait()
        if late:
            return tr("Kokoro said nothing for {seconds} s", seconds=decimal(TIMEOUT_SECONDS, 0))
        said = ""
        if self._complaints is not None:
            self._complaints.seek(0)
            said = self._complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        if code < 0 and said:
            return tr(
                "Kokoro's process was stopped by signal {number}: {said}", number=-code, said=said
            )
        if code < 0:
            return tr("Kokoro's process was stopped by signal {number}", number=-code)
        if said:
            return tr("Kokoro's process ended with code {number}: {said}", number=code, said=said)
        return tr("Kokoro's process ended with code {number}", number=code)

    def _end(self) -> None:
        process, self._process = self._process, None
        complaints, self._complaints = self._complaints, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                try:
                    if pipe is not None:
                        pipe.close()
                except OSError:
                    continue  # what was not yet sent to a process that is gone
        if complaints is not None:
            complaints.close()


def _answer(pipe: Any) -> dict[str, Any]:
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise EOFError("it ended without an answer")
    answer: dict[str, Any] = json.loads(line)
    return answer
