"""Whether speaking stays under what it may cost; asked before anything is sent.

Comes in: productions, with their takes planned from the cache. Goes out: nothing, or an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from renderer.errors import UsageError
from renderer.messages import tr
from renderer.messages.catalogue import number
from renderer.messages.figures import decimal
from renderer.narration.cost import costs_of
from renderer.narration.take_plan import PlannedTake, plan_takes

if TYPE_CHECKING:
    from renderer.production.prepare import Production

LIMIT = "--max-cost"


def refuse_costly(productions: Sequence[Production]) -> None:
    """Stop when *productions* together would cost more than they may.

    Args:
        productions: of one film, a language each, with the same options.

    Raises:
        UsageError: they would, or nobody knows.
    """
    limit = productions[0].options.max_cost if productions else None
    if limit is None:
        return
    costs = [cost for each in productions for cost in costs_of(planned_takes(each))]
    characters = sum(cost.characters for cost in costs)
    euros = sum(cost.euros or 0.0 for cost in costs)
    unknown = next((cost for cost in costs if cost.euros is None), None)
    if unknown is not None:
        raise UsageError(
            tr(
                "nobody knows what {place} asks for a character, so {option} can't be kept: state"
                " euros a million characters as {name} in the environment",
                place=unknown.to,
                option=LIMIT,
                name="RECIT_VOICE_PRICE",
            ),
            code="cost-unknown",
        )
    if euros > limit:
        raise UsageError(
            tr(
                "speaking would cost about {euros} € for {characters} characters, and {option} is"
                " {limit} €: nothing was sent",
                euros=decimal(euros, 2),
                characters=number(characters),
                option=LIMIT,
                limit=decimal(limit, 2),
            ),
            code="cost-over-limit",
        )


def planned_takes(production: Production) -> tuple[PlannedTake, ...]:
    """Every take that *production* needs, and whether it is there.

    Raises:
        VoiceError: a recording's file can't be read.
    """
    return plan_takes(
        production.script,
        production.choice.voice,
        production.cache,
        production.recordings,
        production.others,
    )
