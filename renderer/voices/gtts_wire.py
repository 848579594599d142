"""One request to the service behind gTTS, and the MP3 in its answer.

Comes in: at most 100 characters, a language, a `Line`. Goes out: the bytes of an MP3, unchecked,
or `Refused` with all that a caller needs to decide whether to ask again. gTTS 2.5.4 packs the
request; sending it is ours, because gTTS sends with ``verify=False`` (pndurette/gTTS#258), follows
redirects, and by default waits for ever. Knows nothing of waiting or retrying.

A text too long for one request is parted where a reader would breathe, nothing lost but the spaces
between the pieces; small words are the language's.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from renderer.language.language import BreathRules
from renderer.language.registry import language_of
from renderer.messages import tr
from renderer.messages.figures import decimal
from renderer.voices.service_wire import NEVER, ONCE_MORE, PATIENT, Line, Refused, no_answer

if TYPE_CHECKING:
    import requests


LIMIT = 100
"""Characters the service takes in one request (gTTS.GOOGLE_TTS_MAX_CHARS)."""
RPC = "jQ1olc"
"""Name of the remote procedure, in the request and in the answer."""
LARGEST_ANSWER = 4_000_000
"""Bytes. 100 characters are about 50 kB."""


def fetch_mp3(text: str, *, lang: str, tld: str, slow: bool, line: Line) -> bytes:
    """The service's reading of *text*, 1 to `LIMIT` characters with a letter among them.

    Raises:
        Refused: no connection, no trust, no leave, or no audio in the answer.
    """
    import requests

    request = _packed(text, lang=lang, tld=tld, slow=slow)
    if line.base_url:
        path = str(request.url).split("/", 3)[3]
        request.url = f"{line.base_url}/{path}"
    began = line.clock()
    try:
        with (
            requests.Session() as session,
            # Closed whatever is said of it: an answer that is refused unread would keep its socket.
            session.send(
                request,
                timeout=(line.connect_seconds, line.read_seconds),
                # A redirect leads to the page where people prove that they are not a machine.
                allow_redirects=False,
                **session.merge_environment_settings(
                    str(request.url), {}, True, line.authorities or True, ""
                ),
            ) as answer,
        ):
            _check_status(answer)
            body = _body(answer, line, began)
    except requests.exceptions.RequestException as failure:
        raise no_answer(failure, str(request.url)) from failure
    return _audio(body)


def _packed(text: str, *, lang: str, tld: str, slow: bool) -> requests.PreparedRequest:
    """The request as gTTS makes it, text untouched.

    Its own pre-processors would drop the full stop after "Brest" (they take "st." for "saint"),
    and its tokenizer would cut "M. Leclerc" in two.
    """
    from gtts import gTTS

    packer = gTTS(
        text,
        lang=lang,
        tld=tld,
        slow=slow,
        lang_check=False,
        pre_processor_funcs=[],
        tokenizer_func=lambda whole: [whole],
    )
    prepared: list[requests.PreparedRequest] = packer._prepare_requests()
    if len(prepared) != 1:
        why = tr(
            "gTTS makes {requests} requests of {letters} letters",
            requests=len(prepared),
            letters=len(text),
        )
        raise Refused(why, retries=NEVER)
    return prepared[0]


def _check_status(answer: requests.Response) -> None:
    """Raise `Refused` unless the answer is 200."""
    status = answer.status_code
    reply = f"{status} {answer.reason or ''}".rstrip()
    said = tr("the service answered {reply}", reply=reply)
    wait = _retry_after(answer.headers.get("Retry-After", ""))
    if status == 200:
        return
    if status == 429 or 300 <= status < 400:
        raise Refused(
            tr("the service answered {reply}: too many requests from this address", reply=reply),
            retries=PATIENT if status == 429 else NEVER,
            retry_after=wait,
            blocks=True,
        )
    if status >= 500 or status == 408:
        raise Refused(said, retries=PATIENT, retry_after=wait)
    if status == 403:
        said = tr(
            "the service answered {reply}: it no longer takes gTTS's requests; a newer gTTS may"
            " help",
            reply=reply,
        )
    raise Refused(said, retries=NEVER)


def _retry_after(value: str) -> float | None:
    """Seconds in a Retry-After header: a count, or a date (RFC 9110, 10.2.3)."""
    if value.strip().isdecimal():
        return float(min(int(value.strip()), 86_400)) if len(value.strip()) < 9 else 86_400.0
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, when.timestamp() - time.time())


def _body(answer: requests.Response, line: Line, began: float) -> bytes:
    body = bytearray()
    for part in answer.iter_content(16_384):
        body += part
        if len(body) > LARGEST_ANSWER:
            why = tr("the answer is far too long to be one sentence")
            raise Refused(why, retries=ONCE_MORE)
        if line.clock() - began > line.total_seconds:
            seconds = decimal(line.total_seconds, 0)
            raise Refused(
                tr("the answer was not whole after {seconds} s", seconds=seconds), retries=PATIENT
            )
    return bytes(body)


def _audio(body: bytes) -> bytes:
    """The MP3 inside the JSON lines of *body*.

    Raises:
        Refused: there is none: an empty answer, an HTML page, or JSON that holds no sound.
    """
    for line in body.decode("utf-8", "replace").split("\n"):
        if f'"{RPC}"' in line:
            found = _spoken_in(line)
            if found:
                return found
    if not body.strip():
        raise Refused(tr("the service gave an empty answer"), retries=ONCE_MORE)
    raise Refused(tr("the service gave an answer without sound"), retries=ONCE_MORE)


def _spoken_in(line: str) -> bytes:
    """The MP3 in one line ``[["wrb.fr","jQ1olc","[\\"<base64>\\"]",…],…]``, or nothing."""
    try:
        entries: list[Any] = json.loads(line)
        for entry in entries:
            if entry[1] == RPC:
                return base64.b64decode(json.loads(entry[2])[0], validate=True)
    except (ValueError, TypeError, IndexError, KeyError, binascii.Error, RecursionError):
        return b""
    return b""


_SPACES = re.compile(r"\s+")  # in Python also no-break and narrow no-break spaces
PIECE_COST = 6.0
"""A request more costs as much as three bad places to breathe: few pieces first, then good ones."""


def split_by_sense(text: str, limit: int, language: str = "fr") -> tuple[str, ...]:
    """*text* in as few pieces of at most *limit* characters as can be, parted by sense.

    Best after a full stop, semicolon or colon, then after a comma or a dash, then before a word
    that opens a clause; never after an article if it can be helped; inside a word only when the
    word alone is longer than *limit*.
    """
    text = _SPACES.sub(" ", text).strip()
    if len(text) <= limit:
        return (text,) if text else ()
    cuts = [(0, 0.0), *_places(text, limit, language_of(language).breath), (len(text), 0.0)]
    best = [0.0] + [float("inf")] * (len(cuts) - 1)
    came_from = [0] * len(cuts)
    for here in range(1, len(cuts)):
        at, cost = cuts[here]
        for back in range(here - 1, -1, -1):
            length = at - cuts[back][0]
            if length > limit + 1:  # a piece may end with the space that is dropped
                break
            piece = text[cuts[back][0] : at].strip()
            # A piece of a few letters sounds chopped off.
            short = 2.0 * max(0.0, 1.0 - len(piece) / (limit / 3))
            total = best[back] + PIECE_COST + cost + short
            if piece and len(piece) <= limit and total < best[here]:
                best[here], came_from[here] = total, back
    places = [len(cuts) - 1]
    while places[-1]:
        places.append(came_from[places[-1]])
    ends = [cuts[place][0] for place in reversed(places)]
    return tuple(text[a:b].strip() for a, b in pairwise(ends))


def _places(text: str, limit: int, breath: BreathRules) -> Iterator[tuple[int, float]]:
    """Where *text* may be parted, rising, and how badly each place sounds (0 is best)."""
    start = 0
    for space in re.finditer(r" |$", text):
        for inside in range(start + limit, space.start(), limit):
            yield inside, 8.0
        if space.end() < len(text):
            yield space.end(), _badness(text[: space.start()], text[space.end() :], breath)
        start = space.end()


def _badness(before: str, after: str, breath: BreathRules) -> float:
    last = before[-1:]
    if last in ".!?…;:»":
        return 0.0
    if last in ",)—–":
        return 0.5
    if breath.joining.match(after):
        return 1.0
    return 3.0 if breath.leaning.search(before[-10:]) else 2.0
