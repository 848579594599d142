"""Music gives way to the voice before it speaks, smoothly, and by as much as was asked."""

import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.sound.ducking import ATTACK, BRIDGE, RELEASE, Ducking, bridged
from renderer.sound.meter import measure
from renderer.sound.music import HIGHEST_DB, RISE_DB, MusicBed, MusicSilence, Passage, placed_music
from renderer.sound.music_file import MusicFile
from renderer.sound.track import PlacedSound, Track, raw_blocks
from tests.films import in_blocks
from tests.sound.makers import RATE, Floats, as_int16, chords, level_db, piece_from, worst_step

FEW = settings(max_examples=40, deadline=None)
SPANS = st.lists(
    st.tuples(st.integers(0, 60 * RATE), st.integers(1, 10 * RATE)).map(
        lambda pair: (pair[0], pair[0] + pair[1])
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def piece(tmp_path_factory: pytest.TempPathFactory) -> MusicFile:
    return piece_from(tmp_path_factory.mktemp("music"), chords())


@FEW
@given(SPANS)
def test_speech_is_covered_whole_and_short_silences_are_part_of_it(
    spans: list[tuple[int, int]],
) -> None:
    joined = bridged(spans)
    assert all(any(s <= a and b <= e for s, e in joined) for a, b in spans)
    for (_, end), (start, _) in pairwise(joined):
        assert start - end >= BRIDGE
    assert {s for s, _ in joined} <= {s for s, _ in spans}
    assert {e for _, e in joined} <= {e for _, e in spans}


@FEW
@given(SPANS, st.integers(-RATE, 70 * RATE))
def test_the_voice_never_meets_music_that_has_not_given_way(
    spans: list[tuple[int, int]], start: int
) -> None:
    ducking = Ducking(tuple(bridged(spans)))
    depth = ducking.depth(start, 4 * RATE)
    at = np.arange(start, start + 4 * RATE)
    for first, last in spans:
        assert (depth[(first <= at) & (at < last)] > 0.999_999).all()
    far = np.ones(len(at), bool)
    for first, last in bridged(spans):
        far &= (at <= first - ATTACK) | (at >= last + RELEASE)
    assert (depth[far] < 1e-6).all()
    # Smooth: no step of more than a half cosine's steepest over 250 ms.
    assert worst_step(depth) <= 1.01 * math.pi / 2 / ATTACK


@FEW
@given(SPANS, st.lists(st.integers(1, 90_000), min_size=1, max_size=6))
def test_depth_does_not_depend_on_blocks(spans: list[tuple[int, int]], cuts: list[int]) -> None:
    ducking = Ducking(tuple(bridged(spans)))
    parts, at = [], 1000
    for length in cuts:
        parts.append(ducking.depth(at, length))
        at += length
    assert (np.concatenate(parts) == ducking.depth(1000, sum(cuts))).all()


def speech(seconds: float, level: float = 0.2) -> Floats:
    """Syllables of noise."""
    n = round(seconds * RATE)
    dice = np.random.default_rng(9)
    envelope = np.clip(np.sin(2 * np.pi * 3 * np.arange(n) / RATE), 0, 1)
    spoken: Floats = (level * dice.normal(size=n) * envelope).astype(np.float32)
    return spoken


def placed(start: float, samples: Floats) -> PlacedSound:
    pcm = as_int16(samples)
    return PlacedSound(start=round(start * RATE), length=len(pcm), read=lambda: pcm)


def under(
    piece: MusicFile, takes: list[PlacedSound], length: int, level: float = -20.0, **more: object
) -> tuple[Floats, Floats, float, MusicBed]:
    """The voice alone, the music alone, the voice's loudness, and the bed."""
    voice = Track(sounds=takes, length=length)
    loud = measure(raw_blocks(voice)).integrated_lufs
    passage = Passage(start=0, end=length, fade_in=2 * RATE, fade_out=4 * RATE, level_db=level)
    ducking = Ducking(tuple(bridged((t.start, t.start + t.length) for t in takes)))
    silences = more.get("silences", ())
    assert isinstance(silences, tuple)
    bed = placed_music(passage, piece, voice_lufs=loud, ducking=ducking, silences=silences)
    music = Track(sounds=[], length=length, music=[bed])
    return whole(raw_blocks(voice)), whole(raw_blocks(music)), loud, bed


def whole(blocks: Iterator[Floats]) -> Floats:
    return np.concatenate(list(blocks))


def lufs(samples: Floats) -> float:
    return measure(in_blocks(samples)).integrated_lufs


@pytest.mark.parametrize("level", [-12.0, -16.0, -20.0, -30.0])
def test_music_is_as_far_under_the_voice_as_asked_while_it_speaks(
    piece: MusicFile, level: float
) -> None:
    takes = [placed(6, speech(9)), placed(15.4, speech(8)), placed(30, speech(10))]
    voice, music, _, _ = under(piece, takes, 45 * RATE, level)
    speaking = np.zeros(45 * RATE, bool)
    for take in takes:
        speaking[take.start : take.start + take.length] = True
    apart = lufs(voice[speaking]) - lufs(music[speaking])
    assert apart >= 12
    assert apart == pytest.approx(-level, abs=1.5)


def test_loud_passages_of_a_piece_stay_12_db_under_too(tmp_path: Path) -> None:
    music = np.concatenate([chords(14.0) * 0.35, chords(6.0), chords(14.0) * 0.35])
    piece = piece_from(tmp_path, music)
    assert piece.loudest_lufs > piece.loudness_lufs + 4
    _, out, loud, bed = under(piece, [placed(1, speech(30))], 33 * RATE, -12.0)
    assert bed.gain_db + piece.loudest_lufs <= loud - 12 + 1e-9
    for at in range(RATE, 30 * RATE, RATE):
        assert lufs(out[at : at + 3 * RATE]) <= loud - 12 + 0.2


@pytest.mark.parametrize(
    ("level", "rise"), [(-30.0, RISE_DB), (-20.0, RISE_DB), (-14.0, 6.0), (-12.0, 4.0)]
)
def test_music_rises_where_nobody_speaks_but_not_over_its_ceiling(
    piece: MusicFile, level: float, rise: float
) -> None:
    takes = [placed(4, speech(6)), placed(24, speech(6))]
    _, music, loud, bed = under(piece, takes, 40 * RATE, level)
    assert bed.rise_db == pytest.approx(rise, abs=0.6)
    quiet, talk = music[14 * RATE : 20 * RATE], music[4 * RATE : 10 * RATE]
    assert lufs(quiet) - lufs(talk) == pytest.approx(bed.rise_db, abs=0.5)
    assert lufs(quiet) <= loud + HIGHEST_DB + 1.0


def test_music_does_not_come_up_between_two_sentences(piece: MusicFile) -> None:
    takes = [placed(3, speech(4)), placed(8.2, speech(4))]  # 1.2 s apart: two slides
    _, music, _, _ = under(piece, takes, 20 * RATE)
    gap, talk = music[round(7.2 * RATE) : round(8 * RATE)], music[5 * RATE : 7 * RATE]
    assert level_db(gap) == pytest.approx(level_db(talk), abs=2.5)


def test_no_click_in_a_whole_score(piece: MusicFile) -> None:
    """Starts, loops, ducking, a silence, the end, and every join of blocks."""
    takes = [placed(5.01, speech(4)), placed(25, speech(5))]
    silence = MusicSilence(start=12 * RATE, end=18 * RATE, fade_out=2 * RATE, fade_in=RATE)
    _, music, _, bed = under(piece, takes, 43 * RATE, silences=(silence,))
    gain = 10 ** ((bed.gain_db + bed.rise_db) / 20)
    loudest = worst_step(piece.plain(0, len(piece.pcm))) * gain
    assert worst_step(music) <= 1.1 * loudest
    assert abs(music[0]) < 1e-4
    assert abs(music[-1]) < 1e-4


@pytest.mark.parametrize("fade", [0, 1, 480, RATE])
def test_even_music_without_fades_starts_and_ends_without_a_click(
    tmp_path: Path, fade: int
) -> None:
    loudest = int(np.abs(chords()[: 3 * RATE]).argmax())
    piece = piece_from(tmp_path, chords()[loudest:])  # cut where it would click most
    passage = Passage(start=0, end=10 * RATE, fade_in=fade, fade_out=fade, level_db=-20)
    bed = placed_music(passage, piece, voice_lufs=-math.inf, ducking=Ducking(()))
    around = Track(sounds=[], length=12 * RATE, music=[bed]).read(-RATE, 12 * RATE)
    # The shortest fade is 10 ms long, and adds at most its own slope times the level.
    slope = math.pi / 2 / 480 * float(np.abs(around).max())
    gain = 10 ** (bed.gain_db / 20)
    assert worst_step(around) <= gain * worst_step(piece.plain(0, len(piece.pcm))) + slope
    assert not around[:RATE].any()
    assert not around[11 * RATE :].any()


@pytest.mark.parametrize("block", [997, 48_000, 333_333])
def test_blocks_of_music_join_without_a_trace(piece: MusicFile, block: int) -> None:
    takes = [placed(5, speech(4))]
    silence = MusicSilence(start=12 * RATE, end=15 * RATE, fade_out=RATE, fade_in=RATE)
    _, music, _, bed = under(piece, takes, 22 * RATE, silences=(silence,))
    track = Track(sounds=[], length=22 * RATE, music=[bed])
    parts = [track.read(at, min(22 * RATE, at + block)) for at in range(0, 22 * RATE, block)]
    assert (np.concatenate(parts) == music).all()


def test_a_silence_is_silent_from_end_to_end(piece: MusicFile) -> None:
    silence = MusicSilence(start=12 * RATE, end=18 * RATE, fade_out=4 * RATE, fade_in=2 * RATE)
    _, music, _, _ = under(piece, [placed(3, speech(5))], 30 * RATE, silences=(silence,))
    assert not music[12 * RATE : 18 * RATE].any()
    assert level_db(music[21 * RATE : 24 * RATE]) > -60
    assert level_db(music[11 * RATE : 12 * RATE]) < level_db(music[9 * RATE : 10 * RATE]) - 3


def test_music_without_any_voice_is_as_loud_as_a_voice_would_be(piece: MusicFile) -> None:
    _, music, _, _ = under(piece, [], 40 * RATE, -60.0)
    assert lufs(music) == pytest.approx(-23, abs=1)


def test_a_piece_that_is_not_looped_ends_where_it_ends(piece: MusicFile) -> None:
    passage = Passage(start=RATE, end=60 * RATE, fade_in=0, fade_out=RATE, level_db=-20, loop=False)
    bed = placed_music(passage, piece, voice_lufs=-math.inf, ducking=Ducking(()))
    out = Track(sounds=[], length=60 * RATE, music=[bed]).read(0, 60 * RATE)
    end = RATE + len(piece.pcm)
    assert out[end - RATE : end].any()
    assert not out[end:].any()


def test_two_pieces_cross_without_a_hole_or_a_hump(tmp_path: Path) -> None:
    dice = np.random.default_rng(5)
    noises = [(0.1 * dice.normal(size=20 * RATE)).astype(np.float32) for _ in range(2)]
    beds = []
    for number, noise in enumerate(noises):
        (tmp_path / str(number)).mkdir()
        passage = Passage(
            start=number * 8 * RATE,
            end=(10 + number * 8) * RATE,
            fade_in=2 * RATE * number,
            fade_out=2 * RATE * (1 - number),
            level_db=-20,
        )
        piece = piece_from(tmp_path / str(number), noise)
        beds.append(placed_music(passage, piece, voice_lufs=-math.inf, ducking=Ducking(())))
    out = Track(sounds=[], length=18 * RATE, music=beds).read(0, 18 * RATE)
    levels = [level_db(out[at : at + RATE // 4]) for at in range(RATE, 17 * RATE, RATE // 4)]
    assert max(levels) - min(levels) < 1.0
