"""An entry of the cache is whole and verified, or it is absent."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from renderer.files.digest import file_digest
from renderer.store.cache import Cache, key_of

KEYS = tuple(key_of({"n": n}) for n in range(3))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4), inner | st.text(max_size=4), max_size=3)
    ),
    max_leaves=6,
)
RECIPES = st.dictionaries(st.text(max_size=6), JSON, min_size=1, max_size=4)


def maker(payload: bytes, facts: Mapping[str, Any] | None = None) -> Any:
    def write(path: Path) -> Mapping[str, Any] | None:
        path.write_bytes(payload)
        return facts

    return write


def payload_of(cache: Cache, key: str, kind: str = "take") -> Path:
    return cache.root / kind / key[:2] / f"{key}.bin"


def note_of(cache: Cache, key: str, kind: str = "take") -> Path:
    return payload_of(cache, key, kind).with_suffix(".json")


def age(path: Path, days: float = 3) -> None:
    past = time.time() - days * 86_400
    os.utime(path, (past, past))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


# --- keys --------------------------------------------------------------------------------------


@given(RECIPES)
def test_a_key_does_not_depend_on_the_order_of_its_recipe(recipe: dict[str, Any]) -> None:
    assert key_of(recipe) == key_of(dict(reversed(recipe.items())))


@given(RECIPES, st.data())
def test_every_value_of_a_recipe_changes_its_key(recipe: dict[str, Any], data: Any) -> None:
    name = data.draw(st.sampled_from(sorted(recipe)))
    other = data.draw(JSON.filter(lambda value: json.dumps(value) != json.dumps(recipe[name])))
    assert key_of(recipe) != key_of({**recipe, name: other})


@given(RECIPES)
def test_one_name_less_is_another_key(recipe: dict[str, Any]) -> None:
    for name in recipe:
        assert key_of({k: v for k, v in recipe.items() if k != name}) != key_of(recipe)


def test_a_recipe_may_use_every_name_without_hiding_the_layout_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = key_of({"layout": 5})
    monkeypatch.setattr("renderer.store.cache.LAYOUT", 99)
    assert key_of({"layout": 5}) != before


def test_lone_surrogates_and_every_script_have_keys() -> None:
    assert len({key_of({"text": t}) for t in ("\ud800", "\u00e9", "e\u0301", "漢", "\0", "")}) == 6


@pytest.mark.parametrize(
    "value", [Path("a"), b"bytes", {1, 2}, ..., float("nan"), float("inf")], ids=repr
)
def test_what_is_not_json_has_no_key(value: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="JSON"):
        key_of({"value": value})


def test_names_of_different_types_are_refused_together() -> None:
    with pytest.raises(TypeError):
        key_of({"a": {1: "x", "1": "y"}})


# --- one entry ---------------------------------------------------------------------------------


def test_what_was_kept_is_found_with_its_facts(cache: Cache) -> None:
    facts = {"frames": 25, "words": [[0, 3], [4, 9]], "name": "é"}
    made = cache.keep("take", KEYS[0], maker(b"sound", facts))
    found = cache.find("take", KEYS[0])
    assert found == made
    assert found is not None
    assert found.path.read_bytes() == b"sound"
    assert cache.holds("take", KEYS[0])
    assert cache.find("segment", KEYS[0]) is None


def test_found_or_made_makes_it_once(cache: Cache) -> None:
    calls = []

    def write(path: Path) -> None:
        calls.append(path)
        path.write_bytes(b"x")

    first = cache.find_or_keep("take", KEYS[0], write)
    assert cache.find_or_keep("take", KEYS[0], write) == first
    assert len(calls) == 1


def test_a_maker_that_fails_leaves_nothing(cache: Cache) -> None:
    def write(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        cache.keep("take", KEYS[0], write)
    assert cache.find("take", KEYS[0]) is None
    assert [p for p in cache.root.rglob("*") if p.is_file()] == []


def test_a_maker_whose_facts_are_no_json_leaves_nothing(cache: Cache) -> None:
    with pytest.raises(TypeError, match="JSON"):
        cache.keep("take", KEYS[0], maker(b"whole", {"path": Path("x")}))
    assert [p for p in cache.root.rglob("*") if p.is_file()] == []


def test_a_maker_that_fails_leaves_the_entry_that_was_there(cache: Cache) -> None:
    cache.keep("take", KEYS[0], maker(b"old", {"n": 1}))

    def write(path: Path) -> None:
        path.write_bytes(b"new")
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        cache.keep("take", KEYS[0], write)
    found = cache.find("take", KEYS[0])
    assert found is not None
    assert found.path.read_bytes() == b"old"


def test_every_flipped_byte_of_an_entry_is_noticed_or_harmless(
    cache: Cache, caplog: pytest.LogCaptureFixture
) -> None:
    facts = {"frames": 25, "headers": "ab"}
    cache.keep("take", KEYS[0], maker(b"payload", facts))
    whole = {p: p.read_bytes() for p in (payload_of(cache, KEYS[0]), note_of(cache, KEYS[0]))}
    missed = 0
    for path, content in whole.items():
        for place in range(len(content)):
            for flip in (0x01, 0x20):
                for each, bytes_ in whole.items():
                    each.write_bytes(bytes_)
                broken = bytearray(content)
                broken[place] ^= flip
                path.write_bytes(bytes(broken))
                found = cache.find("take", KEYS[0])
                if found is None:
                    missed += 1
                    assert not cache.holds("take", KEYS[0])
                else:  # white space between JSON's tokens, or a name that nothing reads
                    assert path.suffix == ".json"
                    assert found.facts == facts
                    assert found.path.read_bytes() == b"payload"
    assert missed > 0.9 * 2 * sum(map(len, whole.values()))
    assert len(caplog.records) == missed


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"7",
        b'"text"',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"size": 7}',
        b'{"facts": {}, "size": "7", "sha256": 3}',
        b'{"facts": {}, "size": 7, "sha256": "%s"}',
        b'{"size": 7, "sha256": "%s", "version": 0}',
    ],
    ids=lambda note: note[:30].decode("latin-1"),
)
def test_rubbish_and_older_notes_are_a_miss_said_once_and_set_aside(
    cache: Cache, caplog: pytest.LogCaptureFixture, note: bytes
) -> None:
    cache.keep("take", KEYS[0], maker(b"payload"))
    digest = file_digest(payload_of(cache, KEYS[0])).encode()
    note_of(cache, KEYS[0]).write_bytes(note.replace(b"%s", digest))
    assert cache.find("take", KEYS[0]) is None
    assert cache.find("take", KEYS[0]) is None
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "damaged take" in caplog.text
    assert len(list((cache.root / "quarantine").iterdir())) == 2
    assert cache.keep("take", KEYS[0], maker(b"payload")) == cache.find("take", KEYS[0])


def test_a_folder_in_the_place_of_a_file_is_a_miss(cache: Cache) -> None:
    for place in (payload_of, note_of):
        cache.keep("take", KEYS[0], maker(b"payload"))
        place(cache, KEYS[0]).unlink()
        place(cache, KEYS[0]).mkdir()
        assert cache.find("take", KEYS[0]) is None
        assert cache.keep("take", KEYS[0], maker(b"payload")) == cache.find("take", KEYS[0])


def test_a_file_in_the_place_of_a_folder_is_a_miss(cache: Cache) -> None:
    cache.root.mkdir()
    (cache.root / "take").write_bytes(b"")
    assert cache.find("take", KEYS[0]) is None
    assert not cache.holds("take", KEYS[0])


# --- folders that can't be written -------------------------------------------------------------


@pytest.fixture
def unwritable() -> Iterator[Cache]:
    """A cache with one entry that whoever runs the test may read and not write."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        cache = Cache(root / "cache")
        cache.keep("take", KEYS[0], maker(b"sound", {"n": 1}))
        folders = [root, *(p for p in root.rglob("*") if p.is_dir())]
        for path in folders:
            path.chmod(0o555)
        user = os.geteuid() if hasattr(os, "geteuid") else None
        try:
            if user == 0:
                os.seteuid(65_534)  # root may write anywhere: be somebody else for a while
            yield cache
        finally:
            if user == 0:
                os.seteuid(0)
            for path in folders:
                path.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such permissions there")
