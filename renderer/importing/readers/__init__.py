"""One module a family of formats: a file's bytes → a `Document`. Run in a fenced process alone."""

__all__ = [
    "boilerplate",
    "markup",
    "opendocument",
    "package",
    "presentation",
    "sandbox_worker",
    "word",
]
