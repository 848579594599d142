"""YAML text in, a checked storyboard out: `load_storyboard(path)`, with line numbers throughout."""

__all__ = [
    "advice",
    "board",
    "fields",
    "files",
    "json_schema",
    "load",
    "mistakes",
    "operations",
    "project",
    "pronounce",
    "reader",
    "slugs",
    "source",
    "translation",
    "tree",
    "web_addresses",
]
