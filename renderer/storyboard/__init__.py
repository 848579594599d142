"""YAML text in, a checked storyboard out: `load_storyboard(path)`, with line numbers throughout."""

__all__ = [
    "advice",
    "board",
    "fields",
    "files",
    "json_schema",
    "kinds",
    "labels",
    "load",
    "mistakes",
    "model",
    "operations",
    "project",
    "pronounce",
    "reader",
    "slugs",
    "source",
    "translation",
    "tree",
    "visuals",
    "web_addresses",
]
