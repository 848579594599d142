"""A film handed on: as a timeline for editors, and as copies that players find captions for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import wave
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest
from av.stream import Disposition
from imageio_ffmpeg import get_ffmpeg_exe

from renderer.production.events import SilentWitness
from renderer.production.options import Options
from renderer.production.otio_export import write_timeline
from renderer.production.prepare import prepare
from renderer.production.publication.publication_data import cues_of
from renderer.production.render import Making, make_films
from renderer.sound.music_placement import score_of
from tests.production.projects import (
    ROOT,
    SLUG,
    TINY,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    run,
)
from tests.sound.makers import chords, write_wav

otio = pytest.importorskip("opentimelineio")
AIR = {"file": "air.wav", "rights": {"title": "Air", "author": "Fanfare", "license": "CC0-1.0"}}
OTHER = {**AIR, "file": "autre.wav"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    board = board_of(
        card_slide("ouverture", chapter="Le port"),
        photo_slide("quai"),
        photo_slide("rade", "deux.jpg", chapter="La mer", music=OTHER),
        music=AIR,
    )
    made = new_project(tmp_path_factory.mktemp("handed"), board)
    write_wav(made.media / "air.wav", chords(2.0))  # shorter than where it sounds: looped
    write_wav(made.media / "autre.wav", chords(20.0))
    assert made.render().code == 0
    return made


@pytest.fixture(scope="module")
def making(project: Project) -> Making:
    options = Options(
        engine="hum", offline=True, height=64, jobs=1, cache=project.cache, out=project.root / "out"
    )
    return make_films(prepare(project.path, options), SilentWitness())


@pytest.fixture(scope="module")
def cut(making: Making, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    path = tmp_path_factory.mktemp("cut") / "le film.otio"
    write_timeline(making, path)
    return path, otio.adapters.read_from_file(str(path))


def places(track: Any) -> list[tuple[int, int, Any]]:
    """Start, length and item of all that isn't a gap, as whole numbers of the track's own rate."""
    found = []
    for item in track:
        if isinstance(item, otio.schema.Gap):
            continue
        span = item.range_in_parent()
        rate = item.source_range.duration.rate
        assert span.start_time.rate == span.duration.rate == rate
        assert span.start_time.value == int(span.start_time.value)
        found.append((int(span.start_time.value), int(span.duration.value), item))
    return found


def track_of(timeline: Any, name: str) -> Any:
    return next(track for track in timeline.tracks if track.name == name)


def marked(item: Any, kind: str) -> list[tuple[str, int, int]]:
    spans = [m for m in item.markers if m.metadata["recit"]["kind"] == kind]
    return [
        (
            m.name,
            int(m.marked_range.start_time.value),
            int(m.marked_range.end_time_exclusive().value),
        )
        for m in spans
    ]


def test_every_segment_is_a_clip_at_the_timeline_s_own_frames(
    cut: tuple[Path, Any], making: Making
) -> None:
    path, made = cut
    timeline = making.films[0].layout.timeline
    clips = places(track_of(made, "pictures"))
    assert [(start, length) for start, length, _ in clips] == [
        (segment.start, segment.length) for segment in timeline.segments
    ]
    for _, length, clip in clips:
        assert clip.source_range.duration.rate == timeline.timebase.fps
        with av.open(str(path.parent / clip.media_reference.target_url.replace("%20", " "))) as one:
            assert sum(1 for _ in one.decode(video=0)) == length


def test_every_take_is_at_its_own_samples(cut: tuple[Path, Any], making: Making) -> None:
    path, made = cut
    timeline = making.films[0].layout.timeline
    takes = places(track_of(made, "narration"))
    assert [(start, length) for start, length, _ in takes] == [
        (placed.start, placed.length) for placed in timeline.heard
    ]
    for placed, (_, _, clip) in zip(timeline.heard, takes, strict=True):
        assert clip.source_range.duration.rate == 48_000
        file = path.parent / clip.media_reference.target_url.replace("%20", " ")
        with wave.open(str(file)) as sound:
            assert (sound.getframerate(), sound.getnframes()) == (48_000, placed.length)
            take = placed.utterance.take
            assert take
            assert sound.readframes(placed.length) == take.path.read_bytes()


def test_music_sounds_where_it_does_and_no_longer_than_it_is(
    cut: tuple[Path, Any], making: Making
) -> None:
    _, made = cut
    passages = score_of(making.production.board, making.films[0].layout.timeline).passages
    lanes = [track for track in made.tracks if track.name.startswith("music")]
    assert len(lanes) == 2  # one goes while the other rises
    for passage, lane in zip(passages, lanes, strict=True):
        clips = places(lane)
        assert clips[0][0] == passage.start
        assert clips[-1][0] + clips[-1][1] == passage.end
        assert all(a[0] + a[1] == b[0] for a, b in pairwise(clips))
        for _, _, clip in clips:
            used, whole = clip.source_range, clip.available_range()
            assert whole.start_time <= used.start_time
            assert used.end_time_exclusive() <= whole.end_time_exclusive()
    assert len(places(lanes[0])) > 1  # looped
    assert lanes[0][0].metadata["recit"]["level_db"] == passages[0].music.level_db


def test_slides_chapters_and_cues_are_marks(cut: tuple[Path, Any], making: Making) -> None:
    _, made = cut
    timeline = making.films[0].layout.timeline
    assert marked(track_of(made, "pictures"), "slide") == [
        (span.id, span.start, span.end) for span in timeline.slides
    ]
    assert marked(made.tracks, "chapter") == [(c.title, c.start, c.end) for c in timeline.chapters]
    assert marked(made.tracks, "cue") == [
        (" ".join(cue.lines), cue.start, cue.end) for cue in cues_of(making)
    ]


def test_the_films_own_mix_is_there_and_off(cut: tuple[Path, Any], making: Making) -> None:
    mix = track_of(cut[1], "mix")
    assert not mix.enabled
    assert places(mix)[0][1] == making.films[0].layout.timeline.samples


def test_a_timeline_names_no_path_of_this_machine(cut: tuple[Path, Any]) -> None:
    path, _ = cut
    assert str(path.parent) not in path.read_text(encoding="utf-8")
    assert "file://" not in path.read_text(encoding="utf-8")


def test_a_bundle_holds_all_that_it_names(project: Project, tmp_path: Path) -> None:
    bundle = tmp_path / "film.otioz"
    outcome = run(
        "export", project.path, *TINY, "--cache", project.cache, "--otioz", bundle, "--json"
    )
    assert outcome.json == {"files": [str(bundle)]}
    made = otio.adapters.read_from_file(str(bundle))
    with zipfile.ZipFile(bundle) as inside:
        names = set(inside.namelist())
        assert inside.testzip() is None
    wanted = {clip.media_reference.target_url for clip in made.find_clips()}
    assert wanted <= names
    assert names - wanted == {"content.otio", "version.txt"}
    assert [each.name for each in tmp_path.iterdir()] == ["film.otioz"]
    again = run("export", project.path, *TINY, "--cache", project.cache, "--otioz", bundle)
    assert again.code == 0, again.err


def test_without_the_package_it_is_told_what_brings_it(project: Project) -> None:
    code = (
        "import sys; sys.modules['opentimelineio'] = None\n"
        "from renderer.cli import main\n"
        f"sys.exit(main(['export', {str(project.path)!r}, '--otio', '--json', '--lang', 'en']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    told = json.loads(ended.stdout)
    assert (ended.returncode, told["code"]) == (2, "package-missing")
    assert "opentimelineio" in told["error"]


def packets(film: Path) -> list[tuple[str, int | None, int | None, bytes]]:
    """All that is seen and heard, as it was encoded."""
    with av.open(str(film), metadata_errors="replace") as container:
        streams = [s for s in container.streams if s.type in ("video", "audio")]
        return sorted(
            (f"{packet.stream.index} {packet.stream.type}", packet.pts, packet.dts, bytes(packet))
            for packet in container.demux(*streams)
            if packet.size and packet.dts is not None
        )


def kind(packet: tuple[str, int | None, int | None, bytes]) -> str:
    return packet[0].partition(" ")[2]


def test_captions_become_a_track_and_nothing_is_encoded_again(
    project: Project, tmp_path: Path
) -> None:
    outcome = run("export", project.path, "--mux-captions", tmp_path, "--out", project.root / "out")
    film = tmp_path / f"{SLUG}.mp4"
    assert outcome.out.strip() == str(film), outcome.err
    before, after = packets(project.film), packets(film)
    for one in ("video", "audio"):
        same = [each[1:] for each in before if kind(each) == one]
        assert [each[1:] for each in after if kind(each) == one] == same
        assert same
    with av.open(str(film)) as container:
        streams = list(container.streams)
        captions = next(one for one in streams if one.type == "subtitle")
        assert captions.codec_context.name == "mov_text"
        assert captions.metadata == {"language": "fra", "handler_name": "Français"}
        languages = {
            one.type: one.metadata["language"] for one in streams if "language" in one.metadata
        }
        assert languages == dict.fromkeys(("video", "audio", "data", "subtitle"), "fra")
        covers = [one for one in streams if one.disposition & Disposition.attached_pic]
        assert len(covers) == 1
        titles = [chapter["metadata"]["title"] for chapter in container.chapters()]
        assert titles == ["Le port", "La mer"]


def test_the_track_says_what_the_file_of_captions_does(project: Project, tmp_path: Path) -> None:
    run("export", project.path, "--mux-captions", tmp_path, "--out", project.root / "out")
    read = subprocess.run(
        [
            get_ffmpeg_exe(),
            "-v",
            "error",
            "-i",
            str(tmp_path / f"{SLUG}.mp4"),
            "-map",
            "0:s",
            "-f",
            "srt",
            "-",
        ],
        capture_output=True,
        check=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    wanted = (project.folder / "captions.fr.srt").read_text(encoding="utf-8")
    assert blocks(read.stdout.decode()) == blocks(wanted)


def blocks(srt: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n\s*\n", srt.replace("\r", "")) if block.strip()]


def test_captions_stand_beside_the_film_under_its_name(project: Project, tmp_path: Path) -> None:
    words = ("--captions-named-after-film", tmp_path, "--out", project.root / "out")
    assert run("export", project.path, *words).code == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{SLUG}.mp4",
        f"{SLUG}.fr.srt",
        f"{SLUG}.fr.vtt",
    }
    assert (tmp_path / f"{SLUG}.mp4").read_bytes() == project.film.read_bytes()
    srt = project.folder / "captions.fr.srt"
    assert (tmp_path / f"{SLUG}.fr.srt").read_bytes() == srt.read_bytes()


def test_what_is_asked_for_has_to_be_said_and_to_be_there(project: Project, tmp_path: Path) -> None:
    assert run("export", project.path, "--json").json["code"] == "option-unfit"
    words = ("--mux-captions", tmp_path, "--out", tmp_path / "nowhere", "--json")
    assert run("export", project.path, *words).json["code"] == "set-missing"
