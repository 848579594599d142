"""A cache shared through storage elsewhere: a folder's promises, and an honest fallback."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.errors import UsageError
from renderer.store import is_remote, open_cache
from renderer.store.cache import Cache
from renderer.store.shared_cache import AT_ONCE
from tests.production.projects import TINY, new_project, run


class AtomicMemory(MemoryFileSystem):  # type: ignore[misc] # fsspec has no annotations
    """Creates as object storages do (If-None-Match), and gives each reader the whole object.

    fsspec's memory looks, then writes; and all who open a file move one and the same position.
    """

    protocol = "atomic"
    lock = threading.Lock()

    def pipe_file(self, *words: Any, **more: Any) -> None:
        with self.lock:
            super().pipe_file(*words, **more)

    def get_file(self, *words: Any, **more: Any) -> None:
        with self.lock:
            super().get_file(*words, **more)

    def makedirs(self, *words: Any, **more: Any) -> None:
        with self.lock:
            super().makedirs(*words, **more)


class Counted(MemoryFileSystem):  # type: ignore[misc] # fsspec has no annotations
    """Notes what is asked of it, and has no folders, as object storages have none.

    Up to *meet* requests wait for one another: only who asks side by side gets on.
    """

    protocol = "counted"
    asked: ClassVar[list[tuple[str, str]]] = []
    meet: ClassVar[threading.Barrier] = threading.Barrier(1)

    def _noted(self, verb: str, path: str) -> None:
        self.asked.append((verb, path))
        self.meet.wait(timeout=60)

    def get_file(self, path: str, *words: Any, **more: Any) -> None:
        self._noted("get", path)
        super().get_file(path, *words, **more)

    def pipe_file(self, path: str, *words: Any, **more: Any) -> None:
        self._noted("put", path)
        super().pipe_file(path, *words, **more)

    def ls(self, path: str, *words: Any, **more: Any) -> Any:
        self._noted("list", path)
        return super().ls(path, *words, **more)

    def makedirs(self, path: str, *_: Any, **__: Any) -> None:
        self._noted("makedirs", path)


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> str:
    """A place of its own in a storage that counts."""
    fsspec.register_implementation("counted", Counted, clobber=True)
    Counted.asked.clear()
    Counted.meet = threading.Barrier(1)
    return f"counted://{request.node.name}/recit"


def verbs() -> list[str]:
    """What was asked of the storage that counts, in its order."""
    return [verb for verb, _ in Counted.asked]


KEY = "ab" + "0" * 62
OTHER = "cd" + "1" * 62


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """A place of its own in fsspec's memory storage."""
    return f"memory://{request.node.name}/recit"


def machine(name: str, url: str, tmp_path: Path) -> Cache:
    """The cache as one machine opens it."""
    return open_cache(url, tmp_path / name)


def writing(payload: bytes, **facts: Any) -> Callable[[Path], Mapping[str, Any]]:
    """A maker of an entry."""

    def write(path: Path) -> Mapping[str, Any]:
        path.write_bytes(payload)
        return facts

    return write


def object_path(url: str, key: str = KEY) -> str:
    return f"{url}/take/{key[:2]}/{key}"


def test_what_one_machine_makes_another_finds_whole(url: str, tmp_path: Path) -> None:
    machine("one", url, tmp_path).keep("take", KEY, writing(b"voice", length=5, words=[["é", 1]]))
    found = machine("two", url, tmp_path).find("take", KEY)
    assert found is not None
    assert found.path.read_bytes() == b"voice"
    assert found.facts == {"length": 5, "words": [["é", 1]]}
    assert found.path.is_relative_to(tmp_path / "two")


def test_what_was_brought_here_once_is_not_fetched_again(url: str, tmp_path: Path) -> None:
    machine("one", url, tmp_path).keep("take", KEY, writing(b"voice"))
    two = machine("two", url, tmp_path)
    assert two.find("take", KEY)
    fsspec.filesystem("memory").rm_file(object_path(url))
    assert two.find("take", KEY)


def test_a_plan_sees_what_the_storage_holds(url: str, tmp_path: Path) -> None:
    machine("one", url, tmp_path).keep("take", KEY, writing(b"voice"))
    two = machine("two", url, tmp_path)
    assert two.holds("take", KEY)
    assert not two.holds("take", OTHER)
    assert not two.holds("segment", KEY)


MANY = tuple(f"{number:02x}".ljust(64, "0") for number in range(AT_ONCE))


def test_an_entry_goes_out_in_one_request_and_comes_in_one(counted: str, tmp_path: Path) -> None:
    machine("one", counted, tmp_path).keep("segment", KEY, writing(b"frames"))
    assert verbs() == ["put"]
    assert machine("two", counted, tmp_path).find("segment", KEY)
    assert verbs() == ["put", "get"]


