"""Any sound file: read as it sounds, or refused with a reason; never at this process's cost."""

from __future__ import annotations

import ast
import resource
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import renderer
from renderer.decoding.sandbox import Fence
from renderer.decoding.sounds import open_sound_decoder, sound_blocks
from renderer.errors import SoundError
from tests.decoding.makers import (
    RATE,
    Floats,
    bomb,
    compressed_bomb,
    encoded,
    tone,
    two_tracks,
    wav,
)


@pytest.fixture(scope="module")
def decoder() -> Iterator[Fence]:
    with open_sound_decoder() as fence:
        yield fence


def heard(path: Path, decoder: Fence) -> tuple[Floats, list[str]]:
    told: list[str] = []
    return np.concatenate(list(sound_blocks(path, told.append, decoder))), told


def level(samples: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


# Bombs

BOMBS = {
    "stsz.m4a": bomb(samples=80_000_000, sound=True),
    "pair.m4a": bomb(samples=80_000_000, sound=True, tracks=2),
    "film.mp4": bomb(samples=80_000_000),
    "cmov.mov": compressed_bomb(1500),
}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limits")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_an_error_about_that_file_and_costs_this_process_nothing(
    tmp_path: Path, decoder: Fence, name: str
) -> None:
    (tmp_path / name).write_bytes(BOMBS[name])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SoundError):
        heard(tmp_path / name, decoder)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB
    whole, _ = heard(wav(tmp_path / "next.wav", tone(1)), decoder)
    assert len(whole) == RATE


@pytest.mark.parametrize("rate", [1, 7, 50, 99, 0x7FFFFFFF, 4_000_000_000])
def test_rates_that_are_no_sound_are_told(tmp_path: Path, decoder: Fence, rate: int) -> None:
    file = wav(tmp_path / "a.wav", tone(1), rate=rate, form="i2")
    with pytest.raises(SoundError, match=r"samples a second.*at 48,000|no sound file"):
        heard(file, decoder)


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 96_000, 192_000])
def test_other_rates_are_read_right(tmp_path: Path, decoder: Fence, rate: int) -> None:
    samples, told = heard(wav(tmp_path / "a.wav", tone(2, rate=rate), rate=rate), decoder)
    assert (len(samples), told) == (2 * RATE, [])
    assert int(np.abs(np.fft.rfft(samples)).argmax()) == 880


@pytest.mark.parametrize("count", [17, 64, 255, 1024, 65_535])
def test_a_desks_many_channels_are_told(tmp_path: Path, decoder: Fence, count: int) -> None:
    with pytest.raises(SoundError, match=r"channels.*save it as mono or stereo") as refused:
        heard(wav(tmp_path / "a.wav", np.zeros((count, 40), np.float32), form="i2"), decoder)
    assert refused.value.code == "sound-format-unfit"


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 8, 16])
def test_like_channels_come_out_as_loud_as_each(tmp_path: Path, decoder: Fence, count: int) -> None:
    samples, told = heard(wav(tmp_path / "a.wav", np.stack([tone(2)] * count)), decoder)
    assert told == []
    assert level(samples) == pytest.approx(level(tone(2)), rel=0.01)


# Levels


@settings(max_examples=12, deadline=None)
@given(
    gain=st.floats(-110, 20),
    offset=st.floats(-0.5, 0.5),
)
def test_no_level_and_no_offset_changes_the_shape_of_a_sound(
    tmp_path_factory: pytest.TempPathFactory, decoder: Fence, gain: float, offset: float
) -> None:
    clean = tone(2, 330, 0.5)
    path = wav(tmp_path_factory.mktemp("a") / "a.wav", clean * 10 ** (gain / 20) + offset)
    samples, told = heard(path, decoder)
    assert told == []
    room = 1e-7 / 10 ** (gain / 20) + 0.004  # what floats around the offset round to
    assert np.abs(samples / 10 ** (gain / 20) - clean)[200:].max() < room


