"""Which instructions of the processor OpenCV draws with: the same ones on every machine.

Comes in: nothing. Goes out: settings of the environment, made before OpenCV is loaded, and a name
of what it will draw with, for keys. Loads nothing itself.

With fused multiplications (AVX2, FMA3, AVX-512) `warpAffine` and `addWeighted` of OpenCV 5.0 round
otherwise than without: one frame in eight of a film had other pixels. Intel's IPP, which is within
the wheels, gives `resize` with INTER_CUBIC other pixels on each of its four kinds of processor.
Left out, a warp of 1080p takes 4.2 ms instead of 2.5, but 92 frames of moving photographs in 100
are drawn by `resize` with INTER_LINEAR, which is the same and as fast; a dissolve takes 0.3 ms more
of the 20 that its encoding does.
"""

from __future__ import annotations

import os
import platform
import sys
from typing import Any

UNUSED = ("AVX2", "FMA3", "AVX512-SKX")
"""OpenCV's names of the instructions that round otherwise; those of AVX-512 can do without AVX2."""
IPP = "sse42"
"""The kind of Intel's IPP that every processor can be, as NumPy's wheels need SSE4.2 anyway.
"disabled" would do too, and print a warning."""
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
"""What Windows and macOS call processors that Linux calls otherwise."""


def settle_instructions() -> None:
    """Have OpenCV, when it is loaded, leave alone what isn't the same everywhere.

    Too late where a script had loaded it before Récit: `instructions` then gives another name.
    """
    if "cv2" in sys.modules:
        return
    kept = [name for name in _disabled() if name not in UNUSED]
    os.environ["OPENCV_CPU_DISABLE"] = ",".join((*kept, *UNUSED))
    os.environ["OPENCV_IPP"] = IPP


def instructions() -> str:
    """What OpenCV draws with here: two machines that answer alike draw alike.

    Another kind of processor (ARM) is another answer.
    """
    machine = platform.machine().lower()
    machine = _MACHINES.get(machine, machine)
    if set(UNUSED) <= set(_disabled()) and os.environ.get("OPENCV_IPP") == IPP:
        return machine
    loaded: Any = sys.modules.get("cv2")
    if loaded is None:
        return f"{machine}, unsettled"
    return f"{machine}, {loaded.getCPUFeaturesLine()}, {loaded.ipp.getIppVersion()}"


def _disabled() -> list[str]:
    named = os.environ.get("OPENCV_CPU_DISABLE", "")
    return [name for name in named.replace(";", ",").split(",") if name]
