"""What every test shares: how examples are drawn."""

import os

from hypothesis import settings

# On a machine that decides whether a change lands, the same change gives the same verdict: examples
# are drawn from each test's own name. Everywhere else they are drawn anew at each run.
settings.register_profile("same", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("same")
