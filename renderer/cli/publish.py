"""``publish``: the set that is public here becomes a video on a PeerTube instance, for good.

Comes in: parsed arguments; the account, from the environment alone. Goes out: the videos'
addresses on stdout. Renders nothing: what goes out is what ``render`` published and ``verify``
finds whole, and only what may be published today.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from renderer.cli.progress import witness
from renderer.errors import PublishError, StoryboardError, UsageError
from renderer.messages import tr
from renderer.production.embedded_rights import prefilled
from renderer.production.events import Witness
from renderer.production.prepare import load_film
from renderer.production.publication.release import refuse_without_rights
from renderer.publish.peertube import HandedOver, PeerTubeWishes, Register, hand_over
from renderer.publish.peertube_instance import Instance, account_of
from renderer.publish.platforms import PEERTUBE
from renderer.publish.verify import occupied, verify_shown
from renderer.store import cache_folder, open_cache
from renderer.storyboard.board import Storyboard
from renderer.storyboard.project_config import read_project
from renderer.storyboard.slugs import claim_of_board


def run(arguments: argparse.Namespace) -> int:
    """Hand over each language's set."""
    path: Path = arguments.storyboard
    project, problems = read_project(path)
    if problems:
        raise StoryboardError(problems)
    if arguments.offline or project.run.offline:
        told = tr("publish sends films, and nothing is sent with --offline")
        raise UsageError(told, code="network-forbidden")
    film = load_film(path, arguments.languages, allow_fetch=True)
    boards = [
        board
        for board in (film.own, *film.translations)
        if not arguments.languages or board.language in arguments.languages
    ]
    sets = _sets(boards, arguments.out, asked=bool(arguments.languages))
    if arguments.video and len(sets) > 1:
        told = tr("--video is of one set: name its language with --language")
        raise UsageError(told, code="options-conflict")
    peertube = project.peertube
    account = account_of(os.environ, peertube.address)
    instance, register = Instance(account), Register(project.root, account.host)
    wishes = PeerTubeWishes(
        channel=peertube.channel, privacy=peertube.privacy, video=arguments.video
    )
    told_all: list[dict[str, Any]] = []
    with ExitStack() as display:
        seen = display.enter_context(witness())
        for board, folder in sets:
            done = _handed(folder, instance, register, wishes, seen)
            told_all.append({"language": board.language, "folder": str(folder), **asdict(done)})
            if not arguments.json:
                print(done.address, flush=True)
    if arguments.json:
        print(json.dumps({"videos": told_all}, ensure_ascii=False))
    return 0


def _sets(
    boards: list[Storyboard], out: Path | None, *, asked: bool
) -> list[tuple[Storyboard, Path]]:
    """The sets to hand over, each whole, its storyboard's own, and such as may be published today.

    A translation of which there is no set yet is passed over, unless it was *asked* for.
    """
    found = []
    for board in boards:
        claim = claim_of_board(board)
        (folder,) = claim.folders(out, [board.language])
        if not (folder / PEERTUBE).is_file():  # none, or of a version that handed nothing on
            if board.is_translation and not asked:
                continue
            told = tr("{folder} holds nothing to hand over: render the film first", folder=folder)
            raise PublishError(told, code="set-missing")
        if problems := occupied(claim, [folder]):
            raise StoryboardError(problems)
        if damages := verify_shown(folder):
            lines = [tr("{folder}: {damage}", folder=folder, damage=one) for one in damages]
            lines.append(tr("nothing was sent"))
            raise PublishError("\n".join(lines), code="set-damaged")
        _refuse_without_rights(board)
        found.append((board, folder))
    return found


def _refuse_without_rights(board: Storyboard) -> None:
    """As a render does, with what picture files say of themselves."""
    cache = open_cache(cache_folder(), cache_folder(), offline=True)
    filled, _ = prefilled(board, cache)
    refuse_without_rights(filled, datetime.date.today())


def _handed(
    folder: Path, instance: Instance, register: Register, wishes: PeerTubeWishes, seen: Witness
) -> HandedOver:
    arrived = 0

    def tell(bytes_: int, size: int) -> None:
        nonlocal arrived
        if not arrived:
            host = instance.account.host
            seen.stage(tr("{name} to {host}, kB", name=folder.name, host=host), size // 1000)
        seen.advance((bytes_ - arrived) // 1000)
        arrived = bytes_

    return hand_over(folder, instance, register, wishes, tell)
