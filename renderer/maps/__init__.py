"""Maps of operations: a checked `OperationsMap` becomes ground, moving layers and labels.

Comes in: `OperationsMap`, a `MapStyle`, the slide's frames. Goes out: pixels for a frame number.
Knows nothing of sound, codecs or other slides.
"""

__all__ = [
    "camera",
    "coast_extracts",
    "custom_layers",
    "description",
    "flight",
    "ground_sources",
    "prepared_map",
    "style",
    "texts",
    "timing",
    "viewport",
]
