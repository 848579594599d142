"""Sentences → takes: spoken once, by one voice, kept whole or not at all."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from renderer.errors import VoiceError
from renderer.language.sentence import PhonemeHint, Spoken
from renderer.narration.sentence import Script, ScriptSentence, Utterance
from renderer.narration.speech import Narration, SpeechProgress, speak_all
from renderer.narration.take import KIND, Take, find_takes, load_pcm
from renderer.narration.take_keys import take_key
from renderer.narration.take_plan import plan_takes
from renderer.narration.trimming import polish
from renderer.store.cache import Cache
from renderer.voices import dummy, espeak
from renderer.voices.base import Speech, VoiceSettings, WordTime

HUM = dummy.open_voice(VoiceSettings())
FILM = {
    "debarquement": ["À l'aube, ils débarquent.", "La mer est grise."],
    "silence": [],
    "siege": ["La ville résiste.", "…", "La mer est grise."],
}


@dataclass(kw_only=True)
class Told:
    """A voice that hums, notes what it was asked, and fails or lies when it is told to."""

    version: str = "1"
    online: bool = False
    fails_on: str = ""
    silent_on: str = ""
    synthetic: bool = True
    level_db: float = 0.0
    asked: list[str] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    @property
    def title(self) -> str:
        return f"told {self.version}"

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        return {"engine": "told", "version": self.version, "level_db": self.level_db}

    def say(self, text: str) -> Speech:
        self.asked.append(text)
        self.threads.add(threading.get_ident())
        if text == self.fails_on:
            raise VoiceError("the service answered 403")
        if text == self.silent_on:
            return Speech(samples=np.zeros(24_000, np.int16), rate=24_000)
        return HUM.say(text)


def script(film: Mapping[str, Sequence[str]] = FILM) -> Script:
    return {
        slide: tuple(
            ScriptSentence(slide_id=slide, index=index, spoken=Spoken(written=text, text=text))
            for index, text in enumerate(texts)
        )
        for slide, texts in film.items()
    }


def takes_of(narration: Narration) -> dict[str, list[Take | None]]:
    return {slide: [one.take for one in said] for slide, said in narration.utterances.items()}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entries(cache: Cache) -> list[Path]:
    return sorted(path for path in cache.root.rglob("*") if path.is_file())


def test_every_sentence_gets_its_take_and_a_mute_one_none(cache: Cache) -> None:
    narration = speak_all(script(), HUM, cache)

    takes = takes_of(narration)
    assert {slide: [take and 1 for take in each] for slide, each in takes.items()} == {
        "debarquement": [1, 1],
        "silence": [],
        "siege": [1, None, 1],
    }
    assert takes["debarquement"][1] == takes["siege"][2]
    assert (narration.made, narration.reused) == (3, 0)
    assert (narration.voice, narration.own.synthetic, narration.fell_back) == (HUM.title, True, "")


def test_a_take_is_pcm_at_48_khz_whose_words_sound_where_it_says(cache: Cache) -> None:
    [take] = takes_of(speak_all(script({"a": ["La mer est grise."]}), HUM, cache))["a"]
    assert take is not None

    pcm = load_pcm(take)
    assert pcm.dtype == np.int16
    assert len(pcm) == take.length
    assert take.path.stat().st_size == 2 * take.length
    spoken = [(word.start, word.end) for word in take.words]
    assert spoken == [(0, 2), (3, 6), (7, 10), (11, 16)]
    letter = dummy.LETTER_SAMPLES * 2
    for word in take.words:
        assert word.last - word.first == pytest.approx((word.end - word.start) * letter, abs=480)
        assert np.abs(pcm[word.first : word.last]).max() > 3_000
    for word, after in zip(take.words, take.words[1:], strict=False):
        assert np.abs(pcm[word.last + 96 : after.first - 96]).max() < 60


def test_a_sentence_lasts_as_long_as_its_take_and_until_then_as_long_as_is_guessed() -> None:
    [sentence] = script({"a": ["La mer."]})["a"]
    words = (WordTime(start=0, end=2, first=5, last=9),)
    take = Take(key="k", path=Path("k"), length=48, words=words, pause=7)
    seen = [
        (said.length, said.pause, said.words)
        for said in (
            Utterance(sentence=sentence, take=take, estimate=90),
            Utterance(sentence=sentence, take=None, estimate=90),
            Utterance(sentence=sentence, take=None),
        )
    ]
    assert seen == [(48, 7, words), (90, None, ()), (0, None, ())]


def test_a_sentence_in_the_cache_is_never_spoken_again(cache: Cache) -> None:
    first = speak_all(script(), Told(), cache)
    again = Told()

    second = speak_all(script(), again, cache)

    assert again.asked == []
    assert second.utterances == first.utterances
    assert (second.made, second.reused) == (0, 3)


def test_one_sentence_edited_is_one_sentence_spoken(cache: Cache) -> None:
    speak_all(script(), Told(), cache)
    edited = FILM | {"siege": ["La ville tombe.", "…", "La mer est grise."]}
    voice = Told()

    assert [p.sentence.text for p in plan_takes(script(edited), voice, cache) if not p.cached] == [
        "La ville tombe."
    ]
    speak_all(script(edited), voice, cache)

    assert voice.asked == ["La ville tombe."]


def test_all_that_can_change_a_take_changes_its_key() -> None:
    keys = {
        take_key(Told(), "La mer."),
        take_key(Told(), "La mer !"),
        take_key(Told(version="2"), "La mer."),
        take_key(Told(level_db=1.0), "La mer."),
        take_key(HUM, "La mer."),
        take_key(dummy.open_voice(VoiceSettings(rate=0.9)), "La mer."),
    }
    assert len(keys) == 6


def test_what_speaks_and_trims_is_part_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(*modules: str) -> dict[str, str]:
        asked.extend(modules)
        return {"code": "another"}

    before = take_key(HUM, "La mer.")
    monkeypatch.setattr("renderer.narration.take_keys.treatment", noted)
    assert take_key(HUM, "La mer.") != before
    assert asked == ["renderer.narration.trimming", "renderer.voices.dummy"]


def test_espeak_side_by_side_says_what_it_says_alone(tmp_path: Path) -> None:
    voice = espeak.open_voice(VoiceSettings())
    alone = speak_all(script(), voice, Cache(tmp_path / "alone"), jobs=1)
    together = speak_all(script(), voice, Cache(tmp_path / "together"), jobs=3)

    for slide, takes in takes_of(alone).items():
        for one, other in zip(takes, takes_of(together)[slide], strict=True):
            assert (one is None) == (other is None)
            if one is not None and other is not None:
                assert (one.key, one.words) == (other.key, other.words)
                assert one.path.read_bytes() == other.path.read_bytes()


def test_an_online_voice_is_asked_one_sentence_at_a_time(cache: Cache) -> None:
    online, local = Told(online=True), Told(version="2")
    speak_all(script(), online, cache, jobs=4)
    speak_all(script(), local, cache, jobs=4)

    assert online.threads == {threading.get_ident()}
    assert online.asked == ["À l'aube, ils débarquent.", "La mer est grise.", "La ville résiste."]
    assert threading.get_ident() not in local.threads


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_failure_names_slide_and_sentence_and_keeps_what_was_said(
    cache: Cache, jobs: int
) -> None:
    voice = Told(fails_on="La ville résiste.")

    with pytest.raises(VoiceError, match=r"^slide 'siege', sentence 1: the service answered 403$"):
        speak_all(script(), voice, cache, jobs=jobs)

    kept, lost = take_key(voice, "La mer est grise."), take_key(voice, "La ville résiste.")
    assert find_takes(cache, [kept, lost], "").keys() == {kept}


@dataclass(kw_only=True)
class ToldPhonemes(Told):
    """A voice that takes phonemes."""

    told: list[tuple[str, tuple[PhonemeHint, ...]]] = field(default_factory=list)
    rested: int = 0

    def say_with(self, text: str, hints: Sequence[PhonemeHint]) -> Speech:
        self.told.append((text, tuple(hints)))
        return HUM.say(text)

    def rest(self) -> None:
        self.rested += 1


def hinted(ipa: str) -> Script:
    hint = PhonemeHint(start=0, end=4, ipa=ipa)
    spoken = Spoken(written="Utah tient.", text="Utah tient.", hints=(hint,))
    return {"a": (ScriptSentence(slide_id="a", index=0, spoken=spoken),)}


def test_phonemes_reach_a_voice_that_takes_them_and_are_part_of_the_key(cache: Cache) -> None:
    voice = ToldPhonemes()
    first = speak_all(hinted("juta"), voice, cache)
    other = speak_all(hinted("yta"), voice, cache)

    assert [hints[0].ipa for _, hints in voice.told] == ["juta", "yta"]
    assert takes_of(first)["a"] != takes_of(other)["a"]
    assert speak_all(hinted("yta"), voice, cache).made == 0
    assert [take.cached for take in plan_takes(hinted("yta"), voice, cache)] == [True]


def test_a_voice_without_phonemes_gets_its_words_and_one_take(cache: Cache) -> None:
    voice = Told()
    speak_all(hinted("juta"), voice, cache)
    assert speak_all(hinted("yta"), voice, cache).made == 0
    assert voice.asked == ["Utah tient."]


def test_a_voice_is_put_to_rest_when_the_film_is_spoken_and_when_it_fails(cache: Cache) -> None:
    voice, failing = ToldPhonemes(), ToldPhonemes(version="2", fails_on="La mer est grise.")
    speak_all(script(), voice, cache)
    with pytest.raises(VoiceError):
        speak_all(script(), failing, cache)
    assert (voice.rested, failing.rested) == (1, 1)


def test_the_next_fallback_speaks_when_the_first_fails_too(cache: Cache) -> None:
    voices = [Told(version=str(n), fails_on="La mer est grise.") for n in range(2)]
    last = Told(version="last")
    narration = speak_all(script(), voices[0], cache, fallbacks=[voices[1], last])
    assert narration.voice == last.title
    assert narration.fell_back.count("failed:") == 2


def test_when_the_voice_fails_half_way_the_fallback_speaks_the_whole_film(cache: Cache) -> None:
    gtts, fallback = Told(online=True, fails_on="La ville résiste."), Told(version="fallback")

    narration = speak_all(script(), gtts, cache, fallbacks=[fallback])

    assert fallback.asked == ["À l'aube, ils débarquent.", "La mer est grise.", "La ville résiste."]
    voices = {take.voice for takes in takes_of(narration).values() for take in takes if take}
    assert voices == {"told fallback"} == {narration.voice}
    assert narration.own.identity["version"] == "fallback"
    assert (
        narration.fell_back == "told 1 failed: slide 'siege', sentence 1: the service answered 403"
    )
    assert narration.made == 3


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_silent_take_is_never_kept(cache: Cache, jobs: int) -> None:
    voice = Told(silent_on="La mer est grise.")

    with pytest.raises(
        VoiceError, match="slide 'debarquement', sentence 2: it came back silent"
    ) as error:
        speak_all(script(), voice, cache, jobs=jobs)
    assert error.value.code == "voice-failed"

    key = take_key(voice, "La mer est grise.")
    assert not cache.holds(KIND, key)
    assert not any(path.name.startswith(".making-") for path in entries(cache))


def test_a_damaged_take_is_spoken_again(cache: Cache) -> None:
    [take] = takes_of(speak_all(script({"a": ["La mer."]}), HUM, cache))["a"]
    assert take is not None
    good = take.path.read_bytes()
    note = take.path.with_suffix(".json")

    for damage in (
        lambda: take.path.write_bytes(good[:-2]),
        lambda: take.path.write_bytes(b"\x01" + good[1:]),
        lambda: take.path.write_bytes(b""),
        lambda: take.path.unlink(),
        lambda: note.write_text("{}"),
        lambda: note.write_text(note.read_text().replace('"length"', '"long"')),
        lambda: note.write_text(note.read_text().replace(f"{take.length}", f"{take.length - 1}")),
        lambda: note.write_text(note.read_text().replace('"words": [[', '"words": [["a", ')),
    ):
        damage()
        narration = speak_all(script({"a": ["La mer."]}), HUM, cache)
        assert (narration.made, narration.reused) == (1, 0)
        assert takes_of(narration)["a"] == [take]
        assert take.path.read_bytes() == good


def test_a_take_that_goes_away_during_the_render_says_what_to_do(cache: Cache) -> None:
    [take] = takes_of(speak_all(script({"a": ["La mer."]}), HUM, cache))["a"]
    assert take is not None
    take.path.write_bytes(b"\0\0")
    with pytest.raises(VoiceError, match=r"1 samples of \d+ are left") as error:
        load_pcm(take)
    assert error.value.code == "take-lost"
    take.path.unlink()
    with pytest.raises(VoiceError, match="remedy: render again") as error:
        load_pcm(take)
    assert error.value.code == "take-lost"


def test_progress_counts_every_distinct_take(cache: Cache) -> None:
    speak_all(script({"siege": ["La ville résiste."]}), HUM, cache)
    seen: list[SpeechProgress] = []

    speak_all(script(), HUM, cache, progress=seen.append)

    assert [each.done for each in seen] == [1, 2, 3]
    assert {each.total for each in seen} == {3}
    assert [each.slide_id for each in seen if each.reused] == ["siege"]


def test_a_plan_speaks_nothing_and_loads_neither_numpy_nor_a_codec(tmp_path: Path) -> None:
    voice = Told()
    plan = plan_takes(script(), voice, Cache(tmp_path))
    assert [
        (each.sentence.slide_id, each.sentence.index, each.cached) for each in plan if each.key
    ] == [
        ("debarquement", 0, False),
        ("debarquement", 1, False),
        ("siege", 0, False),
        ("siege", 2, False),
    ]
    assert voice.asked == []
    assert list(tmp_path.iterdir()) == []

    code = (
        "import sys, renderer.narration.take_keys;"
        "import renderer.voices.registry as c, renderer.voices.base as b;"
        "v = c.open_voice('espeak', b.VoiceSettings());"
        "renderer.narration.take_keys.take_key(v, 'oui');"
        "print({'numpy', 'av', 'pydub', 'requests', 'gtts'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def tone(seconds: float, rate: int, loudness: int = 8_000) -> NDArray[np.int16]:
    wave = loudness * np.sin(np.arange(round(seconds * rate)) * 2 * np.pi * 300 / rate)
    return wave.astype(np.int16)


@given(
    rate=st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100, 48_000]),
    before=st.integers(0, 900),
    after=st.integers(0, 900),
    sound=st.integers(100, 800),
)
def test_silent_ends_go_and_words_move_along(
    rate: int, before: int, after: int, sound: int
) -> None:
    quiet, body = (np.zeros(rate * ms // 1000, np.int16) for ms in (before, after))
    loud = tone(sound / 1000, rate)
    word = WordTime(start=0, end=3, first=len(quiet), last=len(quiet) + len(loud))
    speech = Speech(samples=np.concatenate([quiet, loud, body]), rate=rate, words=(word,))

    pcm, [moved] = polish(speech)

    milliseconds = len(pcm) / 48
    assert sound - 2 <= milliseconds <= sound + 10 + 30 + 2 * 5 + 2
    assert (moved.last - moved.first) / 48 == pytest.approx(sound, abs=6)
    assert moved.first <= 15 * 48 + 48
    assert abs(int(pcm[0])) < 10
    assert abs(int(pcm[-1])) < 200


def test_a_sound_keeps_its_place_to_the_sample_when_resampled() -> None:
    samples = np.zeros(22_050, np.int16)
    samples[[2_205, 11_025, 21_000]] = 20_000
    speech = Speech(
        samples=samples,
        rate=22_050,
        words=(WordTime(start=0, end=1, first=2_205, last=22_050),),
    )

    pcm, [word] = polish(speech)

    peaks = [
        int(np.argmax(np.abs(pcm[start : start + 4_000]))) + start for start in (0, 18_000, 40_000)
    ]
    expected = [(at - 2_205) * 48_000 / 22_050 + word.first for at in (2_205, 11_025, 21_000)]
    assert peaks == pytest.approx(expected, abs=1)


def test_a_gain_is_constant_and_never_wraps() -> None:
    soft = Speech(samples=tone(0.5, 48_000, 4_000), rate=48_000)
    louder, _ = polish(soft, gain_db=6.0206)
    plain, _ = polish(soft)
    middle = slice(2_400, -2_400)
    assert np.abs(louder[middle].astype(int) - 2 * plain[middle].astype(int)).max() <= 2

    clipped, _ = polish(Speech(samples=tone(0.5, 48_000, 30_000), rate=48_000), gain_db=12.0)
    assert np.abs(clipped.astype(int)).max() == 32_767
    assert np.abs(np.diff(clipped.astype(int))).max() < 6_000


def test_the_voice_s_calibration_is_in_its_takes(tmp_path: Path) -> None:
    takes: list[Take] = []
    for level in (0.0, -6.0206):
        narration = speak_all(script({"a": ["La mer."]}), Told(level_db=level), Cache(tmp_path))
        takes += [take for take in takes_of(narration)["a"] if take]
    loud, soft = (int(np.abs(load_pcm(take)).max()) for take in takes)
    assert soft == pytest.approx(loud / 2, rel=0.01)
