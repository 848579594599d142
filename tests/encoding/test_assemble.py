"""Segments, sound, chapters and words become one MP4, and nothing is lost on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image as Picture

from renderer.encoding.aac import encode_sound
from renderer.encoding.assemble import FilmTags, TrackNames, join, verify_film
from renderer.errors import EncodeError
from renderer.timebase import SAMPLE_RATE, Timebase
from tests.films import SETTINGS, frame_hashes, heard, in_blocks, segment, tone

BASE = Timebase(fps=25)
LENGTHS = (12, 50, 13, 37, 51)
TAGS = FilmTags(
    title="La bataille de Cherbourg — « juin 1944 » ; a=b\\c",
    language="fra",
    metadata={"artist": "Récit", "description": "Une ligne\net une autre", "comment": ""},
    chapters=(("Le débarquement", 0, 62), ("L'assaut #2; =", 62, sum(LENGTHS))),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    segments: list[tuple[Path, int]]
    sound: Path
    frames: int


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    folder = tmp_path_factory.mktemp("parts")
    segments = [
        (segment(folder / f"{number}.mp4", length, seed=number), length)
        for number, length in enumerate(LENGTHS)
    ]
    frames = sum(LENGTHS)
    sound = folder / "sound.mp4"
    encode_sound(sound, in_blocks(tone(BASE.samples_at(frames), 440, 0.3)))
    return Parts(segments=segments, sound=sound, frames=frames)


def make(path: Path, parts: Parts, **changed: Any) -> Path:
    given: dict[str, Any] = {
        "segments": parts.segments,
        "sound": parts.sound,
        "samples": BASE.samples_at(parts.frames),
        "base": BASE,
        "tags": TAGS,
    }
    join(path, **(given | changed))
    return path


@pytest.fixture(scope="module")
def film(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("film") / "film.mp4", parts)


def test_the_film_is_its_segments_frames_one_after_the_other(parts: Parts, film: Path) -> None:
    apart = [digest for path, _ in parts.segments for digest in frame_hashes(path)]
    assert frame_hashes(film) == apart
    assert len(apart) == len(set(apart)) == parts.frames


def test_every_frame_has_its_time(parts: Parts, film: Path) -> None:
    with av.open(str(film)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([n / 25 for n in range(parts.frames)], abs=1e-6)


def test_the_sound_lasts_exactly_as_long_as_the_pictures(parts: Parts, film: Path) -> None:
    facts = verify_film(film, parts.frames, BASE)
    assert facts.frames == parts.frames
    assert facts.samples == BASE.samples_at(parts.frames)
    assert (facts.width, facts.height) == tuple(SETTINGS.size)
    assert facts.bytes == film.stat().st_size
    with av.open(str(film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        ends = [
            float(s.duration * s.time_base) for s in (video, audio) if s.duration and s.time_base
        ]
    assert ends[0] == pytest.approx(parts.frames / 25, abs=1e-6)
    assert abs(ends[1] - ends[0]) <= 1 / 25


def test_the_sound_is_where_it_was(parts: Parts, film: Path) -> None:
    """Neither the encoder's delay nor its padding moves or stretches it."""
    samples = BASE.samples_at(parts.frames)
    wanted = tone(samples, 440, 0.3)
    channels = heard(film)
    assert channels.shape[0] == 2
    assert 0 <= channels.shape[1] - samples < 1024, "the last packet's rest, which is not shown"
    middle = slice(5000, samples - 5000)
    assert np.abs(channels[0][middle] - wanted[middle]).max() < 0.03
    assert np.abs(channels[0] - channels[1]).max() < 0.03


def test_the_film_says_what_it_is(parts: Parts, film: Path) -> None:
    with av.open(str(film)) as container:
        assert container.metadata["title"] == TAGS.title
        assert container.metadata["artist"] == "Récit"
        assert container.metadata["description"] == "Une ligne\net une autre"
        assert "comment" not in container.metadata
        assert [s.metadata["language"] for s in container.streams.get(0, 1)] == ["fra", "fra"]
        chapters = [
            (c["metadata"]["title"], c["start"] * tick, c["end"] * tick)
            for c in container.chapters()
            if (tick := c["time_base"])
        ]
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.codec_context.profile == "High"
        assert video.average_rate == 25
        context = video.codec_context
        assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)
        assert context.color_range == 1
        assert audio.codec_context.name == "aac"
        assert audio.codec_context.profile == "LC"
        assert audio.codec_context.sample_rate == 48_000
    assert [title for title, _, _ in chapters] == [title for title, _, _ in TAGS.chapters]
    for (_, start, end), (_, first, last) in zip(chapters, TAGS.chapters, strict=True):
        assert float(start) == pytest.approx(first / 25, abs=1e-3)
        assert float(end) == pytest.approx(last / 25, abs=1e-3)


