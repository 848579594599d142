"""What Windows does otherwise, tried here as far as it can be: names, links, files held open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from renderer.errors import PublishError, UsageError, VoiceError
from renderer.publish import swap_and_rollback
from renderer.publish.swap_and_rollback import publish, publishing, read_state, roll_back, store
from renderer.store import cache as caching
from renderer.store.cache import Cache, key_of
from renderer.store.locations import folder_of, open_cache
from renderer.voices import espeak

KEY = key_of({"one": 1})


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("file:///C:/cache/recit", "C:\\cache\\recit"),
        ("file:///c|/cache", "c:\\cache"),
        ("file:///C:", "C:\\"),
        ("file://C:/cache", "C:\\cache"),
        ("file://localhost/D:/un%20dossier", "D:\\un dossier"),
        ("file://server/share/recit", "\\\\server\\share\\recit"),
        ("file:///cache", "\\cache"),
    ],
)
def test_a_file_address_names_a_folder_of_windows(url: str, folder: str) -> None:
    assert folder_of(url, windows=True) == folder


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("file:///var/cache", "/var/cache"),
        ("file://localhost/var/un%20dossier", "/var/un dossier"),
        ("file:///C:/x", "/C:/x"),
    ],
)
def test_a_file_address_names_a_folder_elsewhere(url: str, folder: str) -> None:
    assert folder_of(url, windows=False) == folder


@pytest.mark.skipif(os.name == "nt", reason="Windows reaches it")
def test_a_folder_of_another_machine_is_not_taken_for_one_of_this(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="mount the folder of server here"):
        open_cache("file://server/share", tmp_path)


def no_link(*_: object, **__: object) -> None:
    raise OSError(1314, "A required privilege is not held by the client")


def test_espeak_speaks_from_a_copy_where_links_want_a_privilege(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, data = espeak._paths()
    deep = tmp_path / ("deep" * 30) / ("deeper" * 20)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(data, target_is_directory=True)
    monkeypatch.setattr(espeak, "_paths", lambda: (library, deep / "espeak-ng-data"))
    monkeypatch.setattr(Path, "symlink_to", no_link)
    voice = espeak.EspeakVoice(name="fr", wpm=120, version="1")
    try:
        one, other = voice.say("Le port."), voice.say("Le port.")
        assert len(one.samples) == len(other.samples) > 0
        assert espeak._copied.cache_info().misses == 1, "copied once"
    finally:
        espeak._copied.cache_clear()


def test_a_temporary_folder_with_too_long_a_name_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(espeak, "LONGEST_DATA_PATH", 20)
    with pytest.raises(VoiceError, match="set TMPDIR to a shorter one"):
        espeak._copied(tmp_path / "data")
    assert not list(tmp_path.iterdir())


class Windows:
    """`os`, but for its name."""

    name = "nt"

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)


def shown(folder: Path, text: bytes) -> None:
    with publishing(folder):
        member = store(folder, "film.mp4", text, loaded_by_pages=True)
        publish(folder, {"film.mp4": member})


@pytest.mark.parametrize("way_back", [False, True])
def test_a_film_open_in_a_player_stops_publishing_before_anything_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way_back: bool
) -> None:
    shown(tmp_path, b"one")
    shown(tmp_path, b"two")
    before = (read_state(tmp_path), (tmp_path / "film.mp4").read_bytes())
    rename = Path.rename

    def held(self: Path, target: Path) -> Path:
        if self == target and self.name == "film.mp4":
            raise PermissionError(13, "it is used by another process")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(swap_and_rollback, "os", Windows())
        patch.setattr(swap_and_rollback, "_HELD_SECONDS", 0.2)
        patch.setattr(Path, "rename", held)
        with pytest.raises(PublishError, match=r"film\.mp4 in .* open in another program"):
            roll_back(tmp_path) if way_back else shown(tmp_path, b"three")
    assert (read_state(tmp_path), (tmp_path / "film.mp4").read_bytes()) == before
    assert len(list((tmp_path / "media").iterdir())) == 2, "what came to nothing is put away"
    shown(tmp_path, b"three")
    assert (tmp_path / "film.mp4").read_bytes() == b"three"


def test_a_player_that_is_closed_in_time_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(tmp_path, b"one")
    answers = iter([True, True])
    monkeypatch.setattr(swap_and_rollback, "os", Windows())
    monkeypatch.setattr(swap_and_rollback, "_is_held", lambda _: next(answers, False))
    shown(tmp_path, b"two")
    assert (tmp_path / "film.mp4").read_bytes() == b"two"


def test_an_entry_that_another_render_has_mapped_is_used_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    first = cache.keep("take", KEY, lambda path: path.write_bytes(b"first") and {"n": 1})

    def held(*_: object) -> None:
        raise PermissionError(13, "it is used by another process")

    monkeypatch.setattr(caching, "os", Windows())
    monkeypatch.setattr(caching, "_replace", held)
    again = cache.keep("take", KEY, lambda path: path.write_bytes(b"again") and {"n": 2})
    assert again.path.read_bytes() == b"first"
    assert again.facts == first.facts
    with pytest.raises(PermissionError):
        cache.keep("take", key_of({"two": 2}), lambda path: path.write_bytes(b"x") and {})
    assert not list(tmp_path.rglob(".making-*"))


def test_an_entry_that_another_render_has_mapped_is_forgotten_and_swept_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    entry = cache.keep("take", KEY, lambda path: path.write_bytes(b"one") and {})
    unlink = Path.unlink

    def held(self: Path, missing_ok: bool = False) -> None:
        if self == entry.path:
            raise PermissionError(13, "it is used by another process")
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(caching, "os", Windows())
        patch.setattr(Path, "unlink", held)
        cache.drop("take", KEY)
    assert cache.find("take", KEY) is None
    assert cache.sweep(older_than_seconds=-1) == 1
