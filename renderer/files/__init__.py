"""Files and folders that appear whole or not at all, and disks that can or can't hold them.

Comes in: paths. Goes out: what was written under its final name, or nothing. Knows no content.
"""

__all__ = ["atomic", "digest", "disk", "fresh"]