def test_many_entries_are_asked_for_once_each_and_side_by_side(
    counted: str, tmp_path: Path
) -> None:
    one, two = machine("one", counted, tmp_path), machine("two", counted, tmp_path)
    for key in MANY[::2]:
        one.keep("segment", key, writing(key.encode()))
    Counted.asked.clear()
    Counted.meet = threading.Barrier(AT_ONCE)
    found = two.find_all("segment", [*MANY, MANY[0]])  # a still that is shown twice
    assert {key: entry.path.read_bytes() for key, entry in found.items()} == {
        key: key.encode() for key in MANY[::2]
    }
    assert verbs() == ["get"] * AT_ONCE


def test_what_is_here_is_not_asked_for(counted: str, tmp_path: Path) -> None:
    one = machine("one", counted, tmp_path)
    for key in MANY[1:]:
        one.keep("segment", key, writing(b"frames"))
    Counted.asked.clear()
    assert one.find_all("segment", MANY).keys() == set(MANY[1:])
    assert verbs() == ["get"]


def test_a_plan_of_many_reads_each_listing_once_and_side_by_side(
    counted: str, tmp_path: Path
) -> None:
    one, two = machine("one", counted, tmp_path), machine("two", counted, tmp_path)
    for key in MANY[::2]:
        one.keep("segment", key, writing(b"frames"))
    Counted.asked.clear()
    Counted.meet = threading.Barrier(AT_ONCE)
    neighbours = [key[:-1] + "1" for key in MANY]
    assert two.held("segment", [*MANY, *neighbours]) == set(MANY[::2])
    assert verbs() == ["list"] * AT_ONCE
    assert two.held("segment", MANY) == set(MANY[::2])
    assert verbs() == ["list"] * AT_ONCE


