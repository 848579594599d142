"""A PeerTube instance, asked by one account: signed in, patient, its uploads never begun anew.

Comes in: an account, requests. Goes out: answers, or an error in words. OAuth's password grant, and
the resumable upload of node-uploadx. Reached as pictures are (`fetching`): https to public
addresses alone, certificates checked, no proxy, no redirect. The password goes to the host that its
own variable names, never to another that a project's recit.toml may name; it is neither told nor
kept. Knows no film.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from urllib3.filepost import encode_multipart_formdata

from renderer import __version__
from renderer.cancellation import pause, wait_for
from renderer.errors import PublishError, UsageError
from renderer.fetching import fetch
from renderer.fetching.connection import NotFetchedError, connected, public_addresses
from renderer.messages import deferred, tr
from renderer.messages.figures import short_figure
from renderer.publish.metadata import Json

USER, PASSWORD = "RECIT_PEERTUBE_USER", "RECIT_PEERTUBE_PASSWORD"
CHUNK = 16 * 1024 * 1024
"""Bytes sent at once: above the 5 MiB that an object store behind an instance asks of a part, and
what 300 kbit/s carry within `_REQUEST_SECONDS`."""
_REQUEST_SECONDS = 600.0
"""Of one request: a `CHUNK` on a slow line."""
_LARGEST_ANSWER = 4_000_000
"""Bytes read of an answer, all of which are JSON about one video or one account."""
_TRIES = 6
"""Their pauses, each twice the one before, come to half a minute."""
_FIRST_PAUSE_SECONDS = 1.0
"""Doubled at each further try."""
PATIENCE_SECONDS = 600
"""How long an instance is waited for that says how long; it asks for 300 while it works on a film
that is whole."""
_BUSY = (429, 502, 503, 504)
"""Too many requests; and what a proxy says whose server starts, stops or is slow."""
API = "/api/v1"
_REASONS = {
    "quota_reached": deferred("the account's quota is used up: ask for more, or remove a video"),
    "max_file_size_reached": deferred("the film is larger than this instance takes"),
    "invalid_grant": deferred("it doesn't know this account with this password"),
    "missing_two_factor": deferred(
        "the account asks for a second factor, which no program has: use one of its own for this"
    ),
}
"""What the codes of its answers mean, for `tr`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who publishes, and where alone their password may go."""

    host: str
    user: str
    password: str = field(repr=False)


def account_of(environment: Mapping[str, str], address: str) -> Account:
    """The account that the environment holds, for the instance at *address*.

    Raises:
        UsageError: something is missing, or it is another instance's.
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or not host or parts.port not in (None, 443):
        raise _unset(
            tr(
                "no PeerTube instance is named: write {line} under {table} in recit.toml",
                line='address = "https://video.musee.example"',
                table="[peertube]",
            )
        )
    handle, password = environment.get(USER, "").strip(), environment.get(PASSWORD, "")
    user, _, named = handle.rpartition("@")
    if not user or not password:
        raise _unset(
            tr(
                "{user} and {password} are to be in the environment: the account as name@{host},"
                " and its password",
                user=USER,
                password=PASSWORD,
                host=host,
            )
        )
    if named.lower() != host:
        raise _unset(
            tr(
                "{variable} is an account of {named}, and recit.toml names {host}: its password"
                " goes to no other",
                variable=USER,
                named=named,
                host=host,
            )
        )
    return Account(host=host, user=user, password=password)


