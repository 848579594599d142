"""The web set: captions, chapters, transcript, page, credits, manifest, swapped in atomically."""

__all__ = [
    "pages",
    "peertube",
    "peertube_instance",
    "platforms",
    "publication",
    "subtitle_files",
    "swap_and_rollback",
    "verify",
    "write",
]