def test_a_cache_that_can_only_be_read_is_read(unwritable: Cache) -> None:
    found = unwritable.find("take", KEYS[0])
    assert found is not None
    assert found.path.read_bytes() == b"sound"
    assert unwritable.find("take", KEYS[1]) is None
    assert unwritable.sweep(older_than_seconds=-1) == 0
    with pytest.raises(PermissionError):
        unwritable.keep("take", KEYS[1], maker(b"new"))


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such permissions there")
def test_damage_that_cannot_be_set_aside_is_still_a_miss(unwritable: Cache) -> None:
    if os.geteuid() == 65_534 and os.getuid() == 0:
        os.seteuid(0)
    payload_of(unwritable, KEYS[0]).write_bytes(b"other")
    if os.getuid() == 0:
        os.seteuid(65_534)
    assert unwritable.find("take", KEYS[0]) is None
    assert unwritable.find("take", KEYS[0]) is None


# --- what clean sees ---------------------------------------------------------------------------


def test_stored_entries_have_their_size_and_their_last_use(cache: Cache) -> None:
    cache.keep("take", KEYS[0], maker(b"12345"))
    age(note_of(cache, KEYS[0]))
    (stored,) = cache.stored()
    assert (stored.kind, stored.key) == ("take", KEYS[0])
    assert stored.size == 5 + note_of(cache, KEYS[0]).stat().st_size
    assert stored.used < time.time() - 2 * 86_400
    cache.find("take", KEYS[0])
    (used,) = cache.stored()
    assert used.used > time.time() - 60


