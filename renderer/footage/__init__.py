"""Archive films inside a film: opened, read and heard in a fenced process.

Comes in: a film's file, a range of it. Goes out: frames and samples. Knows no timeline.
"""

__all__ = ["file", "sandbox", "sound"]
