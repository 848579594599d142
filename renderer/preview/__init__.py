"""The page while it is being written: watched, made again at each save, shown on loopback.

Comes in: a storyboard's path and options. Goes out: a page at an address that only this machine's
user can open, which follows what the author saves. Publishes nothing where the public looks.

    save ─▶ watcher ─▶ live_preview ─▶ served_files ─▶ app (behind access_control) ─▶ browser
                              └──────▶ status ─▶ event stream ───────────────────────┘
"""

__all__ = [
    "access_control",
    "app",
    "live_preview",
    "served_files",
    "server",
    "status",
    "watcher",
]
