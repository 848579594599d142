"""A page's requests, one by one, over a real socket."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.preview.visitor import PATIENCE, Answer, Visitor

_OVER = ("done", "failed", "stopped")


class Page(Visitor):
    """A page of the studio: lets itself in, and signs what it sends."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.origin = f"http://127.0.0.1:{self.port}"
        self.token = self.read("/api/start")["token"]

    def read(self, path: str) -> Any:
        """What a GET tells."""
        answer = self.get(path)
        assert answer.status == 200, (path, answer.status, answer.text)
        return json.loads(answer.body)

    def ask(self, path: str, sent: Any = None, **headers: str) -> Answer:
        """What a POST of JSON is answered."""
        body = json.dumps({} if sent is None else sent).encode()
        return self.post(path, body, **{"Content_Type": "application/json", **headers})

    def do(self, path: str, sent: Any = None, status: int = 200) -> Any:
        """What comes of a POST of JSON."""
        answer = self.ask(path, sent)
        assert answer.status == status, (path, answer.status, answer.text)
        return json.loads(answer.body)

    def post(self, path: str, body: bytes, **headers: str) -> Answer:
        """What a POST of anything is answered."""
        sent = {
            "Origin": self.origin,
            "X-Recit-Token": self.token,
            "Cookie": self.cookie,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(
                "POST", path, body=body, headers={k: v for k, v in sent.items() if v}
            )
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    @contextmanager
    def news(self) -> Iterator[Iterator[dict[str, Any]]]:
        """What the studio tells, as it comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            response = self._ask(connection, "GET", "/api/events", {})
            assert response.status == 200
            yield (
                json.loads(line.removeprefix(b"data: "))
                for line in response
                if line.startswith(b"data: ")
            )
        finally:
            connection.close()

    def finished(self, job: str) -> dict[str, Any]:
        """A job, once it is over."""
        # Listening comes first: nothing may happen between looking and listening.
        with self.news() as news:
            for one in self.read("/api/jobs")["jobs"]:
                if one["job"] == job and one["state"] in _OVER:
                    return dict(one)
            for each in news:
                told = each.get("job", {})
                if told.get("job") == job and told["state"] in _OVER:
                    return dict(told)
        raise AssertionError("the studio ended")
