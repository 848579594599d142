"""Pictures named by an address on the web: which addresses may be fetched at all.

Comes in: what stands where a file's name should. Goes out: nothing, or why not and what to do.
Judges the letters only: where a host's name leads is for `fetching/` to see. Opens no socket.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from renderer.messages import deferred, tr
from renderer.messages.catalogue import number
from renderer.storyboard.file_names import BadNameError

_UNFIT = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")
"""What no address holds unescaped (RFC 3986, 2), and what parsers disagree about."""
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
"""A last label that makes the whole host an address in numbers, however it is written."""
_LONGEST = 2_000
"""Letters: what browsers and servers agree on; a longer one is a mistake of copying."""
_DOWNLOAD = deferred("download it, keep it in media/ with its rights, and name that file")


def check_named(name: str, *, is_picture: bool, allowed: bool) -> None:
    """Refuse a web address in a storyboard, unless it is a picture's and may be fetched.

    Raises:
        BadNameError: with the reason.
    """
    if not is_picture:
        raise BadNameError(
            tr("a web address where a file should be"),
            tr("only pictures are ever fetched: {download}", download=tr(_DOWNLOAD)),
            code="web-address-misplaced",
        )
    check_address(name)
    if not allowed:
        raise BadNameError(
            tr("a picture on the web, and nothing is fetched unless it is allowed"),
            tr(
                "{download}; or allow it with {option}",
                download=tr(_DOWNLOAD),
                option="--allow-fetch",
            ),
            code="fetch-not-allowed",
        )


def check_address(address: str) -> None:
    """Refuse what isn't a plain https address of a named host.

    Raises:
        BadNameError: with the reason.
    """
    if not address.lower().startswith("https://"):
        raise _unfit(
            tr("a web address that is not https"),
            tr("write {example}, or {download}", example="https://…", download=tr(_DOWNLOAD)),
        )
    if len(address) > _LONGEST:
        raise _unfit(tr("a web address of more than {limit} letters", limit=number(_LONGEST)))
    if (odd := _UNFIT.search(address)) is not None:
        raise _unfit(
            tr("a web address with {sign} in it", sign=repr(odd.group())),
            tr("write it as {escaped}, as browsers do", escaped=f"%{ord(odd.group()):02X}"),
        )
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _unfit(tr("a web address that can't be read")) from None
    if "@" in parts.netloc:
        raise _unfit(tr("a web address with a user's name in it"))
    if port not in (None, 443):
        raise _unfit(tr("a web address at port {port}; only 443 is asked", port=port))
    _check_host(host)


def _check_host(host: str) -> None:
    labels = host.rstrip(".").split(".")
    if ":" in host or _NUMBER.fullmatch(labels[-1]):
        raise _unfit(
            tr("a web address whose host is a number"),
            tr("name the host, or {download}", download=tr(_DOWNLOAD)),
        )
    if len(labels) < 2 or not all(labels):
        raise _unfit(tr("'{host}' is not the name of a host on the web", host=host))


def _unfit(what: str, remedy: str = "") -> BadNameError:
    return BadNameError(what, remedy or tr(_DOWNLOAD), code="web-address-unfit")
