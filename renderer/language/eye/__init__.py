"""Text for the eye: spaces, quotes, dashes and raised letters as a printer would set them.

Comes in: text as an author typed it. Goes out: the same text, set. Pure.
"""

__all__ = ["break_scale", "french_breaks", "marks", "ties", "typography"]
