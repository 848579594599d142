"""The stages in order: what `plan`, `render`, `still`, `sheet` and `say` run.

Comes in: a storyboard's path and options. Goes out: plans, films, stills. Knows every room to its
left and nothing of the command line: it prints nothing and never exits.
"""

__all__ = [
    "check",
    "contact_sheet",
    "destination",
    "draft_folders",
    "events",
    "film_clip",
    "options",
    "pace",
    "plan",
    "prepare",
    "release",
    "render",
    "rhythm",
    "say",
    "soundtrack",
    "spending",
    "still",
    "workers",
]
