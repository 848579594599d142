"""Other people's files: opened and decoded in fenced processes, and known by what was read."""

__all__ = [
    "downmix",
    "fence",
    "limits",
    "pinned_file",
    "sound_file",
    "sounds",
    "truncation",
    "worker",
]
