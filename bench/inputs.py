"""The reference work: 12 photographic pictures with grain, narrated, in motion, with fades.

Comes in: a folder and a seed. Goes out: a project that Récit renders. The pictures are made of
fractal noise under grain: as hard on an encoder as a scanned photograph, and free of rights.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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


_MAP = [
    "    map:",
    "      view: {west: -2.0, east: -1.05, south: 49.26, north: 49.72}",
    "      alt: Carte du Cotentin en juin 1944, où le front avance vers l'ouest.",
    "      clock: {from: 1944-06-14, to: 1944-06-18}",
    "      places:",
    "        - {name: Cherbourg, at: [49.639, -1.616], kind: objective}",
    "        - {name: Valognes, at: [49.509, -1.470], kind: town}",
    "        - {name: Carentan, at: [49.303, -1.243], kind: town}",
    "      fronts:",
    "        - {name: nord, date: 14 juin, line: [[49.51, -1.29], [49.44, -1.41], [49.38, -1.43]]}",
    "        - {name: nord, date: 18 juin, line: [[49.51, -1.29], [49.44, -1.47], [49.41, -1.81]]}",
    "      arrows:",
    "        - path: [[49.400, -1.345], [49.377, -1.57], [49.383, -1.725]]",
    "          side: allies",
    "          from: 14 juin",
    "          to: 18 juin",
    "      credit: Carte Récit, tracés simplifiés",
]
"""A front that moves and an arrow that grows all through the slide: the dearest kind of map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A film to be made."""

    slides: int = SLIDES
    pictures: int = SLIDES
    """Files that the slides share."""
    size: tuple[int, int] = (WIDTH, HEIGHT)
    """Of each picture."""
    height: int = 1080
    """Of the frame."""
    sentences: int = 3
    """Of each narration, before the one that names the slide."""
    kind: Literal["moving", "still", "map"] = "moving"
    edited: bool = False
    """Whether one word of the middle slide's narration is another."""


REFERENCE = Work()


def make_project(folder: Path, work: Work = REFERENCE, name: str = "reference") -> Path:
    """A project with *work* in it; returns its storyboard. Pictures that are there are kept."""
    (folder / "storyboards").mkdir(parents=True, exist_ok=True)
    (folder / "media").mkdir(exist_ok=True)
    for number in range(min(work.slides, work.pictures)):
        path = folder / "media" / _picture(number, work)
        if not path.exists():
            picture = photograph(SEED + number, *work.size)
            cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
    storyboard = folder / "storyboards" / f"{name}.yaml"
    storyboard.write_text(_storyboard(work, name), encoding="utf-8")
    return storyboard


def _picture(number: int, work: Work) -> str:
    return f"photo-{work.size[0]}-{number % work.pictures:02}.jpg"


def photograph(seed: int, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A picture with detail at every scale and film grain."""
    rng = np.random.default_rng(seed)
    picture = np.zeros((height, width, 3), np.float32)
    for octave in range(2, 10):
        cells = (2**octave, 2**octave * 2 // 3)
        noise = rng.normal(0, 1, (cells[1], cells[0], 3)).astype(np.float32)
        noise = 0.75 * noise.mean(axis=2, keepdims=True) + 0.25 * noise
        picture += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) / 1.7**octave
    picture = (picture - picture.mean()) / picture.std() * 45 + 120
    picture += rng.normal(0, 5, (height, width, 1)).astype(np.float32)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _storyboard(work: Work, name: str) -> str:
    lines = [
        "storyboard: 1",
        f"slug: {name}",
        "title: Le travail de référence",
        "language: fr",
        "voice: {engine: espeak}",
        # Without credits: the peers show the photographs alone.
        f"film: {{size: {work.height}, fps: 25, credits: false,",
        "  transition: {kind: fade, length: 0.5}}",
        "slides:",
    ]
    for number in range(work.slides):
        lines += _slide(number, work)
    return "\n".join(lines) + "\n"


def _slide(number: int, work: Work) -> list[str]:
    spoken = [_SENTENCES[(number + n) % len(_SENTENCES)] for n in range(work.sentences)]
    if work.edited and number == work.slides // 2:
        spoken = ["Cette phrase vient d'être changée.", *spoken[1:]]
    return [
        f"  - id: vue-{number:05}",
        *(_MAP if work.kind == "map" else _image(number, work)),
        f"    caption: Image {number + 1}, le travail de référence",
        "    narration: |",
        f"      {' '.join(spoken)} Voici la vue numéro {number + 1}.",
    ]


def _image(number: int, work: Work) -> list[str]:
    return [
        "    image:",
        f"      file: {_picture(number, work)}",
        "      alt: Une image de synthèse qui tient lieu de photographie.",
        *(["      motion: none"] if work.kind == "still" else []),
        "      rights: {title: Image de synthèse, author: Récit, license: CC0-1.0}",
    ]