def test_sweep_takes_old_drafts_and_leaves_entries_and_work_in_progress(cache: Cache) -> None:
    for key in KEYS:
        cache.keep("take", key, maker(key.encode()))
    note_of(cache, KEYS[1]).write_bytes(b"{")
    cache.find("take", KEYS[1])  # sets two files aside
    note_of(cache, KEYS[2]).unlink()  # as a maker killed between payload and note leaves it
    folder = payload_of(cache, KEYS[0]).parent
    (folder / ".making-0123.bin").write_bytes(b"old")
    for path in [p for p in cache.root.rglob("*") if p.is_file()]:
        age(path)
    (folder / ".making-4567.bin").write_bytes(b"being written")
    cache.keep("other", KEYS[2], maker(b"x"))
    assert cache.sweep() == 4
    assert cache.find("take", KEYS[0]) is not None
    assert (folder / ".making-4567.bin").exists()
    assert not payload_of(cache, KEYS[2]).exists()
    assert cache.find("other", KEYS[2]) is not None


def test_what_was_dropped_is_absent_and_dropping_it_again_is_no_mistake(cache: Cache) -> None:
    cache.keep("take", KEYS[0], maker(b"x"))
    cache.drop("take", KEYS[0])
    cache.drop("take", KEYS[0])
    assert cache.find("take", KEYS[0]) is None
    assert list(cache.stored()) == []


# --- many at once ------------------------------------------------------------------------------


def test_threads_that_make_and_drop_the_same_entry_only_ever_see_it_whole(cache: Cache) -> None:
    content = b"p" * 100_000

    def work(worker: int) -> int:
        seen = 0
        for turn in range(40):
            if (worker + turn) % 5 == 0:
                cache.drop("take", KEYS[0])
            entry = cache.find("take", KEYS[0]) or cache.keep(
                "take", KEYS[0], maker(content, {"size": len(content)})
            )
            assert entry.facts == {"size": len(content)}
            seen += 1
        return seen

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 160
    assert not list(cache.root.rglob(".making-*"))
    assert not (cache.root / "quarantine").exists()


_OTHER_PROCESS = """
import sys
from pathlib import Path
from renderer.store.cache import Cache, key_of
cache = Cache(Path(sys.argv[1]))
for turn in range(150):
    for n in range(3):
        key = key_of({"n": n})
        def write(path, n=n):
            path.write_bytes(b"%d" % n * 50_000)
            return {"n": n}
        entry = (cache.find("take", key) if turn % 3 else None) or cache.keep("take", key, write)
        assert entry.facts == {"n": n}, entry
"""


def test_two_processes_share_one_cache(cache: Cache) -> None:
    command = [sys.executable, "-c", _OTHER_PROCESS, str(cache.root)]
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for process in running:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
        assert said == ""
    for n, key in enumerate(KEYS):
        found = cache.find("take", key)
        assert found is not None
        assert found.path.read_bytes() == b"%d" % n * 50_000


# --- any order of everything -------------------------------------------------------------------


