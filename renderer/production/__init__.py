"""The stages in order: what `plan`, `render`, `still`, `sheet` and `say` run.

Comes in: a storyboard's path and options. Goes out: plans, films, stills. Knows every room to its
left and nothing of the command line: it prints nothing and never exits.
"""

__all__ = [
    "check",
    "contact_sheet",
    "decoders",
    "destination",
    "draft_folders",
    "embedded_rights",
    "events",
    "film_clip",
    "layout",
    "options",
    "pace",
    "plan",
    "prepare",
    "release",
    "render",
    "review",
    "rhythm",
    "say",
    "segment",
    "soundtrack",
    "spending",
    "still",
    "whole_film",
    "workers",
]
