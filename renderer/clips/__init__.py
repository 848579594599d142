"""moviepy clips of slides and transitions: frame number in, picture out. Encodes nothing."""

__all__ = [
    "captions",
    "custom_source",
    "drawing",
    "drawing_code",
    "dressing",
    "drift",
    "film",
    "footage_painter",
    "kinds",
    "look",
    "map_painter",
    "moviepy_clip",
    "overlay_painter",
    "painter",
    "painters",
    "segment_tasks",
    "subtitles",
]
