"""moviepy clips of slides and transitions: frame number in, picture out. Encodes nothing."""

__all__ = [
    "custom_source",
    "drawing_code",
    "film",
    "footage_painter",
    "look",
    "map_painter",
    "moviepy_clip",
    "painter",
    "painters",
    "segment_tasks",
    "subtitle_painter",
    "subtitles",
]
