"""One loudness for the whole film, no peak above the ceiling, no click at any join."""

import math
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import signal  # type: ignore[import-untyped]  # SciPy ships no annotations

from renderer.encoding.aac import encode_sound
from renderer.sound import limiter, loudness
from renderer.sound.loudness import Parts, as_pcm, levelled_blocks, settle_gain
from renderer.sound.meter import Loudness, measure
from renderer.sound.track import BLOCK, PlacedSound, Track
from tests.films import heard, in_blocks, tone

RATE = 48_000
Floats = NDArray[np.float32]
METER = pyloudnorm.Meter(RATE)


def track(samples: Floats, start: int = 0, length: int | None = None) -> Track:
    pcm = np.clip(np.rint(samples * 32_768), -32_768, 32_767).astype(np.int16)
    placed = PlacedSound(start=start, length=len(pcm), read=lambda: pcm)
    return Track(sounds=[placed], length=start + len(pcm) if length is None else length)


def whole(blocks: Iterator[Floats]) -> Floats:
    return np.concatenate(list(blocks))


def in_one(of: Track) -> Parts:
    return Parts(track=of, starts=(0,))


def levelled(of: Track, target: float = -16.0) -> tuple[Floats, Loudness]:
    gain, settled = settle_gain(in_one(of), target)
    said = measure(levelled_blocks(of, gain))
    # A stretch's windows begin at steps of its own, so that edits move none of them; 0.1 LU is what
    # EBU Tech 3341 allows two meters.
    assert settled == pytest.approx(said.integrated_lufs, abs=0.1)
    return whole(levelled_blocks(of, gain)), said


def stereo_lufs(mono: Floats) -> float:
    """What a listener's meter says of both channels; an independent implementation."""
    return float(METER.integrated_loudness(np.stack([mono, mono], axis=1).astype(np.float64)))


def true_peak_db(mono: Floats) -> float:
    """Eight-fold oversampling with a long filter, twice BS.1770's least."""
    return 20 * math.log10(np.abs(signal.resample_poly(mono.astype(np.float64), 8, 1)).max())


@cache
def speech_like(seconds: int = 14) -> Floats:
    """Noise with a voice's band, syllables and pauses."""
    dice = np.random.default_rng(44)
    t = np.arange(seconds * RATE) / RATE
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * t), 0, 1) ** 2
    phrases = (np.sin(2 * np.pi * 0.17 * t) > -0.8) * (0.5 + 0.5 * np.sin(2 * np.pi * 0.6 * t) ** 2)
    band = signal.butter(2, [150, 3500], "band", fs=RATE)
    voiced = signal.lfilter(*band, dice.normal(size=t.size)) * syllables * phrases
    return np.asarray(0.4 * voiced / np.abs(voiced).max(), np.float32)


@cache
def noise(seconds: int = 6) -> Floats:
    return (0.05 * np.random.default_rng(7).normal(size=seconds * RATE)).astype(np.float32)


@cache
def clicking() -> Floats:
    """Quiet noise under loud clicks: the worst a limiter meets."""
    clicks = 0.2 * noise().copy()
    clicks[::9600] = 0.95
    clicks[4800::9600] = -0.95
    return clicks


MATERIAL: dict[str, Callable[[], Floats]] = {
    "a tone": lambda: tone(6 * RATE, 997),
    "a low tone": lambda: tone(6 * RATE, 110, 0.3),
    "noise": noise,
    "speech": speech_like,
    "quiet speech": lambda: 0.02 * speech_like(),
    "clipped speech": lambda: np.clip(20 * speech_like(), -1, 1),
    "a square wave": lambda: np.sign(tone(6 * RATE, 441)).astype(np.float32),
    "clicks": clicking,
}


@pytest.mark.parametrize("name", MATERIAL)
@pytest.mark.parametrize("target", [-16.0, -23.0])
def test_every_material_comes_out_as_loud_as_asked_and_under_the_ceiling(
    name: str, target: float
) -> None:
    out, said = levelled(track(MATERIAL[name]()), target)
    assert said.integrated_lufs == pytest.approx(target, abs=0.5)
    assert stereo_lufs(out) == pytest.approx(target, abs=0.5)
    assert said.true_peak_dbtp <= -1.5
    assert true_peak_db(out) <= -1.5