def test_24_bits_stay_24_bits(tmp_path: Path, decoder: Fence) -> None:
    soft = tone(2, 440, 10 ** (-100 / 20))  # a third of a step of 16 bits
    samples, _ = heard(wav(tmp_path / "a.wav", soft, form="i3"), decoder)
    assert level(samples) == pytest.approx(level(soft), rel=0.02)


@pytest.mark.parametrize("right", [-1.0, -0.5, -0.9])
def test_channels_in_opposite_phase_are_told_and_one_is_taken(
    tmp_path: Path, decoder: Fence, right: float
) -> None:
    noise = np.random.default_rng(2).normal(0, 0.003, (2, 2 * RATE)).astype(np.float32)
    both = np.stack([tone(2), right * tone(2)]) + noise
    samples, told = heard(wav(tmp_path / "a.wav", both), decoder)
    assert level(samples) == pytest.approx(level(tone(2)), rel=0.02)
    assert len(told) == 1
    assert "opposite phase" in told[0]


def test_opposite_channels_after_long_silence_are_found_too(tmp_path: Path, decoder: Fence) -> None:
    late = np.concatenate([np.zeros(15 * RATE, np.float32), tone(2)])
    samples, told = heard(wav(tmp_path / "a.wav", np.stack([late, -late])), decoder)
    assert level(samples[-RATE:]) == pytest.approx(level(tone(1)), rel=0.02)
    assert "opposite phase" in told[0]


def test_wide_stereo_is_no_opposite_phase(tmp_path: Path, decoder: Fence) -> None:
    left, right = np.random.default_rng(3).normal(0, 0.1, (2, 2 * RATE))
    wide = np.stack([left - 0.4 * right, right - 0.4 * left]).astype(np.float32)
    assert heard(wav(tmp_path / "a.wav", wide), decoder)[1] == []


# Tags


def _tagged(name: str, tmp_path: Path) -> Path:
    title = "Témoignage"
    if name == "info.wav":
        text = title.encode("cp1252") + b"\0\0"
        chunk = b"INFOINAM" + struct.pack("<I", len(text)) + text
        return wav(tmp_path / name, tone(1), head=b"LIST" + struct.pack("<I", len(chunk)) + chunk)
    if name == "bext.wav":
        chunk = title.encode("cp1252").ljust(602, b"\0")
        return wav(tmp_path / name, tone(1), head=b"bext" + struct.pack("<I", len(chunk)) + chunk)
    if name == "id3v1.mp3":
        path = encoded(tmp_path / name, tone(1), "libmp3lame")
        tag = b"TAG" + title.encode("latin-1").ljust(125, b"\0")
        path.write_bytes(path.read_bytes() + tag)
        return path
    path = tmp_path / name
    with_title = {"a.flac": "flac", "a.mov": "pcm_s16le", "a.mka": "pcm_s16le"}[name]
    import av

    with av.open(str(path), "w") as container:
        container.metadata["title"] = "T~moignage"
        stream = container.add_stream(with_title, rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(
            np.rint(tone(1) * 32767).astype(np.int16)[None], "s16", "mono"
        )
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))  # type: ignore[attr-defined] # a sound's
        container.mux(stream.encode(None))  # type: ignore[attr-defined]
    path.write_bytes(path.read_bytes().replace(b"T~moignage", title.encode("mac_roman")))
    return path


@pytest.mark.parametrize("name", ["info.wav", "bext.wav", "id3v1.mp3", "a.flac", "a.mov", "a.mka"])
def test_tags_in_an_encoding_of_their_own_are_no_obstacle(
    tmp_path: Path, decoder: Fence, name: str
) -> None:
    samples, told = heard(_tagged(name, tmp_path), decoder)
    assert len(samples) == pytest.approx(RATE, abs=3000)
    assert told == []


# Tracks


