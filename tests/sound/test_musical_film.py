"""Films with music, from the storyboard to the published MP4, measured as a listener hears them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyloudnorm
import pytest
from scipy import signal

from tests.films import heard
from tests.production.projects import (
    Project,
    board_of,
    card_slide,
    new_project,
    samples_of,
)
from tests.sound.makers import RATE, Floats, chords, level_db, worst_step, write_wav

MUSIC = {"file": "air.wav", "rights": {"title": "Air", "author": "Fanfare", "license": "CC0-1.0"}}
METER = pyloudnorm.Meter(RATE)
WORDS = "Voici le port vu de la mer. Les quais sont vides, et les grues sont tombées."


def film_board(**more: Any) -> dict[str, Any]:
    board = board_of(
        card_slide("un", narration=WORDS),
        card_slide("deux", narration=None, length=6),
        card_slide("trois", narration=WORDS[:28]),
        **more,
    )
    board["film"] |= {"credits": False}
    return board


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = new_project(tmp_path, film_board(music=dict(MUSIC)))
    write_wav(made.media / "air.wav", chords(9.0))
    return made


def sound_of(project: Project) -> Floats:
    """The film's sound, decoded, shape (2, samples)."""
    return heard(project.film)


def loudness(channels: Floats) -> float:
    return float(METER.integrated_loudness(channels.T.astype(np.float64)))


def true_peak(channels: Floats) -> float:
    over = [np.abs(signal.resample_poly(c.astype(np.float64), 8, 1)).max() for c in channels]
    return float(20 * np.log10(max(over)))


@pytest.mark.parametrize("target", [-16, -23, "broadcast", -10])
def test_a_film_with_music_is_as_loud_as_asked_and_its_peaks_are_low(
    project: Project, target: float | str
) -> None:
    board = film_board(music=dict(MUSIC))
    board["film"]["loudness"] = target
    project.write(board)
    told = project.rendered()["films"][0]
    channels = sound_of(project)
    if target != -10:  # a hummed voice can't be that loud under the ceiling; it says so
        wanted = -23 if target == "broadcast" else target
        assert loudness(channels) == pytest.approx(wanted, abs=0.5)
    assert told["loudness_lufs"] == pytest.approx(loudness(channels), abs=0.2)
    assert true_peak(channels) <= -1.5
    assert told["true_peak_dbtp"] <= -1.5
    noted = json.loads((project.folder / "manifest.json").read_text(encoding="utf-8"))["sound"]
    assert noted == {key: told[key] for key in ("loudness_lufs", "true_peak_dbtp", "gain_db")}


def test_the_summary_says_what_was_measured(project: Project) -> None:
    outcome = project.render()
    assert "LUFS" in outcome.err
    assert "dBTP, gain +" in outcome.err


def test_music_is_12_db_under_the_voice_in_the_film_itself(project: Project) -> None:
    """One film with music, one without: what differs is the music."""
    # Music that is there at once has no time alone, for which the film would be longer.
    project.write(film_board(music={**MUSIC, "fade_in": 0, "fade_out": 0}))
    with_music = project.rendered()["films"][0]
    full = sound_of(project)[0]
    project.write(film_board())
    without = project.rendered()["films"][0]
    voice = sound_of(project)[0] * 10 ** ((with_music["gain_db"] - without["gain_db"]) / 20)
    assert len(voice) == len(full)
    music = full - voice
    talk = slice(round(0.3 * RATE), round(3.5 * RATE))
    apart = level_db(voice[talk]) - level_db(music[talk])
    assert 12 <= apart <= 26
    first_words = np.flatnonzero(np.abs(voice) > 0.01)
    pause = int(first_words[np.argmax(np.diff(first_words))])
    rest = slice(pause + RATE, pause + 3 * RATE)
    assert level_db(music[rest]) > level_db(music[talk]) + 3