class CacheMachine(RuleBasedStateMachine):
    """The cache against a dict: whatever happens to its files, it answers right or not at all."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.cache = Cache(Path(self.folder.name) / "cache")
        self.other = Cache(self.cache.root)
        self.kept: dict[str, tuple[bytes, dict[str, Any]]] = {}
        self.damaged: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    keys = st.sampled_from(KEYS)

    @rule(key=keys, payload=st.binary(max_size=40), facts=RECIPES)
    def keep(self, key: str, payload: bytes, facts: dict[str, Any]) -> None:
        entry = self.cache.keep("take", key, maker(payload, facts))
        assert entry.path.read_bytes() == payload
        self.kept[key] = (payload, facts)
        self.damaged.discard(key)

    @rule(key=keys, payload=st.binary(max_size=40))
    def somebody_else_keeps(self, key: str, payload: bytes) -> None:
        self.other.keep("take", key, maker(payload, {"n": 1}))
        self.kept[key] = (payload, {"n": 1})
        self.damaged.discard(key)

    @rule(key=keys)
    def find(self, key: str) -> None:
        found = self.cache.find("take", key)
        if key in self.kept and key not in self.damaged:
            assert found is not None
        if found is not None:
            payload, facts = self.kept[key]
            assert (found.path.read_bytes(), found.facts) == (payload, facts)
        else:
            self.kept.pop(key, None)
            self.damaged.discard(key)
            assert not self.cache.holds("take", key) or not note_of(self.cache, key).exists()

    @rule(key=keys)
    def fail(self, key: str) -> None:
        def write(path: Path) -> None:
            path.write_bytes(b"half")
            raise RuntimeError("the maker failed")

        with pytest.raises(RuntimeError, match="failed"):
            self.cache.keep("take", key, write)

    @rule(key=keys, note=st.booleans(), place=st.integers(0, 300), flip=st.integers(1, 255))
    def flip(self, key: str, note: bool, place: int, flip: int) -> None:
        path = (note_of if note else payload_of)(self.cache, key)
        if path.exists() and (content := bytearray(path.read_bytes())):
            content[place % len(content)] ^= flip
            path.write_bytes(bytes(content))
            self.damaged.add(key)

    @rule(key=keys, note=st.booleans(), length=st.integers(0, 300))
    def cut(self, key: str, note: bool, length: int) -> None:
        path = (note_of if note else payload_of)(self.cache, key)
        if path.exists():
            path.write_bytes(path.read_bytes()[:length])
            self.damaged.add(key)

    @rule(key=keys, note=st.booleans())
    def remove(self, key: str, note: bool) -> None:
        (note_of if note else payload_of)(self.cache, key).unlink(missing_ok=True)
        self.damaged.add(key)

    @rule(key=keys, rubbish=st.binary(max_size=20) | RECIPES.map(lambda r: json.dumps(r).encode()))
    def scribble(self, key: str, rubbish: bytes) -> None:
        if note_of(self.cache, key).exists():
            note_of(self.cache, key).write_bytes(rubbish)
            self.damaged.add(key)

    @rule(one=keys, other=keys)
    def confuse(self, one: str, other: str) -> None:
        """The payload of one entry in the place of another's."""
        source, target = payload_of(self.cache, one), payload_of(self.cache, other)
        if source.exists() and target.exists() and one != other:
            target.write_bytes(source.read_bytes())
            self.damaged.add(other)

    @rule(key=keys)
    def drop(self, key: str) -> None:
        self.cache.drop("take", key)
        self.kept.pop(key, None)
        self.damaged.discard(key)

    @rule()
    def sweep_at_once(self) -> None:
        self.cache.sweep(older_than_seconds=-1)
        assert not list(self.cache.root.rglob(".making-*"))
        assert not list(self.cache.root.glob("quarantine/*"))

    @invariant()
    def nothing_half_made_is_left_nor_listed(self) -> None:
        if hasattr(self, "cache"):
            assert not list(self.cache.root.rglob(".making-*"))
            assert {stored.key for stored in self.cache.stored()} <= set(KEYS)


TestCacheMachine = CacheMachine.TestCase
TestCacheMachine.settings = settings(
    max_examples=50,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_a_key_is_the_same_in_every_version_of_this_layout() -> None:
    """A change here means that nobody's cache is found again: raise LAYOUT if it is meant."""
    recipe = {"kind": "take", "text": "Été 1944", "facts": [1, 2.5, None, True]}
    key = "5bbdbe6cce85bd56e609ec6764c58c4708096ac7d1705eed85518c1796abc7ee"
    assert key_of(recipe) == key