def boxes(path: Path) -> list[bytes]:
    content, place, kinds = path.read_bytes(), 0, []
    while place < len(content):
        kinds.append(content[place + 4 : place + 8])
        place += int.from_bytes(content[place : place + 4])
    return kinds


def test_a_player_can_start_before_it_has_everything(film: Path) -> None:
    kinds = boxes(film)
    assert kinds.index(b"moov") < kinds.index(b"mdat")


def test_a_film_can_be_entered_at_every_segment(parts: Parts, film: Path) -> None:
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        keys = {
            round(float(p.pts * stream.time_base) * 25)
            for p in container.demux(stream)
            if p.pts is not None and p.is_keyframe and stream.time_base
        }
    assert {0, *np.cumsum(LENGTHS)[:-1].tolist()} <= keys


def test_both_channels_are_alike_to_the_bit_once_decoded(tmp_path: Path) -> None:
    dice = np.random.default_rng(3)
    seconds = np.arange(8 * SAMPLE_RATE) / SAMPLE_RATE
    hissing = np.sin(2 * np.pi * 3.1 * seconds).clip(0) ** 2 * dice.normal(size=seconds.size)
    spoken = 0.05 * hissing + 0.3 * np.sin(2 * np.pi * (150 + 40 * np.sin(seconds)) * seconds)
    encode_sound(tmp_path / "sound.mp4", in_blocks(spoken.astype(np.float32)))
    left, right = heard(tmp_path / "sound.mp4")
    assert np.abs(left).max() > 0.3
    assert np.array_equal(left, right)


def test_a_film_without_chapters_or_of_one_segment_is_a_film(parts: Parts, tmp_path: Path) -> None:
    alone = [parts.segments[1]]
    sound = tmp_path / "a.mp4"
    encode_sound(sound, [tone(BASE.samples_at(50))])
    path = make(
        tmp_path / "film.mp4",
        parts,
        segments=alone,
        sound=sound,
        samples=BASE.samples_at(50),
        tags=replace(TAGS, chapters=()),
    )
    assert verify_film(path, 50, BASE).samples == 96_000


def test_the_same_parts_give_the_same_file(parts: Parts, film: Path, tmp_path: Path) -> None:
    assert make(tmp_path / "again.mp4", parts).read_bytes() == film.read_bytes()


def test_a_hundred_segments_are_joined_without_drift(parts: Parts, tmp_path: Path) -> None:
    many = [parts.segments[n % 5] for n in range(100)]
    frames = sum(length for _, length in many)
    sound = tmp_path / "a.mp4"
    facts = encode_sound(sound, in_blocks(np.zeros(BASE.samples_at(frames), np.float32), 480_000))
    assert facts["samples"] == BASE.samples_at(frames)
    path = make(
        tmp_path / "film.mp4",
        parts,
        segments=many,
        sound=sound,
        samples=BASE.samples_at(frames),
        tags=replace(TAGS, chapters=()),
    )
    assert verify_film(path, frames, BASE).samples == BASE.samples_at(frames)


@pytest.mark.parametrize("block", [1, 777, 1024, 50_000])
def test_blocks_of_any_size_give_the_same_sound(tmp_path: Path, block: int) -> None:
    samples = tone(5000)
    for name, size in (("one", 5000), ("many", block)):
        assert encode_sound(tmp_path / name, in_blocks(samples, size)) == {"samples": 5000}
    assert (heard(tmp_path / "one") == heard(tmp_path / "many")).all()


# --- refusals ----------------------------------------------------------------------------------


def test_a_segment_of_other_settings_is_not_joined(parts: Parts, tmp_path: Path) -> None:
    other = segment(tmp_path / "other.mp4", 20, settings=replace(SETTINGS, preset="ultrafast"))
    with pytest.raises(EncodeError, match=r"other settings: other\.mp4"):
        make(tmp_path / "film.mp4", parts, segments=[parts.segments[0], (other, 20)])


