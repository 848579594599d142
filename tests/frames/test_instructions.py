"""The same pixels on every processor of one kind, and another name where that can't be had."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import renderer
from renderer.frames import cpu_instructions

ROOT = Path(renderer.__file__).parents[1]
DRAWING = """
import hashlib, json
import renderer, cv2, numpy as np
from renderer.clips.photograph_painter import _blurred_ground
from renderer.frames.cpu_instructions import instructions
from renderer.frames.resampling import draw, with_margin
from renderer.frames.yuv import blend_overlay, empty_planes, mix_planes, prepare_overlay, to_planes
from renderer.frames.pixels import Overlay, Size

def digest(pixels):
    return hashlib.sha256(np.ascontiguousarray(pixels)).hexdigest()[:12]

rgb = np.random.default_rng(44).integers(0, 256, (300, 480, 3), dtype=np.uint8)
planes, into = to_planes(rgb), empty_planes(Size(480, 300))
mix_planes(planes, to_planes(rgb[::-1].copy()), 0.3701, into)
soft = np.random.default_rng(45).integers(0, 256, (120, 480, 4), dtype=np.uint8)
captioned = to_planes(rgb)
blend_overlay(captioned, prepare_overlay(Overlay(left=0, top=180, rgba=soft)))
warped = np.empty((280, 440), np.uint8)
# A scale so near to 1 that resize can't draw it.
draw(with_margin(planes.y, 1.1), np.array([[1.0004, 0, 3.37], [0, 1.0004, 2.21]]), warped)
turned = cv2.warpAffine(rgb, np.array([[1.01, 0.02, 0.3], [0, 1.02, 0.7]]), (480, 300))
print(json.dumps({
    "dissolve": digest(into.y), "caption": digest(captioned.y),
    "warp": digest(warped), "map": digest(turned),
    "weighted": digest(cv2.addWeighted(rgb, 0.413, rgb[:, ::-1].copy(), 0.587, 0)),
    "ground": digest(_blurred_ground(rgb, 1280, 720)), "name": instructions(),
}))
"""


def drawn(before: str = "", **processor: str) -> dict[str, str]:
    """What a process draws whose processor is said to lack, or to have, some instructions."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OPENCV")}
    done = subprocess.run(
        [sys.executable, "-c", before + DRAWING],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**clean, **processor},
    )
    assert done.stderr == ""
    told: dict[str, str] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize(
    "processor",
    [
        {"OPENCV_CPU_DISABLE": "AVX2"},
        {"OPENCV_CPU_DISABLE": "SSE4.1,SSE4.2,AVX,FP16,AVX2,AVX512-SKX"},
        {"OPENCV_IPP": "avx2"},
        {"OPENCV_IPP": "avx512", "OPENCV_CPU_DISABLE": "FP16;AVX512-SKX"},
    ],
    ids=["no AVX2", "nothing after SSE3", "IPP for AVX2", "IPP for AVX-512"],
)
def test_processors_with_fewer_instructions_draw_the_same_pixels(
    processor: dict[str, str],
) -> None:
    assert drawn(**processor) == drawn()


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("flags\t\t: fpu sse4_2\n", []),
        ("processor\t: 0\nflags\t\t: fpu avx2 fma\n", ["AVX2", "FMA3"]),
        # Some of what AVX512-SKX is, and not all: OpenCV has none of it.
        ("flags\t\t: avx2 fma avx512f avx512cd\n", ["AVX2", "FMA3"]),
        (
            "flags : avx2 fma avx512f avx512cd avx512bw avx512dq avx512vl\n",
            ["AVX2", "FMA3", "AVX512-SKX"],
        ),
        ("vendor_id : unknown\n", ["AVX2", "FMA3", "AVX512-SKX"]),
        (None, ["AVX2", "FMA3", "AVX512-SKX"]),
    ],
    ids=["none", "no AVX-512", "half of it", "all", "no flags", "another system"],
)
def test_only_what_a_processor_has_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str | None, named: list[str]
) -> None:
    """Of anything else OpenCV would print a line before the first word of every command."""
    if told is not None:
        (tmp_path / "cpuinfo").write_text(told, encoding="ascii")
    monkeypatch.setattr(cpu_instructions, "_PROCESSOR", tmp_path / "cpuinfo")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.delitem(sys.modules, "cv2", raising=False)
    monkeypatch.setenv("OPENCV_CPU_DISABLE", "FP16,AVX512-SKX")
    monkeypatch.setenv("OPENCV_IPP", "")
    cpu_instructions.settle_instructions()
    assert os.environ["OPENCV_CPU_DISABLE"].split(",") == ["FP16", *named]
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    cpu_instructions.settle_instructions()
    assert os.environ["OPENCV_CPU_DISABLE"] == "FP16"


def test_an_opencv_that_a_script_loaded_first_has_keys_of_its_own() -> None:
    assert drawn("import cv2\n")["name"] != drawn()["name"]


def test_what_draws_is_in_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    from renderer.encoding.codec import EncoderSettings
    from renderer.frames.pixels import Size
    from renderer.production.film_structure import segment_key
    from renderer.production.library_versions import library_versions

    settings = EncoderSettings(size=Size(320, 180), fps=25)
    keys = []
    for machine in ("x86_64", "AMD64", "aarch64"):
        monkeypatch.setattr("platform.machine", lambda machine=machine: machine)
        library_versions.cache_clear()
        keys.append(segment_key(settings, ()))
    library_versions.cache_clear()
    assert keys[0] == keys[1] != keys[2]
