"""The sound of archive film: in step with its pictures, at any speed, without clicks."""

import resource
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.stream import Disposition
from numpy.typing import NDArray

from renderer.errors import PictureError
from renderer.footage.file import footage_digest, length_of, open_film
from renderer.footage.sound import Heard, keep_footage_sound, read_footage_sound
from renderer.footage.sound_decoder import _stretch
from renderer.store.cache import Cache
from tests.clips.films import FRAME, counting, footage_of, make_film
from tests.decoding.makers import bomb

RATE = 48_000


def talking_film(path: Path, sound: NDArray[np.float32], *, rate: int = 44_100) -> Path:
    """Four seconds of pictures with *sound* (mono, at *rate*) as PCM or AAC."""
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("libx264", rate=25)
        video.width, video.height = FRAME
        video.pix_fmt = "yuv420p"
        codec = "pcm_s16le" if path.suffix in {".mkv", ".mov"} else "aac"
        audio: Any = container.add_stream(codec, rate=rate, layout="mono")
        for number, rgb in enumerate(counting(100)):
            frame = av.VideoFrame.from_ndarray(rgb, "rgb24")
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        resampler = av.AudioResampler(audio.format, "mono", rate, frame_size=1024)
        whole = av.AudioFrame.from_ndarray(sound[None], "flt", "mono")
        whole.sample_rate, whole.pts = rate, 0
        for part in [*resampler.resample(whole), *resampler.resample(None)]:
            container.mux(audio.encode(part))
        container.mux(audio.encode(None))
    return path


