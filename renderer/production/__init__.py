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
    "encoded_sound",
    "events",
    "failure_lines",
    "film_clip",
    "film_structure",
    "footage_sound",
    "missing_resources",
    "mix",
    "options",
    "otio_export",
    "painter_cache",
    "plan",
    "prepare",
    "release",
    "render",
    "rhythm",
    "say",
    "segment",
    "sound_sources",
    "soundtrack",
    "spending",
    "static_stretches",
    "still",
    "whole_film",
    "workers",
]
