"""What is kept under a file's digest was made of that very file, whoever saves over it when."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from renderer.clips.drawing import Darkroom
from renderer.clips.painter_factory import painter_for
from renderer.decoding import file_integrity
from renderer.decoding.file_integrity import digest_of, unchanged
from renderer.errors import PictureError, RecitError, SoundError, VoiceError
from renderer.footage.sound import Heard, keep_footage_sound
from renderer.frames.pixels import Size
from renderer.frames.yuv import empty_planes
from renderer.narration import recordings
from renderer.production.film_sound.mix import keep_piece
from renderer.sound.music_file import decode_piece
from renderer.store.cache import Cache
from tests.clips.films import footage_of, look_of
from tests.decoding.makers import RATE, tone, wav
from tests.footage.test_footage_sound import talking_film
from tests.footage.test_footage_sound import tone as film_tone


def put_back(path: Path) -> None:
    """Another file's bytes, of the same length and with the old time."""
    times = path.stat()
    data = bytearray(path.read_bytes())
    data[-4000:] = bytes(4000)
    path.write_bytes(bytes(data))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def put_in_its_place(path: Path) -> None:
    """Another file by the same name."""
    other = path.with_name("other")
    other.write_bytes(path.read_bytes()[:-2] + b"\1\1")
    other.replace(path)


CHANGES = (put_back, put_in_its_place, Path.unlink)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_change_is_an_error(tmp_path: Path, change: Callable[[Path], None], when: str) -> None:
    file = wav(tmp_path / "a.wav", tone(1))
    digest = digest_of(file)
    reading = unchanged([(file, digest)], SoundError)
    refused = pytest.raises(SoundError, match=r"a\.wav (changed while|can't be read)")
    if when == "before":
        change(file)
        with refused:
            reading.__enter__()
    else:
        reading.__enter__()
        change(file)
        with refused:
            reading.__exit__(None, None, None)


def test_a_file_that_is_only_touched_is_the_same(tmp_path: Path) -> None:
    file = wav(tmp_path / "a.wav", tone(1))
    digest = digest_of(file)
    file.touch()
    with unchanged([(file, digest)], SoundError):
        pass


def test_a_file_saved_over_and_put_back_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    file = wav(tmp_path / "a.wav", tone(1))
    digest, data = digest_of(file), file.read_bytes()
    reading = unchanged([(file, digest)], SoundError)
    reading.__enter__()
    put_back(file)
    file.write_bytes(data)
    with pytest.raises(SoundError, match="changed while"):
        reading.__exit__(None, None, None)


def test_a_file_that_is_being_saved_is_never_half_digested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = wav(tmp_path / "a.wav", tone(1))
    true, seen = file_integrity.file_digest, []

    def slow(path: Path) -> str:
        digest = true(path)
        if not seen:
            put_back(path)
        seen.append(digest)
        return digest

    monkeypatch.setattr(file_integrity, "file_digest", slow)
    assert digest_of(file) == true(file)
    assert len(seen) == 2


def _music(file: Path, digest: str, cache: Cache) -> None:
    keep_piece(cache, file, digest)


def _reading(file: Path, digest: str, cache: Cache) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recordings, "digest_of", lambda _: digest)
        recordings.recorded_takes(file, ["Une phrase."], cache)


def _footage(file: Path, digest: str, cache: Cache) -> None:
    heard = Heard(length=RATE, fade_in=960, fade_out=960)
    keep_footage_sound(footage_of(file, sound="keep"), digest, heard, cache)


KINDS = {"music": _music, "reading": _reading, "footage": _footage}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", [put_back, put_in_its_place])
def test_nothing_is_kept_of_a_file_that_was_saved_over_after_it_was_digested(
    tmp_path: Path, kind: str, change: Callable[[Path], None]
) -> None:
    if kind == "footage":
        file = talking_film(tmp_path / "a.mkv", film_tone(440))
    else:
        file = wav(tmp_path / "a.wav", tone(3))
    good, cache, digest = file.read_bytes(), Cache(tmp_path / "cache"), digest_of(file)
    change(file)

    with pytest.raises((SoundError, VoiceError, PictureError), match=r"a\.\w+ changed while"):
        KINDS[kind](file, digest, cache)

    assert list(cache.stored()) == []
    file.write_bytes(good)
    KINDS[kind](file, digest, cache)
    assert list(cache.stored())


def test_nothing_is_kept_of_music_that_changes_while_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, cache = wav(tmp_path / "a.wav", tone(3)), Cache(tmp_path / "cache")
    true = decode_piece

    def racing(source: Path, *rest: object) -> object:
        facts = true(source, *rest)  # type: ignore[arg-type] # as they came
        put_back(source)
        return facts

    monkeypatch.setattr("renderer.production.film_sound.mix.decode_piece", racing)
    with pytest.raises(SoundError, match="changed while"):
        _music(file, digest_of(file), cache)
    assert list(cache.stored()) == []


def test_a_picture_whose_header_is_read_from_another_file_is_not_drawn(tmp_path: Path) -> None:
    from dataclasses import replace

    from PIL import Image as Picture

    from renderer.storyboard.board import Image

    file = tmp_path / "a.png"
    Picture.new("RGB", (64, 36), "white").save(file)
    image = Image(file=file, name="a.png")
    look = replace(
        look_of(footage_of(file)), visual=image, digests=(digest_of(file),), size=Size(64, 36)
    )

    def probe(path: Path, _: str) -> Size:
        Picture.new("RGB", (640, 36), "black").save(path)
        return Size(640, 36)

    darkroom = Darkroom(decode=lambda *_: np.zeros((36, 64, 3), np.uint8), probe=probe)
    with pytest.raises(RecitError, match=r"a\.png changed while"):
        painter_for(look, darkroom)


def test_a_maps_own_ground_that_is_saved_over_later_is_not_drawn(tmp_path: Path) -> None:
    """The ground is read again whenever the view has moved far enough."""
    from dataclasses import replace

    from renderer.clips.slide_drawings import files_of
    from renderer.storyboard.map_data import MapGround, MapView, OperationsMap

    square = "[[[-10, 40], [10, 40], [10, 55], [-10, 55], [-10, 40]]]"
    own = tmp_path / "own.geojson"
    own.write_text(f'{{"type": "Polygon", "coordinates": {square}}}', encoding="utf-8")
    board = OperationsMap(
        view=MapView(west=-8, east=8, south=42, north=52),
        to=MapView(west=-1, east=1, south=47, north=48),
        ground=MapGround(files=(("land", "own.geojson"),), rivers=False),
    )
    digests = tuple(digest_of(file) for file in files_of(board, tmp_path))
    look = replace(
        look_of(footage_of(own), size=Size(320, 180), length=50), visual=board, digests=digests
    )
    darkroom = Darkroom(decode=lambda *_: np.empty(0), probe=lambda *_: Size(1, 1))
    painter = painter_for(look, darkroom)

    own.write_text(own.read_text(encoding="utf-8").replace("55", "54"), encoding="utf-8")

    with pytest.raises(PictureError, match=r"own\.geojson changed while"):
        painter.paint(24, empty_planes(Size(320, 180)))
    with pytest.raises(PictureError, match=r"own\.geojson changed while"):
        painter_for(look, darkroom)
