"""Where tasks run: on local threads, or on a cluster's workers; `concurrent.futures` both.

Comes in: how many tasks at once, or a cluster's address. Goes out: executors. Knows nothing of
what its tasks do.
"""

from renderer.farm.local import Room, Turns, finished, open_farm, usable_cores

__all__ = ["Room", "Turns", "cluster", "finished", "open_farm", "usable_cores"]
