"""From a text to a storyboard, and again when the text changes; and out again, to be corrected.

    file ──● sources──▶ Document ──slide_assignment──▶ slides ──● imports──▶ storyboard + base
                                     └──merge (with the base and the storyboard)──▶ edits ──┘

Comes in: other people's documents. Goes out: a storyboard's text, and a report in words. What knows
a format stands in `readers/`, behind a fence; all the rest knows blocks.
"""

__all__ = [
    "corrections",
    "imports",
    "merge",
    "places",
    "readers",
    "remarks",
    "settled_remarks",
    "slide_assignment",
]