@pytest.mark.parametrize("form", [b"ac-4", b"mhm1", b"\xff\xfe\xfd\xfc"])
def test_the_first_track_that_can_be_decoded_is_taken(
    tmp_path: Path, decoder: Fence, form: bytes
) -> None:
    path = two_tracks(tmp_path / "a.mp4", tone(1, 220), tone(1, 880))
    for old, new in ((b"mp4a", form), (b"esds", b"free")):
        path.write_bytes(path.read_bytes().replace(old, new, 1))
    samples, told = heard(path, decoder)
    spectrum = np.abs(np.fft.rfft(samples[RATE // 4 : RATE // 4 + RATE // 2]))
    assert int(spectrum.argmax()) == pytest.approx(440, abs=2)
    assert "track 2 was taken" in told[0]

    for old, new in ((b"mp4a", form), (b"esds", b"free")):
        path.write_bytes(path.read_bytes().replace(old, new))
    with pytest.raises(
        SoundError, match="in a form that can't be decoded here: save it as"
    ) as refused:
        heard(path, decoder)
    assert refused.value.code == "sound-format-unfit"


# Joints, rubbish, cuts


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    folder = tmp_path_factory.mktemp("songs")
    one = encoded(folder / "one.mp3", tone(4, 330, rate=44_100), "libmp3lame", rate=44_100)
    other = encoded(folder / "other.mp3", tone(3, 660), "libmp3lame")
    return one.read_bytes(), other.read_bytes()


NOISE = np.random.default_rng(7).bytes(40_000)
ID3 = b"ID3\x03\0\0" + bytes([0, 2, 0, 0]) + NOISE[: 2 * 128 * 128]
APE = b"APETAGEX" + struct.pack("<IIII", 2000, 500, 1, 0) + bytes(8) + NOISE[:468]


@pytest.mark.parametrize(
    ("joint", "seconds", "warned"),
    [
        (lambda one, _: one + NOISE[:3000], 4, False),
        (lambda one, other: one + other, 7, False),
        (lambda one, _: one + one, 8, False),
        (lambda one, other: one + ID3 + other, 7, True),
        (lambda one, _: one + APE, 4, False),
        (lambda one, other: one + APE + other, 7, False),
        (lambda one, _: one + b"TAG" + bytes(125), 4, False),
        (lambda one, other: one + NOISE + other, 7, True),
    ],
    ids=["rubbish", "joint", "twice", "id3", "ape", "ape in the middle", "id3v1", "much rubbish"],
)
def test_what_is_no_sound_in_an_mp3_is_passed_over(  # type: ignore[no-untyped-def] # lambdas
    tmp_path: Path, decoder: Fence, songs: tuple[bytes, bytes], joint, seconds: float, warned: bool
) -> None:
    (tmp_path / "a.mp3").write_bytes(joint(*songs))
    samples, told = heard(tmp_path / "a.mp3", decoder)
    assert len(samples) / RATE == pytest.approx(seconds, abs=0.4)
    assert [word for word in told if "listen to it" in word] == (told if warned else [])
    assert bool(told) == warned


CODECS = {
    "a.wav": "pcm_s16le",
    "a.aiff": "pcm_s16be",
    "a.flac": "flac",
    "a.mp3": "libmp3lame",
    "a.opus": "libopus",
    "a.m4a": "aac",
    "a.mka": "libopus",
}


@pytest.mark.parametrize("name", CODECS)
@pytest.mark.parametrize("kept", [0.5, 0.8])
def test_a_file_cut_short_is_told(tmp_path: Path, decoder: Fence, name: str, kept: float) -> None:
    path = encoded(tmp_path / name, tone(6), CODECS[name])
    whole, told = heard(path, decoder)
    assert (len(whole), told) == (pytest.approx(6 * RATE, abs=3000), [])
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(SoundError, match=r"cut short.*copy it again|can't be decoded"):
        heard(path, decoder)


def test_an_mp3_without_a_header_of_its_own_that_ends_in_a_frame_is_told(
    tmp_path: Path, decoder: Fence
) -> None:
    path = encoded(tmp_path / "a.mp3", tone(4), "libmp3lame", write_xing="0")
    assert heard(path, decoder)[1] == []
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "listen whether it was cut short" in heard(path, decoder)[1][0]


def test_an_ogg_that_ends_between_pages_without_saying_so_is_told(
    tmp_path: Path, decoder: Fence
) -> None:
    path = encoded(tmp_path / "a.opus", tone(6), "libopus")
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"OggS")])
    assert "listen whether it was cut short" in heard(path, decoder)[1][0]


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFF000, 0x80000000])
def test_a_streamed_wav_that_does_not_know_its_length_is_whole(
    tmp_path: Path, decoder: Fence, size: int
) -> None:
    samples, told = heard(wav(tmp_path / "a.wav", tone(2), size=size), decoder)
    assert (len(samples), told) == (2 * RATE, [])


