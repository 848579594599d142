"""What every test shares: how examples are drawn."""

import os

from hypothesis import settings

# No example is timed: machines are shared, and slow for reasons of their own. On one that decides
# whether a change lands, the same change gives the same verdict: examples are drawn from each
# test's own name. Everywhere else they are drawn anew at each run.
settings.register_profile("anew", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same" if os.environ.get("CI") else "anew")