def _unset(told: str) -> UsageError:
    return UsageError(told, code="account-missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an instance said."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def data(self) -> Json:
        """Its JSON object; empty: it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request's body."""

    data: bytes = field(repr=False)
    kind: str

    @staticmethod
    def json(value: Any) -> Sent:
        """*value* as JSON."""
        return Sent(data=json.dumps(value).encode(), kind="application/json")

    @staticmethod
    def form(value: Mapping[str, str]) -> Sent:
        """*value* as OAuth wants it."""
        return Sent(data=urlencode(value).encode(), kind="application/x-www-form-urlencoded")

    @staticmethod
    def parts(fields: Mapping[str, str], files: Mapping[str, Path]) -> Sent:
        """*fields* and *files* as a browser's form sends them."""
        every: dict[str, Any] = dict(fields)
        for name, path in files.items():
            kind = "text/vtt" if path.suffix == ".vtt" else "image/jpeg"
            every[name] = (path.name, path.read_bytes(), kind)
        data, kind = encode_multipart_formdata(every)
        return Sent(data=data, kind=kind)


class Instance:
    """One instance, asked by one account; knows its tokens for as long as it lives."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._web = fetch.the_web()
        self._tokens: Json = {}

    def asked(
        self,
        method: str,
        path: str,
        sent: Sent | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        fine: tuple[int, ...] = (200, 201, 204),
        signed: bool = True,
    ) -> Answer:
        """The answer to a request that may be made again; a busy instance is waited for.

        Raises:
            PublishError: it refuses, or can't be reached.
        """
        for attempt in range(_TRIES):
            answer = self._once(method, path, sent, headers or {}, signed=signed)
            if isinstance(answer, Answer) and answer.status not in _BUSY:
                if answer.status in fine:
                    return answer
                raise self._refused(answer)
            self._patiently(attempt, answer)
        raise AssertionError  # the last attempt returned or raised

    def upload(
        self, path: str, film: Path, fields: Json, tell: Callable[[int, int], None]
    ) -> Answer:
        """*film* sent in parts; what has arrived isn't sent again, whatever breaks in between.

        Raises:
            PublishError: as `asked`.
        """
        size = film.stat().st_size
        first = {"X-Upload-Content-Length": str(size), "X-Upload-Content-Type": "video/mp4"}
        begun = self.asked("POST", path, Sent.json({"filename": film.name, **fields}), first)
        # Only what names the upload: no answer leads to another host.
        name = urlsplit(begun.headers.get("location", "")).query
        if "upload_id=" not in name:
            raise _failed(tr("{host} names no upload", host=self.account.host))
        where = f"{path}?{name}"
        state = {"Content-Range": f"bytes */{size}"}
        offset, failures = 0, 0
        answer: Answer | str = self._once("PUT", where, None, state) if begun.status == 200 else ""
        with film.open("rb") as stream:
            while True:
                if isinstance(answer, Answer) and answer.status in (200, 204):
                    break
                if isinstance(answer, Answer) and answer.status == 308:
                    arrived = _arrived(answer)
                    failures = 0 if arrived > offset else failures + 1
                    offset = arrived
                    tell(offset, size)
                elif isinstance(answer, Answer) and answer.status not in (*_BUSY, 409):
                    raise self._refused(answer)
                elif answer:
                    self._patiently(failures, answer)
                    failures += 1
                    answer = self._once("PUT", where, None, state)
                    continue
                if failures >= _TRIES:
                    raise _failed(tr("{host} takes no part of the film", host=self.account.host))
                stream.seek(offset)
                block = stream.read(CHUNK)
                span = {"Content-Range": f"bytes {offset}-{offset + len(block) - 1}/{size}"}
                sent = Sent(data=block, kind="application/octet-stream")
                answer = self._once("PUT", where, sent, span)
        tell(size, size)
        if answer.status == 200:  # it keeps its notes of an upload until it is told
            self._once("DELETE", where, None, {})
        return answer

    def _once(
        self,
        method: str,
        path: str,
        sent: Sent | None,
        headers: Mapping[str, str],
        *,
        signed: bool = True,
    ) -> Answer | str:
        """One answer, with a fresh token where the old one has run out; or why there is none."""
        ask = partial(self._spoken, method, path, sent)
        try:
            answer = ask({**headers, **(self._signature() if signed else {})})
            if answer.status == 401 and signed:
                self._renew()
                answer = ask({**headers, **self._signature()})
        except NotFetchedError as error:
            return str(error)
        return answer

    def _spoken(
        self, method: str, path: str, sent: Sent | None, headers: Mapping[str, str]
    ) -> Answer:
        return wait_for(partial(copy_context().run, self._exchange, method, path, sent, headers))

    def _exchange(
        self, method: str, path: str, sent: Sent | None, headers: Mapping[str, str]
    ) -> Answer:
        host, until = self.account.host, time.monotonic() + _REQUEST_SECONDS
        web = replace(self._web, limits=replace(self._web.limits, total_seconds=_REQUEST_SECONDS))
        addresses = public_addresses(host, web, until)
        kind = {"Content-Type": sent.kind} if sent else {}
        with connected(host, addresses, web, until) as (connection, _):
            connection.request(
                method,
                path,
                body=sent.data if sent else None,
                headers={
                    "Host": host,
                    "User-Agent": f"Recit/{__version__}",
                    "Accept": "application/json",
                    "Connection": "close",
                    **kind,
                    **headers,
                },
                preload_content=False,
            )
            response = connection.getresponse()
            try:
                body = response.read(_LARGEST_ANSWER)
            finally:
                response.close()
            said = {name.lower(): value for name, value in response.headers.items()}
        return Answer(status=response.status, headers=said, body=body)

    def _signature(self) -> dict[str, str]:
        if not self._tokens:
            self._sign_in()
        return {"Authorization": f"Bearer {self._tokens['access_token']}"}

    def _renew(self) -> None:
        """New tokens: by the one that is for that, or else by the password."""
        known = str(self._tokens.get("refresh_token", ""))
        self._tokens = {}
        if known:
            asked = {"grant_type": "refresh_token", "refresh_token": known}
            try:
                self._sign_in(asked)
            except PublishError:
                self._sign_in()

    def _sign_in(self, grant: Mapping[str, str] | None = None) -> None:
        own = {"username": self.account.user, "password": self.account.password}
        client = self.asked("GET", f"{API}/oauth-clients/local", signed=False).data()
        asked = {
            "client_id": str(client.get("client_id", "")),
            "client_secret": str(client.get("client_secret", "")),
            "response_type": "code",
            **(grant or {"grant_type": "password", **own}),
        }
        tokens = self.asked("POST", f"{API}/users/token", Sent.form(asked), signed=False).data()
        if not tokens.get("access_token"):
            raise _failed(tr("{host} gives no token", host=self.account.host))
        self._tokens = tokens

    def _patiently(self, attempt: int, answer: Answer | str) -> None:
        """Wait before asking again.

        Raises:
            PublishError: it was asked often enough, or wants to be left alone for too long.
        """
        seconds = _FIRST_PAUSE_SECONDS * 2**attempt
        told = answer
        if isinstance(answer, Answer):
            after = answer.headers.get("retry-after", "").strip()
            seconds = float(after[:9]) if after.isdecimal() else seconds
            told = tr("{host} answered {answer}", host=self.account.host, answer=str(answer.status))
        if attempt + 1 >= _TRIES or seconds > PATIENCE_SECONDS:
            if seconds > PATIENCE_SECONDS:
                told = tr(
                    "{why}, and asks to wait {seconds} s", why=told, seconds=short_figure(seconds)
                )
            raise _failed(str(told))
        pause(seconds)

    def _refused(self, answer: Answer) -> PublishError:
        """What to raise for an answer that says no; nothing secret is repeated."""
        said = answer.data()
        code = str(said.get("code", ""))
        why = tr(_REASONS[code]) if code in _REASONS else str(said.get("detail") or code)
        for secret in (self.account.password, *map(str, self._tokens.values())):
            why = why.replace(secret, "…") if len(secret) > 3 else why
        why = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", why).split())[:200] or "–"
        return PublishError(
            tr(
                "{host} answered {answer}: {why}",
                host=self.account.host,
                answer=str(answer.status),
                why=why,
            ),
            code="upload-refused",
        )


def _failed(why: str) -> PublishError:
    told = tr("the film wasn't sent: {why}; the same command goes on where it stopped", why=why)
    return PublishError(told, code="upload-failed")


def _arrived(answer: Answer) -> int:
    """How many bytes have arrived, as a 308 says it."""
    match = re.search(r"0-(\d{1,18})\s*$", answer.headers.get("range", ""))
    return int(match[1]) + 1 if match else 0
