"""moviepy clips of slides and transitions: frame number in, picture out. Encodes nothing."""

__all__ = [
    "captions",
    "custom_source",
    "drawing",
    "drawing_code",
    "footage_painter",
    "map_painter",
    "moviepy_clip",
    "overlay_painter",
    "painter",
    "painter_factory",
    "segment_keys",
    "segment_painter",
    "slide_drawings",
    "slide_parameters",
    "slide_setup",
    "slow_zoom",
    "subtitles",
]