@pytest.mark.parametrize("target", [-16.0, -12.0])
def test_the_film_itself_is_as_loud_as_asked_once_decoded(tmp_path: Path, target: float) -> None:
    """Not the samples before the encoder: two channels, through AAC."""
    gain, _ = settle_gain(in_one(track(speech_like())), target)
    encode_sound(tmp_path / "a.mp4", levelled_blocks(track(speech_like()), gain))
    channels = heard(tmp_path / "a.mp4")
    assert channels.shape[0] == 2
    loud = METER.integrated_loudness(channels.T.astype(np.float64))
    if target == -16.0:
        assert loud == pytest.approx(target, abs=0.5)
    assert max(true_peak_db(channel) for channel in channels) <= -1.5


# --- the meter ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MATERIAL)
def test_the_meter_agrees_with_an_independent_one(name: str) -> None:
    samples = MATERIAL[name]()
    said = measure(in_blocks(samples))
    assert said.integrated_lufs == pytest.approx(stereo_lufs(samples), abs=0.2)
    assert said.true_peak_dbtp == pytest.approx(true_peak_db(samples), abs=0.6)


def test_a_reference_tone_reads_what_the_recommendation_says() -> None:
    # EBU Tech 3341 case 1: a 1 kHz stereo sine at -23 dBFS peak reads -23 LUFS.
    said = measure(in_blocks(tone(20 * RATE, 1000, 10 ** (-23 / 20))))
    assert said.integrated_lufs == pytest.approx(-23.0, abs=0.1)
    assert said.true_peak_dbtp == pytest.approx(-23.0, abs=0.2)


@given(st.integers(1, 40_000))
@settings(max_examples=8, deadline=None)
def test_the_size_of_blocks_changes_no_measure(block: int) -> None:
    samples = speech_like(3)
    assert measure(in_blocks(samples, 997 + block)) == measure(iter([samples]))


def test_peaks_that_were_not_asked_for_are_never_taken_for_low_ones() -> None:
    samples = speech_like(3)
    quick = measure(iter([samples]), peaks=False)
    assert quick.integrated_lufs == measure(iter([samples])).integrated_lufs
    assert quick.true_peak_dbtp == math.inf


def test_a_peak_in_the_last_samples_is_seen() -> None:
    samples = np.zeros(RATE + 1000, np.float32)
    samples[-40] = 0.9
    assert measure(iter([samples])).true_peak_dbtp == pytest.approx(-0.9, abs=0.3)


@pytest.mark.parametrize("length", [0, 1, 100, 4800, 19_199])
def test_what_is_too_short_to_be_measured_is_left_as_it_is(length: int) -> None:
    of = track(tone(length, level=0.5))
    gain, said = settle_gain(in_one(of), -16.0)
    assert gain == 0.0
    assert said == -math.inf
    assert sum(len(block) for block in levelled_blocks(of, gain)) == length