@pytest.mark.parametrize("told_size", [0, 2**64 - 1, 2 * RATE * 4])
def test_rf64_is_read_by_its_own_length(tmp_path: Path, decoder: Fence, told_size: int) -> None:
    head = b"ds64" + struct.pack("<IQQQI", 28, 0, told_size, 0, 0)
    path = wav(tmp_path / "a.wav", tone(2), size=0xFFFFFFFF, head=head, id=b"RF64")
    samples, told = heard(path, decoder)
    assert (len(samples), told) == (2 * RATE, [])
    if told_size == 2 * RATE * 4:
        path.write_bytes(path.read_bytes()[:200_000])
        with pytest.raises(SoundError, match="cut short") as refused:
            heard(path, decoder)
        assert refused.value.code == "sound-damaged"


def test_a_file_that_is_no_sound_says_what_to_save(tmp_path: Path, decoder: Fence) -> None:
    for data in (b"<html>" * 400, NOISE, b"#EXTM3U\nsecret.wav\n", b""):
        (tmp_path / "a.wav").write_bytes(data)
        with pytest.raises(SoundError, match=r"can't be decoded|copy it again"):
            heard(tmp_path / "a.wav", decoder)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limits")
def test_a_bomb_stays_within_the_limits_of_its_process(tmp_path: Path, decoder: Fence) -> None:
    (tmp_path / "cmov.mov").write_bytes(BOMBS["cmov.mov"])
    with pytest.raises(SoundError, match="more than 1,024 MB of memory to be decoded") as refused:
        heard(tmp_path / "cmov.mov", decoder)
    assert refused.value.code == "decoding-failed"
    status = Path(f"/proc/{decoder.idle[-1].pid}/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    assert int(peak.split()[1]) < 1_100_000  # kB


def test_every_reader_takes_tags_in_any_encoding() -> None:
    opened = [
        (path.name, ast.unparse(node))
        for path in Path(renderer.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "av.open"
    ]
    assert len(opened) > 8
    strict = [call for call in opened if "metadata_errors" not in call[1] and "'w'" not in call[1]]
    assert strict == []


def test_a_wav_of_the_big_endian_kind_is_told_and_never_noise(
    tmp_path: Path, decoder: Fence
) -> None:
    wave = (np.sin(np.arange(48_000) * 0.05) * 16_000).astype(">i2").tobytes()
    head = struct.pack(">IHHIIHH", 16, 1, 1, 48_000, 96_000, 2, 16)
    body = b"WAVEfmt " + head + b"data" + struct.pack(">I", len(wave)) + wave
    (tmp_path / "a.wav").write_bytes(b"RIFX" + struct.pack(">I", len(body)) + body)
    with pytest.raises(SoundError, match=r"big-endian kind .*: save it as an ordinary WAV"):
        list(sound_blocks(tmp_path / "a.wav", [].append, decoder))
