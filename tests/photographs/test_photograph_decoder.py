"""Whatever a picture does to the process that decodes it, the film goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from renderer.decoding import sandbox as fence_module
from renderer.decoding.limits import MEBIBYTE, DecodeLimits
from renderer.decoding.sandbox import Fence
from renderer.errors import PictureError
from renderer.frames.pixels import Size
from renderer.photographs.decoder import PICTURES, RIGHTS, Decoder, open_decoder
from renderer.photographs.file import PictureFile, digest_of_file
from renderer.photographs.photograph import PictureBytes, decode_picture
from tests.pictures import makers

ALL = Size(10_000, 10_000)


def picture(data: bytes, name: str = "a.jpg") -> PictureBytes:
    return PictureBytes(name=name, data=data, digest="")


def pid_of(decoder: Decoder) -> int:
    return decoder.fence.idle[-1].pid


@pytest.fixture(scope="module")
def shared() -> Iterator[Decoder]:
    with open_decoder(1) as decoder:
        yield decoder


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "GIF", "JPEG2000"])
def test_a_worker_gives_the_very_pixels_of_the_decoder(shared: Decoder, kind: str) -> None:
    data = makers.photo(kind, 301, 200)
    for wanted in (ALL, Size(100, 50)):
        there = shared(picture(data), wanted, (1, 2, 3))
        here = decode_picture(data, "a.jpg", wanted, (1, 2, 3))
        assert np.array_equal(there.rgb, here.rgb)
        assert there.rgb.flags.writeable


def test_warnings_and_background_travel_too(shared: Decoder) -> None:
    inks = makers.saved(Image.new("CMYK", (4, 4)), "TIFF")
    assert "été.tif: it is in CMYK" in shared(picture(inks, "été.tif"), ALL).warnings[0]
    nothing = makers.saved(Image.new("RGBA", (4, 4)), "PNG")
    assert shared(picture(nothing), ALL, (5, 6, 7)).rgb[0, 0].tolist() == [5, 6, 7]


def test_one_worker_serves_many_pictures_even_after_a_broken_one(shared: Decoder) -> None:
    shared(picture(makers.photo()), ALL)
    first = pid_of(shared)
    for _ in range(5):
        with pytest.raises(PictureError, match=r"^b.jpg is a web page") as refused:
            shared(picture(b"<html>", "b.jpg"), ALL)
        assert refused.value.code == "picture-format-unfit"
        assert shared(picture(makers.photo()), ALL).rgb.shape == (64, 96, 3)
    assert pid_of(shared) == first


def test_several_threads_share_the_workers_without_mixing_pictures() -> None:
    plain = [makers.saved(Image.new("RGB", (64, 64), (n * 9,) * 3), "PNG") for n in range(12)]
    with open_decoder(2) as decoder, ThreadPoolExecutor(6) as threads:
        shown = threads.map(lambda data: decoder(picture(data), ALL).rgb[0, 0, 0], plain)
        assert [int(value) for value in shown] == [n * 9 for n in range(12)]
        pids = {worker.pid for worker in decoder.fence.idle}
    assert len(pids) <= 2


def test_the_workers_end_with_the_decoder() -> None:
    with open_decoder(1) as decoder:
        decoder(picture(makers.photo()), ALL)
        worker = decoder.fence.idle[-1]
    assert worker.has_ended


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits or signals")


@posix
def test_a_crash_is_an_error_about_that_picture_and_the_next_one_is_decoded() -> None:
    with open_decoder(1) as decoder:
        decoder(picture(makers.photo()), ALL)
        os.kill(pid_of(decoder), signal.SIGSEGV)
        with pytest.raises(
            PictureError, match=r"^b.png crashed the decoder \(exit code -11\)"
        ) as refused:
            decoder(picture(makers.photo(), "b.png"), ALL)
        assert refused.value.code == "decoding-failed"
        assert decoder(picture(makers.photo()), ALL).rgb.shape == (64, 96, 3)


@posix
def test_a_picture_that_never_ends_is_stopped_and_the_next_one_is_decoded() -> None:
    limits = DecodeLimits(wall_seconds=2)
    with open_decoder(1, limits) as decoder:
        decoder(picture(makers.photo()), ALL)
        stuck = pid_of(decoder)
        os.kill(stuck, signal.SIGSTOP)
        with pytest.raises(
            PictureError, match=r"^c took longer than 2 s to decode: save it"
        ) as refused:
            decoder(picture(makers.photo(), "c"), ALL)
        assert refused.value.code == "decoding-failed"
        assert decoder(picture(makers.photo()), ALL).rgb.shape == (64, 96, 3)


@posix
def test_a_bomb_meets_the_memory_limit_and_the_next_picture_is_decoded() -> None:
    bomb = makers.png_bomb(8000, 8000)
    assert len(bomb) < 500_000
    with open_decoder(1, DecodeLimits(memory_bytes=400 * MEBIBYTE)) as decoder:
        small = decoder(picture(makers.photo()), ALL)
        with pytest.raises(PictureError, match=r"^bombe.png needs more memory than a picture may"):
            decoder(picture(bomb, "bombe.png"), ALL)
        assert np.array_equal(decoder(picture(makers.photo()), ALL).rgb, small.rgb)


@posix
def test_memory_is_fenced_by_the_system_and_not_only_by_the_header(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A worker that believes in more memory than it is given: the fence itself is tried.
    monkeypatch.setattr(
        fence_module,
        "START",
        fence_module.START.replace(
            "main(sys.argv[1:])",
            "import renderer.photographs.photograph as p;"
            " p.PIXEL_BYTES = dict.fromkeys(['RGB'], 0); "
            "main(sys.argv[1:])",
        ),
    )
    with open_decoder(1, DecodeLimits(memory_bytes=400 * MEBIBYTE)) as decoder:
        with pytest.raises(PictureError, match=r"^bombe.png needs more memory"):
            decoder(picture(makers.png_bomb(8000, 8000), "bombe.png"), ALL)
        assert decoder(picture(makers.photo()), ALL).rgb.shape == (64, 96, 3)


@posix
def test_processor_time_is_limited_for_each_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    # A decoder that never ends on pictures named "lent", as a codec might.
    monkeypatch.setattr(
        fence_module,
        "START",
        fence_module.START.replace(
            "main(sys.argv[1:])",
            "import renderer.photographs.sandbox_worker as w; real = w.decode_picture; "
            "w.decode_picture = lambda d, n, *r: "
            "max(iter(int, 1)) if n == 'lent' else real(d, n, *r); "
            "main(sys.argv[1:])",
        ),
    )
    with open_decoder(1, DecodeLimits(cpu_seconds=0)) as decoder:
        with pytest.raises(PictureError, match=r"^lent took more than 0 s of processor") as refused:
            decoder(picture(makers.photo(), "lent"), ALL)
        assert refused.value.code == "decoding-failed"
        assert decoder(picture(makers.photo()), ALL).rgb.shape == (64, 96, 3)


@posix
def test_an_interrupted_caller_leaves_no_half_read_reply_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_decoder(1) as decoder:
        decoder(picture(makers.photo()), ALL)
        worker = decoder.fence.idle[-1]

        def interrupted(*_: Any) -> Any:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(fence_module.FencedWorker, "_give", interrupted)
            with pytest.raises(KeyboardInterrupt):
                decoder(picture(makers.photo()), ALL)
        assert worker.has_ended
        assert decoder(picture(makers.photo()), ALL).rgb.shape == (64, 96, 3)


def test_a_worker_that_can_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence_module, "START", "raise SystemExit('no such module: PIL')")
    with (
        open_decoder(1) as decoder,
        pytest.raises(
            PictureError,
            match=r"^the process that decodes pictures can't start .*: no such module: PIL",
        ) as refused,
    ):
        decoder(picture(makers.photo()), ALL)
    assert refused.value.code == "decoder-unavailable"


def test_a_worker_needs_nothing_but_pillow_and_numpy(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import renderer.photographs.sandbox_worker; "
        "heavy = {'cv2', 'moviepy', 'av', 'pydantic', 'yaml', 'rich', 'requests'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(fence_module.ROOT)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_no_thread_is_left_behind_by_a_decoder(shared: Decoder) -> None:
    before = threading.active_count()
    for _ in range(20):
        shared(picture(makers.photo()), Size(10, 10))
    for _ in range(200):  # the last call's own threads end a moment after it returns
        if threading.active_count() <= before + 1:
            break
        time.sleep(0.05)
    assert threading.active_count() <= before + 1


def test_a_decoder_closed_under_its_callers_ends_every_worker_and_keeps_nobody_waiting() -> None:
    data = makers.photo("PNG", 2400, 1600)
    decoder = Decoder(Fence(PICTURES, 2), Fence(RIGHTS))
    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(decoder, picture(data), ALL) for _ in range(8)]
        decoder(picture(makers.photo()), ALL)
        decoder.fence.close()
        failures = {str(future.exception(timeout=30)) for future in running}
    assert failures <= {"None", "the run was stopped"}
    with pytest.raises(PictureError, match="the run was stopped") as refused:
        decoder(picture(data), ALL)
    assert refused.value.code == "run-stopped"
    assert decoder.fence.idle == []


@pytest.mark.parametrize(("lost", "is_shown"), [(0, True), (2, True), (200, False), (1500, False)])
def test_a_jpeg_read_by_its_path_is_what_its_bytes_are(
    tmp_path: Path, lost: int, is_shown: bool
) -> None:
    data = makers.photo("JPEG", 320, 200, quality=95)
    path = tmp_path / "a.jpg"
    path.write_bytes(data[: len(data) - lost])
    file = PictureFile(name="a.jpg", path=path, digest=digest_of_file(path))
    with open_decoder(1) as decoder:
        if is_shown:
            assert decoder(file, ALL).rgb.shape == (200, 320, 3)
            return
        with pytest.raises(PictureError, match="is damaged or cut short") as failure:
            decoder(file, ALL)
    assert "mmap" not in str(failure.value)
