"""Photographs: files of any maker opened in a fenced process, converted, framed.

Comes in: a file, the size that is wanted. Goes out: pixels in sRGB, views of them. Knows no slide's
text, no theme and no time.
"""

__all__ = ["colour", "decoder", "file", "photograph", "view_motion", "views"]