def clicks(*seconds: float, rate: int = 44_100) -> NDArray[np.float32]:
    """Four seconds of silence with short bursts at these times."""
    sound = np.zeros(4 * rate, np.float32)
    for second in seconds:
        at = round(second * rate)
        sound[at : at + rate // 200] = 0.8 * np.sin(np.arange(rate // 200) * 0.4)
    return sound


def tone(hertz: float, level: float = 0.5, *, rate: int = 44_100) -> NDArray[np.float32]:
    return (level * np.sin(2 * np.pi * hertz * np.arange(4 * rate) / rate)).astype(np.float32)


def heard_in(path: Path, tmp: Path, length: int, *, fades: int = 960, **given: object) -> Any:
    footage = footage_of(path, **{"sound": "keep", **given})
    heard = Heard(length=length, fade_in=fades, fade_out=fades)
    entry = keep_footage_sound(footage, footage_digest(footage), heard, Cache(tmp / "cache"))
    return read_footage_sound(entry)


def onsets(samples: Any) -> list[float]:
    """Seconds at which something starts after silence."""
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 4000)
    starts = loud[np.diff(loud, prepend=-RATE) > RATE // 10]
    return [float(at) / RATE for at in starts]


@pytest.mark.parametrize("ending", ["mkv", "mov", "mp4"])
@pytest.mark.parametrize(
    ("start", "speed", "times"),
    [
        (0.0, 1.0, [0.5, 1.7, 3.2]),
        (1.5, 1.0, [0.2, 1.7]),
        (1.5, 0.5, [0.4]),
        (0.2, 2.0, [0.15, 0.75]),
    ],
)
def test_sound_is_in_step_with_the_pictures(
    tmp_path: Path, ending: str, start: float, speed: float, times: list[float]
) -> None:
    film = talking_film(tmp_path / f"film.{ending}", clicks(0.5, 1.7, 3.2))
    length = 2 * RATE if speed != 1 else round((4 - start) * RATE)

    samples = heard_in(film, tmp_path, length, start_seconds=start, speed=speed)

    assert len(samples) == length
    found = onsets(samples)
    assert found[: len(times)] == pytest.approx(times, abs=0.004)


def test_pitch_follows_speed(tmp_path: Path) -> None:
    film = talking_film(tmp_path / "film.mkv", tone(440))
    for speed in (0.5, 1.0, 1.25):
        samples = heard_in(film, tmp_path, 2 * RATE, speed=speed)
        spectrum = np.abs(np.fft.rfft(samples[RATE // 2 : RATE * 3 // 2]))
        assert int(spectrum.argmax()) == pytest.approx(440 * speed, abs=1.5)


def test_low_is_eighteen_decibels_under_keep(tmp_path: Path) -> None:
    film = talking_film(tmp_path / "film.mkv", tone(440))
    keep, low = (
        np.sqrt(np.mean(heard_in(film, tmp_path, RATE, sound=sound)[4800:-4800].astype(float) ** 2))
        for sound in ("keep", "low")
    )

    assert 20 * np.log10(low / keep) == pytest.approx(-18, abs=0.1)
    assert keep == pytest.approx(0.5 / np.sqrt(2) * 32768, rel=0.01)


def test_it_comes_and_goes_without_a_click(tmp_path: Path) -> None:
    film = talking_film(tmp_path / "film.mkv", tone(440))
    samples = heard_in(film, tmp_path, 3 * RATE, start_seconds=0.5, end_seconds=2.0).astype(int)
    steepest = 2 * np.pi * 440 / RATE * 0.5 * 32768

    assert np.abs(np.diff(samples, prepend=0, append=0)).max() <= steepest * 1.1
    assert not samples[round(1.5 * RATE) :].any()
    assert np.abs(samples[round(1.4 * RATE) : round(1.45 * RATE)]).max() > 15000


def test_where_the_film_ends_silence_follows(tmp_path: Path) -> None:
    film = talking_film(tmp_path / "film.mkv", tone(440))
    samples = heard_in(film, tmp_path, 2 * RATE, start_seconds=3.0)

    assert len(samples) == 2 * RATE
    assert samples[: round(0.9 * RATE)].any()
    assert not samples[round(1.05 * RATE) :].any()


def test_the_same_stretch_is_decoded_once(tmp_path: Path) -> None:
    film = talking_film(tmp_path / "film.mkv", tone(440))
    footage = footage_of(film, sound="keep")
    heard = Heard(length=RATE, fade_in=960, fade_out=960)
    cache = Cache(tmp_path / "cache")

    digest = footage_digest(footage)
    first = keep_footage_sound(footage, digest, heard, cache)
    film.unlink()

    assert keep_footage_sound(footage, digest, heard, cache).path == first.path
    with pytest.raises(PictureError, match="can't be read"):
        keep_footage_sound(footage, "b", heard, cache)


def test_a_silent_film_asked_to_sound_is_refused(tmp_path: Path) -> None:
    film = make_film(tmp_path / "silent.mp4", counting(10))

    with pytest.raises(PictureError, match=r"silent.mp4 has no sound.*set 'sound: off'") as refused:
        heard_in(film, tmp_path, RATE)
    assert refused.value.code == "sound-missing"


def stereo_film(path: Path, left: NDArray[np.float32], right: NDArray[np.float32]) -> Path:
    """A silent picture of a second with two channels of floats."""
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = *FRAME, "yuv420p"
        audio: Any = container.add_stream("pcm_f32le", rate=RATE, layout="stereo")
        for number, rgb in enumerate(counting(25)):
            frame = av.VideoFrame.from_ndarray(rgb, "rgb24")
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        packed = np.stack([left, right]).T.reshape(1, -1).astype(np.float32)
        sound = av.AudioFrame.from_ndarray(np.ascontiguousarray(packed), "flt", "stereo")
        sound.sample_rate, sound.pts = RATE, 0
        container.mux(audio.encode(sound))
        container.mux(audio.encode(None))
    return path


@pytest.mark.parametrize("right", [1.0, -1.0, -0.6])
def test_two_channels_are_as_loud_as_one_whatever_their_phase(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, right: float
) -> None:
    wave = tone(440, 0.5, rate=RATE)[:RATE]
    film = stereo_film(tmp_path / "film.mkv", wave + 0.1, right * wave + 0.1)

    samples = heard_in(film, tmp_path, RATE)[4800:-4800].astype(float)

    assert np.sqrt(np.mean(samples**2)) == pytest.approx(0.5 / np.sqrt(2) * 32768, rel=0.01)
    assert abs(samples.mean()) < 50
    assert ("film.mkv: its channels are in opposite phase" in caplog.text) == (right < 0)


@pytest.mark.parametrize("form", [b"ac-4", b"mhm1"])
def test_the_first_sound_track_that_can_be_decoded_is_heard(tmp_path: Path, form: bytes) -> None:
    film = talking_film(tmp_path / "film.mp4", tone(440))
    good = heard_in(film, tmp_path, RATE)
    for old, new in ((b"mp4a", form), (b"esds", b"free")):
        film.write_bytes(film.read_bytes().replace(old, new))

    assert good.any()
    with pytest.raises(
        PictureError, match=r"sound of film.mp4 .*can't be decoded here.*'sound: o"
    ) as refused:
        heard_in(film, tmp_path, RATE)
    assert refused.value.code == "sound-format-unfit"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limits")
@pytest.mark.parametrize("tracks", [1, 2])
def test_a_bomb_is_an_error_about_that_film(tmp_path: Path, tracks: int) -> None:
    (tmp_path / "bomb.mp4").write_bytes(bomb(samples=80_000_000, sound=True, tracks=tracks))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(PictureError, match=r"bomb.mp4"):
        heard_in(tmp_path / "bomb.mp4", tmp_path, RATE, end_seconds=1.0)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB


@pytest.mark.parametrize("offset", [5, 36_000])
def test_sound_whose_clock_goes_on_from_a_longer_film_is_heard_in_its_place(
    tmp_path: Path, offset: int
) -> None:
    """As a part of a recording that runs day and night has it: no hours of silence follow."""
    whole, part = talking_film(tmp_path / "whole.mov", clicks(1.0)), tmp_path / "part.mkv"
    with (
        av.open(str(whole)) as old,
        av.open(str(part), "w", options={"output_ts_offset": str(offset)}) as new,
    ):
        streams = [new.add_stream_from_template(stream) for stream in old.streams]
        for packet in old.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                new.mux(packet)
    assert onsets(heard_in(part, tmp_path, 3 * RATE)) == pytest.approx([1.0], abs=0.01)
    with open_film(footage_of(part)) as film:
        assert length_of(film, film.streams.video[0]) == pytest.approx(4, abs=0.1)
    assert _stretch(footage_of(part), [])[0] == pytest.approx(4 * RATE, rel=0.02)


def _two_tracks(path: Path, chosen: int) -> Path:
    """A film of ten pictures and two tracks of sound, 440 and 880 Hz, of which one is chosen."""
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("libx264", rate=25)
        video.width, video.height = FRAME
        video.pix_fmt = "yuv420p"
        tracks: list[Any] = [
            container.add_stream("pcm_s16le", rate=RATE, layout="mono") for _ in range(2)
        ]
        for number, track in enumerate(tracks):
            track.disposition = Disposition.default if number == chosen else Disposition(0)
        for number, rgb in enumerate(counting(25)):
            frame = av.VideoFrame.from_ndarray(rgb, "rgb24")
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        for track, hertz in zip(tracks, (440, 880), strict=True):
            wave = (tone(hertz, rate=RATE)[:RATE] * 32767).astype(np.int16)
            sound = av.AudioFrame.from_ndarray(wave[None], "s16", "mono")
            sound.sample_rate, sound.pts = RATE, 0
            container.mux(track.encode(sound))
            container.mux(track.encode(None))
    return path


@pytest.mark.parametrize(("chosen", "hertz"), [(0, 440), (1, 880)])
def test_of_two_tracks_the_one_that_players_play_is_heard(
    tmp_path: Path, chosen: int, hertz: int
) -> None:
    film = _two_tracks(tmp_path / "langues.mkv", chosen)
    samples = heard_in(film, tmp_path, RATE)[4800:-4800].astype(float)
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) * RATE / len(samples) == pytest.approx(hertz, abs=3)
