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
from pathlib import Path
from typing import Any

UNUSED = {
    "AVX2": {"avx2"},
    "FMA3": {"fma"},
    "AVX512-SKX": {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"},
}
"""OpenCV's names of the instructions that round otherwise, and what each needs, as Linux calls it;
those of AVX-512 can do without AVX2."""
_PROCESSOR = Path("/proc/cpuinfo")
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
    os.environ["OPENCV_CPU_DISABLE"] = ",".join((*kept, *_there()))
    os.environ["OPENCV_IPP"] = IPP


def instructions() -> str:
    """What OpenCV draws with here: two machines that answer alike draw alike.

    Another kind of processor (ARM) is another answer.
    """
    machine = platform.machine().lower()
    machine = _MACHINES.get(machine, machine)
    if set(_there()) <= set(_disabled()) and os.environ.get("OPENCV_IPP") == IPP:
        return machine
    loaded: Any = sys.modules.get("cv2")
    if loaded is None:
        return f"{machine}, unsettled"
    return f"{machine}, {loaded.getCPUFeaturesLine()}, {loaded.ipp.getIppVersion()}"


def _there() -> list[str]:
    """Those of UNUSED that this processor has: of others OpenCV prints that they can't be disabled.

    All of them, where the system doesn't say; none on another kind of processor, where OpenCV
    knows none of these names.
    """
    if platform.machine().lower() not in ("x86_64", "amd64", "i686"):
        return []
    try:
        with _PROCESSOR.open(encoding="ascii", errors="replace") as lines:
            flags = next((line for line in lines if line.startswith("flags")), "").split()
    except OSError:
        flags = []
    return [name for name, needs in UNUSED.items() if not flags or needs <= set(flags)]


def _disabled() -> list[str]:
    named = os.environ.get("OPENCV_CPU_DISABLE", "")
    return [name for name in named.replace(";", ",").split(",") if name]
