"""What publishing a film would make, in all of its languages.

The foot of the page tells it before it begins, and progress is measured by it.

Comes in: a film that is open, its board, how a board is prepared. Goes out: plans, and the work
that is ahead. Makes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from renderer.errors import RecitError
from renderer.production.plan import Plan, plan_film
from renderer.production.prepare import Production, load_film, with_ending
from renderer.storyboard.board import Storyboard
from renderer.studio.open_film import OpenFilm
from renderer.studio.time_estimates import Pace, WorkAhead


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWork:
    """A film's plans, its own language first."""

    plans: tuple[Plan, ...]
    ahead: WorkAhead

    @property
    def why(self) -> list[str]:
        """Why it has to be made, each reason once."""
        told = [one.why for plan in self.plans for one in plan.sentences if not one.reused]
        shapes = [shape for plan in self.plans for shape in plan.shapes]
        told += [one.why for shape in shapes for one in shape.segments if not one.reused]
        return list(dict.fromkeys(filter(None, told)))


def planned_work(
    open_film: OpenFilm,
    own: Storyboard,
    prepare: Callable[[Storyboard], Production],
    pace: Pace,
    *,
    allow_fetch: bool,
) -> PlannedWork:
    """What publishing *own*, the board of *open_film*, would make.

    Raises:
        RecitError: it couldn't be laid out at all. Of a translation that can't be, nothing is said:
            it lags, and the film is published without it.
    """
    plans: list[Plan] = []
    ahead = WorkAhead()
    for board in (own, *_translations(open_film, allow_fetch)):
        try:
            production = prepare(board)
            plan = plan_film(with_ending(production))
        except RecitError:
            if board is own:
                raise
            continue
        plans.append(plan)
        engine = str(production.choice.voice.identity.get("engine"))
        lines = production.board.film.height
        ahead += pace.work(plan, engine, lines, production.jobs)
    return PlannedWork(plans=tuple(plans), ahead=ahead)


def _translations(open_film: OpenFilm, allow_fetch: bool) -> Sequence[Storyboard]:
    tree = open_film.sheet().tree
    if tree is None or not tree.at(("languages",)):
        return ()
    with suppress(RecitError):
        return load_film(open_film.path, allow_fetch=allow_fetch).translations
    return ()
