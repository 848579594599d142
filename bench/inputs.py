"""The reference work: 12 photographic pictures with grain, narrated, in motion, with fades.

Comes in: a folder and a seed. Goes out: a project that Récit renders. The pictures are made of
fractal noise under grain: as hard on an encoder as a scanned photograph, and free of rights.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

SEED = 1944
SLIDES = 12
WIDTH, HEIGHT = 3000, 2000

_SENTENCES = (
    "Au matin, la brume se lève sur la plage.",
    "Les hommes avancent dans le bocage, haie après haie.",
    "Une route, un clocher, puis le silence.",
    "On répare le pont avant la nuit.",
    "Les convois passent sans s'arrêter.",
    "La ville attend derrière ses volets.",
)


def make_project(folder: Path, slides: int = SLIDES, pictures: int = SLIDES) -> Path:
    """A project of *slides* photograph slides; returns its storyboard."""
    (folder / "storyboards").mkdir(parents=True, exist_ok=True)
    (folder / "media").mkdir(exist_ok=True)
    for number in range(min(slides, pictures)):
        path = folder / "media" / f"photo-{number:02}.jpg"
        if not path.exists():
            picture = photograph(SEED + number)
            cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
    storyboard = folder / "storyboards" / "reference.yaml"
    storyboard.write_text(_storyboard(slides, pictures), encoding="utf-8")
    return storyboard


def photograph(seed: int) -> np.ndarray:
    """A picture of *WIDTH* × *HEIGHT* with detail at every scale and film grain."""
    rng = np.random.default_rng(seed)
    picture = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    for octave in range(2, 10):
        cells = (2**octave, 2**octave * 2 // 3)
        noise = rng.normal(0, 1, (cells[1], cells[0], 3)).astype(np.float32)
        noise = 0.75 * noise.mean(axis=2, keepdims=True) + 0.25 * noise
        picture += cv2.resize(noise, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC) / 1.7**octave
    picture = (picture - picture.mean()) / picture.std() * 45 + 120
    picture += rng.normal(0, 5, (HEIGHT, WIDTH, 1)).astype(np.float32)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _storyboard(slides: int, pictures: int) -> str:
    lines = [
        "storyboard: 1",
        "slug: reference",
        "title: Le travail de référence",
        "language: fr",
        "voice: {engine: espeak}",
        "film: {size: 1080, fps: 25, transition: {kind: fade, length: 0.5}}",
        "slides:",
    ]
    for number in range(slides):
        spoken = [_SENTENCES[(number + n) % len(_SENTENCES)] for n in range(3)]
        lines += [
            f"  - id: photo-{number:04}",
            "    image:",
            f"      file: photo-{number % pictures:02}.jpg",
            "      alt: Une image de synthèse qui tient lieu de photographie.",
            "      rights: {title: Image de synthèse, author: Récit, license: CC0-1.0}",
            f"    caption: Image {number + 1}, le travail de référence",
            "    narration: |",
            f"      {' '.join(spoken)} Voici la vue numéro {number + 1}.",
        ]
    return "\n".join(lines) + "\n"
