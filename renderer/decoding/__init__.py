"""Other people's files: opened and decoded in fenced processes, and known by what was read."""

__all__ = [
    "downmix",
    "file_integrity",
    "limits",
    "placeholders",
    "sandbox",
    "sandbox_process",
    "sound_file",
    "sounds",
    "truncation",
]
