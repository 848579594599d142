"""``studio``: the place where films are made, in a browser.

Comes in: parsed arguments. Goes out: the address on stdout, opened in the browser if there is one.
Ctrl-C (or any signal that stops a command) is how a studio ends, so it ends with 0.
"""

from __future__ import annotations

import argparse
import ipaddress
import json
import sys
import webbrowser

from renderer.cli.values import options_of
from renderer.errors import UsageError
from renderer.messages import tr


def run(arguments: argparse.Namespace) -> int:
    """Answer until Ctrl-C."""
    from renderer.preview.access_control import Proxy
    from renderer.studio.session import open_studio

    proxy = None
    if bool(arguments.trust_header) != bool(arguments.proxy):
        told = tr("studio: --trust-header and --proxy go together")
        raise UsageError(told, code="options-conflict")
    if arguments.proxy:
        proxy = Proxy(address=_address(arguments.proxy), header=arguments.trust_header.lower())
    try:
        with open_studio(
            arguments.folder,
            options_of(arguments),
            port=arguments.port,
            host=arguments.host,
            proxy=proxy,
        ) as session:
            found = {"address": session.address}
            print(json.dumps(found) if arguments.json else session.address, flush=True)
            print(tr("the studio is open at this address; Ctrl-C ends it"), file=sys.stderr)
            # Where nobody sits, a browser of plain text would take the terminal.
            if sys.stdout.isatty() and not (arguments.no_browser or arguments.json or proxy):
                webbrowser.open(session.address)
            session.run()
    except KeyboardInterrupt:
        print(tr("the studio has ended"), file=sys.stderr)
    return 0


def _address(given: str) -> str:
    try:
        return str(ipaddress.ip_address(given))
    except ValueError:
        told = tr("studio: --proxy is an address such as 127.0.0.1, not '{given}'", given=given)
        raise UsageError(told, code="option-unfit") from None
