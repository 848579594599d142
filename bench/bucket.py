"""A cache in object storage that is far away: requests, and round trips one after the other.

    python -m pip install s3fs 'moto[server,s3]'
    python -m bench.bucket [--slides 12] [--delay 50]

Comes in: how many slides, and how many milliseconds each request takes longer than on this machine.
Goes out: a table. The storage is moto's S3 server on loopback, reached through s3fs as Amazon's is.
Round trips are the time in which at least one request was under way, in delays: requests that wait
side by side count once.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.inputs import Work
from bench.measure import run
from bench.studio import Studio

_WORK = Work(pictures=12, size=(600, 400), height=180, sentences=1)
"""Small frames: this is about what goes over the wire."""
_BUCKET = "s3://team/recit"


class _Far:
    """A WSGI application that answers late, and counts."""

    def __init__(self, application: Callable[..., Iterable[bytes]], delay: float) -> None:
        self._application, self._delay = application, delay
        self._lock = threading.Lock()
        self._under_way, self._since = 0, 0.0
        self.asked: Counter[str] = Counter()
        self.busy = 0.0
        """Seconds in which something was under way."""

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        with self._lock:
            listing = "list-type" in environ.get("QUERY_STRING", "")
            self.asked["LIST" if listing else environ["REQUEST_METHOD"]] += 1
            if not self._under_way:
                self._since = time.monotonic()
            self._under_way += 1
        try:
            time.sleep(self._delay)
            yield from self._application(environ, start)
        finally:
            with self._lock:
                self._under_way -= 1
                if not self._under_way:
                    self.busy += time.monotonic() - self._since

    def forget(self) -> None:
        self.asked.clear()
        self.busy = 0.0


@contextmanager
def _storage(delay: float) -> Iterator[tuple[str, _Far]]:
    """An S3 of its own on loopback; its address, and what counts."""
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept, as Amazon keeps them

        def log(self, *_: Any, **__: Any) -> None:
            return

    far = _Far(DomainDispatcherApplication(create_backend_app), delay)
    server = make_server("127.0.0.1", 0, far, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", far
    finally:
        server.shutdown()
        thread.join()


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.bucket", description=__doc__)
    parser.add_argument("--slides", type=int, default=12)
    parser.add_argument("--delay", type=int, default=50, help="milliseconds")
    arguments = parser.parse_args()
    delay = arguments.delay / 1000
    print("| what | requests | round trips | wall s | CPU s |\n|---|---|---|---|---|")
    with (
        tempfile.TemporaryDirectory(prefix="recit-bucket-") as name,
        _storage(delay) as (address, far),
    ):
        work = replace(_WORK, slides=arguments.slides)
        studio = Studio(folder=Path(name))
        os.environ.update(
            FSSPEC_S3_ENDPOINT_URL=address,
            AWS_ACCESS_KEY_ID="nobody",
            AWS_SECRET_ACCESS_KEY="nothing",  # the stand-in's
            AWS_DEFAULT_REGION="us-east-1",
        )
        for what, command, edited, machine in (
            ("a first render, nothing stored", "render", False, "one"),
            ("again, nothing edited", "render", False, "one"),
            ("`plan` on another machine", "plan", False, "two"),
            ("the same render on another machine", "render", False, "three"),
            ("one sentence edited on another machine", "render", True, "four"),
        ):
            storyboard = studio.write(replace(work, edited=edited))
            far.forget()
            words = [f"--cache={_BUCKET}", "--jobs=2"]
            if command == "render":
                words.append(f"--out={studio.folder / machine / 'out'}")
            made = run(
                [sys.executable, "make_video.py", command, storyboard, *words],
                env={"RECIT_CACHE": str(studio.folder / machine)},
            )
            asked = ", ".join(f"{count} {verb}" for verb, count in sorted(far.asked.items()))
            trips = far.busy / delay if delay else 0
            print(
                f"| {what} | {asked or 'none'} | {trips:.0f} | {made.wall:.1f} | {made.cpu:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
