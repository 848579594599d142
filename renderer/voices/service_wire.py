"""One HTTPS request to a speech service, and the bytes of its answer.

Comes in: an address, headers, a body, a `Line`. Goes out: the bytes, unchecked, or `Refused` with
all that a caller needs to decide whether to ask again. No redirect is followed, certificates are
verified, an answer has a size and a time that it may not pass. What the service itself says of a
refusal is told, its key never. Knows no service, and nothing of waiting.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renderer.messages import deferred, tr

if TYPE_CHECKING:
    import requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How the service is reached; the fields are there for tests, the defaults are for films."""

    base_url: str = ""
    """Scheme, host and port asked instead of https://translate.google.<tld>."""
    authorities: str = ""
    """A file of certificate authorities; empty: REQUESTS_CA_BUNDLE if set, else certifi's."""
    connect_seconds: float = 5.0
    read_seconds: float = 20.0
    """Longest silence inside an answer."""
    total_seconds: float = 60.0
    """Longest answer."""
    clock: Callable[[], float] = time.monotonic


class Refused(Exception):
    """The service gave no audio; the message says why, for people."""

    def __init__(
        self, why: str, *, retries: int, retry_after: float | None = None, blocks: bool = False
    ) -> None:
        super().__init__(why)
        self.retries = retries
        """How often asking again makes sense."""
        self.retry_after = retry_after
        """Seconds that the service asked to wait."""
        self.blocks = blocks
        """Whether it said that we ask too often."""


PATIENT, ONCE_MORE, NEVER = 4, 1, 0
"""Times to ask again: of a busy service, after a broken answer, after a refusal for good."""


LARGEST_ANSWER = 24_000_000
"""Bytes. A minute of 48 kHz, 16 bits, is 6 MB, and a third more in base64."""
UNFIT = deferred("the request can't be made: is the key whole?")
_LONGEST_EXCERPT = 160
"""Characters told of what a service says of its refusal: a sentence."""
_LONGEST_WAIT = 86_400.0
"""Seconds that a service can ask us to wait: a day is for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is sent."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    """The key is among them."""
    body: bytes = field(repr=False)
    secret: str = field(repr=False, default="")
    """What is never told, though the service repeat it."""


def fetch(request: Request, line: Line) -> bytes:
    """What the service answers to *request*, of at most `LARGEST_ANSWER` bytes.

    Raises:
        Refused: no connection, no trust, no leave, or an answer that breaks off.
    """
    import requests

    path = request.url.split("/", 3)[3]
    url = f"{line.base_url}/{path}" if line.base_url else request.url
    began = line.clock()
    try:
        # Prepared by itself, not by the session: that would put the password of a .netrc in the
        # place of the key.
        made = requests.Request("POST", url, dict(request.headers), data=request.body).prepare()
        with (
            requests.Session() as session,
            # Closed whatever is said of it: an answer that is refused unread would keep its socket.
            session.send(
                made,
                timeout=(line.connect_seconds, line.read_seconds),
                allow_redirects=False,
                **session.merge_environment_settings(url, {}, True, line.authorities or True, ""),
            ) as answer,
        ):
            body = _body(answer, line, began)
    except requests.exceptions.RequestException as failure:
        raise no_answer(failure, url) from failure
    except ValueError as failure:  # a key with a line end or a letter that no header can hold
        raise Refused(
            tr("the request can't be made: is the key whole?"), retries=NEVER
        ) from failure
    if 200 <= answer.status_code < 300:
        return body
    told = answer_excerpt(body, request.secret)
    raise answer_refusal(answer.status_code, answer.headers.get("Retry-After", ""), told)


def _body(answer: requests.Response, line: Line, began: float) -> bytes:
    body = bytearray()
    for part in answer.iter_content(65_536):
        body += part
        if len(body) > LARGEST_ANSWER:
            raise Refused(tr("the answer is far too long to be one sentence"), retries=ONCE_MORE)
        if line.clock() - began > line.total_seconds:
            raise Refused(
                tr("the answer was not whole after {seconds} s", seconds=int(line.total_seconds)),
                retries=PATIENT,
            )
    return bytes(body)


def answer_refusal(status: int, retry_after: str, said: str) -> Refused:
    """Why an answer of *status* gives no speech.

    Args:
        status: of HTTP, not one of success.
        retry_after: its header of that name.
        said: what its body says, as `answer_excerpt` gives it.
    """
    wait = _retry_after(retry_after)
    if status == 429:
        told = tr("the service answered {status}: too many requests", status=status)
        return Refused(told, retries=PATIENT, retry_after=wait, blocks=True)
    if status >= 500 or status == 408:
        told = tr("the service answered {status}", status=status)
        return Refused(told, retries=PATIENT, retry_after=wait)
    if status in (401, 403):
        told = tr("the service refuses the key ({status}): {why}", status=status, why=said)
    elif status == 402:
        told = tr("the account has nothing left to pay with ({status})", status=status)
    elif 300 <= status < 400:
        told = tr("the service sends us elsewhere ({status}), where text isn't sent", status=status)
    else:
        told = tr("the service can't do this ({status}): {why}", status=status, why=said)
    return Refused(told, retries=NEVER)


def _retry_after(value: str) -> float | None:
    """Seconds in a Retry-After header: a count, or a date (RFC 9110, 10.2.3)."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    if not value.strip():
        return None
    try:
        return min(float(Retry().parse_retry_after(value)), _LONGEST_WAIT)
    except (InvalidHeader, OverflowError):
        return None


def answer_excerpt(body: bytes, secret: str) -> str:
    """What *body* says, on one line, without *secret*; masked before it is cut."""
    text = body[:10_000].decode("utf-8", "replace")
    if secret:
        text = text.replace(secret, "…")
    # Services repeat a key in part, too: "Incorrect API key provided: sk-abc***xyz".
    text = re.sub(r"\b[\w*.-]*(?:\*{2,}|(?<=\w)-)[\w*-]{16,}", "…", text)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text[:_LONGEST_EXCERPT] or "–"


def no_answer(failure: requests.exceptions.RequestException, url: str) -> Refused:
    """*failure* in words, and whether it may pass."""
    import requests

    host = url.split("/")[2]
    if isinstance(failure, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY" in str(failure):
        return trust_failure(host)
    if isinstance(failure, requests.exceptions.InvalidHeader | requests.exceptions.InvalidURL):
        return Refused(tr(UNFIT), retries=NEVER)
    if isinstance(failure, requests.exceptions.Timeout):
        return Refused(tr("{host} did not answer in time", host=host), retries=PATIENT)
    if isinstance(failure, requests.exceptions.ConnectionError):
        return Refused(tr("no connection to {host}", host=host), retries=PATIENT)
    return Refused(tr("the answer of {host} broke off", host=host), retries=PATIENT)


def trust_failure(host: str) -> Refused:
    """*host* can't prove who it is."""
    return Refused(
        tr(
            "the certificate of {host} is not trusted; behind a proxy that inspects TLS, set"
            " REQUESTS_CA_BUNDLE to its authority's file",
            host=host,
        ),
        retries=NEVER,
    )
