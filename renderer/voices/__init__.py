"""One module per speech engine; `open_voice` finds them. A voice never hears of slides."""

__all__ = [
    "base",
    "pcm",
    "phonemes",
    "piper_hub",
    "prices",
    "recording",
    "registry",
]
