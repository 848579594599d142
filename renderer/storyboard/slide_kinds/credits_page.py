"""One page of the end credits. The page has their words in its own lists, so it is given none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renderer.storyboard.slide_kinds.kind import Kind

if TYPE_CHECKING:
    from renderer.storyboard.visuals import CreditsPage

KIND: Kind[CreditsPage] = Kind(
    key="",
    build=None,
    is_still=lambda page: page.motion == "none",
    alt=lambda _: None,
    has_words=lambda _: True,
    drifts=lambda page: page.motion == "auto",
    at_rest=lambda page: replace(page, motion="none"),
)
