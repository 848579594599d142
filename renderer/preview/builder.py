"""One set made from a storyboard, into a folder of the preview's own.

Comes in: a storyboard, options whose `out` is the preview's folder, a witness. Goes out: the folder
that shows the set. A preview is made by the same stages as the film that is published.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from renderer.production.events import Witness
from renderer.production.options import DRAFT_HEIGHT, Options
from renderer.production.prepare import out_folder, prepare
from renderer.production.release import finish, refuse_without_rights
from renderer.production.render import make_films


class Builder(Protocol):
    """Makes a set; the studio is given `build_set`, tests give it something faster."""

    def __call__(self, storyboard: Path, options: Options, witness: Witness) -> Path:
        """Make the set and say which folder shows it.

        Raises:
            RecitError: it can't be made; a set that was there stays.
        """
        ...


def build_set(storyboard: Path, options: Options, witness: Witness) -> Path:
    """Render *storyboard* and publish the set below ``options.out``.

    A draft needs no rights, and is marked on every frame. The full film needs all of them, as it
    would to be published.

    Raises:
        RecitError: it can't be made; a set that was there stays.
    """
    today = datetime.date.today()
    production = prepare(storyboard, options)
    if not options.draft:
        refuse_without_rights(production.board, today)
    for difference in production.differences:
        witness.warn(str(difference))
    making = make_films(production, witness)
    return finish(making, out_folder(production), today, witness).folder


def draft_of(options: Options, out: Path) -> Options:
    """*options* for the quick version."""
    height = None if options.height is None else min(options.height, DRAFT_HEIGHT)
    return replace(options, draft=True, height=height, out=out)


def full_of(options: Options, out: Path) -> Options:
    """*options* for the version as it would be published."""
    return replace(options, draft=False, out=out)
