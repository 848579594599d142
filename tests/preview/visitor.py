"""A browser's requests, one by one, over a real socket."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 30
"""Seconds before a test gives up; never reached when all is well."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Visitor:
    """Whoever sends requests to a preview; lets itself in with the printed address if asked."""

    def __init__(self, address: str, *, enter: bool = True) -> None:
        parts = urlsplit(address)
        assert parts.hostname == "127.0.0.1"
        assert parts.port is not None
        self.port = parts.port
        self.cookie = ""
        if enter:
            answer = self.get(f"{parts.path}?{parts.query}")
            assert answer.status == 303
            self.cookie = answer.headers["set-cookie"].partition(";")[0]

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, **headers)

    def send(self, method: str, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            response = self._ask(connection, method, path, headers)
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    @contextmanager
    def events(self) -> Iterator[Iterator[dict[str, Any]]]:
        """The states that the event stream tells, as they come."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            response = self._ask(connection, "GET", "/events", {})
            assert response.status == 200
            assert response.getheader("content-type", "").startswith("text/event-stream")
            yield _states(response)
        finally:
            connection.close()

    def _ask(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        headers: dict[str, str],
    ) -> http.client.HTTPResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            sent.setdefault("Cookie", self.cookie)
        connection.request(method, path, headers=sent)
        return connection.getresponse()


def _states(response: http.client.HTTPResponse) -> Iterator[dict[str, Any]]:
    for line in response:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))
