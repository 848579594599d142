"""No click where takes begin, end and follow one another, before encoding and after."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from renderer.narration.trimming import polish
from renderer.production.events import SilentWitness
from renderer.production.options import Options
from renderer.production.prepare import prepare
from renderer.production.still import laid_out
from renderer.sound.track import PlacedSound, Track, raw_blocks
from renderer.timebase import SAMPLE_RATE
from renderer.voices.base import Speech
from tests.films import heard
from tests.production.projects import board_of, card_slide, new_project
from tests.sound.makers import RATE, Floats, as_int16, worst_step

AROUND = RATE // 100


def tone(seconds: float, hertz: float = 180.0, level: float = 0.5, turn: float = 0.25) -> Floats:
    """A tone that is at its peak as it begins and as it ends: cut there, it clicks."""
    t = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * (hertz * t + turn))).astype(np.float32)


@pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
def test_a_take_cut_out_of_full_sound_begins_and_ends_softly(rate: int) -> None:
    t = np.arange(rate) / rate
    full = as_int16((0.5 * np.cos(2 * np.pi * 180 * t)).astype(np.float32))
    pcm, _ = polish(Speech(samples=full, rate=rate, words=()))
    alone = np.concatenate([np.zeros(9, np.int16), pcm, np.zeros(9, np.int16)]) / 32_768
    within = worst_step(alone[AROUND * 3 : -AROUND * 3].astype(np.float32))
    assert worst_step(alone.astype(np.float32)) <= 1.05 * within


def test_takes_that_touch_join_without_a_click() -> None:
    takes = [
        polish(Speech(samples=as_int16(tone(0.4, hertz)), rate=RATE, words=()))[0]
        for hertz in (150.0, 210.0, 170.0)
    ]
    starts = np.cumsum([0, *map(len, takes)])
    placed = [
        PlacedSound(start=int(start), length=len(pcm), read=lambda pcm=pcm: pcm)  # type: ignore[misc]
        for start, pcm in zip(starts, takes, strict=False)
    ]
    mixed = np.concatenate(list(raw_blocks(Track(sounds=placed, length=int(starts[-1]) + 100))))
    inside = max(worst_step(pcm[AROUND * 3 : -AROUND * 3] / np.float32(32_768)) for pcm in takes)
    assert worst_step(mixed) <= 1.05 * inside


def test_no_sentence_of_a_film_clicks_where_it_begins_or_ends(tmp_path: Path) -> None:
    """In the published MP4: around each join no step is larger than the voice's own."""
    words = "Voici le port. Les quais sont vides, et les grues sont tombées. La mer est calme."
    board = board_of(card_slide("un", narration=words), card_slide("deux", narration=words[:40]))
    board["film"] |= {"credits": False}
    project = new_project(tmp_path, board)
    project.rendered()
    out = heard(project.film)[0]
    options = Options(engine="hum", offline=True, height=64, cache=project.cache)
    sentences = laid_out(prepare(project.path, options), SilentWitness()).timeline.sentences
    assert len(sentences) >= 4
    inside = max(worst_step(out[one.start + AROUND : one.end - AROUND]) for one in sentences)
    assert SAMPLE_RATE == RATE
    for one in sentences:
        for join in (one.start, one.end):
            near = out[max(0, join - AROUND) : join + AROUND]
            assert worst_step(near) <= 1.1 * inside, one
