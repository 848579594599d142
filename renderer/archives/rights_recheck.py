"""Rights looked at again: is each picture still there, on the terms that the storyboard says?

Comes in: a checked storyboard, today's date, a `Visitor`. Goes out: `Finding`s, one for each work
that is shown. Nothing is changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from renderer.archives.address_lookup import Visitor, look
from renderer.archives.offered_pictures import Listing
from renderer.errors import RecitError
from renderer.messages import tr
from renderer.rights.clearance import check_rights
from renderer.storyboard.board import Rights, Storyboard
from renderer.storyboard.slide_kinds import keyed_works_of

State = Literal["same", "changed", "unreachable", "unknown", "expired"]
"""unknown: there is no address at which machines read its rights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found of one work."""

    slide: str
    file: str
    state: State
    license: str
    """As the storyboard says."""
    now: str = ""
    """As the archive says now; empty: it wasn't asked, or didn't answer."""
    told: str = ""
    """More, for people."""
    stops: tuple[str, ...] = ()
    """Why it isn't published as it stands."""


def look_again(board: Storyboard, today: datetime.date, visitor: Visitor) -> Iterator[Finding]:
    """A finding for each work of *board*, as it is found; each address is asked once."""
    problems = check_rights(board, today)
    seen: dict[str, Listing | RecitError] = {}
    for slide in board.slides:
        for _, _, work in keyed_works_of(slide.visual):
            stops = tuple(
                problem.what
                for problem in problems
                if problem.slide == slide.id and f"'{work.name}'" in problem.what
            )
            rights = work.rights or Rights()
            state, now, told = _looked(rights, today, visitor, seen)
            yield Finding(
                slide=slide.id,
                file=work.name,
                state=state,
                license=rights.license,
                now=now,
                told=told,
                stops=stops,
            )


def _looked(
    rights: Rights, today: datetime.date, visitor: Visitor, seen: dict[str, Listing | RecitError]
) -> tuple[State, str, str]:
    if rights.expires is not None and rights.expires < today:
        return "expired", "", tr("its right ended on {date}", date=rights.expires)
    address = rights.record or rights.source_url
    if not address:
        return "unknown", "", tr("no address says where it is from")
    if address not in seen:
        try:
            seen[address] = look(address, visitor)
        except RecitError as error:
            seen[address] = error
    found = seen[address]
    if isinstance(found, RecitError):
        if not rights.record and found.code == "archive-unreadable":
            return "unknown", "", tr("its address is a page for people")
        return "unreachable", "", str(found)
    offer = found.only
    if offer is None:
        return "unknown", "", tr("its address has several pictures")
    now = offer.rights.license
    if now == rights.license:
        return "same", now, ""
    if rights.permission is not None:
        return "same", now, tr("a permission of {date} allows it", date=rights.permission.date)
    return "changed", now, ", ".join(offer.remarks)
