"""``serve``: the page while it is being written, on this machine alone.

Comes in: parsed arguments. Goes out: the address to open on stdout; what happens on stderr. Ctrl-C
(or any signal that stops a command) is how a preview ends, so it ends with 0.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from renderer.cli.arguments import program
from renderer.cli.values import options_of
from renderer.errors import UsageError
from renderer.messages import tr, trn

if TYPE_CHECKING:
    from renderer.preview.status import Billboard, News, Phase

STORYBOARDS = Path("storyboards")


def run(arguments: argparse.Namespace) -> int:
    """Show the page until Ctrl-C."""
    from renderer.preview.live_preview import open_session

    storyboard = arguments.storyboard or only_storyboard(STORYBOARDS)
    if not storyboard.is_file():
        told = tr("there is no storyboard {file}", file=storyboard)
        raise UsageError(told, code="storyboard-missing")
    try:
        with (
            open_session(storyboard, options_of(arguments), arguments.port) as session,
            _told(session.billboard),
        ):
            _print_address(session.address, as_json=arguments.json)
            session.run()
    except KeyboardInterrupt:
        print(tr("the preview has ended"), file=sys.stderr)
    return 0


def only_storyboard(folder: Path) -> Path:
    """The one storyboard in *folder*.

    Raises:
        UsageError: there is none, or there are several; the message lists them.
    """
    found = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if len(found) == 1:
        return found[0]
    if not found:
        told = tr("serve: there is no storyboard in {folder}/: name one", folder=folder)
        raise UsageError(told, code="storyboard-missing")
    choices = "\n".join(f"  {program()} serve {path}" for path in found)
    told = trn(
        "serve: there is {count} storyboard, name it:\n{choices}",
        "serve: there are {count} storyboards, choose one:\n{choices}",
        len(found),
        choices=choices,
    )
    raise UsageError(told, code="storyboards-several")


def _print_address(address: str, *, as_json: bool) -> None:
    print(json.dumps({"address": address}) if as_json else address, flush=True)
    print(tr("open this address; Ctrl-C ends the preview"), file=sys.stderr)


@contextmanager
def _told(billboard: Billboard) -> Iterator[None]:
    """Say on stderr what the page says: each state, mistake and warning once."""
    said: tuple[Phase, tuple[str, ...]] | None = None
    warned = set[str]()

    def tell(news: News) -> None:
        nonlocal said
        for warning in sorted(set(news.warnings) - warned):
            warned.add(warning)
            print(tr("warning: {message}", message=warning), file=sys.stderr)
        if (news.phase, news.mistakes) == said:
            return  # only its progress moved: that is for the page
        said = (news.phase, news.mistakes)
        print(news.said, file=sys.stderr)
        for mistake in news.mistakes:
            print(f"{mistake}\n", file=sys.stderr)

    with billboard.listening(tell):
        yield
