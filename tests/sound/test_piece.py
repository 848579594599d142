"""A piece of music: decoded once, looped without a seam, refused with a reason."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.decoding.sounds import sound_blocks
from renderer.errors import SoundError
from renderer.sound.meter import measure
from renderer.sound.music_file import MusicFile, decode_piece, piece_of
from tests.decoding.makers import wav
from tests.films import in_blocks, tone
from tests.sound.makers import (
    RATE,
    Floats,
    as_int16,
    chords,
    level_db,
    piece_from,
    worst_step,
    write_wav,
)


def bare(folder: Path, samples: Floats) -> MusicFile:
    """*samples* themselves, not decoded and not trimmed."""
    path = folder / "bare.pcm"
    path.write_bytes(as_int16(samples).tobytes())
    return MusicFile(path, 0, len(samples), -23.0, -20.0)


@pytest.mark.parametrize(
    ("rate", "channels"), [(48_000, 1), (48_000, 2), (44_100, 2), (22_050, 1), (96_000, 2)]
)
def test_any_rate_and_like_channels_come_out_as_loud_as_they_went_in(
    tmp_path: Path, rate: int, channels: int
) -> None:
    t = np.arange(4 * rate) / rate
    wave = (0.25 * np.sin(2 * np.pi * 330 * t)).astype(np.float32)
    source = write_wav(tmp_path / "a.wav", wave, rate, channels)
    out = np.concatenate(list(sound_blocks(source, str)))
    assert len(out) == pytest.approx(4 * RATE, abs=64)
    assert level_db(out[RATE : 3 * RATE]) == pytest.approx(level_db(wave[rate : 3 * rate]), abs=0.1)


def test_silent_ends_are_left_out_and_a_soft_beginning_is_kept(tmp_path: Path) -> None:
    music = chords(8.0).copy()
    music[:RATE] *= np.linspace(0.01, 1, RATE, dtype=np.float32)
    still = np.zeros(2 * RATE, np.float32)
    piece = piece_from(tmp_path, np.concatenate([still, music, still]))
    assert piece.first == pytest.approx(2 * RATE, abs=RATE // 50)
    assert piece.last == pytest.approx(10 * RATE, abs=RATE // 50)


@pytest.mark.parametrize("seconds", [0.15, 1.0, 5.0, 14.0])
def test_a_loop_has_no_click_anywhere_and_never_fades_away(tmp_path: Path, seconds: float) -> None:
    piece = piece_from(tmp_path, chords(14.0)[: round(seconds * RATE)])
    out = piece.looped(0, 4 * len(piece.pcm) + RATE)
    assert worst_step(out) <= 1.1 * worst_step(piece.plain(0, len(piece.pcm)))
    window = max(RATE // 4, 1)
    levels = [level_db(out[at : at + window]) for at in range(0, len(out) - window, window)]
    assert min(levels) > level_db(piece.plain(0, len(piece.pcm))) - 6


def test_a_steady_tone_stays_steady_through_its_seam(tmp_path: Path) -> None:
    # 440 Hz for a whole number of periods: the ends are alike, and alike waves add up.
    piece = bare(tmp_path, tone(8 * RATE, 440, 0.5))
    assert piece.likeness == pytest.approx(1.0, abs=0.01)
    out = piece.looped(0, 20 * RATE)
    levels = [level_db(out[at : at + RATE // 10]) for at in range(0, len(out), RATE // 10)]
    assert max(levels) - min(levels) < 0.1


def test_noise_keeps_its_power_through_its_seam(tmp_path: Path) -> None:
    noise = (0.1 * np.random.default_rng(3).normal(size=8 * RATE)).astype(np.float32)
    piece = bare(tmp_path, noise)
    out = piece.looped(0, 20 * RATE)
    levels = [level_db(out[at : at + RATE // 4]) for at in range(0, len(out), RATE // 4)]
    assert max(levels) - min(levels) < 1.0


@given(st.lists(st.integers(1, 40_000), min_size=1, max_size=12), st.integers(0, 100_000))
@settings(max_examples=40, deadline=None)
def test_any_cut_of_a_loop_into_blocks_gives_the_same_samples(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int], start: int
) -> None:
    piece = bare(tmp_path_factory.getbasetemp(), chords()[:17_777])
    whole = piece.looped(start, sum(lengths))
    parts, at = [], start
    for length in lengths:
        parts.append(piece.looped(at, length))
        at += length
    assert (np.concatenate(parts) == whole).all()


def test_the_loudness_noted_is_that_of_the_piece(tmp_path: Path) -> None:
    piece = piece_from(tmp_path, chords())
    said = measure(in_blocks(chords()))
    assert piece.loudness_lufs == pytest.approx(said.integrated_lufs, abs=0.1)
    assert piece.loudest_lufs >= piece.loudness_lufs - 0.5


def test_a_loud_passage_shows_in_the_loudest_three_seconds(tmp_path: Path) -> None:
    music = np.concatenate([chords(14.0) * 0.35, chords(5.0), chords(14.0) * 0.35])
    piece = piece_from(tmp_path, music)
    assert piece.loudest_lufs > piece.loudness_lufs + 3


def test_a_piece_shorter_than_the_meter_wants_is_measured_as_a_loop(tmp_path: Path) -> None:
    piece = piece_from(tmp_path, chords()[: RATE // 5])
    assert math.isfinite(piece.loudness_lufs)
    assert piece.loudness_lufs == pytest.approx(piece.loudest_lufs, abs=0.5)


@pytest.mark.parametrize(
    ("samples", "reason"),
    [
        (np.zeros(0, np.float32), "0.00 s of sound"),
        (chords()[:2000], "0.04 s of sound"),
        (np.zeros(3 * RATE, np.float32), "silent"),
        (np.full(3 * RATE, 1e-4, np.float32) * (np.arange(3 * RATE) % 2), "too soft"),
    ],
)
def test_what_can_not_be_heard_is_refused_with_the_reason(
    tmp_path: Path, samples: Floats, reason: str
) -> None:
    with pytest.raises(SoundError, match=reason) as error:
        piece_from(tmp_path, samples)
    assert error.value.code == "sound-silent"


def test_a_piece_that_goes_on_for_hours_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renderer.sound.music_file.LONGEST_SECONDS", 1)
    with pytest.raises(SoundError, match="longer than") as error:
        piece_from(tmp_path, chords()[: 2 * RATE])
    assert error.value.code == "sound-too-long"


def test_a_clipped_piece_is_only_a_loud_one(tmp_path: Path) -> None:
    piece = piece_from(tmp_path, np.clip(20 * chords(), -1, 1))
    assert piece.loudness_lufs > -6
    assert worst_step(piece.looped(0, 40 * RATE)) <= 2.0


@pytest.mark.parametrize("content", [b"", b"<html>non</html>" * 50, b"RIFF\xff\xff\xff\xffWAVE"])
def test_what_is_no_sound_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(content)
    with pytest.raises(SoundError):
        list(sound_blocks(tmp_path / "a.mp3", str))


def test_a_playlist_opens_nothing(tmp_path: Path) -> None:
    write_wav(tmp_path / "secret.wav", chords(1.0))
    (tmp_path / "a.m3u8").write_text("#EXTM3U\n#EXTINF:1,\nsecret.wav\n#EXT-X-ENDLIST\n")
    with pytest.raises(SoundError):
        list(sound_blocks(tmp_path / "a.m3u8", str))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="can't be read"):
        list(sound_blocks(tmp_path / "none.wav", str))


@pytest.mark.parametrize("gain_db", [-40, 12])
def test_a_piece_keeps_all_its_bits_and_all_its_peaks(tmp_path: Path, gain_db: float) -> None:
    air, gain = chords(8.0), 10 ** (gain_db / 20)
    pieces = []
    for name, samples in (("plain", air), ("other", air * np.float32(gain))):
        source = wav(tmp_path / f"{name}.wav", samples)
        facts = decode_piece(source, tmp_path / f"{name}.pcm")
        pieces.append(piece_of(tmp_path / f"{name}.pcm", facts))
    plain, other = (piece.plain(RATE, 4 * RATE) for piece in pieces)
    assert np.abs(other / gain - plain).max() < 1e-4
    assert pieces[1].loudness_lufs - pieces[0].loudness_lufs == pytest.approx(gain_db, abs=0.1)


def test_a_piece_with_a_constant_offset_is_trimmed_and_starts_at_zero(tmp_path: Path) -> None:
    still = np.zeros(2 * RATE, np.float32)
    source = wav(tmp_path / "a.wav", np.concatenate([still, chords(6.0), still]) + 0.1)
    facts = decode_piece(source, tmp_path / "a.pcm")
    assert facts["first"] == pytest.approx(2 * RATE, abs=RATE // 20)
    assert facts["last"] == pytest.approx(8 * RATE, abs=RATE // 5)


def test_what_an_author_should_know_of_a_piece_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    source = wav(tmp_path / "a.wav", np.stack([chords(2.0), -chords(2.0)]))
    decode_piece(source, tmp_path / "a.pcm", told.append)
    assert "opposite phase" in told[0]