def test_a_minute_of_silence_holds_nothing_but_a_quiet_room(project: Project) -> None:
    board = film_board(music=dict(MUSIC))
    board["slides"][1] = card_slide("silence", narration=None, silence=8)
    project.write(board)
    project.rendered()
    out = sound_of(project)[0]
    blocks = out[: len(out) // 4800 * 4800].reshape(-1, 4800)
    levels = 20 * np.log10(np.sqrt((blocks**2).mean(axis=1)) + 1e-12)
    assert levels.min() > -66  # never digital silence
    runs = "".join("s" if one < -56 else "." for one in levels).split(".")
    assert max(map(len, runs)) >= 79  # 8 s, but for what the codec rings at its ends


def test_no_pause_of_a_film_is_digital_silence_and_a_silent_film_is_silent(
    project: Project,
) -> None:
    project.write(film_board())
    project.rendered()
    out = sound_of(project)[0]
    blocks = out[: len(out) // 4800 * 4800].reshape(-1, 4800)
    levels = 20 * np.log10(np.sqrt((blocks**2).mean(axis=1)) + 1e-12)
    assert levels.min() == pytest.approx(-60, abs=3)
    silent = film_board()
    silent["slides"] = silent["slides"][1:2]
    project.write(silent)
    project.rendered()
    assert not sound_of(project).any()


def test_nothing_clicks_in_the_film(project: Project) -> None:
    board = film_board(music=dict(MUSIC))
    board["slides"][1] |= {"music": {**MUSIC, "file": "autre.wav"}}
    board["slides"][2] |= {"music": "none"}
    project.write(board)
    write_wav(project.media / "autre.wav", chords(4.0) * 0.5)
    told = project.rendered()["films"][0]
    out = sound_of(project)[0]
    project.write(film_board())
    plain = project.rendered()["films"][0]
    voice = sound_of(project)[0] * 10 ** ((told["gain_db"] - plain["gain_db"]) / 20)
    assert worst_step(out) <= 1.3 * worst_step(voice)


CHANGES: dict[str, Callable[[Any], object]] = {
    "level": lambda board: board["music"].update(level=-26),
    "fade in": lambda board: board["music"].update(fade_in=1),
    "fade out": lambda board: board["music"].update(fade_out=1),
    "loop": lambda board: board["music"].update(loop="no"),
    "file": lambda board: board["music"].update(file="autre.wav"),
    "none": lambda board: board["slides"][2].update(music="none"),
    "another": lambda board: board["slides"][2].update(music={**MUSIC, "file": "autre.wav"}),
    "silence": lambda board: board["slides"][1].update(length=None, silence=6),
    "loudness": lambda board: board["film"].update(loudness=-18),
    "no music": lambda board: board.pop("music"),
}


def test_whatever_changes_the_music_changes_the_film(project: Project) -> None:
    """One cache for all, so that a key that misses something would bring back an earlier film."""
    write_wav(project.media / "autre.wav", chords(9.0)[::-1].copy())
    project.rendered()
    heard_before = {samples_of(project.film): "nothing"}
    for name, change in CHANGES.items():
        board = film_board(music=dict(MUSIC))
        change(board)
        project.write(board)
        project.rendered()
        samples = samples_of(project.film)
        assert samples not in heard_before, f"{name}: as after {heard_before[samples]}"
        heard_before[samples] = name
        if name == "another":
            assert samples_of(project.from_nothing(name)) == samples


def test_another_file_of_the_same_name_is_heard(project: Project) -> None:
    project.rendered()
    before = samples_of(project.film)
    write_wav(project.media / "air.wav", chords(9.0)[::-1].copy())
    project.rendered()
    assert samples_of(project.film) != before


def test_rights_of_the_film_cover_music_of_slides(project: Project) -> None:
    board = film_board()
    board["slides"][1]["music"] = {"file": "air.wav"}
    project.write(board)
    outcome = project.render()
    assert outcome.code == 2
    assert "the music 'air.wav' has no rights" in outcome.err
    assert "deux" in outcome.err


def test_music_of_slides_is_credited(project: Project) -> None:
    board = film_board()
    board["slides"][1]["music"] = dict(MUSIC)
    project.write(board)
    project.rendered()
    credits = json.loads((project.folder / "credits.json").read_text(encoding="utf-8"))
    (item,) = [one for one in credits["items"] if one["kind"] == "music"]
    assert (item["slide"], item["author"], item["file"]) == ("deux", "Fanfare", "air.wav")
    assert len(item["sha256"]) == 64


@pytest.mark.parametrize("content", [b"", b"pas de musique"])
def test_music_that_is_none_is_named(project: Project, content: bytes) -> None:
    (project.media / "air.wav").write_bytes(content)
    outcome = project.render()
    assert outcome.code == 1
    assert "the music air.wav can't be used" in outcome.err


def test_a_silent_film_says_so(tmp_path: Path) -> None:
    board = board_of(card_slide("a", narration=None, length=2))
    board["film"] |= {"credits": False}
    told = new_project(tmp_path, board).rendered()["films"][0]
    assert (told["loudness_lufs"], told["true_peak_dbtp"], told["gain_db"]) == (None, None, 0)


def test_an_edited_film_sounds_as_if_it_were_made_from_nothing(project: Project) -> None:
    """Though only the slides that changed were measured again."""
    project.rendered()
    kept = set((project.cache / "levels").rglob("*.bin"))
    board = film_board(music=dict(MUSIC))
    board["slides"][2]["narration"] = WORDS[:42]
    project.write(board)
    project.rendered()
    again = set((project.cache / "levels").rglob("*.bin")) - kept
    assert 0 < len(again) < len(kept)
    assert np.array_equal(sound_of(project), heard(project.from_nothing()))
