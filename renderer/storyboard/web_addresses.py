"""Pictures named by an address on the web: which addresses may be fetched at all.

Comes in: what stands where a file's name should. Goes out: nothing, or why not and what to do.
Judges the letters only: where a host's name leads is for `fetching/` to see. Opens no socket.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from renderer.storyboard.files import BadNameError

_WEB = re.compile(r"^https?:", re.IGNORECASE)
_UNFIT = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")
"""What no address holds unescaped (RFC 3986, 2), and what parsers disagree about."""
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
"""A last label that makes the whole host an address in numbers, however it is written."""
_LONGEST = 2_000
_DOWNLOAD = "download it, keep it in media/ with its rights, and name that file"


def is_web_address(name: str) -> bool:
    """Whether *name* is meant as an address on the web rather than as a file."""
    return _WEB.match(name) is not None


def check_named(name: str, *, is_picture: bool, allowed: bool) -> None:
    """Refuse a web address in a storyboard, unless it is a picture's and may be fetched.

    Raises:
        BadNameError: with the reason.
    """
    if not is_picture:
        raise BadNameError(
            "a web address where a file should be", f"only pictures are ever fetched: {_DOWNLOAD}"
        )
    check_address(name)
    if not allowed:
        raise BadNameError(
            "a picture on the web, and nothing is fetched unless it is allowed",
            f"{_DOWNLOAD}; or allow it with --allow-fetch",
        )


def check_address(address: str) -> None:
    """Refuse what isn't a plain https address of a named host.

    Raises:
        BadNameError: with the reason.
    """
    if not address.lower().startswith("https://"):
        raise BadNameError("a web address that is not https", f"write https://…, or {_DOWNLOAD}")
    if len(address) > _LONGEST:
        raise BadNameError(f"a web address of more than {_LONGEST:,} letters", _DOWNLOAD)
    if (odd := _UNFIT.search(address)) is not None:
        raise BadNameError(
            f"a web address with {odd.group()!r} in it",
            f"write it as %{ord(odd.group()):02X}, as browsers do",
        )
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadNameError("a web address that can't be read", _DOWNLOAD) from None
    if "@" in parts.netloc:
        raise BadNameError("a web address with a user's name in it", _DOWNLOAD)
    if port not in (None, 443):
        raise BadNameError(f"a web address at port {port}; only 443 is asked", _DOWNLOAD)
    _check_host(host)


def _check_host(host: str) -> None:
    labels = host.rstrip(".").split(".")
    if ":" in host or _NUMBER.fullmatch(labels[-1]):
        raise BadNameError("a web address whose host is a number", f"name the host, or {_DOWNLOAD}")
    if len(labels) < 2 or not all(labels):
        raise BadNameError(f"'{host}' is not the name of a host on the web", _DOWNLOAD)
