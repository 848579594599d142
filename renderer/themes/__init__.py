"""Themes: colours, fonts, sizes and margins, built in or a team's own.

Comes in: a theme's name or file. Goes out: a checked `Theme`. Draws nothing.
"""

__all__ = ["file", "margins", "theme"]