def test_half_a_second_is_measured_and_levelled() -> None:
    _, said = levelled(track(tone(RATE // 2)))
    assert said.integrated_lufs == pytest.approx(-16.0, abs=0.15)


def test_silence_stays_silence() -> None:
    gain, said = settle_gain(in_one(Track(sounds=[], length=3 * RATE)), -16.0)
    assert (gain, said) == (0.0, -math.inf)
    blocks = list(levelled_blocks(Track(sounds=[], length=3 * RATE), gain))
    assert sum(map(len, blocks)) == 3 * RATE
    assert not any(block.any() for block in blocks)


def test_pauses_do_not_make_a_film_louder() -> None:
    spoken = speech_like(6)
    padded = track(spoken, start=10 * RATE, length=40 * RATE)
    gain, _ = settle_gain(in_one(padded), -16.0)
    alone, _ = settle_gain(in_one(track(spoken)), -16.0)
    assert gain == pytest.approx(alone, abs=0.5)  # blocks at both ends; ungated it is 8 dB


# --- the limiter -------------------------------------------------------------------------------


def test_what_stays_under_the_ceiling_is_only_multiplied() -> None:
    samples = noise()
    out = whole(levelled_blocks(track(samples), 6.0))
    quantised = np.rint(samples * 32_768) / 32_768
    assert np.abs(out - quantised * 10 ** (6 / 20)).max() < 1e-6


def test_one_peak_is_turned_down_without_a_click_and_the_rest_is_left_alone() -> None:
    samples = tone(2 * RATE, 100, 0.3)
    samples[RATE : RATE + 30] *= 3
    out = whole(levelled_blocks(track(samples), 0.0))
    gain = out[np.abs(samples) > 0.1] / samples[np.abs(samples) > 0.1]
    assert gain.min() > 0.7
    assert gain.max() < 1.001
    # In full again 10 ms away, on both sides.
    far = np.r_[0 : RATE - 600, RATE + 630 : 2 * RATE]
    assert np.abs(out[far] - samples[far]).max() < 1e-4
    steps = np.abs(np.diff(out[RATE - 700 : RATE - 2]))
    assert steps.max() <= 2 * np.abs(np.diff(samples[: RATE - 700])).max()


@pytest.mark.parametrize("block", [700, 4801, RATE])
@pytest.mark.parametrize("name", ["speech", "clicks", "a square wave"])
def test_blocks_join_without_a_trace(
    name: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = track(MATERIAL[name]()[: 2 * RATE])
    monkeypatch.setattr(loudness, "BLOCK", 10 * RATE)
    once = whole(levelled_blocks(of, 18.0))
    monkeypatch.setattr(loudness, "BLOCK", block)
    pieces = whole(levelled_blocks(of, 18.0))
    assert len(once) == len(pieces) == 2 * RATE
    # A hundredth of a 16-bit step; the joins are where a click would be.
    assert np.abs(once - pieces).max() < 1e-6 * 0.3
    assert np.abs(as_pcm(once).astype(int) - as_pcm(pieces)).max() <= 1


@given(
    st.lists(st.tuples(st.integers(0, 5999), st.floats(-1, 1)), max_size=40),
    st.floats(-12, 3),
    st.integers(100, 6000),
)
@settings(max_examples=60)
def test_stretches_that_are_not_interpolated_need_no_limiting(
    impulses: list[tuple[int, float]], ceiling: float, length: int
) -> None:
    samples = np.zeros(6006, np.float32)
    worst = np.array([1, -1, 1, 1, -1, 1], np.float32)  # swings the highest between the middle two
    for place, level in impulses:
        samples[place : place + 6] = level * worst
    samples = samples[:length]
    gain = limiter.limiting_gain(samples, ceiling)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limiter, "_MOST_BETWEEN", 1e9)
        everywhere = limiter.limiting_gain(samples, ceiling)
    assert np.abs(np.broadcast_to(gain, everywhere.shape) - everywhere).max() < 1e-6


@given(
    st.lists(st.tuples(st.integers(0, 5999), st.floats(-1, 1)), min_size=1, max_size=40),
    st.floats(-10, 40),
)
@settings(max_examples=40, deadline=None)
def test_no_impulses_pass_the_ceiling_at_any_gain(
    impulses: list[tuple[int, float]], gain: float
) -> None:
    samples = np.zeros(6000, np.float32)
    for place, level in impulses:
        samples[place] = level
    out = whole(levelled_blocks(track(samples), gain))
    if out.any():
        assert true_peak_db(out) <= -1.5


def test_rounding_to_16_bits_clips_instead_of_wrapping() -> None:
    block = np.array([-2.0, -1.0, 0.0, 0.99999, 1.0, 2.0], np.float32)
    assert as_pcm(block).tolist() == [-32_768, -32_768, 0, 32_767, 32_767, 32_767]


# --- the track ---------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 200)), max_size=8),
    st.integers(-300, 1500),
    st.integers(0, 900),
)
def test_any_stretch_of_a_track_is_its_takes_at_their_samples(
    takes: list[tuple[int, int]], start: int, length: int
) -> None:
    dice = np.random.default_rng(1)
    placed, position = [], 0
    film = np.zeros(5000, np.int16)
    for gap, samples in takes:
        pcm = dice.integers(-32_768, 32_767, samples, dtype=np.int16)
        first = position + gap
        placed.append(PlacedSound(start=first, length=samples, read=lambda pcm=pcm: pcm))
        film[first : first + samples] = pcm
        position = first + samples
    of = Track(sounds=placed, length=5000)
    expected = np.zeros(length, np.float32)
    for n in range(length):
        if 0 <= start + n < 5000:
            expected[n] = film[start + n] / 32_768
    assert (of.read(start, start + length) == expected).all()


def test_a_long_track_is_read_in_blocks_and_only_the_takes_that_sound_in_them() -> None:
    reads: list[int] = []

    def placed(number: int) -> PlacedSound:
        def read() -> NDArray[np.int16]:
            reads.append(number)
            return np.full(RATE, 1000, np.int16)

        return PlacedSound(start=2 * number * RATE, length=RATE, read=read)

    of = Track(sounds=[placed(n) for n in range(60)], length=120 * RATE)
    blocks = levelled_blocks(of, 0.0)
    assert reads == []
    first = next(blocks)
    assert len(first) == BLOCK == 10 * RATE
    assert max(reads) <= 5
    assert sum(len(block) for block in blocks) == 110 * RATE
    assert len(reads) <= 60 + 2 * 12, "a take is read once a block that it sounds in"
