"""One page of the end credits. The page has their words in its own lists, so it is given none."""

from __future__ import annotations

from renderer.storyboard.kinds.kind import Kind
from renderer.storyboard.visuals import CreditsPage

KIND: Kind[CreditsPage] = Kind(
    key="",
    build=None,
    is_still=lambda _: True,
    alt=lambda _: None,
    has_words=lambda _: True,
)
