"""The encoded track is what counts: what is heard of it, whatever parts of it were made before."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from renderer.encoding.aac import encode_packets, encode_sound, window_of
from renderer.errors import EncodeError
from renderer.production.film_sound import encoded_sound
from renderer.production.film_sound.encoded_sound import HEARD, PACKETS, RUN_UP, encode_track
from renderer.production.film_sound.mix import track_parts
from renderer.sound.limiter import HighestPeak
from renderer.sound.loudness import Parts, levelled_blocks
from renderer.sound.meter import measure
from renderer.sound.music_file import MusicFile
from renderer.sound.room_tone import RoomTone
from renderer.sound.track import PlacedSound, Samples, Track
from renderer.store.cache import Cache
from renderer.timebase import PACKET
from tests.films import heard
from tests.sound.makers import RATE, as_int16, chords, piece_from
from tests.sound.test_parts import with_music
from tests.sound.test_sound import speech_like

LEAD, HOLD = 8 * PACKET, 14 * PACKET


@dataclass(frozen=True)
class Slide:
    """What sounds in a slide: a take, another for another seed, of so many packets; 0: none."""

    seed: int
    packets: int
    rest: int = 0
    """Packets more that it lasts; without a take all of them."""

    @property
    def length(self) -> int:
        own = LEAD + self.packets * PACKET + HOLD if self.packets else 0
        return own + self.rest * PACKET


def film(slides: Sequence[Slide], tail: int = 0) -> tuple[Track, list[int]]:
    """*slides* one after the other, and where they begin; the last lasts *tail* samples longer."""
    sounds, starts, at = [], [], 0
    for slide in slides:
        if slide.packets:
            pcm = as_int16(np.roll(speech_like(), slide.seed * 7919)[: slide.packets * PACKET])
            pcm = (pcm * np.minimum(1, np.arange(len(pcm), 0, -1) / 400)).astype(np.int16)
            name = f"{slide.seed} {slide.packets}"
            sounds.append(
                PlacedSound(start=at + LEAD, length=len(pcm), read=lambda pcm=pcm: pcm, name=name)
            )
        if slide.length:
            starts.append(at)
        at += slide.length
    return Track(sounds=sounds, length=at + tail, room=RoomTone(starts=starts)), starts


def made(folder: Path, track: Track, starts: Sequence[int], cache: Cache) -> tuple[dict, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "a.mp4"
    return encode_track(cache, path, track_parts(cache, track, starts), -16.0), path


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Samples that the encoder was given, for each time that it was asked."""
    given: list[int] = []

    def counted(blocks: Iterator[Samples]) -> Iterator[bytes]:
        kept = list(blocks)
        given.append(sum(map(len, kept)))
        return encode_packets(kept)

    monkeypatch.setattr(encoded_sound, "encode_packets", counted)
    return given


@pytest.fixture(scope="module")
def piece(tmp_path_factory: pytest.TempPathFactory) -> MusicFile:
    """Chords with a drum: attacks everywhere, at joins too."""
    dice = np.random.default_rng(4)
    air = chords(4.0).copy()
    for at in range(0, len(air) - 4000, 9111):
        air[at : at + 4000] += 0.2 * dice.normal(size=4000) * np.exp(-np.arange(4000) / 500)
    return piece_from(tmp_path_factory.mktemp("piece"), air.astype(np.float32))


SLIDES = st.builds(
    Slide,
    seed=st.integers(0, 3),
    packets=st.sampled_from([0, 0, 2, 24]),
    rest=st.integers(0, 9),
)