def test_a_film_asks_for_each_entry_once_and_keeps_parts_of_its_sound_here(
    counted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = new_project(tmp_path / "project")
    quick = [word for word in TINY if word != "--offline"]

    def asked_for(command: str, name: str, *words: str | Path) -> Counter[tuple[str, str]]:
        """Requests by verb and kind, of a command on the machine *name*."""
        monkeypatch.setenv("RECIT_CACHE", str(tmp_path / name))
        Counted.asked.clear()
        outcome = run(command, project.path, *quick, "--cache", counted, *words)
        assert outcome.code == 0, outcome.err
        assert len(set(Counted.asked)) == len(Counted.asked)  # nothing twice
        return Counter(
            (verb, path.partition("/recit/")[2].partition("/")[0]) for verb, path in Counted.asked
        )

    first = asked_for("render", "one", "--out", tmp_path / "out")
    kinds = {kind for _, kind in first}
    assert {"segment", "take", "sound"} <= kinds
    assert not kinds & {"levels", "packets", "heard", "rights"}
    for kind in kinds:  # absent, then made
        assert first["get", kind] == first["put", kind]

    plan = asked_for("plan", "two")
    assert {verb for verb, kind in plan if kind == "segment"} == {"list"}
    second = asked_for("render", "two", "--out", tmp_path / "elsewhere")
    assert {verb for verb, _ in second} == {"get"}
    assert second["get", "segment"] == first["put", "segment"]
    assert second["get", "sound"] == 1
    assert not asked_for("render", "two", "--out", tmp_path / "again")


def test_storage_with_folders_has_them_made_once_they_are_missed(tmp_path: Path) -> None:
    place = f"simplecache::file://{tmp_path}/team"
    machine("one", place, tmp_path).keep("take", KEY, writing(b"voice"))
    found = machine("two", place, tmp_path).find("take", KEY)
    assert found is not None
    assert found.path.read_bytes() == b"voice"


def test_many_threads_that_find_no_storage_tell_it_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = _broken(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert not cache.find_all("segment", MANY)
        assert not cache.held("segment", MANY)
    assert len([r for r in caplog.records if "out of reach" in r.getMessage()]) == 1


def test_an_absent_entry_is_a_miss(url: str, tmp_path: Path, caplog: Any) -> None:
    assert machine("one", url, tmp_path).find("take", KEY) is None
    assert not caplog.records


def test_the_first_of_two_makers_wins_and_the_other_takes_over_its_bytes(
    url: str, tmp_path: Path
) -> None:
    one, two = machine("one", url, tmp_path), machine("two", url, tmp_path)
    one.keep("take", KEY, writing(b"first", by=1))
    kept = two.keep("take", KEY, writing(b"second", by=2))
    assert kept.path.read_bytes() == b"first"
    assert kept.facts == {"by": 1}
    again = machine("three", url, tmp_path).find("take", KEY)
    assert again is not None
    assert again.path.read_bytes() == b"first"


def test_makers_at_once_all_end_with_the_same_bytes(tmp_path: Path) -> None:
    fsspec.register_implementation("atomic", AtomicMemory, clobber=True)
    url = "atomic://at-once/recit"
    machines = [machine(str(number), url, tmp_path) for number in range(8)]
    start = threading.Barrier(len(machines))
    kept: list[bytes] = []

    def make(number: int) -> None:
        start.wait()
        entry = machines[number].keep("take", KEY, writing(b"%d" % number * 1000, by=number))
        kept.append(entry.path.read_bytes())

    threads = [threading.Thread(target=make, args=(number,)) for number in range(len(machines))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == len(machines)
    assert len(set(kept)) == 1


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_a_flipped_byte_in_the_storage_is_a_miss_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, place: int, flip: int
) -> None:
    url, folder = "memory://flipped/recit", tmp_path_factory.mktemp("flipped")
    files = fsspec.filesystem("memory")
    if files.exists("/flipped"):
        files.rm("/flipped", recursive=True)
    machine("one", url, folder).keep("take", KEY, writing(b"voice" * 20, length=100))
    packed = bytearray(files.cat_file(object_path(url)))
    packed[place % len(packed)] ^= flip
    files.pipe_file(object_path(url), bytes(packed))
    found = machine("two", url, folder).find("take", KEY)
    if found is not None:  # a blank of the head that JSON doesn't mind
        assert found.path.read_bytes() == b"voice" * 20
        assert found.facts == {"length": 100}


def test_a_damaged_object_is_told_and_replaced_by_what_is_made_again(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    machine("one", url, tmp_path).keep("take", KEY, writing(b"voice"))
    files = fsspec.filesystem("memory")
    files.pipe_file(object_path(url), files.cat_file(object_path(url))[:-1])
    two = machine("two", url, tmp_path)
    assert two.find("take", KEY) is None
    assert "a damaged take" in caplog.text
    two.keep("take", KEY, writing(b"anew"))
    found = machine("three", url, tmp_path).find("take", KEY)
    assert found is not None
    assert found.path.read_bytes() == b"anew"


def test_storage_out_of_reach_is_told_once_and_the_local_tier_serves_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = _broken(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert cache.find("take", KEY) is None
        assert not cache.holds("take", KEY)
        assert cache.keep("take", KEY, writing(b"voice")).path.read_bytes() == b"voice"
        assert cache.find("take", KEY)
        assert [entry.key for entry in cache.stored()] == [KEY]
        cache.drop("take", KEY)
        assert cache.find("take", KEY) is None
    told = [record for record in caplog.records if "out of reach" in record.getMessage()]
    assert len(told) == 1
    assert str(tmp_path) in told[0].getMessage()


def test_clean_sees_both_tiers_and_forgets_in_both(url: str, tmp_path: Path) -> None:
    one, two = machine("one", url, tmp_path), machine("two", url, tmp_path)
    one.keep("take", KEY, writing(b"voice"))
    Cache(two.root).keep("take", OTHER, writing(b"only here"))
    assert {entry.key for entry in two.stored()} == {KEY, OTHER}
    assert all(entry.used > 0 for entry in two.stored())
    two.drop("take", KEY)
    assert machine("three", url, tmp_path).find("take", KEY) is None


def test_nothing_is_left_on_the_bench(url: str, tmp_path: Path) -> None:
    one, two = machine("one", url, tmp_path), machine("two", url, tmp_path)
    one.keep("take", KEY, writing(b"voice"))
    two.keep("take", KEY, writing(b"other"))
    assert not list(tmp_path.rglob(".making-*"))


def test_a_folder_is_a_plain_cache(tmp_path: Path) -> None:
    assert type(open_cache(tmp_path, tmp_path)) is Cache
    assert open_cache(f"file://{tmp_path}", tmp_path / "local").root == tmp_path
    assert not is_remote("C:/cache")
    assert is_remote("s3://bucket/recit")


def test_storage_without_its_package_is_refused_with_the_package_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match=r"s3fs"):
        open_cache("s3://bucket/recit", tmp_path)
    with pytest.raises(UsageError, match=r"no-such-thing://.* can't be used") as error:
        open_cache("no-such-thing://bucket", tmp_path)
    assert error.value.code == "cache-address-unfit"
    monkeypatch.setitem(__import__("sys").modules, "fsspec.core", None)
    with pytest.raises(UsageError, match=r"pip install '\.\[remote\]'") as error:
        open_cache("s3://bucket/recit", tmp_path)
    assert error.value.code == "package-missing"


def _broken(tmp_path: Path) -> Cache:
    class Unplugged(MemoryFileSystem):  # type: ignore[misc] # fsspec has no annotations
        protocol = "unplugged"

        def _fail(self, *_: Any, **__: Any) -> Any:
            raise ConnectionRefusedError("connection refused")

        get_file = pipe_file = put_file = ls = find = rm_file = makedirs = _fail

    fsspec.register_implementation("unplugged", Unplugged, clobber=True)
    return open_cache("unplugged://bucket/recit", tmp_path)


def test_what_a_killed_run_left_half_fetched_is_swept(url: str, tmp_path: Path) -> None:
    cache = machine("one", url, tmp_path)
    left = cache.root / ".making-killed"
    left.mkdir(parents=True)
    (left / "fetched").write_bytes(b"half")
    assert cache.sweep(older_than_seconds=3600.0) == 0
    assert left.exists()
    assert cache.sweep(older_than_seconds=-1.0) == 1
    assert not left.exists()
