"""What is wrong with a film beyond its text: what `check` finds, for the page.

Comes in: a film that is open, or a slide of it. Goes out: Problems, in the words of `check`. Draws
and speaks nothing; what was found of a picture is remembered in the cache.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

from renderer.errors import Problem, in_file_order
from renderer.production.check import Checked, Wishes, check_film
from renderer.production.inspection import PICTURES, inspect, subject_of
from renderer.production.options import Options
from renderer.store.cache import Cache
from renderer.storyboard.board import Storyboard
from renderer.storyboard.load import check
from renderer.studio.open_film import OpenFilm
from renderer.studio.page_edits import unwritten


def all_wrong(open_film: OpenFilm, options: Options) -> Checked:
    """All that stands in the way of publishing the film, and what should be looked at before."""
    report = check(open_film.path, allow_fetch=options.allow_fetch, about_rights=False)
    wishes = Wishes(
        cache=options.cache if isinstance(options.cache, Path) else None,
        publishing=datetime.date.today(),
        rights=True,
        engine=options.engine,
    )
    found = check_film(report, wishes)
    blanks = unwritten(report.editions.own) if report.editions else []
    if found.lagging:  # the film can be made without those languages
        return replace(found, mistakes=tuple(blanks), warnings=found.mistakes + found.warnings)
    return replace(found, mistakes=in_file_order([*found.mistakes, *blanks]))


def picture_warnings(board: Storyboard, slide: str, cache: Cache) -> tuple[Problem, ...]:
    """What should be known of the pictures of *slide*, as they will be seen."""
    subject = subject_of(
        board,
        themes=(board.path.parent / "themes",),
        cache=cache,
        jobs=1,
        only=(slide,),
        is_whole=False,
    )
    return inspect(subject, PICTURES).warnings
