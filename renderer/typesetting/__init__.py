"""Text to glyphs: fonts, pieces of words, line breaks, ink.

Comes in: text or runs, a style, a width. Goes out: lines of pieces, and their ink. Knows no slide.
"""

__all__ = ["drawable", "fonts", "ink", "shaping", "typeset", "web_fonts"]
