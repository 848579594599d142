"""The cache, wherever it is: a folder, or a local tier over storage that a team shares.

Comes in: a folder or a URL. Goes out: a `Cache`. Knows nothing of what its entries mean.
"""

from renderer.store.locations import cache_folder, is_remote, open_cache

__all__ = ["cache", "cache_folder", "code_digest", "is_remote", "open_cache"]