def test_a_segment_that_is_missing_or_broken_is_not_joined(parts: Parts, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(parts.segments[1][0].read_bytes()[:400])
    for path in (broken, tmp_path / "missing.mp4"):
        with pytest.raises(EncodeError, match="can't be joined") as error:
            make(tmp_path / "film.mp4", parts, segments=[parts.segments[0], (path, 50)])
        assert error.value.code == "encoding-failed"


def test_missing_frames_are_noticed(parts: Parts, tmp_path: Path) -> None:
    path = make(tmp_path / "film.mp4", parts, segments=parts.segments[:-1])
    with pytest.raises(EncodeError, match="holds 112 frames where 163 were planned"):
        verify_film(path, parts.frames, BASE)


def test_a_segment_counted_wrong_is_noticed(parts: Parts, tmp_path: Path) -> None:
    """A hole or an overlap in time, with the right number of frames."""
    for wrong in (49, 51, 60):
        segments: Sequence[tuple[Path, int]] = [
            parts.segments[0],
            (parts.segments[1][0], wrong),
            *parts.segments[2:],
        ]
        with pytest.raises(EncodeError, match=r"holds|joined"):  # noqa: PT012 - either step may notice
            path = make(tmp_path / "film.mp4", parts, segments=segments)
            verify_film(path, parts.frames, BASE)


@pytest.mark.parametrize("missing", [2, 10, 100])
def test_sound_that_ends_early_is_noticed(parts: Parts, tmp_path: Path, missing: int) -> None:
    samples = BASE.samples_at(parts.frames - missing)
    path = make(tmp_path / "film.mp4", parts, samples=samples)
    with pytest.raises(EncodeError, match=f"sound lasts {samples} samples"):
        verify_film(path, parts.frames, BASE)


def test_an_index_at_the_end_is_noticed(film: Path, parts: Parts, tmp_path: Path) -> None:
    late = tmp_path / "late.mp4"
    with av.open(str(film)) as source, av.open(str(late), "w", format="mp4") as copy:
        streams = {s.index: copy.add_stream_from_template(s) for s in source.streams.get(0, 1)}
        for packet in source.demux(source.streams.get(0, 1)):
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                copy.mux(packet)
    kinds = boxes(late)
    assert kinds.index(b"moov") > kinds.index(b"mdat")
    with pytest.raises(EncodeError, match="index is at its end"):
        verify_film(late, parts.frames, BASE)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 0.95, 0.999])
def test_a_film_cut_short_is_noticed(
    film: Path, parts: Parts, tmp_path: Path, share: float
) -> None:
    content = film.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(content[: int(share * len(content))])
    with pytest.raises(EncodeError):
        verify_film(cut, parts.frames, BASE)


def test_a_file_of_pictures_alone_is_no_film(parts: Parts) -> None:
    path, frames = parts.segments[0]
    with pytest.raises(EncodeError, match="can't be read back"):
        verify_film(path, frames, BASE)


def test_a_folder_that_is_not_there_is_an_encoders_error(parts: Parts, tmp_path: Path) -> None:
    with pytest.raises(EncodeError, match="sound encoder failed") as error:
        encode_sound(tmp_path / "missing" / "a.mp4", [tone(1000)])
    assert error.value.code == "encoding-failed"
    with pytest.raises(EncodeError, match="can't be joined"):
        make(tmp_path / "missing" / "film.mp4", parts)


# What players show of a film


def _streams(path: Path) -> list[Any]:
    with av.open(str(path)) as container:
        return [
            (stream.type, stream.metadata.get("language"), stream.metadata.get("handler_name"))
            for stream in container.streams
            if not stream.disposition & av.stream.Disposition.attached_pic
        ]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fra", TrackNames(pictures="Image", sound="Son", chapters="Chapitres")),
        ("deu", TrackNames(pictures="Bild", sound="Ton", chapters="Kapitel")),
        ("und", TrackNames()),
        ("pol", TrackNames(chapters="Rozdziały filmu w Gdańsku")),
    ],
)
def test_every_track_says_its_language_and_its_name(
    parts: Parts, tmp_path: Path, language: str, names: TrackNames
) -> None:
    tags = replace(TAGS, language=language, names=names)
    path = make(tmp_path / "film.mp4", parts, tags=tags)

    assert _streams(path) == [
        ("video", language, names.pictures),
        ("audio", language, names.sound),
        ("data", language, names.chapters[:14] if language == "pol" else names.chapters),
    ]
    facts = verify_film(path, parts.frames, BASE)
    assert facts.frames == parts.frames
    with av.open(str(path)) as container:
        titles = [chapter["metadata"]["title"] for chapter in container.chapters()]
    assert titles == [title for title, _, _ in TAGS.chapters]


def test_a_film_carries_its_cover_and_plays_as_without(parts: Parts, tmp_path: Path) -> None:
    cover = tmp_path / "cover.jpg"
    Picture.new("RGB", (320, 180), (200, 40, 30)).save(cover)
    bare = make(tmp_path / "bare.mp4", parts)
    path = make(tmp_path / "film.mp4", parts, tags=replace(TAGS, cover=cover))
    again = make(tmp_path / "again.mp4", parts, tags=replace(TAGS, cover=cover))

    assert path.read_bytes() == again.read_bytes()
    assert b"covr" in path.read_bytes()
    assert cover.read_bytes() in path.read_bytes()
    assert replace(verify_film(path, parts.frames, BASE), bytes=0) == replace(
        verify_film(bare, parts.frames, BASE), bytes=0
    )
    assert frame_hashes(path) == frame_hashes(bare)
    assert np.array_equal(heard(path), heard(bare))
    assert _streams(path) == _streams(bare)


def test_a_film_without_chapters_has_no_chapter_track(parts: Parts, tmp_path: Path) -> None:
    path = make(tmp_path / "film.mp4", parts, tags=replace(TAGS, chapters=()))
    assert [kind for kind, _, _ in _streams(path)] == ["video", "audio"]
