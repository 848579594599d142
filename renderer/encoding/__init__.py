"""Frames to files: codecs, segments, and their joining with sound, chapters and tags.

Comes in: frames, encoded segments, a sound track. Goes out: MP4 files. Draws nothing.
"""

__all__ = ["aac", "assemble", "codec", "encode_video", "subtitle_track"]
