"""The film's one sound track: voice, footage and music summed, measured, brought to one loudness.

Comes in: sounds at their samples, a loudness. Goes out: blocks of samples, and what was measured.
Knows nothing of slides or pictures. Everything is read in blocks, so that a long film takes no
more memory than a short one. Importing it loads NumPy and PyAV.
"""

__all__ = [
    "ducking",
    "limiter",
    "loudness",
    "meter",
    "music",
    "music_file",
    "music_placement",
    "room_tone",
    "track",
]
