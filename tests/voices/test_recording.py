"""A team's own reading: cut at its pauses, put side by side again without loss, stale or not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from renderer.errors import VoiceError
from renderer.language.sentence import Spoken
from renderer.narration.recordings import (
    fingerprint,
    is_stale,
    recorded_sentences,
    recorded_takes,
    unread,
)
from renderer.narration.sentence import Script, ScriptSentence
from renderer.narration.speech import speak_all
from renderer.narration.take import load_pcm
from renderer.narration.take_plan import plan_takes
from renderer.narration.trimming import polish
from renderer.store.cache import Cache
from renderer.storyboard.board import Recording
from renderer.voices import dummy, espeak
from renderer.voices.base import VoiceSettings
from renderer.voices.pcm import level_of_speech
from renderer.voices.recording import cut_points, read_recording
from tests.decoding.makers import wav

TEXTS = (
    "À l'aube du six juin, la quatrième division débarque sur la plage d'Utah.",
    "La mer est grise.",
    "Trois semaines plus tard, la ville est libre; ses habitants sortent des caves.",
)
RATE = 22_050


def reading(pauses_ms: tuple[int, ...] = (450, 500)) -> tuple[NDArray[np.int16], list[int]]:
    """`TEXTS` read by espeak as by a person: a room's noise, pauses; and where sentences start."""
    voice = espeak.open_voice(VoiceSettings())
    noise = np.random.default_rng(1944)
    parts: list[NDArray[np.int16]] = [np.zeros(RATE // 2, np.int16)]
    starts: list[int] = []
    for text, pause in zip(TEXTS, (*pauses_ms, 300), strict=True):
        speech = voice.say(text)
        starts.append(sum(map(len, parts)))
        parts += [speech.samples[: speech.words[-1].last], np.zeros(RATE * pause // 1000, np.int16)]
    clean = np.concatenate(parts)
    return (clean + noise.normal(0, 25, len(clean))).astype(np.int16), starts


def save(samples: NDArray[np.int16], path: Path, codec: str, rate: int = RATE) -> Path:
    stereo = np.stack([samples, samples])
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(stereo.T).reshape(1, -1), format="s16", layout="stereo"
    )
    frame.sample_rate = rate
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "stereo"
        shaped = av.AudioResampler(
            format=stream.format.name, layout="stereo", rate=rate, frame_size=stream.frame_size
        )
        for part in [*shaped.resample(frame), *shaped.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


def script(texts: tuple[str, ...]) -> Script:
    spoken = [Spoken(written=text, text=text) for text in texts]
    said = (ScriptSentence(slide_id="lu", index=n, spoken=one) for n, one in enumerate(spoken))
    return {"lu": tuple(said)}


@pytest.mark.parametrize(
    ("name", "codec"), [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.mp3", "libmp3lame")]
)
def test_a_reading_is_cut_where_its_sentences_start(tmp_path: Path, name: str, codec: str) -> None:
    samples, starts = reading()
    file = save(samples, tmp_path / name, codec)

    narration = speak_all(
        script(TEXTS),
        dummy.open_voice(VoiceSettings()),
        Cache(tmp_path / "cache"),
        recordings={"lu": (Recording(file=file, name=name),)},
    )

    takes = [one.take for one in narration.utterances["lu"] if one.take]
    assert [take.pause for take in takes] == [0, 0, 0]
    assert {take.voice for take in takes} == {f"recording {name}"}
    assert narration.machines == ()
    found = np.cumsum([take.length for take in takes])[:2] / 48_000
    expected = [(start - starts[0]) / RATE for start in starts[1:]]
    assert found == pytest.approx(expected, abs=0.08)


def test_its_takes_side_by_side_are_the_reading_itself(tmp_path: Path) -> None:
    samples, _ = reading()
    file = save(samples, tmp_path / "a.wav", "pcm_s16le")
    whole, gain = read_recording(file)
    pcm, _ = polish(whole, gain_db=gain)

    narration = speak_all(
        script((*TEXTS[:1], "…", *TEXTS[1:])),
        dummy.open_voice(VoiceSettings()),
        Cache(tmp_path / "cache"),
        recordings={"lu": (Recording(file=file, name="a.wav"),)},
    )

    takes = [one.take for one in narration.utterances["lu"]]
    assert takes[1] is None
    assert np.array_equal(np.concatenate([load_pcm(take) for take in takes if take]), pcm)
    assert (narration.made, narration.reused) == (3, 0)


def test_a_reading_is_brought_to_the_level_of_the_voices(tmp_path: Path) -> None:
    samples, _ = reading()
    quiet = save((samples // 8).astype(np.int16), tmp_path / "quiet.wav", "pcm_s16le")
    speech, gain = read_recording(quiet)
    pcm, _ = polish(speech, gain_db=gain)
    assert level_of_speech(pcm, 48_000) == pytest.approx(-22.0, abs=0.5)
    assert np.abs(pcm.astype(int)).max() < 32_767


def test_only_a_changed_file_or_text_is_cut_again(tmp_path: Path) -> None:
    samples, _ = reading()
    file = save(samples, tmp_path / "a.wav", "pcm_s16le")
    cache, voice = Cache(tmp_path / "cache"), dummy.open_voice(VoiceSettings())
    given = {"lu": (Recording(file=file, name="a.wav"),)}

    assert not any(take.cached for take in plan_takes(script(TEXTS), voice, cache, given))
    speak_all(script(TEXTS), voice, cache, recordings=given)
    assert all(take.cached for take in plan_takes(script(TEXTS), voice, cache, given))
    assert speak_all(script(TEXTS), voice, cache, recordings=given).reused == 3

    assert not any(take.cached for take in plan_takes(script(TEXTS[:2]), voice, cache, given))
    save(samples[: len(samples) - 500], file, "pcm_s16le")
    assert not any(take.cached for take in plan_takes(script(TEXTS), voice, cache, given))


def test_a_reader_who_breathes_in_the_middle_is_cut_between_sentences() -> None:
    samples, starts = reading((400, 420))
    # A breath as long as the pauses, three quarters into the last sentence.
    at = starts[2] + (len(samples) - starts[2]) * 3 // 4
    breath = np.zeros(RATE * 430 // 1000, np.int16)
    samples = np.concatenate([samples[:at], breath, samples[at:]])

    cuts = cut_points(samples[RATE // 2 :], RATE, TEXTS)

    assert [cut / RATE for cut in cuts] == pytest.approx(
        [(start - starts[0]) / RATE for start in starts[1:]], abs=0.08
    )


def test_a_reading_without_pauses_is_parted_by_length() -> None:
    voice = dummy.open_voice(VoiceSettings())
    samples = voice.say("a" * 100).samples
    cuts = cut_points(samples, dummy.RATE, ["a" * 25, "b" * 50, "c" * 25])
    assert [cut / len(samples) for cut in cuts] == pytest.approx([0.25, 0.75], abs=0.01)


@given(
    st.lists(st.integers(0, 300), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(50, 900), st.integers(0, 900)), min_size=1, max_size=12),
)
def test_cuts_rise_inside_the_reading(letters: list[int], shape: list[tuple[int, int]]) -> None:
    rate = 2_000
    sound = [np.full(ms * 2, 6_000 * (-1) ** n, np.int16) for n, (ms, _) in enumerate(shape)]
    samples = np.concatenate(
        [
            part
            for each, (_, gap) in zip(sound, shape, strict=True)
            for part in (each, np.zeros(gap * 2, np.int16))
        ]
    )
    sentences = ["x" * count for count in letters]
    if len(samples) < len(sentences) * 400:
        with pytest.raises(VoiceError, match="too short for"):
            cut_points(samples, rate, [*sentences, "x", "y"][: max(2, len(sentences))])
        return

    cuts = cut_points(samples, rate, sentences)

    assert len(cuts) == len(sentences) - 1
    edges = [0, *cuts, len(samples)]
    assert all(a < b for a, b in pairwise(edges))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "can't be decoded"),
        (b"<html>" * 400, "can't be decoded"),
        (b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n", "can't be decoded"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "can't be decoded"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "can't be"),
        (None, "can't be read: no such file"),
    ],
    ids=["empty", "html", "playlist", "concat", "truncated", "missing"],
)
def test_a_file_that_is_no_sound_is_named_with_its_slide(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "voix.wav"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(VoiceError, match=f"recording voix.wav .*{said}") as error:
        speak_all(
            script(TEXTS),
            dummy.open_voice(VoiceSettings()),
            Cache(tmp_path / "cache"),
            recordings={"lu": (Recording(file=file, name="voix.wav"),)},
        )
    if content is None:
        assert error.value.code == "file-unreadable"


def test_only_well_known_formats_are_opened(tmp_path: Path) -> None:
    samples = dummy.open_voice(VoiceSettings()).say("La ville tient.").samples
    for name, codec in (("a.m4a", "aac"), ("a.aiff", "pcm_s16be")):
        speech, _ = read_recording(save(samples, tmp_path / name, codec, rate=24_000))
        assert abs(len(speech.samples) - len(samples)) < 2_400
    with pytest.raises(VoiceError, match="save it as WAV, FLAC or MP3"):
        read_recording(save(samples, tmp_path / "a.au", "pcm_s16be", rate=24_000))


def test_a_silent_recording_and_one_too_short_are_refused(tmp_path: Path) -> None:
    silent = save(np.zeros(RATE, np.int16), tmp_path / "silent.wav", "pcm_s16le")
    with pytest.raises(VoiceError, match=r"silent\.wav is silent") as error:
        read_recording(silent)
    assert error.value.code == "recording-unfit"

    samples = dummy.open_voice(VoiceSettings()).say("abc").samples
    short = save(samples, tmp_path / "short.wav", "pcm_s16le", rate=24_000)
    with pytest.raises(
        VoiceError, match=r"slide 'lu': .*short\.wav .*too short for 3 sentences"
    ) as error:
        speak_all(
            script(TEXTS),
            dummy.open_voice(VoiceSettings()),
            Cache(tmp_path / "cache"),
            recordings={"lu": (Recording(file=short, name="short.wav"),)},
        )
    assert error.value.code == "recording-unfit"


def test_a_fingerprint_follows_words_and_not_line_breaks() -> None:
    written = "La ville\n  résiste.\n"
    assert fingerprint(written) == fingerprint("La ville résiste.")
    assert fingerprint(written) == fingerprint("La ville re\u0301siste.")
    assert fingerprint(written) != fingerprint("La ville résiste !")
    assert len(fingerprint("")) == 8


def test_a_recording_is_stale_once_its_text_has_changed() -> None:
    says = fingerprint("La ville résiste.")
    assert not is_stale(says.upper(), "La ville\nrésiste.")
    assert is_stale(says, "La ville tombe.")
    assert not is_stale("", "never noted")


def heard_as(
    tmp_path: Path, channels: NDArray[np.floating], texts: tuple[str, ...] = TEXTS
) -> list[NDArray[np.int16]]:
    """The takes of a reading, as floats in a WAV."""
    file = wav(tmp_path / "lu.wav", channels.astype(np.float32), rate=RATE)
    takes = recorded_takes(file, texts, Cache(tmp_path / "cache"))
    return [load_pcm(take) for take in takes if take]


def _hum(length: int, level: float) -> NDArray[np.float64]:
    t = np.arange(length) / RATE
    return level * np.sin(2 * np.pi * 50 * t) + level / 3 * np.sin(2 * np.pi * 150 * t)


def _noise(length: int, level: float) -> NDArray[np.float64]:
    return np.random.default_rng(5).normal(0, level, length)


SPOILT: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "offset": lambda v: v * 0.5 + 0.01,
    "large offset": lambda v: v * 0.5 + 0.1,
    "offset below": lambda v: v * 0.5 - 0.3,
    "opposite": lambda v: np.stack([v, -v]),
    "opposite, uneven": lambda v: np.stack([v, -0.5 * v]),
    "opposite, each with an offset": lambda v: np.stack([v + 0.1, -v - 0.05]),
    "one side": lambda v: np.stack([v, 0 * v]),
    "over full scale": lambda v: v * 8,
    "very soft": lambda v: v * 1e-4,
    "noise": lambda v: v + _noise(len(v), 0.003),
    "much noise": lambda v: v + _noise(len(v), 0.01),
    "hum": lambda v: v + _hum(len(v), 0.01),
    "much hum": lambda v: v + _hum(len(v), 0.05),
    "hum, noise and offset": lambda v: v + _hum(len(v), 0.01) + _noise(len(v), 0.003) + 0.05,
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_reading_is_cut_trimmed_and_as_loud_as_a_good_one(
    tmp_path: Path, name: str
) -> None:
    samples, starts = reading()
    clean = samples / 32_768
    good = heard_as(tmp_path, clean)

    takes = heard_as(tmp_path, SPOILT[name](clean))

    found = np.cumsum([len(take) for take in takes])[:2] / 48_000
    expected = [(start - starts[0]) / RATE for start in starts[1:]]
    assert found == pytest.approx(expected, abs=0.12)
    assert sum(map(len, takes)) == pytest.approx(sum(map(len, good)), abs=0.06 * 48_000)
    whole = np.concatenate(takes).astype(int)
    assert abs(whole.mean()) < 20
    assert max(abs(whole[0]), abs(whole[-1])) < 100
    assert level_of_speech(whole.astype(np.int16), 48_000) == pytest.approx(-22.0, abs=1.0)


def test_no_peak_of_a_recording_in_floats_is_cut_off(tmp_path: Path) -> None:
    samples, _ = reading()
    clean = samples / 32_768
    good, hot = (np.concatenate(heard_as(tmp_path, v)).astype(int) for v in (clean, clean * 8))

    assert np.abs(hot - good).max() <= 2


def test_a_very_soft_recording_in_24_bits_keeps_its_bits(tmp_path: Path) -> None:
    samples, _ = reading()
    clean = samples / 32_768
    good = np.concatenate(heard_as(tmp_path, clean)).astype(int)
    file = wav(tmp_path / "soft.wav", (clean * 0.004).astype(np.float32), rate=RATE, form="i3")

    takes = recorded_takes(file, TEXTS, Cache(tmp_path / "cache"))

    soft = np.concatenate([load_pcm(take) for take in takes if take]).astype(int)
    assert len(soft) == len(good)
    # Rounded to 16 bits before it was raised, it would be off by 500.
    assert np.abs(soft - good).max() < 12


def test_an_opposite_recording_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    samples, _ = reading()
    clean = samples / 32_768
    heard_as(tmp_path, np.stack([clean, -clean]))
    assert "the recording lu.wav: its channels are in opposite phase" in caplog.text


def test_one_sentence_may_be_read_by_a_person_and_the_others_by_the_voice(tmp_path: Path) -> None:
    samples, _ = reading()
    file = save(samples, tmp_path / "a.wav", "pcm_s16le")
    one = Recording(file=file, name="a.wav", sentence=TEXTS[1])
    cache, voice = Cache(tmp_path / "cache"), dummy.open_voice(VoiceSettings())

    planned = plan_takes(script(TEXTS), voice, cache, {"lu": (one,)})
    assert [take.voice for take in planned] == [voice, None, voice]
    assert [take.sentence.index for take in planned] == [0, 1, 2]
    narration = speak_all(script(TEXTS), voice, cache, recordings={"lu": (one,)})

    takes = [each.take for each in narration.utterances["lu"]]
    assert [take.voice for take in takes if take] == [voice.title, "recording a.wav", voice.title]
    assert [each.sentence.written for each in narration.utterances["lu"]] == list(TEXTS)
    assert takes[1] is not None
    assert takes[1].pause is None, "after it comes the film's own pause"
    whole, gain = read_recording(file)
    pcm, _ = polish(whole, gain_db=gain)
    assert np.array_equal(load_pcm(takes[1]), pcm), "it is not cut"
    assert narration.own.slides == ("lu",)
    assert all(take.cached for take in plan_takes(script(TEXTS), voice, cache, {"lu": (one,)}))


def test_the_voice_reads_what_a_recording_no_longer_says(tmp_path: Path) -> None:
    file = save(reading()[0], tmp_path / "a.wav", "pcm_s16le")
    one = Recording(file=file, name="a.wav", sentence="La mer est verte.")
    voice = dummy.open_voice(VoiceSettings())
    narration = speak_all(
        script(TEXTS), voice, Cache(tmp_path / "cache"), recordings={"lu": (one,)}
    )
    assert {each.take.voice for each in narration.utterances["lu"] if each.take} == {voice.title}


def test_a_slide_whose_every_sentence_is_recorded_is_read_by_no_voice(tmp_path: Path) -> None:
    samples, _ = reading()
    given = tuple(
        Recording(
            file=save(samples, tmp_path / f"{n}.wav", "pcm_s16le"), name=f"{n}.wav", sentence=text
        )
        for n, text in enumerate(TEXTS)
    )
    narration = speak_all(
        script(TEXTS),
        dummy.open_voice(VoiceSettings()),
        Cache(tmp_path / "cache"),
        recordings={"lu": given},
    )
    assert narration.own.slides == ()
    assert narration.machines == ()
    assert (narration.made, narration.reused) == (3, 0)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["Oui.", "Non.", "La mer est grise."]), max_size=6), st.data())
def test_every_sentence_is_read_once_and_by_one(texts: list[str], data: st.DataObject) -> None:
    said = script(tuple(texts))["lu"]
    words = data.draw(st.lists(st.sampled_from([*texts, "Peut-être."]), max_size=3))
    some = [Recording(file=Path("a.wav"), name="a.wav", sentence=each) for each in words]
    read = [each for one in recorded_sentences(some, said) for each in one.sentences]
    left = unread(some, said)
    assert sorted([*read, *left], key=lambda each: each.index) == list(said)
    assert all(len(one.sentences) == 1 for one in recorded_sentences(some, said))
    assert {each.written for each in read} == set(words) & set(texts)
