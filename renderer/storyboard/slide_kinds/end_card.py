"""The last picture: the theme's logo and its words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renderer.storyboard.slide_kinds.kind import Kind

if TYPE_CHECKING:
    from renderer.storyboard.visuals import EndCard

KIND: Kind[EndCard] = Kind(
    key="",
    build=None,
    is_still=lambda card: card.motion == "none",
    alt=lambda _: None,
    words=lambda card: (card.title, card.notice),
    has_words=lambda _: True,
    drifts=lambda card: card.motion == "auto",
    at_rest=lambda card: replace(card, motion="none"),
)