@settings(max_examples=8, deadline=None)
@given(
    before=st.lists(SLIDES, min_size=1, max_size=4),
    place=st.integers(0, 3),
    new=st.lists(SLIDES, max_size=2),
    taken=st.integers(0, 2),
    tail=st.integers(RATE // 120, 2000),
    musical=st.booleans(),
)
def test_no_sample_depends_on_what_was_made_before(
    tmp_path_factory: pytest.TempPathFactory,
    piece: MusicFile,
    before: list[Slide],
    place: int,
    new: list[Slide],
    taken: int,
    tail: int,
    musical: bool,
) -> None:
    """Slides taken out and others put in, of any length down to one packet."""
    folder = tmp_path_factory.mktemp("edits")
    after = [*before[:place], *new, *before[place + taken :]]
    used = Cache(folder / "used")
    for number, slides in enumerate((before, after)):
        track, starts = film(slides, tail)
        if not starts:
            starts = [0]
        track = with_music(track, piece) if musical else track
        facts, path = made(folder / f"{number}", track, starts, used)
    again, clean = made(folder / "clean", track, starts, Cache(folder / "empty"))
    assert path.read_bytes() == clean.read_bytes()
    assert facts == again


def test_the_edit_of_a_long_film_encodes_and_hears_its_own_slide_alone(
    tmp_path: Path, encoded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [Slide(seed, 20 + seed % 5) for seed in range(40)]
    after = [*before[:17], Slide(99, 31, rest=3), *before[18:]]
    cache = Cache(tmp_path / "cache")
    facts, _ = made(tmp_path, *film(before), cache)
    assert len(encoded) == 40
    kept = {kind: _kept(cache, kind) for kind in (PACKETS, HEARD)}
    edited, _ = made(tmp_path, *film(after), cache)
    assert edited["gain_db"] == facts["gain_db"]
    assert encoded[40:] == [after[17].length + (RUN_UP + 2) * PACKET]
    assert _kept(cache, PACKETS) - kept[PACKETS] == 1
    # Where it begins, what is its own, and where the next begins.
    assert _kept(cache, HEARD) - kept[HEARD] <= 3


def _kept(cache: Cache, kind: str) -> int:
    return sum(entry.kind == kind for entry in cache.stored())


def test_under_music_what_comes_before_an_edit_is_not_encoded_again(
    tmp_path: Path, piece: MusicFile, encoded: list[int]
) -> None:
    before = [Slide(seed, 30) for seed in range(6)]
    after = [*before[:4], Slide(13, 30), before[5]]
    cache = Cache(tmp_path / "cache")
    gains = set()
    for slides in (before, after):
        track, starts = film(slides)
        facts, _ = made(tmp_path, with_music(track, piece), starts, cache)
        gains.add(facts["gain_db"])
    assert len(gains) == 1
    assert len(encoded) == 6 + 1


@pytest.mark.parametrize("musical", [False, True])
def test_nothing_clicks_where_parts_meet(tmp_path: Path, piece: MusicFile, musical: bool) -> None:
    track, starts = film([Slide(seed, 20 + seed) for seed in range(12)])
    track = with_music(track, piece) if musical else track
    facts, path = made(tmp_path, track, starts, Cache(tmp_path / "cache"))
    encode_sound(tmp_path / "whole.mp4", levelled_blocks(track, facts["gain_db"]))
    joined, whole = (_bright(heard(each)[0]) for each in (path, tmp_path / "whole.mp4"))
    assert len(joined) == len(whole)
    around = [slice(start - RATE // 200, start + RATE // 200) for start in starts[1:]]
    at_joins = [(np.sum(joined[near] ** 2), np.sum(whole[near] ** 2)) for near in around]
    for own, other in at_joins:  # two encodings of one noise differ by half a decibel
        assert 10 * math.log10(own / other) < 1.5
    own, other = np.sum(at_joins, axis=0)
    assert 10 * math.log10(own / other) < 0.3


def _bright(samples: Samples) -> Samples:
    """What of *samples* lies above 8 kHz."""
    high = signal.butter(6, 8000, "high", fs=RATE, output="sos")
    return signal.sosfiltfilt(high, samples.astype(np.float64))


def test_parts_whose_encoders_disagree_on_windows_are_encoded_as_one(
    tmp_path: Path, encoded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attack at a join, which an encoder without a run-up doesn't see coming."""
    monkeypatch.setattr(encoded_sound, "RUN_UP", 0)
    track, starts = film([Slide(seed, 20) for seed in range(4)])
    knock = as_int16(np.full(300, 0.9, np.float32))
    bed = PlacedSound(start=starts[2] - 200, length=300, read=lambda: knock, name="knock")
    track = replace(track, beds=[bed])
    facts, path = made(tmp_path, track, starts, Cache(tmp_path / "cache"))
    assert sorted(encoded)[-1] == starts[3] - starts[1] + 2 * PACKET
    assert len(encoded) == 4 + 1
    encode_sound(tmp_path / "whole.mp4", levelled_blocks(track, facts["gain_db"]))
    near = slice(starts[2] - 2000, starts[2] + 2000)
    joined, whole = (heard(each)[0][near] for each in (path, tmp_path / "whole.mp4"))
    assert np.abs(joined - whole).max() < 0.02


def test_a_film_of_one_part_is_what_the_encoder_makes_of_it(tmp_path: Path) -> None:
    track, starts = film([Slide(1, 60)], tail=700)
    facts, path = made(tmp_path, track, starts, Cache(tmp_path / "cache"))
    encode_sound(tmp_path / "whole.mp4", levelled_blocks(track, facts["gain_db"]))
    assert path.read_bytes() == (tmp_path / "whole.mp4").read_bytes()


@pytest.mark.parametrize("rest", [0, 9, 40])
def test_what_was_heard_part_by_part_is_what_is_heard_of_the_whole(
    tmp_path: Path, piece: MusicFile, rest: int
) -> None:
    slides = [Slide(seed, 10 + 7 * seed, rest=seed * rest % 41) for seed in range(8)]
    track, starts = film([*slides, Slide(0, 0, rest=3), Slide(9, 30)], tail=333)
    facts, path = made(tmp_path, with_music(track, piece), starts, Cache(tmp_path / "cache"))
    both = heard(path)
    assert np.array_equal(both[0], both[1])
    said = measure([both[0]], peaks=False)
    assert facts["loudness_lufs"] == pytest.approx(said.integrated_lufs, abs=0.1)
    assert facts["loudness_lufs"] == pytest.approx(-16, abs=0.5)
    peak = HighestPeak()
    peak.hear(np.pad(both, ((0, 0), (50, 50))))
    assert facts["true_peak_dbtp"] == round(20 * math.log10(peak.verdict()), 2)


def test_a_film_in_which_nothing_sounds_is_silent_in_parts_too(tmp_path: Path) -> None:
    track, starts = film([Slide(0, 0, rest=50)] * 3)
    cache = Cache(tmp_path / "cache")
    facts, path = made(tmp_path, replace(track, room=None), starts, cache)
    assert facts["loudness_lufs"] is facts["true_peak_dbtp"] is None
    assert not heard(path).any()


def test_windows_are_read_as_the_format_has_them_follow_one_another() -> None:
    """Long, long to short, eight short, short to long."""
    long, start, short, stop = range(4)
    may_follow = {long: {long, start}, start: {short}, short: {short, stop}, stop: {long, start}}
    samples = np.zeros(4 * RATE, np.float32)
    for at in (RATE, RATE + 5000, 2 * RATE, 3 * RATE - 700):
        samples[at : at + 500] = speech_like()[:500] + 0.3
    windows = [window_of(packet) for packet in encode_packets([samples])]
    sequences = [window[0] for window in windows if window]
    assert len(sequences) == len(windows)
    assert set(sequences) == {long, start, short, stop}
    for before, after in pairwise(sequences):
        assert after in may_follow[before]


def test_windows_that_are_told_for_each_channel_alone_are_not_guessed() -> None:
    assert window_of(bytes([0b001_0000_0, 0, 0, 0])) is None
    assert window_of(b"") == window_of(b"\xff" * 4) is None


def hard() -> Parts:
    """Clipped noise in a voice's band: AAC lifts its peaks most."""
    dice = np.random.default_rng(12)
    band = signal.butter(2, [150, 3500], "band", fs=RATE)
    pcm = as_int16(np.clip(3 * signal.lfilter(*band, dice.normal(size=8 * RATE)), -1, 1))
    placed = PlacedSound(start=0, length=len(pcm), read=lambda: pcm)
    return Parts(track=Track(sounds=[placed], length=len(pcm)), starts=(0, 100 * PACKET))


@pytest.mark.parametrize("headroom", [1.0, 0.0])
def test_a_track_whose_peaks_the_codec_lifts_is_encoded_again_with_more_room(
    tmp_path: Path, headroom: float, encoded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoded_sound, "AAC_HEADROOM_DB", headroom)
    facts = encode_track(Cache(tmp_path / "cache"), tmp_path / "a.mp4", hard(), -2.0)
    peaks = [
        20 * np.log10(np.abs(signal.resample_poly(channel.astype(float), 8, 1)).max())
        for channel in heard(tmp_path / "a.mp4")
    ]
    assert max(peaks) <= -1.5
    assert facts["true_peak_dbtp"] == pytest.approx(max(peaks), abs=0.1)
    assert len(encoded) > 2 or headroom


def test_a_codec_that_never_keeps_under_the_ceiling_makes_no_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    square = np.sign(np.sin(np.arange(8 * RATE) / 20)).astype(np.float32)
    monkeypatch.setattr(
        encoded_sound, "encode_packets", lambda blocks: encode_packets([square[: _length(blocks)]])
    )
    with pytest.raises(EncodeError, match="remedy"):
        encode_track(Cache(tmp_path / "cache"), tmp_path / "a.mp4", hard(), -16.0)


def _length(blocks: Iterator[Samples]) -> int:
    return sum(map(len, blocks))
