"""A track measured part by part: as loud as when heard whole, and no part is heard twice."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from renderer.sound.ducking import Ducking, bridged
from renderer.sound.limiter import HighestPeak, true_peaks
from renderer.sound.loudness import Levels, Parts, levelled_blocks, settle_gain
from renderer.sound.meter import measure
from renderer.sound.music import MusicSilence, Passage, placed_music
from renderer.sound.music_file import MusicFile
from renderer.sound.track import PlacedSound, Track, raw_blocks
from renderer.store.cache import Json
from tests.sound.makers import RATE, as_int16, chords, piece_from
from tests.sound.test_sound import MATERIAL, clicking, speech_like, track

SLIDE = 3 * RATE
LEAD = RATE * 4 // 10


def spoken(*seeds: int, longer: int = 0) -> Track:
    """A film of slides of 3 s, a sentence each, another for another seed; the second slide is
    *longer* by so many samples."""
    sounds, start = [], 0
    for number, seed in enumerate(seeds):
        pcm = as_int16(np.roll(speech_like(), seed * 7919)[: SLIDE - 3 * LEAD])
        sound = PlacedSound(
            start=start + LEAD, length=len(pcm), read=lambda pcm=pcm: pcm, name=f"take {seed}"
        )
        sounds.append(sound)
        start += SLIDE + longer * (number == 1)
    return Track(sounds=sounds, length=start)


def starts_of(of: Track) -> list[int]:
    return [sound.start - LEAD for sound in of.sounds]


class Memory:
    """Keeps levels by their recipe, as the cache does, and counts what is heard."""

    def __init__(self) -> None:
        self.kept: dict[str, Levels] = {}
        self.heard = 0

    def __call__(self, recipe: Json, hear: Callable[[], Levels]) -> Levels:
        key = json.dumps(recipe, sort_keys=True)
        if key not in self.kept:
            self.kept[key] = hear()
            self.heard += 1
        return self.kept[key]


@pytest.fixture(scope="module")
def piece(tmp_path_factory: pytest.TempPathFactory) -> MusicFile:
    return piece_from(tmp_path_factory.mktemp("piece"), chords())


def with_music(of: Track, piece: MusicFile, silences: Sequence[MusicSilence] = ()) -> Track:
    said = bridged((s.start, s.start + s.length) for s in of.sounds)
    passage = Passage(start=0, end=of.length, fade_in=RATE, fade_out=RATE, level_db=-20.0)
    bed = placed_music(
        passage, piece, voice_lufs=-20.0, ducking=Ducking(tuple(said)), silences=silences
    )
    return replace(of, music=[bed])


@pytest.mark.parametrize("name", ["speech", "clicks", "a tone"])
@pytest.mark.parametrize("cuts", [(0,), (0, 96_001), (0, 30_000, 30_960, 130_007)])
@pytest.mark.parametrize("gain", [None, 9.0])
def test_parts_are_together_as_loud_as_the_whole(
    name: str, cuts: tuple[int, ...], gain: float | None
) -> None:
    of = track(MATERIAL[name](), start=RATE, length=20 * RATE)
    blocks = raw_blocks(of) if gain is None else levelled_blocks(of, gain)
    whole = measure(blocks, peaks=False).integrated_lufs
    parts = Parts(track=of, starts=cuts)
    assert parts.loudness(gain, 1.0) == pytest.approx(whole, abs=0.1)


def test_an_edited_sentence_is_all_that_is_heard_again() -> None:
    before, after = spoken(1, 2, 3, 4, 5), spoken(1, 7, 3, 4, 5, longer=31_680)
    memory = Memory()
    gain, _ = settle_gain(Parts(track=before, starts=starts_of(before), keep=memory), -16.0)
    stretches = 2 * 5 + 1  # of each slide what is its own, what lies between, and the end
    assert memory.heard == 2 * stretches
    memory.heard = 0
    edited = settle_gain(Parts(track=after, starts=starts_of(after), keep=memory), -16.0)
    assert edited[0] == gain
    assert memory.heard == 2 * 3  # where it begins, what is its own, and what follows
    assert edited == settle_gain(Parts(track=after, starts=starts_of(after)), -16.0)


def test_under_music_what_comes_before_an_edit_is_not_heard_again(piece: MusicFile) -> None:
    before, after = (with_music(of, piece) for of in (spoken(1, 2, 3, 4, 5), spoken(1, 2, 3, 7, 5)))
    memory = Memory()
    settle_gain(Parts(track=before, starts=starts_of(before), keep=memory), -16.0)
    memory.heard = 0
    edited = settle_gain(Parts(track=after, starts=starts_of(after), keep=memory), -16.0)
    assert memory.heard == 2 * 2
    assert edited == settle_gain(Parts(track=after, starts=starts_of(after)), -16.0)


@settings(max_examples=60, deadline=None)
@given(
    spans=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4)), min_size=1, max_size=4),
    moved=st.integers(0, 3),
    silent=st.none() | st.integers(0, 20),
    at=st.integers(0, 18),
    later=st.integers(0, 8),
)
def test_the_same_recipe_means_the_same_samples(
    piece: MusicFile,
    spans: list[tuple[int, int]],
    moved: int,
    silent: int | None,
    at: int,
    later: int,
) -> None:
    """Two films alike but for one sentence that is elsewhere, a silence, and their length."""
    films = []
    for other in (False, True):
        said = [(s * RATE, (s + n) * RATE) for s, n in spans]
        if other:
            said[-1] = tuple(place + moved * RATE for place in said[-1])
        start = (silent or 0) * RATE
        silences = [
            MusicSilence(start=start, end=start + RATE, fade_out=RATE // 2, fade_in=RATE)
            for _ in range(other and silent is not None)
        ]
        length = (24 + later * other) * RATE
        passage = Passage(start=0, end=length, fade_in=RATE, fade_out=2 * RATE, level_db=-20.0)
        bed = placed_music(
            passage,
            piece,
            voice_lufs=-20.0,
            ducking=Ducking(tuple(bridged(said))),
            silences=silences,
        )
        films.append(Track(sounds=(), length=length, music=[bed]))
    one, two = films
    first, last = at * RATE - 500, (at + 2) * RATE
    if one.recipe(first, last) == two.recipe(first, last):
        assert np.array_equal(one.read(first, last), two.read(first, last))
    if not moved and silent is None and (not later or last < 20 * RATE):
        assert one.recipe(first, last) == two.recipe(first, last)


def test_a_sound_that_nobody_knows_again_is_heard_each_time() -> None:
    of = track(speech_like())
    memory = Memory()
    Parts(track=of, starts=(0,), keep=memory).loudness()
    assert of.recipe(0, of.length) is None
    assert memory.heard == 0


@pytest.mark.parametrize("block", [30, 4801, RATE])
def test_the_highest_peak_is_the_same_in_any_blocks(block: int) -> None:
    dice = np.random.default_rng(3)
    white = (dice.normal(size=RATE) * 0.1).astype(np.float32)
    for samples, speechy in ((clicking(), True), (speech_like(), True), (white, False)):
        both = np.stack([samples, -0.5 * samples])
        peak = HighestPeak()
        for at in range(0, len(samples), block):
            peak.hear(both[:, at : at + block])
        highest = peak.verdict()
        assert highest == pytest.approx(float(true_peaks(samples).max()), rel=1e-5)
        exact = float(np.abs(signal.resample_poly(samples.astype(float), 8, 1)).max())
        # White noise is full of what a short interpolator blunts; speech isn't.
        assert 20 * math.log10(highest / exact) == pytest.approx(0, abs=0.1 if speechy else 0.3)


def test_nothing_has_no_peak() -> None:
    assert HighestPeak().verdict() == 0.0
