"""One module a family of formats: a file's bytes → a `Document`. Run in a fenced process alone."""

__all__ = ["markup", "opendocument", "package", "presentation", "sandbox_worker", "word"]
