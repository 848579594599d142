"""What is drawn over a picture or in its place: captions, call-outs, credits, cards, end pages.

Comes in: text, a theme, a frame's size. Goes out: pixels. Knows nothing of time or codecs.
"""

__all__ = [
    "callout",
    "caption",
    "card",
    "card_parts",
    "coverage",
    "credit_line",
    "end_credits",
    "specimen",
    "subtitle",
]
