"""The stages in order: what `plan`, `render`, `still`, `sheet` and `say` run.

Comes in: a storyboard's path and options. Goes out: plans, films, stills. Knows every room to its
left and nothing of the command line: it prints nothing and never exits.
"""

__all__ = [
    "check",
    "contact_sheet",
    "decoders",
    "draft_folders",
    "embedded_rights",
    "events",
    "failure_lines",
    "film_clip",
    "film_sound",
    "film_structure",
    "inspection",
    "missing_resources",
    "options",
    "otio_export",
    "painter_cache",
    "plan",
    "prepare",
    "publication",
    "remote",
    "render",
    "say",
    "segment",
    "spending",
    "static_stretches",
    "still",
    "whole_film",
    "workers",
]
