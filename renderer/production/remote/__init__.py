"""Segments made on other machines, which reach the same store.

Comes in: the segments of a film. Goes out: the same, made and checked. Knows a film only as files
by their bytes; where tasks run is the room `farm`'s.
"""

__all__ = ["segments", "task"]
